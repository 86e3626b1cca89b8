"""Posts in two wordings: the same post, kind or hostile in a word, a clause or a sentence or two of it.

The files in `sentences/twins/` hold records, apart by a line of `%%`. The first line of one names its kind, or both of
its kinds (`kind_reply / contempt`); what follows is the post. Where it says `[[this||that]]`, the harmless wording has
`this` and the hostile one has `that`; everything else stands in both. A post that says no such thing has one wording
and one kind, a harmless or a hostile one. `short/` shows that it is not the words: most of
them stand on both sides. `long/` shows what a blow in the midst of 200 friendly words is, and, since the place is
known, which sentences of a hostile post hurt nobody.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from forum.screening.training.examples import Example
from forum.screening.training.grammar import DEV_SHARE, SENTENCES
from forum.screening.training.labelling import (
    HARMLESS_KINDS,
    HOSTILE_KINDS,
    labels_if_harmless,
    labels_if_hostile,
)
from forum.screening.training.typing_habits import as_typed
from forum.screening.training.written_data import SENTENCE_END, SHORTEST_EXCERPT

TWINS = SENTENCES / "twins"
#: The same, written since the teacher was asked.
UNASKED = SENTENCES / "unasked"

#: Sentences that are read on their own, at most so many together.
_MOST_SENTENCES = 3

#: From so many characters on most sentences of a post can be understood by themselves.
_LONG = 320

_APART = re.compile(r"^%%[ \t]*$", re.MULTILINE)
_PLACE = re.compile(r"\[\[(.*?)\|\|(.*?)\]\]", re.DOTALL)

#: Where something begins and ends in a text, in code points.
Stretch = tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """A post in one of its wordings; `places` is where the other one says something else."""

    text: str
    kind: str
    places: tuple[Stretch, ...]

    @property
    def is_hostile(self) -> bool:
        """Whether it hurts somebody."""
        return self.kind in HOSTILE_KINDS


@dataclass(frozen=True, kw_only=True, slots=True)
class Twins:
    """A record: one wording or two, and the name by which both are held out together."""

    name: str
    wordings: tuple[Wording, ...]

    @property
    def held_out(self) -> bool:
        """Whether the dev measure owns this record."""
        return hashlib.sha256(self.name.encode()).digest()[0] % DEV_SHARE == 0

    @property
    def answers_a_quotation(self) -> bool:
        """Whether a few words speak of others: neither hate that is quoted nor "he's right" can be judged alone."""
        first = self.wordings[0]
        return first.kind == "counter_speech" and len(first.text) < _LONG


def read_twins(folder: Path = TWINS) -> list[Twins]:
    """Every record of every file in a folder and its folders.

    Raises:
        ValueError: a record names a kind that there is not, or not as many as it has wordings, or says the same in a
            place of both.
    """
    return [
        _twins(record.strip(), f"{path.stem} {number}")
        for path in sorted(folder.rglob("*.txt"))
        for number, record in enumerate(_APART.split(path.read_text(encoding="utf-8")))
        if record.strip()
    ]


def load_twins(seed: int, draws: int, *, dev: bool, folder: Path = TWINS) -> list[Example]:
    """Examples of the training part, or of the held-out part if `dev`: whole posts, and sentences out of them.

    Each post is drawn so many times: first as it was written, then as others might have typed it, each time with other
    sentences, if what it says can be told from its sentences.
    """
    rng = random.Random(f"{seed} twins {'dev' if dev else 'train'}")
    every = {
        example.text: example
        for twins in read_twins(folder)
        if twins.held_out == dev
        for wording in twins.wordings
        for number in range(draws)
        for example in _drawn(wording, twins, rng, as_written=number == 0)
    }
    return list(every.values())


def _twins(record: str, name: str) -> Twins:
    head, _, body = record.partition("\n")
    kinds = tuple(kind.strip() for kind in head.split("/"))
    both = _PLACE.search(body) is not None
    expected = (HARMLESS_KINDS, HOSTILE_KINDS) if both else ((*HARMLESS_KINDS, *HOSTILE_KINDS),)
    if len(kinds) != len(expected) or any(
        kind not in known for kind, known in zip(kinds, expected, strict=True)
    ):
        raise ValueError(f"{name}: the kinds {head!r} do not fit its wordings")
    same = [place[0] for place in _PLACE.finditer(body) if place[1] == place[2]]
    if same:
        raise ValueError(f"{name}: {same[0]} says the same twice")
    if not both:
        return Twins(name=name, wordings=(_plain(body.strip(), kinds[0]),))
    wordings = tuple(_wording(body.strip(), kind, which) for which, kind in enumerate(kinds, 1))
    return Twins(name=name, wordings=wordings)


def _plain(text: str, kind: str) -> Wording:
    # Of a hostile post nobody has said where the blow is: it hurts as a whole, and no part of it is known by itself.
    places = ((0, len(text)),) if kind in HOSTILE_KINDS else ()
    return Wording(text=text, kind=kind, places=places)


def _wording(body: str, kind: str, which: int) -> Wording:
    text, places, last = "", [], 0
    for place in _PLACE.finditer(body):
        text += body[last : place.start()]
        places.append((len(text), len(text) + len(place[which])))
        text += place[which]
        last = place.end()
    return Wording(text=text + body[last:], kind=kind, places=tuple(places))


def _drawn(
    wording: Wording, twins: Twins, rng: random.Random, *, as_written: bool
) -> Iterator[Example]:
    """The whole; the sentences around a place; and some that are the same in both wordings."""
    whole = (0, len(wording.text))
    there, elsewhere = [], []
    for run in () if twins.answers_a_quotation else _runs(wording.text):
        touched = [place for place in wording.places if _overlap(run, place)]
        if any(_holds(run, place) for place in touched):
            there.append(run)
        elif not touched:
            elsewhere.append(run)
    chosen = [*_some(there, 1, rng), *_some(elsewhere, 2, rng)]
    for start, end in (whole, *chosen):
        hurts = wording.is_hostile and any(_holds((start, end), place) for place in wording.places)
        text = wording.text[start:end]
        yield Example(
            text=text if as_written else as_typed(text, rng),
            targets=(
                labels_if_hostile(text, wording.kind, of_group=None)
                if hurts
                else labels_if_harmless(text, "" if wording.is_hostile else wording.kind)
            ),
            source="written",
            family=twins.name,
            kind=wording.kind if hurts or (start, end) == whole else "excerpt",
        )


def _runs(text: str) -> list[Stretch]:
    """Every one to three sentences of a text that stand together."""
    ends = [found.span() for found in SENTENCE_END.finditer(text)]
    starts = [0, *(end for _, end in ends)]
    stops = [*(start for start, _ in ends), len(text)]
    return [
        (starts[first], stops[last])
        for first in range(len(starts))
        for last in range(first, min(first + _MOST_SENTENCES, len(starts)))
        if stops[last] - starts[first] >= SHORTEST_EXCERPT
    ]


def _some(runs: Sequence[Stretch], most: int, rng: random.Random) -> list[Stretch]:
    return rng.sample(runs, min(most, len(runs)))


def _overlap(one: Stretch, other: Stretch) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _holds(one: Stretch, other: Stretch) -> bool:
    return one[0] <= other[0] and other[1] <= one[1]
