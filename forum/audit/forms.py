"""Which entries of the log to show."""

from __future__ import annotations

from wtforms import SelectField
from wtforms.validators import Optional

from forum.audit.queries import AuditFilter
from forum.audit.wording import PHRASES
from forum.web.forms import BaseForm, LineField


class AuditFilterForm(BaseForm):
    """Which entries of the audit log to show. It only reads, so it needs no token."""

    class Meta:
        """Sent as part of the address."""

        csrf = False

    action = SelectField(
        "What happened",
        choices={"": "Anything", **{name: phrase.label for name, phrase in PHRASES.items()}},
        validate_choice=False,
    )
    person = LineField("By or about (user name)", most=30, validators=[Optional()])

    def wanted(self) -> AuditFilter:
        """What was asked for; a kind that does not exist asks for nothing."""
        return AuditFilter(
            action=self.action.data if self.action.data in PHRASES else "",
            person=self.person.data or "",
        )
