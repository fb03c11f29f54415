"""The figures of a plan as JSON, the same for the command line and for the HTTP API."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from pac import norms
from pac.progress.figures import Figures
from pac.reports.open_data.words import LICENCE


def plan_json(figures: Figures, made_at: dt.datetime) -> bytes:
    """Return the plan and its figures, and where they come from."""
    content = {
        "provenance": provenance_json(figures, made_at),
        **figures_json(figures),
    }
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)
    return (text + "\n").encode("utf-8", "replace")


def provenance_json(figures: Figures, made_at: dt.datetime) -> dict[str, Any]:
    """Return where figures come from, in which state they are and by which rules."""
    said, settings = figures.provenance, figures.settings
    return {
        "entity": said.entity,
        "instrument": said.instrument,
        "plan_year": said.plan_year,
        "cutoff": said.cutoff.isoformat(),
        "closed": figures.closed,
        "tier": str(figures.total.tier),
        "basis": said.basis,
        "has_progress": figures.has_progress,
        "version": said.version or None,
        "code": said.code or None,
        "made_at": made_at.isoformat(timespec="seconds"),
        "mark": said.mark or None,
        "files": list(said.files),
        "rules": norms.RULES_VERSION,
        "licence": LICENCE["name"],
        "cutoffs": [
            {"date": day.isoformat(), "closed": settings.is_closed(day)} for day in settings.cutoffs
        ],
    }


def figures_json(figures: Figures) -> dict[str, Any]:
    """Return the figures as the contract of design section 6 names them."""
    total = figures.total
    return {
        "cutoff": figures.cutoff.isoformat(),
        "closed": figures.closed,
        "tier": str(total.tier),
        "plan": _group(pd.Series({name: getattr(total, name) for name in _GROUP})),
        "components": [
            {"number": int(str(number)), "name": row["name"], **_group(row)}
            for number, row in figures.components.iterrows()
        ],
        "offices": [
            {"name": name, "kind": row["kind"], **_group(row)}
            for name, row in figures.leads.iterrows()
        ],
        "activities": list(_activities(figures.measured)),
    }


_GROUP: Final = (
    "attainment", "compliance", "level", "scheduled", "fulfilled", "reported", "activities",
)  # fmt: skip


def _group(row: pd.Series) -> dict[str, Any]:
    shares = {name: _number(row[name]) for name in ("attainment", "compliance")}
    level = None if pd.isna(row["level"]) else str(row["level"])
    counts = {name: int(row[name]) for name in _GROUP[3:]}
    return {**shares, "level": level, **counts}


def _activities(measured: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for activity_id, row in measured.iterrows():
        unit = row["unit"] or None
        yield {
            "id": activity_id,
            "component": int(row["component"]),
            "strategy": row["strategy"],
            "objective": row["objective"],
            "activity": row["activity"],
            "indicator": row["indicator"],
            "target": {"value": _number(row["target"]), "unit": unit},
            "applied_target": _number(row["applied_target"]),
            "accumulation": row["accumulation"],
            "start": None if pd.isna(row["start"]) else row["start"].date().isoformat(),
            "due": [day.isoformat() for day in row["milestones"]],
            "offices": list(row["offices"]),
            "lead": row["lead"] or None,
            "actual": _number(row["actual"]),
            "attainment": _number(row["attainment"]),
            "expected": _number(row["expected"]),
            "status": str(row["status"]),
            "reported": bool(row["reported"]),
        }


def _number(value: float | None) -> float | int | None:
    """Return a number as JSON says it: undefined as null, a whole one without decimals."""
    if value is None or math.isnan(value):
        return None
    return int(value) if float(value).is_integer() else float(value)
