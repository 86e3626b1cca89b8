"""What a copy of the database does not give away."""

from __future__ import annotations

import pytest

from forum.accounts.second_factor.sealing import SealBrokenError, Sealer

SEALER = Sealer("one secret key of a forum, long enough")
WORDS = "JBSWY3DPEHPK3PXP"


def test_what_is_sealed_can_be_opened_and_not_be_read() -> None:
    sealed = SEALER.seal(WORDS, "app")
    assert WORDS not in sealed
    assert SEALER.open(sealed, "app") == WORDS


def test_the_same_words_look_different_each_time() -> None:
    assert SEALER.seal(WORDS, "app") != SEALER.seal(WORDS, "app")


def test_another_key_opens_nothing() -> None:
    with pytest.raises(SealBrokenError):
        Sealer("another key").open(SEALER.seal(WORDS, "app"), "app")


def test_what_was_sealed_for_one_purpose_opens_for_no_other() -> None:
    """Somebody who can write to the database can't give one person the secret of another."""
    with pytest.raises(SealBrokenError):
        SEALER.open(SEALER.seal(WORDS, "app-1"), "app-2")


@pytest.mark.parametrize("made_up", ["", "x", "gAAAAA", "\ud800", "\x00", "é", "a" * 10_000])
def test_what_nobody_sealed_is_refused(made_up: str) -> None:
    with pytest.raises(SealBrokenError):
        SEALER.open(made_up, "app")


def test_a_change_is_noticed() -> None:
    sealed = SEALER.seal(WORDS, "app")
    changed = sealed[:-10] + ("A" if sealed[-10] != "A" else "B") + sealed[-9:]
    with pytest.raises(SealBrokenError):
        SEALER.open(changed, "app")


def test_a_mark_is_always_the_same_and_different_for_others() -> None:
    assert SEALER.mark("1", "handle") == SEALER.mark("1", "handle")
    assert len({SEALER.mark(str(n), "handle") for n in range(20)}) == 20
    assert len(SEALER.mark("1", "handle")) == 32
