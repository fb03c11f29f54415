"""The follow-up as a workbook: real numbers, the official layout, and little that can change."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import pytest
from openpyxl import load_workbook
from PIL import Image

from pac import labels
from pac.model import Publication
from pac.reports import follow_up, follow_up_book
from pac.reports.provenance import Origin
from tests.reports.follow_ups import (
    APRIL,
    AUGUST,
    DECEMBER,
    HOSTILE,
    JANUARY,
    NBSP,
    NOW,
    bare,
    example,
    figures,
    hostile,
)


def opened(data):
    return load_workbook(io.BytesIO(data))


def book(reading, cutoff, shield=None, **more):
    return opened(follow_up_book.workbook(figures(reading, cutoff, **more), NOW, shield))


@pytest.fixture(scope="module")
def april():
    return book(example(), APRIL)


@pytest.fixture(scope="module")
def august():
    return book(example(), AUGUST)


def headings(form):
    """Return the row of the columns' names and, by name, the places where it stands."""
    for row in form.iter_rows():
        if row[0].value == "ID":
            places: dict[str, list[int]] = {}
            for line in (row[0].row, row[0].row + 1):
                for cell in form[line]:
                    if cell.value:
                        places.setdefault(str(cell.value).split("\n")[0], []).append(cell.column)
            return row[0].row + 1, places
    raise AssertionError("no heading")


def rows(form):
    """Return the row of each activity."""
    return {
        str(row[0].value): row[0].row
        for row in form.iter_rows()
        if re.fullmatch(r"C\d-\d+", str(row[0].value))
    }


def cell(form, activity_id, heading, place=-1):
    return cells(form)(activity_id, heading, place)


def cells(form):
    """Return what finds the cell of an activity under a heading, in the follow-up of a place."""
    lines, (_, places) = rows(form), headings(form)
    return lambda name, heading, place: form.cell(lines[name], places[heading][place])


def texts(workbook):
    return [
        str(one.value)
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for one in row
        if one.value is not None
    ]


def test_it_has_the_columns_of_the_official_form(april):
    _, places = headings(april.worksheets[0])

    assert list(places)[:6] == [
        "ID", "Subcomponente / Proceso", "Actividades programadas", "Meta / Producto",
        "Responsable", "Fecha programada",
    ]  # fmt: skip
    assert {"Actividades cumplidas", "% de avance", "Observaciones"} < set(places)
    assert f"Seguimiento 1, corte 30{NBSP}abr{NBSP}2023" in places
    assert {"Seguimiento 2", "Seguimiento 3"} < set(places)  # pending


@pytest.mark.parametrize("cutoff", [APRIL, AUGUST, DECEMBER, JANUARY])
def test_every_number_is_the_figure_and_shows_as_its_words(cutoff):
    report = follow_up.report(figures(example(), cutoff))
    at = cells(book(example(), cutoff).worksheets[0])

    for row in (row for component in report.components for row in component.rows):
        for place, entry in enumerate(row.entries):
            share, due = (
                at(row.activity_id, heading, place) for heading in ("% de avance", "Meta al corte")
            )
            if entry.share is None:
                assert share.value == (entry.share_words or None)
            else:
                assert (share.value, as_shown(share)) == (entry.share, entry.share_words)
            if entry.expected is None:
                assert due.value == (entry.expected_words or None)
            else:
                assert (due.value, as_shown(due)) == (entry.expected, entry.expected_words)


def as_shown(one):
    """Return a percent as Excel shows it, in Spanish."""
    decimals = len(one.number_format.rstrip("%").partition(".")[2])
    return f"{one.value * 100:.{decimals}f}".replace(".", ",") + f"{NBSP}%"


def test_of_a_closed_cutoff_what_was_reported_stands_beside_what_was_verified(april):
    form = april.worksheets[0]

    assert cell(form, "C5-03", "% de avance").value == 0.24
    assert cell(form, "C5-03", "% reportado").value == 0.25
    assert cell(form, "C5-03", "Meta al corte").value == 0.25


def test_one_date_is_a_date_and_several_are_a_list(april):
    form = april.worksheets[0]

    one = cell(form, "C3-01", "Fecha programada")
    assert (one.value.date(), one.number_format) == (dt.date(2023, 2, 28), "dd/mm/yyyy")
    several = cell(form, "C1-05", "Fecha programada").value
    assert several.replace(NBSP, " ") == "30 abr 2023; 30 ago 2023; 30 dic 2023"


def test_each_component_and_the_plan_say_their_counts_and_zone(april):
    said = texts(april)

    assert f"2 de 4 programadas al día · 50{NBSP}% · ▼ zona baja" in said
    assert f"9 de 14 programadas al día · 64,3{NBSP}% · ■ zona media" in said
    assert said.count("Nada programado para el corte") == 2


def test_only_what_control_interno_writes_can_change(april):
    form, summary, notes = april.worksheets
    _, places = headings(form)

    assert all(sheet.protection.sheet for sheet in april.worksheets)
    assert not any(sheet.protection.password for sheet in april.worksheets)
    free = [one for row in form.iter_rows() for one in row if not one.protection.locked]
    observations = {(line, places["Observaciones"][-1]) for line in rows(form).values()}
    assert {(one.row, one.column) for one in free} - observations == {(6, 3)}  # its publication
    assert len(free) == 54 + 1
    assert not [one for row in summary.iter_rows() for one in row if not one.protection.locked]
    labels_of = {
        str(notes.cell(one.row, 1).value)
        for row in notes.iter_rows()
        for one in row
        if not one.protection.locked
    }
    assert labels_of == {"Firma", "Nombre", "Cargo"}  # the post too, where the book names none


