"""How the plan should grow through the year, and how it did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pac import norms
from pac.model import Move
from pac.progress import actual
from pac.progress.actual import Day, Number, Plan
from pac.progress.measure import tier_in_force
from pac.progress.schedule import NOTHING_FILLED, Filled, holding


def lines(table: pd.DataFrame) -> tuple[dict[dt.date, float], dict[dt.date, float]]:
    """Return what ``curve`` returned as two lines: planned, and actual where it is known."""
    days = [day.date() for day in pd.DatetimeIndex(table.index)]
    planned = dict(zip(days, table["planned"].astype(float), strict=True))
    actual = dict(zip(days, table["actual"].astype(float), strict=True))
    return planned, {day: share for day, share in actual.items() if pd.notna(share)}


def curve(
    activities: pd.DataFrame,
    reports: pd.DataFrame,
    cutoffs: Collection[dt.date],
    cutoff: dt.date,
    *,
    closed: bool = False,
    moves: Sequence[Move] = (),
    filled: Filled = NOTHING_FILLED,
) -> pd.DataFrame:
    """Return planned and actual attainment of a plan through its year (R4, R7, R17).

    ``planned`` is the mean of what is expected over all activities, those without a
    readable date as 0: it steps up at each milestone and stays there until the next.
    ``actual`` is the mean attainment at each cut-off and date of a report up to the
    cut-off, all of them in the tier in force at the cut-off, so that one line means one
    thing; NaN at other dates, later ones and while there is no report. Each day is measured
    by the dates that hold for it, as the page of its cut-off is: after the day on which a
    missed date was moved, ``planned`` steps down.

    Args:
        activities: As for ``schedule.holding``: with the dates of the current version.
        reports: As for ``measure.measure``.
        cutoffs: Those of the plan.
        cutoff: The one looked at.
        closed: Whether that one is closed.
        moves: As for ``schedule.holding``.
        filled: As for ``schedule.holding``.

    Returns:
        One row a date, rising, from 1 January of the plan's year to the last date that it has or
        had, whenever that was moved, in shares from 0 to 1.
    """
    spells = list(_spells(activities, moves, filled))
    reported_on = set(actual.known(reports, cutoff)["as_of"].dt.date)
    measured_on = {day for day in cutoffs if day <= cutoff} | {cutoff} | reported_on
    opening = dt.date(min([*cutoffs, cutoff]).year, 1, 1)
    fixed = np.array([opening, *cutoffs, *measured_on], dtype="datetime64[D]")
    due = [one.dates() for one in spells]
    days = np.unique(np.concatenate([fixed, *due]))
    days = days[days <= np.concatenate([fixed, *(one.plan.day for one in spells)]).max()]

    tier = tier_in_force(closed=closed)
    attained = np.full(len(days), np.nan)
    for day in measured_on:
        held = holding(activities, moves, day, filled)
        by_activity = actual.count(held, reports, day).attainment[tier]
        if not np.isnan(by_activity).all():
            attained[days == np.datetime64(day)] = np.nan_to_num(by_activity).mean()
    return pd.DataFrame(
        {"planned": np.concatenate([one.planned(days) for one in spells]), "actual": attained},
        index=pd.DatetimeIndex(days, name="date").as_unit("us"),
    ).round(norms.SHARE_DECIMALS)


@dataclass(frozen=True)
class _Spell:
    """The days through which the same dates hold: after one day, up to another."""

    plan: Plan
    after: np.datetime64
    upto: np.datetime64
    is_first: bool

    def of(self, days: Day) -> Day:
        """Return those of the days, which rise, that are within."""
        return days[(days > self.after) & (days <= self.upto)]

    def dates(self) -> Day:
        """Return the days on which what is planned changes."""
        own = self.of(self.plan.day)
        return own if self.is_first else np.append(own, self.after + np.timedelta64(1, "D"))

    def planned(self, days: Day) -> Number:
        """Return the mean of what is expected on each day within: every milestone adds its part."""
        plan = self.plan
        by_date = np.argsort(plan.day, kind="stable")
        part = 1.0 / (plan.count[plan.row] * len(plan))
        grown = np.append(0.0, np.cumsum(part[by_date]))
        place = np.searchsorted(plan.day[by_date], self.of(days), side="right")
        return np.asarray(grown[place])


def _spells(activities: pd.DataFrame, moves: Sequence[Move], filled: Filled) -> Iterator[_Spell]:
    """Return the spells of a plan in order; without a move that tells in the past, one."""
    after = dt.date.min
    ends = sorted({move.day for move in moves if move.day < dt.date.max})
    held = [(end, holding(activities, moves, end, filled)) for end in ends]
    held.append((dt.date.max, activities))
    for place, (end, table) in enumerate(held):
        following = held[place + 1][1] if place + 1 < len(held) else None
        if (
            following is not None
            and table["milestones"].tolist() == following["milestones"].tolist()
        ):
            continue
        first = after == dt.date.min
        yield _Spell(Plan.of(table), np.datetime64(after), np.datetime64(end), first)
        after = end
