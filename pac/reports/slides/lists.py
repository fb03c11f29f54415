"""Slides that list: what to attend to, what comes next, what was promised in a session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

import pandas as pd
from pptx.slide import Slide

from pac import labels, narrative
from pac.charts.theme import LIGHT
from pac.model import Commitment, PartyKind
from pac.progress.attention import Reason
from pac.progress.figures import Figures
from pac.progress.measure import DATE_TO_COME
from pac.reports import cells
from pac.reports.slides import fit, frame, grids, notes
from pac.reports.slides.frame import Deck, Words
from pac.reports.slides.grids import Cell, Column, Row
from pac.reports.slides.template import ACROSS, BOTTOM, MARGIN, Box

_ROWS: Final = 8  # of a table, at most; what is left out is counted below it
_MORE: Final = 0.34  # inches that the line takes which counts what is left out
_LINES: Final = (6, 4, 3)  # that a table gives to an activity's words; the notes have them all


def who(one: pd.Series) -> str:
    """Return who answers for an activity; a group is no office that does (R11)."""
    if not one["lead"]:
        return "Sin dependencia que lidere"
    return f"{one['lead']} (grupo)" if one["lead_kind"] == PartyKind.GROUP else str(one["lead"])


def activity(name: str, text: str) -> Cell:
    """Return an activity as a table says it: its ID and its words."""
    return Cell(fit.clean(f"{name} · {text}"))


def listed(
    slide: Slide,
    box: Box,
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    alt: str,
    every: int | None = None,
) -> None:
    """Add a table of the first rows, and count below it those that it leaves out.

    Where all of them fit once their long texts, in the column of the activities, are cut, they
    are; of the rest as many as fit.
    """
    total = len(rows) if every is None else every
    long = next(place for place, one in enumerate(columns) if one.heading in _WORDY)
    for most in _LINES:
        cut = grids.trimmed(rows[:_ROWS], columns, long, most)
        shown = grids.fitting(cut, columns, box.down, _ROWS)
        if shown == total:
            break
    else:
        shown = max(1, grids.fitting(cut, columns, box.down - _MORE, _ROWS))
    room = Box(box.left, box.top, box.across, box.down - (_MORE if shown < total else 0.0))
    end = grids.table(slide, room, columns, cut[:shown], alt=alt)
    if shown < total:
        text = f"y {labels.number(total - shown)} más"
        place = Box(box.left, end + 0.06, box.across, _MORE - 0.06)
        frame.paragraphs(slide, place, [Words(text, 16.0, LIGHT.note)], name="Las demás")


_WORDY: Final = ("Actividad", "Lo que falta", "Programado y sin reporte")


def whole_texts(measured: pd.DataFrame, ids: Iterable[object]) -> list[str]:
    """Return all the words of those activities that no table of ours holds."""
    texts = measured.loc[list(dict.fromkeys(ids)), "activity"]
    long = [f"{name}: {text}" for name, text in texts.items() if len(text) > _LONG]
    return ["Actividades completas:", *long] if long else []


_LONG: Final = 120  # characters that a table always holds


def attention(deck: Deck, figures: Figures) -> None:
    """Add what presses at the cut-off, the most pressing first; nothing where nothing does."""
    rows = figures.attention.loc[figures.attention["reason"] != Reason.DUE_SOON]
    if rows.empty:
        return
    said = narrative.attention(rows)
    own = figures.measured.loc[rows["activity_id"]]
    columns = [
        Column("Por qué", 2.2),
        Column("Actividad", ACROSS - 7.0),
        Column("Pendiente desde", 1.8),
        Column("Responde", 3.0),
    ]
    table = [
        [
            Cell(str(reason).capitalize(), bold=True),
            activity(str(name), one["activity"]),
            Cell(labels.UNDEFINED if pd.isna(since) else labels.short_date(since)),
            Cell(who(one)),
        ]
        for (name, one), reason, since in zip(
            own.iterrows(), rows["reason"], rows["since"], strict=True
        )
    ]
    spoken = [
        *narrative.office_gaps(figures.measured),
        f"{notes.SOURCE}:",
        *notes.by_rules(deck.rules, ("R9",), ("R10",)),
        *(f"{row[1].text}: {row[0].text.lower()}." for row in table),
        *whole_texts(figures.measured, rows["activity_id"]),
    ]
    slide, top = frame.message(deck, "Lo que hay que atender", said, "", spoken)
    listed(
        slide, Box(MARGIN, top, ACROSS, BOTTOM - top), columns, table, alt=f"Por atender. {said}"
    )


def coming(deck: Deck, figures: Figures) -> None:
    """Add the dates of the days of notice or, where there are none, the next ones."""
    rows, days = figures.coming, figures.settings.notice_days
    if len(rows):
        count = labels.count(len(rows), "fecha por cumplir", "fechas por cumplir")
        sentence = f"{count} en los {days} días que siguen al corte."
    else:
        rows = figures.milestones.loc[figures.milestones["state"] == DATE_TO_COME]
        rows = rows.sort_values("due", kind="stable")
        if rows.empty:
            return
        first = labels.date(rows["due"].iloc[0])
        sentence = (
            f"Nada por cumplir en los {days} días que siguen; la próxima fecha es el {first}."
        )
    spoken = [
        f"{notes.SOURCE}:",
        *notes.by_rules(deck.rules, ("R12", "R13")),
        *_date_cells(figures, rows),
        *whole_texts(figures.measured, rows["activity_id"]),
    ]
    slide, top = frame.message(deck, "Lo que sigue", sentence, "", spoken)
    dates(slide, Box(MARGIN, top, ACROSS, BOTTOM - top), rows, figures, sentence)


def _date_cells(figures: Figures, rows: pd.DataFrame) -> list[str]:
    """Return of each date the cell that says it."""
    said = []
    for name, due in zip(rows["activity_id"][:_ROWS], rows["due"], strict=False):
        place = figures.plan.sources.get(
            (name, "dates" if (name, "dates") in figures.plan.filled else "deadline")
        )
        said.append(f"{name}, {labels.date(due)}{f': {place}' if place else ''}.")
    return said


_WIDE: Final = 10.0  # inches from which a table of dates has a column more


def dates(slide: Slide, box: Box, rows: pd.DataFrame, figures: Figures, alt: str) -> None:
    """List dates with their activities and who leads each."""
    wide, shown = box.across > _WIDE, rows.iloc[:_ROWS]
    own = figures.measured.loc[shown["activity_id"]]
    columns = [
        Column("Fecha", 1.7),
        Column("Actividad", box.across - 1.7 - (1.2 if wide else 0.0) - (3.2 if wide else 2.4)),
        *((Column("Entrega", 1.2),) if wide else ()),
        Column("Responde", 3.2 if wide else 2.4),
    ]
    table = [
        [
            Cell(cells.together(labels.short_date(due))),
            activity(str(name), one["activity"]),
            *((Cell(f"{number} de {count}"),) if wide else ()),
            Cell(who(one)),
        ]
        for (name, one), due, number, count in zip(
            own.iterrows(), shown["due"], shown["number"], shown["count"], strict=True
        )
    ]
    listed(slide, box, columns, table, alt=alt, every=len(rows))


def commitments(deck: Deck, figures: Figures) -> None:
    """Add what was promised in a session: first what nobody answered yet, then the answers."""
    every = figures.plan.commitments
    pending = [one for one in every if one.is_open]
    answered = [one for one in every if not one.is_open]
    if pending:
        said = labels.count(len(pending), "compromiso por responder", "compromisos por responder")
        _promised(deck, f"{said}, de {labels.number(len(every))}.", pending, answered=False)
    if answered:
        said = labels.count(len(answered), "compromiso respondido", "compromisos respondidos")
        _promised(deck, f"{said}, de {labels.number(len(every))}.", answered, answered=True)


def _question(one: Commitment) -> str:
    return f"{one.question} ({one.activity_id})" if one.activity_id else one.question


def _promised(deck: Deck, sentence: str, those: Sequence[Commitment], *, answered: bool) -> None:
    columns = [
        Column("Sesión", 1.7),
        Column("Pregunta", 4.6 if answered else ACROSS - 1.7 - 3.2 - 1.8),
        Column("Respuesta" if answered else "Para cuándo", ACROSS - 6.3 - 2.6 if answered else 1.8),
        Column("Responde", 2.6 if answered else 3.2),
    ]

    def whole(text: str, column: Column) -> str:
        across = (column.across - 0.16) * fit.POINTS
        return fit.shortened(fit.clean(text), across, 5, grids.SIZES[-1])

    def day(one: dt.date | None) -> str:
        return cells.together(labels.short_date(one)) if one else labels.UNDEFINED

    rows = [
        [
            Cell(day(one.date)),
            Cell(whole(_question(one), columns[1])),
            Cell(whole(one.answer, columns[2]) if answered else day(one.due)),
            Cell(one.office or labels.UNDEFINED),
        ]
        for one in those
    ]  # fmt: skip
    start, parts = 0, []
    while start < len(rows):
        end = start + max(1, grids.fitting(rows[start:], columns, _TABLE_DOWN, _ROWS))
        parts.append(slice(start, end))
        start = end
    for place, part in enumerate(parts, 1):
        spoken = [
            f"{notes.SOURCE}: hoja Compromisos del libro.",
            *(
                f"{day(one.date)}: {one.question} {one.answer}".strip()
                for one in those[part.start : part.stop]
            ),
        ]
        kicker = "Compromisos" if len(parts) == 1 else f"Compromisos, {place} de {len(parts)}"
        slide, top = frame.message(deck, kicker, sentence, "", spoken)
        box = Box(MARGIN, top, ACROSS, BOTTOM - top)
        grids.table(slide, box, columns, rows[part], alt=sentence)


_TABLE_DOWN: Final = 4.9  # inches under a title of one line
