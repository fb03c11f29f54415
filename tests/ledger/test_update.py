"""From offices' files to a new version: every way in, every role, and nothing in silence."""

from __future__ import annotations

import datetime as dt
import io
import pickle
from dataclasses import fields, replace

import pytest
from openpyxl import load_workbook

from pac import norms
from pac.ledger import access, store, update
from pac.ledger.access import Actor, NotAllowed, Role
from pac.ledger.update import Blocked, NothingChanges, ReasonsMissing
from pac.model import Severity
from pac.reading.reader import File
from pac.workbook import contents, forms
from tests.updates import (
    APRIL,
    AT,
    AUGUST,
    DECEMBER,
    EVIDENCE,
    OPERATOR,
    PLAN,
    REMARKS,
    REPORTS,
    VALUE,
    VERIFIED,
    D,
    accepted,
    begun,
    cell,
    edited,
    errors,
    kinds,
    new_ledger,
    only_tracking,
    own_workbook,
    report,
    set_parameter,
    small_book,
    typed,
    upload,
    value_of,
)
from tests.workbooks import activity, book, grid

OCTOBER = AT.replace(month=10)
NEW = activity(ID="C2-03", Componente=PLAN[2]["Componente"], Actividad="Medir los tiempos", Meta=1)


@pytest.fixture
def ledger(tmp_path):
    ledger = begun(tmp_path)
    yield ledger
    ledger.close()


def with_settings(data: bytes, **values: object) -> bytes:
    """Return a book of reports that says whose it is."""

    def write(workbook):
        sheet = workbook.create_sheet("Parámetros")
        for row in [("Parámetro", "Valor"), *values.items()]:
            sheet.append(row)

    return edited(data, write)


def without(*ids: str):
    """Return the edit that deletes the rows of activities from both sheets."""

    def edit(workbook):
        for sheet in (workbook["Plan"], workbook["Seguimiento"]):
            for number in range(sheet.max_row, 1, -1):
                if sheet.cell(number, 1).value in ids:
                    sheet.delete_rows(number)

    return edit


# One file, several files


def test_looking_writes_nothing(ledger):
    proposal = upload(ledger, edited(own_workbook(ledger), typed("C1-01", VALUE, 3, AUGUST)))

    assert kinds(proposal) == [("progress_raised", "C1-01")]
    assert update.board(ledger).number == 1
    assert value_of(ledger, "C1-01", AUGUST) == 2


def test_an_update_keeps_what_came_what_resulted_and_what_changed(ledger):
    data = edited(own_workbook(ledger), typed("C1-01", VALUE, 3, AUGUST))
    version = accepted(ledger, data, reasons={})

    assert (version.number, version.parent, version.kind) == (2, 1, "update")
    assert [store.file(ledger, one.sha256) for one in version.uploads] == [data]
    assert version.content["difference"]["sentence"] == (
        "Sube de 2 a 3 en C1-01 (31 ago 2023); 3 actividades sin cambio."
    )
    assert version.content["rules"] == norms.RULES_VERSION
    board = update.board(ledger)
    assert board.file.name == "PAAC_2023_prueba_libro_v2.xlsx"
    assert update.recomputed(version, board) == {}
    assert store.verify(ledger) == ()


def test_the_same_again_makes_no_version(ledger):
    proposal = upload(ledger, own_workbook(ledger))

    with pytest.raises(NothingChanges):
        update.commit(ledger, OPERATOR, proposal, at=AT)


def test_offices_report_at_once_each_in_its_own_book(ledger):
    proposal = upload(
        ledger,
        only_tracking(report("C2-02", AUGUST, 1)),
        only_tracking(report("C2-01", DECEMBER, "80%")),
        edited(own_workbook(ledger), typed("C1-01", VALUE, 3, AUGUST)),
    )

    assert [one.has_plan for one in proposal.uploads] == [False, False, True]
    assert sorted(kinds(proposal)) == [
        ("progress_raised", "C1-01"),
        ("progress_reported", "C2-01"),
        ("progress_reported", "C2-02"),
    ]


def test_two_offices_that_disagree_are_asked_and_a_choice_decides(ledger):
    files = [only_tracking(report("C2-02", AUGUST, value)) for value in (1, 2)]

    proposal = upload(ledger, *files)

    assert errors(proposal) == [("two_answers", "a.xlsx", "Seguimiento!D2")]
    [conflict] = proposal.conflicts
    column = "Avance acumulado a la fecha de corte"
    assert conflict.question == f"¿Cuál vale para «{column}» de C2-02 (31 ago 2023)?"
    assert [(one.file, one.value) for one in conflict.said] == [("a.xlsx", 1), ("b.xlsx", 2)]
    assert [one.answer for one in conflict.said] == [
        "1 (a.xlsx, Seguimiento!D2)", "2 (b.xlsx, Seguimiento!D2)",
    ]  # fmt: skip
    for choice, value in ((0, "1"), (1, "2")):
        chosen = upload(ledger, *files, chosen={conflict.name: choice})
        assert chosen.difference.sentence.startswith(f"Se reporta {value} en C2-02")


