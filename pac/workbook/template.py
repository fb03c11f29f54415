"""The tracking book of any entity: its plan, its reports so far and room for those to come.

``build`` takes plain values and knows no town and no year.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from pac import labels, norms, schema
from pac.model import Party, PartyKind
from pac.schema import Column
from pac.workbook import instructions, layout
from pac.workbook.layout import Percent, Value

__all__ = ["Book", "Notice", "Percent", "Row", "Value", "build", "empty_reports"]

Row = Mapping[str, Value]

OPTIONAL: Final = frozenset(
    {"lead", "start", "dates", "applied_target", "accumulation", "completed_on", "remarks"}
)
CONTROL: Final = frozenset({"verified", "control_remarks"})
DATES: Final = frozenset({"start", "as_of", "completed_on", "date", "due"})
# Excel must make neither a date nor a number of these
TEXTS: Final = frozenset({"activity_id", "deadline", "dates", "cutoffs", "closed_cutoffs"})
READY: Final = frozenset({"activity_id", "activity", "as_of"})  # of the tracking sheet
_READY: Final = layout.Dress(colour=layout.READY)
_QUANTITY: Final = layout.Dress(centred=True)
_SHARE: Final = layout.Dress(centred=True, blank_format="0%")

ROOM: Final = 1000  # rows under the last one that have drop-downs and checks too
LONGEST_LIST: Final = 255  # characters that Excel takes in a list written out

_PARAMETER_SHEET: Final = (
    Column("name", "Parámetro", 28, "No lo cambie."),
    Column("value", "Valor", 48, "Lo que vale para su entidad. En blanco: no se sabe o no aplica."),
    Column("note", "Para qué sirve", 72, "Explicación de cada parámetro."),
)


@dataclass(frozen=True)
class Notice:
    """A first sheet that says loudly what kind of book this is."""

    title: str  # the sheet's name too, and the head of each printed page
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Book:
    """What goes into the workbook; the rows by the identifiers of ``schema``."""

    parameters: Mapping[str, Value | tuple[dt.date, ...]]  # at least entity, instrument, plan_year
    plan: Sequence[Row]
    offices: Sequence[Party] = ()
    tracking: Sequence[Row] = ()
    commitments: Sequence[Row] = ()
    notice: Notice | None = None

    @property
    def plan_year(self) -> int:
        """Return the year of the plan."""
        return int(str(self.parameters["plan_year"]))

    @property
    def cutoffs(self) -> tuple[dt.date, ...]:
        """Return the cut-offs; the three legal ones where the parameters give none."""
        given = self.parameters.get("cutoffs")
        return given if isinstance(given, tuple) and given else norms.legal_cutoffs(self.plan_year)

    @property
    def title(self) -> str:
        """Return how the book calls itself."""
        return f"{self.parameters['instrument']} {self.plan_year}"


def empty_reports(plan: Sequence[Row], cutoffs: Sequence[dt.date]) -> list[Row]:
    """Return the rows that wait for a report: one an activity and cut-off, cut-off by cut-off."""
    return [
        {"activity_id": row["activity_id"], "activity": row["activity"], "as_of": cutoff}
        for cutoff in cutoffs
        for row in plan
    ]


def build(book: Book) -> bytes:
    """Return the workbook as a file; equal books give equal bytes."""
    workbook = empty(book, book.notice.title if book.notice else "")
    if book.notice:
        _notice_sheet(workbook, book.notice)
    heads = (book.title, str(book.parameters["entity"]), instructions.INTRODUCTION)
    instructions_sheet(workbook, heads, instructions.sections(book.cutoffs))
    plan_sheet(workbook, book)
    _tracking_sheet(workbook, book)
    offices_sheet(workbook, book)
    parameters_sheet(workbook, book)
    _commitments_sheet(workbook, book)
    return finished(workbook, book)


def finished(workbook: Workbook, book: Book) -> bytes:
    """Return the file of a workbook all of whose sheets are written, with the foot of each."""
    foot = f"{book.parameters['entity']} · {book.title}"
    for sheet in workbook.worksheets:
        layout.footer(sheet, foot, book.notice.title if book.notice else "")
    made_on = dt.datetime(book.plan_year, 1, 1)  # noqa: DTZ001  # a file's date has no zone
    return layout.to_bytes(workbook, made_on)


def empty(book: Book, kind: str = "") -> Workbook:
    """Return a workbook without sheets that says what it is: this kind of book, of this plan."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    properties = workbook.properties
    properties.title = f"{kind}: {book.title}" if kind else book.title
    properties.creator = str(book.parameters["entity"])
    properties.language = "es-CO"
    return workbook


