"""Guessing a password gets slower and slower, and harms nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from forum.accounts.attempts import Caller, claim, forgive, sign_in_limits
from forum.accounts.models import Attempt
from forum.accounts.signing_in import Credentials, SignedInAs, find_account, sign_in
from forum.database import db, transaction
from forum.errors import InvalidInputError, TooManyAttemptsError
from tests.factories import World
from tests.integration.accounts.people import PASSWORD, Account, make_account
from tests.support.clock import FakeClock

STRANGER = Caller(network="198.51.100.9")
OWNER = Caller(network="203.0.113.7")


@pytest.fixture(autouse=True)
def inside(app: Flask, world: World) -> Iterator[None]:
    with app.app_context():
        yield


def try_in(name: str, password: str, caller: Caller, clock: FakeClock) -> SignedInAs:
    typed = Credentials(name=name, password=password)
    done = sign_in(typed, find_account(name), caller, "", clock)
    assert isinstance(done, SignedInAs)
    return done


def guess(name: str, caller: Caller, clock: FakeClock) -> int:
    """Seconds that a wrong guess has to wait; 0 when it was checked."""
    try:
        try_in(name, "not this one", caller, clock)
    except InvalidInputError:
        return 0
    except TooManyAttemptsError as too_many:
        return too_many.retry_after
    pytest.fail("a wrong password fits")


@pytest.mark.parametrize("name", ["ana", "ana@example.org", "nobody", "nobody@example.org"])
def test_five_guesses_are_free_then_each_waits_twice_as_long(
    ana: Account, clock: FakeClock, name: str
) -> None:
    """The same for accounts that exist and for those that don't."""
    assert [guess(name, STRANGER, clock) for _ in range(6)] == [0, 0, 0, 0, 0, 2]
    waits = []
    for _ in range(4):
        waits.append(guess(name, STRANGER, clock))
        clock.advance(seconds=waits[-1])
        assert guess(name, STRANGER, clock) == 0
    assert waits == [2, 4, 8, 16]


def test_waiting_is_counted_down_and_asking_meanwhile_costs_nothing(
    ana: Account, clock: FakeClock
) -> None:
    for _ in range(8):
        clock.advance(seconds=16)
        guess("ana", STRANGER, clock)
    before = db.session.query(Attempt).count()
    assert guess("ana", STRANGER, clock) == 16
    clock.advance(seconds=6)
    assert guess("ana", STRANGER, clock) == 10
    assert db.session.query(Attempt).count() == before


def test_even_the_right_password_waits_its_turn(ana: Account, clock: FakeClock) -> None:
    for _ in range(5):
        guess("ana", STRANGER, clock)
    with pytest.raises(TooManyAttemptsError) as too_many:
        try_in("ana", PASSWORD, STRANGER, clock)
    clock.advance(seconds=too_many.value.retry_after)
    assert try_in("ana", PASSWORD, STRANGER, clock).user_id == ana.id


@pytest.mark.parametrize(
    "spellings",
    [
        ("ana", "ANA", " @ana ", "\uff41\uff4e\uff41", "@Ana"),
        ("ana@example.org", "Ana@Example.org", " ana@example.org ") * 2,
        ("nobody", "NOBODY", " @nobody ", "\uff4e\uff4f\uff42\uff4f\uff44\uff59", "@Nobody"),
        ("nobody@example.org", "Nobody@Example.org", " nobody@example.org ") * 2,
    ],
)
def test_a_name_is_one_name_however_it_is_spelled(
    ana: Account, clock: FakeClock, spellings: tuple[str, ...]
) -> None:
    for name in spellings[:5]:
        assert guess(name, STRANGER, clock) == 0
    assert guess(spellings[0], STRANGER, clock) == 2


def test_a_name_and_an_address_are_counted_apart_so_that_no_wait_tells_whose_address_it_is(
    ana: Account, clock: FakeClock
) -> None:
    for number in range(31):
        guess("ana@example.org", Caller(network=f"198.51.100.{number}"), clock)
    assert guess("ana@example.org", STRANGER, clock) > 0
    assert guess("ana", STRANGER, clock) == 0


def test_somebody_elses_guesses_keep_nobody_out(ana: Account, clock: FakeClock) -> None:
    for _ in range(20):
        guess("ana", STRANGER, clock)
    assert try_in("ana", PASSWORD, OWNER, clock).user_id == ana.id


def test_guesses_from_many_networks_slow_strangers_but_not_a_browser_that_is_known(
    ana: Account, clock: FakeClock
) -> None:
    for number in range(31):
        guess("ana", Caller(network=f"198.51.100.{number}"), clock)
    assert 0 < guess("ana", OWNER, clock) <= 60
    known = Caller(network=OWNER.network, device_id="her own laptop")
    assert try_in("ana", PASSWORD, known, clock).user_id == ana.id


def test_a_browser_that_is_known_is_still_no_place_to_guess(ana: Account, clock: FakeClock) -> None:
    known = Caller(network=OWNER.network, device_id="a stolen laptop")
    assert [guess("ana", known, clock) for _ in range(6)] == [0, 0, 0, 0, 0, 2]


def test_one_network_can_not_try_many_accounts(world: World, clock: FakeClock) -> None:
    waits = [guess(f"person{number}", STRANGER, clock) for number in range(31)]
    assert waits == [0] * 30 + [2]
    assert guess("person99", OWNER, clock) == 0


def test_signing_in_makes_up_for_earlier_slips(ana: Account, clock: FakeClock) -> None:
    for _ in range(4):
        guess("ana", OWNER, clock)
    try_in("ana", PASSWORD, OWNER, clock)
    assert [guess("ana", OWNER, clock) for _ in range(5)] == [0] * 5


def test_ones_own_account_does_not_buy_guesses_at_others(
    app: Flask, world: World, ana: Account, clock: FakeClock
) -> None:
    """Signing in to one's own account in between forgets nothing about somebody else's."""
    make_account(app, clock.now(), username="mallory")
    for _ in range(5):
        guess("ana", STRANGER, clock)
    try_in("mallory", PASSWORD, STRANGER, clock)
    assert guess("ana", STRANGER, clock) == 2


def test_after_a_day_all_is_forgotten(ana: Account, clock: FakeClock) -> None:
    for _ in range(6):
        guess("ana", STRANGER, clock)
    clock.advance(days=1, seconds=1)
    assert [guess("ana", STRANGER, clock) for _ in range(5)] == [0] * 5


def test_trying_many_at_once_gains_nothing(app: Flask, world: World, clock: FakeClock) -> None:
    limits = sign_in_limits("user:1", STRANGER)

    def attempt(_: int) -> bool:
        with app.app_context():
            try:
                claim(limits, clock.now())
            except TooManyAttemptsError:
                return False
            return True

    with ThreadPoolExecutor(8) as people:
        assert sum(people.map(attempt, range(24))) == 5


def test_the_table_names_neither_people_nor_networks(ana: Account, clock: FakeClock) -> None:
    guess("ana", STRANGER, clock)
    keys = [key for (key,) in db.session.query(Attempt.key)]
    assert len(keys) == 3
    assert all(len(key) == 64 for key in keys)


def test_forgiving_leaves_other_limits_alone(clock: FakeClock, world: World) -> None:
    ana, ben = sign_in_limits("user:1", STRANGER), sign_in_limits("user:2", STRANGER)
    claim(ben, clock.now())
    counted = claim(ana, clock.now())
    with transaction() as session:
        forgive(session, ana, counted)
    left = {key for (key,) in db.session.query(Attempt.key)}
    assert left == {limit.key for limit in ben}
