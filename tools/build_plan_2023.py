"""Make the two workbooks of the 2023 plan from the text of the plan as it was published.

``python -m tools.build_plan_2023`` writes ``data/plan_2023.xlsx``, which is also the book to fill
in, and ``data/ejemplo_seguimiento_2023.xlsx``, the same book with invented progress (the rows of
``ejemplo_seguimiento_2023.csv`` beside this file). Run twice it writes the same bytes.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

# openpyxl writes the same XML in other bytes where lxml happens to be installed
os.environ["OPENPYXL_LXML"] = "False"

from pac import norms, schema
from pac.model import Party, PartyKind
from pac.workbook import template
from pac.workbook.template import Book, Notice, Percent, Row, Value

del os.environ["OPENPYXL_LXML"]  # for this process alone, not for those that it starts

ROOT: Final = Path(__file__).resolve().parent.parent
SOURCE: Final = ROOT / "tests" / "source" / "plan_2023.txt"
EXAMPLE_REPORTS: Final = Path(__file__).with_name("ejemplo_seguimiento_2023.csv")
PLAN_FILE: Final = ROOT / "data" / "plan_2023.xlsx"
EXAMPLE_FILE: Final = ROOT / "data" / "ejemplo_seguimiento_2023.xlsx"

PLAN_YEAR: Final = 2023
CUTOFFS: Final = (*norms.legal_cutoffs(PLAN_YEAR), dt.date(2024, 1, 31))  # R16: one after the last

COLUMNS: Final = (
    "component", "strategy", "objective", "activity", "indicator", "target", "deadline",
    "responsible",
)  # fmt: skip
INHERITED: Final = ("component", "strategy", "objective")
HEADING: Final = "Componentes"
SIGN_OFF: Final = ("Consolidación del documento", "Seguimiento del plan")

# The matrix numbers its third and fourth components in the order in which they stand, and its
# list in the introduction the other way round. Names are of the list, numbers of the matrix.
COMPONENTS: Final = {
    "Componente 1. Gestión del Riesgo": "1. Gestión del Riesgo de Corrupción – Mapa de Riesgos de Corrupción",  # noqa: E501
    "Componente 2. Racionalización de trámites": "2. Racionalización de Trámites",
    "Componente Atención ciudadano": "3. Mecanismos para mejorar la atención al ciudadano",
    "Componente Rendición cuentas": "4. Rendición de cuentas",
    "Componente 5. Transparencia y Acceso a la información": "5. Mecanismos para la Transparencia y Acceso a la Información",  # noqa: E501
    "Componente 6. Iniciativas adicionales": "6. Iniciativas adicionales",
}  # fmt: skip

# R2: a percent due on several dates, where each date asks for the whole of it.
PER_MILESTONE: Final = ("C5-03", "C5-10")

OFFICES: Final = (
    Party(
        "Secretaría Administrativa y de Gobierno",
        (
            "Secretaria Administrativa y de Gobierno",
            "Secretaría Administrativa y de Gobierno Municipio",
        ),
    ),
    Party("Secretaría de Planeación", ("Secretaria de Planeación",)),
    Party("Secretaría de Hacienda", ("Secretario de Hacienda",)),
    Party("Oficina de Control Interno", ("oficina Control Interno", "Control Interno")),
    Party("Oficina de Contratación"),
    Party("Despacho del Alcalde", ("Despacho",)),
    Party("Comité de Coordinación de Control Interno", kind=PartyKind.COMMITTEE),
    Party("Secretarías de Despacho", kind=PartyKind.GROUP),
    Party("Oficinas", ("oficinas", "Jefes de Oficina"), PartyKind.GROUP),
    Party("Líderes de los procesos", kind=PartyKind.GROUP),
    Party("Responsables de los riesgos", ("responsables de los riesgos",), PartyKind.GROUP),
)  # fmt: skip

PARAMETERS: Final[Mapping[str, Value | tuple[dt.date, ...]]] = {
    "entity": "Municipio de Sesquilé",
    "instrument": "Plan Anticorrupción y de Atención al Ciudadano",
    "plan_year": PLAN_YEAR,
    "cutoffs": CUTOFFS,
    "medium_from": Percent(100 * norms.MEDIUM_FROM),
    "high_from": Percent(100 * norms.HIGH_FROM),
    "days": "hábiles",
    "notice_days": norms.NOTICE_DAYS,
}

NOTICE: Final = Notice(
    "Datos de ejemplo",
    (
        "Avance inventado para probar el tablero.",
        "Las actividades, metas y fechas son las del plan de 2023. Los avances, las evidencias, "
        "las verificaciones y los compromisos no son reales: ninguno dice nada de la gestión de la "
        "Alcaldía de Sesquilé.",
        "No lo publique ni lo use para reportar. Para reportar use plan_2023.xlsx.",
        "El corte del 30 de abril está cerrado y verificado; el del 31 de agosto está abierto, a "
        "medio reportar. La actividad C1-08 suma los periodos, C5-03 y C5-10 se exigen en cada "
        "fecha y las demás cuentan el último acumulado.",
    ),
)

COMMITMENTS: Final[tuple[Row, ...]] = (
    {
        "date": dt.date(2023, 7, 19),
        "question": "¿Cuándo se podrá pedir en línea el certificado de residencia?",
        "activity_id": "C2-04",
        "office": "Secretaría Administrativa y de Gobierno",
        "due": dt.date(2023, 9, 30),
        "answer": "El formulario está en pruebas.",
    },
    {
        "date": dt.date(2023, 7, 19),
        "question": "¿Dónde se consulta en qué se gastó el presupuesto de 2022?",
        "activity_id": "C5-08",
        "office": "Secretaría de Hacienda",
        "due": dt.date(2023, 7, 31),
        "answer": "En la página web: https://ejemplo.invalid/presupuesto/2022",
    },
    {
        "date": dt.date(2023, 7, 19),
        "question": "¿Habrá atención los sábados en las veredas?",
        "office": "Despacho del Alcalde",
        "due": dt.date(2023, 10, 31),
    },
)


def read_matrix(text: str) -> list[dict[str, str]]:
    """Return the activities of the plan's matrix, by column, verbatim but for white space.

    Mends what the pages broke: repeated headings, cells that stand for the rows below, an
    objective cut in two by a page's end and a row moved to the left. Leaves the sign-off out.
    """
    activities: list[dict[str, str]] = []
    above = dict.fromkeys(INHERITED, "")
    begun = 0  # first activity of the objective in force
    for line in text.splitlines():
        cells = [" ".join(cell.split()) for cell in line.split("\t")]
        if len(cells) != len(COLUMNS) or cells[0] == HEADING or cells[0] in SIGN_OFF:
            continue
        row = dict(zip(COLUMNS, _in_place(cells), strict=True))
        objective = row["objective"]
        if objective[:1].islower():  # the rest of the one above
            above["objective"] = f"{above['objective']} {objective}"
            for activity in activities[begun:]:
                activity["objective"] = above["objective"]
        else:
            if objective:
                begun = len(activities)
            above |= {column: row[column] for column in INHERITED if row[column]}
        activities.append(row | above)
    return activities


def _in_place(cells: list[str]) -> list[str]:
    """Return a row's cells in their columns: one row stands three to the left."""
    missing = len(INHERITED)
    moved = cells[0] and not any(cells[-missing:])
    return cells[-missing:] + cells[:-missing] if moved else cells