def test_observations_of_earlier_follow_ups_stay_as_they_were_issued(august):
    form = august.worksheets[0]

    assert cell(form, "C1-05", "Observaciones", 0).protection.locked
    assert not cell(form, "C1-05", "Observaciones", 1).protection.locked
    assert cell(form, "C1-05", "Observaciones", 0).value.startswith("Un seguimiento realizado")


def test_a_follow_up_that_was_published_keeps_its_day():
    published = (Publication(APRIL, dt.date(2023, 5, 12), "https://sesquile.invalid"),)

    form = book(example(), APRIL, published=published).worksheets[0]

    assert form["C6"].value == dt.datetime(2023, 5, 12)  # noqa: DTZ001  # Excel's own
    assert form["C6"].protection.locked
    assert "https://sesquile.invalid" in form["D6"].value


def test_each_page_has_the_heading_of_the_table_and_each_component_its_own(april):
    form = april.worksheets[0]
    heading, _ = headings(form)

    assert form.print_title_rows == f"${heading - 1}:${heading}"
    assert form.page_setup.orientation == "landscape"
    assert int(form.page_setup.paperSize) == 14  # oficio
    assert (form.page_setup.fitToWidth, form.page_setup.fitToHeight) == (1, 0)
    after = [one.id for one in form.row_breaks.brk]
    assert [form.cell(line + 1, 1).value[:2] for line in after] == ["2.", "3.", "4.", "5.", "6."]
    assert form.freeze_panes == f"D{heading + 1}"


@pytest.mark.parametrize("cutoff", [APRIL, AUGUST])
def test_every_sheet_says_where_it_comes_from_and_that_the_progress_is_invented(cutoff):
    workbook = book(example(), cutoff, origin=Origin(("a.xlsx",), "3", "AB12", example=True))

    for sheet in workbook.worksheets:
        assert "Datos de ejemplo: el avance es inventado" in sheet.oddHeader.center.text
        assert ("Preliminar, según lo reportado" in sheet.oddHeader.center.text) == (
            cutoff == AUGUST
        )
        assert "versión 3 · código AB12 · generado el 12/05/2023" in sheet.oddFooter.left.text
    assert "Archivo a.xlsx · versión 3 · código AB12" in texts(workbook)
    assert any(text.startswith("Datos de ejemplo") for text in texts(workbook))


def test_without_progress_there_are_no_zeros():
    workbook = book(bare(), APRIL)
    form = workbook.worksheets[0]

    assert {cell(form, name, "% de avance").value for name in rows(form)} == {None}
    assert "14 programadas" in texts(workbook)
    assert any("Sin seguimiento todavía" in text for text in texts(workbook))


def test_no_text_of_the_plan_becomes_a_formula():
    workbook = book(hostile(), APRIL, origin=Origin(("=1+1.xlsx",), HOSTILE, HOSTILE))

    every = [one for sheet in workbook.worksheets for row in sheet.iter_rows() for one in row]
    assert not [one for one in every if one.data_type == "f"]
    assert [one.value for one in every].count(HOSTILE) > 5
    assert all(one.quotePrefix for one in every if str(one.value).startswith("="))


@pytest.mark.parametrize("entity", ["M", "Municipio & Cía " * 12])
def test_a_footer_is_never_longer_than_excel_opens(entity):
    data = follow_up_book.workbook(figures(hostile(Entidad=entity), APRIL), NOW)

    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/sheet"):
                xml = parts.read(name).decode()
                for said in re.findall(r"<odd(?:Footer|Header)>(.*?)</odd", xml):
                    assert len(said.replace("&amp;", "&")) <= 255


def test_hundreds_of_activities_stand_each_in_its_row():
    form = book(hostile(300), APRIL).worksheets[0]

    assert len(rows(form)) == 300


def test_a_shield_stands_at_the_head_and_what_is_no_picture_does_not():
    stream = io.BytesIO()
    Image.new("RGB", (300, 400), "red").save(stream, "PNG")

    with_shield, without = (book(example(), APRIL, one) for one in (stream.getvalue(), b"no"))

    assert len(with_shield.worksheets[0]._images) == 1
    assert without.worksheets[0]._images == []


def test_the_summary_adds_nothing_to_the_figures(april):
    made = figures(example(), APRIL)
    summary = april["Resumen"]
    (line,) = [row for row in summary.iter_rows() if row[0].value == "Todo el plan"]

    assert [one.value for one in line[1:9]] == [
        54, 14, made.total.fulfilled, made.total.fulfilled_reported, made.total.compliance,
        "■ zona media", made.total.attainment, made.total.attainment_reported,
    ]  # fmt: skip
    few = next(row for row in summary.iter_rows() if str(row[0].value).startswith("1. "))
    assert few[5].value == labels.UNDEFINED  # two scheduled: the count says more


def test_the_same_figures_at_the_same_moment_are_the_same_file():
    one, other = (follow_up_book.workbook(figures(example(), APRIL), NOW) for _ in "ab")

    assert one == other
