"""Which files the board shows, when it reads them again, and what it says of bad ones."""

from __future__ import annotations

import os

import pandas as pd
import pytest

from pac.reading import reader
from pac.ui import data, process
from tests import workbooks
from tests.ui.boards import (
    APRIL,
    AUGUST,
    FAILED,
    PAGES,
    TRACKED,
    all_done,
    foot,
    go,
    open_page,
    other_town,
    said,
    save,
    table,
)


@pytest.fixture
def reads(monkeypatch):
    """Count how often files are parsed."""
    names = []

    def counted(*files):
        names.append([one.name for one in files])
        return original(*files)

    original = reader.read
    monkeypatch.setattr(reader, "read", counted)
    return names


def test_a_rerun_reads_and_measures_nothing_again(tmp_path, monkeypatch, reads):
    monkeypatch.setenv(data.PLAN_VARIABLE, str(all_done(tmp_path)))
    at = open_page("resumen")
    first = list(reads)

    monkeypatch.setattr(data.provenance, "figures", None)
    at.run()

    assert not at.exception
    assert at.metric[0].value == "14 de 14"
    assert reads == first == [["PAAC_2023.xlsx"]]


def test_a_changed_file_is_shown_on_the_next_rerun(tmp_path, monkeypatch):
    path = other_town(tmp_path, reported=False)
    monkeypatch.setenv(data.PLAN_VARIABLE, str(path))
    at = open_page("resumen")
    assert "Sin seguimiento todavía" in said(at)

    other_town(tmp_path, reported=True)
    os.utime(path, ns=(1, 1))
    at.run()

    assert "1 de 4" in at.metric[0].value or "2 de 4" in at.metric[0].value
    assert "Sin seguimiento todavía" not in said(at)


def test_progress_may_stand_in_a_workbook_of_its_own(tmp_path, monkeypatch):
    rows = [{"ID": "C4-01", "Fecha de corte": APRIL, TRACKED: 1}]
    tracking = workbooks.book((), rows, {"Entidad": "Municipio de Sesquilé"})
    path = save(tmp_path, tracking, "seguimiento.xlsx")
    monkeypatch.setenv(data.TRACKING_VARIABLE, str(path))

    at = open_page("resumen")

    assert at.metric[0].value == "1 de 14"
    assert "archivo plan_2023.xlsx y seguimiento.xlsx" in foot(at)
    assert not at.toggle


def test_nothing_that_is_cached_changes_while_pages_are_shown(tmp_path, monkeypatch):
    monkeypatch.setenv(data.PLAN_VARIABLE, str(all_done(tmp_path, closed=[APRIL])))
    source = data.own()
    figures = data.figures(source, data.Choice(APRIL))
    tables = {
        name: value for name, value in vars(figures).items() if isinstance(value, pd.DataFrame)
    } | {"activities": source.reading.activities, "reports": source.reading.reports}
    before = {name: one.copy(deep=True) for name, one in tables.items()}

    at = open_page("resumen")
    for page in PAGES[1:]:
        go(at, page)

    for name, one in tables.items():
        pd.testing.assert_frame_equal(one, before[name], obj=name)


def test_the_example_is_not_offered_once_there_is_progress(tmp_path, monkeypatch):
    monkeypatch.setenv(data.PLAN_VARIABLE, str(all_done(tmp_path)))

    at = open_page("resumen", ejemplo="true")

    assert not at.toggle
    assert "Datos de ejemplo" not in said(at)


def test_the_example_goes_when_the_first_progress_arrives(tmp_path, monkeypatch):
    path = save(tmp_path, workbooks.PLAN_FILE.read_bytes(), "PAAC_2023.xlsx")
    monkeypatch.setenv(data.PLAN_VARIABLE, str(path))
    at = open_page("resumen", ejemplo="true")
    assert foot(at).startswith("Datos de ejemplo")

    all_done(tmp_path)
    at.run()

    assert "Datos de ejemplo" not in said(at)
    assert at.metric[0].value == "14 de 14"


@pytest.mark.parametrize("page", PAGES)
def test_a_plan_that_is_not_there_is_a_sentence_on_every_page(page, monkeypatch, tmp_path):
    monkeypatch.setenv(data.PLAN_VARIABLE, str(tmp_path / "no_esta.xlsx"))

    at = open_page(page)

    assert not at.exception
    assert "no_esta.xlsx" in at.header[0].value.replace("\\", "")
    shown = table(at, "Qué hacer")
    assert shown.columns.tolist() == ["Hoja", "Celda", "Actividad", "Lo que dice", "Qué hacer"]
    assert shown["Lo que dice"].tolist() == ["No existe el archivo."]


