"""Preferences: each writer changes its own part."""

import pytest

from kith.actions import capacity, pausing, preferences
from kith.core.capacity import Capacity
from kith.db.models import User
from tests.actions.world import NOW, owner

pytestmark = pytest.mark.django_db


def test_what_others_wrote_meanwhile_stays() -> None:
    stale = User.objects.get(pk=owner().pk)
    pausing.begin(owner(), 3, NOW)
    capacity.choose(stale, Capacity(people=20))
    assert {"pause", "capacity"} <= owner().preferences.keys()
    assert {"pause", "capacity"} <= stale.preferences.keys()
    preferences.forget(stale, "pause")
    assert "pause" not in owner().preferences
