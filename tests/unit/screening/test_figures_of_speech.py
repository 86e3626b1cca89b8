"""Contempt in the words of a cry for help, and a cry for help that threatens others."""

from __future__ import annotations

import pytest

from forum.screening import Screener, Standing, Submission, load_screener
from forum.screening.self_harm import signs

CONTEMPT = (
    "I'd rather die than be like you",
    "i would rather be dead than as fat as you",
    "I'd rather die than look like u",
    "I'd sooner die than be seen with you",
    "I would rather die than live with your face",
    "I'd kill myself if I was you",
    "I would kill myself if I were as ugly as you",
    "I'd kill myself if I looked like that",
    "If I were you I would kill myself.",
    "if i was as ugly as u i'd kill myself",
    "if I had a face like yours I'd kill myself",
    "I'd kill myself if I had your life",
    "I would kill myself if my son turned out like that",
    "id unalive myself if i had that haircut",
    "If I was like that I'd kill myself",
    "I'd kill myself if I was that ugly",
    "I'd kill myself if I had a face like that",
    "I would kill myself if my kid was gay",
    "if my kids looked like yours I'd kill myself",
)
CRIES = (
    "I'd rather die than live without you",
    "I'd rather die than be a burden to you",
    "I'd rather die than live like this",
    "I would rather be dead than go back to him",
    "I'd rather die than be with him again, you know",
    "I'd kill myself if I had the courage",
    "I'd kill myself if I had a gun",
    "I would kill myself if it wasn't for my cat",
    "I'd kill myself if I could do it without hurting anyone",
    "I would kill myself if I had to go back there",
    "If I were braver I would kill myself",
    "If I was alone I would kill myself",
    # What has happened to them, or may, is no comparison with anybody.
    "I would kill myself if my children were taken away",
    "If my son was gone I would kill myself",
    "I would kill myself if my daughter ended up in hospital again",
    "When I'm like that I want to die",
    "I want to die when I'm that tired",
    "If I'm like that again tonight I will kill myself",
    "I'll kill myself if I have a night like that again",
)
THREATS = (
    "I'm going to kill myself and you",
    "I want to kill myself and him.",
    "I will kill myself and everyone at my school",
    "I'm going to kill myself and my kids tonight",
    "Killing myself and my kids tonight",
    "I'll kill myself and my family",
    "I want to hurt myself and you",
    "I want to kill myself and take you all with me",
    "I want to die and take you with me!",
    "I will kill myself and then take the baby with me",
    "I'm going to end it all and everybody in this office with me",
)
THREATEN_NOBODY = (
    "I want to kill myself and you are the only people I can tell",
    "I want to kill myself and everyone in my life would be happier",
    "I want to kill myself and everyone at school laughs at me",
    "I want to kill myself and my mum doesn't know",
    "I want to die and my kids deserve better",
    "I want to die and take her ring with me",
    "I want to kill myself and everyone hates me",
    "I want to die and you?",
    "I want to kill myself and nobody knows",
    "I'm suicidal and my wife too",
    "I hurt myself and my mother.",
    "I used to want to die and take everyone with me. I'm ashamed of it.",
)


@pytest.fixture(scope="module")
def screener(tmp_path_factory: pytest.TempPathFactory) -> Screener:
    return load_screener(cache_dir=tmp_path_factory.mktemp("compiled"))


@pytest.mark.parametrize("text", CONTEMPT)
def test_who_despises_somebody_in_the_words_of_a_cry_is_read_as_they_wrote(text: str) -> None:
    """Taken for a cry for help, it would be put to the model as something harmless."""
    assert not signs(text)


@pytest.mark.parametrize("text", CONTEMPT[:3])
def test_such_contempt_is_held(screener: Screener, text: str) -> None:
    assert screener.screen(Submission(text=text, by=Standing.MEMBER)).holds


@pytest.mark.parametrize("text", [*CRIES, *THREATS, *THREATEN_NOBODY])
def test_a_person_is_called_in_any_doubt(text: str) -> None:
    assert signs(text)


@pytest.mark.parametrize("text", THREATS)
def test_who_would_take_others_along_is_held_and_a_person_is_called(
    screener: Screener, text: str
) -> None:
    for written in (text, text.replace("kill", "k1ll")):
        verdict = screener.screen(Submission(text=written, to=Standing.MEMBER))

        assert verdict.holds
        assert verdict.urgent


@pytest.mark.parametrize("text", THREATEN_NOBODY)
def test_who_threatens_nobody_is_published_and_a_person_is_called(
    screener: Screener, text: str
) -> None:
    verdict = screener.screen(Submission(text=text, to=Standing.MEMBER))

    assert not verdict.holds
    assert verdict.urgent
