"""What the doctor looks at of the screener: the model's files, what runs it, and the desk where it can be asked."""

from __future__ import annotations

from collections.abc import Sequence

from forum.cli.found import Check, Found, attention, broken, ok
from forum.cli.model_options import ModelChoice
from forum.config import Settings
from forum.screening import ModelFilesError, Submission, load_screener

_DESK_SECONDS = 2.0


def desk_checks(settings: Settings) -> Sequence[tuple[str, Check]]:
    """Whether the worker can be asked."""
    return (("screening desk", lambda: desk(settings)),)


def model_checks(choice: ModelChoice, *, deep: bool) -> Sequence[tuple[str, Check]]:
    """The screening model: its files and, if asked for, whether it loads and reads."""
    checks: list[tuple[str, Check]] = [
        ("model files", lambda: model_files(choice)),
        ("engine", lambda: engine(choice)),
    ]
    return [*checks, ("screener", lambda: screener(choice))] if deep else checks


def desk(settings: Settings) -> Found:
    """Whether the worker can be asked at once, for a word to people before they send something."""
    if not settings.screening_ask_seconds:
        return ok("not asked (FORUM_SCREENING_ASK_SECONDS is 0)")
    try:
        with settings.screening_desk.connect(_DESK_SECONDS):
            return ok(f"answers at {settings.screening_desk}")
    except OSError as error:
        return attention(
            f"nobody answers at {settings.screening_desk} ({error.strerror or error}); "
            "posts are read as usual, but nobody hears a word before they send one",
            "Is a worker running, with the same FORUM_SCREENING_ADDRESS?",
        )


def model_files(choice: ModelChoice) -> Found:
    """Whether the model's files are the ones they should be."""
    try:
        choice.verify()
        return ok(choice.name)
    except ModelFilesError as error:
        return broken(str(error))


def engine(choice: ModelChoice) -> Found:
    """What runs the model, and whether it is ready to."""
    if not choice.is_compiled_kind:
        return ok("the Detoxify class itself, with PyTorch")
    try:
        ready = choice.is_ready()
    except ModelFilesError as error:
        return broken(str(error))
    where = f" in {choice.cache}" if choice.cache is not None else ""
    if ready:
        return ok(f"the compiled network, ready{where}")
    return ok(f"the compiled network; not compiled yet{where}, the next start does it")


def screener(choice: ModelChoice) -> Found:
    """Whether the model loads, and reads a sentence."""
    try:
        loaded = load_screener(
            model_dir=choice.folder,
            official_model=choice.official,
            threads=choice.threads,
            engine=choice.engine,
            cache_dir=choice.cache,
        )
        verdict = loaded.screen(Submission(text="Hello, it is good to be here."))
    except (ModelFilesError, OSError, RuntimeError, MemoryError) as error:
        return broken(str(error))
    return ok(f"reads a sentence in {verdict.duration_ms} ms")
