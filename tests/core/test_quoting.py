"""Quotations are found again, and marking them changes nothing that is read."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.core import quoting
from kith.core.quoting import CONTEXT, Quote
from kith.net import html as cleaning
from tests.web.markup import faults

TEXT = (
    "<p>We began with three questions, <em>on paper</em>, answered alone.</p>\n"
    "<p>Nobody saw the answers but the person\nwho wrote them, and "
    '<a href="https://a.example/?a=1&amp;b=2">that was the <b>whole</b> trick</a>.</p>'
    "<ul><li>One &amp; two</li><li>alone</li></ul><pre>x =  1\n\ny &lt; 2</pre>"
    "<table><tbody><tr><td>Evening</td> <td>12</td></tr></tbody></table>"
)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said = ""

    def handle_data(self, data: str) -> None:
        self.said += data


def words(html: str) -> str:
    """All text of some HTML, white space and all."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    return reader.said


def unmarked(html: str) -> str:
    """The HTML as it was before `marked` (which nests its own marks only in one another)."""
    html = re.sub(r'<mark class="pen"[^>]*>', "\1", html)
    while "\1" in html:
        html = re.sub("\1([^\1]*?)</mark>", r"\1", html, count=1)
    return html


def marked(html: str, *exact: str) -> str:
    text = quoting.read(html)
    found = {n: quoting.find(text, Quote(one)) for n, one in enumerate(exact, 1)}
    return quoting.marked(text, {n: span for n, span in found.items() if span})


@pytest.mark.parametrize(
    ("exact", "inside"),
    [
        ("three questions", 'with <mark class="pen" data-highlight="1" id="highlight-1">three q'),
        ("questions, on paper, answered", "<em><mark"),
        ("questions, on paper, answered", "on paper</mark></em>"),
        ("person who wrote", "person\nwho wrote</mark> them"),
        ("and that was the whole trick.", "<b><mark"),
        ("One & two", ">One &amp; two</mark></li>"),
        ("One & two\n\nalone", "<li><mark"),
        ("x = 1 y < 2", ">x =  1\n\ny &lt; 2</mark></pre>"),
        ("Evening12", '</td> <td><mark class="pen" data-highlight="1">12</mark></td>'),
    ],
)
def test_words_are_marked_where_they_stand(exact: str, inside: str) -> None:
    html = marked(TEXT, exact)
    assert inside in html
    assert unmarked(html) == TEXT
    assert faults(html) == []


@pytest.mark.parametrize(
    "exact",
    ["", "  ", "no such words", "https://a.example", "<p>", "&amp;", "three questions?", "a=1"],
)
def test_what_is_not_in_the_text_is_not_marked(exact: str) -> None:
    text = quoting.read(TEXT)
    assert quoting.find(text, Quote(exact)) is None
    assert quoting.quoted(text, Quote(exact)) is None


def test_spaces_between_parts_of_a_line_are_marked_too() -> None:
    html = marked("<p>saw <i>them</i> and <b>that</b></p>", "saw them and that")
    assert ">saw </mark><i>" in html
    assert "> and </mark><b>" in html


def test_overlapping_highlights_lie_in_one_another() -> None:
    html = marked("<p>one two three four</p>", "one two three", "two three four", "three")
    assert html.count("id=") == 3
    assert unmarked(html) == "<p>one two three four</p>"
    assert faults(html) == []


@pytest.mark.parametrize(
    ("quote", "place"),
    [
        (Quote("alone", "questions and ", ", then"), 0),
        (Quote("alone", "two ", " three"), 1),
        (Quote("alone", "", " three"), 1),
        (Quote("alone", "end ", ""), 2),
        (Quote("alone", "edited away", "edited away"), 0),
    ],
)
def test_of_the_same_words_those_are_found_that_stood_there(quote: Quote, place: int) -> None:
    text = quoting.read("<p>questions alone, then two alone three. The end</p><p>alone</p>")
    starts = [found.start() for found in re.finditer("alone", text.letters)]
    found = quoting.find(text, quote)
    assert found
    assert found[0] == starts[place]


def test_an_edit_around_the_words_does_not_lose_them() -> None:
    before = quoting.read("<p>We met on Monday. Nobody saw the answers. Then we left.</p>")
    quote = quoting.quoted(before, Quote("Nobody saw the answers."))
    assert quote == Quote("Nobody saw the answers.", "We met on Monday.", "Then we left.")
    after = quoting.read("<h2>New</h2><p>Last year nobody <b>Nobody</b> saw the answers.</p>")
    found = quoting.find(after, quote)
    assert found
    assert after.letters[slice(*found)] == "Nobodysawtheanswers."


def test_what_is_kept_of_a_quotation_is_bounded() -> None:
    text = quoting.read("<p>" + "word " * 100 + "</p><p>here</p><p>" + "word " * 100 + "</p>")
    quote = quoting.quoted(text, Quote("here"))
    assert quote
    assert quote.exact == "here"
    assert len(quote.prefix) <= CONTEXT
    assert len(quote.suffix) <= CONTEXT


_words = st.text(st.sampled_from("ab &<>\"'\n\t\xa0é漢🙂"), max_size=12)
_pieces = st.lists(
    st.tuples(
        st.sampled_from(["p", "b", "i", "a", "li", "pre", "td", "blockquote", "mark"]), _words
    ),
    max_size=8,
)


@settings(max_examples=300, deadline=None)
@given(_pieces, st.data())
def test_any_part_of_any_text_is_found_and_marked_without_harm(
    pieces: list[tuple[str, str]], data: st.DataObject
) -> None:
    raw = "".join(f"<{tag}>{said}</{tag}>{said}" for tag, said in pieces)
    html = cleaning.clean(raw, "https://a.example/")
    text, said = quoting.read(html), words(html)
    spans = {}
    for number in range(data.draw(st.integers(0, 3))):
        low = data.draw(st.integers(0, len(said)))
        high = data.draw(st.integers(low, len(said)))
        span = quoting.find(text, Quote(said[low:high], said[max(low - 32, 0) : low]))
        assert (span is not None) == bool(quoting.squeezed(said[low:high]))
        if span:
            assert text.letters[slice(*span)] == quoting.squeezed(said[low:high])
            kept = quoting.quoted(text, Quote(said[low:high], said[max(low - 32, 0) : low]))
            assert kept
            assert quoting.find(text, kept) is not None
            spans[number] = span
    result = quoting.marked(text, spans)
    assert words(result) == said
    assert cleaning.text(cleaning.clean(result, "")) == cleaning.text(html)
    for number in spans:
        assert result.count(f'id="highlight-{number}"') == 1


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("<>&\"'=/ apmrk;#1\n")), st.text(max_size=20))
def test_hostile_texts_and_quotations_break_nothing(html: str, exact: str) -> None:
    html = cleaning.clean(html, "https://a.example/")
    text = quoting.read(html)
    span = quoting.find(text, Quote(exact, exact, exact))
    result = quoting.marked(text, {1: span} if span else {})
    assert words(result) == words(html)
