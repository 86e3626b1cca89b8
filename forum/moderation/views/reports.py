"""Telling the moderators of a post or a person: two clicks from either."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.names import normalise_username
from forum.conversations import hiding
from forum.errors import InvalidInputError, NotFoundError
from forum.moderation import report_commands
from forum.moderation.forms.reports import ReportForm
from forum.moderation.reports import Reportable, reportable_person, reportable_post
from forum.moderation.views.blueprint import blueprint
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor
from forum.web.limits import REPORTING
from forum.wiring import clock

POST = "/posts/<int:post_id>"
_THANKS = (
    "Thank you for telling us. A moderator looks at it. "
    "You find a line in your inbox when something has come of it."
)
_HIDDEN = " From now on it is folded away for you."


@blueprint.route(f"{POST}/report", methods=["GET", "POST"])
@REPORTING
def report_post(post_id: int) -> ResponseReturnValue:
    """Report a post."""
    form = ReportForm()
    try:
        return _report_post(post_id, form)
    except NotFoundError:
        if not form.is_submitted():
            raise
        # The same of a post that there never was: whoever asks learns nothing of it.
        return render_template("moderation/report_too_late.html", form=form), 404


def _report_post(post_id: int, form: ReportForm) -> ResponseReturnValue:
    about = reportable_post(current_actor(), post_id)
    back = url_for("conversations.post", post_id=post_id)
    require(current_actor(), Action.REPORT, about.facts)
    if not form.validate_on_submit():
        return _page(about, form, back), 400 if form.is_submitted() else 200
    try:
        report_commands.report_post(current_actor(), post_id, form.concern(), clock())
    except InvalidInputError as error:
        form.take_error(error, "words")
        return _page(about, form, back), 400
    return _thanks(form, back)


@blueprint.route("/people/<username>/report", methods=["GET", "POST"])
@REPORTING
def report_person(username: str) -> ResponseReturnValue:
    """Report a person's profile."""
    about = reportable_person(normalise_username(username))
    back = url_for("accounts.person", username=about.person.username)
    require(current_actor(), Action.REPORT, about.facts)
    form = ReportForm()
    if not form.validate_on_submit():
        return _page(about, form, back), 400 if form.is_submitted() else 200
    try:
        report_commands.report_person(current_actor(), about.person.id, form.concern(), clock())
    except InvalidInputError as error:
        form.take_error(error, "words")
        return _page(about, form, back), 400
    return _thanks(form, back)


@blueprint.post(f"{POST}/show-again")
def show_again(post_id: int) -> ResponseReturnValue:
    """Stop hiding a post from oneself."""
    actor = current_actor()
    require(actor, Action.SEE_OWN_HOME)
    hiding.show_again(actor, post_id)
    return redirect(url_for("conversations.post", post_id=post_id), 303)


def _page(about: Reportable, form: ReportForm, back: str) -> str:
    return render_template("moderation/report.html", about=about, form=form, back=back)


def _thanks(form: ReportForm, back: str) -> ResponseReturnValue:
    flash(f"{_THANKS}{_HIDDEN if form.hide.data else ''}", "success")
    return redirect(back, 303)
