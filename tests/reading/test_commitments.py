"""The sheet Compromisos: each fault names its cell, and no date is lost in silence."""

from __future__ import annotations

import datetime as dt

import pytest
from openpyxl.workbook import Workbook

from pac.ledger import editions
from pac.model import Commitment
from pac.reading.reader import Reading
from tests import workbooks
from tests.workbooks import found

D = dt.date
HEADINGS = ("Fecha", "Pregunta", "Actividad", "Dependencia", "Para cuándo", "Respuesta")
SOUND = {
    "Fecha": D(2023, 7, 19),
    "Pregunta": "¿Cuándo abre la biblioteca?",
    "Actividad": "C1-01",
    "Dependencia": "Secretaría de Planeación",
    "Para cuándo": D(2023, 9, 30),
    "Respuesta": None,
}
KNOWN = "Secretaría de Planeación"


def read(*rows: dict[str, object], headings: tuple[str, ...] = HEADINGS, above: int = 0) -> Reading:
    """Read a small book whose sheet has these rows, below so many rows of a title."""

    def then(book: Workbook) -> None:
        offices = book.create_sheet("Dependencias")
        offices.append(["Dependencia", "También escrita como", "Tipo"])
        offices.append([KNOWN, "Planeación", "dependencia"])
        sheet = book.create_sheet("Compromisos")
        for _ in range(above):
            sheet.append(["Sesión de rendición de cuentas"])
        sheet.append(headings)
        for row in rows:
            sheet.append([row.get(name) for name in headings])

    return workbooks.read(workbooks.book(then=then))


def sound(**changes: object) -> dict[str, object]:
    return {**SOUND, **{name.replace("_", " "): value for name, value in changes.items()}}


def only(reading: Reading) -> Commitment:
    [one] = editions.commitments(reading)
    return one


def test_a_sound_row_says_all_of_it_and_nothing_is_found():
    reading = read(sound())

    assert found(reading) == []
    assert only(reading) == Commitment(
        D(2023, 7, 19), "¿Cuándo abre la biblioteca?", "C1-01", KNOWN, D(2023, 9, 30), ""
    )


def test_a_book_without_the_sheet_has_none():
    reading = workbooks.read(workbooks.book())

    assert reading.commitments == ()
    assert found(reading) == []


@pytest.mark.parametrize(
    ("changes", "code", "cell"),
    [
        ({"Pregunta": None}, "missing_question", "B2"),
        ({"Fecha": None}, "missing_session", "A2"),
        ({"Fecha": "31/02/2023"}, "bad_commitment_date", "A2"),
        ({"Fecha": "en julio"}, "bad_commitment_date", "A2"),
        ({"Fecha": 45126}, "bad_commitment_date", "A2"),
        ({"Para_cuándo": "29/02/23"}, "bad_commitment_date", "E2"),
        ({"Para_cuándo": "lo antes posible"}, "bad_commitment_date", "E2"),
        ({"Para_cuándo": "30 de abril y 30 de agosto"}, "bad_commitment_date", "E2"),
        ({"Para_cuándo": D(2023, 7, 18)}, "due_before_session", "E2"),
        ({"Actividad": "C9-01"}, "commitment_activity", "C2"),
        ({"Actividad": "N/A"}, "commitment_activity", "C2"),
        ({"Dependencia": "Oficina de Turismo"}, "unknown_office", "D2"),
        ({"Respuesta": "Pendiente."}, "no_answer", "F2"),
        ({"Respuesta": "-"}, "no_answer", "F2"),
        ({"Respuesta": "En trámite"}, "no_answer", "F2"),
        ({"Respuesta": "#REF!"}, "error_value", "F2"),
        ({"Pregunta": "=A1"}, "formula_without_value", "B2"),
        ({"Pregunta": "¿Qué dijo María Gómez Rojas?"}, "personal_data", "B2"),
        ({"Respuesta": "Llame al 310 555 1234"}, "personal_data", "F2"),
        ({"Respuesta": "Escriba a ana@ejemplo.invalid"}, "personal_data", "F2"),
        ({"Pregunta": "Soy C.C. 52.123.456"}, "personal_data", "B2"),
    ],
)
def test_one_broken_cell_is_one_finding_of_that_cell(changes, code, cell):
    assert found(read(sound(**changes))) == [(code, f"Compromisos!{cell}")]


@pytest.mark.parametrize(
    "changes",
    [
        {"Para_cuándo": D(2023, 7, 19)},
        {"Para_cuándo": None, "Actividad": None, "Dependencia": None},
        {"Dependencia": "planeación"},
        {"Respuesta": "Está en trámite desde mayo, con radicado 2023-0412"},
        {"Pregunta": "¿Y la escuela José María Córdoba?"},
        {"Respuesta": "No"},
    ],
)
def test_what_is_sound_is_left_alone(changes):
    assert found(read(sound(**changes))) == []


@pytest.mark.parametrize("code", ["missing_question", "bad_commitment_date", "no_answer"])
def test_what_would_falsify_the_count_blocks_updating(code):
    changes = {
        "missing_question": {"Pregunta": None},
        "bad_commitment_date": {"Para_cuándo": "31/02/2023"},
        "no_answer": {"Respuesta": "Pendiente"},
    }

    assert not read(sound(**changes[code])).acceptable


