"""What sanctions are called and what they mean: plainly for staff, kindly for the person. One table each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from forum.sanctions.kinds import SanctionKind

K = SanctionKind

# For staff, as choices.
NAMED: Mapping[SanctionKind, str] = MappingProxyType(
    {
        K.MESSAGE: "Write to them",
        K.WARNING: "Warn them",
        K.PRE_MODERATE: "Read their posts before others do",
        K.SILENCE: "Let them read, and not post, for a while",
        K.SUSPEND: "Sign them out for a while",
        K.BAN: "Close their account for good",
    }
)
# For staff, about what was done: completes "Mira …".
DONE: Mapping[SanctionKind, str] = MappingProxyType(
    {
        K.MESSAGE: "wrote to them",
        K.WARNING: "warned them",
        K.PRE_MODERATE: "had their posts read first",
        K.SILENCE: "asked them to read along only",
        K.SUSPEND: "signed them out for a while",
        K.BAN: "closed their account",
    }
)
# For staff, as somebody's history: completes "They were …".
WERE: Mapping[SanctionKind, str] = MappingProxyType(
    {
        K.MESSAGE: "written to",
        K.WARNING: "warned",
        K.PRE_MODERATE: "read first by a person",
        K.SILENCE: "asked to read along",
        K.SUSPEND: "signed out for a while",
        K.BAN: "shut out",
    }
)
# For staff, for as long as it lasts: completes "Now …".
FOR_STAFF: Mapping[SanctionKind, str] = MappingProxyType(
    {
        K.PRE_MODERATE: "a person reads each of their posts before others do",
        K.SILENCE: "they read along and can’t post",
        K.SUSPEND: "they are signed out",
        K.BAN: "their account is closed",
    }
)
# For the person: the heading over the moderator's words.
HEADING: Mapping[SanctionKind, str] = MappingProxyType(
    {
        K.MESSAGE: "A word from a moderator",
        K.WARNING: "A warning",
        K.PRE_MODERATE: "Your posts are read by a person first",
        K.SILENCE: "You read along for a while",
        K.SUSPEND: "Your account rests for a while",
        K.BAN: "Your account is closed",
    }
)
# For the person: what it means.
MEANS: Mapping[SanctionKind, str] = MappingProxyType(
    {
        K.MESSAGE: "It changes nothing about what you can do here.",
        K.WARNING: (
            "It changes nothing about what you can do here. If nothing like it happens again, it is behind you."
        ),
        K.PRE_MODERATE: (
            "You can write as before. Each post waits until a moderator has read it, whatever is in it."
        ),
        K.SILENCE: (
            "You can read everything, change nothing and send nothing. Nobody else is told. "
            "What you have written stays where it is, and you can still take it back."
        ),
        K.SUSPEND: (
            "You are signed out everywhere and can’t sign in until then. "
            "What you have written stays where it is. After that you are as welcome as before."
        ),
        K.BAN: "You are signed out everywhere and can’t sign in any more.",
    }
)
# On every page, for as long as it lasts.
NOW: Mapping[SanctionKind, str] = MappingProxyType(
    {
        K.PRE_MODERATE: "For now, a person reads each of your posts before others do.",
        K.SILENCE: "For now, you read along and can’t post.",
    }
)
AS_EVERYBODY = "You can take part here as everybody can."
