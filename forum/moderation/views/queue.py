"""The list of the review queue, and taking what is read next: parse, ask, render."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.errors import ConflictError, NotFoundError
from forum.exposure.queries import count_left_to_others, own_reading
from forum.moderation import claims
from forum.moderation.forms.filters import QueueFilterForm
from forum.moderation.keys import EXPLAINED
from forum.moderation.listing import Wanted, queue_page
from forum.moderation.order import Part
from forum.moderation.views.addresses import ITEM
from forum.moderation.views.blueprint import blueprint
from forum.moderation.views.pages import next_place
from forum.pagination import page_number
from forum.permissions.actions import Action
from forum.permissions.check import can, require
from forum.web.actor import current_actor
from forum.wiring import clock


@blueprint.get("/review")
def queue() -> ResponseReturnValue:
    """What waits for a person."""
    actor = current_actor()
    require(actor, Action.SEE_REVIEW_QUEUE)
    form = QueueFilterForm(request.args)
    wanted = Wanted(part=_part(request.args.get("part")), person=form.person.words)
    found = queue_page(
        actor,
        wanted,
        page_number(request.args.get("page")),
        lambda number: url_for(
            ".queue", part=wanted.part, person=wanted.person or None, page=number
        ),
    )
    own = own_reading(actor)
    return render_template(
        "moderation/queue.html",
        queue=found,
        wanted=wanted,
        form=form,
        keys=EXPLAINED,
        keys_on=own.chosen.keys_on,
        reading=own,
        left_to_others=count_left_to_others(actor, own),
    )


@blueprint.get("/review/keys")
def keys() -> ResponseReturnValue:
    """What each key does."""
    require(current_actor(), Action.SEE_REVIEW_QUEUE)
    return render_template("moderation/keys.html", keys=EXPLAINED)


@blueprint.post("/review/next")
def next_item() -> ResponseReturnValue:
    """Take what should be read next, or go back to a queue that has nothing free."""
    return redirect(next_place(), 303)


@blueprint.post(f"{ITEM}/claim")
def claim(item_id: int) -> ResponseReturnValue:
    """Take an item; the page itself asks again and again while somebody reads it."""
    quietly = request.accept_mimetypes.best == "application/json"
    try:
        until = claims.claim(
            current_actor(), item_id, clock(), take_over=bool(request.form.get("take_over"))
        )
    except ConflictError as error:
        if quietly:
            return jsonify(mine=False, words=error.message)
        flash(error.message, "info")
    else:
        if quietly:
            return jsonify(mine=True, words=f"You have this until {until:%H:%M} UTC.")
    return redirect(_place_of(item_id), 303)


@blueprint.post(f"{ITEM}/release")
def release(item_id: int) -> ResponseReturnValue:
    """Let go of an item."""
    actor = current_actor()
    claims.release(actor, item_id)
    reads_it = can(actor, Action.SEE_REVIEW_QUEUE)
    return redirect(url_for(".queue" if reads_it else "appeals.waiting"), 303)


def _place_of(item_id: int) -> str:
    """Where an item is read; an appeal by admins as well, who may not be moderators."""
    appeal_id = claims.appeal_in(item_id)
    if appeal_id is not None:
        return url_for("appeals.appeal", appeal_id=appeal_id)
    return url_for(".item", item_id=item_id)


def _part(wanted: str | None) -> Part:
    if wanted is None:
        return Part.ALL
    if wanted not in set(Part):
        raise NotFoundError
    return Part(wanted)
