"""The dark theme is the light one in other colours. In a browser, only the colours need a second look."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from forum.config import ROOT

STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Rules for one theme alone, and what they say.
THEME_RULE = re.compile(r"\[data-theme[^{]*\{([^}]*)\}")
OF_ONE_THEME = re.compile(r"prefers-color-scheme")
MAY_KNOW_THE_THEME = re.compile(r'<meta name="theme-color"[^>]*>')


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_theme_changes_colours_alone(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not OF_ONE_THEME.search(source), "take light-dark(): it can only be a colour"
    said = [rule.strip() for rule in THEME_RULE.findall(source)]
    assert set(said) <= {"color-scheme: light;", "color-scheme: dark;"}
    assert source.count("data-theme") == len(said)


def test_no_template_says_something_else_in_the_dark() -> None:
    knowing = {
        path.name
        for path in TEMPLATES
        if OF_ONE_THEME.search(MAY_KNOW_THE_THEME.sub("", path.read_text(encoding="utf-8")))
    }
    assert knowing == set()
