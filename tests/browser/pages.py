"""Which pages are looked at in every theme and width; a page joins by one line."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from kith.actions import (
    deciding,
    exchanges,
    features,
    habits,
    identity,
    interests,
    joining,
    looks,
    mailing,
    notes,
    pausing,
    planning,
    promises,
    questions,
    sessions,
    thanks,
    threads,
    ties,
)
from kith.actions.clock import utc_now
from kith.actions.exchanges import Happened
from kith.core import signs
from kith.core.habits import EVERY_DAY, Habit
from kith.core.identity import Claim
from kith.core.problems import Problem
from kith.core.quoting import Quote
from kith.db.models import (
    Address,
    Feature,
    Highlight,
    Interest,
    Mark,
    Place,
    Proposal,
    Question,
    Thread,
    User,
    Voice,
)
from kith.queries.steps import candidates
from tests.actions.conversing import half, said, watch
from tests.web import world


@dataclass(frozen=True)
class Looked:
    """A page: a name for the test's report, its address, and whether somebody is signed in."""

    name: str
    path: Callable[[User], str]
    signed_in: bool = True


def _entry(user: User) -> str:
    marks = Mark.objects.filter(owner=user, entry__title__startswith="Retrieval")
    return reverse("entry", args=[marks[0].entry_id])


def _episode(user: User) -> str:
    marks = Mark.objects.filter(owner=user, entry__title__startswith="Episode")
    return reverse("entry", args=[marks[0].entry_id])


def _why(user: User) -> str:
    return _entry(user).replace("/read/", "/entries/") + "why/"


def _terms(user: User) -> str:
    return _entry(user) + "terms"


def _interest(user: User) -> str:
    return reverse("interest", args=[Interest.objects.get(owner=user, name="Testing").pk])


def _number(user: User, name: str) -> int:
    return Voice.objects.get(owner=user, name=name).pk


def _joins(user: User, query: str) -> str:
    return reverse("voice-join", args=[_number(user, "Tobias Okafor")]) + query


def _voice(name: str) -> Callable[[User], str]:
    return lambda user: reverse("voice", args=[Voice.objects.get(owner=user, name=name).pk])


def _thread(title: str) -> Callable[[User], str]:
    return lambda user: reverse("thread", args=[Thread.objects.get(owner=user, title=title).pk])


def _lived(name: str, query: str = "") -> Callable[[User], str]:
    """A page of the voice with whom most has passed."""
    return lambda user: reverse(name, args=[_jun(user).pk]) + query


def _jun(user: User) -> Voice:
    return Voice.objects.get(owner=user, name="Jun Watanabe")


def _named(name: str, query: str = "") -> Callable[[User], str]:
    return lambda _: reverse(name) + query


def _question(begins: str, verb: str = "question", query: str = "") -> Callable[[User], str]:
    def path(user: User) -> str:
        row = Question.objects.get(owner=user, text__startswith=begins)
        return reverse(verb, args=[row.pk]) + query

    return path


def _step(verb: str) -> Callable[[User], str]:
    """A step, whether the minutes had room for it or not."""

    def path(user: User) -> str:
        session = planning.plan(user, utc_now())
        row = session.steps.filter(verb=verb).first()
        if row is None:
            found = candidates(planning.look(session, utc_now()))
            (row,) = planning.write(
                session, [next(one for one in found if one[0].name == verb)], 90
            )
        return reverse("step", args=[row.pk])

    return path


def _could_be_said(verb: str) -> Callable[[User], str]:
    def path(user: User) -> str:
        session = planning.plan(user, utc_now())
        mark = Mark.objects.filter(owner=user, entry__title__startswith="How we ran")[0]
        subject = f"{verb}:{mark.entry_id if verb == 'answer' else mark.voice_id}"
        told = {"title": mark.entry.title, "entry": mark.entry, "voice": mark.voice, "minutes": 3}
        row = session.steps.create(order=91, verb=verb, subject=subject, because=[], **told)
        return reverse("step", args=[row.pk])

    return path


def _end(user: User) -> str:
    sessions.start(planning.plan(user, utc_now()), utc_now())
    return reverse("session-end")


