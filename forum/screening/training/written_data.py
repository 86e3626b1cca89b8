"""Training texts made from the project's own sentences, harmless and hostile with the same words.

Each kind of text is one file in `sentences/`, and `sentences/pairs/` has texts of all kinds side by side. The split
into training and dev is by family (a pair, or lines that begin alike) and by identity: the dev part has only lines, and
half of the time only identities, that training never sees.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from forum.screening.training.examples import UNKNOWN, Example
from forum.screening.training.grammar import (
    NEWER,
    SENTENCES,
    Identity,
    Template,
    fill,
    read_identities,
    read_lists,
    read_pairs,
    read_templates,
)
from forum.screening.training.labelling import (
    HARMLESS_KINDS,
    HOSTILE_KINDS,
    labels_if_harmless,
    labels_if_hostile,
)
from forum.screening.training.typing_habits import as_typed, disguised

#: Characters of a text that may become one part of a longer one.
LONGEST_PART = 240
#: Characters of a post from which on the engine also reads it a few sentences at a time.
READ_IN_PARTS = 220
#: Characters; a "Hello!" is everybody's.
SHORTEST_EXCERPT = 25
#: Where one sentence of a text ends and the next begins.
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")


@dataclass(frozen=True, kw_only=True)
class Amounts:
    """How many texts are made of each line and of each composition."""

    per_line: int = 2
    per_pair_line: int = 2
    per_identity_line: int = 6
    times_if_harmless: int = 2
    long_harmless: int = 1500
    long_kind: int = 1500
    long_hostile: int = 600
    hostile_tail: int = 2500
    quoting_reply: int = 1200
    excerpts: int = 2


def load_written(
    seed: int, amounts: Amounts, *, dev: bool, folder: Path = SENTENCES
) -> list[Example]:
    """Examples of the training part, or of the held-out part if `dev`."""
    rng = random.Random(f"{seed} {'dev' if dev else 'train'}")
    return _made_of(_lines(folder), amounts, rng, dev=dev, folder=folder)


def load_newer(seed: int, draws: int, *, dev: bool) -> list[Example]:
    """The same of the lines in `sentences/newer`; each stands by itself."""
    rng = random.Random(f"{seed} newer {'dev' if dev else 'train'}")
    amounts = Amounts(
        per_pair_line=draws,
        times_if_harmless=1,
        long_harmless=0,
        long_kind=0,
        long_hostile=0,
        hostile_tail=0,
        quoting_reply=0,
        excerpts=1,
    )
    return _made_of(read_pairs(NEWER), amounts, rng, dev=dev, folder=SENTENCES)


def _lines(folder: Path) -> list[Template]:
    kinds = (*HARMLESS_KINDS, *HOSTILE_KINDS)
    single = [line for kind in kinds for line in read_templates(kind, folder)]
    return [*single, *read_pairs(folder / "pairs")]


def _made_of(
    every: Sequence[Template], amounts: Amounts, rng: random.Random, *, dev: bool, folder: Path
) -> list[Example]:
    lists = read_lists(folder)
    # Training meets only the identities that are not held out; dev meets both sorts in turn.
    identities = [one for one in read_identities(folder) if dev or not one.held_out]
    singles = [
        example
        for template in _part(every, dev=dev)
        for example in _of_template(template, identities, lists, rng, amounts)
    ]
    composed = _compositions(singles, rng, amounts)
    excerpts = _excerpts(singles, rng, amounts)
    return list(_without_repeats([*singles, *composed, *excerpts]))


def _part(every: Sequence[Template], *, dev: bool) -> Iterator[Template]:
    """The lines of the training part, or those held out that say what no line of the training part says."""
    trained = {line.words for line in every if not line.held_out}
    for line in every:
        if line.held_out == dev and not (dev and line.words in trained):
            yield line


def _of_template(
    template: Template,
    identities: Sequence[Identity],
    lists: dict[str, list[str]],
    rng: random.Random,
    amounts: Amounts,
) -> Iterator[Example]:
    # Most of what people write is harmless: hostile lines must not outnumber it.
    times = 1 if template.kind in HOSTILE_KINDS else amounts.times_if_harmless
    if template.block and not template.names_identity:
        chosen: list[Identity | None] = [None] * amounts.per_pair_line
    elif template.names_identity:
        count = amounts.per_identity_line * times
        chosen = [*_mixed(identities, count, rng)]
    else:
        chosen = [None] * (amounts.per_line * times)
    for number, identity in enumerate(chosen):
        text = fill(template.line, lists, rng, identity)
        hostile = template.kind in HOSTILE_KINDS
        known = (
            labels_if_hostile(text, template.kind, of_group=template.names_group)
            if hostile
            else labels_if_harmless(text, template.kind)
        )
        if number:
            text = as_typed(text, rng)
            if rng.random() < (0.08 if hostile else 0.03):
                text = disguised(text, rng)
        group = ""
        if identity:
            group = f"{identity.group} (unseen)" if identity.held_out else identity.group
        yield Example(
            text=text,
            targets=known,
            source="written",
            family=template.family,
            group=group,
            kind=template.kind,
        )


def _mixed(identities: Sequence[Identity], count: int, rng: random.Random) -> list[Identity]:
    """Different identities, half of them held-out ones where there are any."""
    unseen = [identity for identity in identities if identity.held_out]
    seen = [identity for identity in identities if not identity.held_out]
    half = min(len(unseen), count // 2)
    return rng.sample(unseen, half) + rng.sample(seen, min(len(seen), count - half))


def _compositions(
    singles: Sequence[Example], rng: random.Random, amounts: Amounts
) -> Iterator[Example]:
    """Longer posts: several sentences of one mind, or a friendly post with one hostile sentence, mostly its last."""
    by_kind: dict[str, list[Example]] = {}
    for example in singles:
        if len(example.text) <= LONGEST_PART:
            by_kind.setdefault(example.kind, []).append(example)

    def some(kinds: Sequence[str], least: int, most: int) -> list[Example]:
        return [rng.choice(by_kind[rng.choice(kinds)]) for _ in range(rng.randint(least, most))]

    telling = ("introduction", "survivor", "everyday", "survivor", "introduction", "distress")
    answering = ("kind_reply", "kind_reply", "friendly_swearing", "everyday", "disagreement")
    hostile = tuple(HOSTILE_KINDS)
    for _ in range(amounts.long_harmless):
        yield _joined(some(telling, 2, 16), "long_harmless", rng)
    for _ in range(amounts.long_kind):
        yield _joined(some(answering, 2, 7), "long_kind", rng)
    for _ in range(amounts.long_hostile):
        yield _joined(some(hostile, 2, 4), "long_hostile", rng)
    for _ in range(amounts.hostile_tail):
        friendly = some(telling + answering, 1, 12)
        place = rng.choice((len(friendly), rng.randint(0, len(friendly))))
        friendly.insert(place, some(hostile, 1, 1)[0])
        yield _joined(friendly, "hostile_tail", rng)
    for _ in range(amounts.quoting_reply):
        quoted = some(("introduction", "survivor"), 1, 1)[0]
        reply = some(hostile if rng.random() < 0.5 else answering, 1, 2)
        kind = "quoting_hostile" if reply[0].kind in HOSTILE_KINDS else "quoting_kind"
        text = f"> {quoted.text}\n\n{_joined(reply, kind, rng).text}"
        yield replace(_joined([quoted, *reply], kind, rng), text=text)


def _excerpts(
    singles: Sequence[Example], rng: random.Random, amounts: Amounts
) -> Iterator[Example]:
    """A few sentences out of the middle of long harmless posts, as the engine reads them too.

    Torn out of its story a sentence such as "He called me worthless." must still hurt nobody. Of hostile posts
    nobody knows which part is the hostile one, so they are not cut.
    """
    for example in singles:
        sentences = [part for part in SENTENCE_END.split(example.text) if part.strip()]
        if example.kind in HOSTILE_KINDS or len(example.text) < READ_IN_PARTS or len(sentences) < 4:
            continue
        for _ in range(amounts.excerpts):
            length = rng.randint(1, 3)
            start = rng.randrange(len(sentences) - length + 1)
            text = " ".join(sentences[start : start + length])
            if len(text) < SHORTEST_EXCERPT:
                continue
            known = labels_if_harmless(text, example.kind)
            yield replace(example, text=text, kind="excerpt", targets=known)


def _joined(parts: Sequence[Example], kind: str, rng: random.Random) -> Example:
    """One post out of several sentences; each label is the worst that any part is known for."""
    glue = rng.choice((" ", " ", "\n", "\n\n"))
    columns = zip(*(part.targets for part in parts), strict=True)
    return Example(
        text=glue.join(part.text for part in parts),
        targets=tuple(_worst(column) for column in columns),
        source="written",
        kind=kind,
        family=" + ".join(sorted({part.family for part in parts})),
    )


def _worst(column: Sequence[float]) -> float:
    known = [value for value in column if not math.isnan(value)]
    worst = max(known, default=UNKNOWN)
    # An unknown part leaves the whole unknown, unless another part settles it.
    return worst if len(known) == len(column) or worst > 0.5 else UNKNOWN


def _without_repeats(examples: Sequence[Example]) -> Iterator[Example]:
    seen = set()
    for example in examples:
        if example.text not in seen:
            seen.add(example.text)
            yield example
