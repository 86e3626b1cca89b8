"""The screener beside stock Detoxify: the same figures as `forum screening bench`.

python benchmarks/bench_screening.py [--quick]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from forum.screening import MODEL_DIR
from forum.screening.benchmark.report import figures, lines


def main() -> None:
    with tempfile.TemporaryDirectory() as cache:
        for line in lines(figures(MODEL_DIR, Path(cache), quick="--quick" in sys.argv[1:])):
            print(line)


if __name__ == "__main__":
    main()
