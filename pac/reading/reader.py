"""From files to a reading: the plan, its reports, the settings and everything found on the way.

Three gates, later ones silent until the earlier pass (design, section 5): a readable .xlsx; the
right book; rows and cells.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import pandas as pd

from pac import schema
from pac.labels import fold
from pac.model import Answer, Cell, Convention, Finding, Party, Settings, Severity
from pac.reading import checks
from pac.reading.commitments import holds_commitments, read_commitments
from pac.reading.findings import Collected
from pac.reading.matrix import Layout, find_layouts
from pac.reading.offices import GENERIC_CATALOGUE
from pac.reading.parameters import (
    complete_cutoffs,
    find_sheet,
    parameter_cells,
    read_parties,
    read_settings,
    year_in_titles,
)
from pac.reading.plan import deadline_text, read_plan
from pac.reading.rows import TEXT_FIELDS, Row, component_number
from pac.reading.tracking import (
    Place,
    dated_columns,
    dated_rows,
    read_tracking,
    without_repeats,
)
from pac.reading.workbook import (
    MAX_ROWS,
    Content,
    NotReadable,
    Sheet,
    Workbook,
    answered,
    read_workbook,
)

_ASIDE: Final = frozenset(
    fold(name)
    for name in (
        schema.INSTRUCTIONS,
        schema.OFFICES,
        schema.PARAMETERS,
        schema.COMMITMENTS,
        schema.SUPPORTS,
    )
)
_ANY_YEAR: Final = 2000  # for headings, where the plan's year is not known
_REQUIRED: Final = (
    ("activity", "Actividad"),
    ("target", "Meta"),
    ("deadline", "Fecha de cumplimiento"),
    ("responsible", "Responsable"),
)
_COLUMNS_OF_A_MATRIX: Final = 3  # at least, to ask for the missing ones

Places = list[tuple[Sheet, list[Layout]]]


@dataclass(frozen=True)
class File:
    """A file to read: its name and its bytes."""

    name: str
    data: bytes
    answers: tuple[Answer, ...] = ()  # readings that a person chose for some of its cells


@dataclass(frozen=True)
class Reading:
    """What a plan's workbook, and a tracking workbook if given, say."""

    files: tuple[str, ...]
    settings: Settings | None
    activities: pd.DataFrame  # schema.ACTIVITIES
    reports: pd.DataFrame  # schema.REPORTS
    parties: tuple[Party, ...]
    sources: dict[tuple[str, str], Cell]  # (activity_id, column) -> cell of the plan
    findings: tuple[Finding, ...]
    conventions: tuple[Convention, ...]
    stopped_at: int | None  # gate that stopped the reading; None where all was read
    filled: frozenset[tuple[str, str]] = frozenset()  # those of ``sources`` that are not blank
    parameters: Mapping[str, Cell] = field(default_factory=dict)  # where each setting is written
    entries: Mapping[str, Mapping[str, Content]] = field(
        default_factory=dict
    )  # the plan as written
    settings_written: Mapping[str, Content] = field(default_factory=dict)  # likewise
    commitments: tuple[Mapping[str, Content], ...] = ()  # schema.COMMITMENTS_COLUMNS, likewise
    catalogued: bool = False  # the offices are the book's own
    has_plan: bool = True
    report_rows: frozenset[tuple[str, dt.date]] = frozenset()  # that have a row, filled or not
    report_columns: frozenset[str] = frozenset()  # below the headings of those rows
    report_places: Mapping[tuple[str, dt.date], Place] = field(default_factory=dict)

    @property
    def stamp(self) -> str:
        """Return what tells the version of the board that the book came from; blank for none."""
        return self._came_from[0] if self._came_from else ""

    @property
    def is_form(self) -> bool:
        """Tell whether the book is a form of the board's, which holds a part of it by intent."""
        return schema.FORM_MARK in self._came_from[1:]

    @property
    def _came_from(self) -> list[str]:
        written = self.settings_written.get("board")
        return written.text.split() if written is not None else []

    @property
    def acceptable(self) -> bool:
        """Tell whether no error blocks updating the board."""
        return not any(one.severity is Severity.ERROR for one in self.findings)


def load(path: Path) -> File:
    """Return a file of the disk.

    Raises:
        NotReadable: where there is no such file.
    """
    try:
        return File(path.name, path.read_bytes())
    except OSError as problem:
        raise NotReadable("missing_file", path.name) from problem


def _opened(file: File) -> Workbook:
    """Return a file's workbook without our own list of its findings, in a marked copy."""
    book = read_workbook(file.data, file.name)
    ours = fold(schema.REVIEW)
    kept = (sheet for sheet in book.sheets if not fold(sheet.name).startswith(ours))
    return replace(book, sheets=tuple(kept))


