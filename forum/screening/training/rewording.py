"""The same text in other words: some exchanged for words that are near them.

It is seldom what anybody would write, and still says much about what else is like what people do write (Jiao et al.
2020, "TinyBERT"). Words are exchanged among the tokens of a batch, where these lie, so that a text is read in other
words each time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

#: How many of the words that could be another one become one.
_REWORDED = 0.2
_APOSTROPHES = ("'", "’")
#: What a token begins with that goes on with the word before it.
_GOES_ON = "##"


class Rewording:
    """Exchanges words of tokenized texts.

    Args:
        near: for a word in small letters those that may stand for it.
        vocabulary: each token's id; words that are no single token stay.
        device: where the texts lie.
    """

    def __init__(
        self,
        near: Mapping[str, Sequence[str]],
        vocabulary: Mapping[str, int],
        device: torch.device,
    ) -> None:
        known = {
            vocabulary[word]: [vocabulary[other] for other in others if other in vocabulary]
            for word, others in near.items()
            if word in vocabulary
        }
        size = max(vocabulary.values()) + 1
        most = max([1, *map(len, known.values())])
        self._others = torch.zeros((size, most), dtype=torch.long)
        self._count = torch.zeros(size, dtype=torch.long)
        for word, others in known.items():
            self._others[word, : len(others)] = torch.tensor(others, dtype=torch.long)
            self._count[word] = len(others)
        self._is_apostrophe = torch.zeros(size, dtype=torch.bool)
        self._goes_on = torch.zeros(size, dtype=torch.bool)
        for token, place in vocabulary.items():
            self._is_apostrophe[place] = token in _APOSTROPHES
            self._goes_on[place] = token.startswith(_GOES_ON)
        for name, table in list(vars(self).items()):
            setattr(self, name, table.to(device))

    def __call__(self, ids: Tensor) -> Tensor:
        """Ids of the same shape, (texts, tokens); every text begins and ends with a token that is no word."""
        before, after = ids.roll(1, dims=1), ids.roll(-1, dims=1)
        is_part = self._goes_on[after] | self._is_apostrophe[before] | self._is_apostrophe[after]
        count = self._count[ids]
        chosen = (count > 0) & ~is_part & (torch.rand(ids.shape, device=ids.device) < _REWORDED)
        which = (torch.rand(ids.shape, device=ids.device) * count).long()
        # Rounding may reach the count itself.
        which = torch.minimum(which, (count - 1).clamp(min=0))
        return torch.where(chosen, self._others[ids, which], ids)
