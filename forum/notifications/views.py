"""The inbox: parse, ask, render."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.notifications import commands
from forum.notifications.forms import MailsForm, MarkAllForm
from forum.notifications.lines import InboxLine
from forum.notifications.mail_topics import OFFERED
from forum.notifications.places import place_of
from forum.notifications.queries import (
    inbox_line,
    inbox_page,
    mails_wanted,
    newest_line_id,
)
from forum.pagination import page_number
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor
from forum.wiring import clock

blueprint = Blueprint("notifications", __name__)


@blueprint.get("/inbox")
def inbox() -> ResponseReturnValue:
    """What a person has been told. Looking at it changes nothing."""
    return _inbox(MarkAllForm(formdata=None))


@blueprint.post("/inbox/read")
def mark_all() -> ResponseReturnValue:
    """Everything on the screen has been read."""
    actor = current_actor()
    require(actor, Action.SEE_INBOX)
    form = MarkAllForm()
    if not form.validate():
        return _inbox(form), 400
    commands.mark_all_read(actor, form.up_to.data or 0, clock())
    flash("Everything is marked as read.", "success")
    return redirect(url_for(".inbox"), 303)


@blueprint.route("/account/mails", methods=["GET", "POST"])
def mails() -> ResponseReturnValue:
    """What a person is mailed. A link in a mail leads here and changes nothing."""
    actor = current_actor()
    require(actor, Action.SEE_INBOX)
    form = MailsForm(topics=list(mails_wanted(actor)))
    if form.validate_on_submit():
        commands.choose_mails(actor, form.wanted)
        flash("Saved. Everything is in your inbox here all the same.", "success")
        return redirect(url_for(".mails"), 303)
    hints = {topic.value: words.hint for topic, words in OFFERED.items()}
    page = render_template("notifications/mails.html", form=form, hints=hints)
    return page, 400 if form.errors else 200


@blueprint.post("/inbox/<int:notification_id>/open")
def open_line(notification_id: int) -> ResponseReturnValue:
    """Read one line, and go to what it is about."""
    actor = current_actor()
    require(actor, Action.SEE_INBOX)
    commands.mark_read(actor, notification_id, clock())
    return redirect(address_of(inbox_line(actor, notification_id)) or url_for(".inbox"), 303)


def address_of(line: InboxLine) -> str | None:
    """Where a line leads; None where there is nothing to open."""
    place = place_of(line)
    return f"{request.script_root}/{place}" if place is not None else None


def _inbox(form: MarkAllForm) -> str:
    actor = current_actor()
    require(actor, Action.SEE_INBOX)
    form.up_to.data = newest_line_id(actor)
    lines = inbox_page(
        actor,
        page_number(request.args.get("page")),
        lambda number: url_for(".inbox", page=number),
    )
    return render_template(
        "notifications/inbox.html", lines=lines, form=form, address_of=address_of
    )
