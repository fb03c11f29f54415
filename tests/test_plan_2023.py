"""The workbooks of the 2023 plan, held cell by cell to the plan as it was published.

The source is read here a second time, on purpose in another way than the tool reads it.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pytest
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from pac import schema
from tools import build_plan_2023 as tool

ROOT = Path(__file__).resolve().parent.parent
SOURCE = (ROOT / "tests" / "source" / "plan_2023.txt").read_text(encoding="utf-8")
BOOKS = ("plan_2023.xlsx", "ejemplo_seguimiento_2023.xlsx")
CUTOFFS = [dt.date(2023, 4, 30), dt.date(2023, 8, 31), dt.date(2023, 12, 31), dt.date(2024, 1, 31)]
COMPONENTS = {
    "1. Gestión del Riesgo de Corrupción – Mapa de Riesgos de Corrupción": 8,
    "2. Racionalización de Trámites": 5,
    "3. Mecanismos para mejorar la atención al ciudadano": 13,
    "4. Rendición de cuentas": 10,
    "5. Mecanismos para la Transparencia y Acceso a la Información": 15,
    "6. Iniciativas adicionales": 3,
}
IDS = [
    f"C{component}-{order:02}"
    for component, count in enumerate(COMPONENTS.values(), start=1)
    for order in range(1, count + 1)
]


def source_matrix() -> pd.DataFrame:
    lines = [line.split("\t") for line in SOURCE.splitlines() if line.count("\t") == 7]
    table = pd.DataFrame(
        [cells for cells in lines if cells[0] != "Componentes"][:-2],  # the sign-off comes last
        columns=["heading", "strategy", "objective", "activity", "indicator", "target", "deadline",
                 "responsible"],
        index=IDS,
    ).map(lambda text: re.sub(r"\s+", " ", text).strip())  # fmt: skip
    moved = table.loc["C3-13"].tolist()
    table.loc["C3-13"] = ["", "", "", *moved[:5]]
    inherited = ["heading", "strategy", "objective"]
    table[inherited] = table[inherited].replace("", None).ffill()
    halves = table.loc["C1-01":"C1-08", "objective"].unique()
    table.loc["C1-01":"C1-08", "objective"] = " ".join(halves)
    return table


@pytest.fixture(scope="module", params=BOOKS)
def book(request: pytest.FixtureRequest) -> Workbook:
    return openpyxl.load_workbook(ROOT / "data" / request.param)


@pytest.fixture(scope="module")
def plan_book() -> Workbook:
    return openpyxl.load_workbook(ROOT / "data" / "plan_2023.xlsx")


@pytest.fixture(scope="module")
def example() -> Workbook:
    return openpyxl.load_workbook(ROOT / "data" / "ejemplo_seguimiento_2023.xlsx")


def cells_of(sheet: Worksheet, columns: tuple[schema.Column, ...]) -> pd.DataFrame:
    """Return the sheet's cells under its header, by column identifier, each a cell."""
    assert [cell.value for cell in sheet[1]] == [column.header for column in columns]
    return pd.DataFrame(
        list(sheet.iter_rows(min_row=2)), columns=[column.name for column in columns]
    )


def values_of(sheet: Worksheet, columns: tuple[schema.Column, ...]) -> pd.DataFrame:
    return cells_of(sheet, columns).map(lambda cell: cell.value)


def plan_cells(book: Workbook) -> pd.DataFrame:
    table = cells_of(book["Plan"], schema.PLAN_COLUMNS)
    return table.set_index(table["activity_id"].map(lambda cell: cell.value))


# The plan


def test_the_plan_has_54_activities_in_the_order_of_the_matrix(book: Workbook) -> None:
    assert len(IDS) == 54
    assert list(plan_cells(book).index) == IDS


def test_the_components_have_8_5_13_10_15_and_3_activities(book: Workbook) -> None:
    components = plan_cells(book)["component"].map(lambda cell: cell.value)

    assert Counter(components) == COMPONENTS
    assert all(name[0] == activity_id[1] for activity_id, name in components.items())


def test_each_component_stands_where_the_matrix_puts_it(book: Workbook) -> None:
    heading_words = {"1": "Riesgo", "2": "trámites", "3": "ciudadano", "4": "Rendición",
                     "5": "Transparencia", "6": "Iniciativas"}  # fmt: skip
    headings = source_matrix()["heading"]

    for activity_id, cell in plan_cells(book)["component"].items():
        assert heading_words[cell.value[0]] in headings[activity_id]


