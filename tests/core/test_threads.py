"""Whose turn it is: small conversations, each with what it comes to."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.core.threads import (
    Post,
    Standing,
    Turn,
    account_at,
    asks,
    named,
    names_of,
    standing,
)

DAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
ME = frozenset({"@jana@forum.example"})


def said(number: int, who: str, text: str = "Yes.", to: int | None = None) -> Post:
    """A post of the n-th hour, which answers another or says nothing of it."""
    return Post(
        guid=f"p{number}",
        url=f"https://forum.example/t/1/{number}",
        at=DAY + timedelta(hours=number),
        author=who.title(),
        profile=f"https://forum.example/u/{who}",
        reply_to="" if to is None else f"p{to}",
        text=text,
    )


def look(*posts: Post, **more: datetime) -> Standing:
    return standing(posts, ME, "forum.example", **more)


def hours(number: float) -> datetime:
    return DAY + timedelta(hours=number)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("@Jana@Social.example", "@jana@social.example"),
        ("jana@social.example", "@jana@social.example"),
        (" https://social.example/@jana ", "@jana@social.example"),
        ("https://github.com/Jana/", "@jana@github.com"),
        ("https://www.reddit.com/user/quiet_owl/", "@quiet_owl@reddit.com"),
        ("https://forum.example/u/jana", "@jana@forum.example"),
        ("https://news.ycombinator.com/user?id=owl", "@owl@news.ycombinator.com"),
        ("https://bsky.app/profile/jana.example", "@jana.example@bsky.app"),
        ("@jana.example", "@jana.example@bsky.app"),
        ("https://www.Jana.example/about/", "jana.example/about"),
        ("jana.example", "jana.example"),
        ("https://blog.example/jana", "blog.example/jana"),
        ("@Jana Novak@blog.example", "@jana novak@blog.example"),
        ("two words@blog.example", ""),
        ("jana", ""),
        ("", ""),
        ("two words", ""),
    ],
)
def test_what_a_reader_types_for_an_account(line: str, name: str) -> None:
    assert named(line) == name


def test_a_display_name_is_an_account_only_where_the_place_gives_none() -> None:
    with_page = Post("1", DAY, author="Jana", profile="https://github.com/other")
    assert names_of(with_page, "github.com") == {"@other@github.com", "github.com/other"}
    visitor = Post("1", DAY, author="Jana", profile="https://jana.example/")
    assert names_of(visitor, "blog.example") == {"@jana@blog.example", "jana.example"}
    assert names_of(Post("1", DAY), "blog.example") == frozenset()
    assert account_at("") == account_at("https://a.example/") == ""


def test_nobody_owes_where_the_reader_only_watches() -> None:
    seen = look(said(1, "hanne", "Who knows?"), said(2, "ravi", to=1))
    assert (seen.turn, seen.since, seen.owed) == (Turn.NOBODY, None, ())
    assert look().last is None


def test_the_others_turn_after_a_word_of_the_readers() -> None:
    seen = look(said(1, "hanne", "Who knows?"), said(2, "jana", to=1), said(3, "ravi", to=1))
    assert (seen.turn, seen.since) == (Turn.THEIRS, hours(2))
    assert seen.mine == (1,)


def test_an_answer_to_the_reader_is_owed_a_word_from_then_on() -> None:
    asked = said(3, "ravi", "Which one, and why?", to=2)
    seen = look(said(1, "hanne"), said(2, "jana", to=1), asked, said(4, "hanne", "Good.", to=2))
    assert (seen.turn, seen.since) == (Turn.MINE, hours(3))
    assert (seen.owed, seen.asking) == ((2, 3), (2,))


def test_a_word_further_down_settles_what_is_above_it_and_no_other_branch() -> None:
    posts = [
        said(1, "jana", "What do you do?"),
        said(2, "ravi", "This.", to=1),
        said(3, "hanne", "That.", to=1),
        said(4, "tom", "Me too.", to=2),
        said(5, "jana", "Thank you both.", to=4),
    ]
    seen = look(*posts)
    assert seen.owed == (2,)
    assert look(*posts, said(6, "jana", "@hanne: how?", to=4)).turn == Turn.THEIRS


def test_a_word_of_the_readers_is_a_word_on_somebody() -> None:
    seen = look(
        said(1, "hanne", "Who knows?"),
        said(2, "jana", "I do.", to=1),
        said(3, "ravi", "Do you?", to=2),
        said(4, "tom", "@jana tell us"),
        said(5, "jana", "Well, thus."),
        said(6, "jana", "Or thus.", to=5),
    )
    assert seen.meant == (2, 3)
    assert seen.words == {1: (0,), 4: (2, 3), 5: ()}


def test_where_nobody_says_whom_they_answer() -> None:
    began = [said(1, "jana", "What do you do?"), said(2, "ravi"), said(3, "hanne")]
    assert look(*began).owed == (1, 2)  # who began is spoken to
    assert look(*began, said(4, "jana", "Thank you.")).turn == Turn.THEIRS
    joined = [said(1, "hanne"), said(2, "jana"), said(3, "ravi"), said(4, "tom")]
    assert look(*joined).owed == (2,)  # and who spoke right before
    aside = [said(1, "jana"), said(2, "ravi"), said(3, "hanne", "@ravi: no.")]
    assert look(*aside).owed == (1,)  # but not where somebody else is called


def test_calling_somebody_means_them() -> None:
    posts = [said(1, "hanne", "@jana, what do you think?"), said(2, "ravi", to=1)]
    assert look(*posts).asking == (0,)
    assert look(*posts, said(3, "jana", "Well.", to=1)).turn == Turn.THEIRS
    for text in ("@janek?", "mail jana@other.example", "see forum.example/@jana", "@jana@else.org"):
        assert look(said(1, "hanne", text)).turn == Turn.NOBODY, text
    assert look(said(1, "hanne", "@jana@forum.example.")).turn == Turn.MINE


def test_what_answers_something_unseen_is_not_taken_for_a_word_to_all() -> None:
    lost = said(3, "ravi", to=99)
    assert look(said(1, "jana"), said(2, "jana", to=1), lost).turn == Turn.THEIRS


def test_the_reader_may_say_that_nothing_is_owed_or_that_they_spoke() -> None:
    posts = [said(1, "hanne"), said(2, "jana", to=1), said(3, "ravi", to=2)]
    rests = look(*posts, settled_at=hours(4))
    assert (rests.turn, rests.since) == (Turn.THEIRS, hours(2))
    spoke = look(*posts, spoke_at=hours(5))
    assert (spoke.turn, spoke.since) == (Turn.THEIRS, hours(5))
    assert look(*posts, said(6, "ravi", to=2), spoke_at=hours(5)).turn == Turn.MINE
    unseen = standing(posts, frozenset(), spoke_at=hours(5))
    assert (unseen.turn, unseen.since) == (Turn.THEIRS, hours(5))


def test_new_is_what_others_said_and_was_not_there_at_the_last_visit() -> None:
    late = Post("p9", hours(1), author="Ravi", heard_at=hours(9))  # said early, heard late
    posts = [said(1, "hanne"), said(2, "jana", to=1), late, said(8, "hanne")]
    seen = look(*posts, seen_at=hours(7))
    assert [seen.posts[at].guid for at in seen.new] == ["p9", "p8"]
    assert len(look(*posts).new) == 3


def test_questions_are_told_from_addresses() -> None:
    assert asks("How? Like so.")
    assert asks("(really?)")
    assert asks("怎么做？")
    assert asks("Πώς;")
    assert not asks("See https://a.example/?q=1 and https://a.example/x? there")
    assert not asks("No; not yet.")


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.sampled_from("ab"), st.integers(0, 9), st.text(max_size=9)),
        max_size=12,
    )
)
def test_any_conversation_comes_to_something(
    rows: list[tuple[int, str, int, str]],
) -> None:
    me = frozenset({"@a@x"})
    posts = [
        Post(f"p{at}", hours(hour), author=who, reply_to=f"p{to}" if to < 8 else "", text=text)
        for at, (hour, who, to, text) in enumerate(rows)
    ]
    seen = standing(posts, me, "x")
    assert sorted(post.guid for post in seen.posts) == sorted(post.guid for post in posts)
    assert set(seen.asking) <= set(seen.owed)
    assert not set(seen.owed) & set(seen.mine)
    assert (seen.turn == Turn.MINE) == bool(seen.owed)
    if seen.mine and seen.mine[-1] == len(posts) - 1 and not seen.posts[-1].reply_to:
        assert seen.turn == Turn.THEIRS
