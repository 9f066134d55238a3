"""The recipe for a kind of step is understood, and what users are told of steps is so."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import get_template

from kith.actions import planning
from kith.core import spacing
from kith.core.judgement import filling, plan
from kith.core.judgement.signals import rarity
from kith.db.models import Voice
from kith.queries import because
from kith.queries.steps import VERBS, Around, Group, Verb, Way
from kith.web.session_words import group_name
from tests.docs.markdown import DOCS, blocks, read, section, table
from tests.web import accounts

RECIPE = read(DOCS / "recipes" / "add-a-step.md")
TODAY = read(DOCS / "today.md")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def part(heading: str, language: str = "python") -> str:
    (block,) = blocks(section(RECIPE, heading), language)
    return block.text


@pytest.mark.django_db
def test_the_recipe_finds_and_says_why() -> None:
    user = accounts.owner()
    voice = accounts.follows(user, "https://a.example/feed", "Ada")
    Voice.objects.filter(pk=voice.pk).update(created_at=NOW - timedelta(days=367))
    file: dict[str, Any] = {}
    exec(part("1. One file that finds"), file)
    cheer = type("cheer", (), {"find": staticmethod(file["find"])})
    row = {"cheer": cheer, "Verb": Verb, "Group": Group, "Way": Way, "_": str}
    verb = eval(part("2. One row"), row)
    (found,) = verb.find(Around(user, NOW, ZoneInfo("UTC"), []))
    assert str(verb.headline) % {"title": found.title} == "A word to Ada"
    words = dict(vars(because))
    exec(part("3. The words of its reason"), words)
    said = words["_a_year"](found.because[0].params, NOW.date())
    assert said == "you began to listen in February 2025"


def test_the_page_of_the_recipe_is_a_template() -> None:
    template: Any = get_template("step.html").template  # type: ignore[attr-defined]
    page = template.environment.from_string(part("4. A page", "html"))
    assert list(page.blocks) == ["doing"]


def test_every_kind_of_step_is_documented() -> None:
    written = table(TODAY, "Kinds of step")
    assert list(written) == [verb.name for verb in VERBS]
    for verb in VERBS:
        assert written[verb.name][0] == group_name(verb.group)


def test_the_numbers_are_those_of_the_code() -> None:
    text = " ".join(TODAY.split())
    assert f"at most {spacing.A_DAY} a day" in text
    assert f"has fallen to {spacing.TARGET:.0%}".replace("%", " %") in text
    assert (plan.BETWEEN * 60, "Ten seconds go by from one step to the next" in text) == (10, True)
    assert (filling.READING, "At least half of the minutes are for reading" in text) == (0.5, True)
    assert f"from {filling.LONG:.0f} minutes on, a piece" in text
    assert (rarity.SELDOM, "less than once a month has a place" in text) == (1, True)
    assert f"session of {planning.ROOM} minutes or more does so beside what is owed" in text
