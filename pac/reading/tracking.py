"""Progress reports: the template's sheet, another workbook's, or columns beside the plan (R18)."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import pandas as pd
from rapidfuzz import fuzz, process

from pac import norms, schema
from pac.labels import fold, numeric_date, quantity
from pac.model import Cell, Settings, Unit
from pac.reading.deadlines import DeadlineError, parse_deadline
from pac.reading.findings import Collected
from pac.reading.headings import CUT_FIELDS, cut_in, read_heading
from pac.reading.matrix import Block, Layout
from pac.reading.offices import looks_like_person
from pac.reading.plan import PlanTable
from pac.reading.rows import begins_aside, is_aside
from pac.reading.values import ProgressError, parse_progress
from pac.reading.workbook import Content, Sheet

_CUT_WORDS: Final = re.compile(r"corte|seguimiento|trimestre|avance")
_ALIKE: Final = 85.0  # of 100: how near a text must be to be suggested
_VALUE_CODES: Final = {
    "unit_unclear": "unit_unclear",
    "negative": "negative_value",
    "not_applicable": "value_not_applicable",
}
_KEYS: Final = ("activity_id", "activity", "as_of", "reported_by")
_ROW_KEYS: Final = {"activity_id", "as_of"}  # of the template's rows
_TEXTS: Final = ("done", "evidence", "remarks", "reported_by", "control_remarks")
# what a report keeps the address of, and the column that keeps it
_CELLS: Final = {"value": "cell", "verified": "verified_cell", "evidence": "evidence_cell"}


@dataclass(frozen=True)
class Place:
    """The row of a report and the columns of its values, which are one mapping for many rows."""

    sheet: str
    row: int
    block: Mapping[str, int]  # columns of its cut-off
    whole: Mapping[str, int]  # columns of the row

    def cell(self, name: str) -> Cell | None:
        """Return the cell of a column by its name, None where the sheet has no such column."""
        column = self.block.get(name) or self.whole.get(name)
        return Cell(self.sheet, self.row, column) if column else None


@dataclass(frozen=True)
class Report:
    """One progress report (schema.REPORTS) with the cell of each of its values."""

    key: tuple[str, dt.date]  # activity_id, as_of
    record: dict[str, object]
    cells: dict[str, Cell]
    place: Place


@dataclass(frozen=True)
class _Row:
    activity_id: str
    sheet: Sheet
    number: int
    layout: Layout

    def content(self, name: str) -> Content | None:
        """Return what the row holds in a named column, None where there is no such column."""
        column = self.layout.columns.get(name)
        return self.sheet.at(self.number, column).readable if column else None


class _Activities:
    """Finds the activity that a row reports on: by ID, else by its exact text."""

    def __init__(self, plan: PlanTable) -> None:
        table = plan.activities
        self.texts: dict[str, str] = dict(zip(table.index, table["activity"], strict=True))
        self.units: dict[str, Unit | Literal[""]] = dict(
            zip(table.index, table["unit"], strict=True)
        )
        self.targets: dict[str, float] = dict(
            zip(table.index, table["applied_target"], strict=True)
        )
        self.by_id = {fold(name): name for name in self.texts}
        self.by_text: dict[str, list[str]] = {}
        for name, text in self.texts.items():
            self.by_text.setdefault(_bare(text), []).append(name)
        self.by_row = {
            (row.sheet.name, number): name
            for name, row in plan.rows.items()
            for number in (row.number, *row.more)
        }
        self.rows = {(row.sheet.name, row.number) for row in plan.rows.values()}

    def resolve(
        self, layout: Layout, sheet: Sheet, number: int, collected: Collected
    ) -> str | None:
        """Return the ID of a row's activity, None where there is none; report why."""
        given = _content(sheet, number, layout, "activity_id")
        named = _content(sheet, number, layout, "activity")
        if given and not given.blank:
            found = self.by_id.get(fold(given.text))
            if found is None:
                collected.add(
                    "unknown_activity",
                    (given.cell,),
                    found=given.text,
                    **self._near_id(given.text),
                )
                return None
            text = self.texts[found]
            said = named.text if named and not named.blank else text
            if named and said != text and _bare(said) != _bare(text):
                collected.add(
                    "activity_mismatch",
                    (given.cell, named.cell),
                    activities=(found,),
                    id=found,
                    expected=text,
                    found=said,
                )
                return None
            return found
        if named is None or named.blank:
            return None
        matches = self.by_text.get(_bare(named.text), [])
        if len(matches) > 1:
            collected.add(
                "ambiguous_activity", (named.cell,), found=named.text, expected=", ".join(matches)
            )
            return None
        if not matches:
            collected.add(
                "unknown_activity",
                (named.cell,),
                found=named.text,
                **self._near_text(named.text),
            )
            return None
        return matches[0]

    def _near_id(self, given: str) -> dict[str, str]:
        near: tuple[str, float, int] | None = process.extractOne(
            given, list(self.texts), scorer=fuzz.ratio, score_cutoff=70
        )
        if near is None:
            return {"suggestion": ""}
        return {"suggestion": f" ¿Es {near[0]}?", "suggests": near[0]}

    def _near_text(self, text: str) -> dict[str, str]:
        near: tuple[str, float, int] | None = process.extractOne(
            _bare(text), list(self.by_text), scorer=fuzz.ratio, score_cutoff=_ALIKE
        )
        if near is None:
            return {"suggestion": ""}
        name = self.by_text[near[0]][0]
        return {"suggestion": f" ¿Es {name}, «{self.texts[name][:80]}»?", "suggests": name}