@pytest.mark.parametrize(
    "column", ["strategy", "objective", "activity", "indicator", "deadline", "responsible"]
)
def test_every_text_is_the_sources_own(book: Workbook, column: str) -> None:
    written = plan_cells(book)[column].map(lambda cell: cell.value)

    assert written.to_dict() == source_matrix()[column].to_dict()


def test_every_target_is_the_sources_number_with_its_unit(book: Workbook) -> None:
    def shown(cell: Cell) -> str:
        assert isinstance(cell.value, int | float)
        return f"{cell.value:.0%}" if cell.number_format == "0%" else f"{cell.value}"

    targets = plan_cells(book)["target"]

    assert targets.map(shown).to_dict() == source_matrix()["target"].to_dict()
    assert targets["C2-01"].value == 0.9


def test_the_objective_of_component_1_is_one_text_again(book: Workbook) -> None:
    objectives = {cell.value for cell in plan_cells(book).loc["C1-01":"C1-08", "objective"]}

    assert len(objectives) == 1
    assert "generación de alarmas y la elaboración de mecanismos" in objectives.pop()


def test_the_monthly_follow_up_of_pqrs_stands_in_its_columns_again(book: Workbook) -> None:
    row = plan_cells(book).loc["C3-13"].map(lambda cell: cell.value)

    assert row["activity"].startswith("Coordinar y hacer seguimiento al trámite")
    assert row["target"] == 12
    assert row["deadline"] == "Mensual, cinco primeros días del mes siguiente"
    assert row["strategy"] == "3. Mecanismo para mejorar la atención al ciudadano"


def test_ids_and_deadlines_are_text_so_that_excel_makes_no_date_of_them(book: Workbook) -> None:
    for column in ("activity_id", "deadline"):
        for cell in plan_cells(book)[column]:
            assert (cell.data_type, cell.number_format) == ("s", "@")


def test_the_optional_columns_say_only_what_the_plan_cannot(plan_book: Workbook) -> None:
    optional = plan_cells(plan_book)[["lead", "start", "dates", "applied_target", "accumulation"]]
    filled = optional.map(lambda cell: cell.value).stack().dropna()

    assert filled.to_dict() == {
        ("C5-03", "accumulation"): "Se exige en cada fecha",
        ("C5-10", "accumulation"): "Se exige en cada fecha",
    }


# The other sheets


def test_the_sheets_stand_in_the_order_in_which_they_are_used(
    plan_book: Workbook, example: Workbook
) -> None:
    sheets = ["Instrucciones", "Plan", "Seguimiento", "Dependencias", "Parámetros", "Compromisos"]

    assert plan_book.sheetnames == sheets
    assert example.sheetnames == ["Datos de ejemplo", *sheets]


def test_the_tracking_waits_for_each_activity_at_each_cut_off(plan_book: Workbook) -> None:
    tracking = values_of(plan_book["Seguimiento"], schema.TRACKING_COLUMNS)
    activities = plan_cells(plan_book)["activity"].map(lambda cell: cell.value)

    assert len(tracking) == 216
    assert list(tracking["activity_id"]) == IDS * 4
    assert [moment.date() for moment in tracking["as_of"]] == [
        cutoff for cutoff in CUTOFFS for _ in IDS
    ]
    assert list(tracking["activity"]) == list(activities) * 4
    assert tracking.drop(columns=["activity_id", "activity", "as_of"]).isna().all(axis=None)


def test_progress_of_a_percent_target_is_written_in_a_percent_cell(plan_book: Workbook) -> None:
    percents = {
        activity_id
        for activity_id, target in source_matrix()["target"].items()
        if target.endswith("%")
    }
    tracking = cells_of(plan_book["Seguimiento"], schema.TRACKING_COLUMNS)

    for _, row in tracking.iterrows():
        expected = "0%" if row["activity_id"].value in percents else "General"
        assert row["value"].number_format == row["verified"].number_format == expected
    assert len(percents) == 13


def test_the_catalogue_explains_every_word_of_the_29_spellings(plan_book: Workbook) -> None:
    offices = values_of(plan_book["Dependencias"], schema.OFFICES_COLUMNS)
    names = [
        name
        for office in offices.itertuples()
        for name in (office.name, *(office.aliases.split("; ") if pd.notna(office.aliases) else ()))
    ]
    names.sort(key=len, reverse=True)
    spellings = set(source_matrix()["responsible"])

    assert len(spellings) == 29
    for spelling in spellings:
        rest = spelling
        for name in names:
            rest = rest.replace(name, "")
        assert set(rest.replace(" y ", "")) <= set(" -,"), spelling


