"""A doubt with two readings is asked with its answers, and an answer reads as it was given."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pac.reading import reader
from pac.reading.questions import questions, still_good
from pac.reading.reader import File
from tests.updates import AUGUST, DECEMBER, PLAN, VALUE, D, only_tracking, report
from tests.workbooks import activity, book, grid

BOARD = File("plan.xlsx", book(PLAN))


def asked(file: File):
    """Return a tracking file's reading against the small plan, and what is asked of it."""
    reading = reader.read(BOARD, file)
    texts = dict(reading.activities["activity"])
    own = [one for one in reading.findings if one.file == file.name]
    return reading, questions(file.data, file.name, own, texts)


def of(*reports, **how) -> File:
    return File("oficina.xlsx", only_tracking(*reports, **how))


def answered(file: File, *options) -> File:
    return replace(file, answers=tuple(one for option in options for one in option.answers))


def read_value(file: File, activity_id: str):
    reports = reader.read(BOARD, file).reports.set_index("activity_id")
    return reports["value"].get(activity_id)


SHARES = {
    "a number": (0.9, ["90 %", "0,9 %"], [90.0, 0.9]),
    "a number typed as text": ("0,9", ["90 %", "0,9 %"], [90.0, 0.9]),
    "one": (1, ["100 %", "1 %"], [100.0, 1.0]),
    "a very small one": (0.001, ["0,1 %", "0,001 %"], [0.1, 0.001]),
    "a whole percent": (45, ["45 %"], [45.0]),
    "more than all": ("150", ["150 %"], [150.0]),
    "a binary fraction": (0.29, ["29 %", "0,29 %"], [29.0, 0.29]),
}


@pytest.mark.parametrize("name", SHARES)
def test_a_number_without_its_sign_is_asked_with_each_way_to_read_it(name):
    typed, labels, values = SHARES[name]
    file = of(report("C2-01", DECEMBER, typed))

    reading, [question] = asked(file)

    assert reading.reports["value"].isna().all()
    said = [option.label.replace("\N{NO-BREAK SPACE}", " ") for option in question.options]
    assert [one.rpartition("s ")[2] for one in said] == labels
    assert (question.text[0], question.text[-1]) == ("¿", "?")
    got = [read_value(answered(file, option), "C2-01") for option in question.options]
    assert got == pytest.approx(values)


@pytest.mark.parametrize("typed", ["1.000", "más o menos 0,9", "-", -0.5, 0])
def test_what_has_no_two_readings_is_not_asked(typed):
    assert asked(of(report("C2-01", DECEMBER, typed)))[1] == ()


def test_cells_that_say_the_same_are_one_question_and_one_press_answers_them_all():
    plan = (*PLAN, activity(ID="C2-03", Actividad="Medir la satisfacción", Meta=(0.9, "0%")))
    file = of(report("C2-01", DECEMBER, 0.9), report("C2-03", DECEMBER, 0.9))
    board = File("plan.xlsx", book(plan))
    reading = reader.read(board, file)
    errors = [one for one in reading.findings if one.code == "unit_unclear"]

    [question] = questions(file.data, file.name, errors, {})
    after = reader.read(board, answered(file, question.options[0]))

    assert list(map(str, question.cells)) == ["Seguimiento!D2", "Seguimiento!D3"]
    assert after.reports["value"].tolist() == [90.0, 90.0]
    assert not [one for one in after.findings if one.code == "unit_unclear"]


def test_an_id_that_is_nearly_one_of_the_plan_is_asked():
    file = of(report("C1-2", AUGUST, 1))

    _, [question] = asked(file)

    assert question.text == "¿«C1-2» es C1-02, «Publicar el informe de gestión anual»?"
    assert read_value(answered(file, question.options[0]), "C1-02") == 1


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [("Publicar el informe de gestion anual.", 1), ("Publicar el informe de la gestión anual", 1)],
)
def test_a_text_that_is_nearly_one_of_the_plan_is_asked(theirs, ours):
    headings = ("Actividad", "Fecha de corte", VALUE)
    file = of({"Actividad": theirs, "Fecha de corte": AUGUST, VALUE: ours}, headings=headings)

    _, found = asked(file)

    for question in found:  # the first differs in accents alone and needs no question
        file = answered(file, question.options[0])
    assert read_value(file, "C1-02") == ours


def test_a_short_text_that_is_nearly_one_of_the_plan_is_not_taken_for_an_id():
    board = File("plan.xlsx", book([activity(Actividad="Pagar nómina")]))
    rows = [["Seguimiento 2023"], ["Actividad", "Fecha de corte", "Avance"]]
    file = File("o.xlsx", grid([*rows, ["Pagar nomina x", "30/04/2023", 1]], title="Avances"))
    reading = reader.read(board, file)
    own = [one for one in reading.findings if one.file == "o.xlsx"]

    [question] = questions(file.data, "o.xlsx", own, dict(reading.activities["activity"]))
    after = reader.read(board, answered(file, question.options[0]))

    assert after.reports["value"].tolist() == [1.0]


def test_a_date_beside_a_cut_off_is_asked():
    file = of(report("C1-02", D(2023, 8, 30), 1))

    _, [question] = asked(file)
    after = reader.read(BOARD, answered(file, question.options[0]))

    assert question.text == "¿30/08/2023 es el corte 31 de agosto de 2023?"
    assert list(after.reports["as_of"].dt.date) == [AUGUST]


def test_the_target_of_a_plan_is_asked_too_and_takes_the_format_of_a_percent():
    data = book([activity(Meta="0,9", **{"Fecha de cumplimiento": "31 de diciembre"})])
    reading = reader.read(File("plan.xlsx", data))

    [question] = questions(data, "plan.xlsx", reading.findings, {})
    after = reader.read(answered(File("plan.xlsx", data), question.options[0]))

    assert after.activities.loc["C1-01", ["target", "unit"]].tolist() == [90.0, "percent"]
    assert "unreadable_target" not in [one.code for one in after.findings]


def test_a_plan_without_doubts_asks_nothing():
    reading = reader.read(BOARD)

    assert questions(BOARD.data, BOARD.name, reading.findings, {}) == ()


def test_an_answer_holds_while_its_cell_says_the_same():
    file = of(report("C2-01", DECEMBER, 0.9))
    _, [question] = asked(file)
    answers = question.options[0].answers
    elsewhere = of(report("C1-01", AUGUST, 1), report("C2-01", DECEMBER, 0.9))
    changed = of(report("C2-01", DECEMBER, 0.8))

    assert still_good(file.data, file.name, answers) == answers
    assert still_good(changed.data, file.name, answers) == ()
    assert still_good(elsewhere.data, file.name, answers) == ()
    assert still_good(book(), file.name, answers) == ()


def test_questions_of_different_cells_or_files_have_different_names():
    one = of(report("C2-01", DECEMBER, 0.9), report("C2-01", AUGUST, 0.5))
    _, found = asked(one)
    _, others = asked(replace(one, name="otra.xlsx"))

    assert len({question.name for question in (*found, *others)}) == 4