def _bare(text: str) -> str:
    """Return a text without case, accents, repeated blanks and final punctuation."""
    return fold(text).rstrip(" .;:,")


def read_tracking(
    places: Sequence[tuple[Sheet, Sequence[Layout]]],
    plan: PlanTable,
    settings: Settings,
    collected: Collected,
    *,
    beside: bool = False,
) -> list[Report]:
    """Read every report below the headings of one or several sheets.

    Args:
        places: The sheets and their headings.
        plan: The plan that the reports are of.
        settings: Of the plan; reports outside its vigencia are errors.
        collected: Takes the findings and conventions.
        beside: The sheets are the plan's own, so that a row is its own activity.
    """
    activities = _Activities(plan)
    reports: list[Report] = []
    for sheet, layouts in places:
        for layout in layouts:
            blocks = _dated_blocks(sheet, layout, settings, collected)
            rows = range(layout.last, layout.bottom, -1)
            last = next((n for n in rows if _is_keyed(sheet, n, layout)), layout.bottom)
            valued = next((n for n in rows if _is_valued(sheet, n, blocks)), layout.bottom)
            for number in range(layout.bottom + 1, layout.last + 1):
                reported = [block for block in blocks if _says_something(sheet, number, block)]
                if not (beside and (sheet.name, number) in activities.rows):
                    reported = [b for b in reported if not _goes_on(sheet, number, layout, b)]
                if not reported:
                    continue
                if beside:
                    activity_id = activities.by_row.get((sheet.name, number))
                    if activity_id:
                        _report_faults(sheet, number, layout, reported, collected)
                elif _is_no_activity(sheet, number, layout, reported, valued):
                    continue
                elif not _is_keyed(sheet, number, layout):
                    _report_missing_key(sheet, number, layout, last, collected)
                    continue
                else:
                    _report_faults(sheet, number, layout, reported, collected)
                    activity_id = activities.resolve(layout, sheet, number, collected)
                if activity_id is None:
                    continue
                for block in reported:
                    row = _Row(activity_id, sheet, number, layout)
                    read = _read_report(row, block, activities, settings, collected)
                    if read is not None:
                        reports.append(read)
    return reports


def dated_columns(places: Sequence[tuple[Sheet, Sequence[Layout]]]) -> frozenset[str]:
    """Return the columns of reports that stand below headings with ID and date."""
    return frozenset(
        name
        for _, layouts in places
        for layout in layouts
        if layout.columns.keys() >= _ROW_KEYS
        for columns in (layout.columns, *(block.columns for block in layout.blocks[:1]))
        for name in columns
        if name in CUT_FIELDS or name == "reported_by"
    )


def dated_rows(
    places: Sequence[tuple[Sheet, Sequence[Layout]]], plan: PlanTable, year: int
) -> frozenset[tuple[str, dt.date]]:
    """Return the activities and dates that have a row of their own, whether it reports or waits.

    By it a report that was taken away is told from one that a file never brought.
    """
    names: dict[object, str] = {str(name): str(name) for name in plan.activities.index}
    found = set()
    for sheet, layouts in places:
        for layout in layouts:
            if not layout.columns.keys() >= _ROW_KEYS:
                continue
            for number in range(layout.bottom + 1, layout.last + 1):
                name = names.get(sheet.value(number, layout.columns["activity_id"]))
                if name is None:
                    continue
                day = _read_date(sheet.at(number, layout.columns["as_of"]).readable.value, year)
                if day is not None:
                    found.add((name, day))
    return frozenset(found)


