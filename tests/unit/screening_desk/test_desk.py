"""Asking the screener at once, through a real socket: answered in time or not at all, and never at others' cost."""

from __future__ import annotations

import pickle
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from forum.screening import Outcome, Standing, Submission, Verdict
from forum.screening_desk.asking import Asking, NobodyThere
from forum.screening_desk.attending import MOST_AT_ONCE, Attending
from forum.screening_desk.place import MOST_PATH_BYTES, Place, Port, SocketFile, TakenError
from forum.screening_desk.protocol import MOST_QUESTION_BYTES
from tests.support.smtp import free_port

SECRET = "the secret of this forum"
WORDS = "zq7canary, words that nobody has sent yet"


@dataclass
class Screener:
    """Publishes everything, and remembers it. `takes` seconds for each; `fails` with an error instead."""

    takes: float = 0.0
    fails: Exception | None = None
    seen: list[Submission] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    def read(self, submission: Submission) -> Verdict | None:
        self.seen.append(submission)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        time.sleep(self.takes)
        self.at_once -= 1
        if self.fails is not None:
            raise self.fails
        return Verdict(
            outcome=Outcome.PUBLISH,
            scores={"toxicity": 0.01},
            findings=(),
            model_name="scripted",
            model_version="1",
            threshold_set="scripted",
            duration_ms=1,
        )


@pytest.fixture(params=["file", "port"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "port":
        return Port(host="127.0.0.1", number=free_port())
    return SocketFile(tmp_path / "screener.sock")


@pytest.fixture
def screener() -> Screener:
    return Screener()


Attend = Callable[..., threading.Event]


@pytest.fixture
def attend(place: Place, screener: Screener) -> Iterator[Attend]:
    """Attends to the desk; gives what ends that."""
    begun: list[tuple[threading.Event, threading.Thread]] = []

    def begin(*, wait: bool = True) -> threading.Event:
        stop = threading.Event()
        at_work = Attending(place, SECRET, screener.read, again=0.05)
        thread = threading.Thread(target=at_work.attend, args=(stop,))
        thread.start()
        begun.append((stop, thread))
        if wait:
            until(lambda: somebody_is_at(place))
        return stop

    yield begin
    for stop, thread in begun:
        stop.set()
        thread.join(timeout=5)
        assert not thread.is_alive()


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def somebody_is_at(place: Place) -> bool:
    try:
        place.connect(1).close()
    except OSError:
        return False
    return True


def asking(place: Place, *, secret: str = SECRET, seconds: float = 2.0) -> Asking:
    return Asking(place, secret, seconds)


@pytest.mark.parametrize(
    "submission",
    [
        Submission(text=WORDS),
        Submission(text=""),
        Submission(text="\ud800 half a character \udfff and \x00"),
        Submission(text="😀" * 20_000, recent_texts=("é" * 20_000,) * 5),
        Submission(text="a" * 1_000_000),
        Submission(
            text=WORDS,
            title="A title",
            by=Standing.MEMBER,
            to=Standing.MEMBER,
            in_welcome_thread=True,
            opens_thread=True,
        ),
    ],
    ids=["plain", "empty", "surrogates", "longest", "one megabyte", "all fields"],
)
def test_a_question_is_answered_and_arrives_as_it_was(
    attend: Attend, place: Place, screener: Screener, submission: Submission
) -> None:
    attend()
    verdict = asking(place).ask(submission)

    assert verdict is not None
    assert not verdict.holds
    assert screener.seen == [submission]


def test_nobody_at_the_desk_is_no_answer(place: Place) -> None:
    assert asking(place).ask(Submission(text=WORDS)) is None
    assert NobodyThere().ask(Submission(text=WORDS)) is None


def test_who_wants_to_wait_for_nothing_asks_nobody(
    attend: Attend, place: Place, screener: Screener
) -> None:
    attend()

    assert asking(place, seconds=0).ask(Submission(text=WORDS)) is None
    assert screener.seen == []


def test_what_is_too_long_is_not_asked(attend: Attend, place: Place, screener: Screener) -> None:
    attend()

    assert asking(place).ask(Submission(text="a" * MOST_QUESTION_BYTES)) is None
    assert screener.seen == []


def test_a_slow_screener_is_not_waited_for(
    attend: Attend, place: Place, screener: Screener
) -> None:
    attend()
    screener.takes = 1.0
    began = time.monotonic()

    assert asking(place, seconds=0.2).ask(Submission(text=WORDS)) is None
    assert time.monotonic() - began < 0.9
    screener.takes = 0.0
    assert asking(place, seconds=5).ask(Submission(text=WORDS)) is not None


def test_a_screener_that_fails_is_no_answer_and_harms_no_other(
    attend: Attend, place: Place, screener: Screener
) -> None:
    attend()
    screener.fails = ValueError(f"stumbled over {WORDS}")
    with capture_logs() as lines:
        assert asking(place).ask(Submission(text=WORDS)) is None
        until(lambda: "screening_desk_failed" in {line["event"] for line in lines})
    screener.fails = None

    assert asking(place).ask(Submission(text=WORDS)) is not None
    assert "zq7canary" not in repr(lines)


def test_only_who_knows_the_secret_is_heard(
    attend: Attend, place: Place, screener: Screener
) -> None:
    attend()

    assert asking(place, secret="another forum's").ask(Submission(text=WORDS)) is None
    assert screener.seen == []


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"GET / HTTP/1.1\r\n\r\n",
        struct.pack(">I", 4_000_000_000),
        struct.pack(">I", 100) + b"x" * 20,
        struct.pack(">I", 2) + b"s" * 32 + b"{}",
        struct.pack(">I", 40)
        + b"s" * 32
        + pickle.dumps({"text": "a program may hide in a pickle"}),
    ],
    ids=["nothing", "http", "a huge size", "too little", "no seal", "pickle"],
)
def test_what_is_not_understood_disturbs_nobody(
    attend: Attend, place: Place, screener: Screener, said: bytes
) -> None:
    attend()
    with place.connect(1) as connection:
        connection.sendall(said)
        assert asking(place).ask(Submission(text=WORDS)) is not None
    assert [seen.text for seen in screener.seen] == [WORDS]


