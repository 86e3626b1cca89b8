"""What newcomers tell of themselves at the start, and take back."""

from __future__ import annotations

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.clock import Clock
from forum.database import ROW_LOCK, transaction
from forum.newcomers.survey import Answers
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.welcome.models import NewcomerSurvey


def save_answers(actor: Actor, answers: Answers, clock: Clock) -> None:
    """Keep one's answers in place of the ones before.

    Raises:
        NotAllowedError: for a visitor.
    """
    require(actor, Action.ANSWER_SURVEY)
    with transaction() as session:
        # One after the other, where the same form arrives twice in one moment.
        session.get_one(User, actor.id, with_for_update=ROW_LOCK)
        kept = session.get(NewcomerSurvey, actor.id)
        if kept is None:
            kept = NewcomerSurvey(user_id=actor.id)
            session.add(kept)
        kept.reasons, kept.topics = list(answers.reasons), list(answers.topics)
        kept.languages, kept.addressed_as = list(answers.languages), answers.addressed_as
        kept.changed_at = clock.now()


def delete_answers(actor: Actor) -> None:
    """Delete one's answers for good. Where there are none this changes nothing.

    Raises:
        NotAllowedError: for a visitor.
    """
    require(actor, Action.ANSWER_SURVEY)
    with transaction() as session:
        kept = session.get(NewcomerSurvey, actor.id)
        if kept is not None:
            session.delete(kept)
