"""Pages on which admins have decided posts read again by another model: parse, ask, render."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.calibration.forms import HowManyForm
from forum.calibration.rescoring import ask_rescoring, other_model, rescoring_lines
from forum.errors import InvalidInputError, NotFoundError
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor
from forum.wiring import clock

blueprint = Blueprint("rescorings", __name__, url_prefix="/admin/reading-again")


@blueprint.get("")
def index() -> ResponseReturnValue:
    """Which model can read posts again, and how far it is."""
    require(current_actor(), Action.TUNE_THRESHOLDS)
    return _page(HowManyForm(formdata=None))


@blueprint.post("")
def ask() -> ResponseReturnValue:
    """Have decided posts read again."""
    require(current_actor(), Action.TUNE_THRESHOLDS)
    form, model = HowManyForm(), other_model()
    if model is None:
        raise NotFoundError
    if form.validate():
        try:
            ask_rescoring(current_actor(), model, form.most.data or 0, clock())
        except InvalidInputError as error:
            form.take_error(error, "most")
        else:
            flash("The worker reads them, a part at a time. You need not stay.", "success")
            return redirect(url_for(".index"), 303)
    return _page(form), 400


def _page(form: HowManyForm) -> str:
    lines, model = rescoring_lines(), other_model()
    return render_template(
        "calibration/rescorings.html",
        model=model,
        lines=lines,
        # One with a model that lies there no more keeps nobody waiting.
        is_under_way=any(
            not line.is_done and model and line.model == f"{model.name} {model.version}"
            for line in lines
        ),
        form=form,
    )
