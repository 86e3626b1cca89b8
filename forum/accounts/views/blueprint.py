"""The blueprint that every page of accounts belongs to, and where "type your password once more" leads."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.confirmation import NotConfirmedError
from forum.database import db

blueprint = Blueprint("accounts", __name__)


@blueprint.app_errorhandler(NotConfirmedError)
def ask_to_confirm(error: NotConfirmedError) -> ResponseReturnValue:
    """From any part of the forum: to the page that asks for the password, and back."""
    db.session.rollback()
    back = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return redirect(url_for("accounts.confirm_identity", next=back), 303)
