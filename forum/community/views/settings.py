"""Settings of the community: its name, its rules, its categories."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.community.commands import (
    CategoryDraft,
    add_category,
    change_category,
    choose_signature,
    rename_community,
)
from forum.community.forms import CategoryForm, NameForm, SettingsRulesForm, SignatureForm
from forum.community.queries import (
    CategoryInfo,
    CommunityInfo,
    categories_in_order,
    community_info,
    current_rules,
)
from forum.community.rule_commands import change_rules
from forum.community.rule_queries import how_many_accepted
from forum.community.signatures import SignedBy
from forum.community.views.blueprint import blueprint
from forum.errors import InvalidInputError, NotFoundError
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor
from forum.wiring import clock

_NO_CHANGE = "Nothing is different in the rules, so they stay as they are."
_RULES_SAVED = {
    False: "The rules are saved. Everybody sees them from now on.",
    True: "The rules are saved. At their next visit people are asked to read what is different, and to accept it.",
}


@blueprint.get("/admin/community")
def settings() -> ResponseReturnValue:
    """Name, rules and categories, for admins."""
    return _settings_page()


@blueprint.post("/admin/community/name")
def save_name() -> ResponseReturnValue:
    """Change the name and the sentence about the community."""
    form = NameForm()
    require(current_actor(), Action.MANAGE_COMMUNITY)
    if not form.validate_on_submit():
        return _settings_page(name=form), 400
    name, tagline = form.community_name.data or "", form.tagline.data or ""
    rename_community(current_actor(), name, tagline, clock())
    return _saved("The name is saved.")


@blueprint.post("/admin/community/rules")
def save_rules() -> ResponseReturnValue:
    """Change the rules."""
    form = SettingsRulesForm()
    require(current_actor(), Action.MANAGE_COMMUNITY)
    if form.validate_on_submit():
        new = form.new_version()
        try:
            changed = change_rules(current_actor(), new, clock())
        except InvalidInputError as error:
            form.take_error(error, "substance")
        else:
            return _saved(_RULES_SAVED[new.in_substance] if changed else _NO_CHANGE)
    return _settings_page(rules=form), 400


@blueprint.post("/admin/community/signature")
def save_signature() -> ResponseReturnValue:
    """Say under whose name moderators decide."""
    form = SignatureForm()
    require(current_actor(), Action.MANAGE_COMMUNITY)
    if not form.validate_on_submit():
        return _settings_page(signature=form), 400
    signed_by = SignedBy(form.signed_by.data)
    choose_signature(current_actor(), signed_by, form.team_name.words, clock())
    return _saved("The signature is saved. It holds for earlier decisions, too.")


@blueprint.post("/admin/community/categories")
def save_new_category() -> ResponseReturnValue:
    """Make a category."""
    form = CategoryForm(prefix="new")
    require(current_actor(), Action.MANAGE_COMMUNITY)
    if form.validate_on_submit():
        try:
            add_category(current_actor(), _category(form), clock())
        except InvalidInputError as error:
            form.take_error(error, "name")
        else:
            return _saved("The category is there.")
    return _settings_page(category=(None, form)), 400


@blueprint.post("/admin/community/categories/<int:category_id>")
def save_category(category_id: int) -> ResponseReturnValue:
    """Rename a category, describe it anew, or move it."""
    form = CategoryForm(prefix=f"category-{category_id}")
    require(current_actor(), Action.MANAGE_COMMUNITY)
    if form.validate_on_submit():
        try:
            change_category(current_actor(), category_id, _category(form), clock())
        except InvalidInputError as error:
            form.take_error(error, "name")
        else:
            return _saved("The category is saved.")
    return _settings_page(category=(category_id, form)), 400


def _category(form: CategoryForm) -> CategoryDraft:
    return CategoryDraft(
        name=form.name.data or "",
        description=form.description.data or "",
        position=form.position.data,
    )


def _saved(words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for("community.settings"), 303)


def _settings_page(
    *,
    name: NameForm | None = None,
    rules: SettingsRulesForm | None = None,
    signature: SignatureForm | None = None,
    category: tuple[int | None, CategoryForm] | None = None,
) -> str:
    """All forms, the one that was sent as it was typed, the others as things stand."""
    require(current_actor(), Action.MANAGE_COMMUNITY)
    info = community_info()
    if info is None:
        raise NotFoundError
    return render_template(
        "community/settings.html",
        name_form=name or _name_form(info),
        rules_form=rules or _rules_form(info),
        signature_form=signature or _signature_form(info),
        accepted=how_many_accepted(),
        categories=_category_forms(categories_in_order(), category),
        new_category=category[1] if category and category[0] is None else _blank_category(),
    )


def _name_form(info: CommunityInfo) -> NameForm:
    return NameForm(formdata=None, data={"community_name": info.name, "tagline": info.tagline})


def _signature_form(info: CommunityInfo) -> SignatureForm:
    return SignatureForm(
        formdata=None, data={"signed_by": info.signed_by, "team_name": info.team_name}
    )


def _rules_form(info: CommunityInfo) -> SettingsRulesForm:
    form = SettingsRulesForm(formdata=None, data={"seen": info.rules_changed_at.isoformat()})
    form.fill(current_rules())
    return form


def _category_forms(
    there: Sequence[CategoryInfo], sent: tuple[int | None, CategoryForm] | None
) -> Sequence[tuple[CategoryInfo, CategoryForm]]:
    return [(one, sent[1] if sent and sent[0] == one.id else _category_form(one)) for one in there]


def _category_form(one: CategoryInfo) -> CategoryForm:
    return CategoryForm(
        formdata=None,
        prefix=f"category-{one.id}",
        data={"name": one.name, "description": one.description, "position": one.position},
    )


def _blank_category() -> CategoryForm:
    return CategoryForm(formdata=None, prefix="new")
