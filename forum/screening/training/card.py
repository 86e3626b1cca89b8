"""The model card: what the model is, what it was made of, and how well it does on what it never saw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from forum.screening.training.examples import ATTACK_ON_ADDRESSEE, LABELS, TOXICITY, Example
from forum.screening.training.measure import (
    Scores,
    Share,
    held,
    is_hostile,
    reliability,
    roc_auc,
    shares_by,
)

_ABOUT = """\
# Model card: hearth-minilm

A small text classifier (MiniLM-L6, 22 million parameters) for one purpose: to say which posts of a
welcoming forum a person should read before others do. It only ever suggests a hold; people decide.

## Outputs
Seven independent scores from 0 to 1: toxicity, severe_toxicity, obscene, threat, insult,
identity_attack, as in Detoxify, and attack_on_addressee: contempt, an insult, a threat, a wish of
harm, "go back to …", mockery of a misfortune or dismissal aimed at the person spoken to, with or
without a bad word. `toxicity` is what Wikipedia's annotators called so; it and `obscene` may be
high for friendly swearing, and alone they are no reason to hold. The forum's threshold sets have
no limit for either (`docs/decisions/0019-toxic-is-their-word.md`).

## Data
| data | licence | use |
| --- | --- | --- |
| Jigsaw Toxic Comments 2018, 20,000 training rows | CC0, text CC BY-SA 3.0 | train; 1/12 dev |
| Civil Comments, annotated in and out of context | CC0 | train, soft target, outputs of its own |
| Toxic Spans Detection (SemEval 2021), training part | CC0 | train, outputs of its own |
| Davidson et al. 2017, tweets | MIT | train, outputs of its own; "offensive" teaches `obscene` alone |
| EDOS (SemEval 2023, task 10) | CC0 | train, outputs of its own; only posts marked sexist |
| HatemojiBuild (Kirk et al. 2022), training part | CC BY 4.0 | train, outputs of its own |
| written for this project: sentences, pairs, posts in two wordings | MIT | train; 1/8 dev: pairs, families |
| Jigsaw 2018, official test part, 11,886 rows | CC0, text CC BY-SA 3.0 | measure only |

The base is MiniLM-L6-H384-uncased in the form of all-MiniLM-L6-v2 (MIT and Apache 2.0).

## Training
A teacher learns first: a larger encoder (all-mpnet-base-v2, 110 million parameters, Apache 2.0), too slow to ship. It
reads every public comment, the Wikipedia rows, which alone have all six labels, three times (those with a label once
more), and three draws of what is written for this project: sentences, pairs, and posts, short and long, in two wordings
that differ in as little as can be, one kind and one hostile, whole and in parts (`sentences/twins`). A collection whose
annotators followed other customs than ours has outputs of its own while training lasts: it shapes the encoder, not what
the teacher says. Labels that a collection does not have are left out of the loss; rare labels count more. Whether a
written sentence is toxic is left open where Wikipedia's annotators would not agree with us: friendly swearing, and
contempt, irony or dismissal without a bad word.

Then a teacher is asked about 850,000 texts: all those comments, pieces of them, several draws of what is written, and
variations of these: said of somebody else, quoted, in part, among other texts. What it says comes with the project
(`forum/screening/training/answers`). The network learns in five passes, each of which reads every text twice: as it is,
where it learns what the teacher said, moved three tenths towards the label where we know one; and in other words, where
it learns what another teacher, which reads along, says of these. A fifth of the words is exchanged, each time anew,
for words that stand near them in the teacher's vocabulary: texts that hardly anybody would write, and that say what
else is like what people do write. Of these it is also told where the teacher stands with the text, the numbers behind
its answer, less and less so in the course of training. Of what was written after the first teacher was asked (nothing,
at present) it would learn the label alone, as nearly sure. Word embeddings stay frozen.
Scores are calibrated on the dev texts (a scale and a shift per label) and folded into the last layer. `forum screening
train` does all of it with fixed seeds.
"""

#: The strictest and the gentlest audience; the others lie between.
_SHOWN = ("to_newcomer", "introduction")

_LIMITS = """\
## Limits
- English only. Another language gets scores that mean nothing.
- The dev texts were written by the same hands as the training texts. Lines that begin alike, and
  whole identities, were held out, but the style is shared: expect less on strangers' words.
