"""Every command is documented with its options, and every example would be understood."""

import http.server
import importlib.util
import json
import os
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from kith.cli import COMMANDS, kith
from tests.docs.markdown import DOCS, PAGES, ROOT, blocks, headings, name_of, read, section, table

TEXT = read(DOCS / "commands.md")


def found(words: list[str]) -> tuple[click.Command, str, list[str]]:
    """The command that some words begin with, its name, and the words after it."""
    of: click.Command = kith
    names: list[str] = []
    while isinstance(of, click.Group):
        assert words, f"kith {' '.join(names)} says too little"
        inner = of.get_command(click.Context(of), words[0])
        assert inner, f"there is no command kith {' '.join([*names, words[0]])}"
        of, names, words = inner, [*names, words[0]], words[1:]
    return of, " ".join(names), words


def every_command() -> Iterator[str]:
    """The names of all commands, of a group those in it: "read", "sample load"."""
    for name in COMMANDS:
        of = kith.get_command(click.Context(kith), name)
        inner = of.list_commands(click.Context(of)) if isinstance(of, click.Group) else [""]
        yield from (f"{name} {one}".strip() for one in inner)


EVERY = list(every_command())
each_command = pytest.mark.parametrize("name", EVERY)


def test_every_command_has_a_section() -> None:
    named = [heading.removeprefix("kith ") for heading in headings(TEXT, 2)]
    assert sorted(named) == sorted(EVERY)


@each_command
def test_its_options_are_documented_and_no_others(name: str) -> None:
    options = {
        opt
        for param in found(name.split())[0].params
        if isinstance(param, click.Option)
        for opt in (*param.opts, *param.secondary_opts)
    }
    heading = f"kith {name}"
    written = table(TEXT, heading)
    assert {opt for opt in written if opt.startswith("-")} == options
    text = section(TEXT, heading)
    assert bool(options) != ("Takes no options." in text)


@each_command
def test_it_has_an_example(name: str) -> None:
    examples = "".join(block.text for block in blocks(section(TEXT, f"kith {name}"), "console"))
    assert re.search(rf"\bkith {name}\b", examples)


def simple_commands(line: str) -> Iterator[list[str]]:
    """The commands of a line, without pipes, redirections, variables and sudo."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    words: list[str] = []
    skip = False
    for word in [*lexer, ";"]:
        if word in {"|", "&&", ";"}:
            yield _bare(words)
            words = []
        elif skip or word in {">", "<"}:
            skip = not skip
        else:
            words.append(word)


def _bare(words: list[str]) -> list[str]:
    words = words[3:] if words[:2] == ["sudo", "-u"] else words[words[:1] == ["sudo"] :]
    while words and re.match(r"[A-Z_]+=", words[0]):
        words = words[1:]
    return words


LINES = [
    pytest.param(line[2:], id=f"{name_of(page)}: {line}")
    for page in PAGES
    for block in blocks(read(page), "console")
    for line in block.text.splitlines()
    if line.startswith("$ ")
]


@pytest.mark.parametrize("line", LINES)
def test_an_example_would_be_understood(line: str) -> None:
    for words in simple_commands(line):
        program, *args = [Path(words[0]).name, *words[1:]]
        if program == "kith":
            understand(args)
        elif program == "python" and args[0] == "-m":
            assert importlib.util.find_spec(args[1]), line
            assert all((ROOT / path).exists() for path in args[2:]), line


def understand(words: list[str]) -> None:
    """Parse and convert as click would, but open no file and run nothing."""
    of, name, args = found(words)
    context = click.Context(of, info_name=name)
    values, left, _ = of.make_parser(context).parse_args(args=list(args))
    assert not left
    for param in of.params:
        value = values.get(param.name or "")
        if isinstance(param.type, click.File):
            assert value
        else:
            param.process_value(context, value)


def test_the_example_parser_is_strict() -> None:
    for words in (["read", "--unreal"], ["read", "--limit", "0"], ["add"]):
        with pytest.raises(click.UsageError):
            understand(words)
    for words in (["status", "surplus"], ["stauts"], []):
        with pytest.raises(AssertionError):
            understand(words)
    assert list(simple_commands("A=1 sudo -u x b | kith take > c && d")) == [
        ["sudo", "-u", "x", "b"],
        ["kith", "take"],
        ["d"],
    ]


FEED = """<rss version="2.0"><channel><title>Jana's notes</title><link>http://{host}/</link>
<item><title>Slow reading</title><link>http://{host}/1</link><guid>1</guid>
<description>Why it pays.</description><category>reading</category>
<enclosure url="http://{host}/1.mp3" type="audio/mpeg" length="1"/></item></channel></rss>"""
OPML = """<opml version="2.0"><body><outline text="Nobody"/>
<outline text="Away" type="rss" xmlUrl="http://{host}/away.xml"/></body></opml>"""
RUN = """
import json, sys
from click.testing import CliRunner
from kith.cli import kith
runner, said = CliRunner(), {}
for name, args, given in json.loads(sys.argv[1]):
    result = runner.invoke(kith, [name, *args, "--json"], input=given)
    said[name] = json.loads(result.stdout)
print(json.dumps(said))
"""


class Site(http.server.BaseHTTPRequestHandler):
    """One feed, and nothing else."""

    def do_GET(self) -> None:
        body = FEED.format(host=self.headers["Host"]).encode()
        self.send_response(200 if self.path == "/feed.xml" else 404)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the commands print with --json, run for real in a process of their own."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host = f"127.0.0.1:{server.server_port}"
        commands = [
            ("add", [f"http://{host}/feed.xml"], ""),
            ("bring", ["-"], OPML.format(host=host)),
            ("refresh", [], ""),
            ("read", [], ""),
            ("today", [], ""),
            ("status", [], ""),
            ("settings", [], ""),
            ("doctor", [], ""),
        ]
        environ = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        environ |= {
            "KITH_DATA": str(tmp_path_factory.mktemp("data")),
            "KITH_ALLOW_NETWORKS": "127.0.0.0/8",
            "DJANGO_SETTINGS_MODULE": "kith.project.settings",
        }
        run = [sys.executable, "-c", RUN, json.dumps(commands)]
        done = subprocess.run(run, env=environ, capture_output=True, text=True, cwd=ROOT)
        server.shutdown()
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", ["add", "bring", "refresh", "read", "today", "status"])
def test_documented_json_has_the_shape_of_the_real(name: str, said: dict[str, Any]) -> None:
    (block,) = blocks(section(TEXT, f"kith {name}"), "json")
    assert shape(json.loads(block.text)) == shape(said[name])


@pytest.mark.parametrize("name", ["settings", "doctor"])
def test_keys_named_in_a_sentence_are_the_real_ones(name: str, said: dict[str, Any]) -> None:
    told = table(TEXT, f"kith {name}")["--json"][0]
    assert re.findall(r"`(\w+)`", told) == list(said[name][0])


def shape(value: Any) -> Any:
    """The keys of JSON, all the way down; of an array, those of its first element."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        assert value, "an example must not be empty"
        return [shape(value[0])]
    return None
