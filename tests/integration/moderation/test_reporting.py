"""A report becomes an item, several become one, and whoever sent one hears what came of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.conversations import commands
from forum.conversations.models import Hide, Post
from forum.database import db
from forum.errors import (
    ConflictError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    TooManyAttemptsError,
)
from forum.moderation.claims import claim, release
from forum.moderation.commands import decide
from forum.moderation.models import Decision, Report, ReviewItem
from forum.moderation.profile_commands import settle_profile
from forum.moderation.queries import count_open_items, decisions_for_author
from forum.moderation.report_commands import Concern, report_person, report_post
from forum.moderation.reporting import MOST_REPORTS, ReportOutcome, ReportReason
from forum.notifications.models import Notification, NotificationKind
from forum.notifications.queries import inbox_page
from tests.factories import UNKIND
from tests.integration.moderation.conftest import Scene
from tests.integration.moderation.deciding import carry_out, decisions, ruling
from tests.support.clock import FakeClock

CONCERN = Concern(reason=ReportReason.UNKIND, words="This hurt me.")


@pytest.fixture
def shown(scene: Scene) -> Post:
    """Something of Ana's that everybody can read."""
    carry_out(scene.world, scene.jo, scene.post, "approve")
    return scene.world.fresh(scene.post)


def report(
    scene: Scene, post: Post, by: Actor | None = None, reason: ReportReason = ReportReason.UNKIND
) -> int:
    reporter = by or scene.world.person(name="Reader")
    return report_post(reporter, post.id, replace(CONCERN, reason=reason), scene.world.clock)


def item_of(post: Post) -> ReviewItem:
    db.session.rollback()
    return db.session.query(ReviewItem).filter_by(post_id=post.id, closed_at=None).one()


def told(person: Actor) -> list[NotificationKind]:
    db.session.rollback()
    lines = db.session.query(Notification).filter_by(user_id=person.id).order_by(Notification.id)
    return [NotificationKind(line.kind) for line in lines]


def outcomes() -> list[str | None]:
    db.session.rollback()
    return [one.outcome for one in db.session.query(Report).order_by(Report.id)]


# --------------------------------------------------------------------------------- becoming items


def test_many_reports_of_a_post_are_one_item_with_all_reasons(scene: Scene, shown: Post) -> None:
    for reason in (ReportReason.UNKIND, ReportReason.THREAT, ReportReason.UNKIND):
        report(scene, shown, reason=reason)

    item = item_of(shown)
    assert count_open_items() == 1
    assert [reason.kind for reason in item.reasons] == ["report"]
    found = db.session.query(Report).filter_by(item_id=item.id).order_by(Report.id).all()
    assert [one.reason for one in found] == ["unkind", "threat", "unkind"]
    assert {one.revision_id for one in found} == {item.revision_id}


def test_whoever_reports_twice_says_it_in_other_words(scene: Scene, shown: Post) -> None:
    reader = scene.world.person()
    first = report(scene, shown, reader)
    second = report(scene, shown, reader, ReportReason.THREAT)

    assert first == second
    assert [one.reason for one in db.session.query(Report)] == ["threat"]


def test_whoever_reads_it_is_called_back_once_and_then_can_decide(
    scene: Scene, shown: Post, clock: FakeClock
) -> None:
    reader = scene.world.person()
    report(scene, shown, reader)
    claim(scene.mira, item_of(shown).id, scene.world.clock)
    clock.advance(minutes=11)
    claim(scene.mira, item_of(shown).id, scene.world.clock)

    report(scene, shown, reader, ReportReason.THREAT)
    # Mira has read that, too, and is about to decide.
    clock.advance(seconds=10)
    with pytest.raises(TooManyAttemptsError) as error:
        report(scene, shown, reader, ReportReason.HATE)

    assert 0 < error.value.retry_after <= 600
    assert [one.reason for one in db.session.query(Report)] == ["threat"]
    # Anybody else is heard at once, and so is this person when some minutes have passed, or nobody reads it any more.
    report(scene, shown)
    clock.advance(minutes=5)
    release(scene.mira, item_of(shown).id)
    report(scene, shown, reader, ReportReason.HATE)
    claim(scene.mira, item_of(shown).id, scene.world.clock)
    clock.advance(minutes=9, seconds=59)
    claim(scene.mira, item_of(shown).id, scene.world.clock)
    with pytest.raises(TooManyAttemptsError):
        report(scene, shown, reader, ReportReason.THREAT)
    clock.advance(seconds=2)
    report(scene, shown, reader, ReportReason.THREAT)


