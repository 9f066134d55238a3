"""What two voices become together, and what is left of each when they part."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kith.core.joining import ALL, LISTED, RHYTHM, STATE, TEXTS, joined, parted

NOW = datetime(2026, 3, 1, tzinfo=UTC)
MOMENTS = st.none() | st.integers(0, 3).map(lambda days: NOW + timedelta(days=days))
WORDS = st.sampled_from(["", "one", "two", "one\n\ntwo", "a longer line"])
STATES = st.sampled_from(["active", "trial", "resting", "released"])

voices = st.fixed_dictionaries(
    {
        **dict.fromkeys(("name", "kind", "home", "stage", "organisation", "job", "zone"), WORDS),
        "led_by_id": st.none() | st.integers(1, 3),
        "cadence": st.sampled_from(["as-it-happens", "daily", "weekly"]),
        "trust": st.sampled_from(["trusted", "any", "salt"]),
        "full_text": st.booleans(),
        **dict.fromkeys(LISTED, st.lists(st.sampled_from("abcd"), unique=True)),
        **dict.fromkeys(TEXTS, WORDS),
        "created_at": st.integers(0, 9).map(lambda days: NOW - timedelta(days=days)),
        "state": STATES,
        **dict.fromkeys(("trial_until", "rest_until", "released_at"), MOMENTS),
        "circle": st.sampled_from(["", "inner", "outer"]),
        "touch": st.sampled_from(["", "weekly"]),
        "touch_paused": st.booleans(),
        **dict.fromkeys(("touch_since", "touch_snoozed_until"), MOMENTS),
    }
)


def plain(**told: Any) -> dict[str, Any]:
    """A voice of which nothing is known but this."""
    texts = dict.fromkeys(ALL, "")
    lists: dict[str, Any] = {name: [] for name in LISTED}
    none = dict.fromkeys((*STATE, *RHYTHM))
    usual = {"cadence": "as-it-happens", "trust": "any", "full_text": False, "led_by_id": None}
    rest = {"state": "active", "circle": "", "touch": "", "touch_paused": False, "created_at": NOW}
    return {**texts, **lists, **none, **usual, **rest, **told}


@given(voices, voices)
def test_parting_at_once_gives_back_what_was(stays: dict[str, Any], goes: dict[str, Any]) -> None:
    became = joined(stays, goes)
    assert became.keys() == set(ALL)
    assert parted(stays, became, became) == stays


@given(voices, voices, voices)
def test_what_was_changed_meanwhile_stays(
    stays: dict[str, Any], goes: dict[str, Any], since: dict[str, Any]
) -> None:
    became = joined(stays, goes)
    told = parted(stays, became, since)
    for name in set(ALL) - {*LISTED, *TEXTS, *STATE, *RHYTHM}:
        assert told[name] == (stays[name] if since[name] == became[name] else since[name]), name
    for names in (STATE, RHYTHM):
        picked = [told[name] for name in names]
        assert picked in ([stays[name] for name in names], [since[name] for name in names])


def test_the_one_that_stays_takes_what_it_lacks() -> None:
    stays = plain(name="Jana", job="", cadence="as-it-happens", trust="salt")
    goes = plain(name="jana n", job="Librarian", cadence="weekly", trust="trusted", full_text=True)
    became = joined(stays, goes)
    assert (became["name"], became["job"]) == ("Jana", "Librarian")
    assert (became["cadence"], became["trust"], became["full_text"]) == ("weekly", "salt", True)


def test_roles_are_gathered_and_notes_stand_under_each_other() -> None:
    stays = plain(roles=["peer"], notes="Likes tea.", met="In Ghent.")
    goes = plain(roles=["mentor", "peer"], notes="Has a cat.", met="In Ghent.")
    became = joined(stays, goes)
    assert became["roles"] == ["peer", "mentor"]
    assert became["notes"] == "Likes tea.\n\nHas a cat."
    assert became["met"] == "In Ghent."
    notes = f"Call her.\n\n{became['notes']}\n\nIn May."
    now = {**became, "notes": notes, "roles": ["mentor", "host"]}
    told = parted(stays, became, now)
    assert told["notes"] == "Call her.\n\nLikes tea.\n\nIn May."
    assert told["roles"] == ["host"], "what the other brought goes, what came since stays"


def test_parting_leaves_what_was_written_about_what_the_other_brought() -> None:
    stays = plain()
    became = joined(stays, plain(met="Bonn", notes="Tea.\n\nChess."))
    own = {"met": "Met in Bonn-Beuel, with Bonnie", "notes": "Tea.\n\nGo.\n\nTea.\n\nChess."}
    told = parted(stays, became, {**became, **own})
    assert told["met"] == own["met"]
    assert told["notes"] == "Tea.\n\nGo."


def test_it_is_heard_as_much_as_the_one_of_which_more_was_heard() -> None:
    later = NOW + timedelta(days=9)
    resting = plain(state="resting", rest_until=later)
    for other, state in (("active", "active"), ("trial", "trial"), ("released", "resting")):
        became = joined(resting, plain(state=other, trial_until=NOW))
        assert became["state"] == state
    assert joined(resting, plain(state="released"))["rest_until"] == later
    assert joined(resting, plain())["rest_until"] is None


def test_a_rhythm_comes_whole_from_one_of_them() -> None:
    asks = plain(circle="inner", touch="weekly", touch_since=NOW)
    assert joined(plain(), asks)["touch"] == "weekly"
    kept = joined(plain(circle="outer"), asks)
    assert (kept["circle"], kept["touch"], kept["touch_since"]) == ("outer", "", None)
