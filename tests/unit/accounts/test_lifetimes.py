"""How long somebody stays signed in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from forum.accounts.lifetimes import is_confirmed, is_live

SIGNED_IN = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
H, D = timedelta(hours=1), timedelta(days=1)
A_MOMENT = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("staff", "age", "idle", "live"),
    [
        # Members: 30 days without a visit, 90 days in all.
        (False, 0 * D, 0 * D, True),
        (False, 30 * D - A_MOMENT, 30 * D - A_MOMENT, True),
        (False, 30 * D, 30 * D, False),
        (False, 90 * D - A_MOMENT, H, True),
        (False, 90 * D, H, False),
        # Staff: 12 hours without a visit, 7 days in all.
        (True, 12 * H - A_MOMENT, 12 * H - A_MOMENT, True),
        (True, 12 * H, 12 * H, False),
        (True, 7 * D - A_MOMENT, H, True),
        (True, 7 * D, H, False),
    ],
)
def test_lifetimes(staff: bool, age: timedelta, idle: timedelta, live: bool) -> None:
    now = SIGNED_IN + age
    assert live is is_live(
        created_at=SIGNED_IN,
        last_used_at=now - idle,
        expires_at=SIGNED_IN + 90 * D,
        revoked_at=None,
        is_staff=staff,
        now=now,
    )


@pytest.mark.parametrize("staff", [False, True])
@pytest.mark.parametrize(
    ("expires_at", "revoked_at"), [(SIGNED_IN + H, SIGNED_IN), (SIGNED_IN, None)]
)
def test_an_ended_session_is_over_at_once(
    staff: bool, expires_at: datetime, revoked_at: datetime | None
) -> None:
    assert not is_live(
        created_at=SIGNED_IN,
        last_used_at=SIGNED_IN,
        expires_at=expires_at,
        revoked_at=revoked_at,
        is_staff=staff,
        now=SIGNED_IN,
    )


@pytest.mark.parametrize(
    ("minutes", "confirmed"), [(0, True), (14.99, True), (15, False), (60, False)]
)
def test_the_password_counts_for_fifteen_minutes(minutes: float, confirmed: bool) -> None:
    now = SIGNED_IN + timedelta(minutes=minutes)
    assert is_confirmed(confirmed_at=SIGNED_IN, now=now) is confirmed
