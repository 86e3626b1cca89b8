"""Signs that somebody may hurt themselves, in what they write of themselves.

They are looked for in the first person only: "I want to die" is a cry for help, "you should die" is not. What people
say is listed in `data/self_harm.toml`; here stands what takes it back: a denial, somebody else, a figure of
speech; what is over stands in `overcome`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from forum.screening.overcome import LOOK_AHEAD, is_over

#: Put to the model in place of such words, so that a cry for help is not judged as a threat.
INSTEAD = "I feel very sad"

_FILE = Path(__file__).parent / "data" / "self_harm.toml"
_PART = re.compile(r"<([a-z ]+)>")
#: What a line's short ways of writing mean, in this order.
_MEANS = ((r"\((?!\?)", "(?:"), (r" \?", r"\\s*"), (" ", r"\\s+"), ("'", "['’]?"))

_LOOK_BACK = 80
_LOOK_AHEAD = 80
_SENTENCE_END = re.compile(r"[.!?\n]")
_OWN = re.compile(r"\b(?:i|im|ive|id|ill|me|my|mine|myself)\b", re.IGNORECASE)

#: What is denied …
_NOT_SO = re.compile(
    r"""
    (?: \b (?:not|never|nor|without|no\s+longer) | n['’]t
      | \b (?:do|did|does|ca|wo|would|could|should|is|was|have|has)nt )
    \s+ (?: (?! (?:but|and|yet|so|because|since|though|although|or) \b ) \w+ \s+ ){0,2} $
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: … and what only sounds like it: "I can't stop hurting myself", "why shouldn't I", "I'm not sure I won't".
_STILL_SO = re.compile(
    r"""
      \b (?: can['’]?t | can \s* not | can \s+ no \s+ longer | couldn['’]?t )
      \s+ (?:\w+\s+)? (?:stop|help|resist|quit|promise|keep|get)
    | \b why \s+ (?:should|don['’]?t|can['’]?t|not)
    | \b not \s+ sure
    | \b (?: don['’]?t | do \s+ not ) \s+ know \s+ (?:how|if|whether)
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: What a whole clause is denied with. "I'm not okay I want to die" denies nothing.
_NOT_THAT = re.compile(
    r"""
    (?: \b i \s+ (?: don['’]?t | do \s+ not | didn['’]?t ) \s+ (?:\w+\s+)? (?:think|mean|say|feel \s+ like)
      | \b not \s+ (?:that|because|saying|like|as \s+ if) | \b never \s+ (?:say|said) )
    (?:\s+that)? \s+ $
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: What somebody else said, unless it was a voice that nobody else hears.
_REPORTED = re.compile(
    r"""
    \b (?<!\bi\s) (?: (?:told|tells?|telling|asked|asking|begged|wants?|wanted) \s+ me \s+ to
      | asked \s+ me \s+ (?:if|whether)
      | (?:said|says?|saying|thinks?) (?:\s+that)? (?:\s+i\s+should)? (?:\s+just)? ) \s+ $
    """,
    re.IGNORECASE | re.VERBOSE,
)
_INNER_VOICE = re.compile(
    r"\b(?:voices?|head|brain|mind|thoughts?|illness|depression)\b[^.!?\n]{0,30}$", re.IGNORECASE
)
#: Whose life it is, where the words themselves do not say: "you have no reason to live".
_OF_OTHERS_BEFORE = re.compile(
    r"""
    \b (?: you\w* | u | ur | yr | s?he | his | hers? | him | they | their | them | people | some(?:body|one) | who )
    (?: ['’]\w+ )? (?:\s+\w+){0,3} \s* $
    """,
    re.IGNORECASE | re.VERBOSE,
)
_OF_OTHERS_AFTER = re.compile(
    r"\s+(?:left\s+)?for\s+(?:you|u|him|her|them|some(?:body|one)|people)\b", re.IGNORECASE
)
#: What follows a figure of speech, or a mishap.
_FIGURE = re.compile(
    r"""
    \s* (?: of \s+ (?:laughter|laughing|embarrassment|boredom|cringe|cuteness|curiosity|heat)
          | laughing | from \s+ (?:laughing|embarrassment|cuteness)
          | to \s+ (?:see|know|try|meet|hear|get|find|play|visit)
          | on \s+ (?:this|that|a) \s+ hill | with \s+ (?:a|my) \s+ (?:parachute|bungee|harness)
          | my \s+ (?:\w+\s+)? (?:hair|beard|wool|jeans|roots) | in \s+ (?:minecraft|(?:the|a) \s+ game)
          | (?: (?:while|when) \s+ (?:i \s+ was \s+)? )? (?:shaving|cooking|falling|chopping|slicing|peeling)
          | (?:running|playing|lifting|cycling|climbing|skiing|skating|dancing|gardening)
          | (?:on|against) \s+ (?:the|an?|my) \s+ (?:\w+\s+)? (?:oven|stove|hob|pan|iron|kettle|tin|can|grater|paper
              |stairs?|step|fence|door|roses?|thorns?|treadmill|bike|candle|radiator)
          | at \s+ (?:the \s+ gym|work|football|training|practice|rugby)
        ) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def signs(text: str) -> list[tuple[int, int]]:
    """Where `text` shows signs of self-harm: offsets, in order, not overlapping."""
    return [match.span() for match in _signs().finditer(text) if not _is_harmless(text, match)]


def _is_harmless(text: str, match: re.Match[str]) -> bool:
    earlier = text[max(0, match.start() - _LOOK_BACK) : match.start()]
    before = _SENTENCE_END.split(earlier)[-1]
    after = text[match.end() : match.end() + _LOOK_AHEAD]
    return bool(
        _FIGURE.match(after)
        or _is_denied(before, match.group())
        or is_over(before, match.group(), text[match.end() : match.end() + LOOK_AHEAD])
        or (_REPORTED.search(before) and not _INNER_VOICE.search(before))
        or _is_of_others(before, match.group(), after)
    )


def _is_denied(before: str, said: str) -> bool:
    denies = _NOT_THAT if said[:2].lower() in {"i ", "i'", "i’"} else _NOT_SO
    return bool(denies.search(before)) and not _STILL_SO.search(before)


def _is_of_others(before: str, said: str, after: str) -> bool:
    if _OWN.search(said):
        return False
    return bool(_OF_OTHERS_BEFORE.search(before) or _OF_OTHERS_AFTER.match(after))


@cache
def _signs() -> re.Pattern[str]:
    with _FILE.open("rb") as file:
        data = tomllib.load(file)
    lines = [line for group in data["signs"].values() for line in group]
    # What all of them begin and end with stands outside: the search passes most places by at once.
    any_of_them = "|".join(f"(?:{_spelled_out(line, data['parts'])})" for line in lines)
    whole = rf"\b(?=\w)(?:{any_of_them})(?!\w)"
    for written, means in _MEANS:
        whole = re.sub(written, means, whole)
    return re.compile(whole, re.IGNORECASE)


def _spelled_out(line: str, parts: Mapping[str, str]) -> str:
    while _PART.search(line):
        line = _PART.sub(lambda name: parts[name[1]], line)
    return line
