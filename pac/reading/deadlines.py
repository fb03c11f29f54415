"""Deadline texts into the dates on which something is due (R13), counting days as R12 says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from numbers import Real
from typing import Final

from pac.model import DayKind, Deadline
from pac.reading.deadline_text.grammar import Reader
from pac.reading.deadline_text.meaning import interpret
from pac.reading.deadline_text.parts import FURTHEST_YEAR, LAST_ROLLED_MONTH, Unread, period
from pac.reading.deadline_text.words import normalise, tokenise

LONGEST_TEXT: Final = 500  # characters; a longer cell holds something else than a deadline

CONVENTIONS: Final[dict[str, str]] = {
    "year_assumed": "fechas sin año, leídas como de la vigencia",
    "month_alone": "meses sin día, leídos hasta su último día",
    "month_year": "«dic-23» y semejantes en lapsos y listas, leídos como mes y año",
    "period_named": "trimestres, semestres y semejantes, leídos hasta su último día",
    "part_of_month": "semanas y quincenas, leídas hasta su último día",
    "periodicity": "periodicidades sin fechas, leídas como el último día de cada periodo",
    "times_a_year": "«N veces al año» y semejantes, leídas como periodos iguales",
    "implied_period": "«del mes», «del mes siguiente» o «último día hábil» sin decir de cuál, "
    "leídos como de cada periodo",
    "permanent": "«permanente» y semejantes, leídos como toda la vigencia",
    "frequent": "tareas diarias a quincenales, leídas como toda la vigencia",
    "whole_year": "años sin fecha, leídos del 1 de enero al 31 de diciembre",
    "every_year": "«de cada año», leído como de la vigencia",
    "next_year": "«del año siguiente», leído como el año que sigue a la vigencia",
    "rolled_over": "fechas que retroceden, leídas como de enero a marzo del año siguiente",
    "unseparated_window": "dos fechas sin nada en medio, leídas como desde y hasta",
    "unseparated_list": "fechas sin nada en medio, leídas como fechas distintas",
    "dashes_as_list": "fechas separadas por guiones, leídas como fechas distintas",
    "window_from_january": "«1 de enero y ...», leídas como desde y hasta",
    "several_windows": "varios lapsos, leídos como una fecha al final de cada uno",
    "shared_day": "un día para varios meses, leído como ese día de cada uno",
    "list_marks": "números o letras de lista, que no son días",
    "ordinal_digit": "«1 semestre» y semejantes, leídos como «primer semestre»",
    "open_end": "«a partir de», leído hasta el final del año",
    "open_start": "«permanente» o «mensual hasta ...», leídos desde el 1 de enero",
    "before_day": "«antes del», leído como ese día",
    "working_days_assumed": "«primeros días», contados como días hábiles",
    "calendar_days_assumed": "«primeros días», contados como días calendario",
    "short_month": "días que un mes no tiene, leídos como su último día",
    "repeated_date": "fechas repetidas, contadas una vez",
    "typo": "errores de digitación, leídos como la palabra más cercana",
    "marks": "periodos marcados con X, leídos como el último día de cada uno",
    "start_not_readable": "fechas de inicio que no se entienden, dejadas sin inicio",
}

_DATED: Final = frozenset({"date", "day", "fortnight", "month", "week", "weekday"})
_COUNTED: Final = frozenset({"label", "times", "unknown"})
_ANY_YEAR: Final = 2024  # a leap year, in which every day of a calendar exists

_MESSAGES: Final = {
    "blank": "La celda está vacía",
    "too_long": "El texto es demasiado largo para ser una fecha",
    "no_date": "«{text}» no dice ninguna fecha",
    "not_understood": "«{text}» se puede leer de varias maneras o tiene algo que no se entiende",
    "impossible_date": "«{text}» tiene una fecha que no existe en el calendario",
    "doubtful_year": "«{text}» tiene un año incompleto o mal escrito",
    "doubled_year": "«{text}» tiene dos años donde se espera uno",
    "falls_back": "En «{text}» las fechas no van en orden: una es anterior a la que la precede",
    "weekday_disagrees": "En «{text}» el día de la semana no es el de esa fecha",
    "number": "«{text}» es un número, no una fecha; si es una fecha de Excel, dele a la celda "
    "formato de fecha",
    "start_after_end": "El inicio es posterior al final: «{text}»",
    "no_mark": "Ningún periodo está marcado con X",
}
_EXAMPLE: Final = (
    ". Escriba día, mes y año, por ejemplo «30 de junio de 2023»; varias fechas, separadas por "
    "coma; un lapso, como «1 de enero a 30 de junio»."
)


class DeadlineError(ValueError):
    """A deadline that cannot be read without guessing.

    ``reason`` is a stable slug in English; the message is for the official who wrote the cell.
    """

    def __init__(self, reason: str, text: object = "") -> None:
        self.reason = reason
        super().__init__(_MESSAGES[reason].format(text=str(text).strip()[:80]) + _EXAMPLE)


def parse_deadline(value: object, year: int, *, days: DayKind = "working") -> Deadline:
    """Return the dates on which something is due, and the opening of the window if there is one.

    Reads as R13 says and counts days as R12 says. Nothing in the text is passed over: what is
    neither understood nor known to be harmless raises, and so does what has two readings.

    Args:
        value: What the cell holds: text, a date, a year as a number, or nothing.
        year: Plan year, to which dates without a year belong.
        days: What "N primeros días" counts where the text does not say.

    Raises:
        DeadlineError: The cell is blank, says no date, or says one that cannot exist or is
            doubtful.
    """
    if value is None or (isinstance(value, float | dt.date) and value != value):  # NaN, NaT
        raise DeadlineError("blank")
    if isinstance(value, dt.datetime):
        return Deadline(None, (value.date(),))
    if isinstance(value, dt.date):
        return Deadline(None, (value,))
    if isinstance(value, Real) and not isinstance(value, bool):
        return _parse_number(float(value), year)
    if not isinstance(value, str):
        raise DeadlineError("not_understood", value)
    if not value.strip():
        raise DeadlineError("blank")
    if len(value) > LONGEST_TEXT:
        raise DeadlineError("too_long")
    return _parse_text(value, year, days)


def says_only_when(text: str) -> bool:
    """Return whether a text is a date and nothing else, as where a column was taken for another.

    A periodicity alone ("trimestral") is none, nor is what counts something ("3 veces al año").
    """
    kinds = {token.kind for token in tokenise(normalise(text[:LONGEST_TEXT]))}
    if kinds.isdisjoint(_DATED) or not kinds.isdisjoint(_COUNTED):
        return False
    try:
        parse_deadline(text, _ANY_YEAR)
    except DeadlineError:
        return False
    return True


def parse_deadline_pair(
    start: object, end: object, year: int, *, days: DayKind = "working"
) -> Deadline:
    """Return the deadline that two columns say, FECHA INICIO and FECHA FINAL (R13).

    What is due is the end column's; a start that is blank or not readable leaves none.

    Raises:
        DeadlineError: The end cannot be read, or comes before the start.
    """
    due = parse_deadline(end, year, days=days)
    try:
        opening = parse_deadline(start, year, days=days)
    except DeadlineError as error:
        return _without_start(due, noted=error.reason != "blank")
    if opening.start is None and len(opening.milestones) > 1:
        return _without_start(due, noted=True)
    first = opening.start or opening.milestones[0]
    if first > due.milestones[0] and "year_assumed" in due.conventions and first.year == year:
        later = parse_deadline(end, year + 1, days=days)
        if later.milestones[-1].month <= LAST_ROLLED_MONTH:
            due = replace(later, conventions=_merged(later.conventions, ("rolled_over",)))
    if first > due.milestones[0]:
        raise DeadlineError("start_after_end", f"{start} - {end}")
    return Deadline(first, due.milestones, _merged(opening.conventions, due.conventions))


def _without_start(due: Deadline, *, noted: bool) -> Deadline:
    codes = ("start_not_readable",) if noted else ()
    return Deadline(None, due.milestones, _merged(due.conventions, codes))


def deadline_from_marks(marks: Sequence[bool], year: int) -> Deadline:
    """Return the last day of each marked period, for matrices with one column a period (R13).

    Args:
        marks: One per column, in order: 2 semesters, 3 four-month periods, 4 quarters, 6
            two-month periods or 12 months.
        year: Plan year.

    Raises:
        DeadlineError: No period is marked.
        ValueError: The year has no such number of equal periods.
    """
    if len(marks) not in {2, 3, 4, 6, 12}:
        message = f"a year is not cut into {len(marks)} columns"
        raise ValueError(message)
    if not any(marks):
        raise DeadlineError("no_mark")
    step = 12 // len(marks)
    ends = [period(year, step, n)[1] for n, mark in enumerate(marks, 1) if mark]
    return Deadline(None, tuple(ends), ("marks",))


def _merged(*codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for row in codes for code in row))


def _parse_number(value: float, year: int) -> Deadline:
    if not (value.is_integer() and abs(value - year) <= FURTHEST_YEAR):
        raise DeadlineError("number", f"{value:g}")
    first, last = period(int(value), 12, 1)
    return Deadline(first, (last,), ("whole_year",))


@lru_cache(maxsize=4096)
def _parse_text(text: str, year: int, days: DayKind) -> Deadline:
    plain = normalise(text)
    if plain.isdecimal() and len(plain) > 4:
        raise DeadlineError("number", text)
    try:
        return interpret(Reader(tokenise(plain), year, days).read())
    except Unread as error:
        raise DeadlineError(error.reason, text) from None
