"""How each number is made, in words."""

from __future__ import annotations

import datetime as dt

import pytest

from pac import formulas
from pac.progress import measure
from pac.progress.trace import Number
from tests import workbooks
from tests.progress import test_trace
from tests.progress.test_trace import APRIL, AUGUST, reported

NBSP = "\N{NO-BREAK SPACE}"
CUTS = (0.6, 0.8, 1.0)


def said(cutoff=AUGUST, *, reports=(), **changes):
    steps = test_trace.traced(cutoff, reports=reports, **changes)
    read = workbooks.read(workbooks.book([workbooks.activity(**changes)], reports))
    one = measure.measure(read.activities, read.reports, cutoff).loc["C1-01"]
    return {
        number: (formulas.value(step, one, CUTS), formulas.formula(step, one, CUTS))
        for number, step in steps.items()
    }


def test_a_plain_activity_is_divided_aloud():
    words = said(reports=[reported(AUGUST, 1)])

    assert words[Number.TARGET] == ("3", "Lo que dice la meta del plan.")
    assert words[Number.DUE][0] == "2 de 3"
    assert words[Number.EXPECTED] == (f"66,7{NBSP}%", f"2{NBSP}÷{NBSP}3.")
    assert words[Number.REPORTED] == (
        f"33,3{NBSP}%", f"Lo reportado entre la meta: 1{NBSP}÷{NBSP}3.",
    )  # fmt: skip


def test_what_lacks_evidence_and_verification_is_said_to_count_as_nothing():
    words = said(reports=[reported(AUGUST, 1)])

    assert words[Number.EVIDENCED] == (
        f"0{NBSP}%", "El reporte no trae evidencia: cuenta como 0.",
    )  # fmt: skip
    assert words[Number.VERIFIED][1].startswith("Control Interno no ha verificado")


def test_more_than_the_target_is_said_to_be_capped():
    words = said(reports=[reported(AUGUST, 9)])

    assert words[Number.REPORTED][0] == f"100{NBSP}%"
    assert words[Number.REPORTED][1].endswith("Más de la meta cuenta como 100 %.")


def test_a_sum_is_added_aloud():
    words = said(reports=[reported(APRIL, 1), reported(AUGUST, 2)], Acumulación="Suma de periodos")

    assert words[Number.ACTUAL] == ("3", "Se suman los periodos: 1 + 2.")
    assert words[Number.REPORTED][1] == (f"Lo reportado entre la meta: (1 + 2){NBSP}÷{NBSP}3.")


def test_what_is_asked_at_each_date_is_added_date_by_date():
    words = said(
        reports=[reported(APRIL, 3), reported(AUGUST, 1)],
        Acumulación="Se exige en cada fecha",
    )

    assert words[Number.REPORTED][1] == (
        f"Lo de cada fecha que llegó, entre sus fechas: (100{NBSP}% + 33,3{NBSP}%){NBSP}÷{NBSP}3."
    )


def test_a_target_written_instead_or_at_each_date_is_said():
    assert said(Meta_aplicada=6)[Number.TARGET][1] == (
        "Lo que dice Meta aplicada, en lugar de la meta del plan."
    )
    assert said(Meta=1)[Number.TARGET][1] == "La meta, 1, en cada una de sus 3 fechas."


@pytest.mark.parametrize(
    ("changes", "number", "sentence"),
    [
        ({"Meta": "Por definir"}, Number.TARGET, "La meta no se puede leer: no se mide."),
        ({"Meta": "Por definir"}, Number.REPORTED, "La meta no se puede leer: no se mide."),
        ({"Fecha_de_cumplimiento": "Según cronograma"}, Number.EXPECTED,
         "La fecha no se puede leer: no se sabe cuándo se cumple."),
        ({}, Number.ACTUAL, "Sin reporte hasta el corte: cuenta como 0."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_or_was_not_reported_is_said(changes, number, sentence):
    other = [] if not changes else [reported(AUGUST, 1)]

    assert said(reports=other, **changes)[number][1] == sentence


def test_a_report_before_the_first_date_counts_for_none():
    words = said(reports=[reported(dt.date(2023, 2, 1), 3)], Acumulación="Se exige en cada fecha")

    assert "anterior a la primera fecha" in words[Number.ACTUAL][1]
