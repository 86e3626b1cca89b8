"""What a new passkey has to answer to. The page carries it sealed, so that opening the page changes nothing."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from forum.accounts.second_factor.passkeys import CHALLENGE_BYTES
from forum.accounts.second_factor.sealing import Sealer

_QUESTION = "passkey-question"
_HANDLE = "passkey-handle"
QUESTION_SECONDS = 900


@dataclass(frozen=True, kw_only=True)
class Question:
    """A challenge, and the same sealed for one person."""

    challenge: bytes
    sealed: str


def new_question(user_id: int, sealer: Sealer) -> Question:
    """A question for this person's device."""
    challenge = secrets.token_bytes(CHALLENGE_BYTES)
    return Question(
        challenge=challenge, sealed=sealer.seal_for(user_id, challenge.hex(), _QUESTION)
    )


def open_question(user_id: int, sealed: str, sealer: Sealer) -> Question | None:
    """What this person's device was asked in the last quarter of an hour; None if that was not it."""
    challenge = sealer.open_for(user_id, sealed, _QUESTION, QUESTION_SECONDS)
    return Question(challenge=bytes.fromhex(challenge), sealed=sealed) if challenge else None


def handle_of(user_id: int, sealer: Sealer) -> bytes:
    """How devices name this person: always the same, and no number that others see."""
    return sealer.mark(str(user_id), _HANDLE)
