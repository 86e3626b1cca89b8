"""Deciding on names and other short texts: parse, ask, render."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from forum.errors import ConflictError, InvalidInputError
from forum.moderation.field_commands import decide_on_field
from forum.moderation.forms.fields import TextForm
from forum.moderation.options import ModeratorAction
from forum.moderation.pages import ProfilePage, WaitingText
from forum.moderation.reviewing import open_item_page
from forum.moderation.views.addresses import ITEM
from forum.moderation.views.blueprint import blueprint
from forum.moderation.views.helping import USE, begin_with_text, look_ahead_at_text, pressed
from forum.moderation.views.pages import next_place, profile, stale
from forum.moderation.wording import done_in_words
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.screened_fields.lifecycle import MOVED_ON
from forum.web.actor import current_actor
from forum.wiring import clock


@blueprint.post(f"{ITEM}/texts/<int:field_id>")
def decide_on_text(item_id: int, field_id: int) -> ResponseReturnValue:
    """Decide on a name, or another short text."""
    actor, form = current_actor(), TextForm(field_id)
    require(actor, Action.SEE_REVIEW_QUEUE)
    if wants := pressed():
        return _helped(item_id, field_id, form, wants)
    if not form.validate():
        return _again(item_id, field_id, form)
    ruling = form.ruling(field_id)
    try:
        decide_on_field(actor, item_id, ruling, clock())
    except InvalidInputError as error:
        form.take_error(error, "note")
        return _again(item_id, field_id, form)
    except ConflictError as error:
        return stale(form, error.message), 409
    flash(done_in_words(ModeratorAction(ruling.action)), "success")
    # Something else of the same person may wait beside it.
    if open_item_page(actor, item_id) is not None:
        return redirect(url_for(".item", item_id=item_id), 303)
    return redirect(next_place(), 303)


def _helped(item_id: int, field_id: int, form: TextForm, wants: str) -> ResponseReturnValue:
    """Begin with a saved text, or look ahead at what its author will read."""
    page, text = _waiting(item_id, field_id)
    if page is None or text is None:
        return stale(form, MOVED_ON), 409
    if wants == USE:
        begin_with_text(form, text.actions)
        return profile(page, texts={field_id: form})
    ahead = look_ahead_at_text(form, text)
    drawn = profile(page, texts={field_id: form}, preview=ahead)
    return drawn, 200 if ahead is not None else 400


def _again(item_id: int, field_id: int, form: TextForm) -> ResponseReturnValue:
    page, text = _waiting(item_id, field_id)
    if page is None or text is None:
        return stale(form, MOVED_ON), 409
    return profile(page, texts={field_id: form}), 400


def _waiting(item_id: int, field_id: int) -> tuple[ProfilePage | None, WaitingText | None]:
    """The item's page and the text on it; None for what waits no more."""
    page = open_item_page(current_actor(), item_id)
    if not isinstance(page, ProfilePage):
        return None, None
    return page, next((text for text in page.texts if text.id == field_id), None)
