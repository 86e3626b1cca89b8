"""Keeping drafts: by a button, and by the page itself while somebody writes."""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forum.conversations.queries import category_by_slug
from forum.drafts import commands
from forum.drafts.forms import DraftForm
from forum.drafts.places import Place
from forum.errors import NotFoundError
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor
from forum.web.limits import DRAFTING
from forum.web.resend import resend_page
from forum.wiring import clock

blueprint = Blueprint("drafts", __name__)


@blueprint.post("/threads/<int:thread_id>/draft")
@DRAFTING
def keep_reply(thread_id: int) -> ResponseReturnValue:
    """Keep an answer as a draft."""
    form = DraftForm()
    place = Place(thread_id=thread_id, answers_id=form.answers_id)
    if request.args.get("from") == "hello":
        return _keep(place, form, url_for("newcomers.hello", thread_id=thread_id))
    return _keep(
        place, form, url_for("conversations.reply", thread_id=thread_id, answers=form.answers_id)
    )


@blueprint.post("/categories/<slug>/draft")
@DRAFTING
def keep_thread(slug: str) -> ResponseReturnValue:
    """Keep a thread to come as a draft."""
    place = Place(category_id=category_by_slug(slug).id)
    back = url_for("conversations.new_thread", slug=slug)
    if request.args.get("from") == "ask":
        back = f"{url_for('newcomers.ask')}?in={slug}"
    return _keep(place, DraftForm(), back)


@blueprint.post("/private/<int:conversation_id>/draft")
@DRAFTING
def keep_message(conversation_id: int) -> ResponseReturnValue:
    """Keep a message in a private conversation as a draft."""
    place = Place(private_id=conversation_id)
    return _keep(
        place, DraftForm(), url_for("privately.conversation", conversation_id=conversation_id)
    )


@blueprint.post("/posts/<int:post_id>/draft")
@DRAFTING
def keep_change(post_id: int) -> ResponseReturnValue:
    """Keep a change to a post as a draft."""
    form = DraftForm()
    return _keep(form.change_to(post_id), form, url_for("conversations.edit_post", post_id=post_id))


def _keep(place: Place, form: DraftForm, back: str) -> ResponseReturnValue:
    writing = form.writing
    by_itself = request.accept_mimetypes.best == "application/json"
    sent_as = form.sent_as(with_title=place.category_id is not None) if by_itself else None
    title, text = form.title.words, form.text.words
    try:
        is_kept = commands.keep_draft(
            current_actor(), place, title, text, clock(), writing=writing, unless_sent_as=sent_as
        )
    except commands.ManyDraftsError as error:
        return resend_page("There are many drafts here", error.message), 409
    if by_itself:
        return jsonify(saved=is_kept)
    if is_kept:
        flash("Kept as a draft. Only you can see it.", "success")
    else:
        flash("There was nothing to keep, so nothing is kept of it.", "info")
    return redirect(back, 303)


@blueprint.post("/drafts/<int:draft_id>/delete")
def delete(draft_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    actor = current_actor()
    require(actor, Action.SEE_OWN_HOME)
    try:
        commands.delete_draft(actor, draft_id, DraftForm().writing)
    except NotFoundError:
        # Its button was pressed twice; or somebody went on with it in another window, and may want to keep that.
        flash("That draft was gone already, or has changed since: then it stands here.", "info")
    else:
        flash("Your draft is gone.", "success")
    return redirect(url_for("welcome.home"), 303)
