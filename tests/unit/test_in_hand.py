"""Whoever has to end finishes what is in hand, and begins nothing else."""

from __future__ import annotations

import threading
import time

import pytest

from forum.in_hand import InHand


class Busy:
    """A thread that takes up one piece after the other, without a breath in between."""

    def __init__(self, in_hand: InHand) -> None:
        self._in_hand = in_hand
        self._asked = threading.Event()
        self.begun_after = 0
        self.done = threading.Event()
        self.is_at_work = threading.Event()
        threading.Thread(target=self._work, daemon=True).start()

    def _work(self) -> None:
        while True:
            with self._in_hand.taken():
                self.begun_after += self._asked.is_set()
                self.done.clear()
                self.is_at_work.set()
                time.sleep(0.002)
                self.done.set()

    def is_asked_to_end(self, seconds: float) -> None:
        self.is_at_work.wait(5)
        self._asked.set()
        self._in_hand.finish(seconds)


def test_after_the_piece_in_hand_no_other_is_begun() -> None:
    for _ in range(50):
        in_hand = InHand()
        busy = Busy(in_hand)

        busy.is_asked_to_end(5)

        assert busy.done.is_set()
        # One may have been taken up between the word and the door.
        assert busy.begun_after <= 1
        begun = busy.begun_after
        time.sleep(0.005)
        assert busy.begun_after == begun


def test_who_asks_twice_waits_no_longer_than_they_said() -> None:
    in_hand = InHand()
    in_hand.finish(5)
    before = time.monotonic()

    in_hand.finish(0.05)

    assert time.monotonic() - before < 5


def test_a_piece_that_does_not_end_is_not_waited_for_for_ever() -> None:
    in_hand = InHand()
    is_at_work = threading.Event()

    def never_ends() -> None:
        with in_hand.taken():
            is_at_work.set()
            threading.Event().wait()

    threading.Thread(target=never_ends, daemon=True).start()
    assert is_at_work.wait(5)
    before = time.monotonic()

    in_hand.finish(0.05)

    assert 0.04 < time.monotonic() - before < 5


def test_a_piece_that_fails_is_not_in_hand_any_more() -> None:
    in_hand = InHand()
    with pytest.raises(ZeroDivisionError), in_hand.taken():
        _ = 1 / 0

    before = time.monotonic()
    in_hand.finish(5)

    assert time.monotonic() - before < 4
