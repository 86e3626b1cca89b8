"""However odd what is sent may be, a form answers in the forum's own words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import wtforms
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import SelectField, SelectMultipleField

from forum.moderation.forms.fields import TextForm
from forum.web.forms import BaseForm
from tests.support.forms import all_forms

LIBRARY = Path(wtforms.__file__).parent
SAYS = re.compile(r"n?gettext\(\s*\"([^\"]+)\"")
# Whatever stands for something else in a sentence may be anything.
OWN_WORDS = [
    re.compile(re.sub(r"%(\\\()?\w*(\\\))?[sd]", ".*", re.escape(sentence)))
    for path in LIBRARY.rglob("*.py")
    for sentence in SAYS.findall(path.read_text("utf-8"))
]


def test_the_library_has_words_of_its_own() -> None:
    assert any(one.fullmatch("Not a valid choice.") for one in OWN_WORDS)
    assert any(one.fullmatch("Number must be between 1 and 2.") for one in OWN_WORDS)


@pytest.mark.parametrize(
    "odd",
    ["", "no such thing", "-1", pytest.param("9" * 5_000, id="many digits"), "\x00", "1e400"],
)
def test_no_form_speaks_in_the_words_of_the_library(app: Flask, odd: str) -> None:
    with app.test_request_context(method="POST"):
        said = {(form.__name__, error) for form in all_forms() for error in answers(form, odd)}

    assert {one for one in said if any(words.fullmatch(one[1]) for words in OWN_WORDS)} == set()


def answers(form: type[BaseForm], odd: str) -> list[str]:
    """What a form says to somebody who has sent this in each of its fields."""
    takes: dict[str, object] = {"meta": {"csrf": False}}
    if form is TextForm:
        takes["field_id"] = 1
    names = [field.name for field in form(formdata=None, **takes)]
    sent = form(formdata=MultiDict.fromkeys(names, odd), **takes)
    for field in sent:
        if isinstance(field, (SelectField, SelectMultipleField)) and field.choices is None:
            field.choices = []
    sent.validate()
    return [error for errors in sent.errors.values() for error in errors]
