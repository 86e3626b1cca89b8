"""How what moderators decide is signed: by the team, or by a person where the community and that person allow it.

A name is shown only while three things are so: its owner allowed it when they decided, they still do, and the
community still signs by the person. Whoever takes their leave back is out of sight everywhere at once. What another
person looked at again, and what is decided on names or private words, is always signed by the team.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, case, exists, literal, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from forum.accounts.models import User
from forum.community.models import Community
from forum.community.signatures import SignedBy
from forum.database import db
from forum.exposure.models import ReadingSettings

_TEAM = case(
    (Community.team_name != "", Community.team_name), else_=literal("The team of ") + Community.name
)


def may_sign(session: Session, moderator_id: int) -> bool:
    """Whether this person's name may stand under what they decide now; one query."""
    by_community = exists().where(Community.signed_by == SignedBy.PERSON)
    by_them = exists().where(ReadingSettings.user_id == moderator_id, ReadingSettings.name_shown)
    return bool(session.scalar(select(and_(by_community, by_them))))


def signature_of(
    by_id: ColumnElement[int] | InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
    is_signed: ColumnElement[bool] | InstrumentedAttribute[bool],
) -> ColumnElement[str]:
    """For a query that reads decisions or sanctions: under which name their person reads each."""
    shown = and_(
        Community.signed_by == SignedBy.PERSON, is_signed, ReadingSettings.name_shown.is_(True)
    )
    return (
        select(case((shown, User.display_name), else_=_TEAM))
        .select_from(Community)
        .outerjoin(User, User.id == by_id)
        .outerjoin(ReadingSettings, ReadingSettings.user_id == User.id)
        .scalar_subquery()
    )


def own_signature(moderator_id: int) -> str:
    """What would stand under a decision that this person made now."""
    return str(db.session.scalar(select(signature_of(literal(moderator_id), true()))) or "")


def signature_of_team() -> str:
    """The team's own name."""
    return str(db.session.scalar(team_signature()) or "")


def team_signature() -> Select[str]:
    """The team's own name, as a query."""
    return select(_TEAM).select_from(Community)
