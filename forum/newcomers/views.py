"""Pages that newcomers meet: parse, ask, render."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.community.queries import current_rules
from forum.conversations.forms import ReplyForm, ThreadForm
from forum.conversations.queries import categories
from forum.conversations.thread_queries import thread_view
from forum.drafts.places import Place
from forum.drafts.queries import draft_at
from forum.newcomers import commands, queries
from forum.newcomers.forms import SurveyForm
from forum.newcomers.home_queries import mentor_of
from forum.newcomers.prompts import PROMPTS, take
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


@blueprint.route("/threads/<int:thread_id>/hello", methods=["GET", "POST"])
def hello(thread_id: int) -> ResponseReturnValue:
    """A guided introduction. Sending goes where every answer goes; here a beginning is only put into the box."""
    actor = current_actor()
    view = thread_view(actor, thread_id)
    require(actor, Action.REPLY, view.facts)
    form = ReplyForm()
    draft = None
    if form.is_submitted():
        form.text.data = take(form.text.words, request.form.get("take", ""))
    else:
        draft = draft_at(actor, Place(thread_id=thread_id))
        form.text.data = draft.text if draft is not None else ""
    return render_template(
        "newcomers/hello.html",
        thread=view,
        form=form,
        draft=draft,
        prompts=PROMPTS,
        rules=current_rules(),
    )


@blueprint.get("/home/ask")
def ask() -> ResponseReturnValue:
    """Ask a question. Before it is sent, the page says who can read it: everybody."""
    actor = current_actor()
    require(actor, Action.START_THREAD)
    places = categories()
    chosen = next((one for one in places if one.slug == request.args.get("in")), places[0])
    draft = draft_at(actor, Place(category_id=chosen.id))
    return render_template(
        "newcomers/ask.html",
        places=places,
        chosen=chosen,
        form=ThreadForm(obj=draft),
        draft=draft,
        mentor=mentor_of(actor, clock().now()),
        rules=current_rules(),
    )
