"""A table for a person and for a spreadsheet: each column in words and in values.

The words are what the screen shows; the values are what a downloaded workbook keeps, so that
whoever downloads a table can add it up. Neither is made from the other.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Final

from pac import labels, norms

Value = str | int | float | dt.date | None

GENERAL: Final = "General"
COUNT: Final = "#,##0"
QUANTITIES: Final = ("#,##0", "#,##0.0", "#,##0.00")  # by decimals; #.## would show "3."
PERCENTS: Final = ("0%", "0.0%", "0.00%")
DATE: Final = "dd/mm/yyyy"


@dataclass(frozen=True)
class Column:
    """One column of a table, with as many texts as values."""

    heading: str  # Spanish
    texts: tuple[str, ...]  # as a person reads them
    values: tuple[Value, ...]  # as a spreadsheet keeps them; None is a blank cell
    formats: tuple[str, ...]  # of Excel, one a value
    links: tuple[str, ...] = ()  # address within the board where each text leads; "" for none
    pieces: tuple[tuple[tuple[str, str], ...], ...] = ()  # texts of one cell, each with its link
    on_screen: bool = True
    on_sheet: bool = True

    def linked(self, links: Iterable[str]) -> Column:
        """Return this column with the address where each text leads."""
        return replace(self, links=tuple(links))

    def only_on_screen(self) -> Column:
        """Return this column for the screen: its parts have columns of their own on the sheet."""
        return replace(self, on_sheet=False)

    def only_on_sheet(self) -> Column:
        """Return this column for the sheet: on screen it is part of another one."""
        return replace(self, on_screen=False)


@dataclass(frozen=True)
class Table:
    """Columns of the same length, in order."""

    columns: tuple[Column, ...]

    def __len__(self) -> int:
        return len(self.columns[0].texts) if self.columns else 0

    @property
    def screen(self) -> tuple[Column, ...]:
        """Return the columns that the screen shows."""
        return tuple(one for one in self.columns if one.on_screen)

    @property
    def sheet(self) -> tuple[Column, ...]:
        """Return the columns that a workbook keeps."""
        return tuple(one for one in self.columns if one.on_sheet)


def table(*columns: Column | None) -> Table:
    """Return a table of those columns that are there."""
    return Table(tuple(one for one in columns if one is not None))


def words(heading: str, texts: Iterable[str]) -> Column:
    """Return a column of texts; a blank one shows as a dash and is a blank cell."""
    said = tuple(texts)
    return Column(
        heading,
        tuple(text or labels.UNDEFINED for text in said),
        tuple(text or None for text in said),
        (GENERAL,) * len(said),
    )


def listed(heading: str, cells: Iterable[Sequence[tuple[str, str]]]) -> Column:
    """Return a column whose cells list several texts, each with the address where it leads."""
    pieces = tuple(tuple(cell) for cell in cells)
    return replace(
        words(heading, [", ".join(text for text, _ in cell) for cell in pieces]), pieces=pieces
    )


def counts(heading: str, numbers: Iterable[int]) -> Column:
    """Return a column of whole numbers."""
    whole = tuple(int(n) for n in numbers)
    return Column(heading, tuple(map(labels.number, whole)), whole, (COUNT,) * len(whole))


def shares(heading: str, numbers: Iterable[float], cuts: Sequence[float]) -> Column:
    """Return a column of shares, 0 to 1, as percents; an undefined one is a dash and blank."""
    exact = tuple(float(n) for n in numbers)
    said = tuple(labels.percent(n, cuts) for n in exact)
    return Column(
        heading,
        said,
        tuple(None if math.isnan(n) else n for n in exact),
        tuple(share_format(*one, least=1) for one in zip(exact, said, strict=True)),
    )


def share_format(share: float, words: str, *, least: int = 0) -> str:
    """Return the format of Excel in which a share shows as its words say it.

    Where they cut what rounding would lift over a level (R8), it shows as many decimals more as
    it takes not to show what was not reached.

    Args:
        share: 0 to 1; NaN for a blank cell.
        words: ``labels.percent`` of it.
        least: Decimals that all of a column have.
    """
    decimals = max(least, int("," in words))
    if words not in (labels.UNDEFINED, labels.percent(share, ())):
        exact = Decimal(repr(round(float(share), norms.SHARE_DECIMALS))) * 100
        while _cut(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)) != _cut(exact):
            decimals += 1
    return f"0.{'0' * decimals}%" if decimals else "0%"


def _cut(percent: Decimal) -> Decimal:
    return percent.quantize(Decimal("0.1"), ROUND_DOWN)


def quantities(heading: str, numbers: Iterable[float], units: Iterable[str]) -> Column:
    """Return a column of quantities in their units; 90 of a percent is 90 % in both places."""
    pairs = [(float(n), unit) for n, unit in zip(numbers, units, strict=True)]
    return Column(
        heading,
        tuple(labels.quantity(n, unit) for n, unit in pairs),
        tuple(
            None if math.isnan(n) else round(n / 100, 9) if unit == "percent" else n
            for n, unit in pairs
        ),
        tuple((PERCENTS if unit == "percent" else QUANTITIES)[_decimals(n)] for n, unit in pairs),
    )


def _decimals(n: float) -> int:
    """Return how many decimals a quantity shows, at most two as ``labels.quantity`` does."""
    _, _, decimals = labels.number(n, 2).partition(",")
    return len(decimals)


def days(heading: str, dates: Iterable[dt.date | None], *, full: bool = False) -> Column:
    """Return a column of dates, short or in full words; a missing one is a dash and blank."""
    every = tuple(dates)
    write = labels.date if full else labels.short_date
    return Column(
        heading,
        tuple(labels.UNDEFINED if day is None else write(day) for day in every),
        every,
        (DATE,) * len(every),
    )


def said(heading: str, texts: Iterable[str]) -> Column:
    """Return a column only for the screen, made of what others keep."""
    return words(heading, texts).only_on_screen()
