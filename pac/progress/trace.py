"""Where each number of an activity comes from: what it is made of, and the cells that say it.

A number can be made again from the cells that its step cites and nothing else; a test does so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from pac.model import Accumulation, Move, Tier
from pac.norms import SHARE_DECIMALS
from pac.progress import actual
from pac.progress.figures import Plan
from pac.progress.schedule import held_until


class Number(StrEnum):
    """What a step of the calculation comes to."""

    TARGET = "applied_target"  # R1, in the target's unit
    DUE = "milestones_due"  # how many dates have come
    EXPECTED = "expected"  # R4, a share
    ACTUAL = "actual"  # R2, in the target's unit
    REPORTED = "attainment_reported"  # R3, R10, a share
    EVIDENCED = "attainment_evidenced"
    VERIFIED = "attainment_verified"


@dataclass(frozen=True)
class Step:
    """One number of an activity at a cut-off."""

    number: Number
    value: float  # a quantity in the target's unit, a count or a share; NaN where undefined
    # what it is made of, in the order in which it is said; none where it is written as it is
    parts: tuple[float, ...]
    cells: tuple[str, ...]  # such as Plan!G14 or, in a workbook of its own, [otro.xlsx]Hoja1!D5
    # it rests on dates that no cell of the current workbook holds: the move that ended them
    held: Move | None = None


_TIERS = {
    Number.REPORTED: Tier.REPORTED,
    Number.EVIDENCED: Tier.EVIDENCED,
    Number.VERIFIED: Tier.VERIFIED,
}


def trace(plan: Plan, activity_id: str, cutoff: dt.date, *, main_file: str) -> tuple[Step, ...]:
    """Return the numbers of an activity at a cut-off, in the order of the calculation.

    Where earlier dates hold for the cut-off (R17), no cell of theirs is cited: the workbook
    has others now.

    Args:
        plan: What was read.
        activity_id: An ID of the plan.
        cutoff: The day up to which things are due and reported.
        main_file: The workbook of the plan; cells of another one are cited with its name.
    """
    one = plan.activities_at(cutoff).loc[[activity_id]]
    counted = actual.count(one, plan.reports, cutoff)
    row = one.iloc[0]
    target, count = float(row["applied_target"]), len(row["milestones"])
    due = int(counted.plan.due(cutoff)[0])
    is_written = (activity_id, "applied_target") in plan.filled
    made_of = () if is_written else (float(row["target"]), float(count))
    by_dates = not is_written and row["applied_target"] != row["target"]
    held = held_until(plan.moves, activity_id, cutoff)
    dated = () if held else date_cells(plan, activity_id)
    asked = (*_target_cells(plan, activity_id), *(dated if by_dates else ()))
    asked_held = held if by_dates else None
    used = _used(plan, counted, activity_id)
    added_up = (
        _plan_cells(plan, activity_id, "accumulation") if _says_how(plan, activity_id) else ()
    )
    said = (*cells(used, ("cell", "as_of_cell"), main_file), *added_up)
    each = row["accumulation"] == Accumulation.PER_MILESTONE
    basis = (*said, *asked, *dated) if each else (*said, *asked)
    tiers = [
        Step(
            number,
            float(counted.attainment[tier][0]),
            _shares(counted, tier, count) if each else _quantities(counted, tier),
            _unique((*basis, *cells(used, _CITED[tier], main_file))),
            held if each else asked_held,
        )
        for number, tier in _TIERS.items()
    ]
    return (
        Step(Number.TARGET, target, made_of, asked, asked_held),
        Step(Number.DUE, due, (float(count),), dated, held),
        Step(
            Number.EXPECTED,
            round(due / count, SHARE_DECIMALS) if count else float("nan"),
            (float(due), float(count)),
            dated,
            held,
        ),
        Step(
            Number.ACTUAL,
            float(actual.quantities(counted.plan, counted.used)[0]),
            tuple(float(value) for value in counted.used.reports.value),
            _unique((*said, *dated) if each else said),
            held if each else None,
        ),
        *tiers,
    )


def _says_how(plan: Plan, activity_id: str) -> bool:
    """Tell whether the workbook says how the reports of an activity add up (R2)."""
    return (activity_id, "accumulation") in plan.filled


# what a tier rests on beside the value
_CITED = {
    Tier.REPORTED: (),
    Tier.EVIDENCED: ("evidence_cell", "verified_cell"),
    Tier.VERIFIED: ("verified_cell", "evidence_cell"),
}


def _target_cells(plan: Plan, activity_id: str) -> tuple[str, ...]:
    """Return the cells that say how much an activity asks for, but for its dates (R1)."""
    if (activity_id, "applied_target") in plan.filled:
        return _plan_cells(plan, activity_id, "applied_target")
    return _plan_cells(plan, activity_id, "target")


def date_cells(plan: Plan, activity_id: str) -> tuple[str, ...]:
    """Return the cells that say when an activity is due now; the year may be elsewhere (R13)."""
    column = "dates" if (activity_id, "dates") in plan.filled else "deadline"
    year = plan.parameters.get("plan_year")
    return (*_plan_cells(plan, activity_id, column), *((str(year),) if year else ()))


def _plan_cells(plan: Plan, activity_id: str, *columns: str) -> tuple[str, ...]:
    places = (plan.sources.get((activity_id, column)) for column in columns)
    return tuple(str(place) for place in places if place is not None)


def _used(plan: Plan, counted: actual.Counted, activity_id: str) -> pd.DataFrame:
    """Return the reports that count, by date."""
    days = pd.DatetimeIndex(counted.used.reports.day).unique()
    own = plan.reports.loc[
        (plan.reports["activity_id"] == activity_id) & plan.reports["as_of"].isin(days)
    ]
    return own.sort_values("as_of")


def cells(reports: pd.DataFrame, columns: tuple[str, ...], main_file: str) -> tuple[str, ...]:
    """Return the addresses that those columns keep, with the workbook where it is another one."""
    return _unique(
        tuple(
            place if report["file"] in ("", main_file) else f"[{report['file']}]{place}"
            for _, report in reports.iterrows()
            for place in (report[column] for column in columns)
            if place
        )
    )


def _shares(counted: actual.Counted, tier: Tier, dates: int) -> tuple[float, ...]:
    """Return the share of the target that the answer to each date meets (R2)."""
    every = counted.shares[tier]
    return tuple(round(float(share) * dates, SHARE_DECIMALS) for share in every if share == share)


def _quantities(counted: actual.Counted, tier: Tier) -> tuple[float, ...]:
    """Return what each report that counts says in a tier, in the target's unit (R10)."""
    used = counted.used.reports
    said = {
        Tier.REPORTED: used.value,
        Tier.EVIDENCED: np.where(used.has_evidence, used.value, 0.0),
        Tier.VERIFIED: np.nan_to_num(used.verified),
    }
    return tuple(float(quantity) for quantity in said[tier])


def _unique(places: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(places))
