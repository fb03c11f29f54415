"""Every page in every state that a plan goes through, of any size, town and year."""

from __future__ import annotations

import datetime as dt

import pytest

from pac.ui import data
from tests import workbooks
from tests.ui.boards import (
    APRIL,
    AUGUST,
    FAILED,
    PAGES,
    all_done,
    all_late,
    big,
    foot,
    open_page,
    other_town,
    said,
    table,
)

DECEMBER, JANUARY = dt.date(2023, 12, 31), dt.date(2024, 1, 31)
NBSP = "\N{NO-BREAK SPACE}"


def finished(folder):
    return all_done(folder, closed=[APRIL, AUGUST, DECEMBER, JANUARY], upto=JANUARY)


def half(_folder):
    return workbooks.ROOT / "data" / "ejemplo_seguimiento_2023.xlsx"


def nothing(_folder):
    return workbooks.PLAN_FILE


STATES = {
    "nothing reported": (nothing, "C1-05", 54),
    "half reported": (half, "C1-05", 54),
    "all done": (finished, "C1-05", 54),
    "all late": (all_late, "C1-05", 54),
    "300 activities": (big, "C1-05", 300),
    "four components of another year": (other_town, "C1-01", 4),
}


@pytest.fixture(scope="module", params=STATES)
def state(request, tmp_path_factory):
    make, activity, n = STATES[request.param]
    return request.param, make(tmp_path_factory.mktemp("estado")), activity, n


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_whole_in_every_state(page, state, monkeypatch):
    name, path, activity, n = state
    monkeypatch.setenv(data.PLAN_VARIABLE, str(path))

    at = open_page(page, actividad=activity)

    assert not at.exception
    assert FAILED not in said(at)
    assert f"{n} de {n} actividades" in foot(at)
    assert "nan" not in said(at).casefold().split()
    if name == "nothing reported":
        assert at.metric.len == 0


def test_what_is_all_done_has_nothing_to_attend_to(tmp_path, monkeypatch):
    monkeypatch.setenv(data.PLAN_VARIABLE, str(finished(tmp_path)))

    at = open_page("resumen")

    compliance, attainment = at.metric
    assert (compliance.value, compliance.delta) == ("54 de 54", f"100{NBSP}% · ▲ Alto")
    assert attainment.value == f"100{NBSP}%"
    assert "Nada por atender en lo elegido." in said(at)
    assert "54 actividades: 54 cumplidas." in said(at)


def test_what_is_all_late_is_said_and_led_to(tmp_path, monkeypatch):
    monkeypatch.setenv(data.PLAN_VARIABLE, str(all_late(tmp_path)))

    at = open_page("resumen")

    compliance, attainment = at.metric
    assert (compliance.value, compliance.delta) == ("0 de 54", f"0{NBSP}% · ▼ Bajo")
    assert attainment.value == f"0{NBSP}%"
    assert table(at, "Por qué")["Por qué"].unique().tolist() == ["Vencida"]
    assert "Ver las 54 por atender" in [one.label for one in at.expander]


def test_long_names_are_written_whole(tmp_path, monkeypatch):
    monkeypatch.setenv(data.PLAN_VARIABLE, str(big(tmp_path)))

    at = open_page("actividades")

    assert len(table(at, "Actividad")) == 300
    assert table(at, "Actividad")["Actividad"].str.len().max() >= 395
    assert "…" not in said(at)
