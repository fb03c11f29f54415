"""When each activity is due, and what came of each of its dates: one row an activity."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from pac import labels
from pac.charts import dates, marks, theme
from pac.charts.dates import Span
from pac.charts.marks import Mark
from pac.charts.theme import Chart, Figure, Palette
from pac.model import Provenance

NO_DATE: Final = "sin fecha"

# Pixels: the y axis counts them, so that a name of any length has its lines above its marks.
_TOP: Final = 8
_LINE: Final = 19
_GAP: Final = 13  # from a name to the middle of its marks
_BETWEEN: Final = 20  # from there to the next name
_MONTHS: Final = 26  # the words of the months within a tall chart

# After which height the months are written again, so that they stay in sight.
_TALL: Final = 560

_ALT: Final = 600


@dataclass(frozen=True)
class _Rows:
    """Where everything stands, in pixels from the top of the plot."""

    names: list[str]  # wrapped
    bottoms: list[float]  # of each name
    middles: list[float]  # of the marks of each row
    months: list[float]  # of the words of the months
    height: float


def timeline(
    milestones: pd.DataFrame,
    names: Sequence[str],
    starts: pd.Series,
    today: dt.date,
    colours: Palette,
    provenance: Provenance,
    *,
    has_progress: bool,
    links: Sequence[str] = (),
    cuts: Sequence[float] = labels.CUTS,
) -> Chart:
    """Return a row for each activity with one mark a milestone, in the order given.

    Filled is done, half filled done in part, crossed missing with nothing done, empty to
    come. The cut-off and today are two different lines.

    Args:
        milestones: Rows of ``measure.per_milestone_table``; those of other activities are
            left out.
        names: What each row is called, in full.
        starts: When each activity begins, by its ID, in the order of the rows; NaT where
            the plan does not say.
        today: The day of the question; drawn where the axis reaches it.
        colours: Those of the theme on screen.
        provenance: What the chart says of itself; its cut-off is drawn.
        has_progress: Whether the plan has any report; without one a date that came is not
            called missing, it is unreported.
        links: Where the marks of each row lead; none at all where there are no links.
        cuts: Shares that rounding must not cross.
    """
    ids = [str(name) for name in starts.index]
    if links and len(links) != len(ids):
        raise ValueError(f"{len(links)} links for {len(ids)} rows")
    position = {name: i for i, name in enumerate(ids)}
    owner = [position.get(str(name), -1) for name in milestones["activity_id"]]
    if -1 in owner:
        milestones = milestones.loc[[row >= 0 for row in owner]]
        owner = [row for row in owner if row >= 0]
    due = _days(milestones["due"])
    start = _days(starts)
    chosen = marks.of(milestones, has_progress=has_progress)
    span = _span(due, start, provenance)

    rows = _positions(names, ids)
    data = _windows(rows, owner, due, start, colours)
    data += marks.traces(
        chosen,
        [day.isoformat() for day in due],
        [rows.middles[row] for row in owner],
        _said(milestones, ids, owner, due, chosen, cuts),
        colours,
        [links[row] for row in owner] if links else (),
    )
    dated = set(owner)
    dateless = [row for row in range(len(ids)) if row not in dated]
    data += _without_date(rows, dateless, ids, span, colours, links)
    data += _months(rows, span, colours)

    days = [dates.cutoff_day(provenance.cutoff, colours)]
    if span.holds(today):
        days.append(dates.today_day(today, colours))
    said, above = dates.words_above(days, span, up=2)
    is_tall = rows.height > _TALL
    months = dates.months_above(span, colours, up=above + 4) if is_tall else []
    if is_tall:
        above += 2 * dates.LANE + 6
    shapes, key, key_height = marks.key(chosen, colours, up=above + 10)
    figure_layout = theme.layout(
        colours,
        provenance,
        height=round(rows.height),
        margin={"l": 2, "r": 2, "t": above + key_height + 14, "b": 38},
    )
    figure_layout |= {
        "xaxis": dates.axis(colours, span),
        "yaxis": theme.axis(
            colours,
            range=[rows.height, 0],
            showticklabels=False,
            tickvals=sorted({rows.middles[row] for row in owner}),
            showgrid=True,
            gridcolor=colours.track,
        ),
        "shapes": [*dates.lines(days, _between(rows)), *shapes],
    }
    figure_layout["annotations"] += [*said, *months, *key, *_names(rows, colours)]
    alt = _alt(ids, owner, due, chosen, len(dateless), provenance.cutoff)
    return Chart({"data": data, "layout": figure_layout}, alt)


def _days(column: pd.Series) -> list[dt.date]:
    """Return dates as Python has them; NaT stays what is not a date."""
    days: list[dt.date] = column.to_numpy().astype("datetime64[D]").tolist()
    return days


def _span(due: Sequence[dt.date], start: Sequence[dt.date | None], about: Provenance) -> Span:
    """Return the months of the axis: the plan's year, and all that is drawn."""
    year = [dt.date(about.plan_year, 1, 1), dt.date(about.plan_year, 12, 31)]
    return Span.of([*year, about.cutoff, *due, *filter(None, start)])


