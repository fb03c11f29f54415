"""The template's optional columns: what they say goes before what the plan's words say."""

from __future__ import annotations

import datetime as dt

import pytest

from pac.reading import plan
from pac.reading.verdict import headline
from tests.workbooks import activity, book, found, grid, read

D = dt.date
DEADLINE = "Fecha de cumplimiento"


def only(**changes):
    reading = read(book([activity(**changes)]))
    return reading, reading.activities.iloc[0]


def test_dates_override_the_plans_words():
    reading, row = only(Fechas="15/05/2023; 15/11/2023", **{DEADLINE: "Según cronograma"})

    assert found(reading) == []
    assert row["milestones"] == (D(2023, 5, 15), D(2023, 11, 15))
    assert row["deadline_text"] == "Según cronograma"


def test_the_opening_goes_with_the_words_and_with_the_dates():
    for changes in ({}, {"Fechas": "15/11/2023"}):
        reading, row = only(Inicio="01/02/2023", **changes)
        assert found(reading, errors_only=True) == []
        assert row["start"].date() == D(2023, 2, 1)


@pytest.mark.parametrize("changes", [{}, {"Fechas": "15/11/2023"}])
@pytest.mark.parametrize("said", ["pronto", "30 de abril y 31 de agosto"])
def test_an_opening_that_is_no_single_date_is_an_error_at_its_cell(changes, said):
    reading, _ = only(Inicio=said, **changes)
    assert found(reading, errors_only=True) == [("bad_start", "Plan!K2")]


def test_the_applied_target_is_what_is_counted_against():
    reading, row = only(Meta=1, Meta_aplicada=2)

    assert found(reading) == []
    assert (row["target"], row["applied_target"]) == (1, 2)


def test_the_applied_target_gives_a_unit_where_the_target_has_none():
    for meta in ("Por definir", None):
        reading, row = only(Meta=meta, Meta_aplicada=(0.9, "0%"))
        assert found(reading) == []
        assert (row["unit"], row["applied_target"]) == ("percent", 90)


def test_an_applied_target_in_another_unit_is_an_error_and_does_not_count():
    reading, row = only(Meta=3, Meta_aplicada="90%")

    assert found(reading) == [("bad_applied_target", "Plan!M2")]
    assert row["applied_target"] == 3


@pytest.mark.parametrize(
    ("said", "accumulation"),
    [
        ("Suma de periodos", "sum"),
        ("SE EXIGE EN CADA FECHA", "per_milestone"),
        ("latest", "latest"),
    ],
)
def test_the_accumulation_is_what_the_column_says(said, accumulation):
    reading, row = only(Acumulación=said)

    assert found(reading) == []
    assert row["accumulation"] == accumulation


def test_who_leads_is_whom_the_column_names():
    offices = "Secretaría de Planeación, Secretaría de Hacienda"
    reading, row = only(Responsable=offices, Lidera="Hacienda")
    alone, row_alone = only(Responsable=None, Lidera="Hacienda")

    assert found(reading) == found(alone) == []
    assert row["lead"] == row_alone["lead"] == "Secretaría de Hacienda"
    assert row["offices"][0] == "Secretaría de Planeación"


def test_who_leads_must_take_part():
    reading, row = only(Lidera="Secretaría de Hacienda")

    assert found(reading) == [("bad_lead", "Plan!J2")]
    assert row["lead"] == "Secretaría de Planeación"


def test_a_plan_of_too_many_activities_is_read_up_to_the_limit(monkeypatch):
    monkeypatch.setattr(plan, "MAX_ACTIVITIES", 2)
    rows = [activity(ID=f"C1-0{n}", Actividad=f"Tarea número {n * 77}") for n in range(1, 5)]
    reading = read(book(rows))

    assert found(reading, errors_only=True) == [("too_many_activities", "")]
    assert len(reading.activities) == 2
    assert "tiene 4 actividades y se leen hasta 2" in reading.findings[0].message


def test_a_missing_id_is_an_error_and_gets_a_free_one_meanwhile():
    rows = [activity(), activity(ID=None, Actividad="Otra"), activity(ID="C1-03", Actividad="Más")]
    reading = read(book(rows))

    assert found(reading, errors_only=True) == [("missing_id", "Plan!A3")]
    assert list(reading.activities.index) == ["C1-01", "C1-02", "C1-03"]


def test_a_date_of_realization_is_the_plans_where_nothing_else_says_when():
    rows = [["PAAC 2023"], ["Actividad", "Meta", "Responsable", "Fecha de realización"]]
    rows.append(["Publicar el mapa", 1, "TIC", "30 de junio"])
    assert list(read(grid(rows)).activities["milestones"]) == [(D(2023, 6, 30),)]


def test_of_two_columns_of_dates_a_bare_one_yields():
    for head in (["Fecha", "Fecha de cumplimiento"], ["Fecha de cumplimiento", "Fecha"]):
        dates = {"Fecha": "15/01/2022", "Fecha de cumplimiento": "30 de junio"}
        rows = [["PAAC 2023"], ["Actividad", "Meta", "Responsable", *head]]
        rows.append(["Publicar el mapa", 1, "TIC", *(dates[name] for name in head)])
        assert list(read(grid(rows)).activities["milestones"]) == [(D(2023, 6, 30),)]


def test_of_two_columns_of_activities_the_long_texts_are_read():
    rows = [["PAAC 2023"], ["Acción", "Actividad", "Meta", "Responsable", "Fecha"]]
    rows.append(["Mapa", "Publicar el mapa de riesgos en la página", 1, "TIC", "Junio"])
    assert list(read(grid(rows)).activities["activity"]) == [
        "Publicar el mapa de riesgos en la página"
    ]


def test_the_headline_counts_cells_to_be_mended_and_says_what_follows():
    sound = read(book([activity()]))
    broken = read(book([activity(), activity(Actividad="Otra", Responsable=None)]))

    assert headline(sound) == (
        "Revisamos plan.xlsx: 1 actividad, 1 componente, 0 reportes. Nada por corregir; 0 avisos."
    )
    assert headline(broken) == (
        "Revisamos plan.xlsx: 2 actividades, 1 componente, 0 reportes. "
        "2 celdas por corregir antes de actualizar; 1 aviso."
    )
    assert headline(read(b"")) == (
        "Revisamos plan.xlsx: nada se leyó. El archivo no se puede abrir."
    )
