"""The page of what was promised: what everybody reads, and what who updates writes."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from pac.ledger import access as accounts
from pac.ledger import editions, store, update
from pac.ledger.access import Actor, Role
from pac.reading import reader
from pac.ui import access, data, updating
from pac.workbook import contents
from tests.ui.boards import foot, go, open_page, said
from tests.workbooks import PLAN_FILE, saved

TECHNICIAN = Actor("Secretaría de Planeación", Role.UPDATES, "planeacion")
OTHER = Actor("Secretaría de Hacienda", Role.UPDATES, "hacienda")
CONTROL = Actor("Oficina de Control Interno", Role.CONTROLS, "control")
PASSWORD = "una clave muy larga"  # noqa: S105
SESSION = dt.date(2023, 7, 19)
TODAY = dt.datetime(2023, 9, 1, 10, tzinfo=dt.UTC)
ADD, SAVE, SURE = "Agregar el compromiso", "Guardar", "Guardar aunque tenga el aviso"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder whose board has its first version and its accounts."""
    folder = tmp_path_factory.mktemp("begun")
    ledger = store.open_ledger(f"sqlite:///{folder / 'tablero.sqlite'}")
    update.begin(ledger, reader.load(PLAN_FILE), TODAY)
    for one in (TECHNICIAN, OTHER, CONTROL):
        assert one.account
        assert one.role
        accounts.create_account(
            ledger, accounts.operator("Instalación"), one.account, one.post, one.role, PASSWORD,
            TODAY,
        )  # fmt: skip
    ledger.close()
    return folder