def _positions(names: Sequence[str], ids: Sequence[str]) -> _Rows:
    shown, bottoms, middles = [], [], []
    down = float(_TOP)
    for name, activity_id in zip(names, ids, strict=True):
        text = theme.wrapped(name)
        own = theme.escaped(activity_id)
        shown.append(f"<b>{own}</b>{text[len(own) :]}" if text.startswith(own) else text)
        down += (text.count("<br>") + 1) * _LINE
        bottoms.append(down)
        middles.append(down + _GAP)
        down += _GAP + _BETWEEN
    return _with_months(_Rows(shown, bottoms, middles, [], down))


def _with_months(rows: _Rows) -> _Rows:
    """Return the rows of a tall chart with room for the months between some of them."""
    months: list[float] = []
    bottoms, middles = [], []
    pushed = last = 0.0
    for bottom, middle in zip(rows.bottoms, rows.middles, strict=True):
        bottoms.append(bottom + pushed)
        middles.append(middle + pushed)
        is_last = middle == rows.middles[-1]
        if middle + pushed - last >= _TALL and not is_last:
            last = middle + pushed + _BETWEEN + _MONTHS / 2 - 6
            months.append(last)
            pushed += _MONTHS
    return _Rows(rows.names, bottoms, middles, months, rows.height + pushed)


def _between(rows: _Rows) -> list[tuple[float, float]]:
    """Return from where to where a line goes: it stops at the words of the months."""
    half = _MONTHS / 2 - 3
    starts = [0.0, *(y + half for y in rows.months)]
    ends = [*(y - half for y in rows.months), rows.height]
    return list(zip(starts, ends, strict=True))


def _windows(
    rows: _Rows,
    owner: Sequence[int],
    due: Sequence[dt.date],
    start: Sequence[dt.date | None],
    colours: Palette,
) -> list[Figure]:
    """Return the thin lines from the opening of each activity to its last date."""
    last: dict[int, dt.date] = {}
    for row, day in zip(owner, due, strict=True):
        last[row] = max(day, last.get(row, day))
    x: list[str | None] = []
    y: list[float | None] = []
    for row, opening in enumerate(start):
        end = last.get(row)
        if opening is not None and end is not None and opening < end:
            x += [opening.isoformat(), end.isoformat(), None]
            y += [rows.middles[row], rows.middles[row], None]
    if not x:
        return []
    line = {"color": colours.planned, "width": 1.5}
    return [dates.trace(mode="lines", name="plazo", x=x, y=y, line=line, hoverinfo="skip")]


def _said(
    milestones: pd.DataFrame,
    ids: Sequence[str],
    owner: Sequence[int],
    due: Sequence[dt.date],
    chosen: Sequence[Mark],
    cuts: Sequence[float],
) -> list[str]:
    said = []
    columns = (milestones[name].to_numpy() for name in ("number", "count", "done_share"))
    for row, day, mark, number, count, share in zip(owner, due, chosen, *columns, strict=True):
        which = f" · fecha {number} de {count}" if count > 1 else ""
        said.append(f"<b>{theme.escaped(ids[row])}</b>{which}<br>{told(day, mark, share, cuts)}")
    return said