def test_whoever_has_to_wait_with_more_words_sees_it_no_longer_all_the_same(
    scene: Scene, shown: Post
) -> None:
    reader = scene.world.person()
    report(scene, shown, reader)
    claim(scene.mira, item_of(shown).id, scene.world.clock)

    with pytest.raises(TooManyAttemptsError):
        report_post(
            reader,
            shown.id,
            replace(CONCERN, reason=ReportReason.HATE, hide=True),
            scene.world.clock,
        )

    db.session.rollback()
    assert [(one.user_id, one.post_id) for one in db.session.query(Hide)] == [(reader.id, shown.id)]


def test_the_same_said_again_calls_nobody(scene: Scene, shown: Post, clock: FakeClock) -> None:
    reader = scene.world.person()
    report(scene, shown, reader)
    claim(scene.mira, item_of(shown).id, scene.world.clock)
    before = db.session.query(Report).one().made_at
    clock.advance(seconds=10)

    report(scene, shown, reader)

    db.session.rollback()
    assert db.session.query(Report).one().made_at == before


def test_a_report_and_a_waiting_edit_are_two_questions(scene: Scene, shown: Post) -> None:
    report(scene, shown)
    new = commands.NewVersion(text=f"Now this. {UNKIND}", title=None, based_on=1)
    commands.revise(scene.ana, shown.id, new, scene.world.clock)
    scene.world.screen()
    waiting = db.session.query(ReviewItem).filter_by(post_id=shown.id, closed_at=None)
    assert sorted(item.is_edit for item in waiting) == [False, True]

    carry_out(scene.world, scene.mira, shown, "approve")

    # The edit is settled; what readers see now is what the report is about.
    item = item_of(shown)
    assert (item.is_edit, item.revision_id) == (False, scene.world.revision(shown, 2).id)
    assert outcomes() == [None]


def test_a_profile_can_be_reported(scene: Scene) -> None:
    reader = scene.world.person()
    report_person(reader, scene.ana.id, replace(CONCERN, hide=True), scene.world.clock)
    report_person(scene.world.person(), scene.ana.id, CONCERN, scene.world.clock)

    item = db.session.query(ReviewItem).filter_by(person_id=scene.ana.id).one()
    assert db.session.query(Report).filter_by(item_id=item.id).count() == 2
    assert [(one.user_id, one.person_id) for one in db.session.query(Hide)] == [
        (reader.id, scene.ana.id)
    ]


# ------------------------------------------------------------------------------------------ who may


@pytest.mark.parametrize("place", ["held", "hidden", "removed", "withdrawn"])
def test_what_is_not_on_show_is_not_reported(scene: Scene, place: str) -> None:
    if place != "held":
        carry_out(scene.world, scene.jo, scene.post, "approve")
    if place in {"hidden", "removed"}:
        carry_out(scene.world, scene.jo, scene.post, {"hidden": "hide", "removed": "remove"}[place])
    if place == "withdrawn":
        commands.withdraw(scene.ana, scene.post.id, scene.world.clock)

    for by, refusal in ((scene.world.person(), NotFoundError), (scene.mira, ConflictError)):
        wanted = NotFoundError if place == "withdrawn" else refusal
        with pytest.raises(wanted):
            report(scene, scene.post, by)


def test_nobody_reports_what_is_their_own(scene: Scene, shown: Post) -> None:
    with pytest.raises(NotAllowedError):
        report(scene, shown, scene.ana)
    with pytest.raises(NotAllowedError):
        report_person(scene.ana, scene.ana.id, CONCERN, scene.world.clock)


