"""Boards to look at: workbooks on disk, pages opened under AppTest, and all that they say."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlparse

import pandas as pd
from openpyxl.worksheet.worksheet import Worksheet
from streamlit.testing.v1 import AppTest

from tests import workbooks
from tests.progress.tables import plan_2023

MAIN = workbooks.ROOT / "pac" / "ui" / "main.py"
PAGES = (
    "resumen", "componentes", "dependencias", "fechas", "actividades", "actividad",
    "compromisos", "presentar", "como_se_calcula", "posibles_errores",
)  # fmt: skip
APRIL, AUGUST = dt.date(2023, 4, 30), dt.date(2023, 8, 31)

FAILED = "No se pudo mostrar esta página"

_LINK = re.compile(r"\[((?:\\.|[^\]\\])*)\]\((/[^)\s]*)\)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def open_page(page: str, **query: str) -> AppTest:
    """Open a page as a visitor does who follows a link with this query."""
    at = AppTest.from_file(str(MAIN), default_timeout=30)
    for name, value in query.items():
        at.query_params[name] = value
    at.run()
    if page == "resumen":
        return at
    for name, value in query.items():  # those of a page alone go when the first one is left
        at.query_params[name] = value
    return go(at, page)


def go(at: AppTest, page: str) -> AppTest:
    """Follow the navigation to another page."""
    return at.switch_page(f"../../pages/{page}.py").run()


def words(text: str) -> str:
    """Return a text as the screen shows it, its links and Markdown escapes taken away."""
    return _ESCAPED.sub(r"\1", _LINK.sub(r"\1", text)).replace("\N{WORD JOINER}", "")


def leads_to(at: AppTest, text: str) -> dict[str, str]:
    """Return what the address of a link on screen asks for; ``page`` is its page."""
    texts = [str(one.value) for one in at.markdown]
    texts += [str(cell) for one in at.table for cell in one.value.to_numpy().ravel()]
    for found in (match for one in texts for match in _LINK.finditer(one)):
        if words(found[1]) == text:
            address = urlparse(found[2])
            asked = {name: value for name, (value,) in parse_qs(address.query).items()}
            return {"page": address.path.strip("/"), **asked}
    raise AssertionError(f"no link says {text}")


def said(at: AppTest) -> str:
    """Return every text on screen, tables and charts' alternative texts included."""
    texts: list[str] = []
    for kind in ("title", "header", "subheader", "caption", "text", "markdown", "error"):
        texts += [str(one.value) for one in at.get(kind)]
    for one in at.metric:
        texts += [one.label, str(one.value), str(one.delta or "")]
    for one in at.table:
        texts += [*map(str, one.value.columns), *map(str, one.value.to_numpy().ravel())]
    texts += [one.proto.alt for one in at.get("plotly_chart")]
    return "\n".join(words(text) for text in texts)


def table(at: AppTest, heading: str) -> pd.DataFrame:
    """Return the first table on screen that has that heading, as a person reads it."""
    for one in at.table:
        shown = one.value.map(lambda cell: words(str(cell))).rename(columns=words)
        if heading in shown.columns:
            return shown
    raise AssertionError(f"no table with {heading}")


def foot(at: AppTest) -> str:
    """Return the last line of the page."""
    return words(at.main.caption[-1].value)


def save(folder: Path, data: bytes, name: str = "plan.xlsx") -> Path:
    """Write a workbook in a folder and return where it is."""
    path = folder / name
    path.write_bytes(data)
    return path


def all_done(folder: Path, *, closed: Iterable[dt.date] = (), upto: dt.date = APRIL) -> Path:
    """Return the 2023 workbook, all that is due reported, evidenced and verified.

    Args:
        folder: Where to write it.
        closed: Cut-offs that Control Interno closed.
        upto: The last cut-off reported.
    """
    plan = plan_2023()
    book = workbooks.plan_workbook()
    for row in book["Seguimiento"].iter_rows(min_row=2):
        activity_id, _, as_of = (cell.value for cell in row[:3])
        one, day = plan.loc[activity_id], as_of.date()
        due = sum(date <= day for date in one["milestones"]) / len(one["milestones"])
        share = 1.0 if one["accumulation"] == "per_milestone" and due else due
        if day > upto or not share:
            continue
        value = one["applied_target"] * share
        if one["unit"] == "percent":
            value /= 100
        for cell in (row[3], row[9]):
            cell.value = value
            cell.number_format = "0%" if one["unit"] == "percent" else "General"
        row[4].value, row[6].value = "Hecho", "Radicado 1"
    parameter(book["Parámetros"], "Cortes cerrados", "; ".join(f"{day:%d/%m/%Y}" for day in closed))
    return save(folder, workbooks.saved(book), "PAAC_2023.xlsx")


