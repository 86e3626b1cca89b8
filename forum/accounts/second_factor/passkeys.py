"""Passkeys as the WebAuthn standard has them: what a browser is asked, and whether its answer is good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType

from forum.accounts.second_factor.relying_party import RelyingParty

CHALLENGE_BYTES = 32
WAIT_MILLISECONDS = 120_000
MAX_ANSWER_LENGTH = 20_000


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
    question: str = _ceremonies().ask_for_new(party, community, owner, challenge, known)
    return question


def check_new(party: RelyingParty, challenge: bytes, answer: str) -> NewPasskey:
    """The passkey that a browser has made.

    Raises:
        PasskeyRefusedError: it was not made for this forum and this question.
    """
    made: NewPasskey = _ceremonies().check_new(party, challenge, answer)
    return made


def ask_for_known(party: RelyingParty, challenge: bytes, known: Sequence[bytes]) -> str:
    """What the browser is asked at sign-in, as JSON."""
    question: str = _ceremonies().ask_for_known(party, challenge, known)
    return question


def credential_of(answer: str) -> bytes:
    """Which passkey an answer says that it was made with.

    Raises:
        PasskeyRefusedError: it is no answer at all.
    """
    number: bytes = _ceremonies().credential_of(answer)
    return number


def check_known(party: RelyingParty, challenge: bytes, answer: str, known: KnownPasskey) -> int:
    """How often the device says that the passkey was used by now.

    Raises:
        PasskeyRefusedError: the answer was made with another key, for another question or another place, or is a copy
            of an earlier one.
    """
    times: int = _ceremonies().check_known(party, challenge, answer, known)
    return times


def short(answer: str) -> str:
    """An answer that is not too long to be one.

    Raises:
        PasskeyRefusedError: it is.
    """
    if len(answer) > MAX_ANSWER_LENGTH:
        raise PasskeyRefusedError
    return answer


def _ceremonies() -> ModuleType:
    # 7 MB in every web process, for the few moments in which somebody uses a passkey.
    from forum.accounts.second_factor import ceremonies  # noqa: PLC0415

    return ceremonies
