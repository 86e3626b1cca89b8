from __future__ import annotations

import re

import pytest

from forum.accounts.models import Role
from forum.notifications.models import NotificationKind
from forum.notifications.told import Told
from forum.notifications.wording import WORDING, detail_in_words, pronoun_of
from forum.notifications.wording_of_people import REPLY_GONE
from forum.notifications.wording_of_posts import APPROVED
from forum.web.icons import icon

ALL: dict[str, Told] = {
    **{kind.value: told for kind, told in WORDING.items()},
    "approved": APPROVED,
    "answer gone": REPLY_GONE,
}


def test_every_kind_has_its_words() -> None:
    assert set(WORDING) == set(NotificationKind)


@pytest.mark.parametrize("told", ALL.values(), ids=ALL)
def test_words_are_kind_and_whole(told: Told) -> None:
    said = f"{told.sentence} {told.next_step}"

    assert not re.search(r"toxi|violat|reject|illegal|your fault|!", said, re.I)
    assert told.sentence.endswith((".", "?"))
    assert not told.next_step or told.next_step.endswith(".")
    assert icon(told.symbol)


def test_an_answer_that_is_gone_names_nothing() -> None:
    assert "{" not in REPLY_GONE.sentence
    assert not REPLY_GONE.link


@pytest.mark.parametrize("role", Role)
def test_every_role_has_its_article(role: Role) -> None:
    assert detail_in_words(role) != role


@pytest.mark.parametrize(
    ("detail", "said"),
    [("biography", "your words about yourself before others see them."),
     ("display_name", "your name before others see it.")],
)  # fmt: skip
def test_words_are_them_and_a_name_is_it(detail: str, said: str) -> None:
    told = WORDING[NotificationKind.FIELD_HELD].sentence
    assert said in told.format(detail=detail_in_words(detail), it=pronoun_of(detail))
