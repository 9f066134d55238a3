"""The lines of a list: one mould for each shape, filled with whatever feeds say."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.utils import translation
from django.utils.safestring import mark_safe

from kith.queries.reading import Line
from kith.queries.searching import Found
from kith.web import spoken
from kith.web.lines import found, lines
from tests.web.markup import faults

LINE = Line(
    entry=7,
    title="Slides are not notes",
    url="https://words.example/slides",
    excerpt="A short piece.",
    voice=3,
    voice_name="Ines Kowalczyk",
    author="",
    at=datetime(2026, 3, 1, 8, 0, tzinfo=UTC),
    minutes=6,
    unread=True,
    kept=False,
    plays="",
)


def test_says_what_an_entry_is_and_what_can_be_done() -> None:
    html = lines([LINE], "?shelf=all")
    assert faults(html) == []
    assert '<a data-open id="open-7" href="/read/7/?shelf=all">Slides are not notes</a>' in html
    assert 'hx-post="/read/7/mark?shelf=all"' in html
    assert '<a class="src" href="/people/3/" dir="auto">Ines Kowalczyk</a>' in html
    assert "Mark as read: Slides are not notes" in html
    assert "6 min" in html


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"unread": False}, "Mark as unread: Slides"),
        ({"kept": True}, "Let go of: Slides"),
        ({"plays": "audio"}, "Audio · A short piece."),
        ({"plays": "video", "excerpt": ""}, '<p dir="auto">Video</p>'),
        ({"url": "javascript:alert(1)"}, 'data-original=""'),
    ],
)
def test_each_shape_has_its_words(changed: dict[str, object], said: str) -> None:
    html = lines([replace(LINE, **changed)])  # type: ignore[arg-type]
    assert said in html
    assert faults(html) == []


def test_lines_of_one_shape_say_their_own() -> None:
    html = lines([LINE, replace(LINE, entry=8, title="Another", excerpt="Something else.")])
    assert html.count("<article") == 2
    assert html.count("Something else.") == 1
    assert html.count("A short piece.") == 1


def test_a_voice_alone_is_not_named_and_a_day_is_told() -> None:
    html = lines([LINE], alone=True, dated=True)
    assert "Ines" not in html
    assert '<time datetime="2026-03-01T08:00:00+00:00">' in html
    assert 'hx-post="/read/7/mark?dated=1"' in html


@pytest.mark.parametrize(
    "said", ["100 % %s %(title)s", "\ue000voice\ue001", "<b>&amp;\"'", "{{ 7 * 7 }}"]
)
def test_whatever_is_said_stays_as_it_is(said: str) -> None:
    html = lines([replace(LINE, title=said, excerpt=said, voice_name=said)], f"?label={said}")
    assert faults(html) == []
    shown = html.unescape()
    assert shown.count(said) >= 4
    assert "<b>" not in html


def test_an_interest_stands_behind_the_title() -> None:
    html = lines([replace(LINE, interest="Memory & <more>")], about=9)
    assert faults(html) == []
    said = '<span class="unseen">Interest: </span><bdi>Memory &amp; &lt;more&gt;</bdi>'
    assert said in html
    assert 'hx-post="/read/7/mark?about=9"' in html
    assert "Interest:" not in lines([LINE])


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["A <b>"], "also in A &lt;b&gt;<"),
        (["A", "A"], "also in A<"),
        (["A", "B"], "also in A and B<"),
        (["A", "B", "C", "B"], "also in A and 2 others<"),
    ],
)
def test_what_others_tell_alike_lies_under_it(names: list[str], said: str) -> None:
    also = tuple(
        replace(LINE, entry=20 + n, voice=n, voice_name=name) for n, name in enumerate(names)
    )
    html = lines([replace(LINE, also=also)], "?label=One")
    assert faults(html) == []
    assert said in html
    assert '<a href="/read/20/?label=One" dir="auto">Slides are not notes</a>' in html
    entries = ".".join(str(line.entry) for line in also)
    assert f'hx-post="/read/7/mark?label=One&amp;also={entries}"' in html
    assert "leaves the other" in html
    assert "also in" not in lines([LINE])


def test_words_that_were_found_are_marked() -> None:
    marked = mark_safe("<mark>Slides</mark> &amp; notes")
    html = found([Found(LINE, marked, mark_safe("a <mark>piece</mark>"))], "?shelf=all", "slide*")
    assert ">" + marked + "</a>" in html
    assert "a <mark>piece</mark>" in html
    assert "Mark as read: Slides are not notes" in html
    assert 'href="/read/7/?shelf=all"' in html
    assert 'hx-post="/read/7/mark?shelf=all&amp;q=slide%2A"' in html


def test_templates_are_written_anew_for_another_language() -> None:
    with translation.override("en"):
        english = spoken.template("_line.html")
        assert spoken.template("_line.html") is english
    with translation.override("de"):
        assert spoken.template("_line.html") is not english
