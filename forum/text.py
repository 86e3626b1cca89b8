"""Text that people type: cleaning it, rendering it once, and cutting excerpts."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from forum.screening.bare_domains import Linkify

MAX_POST_LENGTH = 20_000
MAX_TITLE_LENGTH = 140

# Nested quotes and lists beyond this depth help nobody and cost time.
_MAX_NESTING = 20
# For each "://" the parser reads again all that stands before it: 20,000 characters of them take it seconds.
_MOST_ADDRESSES = 100


def _parser(*, finds_links: bool) -> MarkdownIt:
    # A table of 16 kB takes seconds to render and gives 40 times its size: tables stay off.
    options = {"html": False, "linkify": finds_links, "breaks": True, "maxNesting": _MAX_NESTING}
    parser = MarkdownIt("commonmark", options).enable(["linkify", "strikethrough"])
    # What is no link for the screener, which counts them, is none for readers either: README.md leads to Moldova.
    parser.linkify = Linkify()
    # A line such as "[Anna]: kind" would define a link and be shown to nobody.
    return parser.disable(["image", "html_block", "html_inline", "reference"])


_MARKDOWN, _WITHOUT_LINKS = _parser(finds_links=True), _parser(finds_links=False)
_NESTS = frozenset({"blockquote_open", "list_item_open"})

_ALLOWED_TAGS = {
    "p", "br", "em", "strong", "s", "a", "ul", "ol", "li",
    "blockquote", "code", "pre", "h3", "h4", "hr",
}  # fmt: skip
# A person's heading must not outrank the page's own.
_HEADINGS = {"h1": "h3", "h2": "h3", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}

# Bidi overrides and isolates can make a text read differently from what it says.
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_KEPT_CONTROLS = frozenset("\n\t")
# Letters by name that show nothing: Hangul fillers and the blank Braille pattern.
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_BLANK_LINES = re.compile(r"\n{4,}")
_SLUG = re.compile(r"[^a-z0-9]+")


def _is_unwelcome(char: str) -> bool:
    if char in _KEPT_CONTROLS:
        return False
    return (
        char in _BIDI_CONTROLS
        or unicodedata.category(char) in {"Cc", "Cs"}
        or _is_no_character(ord(char))
    )


def _is_no_character(number: int) -> bool:
    """Whether Unicode will never give this number to a character.

    Python can't be asked: it also calls unassigned whatever is newer than itself, such as last year's emoji.
    """
    return number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF


def clean(text: str) -> str:
    """The text without line-ending variants, control and bidi characters; NFC; trimmed.

    Zero-width joiners stay: emoji and several scripts need them.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(char for char in unified if not _is_unwelcome(char))
    return _BLANK_LINES.sub("\n\n\n", unicodedata.normalize("NFC", kept)).strip()


def is_blank(text: str) -> bool:
    """Whether there is nothing in a text that anybody could see."""
    return all(
        char in _BLANK_LETTERS or unicodedata.category(char) in {"Zs", "Zl", "Zp", "Cc", "Cf", "Mn"}
        for char in text
    )


def has_unwelcome_characters(text: str) -> bool:
    """Whether `clean` would take out characters that the author cannot see."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return any(_is_unwelcome(char) for char in unified)


def clean_line(text: str) -> str:
    """One line of text: cleaned, with every run of white space as a single space."""
    return " ".join(clean(text).split())


def isolated(words: str) -> str:
    """Words such as a name, so that a plain line they stand in does not turn round where they run from right to left.

    Others are left alone: the subject of a mail stays readable for programs that know nothing but ASCII.
    """
    turns = any(unicodedata.bidirectional(char) in {"R", "AL"} for char in words)
    return f"\u2068{words}\u2069" if turns else words


def render(markdown: str) -> str:
    """Sanitised HTML of a post. Called once, when the text is saved.

    Args:
        markdown: cleaned text of at most `MAX_POST_LENGTH` characters.
    """
    # A text with more addresses than anybody reads keeps them as they were typed.
    parser = _MARKDOWN if markdown.count("://") <= _MOST_ADDRESSES else _WITHOUT_LINKS
    tokens = parser.parse(markdown)
    if _leaves_words_out(tokens):
        return _as_typed(markdown)
    for token in tokens:
        token.tag = _HEADINGS.get(token.tag, token.tag)
    rendered = parser.renderer.render(tokens, parser.options, {})
    return nh3.clean(
        rendered,
        tags=_ALLOWED_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel="nofollow ugc noopener noreferrer",
    )


def _leaves_words_out(tokens: Sequence[Token]) -> bool:
    """Whether quotes or lists go so deep that the parser drops what stands in the innermost one."""
    return any(token.type in _NESTS and token.level >= _MAX_NESTING - 1 for token in tokens)


def _as_typed(text: str) -> str:
    paragraphs = (html.escape(part, quote=False) for part in text.split("\n\n"))
    return "".join(f"<p>{part.replace(chr(10), '<br>' + chr(10))}</p>\n" for part in paragraphs)


def plain_text(rendered: str) -> str:
    """The words of rendered HTML on one line."""
    return " ".join(html.unescape(nh3.clean(rendered, tags=set())).split())


def excerpt(rendered: str, length: int = 160) -> str:
    """The first words of rendered HTML as plain text, cut at a word, with an ellipsis if cut."""
    plain = plain_text(rendered)
    if len(plain) <= length:
        return plain
    return plain[: length - 1].rsplit(" ", 1)[0].rstrip(",;:–-") + "…"


def day_in_words(day: date) -> str:
    """A day as prose writes it: "5 December 2026"."""
    return f"{day.day} {day:%B %Y}"


def moment_in_full(moment: datetime) -> str:
    """A moment with its date and time, in UTC."""
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"


def slugify(text: str) -> str:
    """A short, lower-case, hyphenated form for addresses; 'thread' when nothing is left."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _SLUG.sub("-", ascii_text.lower()).strip("-")[:60].strip("-") or "thread"


def grouped(number: int) -> str:
    """A number as a page says it: 2,880."""
    return f"{number:,}"
