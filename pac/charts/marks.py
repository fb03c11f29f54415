"""One mark a milestone: filled, half filled, empty or crossed, with a key in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import pandas as pd

from pac import labels
from pac.charts import theme
from pac.charts.theme import Figure, Palette
from pac.progress.measure import DATE_DONE, DATE_MISSING, DATE_NO_TARGET

SIZE: Final = 14  # pixels across a mark


class Mark(StrEnum):
    """What came of a milestone, in the words of the key and in its order."""

    DONE = "cumplida"
    PART_MISSING = "pendiente, hecha en parte"
    MISSING = "pendiente, sin avance"
    UNREPORTED = "ya llegó, sin reporte"
    NO_TARGET = "sin meta"
    PART_AHEAD = "por venir, hecha en parte"
    TO_COME = "por venir"


_PLURALS: Final = {
    Mark.DONE: "cumplidas",
    Mark.PART_MISSING: "pendientes hechas en parte",
    Mark.MISSING: "pendientes sin avance",
    Mark.UNREPORTED: "ya llegaron, sin reporte",
    Mark.PART_AHEAD: "por venir hechas en parte",
}


def counted(mark: Mark, n: int) -> str:
    """Write how many milestones have a mark: ``2 pendientes sin avance``."""
    return labels.count(n, mark.value, _PLURALS.get(mark, mark.value))


PARTS: Final = (Mark.PART_MISSING, Mark.PART_AHEAD)
PENDING: Final = (Mark.PART_MISSING, Mark.MISSING, Mark.UNREPORTED)

# What rounding leaves of a share (R0), times the dates of an activity, is no progress.
_NOTHING: Final = 1e-6


def of(milestones: pd.DataFrame, *, has_progress: bool) -> list[Mark]:
    """Return the mark of each row of ``measure.per_milestone_table``.

    Without any report in the plan a date that came is not called missing: it is unreported.
    """
    state = milestones["state"].to_numpy()
    share = milestones["done_share"].to_numpy(dtype=np.float64)
    part = (share > _NOTHING) & (share < 1)
    missing = state == DATE_MISSING
    chosen = np.select(
        [
            state == DATE_DONE,
            state == DATE_NO_TARGET,
            missing & part,
            missing & has_progress,
            missing,
            part,
        ],
        [
            Mark.DONE.value,
            Mark.NO_TARGET.value,
            Mark.PART_MISSING.value,
            Mark.MISSING.value,
            Mark.UNREPORTED.value,
            Mark.PART_AHEAD.value,
        ],
        default=Mark.TO_COME.value,
    )
    return [Mark(word) for word in chosen]


def traces(
    marks: Sequence[Mark],
    x: Sequence[str],
    y: Sequence[float],
    said: Sequence[str],
    colours: Palette,
    links: Sequence[str] = (),
    **axes: str,
) -> list[Figure]:
    """Return one trace for each kind of mark that there is, in the order of the key.

    Args:
        marks: One a milestone.
        x: The date of each, as ISO writes it.
        y: Where each stands, in pixels from the top: half a mark needs them.
        said: What each says under the pointer, already escaped.
        colours: Those of the theme on screen.
        links: Where each leads; none at all where there are no links.
        axes: On which axes they stand, where not the first ones.
    """
    places: dict[Mark, list[int]] = {}
    for i, mark in enumerate(marks):
        places.setdefault(mark, []).append(i)
    made = []
    for mark in Mark:
        if mark not in places:
            continue
        layers = _layers(mark, colours)
        points = [i for i in places[mark] for _ in layers]
        count = len(places[mark])
        made.append(
            {
                "type": "scatter",
                "mode": "markers",
                "cliponaxis": False,
                "name": mark.value,
                "x": [x[i] for i in points],
                "y": [y[i] - layer.up for i in places[mark] for layer in layers],
                "marker": {
                    "symbol": [layer.symbol for layer in layers] * count,
                    "size": [layer.size for layer in layers] * count,
                    "color": [layer.fill for layer in layers] * count,
                    "opacity": 1,
                    "line": {
                        "color": [layer.edge for layer in layers] * count,
                        "width": [layer.width for layer in layers] * count,
                    },
                },
                "hoverinfo": "text",
                "hovertext": [said[i] for i in points],
                **theme.links([links[i] for i in points] if links else (), len(points)),
                **axes,
            }
        )
    return made


@dataclass(frozen=True)
class _Layer:
    """One of the symbols of which a mark is made, from back to front."""

    symbol: str
    size: float
    fill: str
    edge: str
    width: float = 0.0
    up: float = 0.0  # pixels from the middle of the mark


def _layers(mark: Mark, colours: Palette) -> tuple[_Layer, ...]:
    hue, ground = _hue(mark, colours), colours.background
    small = SIZE - 2
    if mark is Mark.DONE:
        return (_Layer("circle", SIZE, hue, hue),)
    if mark in PARTS:  # a disc, a cover over its upper half, and a ring around both
        return (
            _Layer("circle", small, hue, hue),
            _Layer("line-ew", SIZE / 1.4, ground, ground, SIZE / 2, up=SIZE / 4),
            _Layer("circle-open", small, hue, hue, 2),
        )
    if mark is Mark.MISSING:
        return (_Layer("x-thin", SIZE - 4, hue, hue, 3),)
    if mark is Mark.UNREPORTED:
        return (_Layer("circle", small, ground, hue, 2), _Layer("circle", 4, hue, hue))
    if mark is Mark.NO_TARGET:
        return (
            _Layer("square", SIZE - 3, ground, ground),
            _Layer("square-cross-open", SIZE - 3, hue, hue, 1.5),
        )
    return (_Layer("circle", small, ground, hue, 2),)


def _hue(mark: Mark, colours: Palette) -> str:
    return {
        Mark.DONE: colours.actual,
        Mark.PART_AHEAD: colours.actual,
        Mark.PART_MISSING: colours.low,
        Mark.MISSING: colours.low,
        Mark.UNREPORTED: colours.mark,
        Mark.NO_TARGET: colours.mark,
        Mark.TO_COME: colours.planned,
    }[mark]


# Pixels of the key: a line of it, a letter, and from a mark to its words and to the next mark.
KEY_LINE: Final = 20
_LETTER: Final = 5.8
_TO_WORDS: Final = 19
_TO_NEXT: Final = 16
_KEY_WIDTH: Final = 346


def key(
    kinds: Sequence[str], colours: Palette, *, up: int
) -> tuple[list[Figure], list[Figure], int]:
    """Return the key of the marks in words, in lines that fit a phone, above the plot.

    Args:
        kinds: The marks that are drawn, any order.
        colours: Those of the theme on screen.
        up: Pixels between the plot and the foot of the key.

    Returns:
        Shapes, annotations, and the pixels that the key takes.
    """
    rows: list[list[tuple[Mark, float]]] = [[]]
    left = 0.0
    for mark in Mark:
        if mark not in kinds:
            continue
        width = _TO_WORDS + len(mark.value) * _LETTER
        if rows[-1] and left + width > _KEY_WIDTH:
            rows.append([])
            left = 0.0
        rows[-1].append((mark, left))
        left += width + _TO_NEXT
    shapes, said = [], []
    for number, row in enumerate(reversed(rows)):
        y = up + number * KEY_LINE + KEY_LINE / 2
        for mark, x in row:
            shapes += _drawn(mark, x + SIZE / 2, y, colours)
            said.append(
                theme.words(
                    mark.capitalize(),
                    x=0,
                    xref="paper",
                    xshift=x + _TO_WORDS,
                    y=1,
                    yref="paper",
                    yshift=y,
                    xanchor="left",
                    yanchor="middle",
                    font={"size": theme.NOTE_SIZE, "color": colours.text},
                )
            )
    return shapes, said, len(rows) * KEY_LINE if rows[0] else 0


def _drawn(mark: Mark, x: float, y: float, colours: Palette) -> list[Figure]:
    """Return a mark as shapes, at pixels from the upper left corner of the plot."""
    hue = _hue(mark, colours)
    r = SIZE / 2 - 1

    def shape(kind: str, radius: float = r, **says: object) -> Figure:
        box = {"x0": x - radius, "x1": x + radius, "y0": y - radius, "y1": y + radius}
        return {"type": kind, **_PIXELS, **({} if kind == "path" else box), **says}

    ring = shape("circle", line={"color": hue, "width": 2})
    if mark is Mark.DONE:
        return [shape("circle", fillcolor=hue, line={"color": hue, "width": 2})]
    if mark in PARTS:
        c = 0.5523 * r  # a quarter of a circle, as Bézier has it
        half = (
            f"M {x - r},{y} C {x - r},{y - c} {x - c},{y - r} {x},{y - r} "
            f"C {x + c},{y - r} {x + r},{y - c} {x + r},{y} Z"
        )
        return [shape("path", path=half, fillcolor=hue, line={"width": 0}), ring]
    if mark is Mark.MISSING:
        a = 4.5
        cross = f"M {x - a},{y - a} L {x + a},{y + a} M {x - a},{y + a} L {x + a},{y - a}"
        return [shape("path", path=cross, line={"color": hue, "width": 3})]
    if mark is Mark.UNREPORTED:
        return [ring, shape("circle", 2.0, fillcolor=hue, line={"width": 0})]
    if mark is Mark.NO_TARGET:
        a = 5.0
        plus = f"M {x - a},{y} L {x + a},{y} M {x},{y - a} L {x},{y + a}"
        thin = {"color": hue, "width": 1.5}
        return [shape("rect", a, line=thin), shape("path", path=plus, line=thin)]
    return [ring]


_PIXELS: Final = {
    "xref": "paper",
    "yref": "paper",
    "xsizemode": "pixel",
    "ysizemode": "pixel",
    "xanchor": 0,
    "yanchor": 1,
}
