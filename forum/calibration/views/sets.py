"""Pages on which admins make threshold sets: parse, ask, render."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.calibration import tuning
from forum.calibration.aftermath_queries import aftermath_page
from forum.calibration.forms import BacktestForm, DraftForm, LimitsForm, StepForm
from forum.calibration.rescoring import rescoring_lines
from forum.calibration.set_queries import SetPage, set_lines, set_page, test_page
from forum.calibration.wording import STATES
from forum.errors import InvalidInputError, NotFoundError
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.screening.thresholds import Audience, State
from forum.thresholds.queries import waiting_set
from forum.transparency.thresholds import AUDIENCES
from forum.web.actor import current_actor
from forum.wiring import clock

blueprint = Blueprint("thresholds", __name__, url_prefix="/admin/thresholds")


@blueprint.get("")
def sets() -> ResponseReturnValue:
    """Every set, and the form for a new draft."""
    require(current_actor(), Action.TUNE_THRESHOLDS)
    return _sets(None)


@blueprint.post("")
def start() -> ResponseReturnValue:
    """Begin a draft."""
    require(current_actor(), Action.TUNE_THRESHOLDS)
    form = _draft_form()
    if form.validate():
        try:
            set_id = tuning.start_draft(
                current_actor(), form.from_id.data, form.name.words, form.note.words, clock()
            )
        except InvalidInputError as error:
            form.take_error(error, "name")
        else:
            return redirect(url_for(".one", set_id=set_id), 303)
    return _sets(form), 400


@blueprint.get("/<int:set_id>")
def one(set_id: int) -> ResponseReturnValue:
    """A set, for one audience at a time."""
    require(current_actor(), Action.TUNE_THRESHOLDS)
    return _one(set_page(set_id, _audience()))


@blueprint.post("/<int:set_id>")
def save(set_id: int) -> ResponseReturnValue:
    """Change a draft's limits for one audience."""
    require(current_actor(), Action.TUNE_THRESHOLDS)
    audience, form = _audience(), LimitsForm()
    if not form.validate():
        return _one(set_page(set_id, audience), limits=form), 400
    tuning.save_limits(current_actor(), set_id, form.new_limits(audience), clock())
    flash(
        "The limits are saved. Try them on what was decided before they go any further.", "success"
    )
    return redirect(url_for(".one", set_id=set_id, to=audience.value), 303)


@blueprint.post("/<int:set_id>/backtests")
def ask_backtest(set_id: int) -> ResponseReturnValue:
    """Have a set tried on decided posts."""
    require(current_actor(), Action.TUNE_THRESHOLDS)
    form = BacktestForm()
    if form.validate():
        try:
            test_id = tuning.ask_backtest(
                current_actor(),
                set_id,
                form.most.data or 0,
                clock(),
                form.rescoring_id.data or None,
            )
        except InvalidInputError as error:
            form.take_error(error, "most")
        else:
            return redirect(url_for(".backtest", test_id=test_id), 303)
    return _one(set_page(set_id, _audience()), backtest=form), 400


@blueprint.get("/backtests/<int:test_id>")
def backtest(test_id: int) -> ResponseReturnValue:
    """What a back-test found, or how far it is."""
    require(current_actor(), Action.TUNE_THRESHOLDS)
    page = test_page(current_actor(), test_id)
    return render_template("calibration/backtest.html", page=page)


@blueprint.post("/<int:set_id>/try-out")
def try_out(set_id: int) -> ResponseReturnValue:
    """Let a set say what it would do."""
    require(current_actor(), Action.TUNE_THRESHOLDS)
    _check(StepForm())
    tuning.try_out(current_actor(), set_id, clock())
    flash("It is tried out from now on. It changes nothing yet.", "success")
    return redirect(url_for(".one", set_id=set_id), 303)


@blueprint.post("/<int:set_id>/go-live")
def go_live(set_id: int) -> ResponseReturnValue:
    """Let a set decide."""
    require(current_actor(), Action.TUNE_THRESHOLDS)
    _check(StepForm())
    tuning.go_live(current_actor(), set_id, clock())
    flash("It decides from now on.", "success")
    return redirect(url_for(".one", set_id=set_id), 303)


@blueprint.get("/<int:set_id>/since-it-decides")
def aftermath(set_id: int) -> ResponseReturnValue:
    """How a set does since it decides, beside the one before."""
    require(current_actor(), Action.TUNE_THRESHOLDS)
    page = aftermath_page(current_actor(), set_id)
    return render_template("calibration/aftermath.html", page=page)


@blueprint.post("/<int:set_id>/go-back")
def go_back(set_id: int) -> ResponseReturnValue:
    """Let the set before decide again."""
    require(current_actor(), Action.TUNE_THRESHOLDS)
    _check(StepForm())
    before_id = tuning.go_back(current_actor(), set_id, clock())
    flash("The set before decides again from now on.", "success")
    return redirect(url_for(".one", set_id=before_id), 303)


def _check(form: StepForm) -> None:
    if not form.validate():
        raise NotFoundError


def _audience() -> Audience:
    try:
        return Audience(request.args.get("to", Audience.TO_NEWCOMER))
    except ValueError as error:
        raise NotFoundError from error


def _draft_form() -> DraftForm:
    form = DraftForm()
    form.from_id.choices = [(line.id, line.name) for line in set_lines()]
    return form


def _sets(form: DraftForm | None) -> str:
    lines = set_lines()
    if form is None:
        live = next((line.id for line in lines if line.state is State.LIVE), None)
        form = DraftForm(formdata=None, data={"from_id": live})
        form.from_id.choices = [(line.id, line.name) for line in lines]
    return render_template(
        "calibration/sets.html",
        lines=lines,
        form=form,
        states=STATES,
        waiting=waiting_set(),
    )


def _one(
    page: SetPage, *, limits: LimitsForm | None = None, backtest: BacktestForm | None = None
) -> str:
    if limits is None:
        limits = LimitsForm(formdata=None)
        limits.fill(page.limits)
    backtest = backtest or BacktestForm(formdata=None)
    read_again = [line for line in rescoring_lines() if line.is_done and line.done]
    backtest.rescoring_id.choices = [
        (0, "Those that each post got when it was read"),
        *[
            (line.id, f"Those of {line.model}, which read {line.done:,} again")
            for line in read_again
        ],
    ]
    return render_template(
        "calibration/set.html",
        page=page,
        limits=limits,
        backtest=backtest,
        audiences=AUDIENCES,
        states=STATES,
    )
