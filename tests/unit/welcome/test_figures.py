"""A mentor's own figures beside the mentors' middle."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from forum.welcome.figures import Answered, OwnFigures, own_figures

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def answered(by: int, newcomer: int, minutes: int, back_after: timedelta | None = None) -> Answered:
    return Answered(
        by_id=by,
        newcomer_id=newcomer,
        waited=timedelta(minutes=minutes),
        answered_at=NOON,
        answered_back_at=NOON + back_after if back_after is not None else None,
    )


def test_ones_own_figures_stand_beside_the_middle_of_all_mentors() -> None:
    found = own_figures(
        [
            answered(1, 10, 10, timedelta(days=1)),
            answered(1, 11, 30),
            answered(2, 12, 60, timedelta(hours=1)),
            answered(3, 13, 90),
            answered(4, 14, 60),
        ],
        1,
    )
    assert found.own is not None
    assert found.middle is not None
    assert (found.own.answered, found.own.waited_in_words) == (2, "20 minutes")
    assert found.own.conversation_rate == 0.5
    assert (found.middle.answered, found.middle.waited_in_words) == (1, "1 hour")
    assert found.middle.conversation_rate == 0.25


def test_of_fewer_than_three_others_no_middle_is_told() -> None:
    colleagues = [answered(2, 10, 60), answered(3, 11, 90)]
    assert own_figures(colleagues, 1) == OwnFigures(own=None, middle=None)
    with_own = own_figures([*colleagues, answered(1, 12, 10)], 1)
    assert (with_own.own is not None, with_own.middle) == (True, None)
    assert own_figures([*colleagues, answered(4, 12, 10)], 1).middle is not None


def test_who_answers_back_after_more_than_a_week_began_no_conversation() -> None:
    late, in_time = timedelta(days=7, seconds=1), timedelta(days=7)
    assert not answered(1, 10, 5, late).began_conversation
    assert answered(1, 10, 5, in_time).began_conversation


def test_a_newcomer_who_was_answered_twice_counts_once() -> None:
    found = own_figures([answered(1, 10, 5), answered(1, 10, 5, timedelta(days=1))], 1)
    assert found.own is not None
    assert (found.own.answered, found.own.conversation_rate) == (1, 1.0)


def test_without_answers_there_is_nothing_to_show() -> None:
    assert own_figures([], 1) == OwnFigures(own=None, middle=None)
    assert own_figures([answered(2, 10, 5)], 1).own is None
