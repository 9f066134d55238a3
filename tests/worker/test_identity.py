"""Home pages are asked whose they are, and voices proposed to be joined."""

import pytest

from kith.db.models import Mark, Place, Proposal, Voice
from kith.worker.identity import WhoIsWho
from tests.worker.places import Places, item, rss
from tests.worker.rounds import follow, look

pytestmark = pytest.mark.django_db(transaction=True)


def feed(home: str) -> bytes:
    """A feed that belongs to this page."""
    return rss(item(1)).replace(b"https://e.example/</link>", f"{home}</link>".encode())


def test_two_voices_that_name_each_other_are_proposed(places: Places) -> None:
    blog, notes = places.new(), places.new()
    names = {"blog": blog.at("/"), "notes": notes.at("/about")}
    for place, home, other in ((blog, "blog", "notes"), (notes, "notes", "blog")):
        body = f'<p><a rel="me" href="{names[other]}">there</a></p>'.encode()
        place.say(body, names[home].removeprefix(place.at("")), kind="text/html")
        feed = rss(item(1), title=home).replace(
            b"https://e.example/</link>", b"%s</link>" % names[home].encode()
        )
        follow(place.say(feed))
    assert look().new == 2
    who = WhoIsWho()
    who.once()
    row = Proposal.objects.get()
    assert [one["code"] for one in row.evidence] == ["both-ways"]
    asked = (blog.asked("/"), notes.asked("/about"))
    assert asked == (1, 1)
    who.once()
    assert (blog.asked("/"), notes.asked("/about")) == asked, "once is enough"


def test_a_page_that_is_not_there_is_no_fault(places: Places) -> None:
    place = places.new()
    follow(place.say(feed(place.at("/"))))
    look()
    WhoIsWho().once()
    assert not Proposal.objects.exists()
    assert (Place.objects.get().problem or {})["code"] == "not-found"
    assert Place.objects.get().due_at
    assert Mark.objects.count() == 1
    assert Voice.objects.count() == 1
