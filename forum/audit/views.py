"""The audit log."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.audit.forms import AuditFilterForm
from forum.audit.queries import audit_page
from forum.pagination import page_number
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor

blueprint = Blueprint("audit", __name__)


@blueprint.get("/admin/audit")
def log() -> ResponseReturnValue:
    """What staff, mentors and the forum itself did."""
    actor = current_actor()
    require(actor, Action.READ_AUDIT_LOG)
    form = AuditFilterForm(request.args)
    wanted = form.wanted()
    entries = audit_page(
        wanted,
        page_number(request.args.get("page")),
        lambda number: url_for(
            ".log", page=number, action=wanted.action or None, person=wanted.person or None
        ),
        reader_id=actor.id,
    )
    return render_template("audit/log.html", entries=entries, form=form, wanted=wanted)
