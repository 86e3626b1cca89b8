from __future__ import annotations

import numpy as np
import pytest
import torch

from forum.screening.thresholds import Audience
from forum.screening.training.calibrate import (
    HOLDING,
    PROMISES,
    choose_thresholds,
    fit_platt,
    fold,
)
from forum.screening.training.examples import (
    INSULT,
    LABELS,
    OBSCENE,
    TOXICITY,
    Example,
    harmless,
)
from forum.screening.training.measure import Share, held, reliability, roc_auc, shares_by


def written(kind: str, group: str = "") -> Example:
    return Example(text=kind, targets=harmless(), source="written", kind=kind, group=group)


def test_roc_auc_of_perfect_reversed_and_blind_scores() -> None:
    truth = np.array([0, 0, 1, 1])
    assert roc_auc(np.array([0.1, 0.2, 0.8, 0.9]), truth) == 1
    assert roc_auc(np.array([0.9, 0.8, 0.2, 0.1]), truth) == 0
    assert roc_auc(np.array([0.5, 0.5, 0.5, 0.5]), truth) == 0.5


def test_roc_auc_counts_pairs() -> None:
    rng = np.random.default_rng(1)
    scores, truth = rng.integers(0, 9, 60) / 9, rng.integers(0, 2, 60)
    pairs = [
        (up > down) + (up == down) / 2 for up in scores[truth == 1] for down in scores[truth == 0]
    ]
    assert roc_auc(scores, truth) == pytest.approx(np.mean(pairs))


def test_roc_auc_needs_both_classes() -> None:
    with pytest.raises(ValueError, match="both"):
        roc_auc(np.array([0.1, 0.2]), np.array([1, 1]))


def test_wilson_interval_of_a_known_case() -> None:
    low, high = Share(count=5, total=100).interval
    assert low == pytest.approx(0.0215, abs=1e-3)
    assert high == pytest.approx(0.1118, abs=1e-3)
    assert Share(count=0, total=0).interval == (0.0, 1.0)


def test_any_label_over_its_limit_holds_and_swearing_alone_does_not() -> None:
    scores = np.zeros((4, len(LABELS)))
    scores[1, LABELS.index("threat")] = 0.6
    scores[2, LABELS.index(OBSCENE)] = 0.98
    scores[3, LABELS.index(TOXICITY)] = 0.98
    limits = dict.fromkeys(HOLDING, 0.5)
    assert held(scores, limits).tolist() == [False, True, False, False]


def test_shares_are_counted_per_key() -> None:
    shares = shares_by(["a", "b", "a", ""], np.array([True, False, False, True]), [True] * 4)
    assert shares["a"] == Share(count=1, total=2)
    assert shares["b"] == Share(count=0, total=1)
    assert set(shares) == {"a", "b"}


def test_calibration_finds_scale_and_shift() -> None:
    rng = np.random.default_rng(2)
    logits = rng.normal(0, 3, (20_000, len(LABELS)))
    truth = (rng.random(logits.shape) < 1 / (1 + np.exp(-(0.5 * logits + 1)))).astype(float)
    truth[:, 3] = np.nan
    scale, shift = fit_platt(logits, truth)
    assert scale[0] == pytest.approx(0.5, abs=0.03)
    assert shift[0] == pytest.approx(1, abs=0.06)
    assert (scale[3], shift[3]) == (1, 0)


def test_folding_gives_the_same_scores_as_scaling_afterwards() -> None:
    head = torch.nn.Linear(4, len(LABELS))
    features = torch.randn(5, 4)
    before = head(features).detach().numpy()
    scale, shift = np.linspace(0.5, 2, len(LABELS)), np.linspace(-1, 1, len(LABELS))
    fold(head, scale, shift)
    assert head(features).detach().numpy() == pytest.approx(before * scale + shift, abs=1e-5)


def test_limits_keep_their_promises_and_every_audience_has_them() -> None:
    rng = np.random.default_rng(3)
    examples = [written("introduction")] * 1000 + [written("contempt")] * 200
    scores = np.zeros((1200, len(LABELS)))
    scores[:1000] = rng.random((1000, len(LABELS))) * 0.7
    scores[1000:, LABELS.index(INSULT)] = 0.9
    chosen = choose_thresholds(scores, examples)
    assert set(chosen) == set(PROMISES) == {audience.value for audience in Audience}
    for audience, limits in chosen.items():
        assert held(scores[:1000], limits).mean() <= PROMISES[audience].telling
        assert held(scores[1000:], limits).all()
        assert {OBSCENE, TOXICITY}.isdisjoint(limits)
    strict, gentle = chosen["to_newcomer"], chosen["introduction"]
    assert all(gentle[label] >= strict[label] for label in HOLDING)


def test_each_label_is_wrong_about_as_many_texts_as_any_other() -> None:
    rng = np.random.default_rng(4)
    examples = [written("kind_reply")] * 4000
    scores = rng.random((4000, len(LABELS))) * np.linspace(0.4, 0.9, len(LABELS))
    limits = choose_thresholds(scores, examples)["to_newcomer"]
    wrong = [
        float((scores[:, LABELS.index(label)] >= limit).mean()) for label, limit in limits.items()
    ]
    assert max(wrong) - min(wrong) < 0.012


def test_reliability_rows_compare_score_and_truth() -> None:
    scores = np.array([0.05, 0.05, 0.95, 0.95])
    rows = reliability(scores, np.array([0.0, 0.0, 1.0, 0.0]))
    assert [(span, count) for span, count, _, _ in rows] == [("0.0 to 0.1", 2), ("0.9 to 1.0", 2)]
    assert list(rows[1][2:]) == pytest.approx([0.95, 0.5])
