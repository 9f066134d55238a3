"""Today: the plan of the day, and what can be done with it."""

from django.test import Client

from kith.db.models import Mark, Session, Step, User
from tests.web import world
from tests.web.markup import faults


def look(client: Client) -> str:
    answer = client.get("/today/")
    assert answer.status_code == 200
    html = answer.content.decode()
    assert faults(html) == []
    return html


def fill(user: User) -> None:
    world.library(user)
    world.unread(user)


def test_plans_the_minutes_and_says_why(reader: Client, owner: User) -> None:
    fill(owner)
    html = look(reader)
    assert "Maren.</h1>" in html
    assert "Twenty minutes, chosen from" in html
    assert ">Because</b>" in html
    session = Session.objects.get(owner=owner)
    assert 0 < sum(step.minutes for step in session.steps.all()) <= 20
    assert look(reader).count("<article") == session.steps.count()
