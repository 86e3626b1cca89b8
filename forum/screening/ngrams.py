"""A linear model over pieces of words, beside the network: it knows spellings that the network never learned.

Runs of 2 to 5 letters, words, and pairs of words are hashed into buckets; each bucket has a weight per label. It
costs a fraction of a millisecond, and its mistakes are other ones than the network's. Weinberger et al. 2009, "Feature
hashing for large scale multitask learning".
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from forum.screening.classifier import ModelFilesError
from forum.screening.model_files import NGRAMS

#: Buckets are 2 to the power of this.
BITS = 18
_LETTERS = range(2, 6)
#: Characters that are read; a window of the network is shorter.
_MOST_CHARACTERS = 4000
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[^\w\s]")
_PARTS = ("weights", "scale", "shift", "rarity")
_GOLDEN = 0x9E3779B1
_STEP = np.uint32(_GOLDEN)

Buckets = NDArray[np.uint32]
Numbers = NDArray[np.float32]


def features(text: str) -> tuple[Buckets, Numbers]:
    """The buckets that a text falls into, each once, and 1 + ln(how often); both (buckets,)."""
    plain = " ".join(text.casefold().split())[:_MOST_CHARACTERS]
    hashes = [*_runs(f" {plain} "), *_words(plain)]
    buckets, counts = np.unique(_bucket(np.concatenate(hashes)), return_counts=True)
    return buckets, (1 + np.log(counts)).astype(np.float32)


def _runs(text: str) -> list[Buckets]:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    found, rolled = [], np.zeros(len(codes), dtype=np.uint32)
    for length in range(1, min(_LETTERS.stop, len(codes) + 1)):
        rolled = rolled[: len(codes) - length + 1] * _STEP + codes[length - 1 :] + np.uint32(1)
        if length in _LETTERS:
            found.append(rolled ^ np.uint32(length * _GOLDEN % 2**32))
    return found


def _words(text: str) -> list[Buckets]:
    hashed = [zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in _WORD.findall(text)]
    words = np.array(hashed, dtype=np.uint32)
    return [words, words[:-1] * _STEP + words[1:]]


def _bucket(hashes: Buckets) -> Buckets:
    # Multiplying and shifting until every bit of the hash has a say in the bucket.
    mixed = hashes ^ (hashes >> np.uint32(15))
    mixed = mixed * np.uint32(0x2C1B3C6D)
    mixed ^= mixed >> np.uint32(12)
    mixed = mixed * np.uint32(0x297A2D39)
    mixed ^= mixed >> np.uint32(15)
    return np.asarray(mixed >> np.uint32(32 - BITS), dtype=np.uint32)


@dataclass(frozen=True, kw_only=True)
class NgramModel:
    """The linear model.

    Attributes:
        weights: (buckets, labels), in 8 bits.
        scale: (labels,), what one step of a weight is worth in logits.
        shift: (labels,), added to every text's logits.
        rarity: (buckets,), in 8 bits: how much a bucket counts, in steps of `RARITY_STEP`.
    """

    weights: NDArray[np.int8]
    scale: Numbers
    shift: Numbers
    rarity: NDArray[np.uint8]

    def logits(self, text: str) -> Numbers:
        """What the model adds to each label's logit, (labels,)."""
        buckets, shares = self.shares(text)
        summed = shares @ self.weights[buckets].astype(np.float32)
        return np.asarray(summed * self.scale + self.shift, dtype=np.float32)

    def shares(self, text: str) -> tuple[Buckets, Numbers]:
        """The text's buckets and how much each counts, a vector of length 1; both (buckets,)."""
        return shares(text, self.rarity)

    def save(self, folder: Path) -> None:
        """Write `NGRAMS` into a model folder."""
        parts = (self.weights, self.scale, self.shift, self.rarity)
        save_file(dict(zip(_PARTS, parts, strict=True)), folder / NGRAMS)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read `NGRAMS` in a model folder.

        Raises:
            ModelFilesError: it can't be read, or is no such model.
        """
        try:
            parts = load_file(folder / NGRAMS)
            return cls(**{name: parts[name] for name in _PARTS})
        except (OSError, SafetensorError, KeyError) as error:
            raise ModelFilesError(
                f"The screening model's file {folder / NGRAMS} can't be read: {error}. "
                "Fetch the folder again from the project, or train the model anew."
            ) from error


#: One step of `NgramModel.rarity`.
RARITY_STEP = 1 / 16


def shares(text: str, rarity: NDArray[np.uint8]) -> tuple[Buckets, Numbers]:
    """See `NgramModel.shares`."""
    buckets, counts = features(text)
    values = counts * (rarity[buckets] * np.float32(RARITY_STEP))
    return buckets, np.asarray(values / max(float(np.linalg.norm(values)), 1e-6), dtype=np.float32)
