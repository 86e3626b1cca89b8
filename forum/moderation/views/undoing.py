"""Undoing what one has decided a moment ago: a form on the page after a decision."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.moderation.undo import commands
from forum.moderation.undo.queries import undoable
from forum.moderation.views.blueprint import blueprint
from forum.permissions.actions import Action
from forum.permissions.check import can
from forum.web.actor import current_actor
from forum.wiring import clock

_UNDONE = "Undone. Everything is as it was before, and nobody was told of it."


@blueprint.post("/review/undo/<int:window_id>")
def undo(window_id: int) -> ResponseReturnValue:
    """Take a decision back before anybody is told."""
    try:
        back = commands.undo(current_actor(), window_id, clock())
    except commands.TooLateError as error:
        page = render_template(
            "moderation/too_late.html", message=error.message, post_id=error.post_id
        )
        return page, 409
    flash(_UNDONE, "info")
    if back.item_id is not None:
        return redirect(url_for(".item", item_id=back.item_id, undone=window_id), 303)
    if back.post_id is not None:
        return redirect(url_for(".moderate", post_id=back.post_id, undone=window_id), 303)
    return redirect(url_for(".queue"), 303)


@blueprint.context_processor
def what_can_be_undone() -> dict[str, object]:
    """For every page of moderators: what its reader has decided within the last seconds."""
    actor = current_actor()
    if not can(actor, Action.SEE_REVIEW_QUEUE):
        return {"undoables": []}
    return {"undoables": undoable(actor, clock().now())}
