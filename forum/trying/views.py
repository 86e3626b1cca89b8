"""The public page on which anybody sees what the screener would say. Nothing that is typed there is kept or logged."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.database import db
from forum.trying.audiences import submission_for
from forum.trying.forms import TryForm
from forum.trying.reading import tried
from forum.web.limits import TRYING
from forum.wiring import services

blueprint = Blueprint("trying", __name__)


@blueprint.route("/try-the-screener", methods=["GET", "POST"])
@TRYING
def try_screener() -> ResponseReturnValue:
    """Type a text, and see how the screener reads it."""
    form = TryForm()
    if not form.validate_on_submit():
        return _page(form), 400 if form.errors else 200
    # Nothing may stay open while the screener reads.
    db.session.rollback()
    verdict = services().screening_desk.ask(submission_for(form.text.words, form.chosen))
    if verdict is None:
        return _page(form, is_silent=True), 503
    return _page(form, result=tried(form.text.words, verdict)), 200


def _page(form: TryForm, **found: object) -> str:
    return render_template(
        "trying/try.html", form=form, **({"result": None, "is_silent": False} | found)
    )
