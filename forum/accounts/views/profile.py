"""One's own profile: what others see of it, what is on its way, and the form to change it."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.forms import ProfileForm
from forum.accounts.profile import own_profile, save_profile
from forum.accounts.views.answers import form_page
from forum.accounts.views.blueprint import blueprint
from forum.appeals.queries import looks_at_texts
from forum.errors import InvalidInputError
from forum.helplines.queries import help_lines_for
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.screened_fields.commands import take_back
from forum.screened_fields.waiting import wait_for_fields
from forum.web.actor import current_actor
from forum.web.limits import POSTING
from forum.wiring import clock, settings


@blueprint.route("/account/profile", methods=["GET", "POST"])
@POSTING
def profile() -> ResponseReturnValue:
    """What others see of me, and the form to change it."""
    actor = current_actor()
    require(actor, Action.MANAGE_OWN_ACCOUNT)
    page = own_profile(actor)
    form = ProfileForm(obj=page.words)
    if form.is_submitted():
        # Whoever may not change it finds no box on the page that would keep their words.
        require(actor.accepting(), Action.EDIT_PROFILE)
    error = None
    if form.validate_on_submit():
        try:
            save_profile(actor, form.words_written, clock())
        except InvalidInputError as refused:
            error = refused
        else:
            return _saved(actor.id)
    lines = help_lines_for(request.accept_languages.values()) if page.calls_for_help else None
    return form_page(
        "accounts/profile.html",
        form,
        error,
        "display_name",
        page=page,
        help_lines=lines,
        looks=looks_at_texts(page.on_their_way, clock().now()),
    )


@blueprint.post("/account/profile/<int:field_id>/take-back")
def take_back_words(field_id: int) -> ResponseReturnValue:
    """Take back something that waits."""
    take_back(current_actor(), field_id, clock())
    flash("You have taken it back. Others see what they saw before.", "success")
    return redirect(url_for(".profile"), 303)


def _saved(user_id: int) -> ResponseReturnValue:
    if wait_for_fields(user_id, settings().screening_wait_seconds, clock()):
        flash("Saved.", "success")
    else:
        flash("Saved. Others see it as soon as it has been read.", "success")
    return redirect(url_for(".profile"), 303)
