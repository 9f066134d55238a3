"""Ways to reach somebody, as they are typed."""

import pytest

from kith.core.reaching import line, way


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ana@example.org", ("mail", "ana@example.org", "")),
        ("work: ana@example.org", ("mail", "ana@example.org", "work")),
        ("mailto:ana@example.org", ("mail", "ana@example.org", "")),
        ("+32 470 12 34 56", ("phone", "+32 470 12 34 56", "")),
        ("mobile: (0470) 12.34.56", ("phone", "(0470) 12.34.56", "mobile")),
        ("tel:+15551234567", ("phone", "+15551234567", "")),
        ("@ana@social.example", ("profile", "@ana@social.example", "")),
        ("https://social.example/@ana", ("profile", "https://social.example/@ana", "")),
        (
            "https://www.linkedin.com/in/ana-b/",
            ("profile", "https://www.linkedin.com/in/ana-b/", ""),
        ),
        ("https://ana.example/blog", ("web", "https://ana.example/blog", "")),
        ("ana.example", ("web", "https://ana.example", "")),
        ("https://cal.com/ana", ("calendar", "https://cal.com/ana", "")),
        ("webcal://ana.example/free.ics", ("calendar", "webcal://ana.example/free.ics", "")),
        ("Hoofdstraat 5, 9000 Gent", ("postal", "Hoofdstraat 5, 9000 Gent", "")),
        ("home: Hoofdstraat 5, Gent", ("postal", "Hoofdstraat 5, Gent", "home")),
    ],
)
def test_a_line_tells_what_it_is(text: str, told: tuple[str, str, str]) -> None:
    found = way(text)
    assert (found.kind, found.value, found.label) == told
    assert way(line(found.value, found.label)) == found


def test_spellings_share_a_key() -> None:
    assert way("+32 470 12 34 56").key == way("0470/12.34.56").key
    assert way("@ana@social.example").key == way("https://social.example/@ana/").key
    assert way("Main  Street 5").key == way("main street 5").key


def test_a_letter_has_its_lines_with_commas() -> None:
    assert line("Main Street 5\n9000 Gent\n", "home") == "home: Main Street 5, 9000 Gent"
