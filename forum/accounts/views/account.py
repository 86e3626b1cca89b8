"""One's own account: details, where one is signed in, the password."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts import commands, own_sessions, signing_in
from forum.accounts.forms import ChangePasswordForm, ConfirmForm
from forum.accounts.next_page import safe_next
from forum.accounts.queries import own_details
from forum.accounts.views.answers import form_page
from forum.accounts.views.blueprint import blueprint
from forum.accounts.views.browser import carry_on_with, let_out
from forum.errors import InvalidInputError, TooManyAttemptsError
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor
from forum.welcome.former import keeps_from_mentoring
from forum.wiring import clock


@blueprint.get("/account")
def account() -> ResponseReturnValue:
    """My details, and where I am signed in."""
    actor = current_actor()
    require(actor, Action.MANAGE_OWN_ACCOUNT)
    return render_template(
        "accounts/account.html",
        details=own_details(actor),
        sessions=own_sessions.list_sessions(actor, clock().now()),
        keeps_from_mentoring=keeps_from_mentoring(actor),
    )


@blueprint.post("/account/sessions/<int:session_id>/end")
def end_session(session_id: int) -> ResponseReturnValue:
    """Sign out in one other place, or here."""
    actor = current_actor()
    own_sessions.sign_out_of(actor, session_id, clock())
    if session_id == actor.session_id:
        let_out()
        flash("You are signed out here.", "success")
        return redirect(url_for("conversations.front"), 303)
    flash("That place is signed out now.", "success")
    return redirect(url_for(".account"), 303)


@blueprint.post("/account/sessions/end-others")
def end_other_sessions() -> ResponseReturnValue:
    """Sign out everywhere else."""
    own_sessions.sign_out_elsewhere(current_actor(), clock())
    flash("You are signed out everywhere else. Here you stay signed in.", "success")
    return redirect(url_for(".account"), 303)


@blueprint.route("/account/password", methods=["GET", "POST"])
def change_password() -> ResponseReturnValue:
    """A new password, knowing the old one."""
    actor = current_actor()
    require(actor, Action.MANAGE_OWN_ACCOUNT)
    form = ChangePasswordForm()
    error = None
    if form.validate_on_submit():
        try:
            token = commands.change_password(actor, form.current.words, form.new.words, clock())
        except (InvalidInputError, TooManyAttemptsError) as refused:
            error = refused
        else:
            carry_on_with(token)
            flash("Your new password is set. Everywhere else you are signed out.", "success")
            return redirect(url_for(".account"), 303)
    return form_page("accounts/change_password.html", form, error, "current")


@blueprint.route("/confirm-it-is-you", methods=["GET", "POST"])
def confirm_identity() -> ResponseReturnValue:
    """The password once more, before something that must not be done from a browser left open."""
    actor = current_actor()
    require(actor, Action.MANAGE_OWN_ACCOUNT)
    target = safe_next(request.args.get("next"))
    form = ConfirmForm()
    error = None
    if form.validate_on_submit():
        try:
            token = signing_in.confirm(actor, form.password.words, clock())
        except (InvalidInputError, TooManyAttemptsError) as refused:
            error = refused
        else:
            carry_on_with(token)
            return redirect(target or url_for(".account"), 303)
    return form_page("accounts/confirm_identity.html", form, error, "password", target=target)
