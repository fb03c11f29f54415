"""Which dates hold for a cut-off where a later version of the board moved them (R17)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from pac.model import Accumulation, Move


def holding(activities: pd.DataFrame, moves: Sequence[Move], cutoff: dt.date) -> pd.DataFrame:
    """Return the activities with the milestones that hold for a cut-off (R17).

    A date that had passed when it was moved still counts for the cut-offs up to the day of the
    move: a deadline cannot be mended after it was missed. An applied target that R1 made of the
    number of dates follows that number.

    Args:
        activities: schema.ACTIVITIES, with the dates of the current version.
        moves: Every change of dates so far, oldest first.
        cutoff: The cut-off that is measured.
    """
    now = dict(zip(activities.index, activities["milestones"], strict=True))
    held = {
        name: days
        for name, days in _earlier(moves, cutoff).items()
        if name in now and now[name] != days
    }
    if not held:
        return activities
    table = activities.copy()
    rows: list[dict[str, Any]] = activities.to_dict("records")  # type: ignore[assignment]
    table["milestones"] = pd.Series(
        [held.get(name, days) for name, days in now.items()], index=table.index, dtype="object"
    )
    table["applied_target"] = [
        _applied(row, len(held.get(name, row["milestones"])))
        for name, row in zip(now, rows, strict=True)
    ]
    return table


def _earlier(moves: Iterable[Move], cutoff: dt.date) -> dict[str, tuple[dt.date, ...]]:
    """Return the dates of the activities for which earlier ones hold at a cut-off."""
    held: dict[str, tuple[dt.date, ...]] = {}
    for move in reversed([*moves]):
        gone = {*move.before} - {*move.after}
        if cutoff <= move.day and any(day <= move.day for day in gone):
            held[move.activity_id] = move.before
    return held


def _applied(row: Mapping[str, Any], dates: int) -> float:
    """Return what is counted against with so many dates; what the workbook says itself stays."""
    if _derived(row, len(row["milestones"])) == row["applied_target"]:
        return _derived(row, dates)
    return float(row["applied_target"])


def _derived(row: Mapping[str, Any], dates: int) -> float:
    """Return what R1 counts against with so many dates."""
    target = float(row["target"])
    each = row["unit"] == "count" and row["accumulation"] != Accumulation.PER_MILESTONE
    return target * dates if each and target < dates else target
