"""What was said in private is reported, shown as far as was chosen, and decided on by somebody who is no part of it."""

from __future__ import annotations

import pytest

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.audit.models import AuditEntry
from forum.database import db
from forum.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from forum.moderation.claims import claim, claim_next
from forum.moderation.listing import Wanted, queue_page
from forum.moderation.models import Report
from forum.moderation.options import ModeratorAction
from forum.moderation.order import Part
from forum.moderation.queries import count_open_items
from forum.moderation.ranking import Gravity
from forum.moderation.reporting import MOST_REPORTS, ReportReason
from forum.notifications.models import Notification
from forum.privately.deciding import PrivateRuling, decide_on_private
from forum.privately.models import ShownMessage
from forum.privately.shown_queries import private_review_page
from forum.text import excerpt
from forum.welcome.mentorships import change_mentor
from tests.factories import World
from tests.integration.privately.talking import Two, pair, two

KEEP, REMOVE, SETTLE = ModeratorAction.KEEP, ModeratorAction.REMOVE, ModeratorAction.SETTLE


@pytest.fixture
def both(world: World) -> Two:
    return two(world)


@pytest.fixture
def jo(world: World) -> Actor:
    return world.person(Role.MODERATOR, name="Jo")


def told(person: Actor) -> list[str]:
    db.session.rollback()
    lines = db.session.query(Notification).filter_by(user_id=person.id).order_by(Notification.id)
    return [line.kind for line in lines]


def seen(both: Two, moderator: Actor, item_id: int) -> list[tuple[str, bool]]:
    """What a moderator reads, and whether it is what the report is about."""
    db.session.rollback()
    page = private_review_page(moderator, item_id, both.world.clock.now())
    assert page is not None
    return [(excerpt(message.html, 200), message.is_reported) for message in page.shown]


def take_down(both: Two, moderator: Actor, item_id: int, note: str = "Not like this.") -> None:
    ruling = PrivateRuling(action=REMOVE, rule_id=both.world.rule_id(), note=note)
    decide_on_private(moderator, item_id, ruling, both.world.clock)


# ---------------------------------------------------------------------------------------- telling


def test_moderators_see_the_reported_message_and_what_was_chosen_with_it(
    both: Two, jo: Actor
) -> None:
    both.say(both.nia, "A secret.")
    before = both.say(both.nia, "Please don’t.")
    bad = both.say(both.mo, "Nobody needs you.")
    both.say(both.nia, "Another secret.")

    item = both.report(both.nia, bad, before)

    assert seen(both, jo, item.id) == [("Please don’t.", False), ("Nobody needs you.", True)]
    assert (item.about_id, item.with_id) == (both.mo.id, both.nia.id)
    assert item.gravity == Gravity.HURTFUL


def test_a_report_of_what_was_said_lately_is_about_all_of_the_others_that_is_shown(
    both: Two, jo: Actor
) -> None:
    own, bad, worse = (
        both.say(both.nia, "Hello."),
        both.say(both.mo, "Go."),
        both.say(both.mo, "Go away."),
    )

    item = both.report(both.nia, None, own, bad, worse)

    assert seen(both, jo, item.id) == [("Hello.", False), ("Go.", True), ("Go away.", True)]


def test_a_mentor_can_report_a_mentee_and_each_has_an_item_of_their_own(both: Two) -> None:
    hers, his = both.say(both.nia, "Hers"), both.say(both.mo, "His")

    assert both.report(both.mo, hers).about_id == both.nia.id
    assert both.report(both.nia, his).about_id == both.mo.id
    assert count_open_items() == 2


def test_a_second_report_adds_to_what_is_shown_and_stays_one(both: Two, jo: Actor) -> None:
    first, second = both.say(both.mo, "One"), both.say(both.mo, "Two")
    both.report(both.nia, first, second)

    item = both.report(both.nia, second)

    assert seen(both, jo, item.id) == [("One", True), ("Two", True)]
    assert db.session.query(Report).count() == 1


