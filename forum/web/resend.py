"""Giving people their words back when a form could not be taken. Needs no database."""

from __future__ import annotations

from collections.abc import Iterable

from flask import g, render_template, request
from werkzeug.exceptions import HTTPException

_NEVER_SHOWN = ("password", "csrf_token", "code", "token")
_LONG = 80
#: In front of the names of words that a page carries on for the one to which they belong.
KEPT = "kept-"
# Fields in which people write sentences, however short. A test holds them to the forms.
WRITTEN = frozenset(
    {"answer", "biography", "exceptions", "introduction", "note", "reason", "text", "words"}
)
# What a form carries for itself has no label, and is sent along out of sight.
_LABELS = {
    "text": "Your words",
    "title": "Title",
    "note": "Words to the author",
    "submission_key": "",
    "answers": "",
    "opener": "",
    "based_on": "",
    "revision_id": "",
    "last_decision_id": "",
    "action": "",
    "rule": "",
    "nudge": "",
    "ask_a_person": "",
    "let_go": "",
    "kind": "",
    "days": "",
    "post_id": "",
    "last_sanction_id": "",
    "made_to_harm": "",
    "words": "In your own words",
    "hide": "",
    "answer": "Your answer",
    "outcome": "",
    "step": "",
    "saved": "",
    "category": "",
    "reason": "Your reason",
}


def kept_fields() -> list[tuple[str, str, bool, str]]:
    """What was typed: (name, value, is_long, label). Secrets are left out."""
    return _fields(request.form.items(multi=True))


def kept_words(before: str) -> list[tuple[str, str, bool, str]]:
    """The same, of words that a page in between has carried on for another one, each name with `before` in front."""
    carried = request.form.items(multi=True)
    return _fields(
        (name.removeprefix(before), value) for name, value in carried if name.startswith(before)
    )


def _fields(sent: Iterable[tuple[str, str]]) -> list[tuple[str, str, bool, str]]:
    fields = []
    for name, value in sent:
        if any(part in name for part in _NEVER_SHOWN):
            continue
        # Several forms of one kind on a page have their number before the name: "t12-note".
        own_name = name.rpartition("-")[2]
        is_long = len(value) > _LONG or "\n" in value or own_name in WRITTEN
        label = _LABELS.get(own_name, name.replace("_", " ").replace("-", " ").capitalize())
        fields.append((name, value, is_long, label))
    return fields


def has_words() -> bool:
    """Whether the request brought anything that somebody typed."""
    try:
        return request.method == "POST" and any(is_long for _, _, is_long, _ in kept_fields())
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
    return render_template(
        "errors/resend.html",
        heading=heading,
        explanation=explanation,
        action=action or request.full_path.rstrip("?"),
        fields=kept_fields() if fields is None else fields,
        request_id=g.get("request_id", ""),
    )
