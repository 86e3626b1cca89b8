"""Which scores of a long text count: what its sentences say and what the whole says are weighed together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from forum.screening.labels import READ_CLOSELY
from forum.screening.reading import Passage

#: A score of a few sentences that counts whatever they stand in: amid a recipe a blow leaves no trace in the whole.
#: With it 45 of 353 harmless held-out long posts are held and 261 of 326 hostile ones. With 0.91 it was 43 and 259, and
#: two wishes of harm amid a how-to passed.
SURE_OUT_OF_CONTEXT = 0.88
#: A score of a few sentences that counts for itself where another label has reached its limit there as well.
LIKELY_OUT_OF_CONTEXT = 0.75
#: What is taken off otherwise, in logits: a long text has many sentences, and any of them may be misread.
MANY_SENTENCES = 0.5
#: A score of exactly 0 or 1 has no logit.
_NEAREST = 1e-6

Scores = Mapping[str, float]


def worst_scores(
    passages: Sequence[Passage], scores: Sequence[Scores], limits: Scores
) -> dict[str, tuple[float, Passage]]:
    """The highest score of each label, 0 to 1, and the passage that got it.

    Whether somebody is attacked is read closely, a few sentences at a time. Sentences out of their context mislead, and
    so does a whole in which most is friendly: what counts is the mean of both, in logits, less `MANY_SENTENCES`, unless
    the sentences leave no doubt, or another label agrees. By themselves the other labels, which were learned from whole
    comments, say less of sentences out of their context, and count where a model has no more.

    Args:
        passages: of one submission.
        scores: of each passage, by label.
        limits: for whoever will read it, by label: from where on another label agrees.
    """
    worst: dict[str, tuple[float, Passage]] = {}
    for passage, label, score in _counting(passages, scores, limits):
        if label not in worst or score > worst[label][0]:
            worst[label] = (score, passage)
    return worst


def _counting(
    passages: Sequence[Passage], scores: Sequence[Scores], limits: Scores
) -> Iterator[tuple[Passage, str, float]]:
    wide = [both for both in zip(passages, scores, strict=True) if not both[0].close]
    read_closely = {id(passage.source) for passage in passages if passage.close}
    for passage, known in zip(passages, scores, strict=True):
        closely = READ_CLOSELY & known.keys()
        if not closely:
            counting = known
        elif passage.close:
            counting = {
                label: _out_of_context(passage, label, known, wide, limits) for label in closely
            }
        elif id(passage.source) in read_closely:
            # Its sentences are read closely as well, and have the word.
            counting = {label: score for label, score in known.items() if label not in closely}
        else:
            counting = known
        yield from ((passage, label, score) for label, score in counting.items())


def _out_of_context(
    passage: Passage,
    label: str,
    known: Scores,
    wide: Sequence[tuple[Passage, Scores]],
    limits: Scores,
) -> float:
    """What a score of a few sentences comes to beside that of what they stand in."""
    score = known[label]
    if score >= SURE_OUT_OF_CONTEXT or _another_agrees(score, known, limits):
        return score
    around = _around(passage, wide)
    return _together(score, around[label] if around else score)


def _another_agrees(score: float, known: Scores, limits: Scores) -> bool:
    """A threat, or a slur on a group, is no slip of the reading where the words are likely an attack."""
    return score >= LIKELY_OUT_OF_CONTEXT and any(
        known[label] >= limits[label] for label in limits.keys() & known.keys() - READ_CLOSELY
    )


def _around(passage: Passage, wide: Sequence[tuple[Passage, Scores]]) -> Scores | None:
    """What the widest look at the same words scored; of words that stand apart, the look at all that is round them."""
    for how in (_shared, _shared_in_field):
        shared, around = max(
            ((how(passage, other), scores) for other, scores in wide),
            key=lambda both: both[0],
            default=(0, None),
        )
        if shared:
            return around
    return None


def _shared(one: Passage, other: Passage) -> int:
    """How many characters of a text two passages have in common."""
    if one.source is not other.source:
        return 0
    end = min(one.offset + len(one.text), other.offset + len(other.text))
    return max(0, end - max(one.offset, other.offset))


def _shared_in_field(one: Passage, other: Passage) -> int:
    """How many characters two passages have in common of a field as it was written."""
    here, there = one.span, other.span
    if one.part is not other.part or here is None or there is None:
        return 0
    return max(0, min(here.end, there.end) - max(here.start, there.start))


def _together(close: float, whole: float) -> float:
    return 1 / (1 + math.exp(MANY_SENTENCES - (_logit(close) + _logit(whole)) / 2))


def _logit(score: float) -> float:
    inside = min(max(score, _NEAREST), 1 - _NEAREST)
    return math.log(inside / (1 - inside))
