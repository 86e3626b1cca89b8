"""Which signs of self-harm are a figure of speech or a mishap, and which threaten others as well. Pure."""

from __future__ import annotations

import re

#: What somebody did to themselves is no mishap where they say that they meant it.
_MEANT = re.compile(
    r"[^.!?\n]{0,80}\b(?:on\s+purpose|deliberate(?:ly)?|to\s+punish)\b", re.IGNORECASE
)
#: What follows a figure of speech, or a mishap.
_FIGURE = re.compile(
    r"""
    \s* (?: of \s+ (?:laughter|laughing|embarrassment|boredom|cringe|cuteness|curiosity|heat)
          | laughing | from \s+ (?:laughing|embarrassment|cuteness)
          | to \s+ (?:see|know|try|meet|hear|get|find|play|visit)
          | on \s+ (?:this|that|a) \s+ hill | with \s+ (?:a|my) \s+ (?:parachute|paraglider|bungee|harness)
          | for \s+ forgetting | in \s+ new \s+ orleans | of \s+ old \s+ age | an? \s+ (?:old|happy) \s+ (?:wo)?man
          | on \s+ (?:christmas \s+)? (?:chocolate|cake|cheese|coffee|tea|sugar|films|movies)
          | my \s+ (?:\w+\s+)? (?:hair|beard|wool|jeans|roots) | in \s+ (?:minecraft|(?:the|a) \s+ game)
          | (?: (?:while|when) \s+ (?:i \s+ was \s+)? )? (?:shaving|cooking|falling|chopping|slicing|peeling|opening
              |grating|carving|pruning)
          | (?:running|playing|lifting|cycling|climbing|skiing|skating|dancing|gardening)
          | (?:on|against) \s+ (?:the|an?|my) \s+ (?:\w+\s+)? (?:oven|stove|hob|pan|iron|kettle|tin|can|grater|paper
              |glass|bottle|jar|lid|mirror|wire|nail|stairs?|step|fence|door|roses?|thorns?|treadmill|bike|candle|radiator)
          | at \s+ (?:the \s+ gym|work|football|training|practice|rugby)
        ) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_YOU = r"(?:you|u|your|ur|yours)"
#: "I'd rather die than be like you" despises somebody. "Than live without you" does not.
_COMPARED = re.compile(
    rf"""
    \s+ than \s+ (?:ever\s+|to\s+)?
    (?: (?:be|look|sound|live|smell|dress|think|act|end\s+up|turn\s+out|turn\s+into|become) \s+ (?:\w+\s+)? )?
    (?: (?:like|with|near|beside) \s+ | as \s+ \w+ \s+ as \s+ )
    (?:(?:some(?:body|one)|people|an?\s+\w+) \s+ like \s+)? {_YOU} \b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LOOKED_DOWN_ON = (
    r"(?:ugly|fat|stupid|dumb|thick|short|bald|old|poor|pathetic|desperate|gay|lesbian|queer|bi|trans|autistic"
    r"|disabled)"
)
_SUPPOSED = rf"""
    \b if \s+
    (?: i (?:['’]?m|\s+(?:was|were|am)) \s+ (?:(?:like|as\s+\w+\s+as|(?:an?|some)\s+\w+\s+like) \s+)? (?:you|u) \b
      | i \s+ (?:was|were) \s+ (?: (?:like|as\s+\w+\s+as|(?:an?|some)\s+\w+\s+like) \s+ that
        | that \s+ {_LOOKED_DOWN_ON} ) \b
      | i \s+ (?:had|have) \s+ (?:to \s+ (?:be|live|look) \s+ (?:like|as|with) \s+)?
        (?: (?:your|ur) \s+ \w+ | an? \s+ \w+ \s+ like \s+ (?:that (?!\s+again\b)|yours|you|urs) \b
          | that \s+ (?:\w+\s+)? (?:face|nose|hair\w*|head|voice|accent|body|belly|gut|arse|ass|skin|chin|name)\b )
      | i \s+ (?:looked|lived|sounded|smelled|smelt|wrote|dressed|ended\s+up|turned\s+out) \s+ (?:like|as\s+\w+\s+as)
        \s+ (?:you|u|that)\b
      # What may happen to them is no figure of speech: "if my children were taken away".
      | (?:my|our) \s+ (?:\w+\s+)? (?:kids?|child|children|son|daughter|boy|girl) \s+
        (?: (?:turned|came) \s+ out | looked
          | (?:was|were|ended\s+up|grew\s+up) \s+
            (?: like | as | such | one \s+ of | (?:that\s+)? {_LOOKED_DOWN_ON} ) ) \b )
"""
#: "I'd kill myself if I was you": what somebody says they would do in another's place.
_SUPPOSED_AFTER = re.compile(rf"\s*,?\s*{_SUPPOSED}", re.IGNORECASE | re.VERBOSE)
_SUPPOSED_BEFORE = re.compile(rf"{_SUPPOSED} [^.!?\n]{{0,40}} $", re.IGNORECASE | re.VERBOSE)

_KIN = (
    r"(?:kids?|children|child|son|daughter|bab(?:y|ies)|twins|famil(?:y|ies)|wife|husband|partner|ex|boyfriend|girlfriend"
    r"|parents?|mum|mom|mother|dad|father|brothers?|sisters?|boss|landlord|neighbou?rs?|class(?:mates)?|teachers?|rest|others)"
)
_OTHERS = rf"""
    (?: (?:you|u|yous|y['’]?all|them) (?:\s+(?:all|both|lot|two|too))? | him | her | every(?:one|body)
      | all \s+ of \s+ (?:you|them|us)
      | as \s+ many \s+ (?:of \s+ (?:you|them) | people | others) (?: \s+ as \s+ i \s+ can )?
      | (?:my|the|our|his|her|your) \s+ (?:(?:whole|entire|little|two|three|\d) \s+)? {_KIN} )
"""
#: "… and take you with me", "… and my kids": nothing else is said of them.
_ALONG = re.compile(
    rf"""
    \s* ,? \s+ (?:and|&|then|n) \s+ (?:then\s+|also\s+)?
    (?: (?P<taken>take|taking|bring|bringing|drag|dragging) \s+ {_OTHERS} \s+ (?:down\s+)? (?:with\s+me|along)
      | {_OTHERS} (?: \s+ (?:in|at|on|from) (?:\s+(?:this|that|my|the|our|your|her|his))? \s+ \w+ )?
        (?: \s+ (?:with\s+me|as\s+well|too|first|tonight|tomorrow|today|now) )*
        (?= \s* (?: [.!\n] | $ ) ) )
    """,
    re.IGNORECASE | re.VERBOSE,
)

#: How somebody is, or what they have done to themselves …
_NO_DEED = re.compile(
    r"\b(?:suicidal|depress\w+|self[\s-]?harm\w*|hurt|cut|harmed)\b", re.IGNORECASE
)
#: … unless it is still to come.
_TO_COME = re.compile(
    r"\b(?:going\s+to|gonna|will|want|need|plan|ready|about\s+to)\b|['’]ll\b", re.IGNORECASE
)
_ONCE = re.compile(r"\b(?:used\s+to|wanted|planned|tried|thought|was\s+going)\b", re.IGNORECASE)


def is_figure(before: str, after: str) -> bool:
    """Whether words are a figure of speech, a comparison or a mishap, by what stands before and after them."""
    return bool(
        (_FIGURE.match(after) and not _MEANT.match(after))
        or _COMPARED.match(after)
        or _SUPPOSED_AFTER.match(after)
        or _SUPPOSED_BEFORE.search(before)
    )


def threat_after(text: str, start: int, end: int) -> int | None:
    """Where it ends that somebody, who speaks of dying from `start` to `end`, would take others along.

    None if they don't, or tell of what they wanted once.
    """
    match = _ALONG.match(text, end)
    if match is None or _ONCE.search(text, start, end):
        return None
    # "I'm suicidal and my wife too" threatens nobody.
    is_told = _NO_DEED.search(text, start, end) and not _TO_COME.search(text, start, end)
    return match.end() if match["taken"] or not is_told else None
