"""The part of a page that was written to be read, of pages good and bad."""

import time

import pytest

from kith.net.main_text import main_text


def text_of(html: str, title: str = "") -> str:
    return main_text(html.encode(), "text/html; charset=utf-8", title)


def test_the_longest_article_without_what_stands_around() -> None:
    html = text_of(
        "<nav>Menu</nav><article>Short</article><article><header><h1>A title</h1><nav>Up</nav>"
        "</header><p>The long text.</p><aside><nav><form>Sign up</form></nav></aside></article>"
    )
    assert "The long text." in html
    assert "A title" in html
    for around in ("Menu", "Short", "Up", "Sign up"):
        assert around not in html


def test_a_heading_that_repeats_the_title_goes() -> None:
    page = "<article><h1>Slow reading</h1><p>Text.</p></article>"
    assert "Slow reading" not in text_of(page, "Slow reading | Jana")
    assert "Slow reading" in text_of(page, "Jana's notes")


@pytest.mark.parametrize("page", ["<main><p>Here</p></main>", "<div role=main>Here</div>", "Here"])
def test_failing_that_the_main_part_or_everything(page: str) -> None:
    assert "Here" in text_of(f"<footer>Imprint</footer>{page}")
    assert "Imprint" not in text_of(f"<footer>Imprint</footer>{page}")


@pytest.mark.parametrize("page", ["", "   ", "<html></html>", "<body><nav></nav></body>", "<!--"])
def test_nothing_gives_nothing(page: str) -> None:
    assert text_of(page).strip() == ""


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 200_000 + "x",
        "<nav>" * 50_000 + "x",
        "<article><header>" * 20_000 + "<h1>x",
        "<nav><header><aside>" * 1200 + "<h1>x</h1>",
        "<article>x</article>" * 20_000,
        "<p>x<nav>y</nav>" * 30_000,
    ],
    ids=["deep", "navs", "headers", "few and nested", "articles", "wide"],
)
def test_hostile_pages_take_no_time(page: str) -> None:
    began = time.monotonic()
    text_of(page)
    assert time.monotonic() - began < 5


def test_bytes_that_are_no_text() -> None:
    assert isinstance(main_text(bytes(range(256)) * 40, "text/html"), str)
