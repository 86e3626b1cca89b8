"""The web edge of every error: the only place where one becomes an HTTP status."""

from __future__ import annotations

import secrets

import structlog
from flask import Flask, Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import Forbidden, HTTPException, SecurityError

from forum.accounts.attempts import wait_in_words
from forum.database import db
from forum.errors import (
    ConflictError,
    ForumError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    TooManyAttemptsError,
)
from forum.web.actor import current_actor
from forum.web.forms import only_previews
from forum.web.limits import seconds_to_wait
from forum.web.resend import has_words, resend_page
from forum.web.security import SAFE_METHODS

log = structlog.get_logger(__name__)

_STATUS: dict[type[ForumError], int] = {
    NotFoundError: 404,
    NotAllowedError: 403,
    ConflictError: 409,
    InvalidInputError: 400,
    TooManyAttemptsError: 429,
}
_DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeoutError)
# Heads the page that gives somebody their words back.
_GIVES_BACK = {
    403: "This can’t be sent just now",
    404: "This is not there any more",
    409: "Something changed meanwhile",
    429: "Let us take a breath",
}
_SLOWED_DOWN = (
    "That was a lot in a short time, so we have slowed things down a little. It happens to careful people, too. "
    "Please wait {wait}, and then {again}."
)
_HAS_PAGE = frozenset({400, 403, 404, 405, 409, 413, 429, 500, 503})


def init_app(app: Flask) -> None:
    """Number every request, and give every error its page."""

    @app.before_request
    def number_request() -> None:
        g.request_id = secrets.token_hex(6)

    @app.after_request
    def show_number(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.get("request_id", "")
        return response

    app.register_error_handler(ForumError, _forum_error)
    app.register_error_handler(CSRFError, _expired_form)
    for kind in _DATABASE_AWAY:
        app.register_error_handler(kind, _database_away)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def _status_of(error: ForumError) -> int:
    return next(_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS)


def _forum_error(error: ForumError) -> ResponseReturnValue:
    db.session.rollback()
    status = _status_of(error)
    if status == 403 and not current_actor().is_signed_in:
        return _ask_to_sign_in()
    if status in _GIVES_BACK and has_words():
        response = Response(resend_page(_GIVES_BACK[status], error.message), status)
    else:
        response = Response(_page(status, error.message), status)
    if isinstance(error, TooManyAttemptsError):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _ask_to_sign_in() -> ResponseReturnValue:
    if has_words():
        return resend_page(
            "Please sign in first",
            "You are not signed in any more. Sign in in another tab or window, then come back to this page "
            "and send it again.",
        ), 403
    back = request.full_path.rstrip("?") if request.method in SAFE_METHODS else None
    return redirect(url_for("accounts.sign_in", next=back))


def _expired_form(error: CSRFError) -> ResponseReturnValue:
    log.info("form_expired", endpoint=request.endpoint)
    if has_words():
        return resend_page(
            "This page was open for a long time",
            "So that nobody can send something in your name, we ask you to send it once more.",
        ), 400
    message = "This page was open for a long time, so nothing was done."
    return render_template(
        "errors/400.html", message=message, again=_own_page(), request_id=g.get("request_id", "")
    ), 400


def _own_page() -> str | None:
    """Where the form that was sent can be opened anew: a browser that goes back may show the old one as it was."""
    rule = request.url_rule
    has_one = rule is not None and rule.methods is not None and "GET" in rule.methods
    return request.full_path.rstrip("?") if has_one else None


def _database_away(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    log.error("database_away", kind=type(error).__name__, detail=str(error.__cause__ or "")[:200])
    if has_words():
        return resend_page(
            "We could not save this just now",
            "The forum is busy or resting for a moment. Please try again in a minute.",
        ), 503
    return _plain_page(503, ""), 503


def _http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    if isinstance(error, SecurityError):
        # The address it came by is not ours, so no page with links can be built.
        return Response("This is not an address of this forum.\n", 400, mimetype="text/plain")
    if status not in _HAS_PAGE:
        status = 400 if status < 500 else 500
    if status == 429:
        return _slowed_down()
    response = Response(_page(status, _said(error)), status)
    if status == 405 and error.get_response().headers.get("Allow"):
        response.headers["Allow"] = error.get_response().headers["Allow"]
    return response


def _said(error: HTTPException) -> str:
    """What we have said of a request that was turned away; empty where the library speaks."""
    ours = isinstance(error, Forbidden) and error.description != Forbidden.description
    return error.description or "" if ours else ""


def _slowed_down() -> Response:
    seconds = seconds_to_wait()
    wait = wait_in_words(seconds)
    if has_words():
        again = "look again" if only_previews() else "send it again"
        page = resend_page(_GIVES_BACK[429], _SLOWED_DOWN.format(wait=wait, again=again))
    else:
        page = _page(429, _SLOWED_DOWN.format(wait=wait, again="try again"))
    return Response(page, 429, {"Retry-After": str(seconds)})


def _unexpected(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    # Not the path: it may hold the token of a mailed link.
    log.exception("unexpected_error", endpoint=request.endpoint)
    if has_words():
        return resend_page(
            "Something went wrong on our side",
            "It is not your doing. Please try again in a minute.",
        ), 500
    return _plain_page(500, ""), 500


def _page(status: int, message: str) -> str:
    try:
        return _plain_page(status, message)
    except _DATABASE_AWAY:
        db.session.rollback()
        return _plain_page(503, "")


def _plain_page(status: int, message: str) -> str:
    return render_template(
        f"errors/{status}.html", message=message, request_id=g.get("request_id", "")
    )