@pytest.fixture(autouse=True)
def board_of_its_own(begun: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start each test from that board, on one day."""
    shutil.copytree(begun, tmp_path / "data")
    monkeypatch.setenv("PAC_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(data, "now", lambda: TODAY)


@pytest.fixture(autouse=True)
def signed_in(signs_in: Callable[[Actor | None], None]):
    """Sign in who updates, and return what signs in somebody else."""
    signs_in(TECHNICIAN)
    return signs_in


def uploaded(*rows: tuple[object, ...]) -> None:
    """Update the board with these rows of its sheet Compromisos, below those that it has."""
    ledger = data.ledger()
    held = update.board(ledger)
    assert held.file is not None
    book = load_workbook(io.BytesIO(held.file.data))
    for row in rows:
        book["Compromisos"].append(list(row))
    proposal = update.propose(ledger, [update.File("libro.xlsx", saved(book))], control=False)
    assert proposal.acceptable, proposal.findings
    update.commit(ledger, OTHER, proposal, at=TODAY)


THREE = (
    (SESSION, "¿Habrá atención los sábados?", None, "Despacho del Alcalde", dt.date(2023, 10, 31)),
    (SESSION, "¿Y el certificado?", "C2-04", "Secretaría de Hacienda", dt.date(2023, 8, 31)),
    (dt.date(2023, 3, 1), "¿Dónde está el plan?", None, None, None, "En la página web"),
)


def kept() -> tuple[dict[str, object], ...]:
    """Return what the board says now, without what is blank."""
    reading = update.board(data.ledger()).reading
    assert reading is not None
    return tuple(
        {name: value for name, value in vars(one).items() if value}
        for one in editions.commitments(reading)
    )


def head() -> int:
    return store.heads(data.ledger())[0][1]


def field(at: AppTest, kind: str, label: str, place: int = 0):
    return [one for one in at.get(kind) if one.label.startswith(label)][place]


def press(at: AppTest, label: str, place: int = 0) -> AppTest:
    return [one for one in at.button if one.label == label][place].click().run()


def written(at: AppTest, question: str = "¿Cuándo abren la biblioteca?", **more: str) -> AppTest:
    """Fill in the form of a new commitment, which says nothing until its button is pressed."""
    field(at, "date_input", "Fecha de la sesión").set_value(SESSION)
    field(at, "text_area", "Pregunta").input(question)
    if "answer" in more:
        field(at, "text_area", "Respuesta").input(more["answer"])
    return at


def test_the_page_says_how_many_wait_and_shows_the_late_one_in_words(signed_in):
    uploaded(*THREE)
    signed_in(None)

    at = open_page("compromisos")

    assert not at.exception
    assert at.header[0].value == "De 3 compromisos, 2 sin responder; 1 pasó su fecha\\."
    text = said(at)
    assert "Sin responder: pasó su fecha, el 31 de agosto de 2023" in text
    assert "Sin responder: para el 31 de octubre de 2023" in text
    order = [text.index(row[1]) for row in (THREE[1], THREE[0], THREE[2])]
    assert order == sorted(order)
    assert "En la página web" in text
    assert foot(at).startswith("Municipio de Sesquilé · Plan Anticorrupción")
    assert not [one.label for one in at.button]


def test_what_a_commitment_is_about_leads_to_its_activity(signed_in):
    uploaded(*THREE)
    signed_in(None)

    text = "\n".join(str(one.value) for one in open_page("compromisos").markdown)

    assert re.search(r"\[C2\\-04\]\(/actividad\?corte=[^)]*&actividad=C2-04\)", text)


def test_without_commitments_the_page_says_what_to_do_and_offers_no_annex(signed_in):
    signed_in(None)

    at = open_page("compromisos")

    assert not at.exception
    assert "Todavía no hay compromisos" in said(at)
    assert "la hoja Compromisos del libro" in said(at)
    assert not at.get("download_button")


def test_no_filter_stands_beside_it_and_what_was_chosen_is_kept(signed_in):
    signed_in(None)
    at = open_page("componentes", corte="2023-08-31")

    at = go(at, "compromisos")

    assert not at.exception
    assert not at.selectbox
    assert "corte 31 de agosto de 2023" in foot(at)
    assert "corte 31 de agosto de 2023" in foot(go(at, "componentes"))


def test_the_example_shows_its_own_marked_as_such(signed_in):
    signed_in(None)

    at = open_page("compromisos", ejemplo="true")

    assert "De 3 compromisos, 1 sin responder" in said(at)
    assert foot(at).startswith("Datos de ejemplo · ")


@pytest.mark.parametrize("who", [None, CONTROL])
def test_only_who_updates_writes(who, signed_in):
    signed_in(who)

    at = open_page("compromisos")

    assert not at.text_area
    assert not [one for one in at.button if one.label in (ADD, SAVE)]


@pytest.mark.parametrize("query", [{"version": "1"}, {"ejemplo": "true"}])
def test_nobody_writes_on_another_board_than_the_one_in_force(query):
    uploaded(THREE[0])

    at = open_page("compromisos", **query)

    assert not at.text_area


def test_a_commitment_is_added_with_a_version_of_its_own():
    at = written(open_page("compromisos"))
    field(at, "selectbox", "Actividad").set_value("C2-04")
    field(at, "selectbox", "Dependencia").set_value("Secretaría de Hacienda")
    field(at, "date_input", "Para cuándo").set_value(dt.date(2023, 9, 30))

    at = press(at, ADD)

    assert not at.exception
    assert "El tablero está en la versión 2" in at.success[0].value
    assert kept() == (
        {
            "date": SESSION,
            "question": "¿Cuándo abren la biblioteca?",
            "activity_id": "C2-04",
            "office": "Secretaría de Hacienda",
            "due": dt.date(2023, 9, 30),
        },
    )
    version = store.versions(data.ledger())[-1]
    assert version.note == "Compromisos de la sesión del 19 de julio de 2023"
    assert version.by == TECHNICIAN.post
    assert "entra el compromiso «¿Cuándo abren la biblioteca?»" in str(version.content)
    assert "De 3" not in said(at)
    assert field(at, "text_area", "Pregunta").value == ""


@pytest.mark.parametrize(
    ("day", "question", "missing"),
    [(None, "¿Cuándo?", "la fecha de la sesión"), (SESSION, "  ", "la pregunta")],
)
def test_without_a_session_or_a_question_nothing_is_saved(day, question, missing):
    at = open_page("compromisos")
    field(at, "date_input", "Fecha de la sesión").set_value(day)
    field(at, "text_area", "Pregunta").input(question)

    at = press(at, ADD)

    assert missing in at.error[0].value
    assert head() == 1


def test_an_answer_takes_a_commitment_from_the_open_ones_and_needs_no_reason():
    uploaded(*THREE)
    at = open_page("compromisos")
    field(at, "text_area", "Respuesta", 1).input("Sí, desde octubre")

    at = press(at, SAVE)

    assert not at.exception
    assert kept()[0]["answer"] == "Sí, desde octubre"
    assert "De 3 compromisos, 1 sin responder" in said(at)
    assert "se responde el compromiso" in str(store.versions(data.ledger())[-1].content)


def test_what_was_promised_moves_only_with_a_reason_that_stays_written():
    uploaded(*THREE)
    at = open_page("compromisos")
    field(at, "date_input", "Para cuándo", 1).set_value(dt.date(2023, 12, 31))
    at = press(at, SAVE)
    assert "Falta el motivo" in at.error[0].value
    assert "pasa de 31 de octubre de 2023 a 31 de diciembre de 2023" in at.error[0].value
    assert head() == 2

    field(at, "text_input", "Motivo").input("No llegó el contratista")
    at = press(at, SAVE)

    assert not at.exception
    assert kept()[0]["due"] == dt.date(2023, 12, 31)
    assert "No llegó el contratista" in str(store.versions(data.ledger())[-1].content["reasons"])


def test_a_person_is_warned_of_before_anything_is_saved():
    at = press(written(open_page("compromisos"), "¿Qué pasó con María Gómez Rojas?"), ADD)

    assert "María Gómez Rojas" in at.warning[0].value
    assert head() == 1
    at = press(at, ADD)
    assert head() == 1

    field(at, "text_area", "Pregunta").input("¿Qué pasó con la petición de la vereda?")
    at = press(at, SURE)

    assert not at.exception
    assert kept()[0]["question"] == "¿Qué pasó con la petición de la vereda?"


def test_a_warning_that_was_seen_does_not_block():
    at = press(written(open_page("compromisos"), "Escriba a contacto@sesquile.gov.co"), ADD)

    at = press(at, SURE)

    assert head() == 2
    assert kept()[0]["question"] == "Escriba a contacto@sesquile.gov.co"


def test_another_warning_than_the_one_seen_is_shown_first():
    at = press(written(open_page("compromisos"), "Escriba a contacto@sesquile.gov.co"), ADD)
    field(at, "text_area", "Pregunta").input("Llame a Juan Pérez Rodríguez")

    at = press(at, SURE)

    assert head() == 1
    assert "Juan Pérez Rodríguez" in at.warning[0].value


def test_an_answer_that_says_nothing_is_refused_with_what_to_do():
    at = press(written(open_page("compromisos"), answer="Pendiente"), ADD)

    assert "no responde nada" in at.error[0].value
    assert head() == 1


def test_of_two_people_one_wins_and_the_other_loses_nothing_of_what_is_written():
    uploaded(*THREE)
    at = open_page("compromisos")
    uploaded((SESSION, "¿Quién responde?", None, None, None, None))

    at = press(written(at), ADD)

    assert OTHER.post in at.warning[0].value
    assert head() == 3
    assert field(at, "text_area", "Pregunta").value == "¿Cuándo abren la biblioteca?"

    at = press(at, ADD)

    assert not at.exception
    assert [one["question"] for one in kept()][-2:] == [
        "¿Quién responde?", "¿Cuándo abren la biblioteca?",
    ]  # fmt: skip


def test_who_mends_one_part_does_not_undo_what_another_wrote_meanwhile():
    uploaded(THREE[0])
    first, second = open_page("compromisos"), open_page("compromisos")
    field(first, "text_area", "Respuesta", 1).input("Sí, desde octubre")
    press(first, SAVE)
    field(second, "selectbox", "Actividad", 1).set_value("C2-04")
    assert press(second, SAVE).warning

    press(second, SAVE)

    assert kept()[0]["answer"] == "Sí, desde octubre"
    assert kept()[0]["activity_id"] == "C2-04"


def test_an_answer_to_a_question_that_is_no_more_goes_to_no_other():
    uploaded(*THREE[:2])
    at = open_page("compromisos")
    field(at, "text_area", "Respuesta", 1).input("Sí, desde octubre")
    ledger = data.ledger()
    board = update.board(ledger)
    rows = contents.commitments(board.reading)[1:]
    less = update.propose_commitments(board, rows)
    update.commit(ledger, TECHNICIAN, less, at=TODAY, reasons={"*": "Se repetía."})
    assert press(at, SAVE).warning

    at = press(at, SAVE)

    assert "ya no está" in at.error[0].value
    assert all("answer" not in one for one in kept())


def test_a_change_of_something_else_meanwhile_stops_nobody():
    at = written(open_page("compromisos"))
    held = update.board(data.ledger())
    assert held.file is not None
    book = load_workbook(io.BytesIO(held.file.data))
    book["Seguimiento"]["D2"] = 1
    proposal = update.propose(data.ledger(), [update.File("a.xlsx", saved(book))], control=False)
    update.commit(data.ledger(), OTHER, proposal, at=TODAY)

    at = press(at, ADD)

    assert head() == 3
    assert len(kept()) == 1


def test_a_click_that_waited_for_another_on_the_same_button_does_nothing(monkeypatch):
    at = written(open_page("compromisos"))
    once = updating.once

    def second(number: int, work: Callable[[], str]) -> None:
        access.desk().done += 1  # what the first click did while this one waited for its turn
        once(number, work)

    monkeypatch.setattr(updating, "once", second)

    at = press(at, ADD)

    assert not at.exception
    assert head() == 1


HOSTILE = "=1+1 **x** [a](http://b) <b> $y$ :red[z] `c` -> :smile: d@e.co 😀"


def test_a_text_is_shown_and_kept_letter_by_letter():
    at = press(written(open_page("compromisos"), HOSTILE, answer=f"Sí. {HOSTILE}"), ADD)
    at = press(at, SURE)

    assert not at.exception
    assert kept()[0]["question"] == HOSTILE
    assert HOSTILE in said(at)
    for one in at.markdown:
        assert "[a](" not in one.value
        assert ":red[" not in one.value
    held = update.board(data.ledger())
    assert held.file is not None
    cell = load_workbook(io.BytesIO(held.file.data))["Compromisos"]["B2"]
    assert cell.data_type == "s"


def test_a_file_shown_as_it_is_has_no_form(monkeypatch):
    monkeypatch.setenv(data.PLAN_VARIABLE, str(PLAN_FILE))

    at = open_page("compromisos")

    assert not at.exception
    assert not at.text_area
