"""Short forms that are what somebody is called, or a harmless word: `u cnt` and `i cnt sleep`."""

from __future__ import annotations

import re
from functools import cache

from forum.screening.disguise import disguises
from forum.screening.traced import Traced

_LIKE = (
    r"(?:(?:absolute|big|bloody|complete|dirty|dumb|fat|filthy|fucking|lazy|little|old|pathetic|sad|silly|stupid|such|total"
    r"|ugly|worthless)\s+)"
)
_ENDS = r"(?=\s*(?:[.!?,;\n]|$))"


def call_names(traced: Traced) -> Traced:
    """`u cnt`, `ur a fat cnt`, and `cnt` where it is all that is said, written out."""
    called = disguises().called
    return traced.replaced(
        (*match.span(name), called[match[name].lower()])
        for match in _called().finditer(traced.text)
        for name in match.groupdict()
        if match[name]
    )


@cache
def _called() -> re.Pattern[str]:
    names = "|".join(map(re.escape, disguises().called))
    return re.compile(
        rf"""
          (?<!\w) (?: (?:an?|your) \s+ {_LIKE}* | you \s+ {_LIKE}+ ) (?P<described> {names} ) (?!\w)
        | (?<!\w) (?: (?: you (?:['’]?re)? | this | that | hi | hey | bye | off ) \s+ | {_LIKE} )
          (?P<greeted> {names} ) (?!\w) {_ENDS}
        | ^ \W* (?P<alone> {names} ) \W* $
        """,
        re.IGNORECASE | re.VERBOSE,
    )
