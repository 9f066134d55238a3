"""`kith sample load` and `kith sample remove`."""

import pytest

from kith.db.models import Channel, Entry, Voice
from tests.cli.test_commands import run, told
from tests.worker.rounds import somebody

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_loads_looks_and_removes() -> None:
    said = run("sample", "load").output
    count = Entry.objects.count()
    assert count > 250
    assert (
        said
        == f"The sample network is here: {Channel.objects.count()} channels, {count} entries.\n"
    )
    assert run("sample", "load").output == "The sample network is here already.\n"
    voices = Voice.objects.count()
    assert run("sample", "remove").output == f"{voices} voices of the sample went.\n"
    assert not Channel.objects.exists()
    assert run("sample", "remove").output == "There is no sample here.\n"


def test_it_tells_in_json_for_an_account() -> None:
    user = somebody("jana")
    facts = told("sample", "load", "--as", "jana")
    assert facts == {"channels": Channel.objects.count(), "new": Entry.objects.count(), "failed": 1}
    assert set(Voice.objects.values_list("owner", flat=True)) == {user.pk}
    assert told("sample", "remove") == {"voices": 0}
    assert told("sample", "remove", "--as", "jana")["voices"] > 20


def test_an_account_that_is_not_there_is_said() -> None:
    result = run("sample", "load", "--as", "nobody")
    assert result.exit_code == 1
    assert "nobody" in result.output
