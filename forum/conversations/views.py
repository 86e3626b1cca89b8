"""Pages of conversations: parse, ask, render."""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.actor import Actor
from forum.community.queries import current_rules
from forum.conversations import commands, own_queries, queries, thread_queries
from forum.conversations.forms import (
    ConfirmForm,
    OpeningRevisionForm,
    ReplyForm,
    RevisionForm,
    ThreadForm,
)
from forum.conversations.lifecycle import PostState, RevisionOutcome
from forum.conversations.pages import OwnPost, PostView, ThreadView
from forum.conversations.progress import steps
from forum.conversations.waiting import wait_for_screener
from forum.errors import InvalidInputError, NotFoundError
from forum.moderation.queries import decisions_for_author, hold_reasons_for_author, usual_wait
from forum.pagination import page_number
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor
from forum.web.limits import POSTING
from forum.wiring import clock, settings

blueprint = Blueprint("conversations", __name__)

_SENT = "Your post is up. Thank you for writing."


@blueprint.get("/")
def front() -> ResponseReturnValue:
    """Where to begin, and what is being talked about."""
    return render_template("conversations/front.html", page=queries.front_page())


@blueprint.get("/categories/<slug>")
def category(slug: str) -> ResponseReturnValue:
    """A category's threads."""
    shown = queries.category_by_slug(slug)
    threads = queries.threads_in_category(
        shown,
        page_number(request.args.get("page")),
        lambda number: url_for(".category", slug=slug, page=number),
    )
    return render_template("conversations/category.html", category=shown, threads=threads)


@blueprint.get("/threads/<int:thread_id>", defaults={"slug": None})
@blueprint.get("/threads/<int:thread_id>-<slug>")
def thread(thread_id: int, slug: str | None) -> ResponseReturnValue:
    """A thread, with the form to answer it."""
    actor = current_actor()
    view = thread_queries.thread_view(actor, thread_id)
    if slug != view.slug:
        page = page_number(request.args.get("page"))
        # Not a permanent redirect: a title, and with it the address, can change back.
        return redirect(
            url_for(".thread", thread_id=thread_id, slug=view.slug, page=page if page > 1 else None)
        )
    return _thread_page(view, ReplyForm() if actor.is_signed_in else None)


def _thread_page(view: ThreadView, form: ReplyForm | None) -> str:
    actor = current_actor()
    posts = thread_queries.posts_in_thread(
        actor,
        view,
        page_number(request.args.get("page")),
        lambda number: url_for(".thread", thread_id=view.id, slug=view.slug, page=number),
    )
    return render_template(
        "conversations/thread.html",
        thread=view,
        posts=posts,
        form=form if view.facts.is_open else None,
        rules=current_rules() if form is not None else (),
    )


@blueprint.route("/categories/<slug>/new", methods=["GET", "POST"])
@POSTING
def new_thread(slug: str) -> ResponseReturnValue:
    """Begin a thread."""
    actor = current_actor()
    require(actor, Action.START_THREAD)
    shown = queries.category_by_slug(slug)
    form = ThreadForm()
    if form.validate_on_submit():
        post_id = commands.start_thread(actor, shown.id, form.title.words, form.new_post, clock())
        return _after_sending(post_id)
    page = render_template(
        "conversations/new_thread.html", category=shown, form=form, rules=current_rules()
    )
    return page, 400 if form.errors else 200


@blueprint.route("/threads/<int:thread_id>/reply", methods=["GET", "POST"])
@POSTING
def reply(thread_id: int) -> ResponseReturnValue:
    """Answer a thread, or one post in it."""
    actor = current_actor()
    view = thread_queries.thread_view(actor, thread_id)
    require(actor, Action.REPLY, view.facts)
    form = ReplyForm(answers=request.args.get("answers", ""))
    status = 400 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            post_id = commands.reply(actor, thread_id, form.new_post, clock(), form.answers_id)
        except commands.AnsweredPostGoneError as error:
            form.answer_thread(error.message)
            status = 409
        else:
            return _after_sending(post_id)
    page = render_template(
        "conversations/reply.html",
        thread=view,
        form=form,
        answered=_answered(view, form),
        rules=current_rules(),
    )
    return page, status


