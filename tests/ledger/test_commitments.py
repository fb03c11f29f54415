"""Commitments from the form and from Excel: one version each, and what was said moves with why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from pac.ledger import access, editions, store, update
from pac.ledger.access import Actor, NotAllowed, Role
from pac.ledger.store import Ledger, Superseded, Version
from pac.ledger.update import Blocked, Board, NothingChanges, ReasonsMissing
from pac.model import Commitment
from pac.workbook import contents
from tests.updates import AT, OPERATOR, accepted, begun, edited, own_workbook, typed, upload

D = dt.date
JULY = D(2023, 7, 19)
FIRST: dict[str, Any] = {
    "date": JULY,
    "question": "¿Cuándo abre la biblioteca?",
    "activity_id": "C1-01",
    "due": D(2023, 9, 30),
}
SECOND: dict[str, Any] = {"date": JULY, "question": "¿Habrá atención los sábados?"}


@pytest.fixture
def ledger(tmp_path: Path):
    opened = begun(tmp_path)
    yield opened
    opened.close()


def write(
    ledger: Ledger, *rows: dict[str, Any], reason: str = "", actor: Actor = OPERATOR
) -> Version:
    """Make a version in which these are the commitments."""
    proposal = update.propose_commitments(update.board(ledger), rows)
    assert proposal.acceptable, proposal.findings
    reasons = {"*": reason} if reason else {}
    return update.commit(ledger, actor, proposal, at=AT, note="De una sesión", reasons=reasons)


def rows(ledger: Ledger) -> tuple[dict[str, Any], ...]:
    reading = update.board(ledger).reading
    assert reading is not None
    return contents.commitments(reading)


def sentences(version: Version) -> list[str]:
    return [one["sentence"] for one in version.content["difference"]["changes"]]


def answer(place: int, text: str) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        book["Compromisos"].cell(place + 2, 6).value = text

    return edit


def remove(place: int) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        book["Compromisos"].delete_rows(place + 2)

    return edit


def test_a_commitment_makes_a_version_and_changes_nothing_else(ledger):
    before = update.board(ledger)

    version = write(ledger, FIRST)

    now = update.board(ledger)
    assert (version.number, version.kind, version.note) == (2, "update", "De una sesión")
    assert rows(ledger) == (FIRST,)
    assert sentences(version) == ["entra el compromiso «¿Cuándo abre la biblioteca?»"]
    assert now.held.plan == before.held.plan
    assert now.held.reports == before.held.reports
    assert now.held.offices == before.held.offices
    assert now.held.parameters == before.held.parameters
    assert store.verify(ledger) == ()


def test_what_reports_read_are_the_commitments_of_the_version_asked_for(ledger):
    write(ledger, FIRST)
    write(ledger, {**FIRST, "answer": "En julio"})

    said = [editions.in_ledger(ledger, number=n).plan.commitments for n in (1, 2, 3)]

    open_one = Commitment(JULY, FIRST["question"], "C1-01", "", D(2023, 9, 30))
    assert said[0] == ()
    assert said[1] == (open_one,)
    assert [one.answer for one in said[2]] == ["En julio"]


def test_an_answer_is_no_change_of_what_was_said(ledger):
    write(ledger, FIRST, SECOND)

    version = write(ledger, FIRST, {**SECOND, "answer": "Sí"})

    assert sentences(version) == ["se responde el compromiso «¿Habrá atención los sábados?»"]


def test_what_was_blank_is_filled_in_without_a_reason(ledger):
    write(ledger, SECOND)

    version = write(ledger, {**SECOND, "due": D(2023, 9, 30)})

    assert sentences(version) == [
        "«Para cuándo» del compromiso «¿Habrá atención los sábados?» pasa de nada a "
        "30 de septiembre de 2023"
    ]


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (
            [{**FIRST, "due": D(2023, 12, 31)}, SECOND],
            "«Para cuándo» del compromiso «¿Cuándo abre la biblioteca?» pasa de "
            "30 de septiembre de 2023 a 31 de diciembre de 2023",
        ),
        (
            [{name: value for name, value in FIRST.items() if name != "due"}, SECOND],
            "«Para cuándo» del compromiso «¿Cuándo abre la biblioteca?» pasa de "
            "30 de septiembre de 2023 a nada",
        ),
        (
            [{**FIRST, "question": "¿Abrirá la biblioteca?"}, SECOND],
            "«Pregunta» del compromiso «¿Cuándo abre la biblioteca?» pasa de "
            "«¿Cuándo abre la biblioteca?» a «¿Abrirá la biblioteca?»",
        ),
        ([SECOND], "desaparece el compromiso «¿Cuándo abre la biblioteca?»"),
    ],
    ids=["moved", "date taken away", "reworded", "taken away"],
)
def test_what_was_said_in_public_changes_with_a_reason_only(now, sentence, ledger):
    write(ledger, FIRST, SECOND)

    with pytest.raises(ReasonsMissing) as raised:
        write(ledger, *now)
    assert [one.sentence for one in raised.value.changes] == [sentence]
    version = write(ledger, *now, reason="Se escribió mal")

    assert sentences(version) == [sentence]
    assert version.content["reasons"] == {"commitments_changed": "Se escribió mal"}


def test_an_answer_withdrawn_needs_a_reason(ledger):
    write(ledger, {**FIRST, "answer": "En julio"})

    with pytest.raises(ReasonsMissing):
        write(ledger, FIRST)


def test_many_are_counted_and_not_named(ledger):
    many = [{**SECOND, "question": f"¿{number}?"} for number in range(20)]

    version = write(ledger, *many)

    assert sentences(version) == ["entran 20 compromisos"]
    assert len(rows(ledger)) == 20


def test_the_same_in_another_order_is_no_change(ledger):
    write(ledger, FIRST, SECOND)

    with pytest.raises(NothingChanges):
        write(ledger, SECOND, FIRST)


def test_of_two_who_saw_one_board_the_second_is_told_and_writes_nothing(ledger):
    seen = update.board(ledger)
    first, second = (update.propose_commitments(seen, [row]) for row in (FIRST, SECOND))
    update.commit(ledger, OPERATOR, first, at=AT)

    with pytest.raises(Superseded):
        update.commit(ledger, OPERATOR, second, at=AT)

    assert rows(ledger) == (FIRST,)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"date": JULY}, "missing_question"),
        ({**SECOND, "activity_id": "C9-99"}, "commitment_activity"),
        ({**SECOND, "answer": "Pendiente"}, "no_answer"),
        ({**SECOND, "due": "pronto"}, "bad_commitment_date"),
    ],
)
def test_what_a_sheet_may_not_say_a_form_may_not_either(row, code, ledger):
    proposal = update.propose_commitments(update.board(ledger), [row])

    assert [one.code for one in proposal.errors] == [code]
    with pytest.raises(Blocked):
        update.commit(ledger, OPERATOR, proposal, at=AT)
    assert rows(ledger) == ()


def test_only_what_is_new_is_found(ledger):
    named = {**SECOND, "question": "¿Qué dijo María Gómez Rojas?"}
    assert codes(update.propose_commitments(update.board(ledger), [named])) == ["personal_data"]
    write(ledger, named)

    assert codes(update.propose_commitments(update.board(ledger), [named, FIRST])) == []


def codes(proposal: update.Proposal) -> list[str]:
    return [one.code for one in proposal.findings]


def test_without_a_board_there_is_nothing_to_add_to():
    with pytest.raises(Blocked):
        update.propose_commitments(Board(), [FIRST])


def test_control_interno_does_not_write_commitments(ledger):
    access.create_account(
        ledger, access.operator("Instalación"), "control", "Control Interno", Role.CONTROLS,
        "una clave muy larga", AT,
    )  # fmt: skip

    with pytest.raises(NotAllowed):
        write(ledger, FIRST, actor=Actor("Control Interno", Role.CONTROLS, "control"))


# From Excel


def test_an_answer_written_in_the_board_s_own_workbook_arrives(ledger):
    write(ledger, FIRST, SECOND)

    version = accepted(ledger, edited(own_workbook(ledger), answer(1, "Sí")), reasons={})

    assert rows(ledger)[1]["answer"] == "Sí"
    assert sentences(version) == ["se responde el compromiso «¿Habrá atención los sábados?»"]


def test_a_row_added_in_excel_with_its_date_in_words_arrives_as_a_date(ledger):
    write(ledger, FIRST)

    def add(book: Workbook) -> None:
        book["Compromisos"].append(["19/07/2023", "¿Y la vía?", None, None, "30 de septiembre"])

    accepted(ledger, edited(own_workbook(ledger), add), reasons={})

    assert rows(ledger)[1] == {
        "date": JULY, "question": "¿Y la vía?", "due": D(2023, 9, 30),
    }  # fmt: skip


def test_a_row_left_out_of_a_workbook_stays_on_the_board(ledger):
    write(ledger, FIRST, SECOND)

    proposal = upload(ledger, edited(own_workbook(ledger), remove(0)))

    assert proposal.difference is not None
    assert proposal.difference.changes == ()


def test_a_form_and_a_workbook_from_before_it_both_count(ledger):
    write(ledger, FIRST)
    taken_home = own_workbook(ledger)
    write(ledger, FIRST, SECOND)

    accepted(ledger, edited(taken_home, answer(0, "En julio")), reasons={})

    assert rows(ledger) == ({**FIRST, "answer": "En julio"}, SECOND)


def test_two_answers_to_one_question_are_asked_about(ledger):
    write(ledger, FIRST)
    taken_home = own_workbook(ledger)
    write(ledger, {**FIRST, "answer": "En julio"})

    proposal = upload(ledger, edited(taken_home, answer(0, "En agosto")))

    assert [one.code for one in proposal.findings] == ["two_answers"]
    assert not proposal.acceptable


def test_a_question_mended_by_the_form_does_not_come_back_with_an_older_workbook(ledger):
    write(ledger, FIRST)
    taken_home = own_workbook(ledger)
    mended = {**FIRST, "question": "¿Cuándo abrirá la biblioteca?"}
    write(ledger, mended, reason="Ortografía")

    value = ("Avance acumulado a la fecha de corte", 3, D(2023, 12, 31))
    accepted(ledger, edited(taken_home, typed("C1-01", *value)))

    assert rows(ledger) == (mended,)


def test_going_back_to_before_a_commitment_says_that_it_goes(ledger):
    write(ledger, FIRST)

    version = update.restore(ledger, OPERATOR, 1, at=AT, note="", reason="Fue en otra sesión")

    assert sentences(version) == ["desaparece el compromiso «¿Cuándo abre la biblioteca?»"]
    assert rows(ledger) == ()