def parameter(sheet: Worksheet, name: str, value: object) -> None:
    """Write the value of one row of the sheet ``Parámetros``."""
    for row in sheet.iter_rows(min_row=2):
        if row[0].value == name:
            row[1].value = value


def other_town(folder: Path, *, reported: bool = True) -> Path:
    """Return a plan of another town, year and shape: four components, no closed cut-off."""
    names = (
        "1. Gestión del riesgo de corrupción",
        "2. Racionalización de trámites",
        "3. Rendición de cuentas",
        "4. Transparencia",
    )
    rows = [
        workbooks.activity(
            ID=f"C{number}-01",
            Componente=name,
            Actividad=f"Hacer lo del componente {number}",
            Fecha_de_cumplimiento="30 de abril y 31 de diciembre",
            Meta=2,
            Responsable="Secretaría General",
        )
        for number, name in enumerate(names, 1)
    ]
    reports = [
        {"ID": "C1-01", "Fecha de corte": dt.date(2025, 4, 30), TRACKED: 1, "Evidencia": "Acta 1"},
        {"ID": "C2-01", "Fecha de corte": dt.date(2025, 4, 30), TRACKED: 0.5},
    ]
    data = workbooks.book(
        rows,
        reports if reported else (),
        {
            "Entidad": "Municipio de Otro Lugar",
            "Vigencia": 2025,
            "Canal de PQRS": "pqrs@ejemplo.invalid",
        },
    )
    return save(folder, data, "otro.xlsx")


TRACKED = "Avance acumulado a la fecha de corte"


LONG: Final = "Actividad de nombre muy largo que se escribe completo y nunca se corta, "


def big(folder: Path) -> Path:
    """Return a plan of 300 activities with names of 400 characters, reported by halves."""
    names = [f"{number}. {(LONG * 7)[:396]}" for number in range(1, 7)]
    offices = [f"Oficina {(LONG * 6)[:380]} {number}" for number in range(12)]
    rows, reports = [], []
    for place in range(300):
        number = place % 6 + 1
        row = workbooks.activity(
            ID=f"C{number}-{place // 6 + 1:02d}",
            Componente=names[number - 1],
            Actividad=f"{place} {LONG * 6}"[:400],
            Indicador=LONG.strip(", "),
            Meta=(0.9, "0%") if place % 5 == 0 else place % 4 + 1,
            Fecha_de_cumplimiento=("30 de abril", "Trimestral", "31 de diciembre")[place % 3],
            Responsable=offices[place % 12],
        )
        rows.append(row)
        if place % 2:
            percent = place % 5 == 0
            value = (0.5, "0%") if percent else (place % 4 + 1) / 2
            reports.append(
                {
                    "ID": row["ID"],
                    "Fecha de corte": APRIL,
                    TRACKED: value,
                    "Qué se hizo": LONG * 3,
                    "Evidencia": f"https://ejemplo.invalid/{'a' * 300}",
                    "Avance verificado": value,
                }
            )
    data = workbooks.book(
        rows, reports, {"Entidad": "Municipio de Nombre Largo", "Cortes cerrados": "30/04/2023"}
    )
    return save(folder, data, "grande.xlsx")


def all_late(folder: Path) -> Path:
    """Return the 2023 workbook, every cut-off closed and nothing of what was due done."""
    book = workbooks.plan_workbook()
    sheet = book["Seguimiento"]
    percents = plan_2023()["unit"] == "percent"
    for row in sheet.iter_rows(min_row=2):
        for cell in (row[3], row[9]):
            cell.value = 0
            cell.number_format = "0%" if percents[row[0].value] else "General"
        row[6].value = "Radicado 1"
    days = "30/04/2023; 31/08/2023; 31/12/2023; 31/01/2024"
    parameter(book["Parámetros"], "Cortes cerrados", days)
    return save(folder, workbooks.saved(book), "tarde.xlsx")