def test_a_file_that_is_no_workbook_says_which_gate_stopped_it(monkeypatch, tmp_path):
    monkeypatch.setenv(data.PLAN_VARIABLE, str(save(tmp_path, b"ID;Meta", "plan.xlsx")))

    at = open_page("resumen")

    assert not at.exception
    assert "Primer paso" in said(at)
    assert "Guardar como" in said(at)


def test_a_book_without_a_plan_says_which_gate_stopped_it(monkeypatch, tmp_path):
    path = save(tmp_path, workbooks.grid([["una", "hoja"], ["de", "otra cosa"]]))
    monkeypatch.setenv(data.PLAN_VARIABLE, str(path))

    at = open_page("resumen")

    assert not at.exception
    assert "Segundo paso" in said(at)


def test_a_plan_with_errors_is_shown_with_the_cells_to_mend(monkeypatch, tmp_path):
    rows = [
        {"ID": "C1-01", "Fecha de corte": APRIL, TRACKED: 1},
        {"ID": "C1-01", "Fecha de corte": AUGUST, TRACKED: -2},
    ]
    monkeypatch.setenv(
        data.PLAN_VARIABLE, str(save(tmp_path, workbooks.book(reports=rows), "plan.xlsx"))
    )

    at = open_page("resumen")

    assert not at.exception
    assert FAILED not in said(at)
    shown = table(at, "Qué hacer")
    assert shown["Hoja"].tolist() == ["Seguimiento"]
    assert shown["Celda"].tolist() == ["D3"]
    assert shown["Actividad"].tolist() == ["C1-01"]
    assert "negativo" in shown["Lo que dice"][0]
    assert at.metric


def test_an_unforeseen_error_is_a_spanish_sentence(monkeypatch):
    shown = []
    monkeypatch.setattr(process.st, "error", shown.append)

    assert process.say_in_spanish(ValueError("boom")) is True
    assert shown[0].startswith(FAILED)
    assert "boom" not in shown[0]


def test_a_file_that_another_program_held_is_asked_for_again(tmp_path, monkeypatch):
    path = all_done(tmp_path)
    monkeypatch.setenv(data.PLAN_VARIABLE, str(path))
    with monkeypatch.context() as held:
        held.setattr(type(path), "read_bytes", _held)
        at = open_page("resumen")
        assert "El plan no se pudo leer" in said(at)

    at.run()

    assert at.metric[0].value == "14 de 14"


def _held(_path):
    raise PermissionError


def test_a_run_shows_one_reading_whatever_becomes_of_the_file(tmp_path, monkeypatch):
    monkeypatch.setenv(data.PLAN_VARIABLE, str(all_done(tmp_path)))
    stamps = []

    def stamp(path):
        stamps.append(path)
        return original(path) if len(stamps) < 3 else "missing"

    original = data._stamp
    monkeypatch.setattr(data, "_stamp", stamp)

    at = open_page("resumen")

    assert not at.exception
    assert FAILED not in said(at)


def test_two_workbooks_of_one_name_are_told_apart(tmp_path, monkeypatch):
    rows = [{"ID": "C1-05", "Fecha de corte": APRIL, TRACKED: 1}]
    tracking = workbooks.book((), rows, {"Entidad": "Municipio de Sesquilé"})
    (tmp_path / "otra").mkdir()
    plan = save(tmp_path, workbooks.PLAN_FILE.read_bytes(), "paac.xlsx")
    monkeypatch.setenv(data.PLAN_VARIABLE, str(plan))
    monkeypatch.setenv(data.TRACKING_VARIABLE, str(save(tmp_path / "otra", tracking, "paac.xlsx")))

    shown = table(open_page("actividad", actividad="C1-05"), "Reportado")

    assert shown["Celda"].tolist() == ["[paac.xlsx (seguimiento)]Seguimiento!D2"]


@pytest.mark.parametrize("variable", [data.PLAN_VARIABLE, data.TRACKING_VARIABLE])
def test_the_example_is_marked_whoever_names_it(monkeypatch, variable):
    monkeypatch.setenv(variable, str(data.EXAMPLE_FILE))

    at = open_page("resumen")

    assert "Datos de ejemplo" in foot(at)
