"""From a file to the board, as who updates, Control Interno and a visitor see it."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from streamlit.testing.v1 import AppTest

from pac.ledger import access as accounts
from pac.ledger import store, update
from pac.ledger.access import Actor, Role
from pac.ui import data
from tests.ui.boards import open_page, said
from tests.workbooks import PLAN_FILE, saved

TECHNICIAN = Actor("Secretaría de Planeación", Role.UPDATES, "planeacion")
CONTROL = Actor("Oficina de Control Interno", Role.CONTROLS, "control")
PASSWORD = "una clave muy larga"  # noqa: S105
APRIL = dt.date(2023, 4, 30)


@pytest.fixture(autouse=True)
def board_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start each test from a board with its first version and its accounts."""
    monkeypatch.setenv("PAC_DATA", str(tmp_path))
    ledger = data.ledger()
    for one in (TECHNICIAN, CONTROL):
        assert one.account
        assert one.role
        accounts.create_account(
            ledger, accounts.operator("Instalación"), one.account, one.post, one.role, PASSWORD,
            data.now(),
        )  # fmt: skip


@pytest.fixture(autouse=True)
def signed_in(signs_in: Callable[[Actor | None], None]):
    """Sign in who updates, and return what signs in somebody else."""
    signs_in(TECHNICIAN)
    return signs_in


def book() -> Workbook:
    """Return the board's own workbook, open to be filled in."""
    held = data.board()
    assert held.file is not None
    return load_workbook(io.BytesIO(held.file.data))


def reported(values: dict[str, object], column: int = 4) -> bytes:
    """Return the board's workbook with these values in the rows of April."""
    workbook = book()
    sheet = workbook["Seguimiento"]
    for row in range(2, sheet.max_row + 1):
        name, as_of = sheet.cell(row, 1).value, sheet.cell(row, 3).value
        if name in values and as_of.date() == APRIL:
            sheet.cell(row, column).value = values[name]
    return saved(workbook)


def upload(at: AppTest, content: bytes, name: str = "libro.xlsx") -> AppTest:
    return at.file_uploader[0].upload(name, content).run()


def press(at: AppTest, label: str) -> AppTest:
    return next(one for one in at.button if one.label.startswith(label)).click().run()


def labels_of(at: AppTest) -> list[str]:
    return [one.label for one in at.button]


def write(at: AppTest, label: str, text: str) -> AppTest:
    return next(one for one in at.text_input if one.label.startswith(label)).input(text).run()


def fill(at: AppTest, label: str, text: str) -> AppTest:
    """Write in a form, which says nothing until its button is pressed."""
    next(one for one in at.text_input if one.label.startswith(label)).input(text)
    return at


@pytest.mark.parametrize("page", ["actualizar", "formatos", "control_interno", "cuentas"])
def test_a_page_of_the_offices_asks_who_is_there_and_shows_nothing(page, signed_in):
    signed_in(None)

    at = open_page(page)

    assert not at.exception
    assert "ingrese con su cuenta" in said(at)
    assert not at.file_uploader


def test_control_interno_does_not_update_the_rest_and_the_others_not_its_part(signed_in):
    signed_in(CONTROL)
    assert not open_page("actualizar").file_uploader
    signed_in(TECHNICIAN)
    assert not open_page("control_interno").file_uploader


def test_a_book_with_faults_names_each_cell_and_cannot_update():
    at = upload(open_page("actualizar"), reported({"C1-01": "mucho", "C1-02": -1}))

    text = said(at)
    assert not at.exception
    assert "2 celdas por corregir antes de actualizar" in text
    assert "El tablero no ha cambiado" in text
    assert "D2" in text
    assert "D3" in text
    assert not [one for one in labels_of(at) if one.startswith("Actualizar con")]


def test_the_cell_to_mend_is_shown_in_its_sheet_with_true_rows_and_letters():
    at = upload(open_page("actualizar"), reported({"C1-02": "mucho"}))

    sheets = [one.value for one in at.table if "D" in map(str, one.value.columns)]

    assert len(sheets) == 1
    sheet = sheets[0].set_index("Fila")
    assert list(sheet.index) == ["1", "2", "3", "4"]
    assert "mucho" in str(sheet.loc["3", "D"])


def test_a_second_upload_says_what_was_mended():
    at = upload(open_page("actualizar"), reported({"C1-01": "mucho", "C1-02": -1}))
    at.file_uploader[0].set_value(None)

    at = upload(at, reported({"C1-01": 1, "C1-02": -1}))

    assert "1 corregida, 1 sigue, 0 nuevas" in said(at)


def test_updating_makes_a_version_that_everybody_sees(signed_in):
    at = upload(open_page("actualizar"), reported({"C1-01": 1}))
    assert "Se reporta 1 en C1-01" in said(at)

    at = press(at, "Actualizar con 1 cambio")

    assert not at.exception
    assert "El tablero está en la versión 2" in at.success[0].value
    signed_in(None)
    assert "versión 2" in said(open_page("resumen"))
    assert "Se reporta 1 en C1-01" in said(open_page("versiones"))