def test_ones_own_words_and_other_conversations_can_not_be_reported(both: Two) -> None:
    own = both.say(both.nia, "Mine")
    zoe = both.world.newcomer("Zoe")
    other = Two(both.world, zoe, both.mo, pair(both.world, zoe, both.mo))
    elsewhere = other.say(both.mo, "Elsewhere")

    with pytest.raises(NotFoundError):
        both.report(both.nia, own)
    with pytest.raises(NotFoundError):
        both.report(both.nia, elsewhere)
    with pytest.raises(InvalidInputError):
        both.report(both.nia, None, own, elsewhere)
    with pytest.raises(NotFoundError):
        both.report(zoe, both.say(both.mo, "His"))
    assert db.session.query(ShownMessage).count() == 0


def test_what_is_closed_can_be_reported(both: Two) -> None:
    bad = both.say(both.mo, "Go away.")
    change_mentor(both.nia, both.world.clock)

    assert both.report(both.nia, bad).about_id == both.mo.id


def test_worry_about_the_other_stands_on_top(both: Two) -> None:
    sad = both.say(both.nia, "I can’t any more.")

    assert both.report(both.mo, sad, reason=ReportReason.WORRIED).gravity == Gravity.URGENT


def test_a_report_is_logged_without_a_word_of_it(both: Two) -> None:
    both.report(both.nia, both.say(both.mo, "Zanzibar"))

    entry = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert entry is not None
    assert (entry.action, entry.subject_kind, entry.subject_id) == (
        "private.report",
        "private",
        both.id,
    )
    assert "Zanzibar" not in repr(entry.detail)


def test_reports_are_counted_with_all_others(both: Two) -> None:
    assert MOST_REPORTS == 25
    bad = both.say(both.mo, "Go away.")
    both.report(both.nia, bad)
    assert db.session.query(Report).filter_by(reporter_id=both.nia.id).count() == 1


# --------------------------------------------------------------------------------------- the queue


def test_it_stands_among_the_reports_without_a_word_of_it(both: Two, jo: Actor) -> None:
    both.report(both.nia, both.say(both.mo, "Zanzibar"))

    queue = queue_page(jo, Wanted(part=Part.REPORTS), 1, str)

    (row,) = queue.items.items
    assert (row.what, row.author.display_name) == ("Something said in private", "Mo")
    assert "unkind" in row.because
    assert "Zanzibar" not in repr(queue)


def test_whoever_is_part_of_it_is_not_served_it(world: World) -> None:
    mo = world.person(Role.MENTOR, Role.MODERATOR, name="Mo")
    both = two(world, mo=mo)
    for reporter, author in ((both.nia, mo), (mo, both.nia)):
        item = both.report(reporter, both.say(author, "Words"))
        assert queue_page(mo, Wanted(), 1, str).items.items == []
        assert count_open_items(mo) == 0
        assert claim_next(mo, world.clock) is None
        with pytest.raises(NotFoundError):
            claim(mo, item.id, world.clock)
        with pytest.raises(NotAllowedError):
            private_review_page(mo, item.id, world.clock.now())
        with pytest.raises(NotAllowedError):
            decide_on_private(mo, item.id, PrivateRuling(action=KEEP), world.clock)


def test_no_moderator_reads_it_before_it_was_reported_or_after_it_was_decided(
    both: Two, jo: Actor
) -> None:
    bad = both.say(both.mo, "Go away.")
    with pytest.raises(NotFoundError):
        both.page(jo)
    item = both.report(both.nia, bad)
    assert seen(both, jo, item.id)
    with pytest.raises(NotFoundError):
        both.page(jo)

    decide_on_private(jo, item.id, PrivateRuling(action=SETTLE), both.world.clock)

    assert private_review_page(jo, item.id, both.world.clock.now()) is None


