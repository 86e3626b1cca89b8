from __future__ import annotations

import numpy as np

from forum.screening.training.examples import LABELS, PUBLIC, Example
from forum.screening.training.linear import fit_ngrams, scaled


def example(text: str, toxicity: float) -> Example:
    return Example(text=text, targets=(toxicity,) + (0.0,) * (len(LABELS) - 1), source="wikipedia")


EXAMPLES = [
    example("you are so kind", 0.0),
    example("what a kind thing to say", 0.0),
    example("you are so vile", 1.0),
    example("what a vile thing to say", 1.0),
] * 40


def test_it_learns_which_words_go_with_a_label_and_how_they_may_be_spelled() -> None:
    model = fit_ngrams(EXAMPLES, seed=1)
    toxicity = {word: model.logits(f"how {word}")[0] for word in ("kind", "vile", "viiile")}

    assert toxicity["kind"] < toxicity["viiile"] < toxicity["vile"]


def test_the_same_seed_gives_the_same_model() -> None:
    first, second = (fit_ngrams(EXAMPLES, seed=1) for _ in range(2))

    assert np.array_equal(first.weights, second.weights)


def test_its_say_is_a_factor_of_its_logits() -> None:
    model = fit_ngrams(EXAMPLES, seed=1)
    halved = scaled(model, np.full(PUBLIC, 0.5))

    assert np.allclose(halved.logits("so vile"), model.logits("so vile") / 2)
