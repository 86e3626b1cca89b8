"""What a newcomer may tell at the start, if they want to. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from forum.welcome.languages import language_name

# What brings somebody here. Stored by its key; nobody but the person themselves and their mentor reads it.
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "company": "I would like some company",
        "hard_time": "I am having a hard time",
        "for_somebody": "I am worried about somebody else",
        "question": "I have a question",
        "helping": "I would like to be there for others",
        "looking": "I am just looking around",
    }
)


@dataclass(frozen=True, kw_only=True)
class Answers:
    """A newcomer's answers; each may be empty.

    `reasons` are keys of `REASONS`, `topics` slugs of categories, `languages` codes, `addressed_as` their own words.
    """

    reasons: Sequence[str] = ()
    topics: Sequence[str] = ()
    languages: Sequence[str] = ()
    addressed_as: str = ""

    @property
    def reasons_in_words(self) -> Sequence[str]:
        """What brings them here, in the words that they chose from."""
        return [REASONS[key] for key in self.reasons if key in REASONS]

    @property
    def languages_in_words(self) -> Sequence[str]:
        """What they like to write in, by name."""
        return [language_name(code) for code in self.languages]

    @property
    def topics_in_words(self) -> Sequence[str]:
        """What they like to talk about."""
        return [slug.replace("-", " ") for slug in self.topics]


NO_ANSWERS = Answers()
