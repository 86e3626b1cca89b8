"""Words by which people say who they are, and what happened to them: what a screen must not take for hostility."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "identity_words.toml"


def groups_in(text: str) -> frozenset[str]:
    """The groups of words of which `text` has at least one."""
    return frozenset(name for name, words in _patterns().items() if words.search(text))


def group_names() -> tuple[str, ...]:
    """Every group, in the order of the file."""
    return tuple(_patterns())


@lru_cache(maxsize=1)
def _patterns() -> Mapping[str, re.Pattern[str]]:
    with _FILE.open("rb") as file:
        groups: Mapping[str, Iterable[str]] = tomllib.load(file)["groups"]
    return {name: _any_of(words) for name, words in groups.items()}


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    parts = "|".join(re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’]") for word in words)
    return re.compile(rf"(?<![\w-])(?:{parts})(?:s|es|['’]s)?(?![\w-])", re.IGNORECASE)
