"""Giving a sanction, ending it early, and saying that one has read it. One intention, one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.accounts.sessions import end_all_sessions
from forum.clock import Clock
from forum.community.models import Rule
from forum.conversations.models import Post
from forum.database import ROW_LOCK, emit, transaction
from forum.errors import ConflictError, InvalidInputError, NotFoundError
from forum.events import SanctionGiven, SanctionLifted
from forum.moderation.signing import may_sign
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.permissions.subjects import SanctionFacts
from forum.sanctions.kinds import (
    CITES_A_RULE,
    SHUTS_OUT,
    SanctionKind,
    end_of,
    is_in_force,
)
from forum.sanctions.lookup import terms_of
from forum.sanctions.models import Sanction

MAX_WORDS_TO_PERSON = 2_000


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What staff send.

    `last_sanction_id` is the newest one that was on their screen, None if there was none: if another has been given
    since, nothing is changed. `days` is needed where staff choose the end, `rule_id` for all but a message. `post_id`
    is the post that it is about, if there is one.
    """

    kind: SanctionKind
    note: str
    days: int | None = None
    rule_id: int | None = None
    post_id: int | None = None
    last_sanction_id: int | None = None


def give_sanction(actor: Actor, person_id: int, measure: Measure, clock: Clock) -> int:
    """Speak to somebody, or restrict what they can do. Holds for every session of theirs at once.

    Returns the sanction's id.

    Raises:
        NotFoundError: there is no such person, or no such post of theirs.
        NotAllowedError: not staff, themselves, an admin, or more than this person may decide.
        ConflictError: somebody was faster.
        InvalidInputError: the rule, the end or the words are missing.
    """
    with transaction() as session:
        person = _lock_person(session, person_id)
        require(actor, Action.GIVE_SANCTION, facts_of(person, measure.kind))
        if _last_sanction_id(session, person_id) != measure.last_sanction_id:
            raise ConflictError(
                "Somebody on the team has spoken to them since you opened the page. Nothing was changed: please look "
                "at that first."
            )
        _check_reasons(session, person_id, measure)
        now = clock.now()
        sanction = Sanction(
            person_id=person_id,
            kind=measure.kind,
            post_id=measure.post_id,
            rule_id=measure.rule_id if measure.kind in CITES_A_RULE else None,
            note=measure.note.strip(),
            given_by_id=actor.id,
            is_signed=may_sign(session, actor.id),
            given_at=now,
            ends_at=_end(measure, now),
        )
        session.add(sanction)
        session.flush()
        if measure.kind in SHUTS_OUT:
            end_all_sessions(session, person_id, now=now)
        emit(
            session,
            SanctionGiven(
                actor_id=actor.id,
                at=now,
                sanction_id=sanction.id,
                user_id=person_id,
                kind=measure.kind,
            ),
        )
        return sanction.id


def lift_sanction(actor: Actor, sanction_id: int, because: str, clock: Clock) -> None:
    """End a sanction before its time. Its person reads why.

    Raises:
        NotFoundError: there is no such sanction.
        NotAllowedError: not staff, their own, an admin's, or more than this person may decide.
        ConflictError: it has ended already.
        InvalidInputError: the reason is missing.
    """
    with transaction() as session:
        sanction = session.get(Sanction, sanction_id)
        if sanction is None:
            raise NotFoundError
        person = _lock_person(session, sanction.person_id)
        session.refresh(sanction, with_for_update=True)
        require(actor, Action.LIFT_SANCTION, facts_of(person, SanctionKind(sanction.kind)))
        now = clock.now()
        if not is_in_force(terms_of(sanction), now):
            raise ConflictError("This has ended meanwhile. Nothing was changed.")
        if not because.strip():
            raise InvalidInputError("Please tell them why it ends now.", "note")
        _require_short(because)
        end_early(session, sanction, because.strip(), by_id=actor.id, now=now)


def end_early(
    session: Session, sanction: Sanction, because: str, *, by_id: int, now: datetime
) -> None:
    """End a sanction that is in force. The caller holds the transaction and has asked who may."""
    sanction.lifted_at, sanction.lifted_by_id, sanction.lifted_because = now, by_id, because
    emit(
        session,
        SanctionLifted(
            actor_id=by_id,
            at=now,
            sanction_id=sanction.id,
            user_id=sanction.person_id,
            kind=sanction.kind,
        ),
    )


def acknowledge(actor: Actor, sanction_id: int, clock: Clock) -> None:
    """Say that one has read what staff said. Harmless if it was said before.

    Raises:
        NotFoundError: it is nobody's, or somebody else's.
    """
    require(actor, Action.SEE_OWN_STANDING)
    with transaction() as session:
        sanction = session.get(Sanction, sanction_id, with_for_update=ROW_LOCK)
        if sanction is None or sanction.person_id != actor.id:
            raise NotFoundError
        sanction.acknowledged_at = sanction.acknowledged_at or clock.now()


def facts_of(person: User, kind: SanctionKind | None) -> SanctionFacts:
    """What the permission to speak to this person rests on."""
    roles = frozenset(held.role for held in person.roles)
    return SanctionFacts(person_id=person.id, roles=roles, kind=kind)


def _lock_person(session: Session, person_id: int) -> User:
    person = session.get(User, person_id, with_for_update=ROW_LOCK)
    if person is None:
        raise NotFoundError
    return person


def _last_sanction_id(session: Session, person_id: int) -> int | None:
    return session.scalar(select(func.max(Sanction.id)).where(Sanction.person_id == person_id))


def _end(measure: Measure, now: datetime) -> datetime | None:
    try:
        return end_of(measure.kind, measure.days, now)
    except ValueError as error:
        raise InvalidInputError("Please choose when it ends.", "days") from error


def _check_reasons(session: Session, person_id: int, measure: Measure) -> None:
    if measure.kind in CITES_A_RULE:
        rule = session.get(Rule, measure.rule_id) if measure.rule_id else None
        if rule is None or rule.retired_at is not None:
            raise InvalidInputError("Please choose the rule that this rests on.", "rule")
    if not measure.note.strip():
        raise InvalidInputError("Please tell them why, in your own words.", "note")
    _require_short(measure.note)
    if measure.post_id is not None:
        post = session.get(Post, measure.post_id)
        if post is None or post.author_id != person_id:
            raise NotFoundError


def _require_short(words: str) -> None:
    if len(words) > MAX_WORDS_TO_PERSON:
        raise InvalidInputError(
            f"Please keep your words under {MAX_WORDS_TO_PERSON:,} characters.", "note"
        )
