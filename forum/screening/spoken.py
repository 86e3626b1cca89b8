"""Words that marks make look as if nobody said them: in code, or in a text that is nothing but a quotation.

The model has learned that abuse in quotation marks is told, not done. Where nothing stands around the marks, or only
that their words are right, nobody tells anything: whoever posts it says it. So such words are read by themselves as
well.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from forum.screening.traced import Traced

_ASSENT = Path(__file__).parent / "data" / "assent.toml"

#: Fewer words in a line of code are its own: names, keys, a greeting that is printed.
_FEWEST_WORDS = 3
# A block that is never closed goes on to the end, as on the page.
_CODE = re.compile(
    r"(?:(`{3,})(?P<block>.*?)(?:\1`*|\Z)|(`{1,2})(?!`)(?P<span>[^`]{1,2000})\3(?!`))", re.DOTALL
)
#: What parts the words of a program that people read (texts, comments) from those that it runs on. An apostrophe does
#: not.
_ENDS = re.compile(r"""["“”«»`(){}\[\];=#]+|/[*/]+|\*/|(?<!\w)['‘]|['’](?!\w)""")
# A name such as get_long_be is one, and so is signal.SIGKILL.
_WORD = re.compile(r"(?<!\w)(?<!\w\.)[^\W\d]\w*(?:['’]\w+)*")
_LINE = re.compile(r"[^\n]+")
# Without marks of code as well: what a program prints or returns, what is shown of a picture or a page, what a setting
# or a style says, and what a link is called in [words](address "…").
_PRINTED = re.compile(
    r"""
    (?: \b (?P<shown> alt|title|label ) \s* =
      | (?<! [<>!=] ) = | \w [\[(] | \b (?:return|select)
      | ["”'] \s? : | : (?= [^\n;}]{1,300} ["”'] \s* [;}] )
      | \] [(:] \s* \S{1,300} )
    \s* (?P<mark> ["“'] ) (?P<said> [^\n"“”]{1,300}? ) (?: (?P=mark) | ” ) (?!\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Without one of these nothing is printed: most texts have none.
_MAY_PRINT = re.compile(r"""[=(\[:]\s*["“']|[ntNT]\s+["“']|\][(:]""")

_QUOTED_LINE = re.compile(r"^[ \t]*(?:>[ \t]*)+", re.MULTILINE)
_OWN_LINE = re.compile(r"^(?![ \t]*>).*\n?", re.MULTILINE)
_QUOTES = '"“”„‟«»‹›❝❞〝〞「」『』'  # noqa: RUF001  each may stand before or after
# An apostrophe within a word ends nothing.
_QUOTED = re.compile(
    rf"""[{_QUOTES}][^{_QUOTES}]*[{_QUOTES}]|(?<!\w)['‘](?:[^'‘’]|(?<=\w)['’](?=\w))+['’](?!\w)"""
)
_MAY_QUOTE = re.compile(rf"[>{_QUOTES}]|(?<!\w)['‘]")
_MARK = re.compile(rf"[{_QUOTES}]")
_WORDS_BESIDE = re.compile(r"\w+(?:['’]\w+)*")
_MENTION = re.compile(r"@\w+")
#: Beside what they were told, people ask about it …
_ASKS = re.compile(r"(?:\w\W*|\n\s*)[?]")
#: … or show what it does to them.
_HURT = re.compile("[\u2639\U0001f494\U0001f61e-\U0001f622\U0001f625\U0001f62d\U0001f97a]")
#: What stands at either end of a mere quotation, among it a mark, with the end of a sentence.
_ENDS_OF_ALL = f"{_QUOTES}`*_()[] \t\n.!?…"


def in_code(text: Traced) -> Traced | None:
    """What a text, as it was written, says in code; None where that is nothing."""
    code = [match.span(match.lastgroup or "") for match in _CODE.finditer(text.text)]
    told = [part for start, end in code for part in _told(text.text, start, end)]
    printed = _PRINTED.finditer(text.text) if _MAY_PRINT.search(text.text) else ()
    for match in printed:
        if not any(start <= match.start() < end for start, end in code):
            said = match.span("said")
            told += [said] if match["shown"] else _lines(text.text, *said)
    return text.only(sorted(told), between="\n") if told else None


def shows_hurt(text: str) -> bool:
    """Whether a text as it was written has an emoji in it by which people show that they are hurt."""
    return bool(_HURT.search(text))


def unquoted(text: Traced) -> Traced | None:
    """A text without the marks around it; None where it is more than a quotation, or none."""
    bare = _quoted_beside(text, _is_nothing) or text
    # One that nobody closes, or is closed by another. A single one may be of words that are told of, or an apostrophe.
    inside = bare.text.strip(_ENDS_OF_ALL)
    if not _MARK.search(inside) and _in_pairs(inside):
        start = bare.text.find(inside)
        bare = bare.only([(start, start + len(inside))])
    return bare if _words_and_marks(bare.text) != _words_and_marks(text.text) else None


def agreed_with(text: Traced) -> Traced | None:
    """A quotation beside which stands nothing but that its words are right; None where there is none."""
    quoted = _quoted_beside(text, _is_assent)
    return (unquoted(quoted) or quoted) if quoted else None


def _quoted_beside(text: Traced, fits: Callable[[str], bool]) -> Traced | None:
    """What is quoted in a text, if what stands beside it `fits`; None where it does not, or nothing is quoted."""
    if not _MAY_QUOTE.search(text.text):
        return None
    bare = text
    if _QUOTED_LINE.search(text.text) and fits("".join(_OWN_LINE.findall(text.text))):
        bare = text.sub(_OWN_LINE, lambda match: "").sub(_QUOTED_LINE, lambda match: "")
    quoted = [match.span() for match in _QUOTED.finditer(bare.text)]
    if quoted and fits(_QUOTED.sub(" ", bare.text)):
        bare = bare.only([(start + 1, end - 1) for start, end in quoted], between="\n")
    return bare if bare is not text else None


def _in_pairs(inside: str) -> bool:
    """Whether no bracket of a sentence was taken for a mark around it: "lovely (and rare)" has lost one."""
    return all(inside.count(opening) == inside.count(closing) for opening, closing in ("()", "[]"))


def _is_nothing(beside: str) -> bool:
    return not (_words_of(beside) or _ASKS.search(beside))


def _is_assent(beside: str) -> bool:
    return bool(_assent().fullmatch(_words_of(beside))) and not _ASKS.search(beside)


def _words_of(beside: str) -> str:
    return " ".join(_WORDS_BESIDE.findall(_MENTION.sub(" ", beside).casefold().replace("’", "'")))


@cache
def _assent() -> re.Pattern[str]:
    with _ASSENT.open("rb") as file:
        phrases = "|".join(map(re.escape, tomllib.load(file)["phrases"]))
    return re.compile(rf"(?:(?:{phrases})(?: |$))+")


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
