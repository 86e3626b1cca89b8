"""Looking again: pages of staff."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.appeals import commands
from forum.appeals.forms import JudgeForm
from forum.appeals.judging import appeal_list, judge_page
from forum.appeals.views.blueprint import blueprint
from forum.permissions.actions import Action
from forum.permissions.check import can, require
from forum.web.actor import current_actor
from forum.wiring import clock


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
    if not form.validate_on_submit():
        status = 400 if form.is_submitted() else 200
        may_review = can(actor, Action.SEE_REVIEW_QUEUE)
        shown = render_template("appeals/judge.html", page=page, form=form, may_review=may_review)
        return shown, status
    commands.judge(actor, appeal_id, form.judgement(), clock())
    flash(f"Thank you. {page.by.display_name} finds your answer in their inbox.", "success")
    return redirect(url_for(".appeal", appeal_id=appeal_id), 303)
