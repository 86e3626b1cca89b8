"""Deciding on names and other short texts: parse, ask, render."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from forum.errors import ConflictError, InvalidInputError, NotFoundError
from forum.moderation.field_commands import decide_on_field
from forum.moderation.forms.common import LARGEST_ID
from forum.moderation.forms.fields import TextForm
from forum.moderation.options import ModeratorAction
from forum.moderation.pages import ProfilePage
from forum.moderation.reviewing import open_item_page
from forum.moderation.views.addresses import ITEM
from forum.moderation.views.blueprint import blueprint
from forum.moderation.views.pages import next_place, profile, stale
from forum.moderation.wording import done_in_words
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor
from forum.wiring import clock


@blueprint.post(f"{ITEM}/texts/<int(max={LARGEST_ID}):field_id>")
def decide_on_text(item_id: int, field_id: int) -> ResponseReturnValue:
    """Decide on a name, or another short text."""
    actor, form = current_actor(), TextForm(prefix=f"t{field_id}-")
    require(actor, Action.SEE_REVIEW_QUEUE)
    if not form.validate():
        return _again(item_id, field_id, form), 400
    ruling = form.ruling(field_id)
    try:
        decide_on_field(actor, item_id, ruling, clock())
    except InvalidInputError as error:
        form.take_error(error, "note")
        return _again(item_id, field_id, form), 400
    except ConflictError as error:
        return stale(form, error.message), 409
    flash(done_in_words(ModeratorAction(ruling.action)), "success")
    # Something else of the same person may wait beside it.
    if open_item_page(actor, item_id) is not None:
        return redirect(url_for(".item", item_id=item_id), 303)
    return redirect(next_place(), 303)


def _again(item_id: int, field_id: int, form: TextForm) -> str:
    page = open_item_page(current_actor(), item_id)
    if not isinstance(page, ProfilePage):
        raise NotFoundError
    return profile(page, texts={field_id: form})
