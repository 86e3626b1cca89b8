"""How mentors choose to work, go away, come back and stop; and what the worker looks after."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from forum.accounts.actor import Actor
from forum.accounts.models import Role, User
from forum.audit.models import AuditEntry
from forum.conversations.models import Thread
from forum.database import db, transaction
from forum.errors import ConflictError, InvalidInputError, NotAllowedError
from forum.notifications.models import Notification
from forum.welcome.caretaking import end_welcomes, look_after_mentors
from forum.welcome.commands import set_welcome_flag
from forum.welcome.goal import current_goal
from forum.welcome.goal_commands import GoalChoices, goal_choices, set_goal
from forum.welcome.hours import usual_hours
from forum.welcome.mentor_commands import (
    MentorChoices,
    come_back,
    mentor_choices,
    save_choices,
    stop_mentoring,
)
from forum.welcome.models import MentorSettings, Mentorship
from forum.welcome.on_duty import mentors_here
from forum.welcome.pairing import Weight
from tests.factories import World
from tests.integration.sanctions.giving import give
from tests.integration.welcome.arriving import arrive
from tests.support.clock import FakeClock


@pytest.fixture
def mo(world: World) -> Actor:
    return world.person(Role.MENTOR, name="Mo")


def here(clock: FakeClock) -> set[int]:
    db.session.rollback()
    return mentors_here(db.session(), clock.now())


def told(person: Actor) -> list[str]:
    db.session.rollback()
    found = db.session.query(Notification).filter_by(user_id=person.id).order_by(Notification.id)
    return [line.kind for line in found]


def seen(person: Actor, clock: FakeClock) -> None:
    with transaction() as session:
        session.get_one(User, person.id).last_seen_at = clock.now()


def test_a_mentor_works_as_they_chose(world: World, clock: FakeClock, mo: Actor) -> None:
    assert mentor_choices(mo, clock.now()) == MentorChoices()
    chosen = MentorChoices(
        weight=Weight.LOW,
        most_mentees=5,
        languages=["de", "en"],
        topics=["hello"],
        introduction="I bake.",
    )
    save_choices(mo, chosen, clock)
    # Their words are read before newcomers see them.
    world.screen()
    assert mentor_choices(mo, clock.now()) == chosen


def test_away_until_a_day_and_back_on_its_morning(
    world: World, clock: FakeClock, mo: Actor
) -> None:
    save_choices(mo, MentorChoices(is_away=True, back_on=date(2026, 5, 6)), clock)
    assert here(clock) == set()
    assert mentor_choices(mo, clock.now()).back_on == date(2026, 5, 6)
    clock.advance(hours=36)
    assert here(clock) == {mo.id}
    assert not mentor_choices(mo, clock.now()).is_away


def test_away_until_one_says_so(world: World, clock: FakeClock, mo: Actor) -> None:
    save_choices(mo, MentorChoices(is_away=True), clock)
    clock.advance(days=100)
    assert here(clock) == set()
    for _ in range(2):
        come_back(mo)
    assert here(clock) == {mo.id}


def test_nobody_is_back_on_a_day_that_has_passed(world: World, clock: FakeClock, mo: Actor) -> None:
    with pytest.raises(InvalidInputError):
        save_choices(mo, MentorChoices(is_away=True, back_on=date(2026, 5, 4)), clock)


def test_nobody_is_away_until_the_end_of_time(world: World, clock: FakeClock, mo: Actor) -> None:
    with pytest.raises(InvalidInputError, match="before the year 3000") as refused:
        save_choices(mo, MentorChoices(is_away=True, back_on=date.max), clock)
    assert refused.value.field == "back_on"


def test_only_mentors_choose(world: World, clock: FakeClock) -> None:
    for person in (world.person(), world.newcomer(), Actor()):
        for act in (
            lambda who: save_choices(who, MentorChoices(), clock),
            come_back,
            lambda who: stop_mentoring(who, clock),
        ):
            with pytest.raises(NotAllowedError):
                act(person)


def test_who_stops_hands_over_in_the_same_moment(world: World, clock: FakeClock, mo: Actor) -> None:
    (ana,) = arrive(world, 1)
    jo = world.person(Role.MENTOR)
    stop_mentoring(mo, clock)
    db.session.rollback()
    assert db.session.query(Mentorship).filter_by(ended_at=None).one().primary_id == jo.id
    entry = db.session.query(AuditEntry).filter_by(action="person.laid_down").one()
    assert (entry.actor_id, entry.subject_id) == (mo.id, mo.id)
    with pytest.raises(ConflictError):
        stop_mentoring(mo, clock)
    assert ana.id


# ------------------------------------------------------------------------------------- the worker


def test_a_mentor_unseen_for_ten_days_is_asked_once_and_set_away_after_thirty(
    world: World, clock: FakeClock, mo: Actor
) -> None:
    seen(mo, clock)
    clock.advance(days=9)
    look_after_mentors(clock)
    assert told(mo) == []
    clock.advance(days=1)
    for _ in range(2):
        look_after_mentors(clock)
    assert told(mo) == ["still_there"]
    assert here(clock) == {mo.id}
    clock.advance(days=20)
    for _ in range(2):
        look_after_mentors(clock)
    assert told(mo) == ["still_there", "set_away"]
    assert here(clock) == set()


def test_who_was_seen_again_is_asked_anew_another_time(
    world: World, clock: FakeClock, mo: Actor
) -> None:
    clock.advance(days=10)
    look_after_mentors(clock)
    seen(mo, clock)
    look_after_mentors(clock)
    clock.advance(days=10)
    look_after_mentors(clock)
    assert told(mo) == ["still_there", "still_there"]


def test_who_is_away_by_their_own_choice_is_left_in_peace(
    world: World, clock: FakeClock, mo: Actor
) -> None:
    save_choices(mo, MentorChoices(is_away=True), clock)
    clock.advance(days=40)
    look_after_mentors(clock)
    assert told(mo) == []


def test_a_holiday_that_is_over_does_not_count_as_not_being_seen(
    world: World, clock: FakeClock, mo: Actor
) -> None:
    seen(mo, clock)
    save_choices(mo, MentorChoices(is_away=True, back_on=date(2026, 6, 8)), clock)
    # On the morning of their return they have been away for 35 days, and are here.
    clock.advance(days=35)
    look_after_mentors(clock)
    assert told(mo) == []
    assert here(clock) == {mo.id}
    # From then on they are asked like anybody else, and set away no sooner.
    clock.advance(days=10)
    look_after_mentors(clock)
    assert told(mo) == ["still_there"]
    assert here(clock) == {mo.id}
    clock.advance(days=20)
    look_after_mentors(clock)
    assert told(mo) == ["still_there", "set_away"]
    assert here(clock) == set()


def test_a_mentor_who_is_shut_out_is_asked_for_nothing_and_back_for_a_while_not_missed(
    world: World, clock: FakeClock, mo: Actor
) -> None:
    seen(mo, clock)
    give(world, world.person(Role.ADMIN), mo, "suspend", days=30)
    for _ in range(39):
        clock.advance(days=1)
        look_after_mentors(clock)
    assert "still_there" not in told(mo)
    assert here(clock) == {mo.id}
    clock.advance(days=1)
    look_after_mentors(clock)
    assert told(mo).count("still_there") == 1
    assert here(clock) == {mo.id}


def test_the_hours_in_which_somebody_writes_are_counted(
    world: World, clock: FakeClock, mo: Actor
) -> None:
    thread = world.thread(mo)
    world.reply(mo, thread)
    clock.advance(hours=3)
    world.reply(mo, thread)
    look_after_mentors(clock)
    db.session.rollback()
    assert db.session.get_one(MentorSettings, mo.id).usual_hours == [12]


def test_an_hour_counts_in_the_communitys_own_day() -> None:
    noon = FakeClock().now()
    moments = [noon, noon, noon + timedelta(hours=2)]
    assert usual_hours(moments, ZoneInfo("Europe/Berlin")) == [14]
    assert usual_hours([], ZoneInfo("UTC")) == []


def test_a_welcome_ends_after_its_last_day_and_what_was_said_stays(
    world: World, clock: FakeClock, mo: Actor
) -> None:
    thread = world.thread(world.person())
    set_welcome_flag(
        mo, thread.id, flagged=True, reason="A week.", clock=clock, last_day=date(2026, 5, 5)
    )
    clock.advance(hours=35)
    end_welcomes(clock)
    assert db.session.get_one(Thread, thread.id).welcome_flagged_at is not None
    clock.advance(hours=1)
    for _ in range(2):
        end_welcomes(clock)
    db.session.rollback()
    ended = db.session.get_one(Thread, thread.id)
    assert (ended.welcome_flagged_at, ended.welcome_until) == (None, None)
    entries = db.session.query(AuditEntry).filter_by(action="thread.welcome_flag")
    assert [entry.actor_id for entry in entries.order_by(AuditEntry.id)] == [mo.id, None]


def test_a_welcome_does_not_end_before_it_begins(world: World, clock: FakeClock, mo: Actor) -> None:
    thread = world.thread(world.person())
    with pytest.raises(InvalidInputError):
        set_welcome_flag(
            mo, thread.id, flagged=True, reason="x", clock=clock, last_day=date(2026, 5, 3)
        )


# ----------------------------------------------------------------------------------------- the goal


def test_an_admin_sets_the_goal(world: World, clock: FakeClock) -> None:
    admin = world.person(Role.ADMIN)
    assert goal_choices() == GoalChoices()
    chosen = GoalChoices(
        goal_minutes=60, primary_share=40, time_zone="Europe/Berlin", night_pauses=True
    )
    for _ in range(2):
        set_goal(admin, chosen, clock)
    assert goal_choices() == chosen
    goal = current_goal(db.session())
    assert (goal.time, goal.primary_share) == (timedelta(hours=1), 0.4)
    assert goal.night is not None
    with pytest.raises(InvalidInputError):
        set_goal(admin, GoalChoices(time_zone="Mars/Olympus"), clock)
    for person in (world.person(), world.person(Role.MENTOR)):
        with pytest.raises(NotAllowedError):
            set_goal(person, chosen, clock)
