"""Names and addresses as people type them: what can be taken, and what is kept. Pure.

A name stands beside everything its owner says, in pages and in plain-text mails. So it may not look like a link, like
somebody of the staff, or read differently from what it says.
"""

from __future__ import annotations

import re
import unicodedata

from email_validator import EmailNotValidError, validate_email

from forum.errors import InvalidInputError
from forum.text import clean_line

MAX_USERNAME_LENGTH = 30
MAX_DISPLAY_NAME_LENGTH = 60
MAX_EMAIL_LENGTH = 254

_USERNAME = re.compile(r"[a-z][a-z0-9_-]{2,29}")
_NOT_LETTERS = re.compile(r"[\W\d_]+")
# Who carries one of these seems to speak for the place, or would sit in the way of an address of its own.
_RESERVED_WORDS = """
    abuse account accounts admin administrator admins anonymous api automod community deleted everybody everyone
    forum hearth help hostmaster info join mail mailer mentor mentors mod moderation moderator moderators mods
    newcomer newcomers nobody none noreply null official owner people postmaster privacy root rules screener
    security setup signin signout somebody staff static sudo support sysadmin system team trust undefined visitor
    webmaster welcome
"""
_RESERVED = frozenset(_RESERVED_WORDS.split())
_ADDRESS_LIKE = re.compile(
    r"""://
      | \bwww\b
      | \b(https?|ftp|mailto|javascript|data)\s*:
      | [\w-]{2,}\.[^\W\d_]{2,}     # something.like this
      | \w\.[^\W\d_]{2,}/           # t.co/
      | \S@\S
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Joiners are needed inside the words of several scripts, and in emoji.
_KEPT_FORMAT_CHARACTERS = frozenset("\u200c\u200d")
_STACKED_MARKS = re.compile(r"(?:[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]){4,}")


def normalise_username(typed: str) -> str:
    """A user name as it is looked up. Total, and free of characters that a database refuses."""
    return clean_line(unicodedata.normalize("NFKC", typed)).removeprefix("@").lower()


def normalise_email(typed: str) -> str:
    """An e-mail address as it is looked up. Total: an address that can't exist stays one that nobody has."""
    return clean_line(typed).lower()


def require_username(typed: str, *, may_be_reserved: bool = False) -> str:
    """A new user name, as it is kept.

    Args:
        typed: as it was typed.
        may_be_reserved: for people whom the operator makes.

    Raises:
        InvalidInputError: it can't be taken; says why.
    """
    name = normalise_username(typed)
    if not _USERNAME.fullmatch(name):
        raise InvalidInputError(
            "A user name has 3 to 30 letters from a to z, digits, hyphens or underscores, "
            "and begins with a letter.",
            "username",
        )
    if not may_be_reserved and is_reserved(name):
        raise InvalidInputError(
            "This name sounds as if it spoke for the whole place. Please choose another one.",
            "username",
        )
    return name


def is_reserved(name: str) -> bool:
    """Whether a name, apart from its case, digits and signs, seems to speak for the place."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", name)).lower() in _RESERVED


def require_display_name(typed: str, *, may_be_reserved: bool = False) -> str:
    """The name that others see, as it is kept: one line, without characters that can't be seen.

    Raises:
        InvalidInputError: it can't be taken; says why.
    """
    name = _visible(typed)
    if not any(unicodedata.category(char)[0] in "LN" for char in name):
        raise _display_name_error("Please use at least one letter or digit.")
    if len(name) > MAX_DISPLAY_NAME_LENGTH:
        raise _display_name_error(f"Please keep this to {MAX_DISPLAY_NAME_LENGTH} characters.")
    folded = unicodedata.normalize("NFKC", name)
    if _ADDRESS_LIKE.search(folded):
        raise _display_name_error(
            "This looks like a web or mail address. Please use a name, with a space after each dot."
        )
    if _STACKED_MARKS.search(unicodedata.normalize("NFD", name)):
        raise _display_name_error("Please leave out the marks that are stacked on the letters.")
    if not may_be_reserved and is_reserved(folded):
        raise _display_name_error(
            "This name sounds as if it spoke for the whole place. Please choose another one."
        )
    return name


def require_email(typed: str) -> str:
    """An e-mail address that can exist, as it is kept. Nobody is asked whether it does.

    Raises:
        InvalidInputError: there can be no such address.
    """
    try:
        found = validate_email(typed.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        found = ""
    if not found or len(found) > MAX_EMAIL_LENGTH:
        raise InvalidInputError(
            "This address does not look complete. It should read like name@example.org.", "email"
        )
    return found


def _display_name_error(message: str) -> InvalidInputError:
    return InvalidInputError(message, "display_name")


def _visible(typed: str) -> str:
    kept = "".join(
        char
        for char in clean_line(typed)
        if unicodedata.category(char) not in {"Cf", "Co"} or char in _KEPT_FORMAT_CHARACTERS
    )
    return clean_line(kept)
