"""How each number is made, in words."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import HealthCheck, given, settings

from pac import formulas
from pac.progress import measure
from pac.progress.figures import Choice
from pac.progress.trace import Number, trace
from tests import workbooks
from tests.progress import test_trace
from tests.progress.test_trace import APRIL, AUGUST, reported
from tests.test_every_figure import books, measured

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


def test_dates_that_cannot_be_read_are_not_counted_as_none():
    words = said(Fecha_de_cumplimiento="Según cronograma")

    assert words[Number.DUE][0] == "–"


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
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(changes, number, sentence):
    assert said(reports=[reported(AUGUST, 1)], **changes)[number][1] == sentence


def test_a_report_before_the_first_date_counts_for_none():
    words = said(reports=[reported(dt.date(2023, 2, 1), 3)], Acumulación="Se exige en cada fecha")

    assert "anterior a la primera fecha" in words[Number.ACTUAL][1]


def test_a_zero_that_was_shown_and_verified_is_not_said_to_lack_anything():
    shown = reported(AUGUST, 0, Evidencia="Radicado 1", **{"Avance verificado": 0})
    words = said(reports=[shown])

    assert words[Number.EVIDENCED][1] == f"Lo que tiene evidencia entre la meta: 0{NBSP}÷{NBSP}3."
    assert words[Number.VERIFIED][1].endswith(f"verificó entre la meta: 0{NBSP}÷{NBSP}3.")


def test_a_number_of_control_interno_above_the_reported_one_says_why_it_does_not_count_whole():
    more = reported(AUGUST, 1, Evidencia="Radicado 1", **{"Avance verificado": 5})
    words = said(reports=[more])

    assert words[Number.VERIFIED] == (
        f"33,3{NBSP}%",
        f"Lo que Control Interno verificó entre la meta: 5{NBSP}÷{NBSP}3. "
        "Cuenta hasta donde llega lo reportado con evidencia.",
    )


def test_periods_that_add_up_to_the_target_are_not_said_to_exceed_it():
    # six times a sixth, each rounded, is a little more than one
    days = [dt.date(2023, month, 1) for month in range(1, 7)]
    words = said(reports=[reported(day, 1) for day in days], Meta=6, Acumulación="Suma de periodos")

    assert words[Number.REPORTED] == (
        f"100{NBSP}%",
        f"Lo reportado entre la meta: (1 + 1 + 1 + 1 + 1 + 1){NBSP}÷{NBSP}6.",
    )


@pytest.mark.parametrize("written", [1, 3, 6])
def test_a_target_written_instead_is_said_so_whatever_it_is(written):
    # 3 is what three dates of 1 would come to, and 1 what the plan says
    assert said(Meta=1, Meta_aplicada=written)[Number.TARGET] == (
        str(written),
        "Lo que dice Meta aplicada, en lugar de la meta del plan.",
    )


def test_of_a_plan_without_any_report_a_readable_target_is_not_called_unreadable():
    words = said()

    for number in (Number.ACTUAL, Number.REPORTED, Number.EVIDENCED, Number.VERIFIED):
        assert words[number] == ("–", "Sin seguimiento todavía.")


def test_who_did_not_report_while_others_did_counts_as_zero():
    others = [workbooks.activity(), workbooks.activity(ID="C1-02", Actividad="Otra distinta")]
    read = workbooks.read(workbooks.book(others, [{**reported(AUGUST, 1), "ID": "C1-02"}]))
    plan = test_trace.plan_of(read)
    one = measure.measure(read.activities, read.reports, AUGUST).loc["C1-01"]

    steps = {step.number: step for step in trace(plan, "C1-01", AUGUST, main_file="plan.xlsx")}

    for number in (Number.ACTUAL, Number.REPORTED, Number.VERIFIED):
        assert formulas.formula(steps[number], one, CUTS) == (
            "Sin reporte hasta el corte: cuenta como 0."
        )


_DIVISION = re.compile(r": \(?([^()÷]+)\)?\s÷\s([\d,]+)(?:\s%)?\.( Más de| Cuenta hasta)?")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(books())
def test_every_division_that_is_said_comes_to_the_share_beside_it_or_says_why_not(made):
    book, cutoff = made
    figures = measured(book, Choice(cutoff))

    for name, one in figures.measured.iterrows():
        for step in trace(figures.plan, str(name), cutoff, main_file="plan.xlsx"):
            if step.number not in (Number.REPORTED, Number.EVIDENCED, Number.VERIFIED):
                continue
            sentence = formulas.formula(step, one, CUTS)
            division = _DIVISION.search(sentence)
            if division is None:
                assert step.value == 0 or step.value != step.value, sentence
                continue
            parts, whole, limited = division.groups()
            each = one["accumulation"] == "per_milestone"
            total = sum(_number(part) for part in parts.split(" + ")) / _number(whole)
            exact = total / 100 if each else total  # dates add up in percents, the rest in units
            if limited:
                assert exact > step.value, sentence
            else:
                assert abs(exact - step.value) < 0.002, (sentence, step.value)


def _number(text):
    return float(text.replace(NBSP, "").rstrip("%").replace(".", "").replace(",", "."))


def test_a_large_quantity_is_divided_as_it_was_reported():
    words = said(reports=[reported(AUGUST, 29_999_999)], Meta=30_000_000)

    assert f"29.999.999{NBSP}÷{NBSP}30.000.000" in words[Number.REPORTED][1]
