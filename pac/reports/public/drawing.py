"""Where the marks of each chart stand: numbers for inline SVG, no words and no colours.

Widths and places across are percents, so that a chart fits every screen without shrinking its
words; places down are pixels.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from pac import labels
from pac.charts import marks
from pac.charts.dates import Span, month_names
from pac.charts.marks import Mark
from pac.progress.curve import lines
from pac.progress.figures import Figures

HEIGHT: Final = 220  # pixels of a plot

# A square for each activity says more than a bar, as long as a phone can tell them apart.
MOST_SQUARES: Final = 60
MOST_COLUMNS: Final = 120
_ACROSS: Final = 20  # squares in a row
_SQUARE: Final = 20
_GAP: Final = 4

_APART: Final = 19.0  # percent of a plot that the words of a date take on a phone
_MOST_MONTHS: Final = 14
_EDGE: Final = 12.0  # percent of a plot within which words run inwards


def place(share: float) -> str:
    """Write a number from 0 to 1 as SVG takes a percent, without its sign."""
    return f"{share * 100:.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class Square:
    """One activity among those scheduled, by what it rests on."""

    x: int
    y: int
    kind: str  # solid, hatched, outlined or empty


@dataclass(frozen=True)
class Squares:
    """A square for each scheduled activity."""

    width: int
    height: int
    side: int
    squares: tuple[Square, ...]


def squares(counts: Sequence[tuple[int, str]]) -> Squares | None:
    """Return so many squares of each kind, in order; None where they are too many to tell apart."""
    kinds = [kind for n, kind in counts for _ in range(n)]
    if not 0 < len(kinds) <= MOST_SQUARES:
        return None
    step = _SQUARE + _GAP
    across = min(len(kinds), _ACROSS)
    rows = -(-len(kinds) // across)
    return Squares(
        max(across, _ACROSS // 2) * step - _GAP,
        rows * step - _GAP,
        _SQUARE,
        tuple(Square(i % across * step, i // across * step, kind) for i, kind in enumerate(kinds)),
    )


@dataclass(frozen=True)
class Columns:
    """A column for each activity, filled as far as it is done: all the ink is the attainment."""

    width: int
    height: int
    columns: tuple[tuple[int, str, str], ...]  # x, top and height of the filling


_COLUMN: Final = 10
_COLUMN_HEIGHT: Final = 44


def columns(shares: pd.Series) -> Columns | None:
    """Return the activities by how much of each is done, most first; None where too many."""
    done = sorted(shares.fillna(0.0), reverse=True)
    if not 0 < len(done) <= MOST_COLUMNS:
        return None
    return Columns(
        max(len(done), 20) * _COLUMN,
        _COLUMN_HEIGHT,
        tuple(
            (
                i * _COLUMN,
                f"{_COLUMN_HEIGHT * (1 - share):.2f}",
                f"{_COLUMN_HEIGHT * share:.2f}",
            )
            for i, share in enumerate(done)
        ),
    )


@dataclass(frozen=True)
class Tick:
    """Words or a line at a place across a plot."""

    x: str
    text: str
    anchor: str = "middle"  # start, middle or end, as SVG has it
    lane: int = 0  # line of words, 0 the nearest to the plot
    strong: bool = False
    second: str = ""  # a second line of words


@dataclass(frozen=True)
class Point:
    """One known share of the curve."""

    x: str
    y: str


@dataclass(frozen=True)
class Curve:
    """The year's plan as steps and what was done as steps with points."""

    height: int
    lanes: int  # lines of words above it
    planned: str  # paths in a box of 1000 by 1000
    later: str
    actual: str
    points: tuple[Point, ...]
    grid: tuple[tuple[str, str], ...]  # y and its words
    cutoffs: tuple[Tick, ...]
    months: tuple[Tick, ...]
    names: tuple[tuple[str, str, str, str, str], ...]  # kind, x, y, anchor, words


def curve(figures: Figures) -> Curve:
    """Return the planned and the actual attainment through the year."""
    cutoff, (planned, actual) = figures.cutoff, lines(figures.curve)
    span = Span.of([*planned])
    until = {day: share for day, share in planned.items() if day <= cutoff}
    after = {day: share for day, share in planned.items() if day >= cutoff}
    cutoffs = _lanes(
        [
            Tick(place(span.share(day)), _day(day), strong=day == cutoff)
            for day in figures.settings.cutoffs
            if span.holds(day)
        ]
    )
    return Curve(
        height=HEIGHT,
        lanes=max((one.lane for one in cutoffs), default=0) + 1,
        planned=_steps(until, span),
        later=_steps(after, span),
        actual=_steps(actual, span),
        points=tuple(
            Point(place(span.share(day)), f"{HEIGHT * (1 - share):.1f}")
            for day, share in actual.items()
        ),
        grid=tuple(
            (f"{HEIGHT * (1 - share):g}", labels.percent(share))
            for share in (0.0, 0.25, 0.5, 0.75, 1.0)
        ),
        cutoffs=cutoffs,
        months=_months(span),
        names=_names(planned[cutoff], actual, span, figures),
    )


def _steps(shares: dict[dt.date, float], span: Span) -> str:
    """Return a path that stays where it is until something is due, or known."""
    if not shares:
        return ""
    parts: list[str] = []
    for day, share in shares.items():
        x, y = f"{span.share(day) * 1000:.1f}", f"{(1 - share) * 1000:.1f}"
        parts.append(f"H{x}V{y}" if parts else f"M{x} {y}")
    return "".join(parts)


