"""The offices' forms: taken apart and together again, only what was filled in changes."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from pac import schema
from pac.ledger import access, store, update
from pac.ledger.store import Ledger
from pac.ledger.update import Board, Proposal
from pac.messages import NOBODY
from pac.model import Settings
from pac.reading import reader
from pac.reading.reader import File
from pac.workbook import contents, forms, layout
from tests import workbooks
from tests.ui import boards

AT = dt.datetime(2023, 5, 2, 12, tzinfo=dt.UTC)
APRIL, AUGUST = dt.date(2023, 4, 30), dt.date(2023, 8, 31)
EXAMPLE = workbooks.ROOT / "data" / "ejemplo_seguimiento_2023.xlsx"
OPERATOR = access.operator("Secretaría de Planeación")
TREASURY, PLANNING = "Secretaría de Hacienda", "Secretaría de Planeación"
VALUE = "Avance acumulado a la fecha de corte"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], Path]:
    """Return a function that gives the file of a board that a workbook began, made once."""
    folder = tmp_path_factory.mktemp("begun")
    made: dict[bytes, Path] = {}

    def begin(book: bytes) -> Path:
        if book not in made:
            place = folder / f"{len(made)}.sqlite"
            ledger = store.open_ledger(f"sqlite:///{place}")
            assert update.begin(ledger, File("plan.xlsx", book), AT) is not None
            ledger.close()
            made[book] = place
        return made[book]

    return begin


@pytest.fixture
def new_ledger(begun: Callable[[bytes], Path], tmp_path: Path):
    """Return a function that makes a board from a workbook."""
    opened: list[Ledger] = []

    def make(book: bytes) -> Ledger:
        place = tmp_path / f"{len(opened)}.sqlite"
        shutil.copy(begun(book), place)
        opened.append(store.open_ledger(f"sqlite:///{place}"))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


def standing(board: Board, stamp: str) -> forms.Standing:
    held = contents.contents(board.reading)
    return forms.Standing(board.reading, held, board.reading.settings, stamp)


def split(board: Board, **how: object) -> dict[str, bytes]:
    """Return the forms of a board as it stands."""
    return forms.forms(standing(board, board.content("stamp")), **how)


def control(board: Board, **how: object) -> bytes:
    return forms.control_form(standing(board, board.content("stamp")), **how)


def files(made: dict[str, bytes]) -> list[File]:
    return [File(f"{number}.xlsx", data) for number, data in enumerate(made.values())]


def opened(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def headers(sheet: Worksheet) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[1]}


def place(workbook: Workbook, activity: str, day: dt.date, header: str) -> Cell:
    """Return the cell of an activity's row at a cut-off."""
    sheet = workbook["Seguimiento"]
    columns = headers(sheet)
    for row in range(2, sheet.max_row + 1):
        key = sheet.cell(row, columns["ID"]).value, sheet.cell(row, columns["Fecha de corte"]).value
        if key == (activity, dt.datetime(day.year, day.month, day.day)):  # noqa: DTZ001
            return sheet.cell(row, columns[header])
    raise AssertionError(f"no row of {activity} at {day}")


def filled(data: bytes, *cells: tuple[str, dt.date, str, object]) -> bytes:
    """Return a form in which somebody wrote."""
    workbook = opened(data)
    for activity, day, header, value in cells:
        place(workbook, activity, day, header).value = value
    return workbooks.saved(workbook)


def take(ledger: Ledger, *uploads: bytes, **how: object) -> Proposal:
    """Return what some books would make of the board."""
    given = [File(f"libro {number}.xlsx", data) for number, data in enumerate(uploads)]
    return update.propose(ledger, given, **{"control": False, **how})


def changes(proposal: Proposal) -> list[tuple[str, str]]:
    assert not proposal.errors, proposal.errors
    assert proposal.acceptable
    return [(one.kind, one.subject) for one in proposal.difference.changes]


def reports(proposal: Proposal) -> dict:
    return dict(contents.contents(proposal.reading).reports)


# Taken apart and put together


def small(count: int) -> bytes:
    rows = [
        workbooks.activity(ID=f"C1-{n + 1:02d}", Actividad=f"Hacer lo número {n}")
        for n in range(count)
    ]
    return workbooks.book(rows)


