"""Under whose name a decision stands: the community's choice, the moderator's leave, and what held when it was made."""

from __future__ import annotations

import pytest

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.community.commands import choose_signature
from forum.community.signatures import SignedBy
from forum.conversations.models import Post
from forum.database import db
from forum.errors import NotAllowedError
from forum.exposure.commands import ReadingChoices, save_choices
from forum.moderation.queries import decisions_for_author
from forum.moderation.signing import own_signature
from forum.notifications.mailing import told_in_full
from forum.notifications.queries import inbox_page
from forum.sanctions.commands import Measure, give_sanction
from forum.sanctions.kinds import SanctionKind
from forum.sanctions.queries import own_standing
from tests.factories import UNKIND, World

TEAM = "The Lantern team"


@pytest.fixture
def ria(world: World) -> Actor:
    return world.person(Role.MODERATOR, name="Ria")


@pytest.fixture
def nia(world: World) -> Actor:
    return world.newcomer("Nia")


def community_signs(world: World, signed_by: SignedBy) -> None:
    choose_signature(world.person(Role.ADMIN), signed_by, TEAM, world.clock)


def allows(world: World, moderator: Actor, *, name_shown: bool) -> None:
    choices = ReadingChoices(budget=None, opted_out=(), keys_on=True, name_shown=name_shown)
    save_choices(moderator, choices, world.clock)


def declined(world: World, nia: Actor, ria: Actor) -> Post:
    post = world.reply(nia, world.thread(world.person()), UNKIND)
    world.decide(ria, post, "decline", note="Not like this, please.", rule=world.rule_id())
    return post


def signatures(nia: Actor, post: Post) -> set[str]:
    """Under which names its author reads the decision: on its page, in the inbox, and in the mail."""
    db.session.rollback()
    [decision] = decisions_for_author(post.id)
    line = next(
        line for line in inbox_page(nia, 1, str).items if line.post_id == post.id and line.note
    )
    mailed = told_in_full(line, "https://forum.test")
    assert f"Signed: {line.signature}" in mailed
    return {decision.signature, line.signature}


@pytest.mark.parametrize(
    ("signed_by", "then", "now", "community_now", "name"),
    [
        (SignedBy.TEAM, False, False, SignedBy.TEAM, TEAM),
        (SignedBy.TEAM, True, True, SignedBy.TEAM, TEAM),
        (SignedBy.PERSON, False, False, SignedBy.PERSON, TEAM),
        (SignedBy.PERSON, True, True, SignedBy.PERSON, "Ria"),
        # Leave that is given later does not reach back; leave that is taken back does.
        (SignedBy.PERSON, False, True, SignedBy.PERSON, TEAM),
        (SignedBy.PERSON, True, False, SignedBy.PERSON, TEAM),
        (SignedBy.TEAM, True, True, SignedBy.PERSON, TEAM),
        (SignedBy.PERSON, True, True, SignedBy.TEAM, TEAM),
    ],
)
def test_a_name_takes_the_leave_of_both_then_and_now(
    world: World,
    nia: Actor,
    ria: Actor,
    signed_by: SignedBy,
    then: bool,
    now: bool,
    community_now: SignedBy,
    name: str,
) -> None:
    community_signs(world, signed_by)
    allows(world, ria, name_shown=then)
    post = declined(world, nia, ria)
    allows(world, ria, name_shown=now)
    community_signs(world, community_now)
    assert signatures(nia, post) == {name}


def test_a_team_without_a_name_of_its_own_has_the_place_s(
    world: World, nia: Actor, ria: Actor
) -> None:
    post = declined(world, nia, ria)
    [signature] = signatures(nia, post)
    assert signature.startswith("The team of ")


def test_what_staff_say_to_somebody_is_signed_too(world: World, nia: Actor, ria: Actor) -> None:
    community_signs(world, SignedBy.PERSON)
    allows(world, ria, name_shown=True)
    warning = Measure(
        kind=SanctionKind.WARNING,
        note="Please read before you write.",
        rule_id=world.rule_id(),
        days=30,
    )
    give_sanction(ria, nia.id, warning, world.clock)
    [one] = own_standing(nia, world.clock.now()).now
    assert one.signature == "Ria"
    allows(world, ria, name_shown=False)
    [one] = own_standing(nia, world.clock.now()).now
    assert one.signature == TEAM


def test_a_moderator_reads_ahead_how_it_will_be_signed(world: World, ria: Actor) -> None:
    community_signs(world, SignedBy.PERSON)
    assert own_signature(ria.id) == TEAM
    allows(world, ria, name_shown=True)
    db.session.rollback()
    assert own_signature(ria.id) == "Ria"


def test_only_admins_choose(world: World, ria: Actor) -> None:
    with pytest.raises(NotAllowedError):
        choose_signature(ria, SignedBy.PERSON, "", world.clock)
