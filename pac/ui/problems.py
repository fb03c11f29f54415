"""What a file's check found, cell by cell, and what to do about it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Final

import pandas as pd
import streamlit as st
from openpyxl.utils import get_column_letter

from pac import labels
from pac.model import Cell, Finding, Severity
from pac.reading import verdict
from pac.reading.reader import Reading
from pac.ui import show

_GATES: Final = {
    1: "Primer paso: que el archivo se pueda abrir.",
    2: "Segundo paso: que sea el libro del plan.",
    3: "Tercer paso: filas y celdas.",
}
_QUOTED: Final = 3


def stop(reading: Reading) -> None:
    """Show why a plan could not be read, instead of any page."""
    st.title("El plan no se pudo leer", anchor=False)
    st.header(show.escaped(verdict.headline(reading)), anchor=False)
    st.caption(_GATES.get(reading.stopped_at or 0, ""))
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
    st.table(show.dressed(rows(findings)), border="horizontal", hide_index=True)


def rows(findings: Iterable[Finding]) -> pd.DataFrame:
    """Return one row for each thing to do: the same fault with the same fix is one."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for one in findings:
        sheet = one.cells[0].sheet if one.cells else ""
        groups.setdefault((one.code, sheet, one.fix), []).append(one)
    return pd.DataFrame(
        [
            {
                "Hoja": sheet or group[0].file or labels.UNDEFINED,
                "Celda": ranges([cell for one in group for cell in one.cells]) or labels.UNDEFINED,
                "Actividad": _activities(group) or labels.UNDEFINED,
                "Lo que dice": _says(group),
                "Qué hacer": fix,
            }
            for (_, sheet, fix), group in groups.items()
        ],
        columns=["Hoja", "Celda", "Actividad", "Lo que dice", "Qué hacer"],
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
