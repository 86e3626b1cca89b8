"""Staff keep the list, every version of it stays, and the worker takes it along without a restart."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.accounts.models import Role
from forum.audit.queries import AuditFilter, audit_page
from forum.database import db
from forum.errors import ConflictError, InvalidInputError, NotAllowedError
from forum.own_words.commands import add_word, change_word, remove_word
from forum.own_words.models import OwnWord
from forum.own_words.queries import words_in_force, words_page
from forum.own_words.rules import Effect, WordDraft
from forum.screening import Outcome, Screener, Submission, load_threshold_set
from forum.worker import Worker
from tests.factories import World, everyone
from tests.unit.screening.fakes import ScriptedClassifier

MUPPET = WordDraft(term="Muppet", effect=Effect.HOLD, exceptions=("Muppet Show",))
NOTED = WordDraft(term="muppet", effect=Effect.NOTE)


def terms() -> list[str]:
    db.session.rollback()
    return [one.terms[0] for one in words_in_force()]


def test_a_word_is_put_on_the_list_changed_and_taken_off(world: World) -> None:
    mira = world.person(Role.MODERATOR, name="Mira")
    first = add_word(mira, MUPPET, world.clock)
    assert terms() == ["muppet"]
    second = change_word(mira, first, NOTED, world.clock)
    assert [one.holds for one in words_in_force()] == [False]
    remove_word(mira, second, world.clock)
    assert terms() == []
    past = words_page().past
    assert [(line.holds, line.exceptions) for line in past] == [
        (False, []),
        (True, ["Muppet Show"]),
    ]
    assert db.session.get_one(OwnWord, second).replaces_id == first


def test_every_step_is_in_the_log(world: World) -> None:
    mira = world.person(Role.MODERATOR, name="Mira")
    second = change_word(mira, add_word(mira, MUPPET, world.clock), NOTED, world.clock)
    remove_word(mira, second, world.clock)
    lines = [line.sentence for line in audit_page(AuditFilter(), 1, str).items][:3]
    assert lines == [
        "Mira took a word off the community’s list.",
        "Mira changed a word on the community’s list.",
        "Mira put a word on the community’s list.",
    ]


def test_nothing_different_is_no_new_version(world: World) -> None:
    mira = world.person(Role.MODERATOR)
    first = add_word(mira, MUPPET, world.clock)
    assert change_word(mira, first, MUPPET, world.clock) == first
    assert db.session.query(OwnWord).count() == 1


def test_a_word_stands_there_once(world: World) -> None:
    mira = world.person(Role.MODERATOR)
    add_word(mira, MUPPET, world.clock)
    with pytest.raises(InvalidInputError):
        add_word(mira, NOTED, world.clock)


def test_the_second_of_two_is_told_so(world: World) -> None:
    mira = world.person(Role.MODERATOR)
    first = add_word(mira, MUPPET, world.clock)
    change_word(mira, first, NOTED, world.clock)
    with pytest.raises(ConflictError):
        change_word(mira, first, MUPPET, world.clock)
    with pytest.raises(ConflictError):
        remove_word(mira, first, world.clock)


def test_only_staff_keep_it(world: World) -> None:
    for kind, person in everyone(world).items():
        if kind in {"moderator", "admin"}:
            continue
        with pytest.raises(NotAllowedError):
            add_word(person, MUPPET, world.clock)


def test_the_running_worker_takes_the_words_along(app: Flask, world: World) -> None:
    mira = world.person(Role.MODERATOR)
    worker = Worker(app, Screener(ScriptedClassifier(), load_threshold_set()), "scripted 1")
    asked = Submission(text="Honestly, what a muppet you are sometimes, my friend.")

    def says() -> tuple[Outcome, list[str]]:
        worker.screen_due()
        verdict = worker.read_now(asked)
        assert verdict is not None
        return verdict.outcome, [found.explanation for found in verdict.findings]

    assert says() == (Outcome.PUBLISH, [])
    word_id = add_word(mira, MUPPET, world.clock)
    contains = "This contains “muppet”, which is on the community’s own list."
    assert says() == (Outcome.HOLD, [contains])
    word_id = change_word(mira, word_id, NOTED, world.clock)
    assert says() == (Outcome.PUBLISH, [contains])
    remove_word(mira, word_id, world.clock)
    assert says() == (Outcome.PUBLISH, [])
