"""Two voices become one and part again, and nothing is lost."""

import random
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model

from kith.actions import exchanges, joining, moving, roster
from kith.actions.joining import join, part, split
from kith.actions.roster import Speaking
from kith.core import joining as attributes
from kith.core.exchanges import KINDS
from kith.core.problems import Trouble
from kith.db.models import (
    Address,
    Answer,
    Asking,
    BroughtContact,
    BroughtContacts,
    Channel,
    Decision,
    Entry,
    Exchange,
    Following,
    Joining,
    Mark,
    Occasion,
    Particulars,
    Promise,
    Proposal,
    Question,
    Session,
    Step,
    Thanks,
    Thread,
    Voice,
)
from tests.actions.world import NOW, follow, hear, owner, post, posts, somebody

pytestmark = pytest.mark.django_db

A, B, C = (f"https://{name}.example/feed" for name in "abc")
DAY = timedelta(days=1)
LATER = NOW + DAY


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, but for those that tell of joinings."""
    tables: Iterable[type[Model]]
    tables = apps.get_app_config("db").get_models(include_auto_created=True)
    shown = (table for table in tables if table is not Joining)
    return {
        table.__name__: sorted(
            ({**row, "id": 0} if table._meta.auto_created else row for row in rows), key=repr
        )
        for table in shown
        for rows in [table._default_manager.values()]
    }


def told(voice: Voice) -> Voice:
    """The voice as it is now."""
    return Voice.objects.get(pk=voice.pk)


def mine(voice: Voice) -> list[str]:
    """What was heard of a voice."""
    marks = Mark.objects.filter(voice=voice).order_by("entry__guid")
    return list(marks.values_list("entry__guid", flat=True))


class Network:
    """Some voices of an account, with a bit of everything, drawn by lot."""

    def __init__(self, seed: int, size: int = 4) -> None:
        self.lot = random.Random(seed)
        self.user = owner()
        self.voices = [self.voice(number) for number in range(size)]
        self.session = Session.objects.create(
            owner=self.user, day=NOW.date(), minutes=20, made_at=NOW
        )
        self.question = Question.objects.create(owner=self.user, text="Why?", created_at=NOW)
        self.contacts = BroughtContacts.objects.create(owner=self.user, format="vcard", at=NOW)
        for voice in self.voices:
            self.know(voice)
        for voice in self.voices:
            self.pass_between(voice)
            exchanges.sum_up(voice, NOW)

    def some(self, of: Any) -> list[Any]:
        return self.lot.sample(list(of), self.lot.randint(0, len(of)))

    def voice(self, number: int) -> Voice:
        addresses = [f"https://v{number}.example/{c}" for c in range(self.lot.randint(0, 2))]
        speaking = [Speaking(address) for address in addresses]
        labels = self.some(["Reading", "Maths", "Tea"])
        found = roster.follow(self.user, speaking, NOW, name=f"V{number}", labels=labels).voice
        for address in addresses:
            said = [post(100 * number + n) for n in range(self.lot.randint(0, 8))]
            hear(address, said)
        return found

    def know(self, voice: Voice) -> None:
        """What an account has written of a voice."""
        lot = self.lot
        voice.created_at = NOW - lot.randint(0, 5) * DAY
        voice.state = lot.choice(["active", "trial", "resting", "released"])
        voice.circle, voice.touch = lot.choice(["", "inner"]), lot.choice(["", "weekly"])
        voice.touch_since = lot.choice([None, NOW - DAY])
        voice.roles, voice.knows = self.some(["peer", "mentor"]), self.some(["tea", "maths"])
        voice.notes, voice.why = lot.choice(["", f"Of {voice.name}."]), lot.choice(["", "Because."])
        voice.led_by = lot.choice([None, *self.voices])
        voice.led_by = None if voice.led_by == voice else voice.led_by
        voice.cadence, voice.trust = (
            lot.choice(["daily", "as-it-happens"]),
            lot.choice(["any", "salt"]),
        )
        voice.save()
        voice.communities.set(one for one in self.some(self.voices) if one != voice)
        for key in self.some(["jana@post.example", "+32 1", "https://code.example/jana"]):
            Address.objects.create(
                owner=self.user, voice=voice, kind="mail", label=voice.name, value=key, key=key
            )
        if lot.random() < 0.7:
            Particulars.objects.create(owner=self.user, voice=voice, nickname=voice.name)
        for day in self.some([1, 2]):
            Occasion.objects.create(owner=self.user, voice=voice, kind="birthday", month=3, day=day)

    def pass_between(self, voice: Voice) -> None:
        """What passed between the account and a voice."""
        user, lot = self.user, self.lot
        entries = Entry.objects.filter(marks__voice=voice)
        for n in range(lot.randint(0, 3)):
            kind = lot.choice(sorted(KINDS))
            exchange = Exchange.objects.create(
                owner=user,
                voice=voice,
                kind=kind,
                direction=KINDS[kind].directions[0],
                at=NOW - lot.randint(0, 200) * DAY,
                entry=lot.choice([None, *entries]),
                created_at=NOW,
            )
            Promise.objects.create(owner=user, voice=voice, text="To call", made_at=NOW)
            Thanks.objects.create(
                owner=user, voice=voice, reason="Help", created_at=NOW, exchange=exchange
            )
            Decision.objects.create(owner=user, voice=voice, what="keep", at=NOW)
            Asking.objects.create(question=self.question, voice=voice, at=NOW)
            Answer.objects.create(question=self.question, voice=voice, at=NOW)
            BroughtContact.objects.create(brought=self.contacts, card={}, voice=voice)
            Step.objects.create(
                session=self.session,
                order=1,
                verb="thank",
                group="give",
                subject=f"voice:{voice.pk}:{n}",
                title="To thank",
                voice=voice,
                minutes=1,
                because=[],
            )
        for address in voice.followings.values_list("channel", flat=True):
            Thread.objects.create(
                owner=user, channel_id=address, voice=voice, address="x", watched_at=NOW
            )
        other = lot.choice(self.voices)
        if other != voice:
            pair = sorted([voice.pk, other.pk])
            Proposal.objects.get_or_create(
                one_id=pair[0], other_id=pair[1], defaults={"owner": user, "found_at": NOW}
            )


@pytest.mark.parametrize("seed", range(10))
def test_joined_and_parted_is_as_it_was_before(seed: int) -> None:
    network = Network(seed)
    stays, goes = network.lot.sample(network.voices, 2)
    before = everything()
    one = join(stays, goes, LATER)
    assert part(one, NOW)
    assert everything() == before


@pytest.mark.parametrize("seed", range(10, 18))
def test_several_joinings_can_be_taken_apart_in_any_order(seed: int) -> None:
    network = Network(seed, size=5)
    before = everything()
    made: list[Joining] = []
    states = [before]
    while len(made) < 3:
        stays, goes = network.lot.sample(network.voices, 2)
        if told(stays).joined_to or told(goes).joined_to:
            goes, stays = stays, goes
        one = join(stays, goes, NOW)
        if one not in made:
            made.append(one)
            states.append(everything())
    assert part(made[-1], NOW)
    assert everything() == states[-2], "the last one is undone as if it had never been"
    made.pop()
    network.lot.shuffle(made)
    for one in made:
        assert part(one, NOW)
    assert everything() == before


@pytest.mark.parametrize("seed", range(20, 26))
def test_to_part_two_is_as_if_they_had_never_been_joined(seed: int) -> None:
    network = Network(seed, size=6)
    voices = network.lot.sample(network.voices, 6)
    pairs = list(zip(voices[::2], voices[1::2], strict=True))
    made = [join(*pair, NOW) for pair in pairs]
    states = [everything()]
    for one in made:
        part(one, NOW)
        states.append(everything())
    for n, wanted in enumerate(states):
        for one in Joining.objects.filter(undone_at=None).order_by("-pk"):
            part(one, NOW)
        for pair in pairs[n:]:
            join(*pair, NOW)
        assert everything() == wanted, n


@pytest.mark.parametrize("seed", range(3))
def test_all_that_was_theirs_is_the_one_that_stays(seed: int) -> None:
    network = Network(seed)
    stays, goes = network.lot.sample(network.voices, 2)
    counted = {
        name: table.objects.filter(voice__in=[stays, goes]).count()
        for name, table in {**moving.ROWS, "marks": Mark}.items()
    }
    join(stays, goes, NOW)
    for name, table in {**moving.ROWS, "marks": Mark}.items():
        assert not table.objects.filter(voice=goes).exists(), name
        if name not in moving.ALIKE:
            assert table.objects.filter(voice=stays).count() == counted[name], name
    gone = told(goes)
    assert (gone.state, gone.joined_to) == (Voice.State.JOINED, stays)
    assert (gone.touch_due_at, gone.last_exchange_at, gone.passed) == (None, None, {})
    assert not gone.communities.exists()
    assert not gone.members.exists()
    assert not Voice.objects.filter(led_by=goes).exists()
    assert stays not in told(stays).communities.all()
    assert told(stays).led_by != stays


def test_every_table_that_names_a_voice_is_thought_of() -> None:
    """A new table with a voice belongs into moving.ROWS, or here with what is done about it."""
    rows = {(table, "voice") for table in moving.ROWS.values()}
    known = rows | {
        (Mark, "voice"),  # by their channels
        (Voice, "joined_to"),  # a voice that was joined stays with what it was joined to
        (Voice, "led_by"),
        (Proposal, "one"),
        (Proposal, "other"),
        (Joining, "stays"),
        (Joining, "goes"),
    }
    relations: list[Any] = [
        field
        for field in Voice._meta.get_fields(include_hidden=True)
        if field.auto_created and not field.concrete
    ]
    found = {
        (one.related_model, one.field.name)
        for one in relations
        if not one.many_to_many and not one.related_model._meta.auto_created
    }
    assert found == known
    assert {one.field.name for one in relations if one.many_to_many} == {"communities"}
    assert {field.name for field in Voice._meta.many_to_many} == {"communities", "labels"}


def test_every_attribute_of_a_voice_is_thought_of() -> None:
    """A new attribute belongs into one of the rules of core.joining."""
    summed_up = {"passed", "last_exchange_at", "touch_due_at"}
    columns = {field.attname for field in Voice._meta.concrete_fields}
    assert columns - {"id", "owner_id", "joined_to_id"} - summed_up == set(attributes.ALL)


def two() -> tuple[Voice, Voice]:
    """Two voices that have spoken."""
    one, other = follow(A, name="Jana Novak"), follow(B, name="jana")
    hear(A, posts(2))
    hear(B, [post(11), post(12)])
    return one, other


def test_what_is_said_since_goes_with_its_channel() -> None:
    stays, goes = two()
    one = join(stays, goes, NOW)
    hear(B, [post(13), post(12)], LATER)
    hear(A, [post(3), post(2)], LATER)
    assert mine(stays) == ["urn:1", "urn:11", "urn:12", "urn:13", "urn:2", "urn:3"]
    part(one, LATER)
    assert mine(goes) == ["urn:11", "urn:12", "urn:13"]
    assert mine(stays) == ["urn:1", "urn:2", "urn:3"]


def test_what_passed_since_stays_with_the_voice_it_came_to() -> None:
    stays, goes = two()
    early = exchanges.just_did(goes, NOW)
    one = join(stays, goes, NOW)
    late = exchanges.just_did(told(stays), LATER)
    assert told(stays).last_exchange_at == LATER
    Address.objects.create(
        owner=owner(), voice=stays, kind="mail", value="j@post.example", key="j@post.example"
    )
    part(one, LATER)
    assert list(Exchange.objects.filter(voice=stays)) == [late]
    assert list(Exchange.objects.filter(voice=goes)) == [early]
    assert (told(stays).last_exchange_at, told(goes).last_exchange_at) == (LATER, NOW)
    assert Address.objects.get().voice == stays


def test_what_was_taken_away_since_stays_away() -> None:
    stays, goes = two()
    exchange = exchanges.just_did(goes, NOW)
    one = join(stays, goes, NOW)
    exchange.refresh_from_db()
    exchanges.forget(exchange, LATER)
    roster.let_go_channel(Following.objects.get(channel__address=B), LATER)
    part(one, LATER)
    assert not Exchange.objects.exists()
    assert told(goes).state in Voice.HEARD
    assert mine(goes) == ["urn:11", "urn:12"], "its history is its own"


def test_a_channel_on_which_both_were_heard() -> None:
    stays, goes = follow(A, C, name="Jana"), follow(B, name="Other")
    hear(C, posts(3))
    roster.let_go_channel(Following.objects.get(channel__address=C), NOW)
    roster.follow(owner(), [Speaking(C)], NOW, voice=goes)
    hear(C, [post(4), *posts(3)], LATER)
    assert (mine(stays), mine(goes)) == (["urn:1", "urn:2", "urn:3"], ["urn:4"])
    one = join(stays, goes, LATER)
    hear(C, [post(5), post(4)], LATER + DAY)
    part(one, LATER + DAY)
    assert (mine(stays), mine(goes)) == (["urn:1", "urn:2", "urn:3"], ["urn:4", "urn:5"])


def test_a_channel_that_is_not_followed_any_more_goes_back_as_far_as_it_was_heard() -> None:
    stays, goes = follow(A, name="Jana"), follow(B, C, name="Other")
    hear(C, posts(2))
    roster.let_go_channel(Following.objects.get(channel__address=C), NOW)
    one = join(stays, goes, NOW)
    roster.follow(owner(), [Speaking(C)], NOW, voice=told(stays))
    hear(C, [post(3), *posts(2)], LATER)
    part(one, LATER)
    assert (mine(stays), mine(goes)) == (["urn:3"], ["urn:1", "urn:2"])


def test_a_channel_that_has_moved_meanwhile_goes_back_as_well() -> None:
    stays, goes = two()
    one = join(stays, goes, NOW)
    following = Following.objects.get(channel__address=B)
    roster.replace_address(following, Speaking(C), LATER)
    hear(C, [post(21)], LATER)
    part(one, LATER)
    assert mine(goes) == ["urn:11", "urn:12", "urn:21"]


def test_to_join_twice_is_harmless_and_to_part_twice_too() -> None:
    stays, goes = two()
    one = join(stays, goes, NOW)
    assert join(stays, goes, LATER) == one
    assert join(goes, stays, LATER) == one
    assert part(one, LATER)
    after = everything()
    assert not part(one, LATER)
    assert everything() == after


def test_to_join_again_tells_how_these_two_became_one() -> None:
    stays, goes = two()
    third, fourth = follow(C, name="Third"), follow("https://d.example/feed", name="Fourth")
    one = join(stays, goes, NOW)
    other = join(third, fourth, NOW)
    last = join(stays, third, NOW)
    assert join(stays, goes, LATER) == one
    assert join(fourth, third, LATER) == other
    for pair in ((stays, fourth), (goes, third), (fourth, goes)):
        assert join(*pair, LATER) == last
    for voice in (stays, goes):
        with pytest.raises(Trouble) as trouble:
            join(voice, voice, LATER)
        assert trouble.value.problem.code == "join-itself"


def test_to_part_two_leaves_what_has_nothing_to_do_with_them(
    django_assert_max_num_queries: Any,
) -> None:
    user = owner()
    names = [(f"A{n}", f"B{n}") for n in range(9)]
    made = [[roster.follow(user, [], NOW, name=name).voice for name in pair] for pair in names]
    pairs = [(one, other) for one, other in made]
    one, *others = [join(*pair, NOW) for pair in pairs]
    join(pairs[0][0], pairs[8][0], NOW)
    before = {row.pk: row.before for row in Joining.objects.filter(pk__in=[o.pk for o in others])}
    with django_assert_max_num_queries(250):  # of three joinings, not of ten
        assert part(one, LATER)
    again = Joining.objects.filter(pk__in=before).exclude(undone_at=None)
    assert not again.exists()
    assert {row.pk: row.before for row in Joining.objects.filter(pk__in=before)} == before
    assert told(pairs[0][1]).joined_to is None
    assert told(pairs[8][0]).joined_to == pairs[0][0]


def test_a_voice_brings_along_what_it_was_joined_to() -> None:
    stays, goes = two()
    third = follow(C, name="Third")
    hear(C, posts(1))
    join(stays, goes, NOW)
    join(third, goes, NOW)
    assert told(stays).joined_to == third
    assert told(goes).joined_to == stays
    assert Following.objects.filter(voice=third).count() == 3


def test_a_voice_is_not_joined_to_itself_nor_to_what_was_kept() -> None:
    from kith.actions.keeping import KIND

    stays, goes = two()
    with pytest.raises(Trouble) as trouble:
        join(stays, stays, NOW)
    assert trouble.value.problem.code == "join-itself"
    kept = roster.follow(owner(), [Speaking(Channel.kept_by(owner().pk), KIND)], NOW).voice
    for pair in ((stays, kept), (kept, goes)):
        with pytest.raises(Trouble) as trouble:
            join(*pair, NOW)
        assert trouble.value.problem.code == "join-kept"
    assert not Joining.objects.exists()


def test_a_proposal_comes_true_and_is_as_it_was_when_they_part() -> None:
    stays, goes = two()
    row = Proposal.objects.create(owner=owner(), one=stays, other=goes, found_at=NOW)
    for state in (Proposal.State.OPEN, Proposal.State.REFUSED):
        Proposal.objects.update(state=state)
        one = join(goes, stays, NOW)
        row.refresh_from_db()
        assert row.state == Proposal.State.JOINED
        part(one, NOW)
        row.refresh_from_db()
        assert row.state == state


def test_one_voice_becomes_two_and_one_again() -> None:
    network = Network(3)
    voice = follow(A, B, name="Jana")
    hear(A, posts(2))
    hear(B, [post(11), post(12)])
    roster.put_labels(voice, ["Tea"])
    entry = Entry.objects.get(guid="urn:11")
    about = exchanges.record(voice, exchanges.Happened("comment", "given", NOW, entry=entry), NOW)
    exchanges.just_did(voice, NOW)
    before = everything()
    new = split(voice, [Following.objects.get(channel__address=B)], LATER, name="Notes")
    assert (mine(voice), mine(new)) == (["urn:1", "urn:2"], ["urn:11", "urn:12"])
    assert list(Exchange.objects.filter(voice=new)) == [about]
    assert Exchange.objects.filter(voice=voice).count() == 1
    now = told(voice)
    assert (new.name, new.kind, new.state) == ("Notes", now.kind, now.state)
    assert [label.name for label in new.labels.all()] == ["Tea"]
    hear(B, [post(13), post(12)], LATER)
    assert mine(new) == ["urn:11", "urn:12", "urn:13"]
    join(voice, new, NOW)
    Entry.objects.filter(guid="urn:13").delete()
    after = everything()
    after["Voice"] = [row for row in after["Voice"] if row["id"] != new.pk]
    for name in ("Voice", "Following", "Mark", "Exchange"):
        assert after[name] == before[name], name
    assert network.user == owner()


def test_to_split_one_must_stay_and_one_must_go() -> None:
    voice = follow(A, B)
    both = list(Following.objects.order_by("pk"))
    stranger = follow(C, user=somebody())
    foreign = list(Following.objects.filter(voice=stranger))
    for chosen in ([], both, foreign):
        with pytest.raises(Trouble) as trouble:
            split(voice, chosen, NOW)
        assert trouble.value.problem.code == "split-nothing"
    assert Voice.objects.count() == 2


def test_what_was_stored_just_while_they_were_joined_is_gathered() -> None:
    stays, goes = two()
    one = join(stays, goes, NOW)
    Mark.objects.filter(entry__guid="urn:12").update(voice=goes)
    assert joining.gather() == 1
    assert joining.gather() == 0
    assert mine(stays) == ["urn:1", "urn:11", "urn:12", "urn:2"]
    part(one, LATER)
    assert joining.gather() == 0
    assert mine(goes) == ["urn:11", "urn:12"]


def test_others_are_left_alone() -> None:
    stays, goes = two()
    stranger = somebody()
    follow(B, user=stranger)
    before = [row for row in everything()["Mark"] if row["owner_id"] == stranger.pk]
    assert before
    join(stays, goes, NOW)
    after = [row for row in everything()["Mark"] if row["owner_id"] == stranger.pk]
    assert after == before