def test_what_travels_between_processes_does_not_grow_with_the_reports(ledger):
    """The process of the pages stops for everybody while it unpacks what a large book gave."""

    def carried(days: int) -> dict[str, int]:
        first = D(2023, 1, 1)
        rows = [report("C1-01", first + dt.timedelta(n), 1) for n in range(days)]
        [one] = upload(ledger, only_tracking(*rows)).light().uploads
        assert len(one.reading.reports) == days
        kept = {field.name: getattr(one.reading, field.name) for field in fields(one.reading)}
        for said in ("files", "reports", "findings", "conventions"):  # each has its own
            del kept[said]
        return {name: len(pickle.dumps(value)) for name, value in kept.items()}

    assert carried(300) == carried(3)


def test_files_of_the_same_name_are_told_apart(ledger):
    files = [only_tracking(report("C2-02", AUGUST, value)) for value in (1, 2)]
    names = ["avance.xlsx", "otra/avance.xlsx"]
    proposal = update.propose(ledger, [File(n, d) for n, d in zip(names, files, strict=True)])

    assert [one.file.name for one in proposal.uploads] == ["avance.xlsx", "avance (2).xlsx"]
    assert [one.file for one in proposal.conflicts[0].said] == ["avance.xlsx", "avance (2).xlsx"]


@pytest.mark.parametrize("name", ["tablero", "", "plan.xlsx", ".xlsx", "a (seguimiento)"])
def test_no_name_of_a_file_makes_its_reports_vanish(name, ledger):
    file = File(name, only_tracking(report("C2-02", AUGUST, 1)))

    assert kinds(update.propose(ledger, [file])) == [("progress_reported", "C2-02")]


def test_reports_by_exact_text_need_no_id(ledger):
    row = {"Actividad": PLAN[3]["Actividad"], "Fecha de corte": AUGUST, VALUE: 2}
    data = only_tracking(row, headings=("Actividad", "Fecha de corte", VALUE))

    assert kinds(upload(ledger, data)) == [("progress_reported", "C2-02")]


def test_a_report_of_an_activity_that_comes_in_the_same_upload_is_taken(ledger):
    proposal = upload(ledger, book([*PLAN, NEW]), only_tracking(report("C2-03", AUGUST, 1)))

    assert kinds(proposal) == [("activity_added", "C2-03"), ("progress_reported", "C2-03")]


@pytest.mark.parametrize(
    ("settings", "code"),
    [({"Vigencia": 2024}, "other_year"), ({"Vigencia": 2023, "Entidad": "Otra"}, "other_entity")],
)
def test_reports_of_another_year_or_entity_stop_at_the_second_gate(settings, code, ledger):
    proposal = upload(ledger, with_settings(only_tracking(report("C2-02", AUGUST, 1)), **settings))

    assert [one[0] for one in errors(proposal)] == [code]
    assert proposal.stopped_at == 2
    assert proposal.workbook is None


def test_the_plan_of_another_entity_is_refused_and_the_boards_own_book_may_mend_the_name(ledger):
    stranger = book(PLAN, parameters={"Entidad": "Municipio de Otra Parte"})
    mended = edited(own_workbook(ledger), set_parameter("Entidad", "Municipio de la Prueba"))

    assert errors(upload(ledger, stranger)) == [("other_entity", "a.xlsx", "Parámetros!B2")]
    assert kinds(upload(ledger, mended)) == [("setting_changed", "Entidad")]


def test_a_board_that_does_not_know_its_entity_learns_it(tmp_path):
    ledger = begun(tmp_path, book(PLAN, parameters={"Entidad": None}))

    assert kinds(upload(ledger, small_book()))[-1] == ("setting_changed", "Entidad")