BOOKS: dict[str, Callable[[Path], bytes]] = {
    "the plan of 2023": lambda _: workbooks.PLAN_FILE.read_bytes(),
    "with progress and a closed cut-off": lambda _: EXAMPLE.read_bytes(),
    "all verified": lambda folder: boards.all_done(folder).read_bytes(),
    "one activity": lambda _: small(1),
    "300 activities": lambda folder: boards.big(folder).read_bytes(),
}


@pytest.mark.parametrize("name", BOOKS)
def test_forms_split_and_put_together_again_change_nothing(name, new_ledger, tmp_path):
    ledger = new_ledger(BOOKS[name](tmp_path))
    board = update.board(ledger)
    before = contents.contents(board.reading)

    proposal = update.propose(ledger, files(split(board)), control=False)

    assert changes(proposal) == []
    assert not proposal.conflicts
    assert not proposal.left
    after = contents.contents(proposal.reading)
    assert (after.plan, after.reports, after.offices) == (
        before.plan, before.reports, before.offices,
    )  # fmt: skip
    assert {k: v for k, v in after.parameters.items() if k != "cutoffs"} == {
        k: v for k, v in before.parameters.items() if k != "cutoffs"
    }
    assert proposal.reading.settings.cutoffs == board.reading.settings.cutoffs
    known = {update.fingerprint(one) for one in board.reading.findings}
    assert not [one for one in proposal.findings if update.fingerprint(one) not in known]


def test_one_form_alone_takes_nothing_away_from_the_others(new_ledger):
    ledger = new_ledger(EXAMPLE.read_bytes())
    board = update.board(ledger)

    made = split(board, cutoffs=[dt.date(2023, 12, 31)])

    assert changes(take(ledger, made[TREASURY])) == []


def test_every_activity_is_in_the_form_of_who_leads_it_and_in_no_other(new_ledger):
    board = update.board(new_ledger(workbooks.PLAN_FILE.read_bytes()))

    made = split(board, cutoffs=[APRIL])
    held = [
        (name, row[0].value)
        for name, data in made.items()
        for row in opened(data)["Seguimiento"].iter_rows(min_row=2)
    ]

    assert sorted(one for _, one in held) == sorted(board.reading.activities.index)
    assert {(name, board.reading.activities.at[one, "lead"]) for name, one in held} == {
        (name, name) for name in made
    }
    assert {"Líderes de los procesos", "Comité de Coordinación de Control Interno"} <= made.keys()
    assert NOBODY not in made


def test_what_nobody_leads_goes_in_a_form_of_its_own(new_ledger):
    rows = [workbooks.activity(), workbooks.activity(ID="C1-02", Actividad="Otra", Responsable="")]
    ledger = new_ledger(workbooks.book(rows))

    made = split(update.board(ledger))

    assert list(made) == [PLANNING, NOBODY]
    assert [row[0].value for row in opened(made[NOBODY])["Plan"].iter_rows(min_row=2)] == ["C1-02"]
    assert changes(take(ledger, *made.values())) == []


def test_closed_cut_offs_are_not_asked_for(new_ledger, tmp_path):
    board = update.board(new_ledger(EXAMPLE.read_bytes()))
    made = split(board)

    days = {row[3].value.date() for row in opened(made[TREASURY])["Seguimiento"].iter_rows(2)}

    assert days == {*board.reading.settings.cutoffs} - {APRIL}
    assert split(board, cutoffs=[APRIL]) == {}
    closed = update.board(new_ledger(boards.all_late(tmp_path).read_bytes()))
    assert split(closed) == {}


# Filled in


def test_what_one_office_fills_in_is_all_that_changes(new_ledger):
    ledger = new_ledger(EXAMPLE.read_bytes())
    made = split(update.board(ledger), cutoffs=[AUGUST])
    made[TREASURY] = filled(
        made[TREASURY],
        ("C5-08", AUGUST, VALUE, 1),
        ("C5-08", AUGUST, "Evidencia", "Acta 9"),
        ("C5-08", AUGUST, "Reportado por", TREASURY),
    )

    proposal = take(ledger, *made.values())

    before = contents.contents(update.board(ledger).reading).reports
    assert {subject for _, subject in changes(proposal)} == {"C5-08"}
    assert reports(proposal) == {
        **before,
        ("C5-08", AUGUST): {"value": 1, "evidence": "Acta 9", "reported_by": TREASURY},
    }


