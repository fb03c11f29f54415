"""Components, and offices, side by side: how much of what was due each of them has done."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
from pptx.slide import Slide

from pac import labels, narrative
from pac.charts.theme import LIGHT
from pac.model import PartyKind
from pac.progress.figures import Figures
from pac.reports import cells
from pac.reports.slides import fit, frame, graphs, grids, notes
from pac.reports.slides.frame import Deck, Words
from pac.reports.slides.grids import Cell, Column, Row
from pac.reports.slides.template import ACROSS, BOTTOM, MARGIN, Box

_BARS: Final = 12  # on a slide, at most


def components(deck: Deck, figures: Figures, made_at: dt.datetime) -> None:
    """Add the slides of the components, in the plan's order."""
    every = figures.components
    spoken = [
        f"{notes.SOURCE}:",
        *notes.by_rules(deck.rules, ("R5", "R6"), ("R8",)),
        *_group_lines(every, cells.component_names(figures), figures),
        "Las celdas de cada actividad están en las notas de su componente.",
    ]
    names = cells.component_names(figures)
    groups = _Groups("Componentes", narrative.components(every), every, names, spoken)
    _grouped(deck, figures, made_at, groups)


def offices(deck: Deck, figures: Figures, made_at: dt.datetime) -> None:
    """Add the slides of the offices and, apart, of groups and committees (R11)."""
    every = cells.parties(figures)
    single = every.loc[every["kind"] == PartyKind.OFFICE]
    others = every.loc[every["kind"] != PartyKind.OFFICE]
    role = figures.choice.role
    sentence = narrative.offices(single, role=role)
    # what is said of all beyond what is said of the offices is about the others
    grouped = narrative.offices(every, role=role).removeprefix(sentence).strip()
    led = labels.count(int(others["activities"].sum()), "actividad", "actividades")
    own = narrative.self_reporting(figures.measured)
    for table, kicker, said in (
        (single, "Dependencias", sentence),
        (others, "Grupos y comités", grouped or f"{led} de grupos o comités."),
    ):
        names = [str(name) for name in table.index]
        spoken = [
            own if table is single else "",
            *narrative.office_gaps(figures.measured),
            f"{notes.SOURCE}:",
            *notes.by_rules(deck.rules, ("R5", "R6"), ("R11",)),
            *_group_lines(table, names, figures),
        ]
        _grouped(deck, figures, made_at, _Groups(kicker, said, table, names, spoken))


def _group_lines(table: pd.DataFrame, names: Sequence[str], figures: Figures) -> list[str]:
    """Return the figures of each group in words, with the numbers that they are made of."""
    return [
        f"{name}: {_said(row, figures)}; avance de la vigencia "
        f"{labels.percent(float(row['attainment']), figures.cuts)}."
        for name, (_, row) in zip(names, table.iterrows(), strict=True)
    ]


def _said(row: pd.Series, figures: Figures) -> str:
    """Return in words what a bar shows."""
    first, second = _result(row, figures)
    if not second:
        return first
    return f"{first} al día, {second}{'' if figures.closed else ' con reporte'}"


def _result(row: pd.Series, figures: Figures) -> tuple[str, str]:
    """Return the two things that stand at the end of a bar; of one or two only the count (R6)."""
    if not row["scheduled"]:
        return (narrative.NOT_SCHEDULED.capitalize(), "")
    if pd.isna(row["attainment"]):
        programmed = labels.count(int(row["scheduled"]), "programada", "programadas")
        return (f"{programmed}, sin reporte", "")
    done = labels.among(row["fulfilled"], row["scheduled"])
    if not row["level"]:
        return (done, labels.among(row["scheduled_reported"], row["scheduled"]))
    word = f"{labels.LEVEL_SYMBOLS[row['level']]} {str(row['level']).capitalize()}"
    if row["few"]:
        return (done, word)
    return (done, f"{labels.percent(float(row['compliance']), figures.cuts)} {word}")


@dataclass(frozen=True)
class _Groups:
    """Groups of activities that stand side by side: components, offices, or the others."""

    kicker: str
    sentence: str
    table: pd.DataFrame  # a summary a row
    names: Sequence[str]
    spoken: Sequence[str]  # lines of the notes

    def about(self, place: int, of: int) -> str:
        """Return what one of the slides is about."""
        return self.kicker if of == 1 else f"{self.kicker}, {place} de {of}"


def _grouped(deck: Deck, figures: Figures, made_at: dt.datetime, groups: _Groups) -> None:
    """Add the slides that show groups of activities as bars, in equal parts, in their order."""
    table = groups.table
    if table.empty:
        return
    if not figures.has_progress:
        _planned_groups(deck, figures, groups)
        return
    lead = _of_bars(table, closed=figures.closed)
    rows = [
        _bar_row(fit.clean(name), row, figures)
        for name, (_, row) in zip(groups.names, table.iterrows(), strict=True)
    ]
    for place, part, of in _parts(rows, _bar_columns(table, closed=figures.closed)):
        about, notes_of = groups.about(place, of), filter(None, groups.spoken)
        slide, top = frame.message(deck, about, groups.sentence, lead, notes_of)
        box = Box(MARGIN, top, ACROSS, BOTTOM - top)
        _bars(slide, box, table.iloc[part], rows[part], figures, made_at)


_NAME: Final = 5.2  # inches of the names beside the bars
_COUNT: Final = 1.25  # inches of the fraction at the end of each bar
_LEVEL: Final = 2.35  # inches of its percent and level
_TRACK: Final = ACROSS - _NAME - _COUNT - _LEVEL - 0.2
_NAME_SIZES: Final = (20.0, 18.0, 16.0, 14.0)
_BARS_DOWN: Final = 4.15  # inches that bars have on a slide, whatever its title
_TALLEST: Final = 0.95  # inches of a row


