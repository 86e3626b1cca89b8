"""Pages that newcomers meet: parse, ask, render."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.names import normalise_username
from forum.accounts.next_page import safe_next
from forum.accounts.queries import person_by_name
from forum.community.queries import current_rules
from forum.conversations.forms import ReplyForm, ThreadForm
from forum.conversations.previews import preview_of_new
from forum.conversations.queries import categories
from forum.conversations.thread_queries import thread_view
from forum.drafts.places import Place
from forum.drafts.queries import draft_at
from forum.newcomers import commands, queries
from forum.newcomers.forms import SurveyForm, VouchForm
from forum.newcomers.home_queries import mentor_of
from forum.newcomers.prompts import PROMPTS, take
from forum.newcomers.survey import NO_ANSWERS
from forum.permissions.actions import Action
from forum.permissions.check import can, require
from forum.text import is_blank
from forum.web.actor import current_actor
from forum.web.limits import PREVIEWING
from forum.welcome import graduation, mentorships
from forum.welcome.first_answers import what_to_expect
from forum.wiring import clock

blueprint = Blueprint("newcomers", __name__)

_FOUND = "You have a mentor. They are told, and nobody is told of any reason."
_NOBODY_FREE = "Nobody is free at the moment. All mentors look after you together meanwhile."


@blueprint.route("/home/questions", methods=["GET", "POST"])
def survey() -> ResponseReturnValue:
    """A few questions at the start. All of them can be left out, changed, and taken back.

    Whoever joined on their way to a conversation goes on to it from here.
    """
    actor = current_actor()
    require(actor, Action.ANSWER_SURVEY)
    target = safe_next(request.args.get("next"))
    kept = queries.answers_of(actor)
    form = SurveyForm(obj=kept or NO_ANSWERS)
    form.offer_topics(categories())
    if form.validate_on_submit():
        commands.save_answers(actor, form.answers, clock())
        flash("Thank you. You can change or delete your answers at any time.", "success")
        return redirect(target or url_for("welcome.home"), 303)
    page = render_template(
        "newcomers/survey.html", form=form, has_answers=kept is not None, target=target
    )
    return page, 400 if form.errors else 200


@blueprint.post("/home/questions/delete")
def delete_answers() -> ResponseReturnValue:
    """Delete one's answers."""
    commands.delete_answers(current_actor())
    flash("Your answers are deleted.", "success")
    return redirect(url_for(".survey"), 303)


@blueprint.route("/threads/<int:thread_id>/hello", methods=["GET", "POST"])
@PREVIEWING
def hello(thread_id: int) -> ResponseReturnValue:
    """A guided introduction. Sending goes where every answer goes; here a beginning is only put into the box.

    Or its author looks at it first.
    """
    actor = current_actor()
    view = thread_view(actor, thread_id)
    require(actor, Action.REPLY, view.facts)
    draft = draft_at(actor, Place(thread_id=thread_id)) if request.method == "GET" else None
    form, preview = ReplyForm(obj=draft), None
    if form.previews:
        if form.validate():
            preview = preview_of_new(actor, form.text.words, clock().now())
    elif form.is_submitted():
        form.text.data = take(form.text.words, request.form.get("take", ""))
    page = render_template(
        "newcomers/hello.html",
        thread=view,
        form=form,
        draft=draft,
        preview=preview,
        prompts=PROMPTS,
        rules=current_rules(),
        expect=what_to_expect(clock().now()),
    )
    return page, 400 if form.errors else 200


@blueprint.route("/home/ask", methods=["GET", "POST"])
@PREVIEWING
def ask() -> ResponseReturnValue:
    """Ask a question. Before it is sent, the page says who can read it: everybody.

    Sending goes where every thread begins; here its author looks at it first, or chooses another place for it.
    """
    actor = current_actor()
    require(actor, Action.START_THREAD)
    places = categories()
    chosen = next((one for one in places if one.slug == request.args.get("in")), places[0])
    draft = draft_at(actor, Place(category_id=chosen.id)) if request.method == "GET" else None
    form, preview = ThreadForm(obj=draft), None
    if form.is_submitted() and not form.previews and is_blank(form.title.words + form.text.words):
        # Nothing comes along, so that what was begun in that place may stand in the box.
        return redirect(f"{url_for('.ask')}?in={chosen.slug}", 303)
    if form.previews and form.validate():
        title = form.title.words
        preview = preview_of_new(actor, form.text.words, clock().now(), title=title)
    page = render_template(
        "newcomers/ask.html",
        places=places,
        chosen=chosen,
        form=form,
        draft=draft,
        preview=preview,
        mentor=mentor_of(actor, clock().now()),
        rules=current_rules(),
    )
    return page, 400 if form.errors else 200


@blueprint.get("/home/mentor")
def mentor() -> ResponseReturnValue:
    """To have another mentor, or none. Nobody is asked why."""
    actor = current_actor()
    require(actor, Action.END_MENTORSHIP)
    return render_template(
        "newcomers/mentor.html",
        card=mentor_of(actor, clock().now()),
        may_ask=can(actor, Action.HAVE_MENTOR),
    )


@blueprint.post("/home/mentor/find")
def find_mentor() -> ResponseReturnValue:
    """Ask for a mentor."""
    found = mentorships.find_mentor(current_actor(), clock())
    flash(_FOUND if found else _NOBODY_FREE, "success" if found else "info")
    return redirect(url_for("welcome.home"), 303)


@blueprint.post("/home/mentor/change")
def change_mentor() -> ResponseReturnValue:
    """Have another mentor."""
    found = mentorships.change_mentor(current_actor(), clock())
    flash(_FOUND if found else _NOBODY_FREE, "success" if found else "info")
    return redirect(url_for("welcome.home"), 303)


@blueprint.post("/home/mentor/none")
def go_without_mentor() -> ResponseReturnValue:
    """Have no mentor."""
    actor = current_actor()
    mentorships.go_without_mentor(actor, clock())
    again = " You can ask for one at any time." if can(actor, Action.HAVE_MENTOR) else ""
    flash(f"You have no mentor now.{again}", "success")
    return redirect(url_for("welcome.home"), 303)


@blueprint.route("/people/<username>/vouch", methods=["GET", "POST"])
def vouch(username: str) -> ResponseReturnValue:
    """A mentor says that their mentee has found their feet."""
    actor = current_actor()
    person = person_by_name(normalise_username(username))
    graduation.require_may_vouch(actor, person.id)
    form = VouchForm()
    if form.validate_on_submit():
        graduation.vouch(actor, person.id, clock())
        flash(f"{person.display_name} is a member now, and has been told.", "success")
        return redirect(url_for("accounts.person", username=person.username), 303)
    return render_template("newcomers/vouch.html", person=person, form=form)
