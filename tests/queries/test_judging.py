"""What is offered, and why."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from kith.actions import deciding, features, notes, reading, roster
from kith.core.feeds import ParsedEntry
from kith.core.quoting import Quote
from kith.db.models import Interest, Mark, Session, User, Voice
from kith.queries import access, judging
from kith.queries.judging import Offer, candidates, desk
from tests.actions.world import NOW, follow, hear, mark, owner, post, somebody

pytestmark = pytest.mark.django_db

A, B, C = (f"https://{name}.example/feed" for name in "abc")
LATER = NOW + timedelta(minutes=1)

BEES = {
    "bees": "Pollen gathered from clover meadows",
    "hive honey": "Jars labelled for the market stall, amber and thick",
    "swarm in spring": "A cluster hung from the pear tree until evening",
    "honeycomb wax": "Candles poured during winter smell of summer",
    "queen bee and hive": "The old hive raised a new queen after the frost",
    "apiary": "Twelve boxes behind the churchyard wall",
}
TRAINS = {
    "trains": "Whistles across the valley at dawn",
    "railway timetable": "Departures printed on yellow paper, hourly",
    "night train": "Sleeping berths between Vienna and Rome",
    "locomotive steam": "Coal and boiler pressure in a museum shed",
    "railway bridge": "Iron girders over the gorge were painted red",
    "tram": "Overhead wires hum along the boulevard",
}
MORE = BEES | TRAINS


def said(number: int, title: str, hours: float = 0, **more: object) -> ParsedEntry:
    content = f"<p>{MORE.get(title, title)}.</p>"
    facts = {"title": title, "content": content, "published": NOW - timedelta(hours=hours + 1)}
    return post(number, **{**facts, **more})


def some(first: int, titles: Iterable[str]) -> list[ParsedEntry]:
    return [said(first + place, title, place) for place, title in enumerate(titles)]


@pytest.fixture(autouse=True)
def _heard(db: None) -> None:  # noqa: ARG001
    follow(A, name="Ada")
    follow(B, name="Bo")
    hear(A, some(10, BEES))
    hear(B, some(20, TRAINS))
    Mark.objects.update(state=Mark.State.UNREAD)
    features.catch_up(NOW)


def wants(name: str, *terms: str, user: User | None = None) -> Interest:
    return Interest.objects.create(owner=user or owner(), name=name, terms=terms, created_at=NOW)


def offered(user: User | None = None) -> list[Offer]:
    return judging.offers(user or owner(), NOW)


def titles() -> list[str]:
    return [one.title for one in offered()]


def test_what_was_named_comes_first() -> None:
    wants("Railways", "railway", "train", "locomotive")
    found = offered()
    assert len(found) == 12
    assert {one.voice_name for one in found[:3]} == {"Bo"}
    assert found[0].interest_name == "Railways"
    assert found[-1].interest is None
    wants("Beekeeping", "hive", "honey", "swarm", "bee")
    assert {one.interest_name for one in offered()[:8]} == {"Railways", "Beekeeping"}


def test_keeping_something_raises_what_is_like_it() -> None:
    before = titles().index("honeycomb wax")
    reading.keep(mark(11), NOW)
    reading.keep(mark(10), NOW)
    after = titles()
    assert after.index("honeycomb wax") < before or before == 0
    assert after.index("queen bee and hive") < after.index("railway bridge")


def test_not_for_me_lowers_what_is_like_it_and_a_skip_does_nothing() -> None:
    before = titles()
    reading.set_state(mark(25), Mark.State.ARCHIVED, NOW)
    assert titles() == [title for title in before if title != "tram"]
    reading.not_for_me(mark(21), NOW)
    assert titles()[-1] == "railway bridge"


def test_only_what_is_unread_of_voices_that_are_heard() -> None:
    reading.open_entry(mark(10), NOW)
    roster.let_go(Voice.objects.get(name="Bo"), NOW)
    assert set(titles()) == set(BEES) - {"bees"}


def test_what_was_read_makes_the_same_worth_less() -> None:
    follow(C, name="Cy")
    hear(C, [said(30, "night train", 1), said(31, "a poem of quinces", 1)])
    features.catch_up(NOW)
    for number in (20, 21, 22, 23, 24, 25):
        reading.set_state(mark(number), Mark.State.ARCHIVED, NOW)
    assert redundancy_of("night train") < 0.5
    reading.open_entry(mark(22), NOW)
    assert redundancy_of("night train") > 0.5
    assert redundancy_of("a poem of quinces") < 0.5
    reading.set_state(mark(22), Mark.State.ARCHIVED, NOW)
    assert redundancy_of("night train") < 0.5


def redundancy_of(title: str) -> float:
    return next(one.redundancy for one in offered() if one.title == title)


def test_a_story_is_shown_once_with_the_others_beside_it() -> None:
    follow(C, name="Cy")
    hear(C, [said(30, "locomotive steam", 2)])
    features.catch_up(NOW)
    (shown,) = [one for one in offered() if one.title == "locomotive steam"]
    assert [one.voice_name for one in shown.also] in (["Bo"], ["Cy"])
    assert shown.voice_name not in [one.voice_name for one in shown.also]


def test_a_story_that_is_found_later_is_folded_then() -> None:
    follow(C, name="Cy")
    hear(C, [said(30, "locomotive steam", 2)])
    assert [one.title for one in offered()].count("locomotive steam") == 2
    features.catch_up(NOW)
    reading.keep(mark(10), NOW)
    assert [one.title for one in offered()].count("locomotive steam") == 1


def test_what_its_author_changed_is_judged_as_it_is_now() -> None:
    wants("Railways", "railway", "train", "locomotive")
    assert titles()[0] != "honeycomb wax"
    hear(A, [said(13, "honeycomb wax", 3, content="<p>Railway, train and locomotive.</p>")])
    assert titles()[0] != "honeycomb wax"
    features.catch_up(NOW)
    assert "honeycomb wax" in titles()[:3]
    found = next(one for one in offered() if one.title == "honeycomb wax")
    assert found.features == candidates.profiles([found.entry])[found.entry]


def test_reading_one_entry_does_not_judge_the_others_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "NEWEST", 4)
    there = candidates.candidates(owner())
    before, _ = desk.desk(owner(), NOW)
    reading.open_entry(mark(10), NOW)
    assert not set(candidates.candidates(owner())) <= set(there)
    after, _ = desk.desk(owner(), NOW)
    assert after.base is before.base
    assert after.compared.covers == {mark(10).entry_id}


def test_trust_raises_and_lowers() -> None:
    bo = Voice.objects.get(name="Bo")
    usual = {one.entry: one.value for one in offered()}
    roster.trust(bo, Voice.Trust.SALT)
    assert all(one.value < usual[one.entry] for one in offered() if one.voice == bo.pk)
    roster.trust(bo, Voice.Trust.TRUSTED)
    assert all(one.value > usual[one.entry] for one in offered() if one.voice == bo.pk)


def test_what_the_worker_has_not_come_to_is_offered_all_the_same() -> None:
    follow(C, name="Cy")
    hear(C, [said(30, "a poem of quinces")])
    assert "a poem of quinces" in titles()


def test_rare_voices_do_not_drown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "NEWEST", 4)
    follow(C, name="Cy")
    hear(C, [said(40 + n, f"old words {n}", 900 + n) for n in range(5)])
    found = offered()
    assert len([one for one in found if one.voice_name == "Cy"]) == candidates.RARE
    assert len(found) <= 4 + 3 * candidates.RARE


def test_the_same_question_has_the_same_answer() -> None:
    wants("Railways", "railway")
    first = offered()
    judging.forget()
    assert offered() == first


def test_others_change_nothing() -> None:
    other = somebody()
    follow(A, user=other)
    reading.keep(Mark.objects.filter(owner=other)[0], NOW)
    wants("Railways", "railway", user=other)
    assert {one.interest for one in offered()} == {None}
    assert {one.title for one in offered(other)} <= set(BEES)


def test_questions_do_not_grow_with_rows(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    wants("Railways", "railway")
    offered()
    with django_assert_max_num_queries(14):
        offered()


def why(number: int) -> judging.Why:
    return judging.why(access.mark(owner(), mark(number).entry_id), NOW)


def test_why_names_interest_place_and_parts() -> None:
    wants("Railways", "railway", "train", "locomotive")
    told = why(21)
    assert (told.title, told.voice_name) == ("railway timetable", "Bo")
    assert told.interest_name == "Railways"
    assert 1 <= told.place <= told.of == 12
    assert any(part.raised for part in told.parts)
    last = why(10)
    assert last.place > told.place
    assert [one.code for one in last.not_now] == ["others-first"]
    assert last.not_now[0].params == {"n": last.place - 1, "of": 12}


def test_to_ask_of_an_entry_is_no_answer() -> None:
    wants("Railways", "railway", "train", "locomotive")
    before = why(10)
    Session.objects.create(owner=owner(), day=NOW.date(), minutes=20, made_at=NOW)
    reading.open_entry(mark(10), NOW + timedelta(minutes=1))
    told = why(10)
    assert [(one.code, one.params["of"]) for one in told.not_now] == [("others-first", 12)]
    assert told.not_now[0].params == before.not_now[0].params


def test_what_is_about_no_interest_is_not_raised_by_what_one_asks_for() -> None:
    wants("Railways", "railway", "train", "locomotive")
    assert (why(10).interest, why(21).interest_name) == (None, "Railways")
    assert "weight" not in {part.signal for part in why(10).parts}


def test_why_names_the_nearest_piece_that_was_kept() -> None:
    reading.keep(mark(11), NOW)
    notes_on = why(14)
    assert notes_on.nearest
    assert (notes_on.nearest.title, notes_on.nearest.at) == ("hive honey", NOW)


def test_what_was_kept_is_no_reason_for_itself() -> None:
    reading.keep(mark(11), NOW)
    reading.keep(mark(14), NOW)
    told = why(11)
    assert told.nearest
    assert told.nearest.entry == mark(14).entry_id
    reading.let_go(mark(14))
    assert why(11).nearest is None


def test_why_says_what_was_read_and_what_was_settled() -> None:
    follow(C, name="Cy")
    hear(C, [said(30, "night train", 1)])
    features.catch_up(NOW)
    reading.open_entry(mark(22), NOW)
    told = why(30)
    assert told.read
    assert told.read.title == "night train"
    assert "same-read" in [one.code for one in told.not_now]
    assert [one.code for one in why(22).not_now] == ["read-already"]
    reading.not_for_me(mark(23), NOW)
    assert [one.code for one in why(23).not_now] == ["not-for-me"]


def test_what_was_read_is_no_repetition_of_itself() -> None:
    reading.open_entry(mark(10), NOW)
    offered()
    reading.open_entry(mark(22), NOW)
    assert not [one for one in why(22).parts if one.signal == "novelty"]
    assert why(22).read is None


def test_best_interests_of_any_entries() -> None:
    railways = wants("Railways", "railway", "train", "locomotive")
    reading.open_entry(mark(24), NOW)
    entries = [mark(number).entry_id for number in (10, 21, 24)]
    assert judging.best_interests(owner(), entries, NOW) == {
        entries[1]: railways.pk,
        entries[2]: railways.pk,
    }


def test_figures_of_a_voice() -> None:
    reading.open_entry(mark(20), NOW)
    reading.spend(mark(20), 130)
    reading.keep(mark(21), NOW)
    bo = Voice.objects.get(name="Bo")
    told = judging.figures(bo, NOW)
    assert (told.offered, told.opened, told.kept, told.minutes) == (6, 1, 1, 2)
    assert (told.new, told.last) == (None, 0)
    hear(B, [said(50 + n, "night train", n + 20) for n in range(6)])
    features.catch_up(NOW)
    told = judging.figures(bo, NOW)
    assert told.last == 11
    assert told.returns >= 5


def test_tuning_is_in_words_and_a_reset_forgets_what_was_done() -> None:
    user = owner()
    reading.keep(mark(11), NOW)
    kept = titles()
    user.preferences["profile_since"] = LATER.isoformat()
    user.save()
    assert titles() != kept or kept
    assert why(14).nearest is None
    user.preferences["signals"] = {"freshness": "off", "words": "nonsense"}
    told = judging.tuning(user)
    assert (told["freshness"], told["words"], told["trust"]) == ("off", "normal", "normal")


def test_highlights_count() -> None:
    found = access.mark(owner(), mark(11).entry_id)
    assert notes.highlight(found, found.entry.content, Quote("market stall"), NOW)
    assert why(14).nearest


def test_nothing_unread_is_no_trouble() -> None:
    assert offered(somebody()) == []
    wants("Railways", "railway")
    Mark.objects.filter(owner=owner()).update(state=Mark.State.READ, read_at=NOW)
    assert offered() == []
    told = why(21)
    assert (told.place, told.of) == (0, 0)
    assert [one.code for one in told.not_now] == ["read-already"]


def test_what_rests_says_so_and_nothing_else() -> None:
    voice = mark(14).voice
    deciding.rest(voice, None, NOW)
    assert [one.code for one in why(14).not_now] == ["voice-rests"]
    roster.let_go(voice, NOW)
    assert [one.code for one in why(14).not_now] == ["voice-released"]


def test_before_anything_was_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kith.queries.judging.spaces.counted", lambda: None)
    wants("Railways", "railway", "train", "locomotive")
    assert offered()[0].interest_name == "Railways"
    assert why(21).of == 12
    assert judging.figures(Voice.objects.get(name="Bo"), NOW).offered == 6


def test_a_verdict_is_forgotten_when_others_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kith.queries.judging.desk.READERS", 1)
    first, other = offered(), somebody()
    assert offered(other) == []
    assert offered() == first
