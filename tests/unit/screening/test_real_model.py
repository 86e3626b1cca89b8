"""What the screener makes of plain cases with the model that comes with the project.

Only what nobody would argue about stands here; how well the model does on the rest is measured by
`forum screening evaluate`, not tested.
"""

# ruff: noqa: RUF001  look-alike letters are what some of these texts are made of

from __future__ import annotations

from pathlib import Path

import pytest

from forum.screening import Screener, Standing, Submission, load_screener
from tests.unit.screening.test_self_harm import CRIES

UNKIND = (
    "You're a disgusting fat pig and nobody will ever love you.",
    "Go back to whatever country you crawled out of.",
    "Nobody asked for your sob story, go cry somewhere else.",
    "You should do us all a favour and disappear.",
    "lol imagine being this pathetic at your age",
    "I know where you live. Watch your back.",
    "Trannies like you belong in a mental hospital.",
    "The world would be a better place without vermin like you.",
    "y o u  a r e  t r a s h",
    "k1ll y0urself",
    "k y s",
    "ｋｙｓ",
    "k\u200by\u200bs",
    "you are a w**rthless piece of sh!t",
    "уоu аrе а ріесе оf ѕһіt",
    "you stuuupid i\u200bdiot, nobody wants you here",
    "Idiot",
    "l o s e r",
    "Ugly cow",
    "Nobody asked.",
    "faggot",
    "🖕",
    "🐵🍌",
)
KIND = (
    "Welcome! So glad that you found us.",
    "Holy shit, that's amazing, congrats on 4 years clean!",
    "Fuck cancer. I'm so sorry you're going through this.",
    "You did not deserve what he did to you.",
    "I'm a gay man too, and this place has been great for me.",
    "I'm black, disabled, and a single mum, hi!",
    "You're not stupid, you're tired. There's a difference.",
    "I was in prison for six years, ask me anything.",
    "Your garden is fucking gorgeous!!",
    "hi everyone :)",
    # A word or two is little to go by, and no reason to be held.
    "Deaf",
    "Trans",
    "Grief",
    "Widow",
    "Widower",
    "Miscarriage",
    "Rape",
    "Suicide",
    "Burnout",
    "Really?",
    "Homelessness",
    "What happened?",
    "Hugs",
    # And so is a heart.
    "❤️",
    "👍",
    "🎉🎉🎉",
    "42",
)


@pytest.fixture(scope="module")
def screener(tmp_path_factory: pytest.TempPathFactory) -> Screener:
    cache: Path = tmp_path_factory.mktemp("compiled")
    return load_screener(cache_dir=cache)


@pytest.mark.parametrize("text", UNKIND)
def test_what_is_unkind_to_a_newcomer_is_held(screener: Screener, text: str) -> None:
    verdict = screener.screen(Submission(text=text, by=Standing.MEMBER))

    assert verdict.holds
    assert all(
        0 <= span.start < span.end <= len(text)
        for finding in verdict.findings
        for span in finding.spans
    )


@pytest.mark.parametrize("text", KIND)
def test_what_is_kind_to_a_newcomer_is_published(screener: Screener, text: str) -> None:
    assert not screener.screen(Submission(text=text, by=Standing.MEMBER)).holds


@pytest.mark.parametrize("kind", CRIES)
def test_a_cry_for_help_is_published_whatever_the_model_makes_of_the_rest_of_it(
    screener: Screener, kind: str
) -> None:
    verdicts = screener.screen_many([Submission(text=text) for text in CRIES[kind]])

    assert [text for text, it in zip(CRIES[kind], verdicts, strict=True) if it.holds] == []


def test_a_hostile_tail_behind_600_friendly_words_is_held_and_marked(screener: Screener) -> None:
    friendly = "We walked along the river and talked about our gardens for a long while. " * 45
    text = f"{friendly}You are a worthless piece of trash and everybody here hates you."
    verdict = screener.screen(Submission(text=text))
    marked = [span.start for finding in verdict.findings for span in finding.spans]

    assert len(friendly.split()) > 600
    assert verdict.holds
    # Somewhere near the end, and not in all of the friendly words.
    assert min(marked) > len(friendly) - 400


RECIPE = "Fold the flour into the eggs, add the sugar and a little milk, and bake it until it is golden. "
HOW_TO = "Open the settings, choose the second tab, and press the button that says save. "


POSTNATAL = "Postnatal depression is a fashionable word for a bad mother."
FIBROMYALGIA = "fibromyalgia lol. the disease of people who don't want to hoover"
TICK = "You're a tick. You find something warm and you drink."
PLANTED = "May everything you planted die, and you with it."
#: Held by 2026.11.8, which held half of the kind long replies as well, and let through since. One that is held again is
#: to be taken off this list.
LOST = (
    (RECIPE, POSTNATAL, 2),
    (RECIPE, FIBROMYALGIA, 2),
)


@pytest.mark.parametrize(
    ("around", "said"),
    [
        (RECIPE, POSTNATAL),
        (RECIPE, FIBROMYALGIA),
        (RECIPE, TICK),
        (HOW_TO, PLANTED),
        (HOW_TO, "I hope your baby grows up and spits in your face."),
        (HOW_TO, TICK),
    ],
)
@pytest.mark.parametrize("times", [2, 4, 7])
def test_a_blow_in_the_midst_of_a_recipe_is_held(
    screener: Screener, around: str, said: str, times: int, request: pytest.FixtureRequest
) -> None:
    """In the score of the whole it leaves no trace: it is seen because every sentence is read closely."""
    if (around, said, times) in LOST:
        request.applymarker(pytest.mark.xfail(reason="the model is not sure enough", strict=True))
    text = f"{around * times}{said} {around * times}"
    assert screener.screen(Submission(text=text, by=Standing.MEMBER)).holds


