"""What a copy of the database must not give away: sealed with keys made from the settings' secret key. Pure."""

from __future__ import annotations

import hashlib
import hmac
from types import ModuleType


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
        sealed: bytes = _encryption().fernet(self._key(purpose)).encrypt(words.encode())
        return sealed.decode()

    def open(self, sealed: str, purpose: str, *, good_for_seconds: int | None = None) -> str:
        """The words again.

        Raises:
            SealBrokenError: nothing can be had from it.
        """
        encryption = _encryption()
        try:
            opened: bytes = encryption.fernet(self._key(purpose)).decrypt(
                sealed.encode("utf-8", "surrogatepass"), ttl=good_for_seconds
            )
        except encryption.InvalidToken as error:
            raise SealBrokenError from error
        return opened.decode()

    def seal_for(self, user_id: int, words: str, purpose: str) -> str:
        """Words for a page of one person, which sends them back."""
        return self.seal(f"{user_id} {words}", purpose)

    def open_for(
        self, user_id: int, sealed: str, purpose: str, good_for_seconds: int
    ) -> str | None:
        """What `seal_for` has sealed for this person; None if that was not it, or it is too old."""
        try:
            opened = self.open(sealed, purpose, good_for_seconds=good_for_seconds)
        except SealBrokenError:
            return None
        owner, _, words = opened.partition(" ")
        return words if owner == str(user_id) else None

    def mark(self, words: str, purpose: str) -> bytes:
        """32 bytes that stand for the words, always the same, and tell nothing of them."""
        return hmac.digest(self._key(purpose), words.encode(), hashlib.sha256)

    def _key(self, purpose: str) -> bytes:
        key: bytes = _encryption().make_key(self._secret, purpose)
        return key


def _encryption() -> ModuleType:
    # 7 MB, for those who set up or show a second factor: a web process that nobody asks for one does without.
    from forum.accounts.second_factor import encryption  # noqa: PLC0415

    return encryption
