"""The examples of the judgement are run, and its tables are those of the code."""

import doctest
import re

from kith.core.exchanges import KINDS
from kith.core.judgement.because import CODES
from kith.core.judgement.signals import SIGNALS
from kith.core.ties import CHAT, SLOW
from tests.docs.markdown import DOCS, blocks, read, table

PAGE = DOCS / "judgement.md"


def test_the_examples_are_true() -> None:
    text = "\n".join(block.text for block in blocks(read(PAGE), "pycon"))
    example = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, str(PAGE), 0)
    assert len(example.examples) > 30
    said: list[str] = []
    failed, _ = doctest.DocTestRunner().run(example, out=said.append)
    assert not failed, "".join(said)


def test_every_signal_is_described_as_it_is() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([\w ]+) \| ([\d.]+) \|", read(PAGE), re.MULTILINE)
    assert rows == [(one.name, one.label, f"{one.weight:g}") for one in SIGNALS]


def test_every_reason_is_described() -> None:
    assert (
        tuple(re.findall(r"^\| `([a-z-]+)` \| [^|]+ \| [^|]+ \|$", read(PAGE), re.MULTILINE))
        == CODES
    )


def test_every_kind_of_exchange_is_described_as_it_is() -> None:
    told = table(read(PAGE), "Give and take: `exchanges`")
    assert told == {
        kind.code: [
            f"{kind.weight:g}",
            ", ".join(kind.directions),
            "yes" if kind.spoken else "no",
            f"{CHAT:g} days" if kind.chat else f"{CHAT:g} or {SLOW:g} days",
        ]
        for kind in KINDS.values()
    }
