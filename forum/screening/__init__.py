"""Reads a text and says publish or hold, and why. A library of its own: no web, no database.

`load_screener()` loads the model and gives a `Screener`; `Screener.screen(Submission(text=…))`
gives a `Verdict`. Importing this package imports no heavy library.
"""

from __future__ import annotations

from forum.screening.classifier import Classifier, ModelFilesError
from forum.screening.engine import Explanation, Screener
from forum.screening.labels import CORE_LABELS, Label, in_words
from forum.screening.loading import OFFICIAL_MODELS, Engine, load_classifier, load_screener
from forum.screening.model_files import MODEL_DIR, describe_model, verify_model_files
from forum.screening.submission import Standing, Submission
from forum.screening.thresholds import (
    Audience,
    State,
    ThresholdSet,
    audience_of,
    bundled_sets,
    load_threshold_set,
)
from forum.screening.verdict import Finding, Outcome, Part, Span, Verdict

__all__ = [
    "CORE_LABELS",
    "MODEL_DIR",
    "OFFICIAL_MODELS",
    "Audience",
    "Classifier",
    "Engine",
    "Explanation",
    "Finding",
    "Label",
    "ModelFilesError",
    "Outcome",
    "Part",
    "Screener",
    "Span",
    "Standing",
    "State",
    "Submission",
    "ThresholdSet",
    "Verdict",
    "audience_of",
    "bundled_sets",
    "describe_model",
    "in_words",
    "load_classifier",
    "load_screener",
    "load_threshold_set",
    "verify_model_files",
]
