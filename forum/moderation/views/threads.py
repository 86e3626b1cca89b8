"""Closing a thread for new answers, opening it again, moving it: parse, ask, render."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.actor import Actor
from forum.conversations.pages import ThreadView
from forum.conversations.queries import categories
from forum.conversations.thread_queries import thread_view
from forum.errors import ConflictError, InvalidInputError
from forum.moderation import thread_commands
from forum.moderation.forms.threads import LockForm, MoveForm, UnlockForm
from forum.moderation.options import DONE_MEANWHILE, ModeratorAction, actions_on_thread
from forum.moderation.views.blueprint import blueprint
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor
from forum.web.forms import number_in
from forum.wiring import clock

THREAD = "/threads/<int:thread_id>"
M = ModeratorAction


@blueprint.route(f"{THREAD}/lock", methods=["GET", "POST"])
def lock_thread(thread_id: int) -> ResponseReturnValue:
    """Close a thread for new answers."""
    actor, view, form = current_actor(), _thread(thread_id, M.LOCK), LockForm()
    if form.validate_on_submit():
        try:
            thread_commands.lock_thread(actor, thread_id, form.reason.words, clock())
        except InvalidInputError as error:
            form.take_error(error, "reason")
        else:
            return _back(view, "It takes no new answers now. Your reason stands above it.")
    return _page("moderation/lock_thread.html", view, form)


@blueprint.route(f"{THREAD}/unlock", methods=["GET", "POST"])
def unlock_thread(thread_id: int) -> ResponseReturnValue:
    """Let people answer again."""
    actor, view, form = current_actor(), _thread(thread_id, M.UNLOCK), UnlockForm()
    if form.validate_on_submit():
        thread_commands.unlock_thread(actor, thread_id, clock())
        return _back(view, "People can answer here again.")
    return _page("moderation/unlock_thread.html", view, form)


@blueprint.route(f"{THREAD}/move", methods=["GET", "POST"])
def move_thread(thread_id: int) -> ResponseReturnValue:
    """Move a thread to another category."""
    actor, view, form = current_actor(), _thread(thread_id, M.MOVE), MoveForm()
    form.offer([one for one in categories() if one.id != view.category.id])
    if form.validate_on_submit():
        try:
            thread_commands.move_thread(
                actor, thread_id, form.category.data, form.reason.words, clock()
            )
        except InvalidInputError as error:
            form.take_error(error, "category")
        else:
            return _back(view, "It has been moved. Its address stays the same.")
    return _page("moderation/move_thread.html", view, form)


def _thread(thread_id: int, action: ModeratorAction) -> ThreadView:
    """A thread with which this person may do this now."""
    actor: Actor = current_actor()
    view = thread_view(actor, thread_id)
    require(actor, Action.MODERATE_THREAD, view.facts)
    if action not in actions_on_thread(actor, view.facts):
        raise ConflictError(DONE_MEANWHILE)
    return view


def _item() -> int | None:
    """The item in the queue that this person came from, and goes back to."""
    return number_in(request.args.get("item"))


def _back(view: ThreadView, said: str) -> ResponseReturnValue:
    flash(said, "success")
    item_id = _item()
    if item_id:
        return redirect(url_for(".item", item_id=item_id), 303)
    return redirect(url_for("conversations.thread", thread_id=view.id, slug=view.slug), 303)


def _page(
    template: str, view: ThreadView, form: LockForm | UnlockForm | MoveForm
) -> ResponseReturnValue:
    page = render_template(template, thread=view, form=form, item=_item())
    return page, 400 if form.is_submitted() else 200
