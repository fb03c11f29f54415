"""Who has answered for a cut-off, and messages that are short whatever a plan holds."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pac import messages, workdays
from pac.messages import Answer, answered, office_message
from pac.model import PartyKind, Settings
from pac.progress.measure import measure
from pac.reading import reader
from pac.reading.reader import File, Reading
from tests import workbooks

APRIL, AUGUST = dt.date(2023, 4, 30), dt.date(2023, 8, 31)
SETTINGS = Settings("Municipio de Prueba", "Plan Anticorrupción", 2023, (APRIL, AUGUST))
TEXTS = {"C1-01": "Revisar el mapa de riesgos", "C1-02": "Publicar\nel informe"}
VALUE = "Avance acumulado a la fecha de corte"


def answer(due: tuple[str, ...], missing: tuple[str, ...] = (), party: str = "Hacienda") -> Answer:
    return Answer(party, "dependencia" if party else "", due, due, missing)


@cache
def read(*reports: tuple[str, dt.date, float]) -> Reading:
    """Read a plan of two offices, the first due in April and August, the second in December."""
    rows = [
        workbooks.activity(Fecha_de_cumplimiento="30 de abril y 31 de agosto", Meta=2),
        workbooks.activity(
            ID="C1-02", Actividad="Otra", Fecha_de_cumplimiento="31 de diciembre",
            Responsable="Secretaría de Hacienda",
        ),
    ]  # fmt: skip
    made = [{"ID": name, "Fecha de corte": day, VALUE: value} for name, day, value in reports]
    return reader.read(File("p.xlsx", workbooks.book(rows, made)))


def answers(cutoff: dt.date, previous: dt.date | None, *reports: tuple) -> dict[str, Answer]:
    reading = read(*reports)
    measured = measure(reading.activities, reading.reports, cutoff)
    return {one.party: one for one in answered(measured, previous)}


def test_who_has_nothing_due_owes_nothing():
    treasury = answers(APRIL, None)["Secretaría de Hacienda"]

    assert (treasury.led, treasury.due, treasury.missing) == (("C1-02",), (), ())
    assert treasury.complete


def test_what_is_due_without_a_report_is_missing():
    planning = answers(APRIL, None)["Secretaría de Planeación"]

    assert planning.missing == planning.due == ("C1-01",)
    assert not planning.complete
    assert planning.reported == ()


def test_a_report_of_zero_is_an_answer():
    assert answers(APRIL, None, ("C1-01", APRIL, 0))["Secretaría de Planeación"].complete


def test_the_report_of_an_earlier_cut_off_does_not_answer_for_what_came_due_since():
    april = ("C1-01", APRIL, 1)

    assert answers(APRIL, None, april)["Secretaría de Planeación"].complete
    assert not answers(AUGUST, APRIL, april)["Secretaría de Planeación"].complete
    assert answers(AUGUST, APRIL, april, ("C1-01", AUGUST, 1))["Secretaría de Planeación"].complete


def test_who_had_finished_before_has_nothing_to_add():
    assert answers(AUGUST, APRIL, ("C1-01", APRIL, 2))["Secretaría de Planeación"].complete


def test_offices_come_before_groups_committees_and_what_nobody_leads():
    reading = reader.read(reader.load(workbooks.PLAN_FILE))
    table = reading.activities.copy()
    table.loc["C1-01", ["lead", "lead_kind"]] = ""

    kinds = [one.kind for one in answered(measure(table, reading.reports, APRIL))]

    assert kinds == sorted(kinds, key=[*map(str, PartyKind), ""].index)
    assert kinds[-1] == ""


def test_all_parties_together_lead_every_activity_once():
    reading = reader.read(reader.load(workbooks.PLAN_FILE))

    every = answered(measure(reading.activities, reading.reports, APRIL))

    assert sorted(name for one in every for name in one.led) == sorted(reading.activities.index)


def test_the_message_says_what_is_due_what_is_missing_and_by_when():
    said = office_message(answer(("C1-01", "C1-02"), ("C1-02",)), TEXTS, SETTINGS, APRIL)

    assert said.startswith("Buenos días, Hacienda:")
    assert "corte del 30 de abril de 2023" in said
    assert "2 actividades programadas" in said
    assert "- C1-02: Publicar el informe" in said
    assert "Con reporte: C1-01." in said
    assert "Se propone responder a más tardar el 8 de mayo de 2023." in said


def test_another_day_may_be_proposed():
    said = office_message(
        answer(("C1-01",), ("C1-01",)), TEXTS, SETTINGS, APRIL, dt.date(2023, 5, 20)
    )

    assert "20 de mayo de 2023" in said


@pytest.mark.parametrize("due", [(), ("C1-01", "C1-02")])
def test_where_nothing_is_missing_nothing_is_asked(due):
    said = office_message(answer(due), TEXTS, SETTINGS, APRIL)

    assert "Falta " not in said
    assert "a más tardar" not in said
    assert "!" not in said


def test_the_proposed_day_skips_weekends_and_holidays():
    # 30 April 2023 is a Sunday and 1 May a holiday
    assert messages.answer_day(APRIL) == dt.date(2023, 5, 8)
    assert workdays.working_days_after(APRIL, 1) == dt.date(2023, 5, 2)
    assert workdays.working_days_after(APRIL, 0) == APRIL


def test_a_day_that_is_past_is_not_proposed():
    assert messages.answer_day(APRIL, dt.date(2023, 5, 8)) == dt.date(2023, 5, 8)
    assert messages.answer_day(APRIL, dt.date(2023, 5, 9)) == dt.date(2023, 5, 16)


def test_a_long_text_is_cut_between_words_and_says_so():
    texts = {"C1-01": "palabra " * 40}
    said = office_message(answer(("C1-01",), ("C1-01",)), texts, SETTINGS, APRIL)
    (line,) = [line for line in said.splitlines() if line.startswith("- ")]

    assert line.endswith("palabra…")


def test_three_hundred_activities_with_long_names_fit():
    names = tuple(f"C{n % 6 + 1}-{n:03d}" for n in range(300))
    texts = dict.fromkeys(names, "Actividad de nombre muy largo " * 20)
    plan = Settings("Municipio", "Plan " * 90, 2023, (APRIL,))
    given = answer(names, names[::2], "Secretaría " * 40)

    said = office_message(given, texts, plan, APRIL)

    assert len(said) < 900
    assert "138 más" in said
    assert "a más tardar" in said


TEXT = st.text(max_size=500)
IDS = st.lists(st.text(min_size=1, max_size=60), unique=True, max_size=300).map(tuple)


@settings(max_examples=150, deadline=None)
@given(IDS, st.data(), TEXT, TEXT)
def test_a_message_is_under_900_characters_whatever_it_is_about(due, data, party, instrument):
    missing = tuple(one for one in due if data.draw(st.booleans())) if len(due) < 40 else due[::3]
    texts = {name: data.draw(TEXT) for name in due[:5]}
    plan = Settings("", instrument, 2023, (APRIL,))

    said = office_message(answer(due, missing, party), texts, plan, APRIL)

    assert 0 < len(said) < 900
    assert ("a más tardar" in said) == bool(missing) or "a más tardar" in party + instrument


def test_missing_values_of_a_plan_without_reports_do_not_count_as_done():
    reading = read()
    measured = measure(reading.activities, reading.reports, APRIL)

    assert measured["attainment_reported"].isna().all()
    assert isinstance(measured, pd.DataFrame)
    assert not answered(measured)[1].complete
