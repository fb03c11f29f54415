"""Work in a process of its own gives the same answer, and ends where it takes too much."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import zipfile

import pytest

from pac.ledger import apart, belongs, store, update
from pac.ledger.store import LedgerError
from pac.reading.reader import File
from tests.updates import AT
from tests.workbooks import PLAN_FILE, ROOT, plan_workbook, saved


@pytest.fixture
def ledger(tmp_path):
    opened = store.open_ledger(f"sqlite:///{tmp_path / 'tablero.sqlite'}")
    update.begin(opened, File("plan.xlsx", PLAN_FILE.read_bytes()), AT)
    return opened


def changed() -> File:
    workbook = plan_workbook()
    workbook["Seguimiento"]["D2"] = 1
    return File("libro.xlsx", saved(workbook))


def test_the_same_is_proposed_and_can_be_committed(ledger):
    held = update.board(ledger)
    said = []
    here = update.propose(ledger, [changed()], control=False)

    there = apart.propose(
        ledger, lambda _: held, {"files": [changed()], "control": False}, said.append
    )

    assert there.difference == here.difference
    assert there.findings == here.findings
    assert there.board is held
    assert there.reading is None  # tables stay where they were made
    assert said[0] == "Abriendo los archivos"
    version = update.commit(ledger, update.Actor("x", None, None, everything=True), there, at=AT)
    assert version.number == 2


def test_whoever_looked_at_another_version_is_told(ledger):
    with pytest.raises(LedgerError, match="otra persona"):
        apart.propose(ledger, lambda _: update.Board(), {"files": [changed()]}, lambda _: None)


def test_a_plan_of_another_year_has_no_board_yet(ledger):
    workbook = plan_workbook()
    for row in workbook["Parámetros"].iter_rows():
        if row[0].value == "Vigencia":
            row[1].value = 2024
        if row[0].value == "Cortes":
            row[1].value = "30/04/2024; 31/08/2024; 31/12/2024"
    asked = []

    def board_of(year):
        asked.append(year)
        return update.board(ledger, year) if year == 2023 else update.Board()

    file = File("2024.xlsx", saved(workbook))
    made = apart.propose(ledger, board_of, {"files": [file]}, lambda _: None)

    assert asked == [2024]
    assert made.board.number is None
    assert len(made.difference.changes) == 54


def test_a_file_is_known_as_it_is_here(ledger):
    file = update.board(ledger).file

    assert apart.belonging(ledger, file) == belongs.belonging(ledger, file)


def test_what_takes_more_than_its_share_is_ended():
    code = "from pac.ledger.apart import _give_way\n_give_way(1)\nwhile True: pass"

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60, check=False)

    assert done.returncode != 0


def test_a_process_that_does_not_answer_is_told_in_a_sentence(ledger, monkeypatch):
    monkeypatch.setattr(apart.sys, "executable", shutil.which("false"))

    with pytest.raises(LedgerError, match="El tablero no ha cambiado"):
        apart.belonging(ledger, changed())


def test_whoever_stops_waiting_leaves_no_process_behind(ledger):
    class Gone(Exception):  # noqa: N818  what Streamlit raises when a visitor goes on
        pass

    def leave(_step):
        raise Gone

    with pytest.raises(Gone):
        apart.propose(ledger, lambda _: update.board(ledger), {"files": [changed()]}, leave)


def test_a_file_is_large_by_what_it_comes_to():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 6_000_000)

    assert len(stream.getvalue()) < 10_000
    assert apart.is_large([File("a.xlsx", stream.getvalue())])
    assert not apart.is_large([File("a.xlsx", PLAN_FILE.read_bytes()), File("b.xlsx", b"PK")])
