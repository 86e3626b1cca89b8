"""Who says plainly that it is over is not called about; whoever leaves a doubt is."""

from __future__ import annotations

import pytest

from forum.screening.self_harm import signs

OVER = (
    "I used to want to kill myself; I'm fine today",
    "I used to want to kill myself. I am fine.",
    "I used to want to kill myself, but I'm doing well now.",
    "I used to think about killing myself every day. Now I'm happy.",
    "I used to want to end my life. Therapy saved me.",
    "I used to hate myself so much I wanted to die. I love my life now.",
    "I used to want to die until I found this group.",
    "I was suicidal for years. I'm better now.",
    "I wanted to kill myself back then. I'm in a good place now.",
    "years ago I tried to kill myself; today I have two kids and I'm grateful",
    "I tried to kill myself ten years ago. I'm glad I'm still here.",
)
IN_DOUBT = (
    "I used to want to kill myself",
    "I used to want to kill myself. I'm not fine.",
    "I used to want to kill myself, I'm fine today but I don't know about tomorrow",
    "I used to want to kill myself. I'm fine. That's what I tell everyone.",
    "I used to want to kill myself. I'm good at hiding it.",
    "I used to want to kill myself. I'm okay sometimes.",
    "I used to want to kill myself. I'm fine :(",
    "I used to want to kill myself, I'm okay with dying now",
    "I used to want to kill myself. I'm ready now. I'm at peace.",
    "I used to want to kill myself, I'm fine, goodbye everyone",
    "I used to want to kill myself. I'm glad I have the pills now",
    "I used to want to die. I'm happy it will be over soon",
    "I used to have friends, now I want to kill myself. I'm fine.",
    "I used to want to kill myself, I'm fine now, I just want to die",
)
BACK_AGAIN = (
    "I used to cut myself and I'm doing it again",
    "I used to cut myself. I started again.",
    "I stopped cutting myself but started again last week",
    "I used to want to kill myself and now it's back",
    "I used to want to die. I still do.",
    "I used to want to die. Now I just don't care.",
    "I tried to kill myself ten years ago and I want to try again",
    "I tried to kill myself years ago and I wish it had worked",
    "I tried to kill myself last year. Next time I will do it right.",
    "I wanted to die when I was 15. I feel the same now.",
    "as a teenager I wanted to die, and now as an adult I do too",
    "I was clean from cutting myself for 3 years and relapsed yesterday",
    "it's been 3 years since I last hurt myself and I'm about to break",
    "I survived a suicide attempt and I wish I hadn't",
)
NOT_DENIED = (
    "I'm not suicidal but I wish I was dead",
    "I'm not okay I want to die",
    "im not ok i want to kill myself",
    "I can't sleep and don't eat I want to die",
    "not kidding I want to die",
    "they don't believe I want to die",
    "I don't want to hurt anyone so I will kill myself",
    "I don't think I can go on like this",
)
DENIED = (
    "I no longer want to kill myself",
    "I don't think I want to die",
    "It's not that I want to die, I'm just tired",
    "I never said I wanted to die",
    "I'm not saying I want to die",
)


@pytest.mark.parametrize("text", OVER)
def test_what_somebody_plainly_calls_over_calls_nobody(text: str) -> None:
    assert signs(text) == []


@pytest.mark.parametrize("text", IN_DOUBT)
def test_a_doubt_whether_it_is_over_calls_a_person(text: str) -> None:
    assert signs(text)


@pytest.mark.parametrize("text", BACK_AGAIN)
def test_what_was_long_ago_and_has_come_back_calls_a_person(text: str) -> None:
    assert signs(text)


@pytest.mark.parametrize("text", NOT_DENIED)
def test_a_denial_of_something_else_takes_no_cry_back(text: str) -> None:
    assert signs(text)


@pytest.mark.parametrize("text", DENIED)
def test_a_denial_of_the_wish_itself_does(text: str) -> None:
    assert signs(text) == []
