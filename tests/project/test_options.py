"""The one table of options, and where each is read from."""

from ipaddress import ip_network
from pathlib import Path

import pytest

from kith.project.options import OptionError, Options, load, table

TWO_NETWORKS = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))
SECRET = "postgresql://kith:hunter2@db.example/kith"


def given(place: Path, **options: str) -> Options:
    return load({"KITH_DATA": str(place)} | {f"KITH_{k.upper()}": v for k, v in options.items()})


def refused(place: Path, **options: str) -> str:
    with pytest.raises(OptionError) as caught:
        given(place, **options)
    return str(caught.value)


def test_without_anything_given_everything_has_a_default(tmp_path: Path) -> None:
    found = given(tmp_path)
    assert (found.host, found.port, found.refresh) == ("127.0.0.1", 8420, True)
    assert found.allow_networks == ()
    assert found.database_file == tmp_path / "kith.sqlite3"
    assert load({}).data.is_absolute()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("port", " 80 ", 80),
        ("refresh", "No", False),
        ("refresh", "ON", True),
        ("refresh", "", False),
        ("hosts", "a.example, b.example", ("a.example", "b.example")),
        ("allow_networks", "10.0.0.7/8 fd00::/8", TWO_NETWORKS),
        ("address", "https://kith.example.org/", "https://kith.example.org"),
        ("address", "", ""),
        ("time_zone", "Europe/Vienna", "Europe/Vienna"),
        ("database_url", SECRET, SECRET),
    ],
)  # fmt: skip
def test_a_value_is_understood(tmp_path: Path, name: str, text: str, value: object) -> None:
    assert getattr(given(tmp_path, **{name: text}), name) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("port", "0"),
        ("port", "65536"),
        ("port", "eighty"),
        ("port", ""),
        ("port", "8420.5"),
        ("threads", "65"),
        ("refresh", "perhaps"),
        ("allow_networks", "everything"),
        ("allow_networks", "10.0.0.0/99"),
        ("address", "kith.example.org"),
        ("address", "https://kith.example.org/path"),
        ("address", "ftp://kith.example.org"),
        ("time_zone", "Middle Earth"),
        ("fetch_seconds", "-1"),
        ("in_flight", "1e9"),
        ("data", ""),
    ],
)
def test_a_value_that_does_not_fit_is_named_with_its_option(
    tmp_path: Path, name: str, text: str
) -> None:
    said = refused(tmp_path, **{name: text})
    assert said.startswith(f"KITH_{name.upper()} cannot be {text!r}: ")


@pytest.mark.parametrize(
    "text",
    [
        "mysql://kith:hunter2@db.example/kith",
        "postgresql://kith:hunter2/9@db.example/kith",
        "postgresql://kith@db.example:hunter2/kith",
        "postgresql://[kith:hunter2@db.example/kith",
        "hunter2",
    ],
)
def test_a_secret_that_does_not_fit_is_not_repeated(tmp_path: Path, text: str) -> None:
    said = refused(tmp_path, database_url=text)
    assert said.startswith("KITH_DATABASE_URL cannot be what was given: ")
    assert "hunter2" not in said


def test_a_value_can_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    holder = tmp_path / "secret"
    holder.write_text(f"{SECRET}\n")
    assert given(tmp_path, database_url_file=str(holder)).database_url == SECRET


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    said = refused(tmp_path, secret_key_file=str(tmp_path / "missing"))
    assert said.startswith("KITH_SECRET_KEY_FILE names ")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    assert "cannot be read" in refused(tmp_path, secret_key_file=str(tmp_path / "binary"))


def test_the_environment_goes_before_a_file_and_a_file_before_kith_toml(tmp_path: Path) -> None:
    (tmp_path / "kith.toml").write_text('port = 1001\nthreads = 2\nhosts = ["a", "b"]\n')
    (tmp_path / "port").write_text("1002")
    file = str(tmp_path / "port")
    assert given(tmp_path).port == 1001
    assert given(tmp_path, port_file=file).port == 1002
    assert given(tmp_path, port_file=file, port="1003").port == 1003
    assert given(tmp_path).threads == 2
    assert given(tmp_path).hosts == ("a", "b")


def test_truth_in_kith_toml_is_truth(tmp_path: Path) -> None:
    (tmp_path / "kith.toml").write_text("refresh = false\n")
    assert given(tmp_path).refresh is False


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour = 'green'", "which is not an option"),
        ("data = '/elsewhere'", "which is not an option it can set"),
        ("port = ", "cannot be read"),
        ("port = 99999", "KITH_PORT cannot be '99999'"),
        ("port = [1]\nport = [2]", "cannot be read"),
        ("[port]\nx = 1", "KITH_PORT cannot be"),
    ],
)
def test_a_kith_toml_that_does_not_fit_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "kith.toml").write_text(text)
    assert said in refused(tmp_path)


def test_what_is_shown_hides_secrets(tmp_path: Path) -> None:
    shown = given(tmp_path, database_url=SECRET, secret_key="hunter2", hosts="a b").shown()
    values = {row["variable"]: row["value"] for row in shown}
    assert "hunter2" not in str(shown)
    assert (values["KITH_DATABASE_URL"], values["KITH_SECRET_KEY"]) == ("(set)", "(set)")
    assert (values["KITH_HOSTS"], values["KITH_REFRESH"]) == ("a, b", "yes")
    assert {row["variable"] for row in shown} == {row.variable for row in table()}
    unset = {row["variable"]: row["value"] for row in given(tmp_path).shown()}
    assert unset["KITH_DATABASE_URL"] == ""


def test_every_option_says_what_it_means_in_a_sentence() -> None:
    for row in table():
        assert row.meaning.endswith("."), row.name