# The sheets


def plan_sheet(workbook: Workbook, book: Book) -> None:
    """Write the sheet ``Plan``."""
    columns = schema.PLAN_COLUMNS
    # who prints the plan wants the plan; the optional columns are for the screen
    printed = sum(column.name not in OPTIONAL for column in columns)
    sheet = table(workbook, schema.PLAN, columns, book.plan, frozen="B2", printed=printed)
    layout.rule_where_changes(sheet, *span(columns, "component"), _end(sheet))
    sheet.print_area = f"A1:{get_column_letter(printed)}{sheet.max_row}"
    layout.print_table(sheet)
    target = _number("Escriba una cantidad mayor que cero (3) o un porcentaje (90%).", above=True)
    target.errorStyle = "warning"  # the plan may say it in words
    applied = _number("Escriba la cantidad contra la que se mide, mayor que cero.", above=True)
    checks = {
        "activity_id": _unique_id(letter(columns, "activity_id")),
        "target": target,
        "lead": _one_of_offices(),
        "start": _any_date(book.plan_year),
        "applied_target": applied,
        "accumulation": _one_of(tuple(schema.ACCUMULATION_WORDS.values())),
    }
    check_columns(sheet, columns, checks)


def _tracking_sheet(workbook: Workbook, book: Book) -> None:
    columns = schema.TRACKING_COLUMNS
    in_percent = {row["activity_id"] for row in book.plan if _is_percent(row.get("target"))}

    def dress(column: Column, report: Row) -> layout.Dress:
        if column.name in READY:
            return _READY
        if column.name in ("value", "verified"):
            return _SHARE if report["activity_id"] in in_percent else _QUANTITY
        return layout.PLAIN

    sheet = table(workbook, schema.TRACKING, columns, book.tracking, frozen="C2", dress=dress)
    layout.rule_where_changes(sheet, *span(columns, "as_of"), _end(sheet))
    layout.print_table(sheet)
    check_columns(sheet, columns, tracking_checks(columns, book.plan_year))


def tracking_checks(columns: Sequence[Column], plan_year: int) -> dict[str, DataValidation]:
    """Return what the columns of the sheet ``Seguimiento`` accept, by their names."""
    reporter = _one_of_offices()
    reporter.showErrorMessage = False  # the list helps; a post of one's own is as good
    return {
        "activity_id": _one_of_activities(),
        "as_of": _report_date(plan_year),
        "value": _progress(),
        "completed_on": _report_date(plan_year),
        "evidence": _reachable(letter(columns, "evidence")),
        "reported_by": reporter,
        "verified": _progress(),
    }


def offices_sheet(workbook: Workbook, book: Book) -> None:
    """Write the sheet ``Dependencias``."""
    columns = schema.OFFICES_COLUMNS
    rows = [
        {"name": party.name, "aliases": "; ".join(party.aliases), "kind": str(party.kind)}
        for party in book.offices
    ]
    sheet = table(workbook, schema.OFFICES, columns, rows, frozen="B2")
    layout.print_table(sheet)
    kinds = tuple(str(kind) for kind in PartyKind)
    check_columns(sheet, columns, {"kind": _one_of(kinds)})


def parameters_sheet(workbook: Workbook, book: Book) -> None:
    """Write the sheet ``Parámetros``."""
    rows: list[Row] = [
        {"name": parameter.label, "value": _parameter(book, parameter.name), "note": parameter.note}
        for parameter in schema.PARAMETER_ROWS
    ]
    sheet = table(workbook, schema.PARAMETERS, _PARAMETER_SHEET, rows, frozen="A2", filters=False)
    layout.print_table(sheet)
    checks = _parameter_checks(book)
    for row, parameter in enumerate(schema.PARAMETER_ROWS, start=2):
        label, value, explanation = (sheet.cell(row, number) for number in (1, 2, 3))
        label.font = layout.font(bold=True)
        label.fill = layout.fill(layout.READY)
        explanation.font = layout.font(colour=layout.MUTED)
        value.alignment = layout.wrapped()
        if parameter.name in TEXTS:
            value.number_format = layout.TEXT_FORMAT
        if parameter.name in checks:
            _check(sheet, value.coordinate, checks[parameter.name])


