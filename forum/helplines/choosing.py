"""Which help lines stand first for somebody. Pure.

Nobody is asked where they are, and no address is looked up: the languages that their browser asks for name a country
often enough, and all the other lines are there as well.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

#: A number that nobody has tried for so long may be somebody else's by now.
TRY_AGAIN_AFTER = timedelta(days=180)
#: What stands in brackets at the end, such as "(24/7)"; digits alone may belong to the number.
_REMARK = re.compile(r"\s*\([^()]*[^()\d\s][^()]*\)$")
#: The zero that callers from the same country dial instead of its code.
_AT_HOME = re.compile(r"\s*\(0\)\s*")
#: With one sign at most between its digits. No number of the world has more than 15.
_ONE_NUMBER = re.compile(r"\+?\(?[0-9](?:\)?[\s.–-]?\(?[0-9]){0,14}")


@dataclass(frozen=True, kw_only=True)
class LineView:
    """A help line as people read it."""

    id: int
    countries: str
    place: str
    name: str
    contact: str
    words: str
    url: str
    position: int
    checked_on: date | None = None

    @property
    def number(self) -> str:
        """What a telephone dials; empty where the contact is not one plain number."""
        plain = _REMARK.sub("", self.contact)
        if plain.startswith("+"):
            plain = _AT_HOME.sub(" ", plain)
        return re.sub(r"[^+\d]", "", plain) if _ONE_NUMBER.fullmatch(plain) else ""


def to_be_tried(lines: Iterable[LineView], today: date) -> Sequence[LineView]:
    """The lines that somebody should try again, or for the first time."""
    return [
        line
        for line in lines
        if line.checked_on is None or today - line.checked_on >= TRY_AGAIN_AFTER
    ]


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The lines that are probably near, and all the others. Where none is near, all of them are shown as near."""

    near: Sequence[LineView]
    others: Sequence[LineView]


def countries_of(languages: Iterable[str]) -> Collection[str]:
    """The countries that languages like "en-GB" name, as two capital letters."""
    parts = (language.replace("_", "-").split("-") for language in languages)
    return {
        part.upper() for _, *rest in parts for part in rest if len(part) == 2 and part.isalpha()
    }


def choose(lines: Sequence[LineView], countries: Collection[str]) -> Chosen:
    """The lines of these countries first."""
    near = [line for line in lines if set(line.countries.split()) & set(countries)]
    if not near:
        return Chosen(near=lines, others=())
    return Chosen(near=near, others=[line for line in lines if line not in near])
