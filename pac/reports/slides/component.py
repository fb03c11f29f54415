"""One component: its two figures, what is missing of it and who answers, or what comes next."""

from __future__ import annotations

import pandas as pd
from pptx.slide import Slide

from pac import labels, narrative
from pac.charts.theme import LIGHT
from pac.progress import summary
from pac.progress.figures import Figures
from pac.progress.groups import Group, members
from pac.progress.measure import DATE_TO_COME
from pac.progress.summary import Summary
from pac.reports.slides import frame, lists, notes, two_figures
from pac.reports.slides.frame import Deck, Words
from pac.reports.slides.grids import Cell, Column
from pac.reports.slides.template import ACROSS, BOTTOM, MARGIN, Box


def component(deck: Deck, figures: Figures, number: int) -> None:
    """Add the slide of one component."""
    settings = figures.settings
    measured = figures.measured.loc[figures.measured["component"] == number]
    total = summary.summarize(
        measured,
        closed=figures.closed,
        medium_from=settings.medium_from,
        high_from=settings.high_from,
        has_progress=figures.has_progress,
    )
    sentence = narrative.compliance(total, figures.cutoff, cuts=figures.cuts)
    gaps = narrative.office_gaps(measured)
    spoken = [
        f"Avance de la vigencia: {narrative.attainment(total, cuts=figures.cuts)}"
        if figures.has_progress
        else "",
        *narrative.remarks(total),
        *gaps,
        f"{notes.SOURCE} (reglas R3 a R8 de «Cómo se calcula»):",
        *notes.counted(measured, Group.FULFILLED, Group.MISSING),
        *notes.cells(figures, measured),
        *notes.counted(measured, Group.UNREPORTED),
        *lists.whole_texts(measured, measured.index),
    ]
    name = labels.component(number, str(figures.components.loc[number, "name"]))
    if total.attainment is None and not total.scheduled:
        day = labels.date(figures.cutoff)
        sentence = f"{narrative.NO_PROGRESS}: ninguna actividad programada a {day}."
    states = sentence.startswith((narrative.NO_PROGRESS, narrative.COLLECTING))
    title = f"Componente {number}{',' if states else ':'} {sentence[:1].lower()}{sentence[1:]}"
    slide, top = frame.message(deck, name, title, "", filter(None, spoken))
    _component_figures(slide, Box(MARGIN, top, 3.4, BOTTOM - top), total, figures)
    box = Box(MARGIN + 3.7, top, ACROSS - 3.7, BOTTOM - top)
    missing = measured.loc[members(measured, Group.MISSING)]
    if len(missing):
        _missing(slide, box, missing, figures)
        return
    to_come = figures.milestones.loc[
        figures.milestones["activity_id"].isin(measured.index)
        & (figures.milestones["state"] == DATE_TO_COME)
    ].sort_values("due", kind="stable")
    nothing = "Nada de lo programado falta. Lo que sigue:" if total.scheduled else "Lo que sigue:"
    if to_come.empty:
        nothing = "Nada de lo programado falta y no quedan fechas por venir."
    words = [Words(nothing, 18.0, bold=True)]
    below = frame.paragraphs(slide, Box(box.left, top, box.across, 0.7), words, name="Lo que sigue")
    if len(to_come):
        under = Box(box.left, below + 0.1, box.across, BOTTOM - below - 0.1)
        lists.dates(slide, under, to_come, figures, "Fechas que siguen")


def _component_figures(slide: Slide, box: Box, total: Summary, figures: Figures) -> None:
    headline = two_figures.headline(total, figures, labels.short_date(figures.cutoff))
    said = [Words(headline.label, 16.0, LIGHT.note)]
    if headline.figure:
        said.append(Words(headline.figure, 48.0, headline.colour, bold=True))
    said.append(Words(headline.words, 18.0))
    if headline.result:
        said.append(Words(headline.result, 24.0, headline.colour, bold=True, before=4.0))
    if figures.has_progress:
        share, made_of = two_figures.of_the_year(total, figures)
        said += [
            Words("Avance de la vigencia", 16.0, LIGHT.note, before=24.0),
            Words(share, 32.0, bold=True),
            Words(made_of, 16.0),
        ]
    frame.paragraphs(slide, box, said, name="Cifras del componente")


def _missing(slide: Slide, box: Box, missing: pd.DataFrame, figures: Figures) -> None:
    """List what is due and not done, with who answers for it."""
    known = figures.has_progress
    columns = [
        Column(
            "Lo que falta" if known else "Programado y sin reporte",
            box.across - (4.6 if known else 2.4),
        ),
        *((Column("Lleva", 1.1), Column("Debía", 1.1)) if known else ()),
        Column("Responde", 2.4),
    ]
    rows = [
        [
            lists.activity(str(name), one["activity"]),
            *(
                (
                    Cell(_share(one, figures)),
                    Cell(labels.percent(float(one["expected"]), figures.cuts)),
                )
                if known
                else ()
            ),
            Cell(lists.who(one)),
        ]
        for name, one in missing.iterrows()
    ]  # fmt: skip
    lists.listed(slide, box, columns, rows, alt="Lo que falta y quién responde")


def _share(one: pd.Series, figures: Figures) -> str:
    if not one["reported"]:
        return "sin reporte"
    return labels.percent(float(one["attainment"]), figures.cuts)