def _over(user: User) -> str:
    sessions.finish(planning.plan(user, utc_now()), utc_now(), "Ask before you tell.")
    return reverse("today")


def _confirm(user: User) -> str:
    habits.set_habit(user, Habit(EVERY_DAY, asked="maren@post.example"), utc_now())
    return reverse(
        "mail-confirm", args=[mailing.confirm_key(user, "maren@post.example", utc_now())]
    )


def _offer(sign: str, offer: str) -> Callable[[User], str]:
    def path(user: User) -> str:
        world.offers(user, sign, offer, list(Voice.objects.filter(owner=user)[:3]))
        return reverse("today")

    return path


def _days_off(user: User) -> str:
    pausing.begin(user, 5, utc_now())
    return reverse("today")


def _back(user: User) -> str:
    pausing.come_back(user, utc_now())
    return reverse("today")


PAGES = [
    Looked("today", _named("today")),
    Looked("today-reader", _step("read")),
    Looked("today-review", _step("review")),
    Looked("today-reflect", _step("reflect")),
    Looked("today-tidy", _step("tidy")),
    Looked("today-trial", _step("trial")),
    Looked("today-promise", _step("promise")),
    Looked("today-reply", _step("reply")),
    Looked("today-thank", _step("thank")),
    Looked("today-word", _step("word")),
    Looked("today-answer", _could_be_said("answer")),
    Looked("today-comment", _could_be_said("comment")),
    Looked("today-hello", _could_be_said("hello")),
    Looked("today-fewer-looks", _offer(signs.IMMERSION, signs.SLOW)),
    Looked("today-days-off-offered", _offer(signs.ALL_OF_IT, signs.PAUSE)),
    Looked("today-days-off", _days_off),
    Looked("today-back", _back),
    Looked("today-running", lambda user: _end(user) and _step("read")(user)),
    Looked("today-end", _end),
    Looked("today-over", _over),
    Looked("mail-confirm", _confirm, False),
    Looked("mail-stop", lambda user: reverse("mail-stop", args=[mailing.stop_key(user)]), False),
    Looked("read", _named("read", "?shelf=all")),
    Looked("read-a-story-of-several", _named("read")),
    Looked("read-one-label", _named("read", "?label=Libraries&shelf=all")),
    Looked("read-nothing-kept", _named("read", "?shelf=kept")),
    Looked("read-filter", _named("read-filter")),
    Looked("search", _named("search", "?q=labels")),
    Looked("search-nothing-typed", _named("search")),
    Looked("search-nothing-found", _named("search", "?q=nowhere+voice:ines")),
    Looked("entry", _entry),
    Looked("episode", _episode),
    Looked("people", _named("people")),
    Looked("roster-review", _named("people-review")),
    Looked("roster-at-rest", _named("people-review", "?show=resting")),
    Looked("roster-decided", _named("people-review", "?show=decided")),
    Looked("nobody-fits", _named("people", "?q=nobody")),
    Looked("voice", _voice("Ines Kowalczyk")),
    Looked("voice-that-fails", _voice("Somewhere Else")),
    Looked("voice-lived-with", _lived("voice")),
    Looked("voice-notes", _lived("voice", "?view=notes")),
    Looked("tie", _lived("tie")),
    Looked("thank", _lived("thank")),
    Looked("gifts", _lived("gifts")),
    Looked("no-gifts", lambda user: reverse("gifts", args=[_number(user, "Monday Podcast")])),
    Looked("people-overdue", _named("people", "?show=overdue")),
    Looked("owed", _named("owed")),
    Looked("thanks", lambda user: reverse("thanks", args=[user.thanks.all()[0].pk])),
    Looked("promise", lambda user: reverse("promise", args=[user.promises.all()[0].pk])),
    Looked("exchange", lambda user: reverse("exchange", args=[user.exchanges.all()[0].pk])),
    Looked("log", _named("log")),
    Looked("log-understood", _named("log", "?text=met+Jun+and+Quentin+for+40+min+about+boats")),
    Looked("perhaps-the-same", _named("joining")),
    Looked("voice-perhaps-another", _voice("Tobias Okafor")),
    Looked("join-find", lambda user: _joins(user, "?q=o")),
    Looked("join-pair", lambda user: _joins(user, f"?with={_number(user, 'Jun Watanabe')}")),
    Looked("split", lambda user: reverse("voice-split", args=[_number(user, "Tobias Okafor")])),
    Looked("questions", _named("questions")),
    Looked("question-to-ask", _question("How do I begin")),
    Looked("question-asked", _question("Which three questions")),
    Looked("question-closed", _question("Do notes on paper")),
    Looked("question-draft", _question("How do I begin", "question-draft", "?name=Ines+Kowalczyk")),
    Looked("question-draft-forum", _question("How do I begin", "question-draft")),
    Looked("search-finds-a-question", _named("search", "?q=paper")),
    Looked("interests", _named("interests")),
    Looked("interest", _interest),
    Looked("interest-entries", lambda user: f"{_interest(user)}entries/"),
    Looked("labels-as-interests", _named("interest-labels")),
    Looked("words-for-an-interest", _terms),
    Looked("first-question", _named("begin-interests")),
    Looked("judgement", _named("judgement")),
    Looked("why", _why),
    Looked("health", _named("health")),
    Looked("threads", _named("threads")),
    Looked("threads-none-snoozed", _named("threads", "?shelf=snoozed")),
    Looked("thread-my-turn", _thread("Where to find adults who will try a pilot")),
    Looked("thread-who-am-i", _thread("Notes are cut short")),
    Looked("watch", _named("watch")),
    Looked("keep", _named("keep", "?url=https://words.example/a&title=A+page")),
    Looked("not-found", lambda _: "/nothing/here/"),
]


