"""The blueprint that every page of sanctions belongs to, and where somebody who is shut out is led."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.sessions import ShutOutError
from forum.database import db
from forum.leaving.coming_back import come_back_to_the_door
from forum.sanctions.views.door import let_to_the_door
from forum.wiring import clock

blueprint = Blueprint("sanctions", __name__)


@blueprint.app_errorhandler(ShutOutError)
def say_why(error: ShutOutError) -> ResponseReturnValue:
    """They have shown that it is them, and can't be signed in: they are told why, until when, and what they can do."""
    db.session.rollback()
    let_to_the_door(error.user_id)
    if come_back_to_the_door(error.user_id, clock()):
        flash(
            "You had left, and as you have signed in again in time, that is called off. You can leave again below.",
            "info",
        )
    return redirect(url_for("sanctions.standing"), 303)
