"""What somebody kept as a mentor, for themselves."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor
from forum.welcome.former import kept_as_mentor
from forum.welcome.views.blueprint import blueprint


@blueprint.get("/account/kept-as-a-mentor")
def kept_from_mentoring() -> ResponseReturnValue:
    """Their own notes and saved replies, each to be taken away."""
    actor = current_actor()
    require(actor, Action.MANAGE_OWN_ACCOUNT)
    return render_template("welcome/kept_from_mentoring.html", kept=kept_as_mentor(actor))
