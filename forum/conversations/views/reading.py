"""Pages of conversations that are read, and where one's own posts stand."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.actor import Actor
from forum.appeals.queries import looks_at_decisions
from forum.community.first_steps import first_steps
from forum.conversations import hiding, own_queries, queries, thread_queries
from forum.conversations.forms import ReplyForm
from forum.conversations.lifecycle import PostState, RevisionOutcome
from forum.conversations.pages import OwnPost, ThreadView
from forum.conversations.progress import HeldBecause, steps
from forum.conversations.views.blueprint import blueprint
from forum.drafts.places import Place
from forum.drafts.queries import draft_at
from forum.errors import NotFoundError
from forum.helplines.queries import calls_for_help, help_lines_for
from forum.moderation.options import actions_on_thread
from forum.moderation.queries import (
    decisions_for_author,
    hold_reasons_for_author,
    marked_for_author,
    usual_wait,
    why_held,
)
from forum.moderation.thread_trail import moves_of
from forum.moderation.waits import in_words
from forum.pagination import page_number
from forum.permissions.actions import Action
from forum.permissions.check import can, require
from forum.web.actor import current_actor
from forum.web.community import current_rules
from forum.welcome.first_answers import who_answers
from forum.wiring import clock, settings

_SENT = "Your post is up. Thank you for writing."


@blueprint.get("/")
def front() -> ResponseReturnValue:
    """Where to begin, and what is being talked about."""
    page = queries.front_page()
    first = first_steps(
        current_actor(),
        has_welcome_thread=bool(page.welcome_threads),
        sends_mail=bool(settings().smtp_url),
    )
    return render_template("conversations/front.html", page=page, first=first)


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
    return _thread_page(actor, view)


def _thread_page(actor: Actor, view: ThreadView) -> str:
    writes = can(actor, Action.REPLY, view.facts)
    draft = draft_at(actor, Place(thread_id=view.id)) if writes else None
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
        hidden=hiding.hidden_from(actor, posts.items),
        moves=moves_of(view.id),
        actions=actions_on_thread(actor, view.facts),
        # An empty box is the same for all (`draw_reply_box`); one with a draft in it is somebody's own.
        form=ReplyForm(obj=draft) if draft is not None else None,
        draft=draft,
        rules=current_rules() if draft is not None else (),
    )


@blueprint.get("/posts/<int:post_id>")
def post(post_id: int) -> ResponseReturnValue:
    """A post's own address: its place in the thread or, for its author, where it stands."""
    actor = current_actor()
    thread_id, is_own = thread_queries.locate_post(actor, post_id)
    view = _thread_if_on_show(actor, thread_id)
    if is_own:
        own = own_queries.own_post(actor, post_id)
        # Whoever cries for help finds somebody to call here, before they find themselves in the middle of a thread.
        needs_help = calls_for_help(own)
        shown_in_place = own.state == PostState.PUBLISHED and (
            not (own.edit_waits or needs_help) or request.args.get("place") == "thread"
        )
        if view is None or not shown_in_place:
            return _own_post_page(own, view, needs_help=needs_help)
        if request.args.get("sent"):
            # Beside the post: that is where its author arrives, far below the head of the page.
            flash(
                " ".join(filter(None, (_SENT, who_answers(post_id, clock().now())))),
                f"post-{post_id}",
            )
    if view is None:
        raise NotFoundError
    page = thread_queries.page_of_post(actor, view, post_id)
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


def _own_post_page(own: OwnPost, thread: ThreadView | None, *, needs_help: bool) -> str:
    state = PostState(own.state)
    held = state is PostState.HELD or (own.edit_waits and own.outcome == RevisionOutcome.HELD)
    returned = state is PostState.CHANGES_REQUESTED or own.outcome == RevisionOutcome.RETURNED
    points_at = returned and own.erased_at is None
    decisions = decisions_for_author(own.id)
    because = why_held(own.id)
    return render_template(
        "conversations/own_post.html",
        post=own,
        thread=thread,
        steps=steps(state, own.at, because),
        decisions=decisions,
        looks=looks_at_decisions(decisions, clock().now()),
        because=because,
        marks=marked_for_author(own.id, own.number, own.text) if points_at else (),
        hold_reasons=hold_reasons_for_author(own.id)
        if held and because is HeldBecause.SET_ASIDE
        else (),
        usual_wait=in_words(usual_wait()) if held else "",
        help_lines=help_lines_for(request.accept_languages.values()) if needs_help else None,
    )


@blueprint.get("/posts/<int:post_id>/state")
def post_state(post_id: int) -> ResponseReturnValue:
    """Where one's own post stands, for the page that waits."""
    actor = current_actor()
    require(actor, Action.SEE_OWN_HOME)
    return jsonify(state=own_queries.own_post(actor, post_id).state)
