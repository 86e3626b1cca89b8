"""Signs that somebody may hurt themselves, in what they write of themselves.

They are looked for in the first person only: "I want to die" is a cry for help, "you should die"
is not. Rules rather than a model, because each of them must be open to anybody's judgement.
"""

from __future__ import annotations

import re

#: Put to the model in place of such words, so that a cry for help is not judged as a threat.
INSTEAD = "I feel very sad"

_REFLEXIVE = r"(?:(?:kill|hurt|harm|hang|shoot|drown|starve|burn|unalive)(?:ing)? \s+ myself | cut(?:ting)? \s+ myself)"
_REFLEXIVE_E = r"(?:starv|unaliv)ing \s+ myself"
_MY_LIFE = r"(?:end|tak)(?:e|ing)? \s+ my \s+ (?:own \s+)? life"

#: "I", with a verb that helps, and with the words that people put in between.
_I = r"""
    \b i (?: ['’]? (?:m|ve|d|ll) | \s+ (?:am|have|had|was|will) )?
    (?: \s+ (?: just | really | only | still | also | often | always | constantly | so | do | even
        | seriously | honestly | kinda | kind \s+ of | might | may | could | should | been | now
        | actually ) )*
"""
_WANT = r"""
    (?: want(?:ed)? \s+ to | wanna | wish \s+ (?:to|i \s+ could) | going \s+ to | gonna
      | plan(?:ning|ned)? \s+ (?:to|on) | need \s+ to | try(?:ing)? \s+ to | tried \s+ to
      | (?:about|ready|close) \s+ to | (?:think(?:ing)?|thought) \s+ (?:of|about) | feel \s+ like
      | keep \s+ (?:thinking \s+ about | wanting \s+ to) | consider(?:ing)? | attempted \s+ to )
    (?: \s+ (?: just | really | even ) )*
"""
_ACT = rf"""
    (?: {_REFLEXIVE} | {_REFLEXIVE_E} | {_MY_LIFE}
      | end(?:ing)? \s+ (?: it \s+ all | it \s+ tonight | everything | this \s+ life )
      | (?:commit(?:ting)? \s+)? suicide | die | dying | be \s+ dead | overdos(?:e|ing)
      | disappear(?:ing)? \s+ (?:forever|for \s+ good)
      | not \s+ (?:be|being) \s+ (?:here|alive) | not \s+ (?:to \s+)? (?:exist|wake \s+ up)
      | jump(?:ing)? \s+ off \s+ (?:a|the) \s+ (?:bridge|roof|building) )
"""
_LIVE = r"""
    (?: live | be \s+ alive | be \s+ here | exist | wake \s+ up | go \s+ on (?:\s+ living)?
      | keep \s+ living | be \s+ in \s+ this \s+ world )
"""
_NO_MORE = r"(?: any \s* more | any \s+ longer | like \s+ this | tomorrow )"
_DO_NOT = r"(?: can(?:['’]?t|not) | don['’]?t | do \s+ not | no \s+ longer )"