def test_a_plan_of_a_new_year_stands_beside_the_old_one(ledger):
    plan = book(PLAN, parameters={"Vigencia": 2024})
    tracking = only_tracking(report("C1-01", D(2024, 4, 30), 1))
    version = accepted(ledger, plan, tracking)

    assert (version.plan_year, version.parent) == (2024, None)
    assert [(year, number) for year, number, _ in store.heads(ledger)] == [(2023, 1), (2024, 2)]
    assert update.board(ledger).number == 2
    assert update.board(ledger, 2023).number == 1
    assert value_of(ledger, "C1-01", D(2024, 4, 30)) == 1
    # reports without a year are of the plan that was asked for, else of the newest
    report_2023 = only_tracking(report("C2-02", AUGUST, 1))
    assert kinds(upload(ledger, report_2023, plan_year=2023)) == [("progress_reported", "C2-02")]
    assert errors(upload(ledger, report_2023))[0][0] == "date_outside_plan"
    assert upload(ledger, own_workbook(ledger, 1)).plan_year == 2023


def test_plans_of_two_years_at_once_are_refused(ledger):
    proposal = upload(ledger, small_book(), book(PLAN, parameters={"Vigencia": 2024}))

    assert errors(proposal) == [("other_year", "b.xlsx", "Parámetros!B3")]


def test_one_bad_file_of_several_blocks_them_all_and_is_named(ledger):
    good = only_tracking(report("C2-02", AUGUST, 1))
    proposal = upload(ledger, good, b"nada", only_tracking(report("C9-99", AUGUST, 1)))

    assert [one[:2] for one in errors(proposal)] == [
        ("not_xlsx", "b.xlsx"),
        ("unknown_activity", "c.xlsx"),
    ]
    with pytest.raises(Blocked):
        update.commit(ledger, OPERATOR, proposal, at=AT, reasons={"*": "x"})


def test_nothing_given_is_nothing_to_accept(ledger, tmp_path_factory):
    assert not update.propose(ledger, []).acceptable
    empty = new_ledger(tmp_path_factory.mktemp("vacio"))
    assert errors(upload(empty, only_tracking(report("C2-02", AUGUST, 1))))[0][0] == "no_plan_sheet"


# Three-way


def test_a_copy_of_an_old_version_keeps_what_the_new_one_changed(ledger):
    old = own_workbook(ledger)
    accepted(ledger, edited(old, typed("C1-01", VALUE, 3, AUGUST), typed("C1-02", "Meta", 2)))
    later = upload(ledger, edited(old, typed("C2-01", VALUE, (0.6, "0%"), AUGUST)))

    assert later.uploads[0].based_on == 1
    assert kinds(later) == [("progress_raised", "C2-01")]


def test_a_cell_that_both_changed_is_a_conflict_with_the_board(ledger):
    old = own_workbook(ledger)
    accepted(ledger, edited(old, typed("C1-01", VALUE, 3, AUGUST)))
    data = edited(old, typed("C1-01", VALUE, 2.5, AUGUST))

    proposal = upload(ledger, data)

    assert errors(proposal) == [("two_answers", "a.xlsx", "Seguimiento!D6")]
    [conflict] = proposal.conflicts
    assert kinds(upload(ledger, data, chosen={conflict.name: 0})) == [("progress_lowered", "C1-01")]
    assert kinds(upload(ledger, data, chosen={conflict.name: 1})) == []


def test_cut_offs_that_somebody_else_changed_are_chosen_like_any_cell(ledger):
    old = own_workbook(ledger)
    accepted(ledger, edited(old, set_parameter("Cortes", "30/06/2023; 31/12/2023")))
    data = edited(old, set_parameter("Cortes", "30/09/2023; 31/12/2023"))

    [conflict] = upload(ledger, data).conflicts

    assert conflict.question == "¿Cuál vale para «Cortes»?"
    [fault] = [one for one in upload(ledger, data).findings if one.code == "two_answers"]
    assert fault.activities == ()
    assert fault.message.startswith("Parámetros!B5: «Cortes» tiene dos valores: «30/09/2023; 31/")
    assert [one.answer for one in conflict.said] == [
        "«30/09/2023; 31/12/2023» (a.xlsx, Parámetros!B5)",
        "«30/06/2023; 31/12/2023» (el tablero)",
    ]
    assert kinds(upload(ledger, data, chosen={conflict.name: 1})) == []
    theirs = upload(ledger, data, chosen={conflict.name: 0})
    assert theirs.reading.settings.cutoffs == (D(2023, 9, 30), D(2023, 12, 31))


def test_a_cell_emptied_in_the_boards_own_book_takes_the_report_away_with_a_reason(ledger):
    emptied = [typed("C1-02", heading, None, AUGUST) for heading in (VALUE, EVIDENCE)]
    proposal = upload(ledger, edited(own_workbook(ledger), *emptied))

    assert kinds(proposal) == [("report_removed", "C1-02")]
    with pytest.raises(ReasonsMissing) as refused:
        update.commit(ledger, OPERATOR, proposal, at=AT)
    assert [one.name for one in refused.value.changes] == ["report_removed:C1-02"]
    update.commit(ledger, OPERATOR, proposal, at=AT, reasons={"C1-02": "Era de otro año"})
    assert value_of(ledger, "C1-02", AUGUST) is None


