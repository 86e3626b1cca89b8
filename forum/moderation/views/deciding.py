"""Opening what is in question, and deciding: parse, ask, render."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.errors import ConflictError, InvalidInputError, NotFoundError
from forum.moderation import commands, reading
from forum.moderation.forms.decisions import DecisionForm, ProfileForm
from forum.moderation.pages import AppealItem, PrivateItem, ProfilePage, ReviewPage
from forum.moderation.past import handled_item
from forum.moderation.profile_commands import settle_profile
from forum.moderation.reviewing import open_item_page, post_page
from forum.moderation.unanswered import UnansweredPage
from forum.moderation.views.addresses import ITEM, POST
from forum.moderation.views.blueprint import blueprint
from forum.moderation.views.helping import PREVIEW, USE, begin_with_text, look_ahead, pressed
from forum.moderation.views.pages import (
    next_place,
    own_reading_now,
    profile,
    review,
    stale,
    unanswered,
)
from forum.moderation.wording import done_in_words
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor
from forum.wiring import clock

_NO_STEP_FOLLOWS = (
    "From where this post is now, no step of a moderator follows. Nothing was changed."
)


@blueprint.get(ITEM)
def item(item_id: int) -> ResponseReturnValue:
    """One item: the post, all that helps to decide, and the form to do so."""
    actor = current_actor()
    require(actor, Action.SEE_REVIEW_QUEUE)
    page = open_item_page(actor, item_id)
    if page is None:
        return render_template("moderation/handled.html", item=handled_item(actor, item_id))
    own = own_reading_now()
    if reading.can_wait(actor, item_id, own):
        return render_template("exposure/rest.html", reading=own)
    if isinstance(page, PrivateItem):
        return redirect(url_for("privately.review", item_id=item_id))
    if isinstance(page, AppealItem):
        return redirect(url_for("appeals.appeal", appeal_id=page.appeal_id))
    if isinstance(page, UnansweredPage):
        return unanswered(page)
    if isinstance(page, ProfilePage):
        return profile(page)
    return review(page)


@blueprint.post(f"{ITEM}/uncover")
def uncover(item_id: int) -> ResponseReturnValue:
    """Ask to see what may be hard to read."""
    reading.uncover_item(current_actor(), item_id, clock())
    return redirect(url_for(".item", item_id=item_id, _anchor="in-question"), 303)


@blueprint.post(f"{ITEM}/decide")
def decide(item_id: int) -> ResponseReturnValue:
    """Decide on an item."""
    actor = current_actor()
    require(actor, Action.SEE_REVIEW_QUEUE)
    page = open_item_page(actor, item_id)
    if page is None:
        happened = handled_item(actor, item_id).what_happened
        return stale(DecisionForm(), f"{happened} Nothing was changed."), 409
    if isinstance(page, PrivateItem | AppealItem | UnansweredPage):
        raise NotFoundError
    if isinstance(page, ProfilePage):
        return _settle(page)
    return _decide(page.post_id, page)


@blueprint.get(POST)
def moderate(post_id: int) -> ResponseReturnValue:
    """A post that is not in the queue."""
    actor = current_actor()
    require(actor, Action.SEE_REVIEW_QUEUE)
    page = post_page(actor, post_id)
    if page.item_id is not None:
        return redirect(url_for(".item", item_id=page.item_id))
    return review(page)


@blueprint.post(f"{POST}/uncover")
def uncover_post(post_id: int) -> ResponseReturnValue:
    """Ask to see what may be hard to read of a post that is not in the queue."""
    reading.uncover_post(current_actor(), post_id, clock())
    return redirect(url_for(".moderate", post_id=post_id, _anchor="in-question"), 303)


@blueprint.post(POST)
def moderate_post(post_id: int) -> ResponseReturnValue:
    """Decide on a post that is not in the queue."""
    actor = current_actor()
    require(actor, Action.SEE_REVIEW_QUEUE)
    try:
        page = post_page(actor, post_id)
    except NotFoundError:
        # Perhaps its author took it back while it was on the moderator's screen: the command knows.
        page = None
    return _decide(post_id, page)


def _decide(post_id: int, page: ReviewPage | None) -> ResponseReturnValue:
    form, wants = DecisionForm(), pressed()
    if page is not None and not page.actions and not page.is_own and (wants or not form.validate()):
        # The page has no form any more in which the words could come back.
        return stale(form, _NO_STEP_FOLLOWS), 409
    if page is not None and wants == USE:
        begin_with_text(form, page.actions)
        return review(page, form), 200
    if page is not None and wants == PREVIEW:
        ahead = look_ahead(form, page)
        return review(page, form, preview=ahead), 200 if ahead is not None else 400
    if not form.validate():
        return _again(page, form), 400
    ruling = form.ruling()
    try:
        commands.decide(current_actor(), post_id, ruling, clock())
    except InvalidInputError as error:
        form.take_error(error, "note")
        return _again(page, form), 400
    except ConflictError as error:
        return stale(form, error.message), 409
    flash(done_in_words(ruling.action), "success")
    return redirect(
        next_place() if page and page.item_id else url_for(".moderate", post_id=post_id), 303
    )


def _settle(page: ProfilePage) -> ResponseReturnValue:
    form = ProfileForm()
    if not form.validate():
        return profile(page, form), 400
    action = form.chosen
    try:
        settle_profile(
            current_actor(),
            page.item_id,
            action,
            clock(),
            form.made_to_harm.data or (),
            told=form.told_then,
        )
    except InvalidInputError as error:
        form.take_error(error, "action")
        return profile(page, form), 400
    except ConflictError as error:
        return stale(form, error.message), 409
    flash(done_in_words(action), "success")
    return redirect(next_place(), 303)


def _again(page: ReviewPage | None, form: DecisionForm) -> str:
    if page is None:
        raise NotFoundError
    return review(page, form)
