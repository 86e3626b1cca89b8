"""Numbers of rows that a form or an address carries: whatever no row can have is nothing, and no error."""

from __future__ import annotations

import pytest

from forum.web.forms import number_in


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("4711", 4711),
        (str(2**31 - 1), 2**31 - 1),
        (str(2**31), None),
        ("9" * 400, None),
        # Cut off, it would be another row's.
        ("000000000012", None),
        ("-1", None),
        ("1.5", None),
        ("²", None),
        ("٣", None),
        ("", None),
    ],
)
def test_number_in(raw: object, number: int | None) -> None:
    assert number_in(raw) == number


def test_what_a_field_holds_already_is_taken_as_well() -> None:
    assert (number_in(4711), number_in(None)) == (4711, None)
