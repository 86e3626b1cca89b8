"""Posts in two wordings: what is learned of the whole, and of sentences out of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from forum.screening.training.examples import ATTACK_ON_ADDRESSEE, LABELS, Example
from forum.screening.training.labelling import HARMLESS_KINDS, HOSTILE_KINDS
from forum.screening.training.twins import TWINS, UNASKED, Twins, load_twins, read_twins

ATTACK = LABELS.index(ATTACK_ON_ADDRESSEE)


def read(folder: Path, *records: str) -> list[Twins]:
    (folder / "few.txt").write_text("\n%%\n".join(records) + "\n")
    return read_twins(folder)


def test_two_wordings_differ_where_the_record_says_so(tmp_path: Path) -> None:
    [twins] = read(
        tmp_path,
        "kind_reply / contempt\nWelcome, Jo.\n\n[[We all cry||Nobody cries]] here. [[Stay||Go]]!",
    )
    kind, hostile = twins.wordings
    assert kind.text == "Welcome, Jo.\n\nWe all cry here. Stay!"
    assert hostile.text == "Welcome, Jo.\n\nNobody cries here. Go!"
    assert [hostile.text[start:end] for start, end in hostile.places] == ["Nobody cries", "Go"]
    assert (kind.is_hostile, hostile.is_hostile) == (False, True)


def test_a_record_without_a_place_has_one_wording(tmp_path: Path) -> None:
    [first, second] = read(tmp_path, "everyday\nThe cat hates me.", "survivor\nHe said go.")
    assert [wording.kind for wording in first.wordings] == ["everyday"]
    assert second.name == "few 1"


def test_a_hostile_record_without_a_place_hurts_as_a_whole(tmp_path: Path) -> None:
    said = "Nobody asked you. Go home and stay there, will you. The bus leaves at ten, take it."
    read(tmp_path, *[f"vanish\n{said} {number}" for number in range(40)])
    learned = load_twins(7, 1, dev=False, folder=tmp_path)
    assert learned
    assert {len(example.text.split(".")) for example in learned} == {4}, (
        "No part is known by itself."
    )
    assert {example.targets[ATTACK] for example in learned} == {1.0}


@pytest.mark.parametrize(
    "record",
    [
        "unkindness\nYou again.",
        "kind_reply / contempt\nWelcome.",
        "kind_reply\n[[Welcome||Go]].",
        "contempt / kind_reply\n[[Go||Welcome]].",
        "kindness / contempt\n[[Welcome||Go]].",
    ],
)
def test_a_record_whose_kinds_do_not_fit_its_wordings_is_an_error(
    tmp_path: Path, record: str
) -> None:
    with pytest.raises(ValueError, match="few 0: the kinds"):
        read(tmp_path, record)


def test_a_place_says_two_things(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"few 0: \[\[here\|\|here\]\] says the same"):
        read(tmp_path, "kind_reply / contempt\nSit [[here||here]]. [[Tea?||Not you.]]")


@pytest.fixture(scope="module")
def every() -> list[Twins]:
    """Those that the teacher was asked about, and those written since."""
    return [*read_twins(), *read_twins(UNASKED)]


def test_the_records_that_come_with_the_project_are_in_order(every: list[Twins]) -> None:
    texts = [wording.text for twins in every for wording in twins.wordings]
    assert len(set(texts)) == len(texts) > 10_000
    assert len({twins.name for twins in every}) == len(every)
    assert not [text for text in texts if any(mark in text for mark in ("[[", "]]", "||", "{"))]
    kinds = {wording.kind for twins in every for wording in twins.wordings}
    assert kinds == {*HARMLESS_KINDS, *HOSTILE_KINDS}


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of a few files of each length; typing all of them takes long."""
    folder = tmp_path_factory.mktemp("twins")
    for length in ("long", "short"):
        for path in sorted((TWINS / length).glob("*.txt"))[:3]:
            shutil.copy(path, folder)
    return folder


@pytest.fixture(scope="module")
def training(some: Path) -> list[Example]:
    return load_twins(7, 2, dev=False, folder=some)


def test_both_wordings_are_in_the_same_part(training: list[Example], some: Path) -> None:
    dev = load_twins(7, 1, dev=True, folder=some)
    assert len(training) > len(dev) > 100
    assert not {example.family for example in training} & {example.family for example in dev}
    assert {example.targets[ATTACK] for example in dev} == {0.0, 1.0}


def test_the_same_seed_gives_the_same_texts(training: list[Example], some: Path) -> None:
    assert load_twins(7, 2, dev=False, folder=some) == training
    assert load_twins(8, 2, dev=False, folder=some) != training


def test_sentences_out_of_a_hostile_post_are_hostile_only_with_what_makes_it_so(
    some: Path,
) -> None:
    by_name = {twins.name: twins for twins in read_twins(some)}
    parts = 0
    for example in load_twins(7, 1, dev=False, folder=some):
        for wording in by_name[example.family].wordings:
            at = wording.text.find(example.text)
            if not wording.is_hostile or at < 0:
                continue
            held = [at <= start and end <= at + len(example.text) for start, end in wording.places]
            assert example.targets[ATTACK] == any(held)
            parts += 1
    assert parts > 500


def test_a_few_words_about_a_quotation_are_learned_as_a_whole_alone(tmp_path: Path) -> None:
    quoted = '"Deaf people can\'t be nurses."'
    read(
        tmp_path,
        f"counter_speech / identity_hate\n{quoted} [[He's wrong.||Well, he's right about them.]]",
        "kind_reply / contempt\nThe second chapter made me laugh. [[Write more.||Burn the others.]]",
    )
    texts = [
        example.text
        for dev in (False, True)
        for example in load_twins(7, 1, dev=dev, folder=tmp_path)
    ]
    assert [text for text in texts if "nurses" in text or "right" in text] == [
        f"{quoted} He's wrong.",
        f"{quoted} Well, he's right about them.",
    ]
    assert "The second chapter made me laugh." in texts