def _commitments_sheet(workbook: Workbook, book: Book) -> None:
    columns = schema.COMMITMENTS_COLUMNS
    sheet = table(workbook, schema.COMMITMENTS, columns, book.commitments, frozen="A2")
    layout.print_table(sheet)
    checks = {
        "date": _any_date(book.plan_year),
        "activity_id": _one_of_activities(),
        "office": _one_of_offices(),
        "due": _any_date(book.plan_year),
    }
    check_columns(sheet, columns, checks)


def instructions_sheet(
    workbook: Workbook, heads: tuple[str, str, str], sections: Sequence[instructions.Section]
) -> None:
    """Write the sheet ``Instrucciones``.

    Args:
        workbook: Where it goes.
        heads: What the book is, whose it is, and what it is for.
        sections: What it says below them.
    """
    sheet = workbook.create_sheet(schema.INSTRUCTIONS)
    sheet.sheet_properties.tabColor = layout.MUTED
    sheet.sheet_view.showGridLines = False
    widths = {"A": 2.0, "B": 30.0, "C": 92.0}
    for letter, width in widths.items():
        sheet.column_dimensions[letter].width = width
    row = _heading(sheet, heads, widths["B"] + widths["C"] - 2)
    samples = {
        "required": layout.REQUIRED,
        "optional": layout.OPTIONAL,
        "control": layout.CONTROL,
        "ready": layout.HeaderLook(layout.READY, layout.INK),
        "due": layout.HeaderLook(layout.PALE, layout.INK),
    }
    for section in sections:
        if section.new_page:
            sheet.row_breaks.append(Break(row))
        row += 1
        title = sheet.cell(row, 2, section.title)
        title.font = layout.font(bold=True, size=13, colour=layout.ENTITY)
        title.alignment = Alignment(vertical="center", indent=1)
        for number in (2, 3):
            sheet.cell(row, number).border = layout.UNDERLINE
        layout.set_height(sheet, row, 1.4)
        for line in section.lines:
            row += 1
            label, text = sheet.cell(row, 2), sheet.cell(row, 3)
            layout.put(label, line.label)
            layout.put(text, line.text)
            label.font = layout.font(bold=True)
            for cell in (label, text):
                cell.alignment = layout.wrapped(vertical="center", indent=1)
                cell.border = layout.UNDERLINE
            if line.sample:
                look = samples[line.sample]
                label.fill = layout.fill(look.fill)
                label.font = layout.font(bold=True, colour=look.ink)
            texts = ((line.label, widths["B"] - 3), (line.text, widths["C"] - 2))  # less the indent
            layout.set_height(sheet, row, layout.lines_in(texts), padding=4)
        row += 1
        layout.set_height(sheet, row, 0.5, padding=0)
    sheet.print_area = f"A1:C{row}"
    layout.print_text(sheet, sum(widths.values()))


def _heading(sheet: Worksheet, heads: tuple[str, str, str], width: float) -> int:
    """Write who and what the book is about; return the last row used."""
    looks = (
        (18, layout.font(bold=True, size=18, colour=layout.ENTITY), 1.7),
        (13, layout.font(size=13, colour=layout.MUTED), 1.4),
        (11, layout.font(), 1.2),
    )
    for row, (text, (size, font, high)) in enumerate(zip(heads, looks, strict=True), start=1):
        sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=3)
        cell = sheet.cell(row, 2)
        layout.put(cell, text)
        cell.font = font
        cell.alignment = layout.wrapped(vertical="center", indent=1)
        layout.set_height(sheet, row, high * layout.line_count(text, width, size))
    return len(heads)


