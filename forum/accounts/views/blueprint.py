"""The blueprint that every page of accounts belongs to, and where those are led who have to show first who they are."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.confirmation import NotConfirmedError
from forum.database import db
from forum.errors import SecondFactorNeededError
from forum.web.resend import has_words, resend_page

blueprint = Blueprint("accounts", __name__)


@blueprint.app_errorhandler(NotConfirmedError)
def ask_to_confirm(error: NotConfirmedError) -> ResponseReturnValue:
    """From any part of the forum: to the page that asks for the password, and back."""
    db.session.rollback()
    return redirect(url_for("accounts.confirm_identity", next=_way_back()), 303)


@blueprint.app_errorhandler(SecondFactorNeededError)
def lead_to_second_factor(error: SecondFactorNeededError) -> ResponseReturnValue:
    """From any page of the staff: to where a second step is set up, and back. Words that were typed are kept."""
    db.session.rollback()
    if has_words():
        words = f"{error.message} You find it under “Your account”; then come back to this page and send it again."
        return resend_page("Please set up your second step first", words), 403
    return redirect(url_for("accounts.second_factor", next=_way_back()), 303)


def _way_back() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else request.path
