from __future__ import annotations

from dataclasses import replace

from forum.screening import Outcome, Standing, Submission
from forum.screening.evaluation import Example, judge, strictest
from tests.unit.screening_evaluation.makers import HoldsOn

INTRODUCTION = Example(
    text="hello, I have a cold",
    set="introductions",
    expect=Outcome.PUBLISH,
    to=Standing.MEMBER,
    by=Standing.NEWCOMER,
    in_welcome_thread=True,
)


def test_a_text_is_screened_where_it_stands() -> None:
    screener = HoldsOn(("cold",))

    [answer] = judge(screener, [INTRODUCTION])

    assert screener.asked == [
        Submission(
            text="hello, I have a cold",
            to=Standing.MEMBER,
            by=Standing.NEWCOMER,
            in_welcome_thread=True,
        )
    ]
    assert answer.holds
    assert not answer.should_hold
    assert not answer.right
    assert answer.score == 0.9


def test_a_reason_counts_once_for_each_text() -> None:
    [answer] = judge(HoldsOn(("cold",)), [INTRODUCTION])

    assert answer.held_by == ("toxicity: insult",)


def test_answers_keep_the_order_of_the_texts_over_many_batches() -> None:
    examples = [
        replace(INTRODUCTION, text=f"{'cold' if number % 3 == 0 else 'warm'} {number}")
        for number in range(300)
    ]
    told: list[int] = []

    answers = judge(HoldsOn(("cold",)), examples, progress=told.append)

    assert [answer.example for answer in answers] == examples
    assert [answer.holds for answer in answers] == [number % 3 == 0 for number in range(300)]
    assert sum(told) == 300
    assert len(told) > 1


def test_the_strictest_place_is_a_reply_to_a_newcomer() -> None:
    strict = strictest(INTRODUCTION)

    assert (strict.to, strict.in_welcome_thread) == (Standing.NEWCOMER, False)
    assert strict.text == INTRODUCTION.text