def test_a_blank_row_of_a_foreign_book_takes_nothing_away(ledger):
    data = only_tracking(report("C1-02", AUGUST), report("C2-02", AUGUST, 1))
    assert kinds(upload(ledger, data)) == [("progress_reported", "C2-02")]


def test_rows_that_a_book_does_not_bring_stay_unless_told(ledger):
    data = edited(own_workbook(ledger), without("C2-02", "C2-01"))

    assert kinds(upload(ledger, data)) == []
    assert kinds(upload(ledger, data, drop=True)) == [
        ("activity_removed", "C2-01"),
        ("activity_removed", "C2-02"),
    ]


def test_a_plan_alone_that_drops_takes_no_report_of_what_stays(ledger):
    proposal = upload(ledger, book(PLAN[:3]), drop=True)

    assert kinds(proposal) == [("activity_removed", "C2-02")]


def test_two_who_update_from_the_same_version_one_wins_and_the_other_is_told(ledger):
    data = own_workbook(ledger)
    one, other = (
        upload(ledger, edited(data, typed("C1-01", VALUE, value, AUGUST))) for value in (2.5, 3)
    )
    update.commit(ledger, access.operator("Hacienda"), one, at=AT)

    with pytest.raises(store.Superseded, match="Hacienda actualizó el tablero"):
        update.commit(ledger, OPERATOR, other, at=AT)
    assert value_of(ledger, "C1-01", AUGUST) == 2.5


# Matrices without IDs

HEAD = ["Componente", "Actividad", "Indicador", "Meta", "Fecha", "Responsable"]
MATRIX = (
    ["1. Riesgos", "Revisar el mapa de riesgos", "Mapas", 3, "30 de abril y 31 de agosto", "TIC"],
    ["1. Riesgos", "Publicar el informe de gestión", "Informe", 1, "30 de junio", "Planeación"],
    ["2. Trámites", "Simplificar un trámite", "Trámites", 2, "31 de agosto", "Hacienda"],
)
REWORDED = ["1. Riesgos", "Publicar el informe de la gestión", *MATRIX[1][2:]]
OTHER = ["1. Riesgos", "Divulgar la política entre los servidores", "Veces", 1, "Junio", "TIC"]


def matrix(*rows: list) -> bytes:
    return grid([["PAAC 2023"], HEAD, *rows])


@pytest.fixture
def by_text(tmp_path):
    ledger = begun(tmp_path, matrix(*MATRIX))
    yield ledger
    ledger.close()


def texts(ledger_or_reading) -> dict[str, str]:
    return dict(ledger_or_reading.activities["activity"])


def test_activities_keep_their_ids_by_their_text_whatever_the_order(by_text):
    proposal = upload(by_text, matrix(OTHER, *MATRIX[::-1]))

    assert kinds(proposal) == [("activity_added", "C1-03")]
    assert texts(proposal.reading) == {
        "C1-01": MATRIX[0][1],
        "C1-02": MATRIX[1][1],
        "C1-03": OTHER[1],
        "C2-01": MATRIX[2][1],
    }


def test_a_reworded_activity_is_asked_and_never_matched_silently(by_text):
    data = matrix(MATRIX[0], REWORDED, MATRIX[2])
    proposal = upload(by_text, data)

    assert errors(proposal) == [("reworded_activity", "a.xlsx", "Hoja1!B4")]
    [doubt] = [one for one in proposal.findings if one.code == "reworded_activity"]
    key = f"activity {doubt.activities[0]} {doubt.suggests}"
    assert kinds(upload(by_text, data, chosen={key: 0})) == [("text_changed", "C1-02")]
    assert kinds(upload(by_text, data, chosen={key: 1})) == [("activity_added", "C1-03")]
    assert kinds(upload(by_text, data, chosen={key: 1}, drop=True)) == [
        ("activity_added", "C1-03"),
        ("activity_removed", "C1-02"),
    ]


def test_an_id_never_becomes_another_activitys(by_text):
    accepted(by_text, matrix(MATRIX[0], MATRIX[2]), drop=True)

    assert kinds(upload(by_text, matrix(*MATRIX[::2], OTHER))) == [("activity_added", "C1-03")]


