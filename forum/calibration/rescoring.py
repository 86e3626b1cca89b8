"""Asking for decided posts to be read again by another model, and what there is of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.calibration.models import Rescoring
from forum.calibration.tuning import require_how_many
from forum.calibration.wording import another_lies_there
from forum.clock import Clock
from forum.database import db, emit, transaction
from forum.errors import ConflictError
from forum.events import RescoringAsked
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.screening import MODEL_DIR, ModelFilesError, describe_model
from forum.wiring import settings


@dataclass(frozen=True, kw_only=True)
class Model:
    """A model by its name and version."""

    name: str
    version: str


@dataclass(frozen=True, kw_only=True)
class RescoringLine:
    """A re-scoring in a list. `progress` is from 0 to 1."""

    id: int
    model: str
    asked_at: datetime
    most: int
    done: int
    progress: float
    is_done: bool
    problem: str


def other_model() -> Model | None:
    """The model that can read posts again; None where its folder holds none."""
    try:
        found = describe_model(settings().screening_candidate_dir or MODEL_DIR)
    except ModelFilesError:
        return None
    return Model(name=found.name, version=found.version)


def ask_rescoring(actor: Actor, model: Model, most: int, clock: Clock) -> int:
    """Have the newest decided posts read again by this model. Returns the id; the worker does it.

    What was begun with a model that lies there no more ends with what it has.

    Raises:
        NotAllowedError: not an admin.
        ConflictError: it is under way already.
        InvalidInputError: too few or too many posts.
    """
    require(actor, Action.TUNE_THRESHOLDS)
    require_how_many(most)
    now = clock.now()
    with transaction() as session:
        for waiting in session.scalars(
            select(Rescoring).where(Rescoring.finished_at.is_(None)).with_for_update()
        ).all():
            if (waiting.model_name, waiting.model_version) == (model.name, model.version):
                raise ConflictError(
                    "Posts are being read again already. Please wait until that is done."
                )
            # Nobody can go on with it.
            waiting.finished_at = now
            waiting.problem = another_lies_there(f"{model.name} {model.version}")
        row = Rescoring(
            model_name=model.name,
            model_version=model.version,
            most=most,
            asked_by_id=actor.id,
            asked_at=now,
        )
        session.add(row)
        session.flush()
        emit(
            session,
            RescoringAsked(
                actor_id=actor.id, at=now, model=f"{model.name} {model.version}", posts=most
            ),
        )
        return row.id


def rescoring_lines() -> Sequence[RescoringLine]:
    """Every re-scoring, the newest first."""
    rows = db.session.scalars(select(Rescoring).order_by(Rescoring.id.desc()))
    return [
        RescoringLine(
            id=row.id,
            model=f"{row.model_name} {row.model_version}",
            asked_at=row.asked_at,
            most=row.most,
            done=row.done,
            progress=1.0 if row.finished_at is not None else row.done / row.most,
            is_done=row.finished_at is not None,
            problem=row.problem,
        )
        for row in rows
    ]
