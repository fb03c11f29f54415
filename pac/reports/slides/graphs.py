"""Native charts, which whoever presents can edit: each with its numbers in a workbook inside."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

import pandas as pd
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData, ChartData
from pptx.dml.chtfmt import ChartFormat
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.oxml import parse_xml
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide
from pptx.util import Pt

from pac import labels
from pac.charts.theme import LIGHT
from pac.model import Tier
from pac.progress.figures import Figures
from pac.reports.slides import fit
from pac.reports.slides.template import Box, emu
from pac.workbook import layout

SHEET: Final = "Datos"
_TEXT: Final = 14.0  # points
_CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_PALE: Final = "#a9b0ba"  # planned, of what is still to come

Value = int | float | None


@dataclass(frozen=True)
class Series:
    """One series of a chart."""

    name: str
    values: tuple[Value, ...]  # None where there is nothing to draw
    number_format: str = "General"


class _Data(CategoryChartData):
    """Data of a chart whose workbook is ours: no text is a formula, and its bytes do not vary."""

    book: bytes = b""

    @property
    def xlsx_blob(self) -> bytes:
        """Return the workbook that the chart keeps."""
        return self.book


def _chart(
    slide: Slide,
    box: Box,
    kind: XL_CHART_TYPE,
    categories: Sequence[str] | Sequence[dt.date],
    series: Sequence[Series],
    made_at: dt.datetime,
    *,
    alt: str,
    name: str,
    beside: Sequence[Series] = (),
) -> Chart:
    """Add a chart with its workbook; ``beside`` are columns that it keeps and does not draw."""
    data = _Data(  # type: ignore[no-untyped-call]
        number_format="dd/mm/yyyy" if _are_dates(categories) else "General"
    )
    data.categories = [one if isinstance(one, dt.date) else fit.clean(one) for one in categories]
    for one in series:
        data.add_series(  # type: ignore[no-untyped-call]
            one.name, one.values, one.number_format
        )
    data.book = _book(categories, (*series, *beside), made_at)
    frame = cast(GraphicFrame, slide.shapes.add_chart(kind, *emu(box), cast(ChartData, data)))
    frame.name = name
    frame._element.nvGraphicFramePr.cNvPr.set("descr", fit.clean(alt))
    chart: Chart = frame.chart
    for reference in chart.element.iter(f"{{{_CHART}}}f"):
        reference.text = reference.text.replace("Sheet1!", f"{SHEET}!")
    chart.has_title = False
    chart.has_legend = False
    chart.font.size = Pt(_TEXT)
    chart.font.name = fit.FONT
    chart.font.color.rgb = _rgb(LIGHT.text)
    return chart


def _are_dates(categories: Sequence[str] | Sequence[dt.date]) -> bool:
    return bool(categories) and isinstance(categories[0], dt.date)


def _book(
    categories: Sequence[str] | Sequence[dt.date], series: Sequence[Series], made_at: dt.datetime
) -> bytes:
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("a new workbook opens on a sheet")
    sheet.title = SHEET
    sheet.column_dimensions["A"].width = 14 if _are_dates(categories) else 60
    names: Sequence[str | dt.date] = categories
    for row, category in enumerate(names, 2):
        layout.put(sheet.cell(row, 1), category)
    for column, each in enumerate(series, 2):
        layout.put(sheet.cell(1, column), each.name)
        for row, value in enumerate(each.values, 2):
            layout.put(sheet.cell(row, column), value, each.number_format)
    return layout.to_bytes(book, made_at.astimezone(dt.UTC).replace(tzinfo=None))


# How much of what was due is done


def bars(
    slide: Slide,
    box: Box,
    table: pd.DataFrame,
    names: Sequence[str],
    made_at: dt.datetime,
    *,
    closed: bool,
    alt: str,
) -> None:
    """Add a bar for each row of summaries on a track of 0 to 100 %, from the top down.

    A band of the box is one row. The numbers are counts of activities: closed, up to date as
    verified, as evidence supports beyond that, as reported beyond that, and the rest; open, up
    to date, reported beyond that, and the rest.

    Args:
        slide: To which it is added.
        box: Its place; each row has an equal band of it.
        table: What ``summary.by_component`` or ``summary.by_office`` returned.
        names: What each row is called.
        made_at: When the file was asked for.
        closed: Whether the cut-off is.
        alt: What it shows, in words.
    """
    scheduled = table["scheduled"]
    if closed:
        steps = [
            table[f"fulfilled_{tier}"] for tier in (Tier.VERIFIED, Tier.EVIDENCED, Tier.REPORTED)
        ]
        said = ["Al día, verificado", "Al día, con evidencia", "Al día, solo reportado"]
    else:
        steps = [table["fulfilled"], table["scheduled_reported"]]
        said = ["Al día", "Con reporte, no al día"]
    drawn = [steps[0], *(outer - inner for inner, outer in itertools.pairwise(steps))]
    series = [Series(name, _counts(numbers)) for name, numbers in zip(said, drawn, strict=True)]
    series.append(Series("Falta" if closed else "Sin reporte", _counts(scheduled - steps[-1])))
    chart = _chart(
        slide,
        box,
        XL_CHART_TYPE.BAR_STACKED_100,
        names,
        series,
        made_at,
        alt=alt,
        name="Gráfica",
        beside=(
            Series("Programadas", _counts(scheduled)),
            Series("Al día", _counts(table["fulfilled"])),
            Series("Cumplimiento" if closed else "Al día, de lo programado",
                   _shares(table["compliance"]), "0.0%"),
            Series("Avance de la vigencia", _shares(table["attainment"]), "0.0%"),
        ),
    )  # fmt: skip
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 90, 100
    chart.category_axis.reverse_order = True
    chart.category_axis.visible = chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, 1
    _whole_plot(chart)
    hues = [LIGHT.level(level or None) for level in table["level"]]
    solid, *middle, rest = plot.series
    _flat(rest.format, LIGHT.track)
    for one in middle:
        _flat(one.format, LIGHT.background)
    for number, hue in enumerate(hues):
        _flat(solid.points[number].format, hue)
        for one, draw in zip(reversed(middle), (_outlined, _hatched), strict=False):
            if one.values[number]:  # an outline of no width is still drawn
                draw(one.points[number].format, hue)


def _counts(numbers: pd.Series) -> tuple[Value, ...]:
    return tuple(int(one) for one in numbers)


def _shares(numbers: pd.Series) -> tuple[Value, ...]:
    return tuple(None if pd.isna(one) else float(one) for one in numbers)


# Planned and actual


def curve(slide: Slide, box: Box, figures: Figures, made_at: dt.datetime, *, alt: str) -> Box:
    """Add the planned and the actual attainment as steps through the year.

    A step is two points, the day before a date and the date: in between nothing was due, or known.

    Returns:
        Where the plot is, in inches.
    """
    planned, actual = figures.curve["planned"], figures.curve["actual"].dropna()
    cutoff = pd.Timestamp(figures.cutoff)
    days = _stepped(pd.DatetimeIndex(figures.curve.index))
    steps = planned.reindex(days, method="ffill")
    known = actual.reindex(days, method="ffill")
    if len(actual):
        known = known.where((days >= actual.index[0]) & (days <= actual.index[-1]))
    series = [
        Series("Planeado", _shares(steps.where(days <= cutoff)), "0.0%"),
        Series("Planeado, después del corte", _shares(steps.where(days >= cutoff)), "0.0%"),
    ]
    if len(actual):
        series.append(Series("Real", _shares(known), "0.0%"))
    chart = _chart(
        slide,
        box,
        XL_CHART_TYPE.LINE,
        [day.date() for day in days],
        series,
        made_at,
        alt=alt,
        name="Gráfica",
    )
    plot = _inner(chart, Box(0.07, 0.03, 0.92, 0.86))
    first, last = days[0], days[-1]
    category, value = chart.category_axis, chart.value_axis
    category.tick_labels.number_format = "[$-240A]mmm"  # months of Colombia, wherever it opens
    category.tick_labels.number_format_is_linked = False
    category.major_tick_mark = XL_TICK_MARK.NONE
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    category.format.line.color.rgb = _rgb(LIGHT.planned)
    axis = category._element
    for tag, number in (("majorUnit", "1" if (last - first).days < 500 else "3"),):
        axis.append(parse_xml(f'<c:{tag} xmlns:c="{_CHART}" val="{number}"/>'))
    axis.append(parse_xml(f'<c:majorTimeUnit xmlns:c="{_CHART}" val="months"/>'))
    value.minimum_scale, value.maximum_scale, value.major_unit = 0, 1, 0.25
    value.tick_labels.number_format, value.tick_labels.number_format_is_linked = "0 %", False
    value.major_tick_mark = XL_TICK_MARK.NONE
    value.format.line.fill.background()
    value.major_gridlines.format.line.color.rgb = _rgb(LIGHT.track)
    looks = (
        (LIGHT.planned, 2.5, MSO_LINE.DASH),
        (_PALE, 2.0, MSO_LINE.DASH),
        (LIGHT.actual, 4.5, MSO_LINE.SOLID),
    )
    for one, (colour, wide, dash) in zip(chart.plots[0].series, looks, strict=False):
        one.smooth = False
        line = one.format.line
        line.color.rgb, line.width, line.dash_style = _rgb(colour), Pt(wide), dash
        one.marker.style = XL_MARKER_STYLE.NONE
    for place, day in enumerate(days):
        if day in actual.index:  # of one date alone there is no line
            point = chart.plots[0].series[2].points[place].marker
            point.style, point.size = XL_MARKER_STYLE.CIRCLE, 10
            _flat(point.format, LIGHT.actual)
    return Box(
        box.left + plot.left * box.across,
        box.top + plot.top * box.down,
        plot.across * box.across,
        plot.down * box.down,
    )


def _stepped(days: pd.DatetimeIndex) -> pd.DatetimeIndex:
    """Return dates and the day before each but the first."""
    return days.union(days[1:] - pd.Timedelta(days=1))


# Dates by month


@dataclass(frozen=True)
class Stack:
    """What came of some of a month's dates."""

    column: str  # of ``Figures.months``
    name: str
    colour: str
    look: str  # flat, hatched, dotted or outlined