@pytest.mark.parametrize("around", [RECIPE, HOW_TO])
@pytest.mark.parametrize(
    "said",
    [
        "People like you should be put down like dogs.",
        "You're a disgusting fat pig and everybody laughs at you.",
        "You are worthless and your family knows it.",
        "I know where you live, watch your back.",
    ],
)
@pytest.mark.parametrize("times", [2, 4, 7])
def test_a_plain_attack_or_a_threat_is_not_hidden_by_what_is_around_it(
    screener: Screener, around: str, said: str, times: int
) -> None:
    """Not for its repetitions, which are noticed as well, but for what it says."""
    text = f"{around * times}{said} {around * times}"
    found = screener.screen(Submission(text=text, by=Standing.MEMBER)).findings
    assert "attack_on_addressee" in {finding.label for finding in found if finding.holds}


# The same post, kind and not: a sentence or two decide.
CONSOLING = (
    "Hi Marta, I lost my husband in March as well, so I know those Sunday evenings. {}\n\n"
    "What helped me was the choir on Thursdays, even when I only sat at the back and hummed. "
    "Nobody asks anything there. Take the bus home with somebody."
)
ADVISING = (
    "ok so the council form. page four is the one that trips everyone up, you only fill in "
    "section b if you pay the rent yourself. take a photo of everything before you post it. "
    "{} ring them on a tuesday morning, the queue is shorter, and ask for the name of whoever "
    "you talk to."
)
READING = (
    "I read your poem twice, once on the train and once out loud in the kitchen. The second "
    "verse is where it comes alive, with the wet coats and the radio. {} I would lose the "
    "last two lines, since the picture has said it already. Have you tried it without rhymes?"
)
CHEERING = (
    "Bloody hell, what a match. Two down at half time, my dad had gone to walk the dog "
    "because he couldn't watch, and then that daft bastard scores from the halfway line. I "
    "screamed so loud the neighbours knocked. {} Anyway, welcome in, we do a thread for every "
    "game and nobody here is too proud to cry."
)
TWINS = (
    (
        CONSOLING,
        "You cry as long as you like in here, nobody counts the weeks.",
        "You've been crying for eight months now, Marta, and frankly everybody is sick of you.",
    ),
    (
        ADVISING,
        "and dont let them make you feel stupid, it took me three goes and im a bookkeeper",
        "not that someone as thick as you will manage it, people like you are why the queues are so long",
    ),
    (
        READING,
        "You are braver on the page than I ever was at your age.",
        "Whoever told you that you can write was lying, you talentless cow, and it shows in every line.",
    ),
    (
        CHEERING,
        "You picked a hell of a week to start supporting this shower of shite, you poor sod.",
        "And then we get you, you whining little prick, go and bore somebody else to death.",
    ),
)


@pytest.mark.parametrize(("around", "unkind"), [(around, unkind) for around, _, unkind in TWINS])
def test_a_long_reply_is_held_for_the_sentence_that_hurts(
    screener: Screener, around: str, unkind: str
) -> None:
    assert screener.screen(Submission(text=around.format(unkind), by=Standing.MEMBER)).holds


@pytest.mark.parametrize(("around", "kind"), [(around, kind) for around, kind, _ in TWINS])
def test_the_same_long_reply_without_that_sentence_is_published(
    screener: Screener, around: str, kind: str
) -> None:
    assert not screener.screen(Submission(text=around.format(kind), by=Standing.MEMBER)).holds


# Among friendly sentences one that is not, and words of it that somebody who reads quickly has to find marked.
MARKED = (
    (
        "Hello all.",
        "You are a pathetic stupid loser and nobody wants you.",
        "pathetic stupid loser",
    ),
    ("Thanks for the recipe.", "You people are vermin and should be wiped out.", "vermin"),
    ("I walked the dog today.", "Shut up, you whiny little idiot.", "whiny little idiot"),
    ("I walked the dog today.", "Shut up you whiny idiot, nobody asked.", "whiny idiot"),
    (
        "What a lovely garden.",
        "Kill yourself, you worthless piece of trash.",
        "worthless piece of trash",
    ),
)


@pytest.mark.parametrize(("before", "unkind", "told"), MARKED)
def test_the_words_that_drove_it_are_marked_and_not_the_friendly_ones(
    screener: Screener, before: str, unkind: str, told: str
) -> None:
    """An unkind sentence is often unkind several times over: no single word of it is missed when it is left out."""
    text = f"{before} {unkind} I used butter instead of oil."
    [spans] = {finding.spans for finding in screener.screen(Submission(text=text)).findings}
    marked = [text[span.start : span.end] for span in spans]

    assert any(told in words for words in marked)
    assert all(words in unkind for words in marked)


def test_friendly_words_are_not_called_unkind_however_many(screener: Screener) -> None:
    friendly = "We walked along the river and talked about our gardens for a long while. " * 45
    findings = screener.screen(Submission(text=friendly)).findings

    # So many repetitions are noticed, and that is all.
    assert {finding.check for finding in findings} == {"repetition"}
