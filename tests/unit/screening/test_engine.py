from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from forum.screening import Part, Screener, Standing, Submission
from forum.screening.explain import MOST_SCORINGS, Weight, strongest, weigh
from tests.unit.screening.fakes import LIMITS, ScriptedClassifier


def test_many_submissions_get_their_verdicts_in_their_order(screener: Screener) -> None:
    texts = ["hello there", "you idiot", "good night", "what an idiot", ""] * 20
    verdicts = screener.screen_many([Submission(text=text) for text in texts])

    assert [verdict.holds for verdict in verdicts] == ["idiot" in text for text in texts]


def test_many_and_one_by_one_are_the_same(screener: Screener) -> None:
    submissions = [Submission(text=text) for text in ("hello", "you idiot", "a.com b.com")]
    one_by_one = [screener.screen(submission) for submission in submissions]
    together = screener.screen_many(submissions)

    assert [(v.outcome, v.scores, v.findings) for v in together] == [
        (v.outcome, v.scores, v.findings) for v in one_by_one
    ]


def test_nothing_to_screen_is_no_verdict(screener: Screener) -> None:
    assert screener.screen_many([]) == []


def test_the_same_words_are_scored_once(screener: Screener, classifier: ScriptedClassifier) -> None:
    screener.screen_many([Submission(text="hello there, all")] * 5)

    assert classifier.asked == [["hello there, all"]]


def test_an_empty_text_has_a_score_for_every_label(
    screener: Screener, classifier: ScriptedClassifier
) -> None:
    verdict = screener.screen(Submission(text=" "))

    assert verdict.scores == dict.fromkeys(classifier.labels, 0.0)
    assert not verdict.holds


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("❤️", "Hi. I read it. ❤️"),
        ("+1 👍", "Hi. I read it. +1 👍"),
        ("🐵🍌", "🐵🍌"),
        ("🔪🔪", "🔪🔪"),
    ],
)
def test_an_emoji_alone_is_read_in_company_unless_it_has_an_unkind_use(
    screener: Screener, classifier: ScriptedClassifier, text: str, asked: str
) -> None:
    screener.screen(Submission(text=text))

    assert asked in classifier.asked[0]


def test_words_are_marked_only_where_that_is_asked_for(classifier: ScriptedClassifier) -> None:
    text = "well, you idiot"
    screener = Screener(classifier, LIMITS, mark_words=False)
    [span] = screener.screen(Submission(text=text)).findings[0].spans

    assert text[span.start : span.end] == text
    assert len(classifier.asked) == 1


def test_words_that_drove_a_score_are_marked_in_the_title_where_they_stand_there(
    screener: Screener,
) -> None:
    """A title in disguise is read in plain letters together with the text, whose words are harmless."""
    title, text = "😀 You are an i\u0336d\u0336i\u0336o\u0336t\u0336, friend", "Thank you all."
    verdict = screener.screen(Submission(title=title, text=text))

    for finding in verdict.findings:
        assert finding.part == Part.TITLE
        assert any("i\u0336d" in title[span.start : span.end] for span in finding.spans)


def test_words_of_a_sentence_that_begins_in_the_title_are_marked_in_the_text(
    screener: Screener,
) -> None:
    text = "Idiot and more of it."
    verdict = screener.screen(Submission(title="What you are: an", text=text))

    for finding in verdict.findings:
        assert finding.part == Part.TEXT
        assert any("Idiot" in text[span.start : span.end] for span in finding.spans)


def test_an_explanation_weighs_each_word_where_it_stands(screener: Screener) -> None:
    text = "oh my, you idiot!"
    explanation = screener.explain(Submission(text=text))
    heaviest = max(explanation.weights, key=lambda weight: weight.weight)

    assert explanation.verdict.holds
    assert explanation.label == "attack_on_addressee"
    assert [weight.text for weight in explanation.weights] == ["oh", "my,", "you", "idiot!"]
    assert text[heaviest.span.start : heaviest.span.end] == "idiot!"


def test_nothing_can_be_explained_without_being_explained_away(screener: Screener) -> None:
    explanation = screener.explain(Submission(text=""))

    assert (explanation.label, explanation.score, explanation.weights) == (None, None, ())


@pytest.mark.parametrize("words", [1, 2, 39, 40, 41, 400])
def test_weighing_costs_no_more_than_forty_scorings(words: int) -> None:
    classifier = ScriptedClassifier({"idiot": {"insult": 0.9}})
    text = " ".join(["word"] * (words - 1) + ["idiot"])
    weights = weigh(classifier, text, "insult", score=0.9)
    asked = sum(map(len, classifier.asked))

    assert asked <= MOST_SCORINGS
    assert 1 + asked <= 40
    assert "idiot" in text[weights[-1].start : weights[-1].end]
    assert weights[-1].weight == max(weight.weight for weight in weights)


