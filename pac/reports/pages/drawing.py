"""Where the marks of the year's curve and of the months stand, as shares of their plots."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from pac import labels, narrative
from pac.charts.dates import Span, month_names
from pac.charts.months import agreeing
from pac.progress.curve import lines
from pac.progress.figures import Figures

Point = tuple[float, float]  # across from the left and down from the top, 0 to 1

_MONTHS_WRITTEN: Final = 14
_MONTHS_SHOWN: Final = 14


@dataclass(frozen=True)
class Tick:
    """Words at a place across a plot."""

    x: float
    text: str
    is_chosen: bool = False  # the cut-off looked at


@dataclass(frozen=True)
class Name:
    """Name and share of a line, at the cut-off."""

    kind: str  # planned or actual
    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Curve:
    """What the year's plan asks for as steps, and what was done as steps with points."""

    planned: tuple[Point, ...]  # corners up to the cut-off
    later: tuple[Point, ...]  # from the cut-off on
    actual: tuple[Point, ...]
    known: tuple[Point, ...]  # of the actual line, where something is known
    shares: tuple[Tick, ...]  # of the axis; x goes up from its foot
    cutoffs: tuple[Tick, ...]
    months: tuple[Tick, ...]
    names: tuple[Name, ...]  # the higher one first
    alt: str


def curve(figures: Figures) -> Curve:
    """Return the planned and the actual attainment through the year."""
    cutoff, (planned, actual) = figures.cutoff, lines(figures.curve)
    span = Span.of([*planned])
    months = span.months(_MONTHS_WRITTEN)
    named = zip(months, month_names(months, years=False), strict=True)
    return Curve(
        planned=_steps(((day, share) for day, share in planned.items() if day <= cutoff), span),
        later=_steps(((day, share) for day, share in planned.items() if day >= cutoff), span),
        actual=_steps(actual.items(), span),
        known=tuple((_across(day, span), 1 - share) for day, share in actual.items()),
        shares=tuple(Tick(share, labels.percent(share)) for share in (0.0, 0.25, 0.5, 0.75, 1.0)),
        cutoffs=tuple(
            Tick(_across(day, span), labels.short_date(day), day == cutoff)
            for day in sorted({*figures.settings.cutoffs, cutoff})
            if span.holds(day)
        ),
        months=tuple(Tick(_across(day, span), word) for day, word in named),
        names=_names(planned[cutoff], actual.get(cutoff), _across(cutoff, span), figures),
        alt=_alt(figures),
    )


def _across(day: dt.date, span: Span) -> float:
    return min(max(span.share(day), 0.0), 1.0)


def _steps(shares: Iterable[tuple[dt.date, float]], span: Span) -> tuple[Point, ...]:
    """Return the corners of a line that stays where it is until something is due, or known."""
    corners: list[Point] = []
    for day, share in shares:
        x, y = _across(day, span), 1 - share
        if corners and corners[-1][1] != y:
            corners.append((x, corners[-1][1]))
        corners.append((x, y))
    return tuple(corners)


def _names(planned: float, actual: float | None, x: float, figures: Figures) -> tuple[Name, ...]:
    share = labels.percent(planned, figures.cuts)
    made = [Name("planned", x, 1 - planned, f"Planeado {share}")]
    if actual is not None:
        done = labels.percent(actual, figures.cuts)
        made.append(Name("actual", x, 1 - actual, f"Hecho {done}"))
    return tuple(sorted(made, key=lambda one: (one.y, one.kind)))


def _alt(figures: Figures) -> str:
    """Return the curve in words: its sentence, and its shares at each cut-off."""
    table, cuts = figures.curve, figures.cuts
    said = [f"Línea del año. {narrative.curve(table, figures.cutoff, cuts=cuts)}"]
    for day in figures.settings.cutoffs:
        planned, actual = (float(table[name][pd.Timestamp(day)]) for name in ("planned", "actual"))
        done = "" if pd.isna(actual) else f", hecho {labels.percent(actual, cuts)}"
        said.append(f"{labels.date(day)}: planeado {labels.percent(planned, cuts)}{done}.")
    return " ".join(said)


@dataclass(frozen=True)
class Row:
    """How many dates of one kind each month has."""

    kind: str  # done, missing, unreported, no_target, to_come
    name: str
    counts: tuple[int, ...]
    words: tuple[str, ...]  # the same, blank where there are none


@dataclass(frozen=True)
class Months:
    """The dates of the plan month by month."""

    names: tuple[str, ...]
    rows: tuple[Row, ...]  # only the kinds that there are
    most: int  # dates of the fullest month
    left_out: str  # how many dates other months have; blank where all are shown
    alt: str


def months(figures: Figures) -> Months:
    """Return the dates of each month by what came of them, around the cut-off where many."""
    every = figures.months
    shown = every.iloc[_around(every, figures.cutoff)]
    days = [day.date() for day in pd.DatetimeIndex(shown.index)]
    rows = tuple(
        Row(
            kind,
            name,
            tuple(int(n) for n in shown[column]),
            tuple(labels.number(int(n)) if n else "" for n in shown[column]),
        )
        for column, (kind, name) in _kinds(figures).items()
        if every[column].any()
    )
    left = int(every.to_numpy().sum() - shown.to_numpy().sum())
    return Months(
        names=_month_heads(days),
        rows=rows,
        most=int(shown.sum(axis=1).max()) if len(shown) else 0,
        left_out=f"{labels.count(left, 'fecha', 'fechas')} en otros meses, en el tablero."
        if left
        else "",
        alt="Columnas, una por mes. " + _months_said(days, rows),
    )


def _kinds(figures: Figures) -> dict[str, tuple[str, str]]:
    """Return, by column of the months, how it is drawn and said; before any report none is late."""
    came = ("missing", "Pendientes") if figures.has_progress else ("unreported", "Ya llegaron")
    return {
        "done": ("done", "Cumplidas"),
        "missing": came,
        "no_target": ("no_target", "Sin meta legible"),
        "to_come": ("to_come", "Por venir"),
    }


def _around(every: pd.DataFrame, cutoff: dt.date) -> slice:
    """Return the months that a page has room for: those of the cut-off and after it first."""
    if len(every) <= _MONTHS_SHOWN:
        return slice(None)
    come = int((every.index <= pd.Timestamp(cutoff)).sum())
    first = min(max(come - _MONTHS_SHOWN // 2, 0), len(every) - _MONTHS_SHOWN)
    return slice(first, first + _MONTHS_SHOWN)


def _month_heads(days: Sequence[dt.date]) -> tuple[str, ...]:
    """Return short months; where a year begins, with it."""
    return tuple(name.replace("<br>", " ") for name in month_names(days))


def _months_said(days: Sequence[dt.date], rows: Sequence[Row]) -> str:
    said = []
    for place, day in enumerate(days):
        counted = [
            f"{row.words[place]} {agreeing(row.name, 1 if row.words[place] == '1' else 2)}"
            for row in rows
            if row.words[place]
        ]
        if counted:
            said.append(f"{labels.month(day).capitalize()}: {labels.listing(counted)}.")
    return " ".join(said)
