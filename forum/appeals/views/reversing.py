"""Putting a decision right without being asked."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.appeals import reversing, reversing_texts
from forum.appeals.forms import ReverseForm
from forum.appeals.unasked import OVERTAKEN, Reversible
from forum.appeals.views.blueprint import blueprint
from forum.errors import ConflictError
from forum.web.actor import current_actor
from forum.wiring import clock


@blueprint.route("/decisions/<int:decision_id>/reverse", methods=["GET", "POST"])
def reverse(decision_id: int) -> ResponseReturnValue:
    """Say why, and put it right."""
    actor, form = current_actor(), ReverseForm()
    page = reversing.reversing_page(actor, decision_id, clock())
    if not form.validate_on_submit():
        _keep_words(form, page)
        status = 400 if form.is_submitted() else 200
        return render_template("appeals/reverse.html", page=page, form=form), status
    post_id = reversing.reverse(actor, decision_id, form.note.words, clock())
    flash("Put right. Its author is told in a moment, with your words.", "success")
    return redirect(url_for("moderation.moderate", post_id=post_id), 303)


@blueprint.post("/text-decisions/<int:decision_id>/reverse/uncover")
def uncover_declined(decision_id: int) -> ResponseReturnValue:
    """Ask to see what may be hard to read."""
    reversing_texts.uncover_declined(current_actor(), decision_id, clock())
    return redirect(url_for(".reverse_text", decision_id=decision_id, _anchor="in-question"), 303)


@blueprint.route("/text-decisions/<int:decision_id>/reverse", methods=["GET", "POST"])
def reverse_text(decision_id: int) -> ResponseReturnValue:
    """The same for a decision on a name, or another short text."""
    actor, form = current_actor(), ReverseForm()
    page = reversing_texts.text_reversing_page(actor, decision_id, clock())
    if not form.validate_on_submit():
        _keep_words(form, page)
        status = 400 if form.is_submitted() else 200
        return render_template("appeals/reverse_text.html", page=page, form=form), status
    reversing_texts.reverse_text(actor, decision_id, form.note.words, clock())
    flash("Put right. Its author is told in a moment, with your words.", "success")
    return redirect(url_for("moderation.queue"), 303)


def _keep_words(form: ReverseForm, page: Reversible) -> None:
    """What was typed comes back with the page, or where that has no form any more, in other ways.

    Raises:
        ConflictError: there is nothing left to put right.
    """
    if form.is_submitted() and not page.stands:
        raise ConflictError(OVERTAKEN)