def test_an_alias_means_one_office_and_is_used_by_the_plan(plan_book: Workbook) -> None:
    offices = values_of(plan_book["Dependencias"], schema.OFFICES_COLUMNS)
    aliases = [alias for cell in offices["aliases"].dropna() for alias in cell.split("; ")]
    responsible = " ".join(source_matrix()["responsible"])

    assert len(aliases) == len(set(aliases))
    assert not set(aliases) & set(offices["name"])
    assert all(alias in responsible for alias in aliases)


def test_six_offices_four_groups_and_one_committee_answer_for_the_plan(plan_book: Workbook) -> None:
    offices = values_of(plan_book["Dependencias"], schema.OFFICES_COLUMNS)

    assert Counter(offices["kind"]) == {"dependencia": 6, "grupo": 4, "comité": 1}
    committee = offices.loc[offices["kind"] == "comité", "name"]
    assert list(committee) == ["Comité de Coordinación de Control Interno"]


def test_the_parameters_say_what_is_known_and_leave_the_rest_blank(plan_book: Workbook) -> None:
    cells = {row[0].value: row[1] for row in plan_book["Parámetros"].iter_rows(min_row=2)}

    assert {label: cell.value for label, cell in cells.items()} == {
        "Entidad": "Municipio de Sesquilé",
        "Instrumento": "Plan Anticorrupción y de Atención al Ciudadano",
        "Vigencia": 2023,
        "Cortes": "30/04/2023; 31/08/2023; 31/12/2023; 31/01/2024",
        "Cortes cerrados": None,
        "Nivel medio desde": 0.6,
        "Nivel alto desde": 0.8,
        "Los días son": "hábiles",
        "Avisar ... días antes": 30,
        "Escudo": None,
        "Código del formato": None,
        "Versión del formato": None,
        "Cargo de quien firma": None,
        "Canal de PQRS": None,
        "Versión del tablero": None,
        "Versión de la plantilla": schema.TEMPLATE_VERSION,
    }
    assert cells["Nivel medio desde"].number_format == cells["Nivel alto desde"].number_format
    assert cells["Nivel medio desde"].number_format == "0%"


# Persons


def test_the_sign_off_of_the_source_names_nobody() -> None:
    signed = [line.split("\t") for line in SOURCE.splitlines()[-2:]]

    assert [cells[2] for cells in signed] == [
        "/ Secretario de Planeación",
        "/ Jefe de Control Interno",
    ]
    assert not any(cells[1] or any(cells[3:]) for cells in signed)


@pytest.mark.parametrize("name", BOOKS)
def test_neither_the_sign_off_nor_an_author_reaches_the_workbooks(name: str) -> None:
    with zipfile.ZipFile(ROOT / "data" / name) as parts:
        everything = "".join(parts.read(part).decode() for part in parts.namelist())
        notes = "".join(
            parts.read(part).decode() for part in parts.namelist() if "comments/" in part
        )

    for words in ("Consolidación del documento", "Seguimiento del plan<", "Jefe de Control Int"):
        assert words not in everything
    assert set(re.findall(r"<author>(.*?)</author>", notes)) == {"Plantilla del tablero"}
    assert re.findall(r"<dc:creator>(.*?)</dc:creator>", everything) == ["Municipio de Sesquilé"]
    assert "lastModifiedBy" not in everything


# The files


def test_the_committed_workbooks_are_those_that_the_tool_builds() -> None:
    for built, name in zip((tool.plan_book, tool.example_book), BOOKS, strict=True):
        assert parts_of(built(SOURCE)) == parts_of((ROOT / "data" / name).read_bytes())


def test_building_twice_gives_the_same_bytes() -> None:
    assert tool.plan_book(SOURCE) == tool.plan_book(SOURCE)


def parts_of(workbook: bytes) -> dict[str, list[tuple[str, dict[str, str], str | None]]]:
    """Return what the file says, part by part.

    The bytes themselves vary with the compressor and the XML writer of a machine.
    """
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {
            name: [
                (element.tag, element.attrib, element.text)
                for element in ElementTree.fromstring(archive.read(name)).iter()  # noqa: S314  # ours
            ]
            for name in archive.namelist()
        }


# The example


@pytest.fixture(scope="module")
def reports(example: Workbook) -> pd.DataFrame:
    tracking = values_of(example["Seguimiento"], schema.TRACKING_COLUMNS)
    tracking["as_of"] = [moment.date() for moment in tracking["as_of"]]
    return tracking.set_index(["activity_id", "as_of"])


