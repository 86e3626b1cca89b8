"""One person who reports very much; and reports of which nothing is left once a moderator found no harm."""

from __future__ import annotations

import pytest

from forum.conversations.models import Post
from forum.database import db
from forum.errors import TooManyAttemptsError
from forum.moderation.commands import decide
from forum.moderation.listing import Wanted, queue_page
from forum.moderation.models import Report, ReviewItem
from forum.moderation.queries import count_open_items, decisions_for_author
from forum.moderation.ranking import Gravity
from forum.moderation.report_commands import Concern, report_person, report_post
from forum.moderation.reporting import (
    LEAST_WEIGHT,
    MOST_REPORTS,
    WEIGH_IN_FULL,
    ReportReason,
)
from forum.moderation.reviewing import post_page
from forum.notifications.models import Notification
from forum.sanctions.models import Sanction
from tests.factories import KIND
from tests.integration.moderation.conftest import Scene
from tests.integration.moderation.deciding import carry_out, ruling

THREAT = Concern(reason=ReportReason.THREAT)


@pytest.fixture
def shown(scene: Scene) -> Post:
    """Ana's post, after a moderator has let it through."""
    carry_out(scene.world, scene.mira, scene.post, "approve")
    return scene.post


def told(person_id: int) -> list[str]:
    db.session.rollback()
    lines = db.session.query(Notification).filter_by(user_id=person_id).order_by(Notification.id)
    return [line.kind for line in lines]


def test_two_hundred_reports_by_one_person_are_few_items_and_a_kind_word(
    scene: Scene, shown: Post
) -> None:
    reader, refused = scene.world.person(), []
    people = [scene.world.person() for _ in range(MOST_REPORTS + 4)]
    for number in range(200):
        try:
            report_person(reader, people[number % len(people)].id, THREAT, scene.world.clock)
        except TooManyAttemptsError as error:
            refused.append(error.message)

    assert db.session.query(Report).count() == MOST_REPORTS
    assert count_open_items() == MOST_REPORTS
    # Saying the same of somebody again is no further report, and is never refused.
    assert len(refused) == 200 // len(people) * 4 + max(0, 200 % len(people) - MOST_REPORTS)
    assert {words.partition(":")[0] for words in refused} == {
        f"You have told us of {MOST_REPORTS} things since yesterday. Thank you"
    }


def test_what_one_person_reports_drowns_nobody_elses(scene: Scene, shown: Post) -> None:
    reader, clock = scene.world.person(), scene.world.clock
    for _ in range(MOST_REPORTS):
        report_person(reader, scene.world.person().id, THREAT, clock)
    other = scene.world.person(name="Cy")
    report_person(scene.world.person(), other.id, Concern(reason=ReportReason.UNKIND), clock)
    db.session.rollback()

    found = queue_page(scene.mira, Wanted(), 1, str).items.items
    assert [row.author.display_name for row in found].index("Cy") == WEIGH_IN_FULL
    weights = [one.weight for one in db.session.query(Report).order_by(Report.id)]
    assert weights[: WEIGH_IN_FULL + 1] == [1.0] * WEIGH_IN_FULL + [LEAST_WEIGHT]
    assert weights[-1] == 1.0


def test_somebody_who_was_right_before_is_heard_longer(scene: Scene, shown: Post) -> None:
    reader, clock = scene.world.person(), scene.world.clock
    report_post(reader, shown.id, THREAT, clock)
    carry_out(scene.world, scene.mira, shown, "remove")
    for _ in range(2 * WEIGH_IN_FULL + 1):
        report_person(reader, scene.world.person().id, THREAT, clock)

    weights = [one.weight for one in db.session.query(Report).order_by(Report.id)][1:]
    assert min(weights[:-1]) > 1
    assert weights[-1] == LEAST_WEIGHT


def test_a_report_that_was_rejected_leaves_nothing_of_what_it_did(
    scene: Scene, shown: Post
) -> None:
    """All that a report does by itself, one by one, and that it is gone."""
    world, clock = scene.world, scene.world.clock
    heard = told(scene.ana.id)
    readers = [world.person() for _ in range(4)]
    for reader in readers:
        report_post(reader, shown.id, Concern(reason=ReportReason.HATE), clock)
    item = world.open_item(shown)
    assert item is not None
    page = post_page(scene.mira, shown.id)
    # In the queue, high up, covered, counted, told to moderators.
    assert (item.gravity, item.label is not None) == (Gravity.SEVERE, True)
    assert (page.is_covered, len(page.reports), page.item_id) == (True, 4, item.id)
    assert count_open_items(scene.mira) == 1

    decide(scene.mira, shown.id, ruling(world, shown, "keep"), clock)
    world.let_out()

    after = post_page(scene.mira, shown.id)
    assert world.fresh(shown).state == "published"
    assert world.open_item(shown) is None
    assert count_open_items(scene.mira) == count_open_items(scene.jo) == 0
    assert (after.is_covered, after.reports, after.item_id, after.because) == (False, (), None, "")
    # Its author was told nothing and bears nothing, and what they write next is nobody's matter.
    assert told(scene.ana.id) == heard
    assert len(decisions_for_author(shown.id)) == 1
    assert db.session.query(Sanction).count() == 0
    assert after.author.turned_down == 0
    following = world.reply(scene.ana, scene.thread, KIND)
    assert following.state == "published"
    # Nobody's later report weighs less for it, and a new one begins anew.
    report_post(readers[0], shown.id, Concern(reason=ReportReason.SPAM), clock)
    db.session.rollback()
    again = db.session.query(ReviewItem).filter_by(closed_at=None).one()
    assert (again.gravity, again.label) == (Gravity.LIGHT, None)
    assert [reason.kind for reason in again.reasons] == ["report"]
    newest = db.session.query(Report).order_by(Report.id.desc()).first()
    assert newest is not None
    assert newest.weight == 1.0
