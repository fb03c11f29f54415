"""How much of what was due is done, part by part: a bar for each component or office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from pac import labels
from pac.charts import theme
from pac.charts.theme import Chart, Figure, Palette
from pac.model import Level, Provenance, Tier
from pac.norms import SHARE_DECIMALS

NOT_SCHEDULED: Final = "No programada para el corte"
NO_PROGRESS: Final = "Sin seguimiento todavía"

# Pixels: the y axis counts them, so that a name of any length has its lines above its bar.
_LINE: Final = 19
_GAP: Final = 7
_BAR: Final = 22
_BETWEEN: Final = 20
_RIGHT: Final = 138

# How much of the axis two marks need between them so that their words do not touch.
_APART: Final = 0.15


@dataclass(frozen=True)
class Row:
    """One bar: how much of what it has scheduled is done, in the three tiers (R10)."""

    name: str
    scheduled: int
    fulfilled: int  # in the tier in force
    shares: tuple[float, float, float]  # verified, with evidence, reported; each holds the last
    result: tuple[str, str]  # the two lines at its end
    level: Level | None
    has_progress: bool
    link: str = ""


@dataclass(frozen=True)
class Levels:
    """From which compliance a level is medium or high (R8)."""

    medium_from: float
    high_from: float

    @property
    def cuts(self) -> tuple[float, float, float]:
        """Return the shares that rounding must not cross."""
        return (self.medium_from, self.high_from, 1.0)


def compliance_bars(
    table: pd.DataFrame,
    names: Sequence[str],
    levels: Levels,
    colours: Palette,
    provenance: Provenance,
    *,
    links: Sequence[str] = (),
) -> Chart:
    """Return a bar for each row of summaries, in their order.

    Closed, a bar is what Control Interno verified, with what has evidence hatched and what
    is only reported outlined behind it. Open, it is what is up to date, with the other
    reported activities outlined, and no level.

    Args:
        table: What ``summary.by_component`` or ``summary.by_office`` returned.
        names: What each row is called, in full.
        levels: From which compliance a level is medium or high.
        colours: Those of the theme on screen.
        provenance: What the chart says of itself.
        links: Where each bar leads; none at all where there are no links.
    """
    rows = [
        _row(name, link, values, levels)
        for name, link, (_, values) in zip(
            names, links or [""] * len(names), table.iterrows(), strict=True
        )
    ]
    closed = any(values is Tier.VERIFIED for values in table["tier"])
    tops = _positions(rows)
    height = tops[-1] + _BAR + 8 if rows else 0
    measured = any(row.has_progress and row.scheduled for row in rows)
    ticks = _marks(levels, closed=closed)
    foot = 38 + 30 * any(text.startswith(_LOWER) for _, text in ticks)
    figure_layout = theme.layout(
        colours,
        provenance,
        height=height,
        margin={"l": 2, "r": _RIGHT, "t": 14, "b": foot if measured else 4},
    )
    figure_layout |= {
        "barmode": "overlay",
        "xaxis": theme.axis(
            colours,
            range=[0, 1],
            tickvals=[mark for mark, _ in ticks],
            ticktext=[text for _, text in ticks],
            showticklabels=measured,
        ),
        "yaxis": theme.axis(colours, range=[height, 0], showticklabels=False),
        "shapes": _thresholds(rows, tops, levels, colours) if closed else [],
    }
    figure_layout["annotations"] += _words(rows, tops, colours)
    return Chart({"data": _traces(rows, tops, colours), "layout": figure_layout}, _alt(rows))


def _row(name: str, link: str, values: pd.Series, levels: Levels) -> Row:
    scheduled = int(values["scheduled"])
    has_progress = bool(pd.notna(values["attainment"]))
    closed = values["tier"] is Tier.VERIFIED
    last = values["fulfilled_reported"] if closed else values["scheduled_reported"]
    counts = (
        values["fulfilled_verified" if closed else "fulfilled_reported"],
        values["fulfilled_evidenced" if closed else "fulfilled_reported"],
        last,
    )
    verified, evidenced, reported = (int(n) / scheduled if scheduled else 0.0 for n in counts)
    return Row(
        name=name,
        scheduled=scheduled,
        fulfilled=int(values["fulfilled"]),
        shares=(verified, evidenced, reported),
        result=_result(values, levels) if scheduled and has_progress else ("", ""),
        level=values["level"] or None,
        has_progress=has_progress,
        link=link,
    )


def _result(values: pd.Series, levels: Levels) -> tuple[str, str]:
    """Return what stands at the end of a bar; of one or two only the count (R6)."""
    level = values["level"]
    done = f"{values['fulfilled']} de {values['scheduled']}"
    if not level:
        return (
            f"{values['fulfilled']} al día",
            labels.reported(values["scheduled_reported"], values["scheduled"]),
        )
    word = f"{labels.LEVEL_SYMBOLS[level]} {str(level).capitalize()}"
    if values["few"]:
        return done, word
    return f"{labels.percent(float(values['compliance']), levels.cuts)} {word}", done


def _positions(rows: Sequence[Row]) -> list[int]:
    """Return the top of each bar, in pixels from the top of the plot."""
    tops, down = [], 0
    for row in rows:
        down += theme.line_count(row.name) * _LINE + _GAP
        tops.append(down)
        down += _BAR + _BETWEEN
    return tops


def _marks(levels: Levels, *, closed: bool) -> list[tuple[float, str]]:
    """Return the marks of the axis and their words: the levels where there are some."""
    if not closed:
        return [(share, labels.percent(share)) for share in (0.5, 1.0)]
    medium, high = levels.medium_from, levels.high_from
    lower = "" if medium == high or _apart(medium, high) else _LOWER
    marks = [(high, f"{lower}{labels.percent(high)}<br>alto")]
    if medium < high:
        marks.insert(0, (medium, f"{labels.percent(medium)}<br>medio"))
    if _apart(high, 1.0) and _apart(medium, 1.0):
        marks.append((1.0, labels.percent(1.0)))
    return marks


def _apart(one: float, other: float) -> bool:
    """Tell whether the words of two marks have room beside each other on a phone."""
    return round(other - one, SHARE_DECIMALS) >= _APART


_LOWER: Final = "<br><br>"  # under the words of the mark before


def _thresholds(
    rows: Sequence[Row], tops: Sequence[int], levels: Levels, colours: Palette
) -> list[Figure]:
    return [
        theme.line(colours.text, share, share, top - 3, top + _BAR + 3)
        for row, top in zip(rows, tops, strict=True)
        if row.scheduled and row.has_progress
        for share in (levels.medium_from, levels.high_from)
    ]


def _words(rows: Sequence[Row], tops: Sequence[int], colours: Palette) -> list[Figure]:
    said = []
    for row, top in zip(rows, tops, strict=True):
        said.append(
            theme.words(
                theme.wrapped(row.name),
                x=0,
                y=top - _GAP + 3,
                xshift=-2,
                xanchor="left",
                yanchor="bottom",
                font={"color": colours.text},
            )
        )
        if not (row.scheduled and row.has_progress):
            said.append(
                theme.words(
                    f" {_empty(row)} ",
                    x=0,
                    y=top + _BAR / 2,
                    xshift=10,
                    xanchor="left",
                    yanchor="middle",
                    bgcolor=colours.background,
                    font={"size": NOTE_SIZE, "color": colours.text},
                )
            )
            continue
        first, second = row.result
        said.append(
            theme.words(
                f"<b>{first}</b><br>{second}",
                x=1,
                y=top + _BAR / 2,
                xshift=10,
                xanchor="left",
                yanchor="middle",
                font={"color": colours.text},
            )
        )
    return said


NOTE_SIZE: Final = theme.NOTE_SIZE


def _empty(row: Row) -> str:
    if not row.scheduled:
        return NOT_SCHEDULED
    return f"{NO_PROGRESS}: {labels.count(row.scheduled, 'programada', 'programadas')}"


def _traces(rows: Sequence[Row], tops: Sequence[int], colours: Palette) -> list[Figure]:
    """Return the bars: empty tracks, hatched ones, then the three tiers from back to front."""
    placed = list(zip(rows, tops, strict=True))
    full = [(row, top) for row, top in placed if row.scheduled and row.has_progress]
    empty = [(row, top) for row, top in placed if not (row.scheduled and row.has_progress)]
    hatch = {"shape": "/", "size": 7, "solidity": 0.18, "fgcolor": colours.mark}
    return [
        _bars([(0.0, 1.0)] * len(full), full, {"color": colours.track, "line": {"width": 0}}),
        _bars(
            [(0.0, 1.0)] * len(empty),
            empty,
            {
                "color": colours.background,
                "pattern": {**hatch, "bgcolor": colours.background},
                "line": {"color": colours.mark, "width": 1},
            },
        ),
        *_tiers(full, colours),
    ]


def _tiers(full: Sequence[tuple[Row, int]], colours: Palette) -> list[Figure]:
    hues = [colours.level(row.level) for row, _ in full]
    reported = [(row.shares[1], row.shares[2]) for row, _ in full]
    evidenced = [(row.shares[0], row.shares[1]) for row, _ in full]
    verified = [(0.0, row.shares[0]) for row, _ in full]
    return [
        _bars(
            reported,
            full,
            {
                "color": [colours.background] * len(full),
                "line": {"color": hues, "width": _edges(reported)},
            },
        ),
        _bars(
            evidenced,
            full,
            {
                "color": hues,  # of the lines: a list given as fgcolor is not heeded
                "pattern": {
                    "shape": "/",
                    "size": 6,
                    "solidity": 0.3,
                    "bgcolor": colours.background,
                },
                "line": {"color": hues, "width": _edges(evidenced)},
            },
        ),
        _bars(verified, full, {"color": hues, "line": {"width": 0}}),
    ]


def _edges(spans: Sequence[tuple[float, float]]) -> list[float]:
    """Return the outline of each span: none where there is nothing to outline."""
    return [1.5 if end > start else 0.0 for start, end in spans]


def _bars(
    spans: Sequence[tuple[float, float]],
    placed: Sequence[tuple[Row, int]],
    marker: dict[str, Any],
) -> Figure:
    return {
        "type": "bar",
        "orientation": "h",
        "base": [start for start, _ in spans],
        "x": [end - start for start, end in spans],
        "y": [top + _BAR / 2 for _, top in placed],
        "width": _BAR,
        "marker": marker,
        "hoverinfo": "text",
        "hovertext": [f"{theme.wrapped(row.name)}<br>{_said(row)}" for row, _ in placed],
        **theme.links([row.link for row, _ in placed], len(placed)),
    }


def _said(row: Row) -> str:
    if not (row.scheduled and row.has_progress):
        return _empty(row)
    return ", ".join(row.result)


def _alt(rows: Sequence[Row]) -> str:
    return "Barras. " + "; ".join(f"{row.name}: {_said(row)}" for row in rows) + "."
