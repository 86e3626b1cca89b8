"""Whether what is spelled like a web address, without http:// or www. before it, is likely meant as one. Pure.

Two letters after a full stop are the ending of some country's addresses: README.md lies in Moldova, script.sh on
Saint Helena, and whoever forgets a blank after a full stop visits many more.
"""

from __future__ import annotations

import re

from linkify_it import LinkifyIt
from linkify_it.main import Match

from forum.screening import words

#: Endings of files that hardly any web site has …
_OF_FILES = r"(?:md|py|sh|rs|mk)"
#: … and of which many have: a file is told by its name.
_OF_SITES_TOO = r"(?:ac|am|cc|in|ml|pl|pm|ps|so)"
_FILE = re.compile(
    rf"""
    (?: [\w.-]+ \. {_OF_FILES}
      | (?: a | app | build | conf(?:ig(?:ure)?)? | data | example | index | init | install | lib[\w-]+ | main
          | makefile | module | parser? | run | script | setup | tests? | utils? ) \. {_OF_SITES_TOO} )
    (?: :\d+ )? (?: \#[\w-]* )?
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "e.g.my", "the U.S.in", "8.30.am", "v1.2.is": a blank is missing.
_SHORTENED = re.compile(
    r"(?:(?:[a-z]\.){2,}|(?:v?\d+\.)+|(?:mrs?|ms|dr|prof|st|vs|etc|e\.?g|i\.?e|ph\.d)\.)[a-z]{2}",
    re.IGNORECASE,
)
# What belongs to something in a program, and programs that are called so.
_OF_PROGRAMS = re.compile(
    r"(?:self|this|console|logger|log|obj|object|os|sys|np|pd|df|req|res|args|window|document)\.[a-z.]+"
    r"|(?:asp|vb|ado)\.net|socket\.io",
    re.IGNORECASE,
)
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]{1,300}`", re.DOTALL)
# "It hurts.my mum is ill": a full stop without a gap, before a word that is spelled like the ending of an address.
_NO_GAP = re.compile(
    r"([^\W_]+)\.(?:am|as|at|be|by|do|im|in|is|it|me|my|no|so|to|us)(?= \w)", re.IGNORECASE
)


class Linkify(LinkifyIt):  # type: ignore[misc]  # the library has no types
    """Finds what becomes a link, on pages and where links are counted: addresses, and not what is spelled like one."""

    def match(self, text: str) -> list[Match] | None:
        """Every link, in order; None where there is none, as the library has it."""
        found = super().match(text) or []
        return [one for one in found if _is_plain(one) or _is_likely(text, one)] or None


def _is_plain(link: Match) -> bool:
    return bool(link.schema) or link.raw[:4].lower() == "www."


def code_in(text: str) -> list[tuple[int, int]]:
    """Where `text` has words between code marks, which no page shows as a link: offsets, in order."""
    return [match.span() for match in _CODE.finditer(text)]


def _is_likely(text: str, link: Match) -> bool:
    """Whether somebody who reads it where it stands in `text` would take it for an address."""
    start, end = link.index, link.last_index
    bare = text[start:end]
    return not (
        text[end : end + 1] == "("
        or any(known.fullmatch(bare) for known in (_FILE, _SHORTENED, _OF_PROGRAMS))
        or _stands_between_sentences(text, start, end)
    )


def _stands_between_sentences(text: str, start: int, end: int) -> bool:
    """Whether it is the last word of a sentence and the first of the next one."""
    found = _NO_GAP.match(text, start, end + 2)
    return bool(found and found.end() == end and (found[1].isdigit() or words.known(found[1])))
