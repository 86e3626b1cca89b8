"""The second step of signing in, and an admin who takes away what somebody has lost."""

from __future__ import annotations

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.confirmation import require_confirmed
from forum.accounts.forms import SecondStepForm, SureForm
from forum.accounts.next_page import safe_next
from forum.accounts.queries import roles_of_person
from forum.accounts.second_factor import half_sign_ins
from forum.accounts.second_factor import second_step as finishing
from forum.accounts.second_factor.passkeys import ask_for_known
from forum.accounts.second_factor.queries import is_second_factor_on
from forum.accounts.second_factor.taking_away import take_away
from forum.accounts.signing_in import SignedInAs
from forum.accounts.views.answers import first_page, form_page
from forum.accounts.views.blueprint import blueprint
from forum.accounts.views.browser import (
    caller,
    forget_half_way,
    half_way_token,
    let_in,
    passkey_party,
    sealer,
)
from forum.errors import ConflictError, InvalidInputError, TooManyAttemptsError
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor, forget_actor
from forum.wiring import clock


@blueprint.route("/sign-in/second-step", methods=["GET", "POST"])
def second_step() -> ResponseReturnValue:
    """After the password: a code, or a passkey."""
    target = safe_next(request.args.get("next"))
    if current_actor().is_signed_in:
        return redirect(target or first_page())
    try:
        half = half_sign_ins.find(half_way_token(), clock().now())
        return _ask_or_finish(half, target)
    except half_sign_ins.SignInOverError as over:
        forget_half_way()
        flash(over.message, "info")
        return redirect(url_for(".sign_in", next=target), 303)


def _ask_or_finish(half: half_sign_ins.HalfWay, target: str | None) -> ResponseReturnValue:
    form = SecondStepForm()
    error = None
    if form.validate_on_submit():
        try:
            let_in(_finish(form, half.user_id).token)
        except (InvalidInputError, TooManyAttemptsError) as refused:
            error = refused
        else:
            return redirect(target or first_page(), 303)
    return _second_step_page(form, error, half, target)


def _finish(form: SecondStepForm, user_id: int) -> SignedInAs:
    comer = finishing.Comer(
        token=half_way_token(), caller=caller(user_id), user_agent=request.user_agent.string
    )
    if form.answer:
        return finishing.finish_with_passkey(comer, form.answer, passkey_party(), clock())
    return finishing.finish_with_code(comer, form.code.words, sealer(), clock())


def _second_step_page(
    form: SecondStepForm,
    error: InvalidInputError | TooManyAttemptsError | None,
    half: half_sign_ins.HalfWay,
    target: str | None,
) -> Response:
    party = passkey_party()
    # A code is good once and an answer fits one question: neither is sent back to the page.
    form.code.data, form.answer_token.data = "", ""
    asks = party is not None and bool(half.passkeys)
    page = form_page(
        "accounts/second_factor/second_step.html",
        form,
        error,
        "code",
        target=target,
        has_app=half.has_app,
        options=ask_for_known(party, half.challenge, half.passkeys) if party and asks else "",
    )
    # No copy of the page stays behind on a shared computer.
    page.headers["Cache-Control"] = "private, no-store"
    return page


@blueprint.route("/admin/people/<int:user_id>/second-step", methods=["GET", "POST"])
def reset_second_factor(user_id: int) -> ResponseReturnValue:
    """Take away what somebody has lost. GET asks, POST acts."""
    actor = current_actor()
    require(actor, Action.RESET_SECOND_FACTOR)
    require_confirmed(actor, clock().now())
    page = roles_of_person(user_id)
    form = SureForm()
    if form.validate_on_submit():
        try:
            take_away(actor, user_id, clock())
        except ConflictError as error:
            flash(error.message, "info")
        else:
            forget_actor()
            flash("Done. They are told in their inbox and by mail.", "success")
        return redirect(url_for(".roles", user_id=user_id), 303)
    return form_page(
        "accounts/second_factor/reset.html", form, page=page, is_on=is_second_factor_on(user_id)
    )
