"""Before there is a community: where its link is, and the first set-up."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.views.browser import let_in
from forum.community.commands import Founding, add_first_categories, set_up
from forum.community.forms import WITH_EXAMPLE, SetupForm
from forum.community.queries import community_info
from forum.community.rulebook import default_rules
from forum.community.setup import is_setup_link
from forum.community.views.blueprint import blueprint
from forum.errors import InvalidInputError, NotFoundError
from forum.example.loader import ExampleLoader
from forum.wiring import clock


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