def test_what_does_not_exist_is_not_there(scene: Scene) -> None:
    with pytest.raises(NotFoundError):
        report_post(scene.ana, 4_711, CONCERN, scene.world.clock)
    with pytest.raises(NotFoundError):
        report_person(scene.ana, 4_711, CONCERN, scene.world.clock)


def test_words_have_an_end(scene: Scene, shown: Post) -> None:
    with pytest.raises(InvalidInputError):
        report_post(scene.mira, shown.id, replace(CONCERN, words="x" * 1_001), scene.world.clock)

    assert outcomes() == []


def test_one_person_with_two_hundred_reports_is_slowed_down(scene: Scene) -> None:
    reader = scene.world.person()
    people = [scene.world.person() for _ in range(MOST_REPORTS + 1)]
    for person in people[:-1]:
        report_person(reader, person.id, CONCERN, scene.world.clock)

    with pytest.raises(TooManyAttemptsError) as error:
        report_person(reader, people[-1].id, CONCERN, scene.world.clock)

    assert 0 < error.value.retry_after <= 24 * 3_600
    assert count_open_items() == MOST_REPORTS + 1  # and Ana's post
    # Others are not kept from reporting, and neither is this person for ever.
    report_person(scene.world.person(), people[-1].id, CONCERN, scene.world.clock)
    scene.world.clock.advance(days=1, seconds=1)  # type: ignore[attr-defined]
    report_person(reader, people[-1].id, CONCERN, scene.world.clock)


# --------------------------------------------------------------------------------- what comes of it


@pytest.mark.parametrize(
    ("action", "outcome", "heard"),
    [
        ("keep", "kept", "report_kept"),
        ("remove", "acted", "report_acted"),
        ("request_changes", "acted", "report_acted"),
    ],
)
def test_whoever_reported_hears_what_came_of_it(
    scene: Scene, shown: Post, action: str, outcome: str, heard: str
) -> None:
    readers = [scene.world.person(), scene.world.person()]
    for reader in readers:
        report(scene, shown, reader)
    carry_out(scene.world, scene.mira, shown, action)

    assert outcomes() == [outcome, outcome]
    assert [told(reader) for reader in readers] == [[heard], [heard]]
    assert count_open_items() == 0


def test_out_of_sight_is_no_outcome_yet(scene: Scene, shown: Post) -> None:
    reader = scene.world.person()
    report(scene, shown, reader)
    carry_out(scene.world, scene.mira, shown, "hide")
    assert (told(reader), outcomes()) == ([], [None])
    assert sorted(reason.kind for reason in item_of(shown).reasons) == ["hidden", "report"]

    carry_out(scene.world, scene.mira, shown, "restore")

    assert (told(reader), outcomes()) == (["report_kept"], ["kept"])
    assert count_open_items() == 0


def test_a_post_that_its_author_takes_back_is_gone(scene: Scene, shown: Post) -> None:
    reader = scene.world.person()
    report(scene, shown, reader)
    commands.withdraw(scene.ana, shown.id, scene.world.clock)

    assert (told(reader), outcomes()) == (["report_gone"], ["gone"])


def test_leaving_a_post_as_it_is_tells_its_author_nothing(scene: Scene, shown: Post) -> None:
    before = told(scene.ana)
    report(scene, shown)
    carry_out(scene.world, scene.mira, shown, "keep")

    assert scene.world.fresh(shown).state == "published"
    assert told(scene.ana) == before
    assert [made.action for made in decisions(shown)] == ["approve", "keep"]
    assert len(decisions_for_author(shown.id)) == 1


def test_the_line_names_no_sanction_and_no_moderator(scene: Scene, shown: Post) -> None:
    reader = scene.world.person()
    report(scene, shown, reader)
    carry_out(scene.world, scene.mira, shown, "remove")

    (line,) = inbox_page(reader, 1, str).items
    assert line.sentence == (
        "You told us of something. A moderator looked at it and did something about it. Thank you."
    )
    assert (line.note, line.rule, line.post_id, line.by) == ("", None, None, "A moderator")


