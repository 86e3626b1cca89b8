"""The inbox."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor

blueprint = Blueprint("notifications", __name__)


@blueprint.get("/inbox")
def inbox() -> ResponseReturnValue:
    """What a person has been told."""
    require(current_actor(), Action.SEE_INBOX)
    return ""
