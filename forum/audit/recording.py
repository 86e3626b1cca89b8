"""The audit log's only writer. It listens to everything that staff, mentors and the forum itself do.

An entry names people and posts by number and never holds a text, so that the log can outlive what it tells of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from forum.audit.chain import Content, seal
from forum.audit.models import AuditEntry, AuditHead
from forum.events import (
    AppealMade,
    AppealReopened,
    AppealSettled,
    BacktestAsked,
    CommunityChanged,
    DecisionUndone,
    EditSettled,
    Event,
    FieldMoved,
    ForecastAsked,
    Forgotten,
    ItemPassedOn,
    KeepingChanged,
    NewcomerGraduated,
    OwnDataTaken,
    OwnWordsChanged,
    PasswordChanged,
    PersonCameBack,
    PersonErased,
    PersonJoined,
    PersonLeaving,
    PostKept,
    PostMoved,
    PrivateReviewed,
    ProfileReviewed,
    ReplyTextChanged,
    ReportMade,
    RescoringAsked,
    RoleChanged,
    RoleLaidDown,
    SanctionGiven,
    SanctionLifted,
    SecondFactorChanged,
    StaffNoteWritten,
    ThreadChanged,
    ThreadWelcomeChanged,
    ThresholdsChanged,
    TrialSkipped,
)

# Event → the entry's action, what kind of thing it is about, and the field that holds that thing's number; the event's
# own fields may stand in the first two.
ENTRIES: dict[type[Event], tuple[str, str, str | None]] = {
    PostMoved: ("post.{action}", "post", "post_id"),
    EditSettled: ("edit.{action}", "post", "post_id"),
    PostKept: ("post.keep", "post", "post_id"),
    DecisionUndone: ("{subject_kind}.undo", "{subject_kind}", "subject_id"),
    ReportMade: ("{subject_kind}.report", "{subject_kind}", "subject_id"),
    PrivateReviewed: ("private.{action}", "person", "user_id"),
    ProfileReviewed: ("person.{action}", "person", "user_id"),
    ItemPassedOn: ("{subject_kind}.{action}", "{subject_kind}", "subject_id"),
    StaffNoteWritten: ("{subject_kind}.note", "{subject_kind}", "subject_id"),
    ReplyTextChanged: ("text.{change}", "text", "text_id"),
    ThreadChanged: ("thread.{action}", "thread", "thread_id"),
    ThreadWelcomeChanged: ("thread.welcome_flag", "thread", "thread_id"),
    PersonJoined: ("person.joined", "person", "user_id"),
    PersonLeaving: ("person.leaving", "person", "user_id"),
    PersonCameBack: ("person.came_back", "person", "user_id"),
    PersonErased: ("person.left", "person", "user_id"),
    NewcomerGraduated: ("person.graduated", "person", "user_id"),
    RoleLaidDown: ("person.laid_down", "person", "user_id"),
    RoleChanged: ("person.role", "person", "user_id"),
    AppealMade: ("appeal.made", "person", "user_id"),
    AppealReopened: ("appeal.reopened", "person", "user_id"),
    AppealSettled: ("appeal.{outcome}", "person", "user_id"),
    SanctionGiven: ("person.sanction", "person", "user_id"),
    SanctionLifted: ("person.sanction_lifted", "person", "user_id"),
    OwnWordsChanged: ("words.{became}", "words", "word_id"),
    FieldMoved: ("field.{action}", "person", "author_id"),
    PasswordChanged: ("person.password", "person", "user_id"),
    OwnDataTaken: ("person.own_data", "person", "user_id"),
    SecondFactorChanged: ("person.second_factor", "person", "user_id"),
    CommunityChanged: ("community.changed", "community", None),
    ThresholdsChanged: ("thresholds.{became}", "thresholds", "set_id"),
    ForecastAsked: ("community.forecast", "community", None),
    Forgotten: ("keeping.forgotten", "community", None),
    KeepingChanged: ("keeping.changed", "community", None),
    TrialSkipped: ("thresholds.untried", "thresholds", "set_id"),
    RescoringAsked: ("thresholds.rescoring", "community", None),
    BacktestAsked: ("thresholds.backtest", "thresholds", "set_id"),
}
# What a mentor says of a thread is their own text, and stands with the thread.
_NOT_DETAIL = frozenset(
    {
        "actor_id",
        "at",
        "action",
        "reason",
        "subject_kind",
        "judges",
        "outcome",
        "author_id",
        "decided_at",
        # It can be worked out from when they left.
        "until",
        # It stands in the log by itself.
        "laid_down",
    }
)


def record(session: Session, happened: Sequence[Event]) -> None:
    """Append what happened to the log, each entry sealed together with the one before it.

    Called right before the commit: the newest entry stays locked until then, so that two who write at once follow
    each other.
    """
    told = [event for event in happened if type(event) in ENTRIES]
    if not told:
        return
    head = session.execute(
        select(AuditHead.number, AuditHead.seal).where(AuditHead.id == 1).with_for_update()
    ).one()
    number, previous = head.number, head.seal
    for event in told:
        content = _content(event)
        number, before = number + 1, previous
        previous = seal(number, content, before)
        session.add(
            AuditEntry(
                at=content.at,
                actor_id=content.actor_id,
                action=content.action,
                subject_kind=content.subject_kind,
                subject_id=content.subject_id,
                detail=dict(content.detail),
                number=number,
                previous_seal=before,
                seal=previous,
            )
        )
    session.flush()
    session.execute(update(AuditHead).where(AuditHead.id == 1).values(number=number, seal=previous))


def _content(happened: Event) -> Content:
    name, kind, subject = ENTRIES[type(happened)]
    values = {part.name: getattr(happened, part.name) for part in fields(happened)}
    detail = {
        key: value
        for key, value in values.items()
        if key not in _NOT_DETAIL and key != subject and value is not None
    }
    return Content(
        at=happened.at,
        actor_id=happened.actor_id,
        action=name.format_map(defaultdict(str, values)),
        subject_kind=kind.format_map(values),
        subject_id=values[subject] if subject else None,
        detail=detail,
    )