def test_a_percent_typed_into_its_cell_keeps_its_unit(new_ledger):
    ledger = new_ledger(workbooks.PLAN_FILE.read_bytes())
    made = split(update.board(ledger))

    proposal = take(ledger, filled(made[PLANNING], ("C3-09", APRIL, VALUE, 0.45)))

    assert not proposal.errors
    assert reports(proposal)["C3-09", APRIL]["value"] == layout.Percent(45)


def test_a_row_that_was_emptied_takes_its_report_away(new_ledger):
    ledger = new_ledger(EXAMPLE.read_bytes())
    made = split(update.board(ledger), cutoffs=[AUGUST])
    columns = [one.header for one in schema.TRACKING_COLUMNS if one.name in forms.FILLED_BY_OFFICES]
    emptied = filled(made[TREASURY], *(("C5-07", AUGUST, header, None) for header in columns))

    proposal = take(ledger, emptied)

    before = contents.contents(update.board(ledger).reading).reports
    assert ("C5-07", AUGUST) in before
    assert {*before} - {*reports(proposal)} == {("C5-07", AUGUST)}


def test_a_form_without_its_plan_still_counts(new_ledger):
    ledger = new_ledger(EXAMPLE.read_bytes())
    workbook = opened(split(update.board(ledger))[TREASURY])
    place(workbook, "C5-08", AUGUST, VALUE).value = 1
    del workbook["Plan"]

    proposal = take(ledger, workbooks.saved(workbook))

    assert {subject for _, subject in changes(proposal)} == {"C5-08"}


def test_two_copies_of_a_form_filled_differently_are_a_conflict(new_ledger):
    ledger = new_ledger(workbooks.PLAN_FILE.read_bytes())
    data = split(update.board(ledger))[TREASURY]
    one, other = (filled(data, ("C5-08", APRIL, VALUE, value)) for value in (1, 0.5))

    for pair in ((one, other), (other, one)):
        proposal = take(ledger, *pair)

        assert [(each.key, each.field) for each in proposal.conflicts] == [
            (("C5-08", APRIL), "value")
        ]
        assert {said.value for said in proposal.conflicts[0].said} == {1, 0.5}
        assert not proposal.acceptable
        assert all(str(said.cell).startswith("Seguimiento!") for said in proposal.conflicts[0].said)


def test_two_copies_filled_in_different_rows_are_both_taken(new_ledger):
    ledger = new_ledger(workbooks.PLAN_FILE.read_bytes())
    data = split(update.board(ledger))[TREASURY]

    proposal = take(
        ledger,
        filled(data, ("C5-08", APRIL, VALUE, 1)),
        filled(data, ("C5-09", APRIL, VALUE, 1)),
        data,
    )

    assert {*reports(proposal)} == {("C5-08", APRIL), ("C5-09", APRIL)}


def test_a_form_of_an_older_version_changes_only_what_its_office_changed(new_ledger):
    ledger = new_ledger(workbooks.PLAN_FILE.read_bytes())
    old = split(update.board(ledger))
    moved_on = take(
        ledger,
        filled(old[PLANNING], ("C3-09", APRIL, VALUE, 0.45)),
        filled(old[TREASURY], ("C5-09", APRIL, VALUE, 1)),
    )
    update.commit(ledger, OPERATOR, moved_on, at=AT)

    proposal = take(ledger, filled(old[TREASURY], ("C5-08", APRIL, VALUE, 1)))

    assert {subject for _, subject in changes(proposal)} == {"C5-08"}
    assert {*reports(proposal)} == {("C3-09", APRIL), ("C5-09", APRIL), ("C5-08", APRIL)}


def test_what_somebody_else_changed_meanwhile_is_asked(new_ledger):
    ledger = new_ledger(workbooks.PLAN_FILE.read_bytes())
    old = split(update.board(ledger))
    first = take(ledger, filled(old[TREASURY], ("C5-08", APRIL, VALUE, 1)))
    update.commit(ledger, OPERATOR, first, at=AT)

    proposal = take(ledger, filled(old[TREASURY], ("C5-08", APRIL, VALUE, 0.5)))

    assert [one.field for one in proposal.conflicts] == ["value"]


def test_what_an_office_writes_over_control_interno_stays_out(new_ledger):
    ledger = new_ledger(EXAMPLE.read_bytes())
    made = split(update.board(ledger), cutoffs=[AUGUST])

    proposal = take(ledger, filled(made[TREASURY], ("C5-07", AUGUST, "Avance verificado", 1)))

    assert changes(proposal) == []
    assert [(one.key, one.field) for one in proposal.left] == [(("C5-07", AUGUST), "verified")]


