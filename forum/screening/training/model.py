"""The network that ships: a small BERT encoder with one output per label; and the masked loss of any network."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoTokenizer, BertForSequenceClassification, PreTrainedTokenizerBase

from forum.screening.training.examples import LABELS

#: Longest text the encoder can read, in tokens.
MODEL_MAX_LENGTH = 512
#: How many layers stay as they are in a model that goes on.
_STAY = 2


def load_base(base_dir: Path, *, seed: int) -> BertForSequenceClassification:
    """The base encoder with fresh outputs for our labels; word embeddings stay as they are.

    Frozen embeddings keep rare words near the words they were learned beside, although training
    shows them only a few times. It learns without dropout: of millions of texts, half of which it
    meets once, a network of this size learns hardly any by heart.
    """
    torch.manual_seed(seed)
    model = _load(
        base_dir,
        num_labels=len(LABELS),
        problem_type="multi_label_classification",
        hidden_dropout_prob=0.0,
    )
    model.config.id2label = dict(enumerate(LABELS))
    model.config.label2id = {label: index for index, label in enumerate(LABELS)}
    return model


def load_trained(model_dir: Path) -> BertForSequenceClassification:
    """A model that was trained before, to go on with.

    It goes on without dropout: what it meets once, it can't learn by heart. The layers next to the words, which know
    most of what they need, stay as they are, which makes each step a quarter shorter.
    """
    model = _load(model_dir, hidden_dropout_prob=0.0)
    for part in (model.bert.embeddings, *model.bert.encoder.layer[:_STAY]):
        part.requires_grad_(False)
    return model


def between(before: Mapping[str, Tensor], model: nn.Module, share: float) -> None:
    """Move a model's weights, in place, to so much of what they are now and the rest of what they were before.

    What a model has learned last it knows nearly as well there, and forgets less (Wortsman et al. 2022, "Robust
    fine-tuning of zero-shot models").
    """
    now = model.state_dict()
    model.load_state_dict({name: torch.lerp(before[name], now[name], share) for name in now})


def _load(folder: Path, **config: Any) -> BertForSequenceClassification:
    model = BertForSequenceClassification.from_pretrained(
        folder,
        # Attention without dropout is what the fast CPU kernels can do.
        attention_probs_dropout_prob=0.0,
        attn_implementation="eager",
        **config,
    )
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


def masked(attention: Tensor) -> Tensor:
    """An attention mask, (texts, tokens), as the encoders add it to what they attend to, (texts, 1, 1, tokens).

    Left to themselves they make it with a number that is fetched from the CPU, which no GPU can record.
    """
    return (1 - attention[:, None, None, :].float()) * torch.finfo(torch.bfloat16).min


class Network(nn.Module, ABC):
    """What can be trained and asked: token ids in, one logit per label out."""

    @abstractmethod
    def place(self, source: str) -> int:
        """Which outputs a text of this source is judged by; 0 are the main ones."""

    @abstractmethod
    def forward(self, ids: Tensor, attention: Tensor, places: Tensor) -> Tensor:
        """Logits, (texts, labels); `ids` and `attention` are (texts, tokens), `places` (texts,)."""


class Small(Network):
    """The model that ships, whose own outputs are all that it has."""

    def __init__(self, model: BertForSequenceClassification) -> None:
        super().__init__()
        self.model = model

    def place(self, source: str) -> int:
        """All texts are judged by the same outputs."""
        return 0

    def forward(self, ids: Tensor, attention: Tensor, places: Tensor) -> Tensor:
        """Logits, (texts, labels)."""
        logits: Tensor = self.model(input_ids=ids, attention_mask=masked(attention)).logits
        return logits