def fill(user: User) -> None:
    """What there is to see on them."""
    world.library(user)
    text = "Testing: surprise, retrieval practice\nVolunteers\nMuseums"
    testing, _, museums = interests.add(user, text, utc_now())
    interests.move(testing, up=True)
    interests.rest(museums)
    _begun(user)
    _roster(user)
    _wonders(user)
    features.catch_up(utc_now())
    _talks(user)
    _ties(user)
    _alike(user)
    told = Feature.objects.filter(entry__title__regex="^(How we ran|What volunteers)")
    told.update(story=told[0].pk)


def _ties(user: User) -> None:
    """What passed with one voice, what is known of it, and what is owed."""
    now, jun = utc_now(), _jun(user)
    day = timedelta(days=1)
    ties.describe(
        jun,
        ties.Known(
            roles=["mentor", "neighbour"],
            why="Says what did not work.",
            knows=["rubrics"],
            met="In Ghent.",
            organisation="Museum",
            job="Educator",
            zone="Asia/Tokyo",
        ),
    )
    ties.set_reach(jun, ["jun@example.org", "+81 3 1234 5678", "@jun@social.example"])
    ties.add_day(jun, "birthday", 2, 29)
    ties.write_notes(jun, "Likes **short** letters.\n\n- one\n- two")
    since = now - 50 * day
    exchanges.keep_in_touch(jun, circle="inner", touch="", paused=False, now=since)
    for kind, way_, days in (
        ("answer", "received", 40),
        ("meeting", "mutual", 60),
        ("thanks", "given", 70),
    ):
        exchanges.record(jun, Happened(kind, way_, now - days * day, about="Closing late"), now)
    thanks.owe(jun, "the checklist", now, effect="We closed in time.")
    promises.promise(user, "send the list", now, voice=jun, due=now.date())


def _roster(user: User) -> None:
    """Voices that have been here for long; a trial that is over, one at rest, one slowed down."""
    now = utc_now()
    voices = {voice.name: voice for voice in Voice.objects.filter(owner=user)}
    there = Voice.objects.filter(owner=user)
    there.update(state=Voice.State.ACTIVE, trial_until=None, created_at=now - timedelta(days=200))
    trial = there.filter(name="The Quiet Journal")
    trial.update(state=Voice.State.TRIAL, trial_until=now - timedelta(days=3))
    deciding.rest(voices["An old friend"], now + timedelta(days=60), now, "Not this spring.")
    deciding.slow(voices["Tobias Okafor"], "weekly", now)


