"""When things are due: the plan's dates month by month, and what came of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from pac import labels
from pac.charts import theme
from pac.charts.theme import Chart, Figure, Palette
from pac.model import Provenance

_HEIGHT: Final = 230


@dataclass(frozen=True)
class _Series:
    column: str
    name: str
    marker: dict[str, Any]


def month_columns(
    months: pd.DataFrame,
    colours: Palette,
    provenance: Provenance,
    *,
    has_progress: bool = True,
    links: Sequence[str] = (),
) -> Chart:
    """Return a column for each month: dates done, missing, without a target and to come.

    Args:
        months: What ``summary.by_deadline`` returned.
        colours: Those of the theme on screen.
        provenance: What the chart says of itself; its cut-off is drawn as a line.
        has_progress: Whether the plan has any report; without one a date that came is not
            called missing, it is unreported.
        links: Where each month leads; none at all where there are no links.
    """
    series = [
        one for one in _series(colours, has_progress=has_progress) if months[one.column].any()
    ]
    days = [day.date() for day in months.index]
    totals = months[["done", "missing", "no_target", "to_come"]].sum(axis=1)
    top = int(totals.max()) if len(months) else 0
    figure_layout = theme.layout(
        colours, provenance, height=_HEIGHT, margin={"l": 2, "r": 2, "t": 62, "b": 40}
    )
    figure_layout |= {
        "barmode": "stack",
        "bargap": 0.28,
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1,
            "yanchor": "top",
            "yref": "container",
            "itemclick": False,
            "itemdoubleclick": False,
            "traceorder": "normal",
            "font": {"size": theme.TEXT_SIZE, "color": colours.text},
        },
        "xaxis": theme.axis(
            colours,
            range=[-0.6, len(days) - 0.4],
            tickvals=list(range(len(days))),
            ticktext=[_tick(day, first=not i) for i, day in enumerate(days)],
        ),
        "yaxis": theme.axis(colours, range=[0, top * 1.12 or 1], showticklabels=False),
    }
    figure_layout["annotations"] += [
        theme.words(
            labels.number(int(total)),
            x=i,
            y=int(total),
            yanchor="bottom",
            font={"color": colours.text},
        )
        for i, total in enumerate(totals)
        if total
    ]
    _mark_cutoff(figure_layout, days, colours, provenance.cutoff)
    data = [
        {
            "type": "bar",
            "name": one.name,
            "x": list(range(len(days))),
            # none at all where there is nothing: an outline of no height is still drawn
            "y": [int(n) or None for n in months[one.column]],
            "marker": one.marker,
            "hoverinfo": "text",
            "hovertext": [
                f"{labels.MONTHS[day.month - 1]} de {day.year}<br>{one.name}: {int(n)}"
                for day, n in zip(days, months[one.column], strict=True)
            ],
            **theme.links(links, len(days)),
        }
        for one in series
    ]
    return Chart({"data": data, "layout": figure_layout}, _alt(months, series))


def _series(colours: Palette, *, has_progress: bool) -> tuple[_Series, ...]:
    def outlined(colour: str, shape: str = "") -> dict[str, Any]:
        return {
            "color": colours.background,
            "line": {"color": colour, "width": 1.5},
            "pattern": {
                "shape": shape,
                "size": 6,
                "solidity": 0.3,
                "fgcolor": colour,
                "bgcolor": colours.background,
            },
        }

    came = "Pendientes" if has_progress else "Ya llegaron, sin reporte"
    return (
        _Series("done", "Cumplidas", {"color": colours.actual, "line": {"width": 0}}),
        _Series("missing", came, outlined(colours.low if has_progress else colours.mark, "/")),
        _Series("no_target", "Sin meta", outlined(colours.mark, ".")),
        _Series("to_come", "Por venir", outlined(colours.planned)),
    )


def _tick(day: dt.date, *, first: bool) -> str:
    """Return a month for the axis; the first one and each January say their year."""
    word = labels.SHORT_MONTHS[day.month - 1]
    return f"{word}<br>{day.year}" if first or day.month == 1 else word


def _mark_cutoff(
    figure_layout: Figure, days: list[dt.date], colours: Palette, day: dt.date
) -> None:
    """Draw the cut-off as a line between what has come and what is to come."""
    if not days:
        return
    passed = sum(month <= day for month in days)
    x = passed - 0.5
    figure_layout["shapes"] = [
        theme.line(colours.text, x, x, 0, 1, yref="paper", line={"color": colours.text, "width": 1})
    ]
    late = passed > len(days) / 2
    figure_layout["annotations"].append(
        theme.words(
            f"corte {labels.short_date(day)}",
            x=x,
            y=1,
            yref="paper",
            xshift=-4 if late else 4,
            xanchor="right" if late else "left",
            yanchor="bottom",
            font={"size": theme.NOTE_SIZE, "color": colours.text},
        )
    )


def agreeing(name: str, n: int) -> str:
    """Return what a series counts, such as ``Cumplidas``, in the number that agrees with it."""
    word = name.lower()
    return word.removesuffix("s") if n == 1 and word in ("cumplidas", "pendientes") else word


def _alt(months: pd.DataFrame, series: list[_Series]) -> str:
    said = []
    for day, row in months.iterrows():
        counts = [
            f"{int(row[one.column])} {agreeing(one.name, int(row[one.column]))}"
            for one in series
            if row[one.column]
        ]
        if counts:
            month = pd.Timestamp(str(day))
            said.append(f"{labels.MONTHS[month.month - 1]} {month.year}: {labels.listing(counts)}")
    return f"Columnas por mes. {'; '.join(said)}."
