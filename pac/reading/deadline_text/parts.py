"""What a deadline text is made of: dates, periods, and what is picked of each (R13)."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from pac.model import DayKind
from pac.workdays import last_working_day, next_working_day

Span = tuple[dt.date, dt.date]


class Unread(Exception):  # noqa: N818 -- becomes a DeadlineError where the text is at hand
    """What keeps a text from being read, by its reason."""

    def __init__(self, reason: str = "not_understood") -> None:
        self.reason = reason
        super().__init__(reason)


# --- The calendar ---------------------------------------------------------------------------

FURTHEST_YEAR: Final = 20  # years between a plan and a date that its text may mean
FURTHEST_SHORT_YEAR: Final = 10  # the same for a year of two digits
LAST_ROLLED_MONTH: Final = 3  # dates that fall back in order may be of January to March (R13)
STEPS: Final = frozenset({1, 2, 3, 4, 6, 12})
WEEK: Final = 7


def period(year: int, months: int, n: int) -> Span:
    """Return first and last day of the n-th period of so many months, from 1."""
    last = months * n
    return (
        dt.date(year, last - months + 1, 1),
        dt.date(year, last, calendar.monthrange(year, last)[1]),
    )


def month_after(day: dt.date) -> Span:
    """Return first and last day of the next month."""
    first = day.replace(day=1) + dt.timedelta(days=32)
    return period(first.year, 1, first.month)


def nth_day(first: dt.date, n: int, kind: DayKind) -> dt.date:
    """Return the n-th day counted from the first, which counts as well (R12)."""
    if kind == "calendar":
        return first + dt.timedelta(days=n - 1)
    day = next_working_day(first)
    for _ in range(n - 1):
        day = next_working_day(day + dt.timedelta(days=1))
    return day


def nth_weekday(period: Span, weekday: int, n: int) -> dt.date:
    """Return the n-th Monday, Tuesday ... of a period; its last one where n is below 0."""
    first, last = period
    if n < 0:
        return last - dt.timedelta(days=(last.weekday() - weekday) % WEEK)
    day = first + dt.timedelta(days=(weekday - first.weekday()) % WEEK + WEEK * (n - 1))
    if day > last:
        raise Unread("impossible_date")
    return day


def full_year(year: int, plan_year: int) -> int:
    """Return a year of four digits for one of two or four; others are doubtful (R13)."""
    furthest = FURTHEST_YEAR
    if year <= 99:
        year, furthest = 2000 + year, FURTHEST_SHORT_YEAR
    if abs(year - plan_year) > furthest:
        raise Unread("doubtful_year")
    return year


# --- What a text is made of -----------------------------------------------------------------

Shape = Literal["day", "count", "month", "period", "part", "range"]


@dataclass(frozen=True, slots=True)
class Pick:
    """What is picked of a period, such as "el día 15" or "los primeros 5 días hábiles"."""

    of: Callable[[Span], Span]
    shape: Shape
    number: int | None = None  # of a plain day of the month
    follows: Literal["never", "may", "must"] = "never"  # counted from the day after something
    closes: bool = False  # the last of its kind in the period


@dataclass(frozen=True, slots=True)
class Item:
    """One date, month or named period of the text, in whichever year it turns out to be."""

    of: Callable[[int], Span]
    shape: Shape
    year: int | None = None
    opens: bool = False  # day 1 of a month, as windows do
    weekday: int | None = None  # that the text names beside the date

    def span(self, year: int) -> Span:
        """Return its first and last day in that year."""
        try:
            first, last = self.of(year)
        except ValueError as error:
            raise Unread("impossible_date") from error
        if self.weekday is not None and last.weekday() != self.weekday:
            raise Unread("weekday_disagrees")
        return first, last


@dataclass(frozen=True, slots=True)
class Each:
    """Something picked of every period of the year, or of the month after each."""

    picks: tuple[Pick, ...]
    months: int | None  # of a period; None: as often as said elsewhere; if following, else monthly
    following: bool = False


@dataclass
class Phrases:
    """All that was read in a text, in order where order matters."""

    year: int  # of the plan
    days: DayKind
    nodes: list[Item | str] = field(default_factory=list)  # items, and what stands between them
    every: set[int] = field(default_factory=set)  # months between dates; 0: all year long
    each: list[Each] = field(default_factory=list)
    after: Pick | None = None  # counted from the day after each item
    counts: list[int] = field(default_factory=list)  # how many dates the text announces
    stated_year: int | None = None
    whole_year: bool = False
    named_year: bool = False  # "2022" that may be part of a name: "Informe 2022"
    names: set[str] = field(default_factory=set)  # what is due, by the first letters
    leftovers: list[str] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)  # conventions, in order

    def note(self, code: str) -> None:
        """List a convention that the reading needed."""
        self.notes[code] = None

    def items(self) -> list[Item]:
        """Return what was dated, without what stands between."""
        return [node for node in self.nodes if isinstance(node, Item)]

    def gap(self) -> set[str]:
        """Return what stands after the last item, or all where there is none."""
        gap: set[str] = set()
        for node in reversed(self.nodes):
            if isinstance(node, Item):
                break
            gap.add(node)
        return gap

    def drop(self, *joints: str) -> None:
        """Forget joints at the end that turned out to relate no dates."""
        while self.nodes and self.nodes[-1] in joints:
            self.nodes.pop()

    def date_last_item(self, year: int) -> None:
        """Give the last item the year that follows it, or the whole text where there is none."""
        items = self.items()
        if not items:
            if self.stated_year not in {None, year}:
                raise Unread("doubled_year")
            self.stated_year, self.whole_year = year, True
            return
        if items[-1].year not in {None, year} or self.gap() - _LIGHT:
            raise Unread("doubled_year")
        while not isinstance(self.nodes[-1], Item):
            self.nodes.pop()
        self.nodes[-1] = replace(items[-1], year=year)


_LIGHT: Final = frozenset(["comma", "dash", "slash", "dot", "open", "close", "newline", "colon"])


# --- Picks ----------------------------------------------------------------------------------


def day_pick(n: int) -> Pick:
    """Pick the day n of a month."""

    def of(period: Span) -> Span:
        day = period[0].replace(day=n)
        return day, day

    return Pick(of, "day", number=n)


def day_of_each(pick: Pick) -> Pick:
    """Return the pick for every month: a day that one lacks is its last day."""
    n = pick.number
    if n is None:
        return pick

    def of(period: Span) -> Span:
        if period[0].month != period[1].month:
            raise Unread  # "el 15 de cada trimestre": of which month?
        day = period[0].replace(day=min(n, period[1].day))
        return day, day

    return replace(pick, of=of)


def last_day_pick(*, working: bool) -> Pick:
    """Pick the last day, or the last working day."""

    def of(period: Span) -> Span:
        day = last_working_day(period[1]) if working else period[1]
        return day, day

    return Pick(of, "day", closes=True)


def first_days_pick(n: int, kind: DayKind, follows: Literal["may", "must"] = "may") -> Pick:
    """Pick the first n days, which are due on the n-th (R12)."""

    def of(period: Span) -> Span:
        return period[0], nth_day(period[0], n, kind)

    return Pick(of, "count", follows=follows)


def weekday_pick(weekday: int, n: int) -> Pick:
    """Pick the n-th Monday, Tuesday ..., the last one where n is below 0."""

    def of(period: Span) -> Span:
        day = nth_weekday(period, weekday, n)
        return day, day

    return Pick(of, "day", closes=n < 0)


def _days_pick(first: int, last: int) -> Pick:
    """Pick a stretch of a period, by its days; below 1 they count back from the last one."""

    def of(period: Span) -> Span:
        if first > last and period[0].month != period[1].month:
            raise Unread  # "segunda quincena de cada trimestre": of which month?
        opening, closing = (
            period[0] + dt.timedelta(n - 1) if n > 0 else period[1] + dt.timedelta(n)
            for n in (first, last)
        )
        return opening, closing

    return Pick(of, "part")


def week_pick(n: int) -> Pick | None:
    """Pick the n-th seven days of a month, or its last seven."""
    if n == -1:
        return _days_pick(-6, 0)
    return _days_pick(WEEK * n - 6, WEEK * n) if n <= 4 else None


def fortnight_pick(n: int) -> Pick | None:
    """Pick the days up to the 15th, or those after it."""
    return {1: _days_pick(1, 15), 2: _days_pick(16, 0), -1: _days_pick(16, 0)}.get(n)


def from_to(first: Pick, last: Pick) -> Pick:
    """Join two days of one month into a window: "del 19 al 22"."""
    if {first.shape, last.shape} != {"day"}:
        raise Unread

    def of(period: Span) -> Span:
        opening, closing = first.of(period)[0], last.of(period)[1]
        if opening > closing:
            raise Unread("falls_back")
        return opening, closing

    return Pick(of, "range")


def month_item(month: int, year: int | None) -> Item:
    """Return a whole month."""
    return Item(lambda y: period(y, 1, month), "month", year)


def of_whole_year(pick: Pick) -> Item:
    """Return what is picked of a year, such as its last working day."""
    return Item(lambda year: pick.of(period(year, 12, 1)), pick.shape)


def period_item(months: int, n: int) -> Item:
    """Return the n-th period of so many months."""
    return Item(lambda year: period(year, months, n), "period")


def picked(pick: Pick, month: int, year: int | None) -> Item:
    """Return what is picked of a month."""
    return Item(lambda y: pick.of(period(y, 1, month)), pick.shape, year, opens=pick.number == 1)


def closing(item: Item) -> Item:
    """Return the last day of what the item spans."""

    def of(year: int) -> Span:
        last = item.of(year)[1]
        return last, last

    return replace(item, of=of, shape="day")
