"""Pages of the review queue and the audit log."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor

blueprint = Blueprint("moderation", __name__)


@blueprint.get("/review")
def queue() -> ResponseReturnValue:
    """The review queue."""
    require(current_actor(), Action.SEE_REVIEW_QUEUE)
    return ""


@blueprint.get("/admin/audit")
def audit() -> ResponseReturnValue:
    """The audit log."""
    require(current_actor(), Action.READ_AUDIT_LOG)
    return ""


@blueprint.get("/posts/<int:post_id>/moderate")
def moderate(post_id: int) -> ResponseReturnValue:
    """Deciding on a post from outside the queue."""
    require(current_actor(), Action.SEE_REVIEW_QUEUE)
    return ""
