"""Which items of the queue to show."""

from __future__ import annotations

from wtforms.validators import Optional

from forum.web.forms import BaseForm, LineField


class QueueFilterForm(BaseForm):
    """Whose items to show. It only reads, so it needs no token."""

    class Meta:
        """Sent as part of the address."""

        csrf = False

    person = LineField("By or about whom?", most=60, validators=[Optional()])
