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
from kith.queries import fitting, interests, judging, reading
from kith.queries.reading import Line, Where
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


def shown(rows: list[Line]) -> dict[str, str]:
    return {line.title: line.interest for line in fitting.shown(owner(), rows)}


def test_a_line_shows_the_most_important_interest_whose_terms_it_holds() -> None:
    memory = world()
    rows = reading.page(owner(), Where()).lines
    both, nothing = "Quizzes and slugs", {"A train": ""}
    alone = {"Retrieval practice for all": "Memory", "A quiz a day": "Memory"}
    alone["Compost in winter"] = "Gardens"
    gardens = Interest.objects.get(name="Gardens")
    acts.put(gardens, Interest.Weight.MOST, 0)
    assert shown(rows) == alone | nothing | {both: "Gardens"}
    acts.put(memory, Interest.Weight.MOST, 0)
    assert shown(rows) == alone | nothing | {both: "Memory"}
    about = {line.title: line.interest for line in fitting.shown(owner(), rows, about=memory.pk)}
    assert about[both] == "Gardens", "on the page of an interest that one goes without saying"
    acts.rest(gardens)
    assert shown(rows)["Compost in winter"] == ""
    assert all(not line.interest for line in fitting.shown(somebody(), rows))


@pytest.mark.parametrize(
    ("term", "title", "text", "holds"),
    [
        ("retrieval practice", "Retrieval-Practice!", "", True),
        ("retrieval practice", "On retrieval", "practice runs", False),
        ("quiz", "Quizzes", "", True),
        ("quiz", "A squiz", "", False),
        ("AI", "Paid aid", "", False),
        ("AI", "Nobody", "but an “AI”", True),
        ("café", "", "le CAFE", True),
        ("学习", "我学习了", "", True),
        ("…", "…", "…", False),
        ("slug", "", f"{'word ' * fitting.BEGINNING}slug", False),
        ("word", "", "x" * (fitting.BEGINNING - 2) + " wo", False),
        ("wo", "", "x" * (fitting.BEGINNING - 3) + " word", False),
    ],
)
def test_a_term_is_held_by_whole_words_where_an_entry_begins(
    term: str, title: str, text: str, holds: bool
) -> None:
    follow(A)
    hear(A, [post(1, title=title, content=f"<p>{text}</p>", url="https://a.example/1")])
    entry = mark(1).entry_id
    assert fitting.held([entry], {7: ["…", term]}) == {entry: [7] if holds else []}


def test_lines_ask_once_for_interests_and_once_for_texts() -> None:
    world()
    user, asked = owner(), []
    rows = reading.page(user, Where()).lines
    for some in (rows[:1], rows):
        with CaptureQueriesContext(connection) as made:
            fitting.shown(user, some)
        asked.append(len(made))
        acts.add(user, "Trains\nMuseums", NOW)
    assert asked == [2, 2]
    Interest.objects.all().delete()
    with CaptureQueriesContext(connection) as made:
        assert fitting.shown(user, rows) == rows
    assert len(made) == 1


def test_what_is_remembered_does_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    world()
    monkeypatch.setattr("kith.queries.judging.telling.REMEMBERED", 2)
    ids = list(Mark.objects.values_list("entry", flat=True))
    whole = {one: fit.interest for one, fit in fitting.best(owner(), ids, NOW).items()}
    for entry in ids:
        found = fitting.best(owner(), [entry], NOW)
        assert {one: fit.interest for one, fit in found.items()} == {
            one: interest for one, interest in whole.items() if one == entry
        }


def test_whoever_asks_and_whenever_an_entry_is_about_the_same() -> None:
    world()
    user = owner()
    ids = list(Mark.objects.values_list("entry", flat=True))
    marks.keep(mark(1), NOW)
    before = judging.best_interests(user, ids, NOW)
    marks.keep(mark(2), NOW)
    after = judging.best_interests(user, ids, NOW + timedelta(hours=2))
    judging.forget()  # another process
    assert judging.best_interests(user, ids, NOW + timedelta(hours=1)) == after
    marks.let_go(mark(2))
    assert judging.best_interests(user, ids, NOW) == before


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
        title = "Forgetting curve {}, found at midnight"
        hear(address, [post(first + n, title=title.format(first + n)) for n in (1, 2, 3)])
    follow("https://c.example/feed", name="Kim")
    hear("https://c.example/feed", [post(n, title=f"Compost {n}") for n in range(30, 36)])
    found = {one.label: one for one in interests.offers(user)}
    assert set(found) == {"Teaching/Memory", "Trains"}
    memory = found["Teaching/Memory"]
    assert (memory.name, memory.voices) == ("Memory", 2)
    assert set(memory.terms) == {"Memory", "Forgetting curve", "midnight"}, "found says nothing"
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
