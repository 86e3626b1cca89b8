"""Who may open and send what, as a table: every address of accounts, for every kind of person."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.accounts.models import Role
from tests.factories import World, everyone, sign_in
from tests.integration.accounts.people import Account
from tests.support.client import CheckingClient

KINDS = ("visitor", "newcomer", "member", "mentor", "moderator", "admin")
YES, HOME, DOOR, NO = "opens", "leads home", "asks to sign in", "is refused"

# endpoint: (path, what each kind of person gets, in the order of KINDS)
PAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "join": ("/join", (YES, HOME, HOME, HOME, HOME, HOME)),
    "sign_in": ("/sign-in", (YES, HOME, HOME, HOME, HOME, HOME)),
    "sign_out": ("/sign-out", (HOME, YES, YES, YES, YES, YES)),
    "forgotten_password": ("/forgotten-password", (YES,) * 6),
    "reset_asked": ("/forgotten-password/asked", (YES,) * 6),
    "reset_password": ("/reset-password/made-up", (NO,) * 6),
    "account": ("/account", (DOOR, YES, YES, YES, YES, YES)),
    "profile": ("/account/profile", (DOOR, YES, YES, YES, YES, YES)),
    "change_password": ("/account/password", (DOOR, YES, YES, YES, YES, YES)),
    "confirm_identity": ("/confirm-it-is-you", (DOOR, YES, YES, YES, YES, YES)),
    "second_step": ("/sign-in/second-step", (DOOR, HOME, HOME, HOME, HOME, HOME)),
    "second_factor": ("/account/second-step", (DOOR, YES, YES, YES, YES, YES)),
    "add_authenticator": ("/account/second-step/app", (DOOR, YES, YES, YES, YES, YES)),
    "add_passkey": ("/account/second-step/passkey", (DOOR, YES, YES, YES, YES, YES)),
    "remove_authenticator": ("/account/second-step/app/remove", (DOOR, NO, NO, NO, NO, NO)),
    "remove_passkey": ("/account/second-step/passkeys/1/remove", (DOOR, NO, NO, NO, NO, NO)),
    "renew_recovery_codes": ("/account/second-step/recovery-codes", (DOOR, NO, NO, NO, NO, NO)),
    "reset_second_factor": ("/admin/people/1/second-step", (DOOR, NO, NO, NO, NO, YES)),
    "person": ("/people/ana", (YES,) * 6),
    "block": ("/people/ana/block", (DOOR, YES, YES, YES, YES, YES)),
    "people": ("/admin/people", (DOOR, NO, NO, NO, NO, YES)),
    "roles": ("/admin/people/1/roles", (DOOR, NO, NO, NO, NO, YES)),
}
SENT: dict[str, tuple[str, tuple[str, ...]]] = {
    "end_session": ("/account/sessions/4711/end", (DOOR, NO, NO, NO, NO, NO)),
    "end_other_sessions": ("/account/sessions/end-others", (DOOR, YES, YES, YES, YES, YES)),
    "roles": ("/admin/people/1/roles", (DOOR, NO, NO, NO, NO, YES)),
    "second_step": ("/sign-in/second-step", (DOOR, HOME, HOME, HOME, HOME, HOME)),
    "add_authenticator": ("/account/second-step/app", (DOOR, NO, NO, NO, NO, NO)),
    "add_passkey": ("/account/second-step/passkey", (DOOR, NO, NO, NO, NO, NO)),
    "remove_authenticator": ("/account/second-step/app/remove", (DOOR, NO, NO, NO, NO, NO)),
    "remove_passkey": ("/account/second-step/passkeys/1/remove", (DOOR, NO, NO, NO, NO, NO)),
    "renew_recovery_codes": ("/account/second-step/recovery-codes", (DOOR, NO, NO, NO, NO, NO)),
    "reset_second_factor": ("/admin/people/1/second-step", (DOOR, NO, NO, NO, NO, YES)),
    "block": ("/people/ana/block", (DOOR, YES, YES, YES, YES, YES)),
    "unblock": ("/people/ana/unblock", (DOOR, YES, YES, YES, YES, YES)),
    "profile": ("/account/profile", (DOOR, YES, YES, YES, YES, YES)),
    "take_back_words": ("/account/profile/4711/take-back", (DOOR, NO, NO, NO, NO, NO)),
    "change_password": ("/account/password", (DOOR, NO, NO, NO, NO, NO)),
    "confirm_identity": ("/confirm-it-is-you", (DOOR, NO, NO, NO, NO, NO)),
}


def outcome(status: int, location: str) -> str:
    if status in {302, 303} and location.startswith("/sign-in"):
        return DOOR
    if status in {302, 303} and location in {"/", "/home"}:
        return HOME
    if status in {200, 303}:
        return YES
    return NO if status in {400, 403, 404} else f"{status} {location}"


def test_no_address_is_left_out_of_the_tables(app: Flask) -> None:
    ours = {
        rule.endpoint.removeprefix("accounts."): rule.methods or set()
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("accounts.")
    }
    assert {name for name, methods in ours.items() if "GET" in methods} == set(PAGES)
    assert {name for name, methods in ours.items() if "GET" not in methods} <= set(SENT)


@pytest.mark.parametrize("kind", KINDS)
def test_pages(app: Flask, world: World, client: CheckingClient, ana: Account, kind: str) -> None:
    with app.app_context():
        person = everyone(world)[kind]
    if person.is_signed_in:
        sign_in(app, client, person)
    got = {}
    for name, (path, _) in PAGES.items():
        answer = client.get(path)
        got[name] = outcome(answer.status_code, answer.location or "")
    index = KINDS.index(kind)
    assert got == {name: answers[index] for name, (_, answers) in PAGES.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_sending(app: Flask, world: World, client: CheckingClient, ana: Account, kind: str) -> None:
    with app.app_context():
        person = everyone(world)[kind]
    if person.is_signed_in:
        sign_in(app, client, person)
    token = client.token("/forgotten-password")
    data = {
        "csrf_token": token,
        "role": "mentor",
        "change": "give",
        "password": "x",
        "current": "x",
    }
    got = {}
    for name, (path, _) in SENT.items():
        answer = client.post(path, data=data)
        got[name] = outcome(answer.status_code, answer.location or "")
    index = KINDS.index(kind)
    assert got == {name: answers[index] for name, (_, answers) in SENT.items()}


@pytest.mark.parametrize("path", [path for path, _ in SENT.values()])
def test_nothing_is_done_without_the_forms_token(
    app: Flask, world: World, client: CheckingClient, ana: Account, path: str
) -> None:
    with app.app_context():
        admin = world.person(Role.ADMIN)
    sign_in(app, client, admin)
    data = {"role": "mentor", "change": "give"}
    assert client.post(path, data=data).status_code == 400
    assert client.post(path, data=data | {"csrf_token": "made-up"}).status_code == 400
