"""Reading one post for review: the text, where it stands, to whom it speaks, and what was said of it before."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.people import PersonView, load_people
from forum.conversations.lifecycle import PostAction, PostState, RevisionOutcome
from forum.conversations.lookup import shown_version
from forum.conversations.models import PostRevision
from forum.database import db
from forum.errors import NotFoundError
from forum.exposure.ledger import Text
from forum.moderation.claims import claim_of
from forum.moderation.colleagues import around, queue_facts
from forum.moderation.desk_queries import desk_of
from forum.moderation.listing import readers, spoken_to, told_us
from forum.moderation.models import ReviewItem
from forum.moderation.options import (
    OF_A_THREAD,
    ModeratorAction,
    Target,
    available_actions,
    decisions_in,
)
from forum.moderation.pages import (
    AppealItem,
    PrivateItem,
    ProfilePage,
    ReviewPage,
)
from forum.moderation.past import past_decisions
from forum.moderation.placing import described, models_view, place_of, version_of
from forum.moderation.profiles import profile_page, waiting_of
from forum.moderation.ranking import DISTRESS, Told, rank
from forum.moderation.reading import is_covered
from forum.moderation.records import record_of
from forum.moderation.reports import reports_on
from forum.moderation.screened import Screened, screened
from forum.moderation.similar import similar_decisions
from forum.moderation.unanswered import UnansweredPage, unanswered_page
from forum.moderation.wording import (
    TOLD_AUTHOR,
    TOLD_OF_EDIT,
    UNHEARD,
    Kind,
    what_it_is,
    why_here,
)
from forum.permissions.actions import Action
from forum.permissions.check import can
from forum.permissions.subjects import PostFacts, ThreadFacts
from forum.wiring import clock
from forum.words import how_long

# What an item can look like in front of a moderator.
ItemPage = ReviewPage | ProfilePage | UnansweredPage | PrivateItem | AppealItem


def open_item_page(actor: Actor, item_id: int) -> ItemPage | None:
    """An item that waits, for a moderator; None if it does not wait any more.

    Raises:
        NotFoundError: there never was such an item, or it is what others said of this very person.
    """
    item = db.session.get(ReviewItem, item_id)
    if item is None:
        raise NotFoundError
    if item.closed_at is not None:
        return None
    if item.person_id is not None:
        return profile_page(actor, item, item.person_id)
    if item.private_id is not None:
        return PrivateItem(item_id=item.id)
    if item.appeal_id is not None:
        return AppealItem(item_id=item.id, appeal_id=item.appeal_id)
    if item.clock_id is not None:
        return unanswered_page(actor, item, clock().now())
    page = _page(actor, item.post_id or 0, item)
    if page.is_own and not item.is_edit and page.state is not PostState.HELD:
        raise NotFoundError
    return page


def post_page(actor: Actor, post_id: int) -> ReviewPage:
    """A post outside the queue, for a moderator; its item's page if it waits in the queue after all.

    Raises:
        NotFoundError: there is no such post for this person.
    """
    item = db.session.scalar(
        select(ReviewItem).where(
            ReviewItem.post_id == post_id, ~ReviewItem.is_edit, ReviewItem.closed_at.is_(None)
        )
    )
    return _page(actor, post_id, item)


def _edit_beside(post_id: int, item: ReviewItem | None) -> int | None:
    """The item of a change that waits beside the question at hand."""
    if item is not None and item.is_edit:
        return None
    return db.session.scalar(
        select(ReviewItem.id).where(
            ReviewItem.post_id == post_id, ReviewItem.is_edit, ReviewItem.closed_at.is_(None)
        )
    )


def _page(actor: Actor, post_id: int, item: ReviewItem | None) -> ReviewPage:
    row, now = described(actor, post_id), clock().now()
    is_edit, waits_with = item is not None and item.is_edit, _edit_beside(post_id, item)
    is_own = row.author_id == actor.user_id
    seen = (
        db.session.get_one(PostRevision, item.revision_id)
        if item
        else shown_version(db.session(), row.id)
    )
    result = screened([seen.id]).get(seen.id)
    to = spoken_to(row)
    people = load_people({id_ for id_ in (row.author_id, row.answered_author_id, to) if id_})
    speaks_to = people[to] if to is not None else None
    decisions = past_decisions(actor, post_id)
    told = told_us([item.id])[item.id] if item is not None else ()
    who = around(db.session(), row.author_id, now)
    target = Target(
        facts=_facts(row),
        edit_outcome=RevisionOutcome(seen.outcome) if is_edit else None,
        is_flagged=item is not None,
        edit_waits=waits_with is not None,
        queue=queue_facts(item, who) if item is not None else None,
        thread=ThreadFacts(
            author_id=row.thread_author_id,
            is_open=row.thread_published_at is not None,
            is_locked=row.thread_locked_at is not None,
        ),
        author=who.author,
    )
    available = available_actions(actor, target)
    actions = decisions_in(available)
    text = Text(item_id=item.id if item is not None else None, revision_id=seen.id)
    return ReviewPage(
        post_id=post_id,
        item_id=item.id if item is not None else None,
        waits_with=waits_with,
        what=what_it_is(_kind(row, speaks_to, is_edit=is_edit)),
        because=_because(item, result, told),
        ranked=rank(waiting_of(item, told), now).why if item is not None else "",
        claim=claim_of(actor, item, now) if item is not None else None,
        opened_at=item.opened_at if item is not None else None,
        waits=how_long(now - item.opened_at) if item is not None else "",
        state=target.facts.state,
        author=record_of(people[row.author_id], post_id),
        place=place_of(actor, row, people, speaks_to),
        version=version_of(seen, result),
        on_show=version_of(shown_version(db.session(), row.id), None) if is_edit else None,
        # Nobody learns from the forum how to get past its screen, a moderator with a post of their own included.
        screening=models_view(result) if result is not None and not is_own else None,
        reports=reports_on(item.id) if item is not None and not is_own else (),
        decisions=() if is_own else decisions,
        last_decision_id=decisions[0].id if decisions else None,
        actions=actions,
        heard={action: _heard(action, is_edit=is_edit) for action in actions},
        is_own=is_own,
        similar=() if is_own else similar_decisions(actor, post_id, seen.title, seen.text),
        desk=desk_of(actor, item, post_id, row.author_id, available),
        may_speak_to=ModeratorAction.SPEAK_TO in available,
        on_thread=[one for one in available if one in OF_A_THREAD],
        is_covered=not is_own
        and is_covered(
            db.session(),
            actor.id,
            text,
            now,
            scores=result.scores if result is not None else {},
            reasons=item.reasons if item is not None else (),
        ),
        calls_for_help=item is not None and not is_own and item.label == DISTRESS,
        may_answer=target.facts.state is PostState.PUBLISHED
        and can(actor, Action.REPLY, target.thread),
    )


def _heard(action: ModeratorAction, *, is_edit: bool) -> str:
    """What the author reads first, or that they read nothing."""
    if action in UNHEARD:
        return UNHEARD[action]
    return (TOLD_OF_EDIT if is_edit else TOLD_AUTHOR)[PostAction(action)]


def _facts(row: Any) -> PostFacts:
    return PostFacts(
        author_id=row.author_id,
        state=PostState(row.state),
        thread_is_open=row.thread_published_at is not None,
    )


def _kind(row: Any, speaks_to: PersonView | None, *, is_edit: bool) -> Kind:
    return Kind(
        by_newcomer=row.by_newcomer,
        to_newcomer=speaks_to is not None and speaks_to.is_newcomer,
        is_edit=is_edit,
        is_opening=row.is_opening,
        is_introduction=bool(row.is_introduction),
    )


def _because(item: ReviewItem | None, result: Screened | None, told: Told) -> str:
    if item is None:
        return ""
    kinds = [reason.kind for reason in item.reasons]
    return why_here(kinds, result.findings if result is not None else (), readers(told))
