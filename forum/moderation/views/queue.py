"""Pages of the review queue: parse, ask, render."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from flask import flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.community.queries import current_rules
from forum.errors import ConflictError, InvalidInputError, NotFoundError
from forum.exposure.ledger import Reading
from forum.exposure.queries import count_left_to_others, own_reading
from forum.moderation import claims, commands, reading
from forum.moderation.forms import (
    LARGEST_ID,
    DecisionForm,
    NoteForm,
    ProfileForm,
    QueueFilterForm,
    StepForm,
    TextForm,
    offered_steps,
    text_forms,
)
from forum.moderation.keys import EXPLAINED, keys_of
from forum.moderation.listing import Wanted, queue_page
from forum.moderation.neighbours import neighbours
from forum.moderation.options import ModeratorAction
from forum.moderation.order import Part
from forum.moderation.pages import PrivateItem, ProfilePage, ReviewPage
from forum.moderation.past import handled_item
from forum.moderation.profile_commands import settle_profile
from forum.moderation.reply_texts import fitting, saved_texts
from forum.moderation.reviewing import open_item_page, post_page
from forum.moderation.views.blueprint import blueprint
from forum.moderation.views.helping import PREVIEW, USE, begin_with_text, look_ahead, pressed
from forum.moderation.wording import done_in_words
from forum.notifications.preview import Preview
from forum.pagination import page_number
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor
from forum.web.forms import BaseForm
from forum.wiring import clock

ITEM = f"/review/<int(max={LARGEST_ID}):item_id>"
POST = f"/posts/<int(max={LARGEST_ID}):post_id>/moderate"


@blueprint.get("/review")
def queue() -> ResponseReturnValue:
    """What waits for a person."""
    actor = current_actor()
    require(actor, Action.SEE_REVIEW_QUEUE)
    form = QueueFilterForm(request.args, meta={"csrf": False})
    wanted = Wanted(part=_part(request.args.get("part")), person=form.person.words)
    found = queue_page(
        actor,
        wanted,
        page_number(request.args.get("page")),
        lambda number: url_for(
            ".queue", part=wanted.part, person=wanted.person or None, page=number
        ),
    )
    own = own_reading(actor)
    return render_template(
        "moderation/queue.html",
        queue=found,
        wanted=wanted,
        form=form,
        keys=EXPLAINED,
        keys_on=own.chosen.keys_on,
        reading=own,
        left_to_others=count_left_to_others(actor, own),
    )


@blueprint.get("/review/keys")
def keys() -> ResponseReturnValue:
    """What each key does."""
    require(current_actor(), Action.SEE_REVIEW_QUEUE)
    return render_template("moderation/keys.html", keys=EXPLAINED)


@blueprint.post("/review/next")
def next_item() -> ResponseReturnValue:
    """Take what should be read next, or go back to a queue that has nothing free."""
    return redirect(next_place(), 303)


@blueprint.post(f"{ITEM}/claim")
def claim(item_id: int) -> ResponseReturnValue:
    """Take an item; the page itself asks again and again while somebody reads it."""
    quietly = request.accept_mimetypes.best == "application/json"
    try:
        until = claims.claim(
            current_actor(), item_id, clock(), take_over=bool(request.form.get("take_over"))
        )
    except ConflictError as error:
        if quietly:
            return jsonify(mine=False, words=error.message)
        flash(error.message, "info")
    else:
        if quietly:
            return jsonify(mine=True, words=f"You have this until {until:%H:%M} UTC.")
    return redirect(url_for(".item", item_id=item_id), 303)


@blueprint.post(f"{ITEM}/release")
def release(item_id: int) -> ResponseReturnValue:
    """Let go of an item."""
    claims.release(current_actor(), item_id)
    return redirect(url_for(".queue"), 303)


@blueprint.get(ITEM)
def item(item_id: int) -> ResponseReturnValue:
    """One item: the post, all that helps to decide, and the form to do so."""
    actor = current_actor()
    require(actor, Action.SEE_REVIEW_QUEUE)
    page = open_item_page(actor, item_id)
    if page is None:
        return render_template("moderation/handled.html", item=handled_item(actor, item_id))
    own = _own_reading()
    if reading.can_wait(actor, item_id, own):
        return render_template("exposure/rest.html", reading=own)
    if isinstance(page, PrivateItem):
        return redirect(url_for("privately.review", item_id=item_id))
    if isinstance(page, ProfilePage):
        return profile(page)
    return review(page)


@blueprint.post(f"{ITEM}/uncover")
def uncover(item_id: int) -> ResponseReturnValue:
    """Ask to see what may be hard to read."""
    reading.uncover_item(current_actor(), item_id, clock())
    return redirect(url_for(".item", item_id=item_id, _anchor="in-question"), 303)


@blueprint.post(f"{ITEM}/decide")
def decide(item_id: int) -> ResponseReturnValue:
    """Decide on an item."""
    actor = current_actor()
    require(actor, Action.SEE_REVIEW_QUEUE)
    page = open_item_page(actor, item_id)
    if page is None:
        happened = handled_item(actor, item_id).what_happened
        return stale(DecisionForm(), f"{happened} Nothing was changed."), 409
    if isinstance(page, PrivateItem):
        raise NotFoundError
    if isinstance(page, ProfilePage):
        return _settle(page)
    return _decide(page.post_id, page)


@blueprint.get(POST)
def moderate(post_id: int) -> ResponseReturnValue:
    """A post that is not in the queue."""
    actor = current_actor()
    require(actor, Action.SEE_REVIEW_QUEUE)
    page = post_page(actor, post_id)
    if page.item_id is not None:
        return redirect(url_for(".item", item_id=page.item_id))
    return review(page)


@blueprint.post(f"{POST}/uncover")
def uncover_post(post_id: int) -> ResponseReturnValue:
    """Ask to see what may be hard to read of a post that is not in the queue."""
    reading.uncover_post(current_actor(), post_id, clock())
    return redirect(url_for(".moderate", post_id=post_id, _anchor="in-question"), 303)


@blueprint.post(POST)
def moderate_post(post_id: int) -> ResponseReturnValue:
    """Decide on a post that is not in the queue."""
    actor = current_actor()
    require(actor, Action.SEE_REVIEW_QUEUE)
    try:
        page = post_page(actor, post_id)
    except NotFoundError:
        # Perhaps its author took it back while it was on the moderator's screen: the command knows.
        page = None
    return _decide(post_id, page)


def review(
    page: ReviewPage,
    form: DecisionForm | None = None,
    *,
    step: StepForm | None = None,
    note: NoteForm | None = None,
    preview: Preview | str | None = None,
) -> str:
    """The page of a post in question, with whichever of its forms came back."""
    form = form or DecisionForm(
        formdata=None, revision_id=page.version.id, last_decision_id=page.last_decision_id
    )
    rules = current_rules()
    form.offer(page.actions, rules, page.reports)
    if page.needs_a_reason:
        form.offer_texts(fitting(saved_texts(), page.actions), rules)
    return render_template(
        "moderation/review.html",
        page=page,
        form=form,
        rules=rules,
        step=offered_steps(step, page.desk),
        note=note or NoteForm(formdata=None),
        preview=preview,
        **_going_on(page.item_id, (*page.actions, *page.desk.offered)),
    )


def _decide(post_id: int, page: ReviewPage | None) -> ResponseReturnValue:
    form, wants = DecisionForm(), pressed()
    if page is not None and wants == USE:
        begin_with_text(form, page)
        return review(page, form), 200
    if page is not None and wants == PREVIEW:
        ahead = look_ahead(form, page)
        return review(page, form, preview=ahead), 200 if ahead is not None else 400
    if not form.validate():
        return _again(page, form), 400
    ruling = form.ruling()
    try:
        commands.decide(current_actor(), post_id, ruling, clock())
    except InvalidInputError as error:
        form.take_error(error, "note")
        return _again(page, form), 400
    except ConflictError as error:
        return stale(form, error.message), 409
    flash(done_in_words(ruling.action), "success")
    return redirect(
        next_place() if page and page.item_id else url_for(".moderate", post_id=post_id), 303
    )


def _part(wanted: str | None) -> Part:
    if wanted is None:
        return Part.ALL
    if wanted not in set(Part):
        raise NotFoundError
    return Part(wanted)


def next_place() -> str:
    """Where to go on reading: what was just taken, or the queue where nothing is free."""
    item_id = claims.claim_next(current_actor(), clock())
    return url_for(".item", item_id=item_id) if item_id is not None else url_for(".queue")


def profile(
    page: ProfilePage,
    form: ProfileForm | None = None,
    *,
    step: StepForm | None = None,
    texts: Mapping[int, TextForm] = MappingProxyType({}),
) -> str:
    """The page of a profile in question, with whichever of its forms came back."""
    form = form or ProfileForm(formdata=None)
    form.offer(page.actions, page.reports)
    return render_template(
        "moderation/review_profile.html",
        page=page,
        form=form,
        texts=text_forms([text.id for text in page.texts], current_rules(), texts),
        step=offered_steps(step, page.desk),
        **_going_on(page.item_id, (*page.actions, *page.desk.offered)),
    )


def _own_reading() -> Reading:
    """How the day of whoever looks goes; asked once for a page."""
    if "reading" not in g:
        g.reading = own_reading(current_actor())
    found: Reading = g.reading
    return found


def _going_on(item_id: int | None, actions: Sequence[ModeratorAction]) -> dict[str, object]:
    """What the templates need for going on from here, by keyboard or not, and for how long."""
    actor, own = current_actor(), _own_reading()
    return {
        "reading": own,
        "around": neighbours(actor, item_id, own.chosen.opted_out) if item_id is not None else None,
        "keys_on": own.chosen.keys_on,
        "keys": EXPLAINED,
        "shortcuts": keys_of(actions),
    }


def _settle(page: ProfilePage) -> ResponseReturnValue:
    form = ProfileForm()
    if not form.validate():
        return profile(page, form), 400
    action = form.chosen
    settle_profile(current_actor(), page.item_id, action, clock(), form.made_to_harm.data or ())
    flash(done_in_words(action), "success")
    return redirect(next_place(), 303)


def _again(page: ReviewPage | None, form: DecisionForm) -> str:
    if page is None:
        raise NotFoundError
    return review(page, form)


def stale(form: BaseForm, message: str) -> str:
    """Nothing was changed; what was typed is given back to be copied."""
    return render_template("moderation/stale.html", form=form, message=message)