def stacks(figures: Figures) -> list[Stack]:
    """Return what came of the dates of the plan, as far as there are any of it."""
    came = (
        Stack("missing", "Pendientes", LIGHT.low, "hatched")
        if figures.has_progress
        else Stack("missing", "Sin reporte", LIGHT.mark, "hatched")
    )
    every = (
        Stack("done", "Cumplidas", LIGHT.actual, "flat"),
        came,
        Stack("no_target", "Sin meta", LIGHT.mark, "dotted"),
        Stack("to_come", "Por venir", LIGHT.planned, "outlined"),
    )
    return [one for one in every if figures.months[one.column].any()]


def months(
    slide: Slide, box: Box, figures: Figures, made_at: dt.datetime, *, alt: str, alone: bool
) -> Box:
    """Add a column for each month: its dates by what came of them.

    Args:
        slide: To which it is added.
        box: Its place; each month has an equal band of it.
        figures: Those that it shows.
        made_at: When the file was asked for.
        alt: What it shows, in words.
        alone: Whether it names its months and numbers itself, since nothing below it does.

    Returns:
        Where the columns stand, in inches.
    """
    every, shown = figures.months, stacks(figures)
    days = [day.date() for day in pd.DatetimeIndex(every.index)]
    chart = _chart(
        slide,
        box,
        XL_CHART_TYPE.COLUMN_STACKED,
        [month(days, day) for day in days],
        # none at all where there is nothing: an outline of no height is still drawn
        [Series(one.name, tuple(int(n) or None for n in every[one.column]), "0") for one in shown],
        made_at,
        alt=alt,
        name="Gráfica",
    )
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 40, 100
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.TOP
    chart.legend.include_in_layout = False
    chart.legend.font.size = Pt(18)
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale = 0
    chart.category_axis.major_tick_mark = XL_TICK_MARK.NONE
    chart.category_axis.format.line.color.rgb = _rgb(LIGHT.planned)
    if not alone:
        chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    draw = {"flat": _flat, "hatched": _hatched, "dotted": _dotted, "outlined": _outlined}
    for one, made in zip(shown, plot.series, strict=True):
        draw[one.look](made.format, one.colour)
    if alone:
        plot.has_data_labels = True
        plot.data_labels.show_value = True
        return box
    inner = _inner(chart, Box(0.0, 0.17, 1.0, 0.83))
    return Box(box.left, box.top + inner.top * box.down, box.across, inner.down * box.down)


