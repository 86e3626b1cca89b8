"""One newcomer as mentors see them: parse, ask, render."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor
from forum.welcome import desk_commands
from forum.welcome.forms import ButtonForm, NoteForm
from forum.welcome.mentees import mentee_page
from forum.welcome.views.blueprint import blueprint
from forum.wiring import clock


@blueprint.route("/mentor/mentees/<int:user_id>", methods=["GET", "POST"])
def mentee(user_id: int) -> ResponseReturnValue:
    """What mentors know of a newcomer, and a note to add."""
    actor = current_actor()
    require(actor, Action.SEE_MENTORS_DESK)
    shown = mentee_page(actor, user_id)
    form = NoteForm()
    if form.validate_on_submit():
        desk_commands.add_note(actor, user_id, form.text.words, clock())
        flash("The note is kept. Mentors alone can read it.", "success")
        return redirect(url_for(".mentee", user_id=user_id), 303)
    page = render_template("welcome/mentee.html", page=shown, form=form)
    return page, 400 if form.errors else 200


@blueprint.post("/mentor/mentees/<int:user_id>/star")
def star(user_id: int) -> ResponseReturnValue:
    """Give a mentee a star."""
    require(current_actor(), Action.SEE_MENTORS_DESK)
    if ButtonForm().validate_on_submit():
        desk_commands.star(current_actor(), user_id, starred=True)
    return redirect(url_for(".mentee", user_id=user_id), 303)


@blueprint.post("/mentor/mentees/<int:user_id>/unstar")
def unstar(user_id: int) -> ResponseReturnValue:
    """Take a star away."""
    require(current_actor(), Action.SEE_MENTORS_DESK)
    if ButtonForm().validate_on_submit():
        desk_commands.star(current_actor(), user_id, starred=False)
    return redirect(url_for(".mentee", user_id=user_id), 303)


@blueprint.post("/mentor/notes/<int:note_id>/remove")
def remove_note(note_id: int) -> ResponseReturnValue:
    """Take one's own note away."""
    actor = current_actor()
    user_id = desk_commands.remove_note(actor, note_id)
    flash("The note is gone.", "success")
    if user_id is not None:
        return redirect(url_for(".mentee", user_id=user_id), 303)
    return redirect(url_for(".desk" if actor.is_mentor else ".kept_from_mentoring"), 303)
