"""Building the screener that a forum, or the command line, is set to use."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from forum.screening.checks.wordlist import WordList
from forum.screening.classifier import Classifier, ModelFilesError
from forum.screening.engine import Screener
from forum.screening.model_files import MODEL_DIR
from forum.screening.policy import policy
from forum.screening.thresholds import ThresholdSet, load_threshold_set

#: Models that Detoxify's authors publish; fetched from the internet when first used.
OFFICIAL_MODELS = ("original", "unbiased", "multilingual", "original-small", "unbiased-small")


def load_screener(
    *,
    model_dir: Path = MODEL_DIR,
    official_model: str = "",
    threads: int = 1,
    thresholds: ThresholdSet | None = None,
    own_words: Sequence[WordList] = (),
    mark_words: bool = True,
) -> Screener:
    """A screener with its model in memory. Takes seconds, and imports torch.

    Args:
        model_dir: the folder of the model.
        official_model: the name of one of Detoxify's own models, to use instead.
        threads: processor cores that the model may use.
        thresholds: the limits; by default the set that comes with the project.
        own_words: a community's own word lists.
        mark_words: whether findings mark the words that drove a score.

    Raises:
        ModelFilesError: the model can't be used; the message says why and what to do.
    """
    return Screener(
        _classifier(model_dir, official_model, threads),
        thresholds or load_threshold_set(),
        policy(own_words),
        mark_words=mark_words,
    )


def _classifier(model_dir: Path, official_model: str, threads: int) -> Classifier:
    if official_model and official_model not in OFFICIAL_MODELS:
        raise ModelFilesError(
            f"There is no screening model called {official_model!r}. "
            f"Leave FORUM_SCREENING_MODEL unset, or use one of: {', '.join(OFFICIAL_MODELS)}."
        )
    # Here and not above, because it imports torch, which most users of this package never need.
    from forum.screening.detoxify_model import DetoxifyModel  # noqa: PLC0415

    if official_model:
        return DetoxifyModel.official(official_model, threads=threads)
    return DetoxifyModel.load(model_dir, threads=threads)
