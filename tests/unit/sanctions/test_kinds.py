"""What is in force and what it means, as tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from forum.sanctions.kinds import (
    DAYS_TO_CHOOSE,
    MILDEST_FIRST,
    WARNING_LASTS,
    Restriction,
    SanctionKind,
    Terms,
    end_of,
    is_in_force,
    strictest,
)
from forum.sanctions.wording import DONE, HEADING, MEANS, NAMED, NOW

K = SanctionKind
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def terms(kind: str, days: float | None = None, *, lifted: bool = False) -> Terms:
    return Terms(
        kind=K(kind),
        ends_at=NOON + days * DAY if days is not None else None,
        lifted_at=NOON - DAY if lifted else None,
    )


# what is in force, what it comes to, whether they are shut out, silenced, and whether their posts wait
TABLE = [
    ([], None, "", ""),
    ([terms("message")], None, "", ""),
    ([terms("warning", 30)], None, "", ""),
    ([terms("pre_moderate", 3)], K.PRE_MODERATE, "waits", "3"),
    ([terms("silence", 3)], K.SILENCE, "silenced waits", "3"),
    ([terms("suspend", 3)], K.SUSPEND, "out silenced waits", "3"),
    ([terms("ban")], K.BAN, "out silenced waits", "for good"),
    # the strictest counts, and of equal ones the last to end
    ([terms("silence", 3), terms("pre_moderate", 30)], K.SILENCE, "silenced waits", "3"),
    ([terms("silence", 3), terms("silence", 7)], K.SILENCE, "silenced waits", "7"),
    ([terms("suspend", 30), terms("ban")], K.BAN, "out silenced waits", "for good"),
    # what is over or lifted counts no more, to the second
    ([terms("silence", 0)], None, "", ""),
    ([terms("silence", -1), terms("pre_moderate", 1)], K.PRE_MODERATE, "waits", "1"),
    ([terms("ban", lifted=True)], None, "", ""),
    ([terms("suspend", 5, lifted=True), terms("silence", 1)], K.SILENCE, "silenced waits", "1"),
]


@pytest.mark.parametrize(("given", "kind", "means", "until"), TABLE)
def test_what_somebody_cannot_do_now(
    given: list[Terms], kind: SanctionKind | None, means: str, until: str
) -> None:
    found = strictest(given, NOON)

    if kind is None:
        assert found is None
        return
    assert found is not None
    assert found.kind is kind
    assert means.split() == [
        word
        for word, holds in (
            ("out", found.shuts_out),
            ("silenced", found.silences),
            ("waits", found.holds_posts),
        )
        if holds
    ]
    assert found.until == (None if until == "for good" else NOON + int(until) * DAY)


def test_a_message_is_said_and_done() -> None:
    assert not is_in_force(terms("message"), NOON)


def test_a_warning_is_behind_somebody_after_a_while() -> None:
    end = end_of(K.WARNING, None, NOON)

    assert end == NOON + WARNING_LASTS
    assert is_in_force(Terms(kind=K.WARNING, ends_at=end), NOON)
    assert not is_in_force(Terms(kind=K.WARNING, ends_at=end), NOON + WARNING_LASTS)


@pytest.mark.parametrize("kind", ["pre_moderate", "silence", "suspend"])
def test_what_lasts_has_an_end(kind: str) -> None:
    for days in DAYS_TO_CHOOSE:
        assert end_of(K(kind), days, NOON) == NOON + days * DAY
    for wrong in (None, 0, -1, 2, 10_000):
        with pytest.raises(ValueError, match="end"):
            end_of(K(kind), wrong, NOON)


@pytest.mark.parametrize("kind", ["message", "ban"])
def test_what_does_not_last_or_never_ends_has_none(kind: str) -> None:
    assert end_of(K(kind), 7, NOON) is None


def test_mildest_first() -> None:
    assert [kind.value for kind in MILDEST_FIRST] == [
        "message", "warning", "pre_moderate", "silence", "suspend", "ban",
    ]  # fmt: skip


@pytest.mark.parametrize("table", [NAMED, DONE, HEADING, MEANS])
def test_every_kind_has_its_words(table: dict[SanctionKind, str]) -> None:
    assert set(table) == set(K)


def test_whatever_can_be_in_force_for_somebody_signed_in_is_said_on_every_page() -> None:
    signed_in = {kind for kind in K if not Restriction(kind=kind, until=None).shuts_out}

    assert set(NOW) == signed_in - {K.MESSAGE, K.WARNING}