def _notice_sheet(workbook: Workbook, notice: Notice) -> None:
    sheet = workbook.create_sheet(notice.title)
    sheet.sheet_properties.tabColor = layout.CAUTION
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 2
    width = 110.0
    sheet.column_dimensions["B"].width = width
    title = sheet.cell(2, 2)
    layout.put(title, notice.title)
    title.font = layout.font(bold=True, size=28, colour="FFFFFF")
    title.fill = layout.fill(layout.CAUTION)
    title.alignment = layout.wrapped(vertical="center", indent=1)
    layout.set_height(sheet, 2, 4)
    for row, line in enumerate(notice.lines, start=4):
        cell = sheet.cell(row, 2)
        layout.put(cell, line)
        cell.font = layout.font(size=14, bold=row == 4)
        cell.alignment = layout.wrapped(indent=1)
        layout.set_height(sheet, row, layout.line_count(line, width - 3, 14) * 1.3, padding=8)
    layout.print_text(sheet, width + 2)


# Pieces of the sheets


def table(
    workbook: Workbook,
    name: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    frozen: str,
    printed: int | None = None,
    filters: bool = True,
    look: Callable[[Column], layout.HeaderLook] | None = None,
    dress: Callable[[Column, Row], layout.Dress] = lambda _column, _row: layout.PLAIN,
) -> Worksheet:
    """Write a sheet of a header and ``rows``; the first ``printed`` columns fit on a page."""
    wide = layout.widths(columns, printed or len(columns))
    sheet = workbook.create_sheet(name)
    sheet.sheet_properties.tabColor = layout.ENTITY
    formats = [_format(column) for column in columns]
    layout.default_style(sheet, formats)
    layout.header(sheet, columns, [(look or _look)(column) for column in columns], wide)
    looks = layout.Looks()
    for number, values in enumerate(rows, start=2):
        for position, (column, form) in enumerate(zip(columns, formats, strict=True), start=1):
            cell = sheet.cell(number, position)
            looks.put(cell, values.get(column.name), form, dress(column, values))
        texts = [values.get(column.name) for column in columns]
        layout.set_height(sheet, number, layout.lines_in(zip(texts, wide, strict=True)))
    sheet.freeze_panes = frozen
    if filters:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(2, sheet.max_row)}"
    return sheet


def _look(column: Column) -> layout.HeaderLook:
    if column.name in OPTIONAL:
        return layout.OPTIONAL
    return layout.CONTROL if column.name in CONTROL else layout.REQUIRED


def _format(column: Column) -> str:
    if column.name in DATES:
        return layout.DATE_FORMAT
    return layout.TEXT_FORMAT if column.name in TEXTS else layout.COUNT_FORMAT


def _is_percent(target: Value) -> bool:
    return isinstance(target, Percent) or (isinstance(target, str) and "%" in target)


def _parameter(book: Book, name: str) -> Value:
    if name == "template_version":
        return schema.TEMPLATE_VERSION
    value = book.cutoffs if name == "cutoffs" else book.parameters.get(name)
    if isinstance(value, tuple):
        return "; ".join(labels.numeric_date(day) for day in value)
    return value


def letter(columns: Sequence[Column], name: str) -> str:
    """Return the letter of a column."""
    return str(get_column_letter([column.name for column in columns].index(name) + 1))


def span(columns: Sequence[Column], name: str) -> tuple[str, str]:
    """Return the letters of a column and of the last one."""
    return letter(columns, name), str(get_column_letter(len(columns)))


def _end(sheet: Worksheet) -> int:
    """Return the row down to which checks hold: far below those written so far."""
    return int(sheet.max_row) + ROOM


# What a cell accepts


def _check(sheet: Worksheet, cells: str, validation: DataValidation) -> None:
    validation.add(cells)
    sheet.add_data_validation(validation)


def check_columns(
    sheet: Worksheet,
    columns: Sequence[Column],
    checks: Mapping[str, DataValidation],
    last: int | None = None,
) -> None:
    """Let columns take only what passes their checks, down to a row: by default far below."""
    for name, validation in checks.items():
        column = letter(columns, name)
        _check(sheet, f"{column}2:{column}{last or _end(sheet)}", validation)


def _validation(kind: str, message: str, **how: str) -> DataValidation:
    return DataValidation(
        type=kind,
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Revise esta celda",
        error=message,
        **how,
    )


