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
).where(NewcomerSurvey.user_id == bindparam("newcomer_id"))


def answers_of(actor: Actor) -> Answers | None:
    """A person's own answers; None where they gave none."""
    return answers_for_mentor(actor.id)


def answers_for_mentor(newcomer_id: int) -> Answers | None:
    """What somebody told at the start. The caller shows it to their own mentor, and to nobody else."""
    row = read(_ANSWERS, {"newcomer_id": newcomer_id}).one_or_none()
    return Answers(**row._mapping) if row is not None else None
