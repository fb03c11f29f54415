"""All the figures of a plan, or of the part of it that somebody chose, at one cut-off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypedDict, cast

import pandas as pd

from pac.labels import fold
from pac.model import (
    Cell,
    Commitment,
    Convention,
    Finding,
    Later,
    Move,
    Party,
    PartyKind,
    Provenance,
    Publication,
    Settings,
)
from pac.progress import measure, summary
from pac.progress.attention import attention as attention_of
from pac.progress.changes import changes as changes_of
from pac.progress.curve import curve
from pac.progress.schedule import holding, rescheduled
from pac.progress.summary import Summary

Role = Literal["lead", "all"]


@dataclass(frozen=True)
class Plan:
    """What was read of a plan and its reports, each value with its cell."""

    settings: Settings
    activities: pd.DataFrame  # schema.ACTIVITIES
    reports: pd.DataFrame  # schema.REPORTS
    parties: tuple[Party, ...]
    sources: Mapping[tuple[str, str], Cell]  # (activity_id, column) -> cell of the plan
    filled: frozenset[tuple[str, str]]  # those of them that are not blank
    parameters: Mapping[str, Cell]  # setting -> cell, those that are written
    findings: tuple[Finding, ...] = ()
    conventions: tuple[Convention, ...] = ()
    moves: tuple[Move, ...] = ()  # changes of dates by versions of the board, oldest first (R17)
    later: tuple[Later, ...] = ()  # what changed of closed cut-offs, oldest first (R16)
    published: tuple[Publication, ...] = ()  # by cut-off
    commitments: tuple[Commitment, ...] = ()  # in the order of their sheet

    def activities_at(self, cutoff: dt.date) -> pd.DataFrame:
        """Return the activities with the dates that hold for a cut-off (R17)."""
        return holding(self.activities, self.moves, cutoff, self.filled)

    @cached_property
    def rescheduled(self) -> dict[str, tuple[Move, ...]]:
        """Return the activities whose dates moved, each with its moves, oldest first (R17)."""
        return rescheduled(self.moves)

    @cached_property
    def moved_dates(self) -> frozenset[tuple[str, dt.date]]:
        """Return the dates that some version took from an activity or gave it (R17)."""
        return frozenset(
            (name, day)
            for name, moves in self.rescheduled.items()
            for move in moves
            for day in {*move.before} ^ {*move.after}
        )

    @cached_property
    def default_cutoff(self) -> dt.date:
        """Return the cut-off that the public sees first (R16)."""
        dates = self.reports.loc[self.reports["value"].notna(), "as_of"]
        last_report = dates.max().date() if len(dates) else None
        settings = self.settings
        return summary.default_cutoff(settings.cutoffs, settings.closed_cutoffs, last_report)

    @cached_property
    def component_names(self) -> dict[int, str]:
        """Return the full name of each component, in the plan's order."""
        columns = (self.activities["component"], self.activities["component_name"])
        return dict(zip(*columns, strict=True))

    @cached_property
    def named_parties(self) -> tuple[str, ...]:
        """Return the parties that the plan names: offices, groups, committees, by alphabet."""
        kinds = {party.name: party.kind for party in self.parties}
        named = {name for names in self.activities["offices"] for name in names}
        named |= set(self.activities["lead"]) - {""}
        rank = list(PartyKind)
        order = {name: rank.index(kinds.get(name, PartyKind.OFFICE)) for name in named}
        return tuple(sorted(named, key=lambda name: (order[name], fold(name))))


@dataclass(frozen=True)
class Choice:
    """What somebody asks to see of a plan."""

    cutoff: dt.date
    component: int | None = None  # its number; None for all
    office: str | None = None  # None for all
    role: Role = "lead"  # what an office leads, or all that it takes part in (R11)

    @property
    def key(self) -> str:
        """Return what no other choice has."""
        return f"{self.cutoff}|{self.component}|{self.office!r}|{self.role}"

    @property
    def narrows(self) -> bool:
        """Tell whether some activities are left out."""
        return self.component is not None or self.office is not None


