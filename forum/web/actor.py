"""Who is asking: Flask-Login over the forum's own sessions."""

from __future__ import annotations

from flask import Flask, g, session
from flask_login import LoginManager, UserMixin, current_user

from forum.accounts.actor import VISITOR, Actor
from forum.accounts.sessions import find_session
from forum.wiring import clock


class SignedIn(UserMixin):
    """What Flask-Login holds: the actor and the session's token. The token, not the person, is what it remembers."""

    def __init__(self, actor: Actor, token: str) -> None:
        self.actor = actor
        self._token = token

    def get_id(self) -> str:
        """The session's random token."""
        return self._token


def init_app(app: Flask) -> None:
    """Set up Flask-Login."""
    manager = LoginManager()
    manager.login_view = "accounts.sign_in"
    manager.login_message = ""
    # The session's token is looked up at each request; nothing is gained by binding it to an address.
    manager.session_protection = None
    # Its context processor would look the person up for every page, also for those that stand on nothing.
    manager.init_app(app, add_context_processor=False)

    @manager.user_loader
    def load(token: str) -> SignedIn | None:
        actor = find_session(token, clock().now())
        return SignedIn(actor, token) if actor is not None else None


def current_actor() -> Actor:
    """Who is asking, looked up once per request. A visitor without a cookie costs no query."""
    # A page asks dozens of times: one look at `g` instead of two.
    actor: Actor | None = g.get("actor")
    if actor is None:
        known = "_user_id" in session and current_user.is_authenticated
        actor = g.actor = current_user.actor if known else VISITOR
    return actor


def forget_actor() -> None:
    """After what changes who is asking, or what they may, within this request: the next one to ask looks anew."""
    g.pop("actor", None)
    # Where Flask-Login keeps whom it has looked up.
    g.pop("_login_user", None)