def read(plan: File, tracking: File | None = None, *, own_reports: bool = True) -> Reading:
    """Read a plan, and the reports that stand in it and in a tracking workbook of its own.

    Args:
        plan: The workbook with the plan.
        tracking: Another one, with reports.
        own_reports: Whether those of the plan's workbook count.
    """
    if tracking is not None and tracking.name == plan.name:
        tracking = replace(tracking, name=f"{tracking.name} (seguimiento)")
    collected = Collected()
    files = tuple(file.name for file in (plan, tracking) if file)
    try:
        book = answered(_opened(plan), plan.answers)
        other = answered(_opened(tracking), tracking.answers) if tracking else None
    except NotReadable as problem:
        return refused(files, problem.finding)
    collected.file = plan.name
    settings = read_settings(book, collected)
    parties = read_parties(book, collected)
    year = settings.plan_year if settings else _ANY_YEAR
    places = _plan_places(book, year, collected)
    planned = {sheet.name for sheet, _ in places}
    tracked = [one for one in _tracking_places(book, year, collected) if one[0].name not in planned]
    collected.file = other.name if other else plan.name
    if other and settings:
        settings = _joined_settings(settings, other, collected)
    others = _tracking_places(other, year, collected) if other else []
    if other and not others:
        collected.add("no_tracking_sheet", found=", ".join(sheet.name for sheet in other.sheets))
    if not places:
        collected.discard("missing_year")
    gate = collected.stopped_at()
    if gate is not None or settings is None:
        return _stopped(files, settings, collected, gate)
    collected.file = plan.name
    table = read_plan(places, settings.plan_year, parties, settings.days, collected)
    if table.activities.empty and not collected.has("shifted_row"):
        collected.add("empty_plan", [Cell(s.name, ls[0].bottom + 1, 1) for s, ls in places])
        return _stopped(files, settings, collected, 2)
    milestones = [day for days in table.activities["milestones"] for day in days]
    settings = replace(settings, cutoffs=complete_cutoffs(settings, milestones))
    reports = []
    if own_reports:
        reports += read_tracking(places, table, settings, collected, beside=True)
        reports += read_tracking(tracked, table, settings, collected)
    collected.file = other.name if other else plan.name
    reports += read_tracking(others, table, settings, collected)
    frame, kept = without_repeats(reports, collected)
    collected.file = plan.name
    checks.check_plan(table, collected)
    collected.file = other.name if other else plan.name
    checks.check_reports(table, kept, settings, collected)
    own = other is None or (own_reports and not holds_commitments(other))
    telling = book if other is None or own else other
    collected.file = telling.name
    commitments = read_commitments(telling, table, parties, settings.plan_year, collected)
    dated = [*(tracked if own_reports else ()), *others]
    return Reading(
        files,
        settings,
        table.activities,
        frame,
        parties or GENERIC_CATALOGUE,
        table.sources,
        collected.findings(),
        tuple(collected.conventions),
        None,
        table.filled,
        _parameters(book),
        {name: _entry(row) for name, row in table.rows.items()},
        parameter_cells(other or book),
        commitments,
        parties is not None,
        report_rows=dated_rows(dated, table, settings.plan_year),
        report_columns=dated_columns(dated),
        report_places={one.key: one.place for one in kept},
    )


def _entry(row: Row) -> dict[str, Content]:
    """Return a row of the plan as it is written, texts put together and components carried down."""
    entry = dict(row.contents)
    place = row.contents["activity"].cell
    for name in TEXT_FIELDS:
        if name in row.texts:
            entry[name] = Content(row.contents[name].cell, row.texts[name] or None)
    component = row.component_text if component_number(row.component_text) == row.component else ""
    named = component or f"{row.component}. {row.component_text}".strip(". ")
    entry["component"] = Content(entry["component"].cell if "component" in entry else place, named)
    text = deadline_text(row)
    if "deadline" not in entry or entry["deadline"].blank:
        entry["deadline"] = Content(place, text or None)
        if "end" in entry:
            entry.pop("start", None)
    return entry


def _parameters(book: Workbook) -> dict[str, Cell]:
    """Return where each setting is written; the year may stand in a title above the matrix."""
    written = {name: one.cell for name, one in parameter_cells(book).items() if not one.blank}
    titled = None if "plan_year" in written else year_in_titles(book)
    return written | ({"plan_year": titled[1]} if titled else {})


def refused(files: Sequence[str], problem: Finding) -> Reading:
    """Return the reading of a file that the first gate stopped."""
    return _nothing(tuple(files), None, (problem,), (), 1)


def _stopped(
    files: tuple[str, ...], settings: Settings | None, collected: Collected, gate: int | None
) -> Reading:
    findings = collected.findings()
    return _nothing(files, settings, findings, tuple(collected.conventions), gate)


def _nothing(
    files: tuple[str, ...],
    settings: Settings | None,
    findings: tuple[Finding, ...],
    conventions: tuple[Convention, ...],
    gate: int | None,
) -> Reading:
    activities = pd.DataFrame(columns=list(schema.ACTIVITIES)).rename_axis("activity_id")
    reports = pd.DataFrame(columns=list(schema.REPORTS))
    return Reading(files, settings, activities, reports, (), {}, findings, conventions, gate)


