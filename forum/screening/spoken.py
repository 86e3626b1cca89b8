"""Words that marks make look as if nobody said them: in code, or in a text that is nothing but a quotation.

The model has learned that abuse in quotation marks is told, not done. Where nothing stands around the marks nobody
tells anything: whoever posts it says it. So such words are read by themselves as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from forum.screening.traced import Traced

#: Fewer words in a line of code are its own: names, keys, a greeting that is printed.
_FEWEST_WORDS = 3
# A block that is never closed goes on to the end, as on the page.
_CODE = re.compile(
    r"(?:(`{3,})(?P<block>.*?)(?:\1`*|\Z)|(`{1,2})(?!`)(?P<span>[^`]{1,2000})\3(?!`))", re.DOTALL
)
#: What parts the words of a program that people read (texts, comments) from those that it runs on. An apostrophe does
#: not.
_ENDS = re.compile(r"""["“”«»`(){}\[\];=#]+|/[*/]+|\*/|(?<!\w)['‘]|['’](?!\w)""")
# A name such as get_long_be is one.
_WORD = re.compile(r"(?<!\w)[^\W\d]\w*(?:['’]\w+)*")
_LINE = re.compile(r"[^\n]+")

_QUOTED_LINE = re.compile(r"^[ \t]*(?:>[ \t]*)+", re.MULTILINE)
_UNQUOTED_LINE = re.compile(r"^[ \t]*(?!>)\S", re.MULTILINE)
_QUOTES = '"“”„‟«»‹›❝❞〝〞「」『』'  # noqa: RUF001  each may stand before or after
# An apostrophe within a word ends nothing.
_QUOTED = re.compile(
    rf"""[{_QUOTES}][^{_QUOTES}]*[{_QUOTES}]|(?<!\w)['‘](?:[^'‘’]|(?<=\w)['’](?=\w))+['’](?!\w)"""
)
_MARK = re.compile(rf"[{_QUOTES}]")
_LETTER = re.compile(r"\w")
#: What stands at either end of a mere quotation, among it a mark, with the end of a sentence.
_ENDS_OF_ALL = f"{_QUOTES}`*_()[] \t\n.!?…"


def in_code(text: Traced) -> Traced | None:
    """What a text, as it was written, says in code; None where that is nothing."""
    code = [match.span(match.lastgroup or "") for match in _CODE.finditer(text.text)]
    told = [part for start, end in code for part in _told(text.text, start, end)]
    return _only(text, told) if told else None


def unquoted(text: Traced) -> Traced | None:
    """A text without the marks around it; None where it is more than a quotation, or none."""
    bare = text
    if not _UNQUOTED_LINE.search(text.text):
        bare = text.sub(_QUOTED_LINE, lambda match: "")
    if _QUOTED.search(bare.text) and not _LETTER.search(_QUOTED.sub("", bare.text)):
        bare = bare.sub(_QUOTED, lambda match: match.group()[1:-1].strip())
    # One that nobody closes, or is closed by another. A single one may be of words that are told of, or an apostrophe.
    inside = bare.text.strip(_ENDS_OF_ALL)
    if not _MARK.search(inside):
        start = bare.text.find(inside)
        bare = _only(bare, [(start, start + len(inside))])
    return bare if _words_and_marks(bare.text) != _words_and_marks(text.text) else None


def _words_and_marks(text: str) -> str:
    """What tells a text from a quotation of it: all but the blanks and the end of a sentence."""
    return text.strip(" \t\n.!?…")


def _told(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """All of a code that is plain words; of a program what has words enough to say something."""
    begin = start
    for mark in _ENDS.finditer(text, start, end):
        yield from _lines(text, begin, mark.start())
        begin = mark.end()
    if begin == start:
        yield start, end
    else:
        yield from _lines(text, begin, end)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for line in _LINE.finditer(text, start, end):
        words = list(_WORD.finditer(text, *line.span()))
        if len(words) >= _FEWEST_WORDS:
            yield words[0].start(), line.end()


def _only(text: Traced, kept: list[tuple[int, int]]) -> Traced:
    """These stretches, each as a line of its own."""
    changes, done = list[tuple[int, int, str]](), 0
    for start, end in kept:
        if start > done or done:
            changes.append((done, start, "\n" if done else ""))
        done = end
    changes.append((done, len(text.text), ""))
    return text.replaced(changes)
