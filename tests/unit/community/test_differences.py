"""What is different between two versions of the rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.community.differences import Fate, Wording, differences, marked


def rule(number: int, id: int, text: str = "Always.") -> Wording:  # noqa: A002  # the field's own name
    return Wording(id=id, number=number, title="Be kind", text=text)


KIND, KINDER, QUIET = rule(1, 1), rule(1, 3, "Nearly always."), rule(2, 2)


@pytest.mark.parametrize(
    ("before", "now", "instead_of", "fates"),
    [
        ([KIND, QUIET], [KIND, QUIET], {}, "kept kept"),
        ([KIND, QUIET], [rule(1, 2), rule(2, 1)], {}, "kept kept"),
        ([KIND, QUIET], [KINDER, QUIET], {3: 1}, "changed kept"),
        ([KIND], [KIND, QUIET], {}, "kept added"),
        ([KIND, QUIET], [KIND], {}, "kept taken_out"),
        # The same row number without a word about whose wording it is: a new rule, and an old one that is gone.
        ([KIND], [KINDER], {}, "added taken_out"),
        # Reworded twice since somebody looked.
        ([KIND], [rule(1, 5, "Mostly.")], {3: 1, 5: 3}, "changed"),
        # Reworded, and back to the words that they know.
        ([KIND], [rule(1, 5)], {3: 1, 5: 3}, "kept"),
        ([], [KIND], {}, "added"),
        ([KIND], [], {}, "taken_out"),
    ],
)
def test_what_became_of_each_rule(
    before: list[Wording], now: list[Wording], instead_of: dict[int, int], fates: str
) -> None:
    assert [one.fate for one in differences(before, now, instead_of)] == [
        Fate(fate) for fate in fates.split()
    ]


def test_what_differs_is_marked_word_by_word() -> None:
    before, now = marked("Write kindly to people.", "Write kindly and calmly to people.")
    assert [(part.text, part.differs) for part in before] == [
        ("Write kindly ", False),
        ("to people.", False),
    ]
    assert [part.text for part in now if part.differs] == ["and calmly "]


TEXTS = st.text(alphabet="ab ,\n", max_size=30)


@given(TEXTS, TEXTS)
def test_pieces_add_up_to_what_they_were_cut_from(before: str, now: str) -> None:
    left, right = marked(before, now)
    assert ("".join(part.text for part in left), "".join(part.text for part in right)) == (
        before,
        now,
    )


@given(TEXTS)
def test_the_same_text_differs_nowhere(text: str) -> None:
    assert not any(part.differs for side in marked(text, text) for part in side)
