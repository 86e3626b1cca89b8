"""A mailer that keeps what it is given."""

from __future__ import annotations

from email.message import EmailMessage


class Outbox:
    """Every mail that would have been sent. `fail_with` makes the next ones fail."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.fail_with: OSError | None = None

    def send(self, message: EmailMessage) -> None:
        """Keep a message, or fail as an unreachable server would."""
        if self.fail_with is not None:
            raise self.fail_with
        self.messages.append(message)
