"""How long reading, checking and measuring the 2023 plan takes, as a ratio to openpyxl's load.

``python -m bench.reading`` prints the median of each side, taken in turns in one run.
"""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from openpyxl import load_workbook

from bench.report import Figure, Part, on_screen, progress
from pac.progress import measure as measuring
from pac.progress import summary
from pac.reading import reader
from pac.reading.reader import File

ROUNDS: Final = 15
LIMIT: Final = 3.0
PLAN_FILE: Final = Path(__file__).resolve().parent.parent / "data" / "plan_2023.xlsx"

_HOW: Final = (
    "CPU of reading, checking and measuring `data/plan_2023.xlsx` and of openpyxl's load of the "
    f"same bytes, in turns; median of {ROUNDS}."
)


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds that one call takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


def measure(*, quick: bool = False) -> Part:
    """Return how long reading takes, in milliseconds of CPU."""
    progress("reading")
    data = PLAN_FILE.read_bytes()

    def ours() -> None:
        reading = reader.read(File(PLAN_FILE.name, data))
        if reading.settings is None:
            raise SystemExit("the plan does not read")
        cutoff = reading.settings.cutoffs[0]
        measured = measuring.measure(reading.activities, reading.reports, cutoff)
        summary.by_component(measured, closed=False)
        summary.by_office(measured, reading.parties, closed=False)

    ours()
    pairs = [
        (seconds(lambda: load_workbook(io.BytesIO(data))), seconds(ours))
        for _ in range(3 if quick else ROUNDS)
    ]
    reference, own = (1000 * statistics.median(side) for side in zip(*pairs, strict=True))
    figure = Figure("read, check and measure", "ms", own, reference, ratio_limit=LIMIT)
    return Part("Reading the workbook", _HOW, "openpyxl's load", [figure])


if __name__ == "__main__":
    print(on_screen([measure()]))
