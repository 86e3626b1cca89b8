"""The QR code."""

from __future__ import annotations

from forum.accounts.second_factor.picture import qr_code


def test_the_picture_carries_nothing_that_the_page_may_not_hold() -> None:
    drawn = qr_code("otpauth://totp/<script>alert(1)</script>?secret=ABC")
    assert drawn.startswith("<svg")
    assert drawn.count("<") == drawn.count(">")
    for word in ("script", "style", "href", "ABC"):
        assert word not in drawn


def test_it_is_dark_on_white_in_both_themes() -> None:
    assert "#fff" in qr_code("words")
    assert "#000" in qr_code("words")
