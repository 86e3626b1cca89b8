"""Blocking somebody, and taking it back."""

from __future__ import annotations

import pytest

from forum.accounts.actor import Actor
from forum.accounts.blocks import block, blocked_either_way, has_blocked, unblock
from forum.accounts.models import Block
from forum.audit.models import AuditEntry
from forum.database import db
from forum.errors import NotAllowedError, NotFoundError
from forum.notifications.models import Notification
from tests.factories import World


@pytest.fixture
def ana(world: World) -> Actor:
    return world.newcomer("Ana")


@pytest.fixture
def bo(world: World) -> Actor:
    return world.person(name="Bo")


def test_a_block_goes_one_way_and_is_known_to_the_blocker_alone(
    world: World, ana: Actor, bo: Actor
) -> None:
    block(ana, bo.id, world.clock)
    assert has_blocked(ana, bo.id)
    assert not has_blocked(bo, ana.id)
    assert db.session.query(Notification).count() == 0
    assert db.session.query(AuditEntry).count() == 0


def test_both_are_kept_apart(world: World, ana: Actor, bo: Actor) -> None:
    block(ana, bo.id, world.clock)
    assert blocked_either_way(db.session(), ana.id) == {bo.id}
    assert blocked_either_way(db.session(), bo.id) == {ana.id}


def test_what_has_been_done_already_changes_nothing(world: World, ana: Actor, bo: Actor) -> None:
    unblock(ana, bo.id, world.clock)
    for _ in range(2):
        block(ana, bo.id, world.clock)
    assert db.session.query(Block).count() == 1
    for _ in range(2):
        unblock(ana, bo.id, world.clock)
    assert db.session.query(Block).count() == 0


def test_one_does_not_take_back_what_another_did(world: World, ana: Actor, bo: Actor) -> None:
    block(ana, bo.id, world.clock)
    unblock(bo, ana.id, world.clock)
    assert has_blocked(ana, bo.id)


def test_nobody_blocks_themselves_and_visitors_block_nobody(
    world: World, ana: Actor, bo: Actor
) -> None:
    for actor, other in ((ana, ana), (Actor(), bo)):
        with pytest.raises(NotAllowedError):
            block(actor, other.id, world.clock)
        with pytest.raises(NotAllowedError):
            unblock(actor, other.id, world.clock)
    assert not has_blocked(Actor(), bo.id)


def test_nobody_can_be_blocked_who_is_not_there(world: World, ana: Actor) -> None:
    with pytest.raises(NotFoundError):
        block(ana, 4_711, world.clock)


def test_an_answer_by_somebody_blocked_does_not_reach_the_inbox(
    world: World, ana: Actor, bo: Actor
) -> None:
    thread = world.thread(ana)
    block(ana, bo.id, world.clock)
    world.reply(bo, thread)
    world.reply(world.person(), thread)
    assert db.session.query(Notification).filter_by(user_id=ana.id).count() == 1
