"""Looking again: pages of staff."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.appeals import commands
from forum.appeals.forms import JudgeForm
from forum.appeals.judging import judge_page, uncover_appealed
from forum.appeals.keys import OF_JUDGEMENTS
from forum.appeals.listing import appeal_list
from forum.appeals.pages import JudgePage
from forum.appeals.views.blueprint import blueprint
from forum.errors import ConflictError
from forum.moderation.forms.steps import StepForm, offered_steps
from forum.moderation.reading import can_wait
from forum.moderation.undo.queries import undoable
from forum.moderation.views.pages import going_on, own_reading_now, stale
from forum.moderation.views.passing_on import pass_on
from forum.permissions.actions import Action
from forum.permissions.check import can, require
from forum.web.actor import current_actor
from forum.wiring import clock

_WAITS_NO_MORE = "This does not wait for you any more. Nothing was changed."


@blueprint.get("/appeals")
def waiting() -> ResponseReturnValue:
    """What waits for a second look."""
    actor = current_actor()
    require(actor, Action.SEE_APPEALS)
    return render_template("appeals/list.html", appeals=appeal_list(actor, clock().now()))


@blueprint.route("/appeals/<int:appeal_id>", methods=["GET", "POST"])
def appeal(appeal_id: int) -> ResponseReturnValue:
    """One appeal, and the form to answer it."""
    actor = current_actor()
    require(actor, Action.SEE_APPEALS)
    page, form = judge_page(actor, appeal_id, clock().now()), JudgeForm()
    if not form.is_submitted() and _can_wait(page):
        return render_template("exposure/rest.html", reading=own_reading_now())
    if not form.validate_on_submit():
        if form.is_submitted() and not (page.is_open and page.stands):
            # The page has no form any more in which the answer could come back.
            raise ConflictError(_WAITS_NO_MORE)
        return _page(page, form), 400 if form.is_submitted() else 200
    commands.judge(actor, appeal_id, form.judgement(), clock())
    flash(f"Thank you. {page.by.display_name} finds your answer in their inbox.", "success")
    return redirect(url_for(".appeal", appeal_id=appeal_id), 303)


@blueprint.post("/appeals/<int:appeal_id>/uncover")
def uncover(appeal_id: int) -> ResponseReturnValue:
    """Ask to see what may be hard to read."""
    actor = current_actor()
    require(actor, Action.SEE_APPEALS)
    uncover_appealed(actor, appeal_id, clock())
    return redirect(url_for(".appeal", appeal_id=appeal_id, _anchor="in-question"), 303)


@blueprint.post("/appeals/<int:appeal_id>/step")
def step(appeal_id: int) -> ResponseReturnValue:
    """Leave it to somebody else."""
    actor, form = current_actor(), StepForm()
    require(actor, Action.SEE_REVIEW_QUEUE)
    page = judge_page(actor, appeal_id, clock().now())
    if page.item_id is None or page.desk is None:
        return stale(form, _WAITS_NO_MORE), 409
    return pass_on(
        actor, page.item_id, offered_steps(form, page.desk), lambda: _page(page, step=form)
    )


def _can_wait(page: JudgePage) -> bool:
    actor = current_actor()
    if page.item_id is None or not can(actor, Action.SEE_REVIEW_QUEUE):
        return False
    return can_wait(actor, page.item_id, own_reading_now())


def _page(page: JudgePage, form: JudgeForm | None = None, *, step: StepForm | None = None) -> str:
    actor = current_actor()
    may_review = can(actor, Action.SEE_REVIEW_QUEUE)
    goes_on = going_on(page.item_id, tuple(page.desk.offered) if page.desk is not None else ())
    return render_template(
        "appeals/judge.html",
        page=page,
        form=form or JudgeForm(formdata=None),
        step=offered_steps(step, page.desk) if page.desk is not None else None,
        may_review=may_review,
        undoables=undoable(actor, clock().now()),
        judgement_keys=OF_JUDGEMENTS,
        # An admin who stands in has no queue to go through, and no keys.
        **goes_on | {"keys_on": may_review and goes_on["keys_on"]},
    )
