"""Posts in every state in which only some may read them; "edit" is the waiting change of a published post."""

from __future__ import annotations

from functools import partial

from forum.conversations import commands
from forum.conversations.models import Post
from forum.database import db
from forum.moderation.models import Decision
from tests.factories import UNKIND
from tests.web.canaries.hidden import MODERATOR, Community, Planted, Row

AUTHOR = "the author of posts"
PLACES = (
    "held",
    "changes_requested",
    "hidden",
    "declined",
    "removed",
    "withdrawn",
    "edit held",
    "edit declined",
    "edit waiting",
    "submitted",
)
SEEN_BY_MODERATORS = frozenset(PLACES) - {"submitted", "withdrawn", "edit waiting", "edit declined"}
# What the screener has not read when everything stands where it belongs.
WAITING = frozenset({"submitted", "edit waiting"})


def hide(place: str, kind: str, community: Community, canary: str) -> Planted:
    """Write a canary into a post, and into the title of an opening one, and bring it to its place."""
    author = community.insider(AUTHOR, newcomer=True)
    held_first = place in {"held", "changes_requested", "declined"}
    first = "Plain words." if place.startswith("edit") else f"{canary} {UNKIND * held_first}"
    if kind == "reply":
        post = community.send(author, first, thread=community.thread(welcome=True))
    else:
        post = community.send(author, first, opens=first)
    if place != "submitted":
        post = community.screen(post)
    if place.startswith("edit"):
        unkind = "" if place in WAITING else UNKIND
        title = f"{canary} title" if post.is_opening else None
        new = commands.NewVersion(text=f"{canary} {unkind}", title=title, based_on=1)
        commands.revise(author, post.id, new, community.clock)
        if place not in WAITING:
            community.screen(post)
    _act(community, place, post)
    return Planted(numbers=numbers(community, post), insiders={AUTHOR: author})


def _act(community: Community, place: str, post: Post) -> None:
    world, rule = community.world, community.world.rule_id()
    match place:
        case "changes_requested":
            world.decide(community.decider, world.fresh(post), "request_changes", note="Please.")
        case "declined" | "edit declined":
            world.decide(community.decider, world.fresh(post), "decline", note="No.", rule=rule)
        case "hidden":
            world.decide(community.decider, world.fresh(post), "hide", note="A look.", rule=rule)
        case "removed":
            world.decide(community.decider, world.fresh(post), "remove", note="No.", rule=rule)
        case "withdrawn":
            commands.withdraw(community.insider(AUTHOR), post.id, community.clock)


def numbers(community: Community, post: Post) -> dict[str, object]:
    """What stands in the addresses that have to do with a post."""
    author = community.world.fresh(post).author
    found: dict[str, object] = {
        "post_id": post.id,
        "thread_id": post.thread_id,
        "user_id": author.id,
        "username": author.username,
    }
    if (item := community.world.open_item(post)) is not None:
        found["item_id"] = item.id
    decided = db.session.query(Decision).filter_by(post_id=post.id).order_by(Decision.id.desc())
    if (decision := decided.first()) is not None:
        found["decision_id"] = decision.id
    return found


ROWS = tuple(
    Row(
        what=f"{kind}, {place}",
        plant=partial(hide, place, kind),
        found_by=frozenset({AUTHOR, MODERATOR} if place in SEEN_BY_MODERATORS else {AUTHOR}),
    )
    for kind in ("reply", "opening post")
    for place in PLACES
)


def publish(community: Community, canary: str) -> Planted:
    """A post that everybody may read: so a string that stands somewhere is found."""
    post = community.screen(community.send(community.host, canary, thread=community.thread()))
    return Planted(numbers=numbers(community, post), insiders={})


PUBLISHED = Row(
    what="reply, published",
    plant=publish,
    found_by=frozenset({"visitor", "newcomer", "member", "mentor", MODERATOR, "admin"}),
)
