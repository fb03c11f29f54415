"""Which activities need attention at a cut-off, and which of them first."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import numpy as np
import pandas as pd

from pac import norms
from pac.model import Status
from pac.progress.actual import NO_DAY, Day, Flag
from pac.progress.groups import Group, members
from pac.progress.measure import DATE_MISSING


class Reason(StrEnum):
    """Why an activity needs attention, from the most pressing on, in the words on screen.

    First the work that is missing: nothing else can be done about a date once the last one
    has passed, one that is behind can still be finished, and who did not report may have
    done it. Then the work that is said to be done and cannot be shown: evidence is the
    office's to bring, and only then can Control Interno verify. Then what cannot be asked
    of anybody or counted. What comes due soon is last, since it is not late.
    """

    OVERDUE = "vencida"
    BEHIND = "atrasada"
    UNREPORTED = "pendiente de reporte"
    NO_EVIDENCE = "reportada sin evidencia"
    UNVERIFIED = "reportada sin verificar"
    NOBODY = "nadie responde por ella"
    NO_TARGET = "sin meta"
    NO_DATE = "sin fecha"
    DUE_SOON = "por vencer"


def attention(measured: pd.DataFrame, milestones: pd.DataFrame) -> pd.DataFrame:
    """Return the activities that need attention, each with its first ``Reason`` (R9-R11, R16).

    Within a reason the one that has been missing longest comes first, then the one that is
    due soonest, then the plan's order.

    An activity that its office reports as done and whose report lacks evidence, or Control
    Interno's number, is *vencida* or *atrasada* in a closed cut-off (R10). Its reason here is
    what it lacks. Where Control Interno verified less than was due, work is missing.

    Args:
        measured: What ``measure.measure`` returned, or some of its rows.
        milestones: What ``measure.per_milestone_table`` returned for the same cut-off,
            closed or not alike; dates of other activities are left out.

    Returns:
        One row an activity: ``activity_id``, ``reason``, ``since`` (its oldest date that
        came and is not whole; NaT where none), ``until`` (its next date; NaT where none),
        ``missing`` (what was due less what was done, 0 to 1, in the tier in force; NaN
        where either is undefined) and ``lead`` (blank where nobody).
    """
    since = _oldest_missing(measured.index, milestones)
    until = measured["next_milestone"].to_numpy()

    reasons = _first_that_holds(measured)
    words = np.array([reason.value for reason in reasons])
    rank = np.select(list(reasons.values()), list(range(len(words))), default=len(words))
    order = np.lexsort((until, since, rank))[: int((rank < len(words)).sum())]

    missing = (measured["expected"].to_numpy() - measured["attainment"].to_numpy()).clip(min=0.0)
    return pd.DataFrame(
        {
            "activity_id": measured.index[order],
            "reason": pd.array(words[rank[order]], dtype="str"),
            "since": since[order],
            "until": until[order],
            "missing": missing[order].round(norms.SHARE_DECIMALS),
            "lead": measured["lead"].array[order],
        }
    )


def _oldest_missing(activities: pd.Index, milestones: pd.DataFrame) -> Day:
    """Return, one an activity, its first date that came and is not whole; NaT where none."""
    row = activities.get_indexer(pd.Index(milestones["activity_id"]))
    missing = (milestones["state"] == DATE_MISSING).to_numpy() & (row >= 0)
    oldest = np.full(len(activities), NO_DAY)
    # they come by date, so from the last on the first one stays
    oldest[row[missing][::-1]] = milestones["due"].to_numpy()[missing][::-1]
    return oldest


def _first_that_holds(measured: pd.DataFrame) -> dict[Reason, Flag]:
    column = {name: measured[name].to_numpy() for name in _ASKED}
    status, expected = column["status"], column["expected"]
    behind = members(measured, Group.MISSING).to_numpy()
    done = column["attainment"] == 1.0

    # said to be done, and not yet judged by Control Interno: only a closed cut-off has any
    said_done = behind & (column["attainment_reported"] >= expected) & ~column["is_verified"]
    has_enough_evidence = said_done & (column["attainment_evidenced"] >= expected)
    no_evidence = members(measured, Group.NO_EVIDENCE).to_numpy()
    nobody = members(measured, Group.NOBODY).to_numpy()
    return {
        Reason.OVERDUE: (status == Status.OVERDUE) & ~said_done,
        Reason.BEHIND: (status == Status.BEHIND) & ~said_done,
        Reason.UNREPORTED: status == Status.UNREPORTED,
        Reason.NO_EVIDENCE: no_evidence & ~has_enough_evidence,
        Reason.UNVERIFIED: said_done,
        Reason.NOBODY: nobody & column["scheduled"] & ~done,
        Reason.NO_TARGET: status == Status.NO_TARGET,
        Reason.NO_DATE: status == Status.NO_DATE,
        Reason.DUE_SOON: status == Status.DUE_SOON,
    }


_ASKED: Final = (
    "attainment",
    "attainment_evidenced",
    "attainment_reported",
    "expected",
    "is_verified",
    "scheduled",
    "status",
)