def _one_of(words: Sequence[str]) -> DataValidation:
    return _validation(
        "list", f"Escoja de la lista: {labels.listing(words)}.", formula1=f'"{",".join(words)}"'
    )


def _column_list(sheet: str, letter: str, message: str) -> DataValidation:
    """Return a drop-down of all that a column holds under its header, however long it grows."""
    name = quote_sheetname(sheet)
    filled = f"COUNTA({name}!${letter}:${letter})-1"
    formula = f"OFFSET({name}!${letter}$2,0,0,MAX(1,{filled}),1)"
    return _validation("list", message, formula1=formula)


def _one_of_activities() -> DataValidation:
    return _column_list(
        schema.PLAN,
        letter(schema.PLAN_COLUMNS, "activity_id"),
        f"Escriba un ID que esté en la hoja {schema.PLAN}, por ejemplo C3-10.",
    )


def _one_of_offices() -> DataValidation:
    return _column_list(
        schema.OFFICES,
        letter(schema.OFFICES_COLUMNS, "name"),
        f"Escoja una dependencia de la lista. Si falta, añádala en la hoja {schema.OFFICES}.",
    )


def _unique_id(letter: str) -> DataValidation:
    return _validation(
        "custom",
        "Ese ID ya está en otra fila. Cada actividad tiene el suyo, por ejemplo C3-10.",
        formula1=f"COUNTIF(${letter}:${letter},{letter}2)=1",
    )


def _number(message: str, *, above: bool = False) -> DataValidation:
    operator = "greaterThan" if above else "greaterThanOrEqual"
    return _validation("decimal", message, operator=operator, formula1="0")


def _progress() -> DataValidation:
    return _number(
        "Escriba un número desde 0, en la unidad de la meta: 2 (de 3) o 45% (de 100%). "
        "Si no hay reporte, deje la celda en blanco."
    )


def _between(low: str, high: str, message: str, kind: str = "decimal") -> DataValidation:
    return _validation(kind, message, operator="between", formula1=low, formula2=high)


def _report_date(plan_year: int) -> DataValidation:
    """Return the check of a date that belongs to the tracking of a plan year (R18)."""
    first, last = dt.date(plan_year, 1, 1), dt.date(plan_year + 1, 3, 31)
    return _between(
        f"DATE({first:%Y,%m,%d})",
        f"DATE({last:%Y,%m,%d})",
        f"Escriba una fecha entre el {labels.numeric_date(first)} y el "
        f"{labels.numeric_date(last)}, con día, mes y año.",
        "date",
    )


def _any_date(plan_year: int) -> DataValidation:
    return _validation(
        "date",
        f"Escriba una fecha con día, mes y año, por ejemplo 30/06/{plan_year}.",
        operator="greaterThanOrEqual",
        formula1="DATE(2000,1,1)",
    )


def _reachable(letter: str) -> DataValidation:
    validation = _validation(
        "custom",
        "Parece una ruta de su computador o de la red: nadie más podrá abrirla. Escriba un enlace "
        "o un número de radicado.",
        formula1=f'AND(MID({letter}2,2,2)<>":\\",LEFT({letter}2,2)<>"\\\\")',
    )
    validation.errorStyle = "warning"
    return validation


def _parameter_checks(book: Book) -> dict[str, DataValidation]:
    share = "Escriba un porcentaje entre 0% y 100%, por ejemplo 60%."
    checks = {
        "plan_year": _between(
            "2012", "2100", "Escriba el año del plan con cuatro cifras.", "whole"
        ),
        "medium_from": _between("0", "1", share),
        "high_from": _between("0", "1", share),
        "days": _one_of(("hábiles", "calendario")),
        "notice_days": _between("0", "366", "Escriba un número de días entre 0 y 366.", "whole"),
    }
    # cut-offs are closed in order: the first one, the first two, ...
    days = [labels.numeric_date(day) for day in book.cutoffs]
    closed = ",".join("; ".join(days[:count]) for count in range(1, len(days) + 1))
    if len(closed) <= LONGEST_LIST - 2:
        choice = _validation(
            "list",
            "Escoja de la lista los cortes que Control Interno ya cerró. ¿Deja lo que escribió?",
            formula1=f'"{closed}"',
            errorStyle="warning",
        )
        checks["closed_cutoffs"] = choice
    return checks