- Scale, shift and limits were chosen on these same dev texts; two numbers per label and one per
  audience leave little room to fool oneself, yet the figures are not those of a blind test.
- It reads one text at a time: what a thread made of a word, it does not know.
- At most 512 tokens at once; longer posts are read in windows by the engine.
- Irony without any marker, in-group jokes and new coded words will be missed, and a person who quotes
  the abuse that they suffered at length may be held.
- The public collections were labelled by people with views of their own; dialects and identity words
  were marked too often there. The written sentences work against it and do not undo all of it.
"""


def describe(
    dev: Sequence[Example],
    scores: Scores,
    thresholds: Mapping[str, Mapping[str, float]],
    test_auc: float | None,
) -> str:
    """The card, in Markdown; `test_auc` is the public test file's, if it was measured."""
    written = np.array([example.source == "written" for example in dev])
    clean = [example for example, use in zip(dev, written, strict=True) if use]
    sections = [
        _ABOUT,
        _ranking(dev, scores, written, test_auc),
        *(
            _audience(name, clean, held(scores[written], thresholds[name]), thresholds[name])
            for name in _SHOWN
            if name in thresholds
        ),
        _reliability(dev, scores),
        _LIMITS,
    ]
    return "\n".join(sections)


def _ranking(
    dev: Sequence[Example], scores: Scores, written: NDArray[np.bool_], test_auc: float | None
) -> str:
    truth = np.array([example.targets[0] for example in dev])[~written].astype(int)
    public = roc_auc(scores[~written, 0], truth)
    test = "not measured for this version" if test_auc is None else f"{test_auc:.4f}"
    return (
        "## Ranking\n"
        f"ROC AUC of toxicity on the public test file: {test}; on the held-out slice of the "
        f"Wikipedia training rows ({len(truth):,} texts): {public:.4f}.\n"
    )


def _audience(
    name: str, examples: Sequence[Example], holds: NDArray[np.bool_], limits: Mapping[str, float]
) -> str:
    hostile = [is_hostile(example) for example in examples]
    harmless = [not value for value in hostile]
    kinds = [example.kind for example in examples]
    groups = [example.group for example in examples]
    lines = [
        f"## Held-out texts at the limits for `{name}`",
        "Limits: " + ", ".join(f"{label} {limit}" for label, limit in limits.items()) + ".\n",
        *_table("harmless kind", "held (should be few)", shares_by(kinds, holds, harmless)),
        *_table("hostile kind", "held (should be most)", shares_by(kinds, holds, hostile)),
        *_table("identity in harmless text", "held", shares_by(groups, holds, harmless)),
        *_table("identity in hostile text", "held", shares_by(groups, holds, hostile)),
    ]
    return "\n".join(lines)


def _table(first: str, second: str, shares: Mapping[str, Share]) -> list[str]:
    rows = [f"| {key} | {share} |" for key, share in shares.items()]
    return [f"| {first} | {second} |", "| --- | --- |", *rows, ""]


def _reliability(dev: Sequence[Example], scores: Scores) -> str:
    lines = ["## Reliability", "Dev texts by score: does 0.8 mean four in five?\n"]
    truth = np.array([example.targets for example in dev])
    for label in (TOXICITY, ATTACK_ON_ADDRESSEE):
        column = LABELS.index(label)
        known = ~np.isnan(truth[:, column])
        lines += [f"| {label} | texts | mean score | true |", "| --- | --- | --- | --- |"]
        for span, count, mean, share in reliability(scores[known, column], truth[known, column]):
            lines.append(f"| {span} | {count} | {mean:.2f} | {share:.2f} |")
        lines.append("")
    return "\n".join(lines)
