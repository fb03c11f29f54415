"""What a complete workbook holds, as plain values: from a reading, and to the book that is built.

It is the form in which books are put together: each value stands under its key, with the cell of
the file it comes from.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import pandas as pd

from pac import schema
from pac.labels import fold
from pac.model import Cell, Party, Settings
from pac.reading import reader
from pac.reading.reader import File, Reading
from pac.reading.tracking import Place
from pac.reading.workbook import Content, place_of
from pac.workbook import template
from pac.workbook.layout import Percent, Value
from pac.workbook.template import Book, Row

ReportKey = tuple[str, dt.date]  # activity_id, as_of
Values = dict[str, Value]

PLAN_FIELDS: Final = tuple(column.name for column in schema.PLAN_COLUMNS)
REPORT_FIELDS: Final = tuple(
    column.name
    for column in schema.TRACKING_COLUMNS
    if column.name not in ("activity_id", "activity", "as_of")
)
DATES: Final = frozenset({"start", "completed_on", "date", "due"})
# a board keeps these for itself: no file brings them
OWN_PARAMETERS: Final = frozenset({"board", "template_version"})


@dataclass(frozen=True)
class Contents:
    """The values of a book by key, in its order; blank ones are left out."""

    plan: Mapping[str, Values]  # by activity_id
    reports: Mapping[ReportKey, Values]
    offices: Mapping[str, Party]  # by folded name
    parameters: Mapping[str, Value]
    commitments: tuple[Values, ...] = ()
    cells: Mapping[tuple[object, str], Cell] = field(default_factory=dict)  # (key, field) -> cell
    own_ids: bool = True  # False: the file has no IDs, its activities go by their text
    plan_columns: frozenset[str] = frozenset(PLAN_FIELDS)  # those that the file has
    report_columns: frozenset[str] = frozenset(REPORT_FIELDS)
    report_rows: frozenset[ReportKey] = frozenset()  # that it has, blank ones too
    report_places: Mapping[ReportKey, Place] = field(default_factory=dict)

    def cell(self, key: object, name: str) -> Cell | None:
        """Return the cell of a field, None where the book has none."""
        found = self.cells.get((key, name))
        if found is None and isinstance(key, tuple) and key in self.report_places:
            return self.report_places[key].cell(name)
        return found


def contents(reading: Reading, *, plan: bool = True, file: str = "") -> Contents:
    """Return what a book that was read holds.

    Args:
        reading: A reading that no gate stopped.
        plan: Whether its plan counts, or only its reports.
        file: Where given, only the reports of that file count.
    """
    reports = reading.reports
    if file:
        reports = reports[reports["file"] == file]
    cells: dict[tuple[object, str], Cell] = {}
    kept: dict[ReportKey, Values] = {}
    columns: set[str] = set()
    in_percent = dict(
        zip(reading.activities.index, reading.activities["unit"] == "percent", strict=True)
    )
    records: list[dict[str, Any]] = reports.to_dict("records")  # type: ignore[assignment]
    for record in records:
        key = (str(record["activity_id"]), record["as_of"].date())
        kept[key] = _report(record, percent=in_percent[key[0]])
        for name, column in _REPORT_CELLS.items():
            if record[column]:
                cells[key, name] = _cell(record[column])
                columns.add(name)
    if "value" in columns:  # a file with progress may say all of these
        columns |= set(REPORT_FIELDS) - {"verified", "control_remarks", "evidence"}
    if "verified" in columns:
        columns.add("control_remarks")
    entries: dict[str, Values] = {}
    if plan:
        for activity_id, entry in reading.entries.items():
            entries[activity_id] = _plan_row(activity_id, entry)
            cells |= {
                (activity_id, name): one.cell for name, one in entry.items() if name in PLAN_FIELDS
            }
    cells |= {((name,), name): one.cell for name, one in reading.settings_written.items()}
    first: Mapping[str, Content] = next(iter(reading.entries.values()), {})
    return Contents(
        entries,
        kept,
        {fold(party.name): party for party in reading.parties} if reading.catalogued else {},
        _parameters(reading.settings_written),
        commitments(reading),
        cells,
        "activity_id" in first,
        frozenset(first) & frozenset(PLAN_FIELDS) | {"component", "activity_id"},
        (reading.report_columns & frozenset(REPORT_FIELDS)) or frozenset(columns),
        reading.report_rows,
        reading.report_places,
    )


_REPORT_CELLS: Final = {"value": "cell", "verified": "verified_cell", "evidence": "evidence_cell"}


def _cell(address: str) -> Cell:
    """Return the cell of an address that ``str`` made of one."""
    sheet, _, place = address.rpartition("!")
    if sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return Cell(sheet, *place_of(place))


def _report(record: Mapping[str, Any], *, percent: bool) -> Values:
    values: Values = {}
    for name in REPORT_FIELDS:
        value = record[name]
        if name in ("value", "verified"):
            if math.isnan(value):
                continue
            values[name] = Percent(float(value)) if percent else plain(float(value))
        elif name == "completed_on":
            if not pd.isna(value):
                values[name] = value.date()
        elif value:
            values[name] = str(value)
    return values


def plain(value: float) -> float:
    """Return a whole number as one, so that a cell shows no decimals."""
    return int(value) if float(value).is_integer() else value


def _plan_row(activity_id: str, entry: Mapping[str, Content]) -> Values:
    row: Values = {"activity_id": activity_id}
    for name in PLAN_FIELDS[1:]:
        content = entry.get(name)
        if content is None or content.readable.blank:
            continue
        row[name] = _written(content, as_date=name in DATES)
    return row


def _written(content: Content, *, as_date: bool = False) -> Value:
    """Return what a cell holds so that a cell of ours reads the same."""
    value = content.value
    if isinstance(value, dt.datetime) and as_date:
        return value.date()
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number:
        return content.text
    if "%" in content.text:
        scaled = float(value) * 100  # type: ignore[arg-type]
        same = content.text == Content(content.cell, value, "0%").text
        return Percent(round(scaled, 9)) if same else content.text
    return plain(float(value))  # type: ignore[arg-type]


def _parameters(written: Mapping[str, Content]) -> dict[str, Value]:
    return {
        name: _written(content)
        for name, content in written.items()
        if name not in OWN_PARAMETERS and not content.readable.blank
    }


def commitments(reading: Reading) -> tuple[Values, ...]:
    """Return the commitments of a book that was read."""
    return tuple(_commitment(row) for row in reading.commitments)


def _commitment(row: Mapping[str, Content]) -> Values:
    return {
        name: _written(content, as_date=name in DATES)
        for name, content in row.items()
        if not content.blank
    }


def built(held: Contents, settings: Settings, stamp: str) -> bytes:
    """Return the complete workbook of these contents, in the template's form."""
    return template.build(book(held, settings, stamp))


