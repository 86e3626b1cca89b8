"""The mentor's desk: parse, ask, render."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.names import MAX_DISPLAY_NAME_LENGTH
from forum.errors import InvalidInputError, NotFoundError
from forum.pagination import page_number
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.text import clean_line
from forum.web.actor import current_actor
from forum.welcome import desk_commands
from forum.welcome.desk_pages import MenteeSearch
from forum.welcome.desk_queries import desk as desk_page
from forum.welcome.forms import ButtonForm, PraiseForm
from forum.welcome.mentees import SORTS
from forum.welcome.views.blueprint import blueprint
from forum.wiring import clock


@blueprint.get("/mentor")
def desk() -> ResponseReturnValue:
    """The mentor's desk: who waits first, then everything else that a mentor looks after."""
    actor = current_actor()
    require(actor, Action.SEE_MENTORS_DESK)
    search = _search()
    page = desk_page(
        actor,
        search,
        clock().now(),
        lambda number: url_for(
            ".desk", q=search.words or None, sort=search.sort, page=number, _anchor="mentees"
        ),
    )
    return render_template("welcome/desk.html", desk=page, search=search, sorts=SORTS)


@blueprint.post("/mentor/posts/<int:post_id>/hand-over")
def hand_over(post_id: int) -> ResponseReturnValue:
    """Let somebody else answer this newcomer."""
    require(current_actor(), Action.SEE_MENTORS_DESK)
    if ButtonForm().validate_on_submit():
        desk_commands.hand_over(current_actor(), post_id, clock())
        flash("Handed over. Others are called now; you may still answer.", "success")
    return redirect(url_for(".desk"), 303)


@blueprint.post("/mentor/posts/<int:post_id>/snooze")
def snooze(post_id: int) -> ResponseReturnValue:
    """Put this newcomer's post aside for an hour."""
    require(current_actor(), Action.SEE_MENTORS_DESK)
    if ButtonForm().validate_on_submit():
        desk_commands.snooze(current_actor(), post_id, clock())
        flash("Put aside for an hour. The clock goes on, and others are called in time.", "success")
    return redirect(url_for(".desk"), 303)


@blueprint.post("/mentor/posts/<int:post_id>/praise")
def praise(post_id: int) -> ResponseReturnValue:
    """Tell a mentee that one was glad of what they did."""
    form = PraiseForm()
    require(current_actor(), Action.SEE_MENTORS_DESK)
    if not form.validate_on_submit():
        raise NotFoundError
    desk_commands.praise(current_actor(), post_id, form.praised_for, clock())
    flash("They find your kind word in their inbox.", "success")
    return redirect(url_for(".desk", _anchor="praise"), 303)


@blueprint.route("/mentor/posts/<int:post_id>/skip-praise", methods=["GET", "POST"])
def skip_praise(post_id: int) -> ResponseReturnValue:
    """Don't praise this, with a reason."""
    actor = current_actor()
    require(actor, Action.SEE_MENTORS_DESK)
    form = PraiseForm(kind=request.args.get("kind", ""))
    if form.validate_on_submit():
        try:
            desk_commands.skip_praise(actor, post_id, form.praised_for, form.reason.words, clock())
        except InvalidInputError as error:
            form.take_error(error, "reason")
        else:
            flash("Left out. It is not offered again.", "success")
            return redirect(url_for(".desk", _anchor="praise"), 303)
    page = render_template("welcome/skip_praise.html", post_id=post_id, form=form)
    return page, 400 if form.errors else 200


def _search() -> MenteeSearch:
    sort = request.args.get("sort", "newest")
    if sort not in SORTS:
        raise NotFoundError
    return MenteeSearch(
        words=clean_line(request.args.get("q", ""))[:MAX_DISPLAY_NAME_LENGTH],
        sort=sort,
        page=page_number(request.args.get("page")),
    )
