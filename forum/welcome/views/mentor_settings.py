"""How a mentor wants to work, and how soon newcomers shall be answered: parse, ask, render."""

from __future__ import annotations

from dataclasses import asdict

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.views.browser import let_out
from forum.appeals.queries import looks_at_texts
from forum.community.queries import categories_in_order
from forum.errors import InvalidInputError
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.screened_fields.waiting import wait_for_fields
from forum.text import day_in_words
from forum.web.actor import current_actor
from forum.welcome import goal_commands, mentor_commands
from forum.welcome.forms import ButtonForm, GoalForm, MentorForm
from forum.welcome.views.blueprint import blueprint
from forum.wiring import clock, settings


@blueprint.route("/mentor/settings", methods=["GET", "POST"])
def mentor_settings() -> ResponseReturnValue:
    """How a mentor wants to work."""
    actor = current_actor()
    require(actor, Action.SEE_MENTORS_DESK)
    chosen = mentor_commands.mentor_choices(actor, clock().now())
    form = MentorForm(data=vars(chosen))
    form.offer_topics(categories_in_order())
    if form.validate_on_submit():
        try:
            handed_on = mentor_commands.save_choices(actor, form.chosen, clock())
        except InvalidInputError as error:
            form.take_error(error, "back_on")
        else:
            wait_for_fields(actor.id, settings().screening_wait_seconds, clock())
            flash(_saved(form.chosen, handed_on), "success")
            return redirect(url_for(".mentor_settings"), 303)
    waits = chosen.introduction_waits
    looks = looks_at_texts([waits], clock().now()) if waits is not None else {}
    page = render_template(
        "welcome/mentor_settings.html",
        form=form,
        introduction=waits,
        look=next(iter(looks.values()), None),
    )
    return page, 400 if form.errors else 200


def _saved(chosen: mentor_commands.MentorChoices, handed_on: int) -> str:
    if not chosen.is_away:
        return "Saved. From now on you work like this."
    until = f" until {day_in_words(chosen.back_on)}" if chosen.back_on is not None else ""
    waiting = " Whoever waited for you was handed on to others." if handed_on else ""
    return f"Saved. You are away{until}.{waiting} Your mentees come back to you when you are back."


@blueprint.post("/mentor/back")
def come_back() -> ResponseReturnValue:
    """Be there again."""
    mentor_commands.come_back(current_actor())
    flash("Good to have you back. Your mentees are with you again.", "success")
    return redirect(url_for(".desk"), 303)


@blueprint.route("/mentor/stop", methods=["GET", "POST"])
def stop_mentoring() -> ResponseReturnValue:
    """Be a mentor no longer."""
    actor = current_actor()
    require(actor, Action.SEE_MENTORS_DESK)
    form = ButtonForm()
    if form.validate_on_submit():
        mentor_commands.stop_mentoring(actor, clock())
        let_out()
        flash(
            "Thank you for what you did for people who were new. Please sign in again.", "success"
        )
        return redirect(url_for("accounts.sign_in"), 303)
    return render_template("welcome/stop_mentoring.html", form=form)


@blueprint.route("/admin/welcome", methods=["GET", "POST"])
def goal() -> ResponseReturnValue:
    """How soon newcomers shall be answered, for admins."""
    actor = current_actor()
    require(actor, Action.MANAGE_COMMUNITY)
    form = GoalForm(data=asdict(goal_commands.goal_choices()))
    if form.validate_on_submit():
        try:
            goal_commands.set_goal(actor, form.chosen, clock())
        except InvalidInputError as error:
            form.take_error(error, "time_zone")
        else:
            flash("Saved. From the next call on it holds.", "success")
            return redirect(url_for(".goal"), 303)
    page = render_template("welcome/goal.html", form=form)
    return page, 400 if form.errors else 200
