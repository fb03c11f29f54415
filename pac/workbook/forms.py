"""One small workbook per office to fill in, and Control Interno's own; all together make the board.

A form is a workbook in the template's layout, so that it is read and merged as any other. It
carries the stamp of the board that it came from: what it leaves as it was changes nothing, and
what it does not bring stays.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Protection
from openpyxl.worksheet.views import Selection
from openpyxl.worksheet.worksheet import Worksheet

from pac import labels, schema
from pac.messages import NOBODY
from pac.model import Accumulation, Move, PartyKind, Settings
from pac.progress.measure import measure
from pac.progress.schedule import holding
from pac.reading.reader import Reading
from pac.schema import Column
from pac.workbook import contents, instructions, layout, template
from pac.workbook.contents import Contents, ReportKey
from pac.workbook.layout import Value
from pac.workbook.merge import CONTROL_FIELDS
from pac.workbook.template import Book, Row

FILLED_BY_OFFICES: Final = frozenset(contents.REPORT_FIELDS) - CONTROL_FIELDS

_ASKED: Final = Column(
    "asked",
    instructions.ASKED,
    38,
    "La meta y las fechas del plan, y cuánto debe llevarse a esta fecha de corte. Para leer.",
)
_PLACE_OF_ASKED: Final = 2  # behind ID and Actividad
_FORM_COLUMNS: Final = (
    *schema.TRACKING_COLUMNS[:_PLACE_OF_ASKED],
    _ASKED,
    *schema.TRACKING_COLUMNS[_PLACE_OF_ASKED:],
)
_SUPPORT_COLUMNS: Final = (
    Column("activity_id", "ID", 8, "El ID de la actividad en el plan."),
    Column("activity", "Actividad", 60, "La actividad, con las palabras del plan."),
    Column("lead", "Lidera", 34, "La dependencia que responde y que la reporta."),
    Column("target_text", "Meta", 14, "La meta del plan."),
    Column("deadline_text", "Fecha de cumplimiento", 34, "La fecha, con las palabras del plan."),
    Column("latest", "Último avance", 30, "El último avance reportado, con su fecha de corte."),
)


@dataclass(frozen=True)
class _Form:
    """What one form has: who fills it in, which of the plan, and what may be written."""

    heads: tuple[str, str, str]
    sections: tuple[instructions.Section, ...]
    activities: tuple[str, ...]
    unlocked: frozenset[str]
    supports: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Standing:
    """The board that forms are made of."""

    reading: Reading
    held: Contents  # ``contents.contents`` of the reading
    settings: Settings  # as they were read
    stamp: str = ""  # of the board's version, by which a form is known when it returns
    moves: tuple[Move, ...] = ()  # changes of dates so far (R17)


def forms(of: Standing, *, cutoffs: Collection[dt.date] | None = None) -> dict[str, bytes]:
    """Return the form of each party that leads something: offices, groups, committees.

    What nobody leads goes in a form of its own. There are none where every cut-off asked for is
    closed: nothing is to be reported then.

    Args:
        of: The board.
        cutoffs: Those to report; of them the open ones count. By default all.
    """
    return {
        name: form(of, name, cutoffs=cutoffs)
        for name in parties(of.reading)
        if open_cutoffs(of.settings, cutoffs)
    }


def parties(reading: Reading) -> tuple[str, ...]:
    """Return who gets a form: offices, groups, committees by alphabet, then what nobody leads."""
    activities = reading.activities
    kinds = dict(zip(activities["lead"], activities["lead_kind"], strict=True))
    ranks = [*map(str, PartyKind), ""]
    order = sorted(kinds, key=lambda name: (ranks.index(kinds[name]), labels.fold(name)))
    return tuple(name or NOBODY for name in order)


def open_cutoffs(
    settings: Settings, asked: Collection[dt.date] | None = None
) -> tuple[dt.date, ...]:
    """Return the cut-offs that Control Interno has not closed, of those asked for."""
    return tuple(
        day
        for day in settings.cutoffs
        if not settings.is_closed(day) and (asked is None or day in asked)
    )


def form(of: Standing, party: str, *, cutoffs: Collection[dt.date] | None = None) -> bytes:
    """Return the form of one party, as ``forms`` does.

    Raises:
        KeyError: where the party leads nothing.
    """
    reading, settings = of.reading, of.settings
    leads = reading.activities["lead"]
    own = leads == ("" if party == NOBODY else party)
    ids = tuple(map(str, reading.activities.index[own]))
    if not ids:
        raise KeyError(party)
    days = open_cutoffs(settings, cutoffs)
    supports = _supported(reading, of.held, party)
    led = labels.count(len(ids), "actividad", "actividades")
    whose = f"las {led} sin dependencia que lidere" if party == NOBODY else f"{led} que lidera"
    plan = f"{settings.instrument} {settings.plan_year} · {settings.entity}"
    made = _Form(
        (
            f"Formato de reporte · {party}",
            plan,
            f"Tiene {whose}, para {_said(days)}.",
        ),
        instructions.office_sections(supports=bool(supports)),
        ids,
        FILLED_BY_OFFICES,
        supports,
    )
    return _built(made, of, days)


def control_form(of: Standing, *, cutoffs: Collection[dt.date] | None = None) -> bytes:
    """Return Control Interno's form: every activity, with what it verifies to be filled in.

    Args:
        of: The board.
        cutoffs: Those to verify; of them the open ones count. By default all.
    """
    settings = of.settings
    days = open_cutoffs(settings, cutoffs)
    plan = f"{settings.instrument} {settings.plan_year} · {settings.entity}"
    made = _Form(
        (
            "Formato de Control Interno",
            plan,
            f"Trae lo reportado de todas las actividades, para {_said(days)}.",
        ),
        instructions.control_sections(),
        tuple(map(str, of.reading.activities.index)),
        CONTROL_FIELDS,
    )
    return _built(made, of, days)


def form_name(settings: Settings, party: str, cutoff: dt.date | None, version: int | None) -> str:
    """Return the name of a form's file: ``PAAC_2023_sesquile_formato_hacienda_2023-04-30_v3.xlsx``.

    Args:
        settings: Of the plan.
        party: Whose form; blank for all of them, in a zip.
        cutoff: The one that it reports; None for all.
        version: Of the board.
    """
    parts = (
        "PAAC",
        str(settings.plan_year),
        labels.slug(settings.entity),
        "formato" if party else "formatos",
        labels.slug(party)[:_LONGEST_PARTY].strip("_") if party else "",
        cutoff.isoformat() if cutoff else "",
        f"v{version}" if version else "",
    )
    return "_".join(filter(None, parts)) + (".xlsx" if party else ".zip")


_LONGEST_PARTY: Final = 40  # characters of a party in the name of a file


def forms_zip(
    made: Mapping[str, bytes], settings: Settings, cutoff: dt.date | None, version: int | None
) -> bytes:
    """Return all the forms in one file; parties whose short names are the same get a number."""
    draft = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(draft, "w") as archive:
        for party, data in made.items():
            name = first = form_name(settings, party, cutoff, version)
            count = 1
            while name in taken:
                count += 1
                name = first.replace(".xlsx", f"_{count}.xlsx")
            taken.add(name)
            part = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            part.create_system = 0
            archive.writestr(part, data)  # a workbook is compressed already
    return draft.getvalue()


def _said(days: Sequence[dt.date]) -> str:
    if not days:
        return "ningún corte: todos están cerrados"
    named = labels.listing([labels.date(day) for day in days])
    return f"el corte del {named}" if len(days) == 1 else f"los cortes del {named}"


# What goes in


def _supported(reading: Reading, held: Contents, party: str) -> tuple[Row, ...]:
    """Return what a party supports and others lead, with the last progress reported."""
    rows: list[Row] = []
    records: list[dict[str, Any]] = reading.activities.to_dict("records")  # type: ignore[assignment]
    for name, one in zip(map(str, reading.activities.index), records, strict=True):
        if party not in one["offices"] or one["lead"] == party:
            continue
        rows.append(
            {
                "activity_id": name,
                "activity": one["activity"],
                "lead": one["lead"] or NOBODY,
                "target_text": one["target_text"],
                "deadline_text": one["deadline_text"],
                "latest": _latest(held, name) or "Sin reporte",
            }
        )
    return tuple(rows)


def _latest(held: Contents, activity_id: str, before: dt.date = dt.date.max) -> str:
    """Return the last progress reported before a day, with its date; blank where there is none."""
    days = [
        as_of
        for (name, as_of), row in held.reports.items()
        if name == activity_id and as_of < before and row.get("value") is not None
    ]
    if not days:
        return ""
    value = held.reports[activity_id, max(days)]["value"]
    return f"{_quantity(value)}, a {labels.numeric_date(max(days))}"


def _quantity(value: Value) -> str:
    if isinstance(value, layout.Percent):
        return labels.quantity(value.value, "percent")
    return labels.quantity(float(str(value)), "count")


def _asked(of: Standing, days: Sequence[dt.date]) -> dict[ReportKey, tuple[str, bool]]:
    """Return what the plan asks of each activity by each cut-off, and whether something is due."""
    reading, notice = of.reading, of.settings.notice_days
    said: dict[ReportKey, tuple[str, bool]] = {}
    for day in days:
        activities = holding(reading.activities, of.moves, day, reading.filled)
        measured = measure(activities, reading.reports, day, notice_days=notice)
        rows: list[dict[str, Any]] = measured.to_dict("records")  # type: ignore[assignment]
        for name, row in zip(map(str, measured.index), rows, strict=True):
            before = _latest(of.held, name, day)
            lines = [*_ask(row), *([f"Último reporte: {before}"] if before else [])]
            said[name, day] = ("\n".join(lines), bool(row["scheduled"]))
    return said


def _ask(row: Mapping[str, Any]) -> list[str]:
    """Return in lines what is asked of a measured activity."""
    lines = [f"Meta: {row['target_text']}", f"Fechas: {row['deadline_text']}"]
    target, unit = float(row["applied_target"]), str(row["unit"])
    if row["scheduled"]:
        whole = labels.quantity(target, unit)
        due = labels.quantity(target * float(row["expected"]), unit)
        if row["accumulation"] == Accumulation.PER_MILESTONE:
            lines.append(f"En cada fecha: {whole}. Escriba el nivel de esta fecha.")
        else:
            lines.append(f"A este corte: {due}" + (f" de {whole}" if due != whole else ""))
    elif row["milestone_count"] and not pd.isna(target):
        lines.append("A este corte: nada programado")
    if row["accumulation"] == Accumulation.SUM:
        lines.append("Se suma: escriba solo lo de este periodo.")
    return lines


# The workbook


def _built(made: _Form, of: Standing, days: Sequence[dt.date]) -> bytes:
    reading, held = of.reading, of.held
    own = replace(held, plan={name: held.plan[name] for name in made.activities})
    mark = f"{of.stamp} {schema.FORM_MARK}" if of.stamp else ""
    whole = contents.book(replace(own, reports={}), of.settings, mark)
    asked = _asked(of, days)
    waiting = {
        key: held.reports.get(key, {}) for key in asked if key[0] in own.plan and key[1] in days
    }
    tracking = contents.tracking_rows(replace(own, reports=waiting), days)
    book = replace(whole, tracking=tracking, commitments=())
    percents = {
        str(name) for name in reading.activities.index[reading.activities["unit"] == "percent"]
    }
    workbook = template.empty(book, made.heads[0])
    template.instructions_sheet(workbook, made.heads, made.sections)
    template.plan_sheet(workbook, book)
    _tracking_sheet(workbook, book, made.unlocked, asked, percents)
    if made.supports:
        _support_sheet(workbook, made.supports)
    template.offices_sheet(workbook, book)
    template.parameters_sheet(workbook, book)
    for sheet in workbook.worksheets:
        if sheet.title not in (schema.INSTRUCTIONS, schema.TRACKING):
            _grey_header(sheet)
        _lock(sheet)
    _open_on(workbook, workbook[schema.TRACKING])
    return template.finished(workbook, book)


def _tracking_sheet(
    workbook: Workbook,
    book: Book,
    unlocked: frozenset[str],
    asked: Mapping[ReportKey, tuple[str, bool]],
    percents: Collection[str],
) -> None:
    """Write the rows to fill in; what may be written is white, what is asked now is tinted."""
    columns = _FORM_COLUMNS
    keys: list[ReportKey] = [
        (str(row["activity_id"]), row["as_of"])  # type: ignore[misc]
        for row in book.tracking
    ]
    rows = [{**row, "asked": asked[key][0]} for row, key in zip(book.tracking, keys, strict=True)]
    # an office prints what it fills in, Control Interno all that it compares
    printed = len(columns) if unlocked == CONTROL_FIELDS else len(columns) - len(CONTROL_FIELDS)
    sheet = template.table(
        workbook,
        schema.TRACKING,
        columns,
        rows,
        frozen="C2",
        printed=printed,
        look=lambda column: _look(column, unlocked),
    )
    for number, (name, day) in enumerate(keys, start=2):
        for position, column in enumerate(columns, start=1):
            cell = sheet.cell(number, position)
            if column.name in ("value", "verified"):
                cell.alignment = layout.wrapped(horizontal="center")
                if cell.value is None and name in percents:
                    cell.number_format = "0%"
            if column.name in unlocked:
                cell.protection = Protection(locked=False)
            else:
                tinted = column.name == "asked" and asked[name, day][1]
                cell.fill = layout.fill(layout.PALE if tinted else layout.READY)
    layout.rule_where_changes(sheet, *template.span(columns, "as_of"), max(2, int(sheet.max_row)))
    sheet.print_area = f"A1:{template.letter(columns, columns[printed - 1].name)}{sheet.max_row}"
    layout.print_table(sheet)
    checks = {
        name: check
        for name, check in template.tracking_checks(columns, book.plan_year).items()
        if name in unlocked
    }
    template.check_columns(sheet, columns, checks, last=max(2, int(sheet.max_row)))


def _look(column: Column, unlocked: frozenset[str]) -> layout.HeaderLook:
    if column.name not in unlocked:
        return layout.CONTROL
    return layout.OPTIONAL if column.name in template.OPTIONAL else layout.REQUIRED


def _support_sheet(workbook: Workbook, rows: Sequence[Row]) -> None:
    sheet = template.table(
        workbook,
        schema.SUPPORTS,
        _SUPPORT_COLUMNS,
        rows,
        frozen="B2",
    )
    layout.print_table(sheet)


def _grey_header(sheet: Worksheet) -> None:
    """Give a sheet that is only read the look of what is locked: blue says to fill in."""
    sheet.sheet_properties.tabColor = layout.MUTED
    for cell in sheet[1]:
        cell.fill = layout.fill(layout.CONTROL.fill)
        cell.font = layout.font(bold=True, colour=layout.CONTROL.ink)


def _lock(sheet: Worksheet) -> None:
    """Protect a sheet without a password: who must may lift it, and nobody writes there by mistake.

    Widths, heights and filters stay free, so that each reads it as he likes.
    """
    protection = sheet.protection
    protection.formatColumns = protection.formatRows = protection.autoFilter = False
    protection.enable()


def _open_on(workbook: Workbook, sheet: Worksheet) -> None:
    """Let the book open on a sheet, on the first cell to be filled in."""
    workbook.active = workbook.index(sheet)
    for each in workbook.worksheets:
        each.sheet_view.tabSelected = each is sheet
    free = (cell.coordinate for cell in sheet[2] if not cell.protection.locked)
    first = next(free, "A1")
    sheet.sheet_view.selection = [
        Selection(pane=one.pane, activeCell=first, sqref=first)
        for one in sheet.sheet_view.selection
    ]