# What may be written


@pytest.fixture(scope="module")
def planned() -> Board:
    read = reader.read(reader.load(EXAMPLE))
    return Board(None, None, read)


def made_of(board: Board, party: str = TREASURY) -> Workbook:
    return opened(forms.form(standing(board, "abc"), party))


def control_of(board: Board) -> Workbook:
    return opened(forms.control_form(standing(board, "abc")))


def unlocked(workbook: Workbook) -> set[tuple[str, str]]:
    return {
        (sheet.title, sheet.cell(1, cell.column).value)
        for sheet in workbook
        for row in sheet.iter_rows(min_row=2)
        for cell in row
        if not cell.protection.locked
    }


def test_every_sheet_is_protected_without_a_password_and_can_be_read_at_ease(planned):
    for workbook in (made_of(planned), control_of(planned)):
        for sheet in workbook:
            assert sheet.protection.sheet
            assert not sheet.protection.password
            assert not sheet.protection.formatColumns
            assert not sheet.protection.formatRows
            assert not sheet.protection.autoFilter
            assert not sheet.protection.selectLockedCells


def test_an_office_writes_what_it_reports_and_nothing_else(planned):
    assert unlocked(made_of(planned)) == {
        ("Seguimiento", header)
        for header in (
            VALUE, "Qué se hizo", "Fecha de realización", "Evidencia", "Observaciones",
            "Reportado por",
        )
    }  # fmt: skip


def test_control_interno_writes_its_two_columns(planned):
    assert unlocked(control_of(planned)) == {
        ("Seguimiento", "Avance verificado"),
        ("Seguimiento", "Observaciones de Control Interno"),
    }


def test_what_is_to_be_filled_in_looks_different_from_what_is_not(planned):
    for workbook in (made_of(planned), control_of(planned)):
        sheet = workbook["Seguimiento"]
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                grey = cell.fill.fill_type == "solid"
                assert grey == bool(cell.protection.locked), cell.coordinate
        for cell in sheet[1]:
            locked = sheet.cell(2, cell.column).protection.locked
            colour = cell.fill.start_color.rgb[-6:]
            assert (colour == layout.CONTROL.fill) == bool(locked)


def test_drop_downs_and_checks_stay_on_the_cells_that_are_filled_in(planned):
    sheet = made_of(planned)["Seguimiento"]
    last = sheet.max_row
    checked = {
        str(sheet[str(one.sqref).split(":", maxsplit=1)[0][0] + "1"].value): one
        for one in sheet.data_validations.dataValidation
    }

    assert {*checked} == {VALUE, "Fecha de realización", "Evidencia", "Reportado por"}
    assert "'Dependencias'!$A$2" in checked["Reportado por"].formula1
    assert not checked["Reportado por"].showErrorMessage
    letter = str(checked["Evidencia"].sqref)[0]
    assert letter + "2" in checked["Evidencia"].formula1
    assert all(re.fullmatch(rf"[A-Z]2:[A-Z]{last}", str(one.sqref)) for one in checked.values())


def test_the_cells_of_percent_targets_carry_a_percent_format(planned):
    percents = planned.reading.activities["unit"] == "percent"
    for workbook in (made_of(planned, PLANNING), control_of(planned)):
        sheet = workbook["Seguimiento"]
        columns = headers(sheet)
        for row in range(2, sheet.max_row + 1):
            if not percents[sheet.cell(row, 1).value]:
                continue
            for header in (VALUE, "Avance verificado"):
                assert "%" in sheet.cell(row, columns[header]).number_format


def test_a_percent_in_words_has_its_format_too():
    read = reader.read(
        File("p.xlsx", workbooks.book([workbooks.activity(Meta="90% de las PQRSD")]))
    )
    board = Board(None, None, read)

    assert place(made_of(board, PLANNING), "C1-01", APRIL, VALUE).number_format == "0%"


def test_a_form_opens_on_the_first_cell_to_fill_in(planned):
    for workbook, letter in ((made_of(planned), "E"), (control_of(planned), "K")):
        assert workbook.active.title == "Seguimiento"
        assert [sheet.title for sheet in workbook if sheet.sheet_view.tabSelected] == [
            "Seguimiento"
        ]
        views = workbook.active.sheet_view.selection
        assert {one.activeCell for one in views} == {f"{letter}2"}
        assert workbook.active.freeze_panes == "C2"


