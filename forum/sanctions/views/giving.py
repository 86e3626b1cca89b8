"""Speaking to somebody, and ending it early: pages of staff."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.names import normalise_username
from forum.community.queries import current_rules
from forum.errors import InvalidInputError
from forum.moderation.past import rule_cited_for
from forum.moderation.signing import own_signature
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.sanctions import commands
from forum.sanctions.forms import LiftForm, SanctionForm
from forum.sanctions.kinds import SanctionKind
from forum.sanctions.queries import (
    PersonInQuestion,
    person_in_question,
    username_of_sanctioned,
)
from forum.sanctions.views.blueprint import blueprint
from forum.sanctions.wording import MEANS
from forum.web.actor import current_actor
from forum.web.forms import number_in
from forum.wiring import clock


@blueprint.route("/people/<username>/speak-to", methods=["GET", "POST"])
def give(username: str) -> ResponseReturnValue:
    """What was said to somebody before, and the form to say something now."""
    actor = current_actor()
    page = person_in_question(actor, normalise_username(username), clock().now())
    require(actor, Action.GIVE_SANCTION, page.facts)
    post_id = number_in(request.args.get("post"))
    form = SanctionForm(
        kind=SanctionKind.MESSAGE if _looks_in() else None,
        post_id=post_id,
        rule=rule_cited_for(post_id) if post_id is not None else None,
        last_sanction_id=page.last_sanction_id,
    )
    if not form.validate_on_submit():
        return _page(page, form), 400 if form.is_submitted() else 200
    try:
        commands.give_sanction(actor, page.person.id, form.measure(), clock())
    except InvalidInputError as error:
        form.take_error(error, "note")
        return _page(page, form), 400
    name = page.person.display_name
    flash(f"Sent to {name}." if _looks_in() else f"Done. {name} has been told.", "success")
    item_id = _item()
    if item_id is not None:
        return redirect(url_for("moderation.item", item_id=item_id), 303)
    return redirect(url_for(".give", username=page.person.username), 303)


@blueprint.route("/sanctions/<int:sanction_id>/lift", methods=["GET", "POST"])
def lift(sanction_id: int) -> ResponseReturnValue:
    """End it before its time."""
    actor = current_actor()
    require(actor, Action.SEE_SANCTIONS)
    page = person_in_question(actor, username_of_sanctioned(sanction_id), clock().now())
    (sanction,) = (one for one in page.past if one.id == sanction_id)
    require(actor, Action.LIFT_SANCTION, replace(page.facts, kind=sanction.kind))
    form = LiftForm()
    if form.validate_on_submit():
        commands.lift_sanction(actor, sanction_id, form.note.words, clock())
        flash(f"It has ended. {page.person.display_name} has been told.", "success")
        return redirect(url_for(".give", username=page.person.username), 303)
    return render_template(
        "sanctions/lift.html", page=page, sanction=sanction, form=form
    ), 400 if form.is_submitted() else 200


def _item() -> int | None:
    """The item in the review queue that a moderator came from, and goes back to."""
    return number_in(request.args.get("item")) if current_actor().is_moderator else None


def _looks_in() -> bool:
    """Whether a moderator comes to look in on somebody who may hurt themselves: nothing but words is offered then."""
    return bool(request.args.get("look_in"))


def _page(page: PersonInQuestion, form: SanctionForm) -> str:
    actor = current_actor()
    form.offer(actor, current_rules())
    return render_template(
        "sanctions/look_in.html" if _looks_in() else "sanctions/give.html",
        page=page,
        form=form,
        item=_item(),
        signature=own_signature(actor.id),
        meanings={kind.value: words for kind, words in MEANS.items()},
    )
