"""Addresses and their parts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask import has_request_context, request, url_for
from werkzeug.routing import IntegerConverter, ValidationError

LARGEST_ROW_NUMBER = 2**31 - 1


class RowNumber(IntegerConverter):
    """A number that a row can have. A larger one is no address, rather than an error in the database."""

    def to_python(self, value: str) -> int:
        """The number.

        Raises:
            ValidationError: no row can have it.
        """
        if len(value) > len(str(LARGEST_ROW_NUMBER)):
            raise ValidationError
        number = int(super().to_python(value))
        if number > LARGEST_ROW_NUMBER:
            raise ValidationError
        return number


def address(endpoint: str, **values: Any) -> str:
    """`url_for` for templates, remembering what it said: a page has some 70 addresses, most of them seen before."""
    if has_request_context() and _is_plain(endpoint, values):
        return _remembered(request.script_root, endpoint, **values)
    return url_for(endpoint, **values)


def plain_address(endpoint: str, **values: Any) -> str:
    """`url_for` for what is kept and shown on other pages, to other people (forum.web.frames).

    Raises:
        ValueError: the address would depend on the page it stands on, or on the host that was asked for.
    """
    if not _is_plain(endpoint, values):
        msg = f"An address for {endpoint!r} with {sorted(values)} is not the same everywhere."
        raise ValueError(msg)
    return _remembered(request.script_root, endpoint, **values)


def _is_plain(endpoint: str, values: Mapping[str, Any]) -> bool:
    """Whether nothing but the endpoint, the values and where the forum is mounted says what the address is."""
    return not endpoint.startswith(".") and not any(name.startswith("_") for name in values)


@lru_cache(maxsize=4_096, typed=True)
def _remembered(_mounted_at: str, endpoint: str, /, **values: Any) -> str:
    return url_for(endpoint, **values)
