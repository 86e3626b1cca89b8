"""Parts of addresses."""

from __future__ import annotations

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
