"""Passwords: keeping them as Argon2id hashes, and saying kindly when one is easy to guess."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from math import isqrt, prod
from threading import Lock
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from forum.errors import InvalidInputError

MIN_PASSWORD_LENGTH = 10
MAX_PASSWORD_LENGTH = 256

# The OWASP cheat sheet's choice for Argon2id: 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Checked when there is no account, so that the answer takes as long as with one. Nobody knows its password.
NOBODYS_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1"
    "$Z8EUZfdROp0T0FtFF1cFVg$U2KGQlq7SJOmdKeZ9+BRDd+3kZ/s+yXViRviS7IZ44Y"
)

_TOO_SHORT = (
    f"Please use at least {MIN_PASSWORD_LENGTH} characters. "
    "A few words in a row are easy to remember."
)
_TOO_EASY = (
    "Somebody could guess this one quickly. Three or four words that have nothing to do with "
    "each other, or with you, make a good password."
)
_TOO_CLOSE = (
    "This is close to your own name or address, or to the name of this place. Somebody could "
    "try that first: please choose words that have nothing to do with either."
)
# What has to remain of a password when the names in it are taken out.
_LEAST_OF_ITS_OWN = 6
_BETWEEN_WORDS = re.compile(r"[\W_]+")

# "Safely unguessable" in zxcvbn's own scale of 0 to 4.
_GOOD_ENOUGH = 3
# zxcvbn takes no more. Its time grows with the square of the length and with the ways in which digits and signs can
# stand for letters: a text made for it would take seconds.
_MOST_READ = 72
_LEAST_READ = 16
_MOST_WORK = _MOST_READ * _MOST_READ * 8
_ONE_GUESS = Lock()


def hash_password(password: str) -> str:
    """The hash to keep."""
    return _workshop(os.getpid()).submit(_HASHER.hash, _prepare(password)).result()


def check_password(password: str, kept: str | None) -> bool:
    """Whether this is the password of the account. Takes the same time without an account (`kept` None or empty)."""
    known = bool(kept) and len(password) <= MAX_PASSWORD_LENGTH
    checked = _workshop(os.getpid()).submit(
        _HASHER.verify,
        kept if kept and known else NOBODYS_HASH,
        _prepare(password[:MAX_PASSWORD_LENGTH]),
    )
    try:
        checked.result()
    except (VerificationError, InvalidHashError):
        return False
    return known


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(kept)


def problems_with(password: str, context: Iterable[str] = ()) -> Sequence[str]:
    """What speaks against a new password, one kind sentence each; empty if it is fine.

    Args:
        password: as it was typed.
        context: words that somebody would try first: names, the address, the community's name.
    """
    length = len(unicodedata.normalize("NFKC", password))
    if length < MIN_PASSWORD_LENGTH:
        return [_TOO_SHORT]
    if length > MAX_PASSWORD_LENGTH:
        return [f"Please keep it to {MAX_PASSWORD_LENGTH} characters."]
    words = [word for word in context if word]
    if _is_close_to(password, words):
        return [_TOO_CLOSE]
    return [_TOO_EASY] if _score(password, words) < _GOOD_ENOUGH else []


def require_good_password(
    password: str, context: Iterable[str] = (), field: str = "password"
) -> None:
    """Go on only with a password that is hard to guess.

    Raises:
        InvalidInputError: says why not, for the form's field.
    """
    problems = problems_with(password, context)
    if problems:
        raise InvalidInputError(" ".join(problems), field)


@cache
def _workshop(process_id: int) -> ThreadPoolExecutor:
    """The one thread of this process that hashes.

    Each thread that ever hashes keeps those 19 MiB; and many people who sign in at once must not fill the memory.
    """
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"passwords-{process_id}")


def _prepare(password: str) -> bytes:
    # The same keys give different code points on different devices; NFKC makes them one.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def _is_close_to(password: str, context: Iterable[str]) -> bool:
    folded = unicodedata.normalize("NFKC", password).casefold()
    parts = {part for word in context for part in _BETWEEN_WORDS.split(word.casefold())}
    rest = folded
    for part in sorted(parts, key=len, reverse=True):
        if len(part) > 2:
            rest = rest.replace(part, "")
    return rest != folded and len(_BETWEEN_WORDS.sub("", rest)) < _LEAST_OF_ITS_OWN


@cache
def _guesser() -> tuple[Callable[..., Any], Callable[..., Any], Any]:
    # 14 MB of word lists, needed only when somebody chooses a password.
    from zxcvbn import zxcvbn  # noqa: PLC0415
    from zxcvbn.matching import L33T_TABLE, relevant_l33t_subtable  # noqa: PLC0415

    return zxcvbn, relevant_l33t_subtable, L33T_TABLE


def _score(password: str, context: Sequence[str]) -> int:
    # The library keeps the context words in a global.
    with _ONE_GUESS:
        zxcvbn, substitutions, table = _guesser()
        read = password[:_MOST_READ]
        ways = prod(len(signs) for signs in substitutions(read, table).values())
        read = read[: max(_LEAST_READ, isqrt(_MOST_WORK // ways))]
        return int(zxcvbn(read, user_inputs=list(context))["score"])
