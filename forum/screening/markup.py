"""Undoing disguises made of markup: emphasis inside words, links, tags, entities, code marks."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

from forum.screening.traced import Traced

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")
# The forum shows tags as they were typed, so that words inside of one are read by people: only those that say nothing
# are taken out of the words round them.
_TAG = re.compile(
    r"""
    </? (?: a | abbr | article | b | big | blockquote | body | br | center | cite | code | dd | del | details | div
        | dl | dt | em | figcaption | figure | font | footer | h[1-6] | header | hr | html | i | img | ins | kbd | li
        | main | mark | nav | ol | p | pre | q | s | section | small | span | strike | strong | sub | summary | sup
        | table | tbody | td | th | thead | title | tr | tt | u | ul | wbr )
        [^\w<>\n]{0,9} >
    | <!-- [^\w<>]{0,99} -->
    """,
    re.VERBOSE | re.IGNORECASE,
)
# With blanks between the round brackets it is no link, and everybody reads what stands there.
_LINK = re.compile(
    r"""!?\[([^\[\]\n]{0,300})\]\((?:<[^<>\n]{0,500}>|[^()\s]{0,500})(?:\s+"[^"\n]{0,300}")?\)"""
)
# "nobody%20wants%20you", as in an address, "\\u0069diot", as in a program, and letters in bits, eight of them each.
_PERCENT = re.compile(r"(?:%[2-7][0-9A-F]){4,}|(?<!\d)(?:%[2-7][0-9A-F])+(?=\w)", re.IGNORECASE)
_BITS = re.compile(r"(?<!\w)[01]{8}(?:\s+[01]{8}){2,}(?!\w)")
_BY_NUMBER = re.compile(r"\\u00([2-7][0-9A-F])", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS = re.compile(r"(?<!\\)(\*{1,3}|_{1,3}|~~)(?=[^\s*_~])([^*_~\n]{1,300}?)(?<=[^\s*_~])\1")
# Such marks with gaps round them, or the ends of a sentence: nobody hides letters that way.
_EMPHASIS_OF_WORDS = re.compile(
    r"(?<![\w*\\])(\*{1,3}|_{1,3})(?=[^\s*_])([^*_\n]{1,300})(?<=[^\s*_])\1(?![\w*])"
)
_CODE_MARKS = re.compile(r"`+")


def read_emphasis(traced: Traced) -> Traced:
    """Whole words without the stars round them."""
    # Twice, because emphasis may stand inside emphasis.
    for _ in range(2):
        traced = traced.sub(_EMPHASIS_OF_WORDS, lambda match: match[2])
    return traced


def read_markup(traced: Traced) -> Traced:
    """The text as it looks once it is rendered: what stands between the marks, without them."""
    traced = traced.sub(_ENTITY, _entity)
    traced = traced.sub(_PERCENT, lambda match: unquote(match.group()))
    traced = traced.sub(_BY_NUMBER, lambda match: chr(int(match[1], 16)))
    traced = traced.sub(_BITS, _spelled_in_bits)
    traced = traced.sub(_TAG, lambda match: "")
    traced = traced.sub(_LINK, lambda match: match[1])
    traced = traced.sub(_CODE_MARKS, lambda match: "")
    # Twice, because emphasis may stand inside emphasis.
    for _ in range(2):
        traced = traced.sub(_EMPHASIS, lambda match: match[2])
    return traced.sub(_ESCAPE, lambda match: match[1])


def _spelled_in_bits(match: re.Match[str]) -> str | None:
    spelled = "".join(chr(int(bits, 2)) for bits in match.group().split())
    return spelled if spelled.isascii() and spelled.isprintable() else None


def _entity(match: re.Match[str]) -> str:
    char = html.unescape(match.group())
    return char if char.isprintable() else " "