def _names(
    planned: float, actual: dict[dt.date, float], span: Span, figures: Figures
) -> tuple[tuple[str, str, str, str, str], ...]:
    """Return the name and share of each line at the cut-off, the higher one above."""
    at = span.share(figures.cutoff)
    named = [("planned", planned, f"Planeado {labels.percent(planned, figures.cuts)}")]
    if actual:
        last = actual[max(actual)]
        named.append(("actual", last, f"Real {labels.percent(last, figures.cuts)}"))
    named.sort(key=lambda one: -one[1])
    anchor = "start" if at < 0.5 else "end"
    said = []
    for i, (kind, share, words) in enumerate(named):
        y = HEIGHT * (1 - share)
        below = i > 0 if len(named) > 1 else False
        down = min(y + 20, HEIGHT - 6) if below else max(y - 9, 14)
        said.append((kind, down, words))
    if len(said) > 1 and said[1][1] - said[0][1] < _LINE:  # the foot left no room
        kind, _, words = said[0]
        said[0] = (kind, said[1][1] - _LINE, words)
    return tuple((kind, place(at), f"{down:.1f}", anchor, words) for kind, down, words in said)


_LINE: Final = 20


def _day(day: dt.date) -> str:
    return f"{day.day} {labels.SHORT_MONTHS[day.month - 1]}"


def _lanes(those: Sequence[Tick]) -> tuple[Tick, ...]:
    """Return words in the lowest line in which they touch no others."""
    ends: list[float] = []
    made = []
    for one in sorted(those, key=lambda each: float(each.x)):
        at = float(one.x)
        lane = next((i for i, end in enumerate(ends) if at >= end), len(ends))
        ends[lane : lane + 1] = [at + _APART]
        made.append(Tick(one.x, one.text, _anchor(at), lane, one.strong))
    return tuple(made)


def _anchor(at: float) -> str:
    if at < _EDGE:
        return "start"
    return "end" if at > 100 - _EDGE else "middle"


def _months(span: Span) -> tuple[Tick, ...]:
    every = span.months(_MOST_MONTHS // 2)
    words = [name.partition("<br>") for name in month_names(every)]
    return tuple(
        Tick(place(span.share(month.replace(day=16))), name, second=year)
        for month, (name, _, year) in zip(every, words, strict=True)
    )


@dataclass(frozen=True)
class Stack:
    """The dates of one month: from the foot up, a rectangle for each thing that came of them."""

    x: str
    width: str
    middle: str
    parts: tuple[tuple[str, str, str], ...]  # kind, top, height
    total: str
    top: str
    name: str
    year: str


@dataclass(frozen=True)
class Months:
    """Columns of dates by month, and the cut-off between them."""

    height: int
    stacks: tuple[Stack, ...]
    cutoff: str
    anchor: str


def months(figures: Figures) -> Months | None:
    """Return the dates of each month; None where the plan has none that can be read."""
    every = figures.months
    if every.empty:
        return None
    days = [day.date() for day in pd.DatetimeIndex(every.index)]
    each = every[["done", "missing", "no_target", "to_come"]]
    tall = (HEIGHT - 24) / max(int(each.sum(axis=1).max()), 1)
    step = -(-len(days) // _MOST_MONTHS)
    stacks = []
    for i, (day, (_, row)) in enumerate(zip(days, each.iterrows(), strict=True)):
        foot = float(HEIGHT)
        parts: list[tuple[str, str, str]] = []
        for kind, n in row.items():
            if n:
                foot -= tall * int(n)
                shown = "unreported" if kind == "missing" and not figures.has_progress else kind
                parts.append((str(shown), f"{foot:.1f}", f"{tall * int(n):.1f}"))
        total = int(row.sum())
        written = i % step == 0
        stacks.append(
            Stack(
                place((i + 0.14) / len(days)),
                place(0.72 / len(days)),
                place((i + 0.5) / len(days)),
                tuple(parts),
                labels.number(total) if total else "",
                f"{foot - 6:.1f}",
                labels.SHORT_MONTHS[day.month - 1] if written else "",
                str(day.year) if written and (not i or day.month == 1) else "",
            )
        )
    passed = sum(day <= figures.cutoff for day in days)
    return Months(
        HEIGHT,
        tuple(stacks),
        place(passed / len(days)),
        "end" if passed > len(days) / 2 else "start",
    )


@dataclass(frozen=True)
class Strip:
    """The dates of one activity along the year, each with the mark of its state."""

    dates: tuple[tuple[str, str], ...]  # x, and which mark
    cutoff: str


MARKS: Final = {
    Mark.DONE: "done",
    Mark.PART_MISSING: "part-missing",
    Mark.MISSING: "missing",
    Mark.UNREPORTED: "unreported",
    Mark.NO_TARGET: "no-target",
    Mark.PART_AHEAD: "part-ahead",
    Mark.TO_COME: "to-come",
}


def strips(figures: Figures) -> dict[str, Strip]:
    """Return the strip of each activity that has some date, all on one axis of time."""
    every = figures.milestones
    if every.empty:
        return {}
    due = [day.date() for day in every["due"]]
    span = Span.of([*due, *figures.settings.cutoffs])
    chosen = marks.of(every, has_progress=figures.has_progress)
    dates: dict[str, list[tuple[str, str]]] = {}
    for name, day, mark in zip(every["activity_id"], due, chosen, strict=True):
        dates.setdefault(str(name), []).append((place(span.share(day)), MARKS[mark]))
    at = place(span.share(figures.cutoff))
    return {name: Strip(tuple(those), at) for name, those in dates.items()}
