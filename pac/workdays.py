"""Working days of Colombia: Monday to Friday without its holidays (Ley 4 de 1913, art. 62)."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Final

import holidays

from pac.norms import PUBLICATION_WORKING_DAYS, legal_cutoffs

COLOMBIA: Final = dt.timezone(dt.timedelta(hours=-5), "America/Bogota")  # no summer time


@lru_cache(maxsize=16)
def _holidays(year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("CO", years=year))


def is_working_day(day: dt.date) -> bool:
    """Tell whether offices open on that day."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def next_working_day(day: dt.date) -> dt.date:
    """Return the day itself where it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += dt.timedelta(days=1)
    return day


def nth_working_day(year: int, month: int, n: int) -> dt.date:
    """Return the n-th working day of a month, counted from 1; it may fall in a later month."""
    day = next_working_day(dt.date(year, month, 1))
    for _ in range(n - 1):
        day = next_working_day(day + dt.timedelta(days=1))
    return day


def working_days_after(day: dt.date, n: int) -> dt.date:
    """Return the n-th working day after a day, counted from 1."""
    for _ in range(n):
        day = next_working_day(day + dt.timedelta(days=1))
    return day


def last_working_day(day: dt.date) -> dt.date:
    """Return the day itself where it is a working day, else the last one before it."""
    while not is_working_day(day):
        day -= dt.timedelta(days=1)
    return day


def publication_day(cutoff: dt.date) -> dt.date:
    """Return the day by which the follow-up of a cut-off must be published (R14)."""
    following = cutoff.replace(day=1) + dt.timedelta(days=32)
    return nth_working_day(following.year, following.month, PUBLICATION_WORKING_DAYS)


def publication_limit(cutoff: dt.date, plan_year: int) -> dt.date | None:
    """Return the ``publication_day`` of a legal cut-off; another one has no limit (R14)."""
    return publication_day(cutoff) if cutoff in legal_cutoffs(plan_year) else None
