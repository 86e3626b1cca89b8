"""Pages for admins: how the automatic screen did."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.calibration.queries import report_page
from forum.calibration.wording import GROUPS
from forum.errors import NotFoundError
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor

blueprint = Blueprint("calibration", __name__)


@blueprint.get("/admin/screening")
def newest_report() -> ResponseReturnValue:
    """The newest weekly report."""
    return _report(None)


@blueprint.get("/admin/screening/<monday>")
def report(monday: str) -> ResponseReturnValue:
    """The report on a week."""
    try:
        wanted = date.fromisoformat(monday)
    except ValueError as error:
        raise NotFoundError from error
    return _report(wanted)


def _report(monday: date | None) -> str:
    require(current_actor(), Action.SEE_SCREENING_REPORTS)
    return render_template("calibration/report.html", page=report_page(monday), group_names=GROUPS)
