from __future__ import annotations

import math
import random
from pathlib import Path

import pytest

from forum.screening.training.examples import (
    ATTACK_ON_ADDRESSEE,
    LABELS,
    OBSCENE,
    TOXICITY,
    Example,
)
from forum.screening.training.grammar import (
    NEWER,
    Template,
    fill,
    read_identities,
    read_lists,
    read_pairs,
    read_templates,
)
from forum.screening.training.labelling import HARMLESS_KINDS, HOSTILE_KINDS
from forum.screening.training.typing_habits import as_typed, disguised
from forum.screening.training.written_data import (
    Amounts,
    load_newer,
    load_written,
)

FEW = Amounts(
    per_line=2,
    per_identity_line=6,
    long_harmless=40,
    long_kind=20,
    long_hostile=20,
    hostile_tail=40,
    quoting_reply=20,
)
Examples = list[Example]
ATTACK = LABELS.index(ATTACK_ON_ADDRESSEE)
TOXIC = LABELS.index(TOXICITY)


def drawing(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  (sentences, not secrets)


@pytest.fixture(scope="module")
def training() -> Examples:
    return load_written(7, FEW, dev=False)


@pytest.fixture(scope="module")
def dev() -> Examples:
    return load_written(7, FEW, dev=True)


def test_no_text_is_in_both_parts(training: Examples, dev: Examples) -> None:
    assert not {example.text for example in training} & {example.text for example in dev}


def test_no_family_of_lines_is_in_both_parts(training: Examples, dev: Examples) -> None:
    def families(examples: Examples) -> set[str]:
        return {name for example in examples for name in example.family.split(" + ")}

    assert families(training)
    assert families(dev)
    assert not families(training) & families(dev)


def test_newer_lines_are_split_by_family_as_well(dev: Examples) -> None:
    newer, newer_dev = load_newer(7, 2, dev=False), load_newer(7, 1, dev=True)
    assert len(newer) > len(newer_dev) > 1000
    assert not {one.family for one in newer} & {one.family for one in newer_dev}
    assert not {one.text for one in newer} & {one.text for one in [*newer_dev, *dev]}
    assert not [one for one in newer if "unseen" in one.group]
    assert {*HARMLESS_KINDS, *HOSTILE_KINDS} <= {one.kind for one in newer}


def test_training_never_meets_a_held_out_identity(training: Examples) -> None:
    unseen = [identity for identity in read_identities() if identity.held_out]
    assert len(unseen) >= 20
    assert not [example for example in training if "unseen" in example.group]


def test_dev_meets_unseen_identities_of_every_group(dev: Examples) -> None:
    groups = {identity.group for identity in read_identities()}
    met = {example.group for example in dev}
    assert {f"{group} (unseen)" for group in groups} <= met
    assert groups <= met


def test_every_kind_is_in_both_parts(training: Examples, dev: Examples) -> None:
    kinds = {*HARMLESS_KINDS, *HOSTILE_KINDS}
    assert kinds <= {example.kind for example in training}
    assert kinds <= {example.kind for example in dev}


def test_the_same_seed_gives_the_same_texts_and_another_seed_others(training: Examples) -> None:
    assert load_written(7, FEW, dev=False) == training
    assert load_written(8, FEW, dev=False) != training


def test_there_are_enough_different_lines() -> None:
    harmless = {template.line for kind in HARMLESS_KINDS for template in read_templates(kind)}
    hostile = {template.line for kind in HOSTILE_KINDS for template in read_templates(kind)}
    assert len(harmless) > 1000
    assert len(hostile) > 1000


def all_lines() -> list[Template]:
    kinds = (*HARMLESS_KINDS, *HOSTILE_KINDS)
    single = [line for kind in kinds for line in read_templates(kind)]
    return [*single, *read_pairs(), *read_pairs(NEWER)]


def test_no_line_is_both_harmless_and_hostile() -> None:
    harmless = {line.line.casefold() for line in all_lines() if line.kind in HARMLESS_KINDS}
    hostile = {line.line.casefold() for line in all_lines() if line.kind in HOSTILE_KINDS}
    assert not harmless & hostile


def test_every_slot_can_be_filled() -> None:
    lists, identity = read_lists(), read_identities()[0]
    for template in all_lines():
        text = fill(template.line, lists, drawing(1), identity)
        assert text.strip()
        assert "{" not in text


def test_pairs_are_of_known_kinds_and_mostly_have_both_sides() -> None:
    blocks: dict[str, set[bool]] = {}
    for line in [*read_pairs(), *read_pairs(NEWER)]:
        assert line.kind in {*HARMLESS_KINDS, *HOSTILE_KINDS}
        blocks.setdefault(line.block, set()).add(line.kind in HOSTILE_KINDS)
    both = sum(len(sides) == 2 for sides in blocks.values())
    assert len(blocks) > 1000
    assert both > len(blocks) * 0.7


def test_a_pair_is_held_out_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "few.txt").write_text(
        "# a comment\nirony: Bravo, you got up.\nkind_reply: Bravo!\\nYou got up.\n\nvanish: Go.\n"
    )
    first, second, third = read_pairs(tmp_path)
    assert first.family == second.family == "few 0"
    assert third.family == "few 1"
    assert second.line == "Bravo!\nYou got up."


