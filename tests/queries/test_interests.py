"""What an account wants to learn about, and how it fares."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.actions import interests as acts
from kith.actions import reading as marks
from kith.actions import roster
from kith.actions.roster import Speaking
from kith.db.models import Interest, Mark, User, Voice
from kith.queries import fitting, interests, judging
from tests.actions.world import NOW, follow, hear, mark, owner, post, somebody

pytestmark = pytest.mark.django_db
A, B = "https://a.example/feed", "https://b.example/feed"
WEEK = timedelta(days=7)


def about(number: int, title: str, words: int = 238, **facts: object) -> object:
    text = f"<p>{'word ' * words}</p>"
    return post(number, title=title, content=text, published=NOW - timedelta(hours=number), **facts)


def world() -> Interest:
    """Two voices, three entries about memory, one about gardens, one about neither."""
    follow(A, name="Ines")
    follow(B, name="Jun")
    said = ["Retrieval practice for all", "A quiz a day", "Compost in winter"]
    hear(A, [about(n, title) for n, title in enumerate(said, 1)])  # type: ignore[misc]
    hear(B, [about(4, "Quizzes and slugs"), about(5, "A train")])  # type: ignore[list-item]
    Mark.objects.update(state=Mark.State.UNREAD)
    (row,) = acts.add(owner(), "Memory: retrieval practice, quiz", NOW)
    acts.add(owner(), "Gardens: compost, slugs", NOW)
    return row


def titles(row: Interest) -> list[str]:
    return [line.title for line in interests.about(owner(), row, NOW).new]


def test_what_is_new_is_what_holds_one_of_its_terms_the_newest_first() -> None:
    row = world()
    assert titles(row) == ["Retrieval practice for all", "A quiz a day", "Quizzes and slugs"]
    marks.set_state(mark(2), Mark.State.READ, NOW)
    assert titles(row) == ["Retrieval practice for all", "Quizzes and slugs"]


def test_an_interest_without_terms_that_can_be_found_has_nothing() -> None:
    row = world()
    Interest.objects.filter(pk=row.pk).update(terms=["…"])
    row.refresh_from_db()
    assert titles(row) == []


def test_what_was_kept_and_who_speaks_about_it() -> None:
    row = world()
    marks.keep(mark(2), NOW)
    page = interests.about(owner(), row, NOW)
    assert [line.title for line in page.kept] == ["A quiz a day"]
    assert [(one.name, one.pieces) for one in page.voices] == [("Ines", 2), ("Jun", 1)]
    assert page.voices[0].share == pytest.approx(2 / 3)
    assert (page.pieces, page.others, page.more_new) == (3, 0, False)


def test_each_list_ends() -> None:
    row = world()
    hear(A, [about(n, f"Quiz {n}") for n in range(10, 30)])  # type: ignore[misc]
    Mark.objects.update(state=Mark.State.UNREAD, kept_at=NOW)
    page = interests.about(owner(), row, NOW)
    assert (len(page.new), page.more_new) == (interests.SHOWN, True)
    assert (len(page.kept), page.more_kept) == (interests.SHOWN, True)


def test_a_released_voice_is_heard_no_longer_but_what_was_kept_stays() -> None:
    row = world()
    marks.keep(mark(1), NOW)
    roster.let_go(Voice.objects.get(name="Ines"), NOW)
    page = interests.about(owner(), row, NOW)
    assert [line.title for line in page.new] == ["Quizzes and slugs"]
    assert [line.title for line in page.kept] == ["Retrieval practice for all"]
    assert [one.name for one in page.voices] == ["Jun"]


def test_an_entry_shows_its_best_interest_and_those_that_rest_none() -> None:
    memory = world()
    ids = list(Mark.objects.filter(owner=owner()).values_list("entry", flat=True))

    def best() -> dict[str, str]:
        found = fitting.best(owner(), ids, NOW)
        names = dict(Mark.objects.values_list("entry", "entry__title"))
        return {names[entry]: one.interest.name for entry, one in found.items() if not one.near}

    assert best() == {
        "Retrieval practice for all": "Memory",
        "A quiz a day": "Memory",
        "Compost in winter": "Gardens",
        "Quizzes and slugs": best()["Quizzes and slugs"],
    }
    assert best()["Quizzes and slugs"] in {"Memory", "Gardens"}, "it holds a term of both"
    acts.rest(memory)
    assert best() == {"Compost in winter": "Gardens", "Quizzes and slugs": "Gardens"}
    assert fitting.best(somebody(), ids, NOW) == {}


def test_attention_is_what_was_read_against_what_was_asked_for() -> None:
    memory = world()
    acts.put(memory, Interest.Weight.MOST, 0)
    marks.set_state(mark(1), Mark.State.READ, NOW)
    marks.set_state(mark(2), Mark.State.READ, NOW - 2 * WEEK)
    marks.set_state(mark(3), Mark.State.READ, NOW)
    Mark.objects.filter(pk=mark(3).pk).update(seconds=180)
    found = interests.attention(owner(), NOW - WEEK, NOW)
    got = found[memory.pk]
    assert (got.pieces, got.minutes, got.share) == (1, 1, 0.25)
    assert got.asked == pytest.approx(2 / 3)
    gardens = found[Interest.objects.get(name="Gardens").pk]
    assert (gardens.pieces, gardens.minutes, gardens.share) == (1, 3, 0.75)


def test_nothing_read_is_no_attention() -> None:
    memory = world()
    acts.rest(memory)
    got = interests.attention(owner(), NOW, NOW)[memory.pk]
    assert got == interests.Attention(asked=0.0)
    assert interests.attention(somebody(), NOW, NOW) == {}


def test_terms_are_proposed_from_an_entry() -> None:
    world()
    assert interests.proposed(owner(), mark(3))[0] == "Compost"


def labelled(user: User, name: str, address: str, *labels: str) -> None:
    roster.follow(user, [Speaking(address)], NOW, name=name, labels=labels)


def test_labels_are_offered_with_terms_that_their_voices_share() -> None:
    user = owner()
    labelled(user, "Ines", A, "Teaching/Memory")
    labelled(user, "Jun", B, "Teaching/Memory", "Trains")
    for number, address in enumerate((A, B)):
        first = 10 * number
        hear(address, [post(first + n, title=f"Forgetting curve {first + n}") for n in (1, 2, 3)])
    follow("https://c.example/feed", name="Kim")
    hear("https://c.example/feed", [post(n, title=f"Compost {n}") for n in range(30, 36)])
    found = {one.label: one for one in interests.offers(user)}
    assert set(found) == {"Teaching/Memory", "Trains"}
    memory = found["Teaching/Memory"]
    assert (memory.name, memory.voices) == ("Memory", 2)
    assert memory.terms[:2] == ["Memory", "Forgetting curve"]
    acts.add(user, "memory\ntrains", NOW)
    assert interests.offers(user) == []
    assert not interests.has_offers(user)


def test_a_label_nobody_speaks_for_yet_is_offered_by_its_name() -> None:
    labelled(owner(), "Ines", A, "Museums")
    (offer,) = interests.offers(owner())
    assert offer.terms == ["Museums"]
    assert interests.offers(somebody()) == []


def test_what_holds_no_term_is_near_an_interest_at_the_most() -> None:
    memory = world()
    hear(B, [about(n, f"Practise retrieving, chapter {n}") for n in range(10, 16)])  # type: ignore[misc]
    ids = list(Mark.objects.values_list("entry", flat=True))
    found = fitting.best(owner(), ids, NOW)
    holds = set(fitting.holding(Mark.objects.all(), memory).values_list("entry", flat=True))
    fits = {entry for entry in ids if entry in found and not found[entry].near}
    gardens = Interest.objects.get(name="Gardens")
    other = set(fitting.holding(Mark.objects.all(), gardens).values_list("entry", flat=True))
    assert fits == holds | other


def test_questions_do_not_grow_with_rows() -> None:
    row, asked = world(), []
    for _ in range(2):
        Mark.objects.filter(entry__title__startswith="Quiz").update(
            state=Mark.State.READ, read_at=NOW
        )
        judging.forget()
        with CaptureQueriesContext(connection) as questions:
            interests.about(owner(), row, NOW)
            interests.attention(owner(), NOW - WEEK, NOW)
        asked.append(len(questions))
        hear(A, [about(n, f"Quiz {n}") for n in range(50, 60)])  # type: ignore[misc]
        acts.add(owner(), "One more\nAnother", NOW)
    assert asked[1] <= asked[0]
