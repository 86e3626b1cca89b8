"""A few words, or an emoji, that turn somebody away, and are all that is said."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from forum.screening.checks.wordlist import WordList
from forum.screening.context import Context
from forum.screening.reading import Field
from forum.screening.thresholds import Audience
from forum.screening.verdict import Finding, Part, Span

NAME = "curt"
_FILE = Path(__file__).parents[1] / "data" / "curt.toml"
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_APOSTROPHE = re.compile("['’]")
_LONGEST = 60
#: Where a newcomer reads it as what is said to them. Among members a thumb down is an opinion, "hey bitch" a joke.
_BEFORE_NEWCOMERS = frozenset({Audience.TO_NEWCOMER, Audience.WELCOME_THREAD})
_SKIN = re.compile("[\U0001f3fb-\U0001f3ff]")


def curt(context: Context) -> Iterator[Finding]:
    """A finding that holds a text which is nothing but a few listed words, or emoji of contempt, disguised or not.

    Whoever says of themselves in a word who they are is not answered like this: introductions are left out, and names
    but for codes of hatred.
    """
    name = context.submission.name
    if name is not None:
        if _plain(name) in _listed("names"):
            [field, *_] = context.reading.fields
            yield _finding(field, "This may be a code of hatred.")
        return
    if context.audience == Audience.INTRODUCTION:
        return
    for field in context.reading.fields:
        if field.part != Part.TEXT:
            continue
        before_newcomers = context.audience in _BEFORE_NEWCOMERS
        if _is_listed(field, to_newcomer=before_newcomers):
            yield _finding(field, "This is a word or two that may turn somebody away.")
        elif before_newcomers and shows_contempt(field.text):
            yield _finding(field, "This is nothing but emoji that may turn somebody away.")


def shows_contempt(text: str) -> bool:
    """Whether a text is nothing but emoji of contempt, whatever their colour, gaps and number."""
    emoji = _SKIN.sub("", "".join(char for char in text if _is_shown(char)))
    said = set(emoji).difference(_lists()["beside"])
    return bool(said) and said.issubset(_lists()["contempt"])


def _is_listed(field: Field, *, to_newcomer: bool) -> bool:
    """Whether it is nothing but a few listed words. Newcomers hear more so, also after a greeting or before a "lol"."""
    said = {_plain(text) for text in (field.text, field.unmasked.text)}
    if not to_newcomer:
        return not _terms().isdisjoint(said)
    said |= {_greeting().sub("", plain) for plain in said}
    said |= {_ending().sub("", plain) for plain in said}
    return not (said.isdisjoint(_terms()) and said.isdisjoint(_listed("to_newcomers")))


def _is_shown(char: str) -> bool:
    """Whether it is a sign of its own: no gap, no punctuation, nothing that only changes what stands before it."""
    return unicodedata.category(char)[0] not in "ZCPM"


def _plain(text: str) -> str:
    """Its words in lower case with a blank between them and no apostrophe; nothing of what is longer than any term."""
    stripped = text.strip()
    if len(stripped) > _LONGEST:
        return ""
    return _APOSTROPHE.sub("", " ".join(_WORD.findall(stripped.casefold())))


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(map(_plain, _lists()[name]))


@cache
def _terms() -> frozenset[str]:
    """The listed words, and those of other languages that are found elsewhere only where they are said of somebody."""
    foreign = (word for words in WordList.bundled() for word in words.of_somebody)
    return _listed("terms").union(map(_plain, foreign))


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(rf"(?: (?:{'|'.join(_lists()['endings'])}))+$")


@cache
def _greeting() -> re.Pattern[str]:
    longest_first = sorted(_lists()["greetings"], key=len, reverse=True)
    return re.compile(rf"^(?:{'|'.join(longest_first)}) ")


@cache
def _lists() -> Mapping[str, Any]:
    with _FILE.open("rb") as file:
        return tomllib.load(file)


def _finding(field: Field, explanation: str) -> Finding:
    return Finding(
        check=NAME,
        holds=True,
        spans=(Span(start=0, end=len(field.text)),),
        explanation=explanation,
        part=field.part,
    )