def test_a_line_of_a_pair_without_its_kind_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "few.txt").write_text("Bravo, you got up.\n")
    with pytest.raises(ValueError, match="no kind"):
        read_pairs(tmp_path)


def test_sentences_out_of_harmless_posts_are_harmless_and_hostile_posts_are_not_cut(
    training: Examples,
) -> None:
    excerpts = [example for example in training if example.kind == "excerpt"]
    assert len(excerpts) > 100
    assert {example.targets[ATTACK] for example in excerpts} == {0.0}
    whole = {example.family for example in training if example.kind in HARMLESS_KINDS}
    assert {example.family for example in excerpts} <= whole


def test_a_friendly_post_with_a_hostile_tail_counts_as_hostile(training: Examples) -> None:
    tails = [example for example in training if example.kind == "hostile_tail"]
    assert len(tails) == FEW.hostile_tail
    assert all(example.targets[ATTACK] == 1 for example in tails)


def test_friendly_swearing_is_coarse_but_hurts_nobody(training: Examples) -> None:
    swearing = [example for example in training if example.kind == "friendly_swearing"]
    obscene = [example.targets[LABELS.index(OBSCENE)] for example in swearing]
    assert sum(value > 0.5 for value in obscene) > len(obscene) / 2
    assert {example.targets[ATTACK] for example in swearing} == {0.0}


@pytest.mark.parametrize(
    ("kind", "text", "toxicity"),
    [
        # Whoever tells of themselves, with whatever they name, is not toxic by anybody's word.
        ("introduction", "and proud", 0),
        ("kind_reply", "You did not deserve it", 0),
        ("identity_hate", "disgusting", 1),
        ("threat", "you", 1),
        # Here the public comments' annotators would say something else than what matters here, or nobody knows.
        ("friendly_swearing", "fuck", None),
        ("kind_reply", "shit", None),
        ("reclaimed", "", None),
        ("irony", "", None),
    ],
)
def test_toxic_is_what_the_public_annotators_call_so_and_unknown_where_they_would_not_agree(
    training: Examples, kind: str, text: str, toxicity: float | None
) -> None:
    found = [
        example.targets[TOXIC]
        for example in training
        if example.kind == kind
        and text in example.text
        and (text or example.targets[LABELS.index(OBSCENE)] == 0)
    ]
    assert found
    assert all(math.isnan(one) if toxicity is None else one == toxicity for one in found)


def test_signs_of_distress_are_never_taught_as_harm(training: Examples) -> None:
    distress = [example for example in training if example.kind == "distress"]
    assert distress
    assert not any(
        value > 0
        for example in distress
        for label, value in zip(LABELS, example.targets, strict=True)
        if label != OBSCENE
    )


def test_lines_that_begin_alike_are_one_family() -> None:
    assert (
        Template(kind="vanish", line="I hope that you die.").family
        == Template(kind="vanish", line="i hope you relapse").family
    )


def test_an_identity_line_without_an_identity_is_an_error() -> None:
    with pytest.raises(ValueError, match="no identity"):
        fill("I'm {one}", {}, drawing(1))


def test_typing_habits_keep_a_text_readable() -> None:
    text = "You're not alone, we have all been there."
    variants = {as_typed(text, drawing(seed)) for seed in range(200)}
    assert text in variants
    assert len(variants) > 20
    assert all(len(text) / 2 < len(variant) < len(text) * 1.5 for variant in variants)


def test_a_disguise_changes_the_words_and_keeps_their_order() -> None:
    hidden = {disguised("nobody wants you here", drawing(seed)) for seed in range(30)}
    assert "nobody wants you here" not in hidden
    assert any("n0b0dy" in text for text in hidden)
    assert any("n.o.b.o.d.y" in text or "n o b o d y" in text for text in hidden)


def test_every_target_is_unknown_or_a_share(training: Examples) -> None:
    assert all(
        math.isnan(value) or 0 <= value <= 1 for example in training for value in example.targets
    )
    assert {len(example.targets) for example in training} == {len(LABELS)}
