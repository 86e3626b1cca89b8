"""Appeals and newcomers whom nobody has answered wait in the same queue as everything else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.models import Role, UserRole
from forum.appeals.commands import (
    About,
    Judgement,
    judge,
    make_appeal,
    withdraw_appeal,
)
from forum.appeals.expiring import expire_moot_appeals
from forum.appeals.rules import AppealState, judges_of
from forum.cli.migrating import prepare
from forum.conversations import commands
from forum.conversations.models import Post
from forum.database import db, transaction
from forum.errors import ConflictError, NotAllowedError, NotFoundError
from forum.leaving.rules import Words
from forum.moderation.claims import ClaimedError, claim, claim_next, release
from forum.moderation.listing import Wanted, queue_page
from forum.moderation.models import Report, ReviewItem
from forum.moderation.options import ModeratorAction
from forum.moderation.order import Part, in_order
from forum.moderation.past import handled_item
from forum.moderation.profiles import waiting_of
from forum.moderation.queries import count_open_items
from forum.moderation.ranking import rank
from forum.moderation.second_looks import may_look_again
from forum.moderation.step_commands import Step, take_step
from forum.moderation.thread_commands import lock_thread, unlock_thread
from forum.sanctions.kinds import SanctionKind
from forum.welcome.calling import run_due_steps
from forum.welcome.models import ReplyClock
from tests.factories import KIND
from tests.integration.leaving.conftest import Leaving
from tests.integration.moderation.conftest import Scene
from tests.integration.moderation.deciding import carry_out
from tests.integration.sanctions.giving import give
from tests.integration.welcome.arriving import newcomer_who_can_leave
from tests.support.clock import FakeClock

AGAIN = "I was quoting what was said to me."
ANSWER = "We have looked again."


def listed(actor: Actor, part: Part = Part.ALL) -> list[tuple[str, str]]:
    """What this person finds in the queue: what it is, and whose."""
    db.session.rollback()
    found = queue_page(actor, Wanted(part=part), 1, str).items.items
    return [(row.what, row.author.display_name) for row in found]


def appeal(scene: Scene) -> int:
    """Mira declines Ana's post, and Ana asks for a second look. The appeal's number."""
    decision_id = carry_out(scene.world, scene.mira, scene.post, "decline")
    return make_appeal(scene.ana, About(decision_id=decision_id), AGAIN, scene.world.clock)


def appeal_sanction(scene: Scene, kind: str, by: Actor) -> int:
    number = give(scene.world, by, scene.ana, kind)
    return make_appeal(scene.ana, About(sanction_id=number), AGAIN, scene.world.clock)


def settle(scene: Scene, appeal_id: int, how: str) -> None:
    if how == "withdrawn":
        withdraw_appeal(scene.ana, appeal_id, scene.world.clock)
    else:
        said = Judgement(outcome=AppealState(how), answer=ANSWER)
        judge(scene.jo, appeal_id, said, scene.world.clock)


def wait(scene: Scene, clock: FakeClock, *, hours: int = 5, name: str = "Bo") -> Post:
    """A newcomer says hello, and nobody answers for so long."""
    post = scene.world.reply(scene.world.newcomer(name), scene.thread, KIND)
    for _ in range(hours):
        clock.advance(hours=1)
        db.session.rollback()
        run_due_steps(clock)
    return scene.world.fresh(post)


def item_of_wait(post: Post) -> ReviewItem | None:
    db.session.rollback()
    return db.session.scalar(
        select(ReviewItem)
        .join(ReplyClock, ReplyClock.id == ReviewItem.clock_id)
        .where(ReplyClock.post_id == post.id, ReviewItem.closed_at.is_(None))
    )


def number_of(which: ReviewItem | None) -> int:
    assert which is not None
    return which.id


def item_of_appeal(appeal_id: int) -> ReviewItem:
    db.session.rollback()
    return db.session.scalars(select(ReviewItem).where(ReviewItem.appeal_id == appeal_id)).one()


# --------------------------------------------------------------------------------------- appeals


def test_an_appeal_is_an_item_for_those_who_may_decide_on_it(scene: Scene) -> None:
    appeal(scene)

    assert listed(scene.jo) == listed(scene.jo, Part.APPEALS) == [("An appeal", "Ana")]
    assert count_open_items(scene.jo) == 1
    assert listed(scene.mira) == []
    assert count_open_items(scene.mira) == 0


@pytest.mark.parametrize("how", ["upheld", "overturned", "withdrawn"])
def test_an_appeal_leaves_the_queue_when_it_is_settled(scene: Scene, how: str) -> None:
    number = appeal(scene)
    settle(scene, number, how)

    assert listed(scene.jo) == []
    item = item_of_appeal(number)
    assert "appeal" in handled_item(scene.jo, item.id).what_happened


def test_an_appeal_whose_matter_has_changed_leaves_the_queue(
    scene: Scene, clock: FakeClock
) -> None:
    appeal_sanction(scene, "silence", scene.mira)
    clock.advance(days=8)
    expire_moot_appeals(clock)

    assert listed(scene.jo, Part.APPEALS) == []


def test_whoever_decided_first_or_asks_can_not_take_it(scene: Scene) -> None:
    item = item_of_appeal(appeal(scene)).id

    for nobody in (scene.mira, replace(scene.ana, roles=frozenset({Role.MODERATOR}))):
        with pytest.raises(NotFoundError):
            claim(nobody, item, scene.world.clock)
    assert claim_next(scene.mira, scene.world.clock) is None
    assert claim_next(scene.jo, scene.world.clock) == item


def test_what_somebody_has_open_is_not_judged_by_another(scene: Scene) -> None:
    number = appeal(scene)
    kim = scene.world.person(Role.MODERATOR, name="Kim")
    claim(kim, item_of_appeal(number).id, scene.world.clock)

    with pytest.raises(ClaimedError):
        settle(scene, number, "upheld")

    release(kim, item_of_appeal(number).id)
    settle(scene, number, "upheld")


def test_an_admin_takes_it_where_there_is_no_other_moderator(scene: Scene) -> None:
    ada = scene.world.person(Role.ADMIN, name="Ada")
    item = item_of_appeal(appeal(scene)).id
    with pytest.raises(NotFoundError):
        claim(ada, item, scene.world.clock)
    with transaction() as session:
        session.query(UserRole).filter_by(user_id=scene.jo.id).delete()

    claim(ada, item, scene.world.clock)
    assert item_of_appeal(1).claimed_by_id == ada.id
    release(ada, item)
    # Whatever else waits is read by moderators alone.
    with pytest.raises(NotAllowedError):
        claim_next(ada, scene.world.clock)


def test_whoever_leaves_an_appeal_is_served_it_no_more_today(scene: Scene) -> None:
    clock = scene.world.clock
    kim, item = scene.world.person(Role.MODERATOR, name="Kim"), item_of_appeal(appeal(scene)).id
    assert claim_next(scene.jo, clock) == item
    left = Step(action=ModeratorAction.SKIP, words="I know Ana too well.")

    take_step(scene.jo, item, left, clock)

    assert claim_next(scene.jo, clock) is None
    assert claim_next(kim, clock) == item
    assert listed(scene.jo) == [("An appeal", "Ana")]


@pytest.mark.parametrize("action", [ModeratorAction.SECOND_OPINION, ModeratorAction.ESCALATE])
def test_nobody_is_asked_what_they_think_of_an_appeal(
    scene: Scene, action: ModeratorAction
) -> None:
    item = item_of_appeal(appeal(scene)).id

    with pytest.raises(ConflictError):
        take_step(scene.jo, item, Step(action=action, words="What now?"), scene.world.clock)


def test_whoever_decided_first_does_not_leave_an_appeal_either(scene: Scene) -> None:
    item, left = item_of_appeal(appeal(scene)).id, Step(action=ModeratorAction.SKIP, words="No.")

    with pytest.raises(NotFoundError):
        take_step(scene.mira, item, left, scene.world.clock)


TEAMS: Sequence[tuple[Role, ...]] = (
    (Role.MODERATOR,), (Role.ADMIN,), (Role.MODERATOR, Role.ADMIN), (Role.MENTOR,),
)  # fmt: skip


@pytest.mark.parametrize("kind", [None, SanctionKind.BAN])
def test_whose_an_appeal_is_is_the_same_in_python_and_in_sql(
    scene: Scene, kind: SanctionKind | None
) -> None:
    number = item_of_appeal(appeal(scene)).id
    people = [scene.world.person().id for _ in TEAMS]
    # The moderator among them had told us of the post.
    told_us = {people[0]}
    with transaction() as session:
        session.add(
            Report(
                item_id=session.scalars(
                    select(ReviewItem.id).filter_by(post_id=scene.post.id)
                ).one(),
                reporter_id=people[0],
                reason="unkind",
                weight=1.0,
                made_at=scene.world.clock.now(),
            )
        )
    for there in combinations(range(len(TEAMS)), 3):
        team = {people[who]: TEAMS[who] for who in there}
        first, second, third = team
        for decided_by, about in ((first, second), (second, third), (third, third)):
            _let_be(scene, team, number, decided_by, about, kind)
            wanted = judges_of(
                moderators=[one for one, roles in team.items() if Role.MODERATOR in roles],
                admins=[one for one, roles in team.items() if Role.ADMIN in roles],
                decided_by=decided_by,
                appellant=about,
                kind=kind,
                told_us=told_us,
            ).ids

            assert {one for one, roles in team.items() if _may(one, roles, number)} == wanted


def _let_be(
    scene: Scene,
    team: Mapping[int, Collection[Role]],
    number: int,
    decided_by: int,
    about: int,
    kind: SanctionKind | None,
) -> None:
    """Nobody else is staff, and the appeal is about what one of them decided."""
    with transaction() as session:
        session.query(UserRole).delete()
        now = scene.world.clock.now()
        for user_id, roles in team.items():
            session.add_all(UserRole(user_id=user_id, role=role, given_at=now) for role in roles)
        item = session.get_one(ReviewItem, number)
        item.decided_by_id, item.about_id = decided_by, about
        item.admins_first = kind is SanctionKind.BAN


def _may(user_id: int, roles: Collection[Role], number: int) -> bool:
    person = Actor(user_id=user_id, roles=frozenset(roles))
    found = select(ReviewItem.id).where(ReviewItem.id == number, may_look_again(person))
    return db.session.scalar(found) is not None


# ------------------------------------------------------------------------------------ the order


def test_python_and_the_database_agree_on_the_order_of_all_kinds(
    scene: Scene, clock: FakeClock
) -> None:
    ada = scene.world.person(Role.ADMIN, name="Ada")
    wait(scene, clock)
    appeal_sanction(scene, "suspend", ada)
    appeal(scene)
    clock.advance(hours=22)
    wait(scene, clock, hours=2, name="Cy")
    db.session.rollback()
    now = clock.now()

    items = db.session.scalars(
        select(ReviewItem).where(ReviewItem.closed_at.is_(None)).order_by(*in_order(now))
    ).all()

    assert len(items) == 4
    assert list(items) == sorted(items, key=lambda item: rank(waiting_of(item), now).place)


def test_it_says_why_each_stands_where_it_does(scene: Scene, clock: FakeClock) -> None:
    wait(scene, clock, hours=3)
    appeal_sanction(scene, "suspend", scene.mira)
    appeal(scene)
    found = queue_page(scene.jo, Wanted(), 1, str).items.items

    because = "before others like it: a newcomer wrote it."
    assert [(row.what, row.because, row.ranked) for row in found] == [
        (
            "An appeal",
            "Asks that somebody else look again at what was decided.",
            f"Stands above the middle: somebody who is shut out asks for a second look; {because}",
        ),
        (
            "A newcomer’s introduction without an answer",
            "Its author has waited 3 hours for a first answer.",
            f"Stands in the middle: a newcomer hopes for a first answer; {because}",
        ),
        (
            "An appeal",
            "Asks that somebody else look again at what was decided.",
            f"Stands in the middle: somebody asks for a second look; {because}",
        ),
    ]
    assert [row.is_post for row in found] == [False, True, False]


# ---------------------------------------------------------------------------- newcomers who wait


def test_a_newcomer_is_an_item_once_moderators_have_been_called(
    scene: Scene, clock: FakeClock
) -> None:
    carry_out(scene.world, scene.mira, scene.post, "decline")
    wait(scene, clock, hours=0)
    clock.advance(minutes=29)
    run_due_steps(clock)
    assert listed(scene.mira) == []
    clock.advance(minutes=91)
    run_due_steps(clock)

    wanted = [("A newcomer’s introduction without an answer", "Bo")]
    assert listed(scene.mira) == listed(scene.mira, Part.WAITS) == wanted
    assert listed(scene.mira, Part.NEWCOMERS) == wanted
    assert listed(scene.mira, Part.HELD) == listed(scene.mira, Part.REPORTS) == []


def test_it_leaves_the_queue_when_anybody_answers_and_comes_back_without_the_answer(
    scene: Scene, clock: FakeClock
) -> None:
    post = wait(scene, clock)
    number = number_of(item_of_wait(post))
    helper = scene.world.person(name="Max")
    answer = scene.world.reply(helper, scene.thread, KIND, answers=post)
    assert item_of_wait(post) is None
    happened = handled_item(scene.mira, number).what_happened
    assert happened == "Somebody has answered this newcomer."
    commands.withdraw(helper, answer.id, clock)

    again = item_of_wait(post)
    assert again is not None
    assert again.opened_at == post.published_at


def test_it_leaves_the_queue_when_the_post_goes_out_of_sight(
    scene: Scene, clock: FakeClock
) -> None:
    post = wait(scene, clock)
    carry_out(scene.world, scene.mira, post, "hide")
    assert item_of_wait(post) is None
    carry_out(scene.world, scene.jo, post, "restore")

    assert item_of_wait(post) is not None


def test_it_leaves_the_queue_while_its_thread_takes_no_answers(
    scene: Scene, clock: FakeClock
) -> None:
    post = wait(scene, clock)
    number = number_of(item_of_wait(post))
    lock_thread(scene.mira, scene.thread.id, "A new one is open.", clock)
    assert item_of_wait(post) is None
    happened = handled_item(scene.mira, number).what_happened
    assert happened == "The thread is closed, so nobody can answer this newcomer there."
    clock.advance(days=1)
    run_due_steps(clock)
    assert item_of_wait(post) is None

    unlock_thread(scene.mira, scene.thread.id, clock)
    again = item_of_wait(post)
    assert again is not None
    assert again.opened_at == post.published_at


def test_it_leaves_the_queue_while_its_thread_is_out_of_sight(
    scene: Scene, clock: FakeClock
) -> None:
    post = wait(scene, clock)
    number = number_of(item_of_wait(post))
    opening = db.session.query(Post).filter_by(thread_id=post.thread_id, is_opening=True).one()
    carry_out(scene.world, scene.mira, opening, "hide")
    assert item_of_wait(post) is None
    happened = handled_item(scene.mira, number).what_happened
    assert happened == "The post is out of sight now, so nobody need answer it."

    carry_out(scene.world, scene.jo, opening, "restore")
    assert item_of_wait(post) is not None


def test_nobody_is_an_item_whose_answer_goes_while_the_thread_is_closed(
    scene: Scene, clock: FakeClock
) -> None:
    post = wait(scene, clock)
    answer = scene.world.reply(scene.world.person(), scene.thread, KIND, answers=post)
    lock_thread(scene.mira, scene.thread.id, "A new one is open.", clock)
    carry_out(scene.world, scene.mira, answer, "remove")
    assert item_of_wait(post) is None

    unlock_thread(scene.mira, scene.thread.id, clock)
    assert item_of_wait(post) is not None


def test_it_leaves_the_queue_when_its_author_leaves(
    app: Flask, scene: Scene, clock: FakeClock
) -> None:
    leaving = Leaving(app, scene.world, clock)
    kai = newcomer_who_can_leave(leaving)
    post = scene.world.reply(kai, scene.thread, KIND)
    for _ in range(5):
        clock.advance(hours=1)
        run_due_steps(clock)
    number = number_of(item_of_wait(post))
    leaving.leave(kai, Words.LEFT)
    assert item_of_wait(post) is None
    happened = handled_item(scene.mira, number).what_happened
    assert happened == "Its author has left, so nobody need answer it."


def test_a_wait_asks_nothing_of_the_post_itself(scene: Scene, clock: FakeClock) -> None:
    post = wait(scene, clock)
    number = number_of(item_of_wait(post))

    step = Step(action=ModeratorAction.SECOND_OPINION, words="Is it all right?")
    with pytest.raises(ConflictError):
        take_step(scene.mira, number, step, clock)
    assert scene.world.open_item(post) is None
    assert scene.world.fresh(post).state == "published"


def test_whoever_leaves_it_to_others_is_not_served_it_again(scene: Scene, clock: FakeClock) -> None:
    carry_out(scene.world, scene.mira, scene.post, "decline")
    number = number_of(item_of_wait(wait(scene, clock)))
    assert claim_next(scene.mira, clock) == number

    step = Step(action=ModeratorAction.SKIP, words="I can’t read their language.")
    take_step(scene.mira, number, step, clock)

    assert claim_next(scene.mira, clock) is None
    assert claim_next(scene.jo, clock) == number


def test_the_admins_can_be_asked_to_find_somebody(scene: Scene, clock: FakeClock) -> None:
    scene.world.person(Role.ADMIN, name="Ada")
    number = number_of(item_of_wait(wait(scene, clock)))
    step = Step(action=ModeratorAction.ESCALATE, words="Nobody here speaks their language.")
    take_step(scene.mira, number, step, clock)
    db.session.rollback()

    found = rank(waiting_of(db.session.get_one(ReviewItem, number)), clock.now())
    assert found.why.startswith("Stands high: a newcomer hopes for a first answer; before others")


# ------------------------------------------------------------------------------------- upgrading


def test_an_upgrade_puts_what_is_open_into_the_queue(
    app: Flask, scene: Scene, clock: FakeClock
) -> None:
    prepare(app)
    ada = scene.world.person(Role.ADMIN, name="Ada")
    wait(scene, clock)
    done = appeal_sanction(scene, "silence", scene.mira)
    settle(scene, done, "withdrawn")
    appeal_sanction(scene, "ban", ada)
    appeal(scene)
    before = [_plain(item) for item in _open_items()]
    assert len(before) == 3
    db.session.rollback()
    clock.advance(hours=1)

    downgrade(revision="0037")
    assert listed_before_upgrade() == 0
    upgrade()

    assert [_plain(item) for item in _open_items()] == before


def listed_before_upgrade() -> int:
    with db.engine.connect() as connection:
        count = "SELECT count(*) FROM review_items WHERE closed_at IS NULL"
        found: int = connection.exec_driver_sql(count).scalar_one()
    return found


def _open_items() -> list[ReviewItem]:
    db.session.rollback()
    waits = select(ReviewItem).where(ReviewItem.closed_at.is_(None))
    return sorted(
        db.session.scalars(waits), key=lambda item: (item.clock_id or 0, item.appeal_id or 0)
    )


def _plain(item: ReviewItem) -> tuple[object, ...]:
    return (
        item.clock_id, item.appeal_id, item.about_id, item.decided_by_id, item.admins_first,
        item.from_newcomer, item.gravity, item.opened_at,
        [(reason.kind, reason.gravity) for reason in item.reasons],
    )  # fmt: skip


def test_a_long_wait_moves_up_like_anything_else(scene: Scene, clock: FakeClock) -> None:
    item = item_of_wait(wait(scene, clock))
    assert item is not None

    later = rank(waiting_of(item), clock.now() + timedelta(days=1))

    assert "moved up after a day of waiting" in later.why
