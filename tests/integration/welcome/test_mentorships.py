"""Newcomers and mentors are brought together, parted, and handed over."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.blocks import block
from forum.accounts.models import Role, User
from forum.accounts.roles import change_role_as_operator
from forum.database import db, transaction
from forum.errors import ConflictError, NotAllowedError
from forum.notifications.models import Notification
from forum.notifications.queries import inbox_line, newest_line_id
from forum.sanctions.commands import lift_sanction
from forum.sanctions.kinds import SanctionKind
from forum.sanctions.lookup import is_silenced, restriction_of
from forum.welcome.absence import acting_mentor, is_away
from forum.welcome.caretaking import look_after_mentors
from forum.welcome.desk_pages import MenteeSearch
from forum.welcome.mentees import mentees_page
from forum.welcome.mentorships import change_mentor, find_mentor, go_without_mentor
from forum.welcome.models import (
    EndedHow,
    MentorSettings,
    Mentorship,
    NewcomerSurvey,
    WelcomeSettings,
)
from forum.welcome.on_duty import backup_stands_in, candidates, mentors_here
from forum.welcome.waiting_queries import waiting_newcomers
from tests.factories import UNKIND, World
from tests.integration.sanctions.giving import give
from tests.integration.welcome.arriving import arrive
from tests.support.clock import FakeClock


def mentors(world: World, number: int) -> list[Actor]:
    return [world.person(Role.MENTOR) for _ in range(number)]


def settle(mentor: Actor, **chosen: object) -> None:
    with transaction() as session:
        row = session.get(MentorSettings, mentor.id) or MentorSettings(user_id=mentor.id)
        for name, value in chosen.items():
            setattr(row, name, value)
        session.add(row)


def current(newcomer: Actor) -> Mentorship | None:
    db.session.rollback()
    return (
        db.session.query(Mentorship).filter_by(newcomer_id=newcomer.id, ended_at=None).one_or_none()
    )


def mentor_of(newcomer: Actor) -> int | None:
    found = current(newcomer)
    return found.primary_id if found is not None else None


def leave(mentor: Actor, world: World) -> None:
    change_role_as_operator(mentor.username, Role.MENTOR, world.clock, given=False)


def told(person: Actor, kind: str) -> int:
    return db.session.query(Notification).filter_by(user_id=person.id, kind=kind).count()


def test_a_newcomer_gets_a_mentor_and_a_backup_with_their_first_post(world: World) -> None:
    both = {mentor.id for mentor in mentors(world, 2)}
    ana = arrive(world, 1)[0]
    found = current(ana)
    assert found is not None
    assert {found.primary_id, found.backup_id} == both
    assert found.chosen_because
    assert told(ana, "mentor_found") == 1
    assert db.session.query(Notification).filter_by(kind="mentee_waits").one().actor_id == ana.id
    assert db.session.query(Notification).filter_by(kind="mentee_found").count() == 0


def test_nobody_is_given_a_mentor_before_they_write_or_while_it_is_held(world: World) -> None:
    mentors(world, 1)
    thread = world.thread(world.person(), welcome=True)
    silent, held = world.newcomer(), world.newcomer()
    world.reply(held, thread, UNKIND)
    assert current(silent) is None
    assert current(held) is None


def test_members_and_mentors_who_write_get_none(world: World) -> None:
    mentor = mentors(world, 1)[0]
    world.reply(world.person(), world.thread(mentor, welcome=True))
    assert db.session.query(Mentorship).count() == 0


def test_a_second_post_changes_nothing(world: World) -> None:
    mentors(world, 3)
    ana = arrive(world, 1)[0]
    before = mentor_of(ana)
    world.reply(ana, world.thread(world.person(), welcome=True))
    assert mentor_of(ana) == before
    assert db.session.query(Mentorship).count() == 1


def test_newcomers_are_spread_over_those_who_have_room(world: World) -> None:
    four = mentors(world, 4)
    settle(four[0], weight="high")
    settle(four[1], weight="none")
    people = arrive(world, 20)
    load = Counter(mentor_of(person) for person in people)
    assert load[four[1].id] == 0
    assert load[four[0].id] == 10
    assert load[four[2].id] == load[four[3].id] == 5


def test_a_mentor_who_speaks_the_language_is_found(world: World) -> None:
    first, second = mentors(world, 2)
    settle(first, languages=["en"])
    settle(second, languages=["en", "de"], topics=["hello"])
    ana = world.newcomer()
    with transaction() as session:
        survey = NewcomerSurvey(
            user_id=ana.id, languages=["de"], topics=[], changed_at=world.clock.now()
        )
        session.add(survey)
    assert find_mentor(ana, world.clock)
    assert mentor_of(ana) == second.id


def test_the_usual_hours_are_those_of_the_communitys_day(world: World) -> None:
    first, second = mentors(world, 2)
    # Noon in UTC is two in the afternoon in Berlin in May.
    settle(first, usual_hours=[14])
    settle(second, usual_hours=[12])
    with transaction() as session:
        session.add(WelcomeSettings(id=1, time_zone="Europe/Berlin"))
    assert mentor_of(arrive(world, 1)[0]) == first.id


def test_with_nobody_on_duty_a_newcomer_has_no_mentor_until_somebody_is(
    world: World, clock: FakeClock
) -> None:
    ana = arrive(world, 1)[0]
    assert current(ana) is None
    assert not find_mentor(ana, clock)
    mentor = mentors(world, 1)[0]
    assert find_mentor(ana, clock)
    assert mentor_of(ana) == mentor.id


# ------------------------------------------------------------------------------- away and gone


def test_an_away_mentors_40_mentees_go_to_their_backups_and_come_back(
    world: World, clock: FakeClock
) -> None:
    away, *others = mentors(world, 5)
    settle(away, most_mentees=40)
    for other in others:
        settle(other, most_mentees=0)
    people = arrive(world, 40)
    assert {mentor_of(person) for person in people} == {away.id}
    settle(away, away_since=clock.now(), away_until=clock.now() + timedelta(days=7))

    here = mentors_here(db.session(), clock.now())
    assert here == {mentor.id for mentor in others}
    acting = Counter(_acting(person, here) for person in people)
    assert set(acting) == here, "nobody is left alone, and nobody gets all of them"
    work = {one.mentor_id: one.mentees for one in candidates(db.session(), clock.now())}
    assert work == {away.id: 0, **{mentor.id: acting[mentor.id] for mentor in others}}

    clock.advance(days=7)
    assert away.id in mentors_here(db.session(), clock.now())
    assert {mentor_of(person) for person in people} == {away.id}


def _acting(newcomer: Actor, here: set[int]) -> int | None:
    found = current(newcomer)
    assert found is not None
    return acting_mentor(found.primary_id, found.backup_id, here)


def test_nobody_new_is_given_to_somebody_away(world: World, clock: FakeClock) -> None:
    away, here = mentors(world, 2)
    settle(away, away_since=clock.now())
    assert [mentor_of(person) for person in arrive(world, 3)] == [here.id] * 3


def test_a_mentor_who_leaves_hands_over_to_the_backups(world: World, clock: FakeClock) -> None:
    some = mentors(world, 4)
    people = arrive(world, 20)
    gone = some[0]
    before = {person.id: current(person) for person in people}
    backups = {who: found.backup_id for who, found in before.items() if found is not None}
    theirs = [person for person in people if mentor_of(person) == gone.id]

    clock.advance(days=1)
    leave(gone, world)

    assert db.session.query(Notification).filter_by(kind="mentee_found").count() == len(theirs)
    for person in people:
        found = current(person)
        assert found is not None
        assert gone.id not in {found.primary_id, found.backup_id}
        assert found.backup_id is not None
        if person in theirs:
            assert found.primary_id == backups[person.id]
    ended = db.session.query(Mentorship).filter_by(primary_id=gone.id).all()
    assert {row.ended_how for row in ended} == {EndedHow.MENTOR_LEFT}


def test_a_backup_who_wants_no_newcomers_any_more_is_given_none(world: World) -> None:
    gone, resting, here = mentors(world, 3)
    settle(resting, weight="low")
    settle(here, weight="none")
    people = arrive(world, 2)
    theirs = [person for person in people if mentor_of(person) == gone.id]
    assert theirs
    settle(resting, weight="none")
    settle(here, weight="normal")
    leave(gone, world)
    assert {mentor_of(person) for person in theirs} == {here.id}


def test_the_last_mentor_leaves(world: World) -> None:
    only = mentors(world, 1)[0]
    ana = arrive(world, 1)[0]
    leave(only, world)
    assert current(ana) is None
    assert told(ana, "mentor_gone") == 1


@pytest.mark.parametrize(
    ("kind", "days", "hands_over"),
    [
        ("warning", None, False),
        ("pre_moderate", 90, False),
        ("silence", 7, False),
        ("silence", 14, True),
        ("suspend", 7, False),
        ("suspend", 14, True),
        ("ban", None, True),
    ],
)
def test_a_mentor_who_may_not_write_for_long_hands_over_and_else_the_backup_stands_in(
    world: World, clock: FakeClock, kind: str, days: int | None, hands_over: bool
) -> None:
    mo, jo, ida = mentors(world, 3)
    settle(jo, weight="none")
    settle(ida, weight="none")
    (ana,) = arrive(world, 1)
    settle(jo, weight="normal")
    assert mentor_of(ana) == mo.id
    ada = world.person(Role.ADMIN)
    number = give(world, ada, mo, kind, **({"days": days} if days else {}))
    look_after_mentors(clock)
    found = current(ana)
    assert found is not None
    assert found.primary_id == (jo.id if hands_over else mo.id)
    if kind == "warning":
        return
    lift_sanction(ada, number, "We were wrong.", clock)
    look_after_mentors(clock)
    assert mentor_of(ana) == found.primary_id, "by now they know somebody else"


def test_a_backup_who_may_not_write_for_long_is_replaced(world: World, clock: FakeClock) -> None:
    some = mentors(world, 3)
    (ana,) = arrive(world, 1)
    before = current(ana)
    assert before is not None
    primary, backup = before.primary_id, before.backup_id
    give(world, world.person(Role.ADMIN), next(one for one in some if one.id == backup), "ban")
    look_after_mentors(clock)
    found = current(ana)
    assert found is not None
    assert (found.id, found.primary_id) == (before.id, primary)
    assert found.backup_id not in {None, primary, backup}


def test_whoever_is_handed_over_is_told_kindly_and_not_why(world: World, clock: FakeClock) -> None:
    mo, jo = mentors(world, 2)
    settle(jo, weight="none")
    (ana,) = arrive(world, 1)
    settle(jo, weight="normal")
    ada = world.person(Role.ADMIN)
    give(world, ada, mo, "ban")
    for _ in range(2):
        look_after_mentors(clock)
    line = inbox_line(ana, newest_line_id(ana))
    assert line.sentence == (
        "Your mentor can’t be there for you any more, and Person 2 looks after you from now on."
    )
    assert told(jo, "mentee_found") == 1
    give(world, ada, jo, "ban")
    look_after_mentors(clock)
    line = inbox_line(ana, newest_line_id(ana))
    assert line.sentence == "Your mentor can’t be there for you any more."


def test_a_newcomer_can_not_tell_a_mentor_who_has_blocked_them_from_one_who_is_gone(
    world: World, clock: FakeClock
) -> None:
    read = []
    for blocks in (False, True):
        mo, jo = mentors(world, 2)
        (ana,) = arrive(world, 1)
        first = next(one for one in (mo, jo) if one.id == mentor_of(ana))
        for _ in range(2):
            if blocks:
                block(first, ana.id, clock)
            else:
                leave(first, world)
            line = inbox_line(ana, newest_line_id(ana))
            (first,) = {mo, jo} - {first}
            read.append((line.kind, line.sentence.replace(first.display_name, "X")))
        leave(mo, world)
        leave(jo, world)
    assert read[:2] == read[2:]
    assert {kind for kind, _ in read} == {"mentor_found", "mentor_gone"}


def test_whoever_wanted_somebody_else_is_told_who_it_is_and_no_more(
    world: World, clock: FakeClock
) -> None:
    mentors(world, 2)
    (ana,) = arrive(world, 1)
    found = current(ana)
    assert found is not None
    block(ana, found.primary_id, clock)
    assert "can’t be there" not in inbox_line(ana, newest_line_id(ana)).sentence


# ------------------------------------------------------------------------------ blocks and wishes


def test_a_mentor_who_is_blocked_later_is_replaced(world: World, clock: FakeClock) -> None:
    mentors(world, 3)
    ana = arrive(world, 1)[0]
    found = current(ana)
    assert found is not None
    first, second = found.primary_id, found.backup_id
    block(ana, first, clock)
    found = current(ana)
    assert found is not None
    assert found.primary_id == second
    assert found.backup_id not in {None, first, second}


def test_a_backup_who_is_blocked_is_replaced_and_the_mentor_stays(
    world: World, clock: FakeClock
) -> None:
    mentors(world, 3)
    ana = arrive(world, 1)[0]
    found = current(ana)
    assert found is not None
    first, second = found.primary_id, found.backup_id
    assert second is not None
    block(ana, second, clock)
    found = current(ana)
    assert found is not None
    assert found.primary_id == first
    assert found.backup_id not in {None, first, second}


def test_a_mentor_may_block_a_newcomer_too(world: World, clock: FakeClock) -> None:
    some = mentors(world, 2)
    ana = arrive(world, 1)[0]
    first = next(mentor for mentor in some if mentor.id == mentor_of(ana))
    block(first, ana.id, clock)
    assert mentor_of(ana) not in {None, first.id}


def test_a_newcomer_who_blocks_every_mentor_has_none(world: World, clock: FakeClock) -> None:
    some = mentors(world, 4)
    ana = arrive(world, 1)[0]
    for mentor in some:
        block(ana, mentor.id, clock)
    assert current(ana) is None
    assert not find_mentor(ana, clock)


def test_another_mentor_or_none_without_a_reason(world: World, clock: FakeClock) -> None:
    mentors(world, 2)
    ana = arrive(world, 1)[0]
    first = mentor_of(ana)
    assert change_mentor(ana, clock)
    assert mentor_of(ana) not in {None, first}
    go_without_mentor(ana, clock)
    world.reply(ana, world.thread(world.person(), welcome=True))
    assert current(ana) is None, "nobody is given to those who want nobody"
    assert find_mentor(ana, clock)


def test_who_has_no_mentor_can_leave_none(world: World, clock: FakeClock) -> None:
    ana = world.newcomer()
    for act in (change_mentor, go_without_mentor):
        with pytest.raises(ConflictError):
            act(ana, clock)
        with pytest.raises(NotAllowedError):
            act(Actor(), clock)
    with pytest.raises(NotAllowedError):
        find_mentor(world.person(), clock)


def test_people_of_the_example_community_keep_to_themselves(world: World, clock: FakeClock) -> None:
    real, example = mentors(world, 2)
    with transaction() as session:
        session.get_one(User, example.id).is_example = True
    assert mentor_of(arrive(world, 1)[0]) == real.id
    assert [one.mentor_id for one in candidates(db.session(), clock.now(), example=True)] == [
        example.id
    ]
    assert mentors_here(db.session(), clock.now(), example=None) == {real.id, example.id}


@pytest.mark.parametrize("kind", ["silence", "suspend", "ban"])
def test_a_mentor_who_may_not_post_is_given_nobody_until_it_is_over(
    world: World, clock: FakeClock, kind: str
) -> None:
    mo, jo = mentors(world, 2)
    mira, ada = world.person(Role.MODERATOR), world.person(Role.ADMIN)
    settle(jo, weight="low")
    give(world, ada, mo, kind)
    assert mo.id not in mentors_here(db.session(), clock.now())
    (ana,) = arrive(world, 1)
    mentorship = current(ana)
    assert mentorship is not None
    assert (mentorship.primary_id, mentorship.backup_id) == (jo.id, None)
    if kind == "ban":
        return
    clock.advance(days=8)
    (bo,) = arrive(world, 1)
    assert mentor_of(bo) == mo.id
    assert mira.id not in mentors_here(db.session(), clock.now())


@pytest.mark.parametrize("kind", ["warning", "pre_moderate"])
def test_a_mentor_who_may_post_goes_on(world: World, clock: FakeClock, kind: str) -> None:
    (mo,) = mentors(world, 1)
    give(world, world.person(Role.MODERATOR), mo, kind)
    assert mo.id in mentors_here(db.session(), clock.now())


@pytest.mark.parametrize("since", [None, -1, 0, 1])
@pytest.mark.parametrize("until", [None, -1, 0, 1])
def test_who_is_away_is_the_same_in_sql(
    world: World, clock: FakeClock, since: int | None, until: int | None
) -> None:
    (mo,) = mentors(world, 1)
    now = clock.now()
    begins, ends = (
        now + timedelta(hours=hours) if hours is not None else None for hours in (since, until)
    )
    settle(mo, away_since=begins, away_until=ends)
    assert (mo.id not in mentors_here(db.session(), now)) is is_away(begins, ends, now)


def test_who_stands_in_is_the_same_in_sql(world: World, clock: FakeClock) -> None:
    mo, jo = mentors(world, 2)
    (ana,) = arrive(world, 1)
    for away in product((None, clock.now()), repeat=2):
        for person, since in zip((mo, jo), away, strict=True):
            settle(person, away_since=since)
        found = current(ana)
        assert found is not None
        here = mentors_here(db.session(), clock.now())
        acting = acting_mentor(found.primary_id, found.backup_id, here)
        asked = select(backup_stands_in(clock.now())).where(Mentorship.id == found.id)
        assert db.session.scalar(asked) is (acting is not None and acting == found.backup_id)


def test_a_newcomer_is_on_the_desk_of_their_mentor_and_of_who_stands_in(
    world: World, clock: FakeClock
) -> None:
    mo, jo = mentors(world, 2)
    (ana,) = arrive(world, 1)
    for away in product((None, clock.now()), repeat=2):
        for person, since in zip((mo, jo), away, strict=True):
            settle(person, away_since=since)
        found = current(ana)
        assert found is not None
        here = mentors_here(db.session(), clock.now())
        acting = acting_mentor(found.primary_id, found.backup_id, here)
        for person in (mo, jo):
            wanted = person.id in {found.primary_id, acting}
            listed = mentees_page(person, MenteeSearch(), here, str).items
            assert [one.person.id for one in listed] == [ana.id] * wanted
            (waits,) = waiting_newcomers(person, clock.now(), here)
            assert waits.is_for_you is wanted


@pytest.mark.parametrize("kind", list(SanctionKind))
def test_who_may_not_post_is_the_same_in_sql(
    world: World, clock: FakeClock, kind: SanctionKind
) -> None:
    (mo,) = mentors(world, 1)
    give(world, world.person(Role.ADMIN), mo, kind)
    for days in (0, 8):
        clock.advance(days=days)
        db.session.rollback()
        found = restriction_of(db.session(), mo.id, clock.now())
        asked = select(is_silenced(mo.id, clock.now()))
        assert db.session.scalar(asked) is (found is not None and found.silences)
