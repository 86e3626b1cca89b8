"""Reading closely: of which few sentences out of a longer text the model is asked. Pure.

Most long posts are friendly from end to end, and the model sees it in the whole. Only where it sees the shadow of an
attack there is each sentence worth a look of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from forum.screening.labels import READ_CLOSELY
from forum.screening.reading import Passage, Reading

#: The score of a wide window from which on its sentences are read one by one. Of 351 long texts with one hostile
#: sentence none that is held otherwise stays below it; of long friendly ones two thirds do.
SHADOW_OF_AN_ATTACK = 0.15

Scores = Mapping[str, Mapping[str, float]]


def worth_scoring(reading: Reading, scores: Scores) -> Reading:
    """The reading without the few sentences that need no look of their own.

    Args:
        reading: all passages, wide and close.
        scores: of each wide passage's text, by label.
    """
    wide = [passage for passage in reading.passages if not passage.close]
    kept = tuple(
        passage
        for passage in reading.passages
        if not passage.close or _is_worth_it(passage, wide, scores)
    )
    return replace(reading, passages=kept)


def _is_worth_it(close: Passage, wide: list[Passage], scores: Scores) -> bool:
    around = [scores[one.text] for one in wide if _holds_some_of(one, close)]
    # What the model does not score it can't have seen either.
    return not around or any(
        not (labels := READ_CLOSELY & given.keys())
        or max(given[label] for label in labels) >= SHADOW_OF_AN_ATTACK
        for given in around
    )


def _holds_some_of(wide: Passage, close: Passage) -> bool:
    return (
        wide.source is close.source
        and wide.offset < close.offset + len(close.text)
        and close.offset < wide.offset + len(wide.text)
    )
