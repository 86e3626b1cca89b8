"""Putting a decision right through its page."""

from __future__ import annotations

import pytest

from tests.integration.appeals.conftest import Case, case
from tests.integration.appeals.test_reversing import SORRY
from tests.integration.moderation.deciding import WORDS
from tests.support.client import choose_form
from tests.web.appeals.test_pages import Enter, enter

__all__ = ["case", "enter"]


def test_from_the_post_to_its_being_put_right(case: Case, enter: Enter) -> None:
    post, decision_id = case.decided("remove")
    mira, path = enter(case.mira), f"/decisions/{decision_id}/reverse"
    assert path in {link["href"] for link in mira.page(f"/posts/{post.id}/moderate").find_all("a")}
    assert WORDS in mira.page(path).text

    done = mira.submit(path, {"note": SORRY}, follow_redirects=True)

    assert "Put right. Its author is told in a moment, with your words." in done.text
    assert "Nobody has been told yet." in done.text
    assert case.world.fresh(post).state == "published"


def test_without_words_nothing_happens_and_it_says_so(case: Case, enter: Enter) -> None:
    post, decision_id = case.decided("remove")

    answer = enter(case.mira).submit(f"/decisions/{decision_id}/reverse", {"note": " "})

    assert answer.status_code == 400
    assert case.world.fresh(post).state == "removed"


@pytest.mark.parametrize("words", [SORRY, "x" * 2_001])
def test_somebody_was_faster_and_the_words_are_kept(case: Case, enter: Enter, words: str) -> None:
    _, decision_id = case.decided("remove")
    path = f"/decisions/{decision_id}/reverse"
    mira, jo = enter(case.mira), enter(case.jo)
    token = choose_form(mira.page(path), path).find("input", name="csrf_token")["value"]
    jo.submit(path, {"note": "It was fine."})

    answer = mira.post(path, data={"csrf_token": token, "note": words})

    assert answer.status_code == 409
    assert words in answer.text
    assert "nothing left to put right" in mira.get(path).text


@pytest.mark.parametrize("who", ["ana", "ada"])
def test_for_others_it_is_not_there(case: Case, enter: Enter, who: str) -> None:
    _, decision_id = case.decided("remove")

    assert enter(getattr(case, who)).get(f"/decisions/{decision_id}/reverse").status_code in {
        403,
        404,
    }
