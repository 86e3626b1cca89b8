"""Reading for newcomers: what they told of themselves at the start."""

from __future__ import annotations

from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.database import db
from forum.newcomers.survey import Answers
from forum.welcome.models import NewcomerSurvey


def answers_of(actor: Actor) -> Answers | None:
    """A person's own answers; None where they gave none."""
    row = db.session.execute(
        select(
            NewcomerSurvey.reasons,
            NewcomerSurvey.topics,
            NewcomerSurvey.languages,
            NewcomerSurvey.addressed_as,
        ).where(NewcomerSurvey.user_id == actor.id)
    ).one_or_none()
    return Answers(**row._mapping) if row is not None else None
