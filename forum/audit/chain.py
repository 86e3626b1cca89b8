"""The chain of the audit log: each entry is sealed together with the seal of the one before. Pure.

A seal is SHA-256 over an entry in one exact form. Whoever changes, takes out, adds or moves an entry breaks the chain
at that place. Whoever can write the whole database could seal everything anew from there on; that is found only by
comparing with a seal that was noted down elsewhere before. So `forum audit verify` tells the newest one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

#: What stands before the first entry.
NOTHING_BEFORE = "0" * 64
#: An entry that does not fit is tried at so many other places at most, to say whether it was only moved.
_PLACES_TRIED = 1_000
_SEAL = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True, kw_only=True)
class Content:
    """What an entry says."""

    at: datetime
    actor_id: int | None
    action: str
    subject_kind: str
    subject_id: int | None
    detail: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Link:
    """An entry as it lies in the log. `number` counts from 1, without a gap."""

    number: int
    content: Content
    previous: str
    seal: str


@dataclass(frozen=True, kw_only=True)
class Head:
    """The newest entry's number and seal; 0 and `NOTHING_BEFORE` for a log without one."""

    number: int = 0
    seal: str = NOTHING_BEFORE

    def __str__(self) -> str:
        return f"{self.number}:{self.seal}"

    @classmethod
    def parse(cls, noted: str) -> Head:
        """From what `str` gives.

        Raises:
            ValueError: it is not of that form.
        """
        number, _, found = noted.strip().partition(":")
        if not (number.isascii() and number.isdigit() and _SEAL.fullmatch(found)):
            raise ValueError(f"not a number and a seal: {noted!r}")
        return cls(number=int(number), seal=found.lower())


class Kind(StrEnum):
    """What can be wrong at a place in the chain."""

    CHANGED = "changed"
    MISSING = "missing"
    MOVED = "moved"
    ADDED = "added"
    CUT_OFF = "cut_off"
    OTHER_PAST = "other_past"
    NO_HEAD = "no_head"


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A place where the log is not as it was written. `other` is a second number that belongs to it."""

    number: int
    kind: Kind
    other: int | None = None

    def __str__(self) -> str:
        return _SAYS[self.kind].format(number=self.number, other=self.other)


_SAYS = {
    Kind.CHANGED: "Entry {number} was changed after it was written.",
    Kind.MISSING: "Entry {number} is missing.",
    Kind.MOVED: "Entry {number} was moved: it was written as entry {other}.",
    Kind.ADDED: "Entry {number} was not written by the forum.",
    Kind.CUT_OFF: "The log ends with entry {other}, and has to go on to entry {number}.",
    Kind.OTHER_PAST: "Entry {number} is not the one whose seal was noted down: the log was written anew.",
    Kind.NO_HEAD: "The log’s own note of its newest entry is gone; the last one found is entry {number}.",
}


def seal(number: int, content: Content, previous: str) -> str:
    """The seal of an entry: 64 hexadecimal digits.

    The form is JSON with sorted names, no blanks, and the moment in UTC to the microsecond.
    """
    form = {
        "number": number,
        "at": content.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_id": content.actor_id,
        "action": content.action,
        "subject_kind": content.subject_kind,
        "subject_id": content.subject_id,
        "detail": content.detail,
        "previous": previous,
    }
    written = json.dumps(form, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(written.encode("ascii")).hexdigest()


def problems(links: Iterable[Link], head: Head | None, noted: Head | None = None) -> list[Problem]:
    """Everything that is wrong with the log, in the order of the numbers; empty if it is as it was written.

    Args:
        links: every entry, in the order of the numbers.
        head: what the log says is its newest entry; None if it says nothing of it.
        noted: a head that was written down elsewhere at some time before.
    """
    found: list[Problem] = []
    broken: list[Link] = []
    before = Head()
    for link in links:
        found += (
            Problem(number=number, kind=Kind.MISSING)
            for number in range(before.number + 1, link.number)
        )
        if head is not None and link.number > head.number:
            found.append(Problem(number=link.number, kind=Kind.ADDED))
        elif seal(link.number, link.content, link.previous) != link.seal:
            broken.append(link)
        elif (
            link.number == before.number + 1
            and link.previous != before.seal
            and not (broken and broken[-1].number == before.number)
        ):
            # This one is whole and remembers another seal: the one before was changed and sealed anew.
            found.append(Problem(number=before.number or link.number, kind=Kind.CHANGED))
        if noted is not None and link.number == noted.number and link.seal != noted.seal:
            found.append(Problem(number=link.number, kind=Kind.OTHER_PAST))
        before = Head(number=link.number, seal=link.seal)
    found += _at_the_end(before, head, noted)
    found += _named(broken, [one.number for one in found if one.kind is Kind.MISSING])
    return sorted(set(found), key=lambda problem: (problem.number, problem.kind))


def _at_the_end(last: Head, head: Head | None, noted: Head | None) -> Iterator[Problem]:
    newest = max(known.number for known in (head, noted, last) if known is not None)
    if head is None:
        yield Problem(number=last.number, kind=Kind.NO_HEAD)
    if last.number < newest:
        yield Problem(number=newest, kind=Kind.CUT_OFF, other=last.number)
    elif head is not None and last.number == head.number and last.seal != head.seal:
        yield Problem(number=last.number, kind=Kind.CHANGED)


def _named(broken: Collection[Link], free: Collection[int]) -> Iterator[Problem]:
    """Which of the entries that do not fit were moved, and which were changed."""
    places = sorted({link.number for link in broken} | set(free))[:_PLACES_TRIED]
    for link in broken:
        written_as = next(
            (place for place in places if seal(place, link.content, link.previous) == link.seal),
            None,
        )
        if written_as is None:
            yield Problem(number=link.number, kind=Kind.CHANGED)
        else:
            yield Problem(number=link.number, kind=Kind.MOVED, other=written_as)
