"""Links from people nobody knows yet: one ordinary link is welcome, what hides its goal is not."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from linkify_it.main import Match

from forum.screening.bare_domains import Linkify, code_in
from forum.screening.context import Context
from forum.screening.disguise import disguises
from forum.screening.scripts import mixes_scripts
from forum.screening.submission import Standing
from forum.screening.verdict import Finding, Part, Span

NAME = "links"
MOST_LINKS = 1

_SHORTENERS = frozenset(
    {
        "adf.ly", "bit.do", "bit.ly", "bitly.com", "buff.ly", "cutt.ly", "goo.gl", "is.gd", "linktr.ee",
        "lnkd.in", "ow.ly", "rb.gy", "rebrand.ly", "s.id", "shorte.st", "shorturl.at", "t.co", "t.ly",
        "tiny.cc", "tinyurl.com", "v.gd",
    }
)  # fmt: skip
_MARKDOWN_LINK = re.compile(r"\[([^\[\]\n]{0,300})\]\(\s*<?([^()\s<>]{1,2000})[^()\n]{0,300}\)")
_SCHEME = re.compile(r"^(?:https?:)?//(?:www\.)?", re.IGNORECASE)
# Always a link. A program takes none for one that follows a sign: `http://example.org`, =www.example.org.
_PLAIN = re.compile(r"(?:https?://|\bwww\.[\w-]{1,63}\.)[^\s<>()\[\]\"`]{1,2000}", re.IGNORECASE)
# Without one of these nothing is taken for a link, by a program or a person.
_LEADS_SOMEWHERE = re.compile(r"//|@|\.\S")
# Longer than any address; of such a run the library would read every part again for each part before it.
_ENDLESS = re.compile(r"\S{2001,}")
_READ_OF_ENDLESS = 2_000
# Written so that no program takes it for a link, and people do: hxxp://example[.]org, "example dot org".
_ENDING = r"(?:com|net|org|info|biz|io|co|me|ru|xyz|shop|online|site|top|club|vip|example)\b"
_WRITTEN_OUT = re.compile(
    rf"""
      \b h(?:xx|\*\*|tt) ps? (?:://|\[:\]//|\[://\]) [\w-]+ (?: \[\.\] | \(\.\) | \{{\.\}} | \. ) \w
    | \b [\w-]{{2,63}} (?: \[\.\] | \(\.\) | \s?[\[({{]dot[\])}}]\s? ) {_ENDING}
    | \b (?!(?:the|an?|of|in|during|every|one|this|that|polka)\s) [\w-]{{2,63}} \s dot \s (?:com|net|org|info)\b
      (?! \s (?:bubble|boom|crash|era|compan) )
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "ada [at] example [dot] org" is an address, and no link; so may "ada at example dot org" be.
_AT_BEFORE = re.compile(r"(?:@|[\[({]at[\])}])\s?(?:[\w-]+\.)*$", re.IGNORECASE)
_AT_IN_WORDS = re.compile(rf"{_AT_BEFORE.pattern}|\bat\s$", re.IGNORECASE)
# Each as a real one goes on: "my photos and data:) are safe" and "my whatsapp:later" have none.
_OTHER_SCHEME = re.compile(
    r"""
    \b (?: (?:javascript|vbscript) : [^\s)] \S
        | (?:tg|whatsapp) : (?: // \S | \w+\? )
        | skype: [\w.:,+-]+ \?
        | blob: \w+ ://
        | magnet: \?
        | data: (?: [a-z][\w.+-]*/ | [;,] )
        | file: [/\\] \S
        )
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Such a link of Markdown opens a mail, or a page of the forum's own; //example.org does neither.
_STAYS_HERE = re.compile(r"mailto:|/\w", re.IGNORECASE)
# Without one of these it leads to no other site, however its letters are written.
_LEADS_ELSEWHERE = re.compile(r"[:/\\&]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A link as a reader would meet it: where it stands, where it leads, what it is called."""

    start: int
    end: int
    url: str
    words: str = ""


def links(context: Context) -> Iterator[Finding]:
    """Findings that hold when a newcomer posts several links, or one that hides where it leads."""
    if context.submission.by is not Standing.NEWCOMER:
        return
    for field in context.reading.fields:
        found = links_in(field.text)
        goals = {_SCHEME.sub("", link.url).rstrip("/").lower() for link in found}
        if len(goals) > MOST_LINKS:
            yield _finding(found, field.part, f"A newcomer posts {len(goals)} links at once.")
        hiding = [link for link in found if hides_its_goal(link)]
        if hiding:
            yield _finding(hiding, field.part, "A newcomer posts a link that hides where it leads.")
        written_out = written_out_in(field.text)
        if written_out:
            yield _finding(
                written_out, field.part, "A newcomer posts a link that is written out in words."
            )
        schemes = [match.span() for match in _OTHER_SCHEME.finditer(field.text)]
        if schemes:
            odd = [Link(start=start, end=end, url="") for start, end in schemes]
            yield _finding(odd, field.part, "A newcomer posts a link that is not a web address.")


def links_in(text: str) -> list[Link]:
    """Every link in `text`, in order: in Markdown, with http:// or www., and bare addresses that are meant as one."""
    code = code_in(text)
    found = [
        Link(start=match.start(), end=match.end(), url=match[2], words=match[1])
        for match in _MARKDOWN_LINK.finditer(text)
        if _is_link(match, is_code=_is_inside(match.start(), code))
    ]
    taken = [(link.start, link.end) for link in found]
    for match in _linkified(text):
        start, end = match.index, match.last_index
        if match.schema == "mailto:" or _is_inside(start, taken):
            continue
        if _PLAIN.match(match.raw) or not _is_inside(start, code):
            found.append(Link(start=start, end=end, url=match.url))
    taken = [(link.start, link.end) for link in found]
    found += [
        Link(start=match.start(), end=match.end(), url=match.group())
        for match in _PLAIN.finditer(text)
        if not _is_inside(match.start(), taken)
    ]
    return sorted(found, key=lambda link: link.start)


def _is_link(markdown: re.Match[str], *, is_code: bool) -> bool:
    """Whether what is written like a link leads to a web site, or is called as if it did."""
    words, goal = markdown.groups()
    if "." not in goal and "://" not in goal:
        return False
    if is_code and not _LEADS_ELSEWHERE.search(goal):
        # `functions[name](self.request)`
        return False
    return not _STAYS_HERE.match(goal) or bool(links_in(words))


def _linkified(text: str) -> Sequence[Match]:
    """What a program that makes links takes for one."""
    if not _LEADS_SOMEWHERE.search(text):
        return []
    return _linkify().match(_ENDLESS.sub(_beginning, text)) or []


def _beginning(run: re.Match[str]) -> str:
    """Its beginning, with blanks in place of the rest, so that offsets stay true."""
    return run.group()[:_READ_OF_ENDLESS].ljust(len(run.group()))


def _is_inside(place: int, stretches: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in stretches)


def written_out_in(text: str) -> list[Link]:
    """Every link in `text` that only people take for one, in order."""
    return [
        Link(start=match.start(), end=match.end(), url="")
        for match in _WRITTEN_OUT.finditer(text)
        if not match.group().lower().startswith(("http://", "https://"))
        and not (_AT_IN_WORDS if " dot " in match.group().lower() else _AT_BEFORE).search(
            text[max(0, match.start() - 80) : match.start()]
        )
    ]


def hides_its_goal(link: Link) -> bool:
    """Whether one can't tell from the link where it leads."""
    try:
        parts = urlsplit(link.url if "://" in link.url else f"http://{link.url}")
        host = (parts.hostname or "").removeprefix("www.")
        odd_port = parts.port not in {None, 80, 443}
    except ValueError:
        return True
    if not host or "." not in host or odd_port or "@" in parts.netloc:
        return True
    if host in _SHORTENERS or _is_number(host) or host.startswith("xn--") or ".xn--" in host:
        return True
    if _passes_for_another(host):
        return True
    named = [hostname for hostname in map(_host, links_in(link.words)) if hostname]
    return any(name != host for name in named)


def _host(link: Link) -> str:
    """Where an address seems to lead. One that can't be taken apart is called whole, as no host is."""
    try:
        return (urlsplit(link.url).hostname or "").removeprefix("www.")
    except ValueError:
        return link.url


def _passes_for_another(host: str) -> bool:
    """Whether a part of a host's name has letters of other scripts that look like Latin ones.

    Under an ending in its own script (мото.рф) it is what it seems to be.
    """
    *labels, ending = host.split(".")
    foreign = [label for label in labels if not label.isascii()]
    return mixes_scripts(host) or (
        ending.isascii()
        and any(
            disguises().lookalikes.keys() >= set(filter(str.isalpha, label)) for label in foreign
        )
    )


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host.replace(".", "").isdigit()
    return True


@cache
def _linkify() -> Linkify:
    return Linkify()


def _finding(found: Sequence[Link], part: Part, explanation: str) -> Finding:
    return Finding(
        check=NAME,
        holds=True,
        spans=tuple(Span(start=link.start, end=link.end) for link in found),
        explanation=explanation,
        part=part,
    )