def test_neighbouring_words_that_drive_a_score_are_marked_as_one() -> None:
    weights = [
        Weight(start=0, end=3, weight=2.0),
        Weight(start=4, end=7, weight=1.5),
        Weight(start=8, end=9, weight=-0.5),
        Weight(start=10, end=15, weight=1.9),
    ]

    assert [(weight.start, weight.end) for weight in strongest(weights)] == [(0, 7), (10, 15)]


def test_where_no_word_drives_the_score_none_is_marked() -> None:
    assert strongest([Weight(start=0, end=3, weight=0.01)]) == []
    assert strongest([]) == []


def test_where_no_single_word_drives_it_the_whole_passage_is_marked() -> None:
    class Even(ScriptedClassifier):
        def scores(self, texts: Sequence[str]) -> list[Mapping[str, float]]:
            return [dict.fromkeys(self.labels, 0.9) for _ in texts]

    text = "  nobody needs you here "
    [span] = Screener(Even(), LIMITS).screen(Submission(text=text)).findings[0].spans

    assert text[span.start : span.end] == text.strip()


FRIENDLY = "We all had a lovely day in the garden, and the tea was good. " * 30


def test_an_attack_is_looked_for_in_every_sentence_and_other_labels_in_the_whole() -> None:
    """A few sentences out of a long post get a high score; the whole of it does not."""

    class Near(ScriptedClassifier):
        def scores(self, texts: Sequence[str]) -> list[Mapping[str, float]]:
            high = dict.fromkeys(self.labels, 0.97)
            low = dict.fromkeys(self.labels, 0.1)
            return [high if "idiot" in text and len(text) < 300 else low for text in texts]

    scores = Screener(Near(), LIMITS).screen(Submission(text=f"{FRIENDLY}You idiot.")).scores

    assert scores["attack_on_addressee"] == 0.97
    assert {score for label, score in scores.items() if label != "attack_on_addressee"} == {0.1}


@pytest.mark.parametrize(
    ("near", "whole", "counts"),
    [
        # Neither alone: friendly sentences in an unfriendly whole, and the reverse.
        (0.1, 0.87, 0.34),
        (0.87, 0.1, 0.34),
        (0.8, 0.8, 0.71),
        (0.8, 0.6, 0.60),
        # Unless a few sentences leave no doubt.
        (0.87, 0.2, 0.44),
        (0.88, 0.1, 0.88),
    ],
)
def test_what_a_few_sentences_say_and_what_the_whole_says_are_weighed_together(
    near: float, whole: float, counts: float
) -> None:
    class Near(ScriptedClassifier):
        def scores(self, texts: Sequence[str]) -> list[Mapping[str, float]]:
            low = dict.fromkeys(self.labels, 0.1)
            attacks = (
                whole if len(text) >= 300 else near if "idiot" in text else min(near, whole)
                for text in texts
            )
            return [low | {"attack_on_addressee": attack} for attack in attacks]

    scores = Screener(Near(), LIMITS).screen(Submission(text=f"{FRIENDLY}You idiot.")).scores

    assert scores["attack_on_addressee"] == pytest.approx(counts, abs=0.01)


@pytest.mark.parametrize(
    ("attack", "insult", "counts"),
    [
        (0.75, 0.6, 0.75),
        # The limit of the other label is not reached; or hardly anything speaks for an attack.
        (0.75, 0.59, 0.26),
        (0.74, 0.6, 0.25),
    ],
)
def test_a_few_sentences_count_for_themselves_where_another_label_agrees(
    attack: float, insult: float, counts: float
) -> None:
    class Near(ScriptedClassifier):
        def scores(self, texts: Sequence[str]) -> list[Mapping[str, float]]:
            low = dict.fromkeys(self.labels, 0.1)
            near = low | {"attack_on_addressee": attack, "insult": insult}
            return [near if "idiot" in text and len(text) < 300 else low for text in texts]

    submission = Submission(text=f"{FRIENDLY}You idiot.", by=Standing.MEMBER)
    scores = Screener(Near(), LIMITS).screen(submission).scores

    assert scores["attack_on_addressee"] == pytest.approx(counts, abs=0.01)
    # By itself it says too little there.
    assert scores["insult"] == 0.1


def test_a_model_that_does_not_know_attacks_is_read_closely_by_what_it_knows() -> None:
    class Near(ScriptedClassifier):
        labels = ("toxicity", "insult")

        def scores(self, texts: Sequence[str]) -> list[Mapping[str, float]]:
            return [dict.fromkeys(self.labels, 0.9 if len(text) < 300 else 0.1) for text in texts]

    scores = Screener(Near(), LIMITS).screen(Submission(text=f"{FRIENDLY}You idiot.")).scores

    assert scores == {"toxicity": 0.9, "insult": 0.9}
