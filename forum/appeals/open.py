"""Whether somebody is to look again at a decision: then nobody reads who made it, but they themselves.

Whoever looks again decides without that name, on whichever page they look.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import InstrumentedAttribute

from forum.appeals.models import Appeal
from forum.appeals.rules import AppealState


def is_appealed(
    about: InstrumentedAttribute[int | None], number: ColumnElement[int] | Any
) -> ColumnElement[bool]:
    """Whether an appeal is open about what has this number.

    Args:
        about: the appeal's column for its kind, `Appeal.decision_id` for example.
        number: of the decision, text decision or sanction.
    """
    return exists().where(about == number, Appeal.state == AppealState.OPEN)


def signer(actor_id: int | None, by_id: int | None, *, appealed: bool) -> int | None:
    """Whose name stands under a decision for this reader; None where it is not told for now."""
    return by_id if not appealed or by_id == actor_id else None
