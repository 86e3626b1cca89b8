"""Pages of the community itself: the first set-up, the rules, how it works, and its settings."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.views.browser import let_in
from forum.community.commands import (
    CategoryDraft,
    Founding,
    add_category,
    add_first_categories,
    change_category,
    change_rules,
    rename_community,
    set_up,
)
from forum.community.forms import (
    WITH_EXAMPLE,
    CategoryForm,
    NameForm,
    SettingsRulesForm,
    SetupForm,
)
from forum.community.queries import (
    CategoryInfo,
    CommunityInfo,
    categories_in_order,
    community_info,
    current_rules,
)
from forum.community.rulebook import default_rules
from forum.community.setup import is_setup_link
from forum.errors import InvalidInputError, NotFoundError
from forum.example.loader import ExampleLoader
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor
from forum.wiring import clock

blueprint = Blueprint("community", __name__)


@blueprint.get("/not-set-up")
def not_set_up() -> ResponseReturnValue:
    """Until there is a community: where its link is to be found."""
    if community_info() is not None:
        return redirect(url_for("conversations.front"))
    return render_template("community/not_set_up.html", void=False)


@blueprint.route("/setup/<token>", methods=["GET", "POST"])
def setup(token: str) -> ResponseReturnValue:
    """The first set-up, through the one-time link."""
    if request.method == "GET" and not is_setup_link(token):
        if community_info() is not None:
            raise NotFoundError
        return render_template("community/not_set_up.html", void=True), 404
    form = SetupForm()
    if not form.is_submitted():
        form.fill(default_rules())
    if form.validate_on_submit():
        example = ExampleLoader() if form.start.data == WITH_EXAMPLE else None
        begin = example.tell if example else add_first_categories
        try:
            session_token = set_up(token, _founding(form), begin, clock())
        except InvalidInputError as error:
            form.take_error(error, "username")
        else:
            if example:
                example.decide()
            return _welcome_admin(session_token)
    page = render_template("community/setup.html", form=form, token=token)
    return page, 400 if form.is_submitted() else 200


def _founding(form: SetupForm) -> Founding:
    return Founding(
        community_name=form.community_name.data or "",
        tagline=form.tagline.data or "",
        rules=form.drafts(),
        display_name=form.display_name.data or "",
        username=form.username.data or "",
        email=form.email.data or "",
        password=form.password.data or "",
        user_agent=request.user_agent.string,
    )


def _welcome_admin(session_token: str) -> ResponseReturnValue:
    let_in(session_token)
    flash("Welcome home. This is your community now.", "success")
    # What an admin may do rests until then, so this comes at once; "later" stands on the page.
    front = url_for("conversations.front")
    return redirect(url_for("accounts.second_factor", next=front), 303)


@blueprint.get("/rules")
def rules() -> ResponseReturnValue:
    """The rules, in plain words."""
    return render_template("community/rules.html", rules=current_rules())


@blueprint.get("/how-this-place-works")
def how_it_works() -> ResponseReturnValue:
    """How a post travels, and who decides."""
    return render_template("community/how_it_works.html")


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
    if not form.validate_on_submit():
        return _settings_page(rules=form), 400
    change_rules(current_actor(), form.drafts(), form.seen.data or "", clock())
    return _saved("The rules are saved. Everybody sees them from now on.")


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


@blueprint.post("/admin/community/categories/<int(max=2147483647):category_id>")
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
        categories=_category_forms(categories_in_order(), category),
        new_category=category[1] if category and category[0] is None else _blank_category(),
    )


def _name_form(info: CommunityInfo) -> NameForm:
    return NameForm(formdata=None, data={"community_name": info.name, "tagline": info.tagline})


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
