"""Which slides there are, in which order: one message a slide."""

from __future__ import annotations

import datetime as dt

from pac import labels, method, narrative
from pac.progress.figures import Figures
from pac.reports import provenance
from pac.reports.slides import component, frame, groups, lists, two_figures, year
from pac.reports.slides.frame import Deck, Words
from pac.reports.slides.template import ACROSS, BOTTOM, MARGIN, Box


def presentation(figures: Figures, made_at: dt.datetime) -> bytes:
    """Return the figures of a plan as slides with native charts and notes for who speaks.

    Args:
        figures: Of the whole plan at a cut-off.
        made_at: When it was asked for, in Colombia's time.
    """
    said = figures.provenance
    deck = frame.begun(
        said.entity,
        _foot(figures),
        said.mark,
        provenance.lines(said, made_at),
        method.rules(figures),
    )
    _cover(deck, figures, made_at)
    two_figures.add(deck, figures)
    groups.components(deck, figures, made_at)
    for number in figures.components.index:
        component.component(deck, figures, int(number))
    groups.offices(deck, figures, made_at)
    year.curve(deck, figures, made_at)
    year.months(deck, figures, made_at)
    lists.attention(deck, figures)
    lists.coming(deck, figures)
    lists.commitments(deck, figures)
    _check(deck, figures)
    title = f"{said.instrument}, vigencia {said.plan_year}"
    return frame.finished(deck, title, said.entity, made_at)


def _foot(figures: Figures) -> str:
    said = figures.provenance
    parts = (
        f"solo {said.scope}" if said.scope else "",
        f"corte {labels.short_date(said.cutoff)}",
        said.basis,
        f"versión {said.version}" if said.version else "",
        f"código {said.code}" if said.code else "",
    )
    return " · ".join(filter(None, parts))


def _cover(deck: Deck, figures: Figures, made_at: dt.datetime) -> None:
    said = figures.provenance
    title = f"{said.instrument or 'Plan'}, vigencia {said.plan_year}"
    # whose it is stands above them, and the mark on each slide
    lines = provenance.lines(said, made_at)
    about = [line for line in lines if not line.startswith(said.entity)]
    sentence = narrative.compliance(figures.total, figures.cutoff, cuts=figures.cuts)
    spoken = [f"{title}. {said.entity}.", sentence]
    frame.cover(deck, title, said.entity, about, spoken)


def _check(deck: Deck, figures: Figures) -> None:
    said = figures.provenance
    ways = [
        "En el tablero, cada cifra lleva a sus actividades, y cada actividad a las celdas del "
        f"libro {' y '.join(said.files)} de donde sale.",
        "Las reglas están en «Cómo se calcula», cada una con un ejemplo de este plan.",
    ]
    if said.code:
        ways.append(
            f"Estas cifras son de la versión {said.version}, con el código {said.code}: escríbalo "
            "en «Versiones» y el tablero dice si son las mismas."
        )
    ways.append("Las notas de cada diapositiva dicen la regla y las celdas de sus cifras.")
    ways += [
        f"El seguimiento de este corte se publicó el {labels.date(one.day)}: {one.address}"
        for one in figures.plan.published
        if one.cutoff == figures.cutoff
    ]
    later = [one for one in figures.plan.later if one.cutoff == figures.cutoff]
    if later:
        count = labels.count(len(later), "cambio", "cambios")
        ways.append(
            f"Este corte tiene {count} después de cerrado; el tablero dice cuáles y por qué."
        )
    channel = figures.settings.pqrs_channel
    if channel:
        ways.append(f"Si no está de acuerdo con una cifra, escriba a {channel}.")
    spoken = [
        f"Versión {one.version}, del {labels.date(one.day)}: {one.sentence}. {one.reason}"
        for one in later
    ]
    sentence = "Cualquiera puede comprobar estas cifras."
    slide, top = frame.message(deck, "Cómo comprobarlo", sentence, "", [*ways, *spoken])
    box = Box(MARGIN, top + 0.1, ACROSS - 1.5, BOTTOM - top - 0.1)
    frame.paragraphs(
        slide, box, [Words(way, 22.0, before=12.0) for way in ways], name="Cómo comprobarlo"
    )
