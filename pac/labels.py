"""Spanish words and es-CO numbers and dates, for everything that a person reads."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from itertools import dropwhile
from typing import Final

from pac import norms

MONTHS: Final = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
SHORT_MONTHS: Final = tuple(month[:3] for month in MONTHS)

LEVEL_SYMBOLS: Final = {"alto": "▲", "medio": "■", "bajo": "▼"}

ACCUMULATIONS: Final = {
    "latest": "cuenta el último acumulado",
    "sum": "se suman los periodos",
    "per_milestone": "se exige en cada fecha",
}

UNDEFINED: Final = "–"

# The shares that rounding must not cross (R8), where the workbook sets no other levels.
CUTS: Final = (norms.MEDIUM_FROM, norms.HIGH_FROM, 1.0)

_AMPLE: Final = Context(prec=330)  # digits: whatever number a cell may hold can be written

_ACCENTS: Final = re.compile("[\u0300-\u036f]")


def number(value: float, decimals: int = 1) -> str:
    """Write a number as es-CO does, with at most so many decimals: ``1.234,5``; NaN as a dash."""
    if math.isnan(value):
        return UNDEFINED
    quantum = Decimal(1).scaleb(-decimals)
    exact = _exact(value).quantize(quantum, ROUND_HALF_UP, _AMPLE)
    text = f"{exact:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text == "-0":
        text = "0"
    return text.translate(str.maketrans(",.", ".,"))


def percent(share: float | None, cuts: Sequence[float] = CUTS) -> str:
    """Write a share as a percent with at most one decimal, half up as Excel does (R8).

    Where rounding would lift the share over one of ``cuts`` (a level's threshold, or
    100 %) it is cut instead: 59,96 % is still low and must not read 60 %.
    """
    if share is None or math.isnan(share):
        return UNDEFINED
    exact = _exact(share) * 100
    rounded = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    for cut in cuts:
        threshold = _exact(cut) * 100
        if exact < threshold <= rounded:
            rounded = exact.quantize(Decimal("0.1"), ROUND_DOWN)
    return f"{number(float(rounded))}\N{NO-BREAK SPACE}%"


def _exact(value: float) -> Decimal:
    """Return a number as it is written in decimal, rounded as R0 says; numpy's numbers too."""
    return Decimal(repr(round(float(value), norms.SHARE_DECIMALS)))


def quantity(value: float, unit: str) -> str:
    """Write a quantity in its unit: ``3``, ``0,5``, ``90 %``; NaN as a dash."""
    if math.isnan(value):
        return UNDEFINED
    return f"{number(value, 2)}\N{NO-BREAK SPACE}%" if unit == "percent" else number(value, 2)


def date(day: dt.date) -> str:
    """Write a date in full: ``30 de abril de 2023``."""
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"


def short_date(day: dt.date) -> str:
    """Write a date for a table or an axis: ``30 abr 2023``."""
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year}"


def month(day: dt.date) -> str:
    """Write the month of a date: ``abril de 2023``."""
    return f"{MONTHS[day.month - 1]} de {day.year}"


def numeric_date(day: dt.date) -> str:
    """Write a date as a cell of the workbook shows it: ``30/04/2023``."""
    return f"{day:%d/%m/%Y}"


def count(n: int, singular: str, plural: str) -> str:
    """Write a count with its noun in the right number: ``1 actividad``, ``12 actividades``."""
    return f"{number(n)} {singular if n == 1 else plural}"


def among(n: int, every: int) -> str:
    """Write a count among all: ``12 de 14``."""
    return f"{number(n)} de {number(every)}"


def up_to_date(n: int, every: int) -> str:
    """Write how many of the scheduled ones are up to date, by the noun of all of them."""
    return f"{among(n, every)} {'programada' if every == 1 else 'programadas'} al día"


def reported(n: int, every: int) -> str:
    """Write how many of the scheduled ones are reported, by the noun of all of them."""
    return f"{among(n, every)} {'reportada' if every == 1 else 'reportadas'}"


def component(number: int, name: str) -> str:
    """Return a component by its number and name, such as ``3. Rendición de cuentas``."""
    return f"{number}. {name}"


def listing(parts: Sequence[str]) -> str:
    """Join words as Spanish does: ``a, b y c``; ``e`` before a word that sounds like i."""
    if len(parts) < 2:
        return "".join(parts)
    last = fold(parts[-1])
    joint = "e" if last.startswith(("i", "hi")) and not last.startswith(("hie", "ie")) else "y"
    return f"{', '.join(parts[:-1])} {joint} {parts[-1]}"


def fold(text: str) -> str:
    """Return a text without accents, case and repeated blanks, to compare spellings."""
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return " ".join(text.casefold().split())


def slug(entity: str) -> str:
    """Return an entity's own name for a file: no accents, blanks or what it is (``sesquile``)."""
    own = dropwhile(_KINDS.__contains__, re.findall(r"[a-z0-9]+", fold(entity)))
    return "_".join(own)[:_LONGEST_NAME] or "entidad"


_LONGEST_NAME: Final = 60  # characters: a file name holds some 200 with all its parts
_KINDS: Final = frozenset(
    ("alcaldia", "departamento", "gobernacion", "municipal", "municipio", "de", "del")
)
