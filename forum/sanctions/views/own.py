"""My standing: what staff said to me, what it means, and until when."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.appeals.own_posts import decided_posts
from forum.appeals.queries import looks_at_sanctions, taken_down
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.sanctions import commands
from forum.sanctions.queries import own_standing
from forum.sanctions.views.blueprint import blueprint
from forum.sanctions.views.door import whose_standing
from forum.web.actor import current_actor
from forum.wiring import clock


@blueprint.get("/standing")
def standing() -> ResponseReturnValue:
    """Where I stand, also for somebody who is shut out and has just typed their password."""
    person = whose_standing()
    require(person, Action.SEE_OWN_STANDING)
    now = clock().now()
    page = own_standing(person, now)
    return render_template(
        "sanctions/standing.html",
        page=page,
        looks=looks_at_sanctions([*page.now, *page.behind], now),
        taken_down=taken_down(person.id, now),
        # Whoever is signed in finds each at the post itself.
        decided=() if current_actor().is_signed_in else decided_posts(person.id, now),
        person=person,
    )


@blueprint.post("/standing/<int:sanction_id>/read")
def acknowledge(sanction_id: int) -> ResponseReturnValue:
    """I have read it."""
    commands.acknowledge(whose_standing(), sanction_id, clock())
    flash("Thank you for reading it.", "success")
    return redirect(url_for(".standing"), 303)
