"""The base of every form, and the fields that hold what people write."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import (
    HiddenField,
    IntegerField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from forum.errors import InvalidInputError
from forum.text import (
    MAX_POST_LENGTH,
    MAX_TITLE_LENGTH,
    clean,
    clean_line,
    has_unwelcome_characters,
    is_blank,
)
from forum.web.addresses import LARGEST_ROW_NUMBER
from forum.web.form_words import CHOOSE_HERE, OUR_WORDS, OUT_OF_DATE, SEND_AGAIN, OurWords

_CLEANED = (
    "Some characters that can't be seen came along, perhaps from copying. They are taken out now: "
    "please look once more and send it again."
)


class BaseForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """A form with CSRF protection, whose fields can take an error from the domain."""

    class Meta:
        """What the library behind it would say, it says in our words."""

        def get_translations(self, form: object) -> OurWords:
            """Those words."""
            return OUR_WORDS

    def take_error(self, error: InvalidInputError, default: str) -> None:
        """Show a domain error at the field it belongs to, or at `default`."""
        field = self[error.field] if error.field in self else self[default]
        field.errors = [*field.errors, error.message]

    def ask_domain(self, rules: Mapping[str, Callable[[str], object]]) -> None:
        """Have the domain look at each of these fields that is in order so far, so that all is said at once.

        Args:
            rules: by the field's name; each raises `InvalidInputError` where a text can't be taken.
        """
        for name, require in rules.items():
            typed = str(self[name].data or "")
            if typed and not self[name].errors:
                try:
                    require(typed)
                except InvalidInputError as error:
                    self.take_error(error, name)


class WrittenField(TextAreaField):
    """A long text. Cleaned when it arrives; its author is told if that took anything out."""

    def __init__(
        self, label: str, *, what: str = "text", most: int = MAX_POST_LENGTH, **kwargs: Any
    ):
        kwargs.setdefault("validators", [])
        super().__init__(label, **kwargs)
        self._what = what
        self._most = most
        self._took_out = False
        self.flags.required = not self.flags.optional

    @property
    def words(self) -> str:
        """What was written, cleaned."""
        return str(self.data or "")

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Clean what was sent, and remember whether anything invisible was in it."""
        raw = str(valuelist[0]) if valuelist else ""
        self._took_out = has_unwelcome_characters(raw)
        self.data = clean(raw)

    def pre_validate(self, form: Any) -> None:
        """Length, and what was taken out."""
        length = len(self.data or "")
        if self._took_out:
            raise ValidationError(_CLEANED)
        if is_blank(self.words) and not self.flags.optional:
            raise ValidationError(f"There is no {self._what} here yet.")
        if length > self._most:
            raise ValidationError(self._too_long_by(length - self._most))

    def _too_long_by(self, count: int) -> str:
        characters = "1 character" if count == 1 else f"{count:,} characters"
        article = "an" if self._what[0] in "aeiou" else "a"
        # An appeal can be made once, and a page of one's own has one text: only posts come in parts.
        way_on = (
            "shorten it, or send it in two parts" if self._what == "post" else "please shorten it"
        )
        return (
            f"This is {characters} longer than {article} {self._what} can be ({self._most:,}). "
            f"Nothing is lost: {way_on}."
        )


class LineField(StringField):
    """One line of text, cleaned when it arrives."""

    def __init__(self, label: str, *, most: int = MAX_TITLE_LENGTH, **kwargs: Any):
        kwargs.setdefault("validators", [])
        super().__init__(label, **kwargs)
        self._most = most

    @property
    def words(self) -> str:
        """What was written, cleaned."""
        return str(self.data or "")

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Clean what was sent."""
        self.data = clean_line(str(valuelist[0])) if valuelist else ""

    def pre_validate(self, form: Any) -> None:
        """Length."""
        if is_blank(self.words) and not self.flags.optional:
            raise ValidationError("Please fill this in.")
        if len(self.data or "") > self._most:
            raise ValidationError(f"Please keep this to {self._most} characters.")


class BoxesField(SelectMultipleField):
    """Any number of boxes to tick, also none."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        """Only what stands there can be chosen."""
        offered = {value for value, *_ in self.iter_choices()}
        if not set(self.data or ()) <= offered:
            raise ValidationError(CHOOSE_HERE)


def number_in(raw: object) -> int | None:
    """The number that a form or an address carries; None where it is none, or more than a row can have."""
    text = str(raw or "")
    # The length first: a number of a thousand digits is slow to read.
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_ROW_NUMBER))
    return int(text) if is_number and int(text) <= LARGEST_ROW_NUMBER else None


def key_in(raw: object) -> str | None:
    """The key that a form carries, in its one spelling; None where it is none."""
    try:
        return str(uuid.UUID(str(raw)))
    except ValueError:
        return None


class CarriedNumber(IntegerField):
    """The number of something that a page shows, which its form carries along unseen.

    Args:
        out_of_date: what to say where it is none that the page could have had.
        least: the smallest that it can be.
        validators: what else is asked; without any it has to be there.
    """

    widget = HiddenInput()

    def __init__(
        self,
        label: str = "",
        *,
        out_of_date: str = OUT_OF_DATE,
        least: int = 1,
        validators: Sequence[Any] = (),
        **kwargs: Any,
    ):
        there = validators or (InputRequired(out_of_date),)
        within = NumberRange(least, LARGEST_ROW_NUMBER, out_of_date)
        super().__init__(label, validators=[*there, within], **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read it; what is no number is none within the range."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None


class KeyField(HiddenField):
    """Names what a form makes, so that sending it twice is harmless."""

    def __init__(self, label: str = "", **kwargs: Any):
        super().__init__(label, default=_new_key, **kwargs)

    def pre_validate(self, form: Any) -> None:
        """Whether it is a key. Where it is none the page that comes back has one, and can be sent."""
        if key_in(self.data) is None:
            self.data = _new_key()
            raise ValidationError(SEND_AGAIN)


def _new_key() -> str:
    return str(uuid.uuid4())


def only_previews() -> bool:
    """Whether what was sent is only to be looked at: its author pressed the button for that."""
    return request.method == "POST" and PreviewedForm.BUTTON in request.form


class PreviewedForm(BaseForm):
    """A form in which people write, and can see how it will look before they send it."""

    BUTTON = "preview"

    preview = SubmitField("See how it will look")

    @property
    def previews(self) -> bool:
        """Whether its author only looks. Then nothing is sent, nothing is kept, and nobody else reads it."""
        return only_previews()


class SubmissionForm(BaseForm):
    """A form that makes something new. Its key makes sending it twice harmless."""

    submission_key = KeyField()

    @property
    def draft_key(self) -> str:
        """Names what is written in this form, whatever its words."""
        return str(uuid.UUID(self.submission_key.data))

    def key_of(self, *words: str) -> str:
        """Names these words, sent with this form: the same when they are sent again, another one for other words."""
        return str(uuid.uuid5(uuid.UUID(self.submission_key.data), "\n".join(words)))