def _what(table: pd.DataFrame) -> str:
    if "name" in table.columns:
        return "Componente"
    return "Dependencia" if (table["kind"] == PartyKind.OFFICE).any() else "Grupo o comité"


def _bar_columns(table: pd.DataFrame, *, closed: bool) -> list[Column]:
    return [
        Column(_what(table), _NAME),
        Column("Al día", ACROSS - _NAME - _LEVEL, indent=_TRACK + 0.2),
        Column("Nivel" if closed else "Con reporte", _LEVEL),
    ]


def _bar_row(name: str, row: pd.Series, figures: Figures) -> Row:
    first, second = _result(row, figures)
    colour = LIGHT.level(row["level"]) if row["level"] else LIGHT.text
    indent = _TRACK + 0.2 if row["scheduled"] else 0.0
    level = Cell(cells.together(second) or labels.UNDEFINED, colour, bold=bool(second))
    return [Cell(name), Cell(first, indent=indent), level]


def _parts(
    rows: Sequence[Row], columns: Sequence[Column], down: float = _BARS_DOWN
) -> list[tuple[int, slice, int]]:
    """Return in which slides rows stand so that all of them fit, in parts of like length."""
    tallest = max(grids.row_height(row, columns, _NAME_SIZES[-1]) for row in rows)
    most = max(1, min(_BARS, int(down // tallest)))
    count = -(-len(rows) // most)
    each, more = divmod(len(rows), count)
    parts, start = [], 0
    for place in range(count):
        end = start + each + (place < more)
        parts.append((place + 1, slice(start, end), count))
        start = end
    return parts


def _bars(
    slide: Slide,
    box: Box,
    table: pd.DataFrame,
    rows: Sequence[Row],
    figures: Figures,
    made_at: dt.datetime,
) -> None:
    """Show names, bars and results side by side: a table, and a chart laid over its middle."""
    columns = _bar_columns(table, closed=figures.closed)
    for size in _NAME_SIZES:
        heading = grids.heading_height(columns, size)
        need = max(grids.row_height(row, columns, size) for row in rows)
        if need * len(rows) <= box.down - heading:
            break
    down = max(need, min(_TALLEST, (box.down - heading) / len(rows)))
    names = [row[0].text for row in rows]
    each = zip(names, table.iterrows(), strict=True)
    alt = f"{'; '.join(f'{name}: {_said(row, figures)}' for name, (_, row) in each)}."
    grids.table(slide, box, columns, rows, alt=f"Tabla. {alt}", size=size, down=down)
    if not table["scheduled"].any():
        return
    plot = Box(box.left + _NAME, box.top + heading, _TRACK, down * len(rows))
    graphs.bars(slide, plot, table, names, made_at, closed=figures.closed, alt=f"Barras. {alt}")
    if figures.closed:
        _thresholds(slide, plot, list(table["scheduled"] > 0), figures)


def _thresholds(slide: Slide, plot: Box, drawn: Sequence[bool], figures: Figures) -> None:
    """Draw from where a compliance is medium and high across the bars, and say it above them."""
    medium, high, _ = figures.cuts
    down = plot.down / len(drawn)
    end = plot.left + plot.across  # of the words, which stand one beside the other
    for share, word in {high: "alto", medium: "medio"}.items():
        x = plot.left + share * plot.across
        start = 0
        for has_bar, run in itertools.groupby(drawn):
            count = len(list(run))
            if has_bar:
                line = Box(x, plot.top + start * down, 0.012, count * down)
                frame.shape(slide, line, fill=LIGHT.text, name="Límite")
            start += count
        text = f"{labels.percent(share)} {word}"
        wide = fit.width(text, 14.0) / fit.POINTS + 0.08
        left = min(x if word == "alto" else x - wide, end - wide)
        end = left - 0.1
        place = Box(left, plot.top - 0.28, wide, 0.26)
        frame.paragraphs(slide, place, [Words(text, 14.0, LIGHT.note)], name="Límite")


def _of_bars(table: pd.DataFrame, *, closed: bool) -> str:
    """Return what the bars measure, and what their fillings mean."""
    if not closed:
        return (
            "De lo programado: lleno, al día según lo reportado; contorno, con reporte y no al día."
        )
    parts = ["lleno, verificado por Control Interno"]
    if (table["fulfilled_evidenced"] > table["fulfilled_verified"]).any():
        parts.append("rayado, con evidencia")
    if (table["fulfilled_reported"] > table["fulfilled_evidenced"]).any():
        parts.append("contorno, solo reportado")
    return f"Al día, de lo programado: {'; '.join(parts)}."


def _planned_groups(deck: Deck, figures: Figures, groups: _Groups) -> None:
    """Say how many activities of each group are due by the cut-off, while nobody reported."""
    table = groups.table
    columns = [
        Column(_what(table), 7.0),
        Column("Actividades", 2.0, right=True),
        Column(f"Programadas a {labels.short_date(figures.cutoff)}", ACROSS - 9.0, right=True),
    ]
    rows = [
        [
            Cell(fit.clean(name)),
            Cell(labels.number(int(row["activities"])), right=True),
            Cell(labels.number(int(row["scheduled"])), right=True),
        ]
        for name, (_, row) in zip(groups.names, table.iterrows(), strict=True)
    ]
    for place, part, of in _parts(rows, columns):
        about, notes_of = groups.about(place, of), filter(None, groups.spoken)
        slide, top = frame.message(deck, about, groups.sentence, "", notes_of)
        box = Box(MARGIN, top, ACROSS, BOTTOM - top)
        grids.table(slide, box, columns, rows[part], alt="Lo programado de cada uno")
