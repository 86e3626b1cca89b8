"""What a copy of the database must not give away: sealed with keys made from the settings' secret key. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_KEY_BYTES = 32


class SealBrokenError(Exception):
    """It was sealed with another key or for something else, was changed, or is too old."""


class Sealer:
    """Seals words and opens them again. Each purpose has a key of its own: what was sealed for one opens for no other.

    Args:
        secret: the settings' secret key. When it changes, nothing that was sealed before can be opened.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def seal(self, words: str, purpose: str) -> str:
        """Encrypt words, so that they can neither be read nor changed."""
        return self._fernet(purpose).encrypt(words.encode()).decode()

    def open(self, sealed: str, purpose: str, *, good_for_seconds: int | None = None) -> str:
        """The words again.

        Raises:
            SealBrokenError: nothing can be had from it.
        """
        try:
            opened = self._fernet(purpose).decrypt(
                sealed.encode("utf-8", "surrogatepass"), ttl=good_for_seconds
            )
        except InvalidToken as error:
            raise SealBrokenError from error
        return opened.decode()

    def mark(self, words: str, purpose: str) -> bytes:
        """32 bytes that stand for the words, always the same, and tell nothing of them."""
        return hmac.digest(self._key(purpose), words.encode(), hashlib.sha256)

    def _fernet(self, purpose: str) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(self._key(purpose)))

    def _key(self, purpose: str) -> bytes:
        made = HKDF(
            algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=f"hearth.{purpose}".encode()
        )
        return made.derive(self._secret)
