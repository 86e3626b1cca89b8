"""A forgotten password: asking for a mail, and the page that its link opens."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.accounts import resets
from forum.accounts.forms import ForgottenForm, ResetForm
from forum.accounts.views.answers import form_page
from forum.accounts.views.blueprint import blueprint
from forum.accounts.views.browser import caller, let_out, remember_device
from forum.errors import InvalidInputError, TooManyAttemptsError
from forum.wiring import clock


@blueprint.route("/forgotten-password", methods=["GET", "POST"])
def forgotten_password() -> ResponseReturnValue:
    """Ask for a mail. The answer is the same whether there is an account or not."""
    form = ForgottenForm()
    error = None
    if form.validate_on_submit():
        try:
            resets.ask_for_reset(form.email.words, caller(None), clock())
        except TooManyAttemptsError as refused:
            error = refused
        else:
            return redirect(url_for(".reset_asked"), 303)
    return form_page("accounts/forgotten_password.html", form, error, "email")


@blueprint.get("/forgotten-password/asked")
def reset_asked() -> ResponseReturnValue:
    """What happens now."""
    return render_template("accounts/reset_asked.html")


@blueprint.route("/reset-password/<token>", methods=["GET", "POST"])
def reset_password(token: str) -> ResponseReturnValue:
    """The page behind the link: GET shows the form, POST acts. A mail scanner that opens it uses nothing up."""
    form = ResetForm()
    error = None
    try:
        resets.require_open_link(token, clock().now())
        if form.validate_on_submit():
            user_id = resets.reset_password(token, form.password.words, clock())
            let_out()
            remember_device(user_id)
            flash("Your new password is set. Please sign in with it.", "success")
            return redirect(url_for(".sign_in"), 303)
    except resets.LinkOverError:
        return make_response(render_template("accounts/link_over.html"), 404)
    except InvalidInputError as refused:
        error = refused
    page = form_page("accounts/reset_password.html", form, error, "password", token=token)
    # The address itself is the key: no copy of the page stays behind on a shared computer.
    page.headers["Cache-Control"] = "private, no-store"
    return page
