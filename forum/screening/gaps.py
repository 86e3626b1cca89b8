"""Undoing disguises by gaps: letters that stand apart, and words in pieces."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from forum.screening import words
from forum.screening.disguise import disguises
from forum.screening.disguised_words import LETTER_WORDS, likely, restored
from forum.screening.traced import Traced

_FRAGMENT = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?,;:]\s|\n\s*\n")

_UNMARKED = re.compile(r"[^\W\d_]+(?:[ \n][^\W\d_]+){3,40}")
#: So many pieces that are no words; fewer are names, or misspelled.
_MOVED_AT_LEAST = 3

_LONGEST_RUN = 400
_MOST_FRAGMENTS = 5
_WIDEST_GAP = 3
_SPACED_AT_LEAST = 3
_CLOSED_BY = {"(": ")", "[": "]", "{": "}"}


def join_spaced_letters(traced: Traced) -> Traced:
    """`y o u   i d i o t`, `i.d.i.o.t` and `(i)(d)(i)(o)(t)` as words, where the outcome is words that we know."""
    changes = []
    for run in _single_letter_runs(traced.text):
        joined = _joined(run)
        if joined:
            changes.append((*_with_brackets(traced.text, run), joined))
    return traced.replaced(changes)


def _with_brackets(text: str, run: Sequence[re.Match[str]]) -> tuple[int, int]:
    """The stretch of a run, with the outermost brackets where each of its letters stands in some."""
    start, end = run[0].start(), run[-1].end()
    closing = _CLOSED_BY.get(text[start - 1 : start])
    each = closing and text[run[0].end()] == closing == text[end : end + 1]
    return (start - 1, end + 1) if each else (start, end)


def close_gaps(traced: Traced) -> Traced:
    """`stu pid`, `id-iot` and `fu ck` in one piece: only words that are often disguised."""
    fragments = list(_FRAGMENT.finditer(traced.text))
    beginnings = disguises().masked_beginnings
    changes: list[tuple[int, int, str]] = []
    index = 0
    while index < len(fragments):
        pieces: Sequence[re.Match[str]] = ()
        # Most words begin no such word.
        if fragments[index].group().lower() in beginnings:
            pieces = _pieces_of_one_word(traced.text, fragments[index : index + _MOST_FRAGMENTS])
        if pieces:
            whole = "".join(piece.group() for piece in pieces)
            changes.append((pieces[0].start(), pieces[-1].end(), whole))
        index += len(pieces) or 1
    return traced.replaced(changes)


def move_gaps(traced: Traced) -> Traced:
    """`nobo dywa ntsy ouhe re` with its gaps where they belong, where the outcome is words that we know."""
    if len(words.unknown_in(traced.text)) < _MOVED_AT_LEAST:
        return traced
    changes = []
    for sentence in _UNMARKED.finditer(traced.text):
        fragments = sentence.group().split()
        unknown = sum(not words.known(fragment) for fragment in fragments)
        if unknown < _MOVED_AT_LEAST or 2 * unknown < len(fragments):
            continue
        pieces = words.part("".join(fragments))
        if pieces and likely(pieces, mean=3):
            changes.append((*sentence.span(), " ".join(pieces)))
    return traced.replaced(changes)


def _single_letter_runs(text: str) -> Iterator[list[re.Match[str]]]:
    run: list[re.Match[str]] = []
    for fragment in _FRAGMENT.finditer(text):
        single = len(fragment.group()) == 1
        if run and (not single or fragment.start() - run[-1].end() > _WIDEST_GAP):
            yield from [run] if len(run) >= _SPACED_AT_LEAST else []
            run = []
        if single:
            run.append(fragment)
    yield from [run] if len(run) >= _SPACED_AT_LEAST else []


def _joined(run: Sequence[re.Match[str]]) -> str | None:
    letters = [fragment.group() for fragment in run]
    if sum(letter.isalpha() for letter in letters) < 2 or len(run) > _LONGEST_RUN:
        return None
    gaps = [after.start() - before.end() for before, after in itertools.pairwise(run)]
    # A gap wider than the narrowest one parts words.
    chunks = [letters[0]]
    for letter, gap in zip(letters[1:], gaps, strict=True):
        if gap > min(gaps):
            chunks.append(letter)
        else:
            chunks[-1] += letter
    if max(map(len, chunks)) < _SPACED_AT_LEAST:
        return None
    read = [_read_chunk(chunk) for chunk in chunks]
    if all(read):
        return " ".join(chunk for chunk in read if chunk)
    return _read_chunk("".join(letters))


def _read_chunk(chunk: str) -> str | None:
    lower = chunk.lower()
    if len(chunk) == 1:
        return chunk if lower in LETTER_WORDS else None
    if words.known(lower) or lower in disguises().masked or lower in disguises().shorthand:
        return chunk
    whole = restored(chunk)
    if whole:
        return whole
    pieces = words.part(chunk)
    return " ".join(pieces) if pieces and likely(pieces, mean=2.5) else None


def _pieces_of_one_word(text: str, fragments: Sequence[re.Match[str]]) -> Sequence[re.Match[str]]:
    """The first fragments that together are one disguised word; empty if they are none."""
    for count in range(len(fragments), 1, -1):
        pieces = fragments[:count]
        whole = "".join(piece.group() for piece in pieces).lower()
        if len(whole) < 4 or whole not in disguises().masked:
            continue
        gaps = [text[a.end() : b.start()] for a, b in itertools.pairwise(pieces)]
        if any(len(gap) > _WIDEST_GAP or _SENTENCE_END.search(gap) for gap in gaps):
            continue
        if not all(words.known(piece.group()) for piece in pieces):
            return pieces
    return ()
