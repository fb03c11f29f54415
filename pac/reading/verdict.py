"""The verdict on a file in one sentence: what was understood, what must be mended, what follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from pac.labels import count, listing
from pac.model import Finding, Severity
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


def of_upload(readings: Sequence[Reading], findings: Sequence[Finding]) -> str:
    """Return the verdict on several files at once, with what follows for the board.

    Args:
        readings: One a file.
        findings: All that is said of them, silenced ones left out.
    """
    opening = f"Revisamos {listing([name for one in readings for name in one.files])}"
    stopped = [one.stopped_at for one in readings if one.stopped_at is not None]
    if stopped:
        reason = _GATES.get(min(stopped), "Hay un archivo que no se puede leer")
        return f"{opening}. {reason}. El tablero no ha cambiado."
    plans = [one for one in readings if one.has_plan]
    names = {str(name) for one in plans for name in one.activities.index}
    components = {int(n) for one in plans for n in one.activities["component"]}
    reports = sum(len(one.reports) for one in readings)
    parts = []
    if plans:
        parts += [
            count(len(names), "actividad", "actividades"),
            count(len(components), "componente", "componentes"),
        ]
    parts.append(count(reports, "reporte", "reportes"))
    errors = [one for one in findings if one.severity is Severity.ERROR]
    warnings = sum(one.severity is Severity.WARNING for one in findings)
    noticed = count(warnings, "aviso", "avisos")
    cells = sum(max(1, len(one.cells)) for one in errors)
    mend = "Nada por corregir"
    if errors:
        word = count(cells, "celda por corregir", "celdas por corregir")
        mend = f"{word} antes de actualizar"
    return f"{opening}: {', '.join(parts)}. {mend}; {noticed}. El tablero no ha cambiado."


def compared(before: Iterable[Finding], after: Iterable[Finding]) -> tuple[int, int, int]:
    """Return how many of the cells to mend were mended, still are and are new."""
    was, now = _to_mend(before), _to_mend(after)
    return (was - now).total(), (was & now).total(), (now - was).total()


def _to_mend(findings: Iterable[Finding]) -> Counter[tuple[str, str, str]]:
    """Count the errors a cell, each by what tells it apart wherever its row may stand now."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for one in findings:
        if one.severity is not Severity.ERROR:
            continue
        places = list(one.activities) or [cell.address for cell in one.cells] or [one.file]
        n = max(1, len(one.cells))
        for number in range(n):
            counted[one.code, places[min(number, len(places) - 1)], one.found] += 1
    return counted
