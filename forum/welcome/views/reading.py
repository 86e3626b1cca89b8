"""Pages of welcome: the newcomer's home, and the welcome threads."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.conversations.queries import welcome_threads
from forum.conversations.thread_queries import thread_view
from forum.errors import InvalidInputError
from forum.newcomers.home_queries import newcomers_home
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.screened_fields.waiting import wait_for_fields
from forum.web.actor import current_actor
from forum.web.community import current_rules
from forum.welcome.commands import ORDINARY_ALREADY, WELCOME_ALREADY, set_welcome_flag
from forum.welcome.forms import WelcomeFlagForm, WelcomeUnflagForm
from forum.welcome.views.blueprint import blueprint
from forum.wiring import clock, settings


@blueprint.get("/home")
def home() -> ResponseReturnValue:
    """The newcomer's home. Members find their own conversations there too."""
    actor = current_actor()
    require(actor, Action.SEE_OWN_HOME)
    return render_template(
        "welcome/home.html", home=newcomers_home(actor, clock().now()), rules=current_rules()
    )


@blueprint.get("/welcome")
def threads() -> ResponseReturnValue:
    """The welcome threads, for everybody to see."""
    return render_template("welcome/threads.html", threads=welcome_threads())


@blueprint.route("/threads/<int:thread_id>/welcome-flag", methods=["GET", "POST"])
def flag(thread_id: int) -> ResponseReturnValue:
    """Make a thread a welcome thread."""
    actor = current_actor()
    view = thread_view(actor, thread_id)
    require(actor, Action.FLAG_WELCOME_THREAD, view.facts)
    form = WelcomeFlagForm()
    if view.is_welcome and not form.is_submitted():
        return _so_already(WELCOME_ALREADY, thread_id)
    if form.validate_on_submit():
        try:
            set_welcome_flag(
                actor,
                thread_id,
                flagged=True,
                reason=form.reason.words,
                clock=clock(),
                last_day=form.last_day.data,
            )
        except InvalidInputError as error:
            form.take_error(error, "reason")
        else:
            wait_for_fields(actor.id, settings().screening_wait_seconds, clock())
            flash(
                "Newcomers are led to this thread from now on. Your words stand there once they have been read.",
                "success",
            )
            return redirect(_address(thread_id), 303)
    page = render_template("welcome/flag.html", thread=view, form=form)
    return page, 400 if form.errors else 200


@blueprint.route("/threads/<int:thread_id>/welcome-unflag", methods=["GET", "POST"])
def unflag(thread_id: int) -> ResponseReturnValue:
    """Make it an ordinary thread again."""
    actor = current_actor()
    view = thread_view(actor, thread_id)
    require(actor, Action.FLAG_WELCOME_THREAD, view.facts)
    form = WelcomeUnflagForm()
    if not view.is_welcome and not form.is_submitted():
        return _so_already(ORDINARY_ALREADY, thread_id)
    if form.validate_on_submit():
        set_welcome_flag(actor, thread_id, flagged=False, reason="", clock=clock())
        flash("This is an ordinary thread again. Everything said in it stays.", "success")
        return redirect(_address(thread_id), 303)
    return render_template("welcome/unflag.html", thread=view, form=form)


def _so_already(said: str, thread_id: int) -> ResponseReturnValue:
    flash(said, "info")
    return redirect(_address(thread_id), 303)


def _address(thread_id: int) -> str:
    return url_for("conversations.thread", thread_id=thread_id, slug=None)
