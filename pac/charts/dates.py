"""An axis of time: its months, and the days that are drawn on it as lines."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pac import labels
from pac.charts import theme
from pac.charts.theme import Figure, Palette

# Pixels of a plot on a phone, of a letter of a note, and between two words on one line.
PHONE: Final = 340
_LETTER: Final = 6.4
_APART: Final = 10

LANE: Final = 16  # pixels of a line of words above a plot

MONTHS_WRITTEN: Final = 14  # that fit on a phone, a word each
_STEPS: Final = (1, 2, 3, 4, 6, 12)

# A cell may hold any date; beyond these there is no room beside the axis in the calendar.
_EARLIEST: Final = dt.date(1600, 1, 1)
_LATEST: Final = dt.date(2400, 12, 31)


@dataclass(frozen=True)
class Span:
    """Whole months, from the first day of one to the first day of another."""

    first: dt.date
    end: dt.date

    @classmethod
    def of(cls, days: Iterable[dt.date]) -> Span:
        """Return the months that hold some days, at least one."""
        known = sorted(min(max(day, _EARLIEST), _LATEST) for day in days)
        return cls(known[0].replace(day=1), _next_month(known[-1]))

    @property
    def padding(self) -> dt.timedelta:
        """Return the room beside the months, for what stands on their first and last day."""
        return (self.end - self.first) * 0.025

    def holds(self, day: dt.date) -> bool:
        """Tell whether a day is within these months."""
        return self.first <= day < self.end

    def share(self, day: dt.date) -> float:
        """Return where a day stands between the edges of the axis, from 0 to 1."""
        pad = self.padding
        return (day - self.first + pad) / (self.end - self.first + 2 * pad)

    def months(self, most: int = MONTHS_WRITTEN) -> list[dt.date]:
        """Return the first day of each month that is written on the axis, so many at most."""
        every = []
        month = self.first
        while month < self.end:
            every.append(month)
            month = _next_month(month)
        fitting = [step for step in _STEPS if len(every) / step <= most]
        step = fitting[0] if fitting else 12 * math.ceil(len(every) / 12 / most)
        return every[::step]


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def month_names(months: Sequence[dt.date], *, years: bool = True) -> list[str]:
    """Return the words of months on an axis; the first one and each new year say their year."""
    said = []
    year = None
    for month in months:
        word = labels.SHORT_MONTHS[month.month - 1]
        said.append(f"{word}<br>{month.year}" if years and month.year != year else word)
        year = month.year
    return said


def middle(month: dt.date) -> str:
    """Return where the word of a month stands: over its middle."""
    return month.replace(day=16).isoformat()


def day_and_month(day: dt.date) -> str:
    """Write a date where its year is on the axis: ``30 abr``."""
    return f"{day.day} {labels.SHORT_MONTHS[day.month - 1]}"


def axis(colours: Palette, span: Span, *, most: int = MONTHS_WRITTEN, **says: object) -> Figure:
    """Return an axis of whole months, each word in the middle of its month, so many at most."""
    months = span.months(most)
    pad = span.padding
    return theme.axis(
        colours,
        **{
            "type": "date",
            "range": [(span.first - pad).isoformat(), (span.end + pad).isoformat()],
            "tickvals": [middle(month) for month in months],
            "ticktext": month_names(months),
            **says,
        },
    )


@dataclass(frozen=True)
class Day:
    """A day drawn as a line through a plot, with its words above it."""

    day: dt.date
    text: str
    colour: str  # of its words, and of its line where nothing else is said
    line: str = ""
    dash: str = "solid"
    width: float = 1.0
    bold: bool = False


def cutoff_day(day: dt.date, colours: Palette) -> Day:
    """Return the cut-off as it looks on every axis of time."""
    return Day(day, f"corte {labels.short_date(day)}", colours.text, width=1.5, bold=True)


def today_day(day: dt.date, colours: Palette) -> Day:
    """Return today as it looks on every axis of time: not the cut-off."""
    return Day(day, f"hoy {labels.short_date(day)}", colours.actual, dash="3px,3px", width=1.5)


def lines(days: Sequence[Day], parts: Sequence[tuple[float, float]] = ()) -> list[Figure]:
    """Return a vertical line for each day.

    Args:
        days: Those drawn.
        parts: From where to where on the y axis, several times; none: through the whole plot.
    """
    return [
        theme.line(
            one.line or one.colour,
            one.day.isoformat(),
            one.day.isoformat(),
            start,
            end,
            yref="y" if parts else "paper",
            layer="below",
            line={"color": one.line or one.colour, "width": one.width, "dash": one.dash},
        )
        for one in days
        for start, end in parts or [(0, 1)]
    ]


def months_above(span: Span, colours: Palette, *, up: int) -> list[Figure]:
    """Return the words of the months above the plot, as many pixels up."""
    months = span.months()
    return [
        theme.words(
            name,
            x=middle(month),
            y=1,
            yref="paper",
            yshift=up + (0 if "<br>" in name else LANE),
            align="center",
            xanchor="center",
            yanchor="bottom",
            font={"size": theme.NOTE_SIZE, "color": colours.note},
        )
        for month, name in zip(months, month_names(months), strict=True)
    ]


def width(text: str) -> float:
    """Return how many pixels a note takes, no fewer."""
    return len(text) * _LETTER


def words_above(days: Sequence[Day], span: Span, *, up: int = 0) -> tuple[list[Figure], int]:
    """Return the words of each day above the plot, on as many lines as they need on a phone.

    Args:
        days: Those drawn.
        span: The months of the axis.
        up: Pixels between the plot and the lowest line of words.

    Returns:
        The annotations, and the pixels that they take above the plot.
    """
    lanes: list[list[tuple[float, float]]] = []
    said = []
    for one in sorted(days, key=lambda each: each.day):
        wide = width(one.text) * (1.06 if one.bold else 1.0)
        at = span.share(one.day) * PHONE
        anchor, left = "center", at - wide / 2
        if left < 0:
            anchor, left = "left", at
        elif left + wide > PHONE:
            anchor, left = "right", at - wide
        lane = _lane(lanes, left - _APART / 2, left + wide + _APART / 2)
        said.append(
            theme.words(
                f"<b>{one.text}</b>" if one.bold else one.text,
                x=one.day.isoformat(),
                y=1,
                yref="paper",
                yshift=up + lane * LANE,
                xanchor=anchor,
                yanchor="bottom",
                font={"size": theme.NOTE_SIZE, "color": one.colour},
            )
        )
    return said, len(lanes) * LANE


def _lane(lanes: list[list[tuple[float, float]]], left: float, right: float) -> int:
    """Take the lowest line on which words from ``left`` to ``right`` touch no others."""
    for lane, taken in enumerate(lanes):
        if all(right <= start or end <= left for start, end in taken):
            taken.append((left, right))
            return lane
    lanes.append([(left, right)])
    return len(lanes) - 1


def trace(**says: Any) -> Figure:  # noqa: ANN401
    """Return a trace of marks, lines or words that nothing cuts at the edge of the plot."""
    return {"type": "scatter", "cliponaxis": False, **says}
