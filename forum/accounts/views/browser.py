"""What a person's browser carries: tokens, and the proof that their account was used in it before."""

from __future__ import annotations

import secrets

from flask import Response, after_this_request, current_app, flash, request, session
from flask_login import login_user
from itsdangerous import BadSignature, URLSafeSerializer

from forum.accounts.attempts import Caller
from forum.accounts.second_factor.relying_party import RelyingParty, relying_party
from forum.accounts.second_factor.sealing import Sealer
from forum.accounts.sessions import find_session
from forum.leaving.coming_back import back_in_words
from forum.web.actor import SignedIn, forget_actor
from forum.web.limits import network
from forum.wiring import clock, settings

KNOWN_DEVICE = "__Host-known-device"
_HALF_WAY = "half_way"
_KNOWN_FOR_SECONDS = 180 * 86_400


def let_in(token: str) -> None:
    """Sign a person in in this browser, with nothing of what the browser's session held before."""
    actor = find_session(token, clock().now())
    if actor is None:
        return
    session.clear()
    session.permanent = True
    login_user(SignedIn(actor, token))
    forget_actor()
    remember_device(actor.id)
    if words := back_in_words(actor.id, clock().now()):
        flash(words, "success")


def carry_on_with(token: str) -> None:
    """The same session goes on under a new token."""
    session["_user_id"] = token


def carry_on_anew(token: str) -> None:
    """The same session goes on under a new token, and its powers may be others."""
    actor = find_session(token, clock().now())
    if actor is not None:
        login_user(SignedIn(actor, token))
        forget_actor()


def let_half_in(token: str) -> None:
    """Remember in this browser that the password was right. Nobody is signed in yet."""
    session.clear()
    session[_HALF_WAY] = token
    forget_actor()


def forget_half_way() -> None:
    """What was begun in this browser is over."""
    session.pop(_HALF_WAY, None)


def half_way_token() -> str:
    """The token of the sign-in that was begun in this browser; empty if there is none."""
    return str(session.get(_HALF_WAY, ""))


def sealer() -> Sealer:
    """Seals what the database or a page must not give away."""
    return Sealer(settings().secret_key)


def passkey_party() -> RelyingParty | None:
    """For which name passkeys are good; None where they can't be used."""
    return relying_party(settings().base_url, request.host)


def let_out() -> None:
    """Forget in this browser who was signed in."""
    session.clear()
    forget_actor()


def caller(user_id: int | None) -> Caller:
    """Where this request comes from, as far as attempts at this account are counted."""
    return Caller(network=network(), device_id=_device_id(user_id))


def remember_device(user_id: int) -> None:
    """Leave the proof that this person uses this browser. It opens nothing; it only keeps them from being delayed."""
    device_id = _device_id(user_id) or secrets.token_urlsafe(16)
    signed = _serializer().dumps([user_id, device_id])

    @after_this_request
    def leave(response: Response) -> Response:
        response.set_cookie(
            KNOWN_DEVICE,
            signed,
            max_age=_KNOWN_FOR_SECONDS,
            path="/",
            secure=True,
            httponly=True,
            samesite="Lax",
        )
        return response


def _device_id(user_id: int | None) -> str:
    try:
        owner, device_id = _serializer().loads(request.cookies.get(KNOWN_DEVICE, ""))
    except (BadSignature, TypeError, ValueError):
        return ""
    return str(device_id) if user_id is not None and owner == user_id else ""


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="hearth.known-device")
