"""Giving and taking roles, and the last admin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.confirmation import NotConfirmedError
from forum.accounts.models import Role, UserRole
from forum.accounts.roles import change_role_as_operator, give_role, take_role
from forum.accounts.sessions import find_session, start_session
from forum.audit.models import AuditEntry
from forum.clock import Clock
from forum.database import db, transaction
from forum.errors import ConflictError, NotAllowedError, NotFoundError
from forum.notifications.models import Notification
from forum.sanctions.commands import Measure, give_sanction, lift_sanction
from forum.sanctions.kinds import SanctionKind
from tests.factories import World
from tests.integration.accounts.people import Account, actor_of, make_account
from tests.support.clock import FakeClock


@pytest.fixture(autouse=True)
def inside(app: Flask, world: World) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def ada(app: Flask, world: World, clock: FakeClock) -> Account:
    """An admin."""
    return make_account(app, clock.now(), Role.ADMIN, username="ada")


def roles_of(user_id: int) -> set[str]:
    db.session.rollback()
    return {role for (role,) in db.session.query(UserRole.role).filter_by(user_id=user_id)}


@pytest.mark.parametrize("role", list(Role))
def test_a_role_is_given_and_taken_and_both_are_told_and_written_down(
    ada: Account, ana: Account, clock: FakeClock, role: Role
) -> None:
    admin = actor_of(ada.token, clock.now())
    db.session.query(Notification).delete()
    db.session.commit()

    give_role(admin, ana.id, role, clock)
    assert roles_of(ana.id) == {role}
    take_role(admin, ana.id, role, clock)
    assert roles_of(ana.id) == set()

    told = db.session.query(Notification.kind, Notification.detail).filter_by(user_id=ana.id).all()
    assert sorted(map(tuple, told)) == [("role_given", role), ("role_taken", role)]
    entries = db.session.query(AuditEntry).filter_by(action="person.role", subject_id=ana.id)
    assert [(entry.actor_id, entry.detail) for entry in entries.order_by(AuditEntry.id)] == [
        (ada.id, {"role": role, "given": True}),
        (ada.id, {"role": role, "given": False}),
    ]


def test_nobody_who_is_shut_out_is_given_one(ada: Account, ana: Account, clock: FakeClock) -> None:
    admin = actor_of(ada.token, clock.now())
    ban = Measure(kind=SanctionKind.BAN, note="Please rest.", rule_id=World(clock=clock).rule_id())
    sanction = give_sanction(admin, ana.id, ban, clock)
    with pytest.raises(ConflictError, match="rests for now"):
        give_role(admin, ana.id, Role.ADMIN, clock)
    assert roles_of(ana.id) == set()
    lift_sanction(admin, sanction, "It was a mistake.", clock)
    give_role(admin, ana.id, Role.ADMIN, clock)
    assert roles_of(ana.id) == {"admin"}


def test_already_so_changes_nothing(ada: Account, ana: Account, clock: FakeClock) -> None:
    admin = actor_of(ada.token, clock.now())
    give_role(admin, ana.id, Role.MENTOR, clock)
    give_role(admin, ana.id, Role.MENTOR, clock)
    take_role(admin, ana.id, Role.MODERATOR, clock)
    assert roles_of(ana.id) == {"mentor"}
    assert find_session(ana.token, clock.now()) is not None
    assert (
        db.session.query(AuditEntry).filter_by(subject_id=ana.id, action="person.role").count() == 1
    )


def test_losing_a_role_ends_every_session(ada: Account, ana: Account, clock: FakeClock) -> None:
    admin = actor_of(ada.token, clock.now())
    give_role(admin, ana.id, Role.MODERATOR, clock)
    assert actor_of(ana.token, clock.now()).is_moderator
    take_role(admin, ana.id, Role.MODERATOR, clock)
    assert find_session(ana.token, clock.now()) is None


@pytest.mark.parametrize(
    "roles", [(), (Role.MENTOR,), (Role.MODERATOR,), (Role.MENTOR, Role.MODERATOR)]
)
@pytest.mark.parametrize("change", [give_role, take_role])
def test_nobody_but_an_admin_gives_or_takes(
    app: Flask,
    ada: Account,
    clock: FakeClock,
    roles: tuple[Role, ...],
    change: Callable[[Actor, int, Role, Clock], None],
) -> None:
    ben = make_account(app, clock.now(), *roles, username="ben")
    with pytest.raises(NotAllowedError):
        change(actor_of(ben.token, clock.now()), ben.id, Role.ADMIN, clock)
    with pytest.raises(NotAllowedError):
        change(Actor(), ben.id, Role.MENTOR, clock)
    assert roles_of(ben.id) == set(roles)


@pytest.mark.parametrize("change", [give_role, take_role])
def test_an_admin_has_to_have_typed_the_password_lately(
    ada: Account,
    ana: Account,
    clock: FakeClock,
    change: Callable[[Actor, int, Role, Clock], None],
) -> None:
    clock.advance(minutes=15)
    with pytest.raises(NotConfirmedError):
        change(actor_of(ada.token, clock.now()), ana.id, Role.MENTOR, clock)


def test_somebody_who_is_no_admin_any_more_gives_nothing(
    app: Flask, ada: Account, ana: Account, clock: FakeClock
) -> None:
    """What the page's session knew does not count, but what is true inside the transaction."""
    zoe = make_account(app, clock.now(), Role.ADMIN, username="zoe")
    stale = actor_of(zoe.token, clock.now())
    take_role(actor_of(ada.token, clock.now()), zoe.id, Role.ADMIN, clock)
    with pytest.raises(NotAllowedError):
        give_role(stale, ana.id, Role.ADMIN, clock)
    assert roles_of(ana.id) == set()


