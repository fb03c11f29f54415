"""All benchmarks: ``python -m bench`` measures, prints, and writes docs/performance.md.

It ends with 1 where a limit is missed. ``--only PART`` measures one part, ``--quick`` a little of
each; neither writes the document.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable
from typing import Final

from bench import load, reading, report, rerun, viewers
from bench.report import Part

PARTS: Final[dict[str, Callable[..., Part]]] = {
    "reading": reading.measure,
    "rerun": rerun.measure,
    "load": load.measure_warm,
    "cold": load.measure_cold,
    "viewers": viewers.measure,
}


def main() -> int:
    """Run what the command line asks for; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", choices=PARTS, help="measure this part alone")
    parser.add_argument("--quick", action="store_true", help="a smoke with few repetitions")
    parser.add_argument(
        "--date",
        type=dt.date.fromisoformat,
        default=dt.datetime.now(dt.UTC).date(),
        help="the day that the document says, as 2026-11-25",
    )
    asked = parser.parse_args()
    names = [asked.only] if asked.only else list(PARTS)
    parts = [PARTS[name](quick=asked.quick) for name in names]
    print(report.on_screen(parts))
    if not asked.only and not asked.quick:
        with load.chromium() as browser:
            report.write(parts, asked.date, f"Chromium {browser.version}")
    missed = [figure.what for part in parts for figure in part.figures if figure.missed]
    for one in missed:
        print(f"missed: {one}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
