"""Where each number of an activity comes from; tests/test_every_figure.py makes them again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from pac.model import Move
from pac.progress.figures import Plan
from pac.progress.trace import Number, date_cells, trace
from pac.reading.reader import Reading
from tests import workbooks

APRIL, AUGUST = dt.date(2023, 4, 30), dt.date(2023, 8, 31)
TRACKED = "Avance acumulado a la fecha de corte"


def plan_of(read: Reading) -> Plan:
    assert read.settings is not None
    return Plan(
        read.settings, read.activities, read.reports, read.parties, read.sources,
        read.filled, read.parameters,
    )  # fmt: skip


def traced(cutoff=AUGUST, *, tracking=None, reports=(), **changes):
    read = workbooks.read(workbooks.book([workbooks.activity(**changes)], reports), tracking)
    steps = trace(plan_of(read), "C1-01", cutoff, main_file="plan.xlsx")
    return {step.number: step for step in steps}


def cited(steps):
    return [cell for step in steps.values() for cell in step.cells]


def reported(cutoff, value, **says):
    return {"ID": "C1-01", "Fecha de corte": cutoff, TRACKED: value, **says}


def test_the_target_is_the_cell_of_the_plan():
    assert traced()[Number.TARGET].cells == ("Plan!G2",)


def test_a_target_written_instead_takes_its_place():
    step = traced(Meta_aplicada=6)[Number.TARGET]

    assert (step.value, step.cells) == (6.0, ("Plan!M2",))
    assert step.parts == ()  # neither the plan's target nor its dates make it


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


def test_no_step_cites_a_cell_twice():
    for step in traced(reports=[reported(AUGUST, 2)]).values():
        assert len(step.cells) == len(set(step.cells))


def test_a_report_after_the_cut_off_is_not_cited():
    reports = [reported(APRIL, 1, Evidencia="Acta 1"), reported(AUGUST, 2, Evidencia="Acta 2")]

    cells = cited(traced(APRIL, reports=reports))

    assert "Seguimiento!D2" in cells
    assert not [cell for cell in cells if cell.startswith("Seguimiento!") and cell.endswith("3")]


def test_reports_are_cited_by_date_whatever_the_order_of_their_rows():
    steps = traced(
        reports=[reported(AUGUST, 2), reported(APRIL, 1)], Acumulación="Suma de periodos"
    )

    assert steps[Number.ACTUAL].parts == (1.0, 2.0)
    assert steps[Number.ACTUAL].cells[:4] == (
        "Seguimiento!D3", "Seguimiento!C3", "Seguimiento!D2", "Seguimiento!C2",
    )  # fmt: skip


def test_a_row_without_a_value_is_no_report_and_is_not_cited():
    steps = traced(reports=[reported(APRIL, 1), reported(AUGUST, None, Evidencia="Acta 2")])

    assert steps[Number.ACTUAL].cells == ("Seguimiento!D2", "Seguimiento!C2")


def test_at_each_date_the_dates_say_which_report_answers_and_the_mode_that_it_is_so():
    steps = traced(reports=[reported(APRIL, 3)], Acumulación="Se exige en cada fecha")

    assert steps[Number.ACTUAL].cells == (
        "Seguimiento!D2", "Seguimiento!C2", "Plan!N2", "Plan!H2", "Parámetros!B3",
    )  # fmt: skip
    assert set(steps[Number.ACTUAL].cells) < set(steps[Number.REPORTED].cells)


def test_a_mode_that_the_workbook_does_not_write_is_not_cited():
    assert "Plan!N2" not in cited(traced(reports=[reported(AUGUST, 2)]))


def test_every_share_rests_on_its_target():
    steps = traced(reports=[reported(AUGUST, 2)], Meta_aplicada=6)

    for tier in (Number.REPORTED, Number.EVIDENCED, Number.VERIFIED):
        assert "Plan!M2" in steps[tier].cells
        assert "Plan!G2" not in steps[tier].cells


def test_the_year_is_the_cell_of_the_parameters_or_of_the_title():
    head = ("Actividad", "Meta", "Fecha de cumplimiento", "Responsable")
    row = ("Revisar el mapa", 1, "30 de junio", "Planeación")
    read = workbooks.read(workbooks.grid([["PLAN VIGENCIA 2023"], head, row]))

    assert traced()[Number.DUE].cells[-1] == "Parámetros!B3"
    assert date_cells(plan_of(read), "C1-01") == ("Hoja1!C3", "Hoja1!A1")


def test_the_cells_of_both_workbooks_are_told_apart():
    april = workbooks.activity(Acumulación="Suma de periodos")
    read = workbooks.read(
        workbooks.book([april], [reported(APRIL, 1, Evidencia="Acta 1")]),
        workbooks.book(reports=[reported(AUGUST, 1, Evidencia="Acta 2")]),
    )

    steps = trace(plan_of(read), "C1-01", AUGUST, main_file="plan.xlsx")

    evidenced = next(step for step in steps if step.number is Number.EVIDENCED)
    assert {"Seguimiento!G2", "[seguimiento.xlsx]Seguimiento!G2"} < set(evidenced.cells)


def test_without_any_report_only_what_is_asked_has_cells():
    steps = traced()

    for number, step in steps.items():
        planned = number in (Number.TARGET, Number.DUE, Number.EXPECTED)
        assert all(cell.startswith(("Plan!", "Parámetros!")) for cell in step.cells)
        assert (step.value == step.value) is planned  # NaN: nothing is known to be done


class TestMovedDates:
    """Where earlier dates hold for a cut-off (R17), no cell of the workbook says them any more."""

    MARCH, MAY = dt.date(2023, 3, 31), dt.date(2023, 5, 20)

    def traced(self, cutoff, before, reports=(), **changes):
        read = workbooks.read(workbooks.book([workbooks.activity(**changes)], reports))
        now = read.activities["milestones"]["C1-01"]
        move = Move("C1-01", self.MAY, before, now, "Acta 3", "2")
        plan = replace(plan_of(read), moves=(move,))
        return {
            one.number: one for one in trace(plan, "C1-01", cutoff, main_file="plan.xlsx")
        }, move

    def test_what_rests_on_them_cites_no_cell_and_tells_the_move(self):
        steps, move = self.traced(APRIL, (self.MARCH,), Meta=1, Fechas="30/06/2023")

        for number in (Number.DUE, Number.EXPECTED):
            assert (steps[number].value, steps[number].cells) == (1, ())
            assert steps[number].held is move
        # the target rests on one date, as it did, and on no number of them
        assert (steps[Number.TARGET].cells, steps[Number.TARGET].held) == (("Plan!G2",), None)

    def test_after_the_day_of_the_move_the_cells_of_the_workbook_say_it(self):
        steps, _ = self.traced(AUGUST, (self.MARCH,), Meta=1, Fechas="30/06/2023")

        assert steps[Number.DUE].cells == ("Plan!L2", "Parámetros!B3")
        assert not [one for one in steps.values() if one.held]

    def test_a_target_at_each_date_is_of_the_dates_of_then(self):
        dates = (self.MARCH, APRIL, AUGUST)
        steps, move = self.traced(APRIL, dates, Meta=1, Fechas="30/06/2023; 31/12/2023")

        target = steps[Number.TARGET]
        assert (target.value, target.parts, target.cells) == (3.0, (1.0, 3.0), ("Plan!G2",))
        assert target.held is steps[Number.REPORTED].held is move

    def test_at_each_date_the_answers_cite_their_reports_and_no_date(self):
        steps, move = self.traced(
            APRIL, (self.MARCH, AUGUST), [reported(APRIL, (0.5, "0%"))],
            Meta=(1, "0%"), Fechas="31/12/2023",
        )  # fmt: skip

        shown = steps[Number.REPORTED]
        assert (shown.value, shown.parts) == (0.25, (0.5,))
        assert shown.cells == ("Seguimiento!D2", "Seguimiento!C2", "Plan!G2")
        assert shown.held is steps[Number.ACTUAL].held is move

    def test_a_target_that_is_written_rests_on_no_date(self):
        steps, _ = self.traced(
            APRIL, (self.MARCH, AUGUST), Meta=1, Meta_aplicada=5, Fechas="31/12/2023"
        )

        target = steps[Number.TARGET]
        assert (target.value, target.cells, target.held) == (5.0, ("Plan!M2",), None)
