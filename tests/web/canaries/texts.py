"""Names, what people say of themselves, and the words about a welcome thread, in every state but the published one.

In each state there are two authors: somebody who has just joined, and a mentor. Each of them has to find their own
words, and none of the other's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.commands import NewPerson, join
from forum.accounts.models import Role, User
from forum.accounts.profile import ProfileWords, own_profile, save_profile
from forum.conversations.models import Thread
from forum.database import db, transaction
from forum.moderation.field_commands import FieldRuling, decide_on_field
from forum.moderation.models import ReviewItem
from forum.moderation.text_models import TextDecision
from forum.screened_fields.commands import take_back
from forum.screened_fields.lifecycle import FieldAction, FieldState
from forum.screened_fields.models import FieldRevision
from forum.screened_fields.screening import screen_field
from forum.screening import Standing
from forum.welcome.commands import set_welcome_flag
from forum.welcome.mentor_commands import MentorChoices, save_choices
from tests.factories import KIND
from tests.web.canaries.hidden import MODERATOR, Community, Planted, Row

PLACES = ("submitted", "held", "declined", "withdrawn")
# What a moderator reads: to decide, and to put a decision right.
READ = frozenset({"held", "declined"})
NEW, MENTOR = "somebody new", "a mentor"

# Writes a canary, and returns in which thread it is to be met.
Write = Callable[[Community, Actor, str], Thread | None]


def _change_name(community: Community, author: Actor, canary: str) -> None:
    words = ProfileWords(display_name=f"{canary} words", biography="")
    save_profile(author, words, community.clock)


def _write_biography(community: Community, author: Actor, canary: str) -> None:
    """As the form sends it: together with the names, which may be on their way."""
    words = replace(own_profile(author).words, biography=f"{canary} words")
    save_profile(author, words, community.clock)


def _write_introduction(community: Community, author: Actor, canary: str) -> None:
    save_choices(author, MentorChoices(introduction=f"{canary} words"), community.clock)


def _give_reason(community: Community, author: Actor, canary: str) -> Thread:
    thread = community.thread()
    reason = f"{canary} words"
    set_welcome_flag(author, thread.id, flagged=True, reason=reason, clock=community.clock)
    return thread


def _join(community: Community, canary: str) -> Actor:
    """Somebody joins who wants to be called this."""
    new = NewPerson(
        username=canary,
        display_name=f"{canary} words",
        email=f"new{len(community.insiders)}@example.org",
        password="four plain words here",
        accepts_rules=True,
    )
    user = db.session.get_one(User, join(new, "test", community.clock).user_id)
    return Actor(
        user_id=user.id,
        username=user.username,
        display_name=user.display_name,
        standing=Standing.NEWCOMER,
    )


def hide_names(place: str, community: Community, canary: str) -> Planted:
    """Somebody joins whose names nobody knows yet. The other author of this state comes with them."""
    author = _join(community, canary)
    community.insiders[f"{NEW} ({place})"] = author
    community.insider(f"{MENTOR} ({place})", Role.MENTOR)
    for one in _authors(community, place).values():
        community.screen(community.send(one, KIND, thread=community.meeting))
    return _brought(community, place, author, None)


def hide_text(place: str, who: str, write: Write, community: Community, canary: str) -> Planted:
    """Somebody whom everybody meets writes a canary, and it is brought to its place."""
    author = _authors(community, place)[f"{who} ({place})"]
    return _brought(community, place, author, write(community, author, canary))


def _authors(community: Community, place: str) -> dict[str, Actor]:
    return {name: community.insiders[name] for name in (f"{NEW} ({place})", f"{MENTOR} ({place})")}


def _brought(community: Community, place: str, author: Actor, thread: Thread | None) -> Planted:
    """Bring what somebody has just written to its place."""
    fields = db.session.scalars(
        select(FieldRevision.id)
        .where(FieldRevision.author_id == author.id, FieldRevision.state == FieldState.SUBMITTED)
        .order_by(FieldRevision.id)
    ).all()
    for field_id in fields if place != "submitted" else ():
        with transaction() as session:
            # The screener could not read it, whatever its words: a person has to look.
            session.get_one(FieldRevision, field_id).screening_attempts = 9
        screen_field(community.world.screener, field_id, community.clock)
    for field_id in fields:
        if place == "withdrawn":
            take_back(author, field_id, community.clock)
        elif place == "declined":
            _decline(community, author, field_id)
    numbers: dict[str, object] = {
        "thread_id": (thread or community.meeting).id,
        "text_id": fields[-1],
        "user_id": author.id,
        "username": db.session.get_one(User, author.id).username,
    }
    for name, row in (
        ("item_id", db.session.query(ReviewItem).filter_by(person_id=author.id)),
        ("decision_id", db.session.query(TextDecision).filter_by(about_id=author.id)),
    ):
        if (found := max((one.id for one in row), default=None)) is not None:
            numbers[name] = found
    return Planted(numbers=numbers, insiders=_authors(community, place))


def _decline(community: Community, author: Actor, field_id: int) -> None:
    item = db.session.query(ReviewItem).filter_by(person_id=author.id, closed_at=None).one()
    ruling = FieldRuling(
        field_id=field_id,
        action=FieldAction.DECLINE,
        rule_id=community.world.rule_id(),
        note="No.",
    )
    decide_on_field(community.decider, item.id, ruling, community.clock)


def _row(place: str, what: str, who: str, plant: Callable[[Community, str], Planted]) -> Row:
    found_by = {MODERATOR} if place in READ else set()
    # Whoever took something back finds it nowhere.
    found_by |= {f"{who} ({place})"} if place != "withdrawn" else set()
    return Row(what=f"{what}, {place}", plant=plant, found_by=frozenset(found_by))


def _rows(place: str) -> Iterator[Row]:
    yield _row(place, "names of somebody new", NEW, partial(hide_names, place))
    for what, who, write in (
        ("biography of somebody new", NEW, _write_biography),
        ("name of a mentor", MENTOR, _change_name),
        ("introduction of a mentor", MENTOR, _write_introduction),
        ("reason for a welcome", MENTOR, _give_reason),
    ):
        yield _row(place, what, who, partial(hide_text, place, who, write))


ROWS = tuple(row for place in PLACES for row in _rows(place))
