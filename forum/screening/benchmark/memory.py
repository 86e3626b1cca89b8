"""What a process needs that does nothing but screen. Run as a program, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from forum.screening.benchmark.posts import mixed
from forum.screening.loading import Engine, load_screener
from forum.screening.submission import Submission

_STATUS = Path("/proc/self/status")
_BATCH = 100


def measure(model_dir: Path, cache_dir: Path, *, posts: int) -> dict[str, float]:
    """Megabytes of memory `after_load` and `after_posts`, measured in a new process.

    Raises:
        OSError: this system does not say how much memory a process has.
        subprocess.CalledProcessError: the process failed; its errors were shown.
    """
    result = subprocess.run(  # noqa: S603  our own module, in a process of its own
        [sys.executable, "-m", __spec__.name, str(model_dir), str(cache_dir), str(posts)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    figures: dict[str, float] = json.loads(result.stdout)
    return figures


def _measured_here(model_dir: Path, cache_dir: Path, posts: int) -> dict[str, float]:
    screener = load_screener(
        model_dir=model_dir, engine=Engine.ONNX, cache_dir=cache_dir, mark_words=False
    )
    after_load = _megabytes()
    texts = mixed(posts)
    for first in range(0, posts, _BATCH):
        some = texts[first : first + _BATCH]
        screener.screen_many([Submission(text=text) for text in some])
    return {"after_load": after_load, "after_posts": _megabytes()}


def _megabytes() -> float:
    [line] = [line for line in _STATUS.read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    folder, cache, count = sys.argv[1:]
    sys.stdout.write(json.dumps(_measured_here(Path(folder), Path(cache), int(count))))
