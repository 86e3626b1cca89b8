"""What every response carries, and which requests are turned away before anything else happens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, request, session
from werkzeug.exceptions import Forbidden, NotFound, SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix

from forum.accounts.lifetimes import FOR_MEMBERS
from forum.config import Settings
from forum.text import MAX_POST_LENGTH

if TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = structlog.get_logger(__name__)

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}
ONE_YEAR = 31_536_000
STRICT_TRANSPORT = {"Strict-Transport-Security": f"max-age={ONE_YEAR}; includeSubDomains"}
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# What the browser's session of anybody holds who has opened a form. All else in it says something of a person.
_OF_EVERY_VISITOR = frozenset({"csrf_token"})


def configure(app: Flask, settings: Settings) -> None:
    """Cookie flags, size limits, trusted hosts, tokens of forms: what Flask leaves unset."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-session",
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        # How long a session lives is decided on the server; the cookie only has to last as long.
        PERMANENT_SESSION_LIFETIME=FOR_MEMBERS.absolute,
        # A request that is still under way must not bring back a token that was renewed meanwhile.
        SESSION_REFRESH_EACH_REQUEST=False,
        TRUSTED_HOSTS=settings.hosts,
        # A post of 20,000 characters in its widest encoding, with room for the rest of the form.
        MAX_CONTENT_LENGTH=MAX_POST_LENGTH * 12 + 65_536,
        MAX_FORM_MEMORY_SIZE=MAX_POST_LENGTH * 12 + 65_536,
        MAX_FORM_PARTS=200,
        # A form may stay open over a long day; the token in it is bound to the session anyway.
        WTF_CSRF_TIME_LIMIT=12 * 3_600,
        WTF_CSRF_SSL_STRICT=False,
    )
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=0
        )


def init_app(app: Flask, settings: Settings) -> None:
    """Turn foreign requests away, and put the headers on every response."""
    secure = urlsplit(settings.base_url).scheme == "https"
    headers = HEADERS | (STRICT_TRANSPORT if secure else {})
    app.wsgi_app = _Headers(app.wsgi_app, list(headers.items()))  # type: ignore[method-assign]
    app.before_request(_refuse_other_hosts)
    app.before_request(_refuse_null_characters)

    @app.before_request
    def refuse_foreign_requests() -> None:
        if request.method in SAFE_METHODS:
            return
        site = request.headers.get("Sec-Fetch-Site")
        if site is not None:
            if site not in {"same-origin", "none"}:
                raise Forbidden("This came from another site, so nothing was done.")
            return
        origin = request.headers.get("Origin")
        # Old browsers send no Sec-Fetch-Site; the form's own token is checked either way.
        if origin and _host_in(origin) != request.host:
            raise Forbidden("This came from another site, so nothing was done.")

    @app.after_request
    def keep_private(response: Response) -> Response:
        if request.endpoint != "static":
            _keep_private(response)
        return response


class _Headers:
    """Puts the same headers on every response, whoever made it. No view sets one of them itself.

    Around the application, because one list added to another costs a tenth of asking Flask for each name.
    """

    def __init__(self, app: WSGIApplication, headers: Sequence[tuple[str, str]]) -> None:
        self._app = app
        self._headers = headers

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(
            status: str,
            headers: list[tuple[str, str]],
            error: OptExcInfo | None = None,
            /,
        ) -> Callable[[bytes], object]:
            return start_response(status, [*headers, *self._headers], error)

        return self._app(environ, start)


def _host_in(origin: str) -> str:
    """The host that an origin names; empty where it is no address at all."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _refuse_other_hosts() -> None:
    # Flask itself would only say so once all else has looked at the request, which can't build a link meanwhile.
    if isinstance(request.routing_exception, SecurityError):
        log.warning(
            "host_refused",
            host=request.environ.get("HTTP_HOST", "")[:100],
            mend="does a proxy pass on the Host that it was asked for? Is it in FORUM_ALLOWED_HOSTS?",
        )
        raise request.routing_exception


def _refuse_null_characters() -> None:
    # PostgreSQL can't even be asked for such a name.
    if "\x00" in request.path:
        raise NotFound


def _keep_private(response: Response) -> None:
    """A page that was made for one person is never shown to another."""
    response.headers.add("Vary", "Cookie")
    # Whoever is signed in, has typed the password and is not in yet, or is shut out and stands at the door.
    is_somebodys = bool(session.keys() - _OF_EVERY_VISITOR)
    changes = request.method not in SAFE_METHODS
    # The session's own cookie is only put on the response after this.
    sets_cookie = session.modified or "Set-Cookie" in response.headers
    if is_somebodys or changes or sets_cookie:
        response.headers["Cache-Control"] = "private, no-store"
    else:
        response.headers.setdefault("Cache-Control", "no-cache")