def test_only_what_was_made_to_harm_weighs_less_later(scene: Scene, shown: Post) -> None:
    spiteful, mistaken = scene.world.person(), scene.world.person()
    bad = report(scene, shown, spiteful)
    report(scene, shown, mistaken)
    sent = replace(ruling(scene.world, shown, "keep"), made_to_harm=[bad])
    decide(scene.mira, shown.id, sent, scene.world.clock)
    assert outcomes() == [ReportOutcome.BAD_FAITH, ReportOutcome.KEPT]
    scene.world.let_out()
    # Both are told the same.
    assert told(spiteful) == told(mistaken) == ["report_kept"]

    for person in (spiteful, mistaken):
        report(scene, shown, person)

    assert [one.weight for one in db.session.query(Report).order_by(Report.id)] == [1, 1, 0.5, 1]


def test_what_led_to_something_was_not_made_to_harm(scene: Scene, shown: Post) -> None:
    reader = scene.world.person()
    sent_by = report(scene, shown, reader)
    sent = replace(ruling(scene.world, shown, "remove"), made_to_harm=[sent_by])
    decide(scene.mira, shown.id, sent, scene.world.clock)

    assert outcomes() == [ReportOutcome.ACTED]


def test_a_report_of_another_item_is_not_settled_along(scene: Scene, shown: Post) -> None:
    other = scene.world.reply(scene.world.person(), scene.thread)
    elsewhere = report(scene, other)
    report(scene, shown)
    sent = replace(ruling(scene.world, shown, "keep"), made_to_harm=[elsewhere])
    decide(scene.mira, shown.id, sent, scene.world.clock)

    assert outcomes() == [None, "kept"]


def test_nothing_is_left_as_it_is_that_nobody_reported(scene: Scene, shown: Post) -> None:
    with pytest.raises(ConflictError):
        carry_out(scene.world, scene.mira, shown, "keep")


def test_a_second_moderator_is_told_that_it_was_left(scene: Scene, shown: Post) -> None:
    report(scene, shown)
    hers = ruling(scene.world, shown, "remove")
    carry_out(scene.world, scene.jo, shown, "keep")

    with pytest.raises(ConflictError, match="Already handled by Jo: left as it is"):
        decide(scene.mira, shown.id, hers, scene.world.clock)


@pytest.mark.parametrize(("action", "outcome"), [("keep", "kept"), ("settle", "acted")])
def test_a_profile_is_dealt_with_once(scene: Scene, action: str, outcome: str) -> None:
    reader = scene.world.person()
    report_person(reader, scene.ana.id, CONCERN, scene.world.clock)
    item = db.session.query(ReviewItem).filter_by(person_id=scene.ana.id).one()
    chosen = type(ruling(scene.world, scene.post, "approve").action)(action)
    settle_profile(scene.mira, item.id, chosen, scene.world.clock)
    scene.world.let_out()

    assert (outcomes(), told(reader)) == ([outcome], [f"report_{outcome}"])
    assert db.session.query(Decision).count() == 0
    with pytest.raises(ConflictError):
        settle_profile(scene.jo, item.id, chosen, scene.world.clock)
    with pytest.raises(NotAllowedError):
        settle_profile(reader, item.id, chosen, scene.world.clock)


def test_nobody_deals_with_their_own_profile(scene: Scene) -> None:
    report_person(scene.ana, scene.mira.id, CONCERN, scene.world.clock)
    item = db.session.query(ReviewItem).filter_by(person_id=scene.mira.id).one()
    keep = ruling(scene.world, scene.post, "keep").action

    with pytest.raises(NotAllowedError):
        settle_profile(scene.mira, item.id, keep, scene.world.clock)
    admin = scene.world.person(Role.ADMIN)
    with pytest.raises(NotAllowedError):
        settle_profile(admin, item.id, keep, scene.world.clock)
