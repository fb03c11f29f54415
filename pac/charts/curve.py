"""How the plan should have grown through the year, and how it did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from pac import labels
from pac.charts import dates, theme
from pac.charts.dates import Day, Span
from pac.charts.theme import Chart, Palette
from pac.model import Provenance

_HEIGHT: Final = 250
_MONTHS: Final = 7  # written below it, at most
_TOP: Final = 1.04  # of the share axis


def planned_and_actual(
    table: pd.DataFrame,
    cutoffs: Sequence[dt.date],
    colours: Palette,
    provenance: Provenance,
    *,
    links: Sequence[str] = (),
    cuts: Sequence[float] = labels.CUTS,
) -> Chart:
    """Return planned attainment as dashed steps and the actual one as solid ones.

    Both stay where they are until something is due, or known: what was done between two reports
    nobody knows.

    After the cut-off the plan goes on pale and nothing is said of what was done.

    Args:
        table: What ``progress.curve.curve`` returned for the cut-off.
        cutoffs: Those of the plan, drawn as lines with their dates.
        colours: Those of the theme on screen.
        provenance: What the chart says of itself.
        links: Where each date of the actual line leads, of those that have a value; none at
            all where there are no links.
        cuts: Shares that rounding must not cross.
    """
    cutoff = pd.Timestamp(provenance.cutoff)
    before, after = table.loc[:cutoff, "planned"], table.loc[cutoff:, "planned"]
    actual = table["actual"].dropna()
    span = Span.of(_days(table["planned"]))
    days = _lines(cutoffs, provenance.cutoff, span, colours)
    said, above = dates.words_above(days, span, up=2)
    figure_layout = theme.layout(
        colours, provenance, height=_HEIGHT, margin={"l": 44, "r": 8, "t": above + 8, "b": 42}
    )
    figure_layout |= {
        "xaxis": dates.axis(colours, span, most=_MONTHS),
        "yaxis": theme.axis(
            colours,
            range=[0, _TOP],
            tickvals=[0, 0.25, 0.5, 0.75, 1],
            ticktext=[labels.percent(share) for share in (0, 0.25, 0.5, 0.75, 1.0)],
            ticks="outside",
            ticklen=6,
            tickcolor="rgba(0,0,0,0)",
            showgrid=True,
            gridcolor=colours.track,
        ),
        "shapes": dates.lines(days),
    }
    figure_layout["annotations"] += said
    data = [
        _steps(after, colours.planned, cuts, opacity=0.45, width=1.5),
        _steps(before, colours.planned, cuts, opacity=1.0, width=2.0),
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": [day.isoformat() for day in _days(actual)],
            "y": list(actual),
            "line": {"color": colours.actual, "width": 3, "shape": "hv"},
            "marker": {"color": colours.actual, "size": 8},
            "hoverinfo": "text",
            "hovertext": [
                f"{labels.date(day)}<br>Real: {labels.percent(share, cuts)}"
                for day, share in zip(_days(actual), actual, strict=True)
            ],
            **theme.links(links, len(actual)),
        },
    ]
    figure_layout["annotations"] += _names(before, actual, span, colours)
    return Chart({"data": data, "layout": figure_layout}, _alt(before, actual, cuts))


def _days(series: pd.Series) -> list[dt.date]:
    return [day.date() for day in pd.DatetimeIndex(series.index)]


def _lines(cutoffs: Sequence[dt.date], chosen: dt.date, span: Span, colours: Palette) -> list[Day]:
    """Return the cut-offs as lines with their dates; the one looked at stands out."""
    return [
        Day(
            day,
            dates.day_and_month(day),
            colours.text,
            line=colours.text if day == chosen else colours.planned,
            bold=day == chosen,
        )
        for day in cutoffs
        if span.holds(day)
    ]


def _steps(
    planned: pd.Series, colour: str, cuts: Sequence[float], *, opacity: float, width: float
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [day.isoformat() for day in _days(planned)],
        "y": list(planned),
        "opacity": opacity,
        "line": {"color": colour, "width": width, "dash": "6px,4px", "shape": "hv"},
        "hoverinfo": "text",
        "hovertext": [
            f"{labels.date(day)}<br>Planeado: {labels.percent(share, cuts)}"
            for day, share in zip(_days(planned), planned, strict=True)
        ],
    }


def _names(
    planned: pd.Series, actual: pd.Series, span: Span, colours: Palette
) -> list[dict[str, Any]]:
    """Return the name of each line, at the cut-off or as far right as a phone has room for it.

    Lines that only rise leave room above at the left and below at the right: the higher
    one is named in the first, the other in the second, unless top or foot of the plot take it.
    """
    days = _days(planned)
    fitting = [day for day in days if span.share(day) * dates.PHONE + _ROOM <= dates.PHONE]
    at = (fitting or days)[-1]
    named = [("Planeado", at, float(planned.loc[pd.Timestamp(at)]), colours.planned)]
    if not actual.empty:
        day = max(at, _days(actual)[0])
        share = np.interp(
            day.toordinal(), [each.toordinal() for each in _days(actual)], actual.to_numpy()
        )
        named.append(("<b>Real</b>", day, float(share), colours.actual))
    named.sort(key=lambda each: -each[2])
    said = []
    for i, (name, day, share, colour) in enumerate(named):
        down = (_TOP - share) / _TOP * _HEIGHT
        below = down < _WORD if i == 0 else down + _WORD < _HEIGHT
        left = i == 0 or day not in fitting
        said.append(
            theme.words(
                name,
                x=day.isoformat(),
                y=share,
                xshift=-6 if left else 6,
                yshift=-2 if below else 2,
                xanchor="right" if left else "left",
                yanchor="top" if below else "bottom",
                borderpad=0,
                bgcolor=colours.background,
                font={"color": colour},
            )
        )
    return said


# Pixels: a line of words, and how much of a phone a name takes.
_WORD: Final = 20
_ROOM: Final = 64


def _alt(planned: pd.Series, actual: pd.Series, cuts: Sequence[float]) -> str:
    day = labels.date(planned.index[-1].date())
    said = f"Avance planeado a {day}: {labels.percent(float(planned.iloc[-1]), cuts)}"
    if actual.empty:
        return f"Curva del plan. {said}; sin reportes."
    done = labels.percent(float(actual.iloc[-1]), cuts)
    return f"Curva del plan y de lo hecho. {said}; real: {done}."
