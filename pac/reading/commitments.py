"""The sheet ``Compromisos``: what was asked and promised in a session, for when, and the answer.

A row comes back as it is written, but for two readings that have one meaning only: a date in
words is that date, and an activity's ID or exact text is its ID.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from rapidfuzz import fuzz, process

from pac import schema
from pac.labels import fold
from pac.model import Cell, Party
from pac.reading import checks
from pac.reading.deadlines import DeadlineError, parse_deadline
from pac.reading.findings import Collected
from pac.reading.parameters import find_sheet
from pac.reading.plan import PlanTable
from pac.reading.workbook import Content, Sheet, Workbook

Row = Mapping[str, Content]  # by the names of schema.COMMITMENTS_COLUMNS

_HEADERS: Final = {fold(column.header): column.name for column in schema.COMMITMENTS_COLUMNS}
_TITLES: Final = {column.name: column.header for column in schema.COMMITMENTS_COLUMNS}
_HEADING_ROWS: Final = 15  # below a title, a shield and who it is of
_NEAR: Final = 70  # of 100


def holds_commitments(book: Workbook) -> bool:
    """Tell whether a workbook has the sheet."""
    return find_sheet(book, schema.COMMITMENTS) is not None


def read_commitments(
    book: Workbook,
    plan: PlanTable,
    parties: Sequence[Party] | None,
    year: int,
    collected: Collected,
) -> tuple[Row, ...]:
    """Return the rows of the sheet; none where the book has no such sheet.

    What cannot be read is found fault with and stays as it is written.

    Args:
        book: The workbook.
        plan: Whose activities the commitments are about.
        parties: The catalogue of offices; None where the book has none of its own.
        year: The plan's, to which a date without a year belongs (R13).
        collected: Takes what is found.
    """
    sheet = find_sheet(book, schema.COMMITMENTS)
    if sheet is None:
        return ()
    heading, columns = _headings(sheet)
    if not columns:
        if sheet.height:
            collected.add("commitments_headings", (Cell(sheet.name, 1, 1),))
        return ()
    activities = _Activities(plan)
    rows = []
    for number in range(heading + 1, sheet.height + 1):
        written = {name: sheet.at(number, column) for name, column in columns.items()}
        for content in written.values():
            if content.fault:
                collected.fault(content.cell, content.fault)
        row = {name: content.readable for name, content in written.items()}
        repeated = fold(row["question"].text) == fold(_TITLES["question"])
        if any(content.text for content in row.values()) and not repeated:
            rows.append(_read(row, activities, year, collected))
    checks.check_commitments(rows, parties, year, collected)
    return tuple(rows)


def _headings(sheet: Sheet) -> tuple[int, dict[str, int]]:
    """Return the row of the headings and the column of each; no column where there are none."""
    for number in range(1, min(sheet.height, _HEADING_ROWS) + 1):
        found: dict[str, int] = {}
        for column in range(1, sheet.width + 1):
            name = _HEADERS.get(fold(sheet.at(number, column).text))
            if name:
                found.setdefault(name, column)
        if "question" in found:
            return number, found
    return 0, {}


def _read(row: Row, activities: _Activities, year: int, collected: Collected) -> Row:
    read = dict(row)
    for name in ("date", "due"):
        if name in row and row[name].text:
            read[name] = _day(name, row[name], year, collected)
    given = row.get("activity_id")
    if given is not None and given.text:
        read["activity_id"] = activities.named(given, collected)
    return read


def _day(name: str, content: Content, year: int, collected: Collected) -> Content:
    """Return a date in words as that date; of a month or a period, the last day is the promise."""
    if isinstance(content.value, dt.datetime):
        return content
    try:
        said = parse_deadline(content.value, year)
    except DeadlineError:
        said = None
    whole = said is not None and said.start is not None and name == "date"
    if said is None or len(said.milestones) != 1 or whole:
        collected.add(
            "bad_commitment_date",
            (content.cell,),
            found=content.text,
            column=_TITLES[name],
            year=year,
        )
        return content
    collected.convene(said.conventions, content.cell, content.text)
    midnight = dt.datetime.combine(said.milestones[0], dt.time())
    return replace(content, value=midnight)


class _Activities:
    """The activities of the plan, by ID and by the exact text of those that have one alone."""

    def __init__(self, plan: PlanTable) -> None:
        table = plan.activities
        self._names = {fold(str(name)): str(name) for name in table.index}
        texts = [fold(text) for text in table["activity"]]
        once = Counter(texts)
        self._by_text = {
            text: str(name) for text, name in zip(texts, table.index, strict=True) if once[text] < 2
        }

    def named(self, content: Content, collected: Collected) -> Content:
        """Return the ID that a cell means; what it says where it means none."""
        asked = fold(content.text)
        known = self._names.get(asked) or self._by_text.get(asked)
        if known is not None:
            return Content(content.cell, known)
        near = process.extractOne(asked, list(self._names), scorer=fuzz.ratio, score_cutoff=_NEAR)
        hint = f" ¿Es {self._names[near[0]]}?" if near else ""
        cell = (content.cell,)
        collected.add("commitment_activity", cell, found=content.text, suggestion=hint)
        return content
