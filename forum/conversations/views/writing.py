"""Pages on which people write: a new thread, an answer, a change, and taking a post back."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.community.queries import current_rules
from forum.conversations import commands, own_queries, queries, thread_queries
from forum.conversations.describing import Described
from forum.conversations.forms import (
    ConfirmForm,
    OpeningRevisionForm,
    ReplyForm,
    RevisionForm,
    ThreadForm,
)
from forum.conversations.intended import intended_reply, intended_thread, intended_version
from forum.conversations.lifecycle import PostAction, PostState
from forum.conversations.own_actions import require_own_action
from forum.conversations.pages import OwnPost, PostView, ThreadView
from forum.conversations.previews import preview_of_change, preview_of_new
from forum.conversations.views.blueprint import blueprint
from forum.conversations.waiting import wait_for_screener
from forum.drafts.commands import keep_unsent, let_go
from forum.drafts.places import Place
from forum.drafts.queries import KeptDraft, draft_at
from forum.errors import InvalidInputError, NotFoundError
from forum.moderation.queries import decisions_for_author
from forum.nudges.asking import NudgeView, before_sending
from forum.nudges.commands import Draft, settle
from forum.nudges.forms import NudgedForm
from forum.permissions.actions import Action
from forum.permissions.check import can, require
from forum.permissions.subjects import PostFacts
from forum.web.actor import current_actor
from forum.web.forms import number_in
from forum.web.limits import PREVIEWING, SENDING
from forum.web.on_device import reply_key
from forum.welcome.openers import opener, require_own_words
from forum.wiring import clock, services, settings

_LET_GO = "You let it go. Nothing was sent, and nobody has seen it."


@blueprint.route("/categories/<slug>/new", methods=["GET", "POST"])
@PREVIEWING
@SENDING
def new_thread(slug: str) -> ResponseReturnValue:
    """Begin a thread."""
    actor = current_actor()
    if (sent := _sent_before(ThreadForm)) is not None:
        return sent
    require(actor, Action.START_THREAD)
    shown = queries.category_by_slug(slug)
    kept = _kept(Place(category_id=shown.id)) if request.method == "GET" else None
    form, nudge, preview = ThreadForm(obj=kept), None, None
    taken = form.validate_on_submit()
    if form.lets_go:
        return _let_go_with_draft(form, url_for(".category", slug=slug))
    if taken and form.previews:
        title = form.title.words
        preview = preview_of_new(actor, form.text.words, clock().now(), title=title)
    elif taken:
        title, text, draft = form.title.words, form.text.words, form.draft
        nudge = _nudged(form, draft, lambda: intended_thread(actor, title, text))
        if nudge is None:
            post_id = commands.start_thread(actor, shown.id, title, form.new_post, clock())
            return _after_sending(post_id, draft)
    if form.is_submitted() and not form.previews:
        place, title = Place(category_id=shown.id), form.title.words
        keep_unsent(actor, place, title, form.text.words, clock(), writing=form.writing)
    page = render_template(
        "conversations/new_thread.html",
        category=shown,
        form=form,
        kept=kept,
        nudge=nudge,
        preview=preview,
        rules=current_rules(),
    )
    return page, 400 if form.errors else 200


@blueprint.route("/threads/<int:thread_id>/reply", methods=["GET", "POST"])
@PREVIEWING
@SENDING
def reply(thread_id: int) -> ResponseReturnValue:
    """Answer a thread, or one post in it."""
    actor = current_actor()
    if (sent := _sent_before(ReplyForm)) is not None:
        return sent
    view = thread_queries.thread_view(actor, thread_id)
    require(actor, Action.REPLY, view.facts)
    kept = began_with = None
    if request.method == "GET":
        answers_id = number_in(request.args.get("answers"))
        kept = _kept(Place(thread_id=thread_id, answers_id=answers_id))
        began_with = kept or opener(actor, number_in(request.args.get("opener")))
    form = ReplyForm(obj=began_with, answers=request.args.get("answers", ""))
    asked_for = form.answers_id
    taken, nudge = form.validate_on_submit() and _in_own_words(form), None
    status = 400 if form.is_submitted() and not taken else 200
    if form.lets_go:
        return _let_go_with_draft(form, url_for(".thread", thread_id=thread_id, slug=view.slug))
    if taken and not form.previews:
        text, answers_id, draft = form.text.words, form.answers_id, form.draft
        nudge = _nudged(form, draft, lambda: intended_reply(actor, thread_id, text, answers_id))
        if nudge is None:
            try:
                post_id = commands.reply(actor, thread_id, form.new_post, clock(), answers_id)
            except commands.AnsweredPostGoneError as error:
                form.answer_thread(error.message)
                status = 409
            else:
                return _after_sending(post_id, draft)
    if form.is_submitted() and not form.previews:
        place = Place(thread_id=thread_id, answers_id=asked_for)
        keep_unsent(actor, place, "", form.text.words, clock(), writing=form.writing)
    answered = _answered(view, form)
    is_gone = answered is None and form.answers_id is not None
    if is_gone:
        # What was typed is worth more than the reference. The page says so.
        form.answers.data = ""
    preview = (
        preview_of_new(actor, form.text.words, clock().now(), answered=answered)
        if taken and form.previews
        else None
    )
    page = render_template(
        "conversations/reply.html",
        thread=view,
        form=form,
        kept=kept,
        nudge=nudge,
        preview=preview,
        answered=answered,
        is_gone=is_gone,
        key=reply_key(thread_id, asked_for),
        rules=current_rules(),
    )
    return page, status


def _kept(place: Place) -> KeptDraft | None:
    return draft_at(current_actor(), place, number_in(request.args.get("draft")))


def _in_own_words(form: ReplyForm) -> bool:
    if form.previews:
        return True
    try:
        require_own_words(current_actor(), form.text.words)
    except InvalidInputError as error:
        form.take_error(error, "text")
        return False
    return True


def _answered(view: ThreadView, form: ReplyForm) -> PostView | None:
    if form.answers_id is None:
        return None
    try:
        return thread_queries.post_view(current_actor(), view, form.answers_id)
    except NotFoundError:
        return None


def _nudged(form: NudgedForm, draft: Draft, intend: Callable[[], Described]) -> NudgeView | None:
    """The kind word that its author reads before this is sent, if there is one."""
    nudge = before_sending(current_actor(), draft, intend, services())
    if nudge is not None:
        form.take_nudge(nudge.id)
    return nudge


def _sent_before(kind: type[ThreadForm | ReplyForm]) -> ResponseReturnValue | None:
    """Where the same form has led already, if it was sent before.

    It is asked first: whatever happened meanwhile, as that a moderator closed the thread, its author must not read that
    nothing has been sent. Nor would a nudge do, for words that repeat themselves. Whoever only looks has asked for
    neither.
    """
    actor, form = current_actor(), kind()
    if form.previews or not (can(actor, Action.SEE_OWN_HOME) and form.validate_on_submit()):
        return None
    post_id = commands.sent_before(actor, form.new_post)
    return _after_sending(post_id, form.draft) if post_id is not None else None


def _let_go_with_draft(form: ThreadForm | ReplyForm, back: str) -> ResponseReturnValue:
    let_go(current_actor(), form.writing)
    return _let_go(form.draft, back)


def _let_go(draft: Draft, back: str) -> ResponseReturnValue:
    settle(current_actor(), draft, clock())
    flash(_LET_GO, "success")
    return redirect(back, 303)


def _after_sending(post_id: int, draft: Draft) -> ResponseReturnValue:
    settle(current_actor(), draft, clock(), post_id=post_id)
    wait_for_screener(post_id, settings().screening_wait_seconds, clock())
    return redirect(url_for(".post", post_id=post_id, sent=1), 303)


@blueprint.route("/posts/<int:post_id>/edit", methods=["GET", "POST"])
@PREVIEWING
@SENDING
def edit_post(post_id: int) -> ResponseReturnValue:
    """Change one's own post."""
    actor = current_actor()
    require(actor, Action.SEE_OWN_HOME)
    own = own_queries.own_post(actor, post_id)
    kept = _kept(Place(changes_id=post_id)) if request.method == "GET" else None
    kind = OpeningRevisionForm if own.is_opening else RevisionForm
    form = kind(obj=kept, text=own.text, title=own.title, based_on=own.number)
    status = 400 if form.is_submitted() else 200
    nudge = preview = None
    taken = form.validate_on_submit()
    if form.lets_go:
        let_go(actor, form.writing)
        return _let_go(form.draft_of(post_id), url_for(".post", post_id=post_id))
    newer = _keep_or_compare(form, own, kept)
    if taken and form.previews:
        text, title, status = form.text.words, form.new_version.title, 200
        preview = preview_of_change(actor, post_id, text, clock().now(), title=title)
    elif taken:
        version, draft = form.new_version, form.draft_of(post_id)
        nudge = _nudged(
            form, draft, lambda: intended_version(actor, post_id, version.title, version.text)
        )
        if nudge is not None:
            status = 200
        else:
            try:
                commands.revise(actor, post_id, version, clock())
            except InvalidInputError as error:
                form.take_error(error, "text")
            except commands.ChangedElsewhereError as error:
                own = newer = own_queries.own_post(actor, post_id)
                if not own.may_revise:
                    raise
                form.rebase(own.number, error.message)
                status = 409
            else:
                return _after_sending(post_id, draft)
    if form.is_submitted():
        # A page without a box would keep their words, whatever else was wrong with them.
        facts = PostFacts(author_id=actor.id, state=PostState(own.state))
        require_own_action(actor, facts, PostAction.REVISE)
    page = render_template(
        "conversations/edit_post.html",
        post=own,
        newer=newer,
        form=form,
        kept=kept,
        nudge=nudge,
        preview=preview,
        decisions=decisions_for_author(own.id),
        looks={},
        rules=current_rules(),
    )
    return page, status


def _keep_or_compare(form: RevisionForm, own: OwnPost, kept: KeptDraft | None) -> OwnPost | None:
    """Keep what arrives; or, where a draft was begun on an earlier version, give the one to compare it with.

    Whatever stands in its way, as that the post was hidden meanwhile, a change waits for its author. What is sent is
    forgotten with it.
    """
    if form.is_submitted() and not form.previews:
        sent = form.new_version
        place, title = Place(changes_id=own.id, based_on=sent.based_on), sent.title or ""
        keep_unsent(current_actor(), place, title, sent.text, clock(), writing=form.writing)
    if kept is None or kept.based_on == own.number:
        return None
    form.based_on.data = str(own.number)
    return own


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
