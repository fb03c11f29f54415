"""``python -m pac``, as whoever automates or checks runs it (design, section 6)."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pac.__main__ import main
from tests import workbooks
from tests.workbooks import PLAN_FILE, plan_workbook, saved

CUTOFFS = (dt.date(2023, 4, 30), dt.date(2023, 8, 31), dt.date(2023, 12, 31), dt.date(2024, 1, 31))


def run(capsys, *arguments: object) -> tuple[int, str, str]:
    code = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def all_done(tmp_path) -> Path:
    """The real plan with everything due reported done at each cut-off."""
    workbook = plan_workbook()
    reading = workbooks.read(PLAN_FILE.read_bytes())
    sheet = workbook["Seguimiento"]
    for activity_id, _, as_of, value, *_ in sheet.iter_rows(min_row=2):
        row = reading.activities.loc[activity_id.value]
        due = sum(day <= as_of.value.date() for day in row["milestones"])
        if not due:
            continue
        share = 1.0 if row["accumulation"] == "per_milestone" else due / len(row["milestones"])
        target = row["applied_target"]
        value.value = target / 100 * share if row["unit"] == "percent" else target * share
    path = tmp_path / "todo.xlsx"
    path.write_bytes(saved(workbook))
    return path


@pytest.mark.parametrize(
    ("cutoff", "due", "attainment"),
    list(zip(CUTOFFS, (14, 24, 54, 54), (0.2052, 0.3827, 0.9815, 1.0), strict=True)),
)
def test_a_municipality_that_does_everything_on_time_complies_wholly(
    capsys, all_done, cutoff, due, attainment
):
    code, out, _ = run(capsys, "resumen", all_done, "--corte", cutoff, "--json")

    plan = json.loads(out)["plan"]
    assert code == 0
    assert (plan["fulfilled"], plan["scheduled"], plan["compliance"]) == (due, due, 1)
    assert plan["attainment"] == pytest.approx(attainment, abs=5e-5)
    assert plan["level"] is None  # the cut-off is open


def test_without_any_report_no_figure_pretends_to_be_zero(capsys):
    for cutoff in CUTOFFS:
        _, out, _ = run(capsys, "resumen", "--corte", cutoff, "--json")
        said = json.loads(out)
        for group in (said["plan"], *said["components"], *said["offices"]):
            assert group["attainment"] is None
            assert group["compliance"] is None
            assert group["level"] is None
        assert all(one["attainment"] is None for one in said["activities"])
        assert all(one["actual"] is None for one in said["activities"])


def test_the_summary_has_the_fields_of_the_contract(capsys):
    _, out, _ = run(capsys, "resumen", "--json")
    said = json.loads(out)

    figures = {"attainment", "compliance", "level", "scheduled", "fulfilled", "reported"}
    figures |= {"activities"}
    assert set(said) == {
        "cutoff", "closed", "tier", "plan", "components", "offices", "activities",
    }  # fmt: skip
    assert (said["cutoff"], said["closed"], said["tier"]) == ("2023-04-30", False, "reported")
    assert set(said["plan"]) == figures
    assert all(set(one) == figures | {"number", "name"} for one in said["components"])
    assert all(set(one) == figures | {"name", "kind"} for one in said["offices"])
    assert [one["activities"] for one in said["components"]] == [8, 5, 13, 10, 15, 3]
    assert sum(one["activities"] for one in said["offices"]) == 54
    assert set(said["activities"][0]) == {
        "id", "component", "strategy", "objective", "activity", "indicator", "target",
        "applied_target", "accumulation", "start", "due", "offices", "lead", "actual",
        "attainment", "expected", "status", "reported",
    }  # fmt: skip
    by_id = {one["id"]: one for one in said["activities"]}
    assert by_id["C2-01"]["target"] == {"value": 90, "unit": "percent"}
    assert by_id["C5-06"]["applied_target"] == 4
    assert by_id["C1-01"]["start"] == "2023-01-01"
    assert sum(len(one["due"]) for one in said["activities"]) == 85
    assert sum(day.startswith("2024-01") for one in by_id.values() for day in one["due"]) == 4


def test_a_closed_cut_off_gives_the_verified_tier_and_levels(capsys):
    example = workbooks.ROOT / "data" / "ejemplo_seguimiento_2023.xlsx"
    _, out, _ = run(capsys, "resumen", PLAN_FILE, "--seguimiento", example, "--json")
    said = json.loads(out)

    assert (said["cutoff"], said["closed"], said["tier"]) == ("2023-04-30", True, "verified")
    assert said["plan"]["level"] in ("bajo", "medio", "alto")


def test_a_sound_book_is_acceptable_and_exits_with_zero(capsys):
    code, out, _ = run(capsys, "revisar", PLAN_FILE, "--json")
    said = json.loads(out)

    assert code == 0
    assert (said["activities"], said["components"], said["acceptable"]) == (54, 6, True)
    assert set(said["findings"][0]) == {"code", "severity", "cells", "message"}
    assert any("fechas sin año" in one["message"] for one in said["conventions"])


def test_errors_block_updating_and_exit_with_one(capsys, tmp_path):
    workbook = plan_workbook()
    workbook["Seguimiento"]["D2"] = "mucho"
    path = tmp_path / "PAAC_2023.xlsx"
    path.write_bytes(saved(workbook))

    code, out, _ = run(capsys, "revisar", path)

    assert code == 1
    assert out.startswith("Revisamos PAAC_2023.xlsx: 54 actividades, 6 componentes")
    assert "1 celda por corregir antes de actualizar" in out
    assert "Seguimiento!D2" in out


def test_a_file_that_is_not_there_is_said_in_spanish(capsys, tmp_path):
    for command in ("revisar", "resumen"):
        code, out, err = run(capsys, command, tmp_path / "nada.xlsx")
        assert code == 1
        assert "no existe el archivo" in out + err


def test_the_command_speaks_spanish_and_prints_accents_in_any_console():
    done = subprocess.run(
        [sys.executable, "-m", "pac", "resumen"],
        capture_output=True, cwd=workbooks.ROOT, check=True,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
    )  # fmt: skip
    said = done.stdout.decode("utf-8")
    assert "Municipio de Sesquilé, vigencia 2023" in said
    assert "Sin seguimiento todavía" in said


def test_the_text_of_a_plan_without_progress_shows_no_percentages(capsys):
    _, out, _ = run(capsys, "resumen")
    assert "%" not in out
    assert "no programada para el corte" in out


@pytest.mark.parametrize(
    "arguments",
    [[], ["revisar"], ["publicar"], ["resumen", "--corte", "ayer"], ["resumen", "--corte"],
     ["resumen", "--hola"], ["--ayuda"], ["revisar", "-h"]],
)  # fmt: skip
def test_a_wrong_command_is_answered_in_spanish(capsys, arguments):
    with pytest.raises(SystemExit):
        main(arguments)
    said = capsys.readouterr()
    text = (said.out + said.err).lower()
    assert "uso: python -m pac" in text
    for english in ("usage", "required", "argument ", "invalid", "unrecognized", "expected", "show",
                    "options", "positional", "choose"):  # fmt: skip
        assert english not in text
