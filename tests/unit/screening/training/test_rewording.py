from __future__ import annotations

import pytest
import torch

from forum.screening.training.rewording import Rewording

WORDS = ["[CLS]", "[SEP]", "bread", "cake", "pie", "kind", "friendly", "my", "'", "’", "-", "##th"]
IDS = {word: place for place, word in enumerate(WORDS)}
NEAR = {"bread": ["cake", "pie"], "kind": ["friendly"], "unheard": ["cake"], "my": ["unknown"]}


def said(text: str, *, times: int = 200) -> set[str]:
    """All that became of a text, given as its tokens, when it was reworded so often."""
    reworded = Rewording(NEAR, IDS, torch.device("cpu"))
    torch.manual_seed(1)
    ids = torch.tensor([[IDS[word] for word in text.split()]] * times)
    return {" ".join(WORDS[place] for place in row) for row in reworded(ids).tolist()}


def test_some_words_give_way_to_words_that_are_near() -> None:
    assert said("[CLS] my kind bread [SEP]") == {
        f"[CLS] my {kind} {bread} [SEP]"
        for kind in ("kind", "friendly")
        for bread in ("bread", "cake", "pie")
    }


def test_words_beside_which_no_other_is_near_stay() -> None:
    # "my" has one near word, which the vocabulary lacks.
    assert said("[CLS] my cake [SEP]") == {"[CLS] my cake [SEP]"}


def test_where_the_vocabulary_knows_none_of_the_near_words_all_stay() -> None:
    reworded = Rewording({"my": ["unknown"]}, IDS, torch.device("cpu"))
    ids = torch.tensor([[IDS["[CLS]"], IDS["my"], IDS["[SEP]"]]])
    assert torch.equal(reworded(ids), ids)


@pytest.mark.parametrize("text", ["bread ##th", "kind ' s", "kind ’ s", "' kind"])
def test_a_part_of_a_word_is_no_word(text: str) -> None:
    tokens = f"[CLS] {text.replace(' s', ' my')} [SEP]"
    assert said(tokens) == {tokens}


def test_a_word_between_hyphens_is_one() -> None:
    assert "[CLS] - cake - [SEP]" in said("[CLS] - bread - [SEP]")


def test_about_a_fifth_is_exchanged() -> None:
    reworded = Rewording(NEAR, IDS, torch.device("cpu"))
    torch.manual_seed(1)
    made = reworded(torch.full((100, 100), IDS["kind"]))
    assert (made == IDS["friendly"]).float().mean() == pytest.approx(0.2, abs=0.02)
