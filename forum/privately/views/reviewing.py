"""What was reported of a private conversation, for moderators: parse, ask, render."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.community.queries import current_rules
from forum.errors import ConflictError, InvalidInputError
from forum.moderation import reading
from forum.moderation.forms.steps import StepForm, offered_steps
from forum.moderation.past import handled_item
from forum.moderation.reply_texts import saved_texts
from forum.moderation.undo.queries import undoable
from forum.moderation.views.helping import USE, begin_with_text, pressed
from forum.moderation.views.pages import going_on, next_place, own_reading_now, stale
from forum.moderation.views.passing_on import pass_on
from forum.moderation.wording import done_in_words
from forum.notifications.preview import Preview
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.privately.deciding import decide_on_private
from forum.privately.forms import PrivateReviewForm
from forum.privately.looking_ahead import look_ahead
from forum.privately.shown_queries import PrivateReviewPage, private_review_page
from forum.privately.views.blueprint import blueprint
from forum.web.actor import current_actor
from forum.wiring import clock


@blueprint.route("/review/<int:item_id>/private", methods=["GET", "POST"])
def review(item_id: int) -> ResponseReturnValue:
    """What one of the two has chosen to show, and the form to decide."""
    actor = current_actor()
    require(actor, Action.SEE_REVIEW_QUEUE)
    page, form = private_review_page(actor, item_id, clock().now()), PrivateReviewForm()
    if page is None and form.is_submitted():
        happened = handled_item(actor, item_id).what_happened
        return stale(form, f"{happened} Nothing was changed."), 409
    if page is None:
        return redirect(url_for("moderation.item", item_id=item_id), 303)
    if reading.can_wait(actor, item_id, own_reading_now()):
        return render_template("exposure/rest.html", reading=own_reading_now())
    _offer(form, page)
    if wants := pressed() if form.is_submitted() else "":
        return _helped(page, form, wants)
    if not form.validate_on_submit():
        return _page(page, form), 400 if form.is_submitted() else 200
    try:
        decide_on_private(actor, item_id, form.ruling, clock())
    except InvalidInputError as error:
        form.take_error(error, "note")
        return _page(page, form), 400
    except ConflictError as error:
        return stale(form, error.message), 409
    flash(done_in_words(form.ruling.action), "success")
    return redirect(next_place(), 303)


@blueprint.post("/review/<int:item_id>/private/step")
def step(item_id: int) -> ResponseReturnValue:
    """Leave it to somebody else."""
    actor, form = current_actor(), StepForm()
    require(actor, Action.SEE_REVIEW_QUEUE)
    page = private_review_page(actor, item_id, clock().now())
    if page is None:
        happened = handled_item(actor, item_id).what_happened
        return stale(form, f"{happened} Nothing was changed."), 409
    return pass_on(actor, item_id, offered_steps(form, page.desk), lambda: _page(page, step=form))


def _helped(page: PrivateReviewPage, form: PrivateReviewForm, wants: str) -> ResponseReturnValue:
    """Begin with a saved text, or look ahead at what its author will read."""
    if wants == USE:
        begin_with_text(form, page.actions)
        return _page(page, form)
    ahead = look_ahead(form)
    return _page(page, form, preview=ahead), 200 if ahead is not None else 400


def _offer(form: PrivateReviewForm, page: PrivateReviewPage) -> None:
    form.offer_all(page.actions, current_rules(), page.reports, saved_texts())


def _page(
    page: PrivateReviewPage,
    form: PrivateReviewForm | None = None,
    *,
    step: StepForm | None = None,
    preview: Preview | str | None = None,
) -> str:
    came_back = form is not None and form.is_submitted()
    form = form or PrivateReviewForm(formdata=None)
    _offer(form, page)
    return render_template(
        "privately/review.html",
        page=page,
        form=form,
        preview=preview,
        came_back=came_back,
        step=offered_steps(step, page.desk),
        **going_on(page.item_id, (*page.actions, *page.desk.offered)),
        undoables=undoable(current_actor(), clock().now()),
    )
