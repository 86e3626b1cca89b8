"""Texts as token ids on a device, and the batches of like length in which they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor
from transformers import PreTrainedTokenizerBase

#: Texts that become tokens at once: as lists of numbers they take much memory.
_ENCODED_AT_ONCE = 16384
#: Tokens to which the texts of a batch are filled up. Few different ones: a GPU keeps a recording of each.
_WIDTHS = np.array((16, 24, 32, 40, 48, 64, 96, 128, 192, 256, 512))


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What is alike in two batches that a device reads in the same way: tokens of a text, and in whose words."""

    width: int
    is_reworded: bool = False


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Texts that are read together; `rows` are their numbers."""

    shape: Shape
    rows: NDArray[np.int64]

    def in_other_words(self) -> Batch:
        """The same texts, some of their words exchanged when they are read."""
        return replace(self, shape=replace(self.shape, is_reworded=True))


class Tokens:
    """Token ids of many texts, one behind the other on a device. A batch is cut out there: a GPU waits for nothing."""

    def __init__(self, texts: Sequence[NDArray[np.integer]], device: torch.device) -> None:
        #: Tokens of each text.
        self.lengths = np.array([len(text) for text in texts], dtype=np.int64)
        starts = np.concatenate([[0], np.cumsum(self.lengths)[:-1]])
        every = np.concatenate([np.zeros(0, dtype=np.int32), *texts])
        self._ids = torch.from_numpy(every.astype(np.int32)).to(device)
        self._starts = torch.from_numpy(starts).to(device)
        self._lengths = torch.from_numpy(self.lengths).to(device)

    def read(self, rows: Tensor, width: int) -> tuple[Tensor, Tensor]:
        """Ids and attention mask of the texts with these numbers, both (texts, width), padded with 0."""
        places = torch.arange(width, device=rows.device)
        is_token = places < self._lengths[rows].unsqueeze(1)
        # Where a text has ended the next one begins, and behind the last there is nothing.
        found = (self._starts[rows].unsqueeze(1) + places).clamp(max=len(self._ids) - 1)
        return self._ids[found].long() * is_token, is_token.long()


def batches_of(
    lengths: Sequence[int] | NDArray[np.integer],
    *,
    tokens_per_batch: int,
    texts_per_batch: int,
    seed: int,
) -> list[Batch]:
    """Shuffled batches of texts of like length, each text in one of them, each within so many tokens when padded.

    A text that is longer by itself has a batch of its own.

    Raises:
        ValueError: a text has more tokens than any network here reads.
    """
    longest = max(lengths, default=0)
    if longest > _WIDTHS[-1]:
        raise ValueError(f"a text of {longest} tokens is longer than {_WIDTHS[-1]}")
    rng = np.random.default_rng(seed)
    widths = _WIDTHS[np.searchsorted(_WIDTHS, lengths)]
    batches = []
    for width in map(int, np.unique(widths)):
        rows = rng.permutation(np.flatnonzero(widths == width))
        # A cap on texts too: short ones would else make so few steps that little is learned.
        size = max(1, min(texts_per_batch, tokens_per_batch // width))
        batches += [
            Batch(shape=Shape(width=width), rows=rows[start : start + size])
            for start in range(0, len(rows), size)
        ]
    return [batches[place] for place in rng.permutation(len(batches))]


def encode(
    tokenizer: PreTrainedTokenizerBase, texts: Sequence[str], max_tokens: int
) -> list[NDArray[np.int32]]:
    """Token ids of each text, cut at `max_tokens`."""
    ids: list[NDArray[np.int32]] = []
    for start in range(0, len(texts), _ENCODED_AT_ONCE):
        encoded = tokenizer(
            list(texts[start : start + _ENCODED_AT_ONCE]),
            truncation=True,
            max_length=max_tokens,
            return_attention_mask=False,
            return_token_type_ids=False,
        )
        ids += [np.array(row, dtype=np.int32) for row in encoded.input_ids]
    return ids


def pad(tokens: Sequence[ArrayLike]) -> tuple[Tensor, Tensor]:
    """Ids and attention mask, both (texts, longest), padded with 0.

    The length is a multiple of 8: fewer different shapes mean fewer compiled kernels in memory.
    """
    rows = [np.asarray(ids) for ids in tokens]
    lengths = np.array([len(row) for row in rows])
    longest = -(-lengths.max() // 8) * 8
    is_token = np.arange(longest) < lengths[:, None]
    ids = np.zeros(is_token.shape, dtype=np.int64)
    ids[is_token] = np.concatenate(rows)
    return torch.from_numpy(ids), torch.from_numpy(is_token.astype(np.int64))
