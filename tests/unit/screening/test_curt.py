"""A word, an emoji or another sign that is all that is said: what turns a newcomer away, and what does not."""

from __future__ import annotations

import pytest

from forum.screening import Screener, Standing, Submission
from forum.screening.checks.curt import shows_contempt
from tests.unit.screening.fakes import checks_of

CONTEMPT = (
    "👎",
    "👎👎👎",
    "👎🏿",
    "👎\ufe0f",
    "👎 \n 👎🏻!!",
    "🙄",
    "🙄…",
    "🤢",
    "🤮🤮",
    "🖕🏽",
    "💩",
    "💩\u200d💩",
    "🤢🤮",
    "🙄😂😂",
    "🐵🍌",
    "👉🐷",
    "🔪🔪",
)
FRIENDLY = ("❤️", "👍", "👍🏿", "🎉🎉🎉", "😂", "😭", "👎❤️", "🤢🍀", "42", "7 👎", "", "...", "🫂")


@pytest.mark.parametrize("text", CONTEMPT)
def test_contempt_without_a_word_does_not_reach_a_newcomer(screener: Screener, text: str) -> None:
    verdict = screener.screen(Submission(text=text, by=Standing.MEMBER))

    assert "curt" in checks_of(verdict)


@pytest.mark.parametrize(
    "text",
    [
        *("Pikey", "kaffir!", "Monkey.", "Scrounger", "bellend", "Druggie", "laughable", "Troon."),
        *("groomer", "Pajeet!", "hi pajeet", "mongoloid", "YWNBAW", "currymuncher", "mudslime"),
        *("Schlampe!", "hi puta", "Şerefsiz", "fugly", "git gud"),
        *("Curry muncher", "You will never be a woman.", "zipperhead"),
    ],
)
def test_a_word_that_only_turns_somebody_away_does_not_reach_a_newcomer(
    screener: Screener, text: str
) -> None:
    """Whatever the model says of it: a single word is read as what somebody says of themselves."""
    assert "curt" in checks_of(screener.screen(Submission(text=text, by=Standing.MEMBER)))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Cool story, bro.",
            "And then everyone clapped 👏",
            "press X to doubt",
            "TL;DR",
            "tldr lol",
        ),
        *(
            "skill issue tbh",
            "who asked lol",
            "Didnt ask",
            "Didn’t read, mate",
            "yeah, and I'm the Pope",
        ),
        *(
            "World's smallest violin 🎻",
            "Hi. Cry me a river.",
            "aw diddums xx",
            "Toughen up, buttercup!",
        ),
        *(
            "c00l story bro",
            "Sir, this is a Wendy's.",
            "Get over it, sweetie.",
            "no one cares bro lol",
        ),
    ],
)
def test_a_few_words_in_which_nobody_listens_do_not_reach_a_newcomer(
    screener: Screener, text: str
) -> None:
    assert "curt" in checks_of(screener.screen(Submission(text=text, by=Standing.MEMBER)))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Cool story!",
            "Me too, bro",
            "Everyone clapped when she got up.",
            "lol",
            "haha love",
            "mate!",
        ),
        *(
            "Ok, and then?",
            "I read it all",
            "Get over here, sunshine",
            "Nobody asked me either, tbh.",
        ),
    ],
)
def test_a_few_words_of_somebody_who_listens_do(screener: Screener, text: str) -> None:
    assert "curt" not in checks_of(screener.screen(Submission(text=text, by=Standing.MEMBER)))


@pytest.mark.parametrize(
    "text", ["tl;dr", "get over it lol", "deal with it", "Sir, this is a Wendy's"]
)
def test_members_know_how_it_is_meant(screener: Screener, text: str) -> None:
    said = Submission(text=text, by=Standing.MEMBER, to=Standing.MEMBER)

    assert "curt" not in checks_of(screener.screen(said))


@pytest.mark.parametrize("text", FRIENDLY)
def test_any_other_sign_is_welcome(screener: Screener, text: str) -> None:
    assert not screener.screen(Submission(text=text, by=Standing.MEMBER)).holds


@pytest.mark.parametrize(
    "text",
    [
        "Cunt.",
        "w4nker",
        "Welcome, faggot",
        "Hello there, idiot!",
        "bye, l o s e r",
        "Thanks, liar.",
        "hi 1diot",
        "Shalom, kike",
        "salaam alaikum terrorist",
        "Namaste, p1g",
        "Bonjour, loser",
        "1 4 8 8",
    ],
)
def test_an_insult_is_one_after_a_greeting_as_well(screener: Screener, text: str) -> None:
    verdict = screener.screen(Submission(text=text, by=Standing.MEMBER))

    assert "curt" in checks_of(verdict)


@pytest.mark.parametrize(
    "text",
    [
        "Welcome!",
        "Hi everyone",
        "Hello stranger",
        "Welcome home",
        "Thanks, friend",
        "Bye bye",
        "Shalom, Miriam",
        "Salaam alaikum",
        "Bonjour, stranger",
        "Hi. I have a pig",
        "Dog groomer",
        "I'm a dog groomer in Troon",
        "Hi Jeet!",
    ],
)
def test_a_greeting_is_welcome(screener: Screener, text: str) -> None:
    assert not screener.screen(Submission(text=text, by=Standing.MEMBER)).holds


def test_members_may_greet_each_other_roughly(screener: Screener) -> None:
    said = Submission(text="hey bitch", by=Standing.MEMBER, to=Standing.MEMBER)

    assert not screener.screen(said).holds


@pytest.mark.parametrize("text", ["I felt 🤢 all day", "👎 for the new menu", "Hot 🌶️ today"])
def test_beside_words_an_emoji_is_the_models_to_judge(text: str) -> None:
    assert not shows_contempt(text)


def test_among_members_a_thumb_down_is_an_opinion(screener: Screener) -> None:
    said = Submission(text="👎", by=Standing.MEMBER, to=Standing.MEMBER)

    assert not screener.screen(said).holds


def test_a_newcomer_may_say_with_an_emoji_how_they_are(screener: Screener) -> None:
    said = Submission(text="🤢", to=Standing.MEMBER, in_welcome_thread=True)

    assert not screener.screen(said).holds


@pytest.mark.parametrize(
    "text",
    ["\u5350", "\u534d\u534d", "hello \u5350", "The temple's gate shows a \u534d.", "\u0fd5"],
)
def test_a_person_looks_at_a_sign_that_is_holy_to_some_and_a_threat_to_others(
    screener: Screener, text: str
) -> None:
    said = Submission(text=text, by=Standing.MEMBER, to=Standing.MEMBER)
    [finding] = screener.screen(said).findings

    assert finding.check == "unreadable"
    assert "holy to Buddhists" in finding.explanation
