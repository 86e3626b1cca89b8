"""What views of accounts answer: a form's page, also when something in it has to be looked at again."""

from __future__ import annotations

from flask import Response, make_response, render_template, url_for

from forum.errors import ForumError, InvalidInputError, TooManyAttemptsError
from forum.web.actor import current_actor
from forum.web.forms import BaseForm


def first_page() -> str:
    """Where somebody begins who has just signed in."""
    return url_for("welcome.home" if current_actor().is_newcomer else "conversations.front")


def form_page(
    template: str,
    form: BaseForm,
    error: ForumError | None = None,
    default: str = "",
    **context: object,
) -> Response:
    """The page with its form; what was typed stays in it, except passwords.

    Args:
        template: draws the page.
        form: as it was opened, or sent.
        error: what the domain has to say about it.
        default: the field at which an error is shown that belongs to none.
        context: what else the template takes.
    """
    status = 400 if form.is_submitted() else 200
    if isinstance(error, TooManyAttemptsError):
        status = 429
        form.take_error(InvalidInputError(error.message), default)
    elif isinstance(error, InvalidInputError):
        form.take_error(error, default)
    response = make_response(render_template(template, form=form, **context), status)
    if isinstance(error, TooManyAttemptsError):
        response.headers["Retry-After"] = str(error.retry_after)
    return response
