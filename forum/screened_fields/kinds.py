"""Which short texts are screened, and as what. Pure: reading the table is reading the rule.

A post is screened with its title by `forum.conversations`. Everything else that one person writes and others read
stands here. `tests/architecture/test_every_text_is_screened.py` knows every column that holds text, and why the rest is
left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from forum.screening import Standing, Submission

MAX_TEXT_LENGTH = 300
#: What stands where words stood that were erased. A row with no words at all is refused by the database.
ERASED = "(erased)"


class FieldKind(StrEnum):
    """What a text is."""

    USERNAME = "username"
    DISPLAY_NAME = "display_name"
    BIOGRAPHY = "biography"
    INTRODUCTION = "introduction"
    WELCOME_REASON = "welcome_reason"


@dataclass(frozen=True, kw_only=True)
class Screening:
    """How a kind of text is screened, and what it is called.

    Attributes:
        whose: completes "Your …", and "Waiting: …" for moderators.
        pronoun: what stands for it where it was named before.
        by: whose limits apply; None for the author's own standing.
        to: whom it speaks to.
        as_introduction: whether its author says who they are. Of a newcomer that is read most gently, of a member like
            what members say to each other.
        is_name: whether somebody is called this. A name is in no language, and may be in any script.
        sentence: what the model is given. A bare name is no sentence, and it has learned from sentences: it takes
            "Lena" alone for an attack. It reads a name as it will be called.
    """

    whose: str
    to: Standing
    by: Standing | None = None
    as_introduction: bool = False
    is_name: bool = False
    sentence: str = "{}"
    pronoun: str = "it"


K = FieldKind

_CALLED = "Hello, {}."

SCREENED: Mapping[FieldKind, Screening] = MappingProxyType(
    {
        # Names stand beside everything that somebody says, and newcomers read them like anybody else.
        K.USERNAME: Screening(
            whose="user name",
            by=Standing.NEWCOMER,
            to=Standing.MEMBER,
            is_name=True,
            sentence=_CALLED,
        ),
        K.DISPLAY_NAME: Screening(
            whose="name", by=Standing.NEWCOMER, to=Standing.MEMBER, is_name=True, sentence=_CALLED
        ),
        # Whoever says who they are is not to be turned away for it.
        K.BIOGRAPHY: Screening(
            whose="words about yourself", pronoun="them", to=Standing.MEMBER, as_introduction=True
        ),
        # Mentors speak to newcomers with these two.
        K.INTRODUCTION: Screening(
            whose="words to your mentees", pronoun="them", to=Standing.NEWCOMER
        ),
        K.WELCOME_REASON: Screening(
            whose="words about a welcome thread", pronoun="them", to=Standing.NEWCOMER
        ),
    }
)


def submission_of(kind: FieldKind, text: str, by: Standing) -> Submission:
    """A text as the screener is asked about it.

    Args:
        kind: what it is.
        text: as its author wrote it.
        by: the author's standing.
    """
    rule = SCREENED[kind]
    return Submission(
        text=rule.sentence.format(text),
        by=rule.by or by,
        to=rule.to,
        # A member's would be read as if newcomers were spoken to: more strictly than a post of theirs.
        in_welcome_thread=rule.as_introduction and by is Standing.NEWCOMER,
        name=text if rule.is_name else None,
    )


def stand_in_username(user_id: int) -> str:
    """The user name of somebody whose own has not been read yet. Nobody can choose one like it."""
    return f"newcomer-{user_id}"


def stand_in_name(user_id: int) -> str:
    """What others call somebody whose own name has not been read yet."""
    return f"Newcomer {user_id}"
