"""How the plan should have grown through the year, and how it did."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from pac import labels
from pac.charts import theme
from pac.charts.theme import Chart, Origin, Palette

_HEIGHT: Final = 250


def planned_and_actual(
    table: pd.DataFrame, cutoffs: Sequence[dt.date], colours: Palette, origin: Origin
) -> Chart:
    """Return planned attainment as dashed steps and the actual one as a solid line.

    After the cut-off the plan goes on pale and nothing is said of what was done.

    Args:
        table: What ``progress.curve.curve`` returned for the cut-off.
        cutoffs: Those of the plan, drawn as lines with their dates.
        colours: Those of the theme on screen.
        origin: What the chart says of itself.
    """
    cutoff = pd.Timestamp(origin.cutoff)
    before, after = table.loc[:cutoff, "planned"], table.loc[cutoff:, "planned"]
    actual = table["actual"].dropna()
    figure_layout = theme.layout(
        colours, origin, height=_HEIGHT, margin={"l": 44, "r": 36, "t": 40, "b": 42}
    )
    first, last = table.index[0], table.index[-1]
    figure_layout |= {
        "xaxis": theme.axis(
            colours,
            type="date",
            range=[_iso(first), _iso(last + pd.Timedelta(days=12))],
            **_months(first, last),
        ),
        "yaxis": theme.axis(
            colours,
            range=[0, 1.04],
            tickvals=[0, 0.25, 0.5, 0.75, 1],
            ticktext=[labels.percent(share) for share in (0, 0.25, 0.5, 0.75, 1.0)],
            showgrid=True,
            gridcolor=colours.track,
        ),
        "shapes": [
            theme.line(
                colours.text if day == origin.cutoff else colours.planned,
                day.isoformat(),
                day.isoformat(),
                0,
                1,
                yref="paper",
            )
            for day in cutoffs
        ],
    }
    figure_layout["annotations"] += _dates_of(cutoffs, colours, origin.cutoff, last.date())
    data = [
        _steps(after, colours.planned, opacity=0.45, width=1.5),
        _steps(before, colours.planned, opacity=1.0, width=2.0),
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": [day.isoformat() for day in _days(actual)],
            "y": list(actual),
            "line": {"color": colours.actual, "width": 3},
            "marker": {"color": colours.actual, "size": 8},
            "hoverinfo": "text",
            "hovertext": [
                f"{labels.date(day)}<br>Real: {labels.percent(share)}"
                for day, share in zip(_days(actual), actual, strict=True)
            ],
        },
    ]
    figure_layout["annotations"] += _ends(before, actual, colours)
    return Chart({"data": data, "layout": figure_layout}, _alt(before, actual))


def _days(series: pd.Series) -> list[dt.date]:
    return [day.date() for day in pd.DatetimeIndex(series.index)]


def _iso(day: pd.Timestamp) -> str:
    return str(day.date().isoformat())


def _months(first: pd.Timestamp, last: pd.Timestamp) -> dict[str, Any]:
    """Return the marks of the time axis: every second month, January with its year."""
    days = [day.date() for day in pd.date_range(first, last, freq="2MS")]
    return {
        "tickvals": [day.isoformat() for day in days],
        "ticktext": [
            labels.SHORT_MONTHS[day.month - 1] + (f"<br>{day.year}" if day.month == 1 else "")
            for day in days
        ],
    }


def _steps(planned: pd.Series, colour: str, *, opacity: float, width: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [day.isoformat() for day in _days(planned)],
        "y": list(planned),
        "opacity": opacity,
        "line": {"color": colour, "width": width, "dash": "6px,4px", "shape": "hv"},
        "hoverinfo": "text",
        "hovertext": [
            f"{labels.date(day)}<br>Planeado: {labels.percent(share)}"
            for day, share in zip(_days(planned), planned, strict=True)
        ],
    }


def _dates_of(
    cutoffs: Sequence[dt.date], colours: Palette, chosen: dt.date, last: dt.date
) -> list[dict[str, Any]]:
    """Return the date of each cut-off above its line, on two heights where two are close."""
    said = []
    high = False
    for previous, day in itertools.pairwise([None, *cutoffs]):
        if day is None:
            continue
        close = previous is not None and (day - previous).days < _CLOSE_DAYS
        high = close and not high
        near_end = (last - day).days < _CLOSE_DAYS
        text = f"{day.day} {labels.SHORT_MONTHS[day.month - 1]}"
        said.append(
            theme.words(
                f"<b>{text}</b>" if day == chosen else text,
                x=day.isoformat(),
                y=1,
                yref="paper",
                yshift=16 if high else 0,
                xanchor="right" if near_end else "center",
                yanchor="bottom",
                font={"size": theme.NOTE_SIZE, "color": colours.text},
            )
        )
    return said


_CLOSE_DAYS: Final = 50


def _ends(planned: pd.Series, actual: pd.Series, colours: Palette) -> list[dict[str, Any]]:
    """Return the name of each line at the cut-off.

    Lines that only rise leave room above at the left and below at the right: the higher
    one is named in the first, the other in the second.
    """
    share = float(planned.iloc[-1])
    lines = [("Planeado", _iso(planned.index[-1]), share, colours.planned)]
    if not actual.empty:
        done = float(actual.iloc[-1])
        place = 1 if done <= share else 0
        lines.insert(place, ("<b>Real</b>", _iso(actual.index[-1]), done, colours.actual))
    return [
        theme.words(name, x=day, y=y, font={"color": colour}, **where)
        for (name, day, y, colour), where in zip(lines, _ROOM, strict=False)
    ]


_ROOM: Final = (
    {"xanchor": "right", "yanchor": "bottom", "xshift": -6, "yshift": 2},
    {"xanchor": "left", "yanchor": "top", "xshift": 6, "yshift": -2},
)


def _alt(planned: pd.Series, actual: pd.Series) -> str:
    day = labels.date(planned.index[-1].date())
    said = f"Avance planeado a {day}: {labels.percent(float(planned.iloc[-1]))}"
    if actual.empty:
        return f"Curva del plan. {said}; sin reportes."
    return f"Curva del plan y de lo hecho. {said}; real: {labels.percent(float(actual.iloc[-1]))}."
