"""Ways to reach somebody, as they are typed."""

import pytest

from kith.core.reaching import Way, key, line, way


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ana@example.org", Way("mail", "ana@example.org")),
        ("work: ana@example.org", Way("mail", "ana@example.org", "work")),
        ("mailto:ana@example.org", Way("mail", "ana@example.org")),
        ("+32 470 12 34 56", Way("phone", "+32 470 12 34 56")),
        ("mobile: (0470) 12.34.56", Way("phone", "(0470) 12.34.56", "mobile")),
        ("tel:+15551234567", Way("phone", "+15551234567")),
        ("@ana@social.example", Way("profile", "@ana@social.example")),
        ("https://social.example/@ana", Way("profile", "https://social.example/@ana")),
        (
            "https://www.linkedin.com/in/ana-b/",
            Way("profile", "https://www.linkedin.com/in/ana-b/"),
        ),
        ("https://ana.example/blog", Way("web", "https://ana.example/blog")),
        ("ana.example", Way("web", "https://ana.example")),
        ("https://cal.com/ana", Way("calendar", "https://cal.com/ana")),
        ("webcal://ana.example/free.ics", Way("calendar", "webcal://ana.example/free.ics")),
        ("Hoofdstraat 5, 9000 Gent", Way("postal", "Hoofdstraat 5, 9000 Gent")),
        ("home: Hoofdstraat 5, Gent", Way("postal", "Hoofdstraat 5, Gent", "home")),
    ],
)
def test_a_line_tells_what_it_is(text: str, told: Way) -> None:
    assert way(text) == told
    assert way(line(told)) == told


def test_spellings_share_a_key() -> None:
    assert key("mail", "Ana@Example.org ") == key("mail", "ana@example.org")
    assert key("phone", "+32 470 12 34 56") == key("phone", "0470/12.34.56")
    assert key("profile", "@ana@social.example") == key("web", "https://social.example/@ana/")
    assert key("postal", "Main  Street 5") == key("postal", "main street 5")
    assert key("phone", "12345") == "12345"
    assert all(len(key(kind, "x" * 5000)) <= 300 for kind in ("mail", "phone", "web", "postal"))