def test_the_same_book_again_changes_nothing():
    at = upload(open_page("actualizar"), PLAN_FILE.read_bytes())

    assert "no cambian nada" in at.info[0].value
    assert store.heads(data.ledger())[0][1] == 1


def test_the_draft_is_marked_on_its_pages_and_nobody_else_sees_it():
    at = upload(open_page("actualizar"), reported({"C1-01": 1}))
    at = press(at, "Ver el tablero como quedaría")

    at = at.switch_page("../../pages/resumen.py").run()

    assert "Borrador." in said(at)
    assert "Borrador · " in said(at)
    assert at.metric.len
    assert "Borrador" not in said(open_page("resumen"))
    at = press(at, "Salir del borrador")
    assert "Borrador" not in said(at)


def test_what_touches_the_public_plan_needs_a_reason_that_the_public_reads(signed_in):
    workbook = book()
    workbook["Plan"]["G3"] = 2
    at = upload(open_page("actualizar"), saved(workbook))
    at = press(at, "Actualizar con")
    assert "Falta el motivo" in at.error[0].value
    assert store.heads(data.ledger())[0][1] == 1

    at = write(at, "Motivo", "Acuerdo <b>del</b> *comité*")
    at = press(at, "Actualizar con")

    assert not at.exception
    signed_in(None)
    assert "Acuerdo <b>del</b> *comité*" in said(open_page("versiones"))


def test_a_doubt_is_answered_on_screen_and_written_into_the_book():
    workbook = book()
    sheet = workbook["Seguimiento"]
    row = next(
        row
        for row in range(2, sheet.max_row + 1)
        if sheet.cell(row, 4).number_format == "0%" and sheet.cell(row, 3).value.date() == APRIL
    )
    name = sheet.cell(row, 1).value
    sheet.cell(row, 4).value = 0.9
    sheet.cell(row, 4).number_format = "General"
    at = upload(open_page("actualizar"), saved(workbook))
    assert "¿0,9 es 90 %?" in said(at).replace("\N{NO-BREAK SPACE}", " ")

    at = press(at, "Sí, es 90")
    assert "respuesta suya" in at.expander[0].label
    at = press(at, "Actualizar con 1 cambio")

    held = data.board()
    assert held.reading is not None
    reports = held.reading.reports.set_index("activity_id")
    assert reports.loc[name, "value"] == 90
    assert "0,9" in held.content("answers")[0]


def test_a_warning_is_silenced_with_a_reason_that_is_shown(signed_in):
    workbook = book()
    sheet = workbook["Seguimiento"]
    sheet["D2"], sheet["G2"] = 1, "C:\\documentos\\acta.pdf"
    at = upload(open_page("actualizar"), saved(workbook))
    at = fill(at, "Por qué no hace falta", "El acta está en la oficina")
    at = press(at, "Silenciar este aviso")
    at = press(at, "Actualizar con")

    assert not at.exception
    signed_in(None)
    text = said(open_page("posibles_errores"))
    assert "El acta está en la oficina" in text
    assert text.count("acta.pdf") == 1


def test_who_comes_second_is_told_and_compares_anew():
    first = upload(open_page("actualizar"), reported({"C1-01": 1}))
    second = upload(open_page("actualizar"), reported({"C1-02": 1}))
    press(first, "Actualizar con")

    held = update.board(data.ledger())
    assert held.number == 2
    review = second.session_state["subida"].review
    with pytest.raises(store.Superseded):
        update.commit(data.ledger(), TECHNICIAN, review.proposal, at=data.now())

    second = press(second, "Actualizar con")
    assert "va en la versión 2" in second.warning[0].value
    assert store.heads(data.ledger())[0][1] == 2
    second = press(second, "Actualizar con")

    assert not second.exception
    assert store.heads(data.ledger())[0][1] == 3
    reading = data.board().reading
    assert reading is not None
    assert set(reading.reports["activity_id"]) == {"C1-01", "C1-02"}


def test_any_version_can_be_seen_as_it_was(signed_in):
    press(upload(open_page("actualizar"), reported({"C1-01": 1})), "Actualizar con")
    signed_in(None)

    at = open_page("resumen", version="1")

    assert "Versión 1, del" in said(at)
    assert at.metric.len == 0
    assert "/actividades?version=1" in str([one.value for one in at.table])
    assert "no hay una versión" in str(open_page("resumen", version="99").warning[0].value).lower()


