"""Thanking somebody for a post."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.thanks.commands import take_thanks_back, thank
from forum.thanks.queries import thanks_page
from forum.web.actor import current_actor
from forum.web.limits import THANKING
from forum.wiring import clock

blueprint = Blueprint("thanks", __name__)


@blueprint.get("/posts/<int:post_id>/thanks")
def thanks(post_id: int) -> ResponseReturnValue:
    """For the author, who has thanked them; for others, the button."""
    actor = current_actor()
    page = thanks_page(actor, post_id)
    if not page.post.is_own and not page.has_thanked:
        require(actor, Action.THANK, page.post.facts)
    return render_template("thanks/thanks.html", page=page)


@blueprint.post("/posts/<int:post_id>/thanks")
@THANKING
def give_thanks(post_id: int) -> ResponseReturnValue:
    """Thank the author, or take that back."""
    actor = current_actor()
    if request.form.get("take_back"):
        take_thanks_back(actor, post_id, clock())
        flash("Your thanks are taken back.", "success")
    else:
        thank(actor, post_id, clock())
        flash("Your thanks are on their way.", "success")
    return redirect(url_for("conversations.post", post_id=post_id), 303)
