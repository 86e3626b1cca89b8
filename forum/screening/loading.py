"""Building the screener that a forum, or the command line, is set to use."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from forum.screening.checks.wordlist import WordList
from forum.screening.classifier import Classifier, ModelFilesError
from forum.screening.engine import Screener
from forum.screening.model_files import MODEL_DIR, NGRAMS, describe_model
from forum.screening.policy import policy
from forum.screening.thresholds import (
    DEFAULT_SET,
    DETOXIFY_SET,
    ThresholdSet,
    load_threshold_set,
)

#: Models that Detoxify's authors publish; fetched from the internet when first used.
OFFICIAL_MODELS = ("original", "unbiased", "multilingual", "original-small", "unbiased-small")

_READS_MANY_LANGUAGES = "multilingual"


class Engine(StrEnum):
    """What runs the model: the compiled network, or the Detoxify class itself."""

    ONNX = "onnx"
    DETOXIFY = "detoxify"


#: What runs the model unless somebody says otherwise.
DEFAULT_ENGINE = Engine.ONNX


def load_screener(
    *,
    model_dir: Path = MODEL_DIR,
    official_model: str = "",
    engine: Engine | str = DEFAULT_ENGINE,
    cache_dir: Path | None = None,
    threads: int = 1,
    thresholds: ThresholdSet | None = None,
    own_words: Sequence[WordList] = (),
    mark_words: bool = True,
) -> Screener:
    """A screener with its model in memory.

    Args:
        model_dir: the folder of the model.
        official_model: the name of one of Detoxify's own models, to use instead; it runs in
            Detoxify whatever `engine` says, as only the bundled kind can be compiled.
        engine: what runs the model.
        cache_dir: where the compiled model is kept; without it, each load compiles it anew.
        threads: processor cores that the model may use.
        thresholds: the limits; by default the set that comes with the project for this kind of model.
        own_words: a community's own word lists.
        mark_words: whether findings mark the words that drove a score.

    Raises:
        ModelFilesError: the model can't be used; the message says why and what to do.
    """
    return Screener(
        load_classifier(
            model_dir=model_dir,
            official_model=official_model,
            engine=engine,
            cache_dir=cache_dir,
            threads=threads,
        ),
        thresholds or load_threshold_set(DETOXIFY_SET if official_model else DEFAULT_SET),
        policy(own_words, english_only=official_model != _READS_MANY_LANGUAGES),
        mark_words=mark_words,
    )


def load_classifier(
    *,
    model_dir: Path = MODEL_DIR,
    official_model: str = "",
    engine: Engine | str = DEFAULT_ENGINE,
    cache_dir: Path | None = None,
    threads: int = 1,
) -> Classifier:
    """The model alone; see `load_screener`."""
    _check_choice(official_model, engine)
    try:
        return _loaded(
            model_dir, official_model, engine=engine, cache_dir=cache_dir, threads=threads
        )
    except ImportError as error:
        raise ModelFilesError(
            f"What runs the screening model can't be loaded ({error}). Install the forum's packages again."
        ) from error


def _loaded(
    model_dir: Path,
    official_model: str,
    *,
    engine: Engine | str,
    cache_dir: Path | None,
    threads: int,
) -> Classifier:
    if not official_model and engine == Engine.ONNX:
        # Imported here and not above, as most users of this package never load a model.
        from forum.screening.onnx_model import OnnxModel  # noqa: PLC0415

        return _with_ngrams(
            OnnxModel.load(model_dir, cache_dir=cache_dir, threads=threads), model_dir
        )
    # The same, and this one imports torch.
    from forum.screening.detoxify_model import DetoxifyModel  # noqa: PLC0415

    if official_model:
        return DetoxifyModel.official(official_model, threads=threads)
    return _with_ngrams(DetoxifyModel.load(model_dir, threads=threads), model_dir)


def _with_ngrams(network: Classifier, model_dir: Path) -> Classifier:
    # The network's loader has compared the folder's files with their hashes already.
    if NGRAMS not in describe_model(model_dir).files:
        return network
    from forum.screening.blended_model import BlendedModel  # noqa: PLC0415
    from forum.screening.ngrams import NgramModel  # noqa: PLC0415

    return BlendedModel(network, NgramModel.load(model_dir))


def _check_choice(official_model: str, engine: Engine | str) -> None:
    if official_model and official_model not in OFFICIAL_MODELS:
        raise ModelFilesError(
            f"There is no screening model called {official_model!r}. "
            f"Leave FORUM_SCREENING_MODEL unset, or use one of: {', '.join(OFFICIAL_MODELS)}."
        )
    if engine not in set(Engine):
        raise ModelFilesError(
            f"There is no screening engine called {engine!r}. "
            f"Leave FORUM_SCREENING_ENGINE unset, or use one of: {', '.join(Engine)}."
        )
