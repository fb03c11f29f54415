"""Where each number of an activity comes from; tests/test_every_figure.py makes them again."""

from __future__ import annotations

import datetime as dt

import pytest

from pac.progress.figures import Plan
from pac.progress.trace import Number, cited, trace
from tests import workbooks

APRIL, AUGUST = dt.date(2023, 4, 30), dt.date(2023, 8, 31)
TRACKED = "Avance acumulado a la fecha de corte"


def traced(cutoff=AUGUST, *, tracking=None, reports=(), **changes):
    read = workbooks.read(workbooks.book([workbooks.activity(**changes)], reports), tracking)
    assert read.settings is not None
    plan = Plan(
        read.settings, read.activities, read.reports, read.parties, read.sources,
        read.filled, read.parameters,
    )  # fmt: skip
    steps = trace(plan, "C1-01", cutoff, main_file="plan.xlsx")
    return {step.number: step for step in steps}


def reported(cutoff, value, **says):
    return {"ID": "C1-01", "Fecha de corte": cutoff, TRACKED: value, **says}


def test_the_target_is_the_cell_of_the_plan():
    assert traced()[Number.TARGET].cells == ("Plan!G2",)


def test_a_target_written_instead_takes_its_place():
    step = traced(Meta_aplicada=6)[Number.TARGET]

    assert (step.value, step.cells) == (6.0, ("Plan!M2",))


def test_a_target_at_each_date_rests_on_its_dates_too():
    step = traced(Meta=1)[Number.TARGET]

    assert (step.value, step.parts) == (3.0, (1.0, 3.0))
    assert step.cells == ("Plan!G2", "Plan!H2", "Parámetros!B3")


def test_dates_written_instead_take_the_place_of_the_words():
    assert traced(Fechas="30/06/2023")[Number.DUE].cells == ("Plan!L2", "Parámetros!B3")


def test_of_several_totals_only_the_one_that_counts_is_cited():
    steps = traced(reports=[reported(APRIL, 1), reported(AUGUST, 2)])

    assert steps[Number.ACTUAL].cells == ("Seguimiento!D3", "Seguimiento!C3")
    assert steps[Number.ACTUAL].parts == (2.0,)


def test_of_a_sum_every_period_is_cited():
    steps = traced(
        reports=[reported(APRIL, 1), reported(AUGUST, 2)], Acumulación="Suma de periodos"
    )

    assert steps[Number.ACTUAL].cells == (
        "Seguimiento!D2", "Seguimiento!C2", "Seguimiento!D3", "Seguimiento!C3", "Plan!N2",
    )  # fmt: skip


def test_evidence_and_verification_cite_their_own_cells():
    steps = traced(reports=[reported(AUGUST, 2, Evidencia="Radicado 1")])

    assert "Seguimiento!G2" in steps[Number.EVIDENCED].cells
    assert "Seguimiento!J2" in steps[Number.VERIFIED].cells
    assert "Seguimiento!G2" not in steps[Number.REPORTED].cells


def test_a_cell_of_another_workbook_says_which():
    other = workbooks.book(reports=[reported(AUGUST, 2)])

    cells = traced(tracking=other)[Number.ACTUAL].cells

    assert cells == ("[seguimiento.xlsx]Seguimiento!D2", "[seguimiento.xlsx]Seguimiento!C2")


@pytest.mark.parametrize("text", ["Según cronograma", "29/02/23"])
def test_a_deadline_that_is_not_readable_has_no_share(text):
    steps = traced(Fecha_de_cumplimiento=text)

    assert steps[Number.EXPECTED].value != steps[Number.EXPECTED].value
    assert steps[Number.DUE].parts == (0.0,)


def test_every_cell_is_cited_once():
    steps = traced(reports=[reported(AUGUST, 2)])

    cells = cited(tuple(steps.values()))
    assert len(cells) == len(set(cells))
