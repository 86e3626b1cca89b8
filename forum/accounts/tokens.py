"""Random tokens. People carry the token; the database keeps only its hash, so that a copied database opens no door."""

from __future__ import annotations

import hashlib
import secrets

TOKEN_BYTES = 32  # 256 bit


def new_token() -> str:
    """A token that nobody can guess, fit for a cookie or an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> str:
    """SHA-256 in hex, 64 characters. A random token needs no slow hash. Any text is taken, however odd."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