def test_two_matrices_that_add_activities_do_not_share_an_id(by_text):
    another = ["1. Riesgos", "Monitorear los controles", "Controles", 4, "Trimestral", "TIC"]
    files = matrix(*MATRIX, OTHER), matrix(*MATRIX, another), matrix(OTHER)
    proposal = upload(by_text, *files)

    assert kinds(proposal) == [("activity_added", "C1-03"), ("activity_added", "C1-04")]


def test_a_matrix_and_a_book_with_ids_add_different_ones(by_text):
    own = edited(own_workbook(by_text))

    def add(workbook):
        workbook["Plan"].append(["C1-03", "1. Riesgos", None, None, "Algo nuevo", "x", 1, "Junio"])

    proposal = upload(by_text, edited(own, add), matrix(OTHER))

    assert kinds(proposal) == [("activity_added", "C1-03"), ("activity_added", "C1-04")]


def test_the_first_version_may_come_in_several_matrices(tmp_path):
    ledger = new_ledger(tmp_path)
    proposal = upload(ledger, matrix(*MATRIX[:2]), matrix(OTHER))

    assert (errors(proposal), len(proposal.reading.activities)) == ([], 3)


def test_findings_of_a_matrix_call_activities_by_the_boards_ids(tmp_path):
    led = [*MATRIX[1][:5], "Líderes de los procesos"]
    ledger = begun(tmp_path, matrix(MATRIX[0], led, MATRIX[2]))
    proposal = upload(ledger, matrix(led, MATRIX[0], [*MATRIX[2][:3], 3, *MATRIX[2][4:]]))
    [warning] = [one for one in proposal.findings if one.code == "led_by_group"]

    assert warning.activities == ("C1-02",)
    assert [str(one) for one in warning.cells] == ["Hoja1!F3"]
    update.commit(
        ledger,
        OPERATOR,
        upload(ledger, matrix(led, MATRIX[0]), silenced=[silenced(warning)]),
        at=AT,
    )
    again = upload(ledger, matrix(MATRIX[2], led, MATRIX[0]))
    assert "led_by_group" not in [one.code for one in again.loud(Severity.WARNING)]


# Roles


@pytest.fixture
def posts(ledger):
    """Return who controls, who updates and who administers, signed in."""
    admin = access.create_first_account(
        ledger, "7QF3", "7qf3", "alcaldia", "Despacho del Alcalde", "un caballo azul", AT
    )
    names = {"control": Role.CONTROLS, "planeacion": Role.UPDATES}
    for name, role in names.items():
        access.create_account(ledger, admin, name, name.title(), role, "otra frase larga", AT)
    made = [Actor(name.title(), role, name) for name, role in names.items()]
    return *made, admin


def test_each_role_changes_its_part_and_nobody_elses(ledger, posts):
    control, planning, admin = posts
    data = edited(
        own_workbook(ledger),
        typed("C1-01", VALUE, 3, AUGUST),
        typed("C1-01", VERIFIED, 2, AUGUST),
        typed("C1-01", REMARKS, "Falta el acta", AUGUST),
        set_parameter("Cortes cerrados", "30/04/2023"),
    )
    whole = upload(ledger, data)
    for actor in posts:
        with pytest.raises(NotAllowed):
            update.commit(ledger, actor, whole, at=AT, reasons={"*": "x"})
    controls, updates = (upload(ledger, data, control=own) for own in (True, False))
    assert kinds(controls) == [("verified_changed", "C1-01"), ("cutoff_closed", "2023-04-30")]
    assert [one.field for one in controls.left] == ["value"]
    assert kinds(updates) == [("progress_raised", "C1-01")]
    assert {(one.field, str(one.said.cell)) for one in updates.left} == {
        ("verified", "Seguimiento!J6"),
        ("control_remarks", "Seguimiento!K6"),
        ("closed_cutoffs", "Parámetros!B6"),
    }
    for actor, proposal in ((planning, controls), (control, updates), (admin, updates)):
        with pytest.raises(NotAllowed):
            update.commit(ledger, actor, proposal, at=AT, reasons={"*": "x"})
    assert update.commit(ledger, control, controls, at=AT).role == Role.CONTROLS
    later = upload(ledger, data, control=False)
    assert update.commit(ledger, planning, later, at=AT).by == "Planeacion"
    assert value_of(ledger, "C1-01", AUGUST, "verified") == 2


def test_dropping_leaves_what_the_other_role_wrote(ledger):
    accepted(ledger, only_tracking(report("C1-02", AUGUST, None, Avance_verificado=1)))
    only = only_tracking(report("C1-01", AUGUST, 2))

    others = upload(ledger, only, drop=True, control=False)

    assert {kind for kind, _ in kinds(others)} == {"report_removed"}
    row = others.reading.reports.set_index("activity_id").loc["C1-02"]
    assert (row["verified"], str(row["value"])) == (1.0, "nan")


