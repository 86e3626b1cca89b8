"""What the doctor says of a mail server that answers and takes no mail from us."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.cli.conftest import Forum
from tests.integration.cli.test_doctor import line
from tests.support.smtp import SmtpServer, self_signed_server


@pytest.mark.parametrize(
    ("password", "level"), [("right", "OK"), ("wrong", "BROKEN"), ("gr%C3%BC%C3%9Fe", "BROKEN")]
)
def test_a_mail_server_that_asks_who_we_are(forum: Forum, password: str, level: str) -> None:
    server = SmtpServer("right")
    server.start()
    try:
        url = f"smtp://ana:{password}@127.0.0.1:{server.port}"
        result = forum("doctor", env={"FORUM_SMTP_URL": url})
    finally:
        server.stop()
    said = line(result.output, "mail")
    assert said.startswith(level)
    assert password not in said
    assert "ü" not in said


def test_a_mail_server_that_is_rude_at_goodbye_takes_mail_all_the_same(
    forum: Forum, smtp_server: SmtpServer
) -> None:
    smtp_server.leave_with = "421 too busy"
    result = forum("doctor", env={"FORUM_SMTP_URL": smtp_server.url})
    assert line(result.output, "mail").startswith("OK")


def test_a_mail_server_whose_certificate_is_not_trusted(forum: Forum, tmp_path: Path) -> None:
    with self_signed_server(tmp_path) as port:
        result = forum("doctor", env={"FORUM_SMTP_URL": f"smtps://127.0.0.1:{port}"})
    said = line(result.output, "mail")
    assert said.startswith("BROKEN")
    assert "certificate" in said.lower()
