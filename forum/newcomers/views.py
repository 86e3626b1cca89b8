"""Pages that newcomers meet: parse, ask, render."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.conversations.queries import categories
from forum.newcomers import commands, queries
from forum.newcomers.forms import SurveyForm
from forum.newcomers.survey import NO_ANSWERS
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor
from forum.wiring import clock

blueprint = Blueprint("newcomers", __name__)


@blueprint.route("/home/questions", methods=["GET", "POST"])
def survey() -> ResponseReturnValue:
    """A few questions at the start. All of them can be left out, changed, and taken back."""
    actor = current_actor()
    require(actor, Action.ANSWER_SURVEY)
    kept = queries.answers_of(actor)
    form = SurveyForm(obj=kept or NO_ANSWERS)
    form.offer_topics(categories())
    if form.validate_on_submit():
        commands.save_answers(actor, form.answers, clock())
        flash("Thank you. You can change or delete your answers at any time.", "success")
        return redirect(url_for("welcome.home"), 303)
    page = render_template("newcomers/survey.html", form=form, has_answers=kept is not None)
    return page, 400 if form.errors else 200


@blueprint.post("/home/questions/delete")
def delete_answers() -> ResponseReturnValue:
    """Delete one's answers."""
    commands.delete_answers(current_actor())
    flash("Your answers are deleted.", "success")
    return redirect(url_for(".survey"), 303)
