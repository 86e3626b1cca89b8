"""What can happen to somebody's second factor. Pure."""

from __future__ import annotations

from enum import StrEnum


class FactorChange(StrEnum):
    """One thing that happened. The inbox, the mails and the audit log tell of it by the same word."""

    APP_ADDED = "app_added"
    APP_REMOVED = "app_removed"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    CODES_RENEWED = "codes_renewed"
    CODE_USED = "code_used"
    TAKEN_AWAY = "factor_taken_away"