def test_there_is_nobody_of_that_number(ada: Account, clock: FakeClock) -> None:
    admin = actor_of(ada.token, clock.now())
    for change in (give_role, take_role):
        with pytest.raises(NotFoundError):
            change(admin, 4_711, Role.MENTOR, clock)


def test_the_last_admin_stays(ada: Account, clock: FakeClock) -> None:
    with pytest.raises(ConflictError, match="last admin"):
        take_role(actor_of(ada.token, clock.now()), ada.id, Role.ADMIN, clock)
    assert roles_of(ada.id) == {"admin"}
    assert find_session(ada.token, clock.now()) is not None


def test_somebody_who_can_not_sign_in_does_not_count_as_an_admin(
    world: World, ada: Account, clock: FakeClock
) -> None:
    world.person(Role.ADMIN)  # like the people of the example community
    with pytest.raises(ConflictError, match="last admin"):
        take_role(actor_of(ada.token, clock.now()), ada.id, Role.ADMIN, clock)


def test_two_admins_who_take_each_others_role_in_the_same_moment(
    app: Flask, ada: Account, clock: FakeClock
) -> None:
    zoe = make_account(app, clock.now(), Role.ADMIN, username="zoe")
    for _ in range(5):
        admins = [actor_of(ada.token, clock.now()), actor_of(zoe.token, clock.now())]
        db.session.rollback()
        together = Barrier(2)

        def take(index: int, people: list[Actor] = admins, start: Barrier = together) -> bool:
            with app.app_context():
                start.wait()
                try:
                    take_role(people[index], people[1 - index].id, Role.ADMIN, clock)
                except (ConflictError, NotAllowedError):
                    return False
                return True

        with ThreadPoolExecutor(2) as pool:
            done = list(pool.map(take, range(2)))

        assert sorted(done) == [False, True]
        left = [account for account in (ada, zoe) if roles_of(account.id) == {"admin"}]
        assert len(left) == 1
        fallen = zoe if left[0] is ada else ada
        change_role_as_operator(fallen.username, Role.ADMIN, clock, given=True)
        ada, zoe = (_signed_in(account, clock) for account in (ada, zoe))


def _signed_in(account: Account, clock: FakeClock) -> Account:
    with transaction() as session:
        token = start_session(session, account.id, "", clock.now(), verified=True)
        return replace(account, token=token)


def test_the_operator_gives_and_takes_from_the_command_line(
    ada: Account, ana: Account, clock: FakeClock
) -> None:
    change_role_as_operator("ana", Role.ADMIN, clock, given=True)
    assert roles_of(ana.id) == {"admin"}
    change_role_as_operator("ada", Role.ADMIN, clock, given=False)
    with pytest.raises(ConflictError, match="last admin"):
        change_role_as_operator("ana", Role.ADMIN, clock, given=False)
    with pytest.raises(NotFoundError, match="nobody called ben"):
        change_role_as_operator("ben", Role.MENTOR, clock, given=True)
    entry = db.session.query(AuditEntry).filter_by(subject_id=ada.id).order_by(AuditEntry.id.desc())
    first = entry.first()
    assert first is not None
    assert (first.actor_id, first.detail) == (None, {"role": "admin", "given": False})
