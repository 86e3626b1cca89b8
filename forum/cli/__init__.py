"""The `forum` command. One file per command."""

from __future__ import annotations

import click

from forum.cli.audit import audit
from forum.cli.backup import backup
from forum.cli.cases import cases
from forum.cli.demo import demo
from forum.cli.doctor import doctor
from forum.cli.migrating import migrate
from forum.cli.run import run
from forum.cli.screening import screening
from forum.cli.screening_evaluate import evaluate
from forum.cli.screening_thresholds import thresholds
from forum.cli.screening_train import train
from forum.cli.user import user
from forum.cli.welcome import welcome
from forum.cli.worker import worker


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Run and look after a forum. Settings are read from FORUM_… in the environment."""


screening.add_command(evaluate)
screening.add_command(thresholds)
screening.add_command(train)
for command in (run, worker, user, demo, doctor, migrate, backup, screening, audit, cases, welcome):
    main.add_command(command)
