"""Kith as a shell sees it: real processes, real ports, real signals."""

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.worker.places import Places, numbered, running


@pytest.fixture(scope="module")
def places() -> Iterator[Places]:
    with running() as found:
        yield found


def environment(place: Path, **options: str) -> dict[str, str]:
    """What a process is told: nothing but what it needs."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("KITH_")}
    own.pop("DJANGO_SETTINGS_MODULE", None)
    own |= {"KITH_DATA": str(place), "KITH_ALLOW_NETWORKS": "127.0.0.0/8"}
    return own | {f"KITH_{name.upper()}": value for name, value in options.items()}


def kith(place: Path, *words: str, **options: str) -> subprocess.CompletedProcess[str]:
    result = subprocess.run(
        [sys.executable, "-m", "kith", *words],
        env=environment(place, **options),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "Traceback" not in result.stderr
    return result


def a_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Serving:
    """`kith serve`, what it printed, and where it is."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process, self.port = process, port
        assert process.stdout
        self.said = process.stdout.readline()

    def get(self, path: str = "/", host: str = "127.0.0.1") -> int:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", headers={"Host": host}
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            error.close()
            return error.code

    def end(self, how: signal.Signals) -> str:
        """Send a signal and wait; what was complained of."""
        self.process.send_signal(how)
        self.process.wait(15)
        assert self.process.stderr
        return self.process.stderr.read()


@contextmanager
def serve(place: Path, **options: str) -> Iterator[Serving]:
    port = a_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "kith", "serve", "--port", str(port)],
        env=environment(place, **options),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield Serving(process, port)
    finally:
        process.kill()
        process.communicate()


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def eventually_free(port: int, seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_free(port):
            return True
        time.sleep(0.05)
    return False


def test_help_comes_without_django() -> None:
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom kith.cli import kith\n"
        "for words in (['--help'], ['--version'], ['serve', '--help'], ['add', '--help']):\n"
        "    assert CliRunner().invoke(kith, words).exit_code == 0\n"
        "heavy = {'django', 'aiohttp', 'lxml', 'granian', 'rich'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_kith_writes_is_its_owners_alone(tmp_path: Path) -> None:
    place = tmp_path / "deep" / "kith"
    assert kith(place, "status").returncode == 0
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    files = {path.name: stat.S_IMODE(path.stat().st_mode) for path in place.iterdir()}
    assert {"kith.sqlite3", "secret-key"} <= files.keys()
    assert set(files.values()) == {0o600}
    first = (place / "secret-key").read_text()
    kith(place, "status")
    assert (place / "secret-key").read_text() == first


@pytest.mark.parametrize(
    ("words", "options", "said"),
    [
        (("status",), {"port": "many"}, "kith: KITH_PORT cannot be 'many'"),
        (("settings",), {"time_zone": "x"}, "kith: KITH_TIME_ZONE cannot be 'x'"),
        (("doctor",), {"refresh": "x"}, "kith: KITH_REFRESH cannot be 'x'"),
        (("serve",), {"threads": "0"}, "kith: KITH_THREADS cannot be '0'"),
        (
            ("status",),
            {"database_url": "postgresql://kith:kith@127.0.0.1:9/kith"},
            "kith: the postgresql database cannot be used: ",
        ),
    ],
)
def test_what_stands_in_the_way_is_said_in_words(
    tmp_path: Path, words: tuple[str, ...], options: dict[str, str], said: str
) -> None:
    result = kith(tmp_path, *words, **options)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(said)


def test_a_data_directory_that_cannot_be_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    result = kith(tmp_path / "file" / "kith", "status")
    assert (result.returncode, result.stderr.startswith("kith: ")) == (2, True)


def test_a_database_that_is_none_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "kith.sqlite3").write_text("this is no database" * 500)
    result = kith(tmp_path, "status")
    assert result.returncode == 2
    assert result.stderr.startswith("kith: the sqlite database cannot be used: ")
    examined = kith(tmp_path, "doctor", "--json")
    found = {one["what"]: one for one in json.loads(examined.stdout)}
    assert examined.returncode == 1
    assert not found["database"]["well"]


