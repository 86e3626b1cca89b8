"""The page of figures about nudges, for admins."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.nudges.outcomes import NudgeKind
from forum.nudges.queries import DAYS, nudge_figures
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor
from forum.wiring import clock

blueprint = Blueprint("nudges", __name__)


@blueprint.get("/admin/nudges")
def figures() -> ResponseReturnValue:
    """What people did with a kind word before they sent something."""
    require(current_actor(), Action.SEE_NUDGE_FIGURES)
    now = clock().now()
    return render_template(
        "nudges/figures.html",
        days=DAYS,
        held=nudge_figures(NudgeKind.WOULD_BE_HELD, now),
        personal=nudge_figures(NudgeKind.PERSONAL_DATA, now),
    )
