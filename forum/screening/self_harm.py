"""Signs that somebody may hurt themselves, in what they write of themselves.

They are looked for in the first person only: "I want to die" is a cry for help, "you should die" is not. What people
say is listed in `data/self_harm.toml`; here stands what takes it back: a denial, somebody else, a title. Figures of
speech stand in `figures_of_speech`, what is over in `overcome`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from forum.screening.figures_of_speech import is_figure, threat_after
from forum.screening.overcome import LOOK_AHEAD, is_over

#: Put to the model in place of such words, so that a cry for help is not judged as a threat …
_INSTEAD = "I feel very sad"
#: … unless it threatens others as well: whom, the model need not know.
_AND_A_THREAT = "I feel very sad and I will kill you all"

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
#: Of relatives and friends it may be told what they did: "my cousin took too many pills".
_OF_KIN_BEFORE = re.compile(
    r"""
    \b my \s+ (?:\w+\s+)?
    (?: mum | mom | mother | dad | father | parents? | brother | sister | son | daughter | child | kid | cousin | uncle
      | aunt | niece | nephew | gran\w* | wife | husband | partner | boyfriend | girlfriend | ex | friend | mate
      | neighbou?r | flatmate | roommate | colleague | boss | teacher | patient | student )
    (?: \s+ (?:has|had|just|once|also|again) )? \s+ $
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: A question that is answered at once: "Kill myself? No, never."
_ANSWERED = re.compile(
    r"""
    \s* \? \s* (?: no | nope | nah | never | no \s+ way | not \s+ (?:me|ever|a \s+ chance) | of \s+ course \s+ not )
    (?: \s* [,.!] | \s* $ )
    (?! [^\n]{0,60} \b (?: but | maybe | perhaps | yet | yes | today | tonight | tomorrow | know | help ) \b )
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: Words in quotation marks: what opens them before, and closes them after …
_OPEN = r"""["“„«'‘](?:(?!['’](?!\w))[^"“”«»\n])*$"""
_QUOTE_OPENS = re.compile(rf"(?:^|(?<=[\s(:,])){_OPEN}")
_QUOTE_CLOSES = re.compile(r"""[^"“”«»\n]{0,60}?(?:["”»“]|['’](?!\w))""")
#: … are a title beside such a word, unless somebody says so themselves, …
_OF_A_TITLE = re.compile(
    r"\b(?:songs?|albums?|films?|movies?|novels?|lyrics?|titled|sings?|sang|chorus|episodes?|b-side)\b",
    re.IGNORECASE,
)
_OWN_WORDS = re.compile(
    r"\b(?:wrote|writ(?:e|ing|ten)|made|think(?:ing)?|thought|say(?:ing)?|said|feel(?:ing)?|told|scream(?:ing)?)\b",
    re.IGNORECASE,
)
#: … or what another has said.
_OTHERS_SAID = re.compile(
    rf"""
    \b (?: s?he | they | (?:my|the|a|his|her|their|our) \s+ (?:\w+\s+)?
      (?! (?:diary|journal|note|letter|body|heart|soul) \b ) \w+ ) \s+
    (?: (?:has|had|just|once|always|even) \s+ )?
    (?: said | says | saying | wrote | writes | texted | posted | shouted | screamed | whispered | told \s+ (?:me|us) )
    [,:]? \s* {_OPEN}
    """,
    re.IGNORECASE | re.VERBOSE,
)


def signs(text: str) -> list[tuple[int, int]]:
    """Where `text` shows signs of self-harm: offsets, in order, not overlapping."""
    found = _signs().finditer(_in_small_letters(text))
    return [match.span() for match in found if not _is_harmless(text, match)]


def instead_of(text: str, cries: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """What the model is to read in place of each of the `signs` of a text: changes as `Traced.replaced` takes them."""
    for start, end in cries:
        threat = threat_after(text, start, end)
        yield (start, end, _INSTEAD) if threat is None else (start, threat, _AND_A_THREAT)


def _in_small_letters(text: str) -> str:
    """The same, each letter in its place. Signs are written so, and found twice as fast."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(letter.lower()[0] for letter in text)


def _is_harmless(text: str, match: re.Match[str]) -> bool:
    earlier = text[max(0, match.start() - _LOOK_BACK) : match.start()]
    before = _SENTENCE_END.split(earlier)[-1]
    after = text[match.end() : match.end() + _LOOK_AHEAD]
    return bool(
        _is_of_everyday_things(match, earlier + after)
        or _ANSWERED.match(after)
        or is_figure(before, after)
        or _is_quoted(earlier, after)
        or _is_denied(before, match.group())
        or is_over(before, match.group(), text[match.end() : match.end() + LOOK_AHEAD])
        or (_REPORTED.search(before) and not _INNER_VOICE.search(before))
        or _is_of_others(before, match.group(), after)
    )


def _is_of_everyday_things(match: re.Match[str], around: str) -> bool:
    """Whether a veiled sign, which by itself can be anything, stands beside what it is about."""
    return match.lastgroup is not None and bool(_everyday()[match.lastgroup].search(around))


def _is_quoted(earlier: str, after: str) -> bool:
    """Whether the words are a title, or what another said, in quotation marks."""
    before = earlier.rsplit("\n", 1)[-1]
    if not (_QUOTE_OPENS.search(before) and _QUOTE_CLOSES.match(after)):
        return False
    if _OTHERS_SAID.search(before):
        return not _INNER_VOICE.search(before)
    line = before + "|" + after.split("\n", 1)[0]
    return bool(_OF_A_TITLE.search(line)) and not _OWN_WORDS.search(line)


def _is_denied(before: str, said: str) -> bool:
    denies = _NOT_THAT if said[:2].lower() in {"i ", "i'", "i’"} else _NOT_SO
    return bool(denies.search(before)) and not _STILL_SO.search(before)


def _is_of_others(before: str, said: str, after: str) -> bool:
    if _OWN.search(said):
        return False
    return bool(
        _OF_OTHERS_BEFORE.search(before)
        or _OF_KIN_BEFORE.search(before)
        or _OF_OTHERS_AFTER.match(after)
    )


@cache
def _signs() -> re.Pattern[str]:
    """All signs in one; what is veiled in a group that bears the name of its everyday words."""
    data = _listed()
    plain = [line for group in data["signs"].values() for line in group]
    parts = [_any_of(plain, data["parts"])]
    parts += [
        f"(?P<{_name(number)}>{_any_of(veiled['signs'], data['parts'])})"
        for number, veiled in enumerate(data["veiled"])
    ]
    # What all of them begin and end with stands outside: the search passes most places by at once.
    return re.compile(_with_short_ways(rf"\b(?=\w)(?:{'|'.join(parts)})(?!\w)"))


@cache
def _everyday() -> Mapping[str, re.Pattern[str]]:
    return {
        _name(number): re.compile(_with_short_ways(rf"\b(?:{veiled['unless']})\b"), re.IGNORECASE)
        for number, veiled in enumerate(_listed()["veiled"])
    }


@cache
def _listed() -> Mapping[str, Any]:
    with _FILE.open("rb") as file:
        return tomllib.load(file)


def _name(number: int) -> str:
    return f"veiled_{number}"


def _any_of(lines: Sequence[str], parts: Mapping[str, str]) -> str:
    return "|".join(f"(?:{_spelled_out(line, parts)})" for line in lines)


def _with_short_ways(whole: str) -> str:
    """A pattern in which what a line writes in short is written out."""
    for written, means in _MEANS:
        whole = re.sub(written, means, whole)
    return whole


def _spelled_out(line: str, parts: Mapping[str, str]) -> str:
    while _PART.search(line):
        line = _PART.sub(lambda name: parts[name[1]], line)
    return line
