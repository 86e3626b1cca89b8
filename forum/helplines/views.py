"""Somebody to talk to: the help lines for everybody, and their settings for admins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.helplines.choosing import LineView, to_be_tried
from forum.helplines.commands import add_line, change_line, remove_line
from forum.helplines.forms import LineForm
from forum.helplines.queries import help_lines, help_lines_for
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor
from forum.wiring import clock

blueprint = Blueprint("helplines", __name__)


@blueprint.get("/help")
def somebody_to_talk_to() -> ResponseReturnValue:
    """Whom to call, by country."""
    chosen = help_lines_for(request.accept_languages.values())
    page = render_template("helplines/help.html", lines=chosen)
    return page, 200, {"Vary": "Accept-Language"}


@blueprint.get("/admin/help-lines")
def settings() -> ResponseReturnValue:
    """The lines, for admins."""
    return _settings_page()


@blueprint.post("/admin/help-lines")
def save_new() -> ResponseReturnValue:
    """Add a line."""
    form = LineForm(prefix="new")
    require(current_actor(), Action.MANAGE_COMMUNITY)
    if not form.validate_on_submit():
        return _settings_page(None, form), 400
    add_line(current_actor(), form.draft, clock())
    return _done("The line is there.")


@blueprint.post("/admin/help-lines/<int:line_id>")
def save(line_id: int) -> ResponseReturnValue:
    """Change a line, note that it was tried, or take it away."""
    form = LineForm(prefix=f"line-{line_id}")
    require(current_actor(), Action.MANAGE_COMMUNITY)
    if form.remove.data:
        remove_line(current_actor(), line_id, clock())
        return _done("The line is gone.")
    if not form.validate_on_submit():
        return _settings_page(line_id, form), 400
    tried = bool(form.tried.data)
    change_line(current_actor(), line_id, form.draft, clock(), tried=tried)
    return _done("Thank you for trying it." if tried else "The line is saved.")


def _done(words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for(".settings"), 303)


def _settings_page(line_id: int | None = None, sent: LineForm | None = None) -> str:
    """All forms, the one that was sent as it was typed, the others as things stand."""
    require(current_actor(), Action.MANAGE_COMMUNITY)
    lines = help_lines()
    return render_template(
        "helplines/settings.html",
        lines=_forms(lines, line_id, sent),
        due=to_be_tried(lines, clock().now().date()),
        new=sent if sent is not None and line_id is None else LineForm(None, prefix="new"),
    )


def _forms(
    lines: Sequence[LineView], line_id: int | None, sent: LineForm | None
) -> Sequence[tuple[LineView, LineForm]]:
    return [
        (
            line,
            sent
            if sent is not None and line.id == line_id
            else LineForm(None, prefix=f"line-{line.id}", data=asdict(line)),
        )
        for line in lines
    ]