@dataclass(frozen=True)
class Figures:
    """A plan, or the chosen part of it, measured at one cut-off."""

    plan: Plan
    choice: Choice
    provenance: Provenance
    closed: bool
    has_progress: bool  # of the whole plan, at this cut-off
    every: int  # activities of the whole plan
    measured: pd.DataFrame  # schema.ACTIVITIES and schema.MEASURED, of what was chosen
    total: Summary
    components: pd.DataFrame
    leads: pd.DataFrame  # by office, what each one leads
    takes_part: pd.DataFrame  # by office, all in which it takes part
    milestones: pd.DataFrame
    months: pd.DataFrame
    curve: pd.DataFrame
    due: pd.DataFrame  # bool, activities by cut-offs: something due by then (R5)
    came: pd.DataFrame  # by cut-off: how many ``dates`` hold for it, and how many of them ``came``
    previous: dt.date | None  # the cut-off before this one
    before: pd.DataFrame | None  # measured there, in the tier in force at this one
    total_before: Summary | None  # in the tier in force there

    @property
    def settings(self) -> Settings:
        """Return what the workbook says of itself."""
        return self.plan.settings

    @property
    def cutoff(self) -> dt.date:
        """Return the cut-off looked at."""
        return self.choice.cutoff

    @property
    def cuts(self) -> tuple[float, float, float]:
        """Return the shares that rounding must not cross (R8)."""
        return (self.settings.medium_from, self.settings.high_from, 1.0)

    @cached_property
    def attention(self) -> pd.DataFrame:
        """Return what needs attention, the most pressing first (``progress.attention``)."""
        return attention_of(self.measured, self.milestones)

    @cached_property
    def changes(self) -> pd.DataFrame:
        """Return what changed since the cut-off before (``progress.changes``); none without one."""
        before = self.measured.iloc[:0] if self.before is None else self.before
        moved = {
            name
            for name, moves in self.plan.rescheduled.items()
            for move in moves
            if self.previous is not None and self.previous <= move.day < self.cutoff
        }
        return changes_of(before, self.measured.loc[before.index], moved)

    @property
    def later(self) -> tuple[Later, ...]:
        """Return what changed of closed cut-offs, up to this one, oldest first (R16)."""
        return tuple(one for one in self.plan.later if one.cutoff <= self.cutoff)

    @cached_property
    def overdue(self) -> pd.DataFrame:
        """Return the milestones that came and are not met, the oldest first."""
        missing = self.milestones["state"] == measure.DATE_MISSING
        return self.milestones.loc[missing].sort_values("due", kind="stable")

    @cached_property
    def coming(self) -> pd.DataFrame:
        """Return the milestones of the days of notice after the cut-off that are not met yet."""
        until = pd.Timestamp(self.cutoff) + pd.Timedelta(days=self.settings.notice_days)
        to_come = self.milestones["state"] == measure.DATE_TO_COME
        soon = to_come & (self.milestones["due"] <= until)
        return self.milestones.loc[soon].sort_values("due", kind="stable")

    def activity(self, activity_id: str) -> pd.Series:
        """Return the row of one activity of the chosen part."""
        return cast("pd.Series", self.measured.loc[activity_id])


def figures(plan: Plan, choice: Choice, provenance: Provenance) -> Figures:
    """Measure a plan at a cut-off and add up the chosen part of it (R0-R11, R16, R17).

    Each cut-off is measured by the dates that hold for it.
    """
    settings, cutoff = plan.settings, choice.cutoff
    closed = settings.is_closed(cutoff)
    whole = _measured(plan, cutoff, closed=closed)
    has_progress = bool(whole["reported"].any())
    chosen = _chosen(whole, choice)
    measured = whole.loc[chosen]
    held = plan.activities_at(cutoff)
    activities = plan.activities.loc[measured.index]
    every_date = measure.per_milestone_table(held, plan.reports, cutoff, closed=closed)
    milestones = every_date.loc[every_date["activity_id"].isin(measured.index)]
    previous = max((day for day in settings.cutoffs if day < cutoff), default=None)
    levels: _Levels = {"medium_from": settings.medium_from, "high_from": settings.high_from}
    each = {
        day: measure.measure(plan.activities_at(day).loc[measured.index], plan.reports, day)
        for day in settings.cutoffs
    }
    return Figures(
        plan=plan,
        choice=choice,
        provenance=provenance,
        closed=closed,
        has_progress=has_progress,
        every=len(whole),
        measured=measured,
        total=summary.summarize(measured, closed=closed, has_progress=has_progress, **levels),
        components=summary.by_component(
            measured, closed=closed, has_progress=has_progress, **levels
        ),
        leads=summary.by_office(
            measured, plan.parties, closed=closed, has_progress=has_progress, **levels
        ),
        takes_part=summary.by_office(
            measured, plan.parties, role="all", closed=closed, has_progress=has_progress, **levels
        ),
        milestones=milestones,
        months=summary.by_deadline(milestones),
        curve=curve(
            activities,
            plan.reports,
            settings.cutoffs,
            cutoff,
            closed=closed,
            moves=plan.moves,
            filled=plan.filled,
        ),
        due=pd.DataFrame(
            {day: then["scheduled"] for day, then in each.items()}, index=measured.index
        ),
        came=pd.DataFrame(
            {
                "came": [then["milestones_due"].sum() for then in each.values()],
                "dates": [then["milestone_count"].sum() for then in each.values()],
            },
            index=pd.Index(each, dtype="object"),
        ),
        previous=previous,
        before=None if previous is None else _measured(plan, previous, closed=closed).loc[chosen],
        total_before=None if previous is None else _total(plan, previous, chosen, levels),
    )


class _Levels(TypedDict):
    medium_from: float
    high_from: float


def _measured(plan: Plan, cutoff: dt.date, *, closed: bool) -> pd.DataFrame:
    return measure.measure(
        plan.activities_at(cutoff),
        plan.reports,
        cutoff,
        closed=closed,
        notice_days=plan.settings.notice_days,
        rescheduled=plan.rescheduled,
    )


def _total(plan: Plan, cutoff: dt.date, chosen: pd.Series, levels: _Levels) -> Summary:
    """Return what the chosen part came to at another cut-off, in the tier in force there."""
    closed = plan.settings.is_closed(cutoff)
    whole = _measured(plan, cutoff, closed=closed)
    has_progress = bool(whole["reported"].any())
    return summary.summarize(whole.loc[chosen], closed=closed, has_progress=has_progress, **levels)


def _chosen(measured: pd.DataFrame, choice: Choice) -> pd.Series:
    chosen = pd.Series(data=True, index=measured.index)
    if choice.component is not None:
        chosen &= measured["component"] == choice.component
    if choice.office is not None:
        chosen &= party_takes(measured, choice.office, choice.role)
    return chosen


def party_takes(measured: pd.DataFrame, party: str, role: Role) -> pd.Series:
    """Tell which activities a party leads or, by ``role``, takes part in (R11)."""
    leads = measured["lead"] == party
    if role == "lead":
        return leads
    return leads | measured["offices"].map(lambda named: party in named).astype("bool")
