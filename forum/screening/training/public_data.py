"""Loaders for the public comment collections, each with the care that its labels need.

The files are described in the data folder's README. Nothing of them is copied into the project.
Where a collection's label is not quite one of ours, the target is soft or unknown: a wrong label
does more harm here than a missing one.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from forum.screening.training.examples import (
    ATTACK_ON_ADDRESSEE,
    IDENTITY_ATTACK,
    INSULT,
    LABELS,
    OBSCENE,
    SEVERE_TOXICITY,
    THREAT,
    TOXICITY,
    Example,
    harmless,
    targets,
)

WIKIPEDIA_TRAIN = "wikipedia_comments_train.csv.gz"
WIKIPEDIA_TEST = "wikipedia_comments_test.csv.gz"
CIVIL_ANNOTATED = "civil_comments_annotated.csv.gz"
CIVIL_SPANS = "civil_comments_toxic_spans.csv.gz"
TWEETS = "tweets_hate_offensive.csv.gz"
SEXISM = "sexism_edos.csv.gz"
HATEMOJI = "hatemoji_build_train.csv.gz"

#: Sources whose annotators followed other customs than ours.
CUSTOMS = ("civil", "hatemoji", "sexism", "tweets")
_SPEAKS_TO_SOMEBODY = re.compile(r"\b(you|your|u|ur|yourself)\b", re.IGNORECASE)

#: One Wikipedia row in this many is kept out of training, to choose settings by.
DEV_SHARE = 12


def load_public(data_dir: Path) -> list[Example]:
    """Every useful public row for training, the held-out Wikipedia slice left out."""
    rows = [example for example in read_wikipedia(data_dir) if not held_out(example.text)]
    for read in (read_civil_annotated, read_civil_spans, read_tweets, read_sexism, read_hatemoji):
        rows.extend(read(data_dir))
    return rows


def load_public_dev(data_dir: Path) -> list[Example]:
    """The Wikipedia training rows that training never sees."""
    return [example for example in read_wikipedia(data_dir) if held_out(example.text)]


def held_out(text: str) -> bool:
    """Whether a public text belongs to the dev slice. Depends on the text alone."""
    return hashlib.sha256(text.encode()).digest()[0] % DEV_SHARE == 0


def read_wikipedia(data_dir: Path) -> Iterator[Example]:
    """Talk-page comments with all six labels; a clean one attacks nobody."""
    for row in _rows(data_dir / WIKIPEDIA_TRAIN):
        known = {label: float(row[label]) for label in LABELS[:-1]}
        if not any(known.values()):
            known[ATTACK_ON_ADDRESSEE] = 0.0
        elif (known[INSULT] or known[THREAT]) and _SPEAKS_TO_SOMEBODY.search(row["text"]):
            # On a talk page "you" is whoever is answered.
            known[ATTACK_ON_ADDRESSEE] = 0.9
        yield Example(text=row["text"], targets=targets(known), source="wikipedia")


def read_wikipedia_test(data_dir: Path) -> tuple[list[str], list[int]]:
    """The public test file: texts and 0/1 toxicity. To measure with, never to train or choose."""
    rows = list(_rows(data_dir / WIKIPEDIA_TEST))
    return [row["text"] for row in rows], [int(row["toxicity"]) for row in rows]


def read_civil_annotated(data_dir: Path) -> Iterator[Example]:
    """News comments; the share of annotators who called it toxic is a soft target."""
    for row in _rows(data_dir / CIVIL_ANNOTATED):
        share = float(row["toxic_fraction"])
        if share == 0:
            # What several people read and nobody minded is harmless by anybody's customs.
            yield Example(text=row["text"], targets=harmless(), source="unmarked", weight=0.6)
        else:
            known = targets({TOXICITY: share})
            yield Example(text=row["text"], targets=known, source="civil", weight=0.6)


def read_civil_spans(data_dir: Path) -> Iterator[Example]:
    """Comments in which annotators marked the toxic words; unmarked ones are too unsure."""
    for row in _rows(data_dir / CIVIL_SPANS):
        if row["spans"] != "[]":
            yield Example(
                text=row["text"], targets=targets({TOXICITY: 0.9}), source="civil", weight=0.6
            )


def read_tweets(data_dir: Path) -> Iterator[Example]:
    """Tweets. 'Offensive' there is often only slang, so it teaches `obscene` alone."""
    for row in _rows(data_dir / TWEETS):
        votes = [int(row[name]) for name in ("hate_speech", "offensive_language", "neither")]
        hate, slang, neither = (vote / sum(votes) for vote in votes)
        if hate >= 0.6:
            known = targets({TOXICITY: 1.0, IDENTITY_ATTACK: hate})
        elif neither == 1:
            known = targets(
                {TOXICITY: 0.0, SEVERE_TOXICITY: 0.0, THREAT: 0.0, INSULT: 0.0, IDENTITY_ATTACK: 0}
            )
        elif slang >= 0.6:
            known = targets({OBSCENE: 0.8})
        else:
            continue
        yield Example(text=row["text"], targets=known, source="tweets", weight=0.4)


def read_sexism(data_dir: Path) -> Iterator[Example]:
    """Sexist posts by category. 'Not sexist' says nothing of other harm, so it is left out."""
    by_category = {
        "1. threats, plans to harm and incitement": {TOXICITY: 1.0, THREAT: 1.0},
        "2. derogation": {TOXICITY: 0.9, IDENTITY_ATTACK: 0.9},
        "3. animosity": {IDENTITY_ATTACK: 0.7},
        "4. prejudiced discussions": {IDENTITY_ATTACK: 0.6},
    }
    for row in _rows(data_dir / SEXISM):
        known = by_category.get(row["label_category"])
        if known is not None:
            yield Example(text=row["text"], targets=targets(known), source="sexism", weight=0.5)


def read_hatemoji(data_dir: Path) -> Iterator[Example]:
    """Adversarial hate with emoji, next to look-alikes that hurt nobody."""
    for row in _rows(data_dir / HATEMOJI):
        if row["hateful"] == "1":
            known = {TOXICITY: 1.0, IDENTITY_ATTACK: 1.0}
            if row["type"] == "threateninglanguage":
                known[THREAT] = 1.0
        else:
            known = {TOXICITY: 0.0, THREAT: 0.0, IDENTITY_ATTACK: 0.0}
        yield Example(text=row["text"], targets=targets(known), source="hatemoji")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
