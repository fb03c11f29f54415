"""The rules of progress, case by case, as tests/cases/rules_avance.csv tells them."""

from __future__ import annotations

import csv
import datetime as dt
import math
import re
from fractions import Fraction
from pathlib import Path

import pytest

from pac.progress import measure
from tests.progress.tables import activity, plan, report, tracking

CASES = Path(__file__).parents[1] / "cases" / "rules_avance.csv"
ACCUMULATIONS = {"último": "latest", "suma": "sum", "cada fecha": "per_milestone"}
YES = {"sí": True, "no": False}
REPORT = re.compile(
    r"(?P<day>\S+?)=(?P<value>[\d.]*)"
    r"(?P<evidence> \(evidencia\))?"
    r"(?: \[verificado (?P<verified>[\d.]+)\])?"
    r"(?: \{realizada (?P<completed>\S+)\})?"
)


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a date, no moment


def parts(text: str) -> list[str]:
    return text.split("; ") if text else []


def report_of(text: str) -> dict:
    says = REPORT.fullmatch(text)
    assert says, f"un reporte que no se entiende: {text}"
    return report(
        "C1-01",
        str(day(says["day"])),
        float(says["value"]) if says["value"] else None,
        evidence="Radicado 1" if says["evidence"] else "",
        verified=float(says["verified"]) if says["verified"] else None,
        completed_on=str(day(says["completed"])) if says["completed"] else None,
    )


def share(text: str) -> float:
    return math.nan if text == "–" else round(float(Fraction(text)), 9)


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['regla']} {case['caso']}")
def test_each_case_of_the_rules_comes_out_as_written(case: dict[str, str]) -> None:
    target = math.nan if case["meta"] == "sin leer" else float(case["meta"].removesuffix(" %"))
    activities = plan(
        activity(
            "C1-01",
            target=target,
            unit="percent" if case["meta"].endswith("%") else "count",
            applied_target=float(case["meta aplicada"] or target),
            start=day(case["inicio"]) if case["inicio"] else None,
            milestones=tuple(day(text) for text in parts(case["fechas"])),
            accumulation=ACCUMULATIONS[case["acumulación"]],
        ),
        activity("C9-99"),
    )
    reports = [report_of(text) for text in parts(case["reportes"])]
    if YES[case["otras reportan"]]:
        reports.append(report("C9-99", "2023-01-31", 1))

    measured = measure.measure(
        activities, tracking(*reports), day(case["corte"]), closed=YES[case["cerrado"]]
    ).loc["C1-01"]

    in_force = case["verificado" if YES[case["cerrado"]] else "reportado"]
    expected = {
        "expected": share(case["esperado"]),
        "scheduled": YES[case["programada"]],
        "attainment_reported": share(case["reportado"]),
        "attainment_evidenced": share(case["con evidencia"]),
        "attainment_verified": share(case["verificado"]),
        "attainment": share(in_force),
        "fulfilled": YES[case["al día"]],
        "status": case["estado"],
        "late_completion": YES[case["fuera de término"]],
    }
    assert measured[list(expected)].to_dict() == pytest.approx(expected, abs=0, nan_ok=True)
