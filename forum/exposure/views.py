"""Pages of reading: parse, ask, render."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.errors import InvalidInputError
from forum.exposure import commands
from forum.exposure.forms import BoundsForm, ReadingForm
from forum.exposure.ledger import Chosen
from forum.exposure.queries import (
    bounds_in_force,
    left_alone,
    own_days,
    own_reading,
    sums_of_days,
)
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor
from forum.wiring import clock

blueprint = Blueprint("exposure", __name__)


@blueprint.route("/review/reading", methods=["GET", "POST"])
def settings() -> ResponseReturnValue:
    """How a moderator wants to read, and what they have read: for their eyes only."""
    actor = current_actor()
    require(actor, Action.SEE_REVIEW_QUEUE)
    reading = own_reading(actor)
    form = ReadingForm(data=_as_chosen(reading.chosen))
    form.explain(reading.chosen)
    if form.validate_on_submit():
        try:
            commands.save_choices(actor, form.choices, clock())
        except InvalidInputError as error:
            form.take_error(error, "budget")
        else:
            flash("Saved. From now on you read like this.", "success")
            return redirect(url_for(".settings"), 303)
    page = render_template(
        "exposure/settings.html", form=form, reading=reading, days=own_days(actor)
    )
    return page, 400 if form.errors else 200


@blueprint.post("/review/pause")
def pause() -> ResponseReturnValue:
    """Take a pause."""
    commands.take_pause(current_actor(), clock())
    return redirect(url_for("moderation.queue"), 303)


@blueprint.post("/review/go-on")
def go_on() -> ResponseReturnValue:
    """Not now, or no longer."""
    commands.go_on(current_actor(), clock())
    return redirect(url_for("moderation.queue"), 303)


@blueprint.route("/admin/reading", methods=["GET", "POST"])
def bounds() -> ResponseReturnValue:
    """The bounds of a day, and what all moderators have read together, for admins."""
    actor = current_actor()
    require(actor, Action.MANAGE_COMMUNITY)
    form = BoundsForm(data=asdict(bounds_in_force(actor)))
    if form.validate_on_submit():
        try:
            commands.set_bounds(actor, form.bounds, clock())
        except InvalidInputError as error:
            form.take_error(error, "usual")
        else:
            flash("Saved. It holds at once.", "success")
            return redirect(url_for(".bounds"), 303)
    page = render_template(
        "exposure/bounds.html", form=form, days=sums_of_days(actor), alone=left_alone()
    )
    return page, 400 if form.errors else 200


def _as_chosen(chosen: Chosen) -> dict[str, object]:
    """What the form shows: a larger budget also when it holds only from tomorrow."""
    budget = chosen.budget
    return {
        "budget": budget.later if budget.later_from is not None else budget.now,
        "opted_out": sorted(chosen.opted_out),
        "keys_on": chosen.keys_on,
        "name_shown": chosen.name_shown,
    }
