"""The web process stays small: the model and its libraries live in the worker alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from forum.config import ROOT, Settings
from tests.support.processes import environment

HEAVY = ("torch", "transformers", "detoxify", "onnxruntime", "onnx", "tokenizers", "py3langid")
# Libraries that are loaded when somebody needs them. With SQLite nobody needs psycopg or redis; rich is never needed.
LATER = ("alembic", "cryptography", "psycopg", "redis", "rich", "webauthn", "zxcvbn")
# After one page in one thread. What a hundred pages in eight threads add is measured by benchmarks/bench_pages.py.
MOST_MEGABYTES = 125

# The kernel's own figure for this process: what getrusage tells includes the test runner that it was forked from.
PROGRAM = f"""
import json, pathlib, sys
import wsgi
client = wsgi.app.test_client()
status = client.get("/", base_url={{base_url!r}}).status_code
status_file = pathlib.Path("/proc/self/status")
lines = status_file.read_text().splitlines() if status_file.exists() else ["VmHWM: 0"]
peak = [line.split()[1] for line in lines if line.startswith("VmHWM")]
print(json.dumps({{{{
    "status": status,
    "heavy": [name for name in {HEAVY + LATER!r} if name in sys.modules],
    "megabytes": int(peak[0]) / 1024,
}}}}))
"""


@pytest.fixture
def web_process(settings: Settings) -> dict[str, object]:
    """What a web process has loaded after its first page, and how much memory that took."""
    program = PROGRAM.format(base_url=settings.base_url)
    finished = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment(settings),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, object] = json.loads(finished.stdout.splitlines()[-1])
    return found


def test_opening_a_page_loads_no_library_that_it_can_do_without(
    web_process: dict[str, object],
) -> None:
    assert web_process["status"] in {200, 302}
    assert web_process["heavy"] == []


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux alone tells it")
def test_the_web_process_is_small(web_process: dict[str, object]) -> None:
    assert isinstance(web_process["megabytes"], float)
    assert 0 < web_process["megabytes"] < MOST_MEGABYTES