def _content(sheet: Sheet, number: int, layout: Layout, name: str) -> Content | None:
    column = layout.columns.get(name)
    return sheet.at(number, column).readable if column else None


def _dated_blocks(
    sheet: Sheet, layout: Layout, settings: Settings, collected: Collected
) -> list[Block]:
    """Return the blocks that hold quantities, each with its cut-off or the rows' own date.

    Three blocks without a name are the three legal cut-offs in order, a convention; one alone
    takes the cut-off of a title above it. Anything else is asked.
    """
    blocks = [block for block in layout.blocks if block.has_value]
    if "as_of" in layout.columns:
        return [replace(block, cut=None) for block in blocks[:1]]
    named = [block for block in blocks if block.cut]
    if named:
        # one without a cut beside those with one is a total
        year = settings.plan_year
        return [replace(one, dated_by=_cell_of_cut(sheet, layout, one, year)) for one in named]
    legal = norms.legal_cutoffs(settings.plan_year)
    if len(blocks) == len(legal):
        for block, cut in zip(blocks, legal, strict=True):
            collected.convene(("cut_by_order",), block.heading, numeric_date(cut))
        return [replace(block, cut=cut) for block, cut in zip(blocks, legal, strict=True)]
    if len(blocks) == 1:
        titled, place = _cut_in_titles(sheet, layout, settings.plan_year)
        if titled:
            collected.convene(("cut_from_title",), blocks[0].heading, numeric_date(titled))
            return [replace(blocks[0], cut=titled, dated_by=place)]
    for block in blocks:
        column = block.columns.get("value", block.columns.get("verified", 0))
        rows = range(layout.bottom + 1, layout.last + 1)
        if any(not sheet.at(number, column).blank for number in rows):
            heading = sheet.at(block.heading.row, block.heading.column)
            collected.add("cut_unknown", (block.heading,), found=heading.text)
    return []


def _cell_of_cut(sheet: Sheet, layout: Layout, block: Block, year: int) -> Cell:
    """Return the heading that names a block's cut-off, the lower one where several do."""
    for number in range(layout.bottom, layout.top - 1, -1):
        for column in sorted(block.columns.values()):
            content = sheet.at(number, column)
            if read_heading(content.text, year).cut == block.cut:
                return content.cell
    return block.heading


def _cut_in_titles(sheet: Sheet, layout: Layout, year: int) -> tuple[dt.date | None, Cell | None]:
    """Return the cut-off that the titles name, with a cell of it, else the sheet's name.

    No cut-off where they disagree, no cell where the sheet's name says it.
    """
    cuts: dict[dt.date, Cell | None] = {}
    for number in range(1, layout.top):
        cells = {one.cell: one.text for one in sheet.row(number) if not one.blank}
        text = fold(" ".join(cells.values()))  # "Corte:" and its date may stand in two cells
        if _CUT_WORDS.search(text):
            cut = cut_in(text[max(0, text.find("corte")) :], year)
            if cut:
                alone = (place for place, said in cells.items() if cut_in(fold(said), year) == cut)
                cuts.setdefault(cut, next(alone, next(iter(cells))))
    named = cut_in(sheet.name, year)
    if not cuts and named:
        cuts[named] = None
    return next(iter(cuts.items())) if len(cuts) == 1 else (None, None)


def _says_something(sheet: Sheet, number: int, block: Block) -> bool:
    """Tell whether a row reports; a title merged over the columns does not."""
    places = set(block.columns.values())
    return any(
        not sheet.is_blank(number, column) and sheet.anchor(number, column)[1] in places
        for column in places
    )


def _is_keyed(sheet: Sheet, number: int, layout: Layout) -> bool:
    keys = (layout.columns.get(name) for name in ("activity_id", "activity"))
    return any(not sheet.is_blank(number, column) for column in keys if column)


def _report_missing_key(
    sheet: Sheet, number: int, layout: Layout, last: int, collected: Collected
) -> None:
    """Report a row that says how much and not of what; an average below the table is none."""
    dated = _content(sheet, number, layout, "as_of")
    if number < last or (dated and not dated.blank):
        column = layout.columns.get("activity_id", layout.columns.get("activity", 1))
        cell = Cell(sheet.name, number, column)
        collected.add("missing_activity", (cell,), found="un avance", cell=cell.address)


