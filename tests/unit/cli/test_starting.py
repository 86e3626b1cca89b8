"""The steps before a forum runs."""

from __future__ import annotations

import resource
import socket
from pathlib import Path

import pytest

from forum.cli.run import web_command
from forum.cli.starting import (
    bind_address,
    is_at_work_already,
    require_free_port,
    require_writable,
    with_own_address,
)
from forum.cli.stop import Stop
from forum.config import Settings


def test_a_folder_is_made(tmp_path: Path) -> None:
    require_writable(tmp_path / "new" / "instance")
    assert (tmp_path / "new" / "instance").is_dir()


def test_a_folder_that_cannot_be_one_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(Stop, match=f"The folder {file}.*FORUM_INSTANCE_DIR"):
        require_writable(file)


def test_a_disk_without_room_is_noticed_though_an_empty_file_fits(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    require_writable(tmp_path)
    # As on a full disk: nothing that is written fits.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        with pytest.raises(Stop, match=f"The disk of the folder {tmp_path} is full.*Make room"):
            require_writable(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_worker_of_the_same_forum_is_noticed_and_one_that_was_killed_is_not(
    tmp_path: Path,
) -> None:
    settings = Settings(instance_dir=tmp_path)
    assert not is_at_work_already(settings)
    with settings.screening_desk.listen():
        assert is_at_work_already(settings)
    # Its socket lies there still.
    assert (tmp_path / "screener.sock").is_socket()
    assert not is_at_work_already(settings)


def test_a_port_in_use_is_named() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Stop, match=f"Port {port} on 127.0.0.1 is in use"):
            require_free_port("127.0.0.1", port)
    require_free_port("127.0.0.1", port)


def test_an_address_of_another_machine_is_explained() -> None:
    with pytest.raises(Stop, match="FORUM_HOST"):
        require_free_port("203.0.113.7", 8000)


def test_where_people_find_the_forum_when_only_the_port_was_chosen() -> None:
    assert with_own_address(Settings(port=8123)).base_url == "http://127.0.0.1:8123"
    chosen = Settings(port=8123, base_url="https://forum.example")
    assert with_own_address(chosen).base_url == "https://forum.example"
    assert with_own_address(Settings()).base_url == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("host", "address"), [("127.0.0.1", "127.0.0.1:8000"), ("::1", "[::1]:8000")]
)
def test_addresses_of_both_kinds(host: str, address: str) -> None:
    assert bind_address(host, 8000) == address


def test_the_web_server_gets_its_threads_and_believes_no_proxy_by_itself() -> None:
    command = list(web_command(Settings(web_threads=5, web_workers=2)))
    assert command[command.index("--threads") + 1] == "5"
    assert command[command.index("--workers") + 1] == "2"
    assert command[command.index("--forwarded-allow-ips") + 1] == ""
    assert command[-1] == "wsgi:app"
