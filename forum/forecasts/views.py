"""The page that says how many mentors a community needs."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.errors import NotFoundError
from forum.forecasts.commands import ask_forecast
from forum.forecasts.forms import AskForm
from forum.forecasts.queries import forecast_page
from forum.forecasts.report import sentence, up_to
from forum.measures.wording import percent
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor
from forum.wiring import clock

blueprint = Blueprint("forecasts", __name__)


@blueprint.get("/admin/measures/mentors")
def page() -> ResponseReturnValue:
    """The newest forecast, and how far the next one is."""
    require(current_actor(), Action.SEE_MEASURES)
    return render_template(
        "forecasts/mentors.html",
        page=forecast_page(),
        form=AskForm(formdata=None),
        sentence=sentence,
        up_to=up_to,
        percent=percent,
    )


@blueprint.post("/admin/measures/mentors")
def ask() -> ResponseReturnValue:
    """Have one made."""
    require(current_actor(), Action.SEE_MEASURES)
    if not AskForm().validate():
        raise NotFoundError
    ask_forecast(current_actor(), clock())
    flash("It is being worked out. That takes a minute or two.", "success")
    return redirect(url_for(".page"), 303)
