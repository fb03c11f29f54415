"""What a file's check found, cell by cell, and what to do about it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Final

import streamlit as st
from openpyxl.utils import get_column_letter

from pac.model import Cell, Finding, Severity
from pac.progress.figures import Figures
from pac.reading import verdict
from pac.reading.conventions import listed as read_by_convention
from pac.reading.reader import Reading
from pac.reports.table import Table, listed, table, words
from pac.ui import links, show
from pac.ui.data import Edition

GATES: Final = {
    1: "Primer paso: que el archivo se pueda abrir.",
    2: "Segundo paso: que sea el libro del plan.",
    3: "Tercer paso: filas y celdas.",
}
_QUOTED: Final = 3


def stop(reading: Reading) -> None:
    """Show why a plan could not be read, instead of any page."""
    st.title("El plan no se pudo leer", anchor=False)
    st.header(show.escaped(verdict.headline(reading)), anchor=False)
    st.caption(GATES.get(reading.stopped_at or 0, ""))
    st.subheader("Qué corregir", anchor=False)
    _table(reading.findings)
    st.text("Al guardar el archivo corregido, vuelva a cargar esta página: se lee de nuevo.")


def warn(reading: Reading) -> None:
    """Say above a page that some cells are wrong, with their list one press away."""
    errors = [one for one in reading.findings if one.severity is Severity.ERROR]
    if not errors:
        return
    with st.container(border=True):
        st.text(f"{verdict.headline(reading)} Lo que no se leyó no está en estas cifras.")
        with st.expander("Ver qué corregir y en qué celda"):
            _table(errors)


def _table(findings: Iterable[Finding]) -> None:
    show.written(rows(findings), "Qué corregir y en qué celda")


def rows(findings: Iterable[Finding]) -> Table:
    """Return one row for each thing to do: the same fault with the same fix is one."""
    grouped: dict[tuple[str, str, str], list[Finding]] = {}
    for one in findings:
        sheet = one.cells[0].sheet if one.cells else ""
        grouped.setdefault((one.code, sheet, one.fix), []).append(one)
    groups = [(sheet or group[0].file, group) for (_, sheet, _), group in grouped.items()]
    cells = [[cell for one in group for cell in one.cells] for _, group in groups]
    return table(
        words("Hoja", [sheet for sheet, _ in groups]),
        words("Celda", map(ranges, cells)),
        words("Actividad", [_activities(group) for _, group in groups]),
        words("Lo que dice", [_says(group) for _, group in groups]),
        words("Qué hacer", [fix for _, _, fix in grouped]),
    )


def faults(figures: Figures) -> Table:
    """Return what is worth reviewing in the plan's own text (design, section 5, item 6)."""
    return _noticed(plan_faults(figures), figures)


def tracking_faults(figures: Figures) -> Table:
    """Return what is worth reviewing in the reports."""
    of_plan = {id(one) for one in plan_faults(figures)}
    return _noticed([one for one in _warnings(figures) if id(one) not in of_plan], figures)


def plan_faults(figures: Figures) -> list[Finding]:
    """Return the warnings about the plan's cells, or about the whole book."""
    cells = set(figures.plan.sources.values())
    return [one for one in _warnings(figures) if not one.cells or cells.intersection(one.cells)]


def _warnings(figures: Figures) -> list[Finding]:
    return [one for one in figures.plan.findings if one.severity is Severity.WARNING]


def _noticed(findings: Sequence[Finding], figures: Figures) -> Table:
    known = set(figures.plan.activities.index)

    def to(name: str) -> str:
        return links.activity(name, figures) if name in known else ""

    return table(
        listed("Actividad", [[(name, to(name)) for name in one.activities] for one in findings]),
        words("Lo que dice", map(_sentence, findings)),
        words("Qué hacer", [one.fix for one in findings]),
        words("Celdas", [places(one.cells) for one in findings]),
    )


def silenced(edition: Edition | None) -> None:
    """Show the warnings that somebody silenced, with the reason that was given."""
    if edition is None or not edition.silenced:
        return
    st.subheader("Avisos silenciados, con su razón", anchor=False)
    shown = table(
        words("Actividad", [", ".join(one["activities"]) for one in edition.silenced]),
        words("Lo que dice", [str(one["message"]) for one in edition.silenced]),
        words("Por qué no se corrige", [str(one["reason"]) for one in edition.silenced]),
        words("Quién y cuándo", [f"{one['by']}, {one['at']}" for one in edition.silenced]),
    )
    show.written(shown, "Avisos silenciados")


def conventions(figures: Figures) -> Table:
    """Return the readings that needed a convention, grouped, with their cells."""
    grouped = read_by_convention(figures.plan.conventions)
    return table(
        words("Cómo se leyó", [one.message for one in grouped]),
        words("Celdas", [places(one.cells) for one in grouped]),
    )


def places(cells: Iterable[Cell]) -> str:
    """Return cells of one or several sheets: ``Plan!D14:D17, D22``."""
    by_sheet: dict[str, list[Cell]] = {}
    for cell in cells:
        by_sheet.setdefault(cell.sheet, []).append(cell)
    return "; ".join(
        f"{str(those[0]).rpartition('!')[0]}!{ranges(those)}" for those in by_sheet.values()
    )


def ranges(cells: Iterable[Cell]) -> str:
    """Return cells as Excel writes them, runs down a column joined: ``D14:D17, D22``."""
    parts = []
    in_order = sorted({(cell.column, cell.row) for cell in cells})
    for _, run in itertools.groupby(enumerate(in_order), lambda at: (at[1][0], at[1][1] - at[0])):
        places = [place for _, place in run]
        (column, first), (_, last) = places[0], places[-1]
        letter = get_column_letter(column)
        parts.append(f"{letter}{first}" if first == last else f"{letter}{first}:{letter}{last}")
    return ", ".join(parts)


def _activities(group: Sequence[Finding]) -> str:
    return ", ".join(dict.fromkeys(name for one in group for name in one.activities))


def _says(group: Sequence[Finding]) -> str:
    """Return what was found; of several like it, the first ones."""
    texts = list(dict.fromkeys(_sentence(one) for one in group))
    more = len(texts) - _QUOTED
    return " ".join(texts[:_QUOTED]) + (f" Y {more} más." if more > 0 else "")


def _sentence(one: Finding) -> str:
    """Return what a message says, without its place and its fix, which have their own columns."""
    said = one.message.removesuffix(one.fix).strip()
    if one.cells or one.file:
        said = said.partition(": ")[2] or said
    return said[:1].upper() + said[1:]
