"""The network: a small BERT encoder with one output per label, and its masked loss.

Each public collection that was labelled by other customs than ours has outputs of its own while training lasts: what
annotators of tweets called hateful shapes the encoder, but not our scores. Only the main outputs are kept.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoTokenizer, BertForSequenceClassification, PreTrainedTokenizerBase

from forum.screening.training.examples import LABELS

#: Longest text the encoder can read, in tokens.
MODEL_MAX_LENGTH = 512


def load_base(base_dir: Path, *, seed: int) -> BertForSequenceClassification:
    """The base encoder with fresh outputs for our labels; word embeddings stay as they are.

    Frozen embeddings keep rare words near the words they were learned beside, although training
    shows them only once or twice.
    """
    torch.manual_seed(seed)
    model = BertForSequenceClassification.from_pretrained(
        base_dir,
        num_labels=len(LABELS),
        problem_type="multi_label_classification",
        # Attention without dropout is what the fast CPU kernels can do; hidden dropout remains.
        attention_probs_dropout_prob=0.0,
        attn_implementation="eager",
    )
    model.config.id2label = dict(enumerate(LABELS))
    model.config.label2id = {label: index for index, label in enumerate(LABELS)}
    model.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    return model


def load_tokenizer(base_dir: Path) -> PreTrainedTokenizerBase:
    """The base's tokenizer, cutting at the encoder's limit."""
    tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(
        base_dir, model_max_length=MODEL_MAX_LENGTH
    )
    return tokenizer


def masked_loss(logits: Tensor, targets: Tensor, weights: Tensor, rarity: Tensor) -> Tensor:
    """Binary cross-entropy over the labels that are known.

    `logits` and `targets` are (texts, labels), `targets` NaN where unknown; `weights` is (texts,);
    `rarity` is (labels,), how much more a present label counts than an absent one. Returns the
    weighted mean, 0 when nothing is known.
    """
    known = ~torch.isnan(targets)
    losses = nn.functional.binary_cross_entropy_with_logits(
        logits, torch.nan_to_num(targets), pos_weight=rarity, reduction="none"
    )
    share = known * weights.unsqueeze(1)
    return (losses * share).sum() / share.sum().clamp(min=1e-6)


class Network(nn.Module, ABC):
    """What can be trained and asked: token ids in, one logit per label out."""

    @abstractmethod
    def place(self, source: str) -> int:
        """Which outputs a text of this source is judged by; 0 are the main ones."""

    @abstractmethod
    def forward(self, ids: Tensor, attention: Tensor, places: Tensor) -> Tensor:
        """Logits, (texts, labels); `ids` and `attention` are (texts, tokens), `places` (texts,)."""


class Outputs(Network):
    """The model's own outputs, and beside them those of the collections with other customs.

    Args:
        model: its encoder is shared, its classifier is the main output.
        customs: the sources with outputs of their own.
    """

    def __init__(self, model: BertForSequenceClassification, customs: Sequence[str]) -> None:
        super().__init__()
        self.model = model
        self.places = {source: place for place, source in enumerate(sorted(customs), start=1)}
        width = model.config.hidden_size
        self.others = nn.ModuleList(nn.Linear(width, len(LABELS)) for _ in self.places)

    def place(self, source: str) -> int:
        """Which outputs a text of this source is judged by; 0 are the main ones."""
        return self.places.get(source, 0)

    def forward(self, ids: Tensor, attention: Tensor, places: Tensor) -> Tensor:
        """Logits, (texts, labels); `ids` and `attention` are (texts, tokens), `places` (texts,)."""
        pooled = self.model.bert(input_ids=ids, attention_mask=attention).pooler_output
        pooled = self.model.dropout(pooled)
        each = torch.stack([head(pooled) for head in (self.model.classifier, *self.others)], dim=1)
        return each[torch.arange(len(ids)), places]
