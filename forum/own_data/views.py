"""The page on which people take a copy of what the forum knows of them."""

from __future__ import annotations

from flask import Blueprint, render_template, request, send_file
from flask.typing import ResponseReturnValue

from forum.own_data.copying import take_copy
from forum.own_data.sections import SECTIONS
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.sanctions.views.door import has_just_shown, whose_standing
from forum.web.community import current_community
from forum.web.limits import COPYING
from forum.wiring import clock

blueprint = Blueprint("own_data", __name__)


@blueprint.route("/account/your-data", methods=["GET", "POST"])
@COPYING
def your_data() -> ResponseReturnValue:
    """What is in a copy, and the button that makes one."""
    # Whoever is suspended or banned asks from the door.
    actor = whose_standing()
    require(actor, Action.MANAGE_OWN_ACCOUNT)
    if request.method == "GET":
        return render_template("own_data/your_data.html", sections=SECTIONS)
    community = current_community()
    name_of_place = community.name if community is not None else ""
    made = take_copy(actor, clock(), name_of_place, has_just_shown=has_just_shown())
    name = f"my-words-{clock().now():%Y-%m-%d}.zip"
    return send_file(made, "application/zip", as_attachment=True, download_name=name, max_age=0)
