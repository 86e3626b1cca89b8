"""How somebody who has left is called, and what is kept of an address."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from forum.accounts.names import require_username
from forum.errors import InvalidInputError
from forum.leaving.rules import (
    CHOICES,
    HINTS,
    Words,
    address_key,
    due_after,
    has_left,
    last_day,
    left_username,
)


def test_nobody_can_choose_to_be_called_like_somebody_who_has_left() -> None:
    name = left_username("0a1b2c")
    assert has_left(name)
    with pytest.raises(InvalidInputError):
        require_username(name)


def test_a_name_that_somebody_chose_is_of_somebody_who_is_here() -> None:
    assert not has_left(require_username("ana"))


@pytest.mark.parametrize("time", ["00:00", "12:00", "23:59"])
def test_the_last_day_to_come_back_is_over_everywhere_before_anything_is_erased(time: str) -> None:
    left = datetime.fromisoformat(f"2026-05-04T{time}+00:00")
    assert last_day(left) == date(2026, 5, 11)
    # Where 11 May ends last, it is noon of the next day in UTC.
    assert due_after(left) == datetime(2026, 5, 12, 12, 0, tzinfo=UTC)


def test_each_way_to_leave_is_offered_and_explained() -> None:
    assert set(CHOICES) == set(HINTS) == set(Words)


def test_a_kept_address_can_be_compared_and_not_be_read() -> None:
    key = address_key("ana@example.org", "secret")
    assert key == address_key("ana@example.org", "secret")
    assert key != address_key("ana@example.org", "another secret")
    assert key != address_key("ann@example.org", "secret")
    assert "ana" not in key
