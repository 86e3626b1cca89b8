"""Bringing newcomers and mentors together, and handing over when that ends.

A newcomer gets a mentor with their first published post, or when they ask for one, and not when they join: most of
those who join never come back, and would fill the mentors' places.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.models import Role, User
from forum.accounts.standing import standing
from forum.clock import Clock
from forum.conversations.lifecycle import PostState
from forum.conversations.models import Post
from forum.database import ROW_LOCK, emit, transaction
from forum.errors import ConflictError
from forum.events import (
    Event,
    MentorFound,
    MentorGone,
    PersonBlocked,
    PersonLeaving,
    PostMoved,
    RoleChanged,
    RoleLaidDown,
)
from forum.leaving.rules import has_left
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.screening import Standing
from forum.welcome.goal import community_hour
from forum.welcome.models import EndedHow, Mentorship
from forum.welcome.on_duty import candidates, wishes_of
from forum.welcome.pairing import Candidate, choose, stand_in

_SEED_BITS = 31


def follow_post(session: Session, happened: Event) -> None:
    """A newcomer whose post has just appeared gets a mentor. Their row is locked by now."""
    if not isinstance(happened, PostMoved) or happened.after != PostState.PUBLISHED:
        return
    author = session.get_one(User, session.get_one(Post, happened.post_id).author_id)
    if _is_newcomer(author):
        _pair(session, author, happened.at)


def follow_role(session: Session, happened: Event) -> None:
    """A mentor who is one no more hands over."""
    if not isinstance(happened, RoleChanged | RoleLaidDown) or happened.role != Role.MENTOR:
        return
    if isinstance(happened, RoleLaidDown) or not happened.given:
        hand_over_all(session, happened.user_id, happened.at)


def follow_block(session: Session, happened: Event) -> None:
    """Two people who are to have nothing to do with each other are parted, whoever of them is the mentor."""
    if not isinstance(happened, PersonBlocked) or happened.actor_id is None:
        return
    both = (happened.actor_id, happened.user_id)
    found = session.scalars(
        select(Mentorship)
        .where(
            Mentorship.ended_at.is_(None),
            Mentorship.newcomer_id.in_(both),
            or_(Mentorship.primary_id.in_(both), Mentorship.backup_id.in_(both)),
        )
        .with_for_update(**ROW_LOCK)
    ).all()
    for mentorship in found:
        newcomer = session.get_one(User, mentorship.newcomer_id)
        them = candidates(session, happened.at, example=newcomer.is_example)
        if mentorship.primary_id in both:
            # A newcomer whom their mentor has blocked reads what is read of any mentor who is gone.
            is_own_wish = happened.actor_id == mentorship.newcomer_id
            _replace(
                session, mentorship, EndedHow.BLOCKED, them, happened.at, is_own_wish=is_own_wish
            )
        else:
            _find_backup(session, mentorship, them, happened.at)


def follow_leaving(session: Session, happened: Event) -> None:
    """A newcomer who leaves has no mentor any more. If they come back, they get one like anybody else."""
    if not isinstance(happened, PersonLeaving):
        return
    found = session.scalars(
        select(Mentorship)
        .where(Mentorship.newcomer_id == happened.user_id, Mentorship.ended_at.is_(None))
        .with_for_update(**ROW_LOCK)
    )
    for mentorship in found:
        _end(mentorship, EndedHow.NEWCOMER_LEFT, happened.at)


def find_mentor(actor: Actor, clock: Clock) -> bool:
    """A newcomer asks for a mentor; harmless if they have one. Whether they have one now.

    Raises:
        NotAllowedError: for a visitor, and for members.
    """
    require(actor, Action.HAVE_MENTOR)
    with transaction() as session:
        user = session.get_one(User, actor.id, with_for_update=ROW_LOCK)
        return _pair(session, user, clock.now(), asked=True) is not None


def change_mentor(actor: Actor, clock: Clock) -> bool:
    """A newcomer would rather have somebody else, and need not say why. Whether there is somebody.

    Raises:
        NotAllowedError: for a visitor.
        ConflictError: they have no mentor.
    """
    require(actor, Action.END_MENTORSHIP)
    with transaction() as session:
        mentorship = _lock_own(session, actor)
        user = session.get_one(User, actor.id)
        now = clock.now()
        _end(mentorship, EndedHow.CHANGED, now)
        session.flush()
        them = candidates(session, now, example=user.is_example)
        return _begin(session, user.id, them, now) is not None


def go_without_mentor(actor: Actor, clock: Clock) -> None:
    """A newcomer wants no mentor, and need not say why. None is given to them until they ask.

    Raises:
        NotAllowedError: for a visitor.
        ConflictError: they have no mentor.
    """
    require(actor, Action.END_MENTORSHIP)
    with transaction() as session:
        _end(_lock_own(session, actor), EndedHow.NONE_WANTED, clock.now())


def hand_over_all(session: Session, mentor_id: int, now: datetime) -> None:
    """A mentor leaves: each mentee goes to their backup, and gets a new one. The caller holds the transaction."""
    leaves = session.get_one(User, mentor_id)
    found = session.scalars(
        select(Mentorship)
        .where(
            Mentorship.ended_at.is_(None),
            or_(Mentorship.primary_id == mentor_id, Mentorship.backup_id == mentor_id),
        )
        .order_by(Mentorship.id)
        .with_for_update(**ROW_LOCK)
    ).all()
    everybody = candidates(session, now, example=leaves.is_example)
    others = [one for one in everybody if one.mentor_id != mentor_id]
    for mentorship in found:
        if mentorship.primary_id == mentor_id:
            others = _replace(session, mentorship, EndedHow.MENTOR_LEFT, others, now)
        else:
            _find_backup(session, mentorship, others, now)


def _pair(session: Session, user: User, now: datetime, *, asked: bool = False) -> Mentorship | None:
    last = session.scalars(
        select(Mentorship)
        .where(Mentorship.newcomer_id == user.id)
        .order_by(Mentorship.id.desc())
        .limit(1)
    ).one_or_none()
    if last is not None and last.ended_at is None:
        return last
    if last is not None and last.ended_how == EndedHow.NONE_WANTED and not asked:
        return None
    return _begin(session, user.id, candidates(session, now, example=user.is_example), now)


def _begin(
    session: Session,
    newcomer_id: int,
    them: Sequence[Candidate],
    now: datetime,
    *,
    takes_over: bool = False,
) -> Mentorship | None:
    wishes = wishes_of(session, newcomer_id)
    them = [one for one in them if one.mentor_id != newcomer_id]
    seed = secrets.randbits(_SEED_BITS)
    pair = choose(wishes, them, hour=community_hour(session, now), seed=seed)
    if pair is None:
        return None
    begun = Mentorship(
        newcomer_id=newcomer_id,
        primary_id=pair.primary_id,
        backup_id=pair.backup_id,
        chosen_because=pair.because,
        seed=seed,
        started_at=now,
    )
    return _add(session, begun, now, takes_over=takes_over)


def _replace(
    session: Session,
    old: Mentorship,
    how: EndedHow,
    them: list[Candidate],
    now: datetime,
    *,
    is_own_wish: bool = False,
) -> list[Candidate]:
    """End a mentorship and begin the next, with the backup if they can. Their work from then on, for the next one."""
    _end(old, how, now)
    # The database allows one open mentorship per newcomer.
    session.flush()
    takes_over = not is_own_wish
    not_with = wishes_of(session, old.newcomer_id).not_with
    able = {one.mentor_id for one in them if one.is_there} - not_with
    if old.backup_id in able and old.backup_id is not None:
        moved_up = Mentorship(
            newcomer_id=old.newcomer_id,
            primary_id=old.backup_id,
            chosen_because="They were the backup, and the mentor is no longer there for them.",
            seed=old.seed,
            started_at=now,
        )
        _find_backup(session, moved_up, them, now)
        next_one: Mentorship | None = _add(session, moved_up, now, takes_over=takes_over)
    else:
        next_one = _begin(session, old.newcomer_id, them, now, takes_over=takes_over)
    if next_one is None:
        if takes_over:
            emit(session, MentorGone(actor_id=None, at=now, newcomer_id=old.newcomer_id))
        return them
    taken_by = next_one.primary_id
    return [replace(one, quiet=one.quiet + (one.mentor_id == taken_by)) for one in them]


def _find_backup(
    session: Session, mentorship: Mentorship, them: Sequence[Candidate], now: datetime
) -> None:
    rest = [
        one for one in them if one.mentor_id not in {mentorship.primary_id, mentorship.newcomer_id}
    ]
    wishes = wishes_of(session, mentorship.newcomer_id)
    hour = community_hour(session, now)
    mentorship.backup_id = stand_in(wishes, rest, hour=hour, seed=mentorship.seed)


def _add(
    session: Session, begun: Mentorship, now: datetime, *, takes_over: bool = False
) -> Mentorship:
    session.add(begun)
    session.flush()
    found = MentorFound(
        actor_id=None,
        at=now,
        newcomer_id=begun.newcomer_id,
        mentor_id=begun.primary_id,
        takes_over=takes_over,
    )
    emit(session, found)
    return begun


def _end(mentorship: Mentorship, how: EndedHow, now: datetime) -> None:
    mentorship.ended_at, mentorship.ended_how = now, how


def _lock_own(session: Session, actor: Actor) -> Mentorship:
    session.get_one(User, actor.id, with_for_update=ROW_LOCK)
    found = session.scalars(
        select(Mentorship)
        .where(Mentorship.newcomer_id == actor.id, Mentorship.ended_at.is_(None))
        .with_for_update(**ROW_LOCK)
    ).one_or_none()
    if found is None:
        raise ConflictError("You have no mentor at the moment. Nothing was changed.")
    return found


def _is_newcomer(user: User) -> bool:
    roles = [held.role for held in user.roles]
    return (
        not has_left(user.username)
        and standing(graduated_at=user.graduated_at, roles=roles) is Standing.NEWCOMER
    )
