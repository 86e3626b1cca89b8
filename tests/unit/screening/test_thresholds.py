from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from forum.screening import (
    Audience,
    Label,
    Standing,
    State,
    Submission,
    ThresholdSet,
    audience_of,
    bundled_sets,
    load_threshold_set,
)
from forum.screening.thresholds import DEFAULT_SET, DETOXIFY_SET

NEWCOMER, MEMBER = Standing.NEWCOMER, Standing.MEMBER


@pytest.mark.parametrize(
    ("by", "to", "in_welcome_thread", "opens_thread", "audience"),
    [
        # Whoever answers a newcomer is read most strictly, wherever that is and whoever they are.
        (NEWCOMER, NEWCOMER, False, False, Audience.TO_NEWCOMER),
        (NEWCOMER, NEWCOMER, True, False, Audience.TO_NEWCOMER),
        (MEMBER, NEWCOMER, False, False, Audience.TO_NEWCOMER),
        (MEMBER, NEWCOMER, True, False, Audience.TO_NEWCOMER),
        # A newcomer in a welcome thread who answers no newcomer introduces themselves.
        (NEWCOMER, MEMBER, True, False, Audience.INTRODUCTION),
        (NEWCOMER, MEMBER, True, True, Audience.INTRODUCTION),
        (NEWCOMER, NEWCOMER, True, True, Audience.INTRODUCTION),
        # A newcomer elsewhere.
        (NEWCOMER, MEMBER, False, False, Audience.BY_NEWCOMER),
        (NEWCOMER, MEMBER, False, True, Audience.BY_NEWCOMER),
        (NEWCOMER, NEWCOMER, False, True, Audience.BY_NEWCOMER),
        # Members among themselves, with or without newcomers reading along.
        (MEMBER, MEMBER, True, False, Audience.WELCOME_THREAD),
        (MEMBER, MEMBER, True, True, Audience.WELCOME_THREAD),
        (MEMBER, NEWCOMER, True, True, Audience.WELCOME_THREAD),
        (MEMBER, MEMBER, False, False, Audience.MEMBERS),
        (MEMBER, MEMBER, False, True, Audience.MEMBERS),
        (MEMBER, NEWCOMER, False, True, Audience.MEMBERS),
    ],
)
def test_who_speaks_to_whom_decides_whose_limits_apply(
    by: Standing, to: Standing, in_welcome_thread: bool, opens_thread: bool, audience: Audience
) -> None:
    submission = Submission(
        text="hello",
        by=by,
        to=to,
        in_welcome_thread=in_welcome_thread,
        opens_thread=opens_thread,
    )

    assert audience_of(submission) is audience


@pytest.mark.parametrize("name", [DEFAULT_SET, DETOXIFY_SET])
def test_nothing_is_read_more_strictly_than_what_is_said_to_a_newcomer(name: str) -> None:
    thresholds = load_threshold_set(name)

    for audience in Audience:
        for label, limit in thresholds.limits[audience].items():
            strictest = thresholds.limit(Audience.TO_NEWCOMER, label)
            assert strictest is not None
            assert strictest <= limit, (audience, label)


def test_an_introduction_is_read_no_more_strictly_than_what_a_newcomer_posts_elsewhere() -> None:
    thresholds = load_threshold_set()

    for label, limit in thresholds.limits[Audience.BY_NEWCOMER].items():
        lenient = thresholds.limit(Audience.INTRODUCTION, label)
        assert lenient is None or lenient >= limit, label


def test_the_set_that_comes_with_the_project_is_live() -> None:
    assert load_threshold_set().state is State.LIVE


def test_toxicity_alone_holds_nothing_but_for_models_that_cannot_say_whom_a_text_attacks() -> None:
    ours, theirs = load_threshold_set(), load_threshold_set(DETOXIFY_SET)

    for audience in Audience:
        assert ours.limit(audience, Label.TOXICITY) is None
        assert theirs.limit(audience, Label.TOXICITY) is not None
        assert ours.limit(audience, Label.ATTACK_ON_ADDRESSEE) is not None
        assert theirs.limit(audience, Label.ATTACK_ON_ADDRESSEE) is None


def test_each_kind_of_model_has_sets_of_its_own_and_the_newest_is_the_one_in_use() -> None:
    ours, theirs = bundled_sets(), bundled_sets(for_detoxify=True)

    assert (ours[-1].name, theirs[-1].name) == (DEFAULT_SET, DETOXIFY_SET)
    assert not {one.name for one in ours} & {one.name for one in theirs}


def test_a_set_survives_the_way_to_json_and_back() -> None:
    thresholds = load_threshold_set()

    assert ThresholdSet.from_json(thresholds.as_json()) == thresholds


def test_a_set_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        load_threshold_set().name = "another"  # type: ignore[misc]


@pytest.mark.parametrize("limit", [0, -0.1, 1.01])
def test_a_limit_that_holds_everything_or_is_no_score_is_refused(limit: float) -> None:
    with pytest.raises(ValueError, match="insult must be above 0"):
        ThresholdSet(
            name="odd",
            state=State.DRAFT,
            limits={audience: {"insult": limit} for audience in Audience},
        )


def test_a_set_that_forgets_an_audience_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks: members"):
        ThresholdSet(
            name="short",
            state=State.DRAFT,
            limits={a: {"insult": 0.5} for a in Audience if a is not Audience.MEMBERS},
        )


def test_a_label_that_nobody_knows_is_refused() -> None:
    data = load_threshold_set().as_json()
    data["limits"]["members"]["rudeness"] = 0.5

    with pytest.raises(ValueError, match="rudeness"):
        ThresholdSet.from_json(data)


def test_a_set_that_does_not_exist_is_said_so() -> None:
    with pytest.raises(FileNotFoundError):
        load_threshold_set("1999-01")
