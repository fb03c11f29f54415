"""Which reports count at a cut-off, and how much of its target each activity met (R1-R4, R10).

Inside this module an activity is its position in the plan (``row``), and what is known one
an activity is an array in the plan's order: sums over rows stay short and fast.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from pac.model import Accumulation, Tier
from pac.norms import SHARE_DECIMALS

Whole = npt.NDArray[np.int64]
Number = npt.NDArray[np.float64]
Flag = npt.NDArray[np.bool_]
Day = npt.NDArray[np.datetime64]
ByTier = dict[Tier, Number]

NO_DAY: Final = np.datetime64("NaT", "us")

# More days than any date has since 1970: a row times this, plus a day, sorts as the pair does.
_DAYS: Final = 10_000_000


@dataclass(frozen=True)
class Plan:
    """What is asked of each activity: how much (R1), how it adds up (R2) and on which dates."""

    target: Number  # what it is counted against; NaN where there is none above zero
    accumulation: npt.NDArray[Any]
    count: Whole  # of its milestones; 0 where its deadline is not readable
    # one a milestone, in the order of plan and calendar
    row: Whole
    number: Whole  # from 1 within the activity
    day: Day

    @classmethod
    def of(cls, activities: pd.DataFrame) -> Plan:
        """Read a table of activities."""
        target = activities["applied_target"].to_numpy(dtype=np.float64)
        count = np.array([len(dates) for dates in activities["milestones"]], dtype=np.int64)
        row = np.repeat(np.arange(len(count)), count)
        before = np.cumsum(count) - count
        days = [day for dates in activities["milestones"] for day in dates]
        return cls(
            target=np.where(target > 0, target, np.nan),
            accumulation=activities["accumulation"].to_numpy(),
            count=count,
            row=row,
            number=np.arange(len(row)) - before[row] + 1,
            day=np.array(days, dtype="datetime64[D]"),
        )

    def __len__(self) -> int:
        return len(self.target)

    def due(self, cutoff: dt.date) -> Whole:
        """Return, one an activity, how many of its milestones are dated by the cut-off."""
        return np.bincount(self.row[self.day <= np.datetime64(cutoff)], minlength=len(self))

    def expected(self, cutoff: dt.date) -> Number:
        """Return, one an activity, the share that is due (R4); NaN where no date is readable."""
        known = np.where(self.count > 0, self.count, np.nan)
        return np.asarray((self.due(cutoff) / known).round(SHARE_DECIMALS))

    def dated(self, number: Whole) -> Day:
        """Return, one an activity, the date of its milestone of that number; NaT where none."""
        dates = np.full(len(self), NO_DAY)
        here = self.number == number[self.row]
        dates[self.row[here]] = self.day[here]
        return dates


@dataclass(frozen=True)
class Reports:
    """The progress reports of a plan that exist at a cut-off, by activity, then date."""

    row: Whole
    day: Day
    value: Number
    verified: Number  # Control Interno's own number; NaN where it gave none
    has_evidence: Flag
    completed_on: Day

    @classmethod
    def of(cls, activities: pd.DataFrame, reports: pd.DataFrame) -> Reports:
        """Read the reports of these activities; those of others are left out.

        Two of one activity and date are one; should they differ, which the reading of
        the workbook forbids, the lower one counts.
        """
        verified = reports["verified"].to_numpy(dtype=np.float64)
        evidence = reports["evidence"].astype("str").fillna("").str.strip() != ""
        every = cls(
            row=activities.index.get_indexer(pd.Index(reports["activity_id"])),
            day=reports["as_of"].to_numpy().astype("datetime64[D]"),
            value=reports["value"].to_numpy(dtype=np.float64),
            verified=verified,
            # Control Interno cannot have a number without having seen what it rests on (R10)
            has_evidence=evidence.to_numpy(dtype=np.bool_) | ~np.isnan(verified),
            completed_on=reports["completed_on"].to_numpy().astype("datetime64[us]"),
        )
        order = np.lexsort((every.verified, every.value, every.day, every.row))
        key = _sortable(every.row, every.day)[order]
        repeated = np.append(False, key[1:] == key[:-1])[: len(key)]
        return every.take(order[~repeated & (every.row[order] >= 0)])

    def take(self, positions: Whole) -> Reports:
        """Return the reports at those positions, in that order."""
        return Reports(
            row=self.row[positions],
            day=self.day[positions],
            value=self.value[positions],
            verified=self.verified[positions],
            has_evidence=self.has_evidence[positions],
            completed_on=self.completed_on[positions],
        )

    def newest(self) -> Flag:
        """Tell which reports are the last of their activity."""
        return np.append(self.row[1:] != self.row[:-1], True)[: len(self.row)]


def _sortable(row: Whole, day: Day) -> Whole:
    return row * _DAYS + day.astype(np.int64)


@dataclass(frozen=True)
class Uses:
    """The reports that count at a cut-off, once for each time that they are used (R2).

    A report is used once for its activity or, where the target holds at each date, once
    for each milestone that it answers.
    """

    reports: Reports  # those of one activity by date
    milestone: Whole  # number of the one that it answers; 0 where it counts for the whole


@dataclass(frozen=True)
class Counted:
    """What a plan and its reports come to at a cut-off, before it is called anything."""

    plan: Plan
    reports: Reports
    used: Uses
    shares: ByTier  # one a use: its share of the target
    attainment: ByTier  # one an activity


def count(activities: pd.DataFrame, reports: pd.DataFrame, cutoff: dt.date) -> Counted:
    """Choose the reports that count and add up what they met (R2, R3, R10).

    Attainments are NaN for every activity while no report exists in ``reports``, whoever
    it belongs to: a part of a plan is measured as it is within the whole.
    """
    plan = Plan.of(activities)
    existing = known(reports, cutoff)
    own = Reports.of(activities, existing)
    used = choose(plan, own)
    by_use = shares(plan, used)
    attained = attainments(plan, used, by_use)
    if existing.empty:
        attained = {tier: np.full(len(plan), np.nan) for tier in Tier}
    return Counted(plan=plan, reports=own, used=used, shares=by_use, attainment=attained)


def known(reports: pd.DataFrame, cutoff: dt.date) -> pd.DataFrame:
    """Return the reports that exist at a cut-off: with a value, dated on or before it (R2)."""
    return reports.loc[reports["value"].notna() & (reports["as_of"] <= pd.Timestamp(cutoff))]


def choose(plan: Plan, reports: Reports) -> Uses:
    """Choose the reports that count, by the accumulation of each activity (R2)."""
    accumulation = plan.accumulation[reports.row]
    added = accumulation == Accumulation.SUM
    replaced = accumulation == Accumulation.LATEST
    whole = np.flatnonzero(added | (replaced & reports.newest()))

    asking = np.flatnonzero(plan.accumulation[plan.row] == Accumulation.PER_MILESTONE)
    # the first report on or after the date: of that activity, or else of one further down;
    # none for a date after the cut-off, as no report is
    answer = np.searchsorted(
        _sortable(reports.row, reports.day), _sortable(plan.row[asking], plan.day[asking])
    )
    answered = np.append(reports.row, -1)[answer] == plan.row[asking]

    return Uses(
        reports=reports.take(np.concatenate([whole, answer[answered]])),
        milestone=np.concatenate([np.zeros_like(whole), plan.number[asking[answered]]]),
    )


def shares(plan: Plan, used: Uses) -> ByTier:
    """Return the share of its activity's target that each use of a report meets (R3, R10).

    Where the target holds at each of n dates, a use is worth at most one n-th: more on
    one date does not mend another. NaN where the target is not readable.
    """
    target = plan.target[used.reports.row]
    reported = used.reports.value / target
    verified = np.nan_to_num(used.reports.verified) / target

    answers = used.milestone > 0
    dates = plan.count[used.reports.row]
    reported[answers] = reported[answers].clip(max=1.0) / dates[answers]
    evidenced = np.where(used.reports.has_evidence, reported, 0.0)
    verified[answers] = np.minimum(verified[answers] / dates[answers], evidenced[answers])
    return {Tier.REPORTED: reported, Tier.EVIDENCED: evidenced, Tier.VERIFIED: verified}


def attainments(plan: Plan, used: Uses, by_use: ByTier) -> ByTier:
    """Return how much of its target each activity met, in each tier (R3, R10).

    From 0 to 1, each tier at most the one before it; 0 without a report, NaN without a
    readable target.
    """
    at_most = np.where(np.isnan(plan.target), np.nan, 1.0)
    attained = {}
    for tier in Tier:
        total = np.bincount(used.reports.row, weights=by_use[tier], minlength=len(plan))
        at_most = np.minimum(at_most, total.clip(0.0, 1.0).round(SHARE_DECIMALS))
        attained[tier] = at_most
    return attained


def quantities(plan: Plan, used: Uses) -> Number:
    """Return the actual of each activity in its target's unit (R2); NaN where no report counts.

    The sum of the periods, or else the newest value: where the target holds at each date,
    the newest of those that answered one.
    """
    row, value = used.reports.row, used.reports.value
    newest = np.full(len(plan), np.nan)
    newest[row] = value  # they come by date, so the last one stays
    total = np.bincount(row, weights=value, minlength=len(plan)).round(SHARE_DECIMALS)
    added = (plan.accumulation == Accumulation.SUM) & ~np.isnan(newest)
    return np.where(added, total, newest)


def hold_for_all(plan: Plan, used: Uses, condition: Flag) -> Flag:
    """Tell, one an activity, whether a condition holds for all that it used; False for none."""
    total = np.bincount(used.reports.row, minlength=len(plan))
    holding = np.bincount(used.reports.row[condition], minlength=len(plan))
    return np.asarray((total > 0) & (holding == total))


def completions(counted: Counted) -> Day:
    """Return the date on which each activity is said to have reached its target (R9).

    Only a report that itself reaches it can prove the date: one whose total does, or the
    one that answers the last milestone. Of several the earliest, so that nobody is called
    late while a report says otherwise. NaT where no such report gives a date.
    """
    plan, reports, used = counted.plan, counted.reports, counted.used
    accumulation = plan.accumulation[reports.row]
    added = np.where(accumulation == Accumulation.SUM, reports.value, 0.0)
    total = np.cumsum(added)
    before = (total - added)[np.searchsorted(reports.row, reports.row)]  # other activities'
    running = np.where(accumulation == Accumulation.SUM, total - before, reports.value)
    reached = (running / plan.target[reports.row]).round(SHARE_DECIMALS) >= 1.0
    whole = reached & (accumulation != Accumulation.PER_MILESTONE)
    last = used.milestone == plan.count[used.reports.row]

    row = np.concatenate([reports.row[whole], used.reports.row[last]])
    said = np.concatenate([reports.completed_on[whole], used.reports.completed_on[last]])
    from_last = np.argsort(said)[::-1]  # NaT sorts last, so it comes first and is written over
    dates = np.full(len(plan), NO_DAY)
    dates[row[from_last]] = said[from_last]
    return dates
