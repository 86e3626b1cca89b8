"""Whatever is sent, the screener answers, in bounded work, and never raises."""

# ruff: noqa: RUF001  odd letters are what some of these tests are about

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.screening import Screener, Standing, Submission
from forum.screening.language import unreadable
from forum.screening.normalise import LONGEST, unmask
from forum.screening.self_harm import signs
from forum.screening.windows import MOST_WINDOWS
from tests.unit.screening.fakes import LIMITS, ScriptedClassifier, checks_of

MEGABYTE = 1_000_000

TOO_LONG = {
    "1 MB of words": "hello you " * (MEGABYTE // 10),
    "1 MB of one word": "a" * MEGABYTE,
    "1 MB of lone surrogates": "\ud800" * MEGABYTE,
    "1 MB of zero-width characters": "\u200b" * MEGABYTE,
    "1 MB of brackets": "[(" * (MEGABYTE // 2),
    "5,000 lines": "\n".join(f"this is line {number}" for number in range(5000)),
}
ODD = {
    "nothing": "",
    "spaces": " \n\t ",
    "20,000 emoji": "😀" * 20_000,
    "20,000 line breaks": "\n" * 20_000,
    "one word of 20,000 letters": "x" * 20_000,
    "20,000 brackets": "[(" * 10_000,
    "20,000 stars": "*" * 20_000,
    "backticks": "`" * 20_000,
    "angle brackets": "<" * 20_000,
    "single letters": "a " * 10_000,
    "single digits": "1 " * 10_000,
    "at signs": "@a.b." * 4_000,
    "links": "http://a.b/ " * 1_600,
    "streets": "12 Main " * 2_500,
    "negations": "not never " * 1_000 + "kill myself " * 800,
    "I just": "i just really " * 1_400,
    "direction marks": "\u202ea\u202c" * 6_600,
    "stacked marks": "a" + "\u0336" * 19_000,
    "lone surrogates": "\ud800\udfff hello",
    "control characters": "hello\x00\x01\x1b[31m you",
    "turned letters": "ɐ" * 20_000,
    "ampersands": "&#" * 10_000,
    "starred letters": "f*" * 10_000,
    "what may stand around a word": "(" + ")" * 19_000 + "u",
    "letters that count as small or capital ones of others": "AK12ııcdabcdabcd a\u017f12abcdabcdabcd "
    "A\u212a12ABCDABCDABCD AK12İİCDABCDABCD",
    "a host that is no name": "[http://a℀b.com](http://example.com)",
}


@pytest.mark.parametrize("text", TOO_LONG.values(), ids=TOO_LONG)
def test_what_is_too_long_to_read_waits_for_a_person(
    screener: Screener, classifier: ScriptedClassifier, text: str
) -> None:
    verdict = screener.screen(Submission(text=text, by=Standing.MEMBER, to=Standing.MEMBER))

    assert verdict.holds
    assert "too_long" in {finding.check for finding in verdict.findings}
    assert sum(map(len, classifier.asked)) <= 40


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_texts_are_answered_in_bounded_work(
    screener: Screener, classifier: ScriptedClassifier, text: str
) -> None:
    verdict = screener.screen(Submission(text=text, title=text[:200], recent_texts=(text, "hi")))

    assert set(verdict.scores) == set(classifier.labels)
    assert sum(map(len, classifier.asked)) <= MOST_WINDOWS


BUSY = {
    "line breaks and no list": "\n" * 19_999 + "-",
    "a wide gap": "I" + " " * 19_998 + "x",
    "blank lines": " \n\t" * 6_666,
    "a hum that ends otherwise": "m" * 19_999 + "x",
    "a hum with a breath": "m" * 10_000 + "h" * 9_998 + "x",
}


@pytest.mark.parametrize("text", BUSY.values(), ids=BUSY)
def test_no_text_takes_much_longer_than_an_ordinary_one(text: str) -> None:
    def seconds(read: str) -> float:
        began = time.process_time()
        unreadable(read)
        return time.process_time() - began

    ordinary = "Hello to all of you, I am so happy to be here. " * 430
    assert len(text) <= len(ordinary)
    unreadable(ordinary)  # the word lists are loaded before the clock starts
    assert seconds(text) < 20 * seconds(ordinary)


OVER_AND_OVER = {
    "all": "all " * 5_000,
    "be": "you " + "be " * 6_600,
    "so": "i " + "so " * 6_600,
    "just": "hoping " + "just  " * 3_300,
    "closing brackets": ")" * 19_000 + " u )u",
    "quotation marks": "x'" * 100 + "'" * 19_000 + "y",
}


@pytest.mark.parametrize("text", OVER_AND_OVER.values(), ids=OVER_AND_OVER)
def test_nothing_that_is_said_over_and_over_is_taken_apart_for_much_longer(text: str) -> None:
    def seconds(read: str) -> float:
        began = time.process_time()
        signs(unmask(read).text)
        return time.process_time() - began

    ordinary = "Hello to all of you, I am so happy to be here. " * 430
    seconds(ordinary)  # the lists are loaded before the clock starts
    assert seconds(text) < 10 * seconds(ordinary)


@pytest.mark.parametrize("char", ["ﷺ", "🐒", "kys "])
def test_what_stands_for_much_more_than_it_shows_is_read_in_part_and_left_to_a_person(
    screener: Screener, char: str
) -> None:
    text = char * (18_000 // len(char)) + " y o u" * 300
    verdict = screener.screen(Submission(text=text))

    assert len(unmask(text).text) <= LONGEST
    assert "too_long" in checks_of(verdict)
    assert "too_long" not in checks_of(screener.screen(Submission(text=f"{char * 1_000} hi")))


def test_a_hostile_beginning_of_a_text_that_is_too_long_is_still_shown(screener: Screener) -> None:
    verdict = screener.screen(Submission(text="you idiot. " + "Hello to all of you. " * 50_000))

    assert {"too_long", "toxicity"} <= {finding.check for finding in verdict.findings}


@settings(max_examples=200, deadline=None)
@given(text=st.text(), title=st.none() | st.text(), recent=st.lists(st.text(), max_size=3))
def test_any_text_is_answered(text: str, title: str | None, recent: list[str]) -> None:
    classifier = ScriptedClassifier({"a": {"insult": 0.9}, "0": {"threat": 0.9}})
    screener = Screener(classifier, LIMITS)
    verdict = screener.screen(Submission(text=text, title=title, recent_texts=tuple(recent)))

    for finding in verdict.findings:
        field = title if finding.part.value == "title" else text
        assert field is not None
        assert all(0 <= span.start < span.end <= len(field) for span in finding.spans)


def test_a_model_that_fails_is_not_taken_for_a_clean_text() -> None:
    class Broken(ScriptedClassifier):
        def scores(self, texts: object) -> list[object]:  # type: ignore[override]
            raise RuntimeError("no memory")

    with pytest.raises(RuntimeError, match="no memory"):
        Screener(Broken(), LIMITS).screen(Submission(text="hello"))  # type: ignore[arg-type]
