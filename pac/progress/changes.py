"""What changed in each activity since the previous cut-off."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

import numpy as np
import pandas as pd

from pac.model import Status
from pac.progress.groups import Group, members


class Change(StrEnum):
    """What became of an activity since the previous cut-off, in the order in which it is asked.

    *Bajó* comes first, since a total that fell is said whatever else holds. Finishing says
    more than catching up, and nobody catches up by dates that moved. Next is what is due and
    not done, so that some advance does not hide it; *avanzó* is progress that changes no
    state. *Cambió de fecha* is last: dates that moved explain what is no longer due, and are
    said beside any other word too.
    """

    LOWERED = "bajó"
    FINISHED = "cumplida desde entonces"
    CAUGHT_UP = "se puso al día"
    UNREPORTED = "quedó pendiente de reporte"
    FELL_BEHIND = "quedó atrasada"  # or vencida, in the words of R9
    STILL_BEHIND = "sigue pendiente"
    ADVANCED = "avanzó"
    RESCHEDULED = "cambió de fecha"


def changes(before: pd.DataFrame, after: pd.DataFrame, moved: Collection[str] = ()) -> pd.DataFrame:
    """Return what became of each activity between two cut-offs: the first ``Change`` that holds.

    What is undefined at either cut-off cannot be compared: an activity without a readable
    target is in no row, nor is any while the plan has no report at the earlier one. In an
    open cut-off what came due and nobody reported is *pendiente de reporte*, not late (R16).

    Args:
        before: What ``measure.measure`` returned for the earlier cut-off, in the tier in
            force at the later one, so that like is compared with like.
        after: The same activities at the later cut-off.
        moved: Activities whose dates moved between the two (R17). Each table is of the dates
            that hold for its own cut-off.

    Returns:
        One row an activity, those of one kind together and in the plan's order: ``kind``
        (the words of ``Change``), ``attainment_before`` and ``attainment_after`` (0 to 1),
        ``behind`` (due and not done at the later one: R5) and ``moved``. Every activity that
        is behind or moved has a row, whatever its kind. The index is that of the tables.

    Raises:
        ValueError: The tables are not of the same activities in the same order.
    """
    if not before.index.equals(after.index):
        raise ValueError("the two tables are not of the same activities in the same order")
    then, now = before["attainment"].to_numpy(), after["attainment"].to_numpy()
    was_behind = members(before, Group.MISSING).to_numpy()
    is_behind = members(after, Group.MISSING).to_numpy()
    unreported = (after["status"] == Status.UNREPORTED).to_numpy()
    has_moved = after.index.isin([*moved])

    first_that_holds = {
        Change.LOWERED: now < then,
        Change.FINISHED: (now == 1.0) & (then < 1.0),
        Change.CAUGHT_UP: was_behind & after["fulfilled"].to_numpy() & ~has_moved,
        Change.UNREPORTED: is_behind & ~was_behind & unreported,
        Change.FELL_BEHIND: is_behind & ~was_behind,
        Change.STILL_BEHIND: is_behind,
        Change.ADVANCED: now > then,
        Change.RESCHEDULED: has_moved,
    }
    comparable = ~np.isnan(then) & ~np.isnan(now)
    kinds = np.array([kind.value for kind in first_that_holds])
    kind = np.select(
        [comparable & holds for holds in first_that_holds.values()],
        list(range(len(kinds))),
        default=len(kinds),
    )
    by_kind = np.argsort(kind, kind="stable")[: int((kind < len(kinds)).sum())]
    return pd.DataFrame(
        {
            "kind": pd.array(kinds[kind[by_kind]], dtype="str"),
            "attainment_before": then[by_kind],
            "attainment_after": now[by_kind],
            "behind": is_behind[by_kind],
            "moved": has_moved[by_kind],
        },
        index=after.index[by_kind],
    )
