"""A submission made ready: its texts with disguises on and off, cut into passages for the model."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from forum.screening.announced import as_threats
from forum.screening.disguise import disguises
from forum.screening.disguised_words import unstretch
from forum.screening.gaps import join_spaced_letters
from forum.screening.in_a_row import in_a_row
from forum.screening.normalise import readable, reads_the_same, unmask, without_disguises
from forum.screening.self_harm import instead_of, signs
from forum.screening.site_names import in_sites
from forum.screening.spoken import agreed_with, in_code, shows_hurt, unquoted
from forum.screening.submission import Submission
from forum.screening.traced import Traced
from forum.screening.verdict import Part, Span
from forum.screening.windows import MOST_WINDOWS, Window, windows_of

#: Characters of a text that are read. What is longer is held for a person anyway.
MOST_CHARACTERS = 24_000
#: Windows that are scored of a text that is held for its length, so that its reader has a hint.
_GLIMPSE = 40
#: How words came to light that do not stand so in the text, for the moderator who looks for them there.
_UNMASKED = "It was read without its disguises, such as signs for letters, gaps in words, or words that run backwards."
_BY_THEMSELVES: tuple[tuple[Callable[[Traced], Traced | None], str], ...] = (
    (in_code, "What stands in code, or what a program prints, was read by itself."),
    (in_a_row, "Words or first letters that stand apart were read in a row."),
    (in_sites, "The name of a site was read as words."),
)
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
        cries: where `unmasked` shows signs of self-harm, or stands for what does in `text`: offsets, in order.
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
        close: whether it is out of its context: a few sentences out of a longer text (see `windows`), or words that
            stand apart in it.
        how: a sentence on how its words came to light, where they do not stand so in the text.
        above: characters of the title and its line break, where title and text are read in one. They are traced to
            where they would stand above the text: below 0.
    """

    text: str
    part: Part
    window: int
    source: Traced
    offset: int
    close: bool = False
    how: str = ""
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
    pieces: dict[str, tuple[_Source, Window]] = {}
    for found in _sources(fields):
        # A name is read as it will be called, and a single word that somebody hides apart is said of somebody else.
        hides_a_word = found.apart and found.text.text.lower() in disguises().masked
        is_bare = hides_a_word or submission.name is not None
        source = found if is_bare else replace(found, text=_greeted(found.text))
        text = source.text.text
        for window in windows_of(text, token_spans(text)):
            pieces.setdefault(text[window.start : window.end], (source, window))
    passages = tuple(
        Passage(
            text=words,
            part=source.part,
            window=number,
            source=source.text,
            offset=window.start,
            close=window.close or source.apart,
            how=source.how,
            above=source.above,
        )
        for number, (words, (source, window)) in enumerate(pieces.items())
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
    cries = as_written = signs(unmasked.text)
    # Nearly all texts are as they seem, and are searched once.
    if clean != unmasked.text:
        as_written = signs(clean)
        # "I want to kys" is a cry for help, "I want to kill yourself" is none.
        cries = _in_one_row([*cries, *unmasked.places_of(as_written)]) if as_written else cries
    return Field(
        part=part,
        text=clean,
        unmasked=unmasked,
        cries=tuple(cries),
        cries_as_written=tuple(as_written),
    )


def _in_one_row(stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same in order, those that overlap as one."""
    row: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if row and start < row[-1][1]:
            row[-1] = (row[-1][0], max(end, row[-1][1]))
        else:
            row.append((start, end))
    return row


@dataclass(frozen=True, kw_only=True, slots=True)
class _Source:
    """One way to read a submission: `apart` where its words stand apart in a field, the others as in `Passage`."""

    part: Part
    text: Traced
    apart: bool = False
    how: str = ""
    above: int = 0


def _sources(fields: Sequence[Field]) -> Iterator[_Source]:
    """Every way to read the submission: each field raw, unmasked and by what stands apart; title and text in one."""
    for field in fields:
        written = Traced.of(field.text)
        raw = _without(written, field.cries_as_written)
        if reads_the_same(field.text, field.unmasked.text):
            yield _Source(part=field.part, text=raw)
        else:
            # Letters apart, or stretched ones, say nothing to a model that has learned words, but that
            # somebody hides one.
            yield _Source(part=field.part, text=unstretch(join_spaced_letters(raw)))
            plain = _without(field.unmasked, field.cries)
            yield _Source(part=field.part, text=plain, how=_UNMASKED)
        for find, how in _BY_THEMSELVES:
            found = find(written)
            if found is not None:
                plain = _without_cries(without_disguises(found))
                yield _Source(part=field.part, text=plain, apart=True, how=how)
    if len(fields) > 1:
        above = len(fields[0].text) + 1
        yield _Source(part=Part.TEXT, text=_without_cries(_in_one(fields)), above=above)
        return
    [field] = fields
    # Below a title a quotation can be told of, and with an emoji.
    if shows_hurt(field.text):
        return
    quoted, agreed = unquoted(field.unmasked), agreed_with(field.unmasked)
    if quoted is not None:
        how = "All of it is a quotation: its words were read by themselves."
        yield _Source(part=field.part, text=_without_cries(quoted), how=how)
    if agreed is not None:
        how = "It agrees with what it quotes: those words were read by themselves."
        yield _Source(part=field.part, text=_without_cries(agreed), apart=True, how=how)


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
    changes = [*instead_of(source.text, cries)]
    # What a cry for help threatens as well is part of it already.
    changes += [
        (start, end, new)
        for start, end, new in as_threats(source.text)
        if not any(start < last and first < end for first, last, _ in changes)
    ]
    return source.replaced(sorted(changes))
