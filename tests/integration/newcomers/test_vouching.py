"""A mentor vouches for their mentee, who is a member from then on and keeps the mentor."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forum.accounts.actor import Actor
from forum.accounts.models import Role, User
from forum.audit.models import AuditEntry
from forum.database import db
from forum.errors import ConflictError, NotAllowedError, NotFoundError, SilencedError
from forum.newcomers.home_queries import mentor_of
from forum.notifications.models import NotificationKind
from forum.notifications.queries import inbox_page
from forum.sanctions.kinds import Restriction, SanctionKind
from forum.welcome.graduation import may_vouch, vouch
from tests.factories import World
from tests.integration.newcomers.test_home import pair


def is_member(person: Actor) -> bool:
    db.session.rollback()
    return db.session.get_one(User, person.id).graduated_at is not None


def test_the_mentor_makes_a_member_who_is_told_so_and_keeps_the_mentor(world: World) -> None:
    mo, ana = world.person(Role.MENTOR, name="Mo"), world.newcomer("Ana")
    pair(world, ana, mo)
    vouch(mo, ana.id, world.clock)
    assert is_member(ana)
    (line,) = inbox_page(ana, 1, str).items
    assert line.kind is NotificationKind.GRADUATED
    assert line.sentence == "Mo vouched for you: you are a member now."
    assert "they stay with you" in line.next_step
    card = mentor_of(ana, world.clock.now())
    assert card is not None
    assert card.mentor.display_name == "Mo"
    entry = db.session.query(AuditEntry).filter_by(action="person.graduated").one()
    assert (entry.actor_id, entry.subject_id) == (mo.id, ana.id)


def test_so_may_the_backup(world: World) -> None:
    mo, bo, ana = world.person(Role.MENTOR), world.person(Role.MENTOR), world.newcomer()
    pair(world, ana, mo, bo)
    vouch(bo, ana.id, world.clock)
    assert is_member(ana)


def test_whoever_is_a_member_already_is_left_alone(world: World) -> None:
    mo, ana = world.person(Role.MENTOR), world.newcomer()
    pair(world, ana, mo)
    vouch(mo, ana.id, world.clock)
    with pytest.raises(ConflictError):
        vouch(mo, ana.id, world.clock)


def test_nobody_else_may(world: World) -> None:
    mo, ana = world.person(Role.MENTOR), world.newcomer()
    pair(world, ana, mo)
    others = (
        world.person(Role.MENTOR),
        world.person(Role.MODERATOR),
        world.person(Role.ADMIN),
        world.person(),
        ana,
    )
    for person in others:
        with pytest.raises(NotAllowedError):
            vouch(person, ana.id, world.clock)
    with pytest.raises(NotFoundError):
        vouch(mo, 4711, world.clock)
    assert not is_member(ana)


def test_a_mentor_who_is_silenced_makes_nobody_a_member(world: World) -> None:
    mo, ana = world.person(Role.MENTOR), world.newcomer()
    pair(world, ana, mo)
    assert may_vouch(db.session(), mo, ana.id)
    mo = replace(mo, restriction=Restriction(kind=SanctionKind.SILENCE, until=None))
    assert not may_vouch(db.session(), mo, ana.id)
    with pytest.raises(SilencedError):
        vouch(mo, ana.id, world.clock)
    assert not is_member(ana)
