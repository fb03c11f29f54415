"""The workbooks, as a spreadsheet holds them: the follow-up, the tables of the pages, open data."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from tests.figures import phrases
from tests.figures.shape import PLAN, Found, Key, Measures, Said
from tests.figures.truth import plain


def opened(data: bytes) -> Workbook:
    """Return a workbook as a spreadsheet opens it."""
    return load_workbook(io.BytesIO(data))


def rows(sheet: Worksheet, *firsts: str) -> Iterator[dict[str, Cell]]:
    """Give the rows of the table whose first heading is one of these, by heading."""
    every = [list(row) for row in sheet.iter_rows()]
    (start,) = [n for n, row in enumerate(every) if row[0].value in firsts]
    heads = [plain(str(cell.value)) for cell in every[start] if cell.value is not None]
    assert len(set(heads)) == len(heads), heads
    for row in every[start + 1 :]:
        if row[0].value is None:
            return
        yield dict(zip(heads, row, strict=False))


def number_or_words(name: str, value: object) -> Measures:
    """Return a share that a cell holds as a number, and otherwise what it says in its place."""
    if value is None or value == "–":
        return {}
    return {name: value} if isinstance(value, int | float) else {f"{name}_words": plain(str(value))}


# The follow-up of Control Interno


def follow_up(data: bytes) -> Said:
    """Return the figures of the form and of the summary; earlier follow-ups by their cut-off."""
    book, found = opened(data), Found()
    form, summary = book.worksheets[0], book["Resumen"]
    for row in rows(summary, "Componente"):
        name = plain(str(row.pop("Componente").value))
        key = PLAN if name == "Todo el plan" else Key("component", name)
        for heading, cell in row.items():
            measure = SUMMARY[heading]
            if measure == "level":
                found.add(key, **phrases.result(str(cell.value)))
            else:
                found.add(key, **number_or_words(measure, cell.value))
    title, first, *others = [str(cell.value) for cell in summary["A"] if cell.value][:3]
    found.add(PLAN, **phrases.compliance_sentence(first))
    if others[0].startswith("Avance de la vigencia"):
        found.add(PLAN, **phrases.year_sentence(others[0]))
    _form(form, found, phrases.day(title.partition("corte ")[2]))
    return found.said


SUMMARY = {
    "Actividades": "activities",
    "Programadas al corte": "scheduled",
    "Al día, según lo verificado": "fulfilled_verified",
    "Al día, según lo reportado": "fulfilled_reported",
    "Reportadas, de las programadas": "scheduled_reported",
    "Cumplimiento": "compliance",
    "Zona": "level",
    "Avance de la vigencia, verificado": "attainment_verified",
    "Avance de la vigencia, reportado": "attainment_reported",
    "Avance de la vigencia, según lo reportado": "attainment_reported",
}


def _form(sheet: Worksheet, found: Found, chosen: dt.date) -> None:
    every = [[cell.value for cell in row] for row in sheet.iter_rows()]
    (start,) = [n for n, row in enumerate(every) if row[0] == "ID"]
    days: list[dt.date | None] = [None] * 6
    for text in every[start][6:]:
        days.append(phrases.day(plain(text).split("corte ")[1][:11]) if text else days[-1])
    heads = every[start + 1]
    for row in every[start + 2 :]:
        name = plain(str(row[0]))
        for place in range(6, len(row)):
            day = None if days[place] == chosen else days[place]
            value, heading = row[place], heads[place]
            if heading is None:  # a follow-up that is still to come
                assert value is None, value
            elif row[2] is None:  # a band over the activities of a component
                key = (
                    Key("plan", "", day) if name == "Todo el plan" else Key("component", name, day)
                )
                found.add(key, **(phrases.band(value) if value else {}))
            elif heading in ENTRY:
                measures = number_or_words(ENTRY[heading], value)
                found.add(Key("activity", name, day), **measures)


ENTRY = {
    "% de avance": "attainment",
    "% reportado": "attainment_reported",
    "Meta al corte": "expected",
}


# The tables of the pages, with «Descargar en Excel»


def groups(data: bytes) -> Said:
    """Return the rows of the tables of components, offices, groups; what is due by each cut-off."""
    found = Found()
    for row in rows(opened(data)["Tabla"], "Componente", "Dependencia", "Grupo o comité"):
        scope = "component" if "Componente" in row else "party"
        named = next(iter(row))
        name = plain(str(row.pop(named).value)).removesuffix(" (verifica su propio reporte)")
        for heading, cell in row.items():
            if heading.startswith("A "):
                found.add(Key(scope, name, phrases.day(heading[2:])), scheduled=cell.value)
                continue
            value = cell.value
            if heading in ("Nivel", "Tipo") and value:
                value = value.lower()
            found.add(Key(scope, name), **{GROUPS[heading]: value})
    for measures in found.said.values():
        if "missing" in measures:
            assert measures.pop("missing") == measures["scheduled"] - measures["fulfilled"]
    return found.said


GROUPS = {
    "Tipo": "kind",
    "Actividades": "activities",
    "Programadas": "scheduled",
    "Reportadas": "scheduled_reported",
    "Al día": "fulfilled",
    "Faltan": "missing",
    "Cumplimiento": "compliance",
    "Nivel": "level",
    "Avance de la vigencia": "attainment",
}


def activities(data: bytes) -> Said:
    """Return the rows of the table of activities."""
    found = Found()
    for row in rows(opened(data)["Tabla"], "ID"):
        status = str(row["Estado"].value).lower()
        found.add(
            Key("activity", str(row["ID"].value)),
            status="programada" if status == "programada sin empezar" else status,
            target=quantity(row["Meta"]),
            actual=quantity(row["Avance"]) if "Avance" in row else None,
            **{name: row[heading].value for heading, name in ACTIVITY.items() if heading in row},
        )
    return found.said


ACTIVITY = {
    "Avance de la vigencia": "attainment",
    "Según lo reportado": "attainment_reported",
    "Con evidencia": "attainment_evidenced",
    "Verificado": "attainment_verified",
    "Programado": "expected",
}


def quantity(cell: Cell) -> float | None:
    """Return a quantity in its unit: a cell that shows 90 % holds 0.9."""
    value = cell.value
    if value is None:
        return None
    return round(value * 100, 7) if "%" in cell.number_format else value


def months(data: bytes) -> Said:
    """Return the rows of the table of months."""
    names = ("dates", "done", "missing", "no_target", "to_come")
    headings = ("Fechas", "Cumplidas", "Pendientes", "Sin meta", "Por venir")
    return {
        Key("month", phrases.month(str(row["Mes"].value))): {
            name: row[heading].value
            for name, heading in zip(names, headings, strict=True)
            if heading in row
        }
        for row in rows(opened(data)["Tabla"], "Mes")
    }


def calendar(data: bytes) -> Said:
    """Return the rows of the table of cut-offs."""
    return {
        Key("cutoff", row["Corte"].value.date().isoformat()): {
            "scheduled": row["Actividades programadas"].value,
            "came": row["Fechas que habrán llegado"].value,
            "planned": row["Avance planeado"].value,
        }
        for row in rows(opened(data)["Tabla"], "Corte")
    }


def curve(data: bytes) -> Said:
    """Return the rows of the table of the curve."""
    found = Found()
    for row in rows(opened(data)["Tabla"], "Fecha"):
        day = row["Fecha"].value.date().isoformat()
        actual = row["Real"].value if "Real" in row else None
        found.add(Key("curve", day), planned=row["Planeado"].value, actual=actual)
    return found.said


def share_cells(data: bytes) -> Iterator[tuple[str, float, str]]:
    """Give each cell that shows a share: where it is, what it holds, how it shows it.

    A quantity of a target in percent is none.
    """
    for sheet in opened(data).worksheets:
        heads: dict[int, str] = {}
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    heads[cell.column] = cell.value
                    continue
                is_percent = "%" in cell.number_format and isinstance(cell.value, int | float)
                if is_percent and heads[cell.column] not in ("Meta", "Avance"):
                    place = f"{sheet.title}!{cell.coordinate}"
                    yield place, float(cell.value), cell.number_format


def every_text(data: bytes) -> dict[str, str]:
    """Return all that each sheet shows, its foot on paper too."""
    made: dict[str, str] = {}
    for sheet in opened(data).worksheets:
        ends: Any = (sheet.oddHeader, sheet.oddFooter)
        texts = [
            str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None
        ]
        for end in ends:
            texts += [part.text for part in (end.left, end.center, end.right) if part.text]
        made[sheet.title] = plain(" ".join(texts))
    return made