def test_a_pipe_that_ends_early_is_no_trouble(tmp_path: Path) -> None:
    command = f"{sys.executable} -m kith settings | head -n 1"
    result = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
    )
    assert result.stdout.startswith("KITH_DATA = ")
    assert "Traceback" not in result.stderr


def test_two_first_starts_at_once_make_one_account_and_one_key(tmp_path: Path) -> None:
    place = tmp_path / "kith"
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "kith", "signin"],
            env=environment(place),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    ended = [process.communicate(timeout=60) for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], ended
    assert {path.name for path in place.glob(".secret*")} == set()


def test_a_server_says_where_it_is_and_lets_in_once(tmp_path: Path) -> None:
    with serve(tmp_path) as server:
        found = re.fullmatch(r"Sign in: (http://127\.0\.0\.1:\d+)(/sign-in/[\w-]+/)\n", server.said)
        assert found
        assert found[1].endswith(f":{server.port}")
        assert server.get("/sign-in/") == 200
        assert server.get(found[2]) == 200
        assert server.get("/no-such-page/") in {200, 404}
        assert server.get("/", host="evil.example") == 400
        assert server.get("/", host="127.0.0.1.evil.example") == 400
        assert server.get("/sign-in/", host="localhost") == 200
        taken = kith(tmp_path, "serve", "--port", str(server.port))
        assert taken.returncode == 2
        assert f"cannot listen on 127.0.0.1 port {server.port}" in taken.stderr
        assert "Traceback" not in server.end(signal.SIGTERM)
        assert server.process.returncode == 0
        assert eventually_free(server.port)


def test_an_interrupted_server_ends_without_complaint(tmp_path: Path) -> None:
    with serve(tmp_path) as server:
        assert server.get("/sign-in/") == 200
        assert "Traceback" not in server.end(signal.SIGINT)
        assert eventually_free(server.port)


def test_beyond_this_machine_nobody_listens_before_somebody_can_sign_in(tmp_path: Path) -> None:
    for host in ("0.0.0.0", "::"):
        result = kith(tmp_path, "serve", "--host", host, "--port", str(a_port()))
        assert result.returncode != 0
        assert result.stderr.startswith("kith: ")
        assert "Sign in" not in result.stdout


def test_a_server_whose_parent_is_killed_frees_its_port(tmp_path: Path) -> None:
    with serve(tmp_path) as server:
        assert server.get("/sign-in/") == 200
        server.process.kill()
        server.process.wait(5)
        assert eventually_free(server.port)


def test_a_server_that_is_killed_while_it_refreshes_loses_nothing(
    tmp_path: Path, places: Places
) -> None:
    town = [places.feed(numbered(20), pause=0.1) for _ in range(20)]
    path = tmp_path / "list"
    path.write_text("\n".join(address for _, address in town))
    assert kith(tmp_path, "bring", str(path)).returncode == 0
    with serve(tmp_path) as server:
        end = time.monotonic() + 20
        while not any(place.asked() for place, _ in town) and time.monotonic() < end:
            time.sleep(0.01)
        server.process.kill()
        server.process.wait(5)
        assert eventually_free(server.port)
    found = json.loads(kith(tmp_path, "refresh", "--json").stdout)
    assert (found["looked_at"], found["failed"]) == (20, 0)
    counts = json.loads(kith(tmp_path, "status", "--json").stdout)
    assert (counts["entries"], counts["unread"]) == (400, 100)


def test_work_refreshes_until_it_is_interrupted(tmp_path: Path, places: Places) -> None:
    place, address = places.feed(numbered(3))
    path = tmp_path / "list"
    path.write_text(address)
    kith(tmp_path, "bring", str(path))
    process = subprocess.Popen(
        [sys.executable, "-m", "kith", "work"],
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    end = time.monotonic() + 20
    while not place.asked() and time.monotonic() < end:
        time.sleep(0.02)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate(timeout=20)
    assert (process.returncode, complaint) == (0, "")
    assert json.loads(kith(tmp_path, "status", "--json").stdout)["entries"] == 3
