"""Today: the plan of the day, what can be done with it, and the way through it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from kith.actions import interests, notes, planning, sessions
from kith.actions.clock import utc_now
from kith.core.quoting import Quote
from kith.db.models import Highlight, Mark, Review, Session, Step, User, Voice
from kith.queries import sessions as ask
from tests.web import accounts, world
from tests.web.markup import faults

HTMX = {"HX-Request": "true"}


def look(client: Client, path: str = "/today/") -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert faults(html) == []
    return html


def fill(user: User) -> None:
    world.library(user)
    world.unread(user)


def planned(client: Client, user: User) -> list[Step]:
    """The steps that wait today, as they stand on the page."""
    numbers = [int(one) for one in re.findall(r'id="step-(\d+)"', look(client))]
    rows = Step.objects.filter(session__owner=user, state=Step.State.WAITING)
    found = rows.select_related("session").in_bulk(numbers)
    return [found[number] for number in numbers if number in found]


def act(client: Client, step: Step, do: str, **headers: str) -> str:
    answer = client.post(f"/today/steps/{step.pk}/act", {"do": do}, headers=headers)
    step.refresh_from_db()
    return answer.content.decode()


def test_plans_the_minutes_and_says_why(reader: Client, owner: User) -> None:
    fill(owner)
    html = look(reader)
    assert re.search(r"Good (morning|afternoon|evening), Maren\.</h1>", html)
    planned = sum(Session.objects.get().steps.values_list("minutes", flat=True))
    chosen = rf"{planned} of your 20 minutes, chosen from \d+ new posts by \d voices"
    assert re.search(chosen, html), "it says what is there"
    assert "That is all for today." in html
    session = Session.objects.get(owner=owner)
    assert 0 < sum(step.minutes for step in session.steps.all()) <= 20
    assert look(reader).count("<article") == session.steps.count()
    assert look(reader).count(">Because</b>") == session.steps.count()


def test_it_is_the_first_word_and_where_one_lands(reader: Client, owner: User) -> None:
    fill(owner)
    assert reader.get("/")["Location"] == "/today/"
    words = re.findall(r'data-go="(\w)"', look(reader))
    assert words[0] == "t"
    assert '<a href="/today/" data-go="t" aria-current="page">' in look(reader)


def test_where_nothing_fits_one_can_take_more_minutes(reader: Client, owner: User) -> None:
    fill(owner)
    look(reader)
    Step.objects.all().update(state=Step.State.NOT_NOW)
    html = look(reader)
    assert "Nothing that fits" in html
    assert "All is read" not in html
    assert 'name="minutes" value="40"' in html
    assert "Start session" not in html
    assert reader.post("/today/minutes", {"minutes": "40"})["Location"] == "/today/"


def test_to_put_away_the_rest_leaves_what_is_planned(reader: Client, owner: User) -> None:
    fill(owner)
    look(reader)
    Session.objects.update(catches_up=True)
    old = utc_now() - timedelta(days=30)
    Mark.objects.filter(owner=owner).update(at=old)
    rest = {*Mark.objects.values_list("entry", flat=True)}
    step = Step.objects.filter(state=Step.State.WAITING, verb="read")[0]
    Step.objects.exclude(pk=step.pk).delete()
    html = look(reader)
    assert 'name="what" value="rest"' in html
    reader.post("/read/archive", {"what": "rest", "next": "/today/"})
    left = Mark.objects.filter(state=Mark.State.UNREAD).values_list("entry", flat=True)
    assert [*left] == [step.entry_id]
    assert len(rest) > 1
    assert step.title in look(reader)


def test_groups_without_steps_are_absent(reader: Client, owner: User) -> None:
    fill(owner)
    html = look(reader)
    assert 'id="mins-read"' in html
    assert 'id="mins-give"' not in html


def test_before_anybody_is_followed(reader: Client, owner: User) -> None:
    html = look(reader)
    assert "You follow nobody yet" in html
    assert "Start session" not in html
    assert owner.pk


def test_where_everything_is_read(reader: Client, owner: User) -> None:
    world.voice(owner, "Somebody", *world.many(3))
    Mark.objects.update(state=Mark.State.READ, read_at=utc_now())
    session = Session.objects.filter(owner=owner)
    assert "Nothing to do" in look(reader)
    world.unread(owner)
    assert session.get().steps.count() == 0
    assert "<article" in look(reader), "it looks again by itself"


def test_interests_are_asked_for_until_there_are_some(reader: Client, owner: User) -> None:
    fill(owner)
    assert "Name five words" in look(reader)
    interests.add(owner, "memory", utc_now())
    html = look(reader)
    assert "Name five words" not in html
    assert "Your interests · this month" in html


@pytest.mark.parametrize(
    ("given", "minutes"),
    [
        ({"minutes": "10"}, 10),
        ({"own": "33"}, 33),
        ({"own": "9999"}, 240),
        ({"own": "", "minutes": "40"}, 40),
        ({"own": "many"}, 20),
    ],
)
def test_minutes_are_chosen(
    given: dict[str, str], minutes: int, reader: Client, owner: User
) -> None:
    fill(owner)
    look(reader)
    assert reader.post("/today/minutes", given)["Location"] == "/today/"
    assert Session.objects.get(owner=owner).minutes == minutes
    html = look(reader)
    assert html.count('aria-pressed="true"') == (minutes in {10, 20, 40})


def test_done_in_place_and_taken_back(reader: Client, owner: User) -> None:
    fill(owner)
    step = planned(reader, owner)[0]
    html = act(reader, step, "done", **HTMX)
    assert html.startswith(f'<article class="step done" id="step-{step.pk}"')
    assert 'id="mins-read" hx-swap-oob="true"' in html
    assert faults(html) == []
    assert step.state == Step.State.DONE
    assert "Done." in look(reader)
    html = act(reader, step, "take-back", **HTMX)
    assert step.state == Step.State.WAITING
    assert 'value="done"' in html


@pytest.mark.parametrize(
    ("do", "state", "words"),
    [
        ("not-now", Step.State.NOT_NOW, "Put aside for today"),
        ("not-for-me", Step.State.NOT_FOR_ME, "Put away, not for you"),
    ],
)
def test_put_aside_with_a_way_back(
    do: str, state: str, words: str, reader: Client, owner: User
) -> None:
    fill(owner)
    step, other, *_ = planned(reader, owner)
    html = act(reader, step, do, **HTMX)
    assert step.state == state
    assert words in html
    assert 'value="take-back"' in html
    assert faults(html) == []
    act(reader, other, do)
    html = look(reader)
    assert words in html, "without scripts it is said on the page"
    assert f'action="/today/steps/{other.pk}/act"' in html
    assert f'id="step-{other.pk}"' not in html


def test_keeping_in_place(reader: Client, owner: User) -> None:
    fill(owner)
    step = planned(reader, owner)[0]
    assert 'value="let-go"' in act(reader, step, "keep", **HTMX)
    assert Mark.objects.get(entry=step.entry_id, owner=owner).kept_at
    assert 'value="keep"' in act(reader, step, "let-go", **HTMX)
    assert step.state == Step.State.WAITING


def test_swapping_in_place(reader: Client, owner: User) -> None:
    fill(owner)
    reader.post("/today/minutes", {"own": "4"})
    step = planned(reader, owner)[0]
    html = act(reader, step, "swap", **HTMX)
    assert step.state == Step.State.SWAPPED
    new = Step.objects.get(instead_of=step)
    assert f'id="step-{new.pk}"' in html
    assert f'formaction="/today/steps/{step.pk}/act"' in html, "and back again"
    assert faults(html) == []
    html = act(reader, step, "take-back", **HTMX)
    assert f'id="step-{step.pk}"' in html
    assert not Step.objects.filter(pk=new.pk).exists()


def test_nothing_else_fits(reader: Client, owner: User) -> None:
    world.voice(owner, "Somebody", world.said("The only thing"))
    step = planned(reader, owner)[0]
    assert "There is nothing else that fits." in act(reader, step, "swap", **HTMX)
    act(reader, step, "swap")
    assert "There is nothing else that fits." in look(reader)
    assert step.state == Step.State.WAITING


def test_choosing_anew_keeps_what_was_put_aside_aside(reader: Client, owner: User) -> None:
    fill(owner)
    step = planned(reader, owner)[0]
    act(reader, step, "not-now")
    reader.post("/today/anew")
    assert step.subject not in [one.subject for one in planned(reader, owner)]


def test_a_session_flows_from_step_to_step_to_its_end(reader: Client, owner: User) -> None:
    fill(owner)
    steps = planned(reader, owner)
    answer = reader.post("/today/start", follow=True)
    html = answer.content.decode()
    assert faults(html) == []
    assert f"Step 1 of {len(steps)}" in html
    assert "0 of 20 min" in html
    assert "On to the next" not in html
    for number, step in enumerate(steps, start=1):
        html = look(reader, f"/today/steps/{step.pk}/")
        assert f"Step {number} of {len(steps)}" in html
        answer = reader.post(f"/today/steps/{step.pk}/act", {"do": "next"})
    assert answer["Location"] == "/today/end/"
    html = look(reader, "/today/end/")
    assert f"{len(steps)} steps done" in html
    reader.post("/today/finish", {"reflection": "Ask more, tell less."})
    html = look(reader)
    assert "Ask more, tell less." in html
    assert "That was today." in html
    assert Session.objects.get(owner=owner).state == Session.State.OVER
    reader.post("/today/anew")
    assert Session.objects.filter(owner=owner).count() == 2


def test_leaving_and_coming_back_resumes(reader: Client, owner: User) -> None:
    fill(owner)
    first, second, *_ = planned(reader, owner)
    reader.post("/today/start")
    reader.post(f"/today/steps/{first.pk}/act", {"do": "next", "skip": "yes"})
    first.refresh_from_db()
    assert first.state == Step.State.NOT_NOW
    reader.post("/today/pause")
    html = look(reader)
    assert "Go on" in html
    assert "It waits for you here." in html
    assert reader.post("/today/start")["Location"] == f"/today/steps/{second.pk}/"


def test_not_for_me_goes_on_while_a_session_runs(reader: Client, owner: User) -> None:
    fill(owner)
    first, second, *_ = planned(reader, owner)
    reader.post("/today/start")
    there = f"/read/{first.entry_id}/mark?step={first.pk}"
    answer = reader.post(there, {"do": "not-for-me"})
    assert answer["Location"] == f"/today/steps/{second.pk}/"


def test_the_dock_stays_on_its_way(reader: Client, owner: User) -> None:
    fill(owner)
    step = planned(reader, owner)[0]
    there = f"/read/{step.entry_id}/mark?step={step.pk}"
    headers = HTMX | {"HX-Target": "dock"}
    html = reader.post(there, {"do": "keep"}, headers=headers).content.decode()
    assert "Done, back to Today" in html
    assert f"?step={step.pk}" in html
    reader.post("/today/start")
    html = reader.post(there, {"do": "keep"}, headers=headers).content.decode()
    assert "Done, next step" in html


def test_a_highlight_without_scripts_stays_on_its_way(reader: Client, owner: User) -> None:
    fill(owner)
    step = next(one for one in planned(reader, owner) if one.verb == "read" and one.entry)
    reader.post("/today/start")
    assert step.entry
    words = " ".join(strip_tags(step.entry.content).split()[:3])
    there = f"/read/{step.entry_id}/highlights?step={step.pk}"
    for quote, status in ((words, 200), ("no such words", 422)):
        answer = reader.post(there, {"exact": quote}, follow=True)
        assert answer.status_code == status
        assert 'class="flow' in answer.content.decode()


def test_an_entry_opened_from_elsewhere_knows_no_session(reader: Client, owner: User) -> None:
    fill(owner)
    one, other, *_ = planned(reader, owner)
    reader.post("/today/start")
    assert "data-clock" not in look(reader, f"/read/{one.entry_id}/")
    assert "data-clock" not in look(reader, f"/read/{one.entry_id}/?step={other.pk}")
    assert "data-clock" in look(reader, f"/read/{one.entry_id}/?step={one.pk}")


def test_minutes_are_counted(reader: Client, owner: User) -> None:
    fill(owner)
    step = planned(reader, owner)[0]
    there = f"/today/sessions/{step.session_id}/spent"
    assert reader.post(there, {"seconds": "45", "step": step.pk}).status_code == 204
    assert reader.post(there, {"seconds": "30"}).status_code == 204
    assert reader.post(there, {}).status_code == 400
    assert Session.objects.get(owner=owner).seconds == 75
    step.refresh_from_db()
    assert step.seconds == 45


def _highlighted(user: User) -> Highlight:
    there = Mark.objects.filter(owner=user, entry__title__startswith="Retrieval")[0]
    quote = Quote("They are bad at being surprised")
    row = notes.highlight(there, there.entry.content, quote, utc_now())
    assert row
    row.created_at = there.at.replace(year=2020)
    row.save()
    return row


def test_a_highlight_is_recalled_before_it_is_shown(reader: Client, owner: User) -> None:
    fill(owner)
    row = _highlighted(owner)
    step = next(one for one in planned(reader, owner) if one.verb == "review")
    there = ask.listed(step)
    voice = Voice.objects.get(owner=owner, marks__entry=step.entry)
    assert (there.voice, there.voice_name, there.voice_kind) == (voice.pk, voice.name, voice.kind)
    html = look(reader, f"/today/steps/{step.pk}/")
    assert '<details class="answer">' in html
    assert "They are bad at being surprised" in html
    answer = reader.post(f"/today/steps/{step.pk}/recall", {"remembered": "yes"})
    assert answer["Location"] == "/today/"
    assert Review.objects.get(highlight=row).times == 1
    step.refresh_from_db()
    assert step.state == Step.State.DONE


def test_a_line_is_written(reader: Client, owner: User) -> None:
    fill(owner)
    there = Mark.objects.filter(owner=owner, entry__title__startswith="Slides")
    there.update(kept_at=utc_now(), read_at=utc_now(), state=Mark.State.READ)
    step = next(one for one in planned(reader, owner) if one.verb == "reflect")
    assert "One line" in look(reader, f"/today/steps/{step.pk}/")
    reader.post(f"/today/steps/{step.pk}/reflect", {"line": " "})
    step.refresh_from_db()
    assert step.state == Step.State.WAITING
    reader.post(f"/today/steps/{step.pk}/reflect", {"line": "Fewer slides."})
    step.refresh_from_db()
    assert (step.state, step.reflection) == (Step.State.DONE, "Fewer slides.")


def test_a_voice_that_is_silent_is_looked_after(reader: Client, owner: User) -> None:
    fill(owner)
    step = next(one for one in planned(reader, owner) if one.verb == "tidy")
    html = look(reader, f"/today/steps/{step.pk}/")
    assert "Somewhere Else" in html
    assert f'href="/people/{step.voice_id}/"' in html
    assert "began to fail" in html


def test_nobody_else_sees_or_touches_it(reader: Client, other: Client, owner: User) -> None:
    fill(owner)
    step = planned(reader, owner)[0]
    assert other.get(f"/today/steps/{step.pk}/").status_code == 404
    for name in ("act", "recall", "reflect"):
        assert other.post(f"/today/steps/{step.pk}/{name}", {"do": "done"}).status_code == 404
    spent = f"/today/sessions/{step.session_id}/spent"
    assert other.post(spent, {"seconds": "5"}).status_code == 404
    assert step.title not in look(other)
    step.refresh_from_db()
    assert step.state == Step.State.WAITING


def test_it_needs_an_account_a_post_and_a_token(owner: User) -> None:
    assert accounts.at().get("/today/").status_code == 302
    client = accounts.at(owner, csrf=True)
    for name in ("start", "pause", "finish", "anew", "minutes"):
        assert client.get(f"/today/{name}").status_code == 405
        assert client.post(f"/today/{name}").status_code == 403


def test_nothing_to_end_where_nothing_was_begun(reader: Client, owner: User) -> None:
    assert reader.get("/today/end/")["Location"] == "/today/"
    for name in ("pause", "finish"):
        assert reader.post(f"/today/{name}")["Location"] == "/today/"
    assert not Session.objects.filter(owner=owner).exists()


def test_few_queries_however_many_steps(
    reader: Client, owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(owner)
    reader.post("/today/minutes", {"own": "2"})
    look(reader)
    few = _queries(reader)
    reader.post("/today/minutes", {"own": "200"})
    look(reader)
    assert Step.objects.filter(state=Step.State.WAITING).count() > 4
    with django_assert_num_queries(few):
        look(reader)
    assert few <= 20


def _queries(client: Client) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        look(client)
    return len(caught)


def test_sessions_of_others_do_not_show(reader: Client, owner: User, ally: User) -> None:
    fill(ally)
    sessions.start(planning.plan(ally, utc_now()), utc_now())
    assert "You follow nobody yet" in look(reader)
    assert owner.pk
