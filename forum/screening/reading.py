"""A submission made ready: its texts with disguises on and off, cut into passages for the model."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from forum.screening.disguise import disguises
from forum.screening.normalise import readable, reads_the_same, unmask, without_disguises
from forum.screening.self_harm import INSTEAD, signs
from forum.screening.spoken import in_code, unquoted
from forum.screening.submission import Submission
from forum.screening.traced import Traced
from forum.screening.verdict import Part, Span
from forum.screening.windows import MOST_WINDOWS, Window, windows_of

#: Characters of a text that are read. What is longer is held for a person anyway.
MOST_CHARACTERS = 24_000
#: Windows that are scored of a text that is held for its length, so that its reader has a hint.
_GLIMPSE = 40
#: Characters of a text that are read together with its title.
_BESIDE_TITLE = 600
#: What a text of so few words is read after: the fewer there are, the more company they need. A single word is read as
#: what somebody says of themselves; the commonest that turn somebody away are listed (`data/curt.toml`).
_GREETINGS = {0: "Hi. I read it. ", 1: "I am new here. ", 2: "Hi. "}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")

TokenSpans = Callable[[str], Sequence[tuple[int, int]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One field of a submission.

    Attributes:
        part: which field.
        text: as its author wrote it, with nothing in it that a model can't take; same length.
        unmasked: the same with disguises taken off.
        cries: where `unmasked` shows signs of self-harm: offsets, in order.
        cries_as_written: where `text` does.
    """

    part: Part
    text: str
    unmasked: Traced
    cries: tuple[tuple[int, int], ...]
    cries_as_written: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """What the model is given to score.

    Attributes:
        text: the words.
        part: the field they are from.
        window: which window of the submission this is, counted from 0.
        source: the text that the passage is cut from, traced to the original.
        offset: where in `source` the passage begins.
        close: whether it is a few sentences out of a longer text; see `windows`.
        above: characters of the title and its line break, where title and text are read in one. They are traced to
            where they would stand above the text: below 0.
    """

    text: str
    part: Part
    window: int
    source: Traced
    offset: int
    close: bool = False
    above: int = 0

    def original(self, start: int, end: int) -> Span | None:
        """Where `text[start:end]` stands in the field; None if it does not stand there."""
        if start >= end:
            return None
        span = self.source.original(self.offset + start, self.offset + end)
        first = max(0, span.start)
        return Span(start=first, end=span.end) if first < span.end else None

    def original_in_title(self, start: int, end: int) -> Span | None:
        """Where `text[start:end]` stands in the title that is read in one with the field; None if it does not."""
        if start >= end or not self.above:
            return None
        span = self.source.original(self.offset + start, self.offset + end)
        first, last = span.start + self.above, min(span.end, -1) + self.above
        return Span(start=first, end=last) if first < last else None

    @property
    def span(self) -> Span | None:
        """Where the whole passage stands in the field."""
        return self.original(0, len(self.text))


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A submission ready to be scored and checked.

    Attributes:
        fields: the title, if there is one, then the text.
        passages: what the model is to score; equal texts only once.
        complete: False where the submission is too long for the model to read all of it.
    """

    submission: Submission
    fields: tuple[Field, ...]
    passages: tuple[Passage, ...]
    complete: bool


def read(submission: Submission, token_spans: TokenSpans) -> Reading:
    """Make a submission ready. Bounded in time and memory whatever the text is."""
    texts = [(Part.TITLE, submission.title), (Part.TEXT, submission.text)]
    fields = tuple(
        _field(part, readable(text[:MOST_CHARACTERS])) for part, text in texts if text is not None
    )
    pieces: dict[str, tuple[Part, Traced, int, Window]] = {}
    for part, source, above in _sources(fields):
        ready = _greeted(source) if submission.name is None else source
        for window in windows_of(ready.text, token_spans(ready.text)):
            words = ready.text[window.start : window.end]
            pieces.setdefault(words, (part, ready, above, window))
    passages = tuple(
        Passage(
            text=words,
            part=part,
            window=number,
            source=source,
            offset=window.start,
            close=window.close,
            above=above,
        )
        for number, (words, (part, source, above, window)) in enumerate(pieces.items())
    )
    fits = all(len(text or "") <= MOST_CHARACTERS for _, text in texts)
    to_their_end = not any(field.unmasked.is_cut for field in fields)
    complete = fits and to_their_end and len(passages) <= MOST_WINDOWS
    return Reading(
        submission=submission,
        fields=fields,
        passages=passages if complete else passages[:_GLIMPSE],
        complete=complete,
    )


def _field(part: Part, clean: str) -> Field:
    unmasked = unmask(clean)
    cries = tuple(signs(unmasked.text))
    # Nearly all texts are as they seem, and are searched once.
    as_written = cries if clean == unmasked.text else tuple(signs(clean))
    return Field(part=part, text=clean, unmasked=unmasked, cries=cries, cries_as_written=as_written)


def _sources(fields: Sequence[Field]) -> Iterator[tuple[Part, Traced, int]]:
    """Every way to read the submission: each field raw, unmasked and by what marks hide, and title and text in one.

    The number says how many characters of a title stand above it; see `Passage.above`.
    """
    for field in fields:
        yield field.part, _without(Traced.of(field.text), field.cries_as_written), 0
        if not reads_the_same(field.text, field.unmasked.text):
            yield field.part, _without(field.unmasked, field.cries), 0
        code = in_code(Traced.of(field.text))
        if code is not None:
            yield field.part, _without_cries(without_disguises(code)), 0
    if len(fields) > 1:
        yield Part.TEXT, _without_cries(_in_one(fields)), len(fields[0].text) + 1
        return
    # Below a title a quotation can be told of.
    [field] = fields
    quoted = unquoted(field.unmasked)
    if quoted is not None:
        yield field.part, _without_cries(quoted), 0


def _in_one(fields: Sequence[Field]) -> Traced:
    """Title and text as one, since a sentence may begin in one and end in the other."""
    title, text = fields
    return text.unmasked.up_to(_BESIDE_TITLE).below(
        title.unmasked, length=len(title.text), up_to=_BESIDE_TITLE
    )


def _greeted(source: Traced) -> Traced:
    """A word or two, or an emoji, after a greeting, anything longer as it is.

    The model has learned from sentences, and takes most words that stand alone for an attack: "grief", "deaf", "oh no".
    Of an emoji it sees only that it knows no such word, and finds that hostile as well: rightly so where it is one with
    an unkind use. A name is read as it will be called instead (`forum.screened_fields.kinds`).
    """
    count = len(_WORD.findall(source.text[:_BESIDE_TITLE]))
    if not count and (
        not source.text.strip() or not disguises().emoji.keys().isdisjoint(source.text)
    ):
        return source
    return source.after(_GREETINGS[count]) if count in _GREETINGS else source


def _without_cries(source: Traced) -> Traced:
    return _without(source, signs(source.text))


def _without(source: Traced, cries: Sequence[tuple[int, int]]) -> Traced:
    return source.replaced((start, end, INSTEAD) for start, end in cries)
