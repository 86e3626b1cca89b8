"""What a form says in our words where the library behind it would have spoken."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

CHOOSE_HERE = "Please choose from what is offered here."
OUT_OF_DATE = "This page is out of date. Please open it again."
SEND_AGAIN = "Please send this form once more."
_WHOLE_NUMBER = "Please write a whole number here, like 12."
_NUMBER = "Please write a number here, like 0.5."
_DAY = "Please write the day like 2026-05-31."

# What WTForms would say → what we say. A test finds what is missing.
_SAID: Mapping[str, str] = MappingProxyType(
    {
        "This field is required.": "Please fill this in.",
        "Not a valid choice.": CHOOSE_HERE,
        "Invalid Choice: could not coerce.": CHOOSE_HERE,
        "Invalid choice(s): one or more data inputs could not be coerced.": CHOOSE_HERE,
        "'%(value)s' is not a valid choice for this field.": CHOOSE_HERE,
        "Invalid value, must be one of: %(values)s.": CHOOSE_HERE,
        "Not a valid integer value.": _WHOLE_NUMBER,
        "Not a valid decimal value.": _NUMBER,
        "Not a valid float value.": _NUMBER,
        "Not a valid date value.": _DAY,
        "Number must be at least %(min)s.": "Please use a number from %(min)s upwards.",
        "Number must be at most %(max)s.": "Please use a number up to %(max)s.",
        "Number must be between %(min)s and %(max)s.": "Please use a number from %(min)s to %(max)s.",
    }
)


class OurWords:
    """Stands where the library looks for a translation. Whatever else it asks for, such as a label, stays as it is."""

    def gettext(self, string: str) -> str:
        """What we say instead."""
        return _SAID.get(string, string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """The same of one or of many."""
        return _SAID.get(singular, singular if n == 1 else plural)


OUR_WORDS = OurWords()