_SIGNS = re.compile(
    rf"""
      {_I} \s+ {_WANT} \s+ {_ACT} \b
    | \b (?: {_REFLEXIVE} | {_REFLEXIVE_E} | {_MY_LIFE} ) \b
    | {_I} (?:\s+ feel(?:ing)?)? \s+ suicidal \b
    | \b my \s+ (?: suicide \s+ (?:note|plan) | suicidal \s+ (?:thoughts|ideation) ) \b
    | {_I} \s+ {_DO_NOT} (?:\s+ (?:want \s+ to | wanna))? \s+ {_LIVE} \s+ {_NO_MORE} \b
    | \b {_DO_NOT} \s+ (?: want \s+ to | wanna ) \s+ (?: live | be \s+ alive | exist ) \b
    | \b i \s+ wish \s+ i \s+ (?:was|were) \s+ (?: dead | never \s+ born ) \b
    | \b i \s+ (?: should | ought \s+ to ) \s+ (?:just \s+)? (?: die | be \s+ dead ) \b
    | \b (?: better \s+ off | happier ) \s+
      (?: without \s+ me | if \s+ i \s+ (?:was|were) \s+ (?:dead|gone) ) \b
    | \b (?:no|any) \s+ (?:reason|point) \s+ (?:to|in) \s+
      (?: live | living | (?:me \s+)? being \s+ alive | go(?:ing)? \s+ on ) \b
    | \b i \s+ (?:have \s+|just \s+)? (?:took|taken|swallowed) \s+
      (?: all \s+ (?:my|the|of \s+ my) | too \s+ many ) \s+ (?:\w+ \s+)? pills \b
    | \b i (?:['’]?d)? \s+ (?:would \s+)? rather \s+
      (?: die | be \s+ dead | not \s+ (?: wake \s+ up | be \s+ (?:here|alive) ) ) \b
    | \b (?:scared|afraid|frightened) \s+ of \s+ what \s+ i
      (?: ['’]?ll | \s+ (?:will|might|may|could) ) \s+ do \b
    | \b i \s+ (?:(?:so|really|truly) \s+)? hate \s+ myself \s+ (?:so|that) \s+ much \b
    | \b i (?:['’]?ve)? \s+ (?:have \s+)? (?:cut|burn(?:ed|t)|hurt|scratched) (?:\s+ myself)?
      \s+ again \b
    | \b i (?:['’]?m | \s+ am) \s+ (?:(?:standing|sitting) \s+)? (?:on|at) \s+ the \s+
      (?:bridge|ledge|edge|roof) \s+ (?: again | now | right \s+ now | tonight ) \b
    | \b (?:wrote|written|writing) \s+ (?:my|the) \s+ (?:goodbye|suicide|last) \s+
      (?:letters?|notes?) \b
    | \b pills? \s+ (?:are \s+)? (?:counted|lined) \s+ (?:out|up) \b
    | \b (?:saved|saving|hoard(?:ed|ing)|count(?:ed|ing)|stockpil(?:ed|ing)) \s+ (?:up \s+)?
      (?:my|the) \s+ (?:pills|tablets|meds|medication) \b
    | \b my \s+ head \s+ (?:tells|keeps \s+ telling) \s+ me .{0, 30} kill \s+ yourself \b
    | \b i (?:['’]?m | \s+ am | \s+ have \s+ been | ['’]?ve \s+ been | \s+ started)?
      \s+ self [\s-]? harm(?:ing|ed)? \b
    """,
    re.IGNORECASE | re.VERBOSE,
)

#: What is denied, or long over.
_NOT_SO = re.compile(
    r"""
      \b (?: not | never | nor | without ) \s+ (?:\w+ \s+){0,2} $
    | n['’]t \s+ (?:\w+ \s+){0,2} $
    | \b (?: years? | months? | decades? ) \s+ ago \b [^.!?\n]{0,60} $
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: What follows "I could die" when it is only a figure of speech.
_FIGURE = re.compile(
    r"""
    \s* (?: of \s+ (?:laughter|laughing|embarrassment|boredom|cringe|cuteness|curiosity|heat)
          | laughing | from \s+ (?:laughing|embarrassment|cuteness)
          | to \s+ (?:see|know|try|meet|hear|get|find|play|visit)
          | on \s+ (?:this|that|a) \s+ hill | shaving | while \s+ (?:shaving|cooking) ) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LONG_AGO = re.compile(
    r"""
    [^.!?\n]{0,40}? \b
    (?: (?:years?|months?|decades?) \s+ ago | (?:last|that) \s+ year | in \s+ (?:19|20) \d\d
      | when \s+ i \s+ was \s+ (?: \d | a | an | in | at | young ) )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LOOK_BACK = 80
_LOOK_AHEAD = 80


def signs(text: str) -> list[tuple[int, int]]:
    """Where `text` shows signs of self-harm: offsets, in order, not overlapping."""
    return [match.span() for match in _SIGNS.finditer(text) if not _harmless(text, *match.span())]


def _harmless(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - _LOOK_BACK) : start], text[end : end + _LOOK_AHEAD]
    return bool(_FIGURE.match(after) or _LONG_AGO.match(after) or _NOT_SO.search(before))
