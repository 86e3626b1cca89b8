"""Taking people out of a text before it leaves the forum. Pure.

What is left is a pseudonym, not anonymity: somebody who knows the story may still know whose it is. So an export stays
with those who were asked to keep it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Mapping

from forum.screening.checks.personal_data import found_in
from forum.text import clean

_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_SHORTEST_NAME = 3


class Pseudonyms:
    """Numbers for people and threads that fit together within one export and with nothing else.

    The key is thrown away.

    Args:
        names: what each person is called, by their id: user name, display name.
        key: for tests; a random one otherwise.
    """

    def __init__(self, names: Mapping[int, Iterable[str]], key: bytes | None = None) -> None:
        self._key = key or secrets.token_bytes(32)
        found = {
            name: person
            for person, several in names.items()
            for name in several
            if len(name) >= _SHORTEST_NAME
        }
        self._people = {name.casefold(): person for name, person in found.items()}
        # Each as it is written and as it is folded: "Groß" is found by the one, and "GROSS" by the other. The longest
        # first, so that "Anna Maria" is not left as "[person] Maria".
        written = sorted({*found, *self._people}, key=len, reverse=True)
        parts = "|".join(map(re.escape, written))
        self._names = re.compile(rf"(?<!\w)@?(?:{parts})(?!\w)", re.IGNORECASE) if parts else None

    def of(self, kind: str, number: int) -> str:
        """The pseudonym of a person or a thread: twelve hexadecimal digits."""
        told = hmac.new(self._key, f"{kind}:{number}".encode(), hashlib.sha256)
        return told.hexdigest()[:12]

    def without_people(self, text: str) -> str:
        """The text with names, addresses, numbers and links replaced by what they were."""
        text = _without_data(_ADDRESS.sub("[link]", clean(text)))
        return self._names.sub(self._named, text) if self._names is not None else text

    def _named(self, match: re.Match[str]) -> str:
        person = self._people.get(match.group().removeprefix("@").casefold())
        return f"[person {self.of('person', person)[:4]}]" if person is not None else "[person]"


def _without_data(text: str) -> str:
    spans = sorted(
        ((span.start, span.end) for spans in found_in(text).values() for span in spans),
        reverse=True,
    )
    before = len(text) + 1
    for start, end in spans:
        if end <= before:
            text = f"{text[:start]}[personal data]{text[end:]}"
            before = start
    return text
