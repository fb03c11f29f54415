"""The annex: every commitment with its state as of the day on which it is made."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from functools import cache

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pac.ledger import editions
from pac.model import Commitment
from pac.progress.figures import Choice, Figures
from pac.reading import reader
from pac.reports import annex, provenance
from pac.reports.provenance import Origin
from tests.workbooks import PLAN_FILE

D = dt.date
MADE_AT = dt.datetime(2023, 9, 1, 9, 30, tzinfo=dt.UTC)
JULY = D(2023, 7, 19)
FOUR = (
    Commitment(JULY, "¿Habrá atención los sábados?", "", "Despacho", D(2023, 10, 31)),
    Commitment(JULY, "¿Y el certificado?", "C2-04", "Hacienda", D(2023, 8, 31)),
    Commitment(D(2023, 3, 1), "¿Dónde está el plan?", answer="En la página web"),
    Commitment(None, "¿Y la vía?"),
)


@cache
def plan() -> Figures:
    reading = reader.read(reader.load(PLAN_FILE))
    read = editions.plan(reading)
    assert read is not None
    origin = Origin(("libro.xlsx",), version="3", code="7KQ2-ABCD-EFGH-JKMN")
    return provenance.figures(read, Choice(D(2023, 4, 30)), origin)


def figures(*commitments: Commitment) -> Figures:
    made = plan()
    return replace(made, plan=replace(made.plan, commitments=commitments))


def sheet(data: bytes) -> Worksheet:
    active = load_workbook(io.BytesIO(data)).active
    assert isinstance(active, Worksheet)
    return active


def lines(data: bytes) -> list[tuple[object, ...]]:
    return [tuple(row) for row in sheet(data).iter_rows(values_only=True)]


def test_the_open_ones_come_first_each_with_its_state_in_words():
    table = annex.commitments(figures(*FOUR), D(2023, 9, 1))

    said = {column.heading: column.texts for column in table.columns}
    assert said["Pregunta"] == (
        "¿Y el certificado?", "¿Habrá atención los sábados?", "¿Y la vía?", "¿Dónde está el plan?",
    )  # fmt: skip
    assert said["Estado"] == (
        "Sin responder, pasó su fecha", "Sin responder", "Sin responder", "Respondido",
    )  # fmt: skip
    assert said["Para cuándo"] == ("31 ago 2023", "31 oct 2023", "–", "–")


def test_the_workbook_keeps_real_dates_below_what_it_is_of():
    rows = lines(annex.annex(figures(*FOUR), MADE_AT))

    text = "\n".join(str(row[0]) for row in rows)
    assert rows[0][0] == "Compromisos de las sesiones de rendición de cuentas"
    assert rows[1][0] == (
        "De 4 compromisos, 3 sin responder; 1 pasó su fecha. Estado a 1 de septiembre de 2023."
    )
    for part in (
        "Municipio de Sesquilé", "vigencia 2023", "Corte 30 de abril de 2023", "versión 3",
        "código 7KQ2-ABCD-EFGH-JKMN", "Generado el 1 de septiembre de 2023 a las 09:30",
    ):  # fmt: skip
        assert part in text
    late = next(row for row in rows if row[2] == "¿Y el certificado?")
    assert isinstance(late[1], dt.datetime)
    assert isinstance(late[5], dt.datetime)
    assert (late[1].date(), late[5].date()) == (JULY, D(2023, 8, 31))
    assert late[3:5] == ("C2-04", "Hacienda")
    assert late[6] is None


@pytest.mark.parametrize(
    ("made_at", "late"), [(D(2023, 8, 31), 0), (D(2023, 9, 1), 1), (D(2023, 11, 1), 2)]
)
def test_what_is_late_goes_by_the_day_it_is_made_and_not_by_the_cut_off(made_at, late):
    at = dt.datetime.combine(made_at, dt.time(8), dt.UTC)

    rows = lines(annex.annex(figures(*FOUR), at))

    assert [row[0] for row in rows].count("Sin responder, pasó su fecha") == late


def test_the_same_figures_and_moment_give_the_same_bytes():
    one, other = (annex.annex(figures(*FOUR), MADE_AT) for _ in range(2))

    assert one == other


def test_example_data_says_so_on_the_sheet():
    made = figures(*FOUR)
    example = replace(made, provenance=replace(made.provenance, example=True))

    assert "Datos de ejemplo" in str(lines(annex.annex(example, MADE_AT)))
    assert "Datos de ejemplo" not in str(lines(annex.annex(made, MADE_AT)))


HOSTILE = '=1+1 <script>alert("1")</script> 😀 & [a](http://b)'


def test_no_text_becomes_a_formula():
    hostile = Commitment(JULY, HOSTILE, "C1-01", "=A1", None, f"+{HOSTILE}")

    made = sheet(annex.annex(figures(hostile), MADE_AT))

    kept = {cell.value: cell.data_type for row in made.iter_rows() for cell in row if cell.value}
    assert kept[HOSTILE] == "s"
    assert kept[f"+{HOSTILE}"] == "s"
    assert kept["=A1"] == "s"


def test_without_commitments_it_says_that_there_are_none():
    assert lines(annex.annex(figures(), MADE_AT))[1][0] == (
        "Todavía no hay compromisos de una sesión. Estado a 1 de septiembre de 2023."
    )