def _goes_on(sheet: Sheet, number: int, layout: Layout, block: Block) -> bool:
    """Tell whether a row only goes on with the report above: its activity and value are merged."""
    if not sheet.anchors:
        return False
    keys = [layout.columns[name] for name in ("activity_id", "activity") if name in layout.columns]
    merged = any(0 < sheet.at(number, column).cell.row < number for column in keys)
    quantities = (block.columns[name] for name in ("value", "verified") if name in block.columns)
    contents = [sheet.at(number, column) for column in quantities]
    return merged and all(one.blank or one.cell.row < number for one in contents)


def _report_faults(
    sheet: Sheet, number: int, layout: Layout, blocks: Sequence[Block], collected: Collected
) -> None:
    if not sheet.faults:
        return
    columns = {layout.columns.get(name, 0) for name in _KEYS} - {0}
    for column in sorted(columns.union(*(block.columns.values() for block in blocks))):
        content = sheet.at(number, column)
        if content.fault:
            given = _content(sheet, number, layout, "activity_id")
            activities = (given.text,) if given and given.text else ()
            collected.fault(content.cell, content.fault, activities)


def _is_no_activity(
    sheet: Sheet, number: int, layout: Layout, blocks: Sequence[Block], last: int
) -> bool:
    """Tell whether a row adds up or signs; what it says goes nowhere.

    So it is where a summary counts activities instead of naming them, and where a row below the
    last quantity has neither one nor an ID.
    """
    columns = layout.columns
    filled = (c for c in columns.values() if not sheet.is_blank(number, c))
    first = next(filled, None)
    may_be_aside = first is not None and begins_aside(sheet.at(number, first).text)
    valued = _is_valued(sheet, number, blocks)
    if valued and not may_be_aside and "activity_id" in columns:
        return False
    contents = {name: sheet.at(number, column) for name, column in columns.items()}
    activity = contents.get("activity")
    counts = "activity_id" not in contents and activity and isinstance(activity.value, int | float)
    if counts or (may_be_aside and is_aside(contents)):
        return True
    if valued:
        return False
    given = contents.get("activity_id")
    named = (contents[name].text for name in ("activity_id", "activity") if name in contents)
    below = number > last and (given is None or given.blank)
    return below or any(looks_like_person(text) for text in named)


def _is_valued(sheet: Sheet, number: int, blocks: Sequence[Block]) -> bool:
    return any(
        not sheet.is_blank(number, block.columns[name])
        for block in blocks
        for name in ("value", "verified")
        if name in block.columns
    )


def _read_report(
    row: _Row, block: Block, activities: _Activities, settings: Settings, collected: Collected
) -> Report | None:
    """Return one report, None where it has no date of the plan."""
    contents = {
        name: row.sheet.at(row.number, column).readable for name, column in block.columns.items()
    }
    reporter = row.content("reported_by")
    if reporter is not None:
        contents["reported_by"] = reporter
    dated = row.content("as_of")
    as_of = block.cut or _as_of(row, dated, settings.plan_year, collected)
    value, verified = (
        _quantity(row.activity_id, contents.get(name), activities, block, collected)
        for name in ("value", "verified")
    )
    value_cell = contents["value"].cell if "value" in contents else None
    if value_cell and value_cell.row != row.number and not math.isnan(value):
        collected.convene(("shared_value",), value_cell, contents["value"].text)
    if as_of is None:
        return None
    as_of_cell = dated.cell if dated and block.cut is None else block.heading
    if not dt.date(settings.plan_year, 1, 1) <= as_of <= dt.date(settings.plan_year + 1, 3, 31):
        collected.add(
            "date_outside_plan",
            (as_of_cell,),
            activities=(row.activity_id,),
            found=numeric_date(as_of),
            year=settings.plan_year,
            next_year=settings.plan_year + 1,
        )
        return None
    record: dict[str, object] = {
        "activity_id": row.activity_id,
        "as_of": as_of,
        "value": value,
        "verified": verified,
        "completed_on": _completed_on(row.activity_id, contents, settings.plan_year, collected),
    }
    for name in _TEXTS:
        content = contents.get(name)
        record[name] = content.text if content is not None else ""
    for name, column in _CELLS.items():
        record[column] = str(contents[name].cell) if name in contents else ""
    said_in = as_of_cell if block.cut is None else block.dated_by
    record["as_of_cell"] = str(said_in) if said_in else ""
    record["file"] = collected.file
    cells = {name: content.cell for name, content in contents.items()}
    place = Place(row.sheet.name, row.number, block.columns, row.layout.columns)
    return Report((row.activity_id, as_of), record, {**cells, "as_of": as_of_cell}, place)


