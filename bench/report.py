"""What was measured, against its limits: as a table on the screen and as docs/performance.md."""

from __future__ import annotations

import datetime as dt
import os
import platform
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from textwrap import indent
from typing import Final

from bench.server import ROOT

DOCUMENT: Final = ROOT / "docs" / "performance.md"

_LIBRARIES: Final = ("streamlit", "pandas", "plotly", "openpyxl", "playwright", "websockets")
_NONE: Final = "–"


@dataclass(frozen=True)
class Figure:
    """One thing measured, its limits and what its reference took in the same run."""

    what: str
    unit: str
    value: float
    reference: float | None = None  # same unit
    limit: float | None = None  # same unit; None where there is none
    ratio_limit: float | None = None  # of the value to the reference

    @property
    def ratio(self) -> float | None:
        """Return how many times the reference was taken; None without one."""
        return self.value / self.reference if self.reference else None

    @property
    def missed(self) -> bool:
        """Tell whether it is over a limit."""
        over = self.limit is not None and self.value > self.limit
        ratio = self.ratio
        return over or (
            self.ratio_limit is not None and (ratio is None or ratio > self.ratio_limit)
        )

    @property
    def verdict(self) -> str:
        """Return whether its limits are kept; nothing where it has none."""
        if self.limit is None and self.ratio_limit is None:
            return ""
        return "**missed**" if self.missed else "kept"


@dataclass(frozen=True)
class Part:
    """One part of the benchmarks: how it was measured, and what came out."""

    title: str
    how: str
    reference: str  # what stands in the column of the reference
    figures: Sequence[Figure]
    remarks: Sequence[str] = ()


def progress(text: str) -> None:
    """Say on stderr how far the run is."""
    print(text, file=sys.stderr, flush=True)


def on_screen(parts: Iterable[Part]) -> str:
    """Return all figures as plain text."""
    lines: list[str] = []
    for part in parts:
        lines += ["", part.title, f"  (reference: {part.reference})"]
        rows = [
            ("", "measured", "limit", "reference", "ratio", "limit", ""),
            *map(_row, part.figures),
        ]
        wide = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
        lines += [
            "  " + row[0].ljust(wide[0]) + "".join(
                "  " + cell.rjust(wide[place]) for place, cell in enumerate(row) if place
            )
            for row in rows
        ]  # fmt: skip
        lines += [indent(remark, "  ") for remark in part.remarks]
    return "\n".join(lines).replace("**", "")


def write(parts: Sequence[Part], day: dt.date, browser: str) -> None:
    """Write docs/performance.md.

    Args:
        parts: What was measured.
        day: When.
        browser: Name and version of the browser that loaded the pages.
    """
    DOCUMENT.write_text(_document(parts, day, browser), "utf-8")


def _document(parts: Sequence[Part], day: dt.date, browser: str) -> str:
    missed = [figure.what for part in parts for figure in part.figures if figure.missed]
    state = f"Missed: {'; '.join(missed)}." if missed else "Every limit was kept."
    lines = [
        "# Performance",
        "",
        f"Written by `make bench` on {day.isoformat()}; do not edit it by hand. {state}",
        "",
        "Both sides of each comparison are taken in turns in the same run, so the ratios hold on "
        "other machines; the times are this machine's.",
        "",
        f"Machine: {_machine()}. {_software()}. {browser}. Servers, clients and browser share it.",
    ]
    for part in parts:
        lines += ["", f"## {part.title}", "", part.how, ""]
        lines += [
            f"| | measured | limit | reference: {part.reference} | ratio | limit | |",
            "|---|---:|---:|---:|---:|---:|---|",
        ]
        lines += ["| " + " | ".join(_row(figure)) + " |" for figure in part.figures]
        for remark in part.remarks:
            lines += ["", remark]
    return "\n".join(lines) + "\n"


def _row(figure: Figure) -> Sequence[str]:
    return (
        figure.what,
        _said(figure.value, figure.unit),
        _said(figure.limit, figure.unit),
        _said(figure.reference, figure.unit),
        _NONE if figure.ratio is None else f"{figure.ratio:.2f}",
        _NONE if figure.ratio_limit is None else f"{figure.ratio_limit:.2f}",
        figure.verdict,
    )


def _said(value: float | None, unit: str) -> str:
    if value is None:
        return _NONE
    number = f"{value:.2f}" if unit in ("MB", "s", "cores") else f"{value:.0f}"
    return f"{number} {unit}".rstrip()


def _machine() -> str:
    """Return what kind of machine this is, without saying which."""
    memory = "unknown memory"
    facts = Path("/proc/meminfo")
    if facts.exists():
        kib = int(facts.read_text().split(maxsplit=2)[1])
        memory = f"{kib / 2**20:.0f} GiB"
    return f"{os.cpu_count()} cores, {memory}, {platform.system()} {platform.machine()}"


def _software() -> str:
    named = [f"{name} {version(name)}" for name in _LIBRARIES]
    return ", ".join([f"Python {platform.python_version()}", *named])
