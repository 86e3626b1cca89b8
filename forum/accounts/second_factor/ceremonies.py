"""What passes between browser and forum when a passkey is made or used; the one file that imports the library for it.

`passkeys` loads it when somebody uses one.
"""

from __future__ import annotations

from collections.abc import Sequence

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

from forum.accounts.second_factor.passkeys import (
    WAIT_MILLISECONDS,
    KnownPasskey,
    NewPasskey,
    Owner,
    PasskeyRefusedError,
    short,
)
from forum.accounts.second_factor.relying_party import RelyingParty

# What the library raises over an answer that somebody made up.
_REFUSED = (WebAuthnException, ValueError, TypeError, KeyError, RecursionError)


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
            credential=short(answer),
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
        return parse_authentication_credential_json(short(answer)).raw_id
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
            credential=short(answer),
            expected_challenge=challenge,
            expected_rp_id=party.name,
            expected_origin=party.origin,
            credential_public_key=known.public_key,
            credential_current_sign_count=known.sign_count,
        )
    except _REFUSED as error:
        raise PasskeyRefusedError from error
    return verified.new_sign_count