def _talks(user: User) -> None:
    """Conversations in which it is the account's turn, and the others'; one that cannot be read."""
    threads.set_accounts(user, ["@maren@forum.example"], utc_now())
    asked = "Does anybody know <a href='https://words.example/'>adults</a> who will try a pilot?"
    pilot = [
        said(1, "maren", asked),
        said(
            2, "tobias", f"{world.TEXT}<img src='https://words.example/1.png' alt='A hall'>", to=1
        ),
        said(3, "maren", "Thank you!", to=2),
        said(4, "tobias", "Gladly. How many would you need, and by when?", to=3),
    ]
    watch(user, *pilot, title="Where to find adults who will try a pilot")
    hall = [said(1, "maren", "Is the hall free in May?")]
    watch(user, *hall, address="https://forum.example/t/2.json", title="A hall for May")
    home = "https://code.example/issues/1"
    issue = [
        said(1, "ravi_k", "Long notes lose their last line.", author_url=""),
        said(2, "jana", "Which ones?", author_url=""),
    ]
    title = "Notes are cut short"
    notes_ = watch(user, *issue, home=home, address=f"{home}.json", kind="github", title=title)
    problem = Problem("sign-in-needed", {"host": "code.example"})
    looks.failed(notes_.channel, problem, None, utc_now(), half)


def _alike(user: User) -> None:
    """Voices that may be one, one pair put off; a contact that was joined with a voice."""
    now, home = utc_now(), "https://tobias.example/"
    account = world.voice(user, "tobias_o", address="https://social.example/@tobias.rss")
    profile = "https://social.example/@tobias"
    for voice, at in ((account, profile), (Voice.objects.get(name="Tobias Okafor"), home)):
        Voice.objects.filter(pk=voice.pk).update(home=at)
    identity.find_homes(now)
    for place in Place.objects.exclude(due_at=None):
        other = profile if place.address == home else home
        identity.told(place, [Claim("rel-me", other, place.address)], now)
    card = Voice.objects.create(owner=user, name="Jun (card)", kind="person", created_at=now)
    jun = "https://jun-watanabe.example/feed.xml"
    Address.objects.create(owner=user, voice=card, kind="web", value=jun, key=jun)
    identity.propose(user.pk, now)
    contact = Voice.objects.create(owner=user, name="T. Okafor", kind="person", created_at=now)
    joining.join(Voice.objects.get(name="Tobias Okafor"), contact, now)
    first, second = (_number(user, name) for name in ("Ines Kowalczyk", "An old friend"))
    row = Proposal.objects.create(owner=user, one_id=first, other_id=second, found_at=now)
    identity.put_off(row, now)


def _begun(user: User) -> None:
    """Planned days, something kept in silence, a passage to recall."""
    world.unread(user)
    now = utc_now()
    habits.set_habit(user, Habit(EVERY_DAY), now)
    marks = Mark.objects.filter(owner=user, entry__title__startswith="Slides")
    marks.update(read_at=now, kept_at=now, state=Mark.State.READ)
    row = notes.highlight(marks[0], world.TEXT, Quote("They are bad at being surprised"), now)
    assert row
    Highlight.objects.filter(pk=row.pk).update(created_at=now - timedelta(days=9))


def _wonders(user: User) -> None:
    """A question to ask, one that was asked and answered, one that is closed."""
    now = utc_now()
    ines, tobias = (Voice.objects.get(owner=user, name__startswith=one) for one in ("Ines", "Tob"))
    questions.add(user, "How do I begin a meeting with retrieval practice?", now, details="Adults.")
    asked = questions.add(user, "Which three questions do you begin with?", now)
    questions.ask(asked, now, voice=ines, place="mail", wording="Hello Ines,\n\nwhich three?")
    questions.ask(asked, now, voice=None, place="forum", address="https://town.example/t/7")
    questions.answer(asked, now, voice=ines, text="What they remember of the last meeting.")
    closed = questions.add(user, "Do notes on paper help more than slides?", now)
    said = questions.answer(closed, now, voice=tobias, text="Paper, by hand, few words.")
    questions.close(closed, "Paper, where the words are their own.", [said.pk], now)
