"""Which dates hold for a cut-off where a later version of the board moved them (R17)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from pac.model import Accumulation, Move

Filled = Collection[tuple[str, str]]

NOTHING_FILLED: Final[Filled] = frozenset()


def holding(
    activities: pd.DataFrame,
    moves: Sequence[Move],
    cutoff: dt.date,
    filled: Filled = NOTHING_FILLED,
) -> pd.DataFrame:
    """Return the activities with the milestones that hold for a cut-off (R17).

    A date that had passed when it was moved still counts for the cut-offs up to the day of the
    move: a deadline cannot be mended after it was missed. Nor can it by dates that are added or
    taken away, which make the part that was due on it another. What R1 and R2 make of the number of
    dates follows that number: an applied target that holds once per date, and that a percent
    due on several dates is asked for at each. What the workbook itself says stays.

    Args:
        activities: schema.ACTIVITIES, with the dates of the current version.
        moves: Every change of dates so far, oldest first.
        cutoff: The cut-off that is measured.
        filled: (activity_id, column) of the cells that are not blank. Without them, what equals
            that which the rules make of the current dates is taken to be made by them.
    """
    known = [move for move in moves if move.activity_id in activities.index]
    held = {name: move.before for name, move in _held(known, cutoff).items()}
    if not held:
        return activities
    rows: list[dict[str, Any]] = activities.reset_index().to_dict("records")  # type: ignore[assignment]
    for row in rows:
        name = row["activity_id"]
        if name in held:
            row |= _with_dates(row, held[name], {what for who, what in filled if who == name})
    table = activities.copy()
    for column in ("milestones", "applied_target", "accumulation"):
        table[column] = pd.Series(
            [row[column] for row in rows], index=table.index, dtype=activities[column].dtype
        )
    return table


def held_until(moves: Sequence[Move], activity_id: str, cutoff: dt.date) -> Move | None:
    """Return the move whose earlier dates hold for a cut-off; None where the current ones do."""
    own = [move for move in moves if move.activity_id == activity_id]
    return _held(own, cutoff).get(activity_id)


def rescheduled(moves: Iterable[Move]) -> dict[str, tuple[Move, ...]]:
    """Return the activities whose dates some version moved, each with its moves, oldest first.

    Dates that could not be read before, and now can, are not moved.
    """
    every: dict[str, tuple[Move, ...]] = {}
    for move in moves:
        if move.before and move.before != move.after:
            every[move.activity_id] = (*every.get(move.activity_id, ()), move)
    return every


def _held(moves: Sequence[Move], cutoff: dt.date) -> dict[str, Move]:
    """Return, of each activity for which earlier dates hold, the move that ended them.

    Dates that a later move brought back are the current ones.
    """
    held: dict[str, Move] = {}
    for move in reversed(moves):
        if cutoff <= move.day and _is_late(move):
            held[move.activity_id] = move
    last = {move.activity_id: move.after for move in moves}
    return {name: move for name, move in held.items() if move.before != last[name]}


def _is_late(move: Move) -> bool:
    """Tell whether a date that had passed asks something else since: it, or its share, moved.

    A deadline has passed on its own day, as what is due on the cut-off counts as due (R4).
    """
    passed = {day for day in move.before if day <= move.day}
    other_share = len(move.before) != len(move.after)
    return bool(passed) and (other_share or not passed <= {*move.after})


def _with_dates(
    row: Mapping[str, Any], dates: tuple[dt.date, ...], said: Collection[str]
) -> dict[str, Any]:
    """Return what changes of an activity with other dates; ``said`` names its cells with words."""
    now, then = len(row["milestones"]), len(dates)
    changed: dict[str, Any] = {"milestones": dates}
    if "applied_target" not in said and row["applied_target"] == _applied(row, now):
        changed["applied_target"] = _applied(row, then)
    if "accumulation" not in said and row["accumulation"] == _usual(row, now):
        changed["accumulation"] = _usual(row, then)
    return changed


def _applied(row: Mapping[str, Any], dates: int) -> float:
    """Return what R1 counts against with so many dates."""
    target = float(row["target"])
    each = row["unit"] == "count" and row["accumulation"] != Accumulation.PER_MILESTONE
    return target * dates if each and target < dates else target


def _usual(row: Mapping[str, Any], dates: int) -> str:
    """Return how reports add up with so many dates where the workbook says nothing (R2)."""
    each = row["unit"] == "percent" and dates > 1
    return str(Accumulation.PER_MILESTONE if each else Accumulation.LATEST)
