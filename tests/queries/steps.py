"""What tests of kinds of step share: whom they are found for, and how their reasons are told."""

from datetime import datetime
from zoneinfo import ZoneInfo

from kith.db.models import User
from kith.queries import because
from kith.queries.steps import Around, Candidate
from tests.actions.world import NOW


def around(user: User, now: datetime = NOW) -> Around:
    """An account at a moment, with no entries on offer."""
    return Around(user, now, ZoneInfo("UTC"), [])


def said(found: Candidate, now: datetime = NOW) -> str:
    """Why a step is proposed."""
    return because.sentence(found.because, now.date())
