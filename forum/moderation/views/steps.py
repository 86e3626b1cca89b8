"""Passing an item on, and notes of staff: parse, ask, render."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.names import normalise_username
from forum.errors import NotFoundError
from forum.moderation import note_commands
from forum.moderation.desk_queries import notes_on_person
from forum.moderation.forms.steps import NoteForm, StepForm
from forum.moderation.pages import AppealItem, PrivateItem, ProfilePage, ReviewPage
from forum.moderation.past import handled_item
from forum.moderation.reports import reportable_person
from forum.moderation.reviewing import open_item_page, post_page
from forum.moderation.unanswered import UnansweredPage
from forum.moderation.views.addresses import ITEM, POST
from forum.moderation.views.blueprint import blueprint
from forum.moderation.views.pages import profile, review, stale, unanswered
from forum.moderation.views.passing_on import pass_on
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor
from forum.wiring import clock

_NOTED = "Your note is there for other staff. Nobody else reads it."


@blueprint.post(f"{ITEM}/step")
def step(item_id: int) -> ResponseReturnValue:
    """Leave the question open, and say who looks next."""
    actor, form = current_actor(), StepForm()
    require(actor, Action.SEE_REVIEW_QUEUE)
    page = open_item_page(actor, item_id)
    if page is None:
        happened = handled_item(actor, item_id).what_happened
        return stale(form, f"{happened} Nothing was changed."), 409
    if isinstance(page, PrivateItem | AppealItem):
        raise NotFoundError
    return pass_on(actor, item_id, form, lambda: _again(page, form))


@blueprint.post(f"{ITEM}/note")
def note_on_item(item_id: int) -> ResponseReturnValue:
    """Tell other staff something of a post in the queue."""
    actor, form = current_actor(), NoteForm()
    require(actor, Action.SEE_REVIEW_QUEUE)
    page = open_item_page(actor, item_id)
    if page is None:
        happened = handled_item(actor, item_id).what_happened
        return stale(form, f"{happened} Your note was not kept."), 409
    if not isinstance(page, ReviewPage):
        raise NotFoundError
    return _note(page, form, url_for(".item", item_id=item_id))


@blueprint.post(f"{POST}/note")
def note_on_post(post_id: int) -> ResponseReturnValue:
    """Tell other staff something of a post that is not in the queue."""
    actor, form = current_actor(), NoteForm()
    require(actor, Action.SEE_REVIEW_QUEUE)
    return _note(post_page(actor, post_id), form, url_for(".moderate", post_id=post_id))


@blueprint.route("/people/<username>/notes", methods=["GET", "POST"])
def notes(username: str) -> ResponseReturnValue:
    """What staff told each other of a person, and a further note."""
    actor, form = current_actor(), NoteForm()
    require(actor, Action.SEE_SANCTIONS)
    about = reportable_person(normalise_username(username))
    require(actor, Action.KEEP_STAFF_NOTES, about.facts)
    if form.validate_on_submit():
        note_commands.note_on_person(actor, about.person.id, form.note.words, clock())
        flash(_NOTED, "success")
        return redirect(url_for(".notes", username=about.person.username), 303)
    page = render_template(
        "moderation/notes.html",
        person=about.person,
        notes=notes_on_person(actor, about.person.id),
        form=form,
    )
    return page, 400 if form.is_submitted() else 200


def _note(page: ReviewPage, form: NoteForm, back: str) -> ResponseReturnValue:
    if not form.validate():
        return review(page, note=form), 400
    note_commands.note_on_post(current_actor(), page.post_id, form.note.words, clock())
    flash(_NOTED, "success")
    return redirect(back, 303)


def _again(page: ReviewPage | ProfilePage | UnansweredPage, form: StepForm) -> str:
    if isinstance(page, UnansweredPage):
        return unanswered(page, form)
    return profile(page, step=form) if isinstance(page, ProfilePage) else review(page, step=form)
