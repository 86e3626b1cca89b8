"""The same again and again: in one text, or from one author."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from forum.screening.context import Context
from forum.screening.submission import Standing
from forum.screening.verdict import Finding

NAME = "repetition"

#: Short texts ("thank you so much!") are repeated by everybody.
_FEWEST_WORDS = 6
_ALIKE = 0.8
#: From a newcomer one repeat is held; a member may have posted twice by mistake.
_MOST_REPEATS = {Standing.NEWCOMER: 0, Standing.MEMBER: 1}
_FEWEST_LINES = 8
_SAME_LINES = 0.6
_FEWEST_PAIRS = 60
_NEW_PAIRS = 0.2
_FEWEST_SIGNS = 500
_DIFFERENT_SIGNS = 3
_MOST_READ = 24_000

_WORD = re.compile(r"[^\W_]+")


def repetition(context: Context) -> Iterator[Finding]:
    """Findings that hold a text which repeats itself, or the author's latest other texts."""
    submission = context.submission
    repeats = sum(alike(submission.text, text) for text in submission.recent_texts)
    if repeats > _MOST_REPEATS[submission.by]:
        yield _finding(f"The author has posted almost the same {_times(repeats)} before.")
    if repeats_itself(submission.text):
        yield _finding("Most of this text is the same words over and over.")
    elif is_of_few_signs(submission.text):
        yield _finding("All of this text is the same few signs over and over.")


def alike(text: str, other: str) -> bool:
    """Whether two texts are the same but for a few words."""
    one, two = _words(text), _words(other)
    if min(len(one), len(two)) < _FEWEST_WORDS:
        return False
    pairs, others = set(pairwise(one)), set(pairwise(two))
    return len(pairs & others) / len(pairs | others) >= _ALIKE


def repeats_itself(text: str) -> bool:
    """Whether a text is mostly one line, or a few words, again and again."""
    lines = [line.strip().lower() for line in text.splitlines() if len(line.strip()) > 3]
    if len(lines) >= _FEWEST_LINES:
        _, times = Counter(lines).most_common(1)[0]
        if times / len(lines) >= _SAME_LINES:
            return True
    pairs = list(pairwise(_words(text)))
    return len(pairs) >= _FEWEST_PAIRS and len(set(pairs)) / len(pairs) < _NEW_PAIRS


def is_of_few_signs(text: str) -> bool:
    """Whether a long text shows hardly more than one letter or sign; gaps show nothing."""
    shown = "".join(text[:_MOST_READ].split())
    return len(shown) > _FEWEST_SIGNS and len(set(shown)) <= _DIFFERENT_SIGNS


def _words(text: str) -> list[str]:
    return _WORD.findall(text[:_MOST_READ].lower())


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _finding(explanation: str) -> Finding:
    return Finding(
        check=NAME,
        holds=True,
        spans=(),
        explanation=explanation,
    )
