"""The charts of the figures on screen, and what each one measures, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd

from pac import labels
from pac.charts import bars, curve, months, strip, timeline
from pac.charts.bars import Levels
from pac.charts.theme import Chart, Palette
from pac.progress.figures import Figures
from pac.progress.groups import Group
from pac.reports import cells
from pac.ui import links, tables


def components(figures: Figures, colours: Palette) -> Chart:
    """Return a bar of compliance for each component."""
    return bars.compliance_bars(
        figures.components,
        cells.component_names(figures),
        _levels(figures),
        colours,
        figures.provenance,
        links=tables.component_links(figures),
    )


def offices(figures: Figures, colours: Palette) -> Chart:
    """Return a bar of compliance for each office, in the role chosen."""
    table = cells.office_summaries(figures)
    return bars.compliance_bars(
        table,
        [str(name) for name in table.index],
        _levels(figures),
        colours,
        figures.provenance,
        links=tables.office_links(figures),
    )


def deadlines(figures: Figures, colours: Palette) -> Chart:
    """Return a column of dates for each month."""
    return months.month_columns(
        figures.months,
        colours,
        figures.provenance,
        has_progress=figures.has_progress,
        links=[
            tables.month_link(figures, day.date()) for day in pd.DatetimeIndex(figures.months.index)
        ],
    )


def year(figures: Figures, colours: Palette) -> Chart:
    """Return the planned and the actual curve of the year."""
    cutoffs = figures.settings.cutoffs
    actual = figures.curve["actual"].dropna()
    dates = [day.date() for day in pd.DatetimeIndex(actual.index)]
    return curve.planned_and_actual(
        figures.curve,
        cutoffs,
        colours,
        figures.provenance,
        links=[
            links.to(
                links.ACTIVITIES,
                figures,
                choice=replace(figures.choice, cutoff=day if day in cutoffs else figures.cutoff),
                status=Group.REPORTED,
            )
            for day in dates
        ],
        cuts=figures.cuts,
    )


def timeline_of(
    figures: Figures, listed: tuple[str, ...], today: dt.date, colours: Palette
) -> Chart:
    """Return the dates of the activities listed, one row each."""
    every = figures.milestones
    rows = figures.measured.loc[list(listed)]
    return timeline.timeline(
        every.loc[every["activity_id"].isin(listed)],
        [f"{name} · {text}" for name, text in rows["activity"].items()],
        rows["start"],
        today,
        colours,
        figures.provenance,
        has_progress=figures.has_progress,
        links=[links.activity(str(name), figures) for name in rows.index],
        cuts=figures.cuts,
    )


def strip_of(figures: Figures, activity_id: str, today: dt.date, colours: Palette) -> Chart:
    """Return the dates and reports of one activity on one time axis."""
    every = figures.milestones
    return strip.activity_strip(
        figures.activity(activity_id),
        tables.activity_reports(figures, activity_id),
        every.loc[every["activity_id"] == activity_id],
        figures.settings.cutoffs,
        today,
        colours,
        figures.provenance,
        cuts=figures.cuts,
    )


def _levels(figures: Figures) -> Levels:
    return Levels(figures.settings.medium_from, figures.settings.high_from)


def title(each: str, figures: Figures) -> str:
    """Return what the bars show of each component or office; only a closed cut-off complies."""
    day = labels.date(figures.cutoff)
    return (
        f"Cumplimiento por {each} a {day}" if figures.closed else f"Lo reportado por {each} a {day}"
    )


def of_compliance(figures: Figures) -> str:
    """Return what the bars of compliance measure, and what their fillings mean."""
    day = labels.date(figures.cutoff)
    if not figures.closed:
        return (
            f"De lo programado a {day}: lleno, al día según lo reportado; contorno, reportado "
            "pero no al día."
        )
    return (
        f"Al día, de lo programado a {day}: lleno, verificado por Control Interno; "
        "rayado, por lo que tiene evidencia y no por lo verificado; contorno, solo por lo "
        "reportado."
    )
