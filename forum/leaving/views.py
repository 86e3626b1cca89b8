"""Leaving this place: what it means, the form, and the page after it."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.actor import Actor
from forum.accounts.views.answers import form_page
from forum.accounts.views.browser import let_out
from forum.backups.put_aside import days_aside
from forum.errors import InvalidInputError, TooManyAttemptsError
from forum.keeping.periods import in_words
from forum.leaving.commands import is_shut_out
from forum.leaving.commands import leave as leave_now
from forum.leaving.forms import LeaveForm
from forum.leaving.queries import leaving_page
from forum.leaving.rules import GRACE, HINTS
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.sanctions.views.door import whose_standing
from forum.wiring import clock, settings

blueprint = Blueprint("leaving", __name__)


@blueprint.route("/account/leave", methods=["GET", "POST"])
def leave() -> ResponseReturnValue:
    """What goes, what stays and why, and the form. GET shows, POST acts."""
    # Whoever is suspended or banned leaves from the door.
    actor = whose_standing()
    require(actor, Action.MANAGE_OWN_ACCOUNT)
    form, backups_kept = LeaveForm(), settings().backups_kept
    error: InvalidInputError | TooManyAttemptsError | None = None
    if form.validate_on_submit():
        try:
            leave_now(actor, form.chosen(), form.password.words, clock())
        except (InvalidInputError, TooManyAttemptsError) as refused:
            error = refused
        else:
            let_out()
            return redirect(url_for(".left"), 303)
    return form_page(
        "leaving/leave.html",
        form,
        error,
        "password",
        page=leaving_page(actor),
        hints=HINTS,
        days=GRACE.days,
        backups_kept=backups_kept,
        copied_for=in_words(days_aside(backups_kept)),
        back=_back(actor),
    )


def _back(actor: Actor) -> str:
    return url_for("sanctions.standing" if is_shut_out(actor) else "accounts.account")


@blueprint.get("/left")
def left() -> ResponseReturnValue:
    """After leaving: what happens now. The same for everybody, so that it tells nothing of anybody."""
    return make_response(render_template("leaving/left.html", days=GRACE.days))
