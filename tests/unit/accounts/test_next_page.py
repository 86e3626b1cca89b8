"""Where a link may lead after signing in: to our own pages and nowhere else."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.accounts.next_page import safe_next

OURS = "https://forum.test/sign-in"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/home",
        "/threads/7-hello?page=2",
        "/threads/7-hello?page=2#post-9",
        "/admin/people?q=ana%20b&role=mentor",
        "/search?q=https://evil.example/",
        "/a:b",
    ],
)
def test_our_own_pages(path: str) -> None:
    assert safe_next(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "home",
        "https://evil.example/",
        "http:evil.example",
        "HTTPS://forum.test@evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/home\\..\\..",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/ /evil.example",
        "/\x00/evil.example",
        "/home\r\nSet-Cookie: a=b",
        "/\u202e/evil",
        "/\u3000/evil",
        "javascript:alert(1)",
        "data:text/html,hello",
        "/" + "a" * 2_000,
        "//[evil",
    ],
)
def test_anywhere_else(path: str | None) -> None:
    assert safe_next(path) is None


@given(st.text(alphabet="/\\:@?#.\t\n aé%[]", max_size=12).map(lambda tail: f"/{tail}"))
def test_whatever_is_let_through_stays_on_our_host(path: str) -> None:
    let_through = safe_next(path)
    if let_through is not None:
        joined = urlsplit(urljoin(OURS, let_through))
        assert (joined.scheme, joined.netloc) == ("https", "forum.test")
