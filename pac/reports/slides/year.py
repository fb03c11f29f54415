"""The year of a plan: planned and actual, and its dates month by month."""

from __future__ import annotations

import datetime as dt
from typing import Final

import pandas as pd
from pptx.slide import Slide

from pac import labels, narrative
from pac.charts.theme import LIGHT
from pac.progress.figures import Figures
from pac.reports.slides import fit, frame, graphs, grids, notes, template
from pac.reports.slides.frame import Deck, Words
from pac.reports.slides.grids import Cell, Column
from pac.reports.slides.template import ACROSS, BOTTOM, MARGIN, Box


def curve(deck: Deck, figures: Figures, made_at: dt.datetime) -> None:
    """Add how the plan should have grown and how it did."""
    sentence = narrative.curve(figures.curve, figures.cutoff, cuts=figures.cuts)
    lead = (
        f"Avance de la vigencia, {figures.provenance.basis}: a trazos lo planeado, en línea "
        "llena lo hecho."
        if figures.has_progress
        else "Avance de la vigencia: a trazos, lo planeado."
    )
    spoken = [
        f"{notes.SOURCE}:",
        *notes.by_rules(deck.rules, ("R4",), ("R7",)),
        *_curve_lines(figures),
    ]
    slide, top = frame.message(deck, "Planeado y real", sentence, lead, spoken)
    box = Box(MARGIN, top + 0.3, ACROSS, BOTTOM - top - 0.3)
    alt = f"Líneas. {sentence} {' '.join(_curve_lines(figures))}"
    plot = graphs.curve(slide, box, figures, made_at, alt=alt)
    first, last = figures.curve.index[0], figures.curve.index[-1]

    def across(day: pd.Timestamp) -> float:
        share = (day - first).days / max((last - first).days, 1)
        return plot.left + plot.across * float(share)

    free = 0.0
    for day in figures.settings.cutoffs:
        if not first <= pd.Timestamp(day) <= last:
            continue
        chosen = day == figures.cutoff
        x = across(pd.Timestamp(day))
        colour = LIGHT.text if chosen else LIGHT.planned
        line = Box(x, plot.top, 0.02 if chosen else 0.01, plot.down)
        frame.shape(slide, line, fill=colour, name="Corte")
        text = f"{'corte ' if chosen else ''}{day.day} {labels.SHORT_MONTHS[day.month - 1]}"
        wide = fit.width(text, 14.0, bold=chosen) / fit.POINTS + 0.05
        left = min(x - wide / 2, template.WIDTH - MARGIN - wide)
        if left < free:
            continue
        free = left + wide + 0.03
        words = [Words(text, 14.0, colour, bold=chosen)]
        frame.paragraphs(slide, Box(left, plot.top - 0.28, wide, 0.26), words, name="Corte")
    _line_names(slide, plot, figures, across(pd.Timestamp(figures.cutoff)))


def _line_names(slide: Slide, plot: Box, figures: Figures, x: float) -> None:
    """Name each line at the cut-off, the higher one above and the other below."""
    day = pd.Timestamp(figures.cutoff)
    named = [("Planeado", float(figures.curve["planned"][day]), LIGHT.planned)]
    if pd.notna(figures.curve["actual"][day]):
        named.append(("Real", float(figures.curve["actual"][day]), LIGHT.actual))
    named.sort(key=lambda one: -one[1])
    for place, (name, share, colour) in enumerate(named):
        text = f"{name} {labels.percent(share, figures.cuts)}"
        wide = fit.width(text, 18.0, bold=True) / fit.POINTS + 0.05
        y = plot.top + plot.down * (1 - share)
        up = place == 0 and y - plot.top > 0.45
        left = x + 0.12 if x + 0.12 + wide < template.WIDTH - MARGIN else x - 0.12 - wide
        if up:
            left = x - 0.12 - wide if x - 0.12 - wide > plot.left else x + 0.12
        box = Box(left, y - 0.42 if up else y + 0.1, wide, 0.32)
        frame.paragraphs(slide, box, [Words(text, 18.0, colour, bold=True)], name=name)


