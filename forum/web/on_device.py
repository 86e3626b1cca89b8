"""Whose words a device keeps, and under which name: a page names an account by a number that tells nothing of it."""

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


def reply_key(thread_id: int, answers_id: int | None = None) -> str:
    """Under which name an answer in a thread is kept; one to a single post has a name of its own."""
    return f"reply-{thread_id}-{answers_id}" if answers_id else f"reply-{thread_id}"
