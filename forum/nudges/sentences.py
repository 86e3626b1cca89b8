"""The sentences that the screener stumbled over, as their author wrote them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from forum.screening import Span

#: More than these would be a sermon.
MOST_SENTENCES = 3
MOST_CHARACTERS = 280
#: Of a sentence that is quoted in part: so many of the characters before the words that it is about.
_BEFORE = 80

# What closes a quotation or a bracket still belongs to the sentence.
_END = re.compile(r"""((?<=[.!?…])["'”’)\]*_]*)\s+|\n+""")


def sentences_with(text: str, spans: Iterable[Span]) -> Sequence[str]:
    """The sentences of `text` that any of the spans touches: each once, in order, the first few."""
    touched = sorted((span.start, span.end) for span in spans if span.start < span.end)
    found = []
    for start, end in _sentences(text):
        about = next((begins for begins, ends in touched if begins < end and start < ends), None)
        if about is not None:
            found.append(_short_around(text[start:end].rstrip(), about - start))
    return tuple(sentence for sentence in found if sentence)[:MOST_SENTENCES]


def stretches_at(text: str, spans: Iterable[Span]) -> Sequence[str]:
    """The very words at the spans: each once, in order, the first few."""
    ordered = sorted(spans, key=lambda span: span.start)
    words = dict.fromkeys(_short(text[span.start : span.end].strip()) for span in ordered)
    return tuple(word for word in words if word)[:MOST_SENTENCES]


def _sentences(text: str) -> Iterable[tuple[int, int]]:
    start = 0
    for end in _END.finditer(text):
        yield start, end.start() + len(end[1] or "")
        start = end.end()
    yield start, len(text)


def _short_around(sentence: str, about: int) -> str:
    """A sentence, or as much of it as is quoted, with the words that begin at `about`."""
    if len(sentence) <= MOST_CHARACTERS or about <= MOST_CHARACTERS - _BEFORE:
        return _short(sentence.strip())
    gap = sentence.find(" ", about - _BEFORE, about)
    return _short(f"…{sentence[gap + 1 if gap >= 0 else about :]}")


def _short(sentence: str) -> str:
    if len(sentence) <= MOST_CHARACTERS:
        return sentence
    return sentence[: MOST_CHARACTERS - 1].rsplit(" ", 1)[0] + "…"
