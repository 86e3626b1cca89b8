"""What a device is asked, and which answers are good."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from forum.accounts.second_factor.passkeys import (
    KnownPasskey,
    Owner,
    PasskeyRefusedError,
    ask_for_known,
    ask_for_new,
    check_known,
    check_new,
    credential_of,
)
from forum.accounts.second_factor.relying_party import RelyingParty
from tests.support.authenticator import Authenticator

PARTY = RelyingParty(name="forum.test", origin="https://forum.test")
OWNER = Owner(handle=b"h" * 32, username="ana", display_name="Ana")
FIRST, SECOND = b"1" * 32, b"2" * 32
MADE_UP = (
    "",
    "x",
    "[]",
    "{}",
    "null",
    '{"id": 1}',
    "[" * 19_000,
    "x" * 30_000,
    '{"id":"a","rawId":"a"}',
)


def made(device: Authenticator) -> KnownPasskey:
    new = check_new(PARTY, FIRST, device.make(ask_for_new(PARTY, "Hearth", OWNER, FIRST, [])))
    return KnownPasskey(public_key=new.public_key, sign_count=new.sign_count)


def question(challenge: bytes = SECOND) -> str:
    return ask_for_known(PARTY, challenge, [])


def test_a_passkey_is_made_and_used() -> None:
    device = Authenticator()
    known = made(device)
    answer = device.answer(question())
    assert credential_of(answer) == device.credential_id
    assert check_known(PARTY, SECOND, answer, known) == 1


def test_a_device_that_has_one_is_told_so() -> None:
    asked = json.loads(ask_for_new(PARTY, "Hearth", OWNER, FIRST, [b"known"]))
    assert len(asked["excludeCredentials"]) == 1
    assert asked["user"]["name"] == "ana"


def test_an_answer_to_another_question_is_refused() -> None:
    device = Authenticator()
    known = made(device)
    with pytest.raises(PasskeyRefusedError):
        check_known(PARTY, FIRST, device.answer(question(SECOND)), known)
    with pytest.raises(PasskeyRefusedError):
        check_new(PARTY, SECOND, device.make(ask_for_new(PARTY, "Hearth", OWNER, FIRST, [])))


def test_an_answer_given_at_another_address_is_refused() -> None:
    """Whoever was lured to a copy of the forum gives away nothing."""
    device = Authenticator()
    known = made(device)
    device.origin = "https://forum.test.evil.example"
    with pytest.raises(PasskeyRefusedError):
        check_known(PARTY, SECOND, device.answer(question()), known)


def test_another_key_is_refused() -> None:
    known = made(Authenticator())
    with pytest.raises(PasskeyRefusedError):
        check_known(PARTY, SECOND, Authenticator().answer(question()), known)


def test_a_copied_key_is_noticed_by_its_count() -> None:
    device = Authenticator()
    known = made(device)
    answer = device.answer(question())
    with pytest.raises(PasskeyRefusedError):
        check_known(PARTY, SECOND, answer, replace(known, sign_count=1))


@pytest.mark.parametrize("answer", MADE_UP)
def test_what_no_device_said_is_refused(answer: str) -> None:
    with pytest.raises(PasskeyRefusedError):
        check_new(PARTY, FIRST, answer)
    with pytest.raises(PasskeyRefusedError):
        credential_of(answer)
    with pytest.raises(PasskeyRefusedError):
        check_known(PARTY, FIRST, answer, KnownPasskey(public_key=b"x", sign_count=0))
