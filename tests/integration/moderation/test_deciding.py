"""One decision: what it needs, what it changes, and what happens to whoever comes second."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from forum.accounts.models import Role
from forum.community.models import Rule
from forum.conversations import commands
from forum.conversations.models import PostTransition
from forum.database import db, transaction
from forum.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from forum.moderation.commands import MAX_WORDS_TO_AUTHOR, Ruling, decide
from tests.factories import KIND, everyone
from tests.integration.moderation.conftest import Scene
from tests.integration.moderation.deciding import WORDS, carry_out, decisions, ruling

AFTER = {
    "approve": "published",
    "request_changes": "changes_requested",
    "decline": "declined",
}
AFTER_PUBLICATION = {
    "hide": "hidden",
    "remove": "removed",
    "request_changes": "changes_requested",
}


def new_words(scene: Scene, text: str = KIND) -> None:
    latest = scene.world.fresh(scene.post).latest_number
    commands.revise(
        scene.ana,
        scene.post.id,
        commands.NewVersion(text=text, title=None, based_on=latest),
        scene.world.clock,
    )


@pytest.mark.parametrize("action", AFTER)
def test_a_held_post_goes_where_the_decision_leads(scene: Scene, action: str) -> None:
    carry_out(scene.world, scene.mira, scene.post, action)

    assert scene.world.fresh(scene.post).state == AFTER[action]
    assert scene.world.open_item(scene.post) is None
    (made,) = decisions(scene.post)
    assert (made.action, made.decided_by_id, made.decided_by_automation) == (
        action,
        scene.mira.id,
        False,
    )
    assert made.note == ("" if action == "approve" else WORDS)
    assert (made.rule_id is not None) == (action == "decline")


@pytest.mark.parametrize("action", AFTER_PUBLICATION)
def test_a_published_post_can_be_decided_on_as_well(scene: Scene, action: str) -> None:
    carry_out(scene.world, scene.jo, scene.post, "approve")
    carry_out(scene.world, scene.mira, scene.post, action)

    assert scene.world.fresh(scene.post).state == AFTER_PUBLICATION[action]
    assert [made.action for made in decisions(scene.post)] == ["approve", action]


@pytest.mark.parametrize(("action", "after"), [("restore", "published"), ("remove", "removed")])
def test_a_hidden_post_comes_back_or_goes(scene: Scene, action: str, after: str) -> None:
    for step in ("approve", "hide", action):
        carry_out(scene.world, scene.mira, scene.post, step)

    assert scene.world.fresh(scene.post).state == after


def test_what_was_sent_back_can_be_declined_when_nothing_comes_of_it(scene: Scene) -> None:
    carry_out(scene.world, scene.mira, scene.post, "request_changes")
    carry_out(scene.world, scene.jo, scene.post, "decline")

    assert scene.world.fresh(scene.post).state == "declined"


# ------------------------------------------------------------------------------------- reasons


@pytest.mark.parametrize(
    ("action", "taken_away", "field"),
    [
        ("decline", "rule_id", "rule"),
        ("decline", "note", "note"),
        ("request_changes", "note", "note"),
    ],
)
def test_a_decision_against_a_post_gives_its_reasons(
    scene: Scene, action: str, taken_away: str, field: str
) -> None:
    sent = ruling(scene.world, scene.post, action)
    without = (
        replace(sent, rule_id=None) if taken_away == "rule_id" else replace(sent, note="  \n ")
    )

    with pytest.raises(InvalidInputError) as error:
        decide(scene.mira, scene.post.id, without, scene.world.clock)

    assert error.value.field == field
    assert scene.world.fresh(scene.post).state == "held"
    assert decisions(scene.post) == []


@pytest.mark.parametrize("action", ["decline", "request_changes", "approve"])
@pytest.mark.parametrize("which", ["retired", "made up"])
def test_a_rule_that_is_not_in_force_cannot_be_cited(scene: Scene, action: str, which: str) -> None:
    rule_id = scene.world.rule_id() if which == "retired" else 4_711
    with transaction() as session:
        session.get_one(Rule, scene.world.rule_id()).retired_at = scene.world.clock.now()
    sent = replace(ruling(scene.world, scene.post, "approve"), note=WORDS, rule_id=rule_id)

    with pytest.raises(InvalidInputError) as error:
        decide(
            scene.mira,
            scene.post.id,
            replace(sent, action=type(sent.action)(action)),
            scene.world.clock,
        )

    assert error.value.field == "rule"
    assert decisions(scene.post) == []


def test_a_note_has_an_end(scene: Scene) -> None:
    sent = replace(
        ruling(scene.world, scene.post, "request_changes"), note="x" * (MAX_WORDS_TO_AUTHOR + 1)
    )

    with pytest.raises(InvalidInputError):
        decide(scene.mira, scene.post.id, sent, scene.world.clock)


# --------------------------------------------------------------------------------------- who may


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("visitor", NotFoundError),
        ("newcomer", NotFoundError),
        ("member", NotFoundError),
        ("mentor", NotFoundError),
        ("admin", NotFoundError),
    ],
)
def test_a_held_post_is_not_there_for(scene: Scene, who: str, refusal: type[Exception]) -> None:
    actor = everyone(scene.world)[who]

    with pytest.raises(refusal):
        decide(actor, scene.post.id, ruling(scene.world, scene.post, "approve"), scene.world.clock)

    assert decisions(scene.post) == []


@pytest.mark.parametrize("who", ["visitor", "newcomer", "member", "mentor", "admin"])
def test_a_published_post_is_seen_but_not_decided_on_by(scene: Scene, who: str) -> None:
    carry_out(scene.world, scene.mira, scene.post, "approve")
    actor = everyone(scene.world)[who]

    with pytest.raises(NotAllowedError):
        decide(actor, scene.post.id, ruling(scene.world, scene.post, "hide"), scene.world.clock)


@pytest.mark.parametrize("role", [None, Role.MODERATOR, Role.ADMIN])
def test_nobody_decides_on_their_own_post(scene: Scene, role: Role | None) -> None:
    roles = frozenset({Role.MODERATOR} | ({role} if role else set())) if role else frozenset()

    with pytest.raises(NotAllowedError):
        decide(
            replace(scene.ana, roles=roles),
            scene.post.id,
            ruling(scene.world, scene.post, "approve"),
            scene.world.clock,
        )

    assert scene.world.fresh(scene.post).state == "held"


def test_what_does_not_exist_is_not_there(scene: Scene) -> None:
    with pytest.raises(NotFoundError):
        decide(scene.mira, 4_711, ruling(scene.world, scene.post, "approve"), scene.world.clock)


# --------------------------------------------------------------------------- somebody was faster


def approved_by_jo(scene: Scene) -> None:
    carry_out(scene.world, scene.jo, scene.post, "approve")


def approved_by_herself(scene: Scene) -> None:
    carry_out(scene.world, scene.mira, scene.post, "approve")


def sent_back_by_jo(scene: Scene) -> None:
    carry_out(scene.world, scene.jo, scene.post, "request_changes")


def declined_by_jo(scene: Scene) -> None:
    carry_out(scene.world, scene.jo, scene.post, "decline")


def taken_back(scene: Scene) -> None:
    commands.withdraw(scene.ana, scene.post.id, scene.world.clock)


def revised(scene: Scene) -> None:
    new_words(scene)


def revised_and_held_again(scene: Scene) -> None:
    new_words(scene, scene.world.revision(scene.post).text + " And more.")
    scene.world.screen()


def revised_and_published(scene: Scene) -> None:
    new_words(scene)
    scene.world.screen()


NEWER = "Its author has sent newer words meanwhile."


@pytest.mark.parametrize("action", ["approve", "request_changes", "decline"])
@pytest.mark.parametrize(
    ("meanwhile", "message"),
    [
        (approved_by_jo, "Already handled by Jo: approved."),
        (approved_by_herself, "You have handled this already: approved."),
        (sent_back_by_jo, "Already handled by Jo: sent back with a request for changes."),
        (declined_by_jo, "Already handled by Jo: declined."),
        (taken_back, "Its author has taken this post back meanwhile."),
        (revised, NEWER),
        (revised_and_held_again, NEWER),
        (revised_and_published, NEWER),
    ],
)
def test_whoever_comes_second_is_told_and_changes_nothing(
    scene: Scene, action: str, meanwhile: Callable[[Scene], None], message: str
) -> None:
    on_the_screen = ruling(scene.world, scene.post, action)
    meanwhile(scene)
    before = _everything(scene)

    with pytest.raises(ConflictError) as error:
        decide(scene.mira, scene.post.id, on_the_screen, scene.world.clock)

    assert error.value.message == f"{message} Nothing was changed."
    assert _everything(scene) == before


def test_a_post_that_was_public_and_is_taken_back_is_not_simply_gone(scene: Scene) -> None:
    carry_out(scene.world, scene.jo, scene.post, "approve")
    on_the_screen = ruling(scene.world, scene.post, "hide")
    taken_back(scene)

    with pytest.raises(ConflictError, match="taken this post back"):
        decide(scene.mira, scene.post.id, on_the_screen, scene.world.clock)


def test_what_was_never_shown_to_a_moderator_stays_unknown(scene: Scene) -> None:
    post = scene.world.sent_reply(scene.ana, scene.thread)

    with pytest.raises(NotFoundError):
        carry_out(scene.world, scene.mira, post, "approve")
    commands.withdraw(scene.ana, post.id, scene.world.clock)
    with pytest.raises(NotFoundError):
        carry_out(scene.world, scene.mira, post, "approve")


def test_an_action_that_does_not_fit_the_state_changes_nothing(scene: Scene) -> None:
    for action in ("hide", "restore", "remove", "keep", "settle"):
        sent: Ruling = ruling(scene.world, scene.post, action)
        with pytest.raises(ConflictError):
            decide(scene.mira, scene.post.id, sent, scene.world.clock)

    assert scene.world.fresh(scene.post).state == "held"
    assert decisions(scene.post) == []


def _everything(scene: Scene) -> tuple[object, ...]:
    post = scene.world.fresh(scene.post)
    steps = db.session.query(PostTransition).filter_by(post_id=post.id).count()
    item = scene.world.open_item(post)
    return post.state, post.shown_number, steps, len(decisions(post)), item.id if item else None
