from __future__ import annotations

import numpy as np
import torch

from forum.screening.training.tokens import Batch, Tokens, batches_of, pad

CPU = torch.device("cpu")
LENGTHS = [1 + (index * 7) % 300 for index in range(500)]


def batches(seed: int) -> list[Batch]:
    return batches_of(LENGTHS, tokens_per_batch=2048, texts_per_batch=32, seed=seed)


def test_batches_hold_every_text_once_and_keep_their_size() -> None:
    made = batches(1)
    assert sorted(row for batch in made for row in batch.rows) == list(range(500))
    for batch in made:
        assert max(LENGTHS[row] for row in batch.rows) <= batch.shape.width
        assert len(batch.rows) <= 32
        assert len(batch.rows) * batch.shape.width <= 2048


def test_another_seed_puts_other_texts_together() -> None:
    def together(seed: int) -> set[tuple[int, ...]]:
        return {tuple(batch.rows) for batch in batches(seed)}

    assert together(1) == together(1)
    assert together(1) != together(2)


def test_few_shapes_are_read() -> None:
    full = {(batch.shape, len(batch.rows)) for batch in batches(1)} & {
        (batch.shape, len(batch.rows)) for batch in batches(2)
    }
    assert len(full) <= 20
    assert len({batch.shape for batch in batches(1)}) == 11


def test_the_same_texts_in_other_words_are_of_another_shape() -> None:
    [batch] = batches_of([3, 4], tokens_per_batch=64, texts_per_batch=2, seed=1)
    other = batch.in_other_words()
    assert list(other.rows) == list(batch.rows)
    assert other.shape.width == batch.shape.width
    assert (batch.shape.is_reworded, other.shape.is_reworded) == (False, True)


def test_texts_are_read_by_their_number_and_what_is_behind_them_is_masked() -> None:
    texts = [np.array(ids) for ids in ([5], [6, 7, 8], [9, 10])]
    ids, attention = Tokens(texts, CPU).read(torch.tensor([2, 0, 1]), 4)
    assert ids.tolist() == [[9, 10, 0, 0], [5, 0, 0, 0], [6, 7, 8, 0]]
    assert attention.tolist() == [[1, 1, 0, 0], [1, 0, 0, 0], [1, 1, 1, 0]]


def test_padding_is_masked() -> None:
    ids, attention = pad([[5, 6, 7], [5]])
    assert ids.shape == attention.shape == (2, 8)
    assert attention.sum(1).tolist() == [3, 1]
    assert ids[1, 1:].sum() == 0
