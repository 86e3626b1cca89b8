"""Signs of self-harm: what calls a person, and its harmless twins. Nothing of it ever holds a text."""

from __future__ import annotations

import pytest

from forum.screening import Screener, Submission, reading
from forum.screening.self_harm import signs
from forum.screening.traced import Traced
from tests.unit.screening.fakes import ScriptedClassifier

CRIES = {
    "a wish to be dead": (
        "I just want to die",
        "i wana die",
        "I feel like dying",
        "i dont want to live anymore",
        "I don't want to be here any more",
        "I can't go on like this",
        "I can't keep living like this",
        "I can't do this anymore",
        "Third night in a row. I really can't take it any more.",
        "i just cant do this any longer...",
        "I wish I was dead",
        "i wish i'd never been born",
        "I wish I hadn't been born",
        "i wish i hadnt been born in the first place",
        "hope i dont wake up",
        "I wish I could go to sleep and never wake up",
        "I'd rather be dead than go back to him",
        "I should just die",
        "I don't deserve to be alive",
        "I'm so tired of living",
        "I hate being alive",
        "It would be easier if I was dead",
        "why am i even alive",
        "idk if i want to live anymore",
        "I'm not sure I still want to be alive",
        "please just let me die",
        "I wish someone would shoot me",
        "I want somebody to kill me",
        "Third night awake. Someone kill me please.",
        "please just kill me",
        "I'd be happier dead",
        "I want die",
        "i wants to die tonight",
        "I've lost the will to live",
        "i lost the will to live and nobody sees it",
        "maybe I should just disappear",
        "why bother living",
        "I can't promise I'll be here tomorrow",
    ),
    "nothing to live for": (
        "there is no reason to live",
        "I have nothing left to live for",
        "I have no reason to keep living",
        "life isn't worth living any more",
        "what's the point of living",
        "I don't see any reason to go on",
        "everyone would be better off without me",
        "the world would be better without me",
        "no one would miss me if i was gone",
        "If I died no one would notice",
        "death is my only way out",
        "There's no point anymore.",
        "I can't see a future for me",
        "if it wasn't for my cat I'd have killed myself",
    ),
    "thoughts": (
        "I want to kill myself",
        "I want to kill my self",
        "i want to un-alive myself",
        "I'm going to kms tonight",
        "im gonna off myself",
        "honestly i'm going to end it all tonight",
        "i keep thinking about ending it",
        "thinking of ending it all",
        "i jus wanna die",
        "I've been thinking about suicide a lot",
        "thinking of jumping in front of a train",
        "I am suicidal and alone",
        "suicidal again",
        "So. Suicidal tonight and alone.",
        "feeling actively suicidal",
        "I'm going to OD",
        "im gonna od tonight",
        "I'm having suicidal thoughts",
        "suicide is on my mind every day",
        "the urge to cut is so strong tonight",
        "I feel like killing myself",
        "I have decided to end my life",
        "I'm going to end things tonight",
        "i might kms",
    ),
    "a way and a plan": (
        "I'm planning my suicide",
        "I have a plan and it scares me",
        "I have the pills in front of me",
        "my pills are counted out",
        "I've been stockpiling my meds",
        "I bought a gun and I don't trust myself",
        "I'm standing on the bridge again",
        "the voices tell me to kill myself",
        "The voices say I should jump",
        "the voices keep saying I should kill myself",
        "how much paracetamol would it take to die",
        "how much insulin does it take to kill myself",
        "I'm scared of what I might do",
        "I'm a danger to myself",
        "If a car came at me I wouldn't even move.",
        "When the train comes I doubt I'd step back",
        "I wouldn't care if a bus hit me",
        "I'm not safe tonight",
        "what is the least painful way to die",
    ),
    "what was got ready": (
        "I've written a goodbye letter to my mum",
        "I have said my goodbyes",
        "I can't do this anymore. Goodbye everyone.",
        "by the time you read this I'll be dead",
        "this is my last night on earth",
        "I'm done. Goodbye.",
    ),
    "what was done": (
        "I took too many pills",
        "I swallowed 40 tablets an hour ago",
        "I took an overdose",
        "I started cutting myself again",
        "I cut again last night",
        "I started cutting again",
        "I've started cutting again for the first time in years",
        "I've been cutting for a week",
        "I have been cutting for months at night",
        "my wrists are bleeding",
        "my arms are bleeding and I can't stop",
        "I burned my left arm with a cigarette on purpose",
        "I cut my legs on purpose",
        "I relapsed and cut",
        "Relapsed into self-harm. I'm so tired.",
        "so I've relapsed back into scratching",
        "i self harmed last night",
        "I tried to hang myself last week",
        "I nearly killed myself last night",
    ),
    "in disguise": ("i w a n t to k i l l myself", "i w4nt to k1ll myself", "I want to d\u200bie"),
}