def test_an_answer_to_another_question_is_not_believed(place: Place) -> None:
    """Somebody who stands between and repeats what the desk once said gets nowhere."""
    kept: list[bytes] = []

    def repeat(listening: socket.socket) -> None:
        for _ in range(2):
            connection, _ = listening.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(kept[0])

    body = b'{"verdict":null}'
    kept.append(struct.pack(">I", len(body)) + b"\x00" * 32 + body)
    with place.listen() as listening, capture_logs() as lines:
        thread = threading.Thread(target=repeat, args=(listening,))
        thread.start()
        for _ in range(2):
            assert asking(place).ask(Submission(text=WORDS)) is None
        thread.join()
    assert {line["reason"] for line in lines} == {"not sealed with the forum's secret"}


def test_one_text_is_read_at_a_time_and_few_may_wait(
    attend: Attend, place: Place, screener: Screener
) -> None:
    attend()
    screener.takes = 0.1
    with ThreadPoolExecutor(max_workers=3 * MOST_AT_ONCE) as crowd:
        asks = [
            crowd.submit(asking(place, seconds=3).ask, Submission(text=WORDS))
            for _ in range(3 * MOST_AT_ONCE)
        ]
        answered = [ask.result() for ask in asks]

    assert screener.most_at_once == 1
    assert MOST_AT_ONCE <= sum(answer is not None for answer in answered) < 3 * MOST_AT_ONCE
    assert asking(place).ask(Submission(text=WORDS)) is not None, "and the seats are free again"


class TestTheSocketInAFile:
    """What can happen to a file."""

    @pytest.fixture
    def place(self, tmp_path: Path) -> SocketFile:
        return SocketFile(tmp_path / "instance" / "screener.sock")

    def test_nobody_else_on_the_machine_may_open_it(
        self, attend: Attend, place: SocketFile
    ) -> None:
        attend()

        assert place.path.stat().st_mode & 0o777 == 0o600

    def test_what_a_killed_worker_left_behind_is_cleared_away(
        self, attend: Attend, place: SocketFile
    ) -> None:
        place.listen().close()
        assert place.path.is_socket()
        assert asking(place).ask(Submission(text=WORDS)) is None
        attend()

        assert asking(place).ask(Submission(text=WORDS)) is not None

    def test_a_socket_that_was_removed_is_put_back(self, attend: Attend, place: SocketFile) -> None:
        attend()
        place.path.unlink()
        assert asking(place).ask(Submission(text=WORDS)) is None
        until(lambda: asking(place).ask(Submission(text=WORDS)) is not None)

    def test_a_second_worker_takes_over_when_the_first_one_goes(
        self, attend: Attend, place: SocketFile
    ) -> None:
        first = attend()
        with pytest.raises(TakenError):
            place.listen()
        attend(wait=False)
        first.set()
        until(lambda: asking(place).ask(Submission(text=WORDS)) is not None)

    def test_a_path_that_no_socket_can_have_is_no_answer(self, tmp_path: Path) -> None:
        place = SocketFile(tmp_path / ("x" * MOST_PATH_BYTES) / "s")

        assert asking(place).ask(Submission(text=WORDS)) is None
        with pytest.raises(OSError, match="FORUM_SCREENING_ADDRESS"):
            place.listen()


@pytest.mark.parametrize(
    ("address", "host", "number"),
    [("worker:9000", "worker", 9000), ("[::1]:80", "::1", 80), ("10.0.0.4:1", "10.0.0.4", 1)],
)
def test_an_address_is_a_host_and_a_port(address: str, host: str, number: int) -> None:
    assert Port.parse(address) == Port(host=host, number=number)


@pytest.mark.parametrize(
    "address", ["", "worker", "worker:", ":9000", "worker:x", "w:0", "w:65536"]
)
def test_anything_else_is_no_address(address: str) -> None:
    with pytest.raises(ValueError, match="port"):
        Port.parse(address)
