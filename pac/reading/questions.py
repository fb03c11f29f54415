"""Doubts that have two readings, asked so that one press answers them (design, section 5)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from pac import labels, norms
from pac.labels import fold
from pac.model import Answer, Cell, Finding
from pac.reading.findings import quoted
from pac.reading.workbook import Sheet, read_workbook


@dataclass(frozen=True)
class Option:
    """One way to read the cells; whoever takes none mends the book."""

    label: str  # Spanish, what a button says
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Question:
    """One doubt, of one or several cells that say the same."""

    file: str
    code: str  # of the finding
    cells: tuple[Cell, ...]
    text: str  # Spanish, with its question marks
    options: tuple[Option, ...]

    @property
    def name(self) -> str:
        """Return what tells it from other questions."""
        return f"{self.file}|{self.code}|{','.join(map(str, self.cells))}"


def questions(
    data: bytes, name: str, findings: Sequence[Finding], texts: Mapping[str, str]
) -> tuple[Question, ...]:
    """Return what can be asked about the findings of a file.

    Args:
        data: The file; it was read before.
        name: Its name.
        findings: Those of the file.
        texts: The activities of the plan by ID, for a row that goes by its text.
    """
    asked = [one for one in findings if one.cells and one.code in _ASKS]
    if not asked:
        return ()
    sheets = {sheet.name: sheet for sheet in read_workbook(data, name).sheets}
    return tuple(
        question
        for one in asked
        for question in _ASKS[one.code](one, name, sheets, texts)
        if question.options
    )


def _unit(
    one: Finding, file: str, sheets: Mapping[str, Sheet], _texts: Mapping[str, str]
) -> Iterator[Question]:
    """Ask whether a number without a percent sign is a share or a percent."""
    values = {_number(sheets, cell) for cell in one.cells}
    if len(values) != 1:
        return
    [value] = values
    if value is None or value <= 0:
        return
    as_share, as_percent = (_percent(part) for part in (value * 100, value))
    share = Option(f"Sí, es {as_share}", _answers(one, value, _FORMAT, f"es {as_share}"))
    part = round(value / 100, norms.SHARE_DECIMALS)
    percent = Option(f"Es {as_percent}", _answers(one, part, _FORMAT, f"es {as_percent}"))
    if value <= 1:
        text, options = f"¿{one.found} es {as_share}?", [share, percent]
    else:
        text = f"¿{one.found} es {as_percent}?"
        options = [Option(f"Sí, es {as_percent}", percent.answers)]
    yield Question(file, one.code, one.cells, text, tuple(options))


def _activity(
    one: Finding, file: str, _sheets: Mapping[str, Sheet], texts: Mapping[str, str]
) -> Iterator[Question]:
    """Ask whether an unknown activity is the one that is spelled nearly so."""
    known = texts.get(one.suggests)
    if known is None:
        return
    by_id = fuzz.ratio(one.found, one.suggests) >= fuzz.ratio(fold(one.found), fold(known))
    said = f"es {one.suggests}"
    yes = Option(
        f"Sí, es {one.suggests}", _answers(one, one.suggests if by_id else known, "@", said)
    )
    short = known if len(known) <= _QUOTED else f"{known[:_QUOTED].rstrip()}…"
    text = f"¿«{one.found}» es {one.suggests}, «{short}»?"
    yield Question(file, one.code, one.cells, text, (yes,))


def _cutoff(
    one: Finding, file: str, _sheets: Mapping[str, Sheet], _texts: Mapping[str, str]
) -> Iterator[Question]:
    """Ask whether a date that is no cut-off means the cut-off beside it."""
    if not one.suggests:
        return
    day = dt.date.fromisoformat(one.suggests)
    said = f"corte {labels.date(day)}"
    moment = dt.datetime.combine(day, dt.time())
    yes = Option(f"Sí, {said}", _answers(one, moment, "dd/mm/yyyy", said))
    text = f"¿{one.found} es el {said}?"
    yield Question(file, one.code, one.cells, text, (yes,))


_FORMAT: Final = "0.##########%"
_PLAIN: Final = re.compile(r"\d{1,3}([.,]\d{1,2})?")  # 1.000 may be a thousand
_QUOTED: Final = 80
_ASKS: Final = {
    "unit_unclear": _unit,
    "unreadable_target": _unit,
    "unknown_activity": _activity,
    "not_a_cutoff": _cutoff,
}


def _number(sheets: Mapping[str, Sheet], cell: Cell) -> float | None:
    """Return the number of a cell, also one typed as text; None where it is no plain number."""
    sheet = sheets.get(cell.sheet)
    value = sheet.value(cell.row, cell.column) if sheet else None
    if isinstance(value, str) and _PLAIN.fullmatch(value.strip()):
        return float(value.strip().replace(",", "."))
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if number else None  # type: ignore[arg-type]


def _percent(value: float) -> str:
    return f"{labels.number(value, norms.SHARE_DECIMALS)}\N{NO-BREAK SPACE}%"


def _answers(
    one: Finding, value: str | float | dt.datetime, number_format: str, said: str
) -> tuple[Answer, ...]:
    return tuple(
        Answer(cell, value, number_format, one.found, f"{cell}: «{one.found}» {said}")
        for cell in one.cells
    )


def still_good(data: bytes, name: str, answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """Return those answers whose cell still says what it said when they were given."""
    if not answers:
        return ()
    sheets = {sheet.name: sheet for sheet in read_workbook(data, name).sheets}
    return tuple(
        answer
        for answer in answers
        if (sheet := sheets.get(answer.cell.sheet))
        and quoted(sheet.at(answer.cell.row, answer.cell.column).text) == answer.found
    )
