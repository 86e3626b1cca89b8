"""Whatever people type into a form is given back to them, under the form's own words, when it could not be taken."""

from __future__ import annotations

import pytest
from wtforms import PasswordField
from wtforms.fields.core import UnboundField

from forum.accounts.forms import JoinForm
from forum.web.forms import BaseForm
from forum.web.sent_fields import fields_of_form
from tests.support.forms import all_forms


def fields(form: type[BaseForm]) -> dict[str, UnboundField[PasswordField]]:
    found = ((name, getattr(form, name)) for name in dir(form))
    return {name: field for name, field in found if isinstance(field, UnboundField)}


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: f"{form.__module__}.{form.__name__}")
def test_every_form_is_known_by_what_it_sends(form: type[BaseForm]) -> None:
    own, part = fields(form), form.__module__.split(".")[1]

    told = fields_of_form(own, part)

    for name, field in own.items():
        words = field.args[0] if field.args else field.kwargs.get("label", "")
        is_secret = issubclass(field.field_class, PasswordField)
        assert told[name].is_secret == is_secret, name
        assert is_secret or told[name].label in {words, ""}, name


def test_what_is_typed_is_known_from_what_is_chosen_or_carried_along() -> None:
    told = fields_of_form(fields(JoinForm), "accounts")

    assert {name for name, one in told.items() if one.label and not one.is_secret} == {
        "username",
        "display_name",
        "email",
    }
