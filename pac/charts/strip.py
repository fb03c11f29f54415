"""One activity through its year: its dates, its target and what was reported of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from pac import labels
from pac.charts import dates, marks, theme
from pac.charts.dates import Day, Span
from pac.charts.marks import Mark
from pac.charts.theme import Chart, Figure, Palette
from pac.charts.timeline import told
from pac.model import Accumulation, Provenance

NO_TARGET: Final = "Sin meta legible: solo sus fechas"
NO_DATE: Final = "Sin fecha legible: solo sus reportes"
NEITHER: Final = "Sin meta ni fecha legibles"
NO_REPORT: Final = "Sin reportes hasta el corte"

# Pixels: of the quantities, and of the dates below them.
_QUANTITIES: Final = 190
_DATES: Final = 34
_ASIDE: Final = 22
_WORDS: Final = 18  # a line of words
_LETTER: Final = 7.2


@dataclass(frozen=True)
class _Reported:
    """The reports that exist at the cut-off, by date; added up where periods are."""

    days: list[dt.date]
    values: list[float]
    checked: list[tuple[dt.date, float]]  # Control Interno's own numbers, where it gave one

    def ends(self) -> tuple[float | None, float | None]:
        """Return the last quantity reported, and the last one verified."""
        return (
            self.values[-1] if self.values else None,
            self.checked[-1][1] if self.checked else None,
        )


def activity_strip(
    one: pd.Series,
    reports: pd.DataFrame,
    milestones: pd.DataFrame,
    cutoffs: Sequence[dt.date],
    today: dt.date,
    colours: Palette,
    provenance: Provenance,
    *,
    cuts: Sequence[float] = labels.CUTS,
) -> Chart:
    """Return the dates and the reports of one activity on one axis of time.

    What is expected goes up in dashed steps to the target, a line; what was reported is an
    outline and what Control Interno verified is solid. Its dates stand below, each with
    the mark of its state.

    Args:
        one: A row of what ``measure.measure`` returned.
        reports: Rows of ``schema.REPORTS``; those of other activities, without a value or
            after the cut-off are left out.
        milestones: The rows of this activity of ``measure.per_milestone_table``.
        cutoffs: Those of the plan.
        today: The day of the question; drawn where the axis reaches it.
        colours: Those of the theme on screen.
        provenance: What the chart says of itself; its cut-off stands out.
        cuts: Shares that rounding must not cross.
    """
    cutoff = provenance.cutoff
    target = float(one["applied_target"])
    measurable = target > 0
    due: list[dt.date] = milestones["due"].to_numpy().astype("datetime64[D]").tolist()
    reported = _reported(one, reports, cutoff)
    chosen = marks.of(milestones, has_progress=bool(pd.notna(one["attainment"])))
    span = _span(one, due, reported, provenance)
    row = _Row.of(due, measurable=measurable)
    height = (_QUANTITIES if measurable else 0) + row.height

    days = _lines(cutoffs, cutoff, today, span, colours)
    said, above = dates.words_above(days, span, up=4)
    shapes, key, key_height = marks.key(chosen, colours, up=above + 12)
    figure_layout = theme.layout(
        colours,
        provenance,
        height=height,
        margin={"l": 2, "r": 2, "t": above + key_height + 16, "b": 38},
    )
    share = row.height / height
    figure_layout |= {
        "xaxis": dates.axis(colours, span, anchor="free", position=0),
        "yaxis2": theme.axis(
            colours, range=[row.height, 0], domain=[0, share], showticklabels=False, anchor="x"
        ),
        "shapes": [*dates.lines(days), *shapes],
    }
    figure_layout["annotations"] += [*said, *key, *_dates_beside(due, row, span, colours)]
    data = marks.traces(
        chosen,
        [day.isoformat() for day in due],
        [row.middle] * len(due),
        _said(milestones, due, chosen, cuts),
        colours,
        yaxis="y2",
    )
    if measurable:
        top = max([target, *reported.values, *(value for _, value in reported.checked)])
        scale = _Scale(top * 1.16, _QUANTITIES)
        figure_layout["yaxis"] = theme.axis(
            colours, range=[0, scale.top], domain=[share, 1], showticklabels=False, anchor="x"
        )
        lines, words = _quantities(one, target, due, reported, span, cutoff, scale, colours)
        figure_layout["shapes"] += [
            theme.line(colours.planned, 0, 1, 0, 0, xref="paper"),
        ]
        figure_layout["annotations"] += words
        data = lines + data
    missing = _missing(due, measurable=measurable)
    if missing:
        figure_layout["annotations"].append(_aside(missing, row, colours))
    return Chart(
        {"data": data, "layout": figure_layout},
        _alt(one, target, due, chosen, reported, provenance, missing),
    )


@dataclass(frozen=True)
class _Row:
    """The row of the dates, in pixels from its top: their marks, and what the plan does not say."""

    height: int
    middle: float
    aside: float

    @classmethod
    def of(cls, due: Sequence[dt.date], *, measurable: bool) -> _Row:
        """Return a row with room above its dates for words, where both stand in it."""
        if measurable or not due:
            return cls(_DATES, _DATES / 2, _DATES / 2)
        return cls(_ASIDE + _DATES, _ASIDE + _DATES / 2, _ASIDE / 2)


@dataclass(frozen=True)
class _Scale:
    """How quantities become pixels."""

    top: float
    pixels: int

    def down(self, amount: float) -> float:
        """Return how far a quantity is from the top."""
        return (1 - amount / self.top) * self.pixels


def _reported(one: pd.Series, reports: pd.DataFrame, cutoff: dt.date) -> _Reported:
    own = reports.loc[
        (reports["activity_id"] == one.name)
        & reports["value"].notna()
        & (reports["as_of"] <= pd.Timestamp(cutoff))
    ]
    # two of one date are one, and the lower one counts, as in progress.actual
    own = own.sort_values(["as_of", "value", "verified"], kind="stable")
    own = own.drop_duplicates("as_of")
    days: list[dt.date] = own["as_of"].to_numpy().astype("datetime64[D]").tolist()
    values = own["value"].to_numpy(dtype=np.float64)
    verified = own["verified"].to_numpy(dtype=np.float64)
    known = ~np.isnan(verified)
    if one["accumulation"] == Accumulation.SUM:
        values, verified = values.cumsum(), np.nan_to_num(verified).cumsum()
    return _Reported(
        days,
        values.round(9).tolist(),
        [
            (day, value)
            for day, value, shown in zip(days, verified.round(9).tolist(), known, strict=True)
            if shown
        ],
    )


def _span(
    one: pd.Series, due: Sequence[dt.date], reported: _Reported, provenance: Provenance
) -> Span:
    year = [dt.date(provenance.plan_year, 1, 1), dt.date(provenance.plan_year, 12, 31)]
    start = [] if pd.isna(one["start"]) else [one["start"].date()]
    return Span.of([*year, provenance.cutoff, *due, *start, *reported.days])


def _lines(
    cutoffs: Sequence[dt.date], cutoff: dt.date, today: dt.date, span: Span, colours: Palette
) -> list[Day]:
    """Return the days that are drawn: the cut-off, the others of the plan, and today."""
    others = [
        Day(day, dates.day_and_month(day), colours.note, line=colours.track)
        for day in cutoffs
        if day != cutoff and span.holds(day)
    ]
    days = [dates.cutoff_day(cutoff, colours), *others]
    return [*days, dates.today_day(today, colours)] if span.holds(today) else days


def _said(
    milestones: pd.DataFrame,
    due: Sequence[dt.date],
    chosen: Sequence[Mark],
    cuts: Sequence[float],
) -> list[str]:
    said = []
    columns = (milestones[name].to_numpy() for name in ("number", "count", "done_share"))
    for day, mark, number, count, share in zip(due, chosen, *columns, strict=True):
        which = f"Fecha {number} de {count}: " if count > 1 else ""
        said.append(which + told(day, mark, share, cuts))
    return said


def _dates_beside(due: Sequence[dt.date], row: _Row, span: Span, colours: Palette) -> list[Figure]:
    """Return the date of each milestone beside its mark, where there is room for all on a phone."""
    made = []
    free = 0.0
    for i, day in enumerate(due):
        text = dates.day_and_month(day)
        at, width = span.share(day) * dates.PHONE, dates.width(text)
        left = at + marks.SIZE / 2 + 3 + width > dates.PHONE
        here = at - marks.SIZE / 2 - (3 + width if left else 0)
        if here < free and i:
            return []
        free = at + marks.SIZE / 2 + (0 if left else 3 + width) + 4
        made.append(
            theme.words(
                text,
                x=day.isoformat(),
                y=row.middle,
                yref="y2",
                xshift=-marks.SIZE / 2 - 2 if left else marks.SIZE / 2 + 2,
                xanchor="right" if left else "left",
                yanchor="middle",
                font={"size": theme.NOTE_SIZE, "color": colours.text},
            )
        )
    return made


def _quantities(
    one: pd.Series,
    target: float,
    due: Sequence[dt.date],
    reported: _Reported,
    span: Span,
    cutoff: dt.date,
    scale: _Scale,
    colours: Palette,
) -> tuple[list[Figure], list[Figure]]:
    """Return the lines and points of the quantities, and the words beside them."""
    unit = str(one["unit"])
    each = one["accumulation"] == Accumulation.PER_MILESTONE
    asked = "se exige en cada fecha" if each and len(due) > 1 else "meta"
    edges = [(span.first - span.padding).isoformat(), (span.end + span.padding).isoformat()]
    lines = [
        dates.trace(
            mode="lines",
            name="meta",
            x=edges,
            y=[target, target],
            line={"color": colours.text, "width": 1.5},
            hoverinfo="skip",
        )
    ]
    words = [
        theme.words(
            f"{asked}: <b>{labels.quantity(target, unit)}</b>",
            x=0,
            xref="paper",
            y=target,
            yshift=5,  # clear of a point on the line
            xanchor="left",
            yanchor="bottom",
            font={"size": theme.NOTE_SIZE, "color": colours.text},
        )
    ]
    if due and not each:
        lines.append(_expected(target, due, span, unit, colours))
        words.append(_expected_word(target, due, span, colours))
    lines += _points(reported, cutoff, unit, colours, held=not each)
    words += _last_words(reported, target, unit, span, scale, colours)
    return lines, words


def _expected(
    target: float, due: Sequence[dt.date], span: Span, unit: str, colours: Palette
) -> Figure:
    n = len(due)
    steps = [(span.first, 0.0), *((day, target * (i + 1) / n) for i, day in enumerate(due))]
    steps.append((span.end, target))
    return dates.trace(
        mode="lines",
        name="esperado",
        x=[day.isoformat() for day, _ in steps],
        y=[value for _, value in steps],
        line={"color": colours.planned, "width": 2, "dash": "6px,4px", "shape": "hv"},
        hoverinfo="text",
        hovertext=[
            f"{labels.date(day)}<br>Esperado: {labels.quantity(value, unit)}"
            for day, value in steps
        ],
    )


def _expected_word(target: float, due: Sequence[dt.date], span: Span, colours: Palette) -> Figure:
    """Return the name of the steps: on the one before the first date that leaves it room."""
    word = "esperado"
    for i, day in enumerate(due):
        if span.share(day) * dates.PHONE > dates.width(word) + 8:
            where = {"x": day.isoformat(), "y": target * i / len(due), "xanchor": "right"}
            break
    else:
        where = {"x": due[-1].isoformat(), "y": 0, "xanchor": "left"}
    return theme.words(
        word,
        **where,
        xshift=-4 if where["xanchor"] == "right" else 4,
        yshift=1,
        yanchor="bottom",
        font={"size": theme.NOTE_SIZE, "color": colours.planned},
    )


def _points(
    reported: _Reported, cutoff: dt.date, unit: str, colours: Palette, *, held: bool
) -> list[Figure]:
    """Return what was reported as outlines and what was verified as solid points, in steps."""
    made = []
    series = [
        ("reportado", list(zip(reported.days, reported.values, strict=True)), 1.5),
        ("verificado", reported.checked, 3.0),
    ]
    for name, points, width in series:
        if not points:
            continue
        solid = name == "verificado"
        made.append(
            dates.trace(
                mode="lines+markers",
                name=name,
                x=[day.isoformat() for day, _ in points],
                y=[value for _, value in points],
                line={"color": colours.actual, "width": width, "shape": "hv"},
                marker={
                    "symbol": "circle",
                    "size": 10 if solid else 12,
                    "color": colours.actual if solid else colours.background,
                    "opacity": 1,
                    "line": {"color": colours.actual, "width": 0 if solid else 2},
                },
                hoverinfo="text",
                hovertext=[
                    f"{labels.date(day)}<br>{name.capitalize()}: {labels.quantity(value, unit)}"
                    for day, value in points
                ],
            )
        )
    last = reported.days[-1] if reported.days else cutoff
    if held and last < cutoff:
        made.insert(
            0,
            dates.trace(
                mode="lines",
                name="sigue",
                x=[last.isoformat(), cutoff.isoformat()],
                y=[reported.values[-1]] * 2,
                line={"color": colours.actual, "width": 1.5},
                hoverinfo="skip",
            ),
        )
    return made


def _last_words(
    reported: _Reported, target: float, unit: str, span: Span, scale: _Scale, colours: Palette
) -> list[Figure]:
    """Return the last quantities in words, each beside its point."""
    value, checked = reported.ends()
    if value is None:
        return [
            theme.words(
                NO_REPORT,
                x=0.5,
                xref="paper",
                y=scale.top * 0.45,
                yanchor="middle",
                bgcolor=colours.background,
                font={"color": colours.text},
            )
        ]
    said = [(reported.days[-1], value, "reportado")]
    if checked is not None:
        day = reported.checked[-1][0]
        if checked == value and day == reported.days[-1]:
            said = [(day, checked, "verificado")]
        else:
            said.append((day, checked, "verificado"))
    said.sort(key=lambda each: -each[1])
    return [
        theme.words(
            f"<b>{labels.quantity(amount, unit)}</b> {word}",
            x=day.isoformat(),
            y=amount,
            **_beside(f"{labels.quantity(amount, unit)} {word}", day, span),
            yshift=scale.down(amount) - top,
            yanchor="top",
            borderpad=0,
            bgcolor=colours.background,
            font={"color": colours.actual},
        )
        for (day, amount, word), top in zip(
            said, _tops([amount for _, amount, _ in said], target, scale), strict=True
        )
    ]


def _beside(text: str, day: dt.date, span: Span) -> Figure:
    """Return on which side of a point words stand: the right one, unless they leave a phone."""
    if span.share(day) * dates.PHONE + 9 + len(text) * _LETTER > dates.PHONE:
        return {"xanchor": "right", "xshift": -9}
    return {"xanchor": "left", "xshift": 9}


def _tops(amounts: Sequence[float], target: float, scale: _Scale) -> list[float]:
    """Return where the words of falling amounts begin, in pixels from the top.

    Below their points, but above them where the target's words are out of the way, or the
    foot of the plot would not leave room; never one over the other.
    """
    downs = [scale.down(amount) for amount in amounts]
    first = downs[0] - _WORDS - 3
    is_free = first > scale.down(target) + 3 or amounts[0] > target
    tops = [first if is_free else downs[0] + 4]
    for down in downs[1:]:
        tops.append(max(down + 4, tops[-1] + _WORDS))
    if tops[-1] + _WORDS > scale.pixels:
        tops[-1] = downs[-1] - _WORDS - 3
        for i in range(len(tops) - 2, -1, -1):
            tops[i] = min(tops[i], tops[i + 1] - _WORDS)
    return tops


def _missing(due: Sequence[dt.date], *, measurable: bool) -> str:
    if not measurable and not due:
        return NEITHER
    if not measurable:
        return NO_TARGET
    return "" if due else NO_DATE


def _aside(text: str, row: _Row, colours: Palette) -> Figure:
    """Return what the plan does not say: above its dates or, without any, in their row."""
    return theme.words(
        text,
        x=0,
        xref="paper",
        y=0,
        yref="paper",
        yshift=row.height - row.aside,
        xanchor="left",
        yanchor="middle",
        bgcolor=colours.background,
        font={"size": theme.NOTE_SIZE, "color": colours.text},
    )


def _alt(
    one: pd.Series,
    target: float,
    due: Sequence[dt.date],
    chosen: Sequence[Mark],
    reported: _Reported,
    provenance: Provenance,
    missing: str,
) -> str:
    unit = str(one["unit"])
    parts = [f"Actividad {one.name} a {labels.date(provenance.cutoff)}"]
    if target > 0:
        parts.append(f"meta {labels.quantity(target, unit)}")
    if missing:
        parts.append(missing[0].lower() + missing[1:])
    value, checked = reported.ends()
    if target > 0 and value is not None:
        parts.append(f"reportado {labels.quantity(value, unit)}")
        if checked is not None:
            parts.append(f"verificado {labels.quantity(checked, unit)}")
    elif value is None:
        parts.append("sin reportes")
    said = "; ".join(parts)
    stated = [f"{labels.short_date(day)}, {mark}" for day, mark in zip(due, chosen, strict=True)]
    shown = stated[:_ALT_DATES]
    more = f"; y {len(stated) - len(shown)} más" if len(stated) > len(shown) else ""
    return f"{said}. Fechas: {'; '.join(shown)}{more}." if stated else f"{said}."


_ALT_DATES: Final = 12
