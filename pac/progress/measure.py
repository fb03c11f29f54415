"""One row an activity: what is due, what was done and in which state it is at a cut-off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Final

import numpy as np
import pandas as pd

from pac import norms
from pac.model import Accumulation, Tier
from pac.progress import actual
from pac.progress.actual import NO_DAY, Counted, Flag, Number
from pac.progress.status import statuses
from pac.workdays import next_working_day

DATE_DONE: Final = "cumplida"
DATE_MISSING: Final = "pendiente"
DATE_TO_COME: Final = "por venir"
DATE_NO_TARGET: Final = "sin meta"


def tier_in_force(*, closed: bool) -> Tier:
    """Return the tier that headline, levels and states follow (R10, R16)."""
    return Tier.VERIFIED if closed else Tier.REPORTED


def measure(
    activities: pd.DataFrame,
    reports: pd.DataFrame,
    cutoff: dt.date,
    *,
    closed: bool = False,
    notice_days: int = norms.NOTICE_DAYS,
    rescheduled: Collection[str] = (),
) -> pd.DataFrame:
    """Measure every activity of a plan at a cut-off (R0-R5, R9, R10, R16).

    A report dated after the cut-off, or without a value, does not exist. While the plan
    has none at all, attainments are NaN; from the first one on, what nobody reported is 0.

    Args:
        activities: One row an activity, with the columns of ``schema.ACTIVITIES`` and the
            dates that hold for the cut-off (``schedule.holding``).
        reports: One row a progress report, with those of ``schema.REPORTS``, in any order.
        cutoff: The day up to which things are due and reported.
        closed: Whether Control Interno closed the cut-off; the tier in force follows it.
        notice_days: How many days before a milestone an activity is *por vencer*.
        rescheduled: The activities whose dates some version of the board moved (R17).

    Returns:
        A new table: the same activities in the same order, with the columns of
        ``schema.MEASURED`` added.
    """
    counted = actual.count(activities, reports, cutoff)
    plan, own, used = counted.plan, counted.reports, counted.used
    due, expected = plan.due(cutoff), plan.expected(cutoff)
    scheduled = (due > 0) & ~np.isnan(plan.target)
    quantity = actual.quantities(plan, used)
    in_force = counted.attainment[tier_in_force(closed=closed)]
    as_of = np.full(len(plan), NO_DAY)
    as_of[own.row] = own.day  # they come by date, so the last one stays
    last = plan.dated(plan.count)
    completed_on = np.where(in_force == 1.0, actual.completions(counted), NO_DAY)

    added = {
        "milestone_count": plan.count,
        "milestones_due": due,
        "expected": expected,
        "reported": ~np.isnat(as_of),
        "has_evidence": actual.hold_for_all(plan, used, used.reports.has_evidence),
        "is_verified": actual.hold_for_all(plan, used, ~np.isnan(used.reports.verified)),
        "actual": quantity,
        "ratio": (quantity / plan.target).round(norms.SHARE_DECIMALS),
        "attainment_reported": counted.attainment[Tier.REPORTED],
        "attainment_evidenced": counted.attainment[Tier.EVIDENCED],
        "attainment_verified": counted.attainment[Tier.VERIFIED],
        "attainment": in_force,
        "scheduled": scheduled,
        "fulfilled": scheduled & (in_force >= expected),
        "status": "",
        "next_milestone": plan.dated(due + 1),
        "last_milestone": last,
        "as_of": as_of,
        "completed_on": completed_on,
        "late_completion": _late(completed_on, last),
        "rescheduled": activities.index.isin([*rescheduled]),
    }
    measured = pd.DataFrame(dict(activities.items()) | added, index=activities.index)
    measured["status"] = statuses(measured, cutoff, closed=closed, notice_days=notice_days)
    return measured


def _late(completed_on: actual.Day, last_milestone: actual.Day) -> Flag:
    """Tell what was completed after its last date or, that being no working day, the next (R9)."""
    late = np.zeros(len(completed_on), dtype=np.bool_)
    for row in np.flatnonzero(completed_on > last_milestone):
        last: dt.date = last_milestone[row].astype("datetime64[D]").item()
        late[row] = completed_on[row] > np.datetime64(next_working_day(last))
    return late


def per_milestone_table(
    activities: pd.DataFrame, reports: pd.DataFrame, cutoff: dt.date, *, closed: bool = False
) -> pd.DataFrame:
    """Return every milestone of a plan and how much of it is covered, in the tier in force.

    Milestones share a target evenly (R1), so an activity that met two of its three parts
    covers its first two, whenever it reported; where the target holds at each date (R2),
    each milestone has its own answer. Over an activity the shares add up to its attainment
    times its milestones.

    Args:
        activities: As for ``measure``.
        reports: As for ``measure``.
        cutoff: As for ``measure``.
        closed: As for ``measure``.

    Returns:
        One row a milestone, in the plan's order: ``activity_id``, ``number`` (from 1),
        ``count`` (of how many), ``due`` (datetime64), ``done_share`` (0 to 1; NaN without
        a readable target or any report in the plan) and ``state``: *cumplida* (also
        ahead of its date), *pendiente* (due, not whole), *por venir*, or *sin meta* (due,
        with nothing to count against).
    """
    counted = actual.count(activities, reports, cutoff)
    plan = counted.plan
    done = _done_shares(counted, tier_in_force(closed=closed))
    due = plan.day <= np.datetime64(cutoff)
    state = np.select(
        [done == 1.0, due & np.isnan(plan.target)[plan.row], due],
        [DATE_DONE, DATE_NO_TARGET, DATE_MISSING],
        default=DATE_TO_COME,
    )
    return pd.DataFrame(
        {
            "activity_id": activities.index.to_numpy()[plan.row],
            "number": plan.number,
            "count": plan.count[plan.row],
            "due": plan.day.astype("datetime64[us]"),
            "done_share": done,
            "state": pd.Series(state, dtype="str"),
        }
    )


def _done_shares(counted: Counted, tier: Tier) -> Number:
    """Return, one a milestone, the share of it that is covered."""
    plan, used = counted.plan, counted.used
    count = plan.count[plan.row]
    attainment = counted.attainment[tier][plan.row]
    reached = attainment >= (plan.number / count).round(norms.SHARE_DECIMALS)
    in_order = np.where(reached, 1.0, (attainment * count - (plan.number - 1)).clip(0.0, 1.0))

    answers = used.milestone > 0
    first = np.cumsum(plan.count) - plan.count
    answered = first[used.reports.row[answers]] + used.milestone[answers] - 1
    own = np.zeros(len(plan.row))
    own[answered] = counted.shares[tier][answers]

    each = plan.accumulation[plan.row] == Accumulation.PER_MILESTONE
    done = np.where(each & ~np.isnan(attainment), own * count, in_order)
    # what was rounded to nine decimals and multiplied by its dates is exact to seven, but no
    # rounding makes a milestone whole
    exact, rounded = (done.round(norms.SHARE_DECIMALS - n) for n in (0, 2))
    return np.where((rounded == 1.0) & (exact < 1.0), exact, rounded)
