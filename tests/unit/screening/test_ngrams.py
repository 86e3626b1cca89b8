from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.screening.blended_model import BlendedModel
from forum.screening.classifier import ModelFilesError
from forum.screening.model_files import NGRAMS
from forum.screening.ngrams import BITS, NgramModel, features
from tests.unit.screening.fakes import LABELS, ScriptedClassifier

PUBLIC = len(LABELS) - 1


def model_against(word: str, *, weight: int = 100) -> NgramModel:
    """A linear model that knows one word, and finds it bad by every public label."""
    weights = np.zeros((1 << BITS, PUBLIC), dtype=np.int8)
    weights[features(word)[0]] = weight
    return NgramModel(
        weights=weights,
        scale=np.full(PUBLIC, 0.05, dtype=np.float32),
        shift=np.zeros(PUBLIC, dtype=np.float32),
        rarity=np.full(1 << BITS, 16, dtype=np.uint8),
    )


@given(st.text(max_size=300))
def test_every_text_has_buckets_and_a_vector_of_length_one(text: str) -> None:
    model = model_against("vile")
    buckets, shares = model.shares(text)

    assert len(set(buckets.tolist())) == len(buckets) == len(shares)
    assert not len(buckets) or (buckets.min() >= 0 and buckets.max() < 1 << BITS)
    assert np.isclose(np.linalg.norm(shares), 1, atol=1e-4) or not len(buckets)


@pytest.mark.parametrize("text", ["", " ", "a", "\ud800", "\u200b" * 50, "x" * 100_000])
def test_nothing_that_somebody_types_is_too_odd_to_read(text: str) -> None:
    assert np.isfinite(model_against("vile").logits(text)).all()


def test_case_and_spacing_make_no_difference() -> None:
    model = model_against("vile")

    assert np.allclose(model.logits("So  VILE\n"), model.logits("so vile"))


def test_a_word_it_knows_moves_the_public_labels_and_no_other() -> None:
    network = ScriptedClassifier({"vile": {"attack_on_addressee": 0.6}})
    blended = BlendedModel(network, model_against("vile"))
    kind, vile = blended.scores(["so kind", "so vile"])
    [alone] = network.scores(["so vile"])

    assert vile["attack_on_addressee"] == alone["attack_on_addressee"]
    for label in LABELS[:PUBLIC]:
        assert vile[label] > alone[label]
        assert vile[label] > kind[label]
        assert 0 <= kind[label] <= 1


def test_it_passes_for_the_network_it_is_added_to() -> None:
    network = ScriptedClassifier()
    blended = BlendedModel(network, model_against("vile"))

    assert (blended.name, blended.version, blended.labels) == ("scripted", "1", LABELS)
    assert blended.token_spans("so vile") == network.token_spans("so vile")
    assert blended.scores([]) == []


def test_it_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    model = model_against("vile")
    model.save(tmp_path)

    assert np.array_equal(NgramModel.load(tmp_path).logits("so vile"), model.logits("so vile"))


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / NGRAMS).write_bytes(b"no such thing")

    with pytest.raises(ModelFilesError, match=NGRAMS):
        NgramModel.load(tmp_path)
