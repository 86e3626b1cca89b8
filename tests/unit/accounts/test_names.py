"""What a name may be. The tables read like the policy."""

from __future__ import annotations

import pytest

from forum.accounts.names import (
    is_reserved,
    normalise_email,
    normalise_username,
    require_display_name,
    require_email,
    require_username,
)
from forum.errors import InvalidInputError


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ana", "ana"),
        ("Ana", "ana"),
        (" ana\n", "ana"),
        ("a\x00na", "ana"),
        ("@ana", "ana"),
        ("a_b-c9", "a_b-c9"),
        ("a" * 30, "a" * 30),
        ("\uff21\uff4e\uff41", "ana"),  # full-width letters are the same letters
        ("modest", "modest"),
        ("rooted", "rooted"),
    ],
)
def test_user_names_that_are_fine(typed: str, kept: str) -> None:
    assert require_username(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "", "an", "a" * 31, "9lives", "-ana", "_ana", "ana maria", "ana.maria", "ana@home", "an\u00e4",
        "\u0430\u043d\u0430", "ana\u200d", "../ana", "ana/edit", "<b>ana",
    ],
)  # fmt: skip
def test_user_names_that_can_not_be_taken(typed: str) -> None:
    with pytest.raises(InvalidInputError, match="3 to 30 letters") as refused:
        require_username(typed)
    assert refused.value.field == "username"


@pytest.mark.parametrize(
    "name",
    ["admin", "Admin", "admin1", "ad_min", "mod", "mod-2", "moderator", "staff", "support_7", "system", "root"],
)  # fmt: skip
def test_names_that_seem_to_speak_for_the_place(name: str) -> None:
    assert is_reserved(name)
    with pytest.raises(InvalidInputError, match="spoke for the whole place"):
        require_username(name)
    with pytest.raises(InvalidInputError, match="spoke for the whole place"):
        require_display_name(name)


def test_the_operator_may_use_them() -> None:
    assert require_username("admin", may_be_reserved=True) == "admin"
    assert require_display_name("Admin", may_be_reserved=True) == "Admin"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ana", "Ana"),
        ("  Ana   Maria ", "Ana Maria"),
        ("Ana\nMaria", "Ana Maria"),
        ("J. R. Smith", "J. R. Smith"),
        ("J.R. Smith", "J.R. Smith"),
        ("Mrs. O'Neill-Park", "Mrs. O'Neill-Park"),
        ("Zoë", "Zoë"),
        ("\u0410\u043d\u043d\u0430", "\u0410\u043d\u043d\u0430"),
        ("\u674e\u5a1c", "\u674e\u5a1c"),
        ("Ana \U0001f33f", "Ana \U0001f33f"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("7", "7"),
        ("they/them Ana", "they/them Ana"),
        ("a" * 60, "a" * 60),
    ],
)  # fmt: skip
def test_display_names_that_are_fine(typed: str, kept: str) -> None:
    assert require_display_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ana\u202enimdA", "AnanimdA"),  # turned round by a bidi override
        ("\u2066Ana\u2069", "Ana"),
        ("A\u200bn\u00ada", "Ana"),  # a zero-width space, a soft hyphen
        ("\u200fAna\u061c", "Ana"),
        ("Ana\x1b[31m", "Ana[31m"),
    ],
)
def test_what_can_not_be_seen_is_taken_out(typed: str, kept: str) -> None:
    assert require_display_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "at least one letter"),
        ("...", "at least one letter"),
        ("\u200b\u200d", "at least one letter"),
        ("\U0001f33f", "at least one letter"),
        ("a" * 61, "60 characters"),
        ("https://win.example", "web or mail address"),
        ("win.example", "web or mail address"),
        ("Claim at WIN.EXAMPLE now", "web or mail address"),
        ("www win example", "web or mail address"),
        ("t.co/abc", "web or mail address"),
        ("win\uff0eexample", "web or mail address"),  # a full-width dot
        ("javascript:alert(1)", "web or mail address"),
        ("ana@example.org", "web or mail address"),
        ("//evil", None),
        ("A" + "\u0301" * 8, "stacked"),
        ("M\uff4fderator", "spoke for the whole place"),
    ],
)
def test_display_names_that_can_not_be_taken(typed: str, why: str | None) -> None:
    if why is None:
        # No mail program makes a link of it, and it has a letter in it.
        assert require_display_name(typed) == typed
        return
    with pytest.raises(InvalidInputError, match=why) as refused:
        require_display_name(typed)
    assert refused.value.field == "display_name"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ana@example.org", "ana@example.org"),
        (" Ana@Example.ORG ", "ana@example.org"),
        ("ana+forum@example.org", "ana+forum@example.org"),
        ("ana@b\u00fccher.example", "ana@b\u00fccher.example"),
    ],
)
def test_addresses_that_can_exist(typed: str, kept: str) -> None:
    assert require_email(typed) == kept
    assert normalise_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "", "ana", "ana@", "@example.org", "ana@example", "ana@@example.org", "ana@exa mple.org",
        "ana@example.org\nBcc: all@example.org", "ana@localhost", "a" * 250 + "@example.org",
        "Ana <ana@example.org>", "ana@[127.0.0.1]", "ana@example.org,b@example.org",
    ],
)  # fmt: skip
def test_addresses_that_can_not_exist(typed: str) -> None:
    with pytest.raises(InvalidInputError, match="does not look complete") as refused:
        require_email(typed)
    assert refused.value.field == "email"


def test_looking_up_is_total() -> None:
    for odd in ("", "\x00", "\ud800", "\u202e", "a" * 10_000):
        for looked_up in (normalise_username(odd), normalise_email(odd)):
            assert "\x00" not in looked_up
            looked_up.encode()
