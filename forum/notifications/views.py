"""The inbox: parse, ask, render."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.second_factor.changes import FactorChange
from forum.notifications import commands
from forum.notifications.forms import LARGEST_ID, MailsForm, MarkAllForm
from forum.notifications.lines import InboxLine
from forum.notifications.mail_topics import OF_THE_QUEUE, OFFERED
from forum.notifications.models import NotificationKind
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

_OTHER_PLACES = {
    NotificationKind.MENTOR_FOUND: "welcome.home",
    NotificationKind.MENTEE_FOUND: "welcome.desk",
    NotificationKind.STILL_THERE: "welcome.mentor_settings",
    NotificationKind.SET_AWAY: "welcome.desk",
    NotificationKind.GRADUATED: "welcome.threads",
    NotificationKind.APPEAL_WAITS: "appeals.waiting",
    NotificationKind.APPEAL_UPHELD: "sanctions.standing",
    NotificationKind.APPEAL_OVERTURNED: "sanctions.standing",
    NotificationKind.APPEAL_EXPIRED: "sanctions.standing",
    NotificationKind.SANCTION_GIVEN: "sanctions.standing",
    NotificationKind.SANCTION_LIFTED: "sanctions.standing",
    NotificationKind.FIELD_HELD: "accounts.profile",
    NotificationKind.FIELD_PUBLISHED: "accounts.profile",
    NotificationKind.FIELD_DECLINED: "accounts.profile",
    NotificationKind.FIELD_RESTORED: "accounts.profile",
    NotificationKind.SOMEBODY_IN_NEED: "moderation.queue",
    NotificationKind.PASSWORD_CHANGED: "accounts.account",
    NotificationKind.OWN_DATA_TAKEN: "accounts.account",
    NotificationKind.CAME_BACK_IN_TIME: "accounts.account",
    **dict.fromkeys(OF_THE_QUEUE, "moderation.queue"),
    NotificationKind.WEEKLY_REPORT: "calibration.newest_report",
    **{NotificationKind(change): "accounts.second_factor" for change in FactorChange},
}


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
    page = render_template("notifications/mails.html", form=form, words=OFFERED)
    return page, 400 if form.errors else 200


@blueprint.post(f"/inbox/<int(max={LARGEST_ID}):notification_id>/open")
def open_line(notification_id: int) -> ResponseReturnValue:
    """Read one line, and go to what it is about."""
    actor = current_actor()
    require(actor, Action.SEE_INBOX)
    commands.mark_read(actor, notification_id, clock())
    return redirect(address_of(inbox_line(actor, notification_id)) or url_for(".inbox"), 303)


def address_of(line: InboxLine) -> str | None:
    """Where a line leads; None where there is nothing to open."""
    if line.post_id is not None and line.kind in OF_THE_QUEUE:
        return url_for("moderation.moderate", post_id=line.post_id)
    if line.post_id is not None:
        return url_for("conversations.post", post_id=line.post_id)
    if line.second_look_at is not None:
        return url_for("appeals.about_text", decision_id=line.second_look_at)
    if line.private_id is not None:
        return url_for("privately.conversation", conversation_id=line.private_id)
    other = _OTHER_PLACES.get(line.kind)
    return url_for(other) if other else None


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
