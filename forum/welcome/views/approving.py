"""Approval by welcome: a mentor answers a held introduction, and both appear."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.community.queries import current_rules
from forum.errors import InvalidInputError
from forum.moderation.undo import commands as undoing
from forum.moderation.undo.queries import undoable
from forum.permissions.actions import Action
from forum.permissions.check import can, require
from forum.web.actor import current_actor
from forum.web.limits import POSTING
from forum.welcome.approval_commands import NotJustNowError, welcome_held
from forum.welcome.approval_queries import HeldIntroduction, held_introduction, words_taken_back
from forum.welcome.forms import WelcomeForm
from forum.welcome.views.blueprint import blueprint
from forum.wiring import clock, services

_SENT = (
    "Sent. The introduction and your answer are there for everybody from now on. "
    "Its author is told in a moment."
)
_UNDONE = "Undone. The introduction waits again as before, nobody was told, and your words are still here."


@blueprint.route("/mentor/introductions/<int:post_id>", methods=["GET", "POST"])
@POSTING
def held(post_id: int) -> ResponseReturnValue:
    """A held introduction with its words, and the box for the answer that publishes it."""
    actor = current_actor()
    require(actor, Action.SEE_MENTORS_DESK)
    form = WelcomeForm()
    if not form.is_submitted():
        found = held_introduction(actor, post_id, clock().now())
        form.text.data = words_taken_back(actor, post_id)
        form.revision_id.data = found.revision_id
        return _page(found, form)
    if not form.validate():
        return _page(held_introduction(actor, post_id, clock().now()), form), 400
    try:
        welcome_held(actor, post_id, form.welcome, services().screening_desk, clock())
    except InvalidInputError as error:
        form.take_error(error, "text")
        return _page(held_introduction(actor, post_id, clock().now()), form), 400
    except NotJustNowError as error:
        return _not_just_now(error.message, form), 409
    flash(_SENT, "success")
    return redirect(url_for(".desk"), 303)


@blueprint.post("/mentor/undo/<int:window_id>")
def undo(window_id: int) -> ResponseReturnValue:
    """Take the welcome back before anybody is told."""
    try:
        back = undoing.undo(current_actor(), window_id, clock())
    except undoing.TooLateError as error:
        return _not_just_now(error.message, None), 409
    flash(_UNDONE, "info")
    return redirect(url_for(".held", post_id=back.post_id), 303)


@blueprint.context_processor
def what_can_be_undone() -> dict[str, object]:
    """For the pages of mentors: whom they welcomed within the last seconds."""
    actor = current_actor()
    if not request.path.startswith("/mentor") or not can(actor, Action.SEE_MENTORS_DESK):
        return {"undoables": []}
    return {"undoables": undoable(actor, clock().now())}


def _not_just_now(message: str, form: WelcomeForm | None) -> str:
    return render_template("welcome/not_just_now.html", message=message, form=form)


def _page(introduction: HeldIntroduction, form: WelcomeForm) -> str:
    return render_template(
        "welcome/held_introduction.html",
        introduction=introduction,
        form=form,
        rules=current_rules(),
    )
