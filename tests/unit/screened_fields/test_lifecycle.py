"""What may follow for a short text, and as what each kind is read."""

from __future__ import annotations

from itertools import product

import pytest

from forum.errors import ConflictError
from forum.screened_fields.kinds import SCREENED, FieldKind, submission_of
from forum.screened_fields.lifecycle import (
    FIELD_MOVES,
    OPEN,
    FieldAction,
    FieldState,
    next_state,
)
from forum.screening import Audience, Standing
from forum.screening.thresholds import audience_of

A, S, K = FieldAction, FieldState, FieldKind
BY_THE_MACHINE = {A.PASS, A.HOLD}


@pytest.mark.parametrize(("state", "action"), list(product(FieldState, FieldAction)))
def test_what_the_table_does_not_say_does_not_happen(
    state: FieldState, action: FieldAction
) -> None:
    if (state, action) in FIELD_MOVES:
        assert next_state(state, action) is FIELD_MOVES[state, action]
    else:
        with pytest.raises(ConflictError):
            next_state(state, action)


def test_the_machine_shows_or_holds_and_declines_nothing() -> None:
    reached = {after for (_, action), after in FIELD_MOVES.items() if action in BY_THE_MACHINE}
    assert reached == {S.PUBLISHED, S.HELD}


def test_once_it_is_settled_only_a_decision_against_it_can_be_put_right() -> None:
    after = {move for move in FIELD_MOVES if move[0] not in OPEN}
    assert after == {(S.DECLINED, A.RESTORE)}


@pytest.mark.parametrize(
    ("kind", "by", "audience"),
    [
        # Names stand everywhere and are read alike, whoever bears them.
        (K.USERNAME, Standing.NEWCOMER, Audience.BY_NEWCOMER),
        (K.USERNAME, Standing.MEMBER, Audience.BY_NEWCOMER),
        (K.DISPLAY_NAME, Standing.NEWCOMER, Audience.BY_NEWCOMER),
        (K.DISPLAY_NAME, Standing.MEMBER, Audience.BY_NEWCOMER),
        # A newcomer who says who they are is read as gently as in an introduction.
        (K.BIOGRAPHY, Standing.NEWCOMER, Audience.INTRODUCTION),
        # A member who does is read like what members say to each other.
        (K.BIOGRAPHY, Standing.MEMBER, Audience.MEMBERS),
        # Mentors speak to newcomers.
        (K.INTRODUCTION, Standing.MEMBER, Audience.TO_NEWCOMER),
        (K.WELCOME_REASON, Standing.MEMBER, Audience.TO_NEWCOMER),
    ],
)
def test_each_kind_is_read_as_what_it_is(kind: FieldKind, by: Standing, audience: Audience) -> None:
    assert audience_of(submission_of(kind, "Lena", by)) is audience


def test_every_kind_stands_in_the_table() -> None:
    assert set(SCREENED) == set(FieldKind)


def test_a_name_is_read_as_it_will_be_called() -> None:
    assert submission_of(K.DISPLAY_NAME, "Lena", Standing.NEWCOMER).text == "Hello, Lena."


def test_braces_in_a_text_mean_nothing() -> None:
    assert submission_of(K.BIOGRAPHY, "{0} {x}", Standing.MEMBER).text == "{0} {x}"
