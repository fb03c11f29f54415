"""What was promised in the sessions, as it stands on a day: open, past its date, answered.

The day is an argument: the screen passes today in Colombia, a report the day on which it is made.
It is never the cut-off. A cut-off asks what was done by then; what the board holds of a
commitment is whether it is answered now, and nobody wrote down when.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pac.model import Commitment


@dataclass(frozen=True)
class Standing:
    """How many commitments there are, and how they stand on a day."""

    every: int
    open: int  # not answered
    late: int  # those of them whose date has passed

    @property
    def answered(self) -> int:
        """Return how many have an answer."""
        return self.every - self.open


def is_late(one: Commitment, day: dt.date) -> bool:
    """Tell whether a commitment is not answered and its date is before the day looked at."""
    return one.is_open and one.due is not None and one.due < day


def standing(commitments: Iterable[Commitment], day: dt.date) -> Standing:
    """Count the commitments by how they stand on a day."""
    every = tuple(commitments)
    return Standing(
        len(every),
        sum(one.is_open for one in every),
        sum(is_late(one, day) for one in every),
    )


def in_order(commitments: Sequence[Commitment]) -> tuple[Commitment, ...]:
    """Return the open ones and then the answered, the oldest session first in both.

    Within a session what is due first stands first; what has no date stands last.
    """
    return tuple(
        sorted(
            commitments,
            key=lambda one: (not one.is_open, one.date or dt.date.max, one.due or dt.date.max),
        )
    )
