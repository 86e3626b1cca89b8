"""Names of settings that mean nothing: a slip in one changes nothing, and nobody would ever notice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from forum.config.settings import Settings

_PREFIX = "FORUM_"
# Options of commands that load the screening model. They can be set, too, and are no settings of the forum's pages.
_OPTIONS = ("SCREENING_MODEL_DIR", "SCREENING_MODEL", "SCREENING_THREADS", "SCREENING_ENGINE")
# For whoever runs the tests.
_OF_TESTS = "FORUM_TEST_"


@dataclass(frozen=True, kw_only=True)
class WithoutMeaning:
    """A name that means nothing, and the setting that it is most like; empty where it is like none."""

    name: str
    meant: str

    @property
    def what_to_do(self) -> str:
        """For whoever has set it."""
        return f"Is {self.meant} meant?" if self.meant else "Take it out."


def names_without_meaning(names: Iterable[str]) -> Sequence[WithoutMeaning]:
    """Those of an environment's names that look like a setting and are none, in the order of the alphabet."""
    known = {f"{_PREFIX}{name.upper()}" for name in (*Settings.model_fields, *_OPTIONS)}
    unknown = (
        name
        for name in sorted(names)
        if name.upper().startswith(_PREFIX)
        and not name.upper().startswith(_OF_TESTS)
        and name.upper() not in known
    )
    return [
        WithoutMeaning(name=name, meant="".join(get_close_matches(name.upper(), known, n=1)))
        for name in unknown
    ]
