"""A table as CSV: RFC 4180 in UTF-8, and no text of it runs when a spreadsheet opens it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from typing import Final

from pac.reports.open_data.fields import NO, YES, Table, Value
from pac.workbook.parts import ILLEGAL

# Excel reads accents right only where a file begins with it; other readers pass over it.
_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"

# What a spreadsheet takes for a formula, full-width signs too, behind whatever it passes over.
# An apostrophe before it counts in, so that taking one away gives back what was written.
_RUNS: Final = re.compile(r"'*[\s\ufeff]*[=+\-@＝＋－＠]")


def csv_bytes(table: Table) -> bytes:
    """Return a table as CSV, its first row the names of its fields."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(one.name for one in table.fields)
    writer.writerows([cell(value) for value in row] for row in table.rows)
    return (_MARK + out.getvalue()).encode("utf-8", "replace")


def cell(value: Value) -> str:
    """Return how a value is written: blank for none, dates as ISO says, decimals after a dot."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str):
        return harmless(value)
    return repr(value)


def harmless(text: str) -> str:
    """Return a text that no spreadsheet runs: an apostrophe goes before what looks like a formula.

    Taking away one apostrophe before such a text gives back what was written.
    """
    text = ILLEGAL.sub("", text)
    return f"'{text}" if _RUNS.match(text) else text
