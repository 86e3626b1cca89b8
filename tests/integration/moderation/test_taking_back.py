"""Whoever takes from readers what a person had approved puts that approval right: it says so, and stops counting."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from forum.accounts.people import load_people
from forum.conversations import commands
from forum.database import db
from forum.moderation.commands import decide
from forum.moderation.past import past_decisions
from forum.moderation.records import record_of
from forum.moderation.undo.commands import undo
from forum.moderation.undo.models import UndoWindow
from forum.transparency.figures import FEWEST
from forum.transparency.queries import open_page
from tests.factories import KIND, UNKIND
from tests.integration.moderation.conftest import Scene
from tests.integration.moderation.deciding import carry_out, decisions, ruling
from tests.support.clock import NOON, FakeClock

BY_JO = ["hide", "remove", "request_changes"]


def approved(scene: Scene) -> int:
    """How many of Ana's posts moderators are told a person approved."""
    db.session.rollback()
    return record_of(load_people([scene.ana.id])[scene.ana.id]).approved


@pytest.mark.parametrize("action", BY_JO)
def test_it_cites_the_approval_and_the_approval_counts_no_longer(scene: Scene, action: str) -> None:
    carry_out(scene.world, scene.mira, scene.post, "approve")
    assert approved(scene) == 1

    carry_out(scene.world, scene.jo, scene.post, action)

    first, second = decisions(scene.post)
    assert second.reverses_id == first.id
    assert approved(scene) == 0
    assert [one.reverses for one in past_decisions(scene.jo, scene.post.id)] == [True, False]


@pytest.mark.parametrize("action", BY_JO)
def test_what_the_screen_had_let_through_was_nobodys_decision(scene: Scene, action: str) -> None:
    post = scene.world.reply(scene.ana, scene.thread, KIND)

    carry_out(scene.world, scene.jo, post, action)

    assert [one.reverses_id for one in decisions(post)] == [None]


def test_another_version_than_the_one_approved_was_nobodys_decision(scene: Scene) -> None:
    carry_out(scene.world, scene.mira, scene.post, "approve")
    new = commands.NewVersion(text=KIND, title=None, based_on=1)
    commands.revise(scene.ana, scene.post.id, new, scene.world.clock)
    scene.world.screen()

    carry_out(scene.world, scene.jo, scene.post, "hide")

    assert decisions(scene.post)[-1].reverses_id is None
    assert approved(scene) == 1


def test_shown_again_it_is_approved_again_and_can_be_taken_back_again(scene: Scene) -> None:
    for by, action in (("mira", "approve"), ("jo", "hide"), ("mira", "restore")):
        carry_out(scene.world, getattr(scene, by), scene.post, action)
    assert approved(scene) == 1

    carry_out(scene.world, scene.jo, scene.post, "hide")

    first, second, _, last = decisions(scene.post)
    assert (second.reverses_id, last.reverses_id) == (first.id, first.id)
    assert approved(scene) == 0


def test_what_is_hidden_already_is_taken_back_once(scene: Scene) -> None:
    for by, action in (("mira", "approve"), ("jo", "hide"), ("jo", "remove")):
        carry_out(scene.world, getattr(scene, by), scene.post, action)

    first, second, third = decisions(scene.post)
    assert (second.reverses_id, third.reverses_id) == (first.id, None)
    assert approved(scene) == 0


def test_undone_within_its_seconds_the_approval_counts_as_before(scene: Scene) -> None:
    carry_out(scene.world, scene.mira, scene.post, "approve")
    decide(scene.jo, scene.post.id, ruling(scene.world, scene.post, "hide"), scene.world.clock)
    assert approved(scene) == 0
    window = db.session.scalars(select(UndoWindow.id).where(UndoWindow.ended_at.is_(None))).one()

    undo(scene.jo, window, scene.world.clock)

    assert approved(scene) == 1


def test_an_approval_that_was_taken_back_is_no_false_alarm_of_the_screen(
    scene: Scene, clock: FakeClock
) -> None:
    held = [scene.post] + [
        scene.world.reply(scene.ana, scene.thread, f"{number} {UNKIND}")
        for number in range(2 * FEWEST - 1)
    ]
    # Beside so many that were not held that the public page tells of it at all.
    for number in range(FEWEST):
        scene.world.reply(scene.world.person(), scene.thread, f"{number} {KIND}")
    for post in held:
        carry_out(scene.world, scene.mira, post, "approve")
    clock.advance(weeks=1)
    assert let_through() == len(held)

    for post in held[:FEWEST]:
        carry_out(scene.world, scene.jo, post, "hide")
    clock.advance(weeks=1)

    assert let_through() == len(held) - FEWEST


def let_through() -> int | None:
    db.session.rollback()
    (week,) = [week for week in open_page().weeks if week.monday == NOON.date()]
    return week.let_through
