"""How long one has to wait after so many attempts, and what is counted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum.accounts.attempts import Caller, Limit, confirm_limits, reset_limits, sign_in_limits

HOME = Caller(network="203.0.113.7")


@pytest.mark.parametrize(
    ("attempts", "seconds"),
    [(0, 0), (4, 0), (5, 2), (6, 4), (7, 8), (10, 64), (13, 512), (14, 900), (500, 900)],
)
def test_each_attempt_doubles_the_wait_up_to_a_quarter_of_an_hour(
    attempts: int, seconds: int
) -> None:
    [pair, *_] = sign_in_limits("user:1", HOME)
    assert pair.wait_after(attempts) == timedelta(seconds=seconds)


def test_nothing_is_ever_locked() -> None:
    for limit in [
        *sign_in_limits("user:1", HOME),
        *reset_limits(HOME),
        *confirm_limits("1"),
    ]:
        assert limit.wait_after(1_000_000) <= timedelta(minutes=15)


def test_a_whole_account_never_waits_more_than_a_minute() -> None:
    """That wait is the only one that somebody else can bring about."""
    [*_, account] = sign_in_limits("user:1", HOME)
    assert account.what == ("account", "user:1")
    assert account.wait_after(1_000_000) == timedelta(minutes=1)


def test_a_browser_that_its_owner_has_used_is_counted_by_itself() -> None:
    known = sign_in_limits("user:1", Caller(network=HOME.network, device_id="abc"))
    stranger = sign_in_limits("user:1", HOME)
    assert {limit.key for limit in known}.isdisjoint({limit.key for limit in stranger})
    assert len(known) == 1


def test_keys_name_neither_people_nor_networks_and_run_into_nothing() -> None:
    def key(*what: str) -> str:
        return Limit(what=what, free=1, longest=timedelta(1)).key

    assert HOME.network not in key("network", HOME.network)
    assert len(key("\ud800")) == 64
    assert len({key("a", "bc"), key("ab", "c"), key("abc"), key("a", "b", "c")}) == 4
