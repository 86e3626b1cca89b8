"""A larger encoder that learns the same and then says what it makes of texts that nobody has labelled.

It reads far better than the network that ships, and is far too slow to ship. What it says of many texts, sure or
unsure, teaches the small network more than the labels of the few do (Hinton, Vinyals and Dean 2015, "Distilling the
knowledge in a neural network").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import AutoModel, PreTrainedModel, PreTrainedTokenizerBase

from forum.screening.training.examples import (
    ATTACK_ON_ADDRESSEE,
    IDENTITY_ATTACK,
    INSULT,
    LABELS,
    THREAT,
    TOXICITY,
    Example,
)
from forum.screening.training.fitting import likely, score_network
from forum.screening.training.model import Network, load_tokenizer
from forum.screening.training.variations import UNLABELLED

#: Layers next to the words that stay as they are: they know the language already.
FROZEN_LAYERS = 4
#: The labels that the written sentences teach as well as the public ones do.
TAUGHT = (TOXICITY, THREAT, INSULT, IDENTITY_ATTACK, ATTACK_ON_ADDRESSEE)
#: How much a public label counts beside what the network said of the text before.
_SAY_OF_LABELS = 0.5


class Teacher(Network):
    """The mean of the encoder's vectors of all tokens, and one output per label."""

    def __init__(self, encoder: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> None:
        super().__init__()
        self.encoder = encoder
        self.tokenizer = tokenizer
        self.outputs = nn.Linear(encoder.config.hidden_size, len(LABELS))

    def place(self, source: str) -> int:
        """All texts are judged by the same outputs."""
        return 0

    def forward(self, ids: Tensor, attention: Tensor, places: Tensor) -> Tensor:
        """Logits, (texts, labels)."""
        vectors = self.encoder(input_ids=ids, attention_mask=attention).last_hidden_state
        share = attention.unsqueeze(-1).to(vectors.dtype)
        logits: Tensor = self.outputs((vectors * share).sum(1) / share.sum(1))
        return logits

    def says(self, texts: Sequence[str]) -> NDArray[np.floating]:
        """How likely each label is, (texts, labels)."""
        logits = score_network(self, self.tokenizer, texts, max_tokens=160, use_bfloat16=True)
        return likely(logits)


def load_teacher(folder: Path, *, seed: int) -> Teacher:
    """An encoder that takes what BERT takes, with fresh outputs; its words and first layers stay as they are."""
    torch.manual_seed(seed)
    encoder = AutoModel.from_pretrained(folder)
    for part in (encoder.embeddings, *encoder.encoder.layer[:FROZEN_LAYERS]):
        part.requires_grad_(False)
    return Teacher(encoder, load_tokenizer(folder))


def taught(
    examples: Sequence[Example], *, teacher: NDArray[np.floating], before: NDArray[np.floating]
) -> list[Example]:
    """The same texts with what is to be learned of them now.

    Args:
        examples: public texts, and such as nobody has labelled.
        teacher: what the teacher says of them, (texts, labels).
        before: what the network said of them before, (texts, labels). It says so again of a public text's public
            labels, lest it forget what it knew (Li and Hoiem 2016, "Learning without forgetting").
    """
    rows = np.array(before, dtype=float)
    for row, example in enumerate(examples):
        labels = np.array(example.targets)
        if example.source == UNLABELLED:
            taught_here = [LABELS.index(label) for label in TAUGHT]
        else:
            taught_here = [LABELS.index(ATTACK_ON_ADDRESSEE)]
        if example.source == "wikipedia":
            known = ~np.isnan(labels)
            rows[row, known] += _SAY_OF_LABELS * (labels[known] - rows[row, known])
        rows[row, taught_here] = teacher[row, taught_here]
    return [
        replace(example, targets=tuple(map(float, row)), source="taught")
        for example, row in zip(examples, rows, strict=True)
    ]
