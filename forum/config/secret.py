"""The key that signs cookies and seals secrets: the operator's own, or one that the forum makes and keeps."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

MIN_SECRET_LENGTH = 32
_WEAK_SECRETS = frozenset({"changeme", "change-me", "secret", "dev", "development", "password"})


class SettingsError(Exception):
    """The settings can't be used. The message lists everything that is wrong, one per line."""


def secret_problems(secret_key: str) -> Sequence[str]:
    """What is wrong with a key that others than its owner have to do with."""
    if not secret_key:
        make_one = "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        return [f"FORUM_SECRET_KEY is missing. Make one with: {make_one}"]
    too_short = len(secret_key) < MIN_SECRET_LENGTH
    too_plain = len(set(secret_key)) < 10 or secret_key.lower() in _WEAK_SECRETS
    if too_short or too_plain:
        return [
            f"FORUM_SECRET_KEY is too weak: use at least {MIN_SECRET_LENGTH} random characters."
        ]
    return []


def own_secret(instance_dir: Path) -> str:
    """The forum's own key, which is made once and kept in the instance folder.

    Raises:
        SettingsError: the folder can't be written, or the key in it can't be read or is lost.
    """
    path = instance_dir / "secret_key"
    try:
        # Its own secret, and what people wrote, will be in it.
        instance_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(48))
    except OSError as error:
        raise SettingsError(
            f"The folder {instance_dir} can't be written ({error.strerror}). "
            "Give this user the right to write there, or set FORUM_INSTANCE_DIR to another folder."
        ) from error
    try:
        secret = path.read_text().strip()
    except OSError as error:
        raise SettingsError(
            f"{path} can't be read ({error.strerror}). The forum's own secret is in it: it has to belong to the user "
            "that the forum runs as."
        ) from error
    if not secret:
        # An empty key would sign for everybody, and a new one would open nothing that the lost one has sealed.
        raise SettingsError(
            f"{path} is empty: the secret in it was lost. Put the one from a backup there (secret_key in the zip). "
            "Or delete the file: a new one is made, and people sign in and set up authenticator apps anew."
        )
    return secret


def _write_once(path: Path, words: str) -> None:
    """Write a private file whole or not at all; where two processes start at once, the first one's stays."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(words)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
