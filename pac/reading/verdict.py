"""The verdict on a file in one sentence: what was understood, what must be mended, what follows."""

from __future__ import annotations

from typing import Final

from pac.labels import count
from pac.model import Severity
from pac.reading.reader import Reading

_GATES: Final = {
    1: "El archivo no se puede abrir",
    2: "El archivo no es el libro del plan",
}


def headline(reading: Reading) -> str:
    """Return what was understood and how many cells must be mended (design, section 5, item 2).

    An error counts once a cell, since each cell is to be mended; one without a cell counts once.
    """
    errors = [one for one in reading.findings if one.severity is Severity.ERROR]
    warnings = sum(one.severity is Severity.WARNING for one in reading.findings)
    opening = f"Revisamos {' y '.join(reading.files)}"
    if reading.stopped_at is not None:
        reason = _GATES.get(reading.stopped_at, "El archivo no se puede leer")
        return f"{opening}: nada se leyó. {reason}."
    understood = ", ".join(
        (
            count(len(reading.activities), "actividad", "actividades"),
            count(reading.activities["component"].nunique(), "componente", "componentes"),
            count(len(reading.reports), "reporte", "reportes"),
        )
    )
    said = f"{opening}: {understood}."
    noticed = count(warnings, "aviso", "avisos")
    if not errors:
        return f"{said} Nada por corregir; {noticed}."
    cells = sum(max(1, len(one.cells)) for one in errors)
    mend = count(cells, "celda por corregir", "celdas por corregir")
    return f"{said} {mend} antes de actualizar; {noticed}."
