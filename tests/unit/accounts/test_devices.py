"""Words for a browser."""

from __future__ import annotations

import pytest

from forum.accounts.devices import describe_device

_CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"
_SAFARI = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        ),
        (f"Mozilla/5.0 (Windows NT 10.0) {_CHROME} Safari/537.36 Edg/140.0", "Edge on Windows"),
        (f"Mozilla/5.0 (Linux; Android 15) {_CHROME} Mobile Safari/537.36", "Chrome on Android"),
        (f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) {_SAFARI} Safari/604.1", "Safari on iPhone"),
        (f"Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) {_SAFARI} Safari/605.1", "Safari on Mac"),
        ("curl/8.5", "A browser"),
        ("", "A browser"),
        ("<script>Firefox/", "Firefox"),
    ],
)
def test_devices(user_agent: str, words: str) -> None:
    assert describe_device(user_agent) == words
