"""The two figures of a plan or a component, which are never mixed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pptx.slide import Slide

from pac import labels, narrative
from pac.charts.theme import LIGHT
from pac.progress.figures import Figures
from pac.progress.groups import Group
from pac.progress.summary import Summary
from pac.reports.slides import frame, grids, notes, template
from pac.reports.slides.frame import Deck, Words
from pac.reports.slides.grids import Cell, Column
from pac.reports.slides.template import ACROSS, BOTTOM, MARGIN, Box


@dataclass(frozen=True)
class Headline:
    """What is said of compliance where there is room for a figure."""

    label: str
    figure: str  # the fraction, or what there is in its place
    words: str  # what the figure counts
    result: str  # percent and level, or what is up to date
    colour: str


def headline(total: Summary, figures: Figures, day: str) -> Headline:
    """Return the compliance of the plan or of a component, as its cut-off lets it be said."""
    if total.attainment is None:
        _, noun = labels.count(total.activities, "actividad", "actividades").split(" ", 1)
        due = labels.count(total.scheduled, "programada", "programadas")
        due = due if total.scheduled else "ninguna programada"
        said = f"{noun}; {due} a {day}"
        return Headline(
            narrative.NO_PROGRESS, labels.number(total.activities), said, "", LIGHT.text
        )
    if not total.scheduled:
        return Headline(
            f"Cumplimiento a {day}", "", "Nada programado para el corte", "", LIGHT.text
        )
    if total.level is None:
        return Headline(
            f"{narrative.COLLECTING} a {day}",
            labels.among(total.scheduled_reported, total.scheduled),
            "programada con reporte" if total.scheduled == 1 else "programadas con reporte",
            f"{labels.number(total.fulfilled)} al día, {figures.provenance.basis}",
            LIGHT.actual,
        )
    word = f"{labels.LEVEL_SYMBOLS[total.level]} {str(total.level).capitalize()}"
    share = "" if total.few else f"{labels.percent(total.compliance, figures.cuts)}  "
    return Headline(
        f"Cumplimiento a {day}",
        labels.among(total.fulfilled, total.scheduled),
        "programada al día" if total.scheduled == 1 else "programadas al día",
        f"{share}{word}",
        LIGHT.level(total.level),
    )


def of_the_year(total: Summary, figures: Figures) -> tuple[str, str]:
    """Return the attainment of the year and what it is made of; it never has a level."""
    sentence = narrative.attainment(total, cuts=figures.cuts)
    share, _, rest = sentence.partition(": ")
    basis = f", {figures.provenance.basis}."
    return (share, rest.removesuffix(basis)) if rest else ("", sentence)


def add(deck: Deck, figures: Figures) -> None:
    """Add the slide of the plan."""
    total = figures.total
    sentence = narrative.compliance(total, figures.cutoff, cuts=figures.cuts)
    remarks = narrative.remarks(total)
    attainment = narrative.attainment(total, cuts=figures.cuts)
    spoken = [
        f"Avance de la vigencia: {attainment}" if figures.has_progress else "",
        *remarks,
        f"{notes.SOURCE}:",
        *notes.by_rules(deck.rules, ("R5", "R6"), ("R7",), ("R8",)),
        *notes.counted(figures.measured, Group.FULFILLED, Group.MISSING, Group.UNREPORTED_DUE),
        "Las celdas de cada actividad están en las notas de su componente.",
    ]
    slide, top = frame.message(deck, "El plan en dos cifras", sentence, "", filter(None, spoken))
    said = headline(total, figures, labels.date(figures.cutoff))
    left = Box(MARGIN, top + 0.1, 6.9, 3.3)
    frame.paragraphs(
        slide,
        left,
        [
            Words(said.label, 20.0, LIGHT.note),
            *([Words(said.figure, 80.0, said.colour, bold=True)] if said.figure else []),
            Words(said.words, 24.0, before=2.0),
            *(
                [Words(said.result, 36.0, said.colour, bold=True, before=8.0)]
                if said.result
                else []
            ),
        ],
        name="Cumplimiento",
    )
    right = Box(8.0, top + 0.1, template.WIDTH - MARGIN - 8.0, 3.3)
    if figures.has_progress:
        share, made_of = of_the_year(total, figures)
        frame.paragraphs(
            slide,
            right,
            [
                Words("Avance de la vigencia", 20.0, LIGHT.note),
                Words(share, 54.0, bold=True, before=18.0),
                Words(made_of, 24.0, before=6.0),
            ],
            name="Avance de la vigencia",
        )
    else:
        _calendar(slide, right, figures)
    frame.shape(slide, Box(7.72, top + 0.15, 0.015, 3.0), fill="#c4cad3", name="Línea")
    if remarks:
        noted = [Words(remark, 18.0, before=4.0) for remark in remarks]
        box = Box(MARGIN, top + 3.55, ACROSS, BOTTOM - top - 3.55)
        frame.paragraphs(slide, box, noted, name="Lo que conviene saber")


_CUTOFFS: Final = 6  # of a plan, that the slide has room for


def _calendar(slide: Slide, box: Box, figures: Figures) -> None:
    """Say what must be done by each cut-off, whatever was reported."""
    columns = [Column("Corte", 2.3), Column("Programadas", box.across - 2.3, right=True)]
    rows = [
        [
            Cell(labels.short_date(day)),
            Cell(labels.among(int(figures.due[day].sum()), len(figures.due)), right=True),
        ]
        for day in figures.settings.cutoffs[:_CUTOFFS]
    ]
    grids.table(slide, box, columns, rows, alt="Actividades programadas en cada corte")
