"""One's own second step at sign-in: what is set up, setting up more, and taking it away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.actor import Actor
from forum.accounts.confirmation import require_confirmed
from forum.accounts.devices import describe_device
from forum.accounts.forms import AppForm, NewCodesForm, PasskeyForm, SureForm
from forum.accounts.next_page import safe_next
from forum.accounts.second_factor import commands, queries
from forum.accounts.second_factor.apps import open_proposal, propose, token_after
from forum.accounts.second_factor.codes import app_address, in_groups
from forum.accounts.second_factor.passkeys import Owner, ask_for_new
from forum.accounts.second_factor.picture import qr_code
from forum.accounts.second_factor.questions import handle_of, new_question, open_question
from forum.accounts.second_factor.renewing import propose_renewal
from forum.accounts.views.answers import form_page
from forum.accounts.views.blueprint import blueprint
from forum.accounts.views.browser import carry_on_anew, passkey_party, sealer
from forum.community.queries import community_info
from forum.errors import ConflictError, InvalidInputError, NotFoundError
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor
from forum.wiring import clock


@blueprint.get("/account/second-step")
def second_factor() -> ResponseReturnValue:
    """What I have set up, and what I could."""
    actor = current_actor()
    require(actor, Action.MANAGE_OWN_ACCOUNT)
    return render_template(
        "accounts/second_factor/overview.html",
        page=queries.second_factor_page(actor.id),
        target=_target(),
    )


@blueprint.route("/account/second-step/app", methods=["GET", "POST"])
def add_authenticator() -> ResponseReturnValue:
    """Set up an authenticator app: scan, type its first code."""
    form = AppForm()
    if form.is_submitted() and not current_actor().is_signed_in:
        _carry_on_if_sent_twice(form)
    actor = _who_confirmed()
    error = None
    if form.validate_on_submit():
        try:
            done = commands.add_app(actor, form.proposal, form.code.words, sealer(), clock())
        except InvalidInputError as refused:
            error = refused
        except ConflictError as already:
            return _back_to_overview(already.message, "info")
        else:
            return _after_set_up(done, "Your app is set up.")
    return _app_page(actor, form, error)


def _carry_on_if_sent_twice(form: AppForm) -> None:
    """A double click: what it was first sent for is done, and this was sent without the token that came of it."""
    token = token_after(form.proposal, form.code.words, sealer(), clock().now())
    if token is not None:
        carry_on_anew(token)


def _app_page(actor: Actor, form: AppForm, error: InvalidInputError | None) -> Response:
    proposal = open_proposal(actor.id, form.proposal, sealer()) or propose(actor.id, sealer())
    form.proposal_token.data, form.code.data = proposal.sealed, ""
    address = app_address(proposal.secret, actor.username, _community())
    return form_page(
        "accounts/second_factor/app.html",
        form,
        error,
        "code",
        picture=qr_code(address),
        address=address,
        secret=in_groups(proposal.secret),
        target=_target(),
    )


@blueprint.route("/account/second-step/passkey", methods=["GET", "POST"])
def add_passkey() -> ResponseReturnValue:
    """Make a passkey with this device, or with a key that is plugged in."""
    actor = _who_confirmed()
    form = PasskeyForm()
    error = None
    party = passkey_party()
    if party is not None and form.validate_on_submit():
        made = commands.MadePasskey(
            party=party,
            question=form.question,
            answer=form.answer,
            name=form.name.words or describe_device(request.user_agent.string),
        )
        try:
            done = commands.add_passkey(actor, made, sealer(), clock())
        except InvalidInputError as refused:
            error = refused
        except ConflictError as already:
            return _back_to_overview(already.message, "info")
        else:
            return _after_set_up(done, "Your passkey is set up.")
    return _passkey_page(actor, form, error)


def _passkey_page(actor: Actor, form: PasskeyForm, error: InvalidInputError | None) -> Response:
    party, options = passkey_party(), ""
    question = open_question(actor.id, form.question, sealer()) or new_question(actor.id, sealer())
    form.question_token.data, form.answer_token.data = question.sealed, ""
    if party is not None:
        owner = Owner(
            handle=handle_of(actor.id, sealer()),
            username=actor.username,
            display_name=actor.display_name,
        )
        known = queries.credentials_of(actor.id)
        options = ask_for_new(party, _community(), owner, question.challenge, known)
    return form_page(
        "accounts/second_factor/passkey.html",
        form,
        error,
        "name",
        options=options,
        target=_target(),
    )


@blueprint.route("/account/second-step/app/remove", methods=["GET", "POST"])
def remove_authenticator() -> ResponseReturnValue:
    """Give up the authenticator app. GET asks, POST acts."""
    actor = _who_confirmed()
    if queries.second_factor_page(actor.id).app_since is None:
        raise NotFoundError
    return _remove(
        actor,
        "your authenticator app",
        url_for(".remove_authenticator"),
        lambda: commands.remove_app(actor, clock()),
    )


@blueprint.route("/account/second-step/passkeys/<int:passkey_id>/remove", methods=["GET", "POST"])
def remove_passkey(passkey_id: int) -> ResponseReturnValue:
    """Give up a passkey. GET asks, POST acts."""
    actor = _who_confirmed()
    return _remove(
        actor,
        f"the passkey “{queries.passkey_of(actor.id, passkey_id).name}”",
        url_for(".remove_passkey", passkey_id=passkey_id),
        lambda: commands.remove_passkey(actor, passkey_id, clock()),
    )


def _remove(
    actor: Actor, what: str, address: str, remove: Callable[[], str]
) -> ResponseReturnValue:
    form = SureForm()
    if form.validate_on_submit():
        carry_on_anew(remove())
        return _back_to_overview("Done. It is not asked for any more.", "success")
    return form_page(
        "accounts/second_factor/remove.html",
        form,
        what=what,
        address=address,
        page=queries.second_factor_page(actor.id),
    )


@blueprint.route("/account/second-step/recovery-codes", methods=["GET", "POST"])
def renew_recovery_codes() -> ResponseReturnValue:
    """New recovery codes in place of the old ones. GET asks, POST acts."""
    actor = _who_confirmed()
    page = queries.second_factor_page(actor.id)
    if not page.is_on:
        raise NotFoundError
    form = NewCodesForm()
    if form.validate_on_submit():
        try:
            codes = commands.renew_codes(actor, form.proposal, sealer(), clock())
        except commands.TooLateError as late:
            flash(late.message, "info")
            return redirect(url_for(".renew_recovery_codes"), 303)
        return _codes_page(codes)
    form.proposal_token.data = propose_renewal(actor.id, sealer())
    return form_page("accounts/second_factor/renew_codes.html", form, page=page)


def _who_confirmed() -> Actor:
    actor = current_actor()
    require(actor, Action.MANAGE_OWN_ACCOUNT)
    require_confirmed(actor, clock().now())
    return actor


def _after_set_up(done: commands.SetUp, words: str) -> ResponseReturnValue:
    carry_on_anew(done.token)
    flash(words, "success")
    return (
        _codes_page(done.codes)
        if done.codes
        else redirect(_target() or url_for(".second_factor"), 303)
    )


def _codes_page(codes: Sequence[str]) -> str:
    """The only page that ever shows them, so it is the answer itself and not a page to come back to."""
    return render_template(
        "accounts/second_factor/recovery_codes.html", codes=codes, target=_target()
    )


def _back_to_overview(words: str, category: str) -> ResponseReturnValue:
    flash(words, category)
    return redirect(url_for(".second_factor"), 303)


def _target() -> str | None:
    return safe_next(request.args.get("next"))


def _community() -> str:
    info = community_info()
    return info.name if info is not None else "Hearth"
