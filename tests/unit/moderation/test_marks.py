from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.moderation.marks import marked, pieces
from forum.screening.verdict import Finding, Part, Span


def finding(*spans: tuple[int, int], part: Part = Part.TEXT) -> Finding:
    return Finding(
        check="toxicity",
        label="insult",
        score=0.9,
        threshold=0.5,
        holds=True,
        window=0,
        spans=tuple(Span(start=start, end=end) for start, end in spans),
        explanation="",
        part=part,
    )


def shown(text: str, *spans: tuple[int, int]) -> str:
    found = pieces(text, [Span(start=start, end=end) for start, end in spans])
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in found)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], "you are great"),
        ([(0, 3)], "[you] are great"),
        ([(8, 13)], "you are [great]"),
        ([(8, 13), (0, 3)], "[you] are [great]"),
        ([(0, 5), (3, 7)], "[you are] great"),
        ([(0, 3), (3, 7)], "[you are] great"),
        ([(8, 99)], "you are [great]"),
        ([(-5, 3)], "[you] are great"),
        ([(40, 50)], "you are great"),
        ([(5, 5), (7, 6)], "you are great"),
    ],
)
def test_a_text_is_cut_at_its_marks(spans: list[tuple[int, int]], expected: str) -> None:
    assert shown("you are great", *spans) == expected


def test_marks_count_code_points() -> None:
    assert shown("👩‍🦰 né <b>", (4, 6)) == "👩‍🦰 [né] <b>"


def test_each_field_has_its_own_marks() -> None:
    both = [finding((0, 2)), finding((3, 5), part=Part.TITLE)]

    assert [piece.text for piece in marked("ab cd", Part.TEXT, both) if piece.marked] == ["ab"]
    assert [piece.text for piece in marked("ab cd", Part.TITLE, both) if piece.marked] == ["cd"]
    assert marked(None, Part.TITLE, both) == []


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(-5, 50), st.integers(-5, 50)), max_size=6),
)
def test_nothing_is_lost_and_nothing_is_doubled(text: str, spans: list[tuple[int, int]]) -> None:
    found = pieces(text, [Span(start=start, end=end) for start, end in spans])

    assert "".join(piece.text for piece in found) == text
    flags = [piece.marked for piece in found for _ in piece.text]
    assert flags == [any(start <= at < end for start, end in spans) for at in range(len(text))]
