"""The small network learns beside a teacher: what one said of texts, and what this one says of them in other words.

No text is met twice in the same other words, so of these hardly anything can be learned by heart. In the beginning
the small network is also told where the teacher stands with such a text, all the numbers behind its answer, and less
and less of that later on (Mukherjee and Awadallah 2020, "XtremeDistil").
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertForSequenceClassification, PreTrainedTokenizerBase

from forum.screening.training.descent import Plan, Report, descend
from forum.screening.training.examples import LABELS
from forum.screening.training.fitting import Lessons, in_bfloat16
from forum.screening.training.model import masked, masked_loss
from forum.screening.training.rewording import Rewording
from forum.screening.training.teacher import Teacher
from forum.screening.training.tokens import Batch, Shape, batches_of

#: How much it counts, at the beginning, where the teacher stands with a text.
_STANDING = 0.25


def learn_beside(
    teacher: Teacher,
    model: BertForSequenceClassification,
    tokenizer: PreTrainedTokenizerBase,
    lessons: Lessons,
    plan: Plan,
    *,
    report: Report,
    every: int = 500,
) -> None:
    """Train `model` in place on texts of which a teacher has said something, and on these in other words.

    Each pass reads every lesson twice: as it is, with its weight, and in other words, which all count alike. All that
    is given lies on one device; the lessons are in tokens of `tokenizer`.

    Raises:
        ValueError: the two networks read other tokens.
    """
    torch.manual_seed(plan.seed)
    device = lessons.truth.device
    reworded = Rewording(teacher.near_words(), tokenizer.get_vocab(), device)
    as_the_teacher_reads = same_tokens(tokenizer, teacher.tokenizer).to(device)
    standing = nn.Linear(model.config.hidden_size, teacher.width).to(device)
    flat = torch.ones(len(LABELS), device=device)
    teacher.train(False)
    model.train()

    def loss_of(rows: Tensor, shape: Shape, left: Tensor) -> Tensor:
        ids, attention = lessons.tokens.read(rows, shape.width)
        if not shape.is_reworded:
            _, logits = read(ids, attention)
            return masked_loss(logits, lessons.truth[rows], lessons.weights[rows], flat)
        ids = reworded(ids)
        with torch.no_grad(), in_bfloat16(device):
            stands = teacher.stands(as_the_teacher_reads[ids], attention)
            says = teacher.outputs[0](stands).float().sigmoid()
        pooled, logits = read(ids, attention)
        with in_bfloat16(device):
            found = standing(pooled)
        apart = 1 - nn.functional.cosine_similarity(found.float(), stands.float())
        same = torch.ones_like(lessons.weights[rows])
        return masked_loss(logits, says, same, flat) + _STANDING * left * apart.mean()

    def read(ids: Tensor, attention: Tensor) -> tuple[Tensor, Tensor]:
        with in_bfloat16(device):
            pooled = model.bert(input_ids=ids, attention_mask=masked(attention)).pooler_output
            return pooled, model.classifier(pooled).float()

    parameters = [
        weight for weight in (*model.parameters(), *standing.parameters()) if weight.requires_grad
    ]
    descend(parameters, _passes(lessons, plan), loss_of, plan, report=report, every=every)


def _passes(lessons: Lessons, plan: Plan) -> list[Batch]:
    """The batches of all passes: in each every text as it is and in other words, mixed."""
    rng = np.random.default_rng(plan.seed)
    batches = []
    for epoch in range(plan.epochs):
        as_it_is, again = (
            batches_of(
                lessons.tokens.lengths,
                tokens_per_batch=plan.tokens_per_batch,
                texts_per_batch=plan.texts_per_batch,
                seed=plan.seed + 2 * epoch + which,
            )
            for which in range(2)
        )
        both = [*as_it_is, *(batch.in_other_words() for batch in again)]
        batches += [both[place] for place in rng.permutation(len(both))]
    return batches


def same_tokens(one: PreTrainedTokenizerBase, other: PreTrainedTokenizerBase) -> Tensor:
    """For each token id of one tokenizer the id of the same token with the other.

    Raises:
        ValueError: the other one lacks a token that is a word or a part of one.
    """
    theirs = other.get_vocab()
    special = {
        token: getattr(other, f"{name}_id")
        for name in ("cls_token", "sep_token", "pad_token", "unk_token", "mask_token")
        if (token := getattr(one, name)) is not None
    }
    ids = torch.zeros(len(one), dtype=torch.long)
    missing = []
    for token, place in one.get_vocab().items():
        found = special.get(token, theirs.get(token))
        if found is None:
            missing.append(token)
        else:
            ids[place] = found
    if missing:
        raise ValueError(f"the teacher reads other tokens: it lacks {', '.join(missing[:5])}")
    return ids
