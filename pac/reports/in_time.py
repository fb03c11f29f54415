"""The plan in time and by state, as tables: the same ones wherever they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from pac import labels
from pac.model import Status
from pac.progress import summary
from pac.progress.figures import Figures
from pac.reports import cells
from pac.reports.table import Table, counts, days, said, shares, table, words


def calendar(figures: Figures, links: Iterable[str] = ()) -> Table:
    """Return what must be done by each cut-off, whatever was reported.

    Args:
        figures: Those of the plan, or of a part of it.
        links: Where the scheduled activities of each cut-off lead; nowhere by default.
    """
    cutoffs, came, every = figures.settings.cutoffs, figures.came["came"], figures.came["dates"]
    scheduled = [int(figures.due[day].sum()) for day in cutoffs]
    planned = figures.curve["planned"]
    among = len(figures.due)
    return table(
        days("Corte", cutoffs, full=True),
        said("Actividades programadas", [labels.among(n, among) for n in scheduled]).linked(links),
        counts("Actividades programadas", scheduled).only_on_sheet(),
        said(
            "Fechas que habrán llegado",
            [
                labels.among(n, of) if of else labels.UNDEFINED
                for n, of in zip(came, every, strict=True)
            ],
        ),
        counts("Fechas que habrán llegado", came).only_on_sheet(),
        shares("Avance planeado", [planned[pd.Timestamp(day)] for day in cutoffs], figures.cuts),
    )


def statuses(figures: Figures, links: Mapping[Status, str]) -> Table:
    """Return how many activities are in each state, and what the state means.

    Args:
        figures: Those of the plan, or of a part of it.
        links: Where each state leads.
    """
    numbers = summary.by_status(figures.measured)
    present = [status for status in Status if numbers[status]]
    return table(
        words("Estado", [cells.status_name(status) for status in present]).linked(
            links[status] for status in present
        ),
        counts("Actividades", [numbers[status] for status in present]),
        words("Qué quiere decir", [cells.STATUS_MEANINGS[status] for status in present]),
    )


def curve(figures: Figures) -> Table:
    """Return planned and actual attainment at each cut-off and each date with reports."""
    every = figures.curve
    dates = [day.date() for day in pd.DatetimeIndex(every.index)]
    kept = [
        day in figures.settings.cutoffs or pd.notna(actual)
        for day, actual in zip(dates, every["actual"], strict=True)
    ]
    shown = every.loc[kept]
    return table(
        days("Fecha", [day for day, keep in zip(dates, kept, strict=True) if keep], full=True),
        shares("Planeado", shown["planned"], figures.cuts),
        shares("Real", shown["actual"], figures.cuts) if figures.has_progress else None,
    )


def months(figures: Figures, links: Iterable[str] = ()) -> Table:
    """Return the dates of each month by what came of them; without reports, only how many.

    Args:
        figures: Those of the plan, or of a part of it.
        links: Where each month leads; nowhere by default.
    """
    every = figures.months
    names = words(
        "Mes", [labels.month(day.date()).capitalize() for day in pd.DatetimeIndex(every.index)]
    ).linked(links)
    total = counts("Fechas", every.sum(axis=1))
    if not figures.has_progress:
        return table(names, total)
    return table(
        names,
        total,
        counts("Cumplidas", every["done"]),
        counts("Pendientes", every["missing"]),
        counts("Sin meta", every["no_target"]) if every["no_target"].any() else None,
        counts("Por venir", every["to_come"]),
    )
