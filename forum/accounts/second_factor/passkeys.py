"""Passkeys as the WebAuthn standard has them: what a browser is asked, and whether its answer is good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from forum.accounts.second_factor.relying_party import RelyingParty

CHALLENGE_BYTES = 32
WAIT_MILLISECONDS = 120_000
MAX_ANSWER_LENGTH = 20_000


# What the library raises over an answer that somebody made up.
_REFUSED = (WebAuthnException, ValueError, TypeError, KeyError, RecursionError)


class PasskeyRefusedError(Exception):
    """The browser's answer does not fit what it was asked."""


@dataclass(frozen=True, kw_only=True)
class NewPasskey:
    """What is kept of a passkey. Its secret half never leaves the person's device."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


@dataclass(frozen=True, kw_only=True)
class KnownPasskey:
    """A passkey as it was kept, for checking an answer made with it."""

    public_key: bytes
    sign_count: int


@dataclass(frozen=True, kw_only=True)
class Owner:
    """For whom a passkey is made. `handle` names them to the device and is no name that people know."""

    handle: bytes
    username: str
    display_name: str


def ask_for_new(
    party: RelyingParty, community: str, owner: Owner, challenge: bytes, known: Sequence[bytes]
) -> str:
    """What the browser is asked when a passkey is made, as JSON. A device that has one already is left out."""
    options = generate_registration_options(
        rp_id=party.name,
        rp_name=community,
        user_id=owner.handle,
        user_name=owner.username,
        user_display_name=owner.display_name,
        challenge=challenge,
        timeout=WAIT_MILLISECONDS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return options_to_json(options)


def check_new(party: RelyingParty, challenge: bytes, answer: str) -> NewPasskey:
    """The passkey that a browser has made.

    Raises:
        PasskeyRefusedError: it was not made for this forum and this question.
    """
    try:
        made = verify_registration_response(
            credential=_short(answer),
            expected_challenge=challenge,
            expected_rp_id=party.name,
            expected_origin=party.origin,
        )
    except _REFUSED as error:
        raise PasskeyRefusedError from error
    return NewPasskey(
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
    )


def ask_for_known(party: RelyingParty, challenge: bytes, known: Sequence[bytes]) -> str:
    """What the browser is asked at sign-in, as JSON."""
    options = generate_authentication_options(
        rp_id=party.name,
        challenge=challenge,
        timeout=WAIT_MILLISECONDS,
        allow_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return options_to_json(options)


def credential_of(answer: str) -> bytes:
    """Which passkey an answer says that it was made with.

    Raises:
        PasskeyRefusedError: it is no answer at all.
    """
    try:
        return parse_authentication_credential_json(_short(answer)).raw_id
    except _REFUSED as error:
        raise PasskeyRefusedError from error


def check_known(party: RelyingParty, challenge: bytes, answer: str, known: KnownPasskey) -> int:
    """How often the device says that the passkey was used by now.

    Raises:
        PasskeyRefusedError: the answer was made with another key, for another question or another place, or is a copy
            of an earlier one.
    """
    try:
        verified = verify_authentication_response(
            credential=_short(answer),
            expected_challenge=challenge,
            expected_rp_id=party.name,
            expected_origin=party.origin,
            credential_public_key=known.public_key,
            credential_current_sign_count=known.sign_count,
        )
    except _REFUSED as error:
        raise PasskeyRefusedError from error
    return verified.new_sign_count


def _short(answer: str) -> str:
    if len(answer) > MAX_ANSWER_LENGTH:
        raise PasskeyRefusedError
    return answer
