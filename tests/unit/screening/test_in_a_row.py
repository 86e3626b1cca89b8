"""Words that stand apart, and what they say in a row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.screening import Screener, Submission, load_screener
from forum.screening.in_a_row import in_a_row
from forum.screening.traced import Traced

KILL = "Keep\nIn\nLate\nLast\nYou\nOld\nUp\nRain\nSun\nEven\nLow\nFor"


@pytest.fixture(scope="module")
def screener(tmp_path_factory: pytest.TempPathFactory) -> Screener:
    return load_screener(cache_dir=tmp_path_factory.mktemp("compiled"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("| nobody | wants | you |\n|---|---|---|", "nobody wants you"),
        ("| x |\n|---|\n| you |\n| id1ot |", "x you idiot"),
        ("1. nobody\n2. wants\n3. you", "nobody wants you"),
        ("- nobody\n- wants\n- you", "nobody wants you"),
        ("# nobody\n# wants\n# you", "nobody wants you"),
        ("nobody, wants, you, here", "nobody wants you here"),
        ("Welcome! nobody|wants|you|here", "welcome nobody wants you here"),
        ("#nobody #wants #you #here", "nobody wants you here"),
        ("nobody... wants... u... here", "nobody wants you here"),
        (KILL, "kill yourself"),
        # Words that speak to nobody, names, addresses and sentences.
        ("tea, chess, dogs, books", None),
        ("- eggs\n- flour\n- milk", None),
        ("| dog | Hund |\n|---|---|\n| cat | Katze |", None),
        ("- I like you all very much\n- and tea as well\n- and my dogs", None),
        ("https://example.org/why-you-are-here", None),
        ("example.org/why-you-are-here", None),
        ("Hope\nOpens\nMany\nEyes\nNow", None),
        # A list within sentences is a list.
        (
            "I was called loud, fat, weird, you name it, and I still go to the dance on Fridays.",
            None,
        ),
        (
            "I need three things today:\n- tea\n- sleep\n- you\nand then I can go on with the move.",
            None,
        ),
        ("plain words", None),
        ("", None),
    ],
)
def test_what_pieces_say(text: str, said: str | None) -> None:
    found = in_a_row(Traced.of(text))
    plain = " ".join(found.text.lower().split()) if found else None
    assert plain == said


def test_each_letter_is_traced_to_its_line() -> None:
    found = in_a_row(Traced.of(KILL))
    assert found is not None
    start = found.text.index("YOURSELF")
    span = found.original(start, start + len("YOURSELF"))
    assert KILL[span.start :].startswith("You\nOld")


def test_a_single_word_that_lines_spell_is_held(screener: Screener) -> None:
    spelled = "Welcome\nHave a look around\nOh and\nRead the rules\nEat cake"
    friendly = "Hope\nEvening tea\nLamps\nLonging\nOver the hill"

    verdicts = screener.screen_many([Submission(text=spelled), Submission(text=friendly)])
    assert [verdict.holds for verdict in verdicts] == [True, False]


@given(text=st.text(alphabet="abyou|-#. \n1,*", max_size=80))
def test_any_pieces_are_read(text: str) -> None:
    found = in_a_row(Traced.of(text))
    assert found is None or len(found.text) == len(found.starts) == len(found.ends)
