"""A table as a workbook: what a person adds up, and what nobody can make run."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

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
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://a")',
        "+1",
        "-x",
        "@SUM(A1)",
        "<script>",
        "**a**",
        "#N/A",
        "TRUE",
        "1e5",
        "30/04/2023",
        "\t=1+1",
        "{=1}",
    ],
)
def test_a_text_of_the_plan_never_becomes_a_formula(text):
    (cell,) = below(sheet(tables.words("Actividad", [text])), "Actividad")

    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-x", "@x"])
def test_a_text_that_begins_like_a_formula_stays_text_when_somebody_edits_it(text):
    (cell,) = below(sheet(tables.words("Actividad", [text])), "Actividad")

    assert cell.quotePrefix


@pytest.mark.parametrize("where", ["title", "entity", "file", "scope", "heading"])
def test_what_stands_above_the_table_is_no_formula_either(where):
    text = '=HYPERLINK("http://a")'
    about = replace(
        ABOUT,
        entity=text if where == "entity" else "M",
        files=(text,) if where == "file" else ("a.xlsx",),
        scope=text if where == "scope" else "",
    )
    column = tables.counts(text if where == "heading" else "N", [1])
    title = text if where == "title" else "Título"

    made = workbooks.workbook(tables.table(column), title, about, NOW)

    cells = [cell for row in load_workbook(io.BytesIO(made)).active.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if isinstance(cell.value, str)].count("f") == 0
    assert any(text in str(cell.value) for cell in cells)


def test_a_long_text_is_whole_and_its_row_is_as_tall_as_its_lines():
    text = "Revisar el mapa de riesgos. " * 15
    book = sheet(tables.words("Actividad", [text[:400]]), tables.counts("N", [1]))

    (cell,) = below(book, "Actividad")
    assert cell.value == text[:400]
    assert cell.alignment.wrap_text
    assert book.column_dimensions["A"].width == 46.0
    assert book.row_dimensions[cell.row].height > 8 * 15  # nine lines or so of 46 characters


def test_a_text_longer_than_a_cell_holds_is_cut_and_not_refused():
    (cell,) = below(sheet(tables.words("Actividad", ["a" * 40_000])), "Actividad")

    assert len(cell.value) == 32_767


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


def test_invented_progress_is_said_on_each_sheet_and_each_printed_page():
    real, example = (
        sheet(tables.counts("N", [1]), about=replace(ABOUT, example=example))
        for example in (False, True)
    )

    assert example["A2"].value == "Datos de ejemplo: el avance es inventado"
    assert "Datos de ejemplo" in example.oddHeader.center.text
    assert "Datos de ejemplo" not in str([cell.value for (cell,) in real.iter_rows(max_col=1)])
    assert not real.oddHeader.center.text


def test_two_files_are_both_named():
    said = workbooks.lines(replace(ABOUT, files=("plan.xlsx", "seguimiento.xlsx")), NOW)

    assert "Archivo plan.xlsx y seguimiento.xlsx" in said


def test_the_heading_stays_in_sight_filters_its_rows_and_prints_on_each_page():
    book = sheet(tables.words("Actividad", ["a", "b"]), tables.counts("N", [1, 2]))

    (first, _) = below(book, "Actividad")
    heading = first.row - 1
    assert book.freeze_panes == f"A{first.row}"
    assert book.auto_filter.ref == f"A{heading}:B{heading + 2}"
    assert book.print_title_rows == f"${heading}:${heading}"


def test_links_of_the_screen_leave_the_values_of_the_sheet_as_they_are():
    column = tables.counts("N", [3]).linked(["/actividades?estado=x"])

    (cell,) = below(sheet(column), "N")

    assert (cell.value, cell.hyperlink) == (3, None)


def test_a_table_without_rows_is_a_workbook_too():
    book = sheet(tables.words("Actividad", []))

    assert below(book, "Actividad") == []
    assert book.auto_filter.ref is None


def test_the_same_table_at_the_same_moment_is_the_same_file():
    one, other = (
        workbooks.workbook(tables.table(tables.counts("N", [1])), "T", ABOUT, NOW) for _ in "ab"
    )

    assert one == other