def test_the_sheets_of_a_form(planned):
    assert made_of(planned).sheetnames == [
        "Instrucciones", "Plan", "Seguimiento", "Apoya", "Dependencias", "Parámetros",
    ]  # fmt: skip
    assert "Apoya" not in control_of(planned).sheetnames


def test_each_row_says_what_is_asked_by_its_cut_off(planned):
    workbook = made_of(planned)
    tinted = place(workbook, "C5-07", AUGUST, "Lo que se pide")
    last = place(workbook, "C5-07", dt.date(2024, 1, 31), "Lo que se pide")
    pale = place(made_of(planned, PLANNING), "C4-02", AUGUST, "Lo que se pide")

    assert "Meta: 2" in tinted.value
    assert "A este corte: 1 de 2" in tinted.value
    assert "Último reporte" not in tinted.value, "its own report stands beside it"
    assert last.value.splitlines()[-2:] == ["A este corte: 2", "Último reporte: 1, a 31/08/2023"]
    assert tinted.fill.start_color.rgb[-6:] == layout.PALE
    assert "nada programado" in pale.value
    assert pale.fill.start_color.rgb[-6:] == layout.READY


def test_what_an_office_supports_is_shown_and_never_read(planned):
    workbook = made_of(planned)
    (row,) = list(workbook["Apoya"].iter_rows(min_row=2, values_only=True))

    assert row[:3] == ("C2-04", row[1], "Secretaría Administrativa y de Gobierno")
    assert row[5] == "6, a 31/08/2023"
    assert [one[0].value for one in workbook["Plan"].iter_rows(min_row=2)] == [
        "C5-07", "C5-08", "C5-09",
    ]  # fmt: skip
    del workbook["Plan"]
    del workbook["Seguimiento"]
    left = reader.read(File("f.xlsx", workbooks.saved(workbook)))
    assert left.activities.empty


def test_the_stamp_of_the_board_goes_along(planned):
    rows = {row[0].value: row[1].value for row in made_of(planned)["Parámetros"].iter_rows()}

    assert rows["Versión del tablero"] == "abc formato"  # it holds a part of the board by intent


def test_equal_boards_give_equal_forms(planned):
    one, other = (forms.form(standing(planned, "abc"), TREASURY) for _ in range(2))

    assert one == other


def test_who_leads_nothing_has_no_form(planned):
    with pytest.raises(KeyError):
        forms.form(standing(planned, "abc"), "Bomberos")


# Odd plans


FORMULA = "=SUMA(1;1) no es una fórmula"


def test_text_that_looks_like_a_formula_stays_text(new_ledger):
    rows = [
        workbooks.activity(Actividad=("'" + FORMULA)[1:], Indicador="+57 llamadas"),
        workbooks.activity(ID="C1-02", Actividad="Otra", Responsable=f"Hacienda, {PLANNING}"),
    ]
    book = workbooks.book(rows, then=lambda workbook: _as_text(workbook["Plan"]))
    ledger = new_ledger(book)
    made = split(update.board(ledger))

    for data in made.values():
        for sheet in opened(data):
            assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    with zipfile.ZipFile(io.BytesIO(made[PLANNING])) as parts:
        sheets = [name for name in parts.namelist() if "worksheets/sheet" in name]
        assert not any(b"<f>" in parts.read(name) for name in sheets)
    assert changes(take(ledger, *made.values())) == []


def _as_text(sheet: Worksheet) -> None:
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"


NAMES = (
    "Oficina de Niñez y Juventud",
    "Comisaría Primera/Segunda de Familia",
    "Unidad de Gestión " + "muy larga " * 19,
    "Grupo [de] trabajo: *riesgos* & <control>",
    "Secretaría de Año Nuevo ½ 漢字",
)


@pytest.mark.parametrize("name", NAMES)
def test_an_office_may_have_any_name(name, new_ledger):
    name = " ".join(name.split())
    rows = [workbooks.activity(Responsable=name), workbooks.activity(ID="C1-02", Actividad="Otra")]
    ledger = new_ledger(_with_offices(rows, name))
    board = update.board(ledger)
    made = split(board)
    settings = board.reading.settings

    assert {*made} == {name, PLANNING}
    assert changes(take(ledger, *made.values())) == []
    for party in made:
        assert re.fullmatch(r"[A-Za-z0-9_.-]{1,150}", forms.form_name(settings, party, APRIL, 3))


