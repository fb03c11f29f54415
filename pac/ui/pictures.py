"""The charts of the figures on screen, and what each one measures, in words."""

from __future__ import annotations

from pac import labels
from pac.charts import bars, curve, months
from pac.charts.theme import Chart, Palette
from pac.model import PartyKind
from pac.ui import tables
from pac.ui.data import Figures


def components(figures: Figures, colours: Palette) -> Chart:
    """Return a bar of compliance for each component."""
    return bars.compliance_bars(
        figures.components,
        tables.component_names(figures),
        figures.levels,
        colours,
        figures.origin,
    )


def offices_that_lead(figures: Figures, colours: Palette) -> Chart:
    """Return a bar of compliance for each office, by what it leads."""
    return _offices(figures, "lead", colours)


def offices_that_take_part(figures: Figures, colours: Palette) -> Chart:
    """Return a bar of compliance for each office, by all in which it takes part."""
    return _offices(figures, "all", colours)


def _offices(figures: Figures, role: tables.Role, colours: Palette) -> Chart:
    table = tables.parties(figures, role)
    table = table.loc[table["kind"] == PartyKind.OFFICE]
    names = [str(name) for name in table.index]
    return bars.compliance_bars(table, names, figures.levels, colours, figures.origin)


def deadlines(figures: Figures, colours: Palette) -> Chart:
    """Return a column of dates for each month."""
    return months.month_columns(
        figures.months, colours, figures.origin, has_progress=figures.has_progress
    )


def year(figures: Figures, colours: Palette) -> Chart:
    """Return the planned and the actual curve of the year."""
    return curve.planned_and_actual(
        figures.curve, figures.settings.cutoffs, colours, figures.origin
    )


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
        "rayado, con evidencia sin verificar; contorno, solo reportado."
    )
