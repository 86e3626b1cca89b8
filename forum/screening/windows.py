"""Cutting a text into windows that a model can read whole; which of their scores count is in `worst.py`.

A long text is read twice: in wide, overlapping windows that keep the context, and closely, a few
sentences at a time, as one hostile sentence is lost in the score of 600 friendly words.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

#: Tokens in a wide window, as many as the bundled model learned of a text at most.
WIDE = 256
#: Tokens that two wide windows share.
OVERLAP = 40
#: Tokens by which a wide window may be longer than its share, as each begins with a word.
_SLACK = 4
#: Tokens in a close window: about two or three sentences.
CLOSE = 40
#: A text of up to this many tokens is read in one window only.
SHORT = 56
#: More windows than this, and a person reads the text instead.
MOST_WINDOWS = 400

_SENTENCE_END = re.compile(r"""(?<=[.!?…])["'”’)\]*_]*\s+|\n+""")


_QUOTES = frozenset('"“”«»„')
_QUOTE = re.compile('["“”«»„]')


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """A stretch of a text: offsets in code points, `end` exclusive; `close` if it is out of its context."""

    start: int
    end: int
    close: bool = False


def windows_of(text: str, tokens: Sequence[tuple[int, int]]) -> list[Window]:
    """The windows of a text, given where its tokens start and end; in order of their start.

    Every token is in at least one window, and no window holds more than `WIDE` tokens.
    """
    if not tokens:
        return []
    if len(tokens) <= SHORT:
        return [Window(start=tokens[0][0], end=tokens[-1][1])]
    wide = _wide(tokens)
    known = {(window.start, window.end) for window in wide}
    close = [window for window in _close(text, tokens) if (window.start, window.end) not in known]
    return sorted([*wide, *close], key=lambda window: (window.start, -window.end))


def _wide(tokens: Sequence[tuple[int, int]]) -> list[Window]:
    """As few as can be, of about the same length: a short last one would stand out of its context."""
    count = max(1, math.ceil((len(tokens) - OVERLAP) / (WIDE - OVERLAP)))
    length = min(WIDE, math.ceil((len(tokens) + (count - 1) * OVERLAP) / count) + _SLACK)
    windows = []
    first = 0
    while True:
        last = min(first + length, len(tokens))
        windows.append(Window(start=tokens[first][0], end=tokens[last - 1][1]))
        if last == len(tokens):
            return windows
        first = _word_start(tokens, last - OVERLAP, after=first)


def _word_start(tokens: Sequence[tuple[int, int]], index: int, *, after: int) -> int:
    """The nearest index at or before `index` whose token does not continue the one before it."""
    for start in range(index, max(after, index - OVERLAP), -1):
        if tokens[start][0] > tokens[start - 1][1]:
            return start
    return index


def _close(text: str, tokens: Sequence[tuple[int, int]]) -> list[Window]:
    """Windows of as many whole sentences as fit, each beginning with the last one's last sentence."""
    sentences = _sentences(text, tokens)
    windows: list[Window] = []
    first = 0
    while first < len(sentences):
        last = first + 1
        while last < len(sentences) and sentences[last][1] - sentences[first][0] <= CLOSE:
            last += 1
        start, end = sentences[first][0], sentences[last - 1][1]
        windows.append(Window(start=tokens[start][0], end=tokens[end - 1][1], close=True))
        if last == len(sentences):
            break
        # A long last sentence is not read twice: hardly anything would fit beside it.
        shared = sentences[last - 1][1] - sentences[last - 1][0] <= CLOSE // 2
        first = max(first + 1, last - 1 if shared else last)
    return windows


def _sentences(text: str, tokens: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentences as ranges of token indices; one that is too long is cut into pieces.

    What stands in quotation marks stays with the sentence before it: who says "he called me
    worthless" must not be read as saying "worthless".
    """
    starts = [start for start, _ in tokens]
    ends = [end.end() for end in _SENTENCE_END.finditer(text)]
    quotes = [mark.start() for mark in _QUOTE.finditer(text)]
    apart = [
        end
        for end in ends
        # Outside a quotation, and not right before one.
        if bisect_left(quotes, end) % 2 == 0 and (end >= len(text) or text[end] not in _QUOTES)
    ]
    bounds = [0, *(bisect_left(starts, end) for end in apart), len(tokens)]
    return [
        (piece, min(piece + WIDE, last))
        for first, last in pairwise(bounds)
        for piece in range(first, last, WIDE)
    ]
