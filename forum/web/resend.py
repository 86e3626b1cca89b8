"""Giving people their words back when a form could not be taken. Needs no database."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import current_app, g, render_template, request
from werkzeug.exceptions import HTTPException

from forum.web.forms import PreviewedForm
from forum.web.sent_fields import SentField, fields_of_form

# Names of what is a secret wherever it is typed, beside passwords.
_NEVER_SHOWN = ("password", "csrf_token", "code", "token")
_LONG = 80
# A button that throws away what was typed. The page that gives it back has one button, and that one sends.
_THROWS_AWAY = "let_go"
# Whatever comes along to these, there is nothing that its author wants to have back.
_ONLY_DELETES = frozenset({"drafts.delete"})
_KEEPS_A_DRAFT = "drafts.keep_"
#: In front of the names of words that a page carries on for the one to which they belong.
KEPT = "kept-"


def kept_fields() -> list[tuple[str, str, bool, str]]:
    """What was sent: (name, value, is_long, label). Secrets are left out; what nobody typed has no label."""
    return _fields(list(request.form.items(multi=True)))


def kept_words(before: str) -> list[tuple[str, str, bool, str]]:
    """The same, of words that a page in between has carried on for another one, each name with `before` in front."""
    carried = request.form.items(multi=True)
    return _fields(
        [(name.removeprefix(before), value) for name, value in carried if name.startswith(before)]
    )


def has_password() -> bool:
    """Whether a password came along, which is not given back."""
    form = _form_of(list(request.form.items()))
    return any(
        value and known.is_secret
        for name, value in request.form.items()
        if (known := form.get(_own_name(name)))
    )


def _fields(sent: list[tuple[str, str]]) -> list[tuple[str, str, bool, str]]:
    form = _form_of(sent)
    fields = []
    for name, value in sent:
        known = form.get(_own_name(name))
        if _is_secret(name) or (known is not None and known.is_secret):
            continue
        if _own_name(name) == _THROWS_AWAY:
            continue
        is_long = len(value) > _LONG or "\n" in value
        if known is None:
            # A button of the page has brought it, unless somebody has written as much.
            label = name.replace("_", " ").replace("-", " ").capitalize() if is_long else ""
        else:
            label, is_long = known.label, is_long or known.is_long
        fields.append((name, value, is_long, label))
    return fields


def _form_of(sent: list[tuple[str, str]]) -> Mapping[str, SentField]:
    return fields_of_form({_own_name(name) for name, _ in sent}, request.blueprint or "")


def _own_name(name: str) -> str:
    # Several forms of one kind on a page have their number before the name: "t12-note".
    return name.rpartition("-")[2]


def _is_secret(name: str) -> bool:
    return any(part in name for part in _NEVER_SHOWN)


def has_words() -> bool:
    """Whether the request brought anything that somebody typed and would want back."""
    if request.method != "POST" or request.endpoint in _ONLY_DELETES:
        return False
    try:
        return any(label and value.strip() for _, value, _, label in kept_fields())
    except HTTPException:
        # The form itself is what could not be read.
        return False


def resend_page(
    heading: str,
    explanation: str,
    *,
    action: str = "",
    fields: list[tuple[str, str, bool, str]] | None = None,
) -> str:
    """A page with words in a form that can be sent again: those of this request, or `fields` with their `action`."""
    action = action or request.full_path.rstrip("?")
    fields = kept_fields() if fields is None else fields
    return render_template(
        "errors/resend.html",
        heading=heading,
        explanation=explanation,
        action=action,
        keeps_a_draft=_keeps_a_draft(action),
        previews=any(name == PreviewedForm.BUTTON for name, *_ in fields),
        fields=fields,
        asks_for_password=has_password(),
        request_id=g.get("request_id", ""),
    )


def _keeps_a_draft(action: str) -> bool:
    """Whether what is sent there is kept for its author alone."""
    try:
        adapter = current_app.create_url_adapter(request)
        if adapter is None:
            return False
        endpoint, _ = adapter.match(urlsplit(action).path, method="POST")
    except HTTPException:
        return False
    return str(endpoint).startswith(_KEEPS_A_DRAFT)
