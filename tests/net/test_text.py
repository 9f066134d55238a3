"""Plain text of HTML, and the beginning of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.net.html import excerpt, text


@pytest.mark.parametrize(
    ("cleaned", "plain"),
    [
        ("<h2>Title</h2><p>One <b>two</b>\n three.</p><p>Four</p>", "Title\nOne two three.\nFour"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("a<br>b", "a\nb"),
        ("<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>", "a\nb"),
        ("x &lt; y &amp;amp; z&nbsp;!", "x < y &amp; z !"),
        ('<a href="https://e.example/">link</a>ed', "linked"),
        ("<pre>a\n  b</pre>", "a b"),
        ("no tags", "no tags"),
        ("", ""),
        ("<script>var x</script><style>p{}</style>words<!-- note -->", "words"),
        ('<img alt="not words" src="https://e.example/">', ""),
    ],
)
def test_text_is_the_words_by_block(cleaned: str, plain: str) -> None:
    assert text(cleaned) == plain


@pytest.mark.parametrize(
    ("words", "length", "cut"),
    [
        ("short", 10, "short"),
        ("a\n b  c", 10, "a b c"),
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one two three", 8, "one two…"),
        ("one, two", 6, "one…"),
        ("漢字漢字漢字", 4, "漢字漢…"),
        ("x" * 50, 10, "x" * 9 + "…"),
        ("", 10, ""),
    ],
)
def test_an_excerpt_ends_with_a_word(words: str, length: int, cut: str) -> None:
    assert excerpt(words, length) == cut


@given(st.text(max_size=300), st.integers(2, 100))
def test_an_excerpt_is_one_line_and_never_longer(words: str, length: int) -> None:
    made = excerpt(words, length)
    assert len(made) <= length
    assert made == " ".join(made.split())