def _candidates(book: Workbook, name: str, year: int) -> Places:
    """Return the sheet of the template's name where it has headings, else all that may do."""
    named = find_sheet(book, name)
    layouts = find_layouts(named, year) if named else []
    if named and layouts:
        return [(named, layouts)]
    sheets = (s for s in book.sheets if s.visible and fold(s.name) not in _ASIDE)
    return [(sheet, find_layouts(sheet, year)) for sheet in sheets]


def _plan_places(book: Workbook, year: int, collected: Collected) -> Places:
    """Return the sheets that hold the plan's matrix, with their headings."""
    if not any(sheet.height for sheet in book.sheets):
        collected.add("no_sheets")
        return []
    candidates = _candidates(book, schema.PLAN, year)
    for sheet, layouts in candidates:
        if fold(sheet.name) == fold(schema.PLAN):
            _check_required(sheet, layouts, collected)
    places = [(sheet, [one for one in layouts if one.is_plan]) for sheet, layouts in candidates]
    places = [(sheet, layouts) for sheet, layouts in places if layouts]
    if not places:
        if not collected.has("missing_headings"):
            collected.add("no_plan_sheet", found=", ".join(sheet.name for sheet in book.sheets))
        return []
    _check_length(places, collected)
    return _one_plan(places, collected)


def _check_required(sheet: Sheet, layouts: list[Layout], collected: Collected) -> None:
    """Report a template whose headings were changed so that a needed column is not found."""
    found = set(layouts[0].columns) if layouts else set()
    if "activity_id" not in found and len(found) < _COLUMNS_OF_A_MATRIX:
        return
    if "end" in found or layouts[0].marks:
        found.add("deadline")
    needed = _REQUIRED if "activity_id" in found else _REQUIRED[:1]
    row = layouts[0].bottom
    for name, heading in needed:
        if name not in found:
            cell = Cell(sheet.name, row, 1)
            collected.add("missing_headings", (cell,), found=heading, row=row)


def _check_length(places: Places, collected: Collected) -> None:
    for sheet, _ in places:
        if sheet.too_long:
            cell = Cell(sheet.name, MAX_ROWS + 1, 1)
            collected.add("too_many_rows", (cell,), most=MAX_ROWS)


def _one_plan(places: Places, collected: Collected) -> Places:
    """Return the sheets of one plan.

    A sheet that repeats the activities of another reports on them where it has columns of
    progress, such as one sheet a cut-off; else there are two versions of the plan.
    """
    seen: dict[str, str] = {}
    kept: Places = []
    for sheet, layouts in sorted(places, key=lambda one: _reports(one[1])):
        texts = {
            fold(sheet.at(row, layout.columns["activity"]).text)
            for layout in layouts
            for row in range(layout.bottom + 1, layout.last + 1)
        } - {""}
        twice = [seen[text] for text in texts if text in seen]
        if len(twice) * 2 > len(texts):
            if not _reports(layouts):
                cell = Cell(sheet.name, layouts[0].bottom, 1)
                collected.add("several_plans", (cell,), found=f"{twice[0]}, {sheet.name}")
            continue
        seen.update(dict.fromkeys(texts, sheet.name))
        kept.append((sheet, layouts))
    names = [sheet.name for sheet, _ in places]
    return sorted(kept, key=lambda one: names.index(one[0].name))


def _reports(layouts: list[Layout]) -> bool:
    return any(one.is_tracking for one in layouts)


def _joined_settings(settings: Settings, other: Workbook, collected: Collected) -> Settings:
    """Return the settings with what the tracking workbook adds: its closed cut-offs."""
    if find_sheet(other, schema.PARAMETERS) is None:
        titled = year_in_titles(other)
        if titled and titled[0] != settings.plan_year:
            year, cell, _ = titled
            collected.add("other_year", (cell,), found=year, expected=settings.plan_year)
        return settings
    own = read_settings(other, collected)
    if own is None:
        return settings
    cells = {name: (content.cell,) for name, content in parameter_cells(other).items()}
    if own.plan_year != settings.plan_year:
        place = cells.get("plan_year", ())
        collected.add("other_year", place, found=own.plan_year, expected=settings.plan_year)
    if own.entity and settings.entity and fold(own.entity) != fold(settings.entity):
        place = cells.get("entity", ())
        collected.add("other_entity", place, found=own.entity, expected=settings.entity)
    closed = tuple(sorted({*settings.closed_cutoffs, *own.closed_cutoffs}))
    cutoffs = tuple(sorted({*settings.cutoffs, *closed})) if settings.cutoffs else ()
    return replace(settings, closed_cutoffs=closed, cutoffs=cutoffs)


def _tracking_places(book: Workbook, year: int, collected: Collected) -> Places:
    """Return the sheets that hold reports: Seguimiento where there is one, else all that do."""
    candidates = _candidates(book, schema.TRACKING, year)
    places = [(sheet, [one for one in layouts if one.is_tracking]) for sheet, layouts in candidates]
    places = [(sheet, layouts) for sheet, layouts in places if layouts]
    _check_length(places, collected)
    return places
