"""A larger encoder that learns first, and then says what it makes of texts, labelled or not.

It reads far better than the network that ships, and is far too slow to ship. What it says of many texts, sure or
unsure, teaches the small network more than the labels of the few do (Hinton, Vinyals and Dean 2015, "Distilling the
knowledge in a neural network").

Each public collection that was labelled by other customs than ours has outputs of its own: what annotators of tweets
called hateful shapes the encoder, but is not what it says when it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import AutoModel, PreTrainedModel, PreTrainedTokenizerBase

from forum.screening.training.examples import LABELS
from forum.screening.training.fitting import score_network
from forum.screening.training.model import Network, load_tokenizer, masked
from forum.screening.training.public_data import CUSTOMS

#: Tokens of a batch of texts that a teacher is asked about.
_ASKED_AT_ONCE = 65536
#: Up to how many words stand for a word, and how near they are to it at least: the cosine of their vectors.
_MOST_NEAR = 8
_NEAR = 0.3
#: So many of the commonest words, with which the vocabulary begins, hold sentences together: nothing stands for them.
_COMMONEST = 150
_COMPARED_AT_ONCE = 4096
_WORD = re.compile(r"[a-z]{2,}")


class Teacher(Network):
    """The mean of the encoder's vectors of all tokens; one output per label, and as many for each of `customs`."""

    def __init__(
        self,
        encoder: PreTrainedModel,
        tokenizer: PreTrainedTokenizerBase,
        customs: Sequence[str] = CUSTOMS,
    ) -> None:
        super().__init__()
        self.encoder = encoder
        self.tokenizer = tokenizer
        self.places = {source: place for place, source in enumerate(sorted(customs), start=1)}
        self.width: int = encoder.config.hidden_size
        self.outputs = nn.ModuleList(
            nn.Linear(self.width, len(LABELS)) for _ in range(len(customs) + 1)
        )

    def place(self, source: str) -> int:
        """Which outputs a text of this source is judged by; 0 are the main ones."""
        return self.places.get(source, 0)

    def forward(self, ids: Tensor, attention: Tensor, places: Tensor) -> Tensor:
        """Logits, (texts, labels)."""
        pooled = self.stands(ids, attention)
        each = torch.stack([output(pooled) for output in self.outputs], dim=1)
        return each[torch.arange(len(ids), device=ids.device), places]

    def stands(self, ids: Tensor, attention: Tensor) -> Tensor:
        """What its outputs judge by: one vector for each text, (texts, width)."""
        vectors = self.encoder(input_ids=ids, attention_mask=masked(attention)).last_hidden_state
        share = attention.unsqueeze(-1).to(vectors.dtype)
        mean: Tensor = (vectors * share).sum(1) / share.sum(1)
        return mean

    def near_words(self) -> dict[str, list[str]]:
        """For words of the vocabulary, in small letters, others that stand where they stand, the nearest first."""
        every = sorted((place, word) for word, place in self.tokenizer.get_vocab().items())
        whole = [(place, word) for place, word in every if _WORD.fullmatch(word)][_COMMONEST:]
        words = [word for _, word in whole]
        vectors = self.encoder.get_parameter("embeddings.word_embeddings.weight").detach()
        vectors = vectors[[place for place, _ in whole]].float()
        vectors = nn.functional.normalize(vectors - vectors.mean(0), dim=1)
        near: dict[str, list[str]] = {}
        for start in range(0, len(words), _COMPARED_AT_ONCE):
            likeness = vectors[start : start + _COMPARED_AT_ONCE] @ vectors.T
            best, which = likeness.topk(min(_MOST_NEAR + 1, len(words)))
            for row, (cosines, others) in enumerate(
                zip(best.tolist(), which.tolist(), strict=True), start
            ):
                found = [
                    words[other]
                    for cosine, other in zip(cosines, others, strict=True)
                    if cosine >= _NEAR and other != row
                ]
                if found:
                    near[words[row]] = found
        return near

    def says(self, texts: Sequence[str]) -> NDArray[np.floating]:
        """What it makes of each label by our customs, as logits, (texts, labels)."""
        return score_network(
            self,
            self.tokenizer,
            texts,
            max_tokens=256,
            tokens_per_batch=_ASKED_AT_ONCE,
            exactly=False,
        )


def load_teacher(folder: Path, *, seed: int) -> Teacher:
    """An encoder that takes what BERT takes, with fresh outputs; its words stay as they are."""
    torch.manual_seed(seed)
    encoder = AutoModel.from_pretrained(folder)
    encoder.embeddings.requires_grad_(False)
    return Teacher(encoder, load_tokenizer(folder))
