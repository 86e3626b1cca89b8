"""The six digits of an authenticator app (RFC 6238), and the recovery codes for when it is lost. Pure."""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

from pyotp import TOTP, random_base32
from pyotp.utils import strings_equal

STEP_SECONDS = 30
# A clock that is half a minute off, and a person who types slowly.
DRIFT_STEPS = 1
DIGITS = 6
RECOVERY_CODES = 10
# 15 bytes are 120 bit: nobody guesses that, so that a plain hash is enough, and 24 letters can still be typed.
_RECOVERY_BYTES = 15
_RECOVERY_GROUP = 6
# What a text editor makes of a hyphen.
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"


def new_secret() -> str:
    """A secret for an authenticator app, 160 bit in base32."""
    return random_base32(32)


def in_groups(secret: str) -> str:
    """The secret as it is easy to copy by hand."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def app_address(secret: str, username: str, community: str) -> str:
    """What the QR code says: an address that authenticator apps understand."""
    return TOTP(secret).provisioning_uri(name=username, issuer_name=community)


def is_app_code(typed: str) -> bool:
    """Whether this looks like what an app shows, rather than like a recovery code."""
    digits = _bare(typed)
    return len(digits) == DIGITS and digits.isascii() and digits.isdigit()


def matching_step(
    secret: str, typed: str, now: datetime, *, after: int | None = None
) -> int | None:
    """The time step to which a typed code belongs; None if it fits none.

    Args:
        secret: of the app.
        typed: as it was typed, blanks and all.
        now: the time; the step before and the one after it are fine, too.
        after: the last step that was used. A code of that step or an earlier one is not good a second time.
    """
    if not is_app_code(typed):
        return None
    app, code = TOTP(secret, digits=DIGITS, interval=STEP_SECONDS), _bare(typed)
    current = app.timecode(now)
    fits = [
        step
        for step in range(max(0, current - DRIFT_STEPS), current + DRIFT_STEPS + 1)
        if strings_equal(code, app.generate_otp(step))
    ]
    unused = [step for step in fits if after is None or step > after]
    return unused[0] if unused else None


def new_seed() -> str:
    """What new recovery codes come of, 256 bit."""
    return secrets.token_hex(32)


def recovery_codes(seed: str) -> Sequence[str]:
    """Codes that each open once, as they are shown: four groups of six small letters and digits. Always the same."""
    return [_recovery_code(seed, number) for number in range(RECOVERY_CODES)]


def bare_recovery_code(typed: str) -> str:
    """A recovery code as it is hashed, however it was typed."""
    return _bare(typed).lower()


def _recovery_code(seed: str, number: int) -> str:
    own = hmac.digest(seed.encode(), str(number).encode(), "sha256")[:_RECOVERY_BYTES]
    letters = base64.b32encode(own).decode().lower()
    groups = range(0, len(letters), _RECOVERY_GROUP)
    return "-".join(letters[at : at + _RECOVERY_GROUP] for at in groups)


def _bare(typed: str) -> str:
    return "".join(char for char in typed if not char.isspace() and char not in _DASHES)
