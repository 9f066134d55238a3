"""Bring a list: take it, watch it, take it out, put it back."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kith.actions import lists
from kith.actions.clock import utc_now
from kith.db.models import BroughtList, Channel, Following, User, Voice
from kith.sources.lists import read_list
from tests.web.accounts import at, follows, owner, somebody
from tests.web.markup import faults

pytestmark = pytest.mark.django_db

OPML = """<?xml version="1.0"?><opml version="2.0"><head><title>My reading</title></head><body>
<outline text="Teaching"><outline text="Ines" type="rss" xmlUrl="https://ines.example/feed"/>
<outline text="Jun" type="rss" xmlUrl="https://jun.example/feed"/></outline>
<outline text="Broken" type="rss" xmlUrl="mailto:nobody"/></body></opml>"""


@pytest.fixture
def user() -> User:
    return owner()


@pytest.fixture
def client(user: User) -> Client:
    return at(user)


def upload(client: Client, text: str = OPML, name: str = "my.opml") -> Any:
    return client.post("/bring/", {"file": SimpleUploadedFile(name, text.encode())})


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert faults(html) == []
    return html


def looked_at(problem: dict[str, object] | None = None) -> None:
    Channel.objects.update(looked_at=utc_now(), problem=problem)


def test_takes_a_file_and_says_what_became_of_it(client: Client, user: User) -> None:
    follows(user, "https://jun.example/feed")
    answer = upload(client)
    assert answer.status_code == 302
    html = shown(client, answer["Location"])
    assert "My reading" in html
    assert "1 voice is new." in html
    assert "1 you follow already" in html
    assert "1 line was left out." in html
    assert "Broken" in html, "with the reason"
    assert "0 of 1 so far" in html


def test_takes_pasted_addresses(client: Client) -> None:
    answer = client.post("/bring/", {"text": "https://a.example/feed\nhttps://b.example/feed"})
    assert "2 voices are new." in shown(client, answer["Location"])


def test_bringing_it_twice_is_harmless(client: Client) -> None:
    upload(client)
    html = shown(client, upload(client)["Location"])
    assert "2 you follow already" in html
    assert Voice.objects.count() == 2


def test_asks_again_by_itself_until_all_were_looked_at(client: Client) -> None:
    address = upload(client)["Location"]
    html = shown(client, address)
    assert 'hx-trigger="load delay:2s"' in html
    assert '<noscript><meta http-equiv="refresh"' in html
    looked_at()
    fragment = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert fragment.startswith('<div id="progress">'), "it asks no more"
    assert "Every channel has been looked at." in fragment
    html = shown(client, address)
    assert "hx-trigger" not in html
    assert "refresh" not in html.partition("</head>")[0]


def test_lists_what_could_not_be_read_and_why(client: Client) -> None:
    address = upload(client)["Location"]
    looked_at({"code": "name-unknown", "params": {"host": "ines.example"}})
    html = shown(client, address)
    assert "2 could not be read so far" in html
    assert "There is no host called ines.example." in html


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "Choose a file"), ("   ", "Choose a file"), ("no addresses in here", "not an OPML")],
)
def test_says_in_words_why_a_text_is_not_taken(client: Client, text: str, words: str) -> None:
    answer = client.post("/bring/", {"text": text})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert faults(html) == []
    assert words in html
    assert text.strip() in html, "what was typed is not lost"
    assert not BroughtList.objects.exists()


def test_a_text_too_long_to_paste(client: Client) -> None:
    answer = client.post("/bring/", {"text": "https://a.example/feed\n" * 300_000})
    assert answer.status_code == 413
    assert "too long to paste" in answer.content.decode()


def test_a_file_too_large(client: Client) -> None:
    answer = upload(client, "x" * (20 * 2**20 + 1))
    assert answer.status_code == 422
    assert "larger than 20 MB" in answer.content.decode()


def test_a_file_far_too_large_is_not_even_read(client: Client) -> None:
    answer = upload(client, "x" * (22 * 2**20))
    assert answer.status_code == 413
    assert "larger than 20 MB" in answer.content.decode()


def test_needs_a_token_though_size_comes_first(user: User) -> None:
    assert upload(at(user, csrf=True)).status_code == 403
    assert not BroughtList.objects.exists()


def test_strangers_and_others_see_nothing(client: Client) -> None:
    address = upload(client)["Location"]
    ally = at(somebody())
    assert ally.get(address).status_code == 404
    assert ally.post(f"{address}take-out").status_code == 404
    assert ally.post(f"{address}put-back").status_code == 404
    assert at().get(address)["Location"].startswith("/sign-in/")
    assert at().post("/bring/")["Location"].startswith("/sign-in/")
    assert Voice.objects.filter(state=Voice.State.ACTIVE).count() == 2


def test_the_whole_list_goes_and_comes_back(client: Client, user: User) -> None:
    other = follows(user, "https://other.example/feed")
    address = upload(client)["Location"]
    answer = client.post(f"{address}take-out")
    html = shown(client, answer["Location"])
    assert "2 voices were let go." in html
    assert f"{address}put-back" in html
    assert "hx-trigger" not in html, "nobody looks at what was let go"
    assert [voice.pk for voice in Voice.objects.filter(state__in=Voice.HEARD)] == [other.pk]
    client.post(f"{address}put-back")
    assert Voice.objects.filter(state__in=Voice.HEARD).count() == 3


def test_what_was_let_go_one_by_one_stays_let_go(user: User) -> None:
    for n in range(3):
        follows(user, f"https://{n}.example/feed")
    row = BroughtList.objects.create(owner=user, format="opml", at=timezone.now())
    Following.objects.update(brought=row)
    first = Voice.objects.order_by("pk")[0]
    earlier = utc_now() - timedelta(days=1)
    Voice.objects.filter(pk=first.pk).update(state=Voice.State.RELEASED, released_at=earlier)
    assert lists.take_out(row, utc_now()) == 2
    assert lists.put_back(row, utc_now()) == 2
    first.refresh_from_db()
    assert first.state == Voice.State.RELEASED


def test_a_voice_heard_elsewhere_too_stays(client: Client, user: User) -> None:
    row = BroughtList.objects.get(pk=upload(client)["Location"].split("/")[2])
    voice = Following.objects.filter(brought=row)[0].voice
    lists.take_out(row, utc_now())
    lists.put_back(row, utc_now())
    channel = Channel.objects.create(address="https://more.example/feed")
    Following.objects.create(owner=user, voice=voice, channel=channel, created_at=utc_now())
    assert lists.take_out(row, utc_now()) == 1
    voice.refresh_from_db()
    assert voice.state == Voice.State.ACTIVE


def test_two_lists_at_a_time_may_bring_the_same_labels(user: User) -> None:
    row = BroughtList.objects.create(owner=user, format="opml", at=timezone.now())
    outlines = read_list(OPML.encode()).entries
    for one in outlines:  # each as if it knew nothing of what the other brought
        lists._take(row, [one], utc_now())
    assert [label.name for label in user.labels.all()] == ["Teaching"]
    assert Voice.objects.filter(labels__name="Teaching").count() == 2
