"""The year behind the sample: told once, dated from today, and taken away to the last row."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from kith.actions import (
    contacts,
    exchanges,
    features,
    interests,
    joining,
    planning,
    promises,
    questions,
    roster,
    sample,
    thanks,
    threads,
    ties,
)
from kith.actions.clock import utc_now
from kith.actions.exchanges import Happened
from kith.actions.roster import Speaking
from kith.actions.ties import Known
from kith.core.exchanges import possible
from kith.core.threads import Turn
from kith.db.models import (
    BroughtContact,
    Channel,
    Exchange,
    Following,
    Highlight,
    Mark,
    Particulars,
    Promise,
    Proposal,
    Question,
    Thanks,
    Thread,
    User,
    Voice,
)
from kith.queries import gifts, sessions
from kith.queries.owed import owed
from kith.sources import sample_files
from kith.sources.sample_history import history
from kith.worker.round import Round
from tests.actions.test_sample import load, rows
from tests.worker.rounds import follow, look, owner, somebody

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("nothing_to_find"),
]


def voice(name: str, user: User | None = None) -> Voice:
    return Voice.objects.get(owner=user or owner(), name=name)


def hear(*hosts: str) -> None:
    """Look at some of its channels; all of them would take long."""
    heard = Channel.objects.filter(address__regex=f"^sample:({'|'.join(hosts)})/")
    ids = list(heard.values_list("pk", flat=True))
    Round(lambda: ids).run()


def remove(user: User | None = None) -> int:
    user = user or owner()
    user.refresh_from_db()
    return sample.remove(user, utc_now())


def test_the_year_names_what_is_there() -> None:
    told = history()
    contacts_ = {"Rosalind Achterberg", "Jonas Petrauskas", "Mio Takahara"}
    names = set(sample_files.homes()) | contacts_
    assert {tie.voice for tie in told.ties} <= names
    assert {act.voice for act in told.acts} <= names
    assert set(told.kept) == contacts_
    assert all(possible(act.kind, act.direction) for act in told.acts)
    assert all(act.day < 0 for act in told.acts)
    assert all(sample_files.read(one.file) for one in told.threads)


def test_it_leaves_a_lived_in_network() -> None:
    load()
    look()
    features.catch_up(utc_now())
    now, user = utc_now(), owner()
    assert Mark.objects.filter(opened_at__isnull=False).count() == len(history().read)
    kept = sum(one.kept for one in history().read)
    assert Mark.objects.filter(kept_at__isnull=False).count() == kept > 10
    assert Highlight.objects.count() == sum(bool(one.words) for one in history().read) == 3
    assert not Mark.objects.filter(read_at__gt=now).exists()
    assert Counter(one.kind for one in owed(user, now, timezone.localdate())) == {
        "promise": 2,
        "reply": 1,
        "thanks": 2,
        "touch": 1,
    }
    asked = [one.kind for one in gifts.gifts(voice("Pavel Horák"), now)]
    assert asked[:2] == ["asked-you", "introduce"]
    shown = sessions.shown(planning.plan(user, now, 20))
    verbs = Counter(step.verb.name for step in shown.steps)
    groups = {part.group.value: part.minutes for part in shown.parts}
    assert {"promise", "thank", "reply", "answer", "hello"} & set(verbs), verbs
    assert {"read", "give", "grow"} <= set(groups), groups
    assert groups["give"] <= 15
    assert all(step.because for step in shown.steps)


def test_five_words_make_a_varied_session_that_fills_its_minutes() -> None:
    interests.add(
        owner(), "retrieval practice, spaced repetition, feedback, memory, quizzes", utc_now()
    )
    load()
    look()
    features.catch_up(utc_now())
    shown = sessions.shown(planning.plan(owner(), utc_now(), 20))
    minutes = {part.group.value: part.minutes for part in shown.parts}
    assert shown.planned >= 17
    assert minutes["read"] >= 8, minutes
    assert {"read", "give", "grow", "prepare"} == set(minutes)
    first = shown.parts[0].steps[0]
    assert first.voice_name != "Elif Aydın", "what has a place of its own does not come first"
    because = {(step.voice_name, step.verb.name): step.because for step in shown.steps}
    assert "Elif Aydın seldom speaks" in because["Elif Aydın", "read"]
    assert "return to what was written before" in because["Graham Pell", "tidy"]
    stories = [
        step for step in shown.steps if "Recallkit" in step.headline or "quiet" in step.headline
    ]
    assert ["The Study Circle tells the same" in step.because for step in stories] == [True]


def test_ties_trial_rest_and_communities() -> None:
    load()
    now = utc_now()
    ines = voice("Inês Kowalczyk")
    assert (ines.circle, ines.roles) == ("inner", ["mentor"])
    assert ines.created_at < now - timedelta(days=360)
    assert [one.name for one in ines.communities.all()] == ["Code Review Club"]
    assert voice("Tendai Mukora").led_by == ines
    on_trial, resting = voice("Assessment Weekly"), voice("Caetano Brandão")
    assert on_trial.state == Voice.State.TRIAL
    assert on_trial.trial_until
    assert on_trial.trial_until > now
    assert resting.state == Voice.State.RESTING
    assert resting.decisions.get().reason


def test_what_passed_is_dated_from_today() -> None:
    load(days_ago=7)
    days = sorted(act.day for act in history().acts)
    told = Exchange.objects.filter(act__startswith="sample:").order_by("at")
    first, last = told[0], told[len(days) - 1]
    assert (last.at.date() - first.at.date()).days == days[-1] - days[0]
    assert first.at.date() == (utc_now() - timedelta(days=7 - days[0])).date()
    assert not Exchange.objects.filter(at__gt=utc_now()).exists()


def test_an_open_question_and_a_closed_one() -> None:
    load()
    closed, still_open = Question.objects.order_by("created_at")
    assert still_open.closed_at is None
    assert (still_open.askings.count(), still_open.answers.count()) == (2, 1)
    assert closed.closed_at
    assert closed.outcome
    helped = closed.answers.filter(helped=True).order_by("at")
    said = [name for name, at in helped.values_list("voice__name", "thanks__said_at") if at]
    assert said == ["Marit Solheim"]
    assert helped.filter(voice__name="Kwame Boadu", thanks__said_at=None).exists()


def test_threads_in_which_the_next_word_is_mine_and_theirs() -> None:
    load()
    hear("studycircle", "code-review-club")
    turns = {row.title.split()[0]: Turn(row.turn) for row in Thread.objects.all()}
    assert turns == {"Rehearsing": Turn.MINE, "Who": Turn.THEIRS}
    mine = Thread.objects.get(turn="mine")
    assert (mine.summary["owed"], mine.summary["asks"]) == (["Siobhán Keane"], True)
    assert mine.voice == voice("The Study Circle")


def test_an_address_book_some_of_it_decided() -> None:
    load()
    rows_ = BroughtContact.objects.order_by("pk")
    states = Counter(rows_.values_list("state", flat=True))
    assert states == {"kept": 3, "waiting": 3}
    assert rows_.get(name="Inês Kowalczyk").state == "waiting"
    assert voice("Rosalind Achterberg").addresses.count() == 2


def test_two_voices_are_proposed_to_be_one() -> None:
    load()
    (proposal,) = Proposal.objects.all()
    assert {proposal.one.name, proposal.other.name} == {"高原 澪", "Mio Takahara"}


def test_somebody_who_comes_later_the_same_day_has_read_the_same() -> None:
    load()
    hear("elif-aydin", "studycircle")
    other = somebody()
    load(other)
    assert Mark.objects.filter(owner=other, kept_at__isnull=False).count() == 2
    assert Thread.objects.get(owner=other, title__startswith="Rehearsing").turn == "mine"


def test_what_was_kept_is_not_kept_again() -> None:
    load()
    hear("elif-aydin")
    Mark.objects.update(kept_at=None)
    Channel.objects.update(succeeded_at=None, body_hash="")
    hear("elif-aydin")
    assert not Mark.objects.filter(kept_at__isnull=False).exists()


# Taken away again


def test_what_the_account_is_called_elsewhere_is_as_before() -> None:
    user = owner()
    threads.set_accounts(user, ["me@social.example"], utc_now())
    before = dict(user.preferences)
    load(user)
    assert len(user.preferences["accounts"]) == 3
    remove()
    assert owner().preferences == before


def test_it_goes_to_the_last_row_whatever_was_done_with_it() -> None:
    owner()
    before, now = rows(), utc_now()
    load()
    hear("elif-aydin", "studycircle")
    waiting = BroughtContact.objects.filter(state="waiting").order_by("pk")
    contacts.keep(waiting[0], now)
    contacts.join(waiting.get(name="Hamza El Idrissi"), voice("Elif Aydın"), now)
    joining.join(voice("高原 澪"), voice("Mio Takahara"), now)
    promises.keep(Promise.objects.all()[0], now)
    thanks.said(Thanks.objects.filter(said_at=None)[0], now)
    still_open = Question.objects.get(closed_at=None)
    questions.answer(still_open, now, voice=voice("Anjali Deshmukh"), text="Mark twice.")
    questions.close(still_open, "We did.", [still_open.answers.order_by("-pk")[0].pk], now)
    exchanges.just_did(voice("Tendai Mukora"), now)
    planning.plan(owner(), now).steps.all()
    remove()
    after = rows()
    kept = {"db_session", "db_step"}  # what was planned that day stays, but for steps about it
    assert {name: n for name, n in after.items() if name not in kept} == {
        name: n for name, n in before.items() if name not in kept
    }


def test_what_is_the_accounts_own_stays() -> None:
    now, user = utc_now(), owner()
    jana = follow("https://jana.example/feed", name="Jana")
    exchanges.record(jana, Happened("answer", "received", now, about="a form"), now)
    promises.promise(user, "Send the form", now, voice=jana)
    thanks.owe(jana, "the form", now)
    question = questions.add(user, "Who has a form?", now)
    questions.ask(question, now, voice=jana)
    before = rows()
    load()
    jana.led_by = voice("Inês Kowalczyk")
    jana.save()
    jana.communities.add(voice("The Study Circle"))
    contact = BroughtContact.objects.get(name="Hamza El Idrissi")
    contacts.join(contact, jana, now)
    joining.join(voice("Elif Aydın"), jana, now)
    remove()
    named = Particulars.objects.all()  # of a card there is nothing left in it
    assert not named.exclude(given="", family="", nickname="").exists()
    named.delete()
    assert rows() == before
    (left,) = Voice.objects.all()
    assert (left.name, left.state, left.led_by) == ("Jana", jana.state, None)
    assert Following.objects.get().voice == left
    assert Exchange.objects.filter(voice=left).count() == 2


def test_a_voice_that_stays_is_as_if_there_had_been_no_year() -> None:
    load()
    elif_, tendai = voice("Elif Aydın"), voice("Tendai Mukora")
    for one in (elif_, tendai):
        roster.follow(owner(), [Speaking(f"https://{one.pk}.example/f")], utc_now(), voice=one)
    ties.describe(elif_, Known(roles=["friend"], why="Mine.", knows=["transfer"]))
    own = Happened("message", "given", utc_now())
    exchanges.record(tendai, own, utc_now())
    remove()
    elif_.refresh_from_db()
    assert (elif_.circle, elif_.roles, elif_.why, elif_.knows) == ("", ["friend"], "Mine.", [])
    assert (elif_.passed, elif_.last_exchange_at) == ({}, None)
    tendai.refresh_from_db()
    assert (tendai.circle, tendai.why, tendai.addresses.count()) == ("", "", 0)
    assert Exchange.objects.get().voice == tendai
    assert not Thanks.objects.exists()
    assert not Proposal.objects.exists()


def test_another_account_keeps_its_year() -> None:
    other = somebody()
    load()
    load(other)
    hear("elif-aydin", "studycircle")
    theirs = Exchange.objects.filter(owner=other), Thread.objects.filter(owner=other)
    counts = [found.count() for found in theirs]
    remove()
    assert not Exchange.objects.filter(owner=owner()).exists()
    assert not Highlight.objects.filter(owner=owner()).exists()
    assert [found.count() for found in theirs] == counts
    assert Thread.objects.get(owner=other, title__startswith="Rehearsing").channel.entries.exists()
