"""How long things are kept, as a table, and what nobody may choose."""

from __future__ import annotations

import pytest

from forum.appeals.rules import APPEAL_WITHIN
from forum.audit.wording import sentence
from forum.keeping.periods import PERIODS, Kind, days_in_force, in_words, is_allowed

OF_DECISIONS = (Kind.DECLINED, Kind.REMOVED, Kind.RETURNED, Kind.VERSIONS, Kind.REPORTS)


def test_every_kind_has_a_period() -> None:
    assert set(PERIODS) == set(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_the_default_lies_within_the_bounds(kind: Kind) -> None:
    period = PERIODS[kind]
    assert 1 <= period.fewest <= period.days <= period.most
    assert is_allowed(kind, period.days)
    assert not is_allowed(kind, period.fewest - 1)
    assert not is_allowed(kind, period.most + 1)


@pytest.mark.parametrize("kind", OF_DECISIONS)
def test_what_can_be_appealed_outlasts_the_time_to_appeal(kind: Kind) -> None:
    assert PERIODS[kind].fewest > APPEAL_WITHIN.days


def test_what_a_community_has_chosen_is_drawn_into_the_bounds() -> None:
    days = days_in_force({"declined": 3, "removed": 9_999, "drafts": 60})
    assert days[Kind.DECLINED] == 45
    assert days[Kind.REMOVED] == 730
    assert days[Kind.DRAFTS] == 60
    assert days[Kind.WITHDRAWN] == PERIODS[Kind.WITHDRAWN].days


@pytest.mark.parametrize(
    ("days", "words"), [(1, "a day"), (30, "30 days"), (365, "a year"), (730, "two years")]
)
def test_periods_in_words(days: int, words: str) -> None:
    assert in_words(days) == words


@pytest.mark.parametrize("kind", Kind)
def test_the_log_says_what_was_forgotten(kind: Kind) -> None:
    said = sentence("keeping.forgotten", {"kind": kind.value, "count": 3}, None, "the community")
    assert said.startswith("The forum forgot")
    assert "things" not in said
    assert "3" in said
