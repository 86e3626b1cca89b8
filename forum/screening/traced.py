"""A text that remembers, through every change, which characters of the original it came from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Self

from forum.screening.verdict import Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Traced:
    """A changed text; character `i` stands for `original[starts[i]:ends[i]]`. Its end is missing where it `is_cut`."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    is_cut: bool = False

    @classmethod
    def of(cls, text: str) -> Self:
        """The text before any change."""
        return cls(text=text, starts=tuple(range(len(text))), ends=tuple(range(1, len(text) + 1)))

    def original(self, start: int, end: int) -> Span:
        """Where `self.text[start:end]`, not empty, came from."""
        return Span(start=min(self.starts[start:end]), end=max(self.ends[start:end]))

    def places_of(self, stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Where characters stand that came from these stretches of the original: each run of them, in order."""
        within = {index for start, end in stretches for index in range(start, end)}
        inside = [
            start in within and end - 1 in within
            for start, end in zip(self.starts, self.ends, strict=True)
        ]
        runs: list[tuple[int, int]] = []
        begin = 0
        for is_inside, run in groupby(inside):
            end = begin + len(list(run))
            if is_inside:
                runs.append((begin, end))
            begin = end
        return runs

    def after(self, before: str) -> Traced:
        """With words before it that have no place in the original: they are traced to an empty stretch."""
        nowhere = (0,) * len(before)
        return replace(
            self, text=before + self.text, starts=nowhere + self.starts, ends=nowhere + self.ends
        )

    def below(self, title: Traced, *, length: int, up_to: int) -> Traced:
        """With the end of a title and a line break before it, traced to where they would stand above it: below 0.

        The title was `length` characters long before any change; `up_to` are taken of it at most.
        """
        above = length + 1
        starts = tuple(start - above for start in title.starts[-up_to:])
        ends = tuple(end - above for end in title.ends[-up_to:])
        return replace(
            self,
            text=f"{title.text[-up_to:]}\n{self.text}",
            starts=(*starts, -1, *self.starts),
            ends=(*ends, 0, *self.ends),
        )

    def up_to(self, length: int) -> Traced:
        """Its beginning: so many characters at most."""
        if len(self.text) <= length:
            return self
        return Traced(
            text=self.text[:length],
            starts=self.starts[:length],
            ends=self.ends[:length],
            is_cut=True,
        )

    def replaced(self, changes: Iterable[tuple[int, int, str]]) -> Traced:
        """With `text[start:end]` written anew for each change; changes in order, none overlapping.

        A replacement of the same length is traced character by character, any other as a whole.
        """
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        done = 0
        for start, end, new in changes:
            pieces += (self.text[done:start], new)
            starts += self.starts[done:start]
            ends += self.ends[done:start]
            if len(new) == end - start:
                starts += self.starts[start:end]
                ends += self.ends[start:end]
            elif new:
                span = self.original(start, end)
                starts += [span.start] * len(new)
                ends += [span.end] * len(new)
            done = end
        if not done and not pieces:
            return self
        pieces.append(self.text[done:])
        starts += self.starts[done:]
        ends += self.ends[done:]
        return replace(self, text="".join(pieces), starts=tuple(starts), ends=tuple(ends))

    def only(self, kept: Sequence[tuple[int, int]], *, between: str = "") -> Traced:
        """Nothing but `text[start:end]` of each stretch, in order, none overlapping."""
        changes, done = list[tuple[int, int, str]](), 0
        for start, end in kept:
            if start > done or done:
                changes.append((done, start, between if done else ""))
            done = end
        changes.append((done, len(self.text), ""))
        return self.replaced(changes)

    def sub(
        self, pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str | None]
    ) -> Traced:
        """Like `pattern.sub`, traced. A replacement of None leaves the match as it is."""
        changes = []
        for match in pattern.finditer(self.text):
            new = replacement(match)
            if new is not None and new != match.group():
                changes.append((match.start(), match.end(), new))
        return self.replaced(changes)
