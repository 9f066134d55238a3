"""How quickly Kith judges: features, ranking with reasons, the plan of a session."""

import os
import random
import resource
import time
from collections.abc import Callable
from itertools import accumulate, product

import numpy as np

from benchmarks.table import show
from kith.core.judgement import asking
from kith.core.judgement.because import because
from kith.core.judgement.entries import Entries
from kith.core.judgement.features import features_of
from kith.core.judgement.matrix import Matrix
from kith.core.judgement.novelty import redundancy
from kith.core.judgement.plan import GIVE, READ, Candidate, plan
from kith.core.judgement.profile import Interest, Profile, profile
from kith.core.judgement.score import Judgement, judge
from kith.core.judgement.similarity import Index, nearest_to
from kith.core.judgement.space import Space, space_of
from kith.core.judgement.stories import Told, fold

MOST = int(os.environ.get("ENTRIES", "1000000"))
DIFFERENT = 20_000  # texts; more entries repeat them
SHOWN = 12  # entries whose reasons are asked for
SYLLABLES = ["".join(parts) for parts in product("bcdfghklmnprstvw", "aeiouy", ["", *"lnrst"])]
DICE = random.Random(7)


def vocabulary(size: int = 30_000) -> list[str]:
    """Made-up words of one to four syllables."""
    return ["".join(DICE.choices(SYLLABLES, k=DICE.randint(1, 4))) for _ in range(size)]


def texts(number: int) -> list[tuple[str, str]]:
    """Titles of 9 words and summaries of 40, as common as words are."""
    words, weights = vocabulary(), list(accumulate(1 / (n + 2.7) for n in range(30_000)))

    def some(length: int) -> str:
        return " ".join(DICE.choices(words, cum_weights=weights, k=length))

    return [(some(9), some(40)) for _ in range(number)]


def best_of(times: int, work: Callable[[], object]) -> float:
    """The shortest time of some, in milliseconds of the processor."""
    taken = []
    for _ in range(times):
        begun = time.process_time()
        work()
        taken.append(1000 * (time.process_time() - begun))
    return min(taken)


def interests(space: Space, matrix: Matrix, number: int, saved: int) -> list[Profile]:
    """Profiles with as many kept entries each."""
    return [
        profile(
            space,
            Interest(f"Interest {one}", "bada kola mineru", ("taporu", "lisana")),
            matrix.take(range(one * saved, (one + 1) * saved)),
            [1.0] * saved,
        )
        for one in range(number)
    ]


def explained(judgement: Judgement, heard: list[tuple[str, str]]) -> None:
    """The reasons of the best."""
    for row in judgement.order()[:SHOWN].tolist():
        because(judgement, row, " ".join(heard[row % len(heard)]))


def ranked(space: Space, matrix: Matrix, heard: list[tuple[str, str]], entries: int) -> list[str]:
    """One line: so many entries, for five interests with 20 kept pieces each."""
    rows = np.arange(entries) % len(matrix)
    many = matrix if entries == len(matrix) else matrix.take(rows)
    judged = Entries.of(many, age=rows % 60, pace=rows % 40)

    def work() -> None:
        explained(judge(space, interests(space, matrix, 5, 20), judged), heard)

    work()  # what is made once, is made
    taken = best_of(5 if entries < 1_000_000 else 2, work)
    held = sum(
        part.nbytes for block in (many.words, many.grams) for part in (block.starts, block.numbers)
    )
    return [f"rank {entries:,}, explain {SHOWN}", f"{taken:.1f}", f"{held / 1e6:.1f}", peak()]


def peak() -> str:
    """The most memory of the process so far, in MB."""
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f}"


def planned(space: Space, matrix: Matrix, minutes: int) -> list[str]:
    """One line: a session from 5,000 candidates."""
    candidates = [
        Candidate(
            minutes=DICE.choice([1, 2, 3, 5, 8, 13]),
            value=DICE.random() ** 2,
            voice=DICE.randrange(250),
            group=GIVE if DICE.random() < 0.01 else READ,
            bridge=DICE.random() < 0.01,
            doubt=DICE.random(),
            row=row,
        )
        for row in range(5000)
    ]
    taken = best_of(7, lambda: plan(candidates, minutes, space=space, matrix=matrix))
    return [f"plan {minutes} minutes from 5,000", f"{taken:.1f}", "", peak()]


def named(space: Space, matrix: Matrix) -> list[str]:
    """One line: whom to ask, of 5,000 voices with four texts each that were prepared."""
    wide, dice = asking.whole(space), np.random.default_rng(7)
    index = Index.of(wide, matrix)
    voice, age = np.arange(len(matrix)) % 5000, dice.random(len(matrix)) * 700
    ties = dice.random(5000)
    known = asking.Voices(ties, ties > 0.9, np.full(5000, np.inf))
    question, home = matrix.take([3]), matrix.take(range(100))

    def work() -> None:
        written = asking.Written(voice, age, nearest_to(question, index))
        ranking = asking.rank(written, known)
        best = np.array(ranking.order()[: asking.BRIDGES])
        rows = np.flatnonzero(np.isin(voice, best))
        far = asking.apart(wide, matrix.take(rows), voice[rows], home, 5000)
        asking.name(ranking, far)

    return ["whom to ask, of 5,000 voices", f"{best_of(5, work):.1f}", "", peak()]


def main() -> None:
    """Print the tables."""
    heard = texts(DIFFERENT)
    begun = time.process_time()
    made = list(features_of((title, summary, ()) for title, summary in heard))
    taken = time.process_time() - begun
    size = sum(len(one.to_blob()) for one in made) / len(made)
    show(
        "Features of entries with a title and a summary of 40 words",
        [[f"{len(made) / taken:,.0f}", f"{size:.0f}"]],
        ["entries a second", "bytes each"],
    )
    matrix = Matrix.of(made)
    space = space_of(matrix)
    few, read = matrix.take(range(1000)), matrix.take(range(5000, 10_000))
    told = [Told(row / 100, voice=row % 50) for row in range(1000)]
    rows = [
        planned(space, matrix, 20),
        planned(space, matrix, 60),
        named(space, matrix),
        [
            "novelty of 1,000 beside 5,000 that were read",
            f"{best_of(3, lambda: redundancy(space, few, read)):.1f}",
            "",
            peak(),
        ],
        [
            "fold 1,000 into stories",
            f"{best_of(3, lambda: fold(space, few, told)):.1f}",
            "",
            peak(),
        ],
    ]
    sizes = [size for size in (1_000, 10_000, 100_000, 1_000_000) if size <= MOST]
    rows += [ranked(space, matrix, heard, entries) for entries in sizes]
    show(
        "Judgement, for five interests with 20 kept pieces each",
        rows,
        ["what", "ms of CPU", "MB of features", "peak MB of the process"],
    )


if __name__ == "__main__":
    main()