@pytest.mark.parametrize("kind", CRIES)
def test_signs_of_self_harm_call_a_person_and_hold_nothing(screener: Screener, kind: str) -> None:
    for text in CRIES[kind]:
        verdict = screener.screen(Submission(text=text))
        assert verdict.urgent, text
        assert not verdict.holds, text


@pytest.mark.parametrize(
    "text", ["I want to **die**", "*I want to die*", "I want to __kill__ myself"]
)
def test_a_cry_for_help_is_heard_however_it_is_emphasised(screener: Screener, text: str) -> None:
    assert screener.screen(Submission(text=text)).urgent


@pytest.mark.parametrize(
    "text",
    [
        "I'm Kɔfi Akɔto from Hɔ. I want to kill myself tonight.",
        "ʇoᴉpᴉ uɐ ɯɐ I. I don't want to live anymore ɐɐɐ",
    ],
)
def test_a_cry_for_help_is_heard_beside_letters_that_others_turn(
    screener: Screener, text: str
) -> None:
    assert screener.screen(Submission(text=text)).urgent


def test_a_cry_for_help_that_is_lost_under_a_disguise_is_heard_as_it_was_written(
    screener: Screener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "unmask", lambda text: Traced.of(text[::-1]))
    text = "Hello. I want to die."
    verdict = screener.screen(Submission(text=text))

    [finding] = [one for one in verdict.findings if one.urgent]
    assert [text[span.start : span.end] for span in finding.spans] == ["I want to die"]


#: What sounds like a denial, or like long ago, and is neither.
STILL_SO = (
    "I can't stop cutting myself",
    "why shouldn't I kill myself",
    "I can't promise I won't hurt myself tonight",
    "I don't know how to get through tonight without hurting myself",
    "My wife left me three years ago and I want to die",
    "I want to die ever since my mum died last year",
    "I tried to kill myself two months ago",
    "This makes me want to kill myself",
    "My head tells me that I should die",
    "I'm going to take my life in my room tonight",
    "I want to take my own life",
    "I keep cutting myself a few times a day",
    "I'm going to shoot myself in the head",
    "I want to drown myself in the river",
    "I want to die on my birthday",
    "I've been cutting for a week and I'm down, so down",
    "My wrists are bleeding from the blade",
)


@pytest.mark.parametrize("text", STILL_SO)
def test_what_only_sounds_like_a_denial_or_like_long_ago_is_a_sign(text: str) -> None:
    assert signs(text)


