"""A decision counts at once, and for twelve seconds nobody hears of it: within them it can be undone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from forum.accounts.models import Role, UserRole
from forum.appeals.commands import About, make_appeal
from forum.conversations import commands
from forum.conversations.models import PostTransition
from forum.database import db, transaction
from forum.errors import ConflictError, NotAllowedError, NotFoundError
from forum.moderation import claims
from forum.moderation.models import Report, ReviewItem
from forum.moderation.note_commands import note_on_post
from forum.moderation.options import ModeratorAction
from forum.moderation.profile_commands import settle_profile
from forum.moderation.ranking import Gravity
from forum.moderation.report_commands import Concern, report_person, report_post
from forum.moderation.reporting import ReportReason
from forum.moderation.step_commands import Step, take_step
from forum.moderation.undo.leaving import let_out_due
from forum.moderation.undo.models import HeldBack, UndoWindow
from forum.notifications.models import Notification
from forum.screening.labels import Label
from forum.welcome.models import Mentorship, ReplyClock
from tests.factories import KIND, UNKIND
from tests.integration.moderation.deciding import decisions, ruling
from tests.integration.moderation.undo.conftest import Scene

CASES = [
    ("held", "approve"),
    ("held", "request_changes"),
    ("held", "decline"),
    ("changes_requested", "decline"),
    ("published", "hide"),
    ("published", "remove"),
    ("published", "request_changes"),
    ("hidden", "restore"),
    ("hidden", "remove"),
    ("hidden", "request_changes"),
]


def told(scene: Scene, kind: str = "") -> list[str]:
    db.session.rollback()
    kinds = db.session.scalars(select(Notification.kind).order_by(Notification.id))
    return [one for one in kinds if not kind or one == kind]


def report(scene: Scene, words: str = "It hurts.") -> int:
    reader = scene.world.person(name="Rika")
    return report_post(
        reader, scene.post.id, Concern(reason=ReportReason.UNKIND, words=words), scene.clock
    )


# ------------------------------------------------------------------------------ everything back


@pytest.mark.parametrize(("state", "action"), CASES)
def test_undo_brings_everything_back_exactly_as_it_was(
    scene: Scene, state: str, action: str
) -> None:
    scene.brought_to(state)
    before = scene.everything()

    scene.undo(scene.decided(action))

    assert scene.everything() == before


@pytest.mark.parametrize(("state", "action"), CASES)
def test_nobody_ever_hears_of_what_was_undone(scene: Scene, state: str, action: str) -> None:
    scene.brought_to(state)
    before = scene.everything()
    scene.undo(scene.decided(action))

    scene.clock.advance(minutes=5)
    let_out_due(scene.clock)

    assert scene.everything() == before


@pytest.mark.parametrize(("state", "action"), CASES)
def test_the_log_says_both(scene: Scene, state: str, action: str) -> None:
    scene.brought_to(state)
    scene.undo(scene.decided(action))

    assert scene.log()[-2:] == [f"post.{action}", "post.undo"]


@pytest.mark.parametrize(("state", "action"), CASES)
def test_what_was_undone_can_be_decided_anew(scene: Scene, state: str, action: str) -> None:
    scene.brought_to(state)
    scene.undo(scene.decided(action))

    scene.undo(scene.decided(action, by=scene.jo), by=scene.jo)
    scene.decided(action)
    scene.world.let_out()

    assert scene.log()[-1] == f"post.{action}"


def test_rows_are_only_added(scene: Scene) -> None:
    scene.undo(scene.decided("approve"))

    assert [made.action for made in decisions(scene.post)] == ["approve"]
    steps = db.session.query(PostTransition).filter_by(post_id=scene.post.id)
    (held, approved, undone) = steps.order_by(PostTransition.id).all()
    assert (held.action, approved.action) == ("hold", "approve")
    assert (undone.action, undone.before, undone.after) == ("undo", "published", "held")
    assert undone.undoes_id == approved.id


def test_a_reported_post_that_was_left_as_it_is_waits_again_with_its_report(scene: Scene) -> None:
    scene.brought_to("published")
    report(scene)
    before = scene.everything()

    window = scene.decided("keep")
    assert scene.world.open_item(scene.post) is None
    back = scene.undo(window)

    assert scene.everything() == before
    item = scene.world.open_item(scene.post)
    assert item is not None
    assert back.item_id == item.id


def test_a_report_that_was_called_made_to_harm_weighs_again_as_before(scene: Scene) -> None:
    scene.brought_to("published")
    report_id = report(scene)
    before = scene.everything()

    sent = replace(ruling(scene.world, scene.post, "keep"), made_to_harm=(report_id,))
    from_now = scene.decided_with(sent)
    scene.undo(from_now)

    assert scene.everything() == before


@pytest.mark.parametrize("action", ["keep", "settle"])
def test_so_does_a_profile(scene: Scene, action: str) -> None:
    report_person(scene.jo, scene.ana.id, Concern(reason=ReportReason.UNSURE), scene.clock)
    before = scene.everything()
    item_id = db.session.query(Report).one().item_id

    settle_profile(scene.mira, item_id, ModeratorAction(action), scene.clock)
    assert told(scene, "report_kept") == told(scene, "report_acted") == []
    back = scene.undo(db.session.scalars(select(UndoWindow.id)).one())

    assert scene.everything() == before
    assert back.item_id == item_id


def test_the_edit_of_a_published_post_waits_again(scene: Scene) -> None:
    scene.brought_to("published")
    new = commands.NewVersion(text=f"More. {UNKIND}", title=None, based_on=1)
    commands.revise(scene.ana, scene.post.id, new, scene.clock)
    scene.world.screen()
    for action in ("approve", "request_changes", "decline"):
        before = scene.everything()
        scene.undo(scene.decided(action))
        assert scene.everything() == before


def test_the_claim_comes_back_to_whoever_had_it(scene: Scene) -> None:
    other = scene.world.reply(scene.ana, scene.thread, f"Again. {UNKIND}")
    item_id = claims.claim_next(scene.mira, scene.clock)
    before = scene.everything()

    window = scene.decided("approve")
    assert claims.claim_next(scene.mira, scene.clock) == scene.world.open_item(other).id  # type: ignore[union-attr]
    scene.undo(window)

    assert scene.everything() == before
    assert scene.world.open_item(scene.post).id == item_id  # type: ignore[union-attr]


# ----------------------------------------------------------------------------- until it is over


def test_a_decision_counts_at_once(scene: Scene) -> None:
    scene.decided("approve")

    assert scene.world.fresh(scene.post).state == "published"
    assert scene.world.open_item(scene.post) is None
    assert scene.log()[-1] == "post.approve"


def test_what_leaves_the_house_waits(scene: Scene) -> None:
    scene.decided("approve")
    before = told(scene)
    scene.clock.advance(seconds=11.9)
    let_out_due(scene.clock)

    assert told(scene) == before
    assert db.session.query(Mentorship).count() == db.session.query(ReplyClock).count() == 0

    scene.clock.advance(seconds=0.1)
    let_out_due(scene.clock)

    assert {"post_published", "reply", "mentor_found"} <= set(told(scene))
    assert db.session.query(Mentorship).count() == db.session.query(ReplyClock).count() == 1


def test_it_leaves_once_however_often_the_worker_looks(scene: Scene) -> None:
    scene.decided("decline")
    scene.clock.advance(seconds=12)
    for _ in range(3):
        let_out_due(scene.clock)

    assert len(told(scene, "post_declined")) == 1


def test_afterwards_it_is_too_late(scene: Scene) -> None:
    window = scene.decided("decline")
    scene.clock.advance(seconds=12)

    with pytest.raises(ConflictError, match="too late"):
        scene.undo(window)
    let_out_due(scene.clock)
    with pytest.raises(ConflictError, match="has been told"):
        scene.undo(window)

    assert scene.world.fresh(scene.post).state == "declined"


def test_a_worker_whose_clock_is_ahead_is_not_contradicted(scene: Scene) -> None:
    window = scene.decided("decline")
    scene.world.let_out()

    with pytest.raises(ConflictError, match="too late"):
        scene.undo(window)
    assert scene.world.fresh(scene.post).state == "declined"


# ------------------------------------------------------------------------------------- who may


def test_undoing_twice_is_harmless(scene: Scene) -> None:
    window = scene.decided("approve")
    first = scene.undo(window)
    before = scene.everything()

    assert scene.undo(window) == first
    assert scene.everything() == before
    assert scene.log().count("post.undo") == 1


def test_a_second_click_undoes_nobody_elses_decision(scene: Scene) -> None:
    window = scene.decided("approve")
    scene.undo(window)
    scene.decided("decline", by=scene.jo)

    scene.undo(window)

    assert scene.world.fresh(scene.post).state == "declined"


def test_nobody_undoes_somebody_elses_decision(scene: Scene) -> None:
    window = scene.decided("approve")

    with pytest.raises(NotAllowedError):
        scene.undo(window, by=scene.jo)
    for who in (scene.ana, scene.mo, scene.world.person(Role.ADMIN)):
        with pytest.raises(NotFoundError):
            scene.undo(window, by=who)
    assert scene.world.fresh(scene.post).state == "published"


def test_whoever_lost_the_role_undoes_nothing_and_what_they_decided_leaves(scene: Scene) -> None:
    window = scene.decided("decline")
    with transaction() as session:
        session.delete(session.get_one(UserRole, (scene.mira.id, Role.MODERATOR)))

    with pytest.raises(NotAllowedError):
        scene.undo(window, by=replace(scene.mira, roles=frozenset()))
    scene.world.let_out()

    assert told(scene, "post_declined") == ["post_declined"]


def test_what_does_not_exist_is_not_there(scene: Scene) -> None:
    with pytest.raises(NotFoundError):
        scene.undo(4_711)


# ---------------------------------------------------------------------------------- meanwhile


def test_a_reply_that_came_in_between_stays_and_loses_no_word(scene: Scene) -> None:
    window = scene.decided("approve")
    answer = scene.world.reply(scene.mo, scene.thread, "Welcome, Ana.", answers=scene.post)

    scene.undo(window)

    assert scene.world.fresh(scene.post).state == "held"
    kept = scene.world.fresh(answer)
    assert (kept.state, kept.answers_id) == ("published", scene.post.id)
    assert scene.world.revision(answer).text == "Welcome, Ana."


def test_a_reply_goes_out_of_sight_with_its_thread_and_comes_back_with_it(scene: Scene) -> None:
    thread = scene.world.thread(scene.world.newcomer("Bo"), text=f"Hi. {UNKIND}")
    opening = db.session.query(type(scene.post)).filter_by(thread_id=thread.id).one()
    window = scene.decided("approve", post=opening)
    answer = scene.world.reply(scene.mo, thread, "Welcome, Bo.", answers=opening)

    scene.undo(window)
    db.session.rollback()
    assert db.session.get_one(type(thread), thread.id).published_at is None
    assert scene.world.fresh(answer).state == "published"

    scene.world.decide(scene.jo, opening, "approve")
    again = db.session.get_one(type(thread), thread.id)
    assert again.published_at is not None
    assert again.reply_count == 1


def test_its_author_is_not_told_of_an_answer_to_a_post_that_nobody_can_read(scene: Scene) -> None:
    window = scene.decided("approve")
    scene.world.reply(scene.mo, scene.thread, "Welcome, Ana.", answers=scene.post)
    scene.undo(window)

    db.session.rollback()
    theirs = db.session.query(Notification).filter_by(user_id=scene.ana.id)
    assert [one.kind for one in theirs if one.read_at is None or one.mail_due_at] == ["post_held"]


def test_a_report_that_came_in_between_waits_with_the_rest(scene: Scene) -> None:
    scene.brought_to("hidden")
    window = scene.decided("restore")
    report_id = report(scene, "I was frightened.")

    scene.undo(window)

    item = scene.world.open_item(scene.post)
    assert item is not None
    assert {one.kind for one in item.reasons} == {"hidden", "report"}
    kept = db.session.get_one(Report, report_id)
    assert (kept.item_id, kept.words, kept.outcome) == (item.id, "I was frightened.", None)


def test_whoever_reports_again_in_between_is_heard_in_the_newer_words(scene: Scene) -> None:
    scene.brought_to("published")
    rika = scene.world.person(name="Rika")
    first, second = (Concern(reason=ReportReason.UNKIND, words=one) for one in ("One.", "Two."))
    report_post(rika, scene.post.id, first, scene.clock)
    window = scene.decided("keep")
    report_post(rika, scene.post.id, second, scene.clock)
    scene.undo(window)

    item = scene.world.open_item(scene.post)
    assert item is not None
    (waiting,) = db.session.query(Report).filter_by(outcome=None).all()
    assert (waiting.item_id, waiting.words) == (item.id, "Two.")


def test_a_lighter_report_that_came_in_between_makes_nothing_lighter(scene: Scene) -> None:
    scene.brought_to("published")
    reported_as(scene, ReportReason.THREAT)
    before = weight_of_item(scene)
    window = scene.decided("keep")
    reported_as(scene, ReportReason.SPAM)
    assert weight_of_item(scene) == (Gravity.LIGHT, None)
    scene.undo(window)

    assert weight_of_item(scene) == before == (Gravity.SEVERE, Label.THREAT)


def test_a_graver_one_makes_it_graver(scene: Scene) -> None:
    scene.brought_to("published")
    reported_as(scene, ReportReason.SPAM)
    window = scene.decided("keep")
    reported_as(scene, ReportReason.THREAT)
    scene.undo(window)

    assert weight_of_item(scene) == (Gravity.SEVERE, Label.THREAT)


def reported_as(scene: Scene, reason: ReportReason) -> None:
    report_post(scene.world.person(), scene.post.id, Concern(reason=reason), scene.clock)


def weight_of_item(scene: Scene) -> tuple[int, str | None]:
    """Where the post stands in the queue, and what for."""
    db.session.rollback()
    item = scene.world.open_item(scene.post)
    assert item is not None
    return item.gravity, item.label


def taken_back(scene: Scene) -> None:
    commands.withdraw(scene.ana, scene.post.id, scene.clock)


def changed(scene: Scene) -> None:
    new = commands.NewVersion(text=KIND, title=None, based_on=1)
    commands.revise(scene.ana, scene.post.id, new, scene.clock)


def removed_by_jo(scene: Scene) -> None:
    scene.decided("remove", by=scene.jo)


@pytest.mark.parametrize(
    ("meanwhile", "said"),
    [
        (taken_back, "taken the post back"),
        (changed, "something else"),
        (removed_by_jo, "something"),
    ],
)
def test_what_moved_on_meanwhile_is_not_dragged_back(
    scene: Scene, meanwhile: object, said: str
) -> None:
    window = scene.decided("approve")
    meanwhile(scene)  # type: ignore[operator]
    before = scene.everything()

    with pytest.raises(ConflictError, match=said):
        scene.undo(window)

    assert scene.everything() == before


@pytest.mark.parametrize("meanwhile", [taken_back, changed, removed_by_jo])
def test_then_people_hear_of_things_in_their_order_and_once(
    scene: Scene, meanwhile: object
) -> None:
    scene.decided("approve")
    meanwhile(scene)  # type: ignore[operator]
    scene.world.let_out()

    kinds = told(scene)
    assert kinds.count("post_published") == 1
    if meanwhile is removed_by_jo:
        assert kinds.index("post_published") < kinds.index("post_removed")
    clock = db.session.query(ReplyClock).one()
    assert (clock.stopped_at is None) == (meanwhile is changed)


def test_two_moderators_undo_one_after_the_other(scene: Scene) -> None:
    scene.decided("approve")
    his = scene.decided("remove", by=scene.jo)

    scene.undo(his, by=scene.jo)

    assert scene.world.fresh(scene.post).state == "published"
    assert told(scene, "post_removed") == []


def test_an_appeal_means_that_they_know_of_it(scene: Scene) -> None:
    window = scene.decided("decline")
    decision_id = db.session.get_one(UndoWindow, window).decision_id
    make_appeal(scene.ana, About(decision_id=decision_id), "I meant it well.", scene.clock)

    with pytest.raises(ConflictError):
        scene.undo(window)


def test_what_is_held_back_is_only_added_to(scene: Scene) -> None:
    scene.decided("approve")
    with pytest.raises(Exception, match="append-only"), transaction() as session:
        session.query(HeldBack).delete()


# ------------------------------------------------------------------ what others did with the item


def pass_on(scene: Scene, action: str) -> ReviewItem:
    item = scene.world.open_item(scene.post)
    assert item is not None
    step = Step(action=ModeratorAction(action), words="What do you think?")
    take_step(scene.jo, item.id, step, scene.clock)
    db.session.rollback()
    return db.session.get_one(ReviewItem, item.id)


@pytest.mark.parametrize("action", ["escalate", "second_opinion"])
def test_what_others_are_asked_about_meanwhile_is_not_put_back_behind_them(
    scene: Scene, action: str
) -> None:
    scene.world.person(Role.ADMIN, name="Ada")
    scene.brought_to("published")
    report(scene)
    window = scene.decided("hide")
    item = pass_on(scene, action)

    with pytest.raises(ConflictError, match="something else has happened to it meanwhile"):
        scene.undo(window)

    db.session.rollback()
    assert item.closed_at is None
    assert (item.escalated_at or item.asked_at) == scene.clock.now()


def test_putting_it_aside_keeps_nobody_from_undoing(scene: Scene) -> None:
    scene.brought_to("published")
    report(scene)
    before = scene.everything()
    window = scene.decided("hide")
    pass_on(scene, "skip")

    scene.undo(window)

    assert scene.everything() == before


def test_whoever_was_given_an_opinion_meanwhile_does_not_wait_for_one_again(scene: Scene) -> None:
    scene.brought_to("published")
    report(scene)
    pass_on(scene, "second_opinion")
    window = scene.decided("hide")
    note_on_post(scene.mira, scene.post.id, "It is irony.", scene.clock)
    assert told(scene, "opinion_given") == ["opinion_given"]

    scene.undo(window)

    item = scene.world.open_item(scene.post)
    assert item is not None
    assert (item.asked_by_id, item.asked_at) == (None, None)
