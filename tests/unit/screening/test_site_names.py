"""What the name of a site says, and what is only the title of something."""

from __future__ import annotations

import pytest

from forum.screening.site_names import in_sites
from forum.screening.traced import Traced


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("https://nobodywantsyouhere.com", "nobody wants you here"),
        ("see www.nobody-wants-you.org/", "nobody wants you"),
        ("http://y0u.are.an.1d10t.net/x", "you are an idiot"),
        ("https://www.youtube.com/watch?v=1", None),
        ("https://example.org/how-to-stop-hating-yourself", None),
        ("https://www.samaritans.org", None),
        ("nobody wants you", None),
    ],
)
def test_what_a_site_is_called(text: str, said: str | None) -> None:
    found = in_sites(Traced.of(text))
    assert (found.text if found else None) == said