def test_control_alone_closes_opens_and_publishes(ledger, posts):
    control, planning, admin = posts
    for actor in (planning, admin):
        with pytest.raises(NotAllowed):
            update.close(ledger, actor, APRIL, at=AT)
    version = update.close(ledger, control, APRIL, at=AT)
    assert version.content["difference"]["changes"][0]["kind"] == "cutoff_closed"
    assert update.board(ledger).reading.settings.is_closed(APRIL)
    assert update.recomputed(version, update.board(ledger)) == {}
    assert kinds(upload(ledger, own_workbook(ledger))) == []
    with pytest.raises(NotAllowed):
        update.record_publication(
            ledger, planning, APRIL, D(2023, 5, 12), "https://a.invalid", at=AT
        )
    told = update.record_publication(
        ledger, control, APRIL, D(2023, 5, 12), "https://a.invalid", at=AT
    )
    assert told.content["publications"]["2023-04-30"]["day"] == "2023-05-12"
    with pytest.raises(Blocked, match="por qué"):
        update.close(ledger, control, APRIL, at=AT, reopen=True)
    with pytest.raises(NotAllowed):
        update.close(ledger, admin, APRIL, at=AT, reopen=True, note="Faltó un acta")
    opened = update.close(ledger, control, APRIL, at=AT, reopen=True, note="Faltó un acta")
    assert opened.content["reasons"] == {"cutoff_opened:2023-04-30": "Faltó un acta"}
    assert update.recomputed(opened, update.board(ledger)) == {}


@pytest.mark.parametrize(
    ("day", "said"),
    [(DECEMBER, "todavía no llega"), (D(2023, 5, 1), "no es un corte")],
)
def test_a_cut_off_that_has_not_come_or_is_none_is_not_closed(day, said, ledger):
    with pytest.raises(Blocked, match=said):
        update.close(ledger, OPERATOR, day, at=AT)


def test_a_cut_off_that_has_not_come_is_not_closed_by_a_workbook_either(ledger):
    data = edited(own_workbook(ledger), set_parameter("Cortes cerrados", "31/12/2023"))
    proposal = upload(ledger, data, control=True)

    with pytest.raises(Blocked, match="todavía no llega"):
        update.commit(ledger, OPERATOR, proposal, at=AT)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "www.a.invalid", "", "file:///c:/a"])
def test_a_publication_has_a_whole_address(address, ledger):
    update.close(ledger, OPERATOR, APRIL, at=AT)

    with pytest.raises(Blocked, match="https"):
        update.record_publication(ledger, OPERATOR, APRIL, D(2023, 5, 12), address, at=AT)


@pytest.mark.parametrize("day", [D(2023, 4, 29), D(2023, 9, 6)])
def test_a_publication_is_between_its_cut_off_and_today(day, ledger):
    update.close(ledger, OPERATOR, APRIL, at=AT)

    with pytest.raises(Blocked, match="fecha de publicación"):
        update.record_publication(ledger, OPERATOR, APRIL, day, "https://a.invalid", at=AT)


def test_what_a_closed_cut_off_covered_changes_only_with_a_reason(ledger):
    update.close(ledger, OPERATOR, APRIL, at=AT)
    proposal = upload(ledger, edited(own_workbook(ledger), typed("C1-01", VALUE, 2, APRIL)))

    with pytest.raises(ReasonsMissing):
        update.commit(ledger, OPERATOR, proposal, at=AT, reasons={"C1-01": " "})
    version = update.commit(ledger, OPERATOR, proposal, at=AT, reasons={"C1-01": "Acta 3"})
    [change] = version.content["difference"]["changes"]
    assert (change["closed"], change["as_of"]) == (["2023-04-30"], "2023-04-30")
    assert version.content["reasons"] == {"progress_raised:C1-01": "Acta 3"}


# Going back


