"""Tiny workbooks in memory, and the 2023 matrix typed into Excel as its source text stands."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pac.reading import reader
from pac.reading.reader import File, Reading

ROOT = Path(__file__).resolve().parent.parent
PLAN_FILE = ROOT / "data" / "plan_2023.xlsx"
SOURCE = ROOT / "tests" / "source" / "plan_2023.txt"

HEADINGS = ("ID", "Componente", "Estrategia", "Objetivo", "Actividad", "Indicador", "Meta")
HEADINGS += ("Fecha de cumplimiento", "Responsable", "Lidera", "Inicio", "Fechas", "Meta aplicada")
HEADINGS += ("Acumulación",)
TRACKING = ("ID", "Actividad", "Fecha de corte", "Avance acumulado a la fecha de corte")
TRACKING += ("Qué se hizo", "Fecha de realización", "Evidencia", "Observaciones", "Reportado por")
TRACKING += ("Avance verificado", "Observaciones de Control Interno")

ACTIVITY = {
    "ID": "C1-01",
    "Componente": "1. Gestión del riesgo de corrupción",
    "Estrategia": "Mapa de riesgos",
    "Objetivo": "Prevenir",
    "Actividad": "Revisar el mapa de riesgos de la entidad",
    "Indicador": "Número de mapas revisados",
    "Meta": 3,
    "Fecha de cumplimiento": "30 de abril, 31 de agosto y 31 de diciembre",
    "Responsable": "Secretaría de Planeación",
}


def activity(**changes: Any) -> dict[str, Any]:
    """Return a sound row of the sheet Plan with some cells changed; ``Meta_aplicada`` has a _."""
    return {**ACTIVITY, **{name.replace("_", " "): value for name, value in changes.items()}}


def table(sheet: Worksheet, headings: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write headings in row 1 and the rows below; a tuple is a value and its number format."""
    sheet.append(list(headings))
    for number, row in enumerate(rows, 2):
        for column, name in enumerate(headings, 1):
            value = row.get(name)
            cell = sheet.cell(number, column)
            if isinstance(value, tuple):
                value, cell.number_format = value
            cell.value = value


def book(
    plan: Sequence[Mapping[str, Any]] = (ACTIVITY,),
    reports: Sequence[Mapping[str, Any]] = (),
    parameters: Mapping[str, Any] | None = None,
    *,
    then: Callable[[Workbook], None] | None = None,
) -> bytes:
    """Return a workbook like the template; ``then`` changes it before it is saved."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Plan"
    table(sheet, HEADINGS, plan)
    table(workbook.create_sheet("Seguimiento"), TRACKING, reports)
    values = {"Entidad": "Municipio de Prueba", "Vigencia": 2023, **(parameters or {})}
    settings = workbook.create_sheet("Parámetros")
    settings.append(["Parámetro", "Valor"])
    for name, value in values.items():
        settings.append([name, value])
    if then:
        then(workbook)
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    """Return the bytes of a workbook."""
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def grid(
    rows: Sequence[Sequence[Any]], *, title: str = "Hoja1", merge: Sequence[str] = ()
) -> bytes:
    """Return a workbook of one sheet with these rows from A1 on."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = title
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value is not None and value != "":
                cell = sheet.cell(number, column)
                if isinstance(value, tuple):
                    value, cell.number_format = value
                cell.value = value
    for area in merge:
        sheet.merge_cells(area)
    return saved(workbook)


def read(data: bytes, tracking: bytes | None = None, name: str = "plan.xlsx") -> Reading:
    """Read a workbook and, if given, a tracking workbook."""
    return reader.read(File(name, data), File("seguimiento.xlsx", tracking) if tracking else None)


def found(reading: Reading, *, errors_only: bool = False) -> list[tuple[str, str]]:
    """Return each finding as its code and its cells, which is what tests assert."""
    return [
        (one.code, ", ".join(map(str, one.cells)))
        for one in reading.findings
        if not errors_only or one.severity == "error"
    ]


def plan_workbook() -> Workbook:
    """Return the real 2023 workbook, open to be changed."""
    return load_workbook(PLAN_FILE)


def source_matrix(*, mended: bool = False, progress: bool = False) -> bytes:
    """Return the 2023 matrix typed into Excel as its source text stands.

    Headings repeat on each page, component, strategy and objective are merged downwards, the
    objective of component 1 breaks over two pages, one row stands three columns to the left,
    and sign-off rows close it. ``mended`` puts that row right; ``progress`` adds three columns.
    """
    lines = SOURCE.read_text(encoding="utf-8").splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("Componentes\t"))
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Matriz"
    sheet["A1"] = "PLAN ANTICORRUPCIÓN Y DE ATENCIÓN AL CIUDADANO"
    sheet["A2"] = "MUNICIPIO DE SESQUILÉ - VIGENCIA 2023"
    number = 3
    open_since: dict[int, int] = {}

    def close(column: int, last: int) -> None:
        start = open_since.pop(column, last)
        if last > start:
            sheet.merge_cells(start_row=start, end_row=last, start_column=column, end_column=column)

    for line in lines[first:]:
        if not line.strip():
            continue
        cells = [" ".join(part.split()) for part in line.split("\t")]
        number += 1
        heading = cells[0] == "Componentes"
        shifted = cells[0].startswith("Coordinar y hacer seguimiento")
        signed = cells[0] in ("Consolidación del documento", "Seguimiento del plan")
        if shifted and mended:
            cells = ["", "", "", *cells[:5]]
        if heading and progress:
            cells += ["Avance 30 de abril", "Evidencia", "Observaciones"]
        for column in (1, 2, 3):
            broken = heading or signed or (shifted and not mended)
            if broken or (len(cells) >= column and cells[column - 1]):
                close(column, number - 1)
            if not broken and len(cells) >= column and cells[column - 1]:
                open_since[column] = number
        for column, text in enumerate(cells, 1):
            if text:
                cell = sheet.cell(number, column)
                cell.value = _typed(text)
                if column == 6 and text.endswith("%"):
                    cell.number_format = "0%"
        if progress and not heading and not signed and len(cells) >= 8 and cells[5]:
            cell = sheet.cell(number, 9)
            cell.value = _typed(cells[5])
            cell.number_format = "0%" if cells[5].endswith("%") else "General"
            sheet.cell(number, 10).value = "https://ejemplo.invalid/acta"
    for column in list(open_since):
        close(column, number)
    return saved(workbook)


def _typed(text: str) -> object:
    """Return a text as Excel would keep it once typed: numbers and percents as numbers."""
    if text.isdigit():
        return int(text)
    if text.endswith("%") and text[:-1].isdigit():
        return int(text[:-1]) / 100
    return text