def _as_of(row: _Row, content: Content | None, year: int, collected: Collected) -> dt.date | None:
    who = (row.activity_id,)
    if content is None or content.blank:
        cell = content.cell if content else Cell(row.sheet.name, row.number, 1)
        collected.add("missing_as_of", (cell,), activities=who, year=year)
        return None
    day = _read_date(content.value, year)
    if day is None and isinstance(content.value, str):
        heading = read_heading(content.text, year)
        day = heading.cut if not heading.field else None
    if day is None:
        collected.add("bad_as_of", (content.cell,), activities=who, found=content.text, year=year)
    return day


def _read_date(value: object, year: int) -> dt.date | None:
    """Return the one date that a value says, None where it says none, several or a window."""
    if isinstance(value, dt.datetime):
        return value.date()
    if not isinstance(value, str):
        return None
    try:
        read = parse_deadline(value, year)
    except DeadlineError:
        return None
    return read.milestones[0] if len(read.milestones) == 1 and read.start is None else None


def _completed_on(
    activity_id: str, contents: dict[str, Content], year: int, collected: Collected
) -> dt.date | None:
    content = contents.get("completed_on")
    if content is None or content.blank:
        return None
    day = _read_date(content.value, year)
    if day is None:
        collected.add(
            "bad_completed_on",
            (content.cell,),
            activities=(activity_id,),
            found=content.text,
            year=year,
        )
    return day


def _quantity(
    activity_id: str,
    content: Content | None,
    activities: _Activities,
    block: Block,
    collected: Collected,
) -> float:
    """Return a reported quantity in the target's unit, NaN where there is none (R18)."""
    nothing = float("nan")
    if content is None or content.blank:
        return nothing
    who = (activity_id,)
    unit, target = activities.units[activity_id], activities.targets[activity_id]
    number = isinstance(content.value, int | float) and not isinstance(content.value, bool)
    if not unit or math.isnan(target):
        collected.add("report_without_target", (content.cell,), activities=who, id=activity_id)
        return float(content.value) if number else nothing  # type: ignore[arg-type]
    because = ""
    if unit == "percent":
        because = f"la meta es un porcentaje ({quantity(target, unit)})"
    if block.percent and number and "%" not in content.number_format:
        because = because or "el título de la columna habla de porcentajes"
        collected.add(
            "unit_unclear", (content.cell,), activities=who, found=content.text, because=because
        )
        return nothing
    try:
        read = parse_progress(content.value, content.number_format, unit, target)
    except ProgressError as error:
        code = _VALUE_CODES.get(error.reason, "value_not_number")
        if code == "unit_unclear" and not because:
            code = "value_not_number"
        collected.add(
            code,
            (content.cell,),
            activities=who,
            found=content.text,
            because=because,
            why=error,
        )
        return nothing
    if read is None:
        return nothing
    collected.convene(read.conventions, content.cell, content.text)
    return read.value


def without_repeats(
    reports: Sequence[Report], collected: Collected
) -> tuple[pd.DataFrame, list[Report]]:
    """Return the reports as a table and as they were read, one an activity and date.

    Equal ones count once, a warning; of different ones the first counts, an error.
    """
    first: dict[tuple[str, dt.date], Report] = {}
    for report in reports:
        record = report.record
        other = first.setdefault(report.key, report)
        if other is report:
            continue
        said = (*_TEXTS, "value", "verified", "completed_on")
        same = all(repr(record[name]) == repr(other.record[name]) for name in said)
        places = (other.cells["as_of"], report.cells["as_of"])
        activity_id, as_of = report.key
        collected.add(
            "repeated_report" if same else "duplicate_report",
            places[1:] if same else places,
            activities=(activity_id,),
            id=activity_id,
            date=numeric_date(as_of),
        )
    kept = list(first.values())
    table = pd.DataFrame([report.record for report in kept], columns=list(schema.REPORTS))
    for name in ("as_of", "completed_on"):
        table[name] = pd.to_datetime(table[name])
    for name in ("value", "verified"):
        table[name] = table[name].astype("float64")
    return table, kept
