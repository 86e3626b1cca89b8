from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import pytest
import torch
from transformers import BertTokenizer

from forum.screening.training import tokens
from forum.screening.training.tokens import Batch, Tokens, batches_of, encode, pad

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


def test_batches_of_a_width_are_of_one_size_but_for_the_last() -> None:
    sizes: dict[int, Counter[int]] = defaultdict(Counter)
    for batch in batches(1):
        sizes[batch.shape.width][len(batch.rows)] += 1
    assert len(sizes) == 11
    for of_width in sizes.values():
        less = [size for size in of_width if size < max(of_width)]
        assert sum(of_width[size] for size in less) <= 1


def test_short_and_long_texts_are_met_in_turn() -> None:
    widths = [batch.shape.width for batch in batches(1)]
    assert widths != sorted(widths)
    assert max(widths[:10]) > min(widths[-10:])


def test_a_text_longer_than_a_batch_has_one_of_its_own_and_none_is_longer_than_any_network_reads() -> (
    None
):
    [batch] = batches_of([300], tokens_per_batch=128, texts_per_batch=8, seed=1)
    assert (batch.shape.width, list(batch.rows)) == (512, [0])
    with pytest.raises(ValueError, match="513 tokens"):
        batches_of([513], tokens_per_batch=128, texts_per_batch=8, seed=1)


def test_of_no_texts_there_is_no_batch() -> None:
    lengths = Tokens([], CPU).lengths
    assert batches_of(lengths, tokens_per_batch=64, texts_per_batch=8, seed=1) == []


def test_texts_are_cut_whatever_part_of_them_is_encoded_at_once(
    tokenizer: BertTokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["you", "you are", "you are so", "you are so very", "kind"]
    whole = [ids.tolist() for ids in encode(tokenizer, texts, 4)]
    assert [len(ids) for ids in whole] == [3, 4, 4, 4, 3]
    monkeypatch.setattr(tokens, "_ENCODED_AT_ONCE", 2)
    assert [ids.tolist() for ids in encode(tokenizer, texts, 4)] == whole


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
