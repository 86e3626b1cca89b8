"""A cry for help in the words in which others are told to die: it is published, and a person is called."""

from __future__ import annotations

import pytest

from forum.screening import Screener, Submission, load_screener

CRIES = (
    "I want to kys",
    "i wanna kys fr",
    "im gonna kys tonight",
    "i might kys",
    "I want to go drink bleach",
    "im gonna drink some bleach",
    "I could go drink bleach and nobody would notice",
    "should I drink some bleach or take pills",
    "I almost drank bleach last night",
    "I just want to rope myself",
    "i'm going to go rope",
    "I'm going to commit neck rope lol",
    "I want to go play in traffic and not come back",
    "thinking about a toaster bath tonight",
)
SAID_TO_SOMEBODY = (
    "I want you to kys",
    "you should go drink bleach",
    "go drink bleach, I would",
    "just kys, I might even clap",
    "I'm going to say it: kys",
    "I want to tell you to kys",
)
HARMLESS = (
    "my dog wants to drink some water",
    "I want to go play in the garden",
    "It is 15 kms to the sea and I want to run it",
    "I want to rope off the flower bed",
    "I want to bleach my hair",
)


@pytest.fixture(scope="module")
def screener(tmp_path_factory: pytest.TempPathFactory) -> Screener:
    return load_screener(cache_dir=tmp_path_factory.mktemp("compiled"))


@pytest.mark.parametrize("text", CRIES)
def test_it_is_published_and_a_person_is_called(screener: Screener, text: str) -> None:
    verdict = screener.screen(Submission(text=text))

    assert verdict.urgent
    assert not verdict.holds


@pytest.mark.parametrize("text", SAID_TO_SOMEBODY)
def test_the_same_said_to_somebody_is_held(screener: Screener, text: str) -> None:
    verdict = screener.screen(Submission(text=text))

    assert verdict.holds
    assert not verdict.urgent


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_has_such_words_calls_nobody(screener: Screener, text: str) -> None:
    assert not screener.screen(Submission(text=text)).urgent
