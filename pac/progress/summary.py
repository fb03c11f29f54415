"""What a group of activities adds up to at a cut-off: the plan, a component, an office, a month."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Final, Literal

import numpy as np
import pandas as pd

from pac import norms
from pac.model import Level, Party, PartyKind, Status, Tier
from pac.progress.actual import Flag, Number
from pac.progress.curve import curve
from pac.progress.measure import (
    DATE_DONE,
    DATE_MISSING,
    DATE_NO_TARGET,
    DATE_TO_COME,
    tier_in_force,
)

__all__ = [
    "Summary",
    "by_component",
    "by_deadline",
    "by_office",
    "by_status",
    "curve",
    "default_cutoff",
    "level_of",
    "summarize",
]


@dataclass(frozen=True)
class Summary:
    """The figures of a group of activities at one cut-off, in the tier in force (R5-R8, R10).

    Shares go from 0 to 1 and are None where they are undefined: compliance where nothing
    is scheduled, every share while the whole plan has no report.
    """

    activities: int
    reported: int  # activities with some report
    unreported: int  # the others, counted as 0 in the attainment (R7)
    scheduled: int  # something due and a target to count against (R5)
    scheduled_reported: int
    fulfilled: int
    compliance: float | None  # fulfilled / scheduled (R6)
    scheduled_mean: float | None  # mean of min(1, attainment / expected) over the scheduled (R6)
    attainment: float | None  # mean over all activities (R7)
    done: int  # activities with attainment 1
    partial: int  # activities with some attainment, below 1
    no_target: int  # counted as 0 in the attainment, out of the compliance
    no_date: int  # out of the compliance
    no_lead: int  # activities that no party leads
    rescheduled: int  # some version of the board moved their dates (R17)
    level: Level | None  # of the compliance (R8); None while open or undefined
    tier: Tier  # the one in force (R16)
    few: bool  # so few scheduled that the count says more than its percent (R6)
    # the three tiers side by side, whichever is in force
    fulfilled_reported: int
    fulfilled_evidenced: int
    fulfilled_verified: int
    attainment_reported: float | None
    attainment_evidenced: float | None
    attainment_verified: float | None


def level_of(
    compliance: float | None,
    *,
    medium_from: float = norms.MEDIUM_FROM,
    high_from: float = norms.HIGH_FROM,
) -> Level | None:
    """Return the level of a compliance, None where it is undefined (R8)."""
    if compliance is None:
        return None
    share = round(compliance, norms.SHARE_DECIMALS)
    if share >= high_from:
        return Level.HIGH
    return Level.MEDIUM if share >= medium_from else Level.LOW


def summarize(
    measured: pd.DataFrame,
    *,
    closed: bool,
    medium_from: float = norms.MEDIUM_FROM,
    high_from: float = norms.HIGH_FROM,
    has_progress: bool | None = None,
) -> Summary:
    """Add up a group of measured activities (R5-R8).

    Args:
        measured: What ``measure.measure`` returned, or some of its rows.
        closed: Whether the cut-off is closed, as it was for ``measure``.
        medium_from: Compliance from which the level is *medio*.
        high_from: Compliance from which the level is *alto*.
        has_progress: Whether the whole plan has some report at the cut-off; None reads it
            from these rows, which cannot tell in a group without a single readable target.
    """
    if has_progress is None:
        has_progress = _has_progress(measured)
    column = {name: measured[name].to_numpy() for name in _COUNTED}
    scheduled, attainment = column["scheduled"], column["attainment"]
    expected = column["expected"][scheduled]
    by_tier = {tier: column[f"attainment_{tier}"] for tier in Tier}
    fulfilled = {tier: int((by_tier[tier][scheduled] >= expected).sum()) for tier in Tier}
    means = {tier: _mean(by_tier[tier]) if has_progress else None for tier in Tier}

    due, in_force = int(scheduled.sum()), tier_in_force(closed=closed)
    compliance = _share(fulfilled[in_force] / due) if due and has_progress else None
    level = level_of(compliance, medium_from=medium_from, high_from=high_from)
    return Summary(
        activities=len(measured),
        reported=int(column["reported"].sum()),
        unreported=int((~column["reported"]).sum()),
        scheduled=due,
        scheduled_reported=int(column["reported"][scheduled].sum()),
        fulfilled=fulfilled[in_force],
        compliance=compliance,
        scheduled_mean=_mean((attainment[scheduled] / expected).clip(max=1.0))
        if has_progress
        else None,
        attainment=means[in_force],
        done=int((attainment == 1.0).sum()),
        partial=int(((attainment > 0.0) & (attainment < 1.0)).sum()),
        no_target=int((~(column["applied_target"] > 0)).sum()),
        no_date=int((column["milestone_count"] == 0).sum()),
        no_lead=int((column["lead"] == "").sum()),
        rescheduled=int(column["rescheduled"].sum()),
        level=level if closed else None,
        tier=in_force,
        few=due < norms.FEW_SCHEDULED,
        fulfilled_reported=fulfilled[Tier.REPORTED],
        fulfilled_evidenced=fulfilled[Tier.EVIDENCED],
        fulfilled_verified=fulfilled[Tier.VERIFIED],
        attainment_reported=means[Tier.REPORTED],
        attainment_evidenced=means[Tier.EVIDENCED],
        attainment_verified=means[Tier.VERIFIED],
    )


_COUNTED: Final = (
    "applied_target",
    "attainment",
    "attainment_evidenced",
    "attainment_reported",
    "attainment_verified",
    "expected",
    "lead",
    "milestone_count",
    "reported",
    "rescheduled",
    "scheduled",
)


def _has_progress(measured: pd.DataFrame) -> bool:
    return bool(measured["reported"].any() or measured["attainment"].notna().any())


def _mean(shares: Number) -> float | None:
    """Return a mean in which the undefined count as 0 (R7); None over nothing."""
    return _share(np.nan_to_num(shares).mean()) if len(shares) else None


def _share(value: float) -> float:
    return round(float(value), norms.SHARE_DECIMALS)


def _table(
    summaries: Iterable[Summary], first: Mapping[str, Sequence[object]], index: pd.Index
) -> pd.DataFrame:
    """Return summaries as rows, after the columns that name them; undefined shares are NaN."""
    rows = [asdict(summary) for summary in summaries]
    columns: dict[str, pd.Series] = {}
    for name, values in first.items():
        columns[name] = pd.Series(list(values), index=index, dtype="str")
    for field in fields(Summary):
        dtype = _DTYPES.get(str(field.type), "object")
        columns[field.name] = pd.Series([row[field.name] for row in rows], index, dtype=dtype)
    return pd.DataFrame(columns, index=index)


# level (None or Level) and tier stay objects, so that they can be told apart with ``is``
_DTYPES: Final = {"int": "int64", "bool": "bool", "float | None": "float64"}


def by_component(
    measured: pd.DataFrame,
    *,
    closed: bool,
    medium_from: float = norms.MEDIUM_FROM,
    high_from: float = norms.HIGH_FROM,
    has_progress: bool | None = None,
) -> pd.DataFrame:
    """Return one row a component, in the plan's order: ``name`` and the fields of ``Summary``.

    The index is the component's number. Undefined shares are NaN; an undefined level is None.
    Arguments as for ``summarize``.
    """
    if has_progress is None:
        has_progress = _has_progress(measured)
    slim = measured[[*_COUNTED, "component", "component_name"]]
    groups = list(slim.groupby("component", sort=False))
    return _table(
        (
            summarize(
                group,
                closed=closed,
                medium_from=medium_from,
                high_from=high_from,
                has_progress=has_progress,
            )
            for _, group in groups
        ),
        {"name": [group["component_name"].iloc[0] for _, group in groups]},
        pd.Index([number for number, _ in groups], name="component", dtype="int64"),
    )


def by_office(
    measured: pd.DataFrame,
    parties: Sequence[Party],
    *,
    role: Literal["lead", "all"] = "lead",
    closed: bool,
    medium_from: float = norms.MEDIUM_FROM,
    high_from: float = norms.HIGH_FROM,
    has_progress: bool | None = None,
) -> pd.DataFrame:
    """Return one row for each party that the plan names: ``kind`` and the fields of ``Summary``.

    Offices come first, then groups, then committees; within a kind, in the catalogue's
    order, then the plan's. A party that leads nothing has a row of zeros. An activity that
    nobody leads is in no row: ``Summary.no_lead`` of the whole counts it (R11).

    Args:
        measured: What ``measure.measure`` returned, or some of its rows.
        parties: The catalogue of offices; a name that it lacks is taken for an office,
            unless ``lead_kind`` says what it is.
        role: ``lead``, what each party answers for: the rows add up to the plan; ``all``,
            what it takes part in: they do not.
        closed: As for ``summarize``.
        medium_from: As for ``summarize``.
        high_from: As for ``summarize``.
        has_progress: As for ``summarize``.
    """
    if has_progress is None:
        has_progress = _has_progress(measured)
    kinds = _kinds(measured, parties)
    names = list(kinds)
    slim = measured[list(_COUNTED)]

    def rows_of(name: str) -> Flag:
        led = (measured["lead"] == name).to_numpy(dtype=np.bool_)
        if role == "lead":
            return led
        return led | np.array([name in named for named in measured["offices"]], dtype=np.bool_)

    return _table(
        (
            summarize(
                slim.loc[rows_of(name)],
                closed=closed,
                medium_from=medium_from,
                high_from=high_from,
                has_progress=has_progress,
            )
            for name in names
        ),
        {"kind": [kinds[name].value for name in names]},
        pd.Index(names, name="office", dtype="str"),
    )


def _kinds(measured: pd.DataFrame, parties: Sequence[Party]) -> dict[str, PartyKind]:
    """Return the parties that the plan names, by kind, then in the catalogue's and plan's order."""
    leads = measured["lead"]
    named = [name for names in measured["offices"] for name in names]
    named += [name for name in leads if name]
    said = dict(zip(leads, measured["lead_kind"], strict=True))
    listed = {party.name: party.kind for party in parties}
    in_order = [name for name in listed if name in set(named)]
    in_order += [name for name in dict.fromkeys(named) if name not in listed]
    kinds = {
        name: listed.get(name) or PartyKind(said.get(name) or PartyKind.OFFICE) for name in in_order
    }
    rank = list(PartyKind)
    return dict(sorted(kinds.items(), key=lambda item: rank.index(item[1])))


def by_status(measured: pd.DataFrame) -> pd.Series[int]:
    """Return how many activities are in each state, every state of R9 in its order."""
    counts = Counter(measured["status"])
    words = [status.value for status in Status]
    return pd.Series([counts[word] for word in words], index=words, name="activities")


_STATE_COLUMNS: Final = {
    DATE_DONE: "done",
    DATE_MISSING: "missing",
    DATE_TO_COME: "to_come",
    DATE_NO_TARGET: "no_target",
}


def by_deadline(milestones: pd.DataFrame) -> pd.DataFrame:
    """Return one row a month, from the first with a milestone to the last, empty ones too.

    Args:
        milestones: What ``measure.per_milestone_table`` returned, or some of its rows.

    Returns:
        Counts of milestones in ``done``, ``missing`` (due, not whole), ``to_come`` and
        ``no_target`` (due, and nothing to count against). The index, ``month``, is the
        first day of each month.
    """
    month = milestones["due"].dt.to_period("M").rename("month")
    column = milestones["state"].map(_STATE_COLUMNS)
    counts = milestones.groupby([month, column]).size().unstack(fill_value=0)
    months = (
        pd.period_range(month.min(), month.max(), freq="M", name="month")
        if len(month)
        else pd.PeriodIndex([], freq="M", name="month")
    )
    counts = counts.reindex(
        index=months, columns=list(_STATE_COLUMNS.values()), fill_value=0
    ).rename_axis(columns=None)
    return counts.set_axis(months.to_timestamp().as_unit("us")).astype("int64")


def default_cutoff(
    cutoffs: Collection[dt.date], closed_cutoffs: Collection[dt.date], last_report: dt.date | None
) -> dt.date:
    """Return the cut-off that the public sees first (R16).

    The last one that Control Interno closed; else the last legal one on or before the
    newest report, so that nobody opens on a cut-off not yet begun; else the first.

    Args:
        cutoffs: Those of the plan, at least one.
        closed_cutoffs: Those closed.
        last_report: Date of the newest report with a value; None where there is none.
    """
    closed = set(closed_cutoffs) & set(cutoffs)
    if closed:
        return max(closed)
    begun = [
        cutoff
        for cutoff in cutoffs
        if last_report is not None
        and cutoff <= last_report
        and (cutoff.month, cutoff.day) in norms.LEGAL_CUTOFFS
    ]
    return max(begun, default=min(cutoffs))
