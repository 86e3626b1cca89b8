"""A decision on private words can be taken back for some seconds, and reading them counts by itself."""

from __future__ import annotations

import pytest

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.audit.queries import AuditFilter, audit_page
from forum.database import db
from forum.errors import NotAllowedError
from forum.exposure.models import Exposure
from forum.moderation.claims import claim
from forum.moderation.models import ReviewItem
from forum.moderation.options import ModeratorAction
from forum.moderation.reading import uncover_item
from forum.moderation.report_commands import Concern, report_person
from forum.moderation.reporting import ReportReason
from forum.moderation.undo.commands import TooLateError, undo
from forum.moderation.undo.models import UndoWindow
from forum.moderation.undo.queries import undoable
from forum.notifications.models import Notification
from forum.privately.deciding import PrivateRuling, decide_on_private
from forum.privately.shown_queries import private_review_page
from tests.factories import World
from tests.integration.privately.talking import Two, two
from tests.support.clock import FakeClock


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


def decide(both: Two, moderator: Actor, item: ReviewItem, action: str) -> int:
    """Returns the number of the window in which it can be undone."""
    against = action == "remove"
    ruling = PrivateRuling(
        action=ModeratorAction(action),
        rule_id=both.world.rule_id() if against else None,
        note="Not like this." if against else "",
    )
    decide_on_private(moderator, item.id, ruling, both.world.clock)
    db.session.rollback()
    return db.session.query(UndoWindow).order_by(UndoWindow.id.desc()).limit(1).one().id


@pytest.mark.parametrize("action", ["keep", "remove", "settle"])
def test_everything_is_as_it_was_and_nobody_hears_of_it(both: Two, jo: Actor, action: str) -> None:
    bad = both.say(both.mo, "Go away.")
    item = both.report(both.nia, bad)
    heard = told(both.nia), told(both.mo)
    window = decide(both, jo, item, action)
    assert both.page(both.nia).messages.items[-1].is_removed is (action == "remove")

    back = undo(jo, window, both.world.clock)

    assert back.item_id == item.id
    message = both.page(both.nia).messages.items[-1]
    assert (message.is_removed, message.html is None) == (False, False)
    page = private_review_page(jo, item.id, both.world.clock.now())
    assert page is not None
    assert [one.is_reported for one in page.shown] == [True]
    both.world.let_out()
    assert (told(both.nia), told(both.mo)) == heard
    (entry,) = audit_page(AuditFilter(action="private.undo"), 1, str).items
    assert "a private conversation" in entry.sentence
    decide(both, jo, item, action)
    both.world.let_out()
    assert (told(both.nia), told(both.mo)) != heard


def test_the_page_says_what_can_be_undone_without_a_word_of_it(both: Two, jo: Actor) -> None:
    decide(both, jo, both.report(both.nia, both.say(both.mo, "Zanzibar")), "remove")
    (offered,) = undoable(jo, both.world.clock.now())
    assert offered.what == "What Mo said in private: removed"
    assert "Zanzibar" not in repr(db.session.query(UndoWindow).one().before)


def test_the_time_ends(both: Two, jo: Actor, clock: FakeClock) -> None:
    window = decide(both, jo, both.report(both.nia, both.say(both.mo, "Go away.")), "remove")
    clock.advance(seconds=12)
    with pytest.raises(TooLateError):
        undo(jo, window, clock)
    assert both.page(both.nia).messages.items[-1].is_removed


def test_it_is_whose_decision_it_was(both: Two, jo: Actor) -> None:
    window = decide(both, jo, both.report(both.nia, both.say(both.mo, "Go away.")), "remove")
    with pytest.raises(NotAllowedError):
        undo(both.world.person(Role.MODERATOR), window, both.world.clock)


def test_what_was_taken_down_earlier_stays_down(both: Two, jo: Actor, clock: FakeClock) -> None:
    decide(both, jo, both.report(both.nia, both.say(both.mo, "One.")), "remove")
    both.world.let_out()
    clock.advance(minutes=1)
    window = decide(both, jo, both.report(both.nia, both.say(both.mo, "Two.")), "remove")
    undo(jo, window, clock)
    assert [one.is_removed for one in both.page(both.nia).messages.items] == [True, False]


def test_whoever_shows_more_of_it_lets_the_decision_stand(both: Two, jo: Actor) -> None:
    first, second = both.say(both.mo, "One."), both.say(both.mo, "Two.")
    window = decide(both, jo, both.report(both.nia, first), "remove")
    newer = both.report(both.nia, second)
    assert told(both.mo)[-1] == "private_removed"
    with pytest.raises(TooLateError):
        undo(jo, window, both.world.clock)
    page = private_review_page(jo, newer.id, both.world.clock.now())
    assert page is not None
    assert len(page.shown) == 1


def test_deciding_counts_as_reading_it(both: Two, jo: Actor) -> None:
    decide(both, jo, both.report(both.nia, both.say(both.mo, "Go away.")), "keep")
    (read,) = db.session.query(Exposure).all()
    assert (read.moderator_id, read.person_id, read.private_id) == (jo.id, both.mo.id, both.id)
    assert read.points > 0


def test_severe_words_are_covered_until_they_are_asked_for(both: Two, jo: Actor) -> None:
    bad = both.say(both.mo, "Go away.")
    item = both.report(both.nia, bad, reason=ReportReason.THREAT)
    claim(jo, item.id, both.world.clock)
    page = private_review_page(jo, item.id, both.world.clock.now())
    assert page is not None
    assert (page.is_covered, page.shown) == (True, [])

    uncover_item(jo, item.id, both.world.clock)

    page = private_review_page(jo, item.id, both.world.clock.now())
    assert page is not None
    assert (page.is_covered, len(page.shown)) == (False, 1)
    steps = db.session.query(Exposure).order_by(Exposure.id)
    assert [one.step for one in steps] == ["opened", "revealed"]
    # It is another matter than what is told of the same person's profile, and counts beside it.
    report_person(
        both.nia, both.mo.id, Concern(reason=ReportReason.THREAT, words=""), both.world.clock
    )
    db.session.rollback()
    profile = db.session.query(ReviewItem).filter_by(person_id=both.mo.id).one()
    claim(jo, profile.id, both.world.clock)
    assert [one.private_id for one in db.session.query(Exposure).order_by(Exposure.id)] == [
        both.id,
        both.id,
        None,
    ]
