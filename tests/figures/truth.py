"""What the board knows at a cut-off, added up again with a pencil from its activities.

Only the measured row of each activity is taken as known (``tests/test_every_figure.py`` makes it
again from its cells). Every group is added up here in whole fractions, apart from ``pac.progress``.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import pandas as pd

from pac import labels
from pac.model import Status
from pac.progress.figures import Figures
from tests.figures.shape import PLAN, Key, Measures, Said

Row = Any  # a named tuple of figures.measured

TIERS = ("reported", "evidenced", "verified")
FEW = 3  # scheduled, under which the count is what shows (R6)


def plain(text: str) -> str:
    """Return a text in one line, with blanks that are blanks."""
    return " ".join(text.split())


@dataclass(frozen=True)
class Truth:
    """The figures of a plan at a cut-off, and in which state they are told."""

    figures: Figures

    @property
    def state(self) -> str:
        """Return whether the cut-off is closed or open, or whether nobody reported by then."""
        if not self.figures.has_progress:
            return "no progress"
        return "closed" if self.figures.closed else "open"

    @property
    def tier(self) -> str:
        """Return the tier in force (R16)."""
        return "verified" if self.figures.closed else "reported"

    def percent(self, share: float) -> str:
        """Return a share in words, as this plan's levels let it be rounded."""
        return plain(labels.percent(share, self.figures.cuts))

    @cached_property
    def rows(self) -> list[Row]:
        """Return the measured activities."""
        table = self.figures.measured
        return list(table.reset_index(names="activity_id").itertuples(index=False))

    def share_of(self, row: Row) -> float:
        """Return how much of an activity is done, in the tier in force."""
        return float(getattr(row, f"attainment_{self.tier}"))

    def due_of(self, row: Row) -> tuple[int, int]:
        """Return how many dates of an activity came, and of how many (R4)."""
        days = row.milestones
        return sum(day <= self.figures.cutoff for day in days), len(days)

    def is_scheduled(self, row: Row) -> bool:
        """Tell whether something is due that can be counted (R5)."""
        return self.due_of(row)[0] > 0 and row.applied_target > 0

    def is_done_by_now(self, row: Row, tier: str) -> bool:
        """Tell whether all that was due is done (R5)."""
        due, count = self.due_of(row)
        share = float(getattr(row, f"attainment_{tier}"))
        return self.is_scheduled(row) and not math.isnan(share) and share >= nine(due, count)

    # groups

    @cached_property
    def groups(self) -> Said:
        """Return the figures of the plan, each component and each party that the plan names."""
        names = self.figures.plan.component_names
        said = {PLAN: self.added(self.rows)}
        for number, name in names.items():
            own = [row for row in self.rows if row.component == number]
            said[Key("component", plain(f"{number}. {name}"))] = self.added(own)
        for name in self.figures.plan.named_parties:
            own = [row for row in self.rows if row.lead == name]
            said[Key("party", plain(name))] = self.added(own) | {"kind": self.kind_of(name)}
        return said

    def kind_of(self, party: str) -> str:
        """Return what a party is, as the plan says where it leads, else as the catalogue has it."""
        led = [str(row.lead_kind) for row in self.rows if row.lead == party]
        known = [str(one.kind) for one in self.figures.plan.parties if one.name == party]
        return next(iter([*known, *led]), "dependencia")

    def added(self, rows: Sequence[Row]) -> Measures:
        """Return the figures of a group: what is not there may not be said of it."""
        scheduled = [row for row in rows if self.is_scheduled(row)]
        said: Measures = {
            "activities": len(rows),
            "scheduled": len(scheduled),
            "reported": sum(bool(row.reported) for row in rows),
            "scheduled_reported": sum(bool(row.reported) for row in scheduled),
            "no_target": sum(not row.applied_target > 0 for row in rows),
            "no_date": sum(not row.milestones for row in rows),
            "no_lead": sum(not row.lead for row in rows),
            "rescheduled": sum(bool(row.rescheduled) for row in rows),
        }
        if not self.figures.has_progress:
            return said
        own = [self.share_of(row) for row in rows]
        said["done"] = sum(share == 1.0 for share in own)
        said["partial"] = sum(0.0 < share < 1.0 for share in own)
        for tier in TIERS:
            done = sum(self.is_done_by_now(row, tier) for row in rows)
            said[f"fulfilled_{tier}"] = done
            shares = [float(getattr(row, f"attainment_{tier}")) for row in rows]
            if rows:
                said[f"attainment_{tier}"] = mean(shares)
        said["fulfilled"] = said[f"fulfilled_{self.tier}"]
        if rows:
            said["attainment"] = said[f"attainment_{self.tier}"]
        if scheduled:
            said["compliance"] = nine(said["fulfilled"], said["scheduled"])
            parts = [(self.share_of(row), nine(*self.due_of(row))) for row in scheduled]
            said["scheduled_mean"] = mean(min(1.0, done / due) for done, due in parts)
        if scheduled and self.figures.closed:
            said["level"] = self.level_of(said["compliance"])
        for name in [name for name, value in said.items() if isinstance(value, float)]:
            said[f"{name}_words"] = self.percent(said[name])
        if not self.figures.closed or len(scheduled) < FEW:
            said.pop("compliance_words", None)  # the count says more, or there is no figure yet
        return said

    def level_of(self, compliance: float) -> str:
        """Return the level of a compliance (R8)."""
        settings = self.figures.settings
        if compliance >= settings.high_from:
            return "alto"
        return "medio" if compliance >= settings.medium_from else "bajo"

    # activities

    @cached_property
    def activities(self) -> Said:
        """Return the figures of each activity."""
        return {Key("activity", str(row.activity_id)): self._activity(row) for row in self.rows}

    def _activity(self, row: Row) -> Measures:
        due, count = self.due_of(row)
        said: Measures = {
            "status": str(row.status),
            "reported": bool(row.reported),
            "scheduled": self.is_scheduled(row),
            "due": due,
            "dates": count,
        }
        if row.applied_target > 0:
            said["target"] = float(row.applied_target)
            said["target_words"] = plain(labels.quantity(row.applied_target, row.unit))
        if count:
            said["expected"] = nine(due, count)
        if due:
            said["expected_words"] = self.percent(said["expected"])
        if not self.figures.has_progress:
            return said
        said["fulfilled"] = self.is_done_by_now(row, self.tier)
        if not math.isnan(row.actual):
            said["actual"] = float(row.actual)
            said["actual_words"] = plain(labels.quantity(row.actual, row.unit))
        if row.applied_target > 0:
            shares = {
                f"attainment_{tier}": float(getattr(row, f"attainment_{tier}")) for tier in TIERS
            }
            said |= shares | {"attainment": shares[f"attainment_{self.tier}"]}
            said |= {f"{name}_words": self.percent(said[name]) for name in (*shares, "attainment")}
            if row.reported and "actual" in said:
                said["basis"] = BASES[self.tier]
            if said["attainment"] != said["attainment_reported"]:
                said["differs"] = True  # what is verified is not what is reported
        return said

    def pressing(self, row_id: str) -> str:
        """Return the first word by which a report tells how an activity stands."""
        rows = self.figures.attention
        reason = rows.loc[rows["activity_id"] == row_id, "reason"]
        word = str(reason.iloc[0]) if len(reason) else str(self.figures.activity(row_id)["status"])
        return "programada sin empezar" if word == Status.PLANNED else word

    # time

    @cached_property
    def dates(self) -> Said:
        """Return each date of each activity, and how much of it is done."""
        said: Said = {}
        for one in self.figures.milestones.itertuples(index=False):
            held: Measures = {"day": one.due.date(), "state": str(one.state)}
            if self.figures.has_progress and not math.isnan(one.done_share):
                held["done"] = float(one.done_share)
                held["done_words"] = self.percent(one.done_share)
            said[Key("date", f"{one.activity_id} #{one.number}")] = held
        return said

    @cached_property
    def months(self) -> Said:
        """Return how many dates each month has, by what came of them."""
        days = [one["day"] for one in self.dates.values()]
        if not days:
            return {}
        said: Said = {}
        for number in range(
            min(days).year * 12 + min(days).month, max(days).year * 12 + max(days).month + 1
        ):
            year, month = divmod(number - 1, 12)
            own = [
                one["state"]
                for one in self.dates.values()
                if one["day"].year == year and one["day"].month == month + 1
            ]
            counts = {name: own.count(word) for name, word in STATES.items()}
            said[Key("month", f"{year}-{month + 1:02}")] = {"dates": len(own)} | counts
        return said

    @cached_property
    def cutoffs(self) -> Said:
        """Return what was to be done by each cut-off, and what is done by those that came."""
        figures = self.figures
        said: Said = {}
        for day in figures.settings.cutoffs:
            held = {
                "scheduled": int(figures.due[day].sum()),
                "activities": len(figures.measured),
                "came": int(figures.came["came"][day]),
                "dates": int(figures.came["dates"][day]),
                "planned": float(figures.curve["planned"][pd.Timestamp(day)]),
            }
            if not math.isnan(figures.curve["actual"][pd.Timestamp(day)]):
                held["actual"] = float(figures.curve["actual"][pd.Timestamp(day)])
            held |= {
                f"{name}_words": self.percent(held[name])
                for name in ("planned", "actual")
                if name in held
            }
            said[Key("cutoff", day.isoformat())] = held
        return said

    def curve_dates(self, keeps: Callable[[dt.date], bool] = lambda _day: True) -> Said:
        """Return the planned and the actual line at each date of theirs that is kept."""
        said: Said = {}
        for day, one in self.figures.curve.iterrows():
            if keeps(day.date()) or not math.isnan(one["actual"]):
                held = {
                    name: float(one[name])
                    for name in ("planned", "actual")
                    if not math.isnan(one[name])
                }
                words = {f"{name}_words": self.percent(value) for name, value in held.items()}
                said[Key("curve", day.date().isoformat())] = held | words
        return said


BASES = {
    "reported": "según lo reportado",
    "verified": "según lo verificado por Control Interno",
}
STATES = {
    "done": "cumplida",
    "missing": "pendiente",
    "no_target": "sin meta",
    "to_come": "por venir",
}


def nine(part: int, whole: int) -> float:
    """Return a share as every rule sees it: rounded to nine decimals (R0)."""
    return _rounded(Fraction(part, whole))


def mean(shares: Iterable[float]) -> float:
    """Return a mean in which what is undefined counts as 0 (R7), rounded to nine decimals."""
    exact = [Fraction(0) if math.isnan(one) else Fraction(repr(one)) for one in shares]
    return _rounded(sum(exact) / len(exact))


def _rounded(exact: Fraction) -> float:
    """Return a number to nine decimals, half up as a spreadsheet does."""
    return math.floor(exact * 10**9 + Fraction(1, 2)) / 10**9
