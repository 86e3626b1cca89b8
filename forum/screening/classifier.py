"""What the engine asks of a model. Any model that can do this can screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol


class ModelFilesError(Exception):
    """A model's files are missing, damaged or not the ones they say they are, or what runs it is not there.

    The message names the file or the library and says what to do.
    """


class Classifier(Protocol):
    """Scores short texts. Long ones are cut into windows before they come here."""

    @property
    def name(self) -> str:
        """Which model this is."""

    @property
    def version(self) -> str:
        """Which version of it."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that `scores` gives, in a fixed order."""

    def scores(self, texts: Sequence[str]) -> list[Mapping[str, float]]:
        """The score of each label for each text, 0 to 1, in the order of `texts`.

        `texts` may be empty; none holds more tokens than the model can read.
        """

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Where the model's tokens start and end in `text`, in code points.

        The marks that it adds at the beginning and the end are not among them.
        """
