"""For which name a passkey is good."""

from __future__ import annotations

import pytest

from forum.accounts.second_factor.relying_party import RelyingParty, relying_party


@pytest.mark.parametrize(
    ("base_url", "host", "name", "origin"),
    [
        ("https://forum.example", "forum.example", "forum.example", "https://forum.example"),
        ("https://Forum.Example/", "forum.example", "forum.example", "https://forum.example"),
        ("https://a.example:8443", "a.example:8443", "a.example", "https://a.example:8443"),
        ("http://127.0.0.1:8000", "localhost:8000", "localhost", "http://localhost:8000"),
        ("http://localhost:8000", "localhost:8000", "localhost", "http://localhost:8000"),
    ],
)
def test_its_own_name(base_url: str, host: str, name: str, origin: str) -> None:
    assert relying_party(base_url, host) == RelyingParty(name=name, origin=origin)


def test_what_the_request_says_does_not_count_in_public() -> None:
    party = relying_party("https://forum.example", "evil.example")
    assert party == RelyingParty(name="forum.example", origin="https://forum.example")
    assert relying_party("https://forum.example", "localhost") == party


@pytest.mark.parametrize(
    ("base_url", "host"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1:8000"),
        ("http://[::1]:8000", "[::1]:8000"),
        ("https://192.0.2.7", "192.0.2.7"),
        ("http://127.0.0.1:8000", "evil.example"),
    ],
)
def test_a_number_is_no_name(base_url: str, host: str) -> None:
    assert relying_party(base_url, host) is None