def test_going_back_makes_a_new_version():
    press(upload(open_page("actualizar"), reported({"C1-01": 1})), "Actualizar con")
    at = open_page("versiones")

    at = press(at, "Volver a la versión 1")
    assert "Escriba por qué" in at.error[0].value
    at = press(fill(at, "Por qué se vuelve", "Se subió el libro que no era"), "Volver a la")

    assert not at.exception
    assert "versión 3, igual a la 1" in at.success[0].value
    assert [one.restored_from for one in store.versions(data.ledger())] == [None, None, 1]


def test_a_visitor_neither_goes_back_nor_sees_the_files_as_uploaded(signed_in):
    press(upload(open_page("actualizar"), reported({"C1-01": 1})), "Actualizar con")
    signed_in(None)

    at = open_page("versiones")

    assert not [one for one in labels_of(at) if one.startswith(("Volver", "Verificar todo"))]
    assert not [one for one in at.expander if one.label.startswith("Los archivos")]


def test_a_code_and_a_file_are_known_or_not():
    code = store.versions(data.ledger())[0].short_code
    at = write(open_page("versiones"), "Código", code.lower().replace("-", " "))
    assert "versión 1" in at.success[0].value

    at = write(at, "Código", "AAAA-BBBB-CCCC-DDDD")
    assert "Ninguna versión" in at.warning[0].value

    held = data.board()
    assert held.file is not None
    at = at.file_uploader[0].upload("libro.xlsx", held.file.data).run()
    assert "coincide con" in said(at)
    at = at.file_uploader[0].set_value(None).run()
    at = at.file_uploader[0].upload("libro.xlsx", reported({"C1-01": 1})).run()
    assert "no coincide" in said(at)


def test_control_interno_changes_its_own_columns_only_and_closes_the_cut_off(signed_in):
    press(upload(open_page("actualizar"), reported({"C1-01": 1})), "Actualizar con")
    workbook = load_workbook(io.BytesIO(reported({"C1-01": 1}, column=10)))
    workbook["Seguimiento"]["E2"] = "Otra cosa"
    signed_in(CONTROL)

    at = upload(open_page("control_interno"), saved(workbook))
    assert "1 celda que no se toma" in str([one.label for one in at.expander])
    at = press(at, "Actualizar con 1 cambio")
    at = press(at, "Cerrar el corte del 30 de abril de 2023")

    assert not at.exception
    assert "está cerrado" in at.success[0].value
    held = data.board()
    assert held.reading is not None
    assert held.reading.settings is not None
    assert held.reading.settings.closed_cutoffs == (APRIL,)
    assert held.reading.reports.iloc[0]["verified"] == 1
    assert held.reading.reports.iloc[0]["done"] == ""


def test_a_change_of_a_closed_cut_off_is_marked_for_the_public(signed_in):
    press(upload(open_page("actualizar"), reported({"C1-01": 1})), "Actualizar con")
    update.close(data.ledger(), CONTROL, APRIL, at=data.now())
    workbook = load_workbook(io.BytesIO(reported({"C1-02": 1})))
    at = upload(open_page("actualizar"), saved(workbook))
    at = press(at, "Actualizar con")
    assert "Falta el motivo" in at.error[0].value
    at = press(write(at, "Motivo", "Llegó tarde"), "Actualizar con")
    assert not at.exception
    signed_in(None)

    text = said(open_page("resumen", corte="2023-04-30"))

    assert "Este corte tiene 1 cambio después de cerrado" in text
    assert "Llegó tarde" in text
    assert "después de cerrado" not in said(open_page("resumen", corte="2023-08-31"))


def test_a_plan_of_another_year_lives_beside_the_first_one(signed_in):
    workbook = book()
    for row in workbook["Parámetros"].iter_rows():
        if row[0].value == "Vigencia":
            row[1].value = 2024
        if row[0].value == "Cortes":
            row[1].value = "30/04/2024; 31/08/2024; 31/12/2024; 31/01/2025"
    at = upload(open_page("actualizar"), saved(workbook))
    assert "Entran 54 actividades" in said(at)
    at = press(at, "Actualizar con 54 cambios")
    assert not at.exception
    signed_in(None)

    newest = open_page("resumen")
    assert "vigencia 2024" in said(newest)
    earlier = open_page("resumen", vigencia="2023")
    assert not earlier.exception
    assert "vigencia 2023" in said(earlier)
    assert "vigencia=2023" in str([one.value for one in earlier.table])
    assert "versión 1" in said(earlier)
    assert "Versión 2" not in said(open_page("versiones", vigencia="2023"))
    # a link to a version that was sent before there was another year
    for asked in ({"version": "1"}, {"version": "1", "vigencia": "2023"}):
        kept = open_page("resumen", **asked)
        assert not kept.warning
        assert "vigencia 2023" in said(kept)
        assert "Versión 1, del" in said(kept)
    other = open_page("resumen", version="1", vigencia="2024")
    assert "La versión 1 es de la vigencia 2023" in other.warning[0].value
