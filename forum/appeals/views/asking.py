"""Asking for a second look, and taking that back."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.actor import Actor
from forum.appeals import commands
from forum.appeals.commands import About
from forum.appeals.forms import AppealForm
from forum.appeals.queries import AskingPage, asking_page
from forum.appeals.views.blueprint import blueprint
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.sanctions.views.door import whose_standing
from forum.web.actor import current_actor
from forum.wiring import clock


@blueprint.route("/decisions/<int:decision_id>/appeal", methods=["GET", "POST"])
def about_decision(decision_id: int) -> ResponseReturnValue:
    """A decision on one's own post; also at the door, as below."""
    return _ask(whose_standing(), About(decision_id=decision_id))


@blueprint.route("/text-decisions/<int:decision_id>/appeal", methods=["GET", "POST"])
def about_text(decision_id: int) -> ResponseReturnValue:
    """A decision on one's own name, or on other words that are no post; also at the door, as below."""
    return _ask(whose_standing(), About(text_decision_id=decision_id))


@blueprint.route("/sanctions/<int:sanction_id>/appeal", methods=["GET", "POST"])
def about_sanction(sanction_id: int) -> ResponseReturnValue:
    """A sanction; also for somebody who is shut out and has just typed their password."""
    return _ask(whose_standing(), About(sanction_id=sanction_id))


@blueprint.post("/appeals/<int:appeal_id>/withdraw")
def withdraw(appeal_id: int) -> ResponseReturnValue:
    """Take it back."""
    person = whose_standing()
    require(person, Action.SEE_OWN_STANDING)
    commands.withdraw_appeal(person, appeal_id, clock())
    flash("You took it back. Nobody looks again.", "success")
    return redirect(url_for("sanctions.standing"), 303)


def _ask(person: Actor, about: About) -> ResponseReturnValue:
    require(person, Action.SEE_OWN_STANDING)
    page, form = asking_page(person, about, clock().now()), AppealForm()
    if not form.validate_on_submit():
        status = 400 if form.is_submitted() else 200
        shown = render_template(
            "appeals/ask.html", page=page, form=form, action=request.path, back=_place(page)
        )
        return shown, status
    commands.make_appeal(person, about, form.words.words, clock())
    flash(
        "Thank you. Somebody who has not decided on it looks again, and writes to you.", "success"
    )
    return redirect(_place(page), 303)


def _place(page: AskingPage) -> str:
    """Where somebody finds what it is about."""
    if not current_actor().is_signed_in:
        return url_for("sanctions.standing")
    if page.post_id is not None:
        return url_for("conversations.post", post_id=page.post_id)
    if page.private_id is not None:
        return url_for("privately.conversation", conversation_id=page.private_id)
    return url_for("accounts.profile" if page.is_of_profile else "sanctions.standing")
