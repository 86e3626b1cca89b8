"""Loading the worker's model, and trying again where that fails for a reason that may pass."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import structlog

from forum.calibration.rereading import ReadsMany
from forum.cli.compiling import compile_apart
from forum.cli.model_options import ModelChoice
from forum.cli.stop import Stop
from forum.cli.streams import say
from forum.config import Settings
from forum.conversations.submission import ReadsTexts
from forum.screening import MODEL_DIR, ModelFilesError, load_screener
from forum.worker import Worker

log = structlog.get_logger(__name__)

FIRST_PAUSE_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 300.0

Load = Callable[[ModelChoice], ReadsTexts]


def pauses(
    first: float = FIRST_PAUSE_SECONDS, longest: float = LONGEST_PAUSE_SECONDS
) -> Iterator[float]:
    """Seconds to wait before each further try: each twice as long as the one before, up to a limit."""
    pause = first
    while True:
        yield pause
        pause = min(pause * 2, longest)


def load_chosen(choice: ModelChoice) -> ReadsTexts:
    """The real screener. Takes seconds; the Detoxify engine imports torch, the compiled one is compiled if need be."""
    return load_screener(
        model_dir=choice.folder,
        official_model=choice.official,
        threads=choice.threads,
        engine=choice.engine,
        cache_dir=choice.cache,
    )


def load_other(settings: Settings, threads: int) -> ReadsMany:
    """The screener with the model that is tried on decided posts, beside the one that decides.

    Raises:
        ModelFilesError: its files are missing or damaged.
    """
    choice = ModelChoice(
        folder=settings.screening_candidate_dir or MODEL_DIR,
        official="",
        threads=threads,
        cache=settings.model_cache,
    )
    choice.verify()
    if not choice.is_ready():
        compile_apart(choice)
    # Nobody is told which words drove a score, so they need not be found.
    return load_screener(
        model_dir=choice.folder, cache_dir=choice.cache, threads=threads, mark_words=False
    )


def take_screener(
    worker: Worker,
    choice: ModelChoice,
    stop: threading.Event,
    *,
    load: Load = load_chosen,
    wait: Callable[[], Iterator[float]] = pauses,
) -> None:
    """Load the model and give it to the worker. Where that fails for now, go on trying in the background.

    Args:
        worker: gets the screener as soon as there is one.
        choice: the model.
        stop: ends the tries.
        load: makes the screener.
        wait: gives the seconds before each further try.

    Raises:
        Stop: a file of the model is missing or damaged. That does not pass by itself.
    """
    try:
        choice.verify()
        _give(worker, choice, load)
    except ModelFilesError as error:
        if not choice.official:
            raise Stop(str(error)) from error
        _say_not_loaded(error)
    except (OSError, MemoryError, RuntimeError) as error:
        _say_not_loaded(error)
    else:
        return
    later = threading.Thread(
        target=_go_on_trying, args=(worker, choice, stop, load, wait()), daemon=True
    )
    later.start()


def _go_on_trying(
    worker: Worker, choice: ModelChoice, stop: threading.Event, load: Load, wait: Iterator[float]
) -> None:
    for pause in wait:
        if stop.wait(pause):
            return
        try:
            # What has piled up meanwhile is picked up by the next sweep.
            _give(worker, choice, load)
        except Exception as error:  # noqa: BLE001  # whatever it is, the next try may do better
            _say_not_loaded(error)
        else:
            return


def _give(worker: Worker, choice: ModelChoice, load: Load) -> None:
    worker.take_screener(load(choice), choice.name)
    say(f"The screener is at work ({choice.name}).")


def _say_not_loaded(error: Exception) -> None:
    reason = str(error) or type(error).__name__
    log.error("model_not_loaded", reason=reason, meanwhile="posts wait, mails go out")
