"""What somebody says in code, or in a text that is nothing but a quotation, they say."""

from __future__ import annotations

import pytest

from forum.screening import Screener, Submission, load_screener
from forum.screening.spoken import spoken
from forum.screening.traced import Traced

WORDS = "nobody wants you here"
UNKIND = (
    WORDS,
    "you are too stupid for this forum",
    "Stop whining and leave.",
    "Your kids would be better off without you.",
)
# The marks, and what they are about.
HIDDEN_IN = {
    "a span of code": "`{}`",
    "two marks": "``{}``",
    "a block": "```\n{}\n```",
    "a block that is never closed": "```\n{}",
    "a comment": "```python\n# {}\n```",
    "another comment": "```c\n/* {} */\nreturn 0;\n```",
    "a text that a program prints": '```python\nprint("{}")\n```',
    "a setting": "Here is what you asked for:\n\n```\nname: welcome\nmessage: {}\n```",
    "the midst of kind words": "Welcome to the forum. `{}` I hope you like it.",
    "quotation marks": '"{}"',
    "curled ones": "“{}”",
    "single ones": "'{}'",
    "French ones": "« {} »",
    "the marks of a quotation": "> {}",
}


@pytest.fixture(scope="module")
def screener(tmp_path_factory: pytest.TempPathFactory) -> Screener:
    return load_screener(cache_dir=tmp_path_factory.mktemp("compiled"))


@pytest.mark.parametrize("marks", HIDDEN_IN.values(), ids=HIDDEN_IN.keys())
def test_unkind_words_are_held_whatever_marks_stand_round_them(
    screener: Screener, marks: str
) -> None:
    texts = [marks.format(words) for words in UNKIND]
    verdicts = screener.screen_many([Submission(text=text) for text in texts])
    assert [text for text, verdict in zip(texts, verdicts, strict=True) if not verdict.holds] == []


@pytest.mark.parametrize("between", "😂✨★→·∙┃▪®\u2800\u3164\u3000")
def test_unkind_words_are_held_whatever_stands_for_the_gaps_in_them(
    screener: Screener, between: str
) -> None:
    texts = [words.replace(" ", between) for words in UNKIND]
    verdicts = screener.screen_many([Submission(text=text) for text in texts])
    assert [text for text, verdict in zip(texts, verdicts, strict=True) if not verdict.holds] == []


@pytest.mark.parametrize(
    "text",
    [
        "He always told me “nobody wants you here”. It took me years to stop believing him.",
        '"You are too stupid for this." That is what my teacher said, and I still hear it.',
        "> Nobody wants you here.\n\nThat's not true, and not OK to say to anybody.",
        "Run `pip install flask` and then `flask run`.",
        "```python\n\ndef get_long_be(b):\n    return (b[0] << 24) | (b[1] << 16) | b[3]\n```",
        "> How do you make the bread so soft?",
        '"Not all those who wander are lost."',
        "'Hope is the thing with feathers'",
        "So happy😂😂that you are here🎉🎉welcome!",
        "🇩🇪 🇫🇷 🇮🇹 are where I lived, 25 ° is what I like",
        "I get `TypeError: 'NoneType' object is not subscriptable` when I press save",
    ],
)
def test_what_is_told_of_and_plain_code_is_published(screener: Screener, text: str) -> None:
    assert not screener.screen(Submission(text=text)).holds


def test_the_words_are_marked_where_they_stand(screener: Screener) -> None:
    text = f"So glad you found us.\n\n```\nname: welcome\nmessage: {WORDS}\n```"
    [finding] = screener.screen(Submission(text=text)).findings
    marked = [text[span.start : span.end] for span in finding.spans]
    assert any("nobody" in words for words in marked)
    assert not any("glad" in words for words in marked)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("plain words", []),
        ("it is `three words long`", ["three words long"]),
        ("```\nyou\nare\nbad\n```", ["\nyou\nare\nbad\n"]),
        ('```\nx = 1\nprint("three words long")\n```', ["three words long"]),
        ("```\nx = 1\n```", []),
        ("a ` alone", []),
        ('"one" and "two"', []),
        ('"one" "two"', ["one two"]),
        ("“I don't”", ["I don't"]),
        ("> one\n> > two", ["one\ntwo"]),
        ("> one\n\ntwo", []),
        ("", []),
    ],
)
def test_what_marks_hide(text: str, said: list[str]) -> None:
    assert [one.text for one in spoken(Traced.of(text), alone=True)] == said


def test_a_quotation_below_a_title_is_explained_by_it() -> None:
    assert not list(spoken(Traced.of(f'"{WORDS}"'), alone=False))
