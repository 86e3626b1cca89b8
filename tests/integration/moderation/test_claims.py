"""Whoever opens an item has it for some minutes, and nobody else is served the same."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.conversations.models import Post
from forum.database import db, emit, transaction
from forum.errors import ConflictError, NotAllowedError, NotFoundError
from forum.events import RoleChanged
from forum.moderation.claims import ClaimedError, claim, claim_next, release
from forum.moderation.holding import CLAIM_LASTS
from forum.moderation.models import ReviewItem
from forum.moderation.order import in_order
from forum.moderation.profiles import waiting_of
from forum.moderation.ranking import Gravity, rank
from tests.factories import UNKIND, everyone
from tests.integration.moderation.conftest import Scene
from tests.integration.moderation.deciding import carry_out, decisions


def more(scene: Scene, number: int = 1) -> list[Post]:
    """Further held posts, each by somebody else."""
    return [scene.world.reply(scene.world.person(), scene.thread, UNKIND) for _ in range(number)]


def item_id(scene: Scene, post: Post) -> int:
    db.session.rollback()
    found = scene.world.open_item(post)
    assert found is not None
    return found.id


def holders() -> dict[int, int]:
    """Who has which item open."""
    db.session.rollback()
    claimed = db.session.query(ReviewItem).filter(ReviewItem.claimed_by_id.is_not(None))
    return {item.id: item.claimed_by_id or 0 for item in claimed}


def test_two_moderators_are_never_served_the_same(scene: Scene) -> None:
    (other,) = more(scene)
    first, second = item_id(scene, scene.post), item_id(scene, other)

    assert claim_next(scene.mira, scene.world.clock) == first
    assert claim_next(scene.jo, scene.world.clock) == second
    assert holders() == {first: scene.mira.id, second: scene.jo.id}
    # Whoever asks again has not decided yet.
    assert claim_next(scene.mira, scene.world.clock) == first


def test_nothing_is_served_that_is_ones_own_or_taken(scene: Scene) -> None:
    scene.world.reply(scene.jo, scene.thread, UNKIND)
    claim(scene.mira, item_id(scene, scene.post), scene.world.clock)

    assert claim_next(scene.jo, scene.world.clock) is None


def test_two_who_take_over_from_each_other_in_the_same_instant_both_get_it(
    app: Flask, scene: Scene
) -> None:
    (other,) = more(scene)
    first, second = item_id(scene, scene.post), item_id(scene, other)
    clock = scene.world.clock
    claim(scene.mira, first, clock)
    claim(scene.jo, second, clock)
    db.session.rollback()

    for hers, his in [(second, first), (first, second)] * 5:
        start = threading.Barrier(2)

        def take(moderator: Actor, item: int, start: threading.Barrier = start) -> None:
            with app.app_context():
                start.wait(timeout=10)
                claim(moderator, item, clock, take_over=True)

        with ThreadPoolExecutor(2) as pool:
            both = pool.submit(take, scene.mira, hers), pool.submit(take, scene.jo, his)
            for one in both:
                one.result(timeout=30)
        # Each of them has what they wanted, or what the other one let go of meanwhile.
        assert set(holders().values()) == {scene.mira.id, scene.jo.id}
        db.session.rollback()


def test_many_at_once_get_one_each(app: Flask, scene: Scene) -> None:
    more(scene, 3)
    moderators = [scene.world.person(Role.MODERATOR) for _ in range(4)]
    db.session.rollback()
    start, clock = threading.Barrier(4), scene.world.clock

    def take(moderator: Actor) -> int | None:
        with app.app_context():
            start.wait(timeout=10)
            return claim_next(moderator, clock)

    with ThreadPoolExecutor(4) as pool:
        served = list(pool.map(take, moderators))

    assert None not in served
    assert len(set(served)) == 4


def test_a_claim_runs_out(scene: Scene) -> None:
    taken = item_id(scene, scene.post)
    until = claim(scene.mira, taken, scene.world.clock)
    assert until == scene.world.clock.now() + CLAIM_LASTS
    with pytest.raises(ClaimedError, match="Mira has this open just now"):
        claim(scene.jo, taken, scene.world.clock)
    scene.world.clock.advance(minutes=10, seconds=1)  # type: ignore[attr-defined]

    assert claim_next(scene.jo, scene.world.clock) == taken


def test_it_can_be_kept_for_longer_taken_over_and_let_go(scene: Scene) -> None:
    taken = item_id(scene, scene.post)
    first = claim(scene.mira, taken, scene.world.clock)
    scene.world.clock.advance(minutes=5)  # type: ignore[attr-defined]
    assert claim(scene.mira, taken, scene.world.clock) == first + timedelta(minutes=5)

    claim(scene.jo, taken, scene.world.clock, take_over=True)
    assert holders() == {taken: scene.jo.id}
    release(scene.mira, taken)
    assert holders() == {taken: scene.jo.id}
    release(scene.jo, taken)

    assert holders() == {}


def test_one_person_has_one_thing_open(scene: Scene) -> None:
    (other,) = more(scene)
    claim(scene.mira, item_id(scene, scene.post), scene.world.clock)
    claim(scene.mira, item_id(scene, other), scene.world.clock)

    assert list(holders()) == [item_id(scene, other)]


def test_what_somebody_else_has_open_is_not_decided_on(scene: Scene) -> None:
    claim(scene.mira, item_id(scene, scene.post), scene.world.clock)

    with pytest.raises(ClaimedError):
        carry_out(scene.world, scene.jo, scene.post, "approve")
    assert decisions(scene.post) == []
    carry_out(scene.world, scene.mira, scene.post, "approve")

    assert holders() == {}


def test_what_is_handled_cannot_be_taken(scene: Scene) -> None:
    taken = item_id(scene, scene.post)
    carry_out(scene.world, scene.mira, scene.post, "approve")

    with pytest.raises(ConflictError, match="handled meanwhile"):
        claim(scene.jo, taken, scene.world.clock)


@pytest.mark.parametrize("who", ["visitor", "newcomer", "member", "mentor", "admin"])
def test_only_moderators_take_anything(scene: Scene, who: str) -> None:
    actor = everyone(scene.world)[who]
    taken = item_id(scene, scene.post)

    for attempt in (
        lambda: claim_next(actor, scene.world.clock),
        lambda: claim(actor, taken, scene.world.clock),
        lambda: release(actor, taken),
    ):
        with pytest.raises(NotAllowedError):
            attempt()


def test_ones_own_and_what_is_not_there_cannot_be_taken(scene: Scene) -> None:
    own = scene.world.reply(scene.mira, scene.thread, UNKIND)

    for number in (item_id(scene, own), 4_711):
        with pytest.raises(NotFoundError):
            claim(scene.mira, number, scene.world.clock)


@pytest.mark.parametrize(
    ("role", "given", "still"),
    [("moderator", False, False), ("moderator", True, True), ("mentor", False, True)],
)
def test_a_moderator_who_loses_the_role_has_nothing_open(
    scene: Scene, role: str, given: bool, still: bool
) -> None:
    claim(scene.mira, item_id(scene, scene.post), scene.world.clock)
    with transaction() as session:
        emit(
            session,
            RoleChanged(
                actor_id=None,
                at=scene.world.clock.now(),
                user_id=scene.mira.id,
                role=role,
                given=given,
            ),
        )

    assert bool(holders()) == still


def test_the_database_ranks_as_the_rule_does(scene: Scene) -> None:
    now = scene.world.clock.now()
    kinds = [
        (gravity, newcomer, hours)
        for gravity in Gravity
        for newcomer in (True, False)
        for hours in (0, 1, 24, 25, 100)
    ]
    with transaction() as session:
        for gravity, newcomer, hours in reversed(kinds):
            session.add(
                ReviewItem(
                    person_id=scene.ana.id,
                    about_id=scene.ana.id,
                    gravity=gravity,
                    from_newcomer=newcomer,
                    opened_at=now - timedelta(hours=hours),
                    closed_at=now,
                )
            )
    items = db.session.query(ReviewItem).order_by(*in_order(now)).all()

    assert len(items) > len(kinds)
    by_rule = sorted(items, key=lambda item: rank(waiting_of(item), now).place)
    assert [item.id for item in items] == [item.id for item in by_rule]
