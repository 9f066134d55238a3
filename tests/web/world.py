"""Voices that have spoken, made by the same actions that make them in earnest."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from kith.actions import looks, planning, roster
from kith.actions.clock import utc_now
from kith.actions.looks import Heard, Manner
from kith.actions.roster import Speaking
from kith.core import signs
from kith.core.feeds import Enclosure, ParsedEntry, ParsedFeed
from kith.core.problems import Problem
from kith.db.models import Channel, Mark, User, Voice


def said(title: str, *, at: datetime | None = None, html: str = "", **more: object) -> ParsedEntry:
    """One entry; its address and guid come from its title."""
    name = title.lower().replace(" ", "-")[:60]
    entry = ParsedEntry(
        guid=name,
        url=f"https://words.example/{name}",
        title=title,
        content=html or "<p>Some words.</p>",
        published=at or utc_now() - timedelta(minutes=5),
    )
    for field, value in more.items():
        setattr(entry, field, value)
    return entry


def voice(
    user: User,
    name: str,
    *entries: ParsedEntry,
    address: str = "",
    kind: str = "person",
    labels: tuple[str, ...] = (),
) -> Voice:
    """A voice that the user follows and that has said these things."""
    address = address or f"https://{name.lower().replace(' ', '-')}.example/feed.xml"
    followed = roster.follow(
        user, [Speaking(address)], utc_now(), name=name, kind=kind, labels=labels
    )
    if entries:
        speaks(followed.voice, *entries)
    return followed.voice


def channel(voice: Voice) -> Channel:
    """The first channel of a voice."""
    return Channel.objects.filter(followings__voice=voice).order_by("pk")[0]


def speaks(voice: Voice, *entries: ParsedEntry, now: datetime | None = None) -> None:
    """The voice is heard to say these things on its channel."""
    there, now = channel(voice), now or utc_now()
    feed = ParsedFeed("atom", title=voice.name, entries=list(entries))
    understood = looks.understand(there, feed, now)
    looks.heard([Heard(there, *understood, Manner())], now, lambda: 0.5)


def many(
    n: int, *, every: timedelta = timedelta(hours=1), word: str = "Entry"
) -> list[ParsedEntry]:
    """So many entries, the newest first."""
    now = utc_now()
    return [said(f"{word} {i}", at=now - every * (i + 1)) for i in range(n)]


def unread(user: User) -> None:
    """Everything is unread, whatever a first look archived."""
    Mark.objects.filter(owner=user).update(state=Mark.State.UNREAD)


def fails(voice: Voice, times: int = 1, *, since: timedelta = timedelta(hours=1)) -> None:
    """The voice's channel has failed so many times in a row, the last time just now."""
    there = channel(voice)
    problem = Problem("not-found", {"host": "words.example"})
    for i in range(times):
        now = utc_now() - since + since * i / max(times - 1, 1)
        looks.failed(there, problem, None, now, lambda: 0.5)


EPISODE = Enclosure("https://words.example/88.mp3", "audio/mpeg", 31_000_000, 1860)
TEXT = """
<p>Every autumn somebody in the evening course tells me that they are bad at tests. They are not.
They are bad at being surprised, and a test is mostly a surprise with marks. So this year I took the
marks away and kept the surprise small.</p>
<p>We began each meeting with three questions about the last one, on paper, answered alone, then
thrown away. Nobody saw the answers but the person who wrote them, and
<a href="https://words.example/trick">that was the whole trick</a>.</p>
<h2>What changed, and what did not</h2>
<p>Attendance stayed where it was. What people could still explain in December did not: the groups
that had closed their notes and tried to remember could tell a colleague how the method works.</p>
<blockquote><p>The point is not to find out what they know. The point is that they find out, early,
and in private.</p></blockquote>
<ul><li>Begin with one question, not three.</li>
<li>Answer it yourself in front of them, badly.</li></ul>
<pre><code>for one in questions: ask(one, aloud=False, on="paper", shown=False)</code></pre>
<table><thead><tr><th>Group</th><th>Before</th><th>After</th><th>They said</th></tr></thead>
<tbody><tr><td>Evening</td><td>12</td><td>18</td>
<td>https://words.example/an/address/that/is/long/and/does/not/break</td></tr></tbody></table>
"""


def library(user: User) -> Voice:
    """A small network as a reader has one: several kinds, days, an episode, one that fails."""
    now = utc_now()
    day = timedelta(days=1)
    ines = voice(
        user,
        "Ines Kowalczyk",
        said(
            "Retrieval practice beats re-reading, even for adults who hate quizzes",
            at=now - timedelta(minutes=40),
            html=TEXT * 3,
            summary="<p>A field report from three evening courses, with the slides.</p>",
            categories=("teaching", "memory"),
            comments_url="https://words.example/comments",
        ),
        said("Slides are not notes", at=now - 3 * day, html=TEXT),
        said("On closing a workshop that runs late", at=now - 9 * day, html=TEXT),
        labels=("Adult learning",),
    )
    voice(
        user,
        "Library Developers",
        said(
            "How we ran a study group across four branches",
            at=now - timedelta(minutes=90),
            html=TEXT * 2,
            summary="<p>14 replies, three of them from people you know.</p>",
        ),
        kind="community",
        labels=("Libraries", "Libraries/Systems"),
    )
    voice(
        user,
        "The Quiet Journal",
        said(
            "What volunteers say when nobody is counting",
            at=now - timedelta(hours=2),
            html=TEXT * 5,
        ),
        said("Labels that teach: notes from a small museum", at=now - day, html=TEXT),
        kind="publication",
        labels=("Volunteering",),
    )
    voice(
        user,
        "Monday Podcast",
        said(
            "Episode 88: feedback that people use",
            at=now - day - timedelta(hours=1),
            html="<p>With two guests.</p>",
            enclosures=(EPISODE,),
            seconds=1860,
        ),
        kind="publication",
        labels=("Adult learning",),
    )
    tobias = voice(
        user,
        "Tobias Okafor",
        said("A checklist for workshops, revised once more", at=now - day - timedelta(hours=3)),
    )
    roster.follow(user, [Speaking("https://tobias.example/notes.xml")], now, voice=tobias)
    lost = voice(user, "Somewhere Else", said("The last thing heard", at=now - 120 * day))
    fails(lost, 5, since=35 * day)
    fails(voice(user, "Jun Watanabe", said("Notes from a train", at=now - 2 * day)), 2)
    voice(user, "An old friend", said("A long goodbye", at=now - 400 * day), kind="person")
    return ines


def offers(user: User, sign: str, offer: str, voices: Sequence[Voice] = ()) -> None:
    """Today has something to offer, as actions.relief remembers it."""
    planning.plan(user, utc_now())
    facts = {"added": 20, "touched": 2} if sign == signs.IMMERSION else {"nights": 4, "left": 310}
    user.preferences["relief"] = {
        "at": utc_now().isoformat(),
        "sign": sign,
        "offer": offer,
        "facts": facts,
        "voices": [voice.pk for voice in voices],
        "closed": False,
    }
    user.save()