@pytest.mark.parametrize("role", [None, Role.MENTOR, Role.ADMIN])
def test_who_is_no_moderator_reads_nothing_of_it(both: Two, role: Role | None) -> None:
    item = both.report(both.nia, both.say(both.mo, "Go away."))
    somebody = both.world.person(*([role] if role else []))

    with pytest.raises(NotFoundError):
        private_review_page(somebody, item.id, both.world.clock.now())
    with pytest.raises(NotFoundError):
        decide_on_private(somebody, item.id, PrivateRuling(action=KEEP), both.world.clock)


# ---------------------------------------------------------------------------------------- deciding


def test_leaving_it_thanks_the_reporter_and_tells_the_author_nothing(both: Two, jo: Actor) -> None:
    item = both.report(both.nia, both.say(both.mo, "Go to bed early."))
    before = told(both.mo)

    decide_on_private(jo, item.id, PrivateRuling(action=KEEP), both.world.clock)
    both.world.let_out()

    assert told(both.nia)[-1] == "report_kept"
    assert told(both.mo) == before
    assert not both.page(both.nia).messages.items[-1].is_removed


def test_taking_it_down_takes_what_was_reported_from_the_others_sight(both: Two, jo: Actor) -> None:
    context, bad = both.say(both.mo, "Hello."), both.say(both.mo, "Go away.")
    item = both.report(both.nia, bad, context)

    take_down(both, jo, item.id)
    both.world.let_out()

    hers = both.page(both.nia).messages.items
    assert [(message.html is None, message.is_removed) for message in hers] == [
        (False, False),
        (True, True),
    ]
    assert (hers[-1].rule, hers[-1].note) == ("", "")
    his = both.page(both.mo).messages.items[-1]
    assert his.html is not None
    assert "Go away." in his.html
    assert his.note == "Not like this."
    assert his.rule.startswith("Speak to the person, kindly.")
    assert told(both.nia)[-1] == "report_acted"
    assert told(both.mo)[-1] == "private_removed"
    entry = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert entry is not None
    assert entry.action == "private.remove"


@pytest.mark.parametrize("missing", ["rule", "words"])
def test_taking_it_down_needs_a_rule_and_words(both: Two, jo: Actor, missing: str) -> None:
    item = both.report(both.nia, both.say(both.mo, "Go away."))
    rule = None if missing == "rule" else both.world.rule_id()
    ruling = PrivateRuling(action=REMOVE, rule_id=rule, note="" if missing == "words" else "No.")

    with pytest.raises(InvalidInputError):
        decide_on_private(jo, item.id, ruling, both.world.clock)
    assert count_open_items() == 1


def test_the_first_of_two_moderators_is_the_one_who_counts(both: Two, jo: Actor) -> None:
    item = both.report(both.nia, both.say(both.mo, "Go away."))
    decide_on_private(jo, item.id, PrivateRuling(action=KEEP), both.world.clock)

    with pytest.raises(ConflictError):
        take_down(both, both.world.person(Role.MODERATOR), item.id)
    assert not both.page(both.nia).messages.items[-1].is_removed


def test_whoever_has_it_open_is_not_overtaken(both: Two, jo: Actor) -> None:
    item = both.report(both.nia, both.say(both.mo, "Go away."))
    claim(jo, item.id, both.world.clock)

    with pytest.raises(ConflictError):
        take_down(both, both.world.person(Role.MODERATOR), item.id)


def test_a_report_that_was_made_to_harm_weighs_less_next_time(both: Two, jo: Actor) -> None:
    item = both.report(both.nia, both.say(both.mo, "Good morning."))
    report_id = db.session.query(Report).one().id
    ruling = PrivateRuling(action=KEEP, made_to_harm=[report_id])

    decide_on_private(jo, item.id, ruling, both.world.clock)
    both.world.let_out()

    assert db.session.query(Report).one().outcome == "bad_faith"
    assert told(both.nia)[-1] == "report_kept"


def test_what_was_taken_down_is_not_new_and_can_not_be_reported_again(both: Two, jo: Actor) -> None:
    bad = both.say(both.mo, "Go away.")
    take_down(both, jo, both.report(both.nia, bad).id)

    assert not both.page(both.nia).has_new
    with pytest.raises(NotFoundError):
        both.report(both.nia, bad)