APRIL, AUGUST = CUTOFFS[:2]


def test_the_example_says_so_before_anything_else(example: Workbook) -> None:
    first = example.worksheets[0]

    assert first["B2"].value == "Datos de ejemplo"
    assert "inventado" in first["B4"].value
    assert example.properties.title.startswith("Datos de ejemplo")
    assert all(sheet.oddHeader.center.text == "Datos de ejemplo" for sheet in example)


def test_the_example_has_a_closed_an_open_and_two_coming_cut_offs(
    example: Workbook, reports: pd.DataFrame
) -> None:
    values = {row[0].value: row[1].value for row in example["Parámetros"].iter_rows(min_row=2)}
    by_cutoff = reports["value"].notna().groupby("as_of").sum()

    assert values["Cortes cerrados"] == "30/04/2023"
    assert by_cutoff.to_dict() == {APRIL: 24, AUGUST: 33, CUTOFFS[2]: 0, CUTOFFS[3]: 0}
    assert reports.xs(AUGUST, level="as_of")["verified"].isna().all()


def test_the_example_shows_each_accumulation(example: Workbook) -> None:
    accumulation = plan_cells(example)["accumulation"].map(lambda cell: cell.value).dropna()

    assert accumulation.to_dict() == {
        "C1-08": "Suma de periodos",
        "C5-03": "Se exige en cada fecha",
        "C5-10": "Se exige en cada fecha",
    }
    assert list(reports_of("C1-08", example)) == [1, 1, None, None]


def reports_of(activity_id: str, book: Workbook) -> list[object]:
    return [row[3].value for row in book["Seguimiento"].iter_rows() if row[0].value == activity_id]


def test_the_example_shows_every_kind_of_report(example: Workbook, reports: pd.DataFrame) -> None:
    assert reports.loc[("C3-01", APRIL), "value"] == 1, "done"
    assert reports.loc[("C3-09", APRIL), "value"] == 0.7, "part of it, after its date"
    assert reports.loc[("C3-10", APRIL), "value"] == 0, "nothing, after its date"
    assert pd.isna(reports.loc[("C5-13", APRIL), "value"]), "no report, after its date"
    assert pd.isna(reports.loc[("C1-03", AUGUST), "value"]), "no report yet, cut-off open"
    assert reports.loc[("C2-02", AUGUST), "value"] == 5, "more than its target of 3"
    assert reports.loc[("C5-11", APRIL), "value"] == 1, "done, without evidence"
    assert pd.isna(reports.loc[("C5-11", APRIL), "evidence"])
    assert pd.isna(reports.loc[("C5-11", APRIL), "verified"])
    verified = reports["verified"].dropna().astype(float)
    less = verified < reports.loc[verified.index, "value"].astype(float)
    assert [activity_id for activity_id, _ in verified[less].index] == ["C2-01", "C2-04", "C5-03"]
    late = reports.loc[("C4-01", APRIL), "completed_on"]
    assert late.date() > dt.date(2023, 1, 31), "done, after its date"
    share = example["Seguimiento"]["D6"]
    assert (share.value, share.number_format) == (0.33, "0%"), "a percent of a count"
    assert example["Seguimiento"]["A6"].value == "C1-05"


def test_the_example_has_no_value_that_blocks_updating(reports: pd.DataFrame) -> None:
    values = pd.concat([reports["value"], reports["verified"]]).dropna()
    done = reports["completed_on"].dropna()

    assert reports.index.is_unique
    assert all(isinstance(value, int | float) and value >= 0 for value in values)
    assert done.between(pd.Timestamp(2023, 1, 1), pd.Timestamp(2023, 8, 31)).all()


def test_progress_of_a_percent_target_is_a_percent_in_the_example_too(example: Workbook) -> None:
    targets = plan_cells(example)["target"]
    tracking = cells_of(example["Seguimiento"], schema.TRACKING_COLUMNS)

    for _, row in tracking.iterrows():
        if targets[row["activity_id"].value].number_format == "0%":
            assert row["value"].number_format == row["verified"].number_format == "0%"
            assert (row["value"].value or 0) <= 1


def test_no_link_of_the_example_leads_to_a_real_page(example: Workbook) -> None:
    texts = [
        cell.value
        for sheet in example
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    ]
    links = [link for text in texts for link in re.findall(r"https?://[^\s/]+", text)]

    assert set(links) == {"https://ejemplo.invalid"}
