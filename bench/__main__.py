"""All benchmarks: ``python -m bench`` measures, prints, and writes docs/performance.md.

It ends with 1 where a limit is missed. ``--only PART`` measures one part, ``--quick`` a little of
each; neither writes the document.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bench import exports, load, reading, report, rerun, server, upload, viewers
from bench.report import Part

PARTS: Final[dict[str, Callable[..., Part]]] = {
    "reading": reading.measure,
    "rerun": rerun.measure,
    "load": load.measure_warm,
    "cold": load.measure_cold,
    "viewers": viewers.measure,
    "upload": upload.measure,
    "exports": exports.measure,
}

_QUIET_CORES: Final = 0.1  # what a machine does by itself


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
    parts = [_with_company(PARTS[name], quick=asked.quick) for name in names]
    print(report.on_screen(parts))
    if not asked.only and not asked.quick:
        with load.chromium() as browser:
            report.write(parts, asked.date, f"Chromium {browser.version}")
    missed = [figure.what for part in parts for figure in part.figures if figure.missed]
    for one in missed:
        print(f"missed: {one}", file=sys.stderr)
    return 1 if missed else 0


def _with_company(measure: Callable[..., Part], *, quick: bool) -> Part:
    """Measure a part, and say how much of the machine other programs took meanwhile."""
    started, others = time.monotonic(), server.others_cpu_seconds()
    part = measure(quick=quick)
    share = (server.others_cpu_seconds() - others) / (time.monotonic() - started)
    if share < _QUIET_CORES:
        return part
    said = f"Other programs took {share:.1f} cores meanwhile: its times are too long."
    return replace(part, remarks=[*part.remarks, said])


if __name__ == "__main__":
    sys.exit(main())
