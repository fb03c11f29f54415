"""Figures for the tests of the follow-up: the example, the bare plan, a town with hostile words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

from openpyxl import Workbook

from pac.ledger import editions
from pac.progress.figures import Choice, Figures
from pac.reading import reader
from pac.reading.reader import Reading
from pac.reports import provenance
from pac.reports.provenance import Origin
from tests import updates, workbooks

D = dt.date
APRIL, AUGUST, DECEMBER, JANUARY = D(2023, 4, 30), D(2023, 8, 31), D(2023, 12, 31), D(2024, 1, 31)
NOW = dt.datetime(2023, 5, 12, 9, 5)  # noqa: DTZ001  # reports are told Colombia's time
ORIGIN = Origin(("a.xlsx",), version="3", code="7KQ2-ABCD")
NBSP = "\N{NO-BREAK SPACE}"
HOSTILE = '=1+1 #strong[x] *a* <script>alert("&")</script> $x$ @b'


@cache
def example() -> Reading:
    """Return the book with invented progress; it closes April."""
    path = workbooks.ROOT / "data" / "ejemplo_seguimiento_2023.xlsx"
    return reader.read(reader.load(path))


@cache
def bare() -> Reading:
    """Return the plan without any report."""
    return reader.read(reader.load(workbooks.PLAN_FILE))


def figures(
    reading: Reading, cutoff: dt.date, *, origin: Origin = ORIGIN, **plan: object
) -> Figures:
    """Return the figures of a book at a cut-off; ``plan`` changes what was read."""
    read = editions.plan(reading)
    assert read is not None
    return provenance.figures(replace(read, **plan), Choice(cutoff), origin)  # type: ignore[arg-type]


def hostile(activities: int = 2, **settings: object) -> Reading:
    """Return a town whose every text could be read as something else."""
    plan = [
        workbooks.activity(
            ID=f"C{n % 2 + 1}-{n // 2 + 1:03d}",
            Componente=f"{n % 2 + 1}. {HOSTILE}",
            Estrategia=HOSTILE,
            Actividad=f"{HOSTILE} {n}",
            Indicador=HOSTILE,
            Responsable="+Secretaría de «Todo» & Más",
        )
        for n in range(activities)
    ]
    plan.sort(key=lambda one: one["ID"])
    said = {"Qué se hizo": HOSTILE, updates.VERIFIED: 1, updates.REMARKS: HOSTILE}
    reports = [updates.report(one["ID"], APRIL, 1, **said) for one in plan]
    texts = {"Entidad": HOSTILE, "Código del formato": HOSTILE, "Cargo de quien firma": HOSTILE}
    closed = {"Cortes cerrados": "30/04/2023"}
    return workbooks.read(workbooks.book(plan, reports, texts | closed | settings, then=_as_text))


def _as_text(book: Workbook) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cell.data_type = "s"