def test_doubts_do_not_block():
    changes = {"Para_cuándo": D(2023, 1, 1), "Dependencia": "Oficina de Turismo"}

    assert read(sound(**changes, Pregunta="¿Y Juan Pérez Gómez?")).acceptable


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("30/09/2023", D(2023, 9, 30)),
        ("30 de septiembre de 2023", D(2023, 9, 30)),
        ("30 de septiembre", D(2023, 9, 30)),
        ("septiembre", D(2023, 9, 30)),
        ("28/02/2024", D(2024, 2, 28)),
        (dt.datetime(2024, 2, 28, 15, 30), D(2024, 2, 28)),  # noqa: DTZ001  as Excel has it
    ],
)
def test_a_date_in_words_is_read_as_that_date(written, due):
    reading = read(sound(Para_cuándo=written))

    assert found(reading) == []
    assert only(reading).due == due


def test_a_reading_that_needed_a_convention_is_listed_with_its_cell():
    listed = [
        (one.code, str(one.cell))
        for one in read(sound(Para_cuándo="septiembre")).conventions
        if one.cell and one.cell.sheet == "Compromisos"
    ]

    assert listed == [("year_assumed", "Compromisos!E2"), ("month_alone", "Compromisos!E2")]


def test_a_date_that_is_none_is_kept_as_it_is_written_beside_its_finding():
    reading = read(sound(Para_cuándo="cuando haya plata"))

    assert only(reading).due is None
    assert reading.commitments[0]["due"].text == "cuando haya plata"
    assert "cuando haya plata" in reading.findings[0].message


@pytest.mark.parametrize(
    "written", ["c1-01", " C1-01 ", "Revisar el mapa de riesgos de la entidad"]
)
def test_an_activity_goes_by_its_id_or_its_exact_text(written):
    assert only(read(sound(Actividad=written))).activity_id == "C1-01"


def test_an_id_that_is_not_in_the_plan_comes_with_the_nearest():
    [one] = read(sound(Actividad="C1-1")).findings

    assert "¿Es C1-01?" in one.message


def test_an_office_goes_by_its_canonical_name():
    assert only(read(sound(Dependencia="Planeación"))).office == KNOWN


def test_the_name_in_a_question_is_quoted_and_not_the_whole_question():
    [one] = read(sound(Pregunta="¿Qué pasó con la petición de María Gómez Rojas?")).findings

    assert one.found == "María Gómez Rojas"


def test_the_same_question_twice_in_a_session_is_one_finding_with_both_cells():
    twice = read(sound(), sound(Pregunta="¿CUÁNDO abre la  biblioteca?", Respuesta="En julio"))

    assert found(twice) == [("repeated_commitment", "Compromisos!B2, Compromisos!B3")]


def test_the_same_question_in_another_session_is_another_commitment():
    reading = read(sound(), sound(Fecha=D(2023, 8, 1)))

    assert found(reading) == []
    assert len(editions.commitments(reading)) == 2


def test_an_unreadable_session_says_nothing_of_the_promised_date():
    assert found(read(sound(Fecha="ayer"))) == [("bad_commitment_date", "Compromisos!A2")]


def test_headings_may_stand_below_a_title_and_be_repeated_on_each_page():
    repeated = {name: name for name in HEADINGS}

    reading = read(sound(), repeated, sound(Pregunta="¿Y la otra?"), above=3)

    assert [one.question for one in editions.commitments(reading)] == [
        "¿Cuándo abre la biblioteca?", "¿Y la otra?",
    ]  # fmt: skip
    assert found(reading) == []


def test_a_sheet_without_the_heading_is_said_not_to_have_been_read():
    reading = read({"Asunto": "¿Cuándo?"}, headings=("Asunto",))

    assert found(reading) == [("commitments_headings", "Compromisos!A1")]
    assert reading.acceptable


def test_columns_that_are_missing_or_moved_are_no_fault():
    reading = read(sound(), headings=("Respuesta", "Pregunta", "Fecha"))

    assert found(reading) == []
    assert only(reading).date == D(2023, 7, 19)


def test_a_tracking_book_without_the_sheet_leaves_the_plan_its_own():
    def with_sheet(book: Workbook) -> None:
        sheet = book.create_sheet("Compromisos")
        sheet.append(HEADINGS)
        sheet.append([SOUND[name] for name in HEADINGS])

    tracking = Workbook()
    assert tracking.active is not None
    tracking.active.title = "Seguimiento"
    workbooks.table(tracking.active, workbooks.TRACKING, [])

    reading = workbooks.read(workbooks.book(then=with_sheet), workbooks.saved(tracking))

    assert len(reading.commitments) == 1


HOSTILE = "=1+1 <script>alert(1)</script> 😀 & \"'"


def test_a_text_of_the_sheet_is_data():
    reading = read(sound(Pregunta=f"¿{HOSTILE}?", Respuesta=HOSTILE[1:]))

    assert only(reading).question == f"¿{HOSTILE}?"
    assert only(reading).answer == HOSTILE[1:]
