"""Violence that is announced against others than the reader: a person reads it before anybody else does."""

from __future__ import annotations

import pytest

from forum.screening import Label, Screener, Standing, Submission, load_screener
from forum.screening.announced import as_threats

ANNOUNCED = (
    "I'm going to kill everyone at my school tomorrow",
    "im gonna kill everybody at work",
    "I am going to shoot up my school on monday",
    "I will shoot everyone in that mosque.",
    "I'm planning to burn down the shelter on our street",
    "I'm planning on bombing the clinic",
    "I'm going to shoot up my job",
    "I'm going to attack my workplace",
    "Gonna shoot up the office. You'll see it on the news.",
    "we're going to attack the pride parade",
    "we will set fire to the hostel tonight",
    "im gonna kill my ex tonight",
    "I'm going to stab my boss tomorrow",
    "I am going to kill my wife and then myself",
    "I'll kill my kids in their sleep",
    "I want to kill everyone at my school",
    "I'm going to drive my van into the crowd on saturday",
    # No reason, condition or laughter takes it back, nor what stands before it and is about something else.
    "I'm going to kill everyone at my school and film it",
    "I'm going to kill everyone at my school because they laughed at me",
    "I'm going to kill everyone at my school like in my games",
    "im gonna shoot up my school lol",
    "I am going to kill my wife tonight if she leaves me",
    "They never listened, so I'm going to shoot up my school",
    "If nobody stops me I'm going to kill everyone in my class",
    "She said no so I'm going to kill her tonight",
    "I told them I'm going to shoot everyone at work",
    "I thought about it for years and tomorrow I'm going to shoot up the office",
    "I will murder all the teachers at my school, I'm not joking",
    "Hi, I'm new here and 16. I can't take it any more, so I'm going to kill everyone in my class.",
)
NOT_MEANT = (
    "I could kill my brother for eating my cake",
    "I'm going to kill it at my interview tomorrow!",
    "I'd kill for a coffee right now",
    "They said they would kill everyone at my school",
    "A boy in my year wrote 'I'm going to kill everyone at my school' and the police came. I still can't sleep.",
    'He texted "I\'m going to kill everyone at your work" and I went to the police.',
    "I'm gonna murder this pizza",
    "I'm going to shoot everyone at the wedding, I'm the photographer!",
    "I'm going to shoot everyone at my office tomorrow, new portraits for the website",
    "I'm going to kill everyone at work with kindness",
    "I've been having thoughts about killing my family and I need help",
    "I'm so scared that I'm going to kill my baby tonight. They call it postpartum OCD.",
    "My husband says he is going to kill me tonight if I leave",
    "What if I'm going to kill everyone at my school? The thought comes ten times a day. It is OCD, I know.",
    "Last night I dreamed that I'm going to kill everyone in my class and woke up crying",
    "In my novel a boy says: I'm going to kill everyone at my school.",
    "I used to think I'm going to shoot up my school. I was fifteen and so alone. I got help.",
    "I'm going to shoot up heroin again tonight, please stop me",
    "I'm going to kill my husband tonight if he leaves his socks there again",
    "I will never attack the church, it is where I found friends",
    "I'm going to poison the weeds in my garden tomorrow",
    "I'm going to burn down candles at the temple",
    "I'm going to attack the office paperwork tomorrow",
    "I'm going to attack my work tomorrow",
    "I have to attack my new job with more energy",
    "I will attack the problem at work tomorrow",
    "I'm going to bomb my exam at school",
    "I'll shoot everyone at work an email",
    "I need to shoot people in the office a quick message",
    "I will attack this class with everything I have",
    "I'm gonna kill everybody at work with these jokes",
    "I want to kill everyone at my work sometimes, ha",
    "I'm going to drive into the crowded city today",
    "I killed everyone on the server yesterday, best game of Apex so far",
    "I have to shoot the school play tomorrow and my camera is broken",
)


@pytest.fixture(scope="module")
def screener(tmp_path_factory: pytest.TempPathFactory) -> Screener:
    return load_screener(cache_dir=tmp_path_factory.mktemp("compiled"))


@pytest.mark.parametrize("text", ANNOUNCED)
@pytest.mark.parametrize("to", [Standing.NEWCOMER, Standing.MEMBER])
def test_it_is_held_as_a_threat(screener: Screener, text: str, to: Standing) -> None:
    verdict = screener.screen(Submission(text=text, by=Standing.NEWCOMER, to=to))
    assert verdict.holds
    assert Label.THREAT in {finding.label for finding in verdict.findings}


@pytest.mark.parametrize("text", NOT_MEANT)
def test_what_is_reported_dreaded_or_said_of_cake_announces_nothing(text: str) -> None:
    assert not [*as_threats(text)]


def test_the_moderator_is_shown_the_words_that_announce_it(screener: Screener) -> None:
    text = "Hello. I'm going to kill everyone at my school tomorrow. Bye."
    verdict = screener.screen(Submission(text=text, by=Standing.NEWCOMER))
    [threat] = [finding for finding in verdict.findings if finding.label == Label.THREAT]
    assert "I'm going to kill everyone at my school" in [
        text[span.start : span.end] for span in threat.spans
    ]
