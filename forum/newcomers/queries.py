"""Reading for newcomers: what they told of themselves at the start."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from forum.accounts.actor import Actor
from forum.database import read
from forum.newcomers.survey import Answers
from forum.welcome.models import NewcomerSurvey

_ANSWERS = select(
    NewcomerSurvey.reasons,
    NewcomerSurvey.topics,
    NewcomerSurvey.languages,
    NewcomerSurvey.addressed_as,
).where(NewcomerSurvey.user_id == bindparam("reader_id"))


def answers_of(actor: Actor) -> Answers | None:
    """A person's own answers; None where they gave none."""
    row = read(_ANSWERS, {"reader_id": actor.id}).one_or_none()
    return Answers(**row._mapping) if row is not None else None
