"""What somebody says in code, or in a text that is nothing but a quotation, they say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.screening import Screener, Submission, load_screener
from forum.screening.spoken import agreed_with, in_code, unquoted
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
    "what a program prints, without marks": 'print("{}")',
    "what it returns": "def welcome(name):\n    return '{}'",
    "what a page shows of a word": 'Welcome! <abbr title="{}">hi</abbr>',
    "… or of a picture": '<img src="x.png" alt="{}">',
    "another language of programs": "console.log('{}');",
    "a style": 'body::after {{ content: "{}"; }}',
    "data": '{{"reply": "{}"}}',
    "a question to a database": "SELECT '{}' FROM users;",
    "the title of a link": '[Welcome!](https://example.org "{}")',
    "an address below": '[Welcome!][1]\n\n[1]: https://example.org "{}"',
    "the midst of kind words": "Welcome to the forum. `{}` I hope you like it.",
    "quotation marks": '"{}"',
    "curled ones": "“{}”",
    "single ones": "'{}'",
    "French ones": "« {} »",
    "the marks of a quotation": "> {}",
    "two sorts of marks": '> "{}"',
    "marks within marks": '""{}""',
    "a mark that is never closed": '"{}',
    "brackets as well": "(“{}”)",
    "entities": "&quot;{}&quot;",
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


@pytest.mark.parametrize(
    "beside",
    [
        *(
            "{}\n\nthis",
            "{}\n\nThis.",
            "{}\nsame",
            "{}\n\nSo true lol",
            "{}\n\n+1",
            "{}\n\n@ana agreed 👏",
            "{}\n\nwhat he said",
        ),
        *(
            "{}\n\nmy thoughts exactly",
            "{}\n\ncouldn’t have said it better",
            "{}\n\nFacts. Say it louder!",
            "true:\n{}",
            "Exactly:\n\n{}",
            "{}\n\nstill true",
            "{}\n\nSigned, everybody.",
            "{}\n\nHe was being kind",
            "{} - me, just now",
            "{}\n\nhe's not wrong is he",
        ),
    ],
)
@pytest.mark.parametrize("marks", ["> {}", '> "{}"', '"{}"', "“{}”"])
def test_whoever_agrees_with_abuse_says_it(screener: Screener, marks: str, beside: str) -> None:
    texts = [beside.format(marks.format(words)) for words in UNKIND]
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
        "'You are too stupid for this' is what my teacher said",
        "She told me 'your kids would be better off without you'",
        "They called me (you are worthless)",
        "> nobody wants you here\n\nis this allowed?",
        "> nobody wants you here\n\ntrue?",
        "> nobody wants you here\n\nnot true!",
        "> nobody wants you here\n\n😢",
        "> nobody wants you here\n\n?",
        '"nobody wants you here" ouch',
        'somebody wrote me this: "nobody wants you here"',
        "> I feel like a failure\n\nsame",
        "> You are enough\n\nthis",
        "> I was such an idiot to stay with him\n\nsame",
        '"Be kind, for everyone you meet is fighting a hard battle" so true',
        'return "you must be logged in"',
        'print("Please do not give up")',
        '<abbr title="post-traumatic stress disorder">PTSD</abbr> is what I have',
        "```python\ndef kill_process(pid):\n    os.kill(pid, signal.SIGKILL)\n```",
        "> Nobody wants you here.\n\nThat's not true, and not OK to say to anybody.",
        "Run `pip install flask` and then `flask run`.",
        "```python\n\ndef get_long_be(b):\n    return (b[0] << 24) | (b[1] << 16) | b[3]\n```",
        "> How do you make the bread so soft?",
        '"Not all those who wander are lost."',
        "'Hope is the thing with feathers'",
        "So happy😂😂that you are here🎉🎉welcome!",
        "🇩🇪 🇫🇷 🇮🇹 are where I lived, 25 ° is what I like",
        "Congratulations you filthy animal (Home Alone, sorry, couldn't resist)",
        "> nobody wants you here\n\nhe was wrong",
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
        ("plain words", None),
        ("it is `three words long`", "three words long"),
        ("```\nyou\nare\nbad\n```", "\nyou\nare\nbad\n"),
        ('```\nx = 1\nprint("three words long")\n```', "three words long"),
        ("```\nx = 1\n```", None),
        ('say("three words long")', "three words long"),
        ('say("two words")', None),
        ("a = 'it isn't much'", "it isn't much"),
        ('<p title="two words" class="not shown">', "two words"),
        ('a: "three words long";', "three words long"),
        ('My dad: "three words long"', None),
        ('a == "three words long"', None),
        ('`one two three` and f("one two four")', "one two three\none two four"),
        ("a ` alone", None),
        ("", None),
    ],
)
def test_what_is_said_in_code(text: str, said: str | None) -> None:
    found = in_code(Traced.of(text))
    assert (found.text if found else None) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("plain words!", None),
        ("(plain words)", "plain words"),
        ("plain words (and more)", None),
        ("(plain) words", None),
        ("so they say (“plain words”)", None),
        ('"one" and "two"', None),
        ('he said "one"', None),
        ('"one" she said', None),
        ("the boys' own", None),
        ("'one' she said", None),
        ("she said 'one'", None),
        ("'one two'", "one two"),
        ('"one" "two"', "one\ntwo"),
        ("“I don't”", "I don't"),
        ('""one two""', "one two"),
        ('"one two', "one two"),
        ('> "one two"', "one two"),
        ("> one\n> > two", "one\ntwo"),
        ("> one\n\ntwo", None),
        ('""', ""),
        ("", None),
    ],
)
def test_what_a_mere_quotation_says(text: str, said: str | None) -> None:
    found = unquoted(Traced.of(text))
    assert (found.text if found else None) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("> one\n\nthis", "one\n"),
        ('> "one"\n\nthis!', "one"),
        ('"one" – so true', "one"),
        ("> one\n\nthis helped me", None),
        ("> one\n\nthis?", None),
        ("> one", None),
        ("this", None),
    ],
)
def test_what_is_agreed_with(text: str, said: str | None) -> None:
    found = agreed_with(Traced.of(text))
    assert (found.text if found else None) == said


def test_below_a_title_a_quotation_is_told_of(screener: Screener) -> None:
    told = Submission(title="What my father used to say", text=f'"{WORDS}"')
    assert not screener.screen(told).holds


@given(text=st.text(alphabet="ab '`\"“”‘’«»>*_()\n.;=#/", max_size=60))
def test_any_marks_are_read(text: str) -> None:
    for found in (find(Traced.of(text)) for find in (in_code, unquoted, agreed_with)):
        assert found is None or len(found.text) == len(found.starts) == len(found.ends)
