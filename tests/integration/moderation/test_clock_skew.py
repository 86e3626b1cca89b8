"""A clock that jumps ahead or back keeps nothing from anybody for longer than the rule has it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.appeals.commands import About, Judgement, judge, make_appeal
from forum.appeals.expiring import expire_moot_appeals
from forum.appeals.models import Appeal
from forum.appeals.rules import AppealState
from forum.database import db, transaction
from forum.errors import ConflictError
from forum.moderation.claims import claim, claim_next, claim_of
from forum.moderation.commands import decide
from forum.moderation.holding import CLAIM_LASTS, KEPT_FOR, SKEW, is_still
from forum.moderation.listing import Wanted, queue_page
from forum.moderation.models import ReviewItem
from forum.moderation.order import Part, is_free
from forum.moderation.queries import WAITS_SINCE, usual_wait
from forum.moderation.serving import still
from forum.moderation.undo.commands import TooLateError, undo
from forum.moderation.undo.leaving import let_out_due
from forum.moderation.undo.models import UndoWindow
from forum.moderation.undo.queries import undoable
from forum.moderation.waits import FEWEST_WAITS
from forum.notifications.models import Notification
from tests.factories import UNKIND
from tests.integration.moderation.conftest import Scene
from tests.integration.moderation.deciding import carry_out, ruling
from tests.integration.sanctions.giving import give
from tests.support.clock import FakeClock

FAR = 30


def item_of(scene: Scene) -> ReviewItem:
    db.session.rollback()
    found = scene.world.open_item(scene.post)
    assert found is not None
    return found


def told(person: Actor) -> list[str]:
    db.session.rollback()
    lines = db.session.query(Notification).filter_by(user_id=person.id).order_by(Notification.id)
    return [line.kind for line in lines]


def test_a_claim_from_a_clock_far_ahead_blocks_nobody(scene: Scene, clock: FakeClock) -> None:
    number = item_of(scene).id
    clock.advance(days=FAR)
    claim(scene.mira, number, clock)
    clock.advance(days=-FAR)

    (row,) = queue_page(scene.jo, Wanted(), 1, str).items.items
    assert row.read_by is None
    assert claim_of(scene.jo, item_of(scene), clock.now()).by is None
    assert claim_next(scene.jo, clock) == number
    assert claim_of(scene.jo, item_of(scene), clock.now()).is_mine


def test_what_was_claimed_by_a_clock_far_ahead_can_be_decided(
    scene: Scene, clock: FakeClock
) -> None:
    number = item_of(scene).id
    clock.advance(days=FAR)
    claim(scene.mira, number, clock)
    clock.advance(days=-FAR)

    carry_out(scene.world, scene.jo, scene.post, "approve")

    assert scene.world.fresh(scene.post).state == "published"


@pytest.mark.parametrize("lasts", [CLAIM_LASTS, KEPT_FOR])
@pytest.mark.parametrize(
    ("ahead", "holds"),
    [
        (timedelta(days=-FAR), False),
        (timedelta(0), False),
        (timedelta(seconds=1), True),
        (timedelta(minutes=9), True),
        (timedelta(days=FAR), False),
    ],
)
def test_python_and_the_database_agree_on_what_is_still_somebodys(
    scene: Scene, clock: FakeClock, lasts: timedelta, ahead: timedelta, holds: bool
) -> None:
    now, until = clock.now(), clock.now() + ahead
    item = item_of(scene)
    with transaction() as session:
        kept = session.get_one(ReviewItem, item.id)
        kept.claimed_by_id, kept.claimed_until = scene.mira.id, until
        kept.first_for_id, kept.first_for_until = scene.mira.id, until

    asked = select(
        still(ReviewItem.claimed_until, lasts, now), still(ReviewItem.first_for_until, lasts, now)
    ).where(ReviewItem.id == item.id)
    assert db.session.execute(asked).one() == (holds, holds)
    assert is_still(until, lasts, now) is holds
    if lasts == CLAIM_LASTS:
        free = select(is_free(scene.jo, now)).where(ReviewItem.id == item.id)
        assert db.session.scalar(free) is not holds


def test_a_clock_a_little_ahead_is_not_noticed() -> None:
    now = FakeClock().now()
    assert is_still(now + CLAIM_LASTS + SKEW, CLAIM_LASTS, now)
    assert not is_still(None, CLAIM_LASTS, now)


def test_a_decision_by_a_clock_far_ahead_is_told_at_once_and_not_in_a_month(
    scene: Scene, clock: FakeClock
) -> None:
    clock.advance(days=FAR)
    decide(scene.mira, scene.post.id, ruling(scene.world, scene.post, "decline"), clock)
    clock.advance(days=-FAR)
    window = db.session.query(UndoWindow).one().id
    assert undoable(scene.mira, clock.now()) == []
    with pytest.raises(TooLateError):
        undo(scene.mira, window, clock)
    before = told(scene.ana)

    let_out_due(clock)

    assert told(scene.ana) == [*before, "post_declined"]


def test_after_a_clock_was_put_back_others_can_go_on_deciding(
    scene: Scene, clock: FakeClock
) -> None:
    carry_out(scene.world, scene.mira, scene.post, "approve")
    clock.advance(hours=-5)

    carry_out(scene.world, scene.jo, scene.post, "hide")
    with pytest.raises(ConflictError):
        carry_out(scene.world, scene.mira, scene.post, "approve")
    carry_out(scene.world, scene.mira, scene.post, "restore")

    assert scene.world.fresh(scene.post).state == "published"


def test_a_clock_that_was_put_back_makes_no_wait_shorter_than_none(
    scene: Scene, clock: FakeClock
) -> None:
    posts = [scene.world.reply(scene.ana, scene.thread, f"{n} {UNKIND}") for n in range(5)]
    clock.advance(hours=-1)
    for post in posts:
        carry_out(scene.world, scene.mira, post, "approve")

    found = usual_wait()
    assert len(posts) >= FEWEST_WAITS
    assert timedelta(hours=1) < WAITS_SINCE
    assert found is not None
    assert found.middle == timedelta(0)


@pytest.mark.parametrize("days", [FAR + 10, -FAR])
def test_the_time_to_appeal_is_not_lost_with_a_wrong_clock(
    scene: Scene, clock: FakeClock, days: int
) -> None:
    decision_id = carry_out(scene.world, scene.mira, scene.post, "decline")
    clock.advance(days=days)
    if days > FAR:
        with pytest.raises(ConflictError):
            make_appeal(scene.ana, About(decision_id=decision_id), "I quoted.", clock)
    clock.advance(days=-days)

    assert make_appeal(scene.ana, About(decision_id=decision_id), "I quoted.", clock)


def test_who_decides_by_a_clock_far_ahead_takes_nothing_from_the_time_to_appeal(
    scene: Scene, clock: FakeClock
) -> None:
    clock.advance(days=FAR)
    decision_id = carry_out(scene.world, scene.mira, scene.post, "decline")
    clock.advance(days=-FAR)
    clock.advance(days=29)

    assert make_appeal(scene.ana, About(decision_id=decision_id), "I quoted.", clock)


def test_an_appeal_that_a_clock_far_ahead_has_closed_waits_again(
    scene: Scene, clock: FakeClock
) -> None:
    number = give(scene.world, scene.mira, scene.ana, "silence")
    appeal_id = make_appeal(scene.ana, About(sanction_id=number), "I quoted.", clock)
    clock.advance(days=FAR)
    expire_moot_appeals(clock)
    assert told(scene.ana)[-1] == "appeal_expired"
    clock.advance(days=-FAR)

    expire_moot_appeals(clock)
    expire_moot_appeals(clock)

    assert told(scene.ana)[-1] == "sanction_given"
    assert told(scene.jo).count("appeal_waits") == 2
    (row,) = queue_page(scene.jo, Wanted(part=Part.APPEALS), 1, str).items.items
    assert row.author.display_name == "Ana"
    judge(scene.jo, appeal_id, Judgement(outcome=AppealState.OVERTURNED, answer="Sorry."), clock)
    assert told(scene.ana)[-1] == "appeal_overturned"


def test_an_appeal_that_has_closed_in_its_time_stays_closed(scene: Scene, clock: FakeClock) -> None:
    number = give(scene.world, scene.mira, scene.ana, "silence")
    appeal_id = make_appeal(scene.ana, About(sanction_id=number), "I quoted.", clock)
    clock.advance(days=7)
    expire_moot_appeals(clock)
    clock.advance(minutes=-4)

    expire_moot_appeals(clock)

    assert db.session.get_one(Appeal, appeal_id).state == "expired"
