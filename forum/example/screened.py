"""What the screener is told to have said of the example's posts.

The scores come with the example and were made up, so the results name "example" as their model: nobody shall take
them for something that the real one has said.
"""

from __future__ import annotations

from datetime import datetime

from forum.conversations.models import ScreeningResult
from forum.example.data import ExamplePost
from forum.example.history import HOLDS_FROM, was_held
from forum.screening import Finding, Outcome, Standing, in_words

MODEL = "example"


def screening_result(
    post: ExamplePost, revision_id: int, *, by: Standing, to: Standing, at: datetime
) -> ScreeningResult | None:
    """The result that goes with a post's made-up scores.

    None where there are no scores, and where they could not have held a post that was held: then the screener counts
    as having failed to read it.
    """
    held = was_held(post)
    over = {label: score for label, score in post.scores.items() if score >= HOLDS_FROM}
    if not post.scores or (held and not over):
        return None
    return ScreeningResult(
        revision_id=revision_id,
        outcome=Outcome.HOLD if held else Outcome.PUBLISH,
        scores=dict(post.scores),
        findings=[_finding(label, score).as_json() for label, score in over.items()],
        addressed_to=to,
        written_by=by,
        model_name=MODEL,
        model_version="1",
        threshold_set=MODEL,
        duration_ms=0,
        created_at=at,
    )


def _finding(label: str, score: float) -> Finding:
    return Finding(
        check="toxicity",
        label=label,
        score=score,
        threshold=HOLDS_FROM,
        holds=True,
        window=None,
        spans=(),
        explanation=f"This reads as {in_words(label)}.",
    )
