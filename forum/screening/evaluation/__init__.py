"""Measures the screener on sentences that training never saw, and on files given to it."""

from __future__ import annotations

from forum.screening.evaluation.judging import Judged, ScreensMany, judge, strictest
from forum.screening.evaluation.report import Report
from forum.screening.evaluation.sets import (
    SENTENCES,
    EvaluationFileError,
    Example,
    load_file,
    load_shipped,
)

__all__ = [
    "SENTENCES",
    "EvaluationFileError",
    "Example",
    "Judged",
    "Report",
    "ScreensMany",
    "judge",
    "load_file",
    "load_shipped",
    "strictest",
]
