"""Which signs of self-harm tell of what is over. Pure.

A person is called in any doubt: what was long ago and has come back is not over, and a wish that somebody "used to"
have is over where they say that they are well.
"""

from __future__ import annotations

import re

#: Characters after the words in which somebody says how it is now.
LOOK_AHEAD = 240
_CLOSE_BY = 80
#: Characters right before the words in which a helping verb stands.
_NEAR = 25

#: What is over: words right before …
_OVER = re.compile(
    r"""
    (?: \b used \s+ to | \b (?:stopped|stopping|quit|quitting|survived|surviving) | \b (?:clean|recovered|free) \s+ from
      | \b (?:years?|months) \s+ since (?: \s+ i (?:\s+ last)? )? | \b last \s+ time (?:\s+ that)? \s+ i
      | \b (?:years?|decades?) \s+ ago \b [^.!?\n]{0,60} | \b was \s+ (?:\d\d?|ten|eleven|twelve|\w+teen) \s+ when
      | \b as \s+ a \s+ (?:child|kid|teen|teenager|boy|girl|student),?
    ) \s* $
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: … and words after.
_LONG_AGO = re.compile(
    r"""
    [^.!?\n]{0,40}? \b
    (?: (?:years?|decades?) \s+ ago | (?:last|that) \s+ year | in \s+ (?:19|20) \d\d
      | as \s+ an? \s+ (?:child|kid|teen|teenager|boy|girl|student)
      | when \s+ i \s+ was \s+ (?: \d | an? | in | at | young | younger | little | ten | eleven | twelve | \w+teen ) )
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: Words of today: "I want to die since my mother died two years ago" is not over.
_TODAY = re.compile(
    r"""
    \b (?: want | wanna | gonna | am | is | are | be | will | cannot | need | feel | wish | keeps? | think | plan
      | i['’]?m | i['’]?ll | (?:don|can|isn)['’]?t | (?: have | (?:i|they|you|we)['’]?ve ) \s+ been ) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: What has come back, is still so or is about to be: then nothing is over.
_BACK = re.compile(
    r"""
    \b (?: again | back (?! \s+ (?:then|in|when|on) \b ) | relaps\w+ | still (?! \s+ (?:here|alive|standing|going) \b )
      | return(?:s|ed|ing)? | lately | recently | tonight | tempted | urges? | the \s+ same | (?:do|did|feel|am) \s+ too
      | about \s+ to | wish \s+ i \s+ (?:hadn['’]?t|had \s+ not|didn['’]?t|could)
      | (?:don|do \s+ no|doesn)['’]?t \s+ care
      | (?:can['’]?t|cannot) | worse (?! \s+ (?:then|back)) | now \s+ i \s+ (?:do|want|need|think|wish|just|only)
      | (?:start|started|starting|doing|did|do|miss) \s+ it | next \s+ time | (?:properly|right) \s+ this \s+ time
      | nothing \s+ (?:has \s+ |is \s+ )? (?:changed|different) | (?:hasn['’]?t|not) \s+ changed
      | (?:wish|should \s+ have|should['’]?ve) \s+ (?:(?:it|i) \s+ had \s+)? (?:worked|succeeded|died|finished) ) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: A wish that somebody used to have: "I used to want to …", "I used to hate myself so much that …"
_USED_TO = re.compile(
    r"\bused\s+to\s+(?:(?!(?:and|but|now|today|until|because|since|while|when)\b)[\w'’]+\s+){0,6}$",
    re.IGNORECASE,
)
_I_USED_TO = re.compile(r"i\s+used\s+to\b", re.IGNORECASE)
#: … or had "for years", "back then".
_WAS = re.compile(r"i\s+(?:was|felt|wanted|tried|thought)\b", re.IGNORECASE)
_THEN = re.compile(
    r"\s+(?:for\s+(?:\w+\s+)?(?:years|months)|back\s+then|at\s+the\s+time|in\s+the\s+past|once)\b",
    re.IGNORECASE,
)
#: How somebody says plainly that they are well …
_WELL = re.compile(
    r"""
      \b (?: i['’]?m | i \s+ am | i['’]?ve \s+ been | i \s+ feel | life \s+ is | things \s+ are ) \s+
      (?: (?: so | very | really | doing | feeling | all | now | just | a \s+ lot | much
          | in \s+ a ) \s+ ){0,3}
      (?: safe | (?:good|better|great) \s+ place | fine | ok | okay | good | great | well | better | happy | happier
        | glad | grateful | thankful | stable | recovered )
      (?: \s+ (?: now | today | nowadays | these \s+ days | for \s+ years | since \s+ then
        | to \s+ be \s+ (?:here|alive)
        | (?:that \s+)? i (?:\s+ am|['’]?m)? (?:\s+ still)? \s+ (?:here|alive|survived) ) ){0,2}
      (?= \s* (?:[.!;,]|$) | \s+ and \b )
    | \b (?:until|before) \s+ i \s+ (?:found|met|got) \b
    | \b (?: saved \s+ me | love \s+ (?:my \s+ life|being \s+ alive|life) | got \s+ better | behind \s+ me ) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: … and what makes it less plain: a condition, a mask, a farewell, a sad face.
_DOUBT = re.compile(
    r"""
    \b (?: but | though | although | except | unless | if | maybe | perhaps | sometimes | mostly | somedays
      | (?:some|most|bad) \s+ days | for \s+ now | almost | not | never | tell | told | say | said | pretend\w* | acts?
      | acting | fak(?:e|ing) | mask | everyone | they | people | l(?:ie|ying) | try | trying | tomorrow
      | d(?:ie|ying|ead|eath) | goodbye | bye | pills | rope | gun | drunk | drinking | ready | peace | soon
      | hid(?:e|ing) | \w+n['’]?t ) \b
    | [:;]['-]?[(/\\|] | \.\.\. | … | [\U0001f622\U0001f62d\U0001f614\U0001f61e\U0001f643\U0001f494]
    """,
    re.IGNORECASE | re.VERBOSE,
)
_JOINED = re.compile(r"^[\s,;:.–—-]*(?:(?:but|and|though)\b)?", re.IGNORECASE)


def is_over(before: str, said: str, after: str) -> bool:
    """Whether what is `said` tells of what is over, going by its sentence before it and by `LOOK_AHEAD` after it."""
    if _BACK.search(after):
        return False
    if _I_USED_TO.match(said):
        return _is_well(after)
    if _TODAY.search(said):
        return False
    if _is_well(after) and (_USED_TO.search(before) or (_WAS.match(said) and _THEN.match(after))):
        return True
    if _TODAY.search(before[-_NEAR:]):
        return False
    return bool(_OVER.search(before) or _LONG_AGO.match(after[:_CLOSE_BY]))


def _is_well(after: str) -> bool:
    now = _JOINED.sub("", after, count=1)
    return bool(_WELL.search(now)) and not _DOUBT.search(now)
