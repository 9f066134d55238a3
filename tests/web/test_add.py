"""Add: find, show, follow."""

import re
from collections.abc import Iterator

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from kith.db.models import Channel, Following, User, Voice
from tests.web.accounts import at, follows, labelled, owner, somebody
from tests.web.markup import faults
from tests.web.sites import BLOG, site

pytestmark = pytest.mark.django_db


@pytest.fixture
def blog() -> Iterator[str]:
    with site() as address:
        yield address


@pytest.fixture
def user() -> User:
    return owner()


@pytest.fixture
def client(user: User) -> Client:
    return at(user)


def look(client: Client, address: str) -> str:
    answer = client.get("/add/", {"address": address})
    assert answer.status_code == 200
    html = answer.content.decode()
    assert faults(html) == []
    return html


def tokens(html: str) -> list[str]:
    return re.findall(r'name="channel" value="([^"]+)"', html)


def test_asks_and_offers_to_bring_a_list(client: Client) -> None:
    html = client.get("/add/").content.decode()
    assert faults(html) == []
    assert "Who or what do you want to hear?" in html
    assert "Bring a list" in html


def test_shows_what_was_found_before_anything_is_followed(client: Client, blog: str) -> None:
    html = look(client, blog + "/")
    assert "Ines Kowalczyk" in html
    assert "Retrieval practice" in html
    assert "Old one" not in html, "the newest three are enough"
    assert "The page names this as its feed." in html
    assert f"{blog}/feed.xml" in html
    assert not Voice.objects.exists()


def test_a_fragment_for_htmx_holds_only_what_was_found(client: Client, blog: str) -> None:
    answer = client.get("/add/", {"address": blog}, headers={"HX-Request": "true"})
    html = answer.content.decode()
    assert html.lstrip().startswith('<section id="found"')
    assert "<html" not in html
    assert "HX-Request" in answer["Vary"]


def test_going_back_gets_the_whole_page(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in client.get("/add/", headers=headers).content.decode()


def test_an_address_may_be_posted_too(client: Client, blog: str) -> None:
    answer = client.post("/add/", {"address": blog})
    assert "Retrieval practice" in answer.content.decode()


def test_head_does_not_go_out(client: Client) -> None:
    with site() as address:
        pass  # nobody is there any more: looking would be told
    assert client.head("/add/", {"address": address}).status_code == 200


def test_follows_with_name_kind_and_labels(client: Client, user: User, blog: str) -> None:
    chosen = tokens(look(client, blog + "/"))
    form = {"channel": chosen, "name": "Ines", "kind": "community", "labels": "Teaching, A / B"}
    answer = client.post("/add/follow", form)
    voice = Voice.objects.get()
    assert answer["Location"] == reverse("voice", args=[voice.pk])
    assert (voice.owner, voice.name, voice.kind) == (user, "Ines", "community")
    assert sorted(label.name for label in voice.labels.all()) == ["A/B", "Teaching"]
    assert all(channel.due_at for channel in Channel.objects.all())
    page = client.get(answer["Location"]).content.decode()
    assert "You follow Ines now." in page
    assert reverse("voice-let-go", args=[voice.pk]) in page, "the way back"


def test_following_twice_is_harmless_and_says_so(client: Client, blog: str) -> None:
    chosen = tokens(look(client, blog + "/"))
    for _ in range(2):
        answer = client.post("/add/follow", {"channel": chosen, "name": "Ines"})
    assert Voice.objects.count() == 1
    assert "already" in client.get(answer["Location"]).content.decode()
    html = look(client, blog + "/")
    assert "You hear this already." in html
    assert tokens(html) == []


def test_a_second_channel_joins_the_voice_that_is_followed(
    client: Client, user: User, blog: str
) -> None:
    voice = follows(user, f"{blog}/feed.xml", "Ines")
    html = look(client, blog + "/")
    assert "You follow Ines already." in html
    form = {"channel": tokens(html), "voice": voice.pk, "name": "Another"}
    assert client.post("/add/follow", form)["Location"] == reverse("voice", args=[voice.pk])
    assert Voice.objects.get().name == "Ines"
    assert Following.objects.count() == 2


def test_a_released_voice_comes_back(client: Client, user: User, blog: str) -> None:
    voice = follows(user, f"{blog}/feed.xml", "Ines")
    Voice.objects.update(state=Voice.State.RELEASED)
    html = look(client, f"{blog}/feed.xml")
    assert "You followed this before." in html
    answer = client.post("/add/follow", {"channel": tokens(html)})
    assert Voice.objects.get().state in Voice.HEARD
    assert f"/people/{voice.pk}/" in answer["Location"]


def test_somebody_elses_voice_takes_no_channel(client: Client, blog: str) -> None:
    theirs = follows(somebody(), "https://elsewhere.example/feed")
    form = {"channel": tokens(look(client, blog + "/")), "voice": theirs.pk}
    assert client.post("/add/follow", form).status_code == 404
    assert Following.objects.count() == 1


def test_what_others_follow_does_not_show(client: Client, blog: str) -> None:
    follows(somebody(), f"{blog}/feed.xml", "A private name")
    labelled(somebody(), "https://a.example/feed", "X", "Their label")
    html = look(client, blog + "/")
    assert "A private name" not in html
    assert "already" not in html
    assert "Their label" not in html


def test_own_labels_are_offered(client: Client, user: User, blog: str) -> None:
    labelled(user, "https://a.example/feed", "X", "Teaching")
    assert '<option value="Teaching">' in look(client, blog + "/")


@pytest.mark.parametrize(
    "token",
    [
        "http://169.254.169.254/",
        "",
        "x" * 5000,
        signing.dumps(["file:///etc/passwd", "feed", "", "", ""], salt="other"),
    ],
)
def test_a_forged_channel_is_refused(client: Client, token: str) -> None:
    answer = client.post("/add/follow", {"channel": token, "address": "https://a.example/"})
    assert answer["Location"].startswith("/add/?address=https")
    assert not Channel.objects.exists()


def test_nothing_chosen_asks_again(client: Client) -> None:
    answer = client.post("/add/follow", {"address": ""})
    assert "Choose at least one channel" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("ftp://", "is not a web address"),
        ("http://10.0.0.1/", "private or special network"),
        ("http://127.0.0.1:9/", "did not accept a connection"),
        ("@@@", "An address looks like"),
        ("x" * 20_000, "is not a web address"),
        ("\x00", "Who or what"),
    ],
)
def test_says_what_is_wrong_and_what_to_try(client: Client, address: str, words: str) -> None:
    assert words in look(client, address)


def test_a_page_without_feeds_says_what_to_try(client: Client) -> None:
    with site({"/": BLOG["/nothing"]}) as address:
        html = look(client, address)
    assert "Try the page of one of their posts" in html


def test_what_a_page_says_of_itself_stays_text(client: Client) -> None:
    evil = "&lt;script&gt;alert(1)&lt;/script&gt;"
    pages = {path: (kind, text.replace("Ines", evil)) for path, (kind, text) in BLOG.items()}
    with site(pages) as address:
        html = look(client, address + "/feed.xml")
    assert "<script>alert" not in html


def test_needs_an_account_and_a_token(user: User) -> None:
    assert at().get("/add/")["Location"].startswith("/sign-in/")
    assert at().post("/add/follow")["Location"].startswith("/sign-in/")
    assert at(user, csrf=True).post("/add/follow").status_code == 403
