"""Dates that a version of the board moved, as a visitor sees them (R17)."""

from __future__ import annotations

import datetime as dt

import pytest

from pac.ledger import update
from pac.reading.reader import File
from tests import updates, workbooks
from tests.ui.boards import FAILED, PAGES, leads_to, open_page, said, table
from tests.ui.test_words import HOSTILE

JANUARY, MAY = (dt.datetime(2023, month, 20, 15, tzinfo=dt.UTC) for month in (1, 5))
APRIL, AUGUST = "2023-04-30", "2023-08-31"
REASON = f"Acta 3, {HOSTILE}"
NBSP = "\N{NO-BREAK SPACE}"
ROWS = (
    workbooks.activity(Meta=1, Fechas="30/04/2023"),
    workbooks.activity(
        ID="C1-02",
        Actividad="Publicar los informes de gestión",
        Meta=4,
        Fechas="31/03/2023; 30/06/2023; 30/09/2023; 31/12/2023",
    ),
    workbooks.activity(ID="C1-03", Actividad="Rendir cuentas", Meta=1, Fechas="15/04/2023"),
)
REPORTS = (updates.report("C1-03", dt.date(2023, 4, 30), 1),)


def moved_board(folder, reports=()):
    """Make a board of which version 2 moved two dates, one of four among them."""
    ledger = updates.new_ledger(folder)
    update.begin(ledger, File("plan.xlsx", workbooks.book(ROWS, reports)), JANUARY)
    book = updates.edited(
        updates.own_workbook(ledger),
        updates.typed("C1-01", "Fechas", "31/07/2023"),
        updates.typed("C1-02", "Fechas", "31/05/2023; 30/06/2023; 30/09/2023; 31/12/2023"),
    )
    updates.accepted(ledger, book, reasons={"*": REASON}, at=MAY)
    ledger.close()
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory):
    return moved_board(tmp_path_factory.mktemp("moved"), REPORTS)


def show(folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAC_BASE_DE_DATOS", f"sqlite:///{folder / 'tablero.sqlite'}")
    monkeypatch.setenv("PAC_DATA", str(folder))


@pytest.fixture(autouse=True)
def moved(folder, monkeypatch: pytest.MonkeyPatch) -> None:
    show(folder, monkeypatch)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("cutoff", [APRIL, AUGUST])
def test_every_page_is_whole_at_both_sides_of_the_move(page, cutoff):
    at = open_page(page, corte=cutoff, actividad="C1-01")

    assert not at.exception
    assert FAILED not in said(at)
    assert "3 de 3 actividades" in said(at)


def test_the_page_of_an_activity_says_both_dates_the_day_the_version_and_the_reason():
    text = said(open_page("actividad", corte=AUGUST, actividad="C1-01"))

    assert (
        "Reprogramada: de 30 de abril de 2023 a 31 de julio de 2023 (el 20 de mayo de 2023, "
        f"versión 2). Motivo: {REASON}."
    ) in text
    assert "Para el corte" not in text


def test_where_the_earlier_date_still_counts_it_says_so_and_cites_no_cell_for_it():
    at = open_page("actividad", corte=APRIL, actividad="C1-01")

    assert "Para el corte del 30 de abril de 2023 cuenta la fecha anterior." in said(at)
    numbers = table(at, "Cómo sale").set_index("Número")
    assert numbers.loc["Fechas que habían llegado", "Vale"] == "1 de 1"
    for name in ("Fechas que habían llegado", "Programado"):
        assert numbers.loc[name, "Celdas"] == "la fecha que regía, versión 1"
    dates = table(at, "Entrega")
    assert dates["Fecha"].tolist() == [f"30{NBSP}abr{NBSP}2023 (reprogramada)"]
    assert dates["Celda"].tolist() == ["la fecha que regía, versión 1"]
    # how the workbook is read is that of the workbook
    read = table(at, "Se leyó").set_index("Se leyó")
    assert read.loc["Fechas", "Como"] == f"31{NBSP}jul{NBSP}2023"


def test_no_reason_speaks_markdown():
    at = open_page("actividad", corte=APRIL, actividad="C1-01")

    for one in at.markdown:
        assert "**x**" not in str(one.value)
        assert "<b>" not in str(one.value)


def test_an_activity_that_nobody_moved_says_nothing_of_it():
    assert "eprogramada:" not in said(open_page("actividad", corte=APRIL, actividad="C1-03"))


@pytest.mark.parametrize("cutoff", [APRIL, AUGUST])
def test_beside_the_headline_they_are_counted_and_lead_to_their_list(cutoff):
    at = open_page("resumen", corte=cutoff)

    assert "2 actividades reprogramadas." in said(at)
    to = leads_to(at, "Ver 2 actividades reprogramadas")
    assert (to["page"], to["estado"]) == ("actividades", "Reprogramadas")

    listed = table(open_page("actividades", corte=cutoff, estado=to["estado"]), "Estado")
    assert listed["ID"].tolist() == ["C1-01", "C1-02"]
    assert listed["Fechas"].str.endswith("(reprogramada)").all()


def test_what_was_missed_in_april_is_not_mended_by_the_move():
    at = open_page("resumen", corte=APRIL)

    assert at.metric[0].value == "1 de 3"  # reported, of what was due


def test_of_four_dates_only_the_one_that_moved_says_so():
    dates = table(open_page("actividad", corte=AUGUST, actividad="C1-02"), "Entrega")["Fecha"]

    assert ["reprogramada" in day for day in dates] == [True, False, False, False]


def test_against_the_cut_off_before_dates_that_changed_are_said():
    became = table(open_page("resumen", corte=AUGUST), "Qué pasó").set_index("ID")["Qué pasó"]

    assert became["C1-01"].endswith("; cambió de fecha")
    assert became["C1-02"].endswith("; cambió de fecha")


def test_the_rule_is_explained_with_an_activity_of_the_plan_on_screen():
    text = said(open_page("como_se_calcula", corte=APRIL))

    assert "Cuando una fecha cambia" in text
    assert "C1-01. Reprogramada: de 30 de abril de 2023 a 31 de julio de 2023" in text
    assert REASON not in text


def test_an_earlier_version_knows_nothing_of_a_move_that_came_after_it():
    text = said(open_page("resumen", corte=APRIL, version="1"))

    assert "versión 1" in text
    assert "reprogramada" not in text.casefold()


def test_a_plan_without_reports_leads_to_them_all_the_same(tmp_path, monkeypatch):
    show(moved_board(tmp_path), monkeypatch)

    at = open_page("resumen", corte=APRIL)

    assert leads_to(at, "Ver 2 actividades reprogramadas")["estado"] == "Reprogramadas"
    assert table(at, "Corte")["Actividades programadas"].tolist()[:2] == ["3 de 3", "3 de 3"]