def _curve_lines(figures: Figures) -> list[str]:
    """Return planned and actual attainment at each cut-off, the actual one up to this one."""
    said = []
    for day in figures.settings.cutoffs:
        planned = float(figures.curve["planned"][pd.Timestamp(day)])
        actual = float(figures.curve["actual"][pd.Timestamp(day)])
        beside = "" if pd.isna(actual) else f", real {labels.percent(actual, figures.cuts)}"
        share = labels.percent(planned, figures.cuts)
        said.append(f"A {labels.date(day)}: planeado {share}{beside}.")
    return said


def months(deck: Deck, figures: Figures, made_at: dt.datetime) -> None:
    """Add the dates met and missed, month by month."""
    sentence = narrative.deadlines(figures.milestones, figures.cutoff)
    lead = f"Fechas del plan, mes por mes, a {labels.date(figures.cutoff)}."
    counted = _month_lines(figures)
    spoken = [f"{notes.SOURCE}:", *notes.by_rules(deck.rules, ("R12", "R13")), *counted]
    slide, top = frame.message(deck, "Fechas", sentence, lead, spoken)
    if figures.months.empty:
        return
    box = Box(MARGIN, top, ACROSS, BOTTOM - top)
    _month_columns(slide, box, figures, made_at, alt=f"Columnas por mes. {' '.join(counted)}")


def _month_columns(
    slide: Slide, box: Box, figures: Figures, made_at: dt.datetime, *, alt: str
) -> None:
    """Show the columns of the months over a table of their numbers, month by month."""
    every = figures.months
    days = [day.date() for day in pd.DatetimeIndex(every.index)]
    shown = graphs.stacks(figures)
    label, size = 1.75, 14.0
    band = (box.across - label) / len(days)
    if band < _NARROWEST_MONTH:
        graphs.months(slide, box, figures, made_at, alt=alt, alone=True)
        return
    columns = [Column("Fechas", label), *(Column(graphs.month(days, day), band) for day in days)]
    rows = [
        [
            Cell(one.name, bold=True),
            *(
                Cell(labels.number(int(n)), LIGHT.text if n else LIGHT.note)
                for n in every[one.column]
            ),
        ]
        for one in shown
    ]
    down = grids.heading_height(columns, size) + len(rows) * grids.row_height(
        rows[0], columns, size
    )
    plot = Box(box.left + label, box.top, box.across - label, box.down - down - 0.05)
    drawn = graphs.months(slide, plot, figures, made_at, alt=alt, alone=False)
    under = Box(box.left, plot.top + plot.down, box.across, down)
    grids.table(slide, under, columns, rows, alt="Fechas de cada mes", size=size, centred=True)
    passed = sum(day <= figures.cutoff for day in days)
    x = plot.left + passed * band
    frame.shape(slide, Box(x, drawn.top, 0.014, drawn.down), fill=LIGHT.text, name="Corte")
    text = f"corte {labels.short_date(figures.cutoff)}"
    wide = fit.width(text, 14.0, bold=True) / fit.POINTS + 0.05
    left = x + 0.08 if passed <= len(days) / 2 else x - 0.08 - wide
    words = [Words(text, 14.0, bold=True)]
    frame.paragraphs(slide, Box(left, drawn.top, wide, 0.26), words, name="Corte")


_NARROWEST_MONTH: Final = 0.5  # inches


def _month_lines(figures: Figures) -> list[str]:
    came = (
        ("pendiente", "pendientes")
        if figures.has_progress
        else ("ya llegó, sin reporte", "ya llegaron, sin reporte")
    )
    forms = {
        "done": ("cumplida", "cumplidas"),
        "missing": came,
        "no_target": ("sin meta", "sin meta"),
        "to_come": ("por venir", "por venir"),
    }  # fmt: skip
    said = []
    for day, row in figures.months.iterrows():
        counts = [labels.count(int(row[one]), *words) for one, words in forms.items() if row[one]]
        if counts:
            month = labels.month(pd.Timestamp(str(day)).date()).capitalize()
            said.append(f"{month}: {labels.listing(counts)}.")
    return said
