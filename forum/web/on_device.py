"""Whose words a device keeps: the page names an account by a number that tells nothing of it."""

from __future__ import annotations

import hashlib
import hmac

from forum.sanctions.views.door import whose_standing
from forum.wiring import settings


def account_mark() -> str:
    """16 hexadecimal digits, the same for an account as long as the secret key is; empty for a visitor.

    Whoever stands at the door has theirs: what they write there is kept as well.
    """
    user_id = whose_standing().user_id
    if user_id is None:
        return ""
    key = f"device:{settings().secret_key}".encode()
    return hmac.new(key, str(user_id).encode(), hashlib.sha256).hexdigest()[:16]
