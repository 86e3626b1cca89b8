"""The six digits of an app, and recovery codes."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from pyotp import TOTP

from forum.accounts.second_factor.codes import (
    RECOVERY_CODES,
    app_address,
    bare_recovery_code,
    in_groups,
    is_app_code,
    matching_step,
    new_secret,
    new_seed,
    recovery_codes,
)

# The secret and two of the codes of RFC 6238, appendix B (SHA-1), cut to six digits.
SECRET = base64.b32encode(b"12345678901234567890").decode()
NOW = datetime(2005, 3, 18, 1, 58, 29, tzinfo=UTC)
CODE, STEP = "081804", 0x23523EC


def test_a_code_of_the_standard_is_understood() -> None:
    assert matching_step(SECRET, CODE, NOW) == STEP
    assert matching_step(SECRET, "050471", datetime(2005, 3, 18, 1, 58, 31, tzinfo=UTC)) == STEP + 1


@pytest.mark.parametrize("typed", ["081804", " 081 804 ", "081-804", "081\u00a0804"])
def test_it_may_be_typed_as_it_is_shown(typed: str) -> None:
    assert matching_step(SECRET, typed, NOW) == STEP


@pytest.mark.parametrize(
    ("steps", "fits"), [(-3, False), (-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_clock_may_be_one_step_off(steps: int, fits: bool) -> None:
    theirs = NOW + timedelta(seconds=30 * steps)
    code = TOTP(SECRET).at(theirs)
    assert (matching_step(SECRET, code, NOW) is not None) is fits


@pytest.mark.parametrize(
    ("last", "fits"), [(None, True), (STEP - 1, True), (STEP, False), (STEP + 1, False)]
)
def test_a_code_is_good_once_and_earlier_ones_are_over(last: int | None, fits: bool) -> None:
    assert (matching_step(SECRET, CODE, NOW, after=last) is not None) is fits


@pytest.mark.parametrize(
    "typed",
    ["", "08180", "0818044", "081805", "O81804", "٠٨١٨٠٤", "\x00", "081804;", "a" * 10_000, "-"],
)
def test_nothing_else_fits(typed: str) -> None:
    assert matching_step(SECRET, typed, NOW) is None


def test_in_the_first_half_minute_of_time_there_is_no_step_before() -> None:
    began = datetime(1970, 1, 1, tzinfo=UTC)
    assert matching_step(SECRET, TOTP(SECRET).at(0), began) == 0


def test_secrets_are_long_and_never_the_same() -> None:
    made = {new_secret() for _ in range(50)}
    assert len(made) == 50
    assert {len(base64.b32decode(one)) for one in made} == {20}


def test_the_address_says_where_and_who() -> None:
    address = urlsplit(app_address(SECRET, "ana", "Lantern Lane: the café"))
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert parse_qs(address.query)["secret"] == [SECRET]
    assert parse_qs(address.query)["issuer"] == ["Lantern Lane: the café"]
    assert address.path.endswith(":ana")


def test_the_secret_is_shown_in_groups() -> None:
    assert in_groups("ABCDEFGHIJ") == "ABCD EFGH IJ"


def test_recovery_codes_are_long_different_and_easy_to_read() -> None:
    codes = recovery_codes(new_seed())
    assert len(set(codes)) == RECOVERY_CODES == 10
    assert not set(codes) & set(recovery_codes(new_seed()))
    for code in codes:
        assert [len(part) for part in code.split("-")] == [6, 6, 6, 6]
        assert code == code.lower()
        assert not set(code) & set("018O")
        assert not is_app_code(code)


@pytest.mark.parametrize(
    "typed", ["ab3def-ghijkl", "AB3DEF GHIJKL", " ab3defghijkl", "ab3def–ghijkl"]
)
def test_a_recovery_code_may_be_typed_in_any_way(typed: str) -> None:
    assert bare_recovery_code(typed) == "ab3defghijkl"
