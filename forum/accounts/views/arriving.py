"""Joining, signing in and signing out."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts import commands, signing_in
from forum.accounts.forms import JoinForm, SignInForm, SignOutForm
from forum.accounts.next_page import safe_next
from forum.accounts.own_sessions import sign_out as end_here
from forum.accounts.views.answers import first_page, form_page
from forum.accounts.views.blueprint import blueprint
from forum.accounts.views.browser import caller, let_half_in, let_in, let_out
from forum.community.queries import current_rules
from forum.community.rule_queries import newest_version
from forum.errors import InvalidInputError, TooManyAttemptsError
from forum.sanctions.views.door import whose_standing
from forum.screened_fields.waiting import wait_for_fields
from forum.web.actor import current_actor
from forum.web.forms import number_in
from forum.web.limits import JOINING
from forum.wiring import clock, settings


@blueprint.route("/join", methods=["GET", "POST"])
@JOINING
def join() -> ResponseReturnValue:
    """Make an account, with the rules in full above the box that accepts them, and go on to where one wanted to go."""
    target = safe_next(request.args.get("next"))
    if current_actor().is_signed_in:
        return redirect(target or url_for("welcome.home"), 303)
    form = JoinForm()
    error = None
    if form.validate_on_submit():
        try:
            joined = commands.join(_new_person(form), request.user_agent.string, clock())
        except InvalidInputError as refused:
            error = refused
        else:
            let_in(joined.token)
            wait_for_fields(joined.user_id, settings().screening_wait_seconds, clock())
            flash("Welcome. It is good that you are here.", "success")
            return redirect(url_for("newcomers.survey", next=target), 303)
    # Before the rules are read: at worst somebody is asked about a change that they have seen already.
    form.rules_version.data = str(newest_version() or "")
    return form_page(
        "accounts/join.html", form, error, "username", rules=current_rules(), target=target
    )


def _new_person(form: JoinForm) -> commands.NewPerson:
    return commands.NewPerson(
        username=form.username.words,
        display_name=form.display_name.words,
        email=form.email.words,
        password=form.password.words,
        accepts_rules=bool(form.accepts_rules.data),
        rules_version=number_in(form.rules_version.data),
    )


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Sign in, and go on to where one wanted to go."""
    target = safe_next(request.args.get("next"))
    actor = current_actor()
    if actor.is_signed_in and request.method == "GET":
        return redirect(target or first_page())
    form = SignInForm()
    error = None
    if form.validate_on_submit():
        typed = signing_in.Credentials(name=form.name.words, password=form.password.words)
        user_id = signing_in.find_account(typed.name)
        try:
            signed_in = signing_in.sign_in(
                typed,
                user_id,
                caller(user_id),
                request.user_agent.string,
                clock(),
                replaces=actor if actor.is_signed_in else None,
            )
        except (InvalidInputError, TooManyAttemptsError) as refused:
            error = refused
        else:
            if isinstance(signed_in, signing_in.HalfWayIn):
                let_half_in(signed_in.token)
                return redirect(url_for(".second_step", next=target), 303)
            let_in(signed_in.token)
            return redirect(target or first_page(), 303)
    return form_page("accounts/sign_in.html", form, error, "password", target=target)


@blueprint.route("/sign-out", methods=["GET", "POST"])
def sign_out() -> ResponseReturnValue:
    """GET asks, POST acts."""
    # Whoever is suspended or banned goes away from the door.
    person = whose_standing()
    form = SignOutForm()
    if person.is_signed_in and not form.validate_on_submit():
        return form_page("accounts/sign_out.html", form)
    if person.is_signed_in:
        end_here(person, clock())
        let_out()
        flash("You are signed out. Come back whenever you like.", "success")
    return redirect(url_for("conversations.front"), 303)
