from __future__ import annotations

import pytest

from forum.screening import Screener, load_screener
from tests.unit.screening.fakes import LIMITS, ScriptedClassifier

RUDE = {"insult": 0.9, "toxicity": 0.92, "attack_on_addressee": 0.85}


@pytest.fixture
def classifier() -> ScriptedClassifier:
    """Finds "idiot" rude and "grumble" a little rude, and nothing else."""
    return ScriptedClassifier(
        {"idiot": RUDE, "grumble": {"insult": 0.65, "attack_on_addressee": 0.62}}
    )


@pytest.fixture
def screener(classifier: ScriptedClassifier) -> Screener:
    return Screener(classifier, LIMITS)


@pytest.fixture(scope="session")
def real_screener() -> Screener:
    """The screener with the model that comes with the project, in the Detoxify class itself."""
    return load_screener(engine="detoxify")
