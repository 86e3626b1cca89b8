"""Encryption with a key made from a secret. The only file that imports cryptography: `sealing` loads it late."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_KEY_BYTES = 32

__all__ = ["InvalidToken", "fernet", "make_key"]


def make_key(secret: bytes, purpose: str) -> bytes:
    """32 bytes, made from the secret for one purpose."""
    made = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=f"hearth.{purpose}".encode())
    return made.derive(secret)


def fernet(key: bytes) -> Fernet:
    """What encrypts and decrypts with such a key."""
    return Fernet(base64.urlsafe_b64encode(key))