def _answered(view: ThreadView, form: ReplyForm) -> PostView | None:
    if form.answers_id is None:
        return None
    try:
        return thread_queries.post_view(current_actor(), view, form.answers_id)
    except NotFoundError:
        # It went out of sight meanwhile; what was typed is worth more than the reference.
        form.answers.data = ""
        return None


def _after_sending(post_id: int) -> ResponseReturnValue:
    wait_for_screener(post_id, settings().screening_wait_seconds, clock())
    return redirect(url_for(".post", post_id=post_id, sent=1), 303)


@blueprint.get("/posts/<int:post_id>")
def post(post_id: int) -> ResponseReturnValue:
    """A post's own address: its place in the thread or, for its author, where it stands."""
    actor = current_actor()
    thread_id, is_own = thread_queries.locate_post(actor, post_id)
    view = _thread_if_on_show(actor, thread_id)
    if is_own:
        own = own_queries.own_post(actor, post_id)
        shown_in_place = own.state == PostState.PUBLISHED and (
            not own.edit_waits or request.args.get("place") == "thread"
        )
        if view is None or not shown_in_place:
            return _own_post_page(own, view)
        if request.args.get("sent"):
            flash(_SENT, "success")
    if view is None:
        raise NotFoundError
    page = thread_queries.page_of_post(actor, thread_id, post_id)
    return redirect(
        url_for(
            ".thread",
            thread_id=thread_id,
            slug=view.slug,
            page=page if page > 1 else None,
            _anchor=f"post-{post_id}",
        )
    )


def _thread_if_on_show(actor: Actor, thread_id: int) -> ThreadView | None:
    """The thread, unless this person may not know what it is called: one's own reply outlives its thread."""
    try:
        return thread_queries.thread_view(actor, thread_id)
    except NotFoundError:
        return None


def _own_post_page(own: OwnPost, thread: ThreadView | None) -> str:
    state = PostState(own.state)
    held = state is PostState.HELD or (own.edit_waits and own.outcome == RevisionOutcome.HELD)
    return render_template(
        "conversations/own_post.html",
        post=own,
        thread=thread,
        steps=steps(state, own.at),
        decisions=decisions_for_author(own.id),
        hold_reasons=hold_reasons_for_author(own.id) if held else (),
        usual_wait=usual_wait() if held else None,
    )


@blueprint.get("/posts/<int:post_id>/state")
def post_state(post_id: int) -> ResponseReturnValue:
    """Where one's own post stands, for the page that waits."""
    actor = current_actor()
    require(actor, Action.SEE_OWN_HOME)
    return jsonify(state=own_queries.own_post(actor, post_id).state)


@blueprint.route("/posts/<int:post_id>/edit", methods=["GET", "POST"])
@POSTING
def edit_post(post_id: int) -> ResponseReturnValue:
    """Change one's own post."""
    actor = current_actor()
    require(actor, Action.SEE_OWN_HOME)
    own = own_queries.own_post(actor, post_id)
    kind = OpeningRevisionForm if own.is_opening else RevisionForm
    form = kind(text=own.text, title=own.title, based_on=own.number)
    status, newer = 400 if form.is_submitted() else 200, None
    if form.validate_on_submit():
        try:
            commands.revise(actor, post_id, form.new_version, clock())
        except InvalidInputError as error:
            form.take_error(error, "text")
        except commands.ChangedElsewhereError as error:
            own = newer = own_queries.own_post(actor, post_id)
            if not own.may_revise:
                raise
            form.rebase(own.number, error.message)
            status = 409
        else:
            return _after_sending(post_id)
    page = render_template(
        "conversations/edit_post.html",
        post=own,
        newer=newer,
        form=form,
        decisions=decisions_for_author(own.id),
        rules=current_rules(),
    )
    return page, status


@blueprint.route("/posts/<int:post_id>/withdraw", methods=["GET", "POST"])
def withdraw_post(post_id: int) -> ResponseReturnValue:
    """Take one's own post back."""
    actor = current_actor()
    require(actor, Action.SEE_OWN_HOME)
    own = own_queries.own_post(actor, post_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        commands.withdraw(actor, post_id, clock())
        flash("You took your post back. Only you can see it now.", "success")
        return redirect(url_for(".post", post_id=post_id), 303)
    return render_template("conversations/withdraw_post.html", post=own, form=form)
