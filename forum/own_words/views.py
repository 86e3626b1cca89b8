"""The community's own list of words, for staff: parse, ask, render."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.database import db
from forum.errors import InvalidInputError
from forum.own_words import commands, queries
from forum.own_words.forms import TryOutForm, WordForm
from forum.own_words.rules import answer
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.screening import Audience
from forum.trying.audiences import submission_for
from forum.trying.reading import tried
from forum.web.actor import current_actor
from forum.web.limits import TRYING
from forum.wiring import clock, services

blueprint = Blueprint("own_words", __name__, url_prefix="/admin/words")


@blueprint.get("")
def words() -> ResponseReturnValue:
    """The list, the form for a new word, and a box to try a text."""
    require(current_actor(), Action.EDIT_OWN_WORDS)
    return _page()


@blueprint.post("")
def add() -> ResponseReturnValue:
    """Put a word on the list."""
    actor, form = current_actor(), WordForm()
    require(actor, Action.EDIT_OWN_WORDS)
    if form.validate():
        try:
            commands.add_word(actor, form.draft, clock())
        except InvalidInputError as error:
            form.take_error(error, "term")
        else:
            return _done("The word is on the list. It counts for whatever is read from now on.")
    return _page(form=form), 400


@blueprint.post("/try")
@TRYING
def try_out() -> ResponseReturnValue:
    """See what becomes of a text. It is not kept."""
    require(current_actor(), Action.EDIT_OWN_WORDS)
    form = TryOutForm()
    if not form.validate():
        return _page(trying=form), 400
    text, lists = form.text.words, queries.words_in_force()
    # Nothing may stay open while the screener reads.
    db.session.rollback()
    verdict = services().screening_desk.ask(submission_for(text, Audience.TO_NEWCOMER))
    whole = tried(text, verdict) if verdict is not None else None
    return _page(trying=form, found=answer(text, lists), whole=whole)


@blueprint.route("/<int:word_id>", methods=["GET", "POST"])
def change(word_id: int) -> ResponseReturnValue:
    """Change a word."""
    actor, form = current_actor(), WordForm()
    require(actor, Action.EDIT_OWN_WORDS)
    if not form.is_submitted():
        form.fill(queries.word(word_id))
    elif form.validate():
        try:
            commands.change_word(actor, word_id, form.draft, clock())
        except InvalidInputError as error:
            form.take_error(error, "term")
        else:
            return _done("The word is changed. What it was before stands below.")
    page = render_template("own_words/change.html", form=form, word_id=word_id)
    return page, 400 if form.errors else 200


@blueprint.post("/<int:word_id>/remove")
def remove(word_id: int) -> ResponseReturnValue:
    """Take a word off the list."""
    require(current_actor(), Action.EDIT_OWN_WORDS)
    commands.remove_word(current_actor(), word_id, clock())
    return _done("The word is off the list. What waits because of it goes on waiting for a person.")


def _done(words_for_them: str) -> ResponseReturnValue:
    flash(words_for_them, "success")
    return redirect(url_for(".words"), 303)


def _page(
    *, form: WordForm | None = None, trying: TryOutForm | None = None, **found: object
) -> str:
    return render_template(
        "own_words/words.html",
        page=queries.words_page(),
        form=form or WordForm(formdata=None),
        trying=trying or TryOutForm(formdata=None),
        **({"found": None, "whole": None} | found),
    )
