"""What comes of a step that leaves the question open, on whichever page it is offered."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from forum.accounts.actor import Actor
from forum.errors import ConflictError, InvalidInputError
from forum.moderation.forms.steps import StepForm
from forum.moderation.step_commands import take_step
from forum.moderation.step_wording import STEP_TAKEN
from forum.moderation.views.pages import next_place, stale
from forum.wiring import clock


def pass_on(
    actor: Actor, item_id: int, form: StepForm, again: Callable[[], str]
) -> ResponseReturnValue:
    """Take the step, and go on to the next item.

    Args:
        actor: whoever sends the form.
        item_id: what they pass on.
        form: what they sent; it knows what was offered.
        again: the page that it stood on, with what was typed and what is missing.
    """
    if not form.validate():
        return again(), 400
    taken = form.taken()
    try:
        take_step(actor, item_id, taken, clock())
    except InvalidInputError as error:
        form.take_error(error, "note")
        return again(), 400
    except ConflictError as error:
        return stale(form, error.message), 409
    flash(STEP_TAKEN[taken.action], "success")
    return redirect(next_place(), 303)
