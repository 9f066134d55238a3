"""Who may be named in a line of the logbook."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.actions import ties
from kith.core.problems import Trouble
from kith.db.models import Voice
from kith.queries import acquaintance
from tests.actions.world import NOW, owner, somebody

pytestmark = pytest.mark.django_db


def person(name: str, *ways: str, **facts: object) -> int:
    told = {"owner": owner(), "kind": "person", "created_at": NOW} | facts
    voice = Voice.objects.create(name=name, **told)
    ties.set_reach(voice, list(ways))
    return voice.pk


def test_of_many_only_those_who_may_be_meant_are_prepared() -> None:
    jana, ines = person("Jana Nováková", "@jn@social.example"), person("Inês")
    for number in range(50):
        person(f"Peter {number}", f"@peter{number}@social.example")
    person("Jana Elsewhere", owner=somebody())
    user = owner()
    with CaptureQueriesContext(connection) as asked:
        names = acquaintance.names(user, "met NOVAKOVA and ines's friend")
    assert sorted(names.full) == ["ines", "jana novakova"]
    assert (names.named("novakova"), names.named("INES")) == ((jana,), (ines,))
    assert len(asked) == 1, "handles are not asked for where none is written"
    names = acquaintance.names(user, "met @jn and @peter7@social.example")
    assert names.handle("@jn") == (jana,)
    assert names.handle("@peter7") != ()
    assert sorted(names.full) == ["jana novakova", "peter 7"]


def test_one_is_meant_by_a_name_or_a_handle() -> None:
    jana = person("Jana Nováková", "@jn@social.example")
    person("Tom Weber")
    person("Tom Reed")
    for text in ("jana", "Novakova", "jana novakova", "@JN", "@jn@social.example"):
        assert acquaintance.meant(owner(), text).pk == jana, text
    for text, code in (("Tom", "person-several"), ("Quentin", "person-unknown")):
        with pytest.raises(Trouble) as caught:
            acquaintance.meant(owner(), text)
        assert caught.value.problem.code == code
