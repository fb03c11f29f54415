"""The page of the offices' formats: who has answered, the files and the messages."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest

from pac.ledger import update
from pac.ledger.access import Actor, Role
from pac.reading import reader
from pac.reading.reader import File
from pac.ui import access, data, forms
from tests import workbooks
from tests.ui import boards
from tests.ui.boards import said, table, words

AT = dt.datetime(2023, 5, 2, 12, tzinfo=dt.UTC)


@pytest.fixture
def signed_in(monkeypatch):
    """Return a function that signs in with a role."""

    def sign_in(role: Role | None) -> None:
        who = None if role is None else Actor("Secretaría de Planeación", role, "planeacion")
        monkeypatch.setattr(access, "actor", lambda: who)

    return sign_in


def begin(monkeypatch, folder: Path, book: bytes | None = None) -> None:
    """Start a board of its own, from a book or from the plan of the project."""
    monkeypatch.setenv("PAC_DATA", str(folder))
    ledger = data._ledger(str(folder), "")
    file = File("plan.xlsx", book) if book else reader.load(workbooks.PLAN_FILE)
    assert update.begin(ledger, file, AT) is not None


def test_who_is_not_signed_in_is_asked_to(signed_in):
    signed_in(None)

    at = boards.open_page("formatos")

    assert not at.exception
    assert "Ingrese para continuar" in said(at)
    assert not at.get("download_button")


def test_control_interno_does_not_send_the_formats(signed_in):
    signed_in(Role.CONTROLS)

    at = boards.open_page("formatos")

    assert not at.exception
    assert "La usa quien actualiza" in said(at)
    assert not at.get("download_button")


def test_the_page_opens_on_the_first_open_cut_off_with_all_who_lead(signed_in):
    signed_in(Role.UPDATES)

    at = boards.open_page("formatos")
    shown = table(at, "Respondió")

    assert not at.exception
    assert at.main.selectbox[0].value == boards.APRIL
    assert len(shown) == 9
    assert shown["Programadas"].astype(int).sum() == 14
    assert "0 de 6 responsables reportaron todo lo programado" in said(at)


def test_each_office_has_its_format_and_a_message_that_names_what_is_missing(signed_in):
    signed_in(Role.UPDATES)

    at = boards.open_page("formatos")

    buttons = [one.proto.label for one in at.get("download_button")]
    assert buttons.count("Descargar su formato") == 9
    assert "Descargar los 9 formatos (.zip)" in buttons
    assert len(at.code) == 9
    assert all(0 < len(one.value) < 900 for one in at.code)
    (treasury,) = [one.value for one in at.code if "Secretaría de Hacienda" in one.value]
    assert "C5-08" in treasury
    assert "C5-09" in treasury
    assert "Se propone responder a más tardar" in treasury


def test_the_day_chosen_goes_into_the_messages(signed_in):
    signed_in(Role.UPDATES)
    at = boards.open_page("formatos")

    at.date_input[0].set_value(dt.date(2030, 5, 9)).run()

    assert "9 de mayo de 2030" in at.code[1].value


def test_another_cut_off_asks_for_other_activities(signed_in):
    signed_in(Role.UPDATES)
    at = boards.open_page("formatos")

    at.main.selectbox[0].set_value(boards.AUGUST).run()

    assert "31 de agosto de 2023" in said(at)
    assert int(table(at, "Respondió")["Programadas"].astype(int).sum()) > 14


def test_the_answers_go_back_through_the_page_that_updates(signed_in):
    signed_in(Role.UPDATES)

    at = boards.open_page("formatos")

    assert boards.leads_to(at, "Subir los formatos que devolvieron")["page"] == "actualizar"


def test_what_was_reported_is_answered_and_said_in_words(signed_in, monkeypatch, tmp_path):
    begin(monkeypatch, tmp_path, boards.all_done(tmp_path).read_bytes())
    signed_in(Role.UPDATES)

    at = boards.open_page("formatos")

    assert set(table(at, "Respondió")["Respondió"]) == {"✓ Sí, todo", "Nada programado"}
    assert "6 de 6 responsables reportaron todo" in said(at)
    assert not any("Falta" in one.value for one in at.code)


def test_where_every_cut_off_is_closed_nothing_is_asked(signed_in, monkeypatch, tmp_path):
    begin(monkeypatch, tmp_path, boards.all_late(tmp_path).read_bytes())
    signed_in(Role.UPDATES)

    at = boards.open_page("formatos")

    assert not at.exception
    assert "Todos los cortes están cerrados" in said(at)
    assert not at.get("download_button")


def test_what_nobody_leads_has_a_format_and_no_message(signed_in, monkeypatch, tmp_path):
    rows = [workbooks.activity(), workbooks.activity(ID="C1-02", Actividad="Otra", Responsable="")]
    begin(monkeypatch, tmp_path, workbooks.book(rows))
    signed_in(Role.UPDATES)

    at = boards.open_page("formatos")

    assert not at.exception
    assert [one.label for one in at.expander][-1].startswith("Sin dependencia que lidere")
    assert len(at.code) == 1
    assert "Nadie responde por estas actividades" in said(at)


def test_an_office_with_markdown_in_its_name_stays_data(signed_in, monkeypatch, tmp_path):
    name = "Oficina [de](http://x) *riesgos*"
    rows = [workbooks.activity(Responsable=name)]
    begin(monkeypatch, tmp_path, workbooks.book(rows, parameters={}))
    signed_in(Role.UPDATES)

    at = boards.open_page("formatos")

    assert not at.exception
    assert "](http://x)" not in at.expander[0].label.replace("\\", "_")
    assert words(at.expander[0].label).startswith("Oficina")


def test_the_zip_has_the_format_of_everyone(signed_in, monkeypatch, tmp_path):
    begin(monkeypatch, tmp_path)
    signed_in(Role.UPDATES)
    made = []
    monkeypatch.setattr(forms, "show_offices", made.append)

    at = boards.open_page("formatos")

    assert not at.exception
    (asked,) = made
    with zipfile.ZipFile(io.BytesIO(forms._zip(asked))) as archive:
        names = archive.namelist()
    assert len(names) == 9
    assert "PAAC_2023_sesquile_formato_secretaria_de_hacienda_2023-04-30_v1.xlsx" in names
