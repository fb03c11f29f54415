"""What a table of the open data is made of: fields that say what they mean, and their values."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final, cast

import pandas as pd

Value = str | int | float | bool | dt.date | None

YES: Final = "sí"
NO: Final = "no"


class Kind(Enum):
    """What the values of a field are: the word in the dictionary, and the type of Frictionless."""

    TEXT = ("texto", "string")
    WHOLE = ("número entero", "integer")
    NUMBER = ("número", "number")
    SHARE = ("proporción de 0 a 1", "number")
    DAY = ("fecha (AAAA-MM-DD)", "date")
    MOMENT = ("momento (AAAA-MM-DDThh:mm:ss-05:00)", "string")
    FLAG = ("sí o no", "boolean")

    @property
    def word(self) -> str:
        """Return the word of the dictionary, in Spanish."""
        return self.value[0]

    @property
    def type(self) -> str:
        """Return the type of a Frictionless schema."""
        return self.value[1]


@dataclass(frozen=True)
class Field:
    """One column: what it is called, what it means and what it holds."""

    name: str  # Spanish, in lower case, without accents or blanks
    kind: Kind
    meaning: str  # Spanish
    values: tuple[Value, ...]  # None where there is none
    required: bool = False
    allowed: tuple[str, ...] = ()  # the only texts that there may be; any where blank


@dataclass(frozen=True)
class Reference:
    """A field whose values stand in a field of another table."""

    field: str
    table: str
    to: str


@dataclass(frozen=True)
class Table:
    """One file of the open data."""

    name: str  # of the file, without its extension
    title: str  # Spanish
    meaning: str  # Spanish: what a row is
    fields: tuple[Field, ...]
    key: tuple[str, ...]  # the fields that no two rows have alike
    references: tuple[Reference, ...] = ()

    @property
    def rows(self) -> list[tuple[Value, ...]]:
        """Return its rows."""
        return list(zip(*(one.values for one in self.fields), strict=True))


def texts(
    name: str,
    meaning: str,
    values: Iterable[object],
    *,
    required: bool = False,
    allowed: Iterable[str] = (),
) -> Field:
    """Return a field of texts; a blank one is none."""
    held = tuple(None if one is None or one != one or one == "" else str(one) for one in values)
    return Field(name, Kind.TEXT, meaning, held, required, tuple(allowed))


def whole(name: str, meaning: str, values: Iterable[object], *, required: bool = False) -> Field:
    """Return a field of whole numbers."""
    held = tuple(None if one is None else int(cast("int", one)) for one in values)
    return Field(name, Kind.WHOLE, meaning, held, required)


def numbers(name: str, meaning: str, values: Iterable[object]) -> Field:
    """Return a field of quantities; an undefined one is none."""
    return Field(name, Kind.NUMBER, meaning, tuple(map(_real, values)))


def shares(name: str, meaning: str, values: Iterable[object]) -> Field:
    """Return a field of shares from 0 to 1; an undefined one is none."""
    return Field(name, Kind.SHARE, meaning, tuple(map(_real, values)))


def days(name: str, meaning: str, values: Iterable[object], *, required: bool = False) -> Field:
    """Return a field of dates; a missing one is none."""
    return Field(name, Kind.DAY, meaning, tuple(map(_day, values)), required)


def flags(name: str, meaning: str, values: Iterable[object], *, required: bool = False) -> Field:
    """Return a field of yes and no."""
    held = tuple(None if one is None else bool(one) for one in values)
    return Field(name, Kind.FLAG, meaning, held, required)


def _real(value: object) -> int | float | None:
    """Return a number as people write it: a whole one without decimals."""
    if value is None:
        return None
    number = float(cast("float", value))
    if math.isnan(number):
        return None
    return int(number) if number.is_integer() else number


def _day(value: object) -> dt.date | None:
    if value is None or pd.isna(cast("dt.date", value)):
        return None
    return value.date() if isinstance(value, dt.datetime) else cast("dt.date", value)