def _with_offices(rows: list[dict[str, object]], *names: str) -> bytes:
    def add(workbook: Workbook) -> None:
        sheet = workbook.create_sheet("Dependencias")
        sheet.append(["Dependencia", "También escrita como", "Tipo"])
        for name in (*names, PLANNING):
            sheet.append([name, None, "dependencia"])

    return workbooks.book(rows, then=add)


# Files


SETTINGS = Settings("Alcaldía Municipal de Sesquilé", "Plan", 2023, (APRIL,))


@pytest.mark.parametrize(
    ("party", "cutoff", "version", "name"),
    [
        ("Hacienda", APRIL, 3, "PAAC_2023_sesquile_formato_hacienda_2023-04-30_v3.xlsx"),
        (TREASURY, None, None, "PAAC_2023_sesquile_formato_secretaria_de_hacienda.xlsx"),
        ("", APRIL, 3, "PAAC_2023_sesquile_formatos_2023-04-30_v3.zip"),
        ("漢字", APRIL, 3, "PAAC_2023_sesquile_formato_entidad_2023-04-30_v3.xlsx"),
    ],
)  # fmt: skip
def test_a_file_is_named_after_what_it_is(party, cutoff, version, name):
    assert forms.form_name(SETTINGS, party, cutoff, version) == name


def test_a_zip_holds_every_form_also_where_short_names_are_the_same():
    made = {f"Secretaría de {'nombre largo ' * 5}{n}": bytes([n]) for n in range(3)}

    data = forms.forms_zip(made, SETTINGS, APRIL, 3)

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        assert [archive.read(name) for name in names] == [*made.values()]
    assert len({*names}) == 3
    assert all(name.endswith(".xlsx") for name in names)
    assert data == forms.forms_zip(made, SETTINGS, APRIL, 3)


# Control Interno's own


def test_control_internos_form_changes_nothing_by_itself(new_ledger):
    ledger = new_ledger(EXAMPLE.read_bytes())

    proposal = take(ledger, control(update.board(ledger)), control=True)

    assert changes(proposal) == []
    assert not proposal.left


def test_control_interno_fills_in_what_it_verified(new_ledger):
    ledger = new_ledger(EXAMPLE.read_bytes())
    data = filled(
        control(update.board(ledger), cutoffs=[AUGUST]),
        ("C5-07", AUGUST, "Avance verificado", 1),
        ("C5-07", AUGUST, "Observaciones de Control Interno", "Visto el acta"),
    )

    proposal = take(ledger, data, control=True)

    before = contents.contents(update.board(ledger).reading).reports
    row = reports(proposal)["C5-07", AUGUST]
    assert {subject for _, subject in changes(proposal)} == {"C5-07"}
    assert (row["verified"], row["control_remarks"]) == (1, "Visto el acta")
    assert {k: v for k, v in row.items() if k not in ("verified", "control_remarks")} == before[
        "C5-07", AUGUST
    ]


def test_control_interno_changes_no_report(new_ledger):
    ledger = new_ledger(EXAMPLE.read_bytes())
    data = filled(control(update.board(ledger)), ("C5-07", AUGUST, VALUE, 2))

    proposal = take(ledger, data, control=True)

    assert changes(proposal) == []
    assert [(one.key, one.field) for one in proposal.left] == [(("C5-07", AUGUST), "value")]


def test_control_interno_and_an_office_meet_in_one_row(new_ledger):
    ledger = new_ledger(EXAMPLE.read_bytes())
    board = update.board(ledger)
    mine = filled(control(board), ("C5-07", AUGUST, "Avance verificado", 1))
    theirs = filled(split(board)[TREASURY], ("C5-07", AUGUST, VALUE, 2))
    update.commit(
        ledger, OPERATOR, take(ledger, theirs), at=AT, reasons={"*": "Se corrigió el avance"}
    )

    proposal = take(ledger, mine, control=True)

    row = reports(proposal)["C5-07", AUGUST]
    assert {subject for _, subject in changes(proposal)} == {"C5-07"}
    assert (row["value"], row["verified"]) == (2, 1)
