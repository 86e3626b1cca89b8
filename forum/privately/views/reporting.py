"""Telling moderators of what was said in private: two clicks from the words, and seen beforehand by whoever tells."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.errors import InvalidInputError
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.privately.forms import PrivateReportForm
from forum.privately.reporting import report_private
from forum.privately.shown_queries import PrivateReportPage, report_page
from forum.privately.views.blueprint import CONVERSATION, blueprint
from forum.web.actor import current_actor
from forum.web.limits import REPORTING
from forum.wiring import clock

_THANKS = (
    "Thank you for telling us. A moderator looks at what you have shown them, and at nothing else. "
    "You find a line in your inbox when something has come of it."
)
MESSAGE = f"{CONVERSATION}/messages/<int:message_id>"


@blueprint.route(f"{CONVERSATION}/report", methods=["GET", "POST"])
@REPORTING
def report(conversation_id: int) -> ResponseReturnValue:
    """Report what the other one said lately."""
    return _report(conversation_id, None)


@blueprint.route(f"{MESSAGE}/report", methods=["GET", "POST"])
@REPORTING
def report_message(conversation_id: int, message_id: int) -> ResponseReturnValue:
    """Report one message."""
    return _report(conversation_id, message_id)


def _report(conversation_id: int, message_id: int | None) -> ResponseReturnValue:
    actor = current_actor()
    require(actor, Action.SEE_OWN_HOME)
    about = report_page(actor, conversation_id, message_id)
    form = PrivateReportForm(shown=[str(one.id) for one in about.showable if one.is_chosen])
    form.offer(about.showable)
    if not form.validate_on_submit():
        return _page(about, form), 400 if form.is_submitted() else 200
    try:
        report_private(actor, conversation_id, form.concern_about(message_id), clock())
    except InvalidInputError as error:
        form.take_error(error, "words")
        return _page(about, form), 400
    flash(_THANKS, "success")
    return redirect(url_for(".conversation", conversation_id=conversation_id), 303)


def _page(about: PrivateReportPage, form: PrivateReportForm) -> str:
    return render_template("privately/report.html", about=about, form=form, address=request.path)
