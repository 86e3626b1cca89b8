"""The blueprint that every page of the community belongs to, and where those are led who have rules to accept first."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.community.forms import AcceptRulesForm
from forum.community.rule_queries import asked_of
from forum.database import db
from forum.errors import RulesToAcceptError
from forum.web.actor import current_actor
from forum.web.resend import kept_fields

blueprint = Blueprint("community", __name__)


@blueprint.app_errorhandler(RulesToAcceptError)
def ask_to_accept(error: RulesToAcceptError) -> ResponseReturnValue:
    """From any part of the forum: to what is different in the rules, and back. Words that were typed come along."""
    db.session.rollback()
    way_back = request.full_path.rstrip("?")
    if request.method != "POST":
        return redirect(url_for("community.what_changed", next=way_back), 303)
    return accepting_page(way_back, kept_fields()), 403


def accepting_page(back: str, words: list[tuple[str, str, bool, str]]) -> str:
    """What is different in the rules, with the form that accepts them.

    Args:
        back: the path to go on to.
        words: what was typed and waits meanwhile, as `forum.web.resend` keeps it.
    """
    asked = asked_of(current_actor())
    form = AcceptRulesForm(
        formdata=None, data={"version": asked.version if asked else "", "back": back}
    )
    return render_template(
        "community/what_changed.html",
        asked=asked,
        form=form,
        words=words,
        # What somebody wrote, as against what a form carries for itself.
        shown=[(label, value) for _, value, _, label in words if label and value],
    )
