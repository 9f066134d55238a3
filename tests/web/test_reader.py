"""What a reader does with an entry beside reading it: not for me, words of their own, playing."""

import pytest
from django.test import Client

from kith.core.feeds import Enclosure
from kith.db.models import Mark, Tag, User
from kith.web import media
from tests.web import accounts, world
from tests.web.markup import faults


def one(user: User, title: str = "Slides") -> Mark:
    return Mark.objects.get(owner=user, entry__title__startswith=title)


def look(client: Client, mark: Mark, path: str = "") -> str:
    answer = client.get(path or f"/read/{mark.entry_id}/")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert faults(html) == []
    return html


@pytest.fixture
def mark(owner: User) -> Mark:
    """An unread entry."""
    world.library(owner)
    return one(owner)


def test_not_for_me_is_put_away_and_taken_back(reader: Client, mark: Mark) -> None:
    look(reader, mark)
    there = f"/read/{mark.entry_id}/mark?shelf=all"
    assert reader.post(there, {"do": "not-for-me"})["Location"] == "/read/?shelf=all"
    mark.refresh_from_db()
    assert (mark.state, mark.not_for_me_at is None) == (Mark.State.ARCHIVED, False)
    html = look(reader, mark, "/read/?shelf=all")
    assert "Put away: not for you." in html
    assert f'action="/read/{mark.entry_id}/mark?shelf=all"' in html
    assert '<input type="hidden" name="was" value="1">' in html
    back = f"/read/{mark.entry_id}/?shelf=all"
    answer = reader.post(there, {"do": "for-me", "was": "1", "next": back})
    assert answer["Location"] == back
    mark.refresh_from_db()
    assert (mark.state, mark.not_for_me_at) == (Mark.State.READ, None)


@pytest.mark.parametrize(
    ("was", "state"),
    [("0", Mark.State.UNREAD), ("2", Mark.State.ARCHIVED), ("9", 1), ("x", 1), ("", 1)],
)
def test_it_goes_back_to_what_it_was(
    was: str, state: Mark.State, reader: Client, mark: Mark
) -> None:
    reader.post(f"/read/{mark.entry_id}/mark", {"do": "not-for-me"})
    reader.post(f"/read/{mark.entry_id}/mark", {"do": "for-me", "was": was})
    mark.refresh_from_db()
    assert mark.state == state


def test_the_dock_says_what_is_not_for_me(reader: Client, mark: Mark) -> None:
    reader.post(f"/read/{mark.entry_id}/mark", {"do": "not-for-me"})
    assert 'value="for-me" data-key="x" aria-pressed="true"' in look(reader, mark)


def test_words_are_given_changed_and_listed(reader: Client, owner: User, mark: Mark) -> None:
    there = f"/read/{mark.entry_id}/tags?shelf=all"
    answer = reader.post(there, {"tags": " to try,Workshop , to try,, <b>"})
    assert answer["Location"] == f"/read/{mark.entry_id}/?shelf=all#tags"
    assert set(mark.tags.values_list("name", flat=True)) == {"to try", "Workshop", "<b>"}
    html = look(reader, mark)
    assert 'href="/read/?tag=to+try&amp;shelf=all"' in html
    assert 'value="&lt;b&gt;, Workshop, to try"' in html
    html = look(reader, mark, "/read/?tag=to+try&shelf=all")
    assert html.count("<article") == 1
    assert "Slides are not notes" in html
    assert "<option selected>to try</option>" in look(reader, mark, "/read/filter/?tag=to+try")
    assert '<option value="Workshop">' in look(reader, one(owner, "Retrieval"))
    reader.post(there, {"tags": "Workshop"})
    assert list(mark.tags.values_list("name", flat=True)) == ["Workshop"]
    assert "<article" not in look(reader, mark, "/read/?tag=to+try&shelf=all")
    reader.post(there, {"tags": ""})
    assert not Tag.objects.exists()


def test_words_are_bounded(reader: Client, mark: Mark) -> None:
    words = ",".join(f"{n}" + "x" * 20 for n in range(80))
    reader.post(f"/read/{mark.entry_id}/tags", {"tags": words})
    assert mark.tags.count() == 30
    reader.post(f"/read/{mark.entry_id}/tags", {"tags": "y" * 500})
    assert len(mark.tags.get().name) == 100


def test_where_something_was_left_is_remembered(reader: Client, owner: User, mark: Mark) -> None:
    episode = one(owner, "Episode")
    assert 'data-place="0"' in look(reader, episode)
    there = f"/read/{episode.entry_id}/place"
    assert reader.post(there, {"seconds": "754"}).status_code == 204
    assert f'data-place="754" data-save="{there}"' in look(reader, episode)
    for wrong in ("", "-1", "1.5", "x"):
        assert reader.post(there, {"seconds": wrong}).status_code == 400
    assert reader.post(there, {"seconds": "9" * 18}).status_code == 204
    assert one(owner, "Episode").place == 10**7
    reader.post(there, {"seconds": "0"})
    assert one(owner, "Episode").place is None
    assert mark.place is None


def test_a_video_waits_and_a_site_of_players_is_a_link(reader: Client, owner: User) -> None:
    film = Enclosure("https://words.example/talk.mp4", "video/mp4", 1000, 60)
    there = "https://www.youtube.com/watch?v=abcdefghijk"
    world.voice(
        owner, "Films", world.said("A talk", enclosures=(film,)), world.said("A clip", url=there)
    )
    html = look(reader, one(owner, "A talk"))
    assert '<video controls preload="none" src="https://words.example/talk.mp4"' in html
    html = look(reader, one(owner, "A clip"))
    assert (
        f'<a class="button" href="{there}" rel="noopener noreferrer">Watch on youtube.com' in html
    )
    assert "<iframe" not in html


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://m.youtube.com/watch?v=x", "youtube.com"),
        ("https://vimeo.com/1", "vimeo.com"),
        ("https://youtube.com.evil.example/", ""),
        ("javascript://youtube.com/%0aalert(1)", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_only_known_players_are_named(address: str, host: str) -> None:
    assert media.watch(address) == host


def test_nobody_else_reaches_it(other: Client, ally: User, owner: User, mark: Mark) -> None:
    for verb in ("mark", "place", "tags"):
        there = f"/read/{mark.entry_id}/{verb}"
        form = {"do": "not-for-me", "seconds": "5", "tags": "x"}
        assert other.post(there, form).status_code == 404
        assert accounts.at(ally).post(there, form).status_code == 404
        assert accounts.at(owner, csrf=True).post(there, form).status_code == 403
        assert accounts.at(owner).get(there).status_code == 405
    mark.refresh_from_db()
    assert (mark.not_for_me_at, mark.place, mark.tags.count()) == (None, None, 0)


def test_allies_have_words_of_their_own(reader: Client, ally: User, owner: User) -> None:
    world.library(owner)
    world.voice(ally, "Ines Kowalczyk")
    reader.post(f"/read/{one(owner).entry_id}/tags", {"tags": "mine alone"})
    assert "mine alone" not in look(accounts.at(ally), one(ally))
    assert "mine alone" not in look(accounts.at(ally), one(ally), "/read/filter/")
    assert "<article" not in look(accounts.at(ally), one(ally), "/read/?tag=mine+alone&shelf=all")
