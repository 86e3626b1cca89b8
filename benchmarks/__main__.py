"""Every benchmark, one after the other: `python -m benchmarks [--quick]`, as `make bench` runs it."""

from __future__ import annotations

import sys

from benchmarks import bench_backtest, bench_pages, bench_screening, bench_staff


def main() -> int:
    status = bench_pages.main(sys.argv[1:])
    print()
    bench_staff.main(["--quick"] if "--quick" in sys.argv[1:] else [])
    print()
    bench_backtest.main()
    print()
    bench_screening.main()
    return status


if __name__ == "__main__":
    sys.exit(main())
