"""Pages of private conversations: parse, ask, render."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.appeals.queries import SecondLook, taken_down
from forum.drafts.commands import keep_unsent, let_go
from forum.drafts.places import Place
from forum.drafts.queries import draft_at
from forum.errors import NotFoundError
from forum.helplines.queries import help_lines_for
from forum.nudges.commands import settle
from forum.pagination import page_number
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.privately import commands
from forum.privately.asking import Heard, ask_before_sending
from forum.privately.forms import ButtonForm, MessageForm, ReadForm
from forum.privately.pages import ConversationPage
from forum.privately.queries import conversation_page, conversations_of, preview_of
from forum.privately.views.blueprint import CONVERSATION, blueprint
from forum.screening import Standing
from forum.web.actor import current_actor
from forum.web.forms import number_in
from forum.web.limits import PREVIEWING, SENDING
from forum.wiring import clock, services

_LET_GO = "You let it go. Nothing was sent, and nobody has seen it."


@blueprint.get("/private")
def conversations() -> ResponseReturnValue:
    """One's private conversations, those that are closed as well."""
    actor = current_actor()
    require(actor, Action.SEE_OWN_HOME)
    found = conversations_of(
        actor,
        page_number(request.args.get("page")),
        lambda number: url_for(".conversations", page=number),
    )
    return render_template("privately/conversations.html", conversations=found)


@blueprint.route(CONVERSATION, methods=["GET", "POST"])
@PREVIEWING
@SENDING
def conversation(conversation_id: int) -> ResponseReturnValue:
    """Read what was said, and say something. Before it is sent, the page says who can read it."""
    actor, page = current_actor(), _page(conversation_id)
    place, kept = Place(private_id=conversation_id), None
    if request.method == "GET":
        kept = draft_at(actor, place, number_in(request.args.get("draft")))
    form, nudge, preview = MessageForm(obj=kept), None, None
    is_in_order = form.validate_on_submit()
    taken = is_in_order and not form.previews
    # Asked first: whatever happened meanwhile, nobody must read that nothing was sent of what has arrived.
    if taken and commands.was_sent_before(actor, form.message(calls_for_help=False)):
        return _sent(form, page)
    if form.lets_go:
        return _let_go(form, page)
    if taken:
        heard = _hear(form, page)
        if heard.nudge is None:
            return _send(form, page, calls_for_help=heard.calls_for_help)
        nudge = heard.nudge
        form.take_nudge(nudge.id)
    if is_in_order and form.previews:
        commands.require_may_send(actor, page.id)
        preview = preview_of(actor, form.text.words, clock().now())
    elif form.is_submitted() and not form.previews:
        keep_unsent(actor, place, "", form.text.words, clock(), writing=form.writing)
    shown = render_template(
        "privately/conversation.html",
        page=page,
        form=form,
        kept=kept,
        nudge=nudge,
        preview=preview,
        read_form=ReadForm(formdata=None, up_to=page.newest_id),
        help_lines=_help_lines(page),
        looks=_looks(page),
    )
    return shown, 400 if form.errors else 200


def _hear(form: MessageForm, page: ConversationPage) -> Heard:
    if not page.may_write:
        # The command turns it away, and its words are given back.
        return Heard(nudge=None, calls_for_help=False)
    to = Standing.NEWCOMER if page.other.is_newcomer else Standing.MEMBER
    return ask_before_sending(current_actor(), form.draft, form.text.words, to, services())


def _send(
    form: MessageForm, page: ConversationPage, *, calls_for_help: bool
) -> ResponseReturnValue:
    message = form.message(calls_for_help=calls_for_help)
    commands.send(current_actor(), page.id, message, clock())
    return _sent(form, page)


def _sent(form: MessageForm, page: ConversationPage) -> ResponseReturnValue:
    settle(current_actor(), form.draft, clock())
    flash(f"Sent. Only {page.other.display_name} and you can read it.", "success")
    return redirect(url_for(".conversation", conversation_id=page.id), 303)


def _let_go(form: MessageForm, page: ConversationPage) -> ResponseReturnValue:
    settle(current_actor(), form.draft, clock())
    let_go(current_actor(), form.writing)
    flash(_LET_GO, "success")
    return redirect(url_for(".conversation", conversation_id=page.id), 303)


@blueprint.post(f"{CONVERSATION}/read")
def mark_read(conversation_id: int) -> ResponseReturnValue:
    """Say that one has read what was on the screen; where JavaScript runs, the page says so by itself."""
    actor = current_actor()
    require(actor, Action.SEE_OWN_HOME)
    form = ReadForm()
    if not form.validate():
        raise NotFoundError
    commands.mark_read(actor, conversation_id, form.up_to.data or 0, clock())
    if request.accept_mimetypes.best == "application/json":
        return jsonify(read=True)
    return redirect(url_for(".conversation", conversation_id=conversation_id), 303)


@blueprint.route(f"{CONVERSATION}/end", methods=["GET", "POST"])
def end(conversation_id: int) -> ResponseReturnValue:
    """End a conversation. Nobody is asked why."""
    page, form = _page(conversation_id), ButtonForm()
    if form.validate_on_submit():
        if commands.end(current_actor(), conversation_id, clock()):
            flash("You have ended this conversation.", "success")
        return redirect(url_for(".conversation", conversation_id=conversation_id), 303)
    if not page.may_end:
        # It is closed already, and its own page says why.
        return redirect(url_for(".conversation", conversation_id=conversation_id))
    return render_template("privately/end.html", page=page, form=form)


@blueprint.post(f"{CONVERSATION}/open-again")
def open_again(conversation_id: int) -> ResponseReturnValue:
    """Take back that one has ended it."""
    actor = current_actor()
    require(actor, Action.SEE_OWN_HOME)
    commands.open_again(actor, conversation_id)
    flash("It is open again: both of you can write.", "success")
    return redirect(url_for(".conversation", conversation_id=conversation_id), 303)


def _page(conversation_id: int) -> ConversationPage:
    actor = current_actor()
    require(actor, Action.SEE_OWN_HOME)
    return conversation_page(
        actor,
        conversation_id,
        clock().now(),
        page_number(request.args.get("page")),
        lambda number: url_for(".conversation", conversation_id=conversation_id, page=number),
    )


def _looks(page: ConversationPage) -> dict[int, SecondLook]:
    """What its reader can do about what of theirs was taken down, by decision."""
    if not any(message.removal_id for message in page.messages.items):
        return {}
    found = taken_down(current_actor().id, clock().now(), private_id=page.id)
    return {one.decision_id: one.look for one in found}


def _help_lines(page: ConversationPage) -> object:
    """Whom somebody can call who cried for help here."""
    return help_lines_for(request.accept_languages.values()) if page.calls_for_help else None
