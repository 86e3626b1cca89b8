"""The `forum` command. One file per command."""

from __future__ import annotations

import click

from forum.cli.lazy import LazyGroup

_PLACES = {
    "audit": "forum.cli.audit:audit",
    "backup": "forum.cli.backup:backup",
    "cases": "forum.cli.cases:cases",
    "demo": "forum.cli.demo:demo",
    "doctor": "forum.cli.doctor:doctor",
    "migrate": "forum.cli.migrating:migrate",
    "run": "forum.cli.run:run",
    "screening": "forum.cli.screening:screening",
    "user": "forum.cli.user:user",
    "welcome": "forum.cli.welcome:welcome",
    "worker": "forum.cli.worker:worker",
}


@click.group(
    cls=LazyGroup, places=_PLACES, context_settings={"help_option_names": ["-h", "--help"]}
)
def main() -> None:
    """Run and look after a forum. Settings are read from FORUM_… in the environment."""
