"""A table as a workbook: what a person adds up, and what nobody can make run."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from pac.model import Provenance
from pac.reports import table as tables
from pac.reports import workbooks

NOW = dt.datetime(2026, 11, 25, 9, 5, tzinfo=dt.UTC)
ABOUT = Provenance(
    "Municipio de Prueba", "Plan", 2023, dt.date(2023, 4, 30), "según lo reportado", ("a.xlsx",)
)
CUTS = (0.6, 0.8, 1.0)


def sheet(*columns, about=ABOUT):
    made = workbooks.workbook(tables.table(*columns), "Título", about, NOW)
    return load_workbook(io.BytesIO(made)).active


def below(book, heading):
    """Return the cells below a heading."""
    for row in book.iter_rows():
        for cell in row:
            if cell.value == heading:
                return [
                    book.cell(line, cell.column) for line in range(cell.row + 1, book.max_row + 1)
                ]
    raise AssertionError(heading)


def test_a_share_is_a_number_with_percent_format():
    (cell, blank) = below(sheet(tables.shares("Avance", [0.205, float("nan")], CUTS)), "Avance")

    assert (cell.value, cell.number_format) == (0.205, "0.0%")
    assert blank.value is None


def test_counts_and_dates_are_what_they_are():
    book = sheet(tables.counts("Cuántas", [1234]), tables.days("Cuándo", [dt.date(2023, 4, 30)]))

    assert below(book, "Cuántas")[0].value == 1234
    day = below(book, "Cuándo")[0]
    assert (day.value.date(), day.number_format) == (dt.date(2023, 4, 30), "dd/mm/yyyy")


def test_a_quantity_of_a_percent_keeps_its_unit():
    cells = below(sheet(tables.quantities("Meta", [90.0, 3.0], ["percent", "count"])), "Meta")

    assert [cell.value for cell in cells] == [0.9, 3]
    assert "%" in cells[0].number_format
    assert "%" not in cells[1].number_format


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://a")', "+1", "-x", "@SUM(A1)", "<script>", "**a**"]
)
def test_a_text_of_the_plan_never_becomes_a_formula(text):
    (cell,) = below(sheet(tables.words("Actividad", [text])), "Actividad")

    assert (cell.value, cell.data_type) == (text, "s")


def test_characters_that_no_workbook_holds_are_left_out():
    (cell,) = below(sheet(tables.words("Actividad", ["a\x00b\x0bc"])), "Actividad")

    assert cell.value == "abc"


def test_a_column_of_the_screen_alone_is_not_on_the_sheet():
    book = sheet(tables.said("Lleva", ["1 (33 %)"]), tables.counts("Avance", [1]))

    values = [cell.value for row in book.iter_rows() for cell in row]
    assert "Lleva" not in values
    assert "Avance" in values


def test_it_says_whose_figures_they_are_from_where_and_when():
    values = [cell.value for (cell,) in sheet(tables.counts("N", [1])).iter_rows(max_col=1)]

    assert values[:5] == [
        "Título",
        "Municipio de Prueba · Plan · vigencia 2023",
        "Corte 30 de abril de 2023, según lo reportado",
        "Archivo a.xlsx",
        "Generado el 25 de noviembre de 2026 a las 09:05",
    ]


def test_invented_progress_and_a_part_of_the_plan_are_said():
    about = Provenance(
        "M", "P", 2023, dt.date(2023, 4, 30), "", ("a.xlsx",), scope="el componente 1",
        version="3", code="AB12", example=True,
    )  # fmt: skip

    said = workbooks.lines(about, NOW)

    assert said[0].startswith("Datos de ejemplo")
    assert "Solo el componente 1" in said
    assert "Archivo a.xlsx · versión 3 · código AB12" in said


def test_a_table_without_rows_is_a_workbook_too():
    assert below(sheet(tables.words("Actividad", [])), "Actividad") == []


def test_the_same_table_at_the_same_moment_is_the_same_file():
    one, other = (
        workbooks.workbook(tables.table(tables.counts("N", [1])), "T", ABOUT, NOW) for _ in "ab"
    )

    assert one == other
