"""What came of a nudge, from what its author did."""

from __future__ import annotations

import pytest

from forum.nudges.figures import FEWEST_FOR_SHARES, figures_of
from forum.nudges.outcomes import NudgeOutcome, Way, outcome_of


@pytest.mark.parametrize(
    ("way", "changed", "outcome"),
    [
        (Way.SEND, True, NudgeOutcome.EDITED),
        (Way.SEND, False, NudgeOutcome.SENT_UNCHANGED),
        (Way.ASK_A_PERSON, False, NudgeOutcome.SENT_TO_REVIEW),
        (Way.ASK_A_PERSON, True, NudgeOutcome.EDITED),
        (Way.LET_GO, False, NudgeOutcome.CANCELLED),
        (Way.LET_GO, True, NudgeOutcome.CANCELLED),
    ],
)
def test_the_outcome_follows_from_what_was_pressed(
    way: Way, changed: bool, outcome: NudgeOutcome
) -> None:
    assert outcome_of(way, changed=changed) is outcome


def test_every_outcome_can_come_about() -> None:
    came = {outcome_of(way, changed=changed) for way in Way for changed in (True, False)}

    assert came == set(NudgeOutcome)


def test_the_figures_name_every_outcome_and_those_who_left() -> None:
    figures = figures_of({NudgeOutcome.EDITED: 3, None: 1}, 2)

    assert [line.count for line in figures.lines] == [3, 0, 0, 0, 1]
    assert len({line.words for line in figures.lines}) == len(NudgeOutcome) + 1
    assert (figures.total, figures.edited_and_passed) == (4, 2)


@pytest.mark.parametrize(
    ("shown", "of_hundred"), [(FEWEST_FOR_SHARES - 1, None), (FEWEST_FOR_SHARES, 100)]
)
def test_a_share_of_few_is_not_told(shown: int, of_hundred: int | None) -> None:
    figures = figures_of({NudgeOutcome.EDITED: shown}, 0)

    assert figures.lines[0].of_hundred == of_hundred