def month(days: Sequence[dt.date], day: dt.date) -> str:
    """Return a month for an axis; the first one and each January say their year."""
    word = labels.SHORT_MONTHS[day.month - 1]
    return f"{word} {day.year}" if day == days[0] or day.month == 1 else word


# How marks look


def _rgb(colour: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(colour.lstrip("#")))  # type: ignore[no-untyped-call]


def _flat(look: ChartFormat, colour: str) -> None:
    look.fill.solid()
    look.fill.fore_color.rgb = _rgb(colour)
    look.line.fill.background()


def _patterned(look: ChartFormat, colour: str, pattern: MSO_PATTERN) -> None:
    look.fill.patterned()
    look.fill.pattern = pattern
    look.fill.fore_color.rgb = _rgb(colour)
    look.fill.back_color.rgb = _rgb(LIGHT.background)
    look.line.color.rgb = _rgb(colour)
    look.line.width = Pt(1.5)


def _hatched(look: ChartFormat, colour: str) -> None:
    _patterned(look, colour, MSO_PATTERN.WIDE_UPWARD_DIAGONAL)


def _dotted(look: ChartFormat, colour: str) -> None:
    _patterned(look, colour, MSO_PATTERN.PERCENT_20)


def _outlined(look: ChartFormat, colour: str) -> None:
    look.fill.solid()
    look.fill.fore_color.rgb = _rgb(LIGHT.background)
    look.line.color.rgb = _rgb(colour)
    look.line.width = Pt(1.5)


def _whole_plot(chart: Chart) -> None:
    _inner(chart, Box(0.0, 0.0, 1.0, 1.0))


def _inner(chart: Chart, share: Box) -> Box:
    """Give the plot itself a share of the chart's place, and return that."""
    area = chart.element.xpath("c:chart/c:plotArea")[0]
    for old in area.xpath("./c:layout"):
        area.remove(old)
    sides = (("x", share.left), ("y", share.top), ("w", share.across), ("h", share.down))
    area.insert(
        0,
        parse_xml(
            f'<c:layout xmlns:c="{_CHART}"><c:manualLayout><c:layoutTarget val="inner"/>'
            '<c:xMode val="edge"/><c:yMode val="edge"/>'
            + "".join(f'<c:{name} val="{side}"/>' for name, side in sides)
            + "</c:manualLayout></c:layout>"
        ),
    )
    return share
