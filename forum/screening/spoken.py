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
_QUOTED = re.compile(
    r"""["“„«»][^"“”„«»]*["”“»«]|(?<!\w)['‘].+?['’](?!\w)""",
    re.DOTALL,
)
_LETTER = re.compile(r"\w")


def spoken(text: Traced, *, alone: bool) -> Iterator[Traced]:
    """What a text says in code, and, if it stands `alone`, what it says as a mere quotation; without their marks."""
    code = [match.span(match.lastgroup or "") for match in _CODE.finditer(text.text)]
    told = [part for start, end in code for part in _told(text.text, start, end)]
    if told:
        yield _only(text, told)
    quoted = _unquoted(text) if alone else None
    if quoted is not None:
        yield quoted


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


def _unquoted(text: Traced) -> Traced | None:
    """The text without the marks around it; None where it is more than a quotation, or none."""
    lines = _QUOTED_LINE.search(text.text)
    if lines and not _UNQUOTED_LINE.search(text.text):
        return text.sub(_QUOTED_LINE, lambda match: "")
    if not _QUOTED.search(text.text) or _LETTER.search(_QUOTED.sub("", text.text)):
        return None
    return text.sub(_QUOTED, lambda match: match.group()[1:-1].strip())