def test_going_back_makes_a_version_and_erases_none(ledger, posts):
    control, planning, admin = posts
    accepted(ledger, edited(own_workbook(ledger), typed("C1-01", VALUE, 3, AUGUST)))
    with pytest.raises(Blocked, match="por qué"):
        update.restore(ledger, planning, 1, at=AT, note=" ")
    with pytest.raises(NotAllowed):
        update.restore(ledger, control, 1, at=AT, note="Se subió otro libro")
    version = update.restore(ledger, planning, 1, at=AT, note="Se subió otro libro")

    assert (version.number, version.kind, version.restored_from) == (3, "restore", 1)
    assert value_of(ledger, "C1-01", AUGUST) == 2
    assert version.content["reasons"] == {"progress_lowered:C1-01": "Se subió otro libro"}
    assert update.recomputed(version, update.board(ledger)) == {}
    assert kinds(upload(ledger, own_workbook(ledger))) == []
    with pytest.raises(NothingChanges):
        update.restore(ledger, planning, 1, at=AT, note="Otra vez")
    with pytest.raises(store.NoSuchVersion):
        update.restore(ledger, planning, 99, at=AT, note="x")
    assert update.restore(ledger, admin, 2, at=AT, note="Era el bueno").number == 4


def test_who_updates_does_not_open_a_cut_off_by_going_back(ledger, posts):
    control, planning, _ = posts
    update.close(ledger, control, APRIL, at=AT)

    with pytest.raises(NotAllowed):
        update.restore(ledger, planning, 1, at=AT, note="Vuelve")
    assert update.restore(ledger, control, 1, at=AT, note="Vuelve").kind == "restore"


def test_a_copy_of_a_version_that_came_back_is_known(ledger):
    old = own_workbook(ledger)
    accepted(ledger, edited(old, typed("C1-01", VALUE, 3, AUGUST)))
    update.restore(ledger, OPERATOR, 1, at=AT, note="Vuelve")

    proposal = upload(ledger, edited(old, typed("C1-01", VALUE, 2.5, AUGUST)))

    assert kinds(proposal) == [("progress_raised", "C1-01")]


# Answers and warnings


def test_answers_are_read_recorded_and_written_into_the_book_that_results(ledger):
    file = File("hacienda.xlsx", only_tracking(report("C2-01", DECEMBER, 0.9)))
    proposal = update.propose(ledger, [file])
    [question] = proposal.questions
    assert question.text.replace("\N{NO-BREAK SPACE}", " ") == "¿0,9 es 90 %?"

    answered = replace(file, answers=question.options[0].answers)
    proposal = update.propose(ledger, [answered])
    version = update.commit(ledger, OPERATOR, proposal, at=AT)

    assert [one.replace("\N{NO-BREAK SPACE}", " ") for one in version.content["answers"]] == [
        "hacienda.xlsx, Seguimiento!D2: «0,9» es 90 %"
    ]
    book_cell = cell(load_workbook(io.BytesIO(own_workbook(ledger))), "C2-01", VALUE, DECEMBER)
    assert (book_cell.value, book_cell.number_format) == (0.9, "0%")
    assert value_of(ledger, "C2-01", DECEMBER) == 90.0


def silenced(one):
    return update.silence(one, "Se corrigió el total", "Planeación", AT)


def lowered(ledger) -> bytes:
    return edited(own_workbook(ledger), typed("C1-01", VALUE, 0.5, AUGUST))


def test_a_silenced_warning_stays_so_while_it_says_the_same(ledger):
    data = lowered(ledger)
    [warning] = [one for one in upload(ledger, data).findings if one.code == "lower_total"]
    proposal = upload(ledger, data, silenced=[silenced(warning)])
    assert proposal.loud(Severity.WARNING) == ()
    update.commit(ledger, OPERATOR, proposal, at=AT, reasons={"*": "Acta 3"})

    for unrelated in (own_workbook(ledger), only_tracking(report("C2-02", AUGUST, 1))):
        again = upload(ledger, unrelated)
        assert [one["code"] for one in again.silenced] == ["lower_total"]
        assert again.loud(Severity.WARNING) == ()
    changed = upload(ledger, edited(own_workbook(ledger), typed("C1-01", VALUE, 0.25, AUGUST)))
    assert changed.silenced == ()
    assert [one.code for one in changed.loud(Severity.WARNING)] == ["lower_total"]


def test_silencing_alone_is_worth_a_version(ledger):
    accepted(ledger, lowered(ledger))
    data = own_workbook(ledger)
    [warning] = upload(ledger, data).findings
    proposal = upload(ledger, data, silenced=[silenced(warning)])

    version = update.commit(ledger, OPERATOR, proposal, at=AT)

    assert version.content["silenced"][0]["reason"] == "Se corrigió el total"
    assert update.close(ledger, OPERATOR, APRIL, at=AT).content["silenced"]


