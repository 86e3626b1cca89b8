r"""The little grammar of the sentence files: slots, choices, identities, word lists, pairs.

A line may hold `{slot}`s, filled from `lists.txt`, the identity slots `{one}` (a gay man),
`{many}` (gay men) and `{adj}` (gay), which all speak of one identity, and `[this|that]` choices.

The files in `pairs/` and `newer/` are blocks of `kind: line`, apart by a blank line: texts with the same words that
differ in whether somebody is hurt. A block is held out as a whole. `\n` in a line is a line break.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SENTENCES = Path(__file__).parent / "sentences"
#: More pairs, which are drawn by themselves: what is drawn of the others stays as it was.
NEWER = SENTENCES / "newer"
IDENTITY_SLOTS = ("{one}", "{many}", "{adj}")

#: One opening in this many is kept out of training.
DEV_SHARE = 8

_SLOT = re.compile(r"\{(\w+)\}")
_CHOICE = re.compile(r"\[([^\]]*\|[^\]]*)\]")
_WORD = re.compile(r"\{\w+\}|[^\W_]+(?:'[^\W_]+)?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """A way in which people name what somebody is; `held_out` ones are met by the measure only."""

    group: str
    one: str
    many: str
    adj: str
    held_out: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Template:
    """One line of a sentence file. `family` is what is held out together; `block` names its pair, if it has one."""

    kind: str
    line: str
    block: str = ""

    @property
    def family(self) -> str:
        """Its block, or the kind and the first two words: lines that begin alike are held out together."""
        if self.block:
            return self.block
        words = _WORD.findall(self.line.casefold())
        return f"{self.kind}: {' '.join(words[:2])}"

    @property
    def words(self) -> str:
        """What it says, whatever its case and punctuation."""
        return " ".join(_WORD.findall(self.line.casefold()))

    @property
    def held_out(self) -> bool:
        """Whether the dev measure owns this line. Depends on its family alone."""
        return hashlib.sha256(self.family.encode()).digest()[0] % DEV_SHARE == 0

    @property
    def names_identity(self) -> bool:
        """Whether the line has a slot for an identity."""
        return any(slot in self.line for slot in IDENTITY_SLOTS)

    @property
    def names_group(self) -> bool:
        """Whether the line has a slot for an identity or for a slur."""
        return self.names_identity or "{slur}" in self.line


def read_lines(path: Path) -> list[str]:
    """The lines of a sentence file, without blank ones and comments."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("# ")]


def read_identities(folder: Path = SENTENCES) -> list[Identity]:
    """All identities of `identities.txt`."""
    identities = []
    for line in read_lines(folder / "identities.txt"):
        group, one, many, adj = (cell.strip() for cell in line.split("|"))
        identities.append(
            Identity(
                group=group,
                one=one.removeprefix("*").strip(),
                many=many,
                adj=adj,
                held_out=one.startswith("*"),
            )
        )
    return identities


def read_lists(folder: Path = SENTENCES) -> dict[str, list[str]]:
    """The word lists of `lists.txt`, by slot."""
    lists = {}
    for line in read_lines(folder / "lists.txt"):
        name, _, values = line.partition(":")
        lists[name.strip()] = [value.strip() for value in values.split("|")]
    return lists


def read_templates(kind: str, folder: Path = SENTENCES) -> list[Template]:
    """The different lines of one kind, in the order of the file."""
    lines = dict.fromkeys(read_lines(folder / f"{kind}.txt"))
    return [Template(kind=kind, line=line) for line in lines]


def read_pairs(folder: Path = SENTENCES / "pairs") -> list[Template]:
    """The lines of every block in the files of a folder, file by file, each different line once.

    Raises:
        ValueError: a line does not begin with a kind.
    """
    templates: dict[str, Template] = {}
    for path in sorted(folder.glob("*.txt")):
        for number, block in enumerate(re.split(r"\n\s*\n", path.read_text(encoding="utf-8"))):
            for entry in block.splitlines():
                if not entry.strip() or entry.startswith("# "):
                    continue
                kind, colon, line = entry.partition(":")
                if not colon or not kind.strip().isidentifier():
                    raise ValueError(f"{path.name}: no kind in {entry!r}")
                text = line.strip().replace("\\n", "\n")
                name = f"{path.stem} {number}"
                templates.setdefault(text, Template(kind=kind.strip(), line=text, block=name))
    return list(templates.values())


def fill(
    line: str,
    lists: Mapping[str, Sequence[str]],
    rng: random.Random,
    identity: Identity | None = None,
) -> str:
    """A sentence made from a line: choices first, then slots, each drawn anew."""
    chosen = _CHOICE.sub(lambda match: rng.choice(match[1].split("|")), line)

    def word(match: re.Match[str]) -> str:
        slot = match[1]
        if slot in ("one", "many", "adj"):
            if identity is None:
                raise ValueError(f"no identity given for: {line}")
            return str(getattr(identity, slot))
        return rng.choice(lists[slot])

    # A list's value may hold a slot of its own, so filling goes on until nothing is left.
    while _SLOT.search(chosen):
        chosen = _SLOT.sub(word, chosen)
    return chosen[0].upper() + chosen[1:] if line[0] == "{" and rng.random() < 0.8 else chosen
