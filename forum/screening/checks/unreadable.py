"""What the model can't read is not clean: it says so, and a person looks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anyascii import anyascii

from forum.screening import language, scripts
from forum.screening.characters import drop_invisible
from forum.screening.context import Check, Context
from forum.screening.normalise import reads_the_same
from forum.screening.reading import Field
from forum.screening.traced import Traced
from forum.screening.verdict import Finding

NAME = "unreadable"
# Letters of the Latin alphabets of Europe and of Vietnamese.
_OWN_LETTER = re.compile("[\u00c0-\u017f]")


def unreadable(*, english_only: bool) -> Check:
    """A check that holds each field that is no language at all, or none that the model reads.

    Where readable words come to light under a disguise, they are the model's to judge. A name is in no language: it is
    held for its letters only where they don't belong together.
    """

    def check(context: Context) -> Iterator[Finding]:
        name = context.submission.name
        for field in context.reading.fields:
            if name is not None and scripts.is_as_short_as_a_name(name):
                reason = _reason_of_name(name)
            else:
                reason = _reason(field, english_only=english_only)
            if reason:
                yield Finding(
                    check=NAME,
                    holds=True,
                    spans=(),
                    explanation=f"The model can't read this: {reason}. A person must look.",
                    part=field.part,
                )

    return check


def _reason(field: Field, *, english_only: bool) -> str | None:
    unmasked = field.unmasked.text
    if unmasked == field.text or not unmasked.strip():
        return language.unreadable(field.text, english_only=english_only)
    if language.unreadable(unmasked, english_only=english_only):
        return language.unreadable(field.text, english_only=english_only)
    if english_only and reads_the_same(_without_own_letters(field.text), unmasked):
        # Nothing but accents and the like is gone, and these tell languages apart.
        return language.foreign(field.text)
    return None


def _without_own_letters(text: str) -> str:
    """The text with what stands for đ, ł, ø and the like in English: there is no accent to take off them."""
    return text if text.isascii() else _OWN_LETTER.sub(lambda match: anyascii(match.group()), text)


def _reason_of_name(name: str) -> str | None:
    if scripts.mixes_scripts(name):
        return "letters of different scripts that can pass for each other stand in one word"
    # Some letters show nothing; for the rest of a text that does not matter.
    shown = drop_invisible(Traced.of(name)).text
    return (
        language.unreadable(shown, english_only=False) if shown.strip() else language.NOTHING_SHOWS
    )
