"""The blueprint that every page of sanctions belongs to, and where somebody who is shut out is led."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.sessions import ShutOutError
from forum.database import db
from forum.sanctions.views.door import let_to_the_door

blueprint = Blueprint("sanctions", __name__)


@blueprint.app_errorhandler(ShutOutError)
def say_why(error: ShutOutError) -> ResponseReturnValue:
    """They have shown that it is them, and can't be signed in: they are told why, until when, and what they can do."""
    db.session.rollback()
    let_to_the_door(error.user_id)
    return redirect(url_for("sanctions.standing"), 303)
