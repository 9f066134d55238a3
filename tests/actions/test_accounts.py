"""Accounts, links that open them, and guesses."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection

from kith.actions import accounts
from kith.db.models import Attempt, Ticket, User
from kith.queries import accounts as asked
from tests.actions.world import NOW, owner, somebody

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def test_there_is_one_owner_however_often_it_is_asked_for() -> None:
    assert accounts.owner(NOW) == accounts.owner(NOW + SECOND)
    assert User.objects.get().is_owner
    assert not asked.has_credentials()


def test_a_link_lets_in_once() -> None:
    secret = accounts.make_ticket(owner(), NOW)
    assert accounts.use_ticket(secret, NOW) == owner()
    assert accounts.use_ticket(secret, NOW) is None


def test_a_link_holds_for_half_an_hour() -> None:
    secret = accounts.make_ticket(owner(), NOW)
    assert accounts.use_ticket(secret, NOW + accounts.SIGN_IN_FOR) is None
    assert accounts.use_ticket(secret, NOW + accounts.SIGN_IN_FOR - SECOND) == owner()


@pytest.mark.parametrize("secret", ["", "x", "\0", "'; DROP TABLE", "\u00fc" * 500])
def test_no_other_secret_lets_in(secret: str) -> None:
    accounts.make_ticket(owner(), NOW)
    assert accounts.use_ticket(secret, NOW) is None
    assert not accounts.invited(secret, NOW)


def test_the_secret_itself_is_not_stored() -> None:
    secret = accounts.make_ticket(owner(), NOW)
    assert secret not in str(list(Ticket.objects.values()))


def test_a_link_of_a_closed_account_lets_nobody_in() -> None:
    user = somebody()
    secret = accounts.make_ticket(user, NOW)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert accounts.use_ticket(secret, NOW) is None


def test_an_invitation_signs_nobody_in_and_a_link_invites_nobody() -> None:
    invitation, link = accounts.invite(owner(), NOW), accounts.make_ticket(owner(), NOW)
    assert accounts.use_ticket(invitation, NOW) is None
    assert accounts.join(link, "lena", "", "a quiet corner", NOW) is None
    assert accounts.invited(invitation, NOW)


def test_an_invitation_makes_one_account() -> None:
    secret = accounts.invite(owner(), NOW)
    user = accounts.join(secret, " LENA ", " Lena ", "a quiet corner", NOW)
    assert user
    assert (user.username, user.name, user.is_owner) == ("lena", "Lena", False)
    assert user.check_password("a quiet corner")
    assert accounts.join(secret, "other", "", "a quiet corner", NOW) is None
    assert asked.has_credentials()


def test_an_invitation_ends_after_two_weeks_or_when_it_is_withdrawn() -> None:
    secret, withdrawn = accounts.invite(owner(), NOW), accounts.invite(owner(), NOW)
    assert not accounts.invited(secret, NOW + accounts.INVITED_FOR)
    ticket = asked.open_invitations(owner(), NOW)[1]
    accounts.withdraw_invitation(somebody(), ticket.pk)
    assert len(asked.open_invitations(owner(), NOW)) == 2
    accounts.withdraw_invitation(owner(), ticket.pk)
    assert [accounts.invited(one, NOW) for one in (secret, withdrawn)].count(True) == 1


def test_a_name_that_is_taken_leaves_the_invitation_good() -> None:
    somebody("lena")
    secret = accounts.invite(owner(), NOW)
    with pytest.raises(IntegrityError):
        accounts.join(secret, "Lena", "", "a quiet corner", NOW)
    assert accounts.join(secret, "lena2", "", "a quiet corner", NOW)


def test_five_wrong_guesses_are_enough_for_a_quarter_of_an_hour() -> None:
    for number in range(5):
        assert accounts.guesses_left("lena", NOW + number * SECOND)
        accounts.wrong_guess(" LENA", NOW + number * SECOND)
    assert not accounts.guesses_left("lena", NOW + 5 * SECOND)
    assert accounts.guesses_left("maren", NOW)
    later = NOW + accounts.GUESS_PAUSE
    assert accounts.guesses_left("lena", later)
    accounts.wrong_guess("lena", later + 9 * SECOND)
    assert Attempt.objects.count() == 1


def test_the_right_password_forgives_wrong_guesses() -> None:
    for _ in range(5):
        accounts.wrong_guess("lena", NOW)
    accounts.forgive("Lena")
    assert accounts.guesses_left("lena", NOW)


def test_only_the_owner_sees_who_has_an_account() -> None:
    user = somebody("lena")
    assert [one.username for one in asked.accounts(owner())] == ["owner", "lena"]
    assert asked.accounts(user) == []


def test_a_new_private_address_ends_the_old_one() -> None:
    from kith.queries.roster import account_by_opml_key

    user = owner()
    old = user.opml_key
    accounts.new_opml_address(user)
    assert account_by_opml_key(old) is None
    assert account_by_opml_key(user.opml_key) == user


@pytest.mark.django_db(transaction=True)
def test_a_link_lets_in_once_even_in_many_threads_at_the_same_time() -> None:
    secret = accounts.make_ticket(owner(), NOW)
    invitation = accounts.invite(owner(), NOW)
    start = threading.Barrier(6)
    let_in: list[User | None] = []
    joined: list[User | None] = []

    def try_it(number: int) -> None:
        start.wait()
        let_in.append(accounts.use_ticket(secret, NOW))
        joined.append(accounts.join(invitation, f"name{number}", "", "a quiet corner", NOW))
        connection.close()

    threads = [threading.Thread(target=try_it, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(let_in) == len(joined) == 6
    assert sum(user is not None for user in let_in) == 1
    assert sum(user is not None for user in joined) == 1


@pytest.mark.django_db(transaction=True)
def test_there_is_one_owner_even_when_many_ask_at_once() -> None:
    start = threading.Barrier(4)

    def ask() -> None:
        start.wait()
        accounts.owner(NOW)
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert User.objects.count() == 1
