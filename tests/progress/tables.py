"""Small plans and progress reports, written as a test would say them."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pandas as pd

from pac import schema

D = dt.date.fromisoformat

_DATES = {"as_of", "completed_on", "start"}
_NUMBERS = {"value", "verified", "target", "applied_target"}


def _table(rows: list[dict], columns: list[str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=columns)
    for name in columns:
        if name in _DATES:
            table[name] = pd.to_datetime(table[name]).astype("datetime64[us]")
        elif name in _NUMBERS:
            table[name] = table[name].astype("float64")
        elif name not in {"milestones", "offices", "component"}:
            table[name] = table[name].fillna("").astype("str")
    return table


def activity(activity_id: str = "C1-01", **says: object) -> dict:
    """Return one activity: 1 due on 30 June 2023 where nothing else is said."""
    row = dict.fromkeys(schema.ACTIVITIES, "")
    row |= {
        "activity_id": activity_id,
        "component": int(activity_id[1]),
        "component_name": f"Componente {activity_id[1]}",
        "target": 1.0,
        "unit": "count",
        "start": None,
        "milestones": ("2023-06-30",),
        "offices": (),
        "lead": "Secretaría de Planeación",
        "lead_kind": "dependencia",
        "accumulation": "latest",
    }
    row |= says
    row.setdefault("applied_target", row["target"])
    if "applied_target" not in says:
        row["applied_target"] = row["target"]
    row["milestones"] = tuple(D(day) if isinstance(day, str) else day for day in row["milestones"])
    row["offices"] = row["offices"] or ((row["lead"],) if row["lead"] else ())
    return row


def due(n: int, *, first: str = "C1-00", **says: object) -> list[dict]:
    """Return so many activities of one component, numbered from 0, due on 30 April 2023."""
    component = first.split("-")[0]
    says = {"milestones": ["2023-04-30"], **says}
    return [activity(f"{component}-{i:02}", **says) for i in range(n)]


def plan(*activities: dict) -> pd.DataFrame:
    """Return a table of activities in the given order."""
    table = _table(list(activities), ["activity_id", *schema.ACTIVITIES])
    table["component"] = table["component"].astype("int64")
    return table.set_index("activity_id")


def report(activity_id: str, as_of: str, value: float | None, **says: object) -> dict:
    """Return one progress report without evidence nor verification, unless said."""
    return dict.fromkeys(schema.REPORTS) | {
        "activity_id": activity_id,
        "as_of": as_of,
        "value": value,
        **says,
    }


def verified(activity_id: str, as_of: str, value: float, **says: object) -> dict:
    """Return one progress report with evidence, whose value Control Interno confirmed."""
    return report(activity_id, as_of, value, evidence="Radicado 1", verified=value, **says)


def tracking(*reports: dict) -> pd.DataFrame:
    """Return a table of progress reports."""
    return _table(list(reports), list(schema.REPORTS))


def plan_2023() -> pd.DataFrame:
    """Return the 54 activities of Sesquilé's plan, read by hand from the document."""
    path = Path(__file__).with_name("plan_2023_table.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        return plan(
            *(
                activity(
                    row["id"],
                    target=float(row["target"]),
                    unit=row["unit"],
                    applied_target=float(row["applied_target"]),
                    start=row["start"] or None,
                    milestones=tuple(row["milestones"].split("; ")),
                    accumulation=row["accumulation"],
                    lead=row["lead"],
                    lead_kind=row["lead_kind"],
                )
                for row in csv.DictReader(lines)
            )
        )


def all_on_time(activities: pd.DataFrame, cutoffs: list[dt.date]) -> pd.DataFrame:
    """Return the verified reports of a municipality that does everything on its date.

    One a cut-off with the total due by then, and one on each date of the activities whose
    target holds at each.
    """
    reports = []
    for activity_id, row in activities.iterrows():
        if row["accumulation"] == "per_milestone":
            days = row["milestones"]
            values = [row["applied_target"]] * len(days)
        else:
            days = cutoffs
            values = [
                row["applied_target"]
                * sum(day <= cutoff for day in row["milestones"])
                / len(row["milestones"])
                for cutoff in cutoffs
            ]
        for day, value in zip(days, values, strict=True):
            if value:
                reports.append(verified(activity_id, str(day), value))
    return tracking(*reports)
