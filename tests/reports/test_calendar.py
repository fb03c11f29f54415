"""The plan's dates as a calendar: read back as a phone or Outlook would read them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import icalendar
import pytest

from pac.ledger import editions
from pac.model import Move
from pac.progress.figures import Choice
from pac.reading import reader
from pac.reports import calendar, provenance
from pac.reports.provenance import Origin
from pac.workdays import COLOMBIA
from tests import workbooks

APRIL, AUGUST = dt.date(2023, 4, 30), dt.date(2023, 8, 31)
NOW = dt.datetime(2023, 5, 12, 9, 5, tzinfo=COLOMBIA)
HOSTILE = 'Revisar; a, b \\ c\r\nBEGIN:VALARM\n"x" <script>alert(1)</script> =1+1 😀'


@lru_cache
def real(name="ejemplo_seguimiento_2023", cutoff=APRIL, version="3", example=True):
    reading = reader.read(reader.load(Path(workbooks.ROOT / "data" / f"{name}.xlsx")))
    origin = Origin(reading.files, version, "7KQ2-ABCD-EFGH-JKMN", example=example)
    return provenance.figures(editions.plan(reading), Choice(cutoff), origin)


def of(rows, **parameters):
    reading = workbooks.read(workbooks.book(rows, parameters=parameters))
    plan = editions.plan(reading)
    assert plan is not None
    return provenance.figures(plan, Choice(APRIL), Origin(("a.xlsx",), "1"))


def taken_in(figures, office=None):
    made = calendar.calendar(figures, NOW, office)
    read = icalendar.Calendar.from_ical(made)
    assert read.errors == []
    events = read.walk("VEVENT")
    assert all(event.errors == [] for event in events)
    return read, {str(event["UID"]): event for event in events}


def named(events, name):
    return [event for event in events.values() if str(event["SUMMARY"]).startswith(f"{name} · ")]


def test_every_date_of_the_plan_is_an_event_of_all_day():
    figures = real()
    _, events = taken_in(figures)

    expected = sorted(
        (str(name), due) for name, dates in figures.plan.activities["milestones"].items()
        for due in dates
    )  # fmt: skip
    assert len(expected) == 85
    found = sorted(
        (str(e["SUMMARY"]).partition(" · ")[0], e["DTSTART"].dt) for e in events.values()
    )
    assert found == expected
    assert all(type(e["DTSTART"].dt) is dt.date for e in events.values())
    assert all(e["DTSTART"].params["VALUE"] == "DATE" for e in events.values())
    assert all(str(e["TRANSP"]) == "TRANSPARENT" for e in events.values())


def test_a_reminder_comes_in_the_morning_of_the_day_fifteen_days_before():
    _, events = taken_in(real())

    for event in named(events, "C1-06"):
        (alarm,) = event.walk("VALARM")
        begins = dt.datetime.combine(event["DTSTART"].dt, dt.time())
        assert begins + alarm["TRIGGER"].dt == dt.datetime.combine(
            event["DTSTART"].dt - dt.timedelta(days=15), dt.time(8)
        )
        assert str(alarm["ACTION"]) == "DISPLAY"
        assert "C1-06" in str(alarm["DESCRIPTION"])


def test_a_date_that_is_met_says_so_and_asks_for_no_reminder():
    _, events = taken_in(real())
    first, second, third, *_ = named(events, "C5-06")

    assert "(cumplida" in str(first["SUMMARY"])
    assert "Esta fecha, a 30 de abril de 2023: cumplida." in str(first["DESCRIPTION"])
    assert first.walk("VALARM") == []
    assert "cumplida" not in str(second["SUMMARY"])
    assert len(second.walk("VALARM")) == len(third.walk("VALARM")) == 1


def test_an_event_says_what_is_asked_who_answers_how_it_stands_and_where_it_comes_from():
    _, events = taken_in(real())
    (event,) = named(events, "C3-09")
    said = str(event["DESCRIPTION"])

    assert "Entrega 1 de 1. Meta: " in said
    assert "Lidera: Secretaría de Planeación." in said
    assert "a 30 de abril de 2023: pendiente." in said
    assert "avance de 70 %, según lo verificado por Control Interno" in said.replace("\xa0", " ")
    assert "Estado: vencida." in said
    for line in provenance.lines(real().provenance, NOW):
        assert line in said
    assert event["CATEGORIES"].cats == ["3. Mecanismos para mejorar la atención al ciudadano"]


def test_invented_progress_is_said_in_each_event_and_in_the_name():
    read, events = taken_in(real())

    assert "Datos de ejemplo" in str(read["X-WR-CALNAME"])
    assert all("Datos de ejemplo" in str(event["SUMMARY"]) for event in events.values())
    assert all("Datos de ejemplo" in str(event["DESCRIPTION"]) for event in events.values())
    _, sober = taken_in(real(example=False))
    assert not [event for event in sober.values() if "ejemplo" in str(event["SUMMARY"])]


def test_without_progress_a_date_that_came_is_not_called_missing():
    _, events = taken_in(real("plan_2023", example=False))
    said = [str(event["DESCRIPTION"]) for event in named(events, "C3-09")]

    assert "Esta fecha, a 30 de abril de 2023: llegó, sin reporte." in said[0]
    assert "0 %" not in said[0].replace("100", "")


def test_an_office_has_what_it_leads_and_is_told_where_it_only_takes_part():
    figures, office = real(), "Secretaría de Planeación"
    read, events = taken_in(figures, office)
    rows = figures.plan.activities

    found = {str(event["SUMMARY"]).partition(" · ")[0] for event in events.values()}
    led = {str(name) for name, lead in rows["lead"].items() if lead == office}
    shared = {str(name) for name, those in rows["offices"].items() if office in those} - led
    assert found == led | shared
    assert shared
    for event in events.values():
        name = str(event["SUMMARY"]).partition(" · ")[0]
        assert ("(participa" in str(event["SUMMARY"])) == (name in shared)
    assert office in str(read["X-WR-CALNAME"])


def test_events_keep_their_uid_from_version_to_version_and_the_later_one_counts():
    _, before = taken_in(real(version="3"))
    _, after = taken_in(real(version="4"))

    assert before.keys() == after.keys()
    assert len(before) == 85
    assert {int(event["SEQUENCE"]) for event in before.values()} == {3}
    assert {int(event["SEQUENCE"]) for event in after.values()} == {4}
    assert "sesquile-2023-C3-09-1@tablero-paac" in before


def test_two_activities_never_share_a_uid_however_they_are_called():
    rows = [workbooks.activity(ID=name) for name in ("C1-01", "C1 01", "C1/01", "C1_01", "C1-01-1")]
    _, events = taken_in(of(rows))

    assert len(events) == 5 * 3


def test_a_date_that_moved_is_the_same_event_on_another_day_and_a_dropped_one_is_cancelled():
    figures = of([workbooks.activity(**{"Fecha de cumplimiento": "31 de agosto"})])
    gone = (dt.date(2023, 4, 30), dt.date(2023, 12, 31))
    move = Move("C1-01", dt.date(2023, 3, 1), gone, (AUGUST,), "Cambió la norma; acta 3", "2")
    figures = provenance.figures(
        replace(figures.plan, moves=(move,)), Choice(APRIL), Origin(("a.xlsx",), "2")
    )
    _, events = taken_in(figures)
    first, second = (events[f"prueba-2023-C1-01-{n}@tablero-paac"] for n in (1, 2))

    assert (first["DTSTART"].dt, str(first["STATUS"])) == (AUGUST, "CONFIRMED")
    assert "Motivo: Cambió la norma; acta 3." in str(first["DESCRIPTION"])
    assert (second["DTSTART"].dt, str(second["STATUS"])) == (gone[1], "CANCELLED")
    assert "fecha quitada" in str(second["SUMMARY"])


def test_the_dates_are_those_in_force_today_and_not_those_of_the_cut_off():
    figures = of([workbooks.activity(**{"Fecha de cumplimiento": "31 de agosto"})])
    move = Move("C1-01", dt.date(2023, 5, 20), (dt.date(2023, 4, 15),), (AUGUST,), "Motivo", "2")
    figures = provenance.figures(
        replace(figures.plan, moves=(move,)), Choice(APRIL), Origin(("a.xlsx",), "2")
    )
    assert figures.milestones["due"].dt.date.tolist() == [dt.date(2023, 4, 15)]

    _, events = taken_in(figures)

    (event,) = events.values()
    assert event["DTSTART"].dt == AUGUST
    assert "Esta fecha, a" not in str(event["DESCRIPTION"])  # of that day the cut-off knew nothing


def test_an_activity_without_a_readable_date_has_no_event_and_is_named():
    rows = [
        workbooks.activity(),
        workbooks.activity(ID="C1-02", **{"Fecha de cumplimiento": "Según cronograma"}),
    ]
    read, events = taken_in(of(rows))

    assert {str(e["SUMMARY"])[:5] for e in events.values()} == {"C1-01"}
    assert "su fecha no se puede leer: C1-02." in str(read["DESCRIPTION"])


def test_a_plan_without_any_date_is_a_calendar_that_programs_read():
    rows = [workbooks.activity(**{"Fecha de cumplimiento": "Según cronograma"})]
    read, events = taken_in(of(rows))

    assert events == {}
    assert len(read.subcomponents) == 1  # one without any would not be a calendar


def test_texts_of_the_plan_stay_texts():
    rows = [
        workbooks.activity(
            Actividad=HOSTILE, Indicador=HOSTILE, Responsable=f"Secretaría {HOSTILE}",
            Componente=f"1. {HOSTILE}",
        )
    ]  # fmt: skip
    read, events = taken_in(of(rows, Entidad=f"Municipio de Prueba {HOSTILE}"))

    words = " ".join(HOSTILE.split())
    assert len(events) == 3
    assert len(read.walk("VALARM")) == 3
    for event in events.values():
        assert str(event["DESCRIPTION"]).splitlines()[0] == words
        assert event["CATEGORIES"].cats[0].startswith("1. Revisar; a, b \\ c BEGIN:VALARM")
    name = str(read["X-WR-CALNAME"])  # which the library takes as it stands
    for letter in (";", ",", "\\"):
        name = name.replace(f"\\{letter}", letter)
    assert words in name


@pytest.mark.parametrize("text", ["ñ" * 400, "😀" * 200, "a" * 74 + "é", " " * 3 + "x " * 200])
def test_lines_are_folded_at_75_octets_and_no_letter_is_broken(text):
    figures = of([workbooks.activity(Actividad=f"Hacer {text}")])
    made = calendar.calendar(figures, NOW)

    lines = made.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in made.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()
    _, events = taken_in(figures)
    said = str(next(iter(events.values()))["DESCRIPTION"])
    assert said.splitlines()[0] == " ".join(f"Hacer {text}".split())


def test_a_very_long_activity_has_a_short_title_and_all_its_words_below():
    _, events = taken_in(of([workbooks.activity(Actividad="Revisar los mapas de riesgo " * 20)]))
    event = next(iter(events.values()))

    assert len(str(event["SUMMARY"])) < 120
    assert str(event["SUMMARY"]).endswith("…")
    assert str(event["DESCRIPTION"]).startswith(("Revisar los mapas de riesgo " * 20).strip())


def test_the_same_figures_at_the_same_moment_are_the_same_file():
    one, other = (calendar.calendar(real(), NOW) for _ in "ab")
    later = calendar.calendar(real(), NOW + dt.timedelta(hours=1))

    assert one == other
    assert one != later
    assert b"DTSTAMP:20230512T140500Z" in one
