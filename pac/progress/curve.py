"""How the plan should grow through the year, and how it did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import numpy as np
import pandas as pd

from pac import norms
from pac.progress import actual
from pac.progress.actual import Day, Number, Plan
from pac.progress.measure import tier_in_force


def curve(
    activities: pd.DataFrame,
    reports: pd.DataFrame,
    cutoffs: Collection[dt.date],
    cutoff: dt.date,
    *,
    closed: bool = False,
) -> pd.DataFrame:
    """Return planned and actual attainment of a plan through its year (R4, R7).

    ``planned`` is the mean of what is expected over all activities, those without a
    readable date as 0: it steps up at each milestone and stays there until the next.
    ``actual`` is the mean attainment at each cut-off and date of a report up to the
    cut-off, all of them in the tier in force at the cut-off, so that one line means one
    thing; NaN at other dates, later ones and while there is no report.

    Args:
        activities: As for ``measure.measure``.
        reports: As for ``measure.measure``.
        cutoffs: Those of the plan.
        cutoff: The one looked at.
        closed: Whether that one is closed.

    Returns:
        One row a date, rising, from 1 January of the plan's year, in shares from 0 to 1.
    """
    plan = Plan.of(activities)
    reported_on = set(actual.known(reports, cutoff)["as_of"].dt.date)
    measured_on = {day for day in cutoffs if day <= cutoff} | {cutoff} | reported_on
    opening = dt.date(min([*cutoffs, cutoff]).year, 1, 1)
    fixed = np.array([opening, *cutoffs, *measured_on], dtype="datetime64[D]")
    days = np.unique(np.concatenate([fixed, plan.day]))

    tier = tier_in_force(closed=closed)
    attained = np.full(len(days), np.nan)
    for day in measured_on:
        by_activity = actual.count(activities, reports, day).attainment[tier]
        if not np.isnan(by_activity).all():
            attained[days == np.datetime64(day)] = np.nan_to_num(by_activity).mean()
    return pd.DataFrame(
        {"planned": _planned(plan, days), "actual": attained},
        index=pd.DatetimeIndex(days, name="date").as_unit("us"),
    ).round(norms.SHARE_DECIMALS)


def _planned(plan: Plan, days: Day) -> Number:
    """Return the mean of what is expected on each day: every milestone adds its part."""
    by_date = np.argsort(plan.day, kind="stable")
    part = 1.0 / (plan.count[plan.row] * len(plan))
    grown = np.append(0.0, np.cumsum(part[by_date]))
    return np.asarray(grown[np.searchsorted(plan.day[by_date], days, side="right")])
