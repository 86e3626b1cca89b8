"""What is kept and for how long: the page for everybody, and the settings for admins."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.backups.put_aside import days_aside
from forum.errors import InvalidInputError
from forum.keeping.commands import choose_periods
from forum.keeping.forms import PeriodsForm
from forum.keeping.periods import PERIODS, Group, Kind, in_words
from forum.keeping.queries import days_kept, kept_for, last_sweep
from forum.keeping.staying import FIXED, KEPT_ON
from forum.leaving.rules import GRACE
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor
from forum.wiring import clock
from forum.wiring import settings as settings_in_force

blueprint = Blueprint("keeping", __name__)


@blueprint.get("/what-we-keep")
def what_we_keep() -> ResponseReturnValue:
    """What is kept of people, for how long and why."""
    backups_kept = settings_in_force().backups_kept
    return render_template(
        "keeping/what_we_keep.html",
        groups=list(Group),
        kinds=kept_for(),
        fixed=FIXED,
        kept_on=KEPT_ON,
        backups_kept=backups_kept,
        aside_for=in_words(days_aside(backups_kept)),
        days_to_come_back=GRACE.days,
    )


@blueprint.route("/admin/keeping", methods=["GET", "POST"])
def settings() -> ResponseReturnValue:
    """How long things are kept, for admins."""
    actor = current_actor()
    require(actor, Action.MANAGE_COMMUNITY)
    form = PeriodsForm(data={kind.value: days for kind, days in days_kept().items()})
    if form.validate_on_submit():
        try:
            choose_periods(actor, form.chosen(), clock())
        except InvalidInputError as error:
            form.take_error(error, Kind.DECLINED.value)
        else:
            flash("Saved. What is due by this goes with the next housekeeping.", "success")
            return redirect(url_for(".settings"), 303)
    page = render_template(
        "keeping/settings.html",
        groups=list(Group),
        periods=PERIODS,
        form=form,
        swept_at=last_sweep(),
    )
    return page, 400 if form.is_submitted() else 200