HARMLESS = {
    "figures of speech": (
        "I could die of laughter",
        "I'm dying to meet you all",
        "I will die on this hill",
        "I want to die my hair purple",
        "this game makes me want to cut my hair",
        "this homework makes me want to die lol",
        "I'd rather die than eat olives",
        "we kill time with cards",
        "my phone is dying",
        "I nearly killed myself on that ladder",
        "I killed myself in Minecraft",
        "I am taking my life back",
        "I take my life seriously now",
        "I take my life in my hands on that road",
        "I want to take my life in a new direction",
        "I want to end my life story in chapter two",
        "I shoot myself in the foot every time",
        "I cut myself a large slice of cake",
        "I'm not cutting myself any slack",
        "I keep cutting myself off from people",
        "I want to die on stage, like Molière",
        "I'm gonna drown myself in work",
        "I'd be happier if I went dead slow",
        "kill me now, this queue!",
        "Someone kill me now, this queue has no end",
        "I wish someone would shoot me a message",
        "I want somebody to shoot me for my new portrait",
        "I lost the will to live in that queue",
        "Life isn't worth living without cheese",
        "I wish I hadn't been born with these feet",
    ),
    "what is over": (
        "I tried to kill myself ten years ago. I'm glad I'm still here.",
        "I wanted to die when I was 15, and I am 40 now",
        "As a teenager I wanted to die",
        "I took an overdose when I was nineteen",
        "I used to cut myself",
        "I stopped cutting myself",
        "it's been 3 years since I last hurt myself",
        "the last time I cut myself was in 2015",
        "I survived a suicide attempt in 2009",
    ),
    "what is denied": (
        "I don't want to kill myself any more, and that is new",
        "I never wanted to hurt myself",
        "I'm not suicidal",
        "I don't want to die, I have three kids",
        "I no longer want to die",
    ),
    "mishaps": (
        "I cut myself shaving",
        "I cut myself chopping onions",
        "I burnt myself again on the oven",
        "I hurt myself at football practice",
        "I hurt my back again",
        "I cut my hair on purpose, and my nails",
        "I burned my toast on purpose",
        "my wrist is bleeding, the cat had enough",
        "My arms are bleeding from the roses",
    ),
    "about a place or a thing": (
        "I don't want to live in London any more, so we moved",
        "I don't want to live with my parents any more",
        "I'm not sure I want to live in London",
        "I don't know if I want to live here, or if I want to exist in this job",
        "I can't live in this flat any longer",
        "I'm tired of living out of a suitcase",
        "I'm done with life in the city",
        "There is no point in living near the sea if you can't swim",
        "If the train came on time I wouldn't mind",
        "If a car came I would move",
        "My neighbour relapsed with drinking, and I relapsed with sugar",
        "I'm thinking about ending it with her",
        "I want to jump off the diving board",
        "I wrote my last letter to the council",
        "I said my goodbyes at work",
        "I have a plan for the weekend",
        "There's no point any more in painting it twice",
        "I can't do this any more with my bad knee",
        "I can't take it any more to the repair shop on foot",
        "She said I can't do this anymore",
        "I should disappear to bed",
        "It is 15 kms tbh",
        "I took my pills this morning",
        "how much insulin do you take?",
        "How much paracetamol is too much for a child?",
        "Hairdressers have been cutting for a week",
        "I've been cutting for three years as a tailor",
        "I've been cutting for a week and I'm down two kilos",
        "I've started cutting hair again",
        "I'm going to OD on Christmas films",
        "My inner voice says I should do it, so I applied",
        "I hope I don't wake up the kids",
        "By the time you read this I'll be gone on holiday",
    ),
    "somebody else": (
        "go kill yourself",
        "you should die",
        "He told me to kill myself",
        "they said I should kill myself",
        "My sister killed herself and I miss her",
        "my brother died by suicide and I miss him",
        "my son has suicidal thoughts",
        "my sister is suicidal again",
        "My brother is going to OD",
        "In the novel she says she wants to die",
        "My therapist asked me whether I want to die",
        "Suicide Squad was a terrible film",
        "is it ok to talk about suicide here?",
        "I'm dying of cancer",
    ),
}


@pytest.mark.parametrize("kind", HARMLESS)
def test_its_harmless_twins_call_nobody(screener: Screener, kind: str) -> None:
    for text in HARMLESS[kind]:
        assert not screener.screen(Submission(text=text)).urgent, text


@pytest.mark.parametrize(
    "text",
    [
        "You have no reason to live",
        "you dont want to live",
        "there is no reason to live for you",
        "death is the only way out for you",
        "I hope you don't wake up tomorrow",
        "the world would be better without you",
        "nobody would miss you if you died",
        "your life isn't worth living",
    ],
)
def test_words_that_wish_somebody_dead_are_left_to_the_model_as_they_are(
    screener: Screener, classifier: ScriptedClassifier, text: str
) -> None:
    """Taken for a cry for help, they would be put to the model as something harmless."""
    assert not screener.screen(Submission(text=text)).urgent
    assert any(text in asked for asked in classifier.asked)


def test_a_cry_for_help_is_not_put_to_the_model_as_a_threat(
    screener: Screener, classifier: ScriptedClassifier
) -> None:
    verdict = screener.screen(Submission(text="I want to kill myself"))

    assert classifier.asked == [["I feel very sad"]]
    assert verdict.outcome.value == "publish"


def test_what_stands_beside_a_cry_for_help_is_still_read(screener: Screener) -> None:
    assert screener.screen(Submission(text="I want to die and you are an idiot")).holds
