"""The state of each activity at a cut-off, in the words that the screen shows (R9)."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from pac.model import Status
from pac.norms import SHARE_DECIMALS


def statuses(
    measured: pd.DataFrame, cutoff: dt.date, *, closed: bool, notice_days: int
) -> pd.Series[str]:
    """Return the first state of R9 that holds for each activity.

    While the whole plan has no report, nothing counts as done. A deadline has passed on
    its own day, as what is due on the cut-off counts as due (R4).

    Args:
        measured: One row an activity, with the columns of ``schema.ACTIVITIES`` and those
            of ``schema.MEASURED`` but ``status`` and ``late_completion``.
        cutoff: The day of the question.
        closed: Whether Control Interno closed the cut-off: only then is what nobody
            reported *vencida* or *atrasada* (R16).
        notice_days: How many days before a milestone the activity is *por vencer*.
    """
    column = {name: measured[name].to_numpy() for name in _ASKED}
    today = np.datetime64(cutoff)
    done = np.nan_to_num(column["attainment"])
    reported, to_come = column["reported"], column["next_milestone"]
    no_date = column["milestone_count"] == 0
    milestones = np.where(no_date, np.nan, column["milestone_count"])

    short = done < column["expected"]
    covers_next = done >= ((column["milestones_due"] + 1) / milestones).round(SHARE_DECIMALS)
    soon = to_come <= today + np.timedelta64(notice_days, "D")
    open_window = column["start"] <= today

    first_that_holds = {
        Status.FULFILLED: done == 1.0,
        Status.NO_TARGET: ~(column["applied_target"] > 0),
        Status.NO_DATE: no_date,
        Status.UNREPORTED: short & ~reported & (not closed),
        Status.OVERDUE: short & np.isnat(to_come),
        Status.BEHIND: short,
        Status.DUE_SOON: soon & ~covers_next,
        Status.UNDER_WAY: open_window | reported,
    }
    words = np.select(
        list(first_that_holds.values()),
        [status.value for status in first_that_holds],
        default=Status.PLANNED.value,
    )
    return pd.Series(words, index=measured.index, dtype="str")


_ASKED = (
    "applied_target",
    "attainment",
    "expected",
    "milestone_count",
    "milestones_due",
    "next_milestone",
    "reported",
    "start",
)
