"""What the model that ships does with words of people who had no part in training it.

Through the real Detoxify class, as a library: no web, no database.
"""

from __future__ import annotations

import pytest

from forum.screening import Engine, Screener, Standing, Submission, Verdict, load_screener

# From crude to contemptuous. The last ones hold no bad word at all.
UNKIND = {
    "crude": "Fuck off, you stupid bitch, nobody here gives a shit about you.",
    "threat": "Post one more word and I will come to your house and break your legs.",
    "wish of harm": "Do us all a favour and kill yourself, you useless waste of air.",
    "slur at who somebody is": "Another disgusting faggot looking for pity. You people make me sick.",
    "go back": "Go back to the filthy country you crawled out of. We don't want your kind here.",
    "insult": "You sound like a complete moron. Did you even finish school?",
    "vermin": "People like you are rats. You breed, you whine, and you ruin every place you come to.",
    "mockery of a misfortune": "Your husband left you? Having read this, I would have run away too.",
    "contempt": "Wow, an adult who can't manage to get out of bed. What an achievement. Pathetic.",
    "dismissal": "Nobody asked for your sad little story. Keep it to yourself and let the adults talk.",
}
KIND_WITH_A_SWEAR_WORD = {
    "joy": "Holy shit, Nia, that bread looks amazing! Welcome, I'm so glad you are here.",
    "empathy": "That is fucking awful, I'm so sorry he did that to you. You deserved so much better.",
    "praise": "Damn, eleven months sober? That is bloody brilliant. Be proud of yourself.",
    "solidarity": "Screw that boss of yours. You did everything right, and he treated you like crap.",
    "about oneself": "I felt like shit too when I first came here. It gets better, I promise.",
}
INTRODUCTIONS = {
    "survivor": (
        "Hi. My stepfather beat me and my mother for years, and I left home at sixteen. I am 34 now "
        "and I still flinch when a door slams. I would like to talk with people who know that."
    ),
    "identity": (
        "Hello, I'm Sol. I am a trans man and my parents threw me out last month. I'm gay too, so "
        "that went well. I'm staying with a friend and looking for people to talk to."
    ),
    "illness": (
        "My name is Ruth, I have schizophrenia and I am not dangerous, I'm mostly tired. I would "
        "like to be somewhere where nobody is afraid of me."
    ),
    "refugee": (
        "Good evening. I am a Muslim woman from Syria, I lost my brother in the war. My English is "
        "not good. In the bus a man called me a terrorist. I want to find friends here."
    ),
    "addiction": (
        "I'm Mick, alcoholic, fourteen days dry. I lost my wife and the kids over it and I hate "
        "what I did. I don't know how to do evenings without drinking. Hello everybody."
    ),
}


@pytest.fixture(scope="module")
def screener() -> Screener:
    """The screener as the project ships it, run by Detoxify itself."""
    return load_screener(engine=Engine.DETOXIFY, mark_words=False)


def reply_to_a_newcomer(screener: Screener, text: str) -> Verdict:
    """What a member says to somebody who introduced themselves."""
    return screener.screen(
        Submission(text=text, by=Standing.MEMBER, to=Standing.NEWCOMER, in_welcome_thread=True)
    )


@pytest.mark.parametrize("kind", UNKIND)
def test_an_unkind_reply_to_a_newcomer_is_held(screener: Screener, kind: str) -> None:
    verdict = reply_to_a_newcomer(screener, UNKIND[kind])
    assert verdict.holds, verdict.scores


@pytest.mark.parametrize("kind", KIND_WITH_A_SWEAR_WORD)
def test_a_kind_reply_with_a_swear_word_is_published(screener: Screener, kind: str) -> None:
    verdict = reply_to_a_newcomer(screener, KIND_WITH_A_SWEAR_WORD[kind])
    assert not verdict.holds, verdict.scores


@pytest.mark.parametrize("kind", INTRODUCTIONS)
def test_an_introduction_is_published(screener: Screener, kind: str) -> None:
    introduction = Submission(
        text=INTRODUCTIONS[kind],
        by=Standing.NEWCOMER,
        to=Standing.MEMBER,
        in_welcome_thread=True,
    )
    verdict = screener.screen(introduction)
    assert not verdict.holds, verdict.scores
