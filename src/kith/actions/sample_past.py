"""The year behind the sample network: ties, what passed, what was read, and what is owed.

It is told by the same actions that everything takes, at the times at which it would have happened.
What was read is marked by `sample_read`. What was made stands in the account's preferences, so that
exactly that can be taken away again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from kith.actions import (
    contacts,
    deciding,
    exchanges,
    identity,
    preferences,
    promises,
    questions,
    sample_read,
    thanks,
    threads,
    ties,
)
from kith.actions.exchanges import Happened
from kith.actions.sample_read import evening
from kith.actions.ties import Known
from kith.db.models import (
    BroughtContacts,
    Channel,
    Question,
    Thread,
    User,
    Voice,
)
from kith.queries.sampling import MADE
from kith.sources import sample_files
from kith.sources.contacts import read_contacts
from kith.sources.sample_history import CONTACTS, Asked, Tie, Watched, history

KIND = sample_files.KIND.name
ACT = "sample:"  # with this begin the acts of the exchanges


@dataclass(frozen=True, slots=True)
class Past:
    """An account, the moment from which days count back, and its voices by name."""

    user: User
    now: datetime
    voices: Mapping[str, Voice]

    def at(self, day: int) -> datetime:
        """The evening of a day, never later than now."""
        return min(evening(self.now.date(), day), self.now)


@transaction.atomic
def live(user: User, now: datetime) -> None:
    """Tell the year of an account that follows the sample's voices already."""
    brought = _bring(user, now)
    kept = Voice.objects.filter(brought_contacts__brought=brought)
    heard = Voice.objects.filter(owner=user, followings__channel__kind=KIND)
    past = Past(user, now, {voice.name: voice for voice in [*heard.order_by("pk"), *kept]})
    for tie in history().ties:
        _tie(past, tie)
    _exchange(past)
    made = {"contacts": [brought.pk], **_owe(past)}
    made["questions"] = [_ask(past, one).pk for one in history().questions]
    made["threads"] = [_watch(past, one).pk for one in history().threads]
    made["voices"] = sorted(voice.pk for voice in past.voices.values())
    _remember(user, made)
    for voice in Voice.objects.filter(pk__in=made["voices"]):
        exchanges.sum_up(voice, now)
    threads.refresh(Thread.objects.filter(pk__in=made["threads"]), now)
    identity.propose(user.pk, now)
    sample_read.heard_before(user)


def _bring(user: User, now: datetime) -> BroughtContacts:
    """Bring the sample's address book, and keep some of those in it."""
    at = min(evening(now.date(), history().kept_on), now)
    cards = read_contacts(sample_files.read(CONTACTS) or b"", CONTACTS)
    brought = contacts.bring(user, cards, CONTACTS, at)
    contacts.accept(brought, at)
    for contact in brought.contacts.filter(name__in=history().kept).order_by("pk"):
        contacts.keep(contact, at)
    return brought


def _tie(past: Past, tie: Tie) -> None:
    voice, since = past.voices[tie.voice], past.at(tie.since)
    Voice.objects.filter(pk=voice.pk).update(created_at=since)
    voice.created_at = since
    ties.describe(voice, _known(past, tie, voice))
    if tie.ways:
        ties.set_reach(voice, tie.ways)
    if tie.notes:
        ties.write_notes(voice, tie.notes)
    if tie.circle:
        exchanges.keep_in_touch(voice, circle=tie.circle, touch="", paused=False, now=since)
    if tie.trial is not None:
        until = evening(past.now.date(), tie.trial)
        state = Voice.State.TRIAL
        Voice.objects.filter(pk=voice.pk).update(state=state, trial_until=until)
    if tie.rest:
        day, end, why = tie.rest
        deciding.rest(voice, evening(past.now.date(), end), past.at(day), why)


def _known(past: Past, tie: Tie, voice: Voice) -> Known:
    return Known(
        roles=tie.roles,
        knows=tie.knows,
        why=tie.why,
        met=tie.met,
        organisation=tie.organisation or voice.organisation,
        job=tie.job or voice.job,
        zone=tie.zone or voice.zone,
        led_by=past.voices.get(tie.led_by),
        communities=[past.voices[name] for name in tie.communities],
    )


def _exchange(past: Past) -> None:
    for number, act in enumerate(sorted(history().acts, key=lambda act: act.day)):
        at, voice = past.at(act.day), past.voices[act.voice]
        told = Happened(act.kind, act.direction, at, act.minutes, act.about, act=f"{ACT}{number}")
        exchanges.record(voice, told, at)


def _owe(past: Past) -> dict[str, list[int]]:
    """Thanks that wait, and promises."""
    waiting = [
        thanks.owe(past.voices[one.voice], one.text, past.at(one.day), effect=one.effect)
        for one in history().thanks
    ]
    today = past.now.date()
    promised = [
        promises.promise(
            past.user,
            one.text,
            past.at(one.day),
            voice=past.voices[one.voice],
            due=today + timedelta(days=one.due or 0),
        )
        for one in history().promises
    ]
    return {"thanks": [row.pk for row in waiting], "promises": [row.pk for row in promised]}


def _ask(past: Past, asked: Asked) -> Question:
    row = questions.add(past.user, asked.text, past.at(asked.day), details=asked.details)
    for day, name, place in asked.asked:
        questions.ask(row, past.at(day), voice=past.voices[name], place=place)
    helped = []
    for day, name, text, did_help in asked.answers:
        answer = questions.answer(row, past.at(day), voice=past.voices[name], text=text)
        helped += [answer.pk] if did_help else []
    if asked.closed is not None:
        questions.close(row, asked.outcome, helped, past.at(asked.closed))
    for day, name in asked.thanked:
        for owed in past.voices[name].thanks.filter(answers__question=row):
            thanks.said(owed, past.at(day))
    return row


def _watch(past: Past, watched: Watched) -> Thread:
    address = sample_files.address_of(f"https://{watched.file}", past.now.date())
    channel, _ = Channel.objects.get_or_create(
        address=address, defaults={"kind": KIND, "title": watched.title, "due_at": past.now}
    )
    return Thread.objects.create(
        owner=past.user,
        channel=channel,
        voice=past.voices[watched.voice],
        address=watched.address,
        title=watched.title,
        watched_at=past.at(watched.day),
    )


def _remember(user: User, made: Mapping[str, list[int]]) -> None:
    accounts = [*user.preferences.get("accounts", []), *history().accounts]
    preferences.remember(user, **{MADE: dict(made), "accounts": accounts})
