"""Bad answers, all the way from a host to the database: each is named, and the others go on."""

import asyncio
import gzip
import json
import resource
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, models

from kith.actions import roster
from kith.actions.roster import Speaking
from kith.core.problems import WORDS
from kith.db.models import Channel, Entry, Following, Label, Voice
from tests.net.servers import Handler, Request, answer
from tests.worker.places import Places, item, numbered, rss
from tests.worker.rounds import channel, follow, is_whole, look, owner, problem, titles

pytestmark = pytest.mark.django_db(transaction=True)

HUGE = "x" * 20_000


@pytest.fixture
def beside(places: Places) -> str:
    """The address of a channel that is well."""
    _, address = places.feed(numbered(2))
    follow(address)
    return address


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second for an exchange, and a megabyte."""
    from dataclasses import replace

    monkeypatch.setattr(
        settings, "KITH", replace(settings.KITH, fetch_seconds=1, fetch_megabytes=1)
    )


def heard(places: Places, beside: str, body: bytes | Handler, **more: Any) -> str:
    """Look at a channel that gives a bad answer, and at one beside it; what became of the bad."""
    place = places.new()
    address = place.do(body) if callable(body) else place.say(body, **more)
    follow(address)
    look()
    assert (problem(beside), len(titles(beside))) == ("", 2)
    is_whole()
    code = problem(address)
    assert not code or code in WORDS
    assert not code or str(roster_problem(address))
    return code or "fine"


def roster_problem(address: str) -> str:
    from kith.queries.channels import problem_of

    return str(problem_of(channel(address)))


def everything() -> str:
    """All that was stored of entries and channels, as one text."""
    rows = [*Entry.objects.values(), *Channel.objects.values()]
    return json.dumps(rows, default=str, ensure_ascii=False)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"\x00\x01\x02\x03" * 100, "not-a-feed"),
        (b"just words", "not-a-feed"),
        (b"<html><body>Hello</body></html>", "nothing-found"),
        (b'{"a": 1}', "not-a-feed"),
        (b"[" * 100_000, "not-a-feed"),
        (b"<rss", "malformed"),
        (b"\x1f\x8bnot packed at all", "not-a-feed"),
    ],
)
def test_what_is_no_feed_is_named(places: Places, beside: str, body: bytes, code: str) -> None:
    assert heard(places, beside, body) in {code, "broken-compression"}


def test_malformed_feeds_are_read_as_far_as_they_go(places: Places, beside: str) -> None:
    broken = numbered(3).replace(b"</description>", b"", 1) + b"<unclosed>"
    assert heard(places, beside, broken) == "fine"
    cut = numbered(5)[:-300]
    assert heard(places, beside, cut) == "fine"
    assert Entry.objects.count() >= 2 + 3 + 4


@pytest.mark.parametrize("declared", ["iso-8859-1", "utf-16", "no-such-charset", "utf-8"])
def test_a_wrong_encoding_is_no_reason_to_fail(places: Places, beside: str, declared: str) -> None:
    body = rss(item(1, "Größe — 世界")).replace(b'"utf-8"', f'"{declared}"'.encode())
    assert heard(places, beside, body) == "fine"
    assert Entry.objects.filter(title__startswith="Gr").exists()


def test_bytes_of_no_encoding_are_read_somehow(places: Places, beside: str) -> None:
    body = numbered(2).replace(b"Item 1", b"Item \xff\xfe\x81")
    assert heard(places, beside, body) == "fine"


def test_a_bomb_of_entities_does_not_go_off(places: Places, beside: str) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    dtd = f'<!DOCTYPE rss [<!ENTITY e0 "boom">{levels}]>'
    body = rss(item(1)).replace(b"<rss", dtd.encode() + b"<rss").replace(b"Item 1", b"a &e11; b")
    heard(places, beside, body)
    assert len(everything()) < 100_000


@pytest.mark.parametrize("entity", ["SYSTEM 'file:///etc/passwd'", "SYSTEM 'http://127.9.9.9/'"])
def test_entities_from_outside_are_not_fetched(places: Places, beside: str, entity: str) -> None:
    dtd = f"<!DOCTYPE rss [<!ENTITY e {entity}>]>"
    body = rss(item(1)).replace(b"<rss", dtd.encode() + b"<rss").replace(b"Item 1", b"a &e; b")
    heard(places, beside, body)
    assert "root:" not in everything()


@pytest.mark.usefixtures("hurried")
def test_a_packed_bomb_is_too_large(places: Places, beside: str) -> None:
    bomb = gzip.compress(b"<rss>" + b"\0" * 20 * 2**20)
    assert heard(places, beside, bomb, Content_Encoding="gzip") == "too-large"


@pytest.mark.usefixtures("hurried")
def test_an_answer_without_an_end_is_too_large_or_too_slow(places: Places, beside: str) -> None:
    async def endless(_request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 Fine\r\nContent-Type: text/xml\r\n\r\n<rss><channel>")
        while True:
            writer.write(b"<item></item>" * 5000)
            await writer.drain()

    assert heard(places, beside, endless) in {"too-large", "too-slow"}


@pytest.mark.usefixtures("hurried")
def test_an_answer_that_drips_is_too_slow(places: Places, beside: str) -> None:
    async def drips(_request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 Fine\r\nContent-Type: text/xml\r\n\r\n")
        for byte in numbered(3):
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.2)

    assert heard(places, beside, drips) == "too-slow"


@pytest.mark.usefixtures("hurried")
def test_an_answer_that_never_begins_is_too_slow(places: Places, beside: str) -> None:
    async def silent(_request: Request, _writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    assert heard(places, beside, silent) == "too-slow"


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("/feed.xml", "redirect-loop"),
        ("file:///etc/passwd", "redirect-scheme"),
        ("javascript:alert(1)", "redirect-scheme"),
        ("http://10.0.0.1/feed", "address-refused"),
        ("http://169.254.169.254/latest/meta-data/", "address-refused"),
        ("http://[::1]:8420/", "address-refused"),
        ("http://0.0.0.0/", "address-refused"),
        ("http://[::ffff:10.0.0.1]/", "address-refused"),
    ],
)
@pytest.mark.parametrize("status", [301, 302])
def test_redirects_lead_nowhere_they_should_not(
    places: Places, beside: str, to: str, code: str, status: int
) -> None:
    assert heard(places, beside, answer_of(status, to)) == code
    assert not Channel.objects.filter(address=to).exists()


def answer_of(status: int, to: str) -> Handler:
    async def handle(_request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(status=status, headers={"Location": to}))

    return handle


@pytest.mark.parametrize(
    "raw",
    [
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 Fine\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 Fine\r\nContent-Length: 500\r\n\r\nshort",
        b"HTTP/1.1 200 Fine\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 301 Gone where\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 301 There\r\nLocation: \xff\xfe://\r\nContent-Length: 0\r\n\r\n",
        b"",
    ],
)
def test_what_is_hardly_http_is_a_failure(places: Places, beside: str, raw: bytes) -> None:
    async def handle(_request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)
        await writer.drain()
        writer.close()

    assert heard(places, beside, handle) not in {"fine", "fault"}


def test_a_title_of_a_megabyte_is_cut(places: Places, beside: str) -> None:
    body = rss(item(1, "t" * 2**20), title="c" * 2**20)
    assert heard(places, beside, body) == "fine"
    assert len(Entry.objects.get(title__startswith="tt").title) <= 1000


def test_senseless_dates_are_no_dates(places: Places, beside: str) -> None:
    dates = ["Fri, 31 Dec 10000 23:59:59 GMT", "0000-00-00", "31 Feb 2026", "9" * 400, "-1"]
    items = [f"<item><guid>d{n}</guid><pubDate>{d}</pubDate></item>" for n, d in enumerate(dates)]
    assert heard(places, beside, rss(*items)) == "fine"
    assert Entry.objects.filter(guid__startswith="d", published_at=None).count() == len(dates)


def test_dates_centuries_apart_make_a_rhythm_that_fits(places: Places, beside: str) -> None:
    years = (1901, 2000, 2199)
    items = [
        f"<item><guid>y{y}</guid><pubDate>01 Jan {y} 00:00:00 GMT</pubDate></item>" for y in years
    ]
    assert heard(places, beside, rss(*items)) == "fine"
    assert Entry.objects.filter(guid__startswith="y").count() == 3


def test_guids_that_repeat_lose_no_entry(places: Places, beside: str) -> None:
    body = rss(*(item(number, guid="same") for number in range(20)))
    assert heard(places, beside, body) == "fine"
    assert Entry.objects.filter(guid="same").count() == 20
    assert look().new == 0


def json_feed(**facts: Any) -> bytes:
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": facts.pop("feed_title", "A feed"),
            "items": [{"id": "1", "title": "Fine", "content_html": "<p>Fine</p>", **facts}],
            "language": facts.get("language", "en"),
            "home_page_url": facts.get("url", "https://e.example/"),
            "icon": facts.get("image", ""),
            "description": facts.get("summary", ""),
        }
    ).encode()


BAD = "a\u0000b\ud800c"


def test_nul_and_half_characters_are_left_out_wherever_they_stand(
    places: Places, beside: str
) -> None:
    file = {"url": "https://e.example/a.mp3", "mime_type": f"audio/{BAD}", "title": BAD}
    body = json_feed(
        id=BAD,
        feed_title=BAD,
        title=BAD,
        summary=BAD,
        content_html=f"<p>{BAD}</p>",
        url=f"https://e.example/{BAD}",
        image=f"https://e.example/{BAD}.png",
        language=BAD,
        tags=[BAD, "fine"],
        authors=[{"name": BAD}],
        attachments=[file],
        external_url=BAD,
    )
    assert heard(places, beside, body) == "fine"
    stored = everything()
    assert "\0" not in stored
    assert "\\u0000" not in stored
    stored.encode()
    assert look().failed == 0


def test_nul_in_xml_is_no_reason_to_fail(places: Places, beside: str) -> None:
    body = numbered(2).replace(b"Item 2", b"It\0em &#0; &#xD800; 2")
    assert heard(places, beside, body) == "fine"
    assert "\0" not in everything()


def over_long() -> bytes:
    long = "https://e.example/" + HUGE
    return (
        f'<rss xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:thr='
        f'"http://purl.org/syndication/thread/1.0" xmlns:wfw="http://wellformedweb.org/CommentAPI/"'
        f' xmlns:media="http://search.yahoo.com/mrss/"><channel><title>{HUGE}</title>'
        f"<link>{long}</link><language>{HUGE}</language><image><url>{long}</url></image>"
        f"<description>{HUGE}</description><generator>{HUGE}</generator>"
        f"<item><guid>{HUGE}</guid><link>{long}</link><title>{HUGE}</title>"
        f"<dc:creator>{HUGE}</dc:creator><author>{HUGE}</author><category>{HUGE}</category>"
        f"<comments>{long}</comments><wfw:commentRss>{long}</wfw:commentRss>"
        f'<thr:in-reply-to ref="{long}" href="{long}"/><media:thumbnail url="{long}"/>'
        f'<dc:language>{HUGE}</dc:language><enclosure url="{long}" type="{HUGE}" length="9"/>'
        f"<description>{HUGE}</description></item></channel></rss>"
    ).encode()


def too_long() -> list[str]:
    """Values longer than their columns: SQLite does not mind, PostgreSQL does."""
    return [
        f"{table.__name__}.{field.name}"
        for table in (Channel, Entry, Voice, Following, Label)
        for field in table._meta.fields
        if isinstance(field, models.CharField) and field.max_length
        for value in table._default_manager.values_list(field.name, flat=True)
        if len(value or "") > field.max_length
    ]


def test_no_column_gets_more_than_it_holds_from_xml(places: Places, beside: str) -> None:
    assert heard(places, beside, over_long(), ETag=f'"{HUGE[:9000]}"') == "fine"
    assert too_long() == []
    assert look().failed == 0


def test_no_column_gets_more_than_it_holds_from_json(places: Places, beside: str) -> None:
    body = json_feed(
        id=HUGE,
        feed_title=HUGE,
        title=HUGE,
        summary=HUGE,
        url="https://e.example/" + HUGE,
        image="https://e.example/" + HUGE,
        language=HUGE,
        tags=[f"{n}{HUGE}" for n in range(250)],
        authors=[{"name": HUGE}] * 50,
        attachments=[{"url": "https://e.example/" + HUGE, "mime_type": HUGE}],
    )
    assert heard(places, beside, body) == "fine"
    assert too_long() == []


def test_no_column_gets_more_than_it_holds_from_a_follower() -> None:
    for text in (HUGE, BAD, ""):
        speaking = Speaking(f"https://{len(text)}.example/", title=text, asked=text)
        voice = follow_with(speaking, text)
        roster.describe(voice, name=text, kind="", cadence="daily", labels=[text, text + "2"])
    assert too_long() == []


def follow_with(speaking: Speaking, text: str) -> Voice:
    from kith.actions.clock import utc_now

    return roster.follow(owner(), [speaking], utc_now(), name=text, home=text, labels=[text]).voice


def test_a_text_of_many_words_is_searched_as_far_as_the_index_goes(
    places: Places, beside: str
) -> None:
    letters = "абвгдежзиклмнопрстуфхцчшщэюя"
    words = " ".join(
        a + b + c + d for a in letters for b in letters for c in letters for d in letters[:6]
    )
    assert heard(places, beside, rss(item(1, text=f"<p>{words}</p>"))) == "fine"
    assert Entry.objects.filter(words__gt=100_000).exists()


FEED_OF_MANY = """
import sys
sys.stdout.write('<rss version="2.0"><channel><title>Many</title>')
for n in range(200_000, 0, -1):
    sys.stdout.write(f'<item><guid>{n}</guid></item>')
sys.stdout.write('</channel></rss>')
"""


def test_two_hundred_thousand_items_are_too_many_but_no_harm(places: Places, beside: str) -> None:
    body = subprocess.run([sys.executable, "-c", FEED_OF_MANY], capture_output=True).stdout
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert heard(places, beside, body) == "fine"
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert Entry.objects.count() == 5000 + 2
    assert grown < 200
    assert Entry.objects.filter(guid="200000").exists()


def test_a_database_that_can_hold_no_more_is_left_whole(
    places: Places, caplog: pytest.LogCaptureFixture
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite can be told to be full")
    body = rss(*(item(number, text="long " * 2000) for number in range(30, 0, -1)))
    for _ in range(4):
        follow(places.feed(body)[1])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    from django.db.backends.signals import connection_created

    def full(connection: Any, **_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0] + 20}")

    connection_created.connect(full)
    try:
        summary = look()
    finally:
        connection_created.disconnect(full)
    assert summary.failed == 4
    assert "full" in caplog.text
    Channel.objects.update(claimed_by="", claimed_until=None)
    is_whole()
    assert look().new == 120
    is_whole()
