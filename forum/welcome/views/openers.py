"""A mentor's saved replies: parse, ask, render."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.errors import InvalidInputError, NotFoundError
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor
from forum.welcome import openers
from forum.welcome.forms import OpenerForm
from forum.welcome.views.blueprint import blueprint
from forum.wiring import clock


@blueprint.route("/mentor/saved-replies", methods=["GET", "POST"])
def saved_replies() -> ResponseReturnValue:
    """All saved replies, and a new one."""
    return _openers_page(OpenerForm(), None)


@blueprint.route("/mentor/saved-replies/<int:opener_id>", methods=["GET", "POST"])
def saved_reply(opener_id: int) -> ResponseReturnValue:
    """Change one."""
    actor = current_actor()
    require(actor, Action.SEE_MENTORS_DESK)
    chosen = openers.opener(actor, opener_id)
    if chosen is None:
        raise NotFoundError
    return _openers_page(OpenerForm(title=chosen.title, text=chosen.text), opener_id)


@blueprint.post("/mentor/saved-replies/<int:opener_id>/drop")
def drop_reply(opener_id: int) -> ResponseReturnValue:
    """Take one away."""
    actor = current_actor()
    openers.drop_opener(actor, opener_id)
    flash("The saved reply is gone.", "success")
    back = ".saved_replies" if actor.is_mentor else ".kept_from_mentoring"
    return redirect(url_for(back), 303)


def _openers_page(form: OpenerForm, opener_id: int | None) -> ResponseReturnValue:
    actor = current_actor()
    require(actor, Action.SEE_MENTORS_DESK)
    if form.validate_on_submit():
        try:
            openers.keep_opener(actor, form.title.words, form.text.words, clock(), opener_id)
        except InvalidInputError as error:
            form.take_error(error, "title")
        else:
            flash("The reply is saved.", "success")
            return redirect(url_for(".saved_replies"), 303)
    page = render_template(
        "welcome/saved_replies.html",
        form=form,
        opener_id=opener_id,
        openers=openers.openers_of(actor),
    )
    return page, 400 if form.errors else 200
