"""People's public pages, and the list in which admins give and take roles."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts import blocks, queries
from forum.accounts.confirmation import require_confirmed
from forum.accounts.forms import GIVE, BlockForm, RoleForm
from forum.accounts.models import Role
from forum.accounts.names import MAX_DISPLAY_NAME_LENGTH, normalise_username
from forum.accounts.roles import give_role, take_role
from forum.accounts.views.blueprint import blueprint
from forum.database import db
from forum.errors import ConflictError, NotFoundError
from forum.pagination import page_number
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.permissions.subjects import PersonFacts, SanctionFacts
from forum.text import clean_line
from forum.web.actor import current_actor, forget_actor
from forum.web.limits import UNBLOCKING
from forum.welcome.graduation import may_vouch
from forum.wiring import clock


@blueprint.get("/people/<username>")
def person(username: str) -> ResponseReturnValue:
    """A person as everybody may see them, and whether one has blocked them."""
    shown = queries.person_page(normalise_username(username))
    return render_template(
        "accounts/person.html",
        page=shown,
        facts=PersonFacts(person_id=shown.person.id),
        sanction_facts=SanctionFacts(person_id=shown.person.id, roles=shown.roles),
        is_blocked=blocks.has_blocked(current_actor(), shown.person.id),
        may_vouch=may_vouch(db.session(), current_actor(), shown.person.id),
    )


@blueprint.route("/people/<username>/block", methods=["GET", "POST"])
def block(username: str) -> ResponseReturnValue:
    """Want nothing to do with somebody any more."""
    actor = current_actor()
    shown = queries.person_by_name(normalise_username(username))
    require(actor, Action.BLOCK_PERSON, PersonFacts(person_id=shown.id))
    form = BlockForm()
    if form.validate_on_submit():
        blocks.block(actor, shown.id, clock())
        flash(f"You have blocked {shown.display_name}. They are not told.", "success")
        return redirect(url_for(".person", username=shown.username), 303)
    return render_template("accounts/block.html", person=shown, form=form)


@blueprint.post("/people/<username>/unblock")
@UNBLOCKING
def unblock(username: str) -> ResponseReturnValue:
    """Take a block back."""
    shown = queries.person_by_name(normalise_username(username))
    blocks.unblock(current_actor(), shown.id, clock())
    flash(f"You no longer block {shown.display_name}. They are not told.", "success")
    return redirect(url_for(".person", username=shown.username), 303)


@blueprint.get("/admin/people")
def people() -> ResponseReturnValue:
    """Everybody, for admins."""
    require(current_actor(), Action.MANAGE_ROLES)
    search = clean_line(request.args.get("q", ""))[:MAX_DISPLAY_NAME_LENGTH]
    role = _role(request.args.get("role", ""))
    found = queries.list_people(
        search,
        role,
        page_number(request.args.get("page")),
        lambda number: url_for(".people", q=search or None, role=role, page=number),
    )
    return render_template(
        "accounts/people.html", people=found, search=search, role=role, all_roles=list(Role)
    )


@blueprint.route("/admin/people/<int:user_id>/roles", methods=["GET", "POST"])
def roles(user_id: int) -> ResponseReturnValue:
    """Give and take a person's roles."""
    actor = current_actor()
    require(actor, Action.MANAGE_ROLES)
    require_confirmed(actor, clock().now())
    form = RoleForm()
    if not form.validate_on_submit():
        return _roles_page(user_id, 400 if form.is_submitted() else 200)
    role = Role(str(form.role.data))
    change = give_role if form.change.data == GIVE else take_role
    try:
        change(actor, user_id, role, clock())
    except ConflictError as error:
        return _roles_page(user_id, 409, error.message)
    forget_actor()
    flash("Done. They find a note about it in their inbox.", "success")
    return redirect(url_for(".roles", user_id=user_id), 303)


def _roles_page(user_id: int, status: int, problem: str = "") -> ResponseReturnValue:
    page = render_template(
        "accounts/roles.html",
        page=queries.roles_of_person(user_id),
        all_roles=list(Role),
        problem=problem,
    )
    return make_response(page, status)


def _role(wanted: str) -> Role | None:
    if not wanted:
        return None
    if wanted not in set(Role):
        raise NotFoundError
    return Role(wanted)