def test_an_error_or_a_blank_reason_silences_nothing(ledger):
    [error] = upload(ledger, only_tracking(report("C9-99", AUGUST, 1))).findings
    [warning] = upload(ledger, lowered(ledger)).findings

    with pytest.raises(Blocked):
        update.silence(error, "Porque sí", "Planeación", AT)
    with pytest.raises(Blocked):
        update.silence(warning, "  ", "Planeación", AT)
    fake = silenced(warning) | {"code": error.code, "activities": [], "found": error.found}
    forced = upload(ledger, only_tracking(report("C9-99", AUGUST, 1)), silenced=[fake])
    assert (forced.acceptable, forced.silenced) == (False, ())
    assert forced.loud(Severity.ERROR)


def test_a_finding_of_the_whole_names_the_cell_of_the_file_that_it_comes_from(ledger):
    proposal = upload(
        ledger,
        only_tracking(report("C1-01", AUGUST, 2.5)),
        only_tracking(report("C1-02", APRIL, 1), report("C1-01", DECEMBER, 2)),
    )
    [one] = [one for one in proposal.findings if one.code == "lower_total"]

    assert (one.file, [str(each) for each in one.cells]) == ("b.xlsx", ["Seguimiento!D3"])
    assert one.message.startswith("Seguimiento!D3: el avance de C1-01 baja de 2,5 a 2")


# Moved dates (R17) and figures


def test_a_date_that_had_passed_when_it_was_moved_still_counts_for_the_cut_offs_before(ledger):
    before = update.board(ledger).version.content["figures"]
    data = edited(own_workbook(ledger), typed("C1-02", "Fecha de cumplimiento", "30 de noviembre"))
    version = accepted(ledger, data, reasons={"C1-02": "Contrato demorado"}, at=OCTOBER)

    [move] = update.board(ledger).moves
    assert (move.activity_id, move.day, move.reason, move.version) == (
        "C1-02",
        D(2023, 10, 5),
        "Contrato demorado",
        "2",
    )
    after = version.content["figures"]
    assert after["2023-04-30"] == before["2023-04-30"]
    assert after["2023-08-31"] == before["2023-08-31"]
    assert update.recomputed(version, update.board(ledger)) == {}


def test_a_move_made_in_the_colombian_evening_is_of_that_day(ledger):
    data = edited(own_workbook(ledger), typed("C1-02", "Fecha de cumplimiento", "30 de noviembre"))
    accepted(ledger, data, at=AT.replace(day=6, hour=3))

    assert update.board(ledger).moves[0].day == D(2023, 9, 5)


def test_what_other_rules_would_give_is_told(ledger):
    version = update.board(ledger).version
    said = version.content["figures"]
    said["2023-08-31"]["fulfilled"] += 1

    told = update.recomputed(version, update.board(ledger))

    assert list(told) == ["2023-08-31"]
    assert told["2023-08-31"]["then"]["fulfilled"] == told["2023-08-31"]["now"]["fulfilled"] + 1


def test_the_reports_of_the_first_book_may_be_verified_already(tmp_path):
    ledger = begun(tmp_path, book(PLAN, [{**REPORTS[0], VERIFIED: 1}]))

    assert value_of(ledger, "C1-01", APRIL, "verified") == 1


def test_a_date_to_come_brought_into_a_closed_cut_off_is_marked_and_one_moved_after_it_is_not(
    tmp_path,
):
    ledger = store.open_ledger(f"sqlite:///{tmp_path / 'otro.sqlite'}")
    day = dt.date(2023, 5, 20)
    reports = [report("C1-01", APRIL, 0), report("C1-02", APRIL, 0)]
    dates = {"C1-01": "31/12/2023", "C1-02": "15/04/2023"}

    def content(dates):
        plan = [
            activity(ID=name, Actividad=name * 9, Meta=1, Fechas=d) for name, d in dates.items()
        ]
        return File("p.xlsx", book(plan, reports, {"Cortes cerrados": "30/04/2023"}))

    update.begin(ledger, content(dates), AT)
    moved = content({"C1-01": "15/04/2023", "C1-02": "31/12/2023"})

    made = update.propose(ledger, [moved], today=day).difference

    closed = {one.subject: one.closed for one in made.changes if one.kind == "deadline_changed"}
    assert closed == {"C1-01": ("2023-04-30",), "C1-02": ()}  # R17: the date that passed rules


def test_what_a_form_does_not_bring_cannot_be_taken_away(ledger):
    held = update.board(ledger)
    kept = contents.contents(held.reading)
    stamp = held.content("stamp")
    made = forms.forms(forms.Standing(held.reading, kept, held.reading.settings, stamp))
    file = File("formato.xlsx", next(iter(made.values())))

    refused = update.propose(ledger, [file], drop=True)

    assert [one.code for one in refused.errors] == ["form_drops"]
    assert update.propose(ledger, [file]).difference.changes == ()
