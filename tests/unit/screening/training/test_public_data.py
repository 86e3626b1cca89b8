from __future__ import annotations

import csv
import gzip
import math
from collections.abc import Sequence
from pathlib import Path

from forum.screening.training import public_data
from forum.screening.training.examples import LABELS, Example


def write(folder: Path, name: str, header: Sequence[str], *rows: Sequence[object]) -> None:
    with gzip.open(folder / name, "wt", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def known(example: Example) -> dict[str, float]:
    pairs = zip(LABELS, example.targets, strict=True)
    return {label: value for label, value in pairs if not math.isnan(value)}


def test_a_clean_wikipedia_comment_attacks_nobody_and_a_marked_one_leaves_it_open(
    tmp_path: Path,
) -> None:
    header = ["text", *LABELS[:-1]]
    clean, marked = ["hello", 0, 0, 0, 0, 0, 0], ["bad", 1, 0, 1, 0, 0, 0]
    write(tmp_path, public_data.WIKIPEDIA_TRAIN, header, clean, marked)
    first, second = public_data.read_wikipedia(tmp_path)
    assert known(first) == dict.fromkeys(LABELS, 0)
    assert known(second)["obscene"] == 1
    assert "attack_on_addressee" not in known(second)


def test_an_insult_on_a_talk_page_that_says_you_attacks_whoever_is_answered(tmp_path: Path) -> None:
    header = ["text", *LABELS[:-1]]
    rows = [["You are a fool", 1, 0, 0, 0, 1, 0], ["He is a fool", 1, 0, 0, 0, 1, 0]]
    write(tmp_path, public_data.WIKIPEDIA_TRAIN, header, *rows)
    spoken_to, spoken_of = public_data.read_wikipedia(tmp_path)
    assert known(spoken_to)["attack_on_addressee"] == 0.9
    assert "attack_on_addressee" not in known(spoken_of)


def test_offensive_tweets_teach_nothing_but_obscene(tmp_path: Path) -> None:
    header = ["hate_speech", "offensive_language", "neither", "class", "text"]
    rows = [[0, 3, 0, 1, "slang"], [3, 0, 0, 0, "hate"], [0, 0, 3, 2, "fine"], [1, 1, 1, 1, "torn"]]
    write(tmp_path, public_data.TWEETS, header, *rows)
    slang, hate, fine = public_data.read_tweets(tmp_path)
    assert known(slang) == {"obscene": 0.8}
    assert known(hate) == {"toxicity": 1, "identity_attack": 1}
    assert known(fine)["toxicity"] == 0


def test_annotators_share_is_a_soft_target(tmp_path: Path) -> None:
    header = ["comment_id", "text", "annotators", "toxic_fraction"]
    write(tmp_path, public_data.CIVIL_ANNOTATED, header, [1, "a", 3, 0.667], [2, "b", 3, 0.0])
    soft, clean = public_data.read_civil_annotated(tmp_path)
    assert known(soft) == {"toxicity": 0.667}
    assert known(clean) == dict.fromkeys(LABELS, 0)


def test_comments_without_marked_words_and_posts_that_are_not_sexist_are_left_out(
    tmp_path: Path,
) -> None:
    write(tmp_path, public_data.CIVIL_SPANS, ["spans", "text"], ["[]", "a"], ["[0, 1]", "b"])
    header = ["text", "label_sexist", "label_category", "label_vector", "split"]
    rows = [
        ["c", "not sexist", "none", "none", "train"],
        ["d", "sexist", "1. threats, plans to harm and incitement", "x", "train"],
    ]
    write(tmp_path, public_data.SEXISM, header, *rows)
    assert [example.text for example in public_data.read_civil_spans(tmp_path)] == ["b"]
    (threat,) = public_data.read_sexism(tmp_path)
    assert known(threat) == {"toxicity": 1, "threat": 1}


def test_hateful_emoji_and_their_harmless_twins(tmp_path: Path) -> None:
    header = ["text", "type", "target", "hateful"]
    rows = [["x", "threateninglanguage", "[]", 1], ["y", "none", "none", 0]]
    write(tmp_path, public_data.HATEMOJI, header, *rows)
    hateful, fine = public_data.read_hatemoji(tmp_path)
    assert known(hateful) == {"toxicity": 1, "threat": 1, "identity_attack": 1}
    assert known(fine) == {"toxicity": 0, "threat": 0, "identity_attack": 0}


def test_about_one_row_in_twelve_is_held_out_by_its_text_alone() -> None:
    texts = [f"comment {number}" for number in range(6000)]
    share = sum(map(public_data.held_out, texts)) / len(texts)
    assert 0.06 < share < 0.11
    assert public_data.held_out(texts[0]) == public_data.held_out(texts[0])
