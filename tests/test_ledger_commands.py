"""A year of the board on the command line (design, section 6)."""

from __future__ import annotations

import datetime as dt
import getpass
import io
import json
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pac.__main__ import main
from pac.commands import updating
from pac.ledger import access, update
from pac.reading import reader
from tests.updates import (
    APRIL,
    AUGUST,
    DECEMBER,
    PLAN,
    REMARKS,
    VALUE,
    VERIFIED,
    accepted,
    begun,
    edited,
    new_ledger,
    own_workbook,
    typed,
)
from tests.workbooks import PLAN_FILE, ROOT, activity, found, saved
from tests.workbooks import book as book_of

OFFICE = ("--por", "Secretaría de Planeación")


@pytest.fixture(autouse=True)
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAC_DATA", str(tmp_path / "datos"))


@pytest.fixture
def run(capsys):
    def call(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def book(path: Path, **cells: object) -> Path:
    """Write the plan with some cells changed: ``Plan_G3=2``."""
    workbook = load_workbook(PLAN_FILE)
    for place, value in cells.items():
        sheet, _, cell = place.partition("_")
        workbook[sheet][cell] = value
    path.write_bytes(saved(workbook))
    return path


def versions(run) -> list[dict[str, object]]:
    code, out, _ = run("versiones", "--json")
    assert code == 0
    return json.loads(out)


def test_the_first_version_is_made_from_the_plan_of_the_project(run):
    [one] = versions(run)

    assert one["number"] == 1
    assert one["parent"] is None
    assert one["plan_year"] == 2023
    assert one["current"] is True
    assert one["restored_from"] is None
    assert len(one["code"]) == 64


def test_an_update_adds_a_version_that_the_summary_shows(run, tmp_path):
    path = book(tmp_path / "libro.xlsx", Seguimiento_D2=1)

    code, out, _ = run("actualizar", path, *OFFICE, "--nota", "abril")

    assert code == 0
    assert "versión 2" in out
    last = versions(run)[-1]
    assert (last["parent"], last["by"], last["note"]) == (1, "Secretaría de Planeación", "abril")
    _, out, _ = run("resumen", "--json", "--corte", "2023-04-30")
    assert json.loads(out)["plan"]["reported"] == 1


def test_findings_block_and_nothing_changes(run, tmp_path):
    code, out, _ = run("actualizar", book(tmp_path / "a.xlsx", Seguimiento_D2="mucho"), *OFFICE)

    assert code == 1
    assert "Seguimiento!D2" in out
    assert len(versions(run)) == 1


def test_a_changed_target_needs_its_reason(run, tmp_path):
    path = book(tmp_path / "libro.xlsx", Plan_G3=2)

    code, _, err = run("actualizar", path, *OFFICE)
    assert code == 1
    assert "target_changed:C1-02" in err
    assert len(versions(run)) == 1

    for given in ("target_changed:C1-02", "C1-02", "target_changed", "*"):
        assert run("actualizar", path, *OFFICE, "--motivo", f"{given}=Acuerdo 3 = comité")[0] == 0
        assert run("restaurar", 1, "--nota", "de nuevo")[0] == 0


def test_a_wrong_call_is_told_from_a_blocked_one(run, tmp_path):
    for arguments in (
        ("actualizar", tmp_path / "a.xlsx"),
        ("actualizar", "--por", "x"),
        ("actualizar", "a.xlsx", "--por", "x", "--motivo", "sin igual"),
        ("cerrar", "ayer", "--por", "x"),
        ("restaurar", "dos"),
    ):
        with pytest.raises(SystemExit) as stopped:
            run(*arguments)
        assert stopped.value.code == 2
    assert run("actualizar", tmp_path / "no hay.xlsx", *OFFICE)[0] == 1


def test_whoever_saw_an_older_version_is_told(run, tmp_path):
    first = book(tmp_path / "a.xlsx", Seguimiento_D2=1)
    second = book(tmp_path / "b.xlsx", Seguimiento_D3=1)
    assert run("actualizar", first, *OFFICE, "--base", 1)[0] == 0

    code, _, err = run("actualizar", second, *OFFICE, "--base", 1)

    assert code == 3
    assert "Secretaría de Planeación actualizó" in err
    assert len(versions(run)) == 2


def test_nothing_new_makes_no_version(run):
    code, out, _ = run("actualizar", PLAN_FILE, *OFFICE)

    assert code == 0
    assert "Nada cambia" in out
    assert len(versions(run)) == 1


def test_codes_and_files_are_known_or_not(run, tmp_path):
    [one] = versions(run)
    for code in (one["code"], one["short_code"], str(one["short_code"]).lower()):
        result, out, _ = run("verificar", code, "--json")
        assert result == 0
        assert json.loads(out)["version"]["number"] == 1
    assert run("verificar", "AAAA-BBBB-CCCC-DDDD")[0] == 1
    result, out, _ = run("verificar", PLAN_FILE, "--json")
    assert (result, json.loads(out)["ok"]) == (0, True)
    result, out, _ = run("verificar", book(tmp_path / "x.xlsx", Plan_G3=9), "--json")
    assert (result, json.loads(out)["version"]) == (1, None)
    assert run("verificar")[0] == 0


def test_a_cut_off_is_closed_once_and_opened_with_a_reason(run):
    assert run("cerrar", "2023-04-30", "--por", "Control Interno")[0] == 0
    assert run("cerrar", "2023-04-30", "--por", "Control Interno")[0] == 1
    assert run("cerrar", "2023-05-01", "--por", "Control Interno")[0] == 1
    assert run("cerrar", "2023-04-30", "--por", "Control Interno", "--reabrir")[0] == 1
    reopened = run("cerrar", "2023-04-30", "--por", "CI", "--reabrir", "--nota", "faltó un acta")
    assert reopened[0] == 0


def test_forms_come_back_together_and_change_nothing(run, tmp_path):
    code, out, _ = run("formatos", tmp_path / "formatos")
    assert code == 0
    made = sorted((tmp_path / "formatos").glob("*.xlsx"))
    assert len(made) == len(out.splitlines())
    assert all(one.name.isascii() and " " not in one.name for one in made)

    code, out, _ = run("unir", *made, "-o", tmp_path / "unido.xlsx")

    assert code == 0
    assert "Nada cambia" in out
    assert reader.read(reader.load(tmp_path / "unido.xlsx")).acceptable


def test_two_forms_that_disagree_are_listed(run, tmp_path):
    first = book(tmp_path / "a.xlsx", Seguimiento_D2=1)
    second = book(tmp_path / "b.xlsx", Seguimiento_D2=2)

    code, out, _ = run("unir", first, second, "-o", tmp_path / "unido.xlsx")

    assert code == 1
    assert "dos valores" in out
    assert not (tmp_path / "unido.xlsx").exists()


def test_the_marked_copy_says_the_same_and_never_replaces_the_book(run, tmp_path):
    path = book(tmp_path / "libro.xlsx", Seguimiento_D2="mucho")
    before = path.read_bytes()

    assert run("revisar", path, "--anotar", tmp_path / "marcado.xlsx")[0] == 1
    assert run("revisar", path, "--anotar", path)[0] == 2

    assert path.read_bytes() == before
    marked = reader.read(reader.load(tmp_path / "marcado.xlsx"))
    assert found(marked) == found(reader.read(reader.load(path)))
    notes = load_workbook(tmp_path / "marcado.xlsx")["Seguimiento"]["D2"].comment
    assert notes is not None


def test_a_backup_ends_in_the_same_codes(run, tmp_path, monkeypatch):
    run("actualizar", book(tmp_path / "a.xlsx", Seguimiento_D2=1), *OFFICE)
    before = versions(run)
    assert run("respaldo", tmp_path / "copia.zip")[0] == 0
    assert run("respaldo", "--recuperar", tmp_path / "copia.zip")[0] == 1  # it is not empty
    monkeypatch.setenv("PAC_DATA", str(tmp_path / "otros"))

    assert run("respaldo", "--recuperar", tmp_path / "copia.zip")[0] == 0

    assert versions(run) == before


def test_an_account_is_made_changed_and_listed(run, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("una clave muy larga\n"))
    asked = ("cuenta", "--usuario", "control")
    assert run(*asked)[0] == 2
    assert run(*asked, "--cargo", "Control Interno", "--rol", "controla")[0] == 0
    assert run(*asked, "--retirar")[0] == 0

    assert run("cuenta")[1] == "control: Control Interno, controla (retirada)\n"


def test_a_damaged_file_of_the_board_is_found(run, tmp_path):
    versions(run)
    [path] = (tmp_path / "datos").glob("*.sqlite")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE versions SET record = replace(record, 'Primera', 'primera')")
    connection.close()

    code, out, _ = run("verificar", "--json")

    assert code == 1
    assert json.loads(out)["problems"][0]["where"] == "Versión 1"


def test_a_process_says_it_with_its_exit_code():
    done = subprocess.run(
        [sys.executable, "-m", "pac", "verificar", "AAAA-BBBB"],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip

    assert done.returncode == 1
    assert done.stdout == "Ninguna versión de este tablero tiene ese código.\n"
    assert not done.stderr


# A small board, quick to put together


@pytest.fixture
def small(tmp_path) -> Path:
    """Return the folder of books; the board is the small plan with its reports."""
    begin(tmp_path)
    return tmp_path


def begin(folder: Path, data: bytes | None = None) -> None:
    (folder / "datos").mkdir()
    begun(folder / "datos", data).close()


def own_book(folder: Path, name: str, *edits) -> Path:
    """Write the board's own workbook as an office returns it after these edits."""
    ledger = new_ledger(folder / "datos")
    path = folder / name
    path.write_bytes(edited(own_workbook(ledger), *edits))
    ledger.close()
    return path


def told(run, *arguments: object) -> tuple[int, dict]:
    code, out, _ = run(*arguments, "--json")
    return code, json.loads(out)


def test_a_year_on_the_command_line(run, small, monkeypatch):
    forms = small / "Formatos del año ñ"
    assert run("formatos", forms)[0] == 0
    planning = next(forms.glob("*planeacion*.xlsx"))
    assert "2023-04-30" in planning.name
    workbook = load_workbook(planning)
    typed("C1-01", VALUE, 0, APRIL)(workbook)
    workbook.save(planning)

    # April: the office lowers what it had said, which needs a reason
    code, said = told(run, "actualizar", planning, *OFFICE, "--nota", "abril")
    assert (code, said["missing_reasons"]) == (1, ["progress_lowered:C1-01"])
    assert (said["updated"], said["version"]) == (False, None)
    reason = ("--motivo", "progress_lowered:C1-01=Se contó dos veces")
    code, said = told(run, "actualizar", planning, *OFFICE, "--nota", "abril", *reason)
    assert (code, said["updated"], said["base"]) == (0, True, 1)
    assert said["version"]["number"] == 2

    # Control Interno fills in its own form, and closes
    control = next(forms.glob("*control_interno*.xlsx"))
    workbook = load_workbook(control)
    typed("C1-01", VERIFIED, 0, APRIL)(workbook)
    workbook.save(control)
    code, said = told(run, "actualizar", control, "--por", "Control Interno", "--rol", "controla")
    assert (code, [one["code"] for one in said["changes"]]) == (0, ["verified_changed:C1-01"])
    code, said = told(run, "cerrar", "2023-04-30", "--por", "Control Interno", "--nota", "Acta 4")
    assert (code, said["kind"], said["note"]) == (0, "close", "Acta 4")
    code, out, _ = run("formatos", forms)
    assert (code, "2023-08-31" in out, "2023-04-30" in out) == (0, True, False)
    assert run("formatos", forms, "--corte", "2023-04-30")[0] == 1

    # a date that had passed is moved: the closed cut-off still counts the old one (R17)
    before = told(run, "resumen", "--corte", "2023-04-30")[1]
    moved = own_book(
        small, "movido.xlsx",
        typed("C1-01", "Fecha de cumplimiento", "31 de agosto y 31 de diciembre"),
    )  # fmt: skip
    june = dt.datetime(2023, 6, 30, 15, tzinfo=dt.UTC)
    monkeypatch.setattr(updating, "now", lambda: june)
    assert run("actualizar", moved, *OFFICE)[0] == 1
    assert run("actualizar", moved, *OFFICE, "--motivo", "*=Acuerdo del comité")[0] == 0
    after = told(run, "resumen", "--corte", "2023-04-30")[1]
    assert after == before
    assert told(run, "resumen", "--corte", "2023-12-31")[1]["activities"][0]["due"] == [
        "2023-08-31",
        "2023-12-31",
    ]
    assert told(run, "resumen", "--version", 1)[1]["closed"] is False

    every = versions(run)
    assert [one["number"] for one in every] == [1, 2, 3, 4, 5]
    assert [one["parent"] for one in every] == [None, 1, 2, 3, 4]
    assert [one["current"] for one in every] == [False] * 4 + [True]
    for one in every:
        code, said = told(run, "verificar", one["short_code"])
        assert (code, said["ok"], said["version"]) == (0, True, one)
    again = own_book(small, "otra vez guardado.xlsx")  # other bytes, the same said
    code, said = told(run, "verificar", again)
    assert (code, said["version"]["number"]) == (0, 5)

    code, said = told(run, "restaurar", 4, "--por", "Planeación", "--nota", "El acuerdo no valía")
    assert (code, said["restored_from"], said["number"]) == (0, 4, 6)
    every = versions(run)
    copy = small / "copia.zip"
    assert run("respaldo", copy)[0] == 0
    monkeypatch.setenv("PAC_DATA", str(small / "otro equipo"))
    assert run("respaldo", "--recuperar", copy)[0] == 0
    assert versions(run) == every
    assert run("verificar")[1] == "Todo está como se guardó.\n"
    code, out, _ = run("versiones")
    assert "Versión 6 (está en el tablero). Regreso a una versión anterior, la 4." in out
    assert "El acuerdo no valía" in out


def test_what_is_of_control_interno_is_left_and_said(run, small):
    path = own_book(
        small, "a.xlsx", typed("C1-01", VERIFIED, 1, APRIL), typed("C1-01", VALUE, 2, APRIL),
        typed("C1-01", REMARKS, "Falta el acta", APRIL),
    )  # fmt: skip

    code, out, _ = run("actualizar", path, *OFFICE)
    assert (code, "2 celdas que no se toman" in out, "(--rol" in out) == (0, True, False)
    assert "a.xlsx, Seguimiento!J2: Avance verificado dice 1" in out
    assert "a.xlsx, Seguimiento!K2: Observaciones de Control Interno dice «Falta el acta»" in out

    code, said = told(run, "actualizar", path, *OFFICE, "--rol", "controla", "--simular")
    assert [one["code"] for one in said["changes"]] == ["verified_changed:C1-01"]
    assert (code, said["updated"], len(versions(run))) == (0, False, 2)

    code, out, _ = run("actualizar", path, *OFFICE, "--rol", "todo")
    assert (code, "que no se tom" in out, len(versions(run))) == (0, False, 3)


def test_two_books_that_disagree_are_decided_by_an_answer(run, small):
    books = [
        own_book(small, f"{name}.xlsx", typed("C2-02", VALUE, value, AUGUST))
        for name, value in (("a", 1), ("b", 2))
    ]

    options = ["1 (a.xlsx, Seguimiento!D9)", "2 (b.xlsx, Seguimiento!D9)"]

    code, said = told(run, "actualizar", *books, *OFFICE)
    [doubt] = said["doubts"]
    assert (code, said["acceptable"], doubt["options"]) == (1, False, options)

    for wrong in (f"{doubt['name']}=3", "C9-99 value=1"):
        code, _, err = run("actualizar", *books, *OFFICE, "--respuesta", wrong)
        assert (code, "El tablero no ha cambiado" in err) == (2, True)
    code, said = told(run, "actualizar", *books, *OFFICE, "--respuesta", f"{doubt['name']}=2")
    assert (code, said["changes"][0]["message"]) == (0, "se reporta 2 en C2-02 (31 ago 2023)")


def test_a_doubt_of_a_cell_is_answered_and_then_the_next_one(run, small):
    path = own_book(small, "a.xlsx", typed("C2-01", VALUE, (45, "General"), AUGUST))
    other = own_book(small, "b.xlsx", typed("C2-01", VALUE, (0.8, "0%"), AUGUST))

    code, out, _ = run("actualizar", path, *OFFICE)
    [line] = [line for line in out.splitlines() if "--respuesta" in line]
    answer = line.split('"')[1]
    assert (code, "45\N{NO-BREAK SPACE}%" in line) == (1, True)
    assert run("actualizar", path, *OFFICE, "--respuesta", answer, "--motivo", "*=Acta")[0] == 0

    _, said = told(run, "actualizar", path, other, *OFFICE, "--simular")
    assert [one["name"] for one in said["doubts"]] == [answer.rpartition("=")[0]]
    answers = ("--respuesta", answer, "--respuesta", "C2-01 2023-08-31 value=1")
    assert run("actualizar", path, other, *OFFICE, *answers, "--motivo", "*=Acta")[0] == 0


def test_a_warning_is_silenced_with_its_reason_and_a_misspelt_code_is_told(run, small):
    path = own_book(
        small, "a.xlsx", typed("C2-02", "Indicador", "Número de trámites"),
        typed("C2-02", "Meta", (0.5, "0%")),
    )  # fmt: skip
    _, said = told(run, "actualizar", path, *OFFICE, "--simular")
    [warning] = [one for one in said["findings"] if one["code"] == "percent_for_count"]
    reasons = ("--motivo", "target_changed=Acuerdo 3")
    assert "(percent_for_count:C2-02)" in run("actualizar", path, *OFFICE, "--simular")[1]

    code, _, err = run("actualizar", path, *OFFICE, *reasons, "--motivo", "tarjet=x")
    assert (code, "tarjet" in err) == (2, True)

    assert (
        run("actualizar", path, *OFFICE, *reasons, "--motivo", f"{warning['code']}=Así es")[0] == 0
    )
    ledger = new_ledger(small / "datos")
    kept = update.board(ledger).content("silenced")
    ledger.close()
    assert {one["reason"] for one in kept} == {"Así es"}
    assert {one["by"] for one in kept} == {OFFICE[1]}


def test_a_joined_book_changes_what_its_parts_did(run, small):
    emptied = own_book(small, "a.xlsx", typed("C1-02", VALUE, None, AUGUST))
    raised = own_book(small, "b.xlsx", typed("C1-01", VALUE, 3, AUGUST))
    _, apart = told(run, "actualizar", emptied, raised, *OFFICE, "--simular")
    out = small / "unido.xlsx"

    assert run("unir", emptied, raised, "-o", out)[0] == 0
    assert run("unir", emptied, raised, "-o", raised)[0] == 2

    _, joined = told(run, "actualizar", out, *OFFICE, "--simular")
    assert joined["changes"] == apart["changes"]
    assert {one["kind"] for one in joined["changes"]} == {"report_removed", "progress_raised"}
    assert len(versions(run)) == 1


def test_of_two_processes_that_saw_one_version_one_is_told(run, small):
    books = [
        own_book(small, f"{name}.xlsx", typed(name, VALUE, 1, DECEMBER))
        for name in ("C1-02", "C2-02")
    ]

    def started(book: Path, *more: str) -> subprocess.Popen:
        order = [sys.executable, "-m", "pac", "actualizar", str(book), *OFFICE, *more]
        return subprocess.Popen(
            order, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    codes = sorted(
        one.wait(timeout=120) for one in [started(book, "--base", "1") for book in books]
    )
    assert codes == [0, 3]
    late = [started(book) for book in books]  # one of them changes nothing any more
    assert all(one.wait(timeout=120) in (0, 3) for one in late)

    every = versions(run)
    assert [one["parent"] for one in every] == [None, *range(1, len(every))]
    assert run("verificar")[0] == 0


# Names, places and hands that nobody foresaw


@pytest.mark.parametrize(
    "name",
    ["año ñandú 2023 «final».xlsx", "dos\nlíneas\x1b[31m.xlsx", "derecha\u202exslx.xlsx",
     "medio\udc80.xlsx", "-o.xlsx", "👩🏽‍⚖️.xlsx"],
)  # fmt: skip
def test_a_name_prints_on_its_line_and_moves_nothing(run, small, name):
    path = own_book(small, "a.xlsx", typed("C1-01", VALUE, 3, AUGUST)).rename(small / name)

    for arguments in (
        ("revisar", path),
        ("verificar", path),
        ("unir", path, "-o", small / f"unido {name}"),
        ("actualizar", path, *OFFICE, "--nota", "una\x1b[31m nota"),
        ("versiones",),
        ("verificar", path),
        ("revisar", small / f"no hay {name}"),
        ("actualizar", small / f"no hay {name}", *OFFICE),
    ):
        _, out, err = run(*arguments)
        assert not {"\x1b", "\u202e", "\r"} & {*out, *err}
        assert "líneas" not in [line.split("\x1b")[0] for line in out.splitlines()]
    assert run("verificar", path)[0] == 0
    assert len(versions(run)) == 2


def test_a_name_that_no_encoding_has_is_printed_in_a_real_process(small):
    path = own_book(small, "a.xlsx").rename(small / "medio\udc80.xlsx")

    done = subprocess.run(
        [sys.executable, "-m", "pac", "verificar", path],
        cwd=ROOT, capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "cp850"},
    )  # fmt: skip

    assert done.returncode == 0
    assert "una copia de la versión 1" in done.stdout.decode("utf-8")


def test_what_cannot_be_written_is_said_and_leaves_nothing(run, small):
    book = own_book(small, "a.xlsx")
    (small / "archivo").write_text("x")
    before = sorted(small.iterdir())

    for arguments in (
        ("revisar", book, "--anotar", small / "no hay" / "b.xlsx"),
        ("unir", book, "-o", small / "no hay" / "b.xlsx"),
        ("unir", book, "-o", small / "datos"),
        ("formatos", small / "archivo"),
        ("respaldo", small / ("x" * 300)),
        ("respaldo", "--recuperar", small / "no hay.zip"),
    ):
        code, _, err = run(*arguments)
        assert code == 1
        assert err.strip()
        assert "Errno" not in err
    assert sorted(small.iterdir()) == before
    ledger = new_ledger(small / "datos")
    assert access.events(ledger) == ()
    ledger.close()


def test_a_book_is_never_replaced_by_what_is_made_of_it(run, small):
    book = own_book(small, "a.xlsx")
    link = small / "enlace.xlsx"
    link.hardlink_to(book)
    before = book.read_bytes()

    assert run("revisar", book, "--anotar", link)[0] == 2
    assert run("unir", book, "-o", small / "datos" / ".." / "a.xlsx")[0] == 2
    place = small / "datos" / "tablero.sqlite"
    assert run("respaldo", place)[0] == 2

    assert book.read_bytes() == before
    assert run("verificar")[0] == 0


def test_a_sound_book_is_cleared_of_earlier_marks_and_json_stands_alone(run, small):
    book = own_book(small, "a.xlsx", typed("C1-01", VALUE, "mucho", AUGUST))
    out = small / "marcado.xlsx"

    code, said = told(run, "revisar", book, "--anotar", out)
    assert (code, said["acceptable"]) == (1, False)
    workbook = load_workbook(out)
    typed("C1-01", VALUE, 2, AUGUST)(workbook)
    workbook.save(out)
    assert run("revisar", out, "--anotar", small / "limpio.xlsx")[0] == 0
    assert "Revisión" not in " ".join(load_workbook(small / "limpio.xlsx").sheetnames)


def test_a_file_that_is_no_book_gets_no_marked_copy(run, tmp_path):
    book = tmp_path / "a.xlsx"
    book.write_bytes(b"PK no es un libro")

    code, out, err = run("revisar", book, "--anotar", tmp_path / "b.xlsx")

    assert code == 1
    assert "no se puede abrir" in out
    assert "No se hizo la copia marcada" in err
    assert not (tmp_path / "b.xlsx").exists()


# The ledger


def test_the_summary_and_the_check_of_all_make_no_version(run, tmp_path):
    assert told(run, "resumen")[1]["plan"]["activities"] == 54
    assert not (tmp_path / "datos").exists()
    assert run("resumen", "--version", 3)[0] == 1
    assert run("resumen", PLAN_FILE, "--version", 3)[0] == 2
    assert run("verificar")[0] == 0
    assert run("cuenta")[1] == "El tablero todavía no tiene cuentas.\n"
    assert "Versión" not in run("resumen")[1]


@pytest.mark.usefixtures("small")
def test_the_summary_is_of_the_board_in_force_or_of_a_version_or_a_year(run):
    _, out, _ = run("resumen")
    assert "Municipio de Prueba" in out
    assert "Versión 1 del tablero" in out
    assert run("resumen", "--vigencia", 2023)[0] == 0
    for arguments in (("--vigencia", 2030), ("--version", 9)):
        code, _, err = run("resumen", *arguments)
        assert (code, err.count("\n")) == (1, 1)


def test_a_code_does_not_hold_where_what_it_vouches_for_was_changed(run, small):
    [one] = versions(run)
    with sqlite3.connect(small / "datos" / "tablero.sqlite") as connection:
        connection.execute("UPDATE files SET data = zeroblob(20)")
    connection.close()

    code, said = told(run, "verificar", one["code"])

    assert (code, said["ok"], said["version"]) == (1, False, one)
    assert said["problems"]
    code, out, _ = run("verificar", one["code"])
    assert "No todo está como se guardó" in out


def test_a_database_that_is_none_is_a_problem_not_a_crash(run, tmp_path):
    (tmp_path / "datos").mkdir()
    (tmp_path / "datos" / "tablero.sqlite").write_bytes(b"basura " * 1000)

    code, said = told(run, "verificar")
    assert (code, said["ok"], len(said["problems"])) == (1, False, 1)
    for arguments in (("versiones",), ("resumen",), ("actualizar", PLAN_FILE, *OFFICE)):
        code, _, err = run(*arguments)
        assert (code, "No se pudo abrir la base de datos" in err) == (1, True)


def test_a_changed_copy_says_from_which_version_it_came_and_in_what_it_differs(run, small):
    path = own_book(small, "a.xlsx", typed("C1-01", VALUE, 3, AUGUST))

    code, said = told(run, "verificar", path)

    assert (code, said["ok"], said["version"]["number"]) == (1, False, 1)
    assert "Sube de 2 a 3 en C1-01" in said["problems"][0]["message"]
    code, out, _ = run("verificar", small / "no hay.xlsx")
    assert (code, "No existe el archivo" in out) == (1, True)
    assert run("verificar", "x" * 6000)[0] == 1


def test_the_cut_off_of_an_earlier_year_is_closed_in_its_year(run, small):
    ledger = new_ledger(small / "datos")
    data = book_of(PLAN, parameters={"Vigencia": 2024})
    accepted(ledger, data)
    ledger.close()

    assert told(run, "cerrar", "2023-04-30", "--por", "Control Interno")[1]["plan_year"] == 2023
    assert told(run, "cerrar", "2024-04-30", "--por", "Control Interno")[1]["plan_year"] == 2024
    assert [one["number"] for one in versions(run) if one["current"]] == [3, 4]
    assert told(run, "resumen", "--vigencia", 2023)[1]["closed"] is True


def test_a_backup_is_for_its_owner_and_the_page_knows_of_it(run, small):
    assert run("respaldo", small / "copia.zip", "--por", "Sistemas")[0] == 0

    ledger = new_ledger(small / "datos")
    event = access.last_event(ledger, "backup")
    ledger.close()
    assert event is not None
    assert (event.by, event.detail["newest"]) == ("Sistemas", 1)
    if os.name == "posix":
        assert stat.S_IMODE((small / "copia.zip").stat().st_mode) == 0o600
    assert not [one for one in small.iterdir() if one.name.startswith(".")]


def test_two_parties_of_one_short_name_get_a_form_each(run, tmp_path):
    long = "Secretaría de Desarrollo Económico, Turismo y Cultura"
    plan = [
        activity(Responsable=f"{long} {which}", ID=f"C1-0{n}", Actividad=f"Hacer lo de {which}")
        for n, which in enumerate(("Norte", "Sur", "Centro"), 1)
    ]
    begin(tmp_path, book_of(plan))

    code, out, _ = run("formatos", tmp_path / "formatos")

    made = sorted((tmp_path / "formatos").iterdir())
    assert (code, len(made)) == (0, 4)
    assert sorted(out.splitlines()) == [str(one) for one in made]


def test_a_password_is_asked_twice_and_never_shown(run, monkeypatch):
    typed_ones = iter(["una clave muy larga", "otra clave muy larga"])
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(getpass, "getpass", lambda _: next(typed_ones))
    new = ("cuenta", "--usuario", "Jefe", "--cargo", "Despacho", "--rol", "administra")
    code, out, err = run(*new)
    assert (code, "no son iguales" in err) == (1, True)
    monkeypatch.setattr(getpass, "getpass", lambda _: "una clave muy larga")

    code, out, err = run(*new)
    assert (code, out, err) == (0, "jefe: Despacho, administra\n", "")
    assert run("cuenta", "--usuario", "JEFE", "--clave")[0] == 0
    assert run("cuenta", "--usuario", "jefe", "--cargo", "Alcaldía", "--rol", "administra")[0] == 0
    code, _, err = run("cuenta", "--usuario", "jefe", "--retirar")
    assert (code, "única cuenta activa" in err) == (1, True)
    assert told(run, "cuenta")[1] == [
        {"name": "jefe", "post": "Alcaldía", "role": "administra", "active": True}
    ]
    for what in ("--clave", "--retirar", "--activar"):
        code, _, err = run("cuenta", "--usuario", "nadie", what)
        assert (code, "No hay una cuenta" in err) == (1, True)
    monkeypatch.setattr(getpass, "getpass", lambda _: "corta")
    code, out, err = run("cuenta", "--usuario", "jefe", "--clave")
    assert (code, "10 caracteres" in err, "corta" in out + err) == (1, True, False)


def test_an_account_without_a_name_or_a_wish_is_a_wrong_call(run):
    assert run("cuenta", "--clave")[0] == 2
    assert run("cuenta", "--usuario", "x")[0] == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["actualizar"], ["actualizar", "a.xlsx"], ["actualizar", "a.xlsx", "--por", " "],
        ["actualizar", "a.xlsx", "--por", "x", "--rol", "jefe"],
        ["actualizar", "a.xlsx", "--por", "x", "--base", "0"],
        ["actualizar", "a.xlsx", "--por", "x", "--base", "dos"],
        ["actualizar", "a.xlsx", "--por", "x", "--motivo", "=x"],
        ["actualizar", "a.xlsx", "--por", "x", "--respuesta", "a=b"],
        ["actualizar", "a.xlsx", "--por"], ["actualizar", "a.xlsx", "--json=si", "--por", "x"],
        ["unir", "a.xlsx"], ["unir", "-o", "b.xlsx"], ["cerrar", "2023-02-30", "--por", "x"],
        ["cuenta", "--usuario", "x", "--retirar", "--activar"], ["cuenta", "--rol", "jefe"],
        ["respaldo"], ["respaldo", "a", "--recuperar", "b"], ["restaurar"], ["restaurar", "-1"],
        ["formatos"], ["versiones", "--hola"], ["verificar", "a", "b"], ["cerrar", "--ayuda"],
        ["respaldo", "-h"], ["verificar", "--ayuda"],
    ],
)  # fmt: skip
def test_each_order_explains_itself_in_spanish(capsys, arguments):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)

    said = capsys.readouterr()
    text = (said.out + said.err).lower()
    assert stopped.value.code == (0 if {"-h", "--ayuda"} & {*arguments} else 2)
    assert text.startswith("uso: python -m pac")
    assert text.count("uso: ") == 1
    for english in ("usage", "required", "argument ", "invalid", "unrecognized", "expected", "show",
                    "options", "positional", "choose", "not allowed", "one of"):  # fmt: skip
        assert english not in text