def told(day: dt.date, mark: Mark, share: float, cuts: Sequence[float] = labels.CUTS) -> str:
    """Return what a milestone says under the pointer: its date and what came of it."""
    part = f": {labels.percent(share, cuts)}" if mark in marks.PARTS else ""
    return f"{labels.date(day)}<br>{mark.capitalize()}{part}"


def _without_date(
    rows: _Rows,
    dateless: Sequence[int],
    ids: Sequence[str],
    span: Span,
    colours: Palette,
    links: Sequence[str],
) -> list[Figure]:
    if not dateless:
        return []
    trace = dates.trace(
        mode="text",
        name=NO_DATE,
        x=[span.first.isoformat()] * len(dateless),
        y=[rows.middles[row] for row in dateless],
        text=[NO_DATE] * len(dateless),
        textposition="middle right",
        textfont={"size": theme.NOTE_SIZE, "color": colours.text},
        hoverinfo="text",
        hovertext=[f"<b>{theme.escaped(ids[row])}</b><br>Sin fecha" for row in dateless],
    )
    return [trace | theme.links([links[row] for row in dateless] if links else (), len(dateless))]


def _months(rows: _Rows, span: Span, colours: Palette) -> list[Figure]:
    if not rows.months:
        return []
    months = span.months()
    return [
        dates.trace(
            mode="text",
            name="meses",
            x=[dates.middle(month) for month in months] * len(rows.months),
            y=[y for y in rows.months for _ in months],
            text=dates.month_names(months, years=False) * len(rows.months),
            textposition="middle center",
            textfont={"size": theme.NOTE_SIZE, "color": colours.note},
            hoverinfo="skip",
        )
    ]


def _names(rows: _Rows, colours: Palette) -> list[Figure]:
    return [
        theme.words(
            name,
            x=0,
            xref="paper",
            y=bottom,
            xshift=-2,
            xanchor="left",
            yanchor="bottom",
            borderpad=0,
            bgcolor=colours.background,
            font={"color": colours.text},
        )
        for name, bottom in zip(rows.names, rows.bottoms, strict=True)
    ]


def _alt(
    ids: Sequence[str],
    owner: Sequence[int],
    due: Sequence[dt.date],
    chosen: Sequence[Mark],
    dateless: int,
    cutoff: dt.date,
) -> str:
    """Return the counts, then what is pending by its ID, as far as it is not too long."""
    counts = Counter(chosen)
    parts = [marks.counted(mark, counts[mark]) for mark in Mark if counts[mark]]
    said = (
        f"Línea de tiempo a {labels.date(cutoff)}: "
        f"{labels.count(len(ids), 'actividad', 'actividades')}, "
        f"{labels.count(len(due), 'fecha', 'fechas')}"
        + (f": {'; '.join(parts)}" if parts else "")
        + (f". {labels.count(dateless, 'actividad', 'actividades')} sin fecha" if dateless else "")
        + "."
    )
    dates_of: dict[int, list[dt.date]] = {}
    for row, day, mark in zip(owner, due, chosen, strict=True):
        if mark in marks.PENDING:
            dates_of.setdefault(row, []).append(day)
    pending = [
        f"{ids[row]} ({labels.short_date(days[0]) if len(days) == 1 else f'{len(days)} fechas'})"
        for row, days in dates_of.items()
    ]
    if not pending:
        return said
    word = "Sin reporte" if counts[Mark.UNREPORTED] else "Pendientes"
    room = _ALT - len(said) - len(word) - len(" :  y 9999 actividades más.")
    shown: list[str] = []
    for one in pending:
        room -= len(one) + 2
        if room < 0:
            break
        shown.append(one)
    left = len(pending) - len(shown)
    return f"{said} {word}: {', '.join(shown)}{f' y {left} actividades más' if left else ''}."
