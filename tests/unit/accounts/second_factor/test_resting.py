"""Which powers are in force."""

from __future__ import annotations

import pytest

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.accounts.second_factor.resting import powers
from forum.errors import NotAllowedError, NotFoundError, SecondFactorNeededError
from forum.permissions.actions import Action
from forum.permissions.check import can, require

STAFF = {Role.MODERATOR, Role.ADMIN}


@pytest.mark.parametrize(
    ("held", "is_verified", "in_force", "resting"),
    [
        (set(), False, set(), set()),
        ({Role.MENTOR}, False, {Role.MENTOR}, set()),
        (STAFF, True, STAFF, set()),
        (STAFF, False, set(), STAFF),
        ({Role.MENTOR, Role.MODERATOR}, False, {Role.MENTOR}, {Role.MODERATOR}),
    ],
)
def test_the_powers_of_staff_rest_until_a_second_factor_was_shown(
    held: set[str], is_verified: bool, in_force: set[str], resting: set[str]
) -> None:
    found = powers(held, is_verified=is_verified)
    assert found.roles == frozenset(in_force)
    assert found.resting == frozenset(resting)


def resting_admin() -> Actor:
    return Actor(user_id=1, resting=frozenset({Role.ADMIN}))


def test_whoever_rests_is_led_to_the_second_factor_and_not_turned_away() -> None:
    with pytest.raises(SecondFactorNeededError):
        require(resting_admin(), Action.MANAGE_ROLES)
    assert not can(resting_admin(), Action.MANAGE_ROLES)
    assert can(resting_admin().awake(), Action.MANAGE_ROLES)


def test_what_the_role_would_not_allow_anyway_stays_closed() -> None:
    with pytest.raises(NotAllowedError) as refused:
        require(resting_admin(), Action.SEE_REVIEW_QUEUE)
    assert not isinstance(refused.value, SecondFactorNeededError | NotFoundError)


def test_a_role_at_rest_is_a_role_of_staff_without_powers() -> None:
    assert resting_admin().has_staff_role
    assert not resting_admin().is_staff
    assert not Actor(user_id=1, roles=frozenset({Role.MENTOR})).has_staff_role
