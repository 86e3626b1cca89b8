"""Pages that anybody may read: what moderation does, in figures and in a log without names."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.pagination import page_number
from forum.transparency.log import public_log
from forum.transparency.queries import open_page

blueprint = Blueprint("transparency", __name__)


@blueprint.get("/in-the-open")
def figures() -> ResponseReturnValue:
    """What is set aside and why, how often for nothing, and how long it takes."""
    return render_template("transparency/figures.html", page=open_page())


@blueprint.get("/in-the-open/decisions")
def log() -> ResponseReturnValue:
    """What people decided, by the week."""
    lines = public_log(
        page_number(request.args.get("page")), lambda number: url_for(".log", page=number)
    )
    return render_template("transparency/log.html", lines=lines)
