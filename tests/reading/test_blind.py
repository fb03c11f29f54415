"""Texts of other entities' plans, whose readings were decided before any was tried (R11-R18).

Each line of blind.jsonl says what a careful official reads. ``confidence`` is ``certain``,
``convention`` (a listed rule decides) or ``doubtful`` (never guessed: it must raise). Where the
rules leave two readings open, ``acceptable`` lists the others; of a party, a list of spellings.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from pac.reading.deadlines import DeadlineError, parse_deadline
from pac.reading.offices import parse_offices
from pac.reading.targets import TargetError, parse_target
from pac.reading.values import ProgressError, parse_progress

CASES = Path(__file__).parents[1] / "cases" / "blind.jsonl"
DECIMALS = 6

Case = dict[str, Any]


def cases() -> list[Case]:
    with CASES.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def of_kind(kind: str) -> list[Case]:
    return [case for case in cases() if case["kind"] == kind]


def name(case: Case) -> str:
    return str(case["raw"])[:60]


def readings(case: Case) -> list[Any]:
    return [case["expected"], *case.get("acceptable", [])]


def read_deadline(case: Case) -> object:
    raw = case["raw"]
    value = dt.datetime.fromisoformat(raw["date"]) if isinstance(raw, dict) else raw
    try:
        deadline = parse_deadline(value, case["year"])
    except DeadlineError:
        return "raise"
    start = deadline.start and deadline.start.isoformat()
    return {"start": start, "due": [day.isoformat() for day in deadline.milestones]}


def read_target(case: Case) -> object:
    try:
        target = parse_target(case["raw"], case["format"])
    except TargetError:
        return "raise"
    return {"value": round(target.value, DECIMALS), "unit": target.unit}


def read_value(case: Case) -> object:
    try:
        progress = parse_progress(case["raw"], case["format"], case["unit"], case["target"])
    except ProgressError:
        return "raise"
    return None if progress is None else round(progress.value, DECIMALS)


@pytest.mark.parametrize("case", of_kind("deadline"), ids=name)
def test_a_deadline_is_read_as_decided_before(case: Case) -> None:
    assert read_deadline(case) in readings(case)


@pytest.mark.parametrize("case", of_kind("target"), ids=name)
def test_a_target_is_read_as_decided_before(case: Case) -> None:
    assert read_target(case) in readings(case)


@pytest.mark.parametrize("case", of_kind("value"), ids=name)
def test_progress_is_read_as_decided_before(case: Case) -> None:
    assert read_value(case) in readings(case)


@pytest.mark.parametrize("case", of_kind("office"), ids=name)
def test_the_parties_are_read_as_decided_before(case: Case) -> None:
    found = parse_offices(case["raw"])

    spellings = [part if isinstance(part, list) else [part] for part in case["expected"]]
    assert len(found) == len(spellings), found
    assert all(part in same for part, same in zip(found, spellings, strict=True)), found


def test_what_is_doubtful_has_no_reading_that_counts_as_exact() -> None:
    doubtful = [case for case in cases() if case["confidence"] == "doubtful"]

    assert {case["expected"] for case in doubtful} == {"raise"}