def book(held: Contents, settings: Settings, stamp: str) -> Book:
    """Return what goes into the complete workbook of these contents.

    Each activity has a row for each cut-off, with its report or ready for one; reports of other
    dates stand after those of the cut-off before them.

    Args:
        held: What goes in.
        settings: As they were read, for what the parameters do not say.
        stamp: What tells this book from all others, so that a copy of it is known when it returns.
    """
    parameters: dict[str, Value | tuple[dt.date, ...]] = {
        "entity": settings.entity,
        "instrument": settings.instrument,
        "plan_year": settings.plan_year,
        **held.parameters,
        "cutoffs": settings.cutoffs,
        "board": stamp,
    }
    plan = [dict(row) for row in held.plan.values()]
    return Book(
        parameters,
        plan,
        tuple(held.offices.values()),
        tracking_rows(held, settings.cutoffs),
        held.commitments,
    )


def tracking_rows(held: Contents, cutoffs: Iterable[dt.date]) -> list[Row]:
    """Return the rows of the sheet Seguimiento, cut-off by cut-off in the plan's order."""
    place = {activity_id: number for number, activity_id in enumerate(held.plan)}
    keys = {(activity_id, cutoff) for cutoff in cutoffs for activity_id in held.plan}
    keys |= held.reports.keys()
    return [
        {
            "activity_id": activity_id,
            "activity": held.plan[activity_id].get("activity"),
            "as_of": as_of,
            **held.reports.get((activity_id, as_of), {}),
        }
        for activity_id, as_of in sorted(keys, key=lambda key: (key[1], place[key[0]]))
    ]


def faithful(held: Contents, reading: Reading) -> Contents:
    """Return contents whose book reads as the file did that they come from.

    An office's matrix may say when in two columns, or mark the months with X; where our row would
    read otherwise, the optional columns say what was read.
    """
    if reading.settings is None or not _reads_otherwise(reading):
        return held
    again = reader.read(File("", built(held, reading.settings, "")))
    before, after = (_records(each.activities) for each in (reading, again))
    plan = {activity_id: dict(row) for activity_id, row in held.plan.items()}
    for activity_id, row in plan.items():
        if activity_id not in after:
            continue
        was, now = before[activity_id], after[activity_id]
        if was["milestones"] != now["milestones"] or not _same(was["start"], now["start"]):
            if was["milestones"]:
                row["dates"] = "; ".join(f"{day:%d/%m/%Y}" for day in was["milestones"])
            if not pd.isna(was["start"]):
                row["start"] = was["start"].date()
        changed = any(not _same(was[name], now[name]) for name in ("unit", "applied_target"))
        if changed and not math.isnan(was["applied_target"]):
            value = float(was["applied_target"])
            row["applied_target"] = Percent(value) if was["unit"] == "percent" else plain(value)
        if was["accumulation"] != now["accumulation"]:
            row["accumulation"] = schema.ACCUMULATION_WORDS[was["accumulation"]]
        if was["component_name"] != now["component_name"]:
            row["component"] = f"{was['component']}. {was['component_name']}"
    added = {"dates", "start", "applied_target", "accumulation"}
    return replace(held, plan=plan, plan_columns=held.plan_columns | added)


def _records(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_dict("records")  # type: ignore[assignment]
    return dict(zip(map(str, table.index), rows, strict=True))


def _reads_otherwise(reading: Reading) -> bool:
    """Tell whether the plan stands in another form than the template's."""
    return any(
        "activity_id" not in entry
        or "end" in entry
        or entry["deadline"].cell == entry["activity"].cell
        for entry in reading.entries.values()
    )


def _same(one: object, other: object) -> bool:
    return bool(one == other) or (pd.isna(one) and pd.isna(other))  # type: ignore[call-overload]
