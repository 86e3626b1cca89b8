"""Pages of the review queue and the audit log: parse, ask, render."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.community.queries import current_rules
from forum.errors import ConflictError, InvalidInputError, NotFoundError
from forum.moderation import commands
from forum.moderation.forms import LARGEST_ID, AuditFilterForm, DecisionForm
from forum.moderation.listing import first_item_for, queue_page
from forum.moderation.log import audit_page
from forum.moderation.pages import ReviewPage
from forum.moderation.past import handled_item
from forum.moderation.reviewing import open_item_page, post_page
from forum.moderation.wording import DONE_AS
from forum.pagination import page_number
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor
from forum.wiring import clock

blueprint = Blueprint("moderation", __name__)

ITEM = f"/review/<int(max={LARGEST_ID}):item_id>"
POST = f"/posts/<int(max={LARGEST_ID}):post_id>/moderate"


@blueprint.get("/review")
def queue() -> ResponseReturnValue:
    """What waits for a person."""
    actor = current_actor()
    require(actor, Action.SEE_REVIEW_QUEUE)
    items = queue_page(
        actor,
        page_number(request.args.get("page")),
        lambda number: url_for(".queue", page=number),
    )
    return render_template(
        "moderation/queue.html", items=items, has_next=first_item_for(actor) is not None
    )


@blueprint.get("/review/next")
def next_item() -> ResponseReturnValue:
    """On to what should be read next, or back to a queue that has nothing more."""
    actor = current_actor()
    require(actor, Action.SEE_REVIEW_QUEUE)
    item_id = first_item_for(actor)
    return redirect(url_for(".item", item_id=item_id) if item_id else url_for(".queue"), 303)


@blueprint.get(ITEM)
def item(item_id: int) -> ResponseReturnValue:
    """One item: the post, all that helps to decide, and the form to do so."""
    actor = current_actor()
    require(actor, Action.SEE_REVIEW_QUEUE)
    page = open_item_page(actor, item_id)
    if page is None:
        return render_template("moderation/handled.html", item=handled_item(actor, item_id))
    return _review(page)


@blueprint.post(f"{ITEM}/decide")
def decide(item_id: int) -> ResponseReturnValue:
    """Decide on an item."""
    actor = current_actor()
    require(actor, Action.SEE_REVIEW_QUEUE)
    page = open_item_page(actor, item_id)
    if page is None:
        happened = handled_item(actor, item_id).what_happened
        return _stale(DecisionForm(), f"{happened} Nothing was changed."), 409
    return _decide(page.post_id, page)


@blueprint.get(POST)
def moderate(post_id: int) -> ResponseReturnValue:
    """A post that is not in the queue."""
    actor = current_actor()
    require(actor, Action.SEE_REVIEW_QUEUE)
    page = post_page(actor, post_id)
    if page.item_id is not None:
        return redirect(url_for(".item", item_id=page.item_id))
    return _review(page)


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


@blueprint.get("/admin/audit")
def audit() -> ResponseReturnValue:
    """What staff, mentors and the forum itself did."""
    require(current_actor(), Action.READ_AUDIT_LOG)
    form = AuditFilterForm(request.args, meta={"csrf": False})
    wanted = form.wanted()
    entries = audit_page(
        wanted,
        page_number(request.args.get("page")),
        lambda number: url_for(
            ".audit", page=number, action=wanted.action or None, person=wanted.person or None
        ),
    )
    return render_template("moderation/audit.html", entries=entries, form=form, wanted=wanted)


def _review(page: ReviewPage, form: DecisionForm | None = None) -> str:
    form = form or DecisionForm(
        formdata=None, revision_id=page.version.id, last_decision_id=page.last_decision_id
    )
    rules = current_rules()
    form.offer(page.actions, rules)
    return render_template("moderation/review.html", page=page, form=form, rules=rules)


def _decide(post_id: int, page: ReviewPage | None) -> ResponseReturnValue:
    form = DecisionForm()
    if not form.validate():
        return _again(page, form), 400
    ruling = form.ruling()
    try:
        commands.decide(current_actor(), post_id, ruling, clock())
    except InvalidInputError as error:
        form.take_error(error, "note")
        return _again(page, form), 400
    except ConflictError as error:
        return _stale(form, error.message), 409
    flash(f"{DONE_AS[ruling.action].capitalize()}. Its author has been told.", "success")
    on = url_for(".next_item") if page and page.item_id else url_for(".moderate", post_id=post_id)
    return redirect(on, 303)


def _again(page: ReviewPage | None, form: DecisionForm) -> str:
    if page is None:
        raise NotFoundError
    return _review(page, form)


def _stale(form: DecisionForm, message: str) -> str:
    return render_template("moderation/stale.html", form=form, message=message)