def plan_rows(text: str) -> list[Row]:
    """Return the rows of the sheet Plan, with an ID each by component and order."""
    rows: list[Row] = []
    counts = dict.fromkeys(COMPONENTS.values(), 0)
    for activity in read_matrix(text):
        component = COMPONENTS[activity["component"]]
        counts[component] += 1
        activity_id = f"C{component[0]}-{counts[component]:02}"
        row: dict[str, Value] = {
            **activity,
            "activity_id": activity_id,
            "component": component,
            "target": number(activity["target"]),
        }
        if activity_id in PER_MILESTONE:
            row["accumulation"] = schema.ACCUMULATION_WORDS["per_milestone"]
        rows.append(row)
    return rows


def number(text: str) -> Value:
    """Return what a written number says: ``3``, ``0,5`` or ``90%``; blank text is None."""
    if not text:
        return None
    digits = text.removesuffix("%").replace(",", ".")
    value = float(digits) if "." in digits else int(digits)
    return Percent(value) if text.endswith("%") else value


def example_rows(plan: Sequence[Row]) -> list[Row]:
    """Return the tracking rows of the example: the invented reports, and blanks for the rest."""
    reports: dict[tuple[Value, Value], dict[str, Value]] = {}
    with EXAMPLE_REPORTS.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines, delimiter=";"):
            report: dict[str, Value] = {
                **line,
                "as_of": dt.date.fromisoformat(line["as_of"]),
                "value": number(line["value"]),
                "verified": number(line["verified"]),
            }
            if line["completed_on"]:
                report["completed_on"] = dt.date.fromisoformat(line["completed_on"])
            reports[report["activity_id"], report["as_of"]] = report
    rows = template.empty_reports(plan, CUTOFFS)
    filled: list[Row] = [
        {**row, **reports.pop((row["activity_id"], row["as_of"]), {})} for row in rows
    ]
    if reports:
        raise ValueError(f"no such activity and cut-off: {', '.join(map(str, reports))}")
    return filled


def plan_book(text: str) -> bytes:
    """Return the workbook of the plan, with its tracking still blank."""
    plan = plan_rows(text)
    return template.build(
        Book(PARAMETERS, plan, OFFICES, tracking=template.empty_reports(plan, CUTOFFS))
    )


def example_book(text: str) -> bytes:
    """Return the same workbook with invented progress."""
    plan = [
        {**row, "accumulation": schema.ACCUMULATION_WORDS["sum"]}
        if row["activity_id"] == "C1-08"
        else row
        for row in plan_rows(text)
    ]
    parameters = {**PARAMETERS, "closed_cutoffs": CUTOFFS[:1]}
    return template.build(
        Book(parameters, plan, OFFICES, example_rows(plan), COMMITMENTS, notice=NOTICE)
    )


def main() -> None:
    """Write both workbooks."""
    text = SOURCE.read_text(encoding="utf-8")
    PLAN_FILE.write_bytes(plan_book(text))
    EXAMPLE_FILE.write_bytes(example_book(text))


if __name__ == "__main__":
    main()
