"""Decided posts leave the forum without what people are called, or were called when somebody wrote to them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask

from forum.accounts.profile import ProfileWords, save_profile
from forum.calibration.export import labelled_cases
from forum.leaving.commands import leave
from forum.leaving.rules import Words
from tests.factories import World
from tests.integration.accounts.people import PASSWORD, actor_of, make_account
from tests.support.clock import FakeClock


def spoken_to_ana(world: World) -> None:
    world.reply(
        world.person(name="Bo"), world.thread(world.person(name="Host")), "Dear Ana, hello."
    )


def exported(clock: FakeClock) -> Sequence[str]:
    return sorted(case["text"].split()[1] for case in labelled_cases(clock.now()))


def test_a_name_that_somebody_had_is_taken_out(world: World, clock: FakeClock) -> None:
    kim = world.person(name="Kim")
    for name in ("Ana", "Noa"):
        save_profile(kim, ProfileWords(display_name=name, biography=""), clock)
        world.screen()
    spoken_to_ana(world)
    clock.advance(days=8)

    assert exported(clock) == ["[person", "good"]


def test_the_name_of_somebody_who_has_just_left_is_taken_out(
    app: Flask, world: World, clock: FakeClock
) -> None:
    made = make_account(app, clock.now(), username="ana")
    ana = actor_of(made.token, clock.now())
    spoken_to_ana(world)
    clock.advance(days=8)
    leave(ana, Words.LEFT, PASSWORD, clock)

    assert exported(clock) == ["[person", "good"]
