"""A year of the board on the command line (design, section 6)."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pac.__main__ import main
from pac.reading import reader
from tests.workbooks import PLAN_FILE, ROOT, found, saved

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
    assert run(*asked, "--estado", "retirar")[0] == 0

    assert run("cuenta")[1] == "control: Control Interno, controla (retirada)\n"


def test_a_damaged_file_of_the_board_is_found(run, tmp_path):
    import sqlite3

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
