"""How a listed word stands in a sentence: as a family name, as what is told of, or as what somebody is called. Pure."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache

from forum.screening.words import rank

#: Characters before a word in which a name or a title stands, and words that tell of it.
_NAME_BEFORE = 40
_TOLD_BEFORE = 60
# What stands right before somebody's family name: a title, the words that announce it, or another name.
_BEFORE_A_SURNAME = re.compile(
    r"\b(?:(?P<title>mr|mrs|ms|miss|mx|dr|prof|professor|madame|monsieur|mme)\.?"
    r"|(?:sur|last |family )name(?: is|:)?|(?P<name>[A-Z](?:\.|[a-zà-ž]+)))[ -]$",
    re.IGNORECASE,
)
# What stands right before a word that somebody tells of, and says to nobody.
_BEFORE_WHAT_IS_TOLD = re.compile(
    r"""
    (?: \b (?:call(?:ed|s|ing)?|nam(?:ed|es|ing)) \s+ (?:me|us|him|her|them|my\s+\w+) (?:\s+an?)? \W{1,3}
      | \b (?: (?:the|that|this|a) \s+ (?:words?|name) | means | meaning | what \s+ (?:do|does|did) )
        (?:\s+(?:is|was|like|an?))? \W{1,3}
      | \b (?<!\bi\s) (?:shout|yell|scream|spat|said|says|told|wrote|writ|spray) (?:(?!\byou\b)[^.!?\n]){0,40}
        [^\w.!?\n]["“'‘«] \s*
      | \b (?:got|gets?|getting|received) \s+ (?:(?:a|another|the|this)\s+)? ["“'‘«] \s*
      # … and what people write to somebody without these marks.
      | \b (?: s?he | they | some(?:body|one) | people | kids | my \s+ \w+ )
        (?:['’]d)? (?:\s+(?:always|even|had|just|keep|keeps|kept|used\s+to|would))*
        \s+ (?: commented | post(?:ed|ing)? | send(?:ing)? | sent | texted | typed | writ(?:e|es|ing) | wrote )
        (?:\s+(?:me|us|him|her))? \s+
      | \b what \s+ (?:do|does|did) \s+ (?:\w+\s+){1,2} mean \s+ (?:by|with) \s+ \W{0,2}
      # … what others were told to do, and what nobody should write.
      | \b (?<!\bi\s) (?:tell(?:s|ing)?|told) \s+ (?:me|us|him|her|them|people|somebody|someone|each\s+other) \s+ to \s+
      | \b (?: was | were | been | got | get | getting ) \s+ told \s+ to \s+
      | \b (?<!\bi\s) (?: don['’]?t | never | stop | not ) \s+
        (?: say | saying | type | typing | writ(?:e|ing) | post(?:ing)? | send(?:ing)? ) \s+ ["“'‘«]? \s* ) $
    """,
    re.IGNORECASE | re.VERBOSE,
)
_AFTER_WHAT_IS_TOLD = re.compile(
    r"""
    ["'”’»]? \s+
    (?: mean(?:s|t)
      | (?:is|was) \s+ (?:what|how) (?!\s+you\b)
      | was \s+ (?:\w+\s+){0,4} (?:anyone|anybody|someone|somebody|he|she|they|people)
      | (?:isn['’]?t|is\s+not) \s+ (?:an?\s+)? (?:acceptable|allowed|banter|cool|funny|joke|kind|nice|okay|ok) ) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: How somebody is spoken to right before what they are called.
_SPOKEN_TO = (
    r"(?<!\w)(?:you(?:['’]?re)?|your(?=\san?\s)|ur?)"
    r"(?:\s+(?:are|r|is|such|just|only|really|nothing|but|an?|one|little|big|fat|ugly|stupid|dumb|dirty|filthy|old|fucking|damn"
    r"|bloody|lazy|worthless|absolute|total|complete|pathetic|miserable)){0,5}[\s_*\"'“‘«-]{1,3}"
)
#: Of the words that we know, greetings and the like are among so many commonest ones; hardly a name is.
_COMMONEST = 900


def is_surname(
    text: str, found: re.Match[str], surnames: Container[str], no_names: Container[str]
) -> bool:
    """Whether a word that is one of `surnames` is written like one; `no_names` before it are no first names."""
    said = found.group()
    if not said.istitle() or said.lower() not in surnames:
        return False
    before = _BEFORE_A_SURNAME.search(text[max(0, found.start() - _NAME_BEFORE) : found.start()])
    if not before or not before["name"]:
        return bool(before)
    name = before["name"]
    return name.istitle() and name.lower() not in no_names and rank(name) >= _COMMONEST


def is_told(text: str, found: re.Match[str]) -> bool:
    """Whether somebody tells of a word and says it to nobody."""
    before = text[max(0, found.start() - _TOLD_BEFORE) : found.start()]
    return bool(_BEFORE_WHAT_IS_TOLD.search(before) or _AFTER_WHAT_IS_TOLD.match(text, found.end()))


@lru_cache
def said_of_somebody(words: tuple[str, ...]) -> re.Pattern[str]:
    """What finds these words where they are said of whoever is spoken to."""
    called = "|".join(map(re.escape, words))
    return re.compile(rf"{_SPOKEN_TO}(?:{called})(?!\w)", re.IGNORECASE)
