"""The follow-up of Control Interno as a workbook: the official form, ready to print.

Numbers and dates are real ones. The sheets are protected without a password, so that only
what Control Interno writes can change: its observations, the date of publication, who signs.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from pac import labels
from pac.charts import theme
from pac.model import Level, Provenance
from pac.progress.figures import Figures
from pac.reports import cells, follow_up, provenance, typeset
from pac.reports.follow_up import Component, Counts, Entry, FollowUp, Report, Row, State
from pac.reports.table import COUNT, DATE, GENERAL, share_format
from pac.workbook import layout
from pac.workbook.layout import Dress, Looks, Value

_OFICIO: Final = 14  # Excel's number of the paper of 8.5 by 13 inches
_WIDEST: Final = 245.0  # characters across one page that one can still read
_SMALLEST: Final = 0.6  # share of its width to which a column of text gives way
_NARROWEST: Final = 15.5  # characters; the longest heading, in bold

_SHIELD_HEIGHT: Final = 54  # pixels

_TITLE_ROWS: Final = 3
_OPEN: Final = Protection(locked=False)


@dataclass(frozen=True)
class _Column:
    """One column of the form, with its width in characters."""

    heading: str
    width: float
    is_text: bool = True


_FIXED: Final = (
    _Column("ID", 8, is_text=False),
    _Column("Subcomponente / Proceso", 17),
    _Column("Actividades programadas", 34),
    _Column("Meta / Producto", 24),
    _Column("Responsable", 22),
    _Column("Fecha programada", 13, is_text=False),
)
_PENDING: Final = (_Column("", 14, is_text=False),)


def _columns(one: FollowUp) -> tuple[_Column, ...]:
    """Return the columns of a follow-up; of the chosen one, if closed, what was reported too."""
    if one.is_pending:
        return _PENDING
    reported = one.is_chosen and one.state is State.CLOSED
    return (
        _Column("Actividades cumplidas", 32 if one.is_chosen else 25),
        _Column("% de avance", 9, is_text=False),
        *([_Column("% reportado", 10.5, is_text=False)] if reported else ()),
        _Column("Meta al corte", 12.5, is_text=False),
        _Column("Observaciones", 28 if one.is_chosen else 20),
    )


def workbook(figures: Figures, made_at: dt.datetime, shield: bytes | None = None) -> bytes:
    """Return the follow-up of a cut-off as a workbook.

    Args:
        figures: Of the whole plan at that cut-off.
        made_at: When it was asked for, in Colombia's time.
        shield: Picture of the entity's shield, PNG or JPEG; its place stays free without one.
    """
    report = follow_up.report(figures)
    book = Workbook()
    form = book.active
    if not isinstance(form, Worksheet):
        raise TypeError("a new workbook opens on a sheet")
    form.title = next(one.name for one in report.follow_ups if one.is_chosen)
    _Form(form, report, figures).write(shield)
    _summary(book.create_sheet("Resumen"), report, figures, made_at)
    _notes(book.create_sheet("Notas y firma"), report)
    for sheet in book.worksheets:
        _finish(sheet, report, figures.provenance, made_at)
    book.properties.title = f"{follow_up.NAME}. {report.title}"
    book.properties.creator = report.entity
    return layout.to_bytes(book, made_at.replace(tzinfo=None))


class _Form:
    """The sheet that has the layout of the official form."""

    def __init__(self, sheet: Worksheet, report: Report, figures: Figures) -> None:
        self._sheet, self._report = sheet, report
        self._code = (figures.settings.format_code, figures.settings.format_version)
        self._mark = provenance.mark(figures.provenance)
        self._looks = Looks()
        self._groups = [_columns(one) for one in report.follow_ups]
        self._columns = [*_FIXED, *(column for group in self._groups for column in group)]
        self._widths = _fitted(self._columns)
        self._starts = [
            1 + len(_FIXED) + sum(map(len, self._groups[:n])) for n in range(len(self._groups))
        ]

    def write(self, shield: bytes | None) -> None:
        sheet, last = self._sheet, len(self._columns)
        for place, width in enumerate(self._widths, 1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        row = self._title(shield)
        row = self._facts(row)
        heads = self._heads(row)
        row = heads + 2
        for n, component in enumerate(self._report.components):
            if n:
                sheet.row_breaks.append(Break(id=row - 1))
            row = self._component(row, component)
        self._band(row, "Todo el plan", self._report.total)
        sheet.freeze_panes = f"D{heads + 2}"
        sheet.print_area = f"A1:{get_column_letter(last)}{row}"
        _paper(sheet, f"{heads}:{heads + 1}")
        sheet.sheet_view.zoomScale = 85

    def _merged(self, row: int, first: int, last: int, *, rows: int = 1) -> None:
        """Merge some cells, with a border around each of them."""
        for each in range(row, row + rows):
            for place in range(first, last + 1):
                self._sheet.cell(each, place).border = layout.GRID
        if last > first or rows > 1:
            self._sheet.merge_cells(
                start_row=row, end_row=row + rows - 1, start_column=first, end_column=last
            )

    def _title(self, shield: bytes | None) -> int:
        """Write shield, whose and what it is, and the code of the format; return the next row."""
        sheet, report, last = self._sheet, self._report, len(self._columns)
        code = self._starts[-1] - (1 if self._report.follow_ups[-1].is_pending else 0)
        said = (
            (report.entity, True, 12, layout.ENTITY),
            (f"{follow_up.NAME}. {report.title}", True, 14, layout.INK),
            (f"{report.instrument} · vigencia {report.plan_year}", False, 11, layout.MUTED),
        )
        written, version = (text or labels.UNDEFINED for text in self._code)
        beside = (f"Código: {written}", f"Versión del formato: {version}", "")
        self._merged(1, 1, 2, rows=_TITLE_ROWS)
        for row, ((text, bold, size, colour), other) in enumerate(
            zip(said, beside, strict=True), 1
        ):
            self._merged(row, 3, code - 1)
            self._merged(row, code, last)
            layout.put(sheet.cell(row, 3), text)
            sheet.cell(row, 3).font = layout.font(bold=bold, size=size, colour=colour)
            sheet.cell(row, 3).alignment = layout.wrapped(horizontal="center", vertical="center")
            layout.put(sheet.cell(row, code), other)
            sheet.cell(row, code).alignment = layout.wrapped(vertical="center")
            sheet.row_dimensions[row].height = 21
        picture = typeset.picture(shield)
        if picture:
            image = Image(io.BytesIO(picture))
            image.width, image.height = _SHIELD_HEIGHT * image.width / image.height, _SHIELD_HEIGHT
            sheet.add_image(image, "A1")
        return _TITLE_ROWS + 1

    def _facts(self, row: int) -> int:
        """Write whose it is, of which year, and when it is published; return the next row."""
        sheet, report, last = self._sheet, self._report, len(self._columns)
        facts: tuple[tuple[str, Value], ...] = (
            ("Entidad", report.entity),
            ("Vigencia", report.plan_year),
            ("Fecha de publicación", report.published),
        )
        for what, value in facts:
            self._merged(row, 1, 2)
            layout.put(sheet.cell(row, 1), what)
            sheet.cell(row, 1).font = layout.font(bold=True)
            sheet.cell(row, 1).fill = layout.fill(layout.READY)
            self._merged(row, 3, 3 if what == facts[-1][0] else last)
            layout.put(sheet.cell(row, 3), value, GENERAL)
            sheet.cell(row, 3).alignment = layout.wrapped()
            layout.set_height(sheet, row, 1, padding=4)
            row += 1
        self._merged(row - 1, 4, last)
        layout.put(sheet.cell(row - 1, 4), report.publication)
        if report.published is None:
            cell = sheet.cell(row - 1, 3)
            cell.protection, cell.number_format = _OPEN, DATE
            _prompt(sheet, "Fecha de publicación", "Escriba la fecha en que se publicó.").add(cell)
        warnings = " · ".join(filter(None, (self._mark, report.notice)))
        if warnings:
            cell = sheet.cell(row, 1)
            layout.put(cell, warnings)
            cell.font = layout.font(bold=True, size=12, colour=layout.CAUTION)
            cell.alignment = Alignment(vertical="center")
            layout.set_height(sheet, row, 1.4)
            row += 1
        return row

    def _heads(self, row: int) -> int:
        """Write the two rows of headings; return the first of them."""
        sheet = self._sheet
        for place, column in enumerate(_FIXED, 1):
            self._merged(row, place, place, rows=2)
            self._head(row, place, column.heading)
        lines = 1
        for one, group, start in zip(
            self._report.follow_ups, self._groups, self._starts, strict=True
        ):
            end = start + len(group) - 1
            self._merged(row, start, end, rows=2 if one.is_pending else 1)
            joint = "\n" if one.is_pending else ", "
            day = cells.together(labels.short_date(one.cutoff))
            text = f"{one.name}{joint}corte {day}\n{one.basis}"
            self._head(row, start, text)
            across = sum(self._widths[start - 1 : end])
            if not one.is_pending:
                lines = max(lines, layout.line_count(text, across))
                for place, column in enumerate(group, start):
                    self._merged(row + 1, place, place)
                    self._head(row + 1, place, column.heading, centred=not column.is_text)
        layout.set_height(sheet, row, lines + 0.3)
        layout.set_height(sheet, row + 1, 2.3)
        return row

    def _head(self, row: int, place: int, text: str, *, centred: bool = False) -> None:
        cell = self._sheet.cell(row, place)
        layout.put(cell, text)
        cell.font = layout.font(bold=True)
        cell.fill = layout.fill(layout.PALE)
        cell.border = layout.GRID
        across = "center" if centred else "left"
        cell.alignment = layout.wrapped(horizontal=across, vertical="center")

    def _component(self, row: int, component: Component) -> int:
        """Write a component and its activities; return the row below them."""
        self._band(row, component.name, component.counts)
        first = row + 1
        for row, one in enumerate(component.rows, first):
            self._activity(row, one)
        last = first + len(component.rows) - 1
        place = get_column_letter(self._remarks())
        _prompt(
            self._sheet, "Observaciones", "Escriba aquí las observaciones de Control Interno."
        ).add(f"{place}{first}:{place}{last}")
        return last + 1

    def _remarks(self) -> int:
        """Return the column of the observations of the chosen follow-up."""
        chosen = next(n for n, one in enumerate(self._report.follow_ups) if one.is_chosen)
        return self._starts[chosen] + len(self._groups[chosen]) - 1

    def _band(self, row: int, name: str, every: Sequence[Counts]) -> None:
        """Write what a component or the whole plan comes to in each follow-up."""
        self._merged(row, 1, len(_FIXED))
        self._bold(row, 1, name, layout.ENTITY)
        lines = layout.line_count(name, sum(self._widths[: len(_FIXED)]), 12)
        shown = iter(every)
        for one, group, start in zip(
            self._report.follow_ups, self._groups, self._starts, strict=True
        ):
            end = start + len(group) - 1
            self._merged(row, start, end)
            counts = None if one.is_pending else next(shown)
            level = counts.level if counts else None
            colour = _colour(level)
            text = counts.words if counts else ""
            self._bold(row, start, text, colour)
            lines = max(lines, layout.line_count(text, sum(self._widths[start - 1 : end]), 12))
        layout.set_height(self._sheet, row, lines + 0.4)

    def _bold(self, row: int, place: int, text: str, colour: str) -> None:
        cell = self._sheet.cell(row, place)
        layout.put(cell, text)
        cell.font = layout.font(bold=True, size=12 if place == 1 else 11, colour=colour)
        cell.fill = layout.fill(layout.READY)
        cell.border = layout.GRID
        cell.alignment = layout.wrapped(vertical="center")

    def _activity(self, row: int, one: Row) -> None:
        values: list[tuple[Value, str]] = [
            (one.activity_id, GENERAL),
            (one.strategy, GENERAL),
            (one.activity, GENERAL),
            (one.product, GENERAL),
            (one.responsible, GENERAL),
            (one.dates[0], DATE) if len(one.dates) == 1 else (one.scheduled, GENERAL),
        ]
        entries = iter(one.entries)
        for each, group in zip(self._report.follow_ups, self._groups, strict=True):
            if each.is_pending:
                values.append((None, GENERAL))
            else:
                values += _values(next(entries), with_reported=len(group) > _PLAIN)
        for place, (value, form) in enumerate(values, 1):
            is_text = place <= len(_FIXED) or self._columns[place - 1].is_text
            dress = _TEXT if is_text else _NUMBER
            self._looks.put(self._sheet.cell(row, place), value, form, dress)
        self._sheet.cell(row, self._remarks()).protection = _OPEN
        texts = (
            (value, width * _ROOMY) for (value, _), width in zip(values, self._widths, strict=True)
        )
        layout.set_height(self._sheet, row, layout.lines_in(texts))


_PLAIN: Final = 4  # columns of a follow-up without what was reported beside what was verified
_TEXT: Final = Dress()
_NUMBER: Final = Dress(centred=True)
_ROOMY: Final = 1.12  # a line holds more than it is counted to, over texts of this length


def _values(one: Entry, *, with_reported: bool) -> list[tuple[Value, str]]:
    """Return what the cells of a follow-up hold for an activity, each with its format."""
    return [
        (one.done, GENERAL),
        _share(one.share, one.share_words),
        *([_share(one.reported, one.reported_words)] if with_reported else ()),
        _share(one.expected, one.expected_words),
        (one.remarks, GENERAL),
    ]


def _share(share: float | None, words: str) -> tuple[Value, str]:
    """Return a share as a number that shows as its words say it; else the words."""
    return (words, GENERAL) if share is None else (share, share_format(share, words))


def _colour(level: Level | None) -> str:
    """Return the colour of a level as Excel writes it; without one, that of text."""
    return theme.LIGHT.level(level).lstrip("#").upper() if level else layout.INK


def _fitted(columns: Sequence[_Column]) -> list[float]:
    """Return widths that fit on a page: the columns of text give way, as far as they can."""
    fixed = sum(column.width for column in columns if not column.is_text)
    text = sum(column.width for column in columns if column.is_text)
    share = max(_SMALLEST, min(1.0, (_WIDEST - fixed) / text))
    return [
        max(_NARROWEST, column.width * share) if column.is_text else column.width
        for column in columns
    ]


def _paper(sheet: Worksheet, titles: str = "1:1") -> None:
    """Set a sheet up to print: oficio across, one page wide, some rows on each page."""
    layout.print_table(sheet)
    sheet.page_setup.paperSize = _OFICIO
    sheet.print_title_rows = titles


def _prompt(sheet: Worksheet, title: str, text: str) -> DataValidation:
    """Return a hint that shows when a cell to be written in is chosen, and never on paper."""
    hint = DataValidation(showInputMessage=True, promptTitle=title, prompt=text)
    sheet.add_data_validation(hint)
    return hint


_SUMMARY_WIDTHS: Final = (62.0, 13.0)


def _summary(sheet: Worksheet, report: Report, figures: Figures, made_at: dt.datetime) -> None:
    """Write what each component comes to, and what it all rests on."""
    columns = _summary_columns(report.shown[report.chosen].state)
    widths = [_SUMMARY_WIDTHS[0], *[_SUMMARY_WIDTHS[1]] * (len(columns) - 1)]
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    across = max(110.0, sum(widths))
    row = _paragraphs(sheet, 1, [report.title], across, bold=True, size=14, colour=layout.ENTITY)
    row = _paragraphs(sheet, row, report.sentences[:1], across, bold=True)
    row = _paragraphs(sheet, row, report.sentences[1:], across) + 1
    heads = row
    for place, heading in enumerate(columns, 1):
        cell = sheet.cell(heads, place)
        layout.put(cell, heading)
        cell.font = layout.font(bold=True)
        cell.fill = layout.fill(layout.PALE)
        cell.border = layout.GRID
        cell.alignment = layout.wrapped(horizontal="left" if place == 1 else "center")
    layout.set_height(sheet, heads, 3)
    every = [(one.name, one.counts[report.chosen]) for one in report.components]
    every.append(("Todo el plan", report.total[report.chosen]))
    for row, (name, counts) in enumerate(every, heads + 1):
        values = _summary_values(name, counts, report.shown[report.chosen].state)
        for place, (value, form) in enumerate(values, 1):
            cell = sheet.cell(row, place)
            layout.put(cell, value, form)
            cell.border = layout.GRID
            cell.font = layout.font(bold=row == heads + len(every))
            if place > 1:
                cell.alignment = layout.wrapped(horizontal="center")
            if value == counts.zone and counts.level:
                cell.font = layout.font(bold=True, colour=_colour(counts.level))
        layout.set_height(sheet, row, layout.line_count(name, widths[0]))
    row = _paragraphs(sheet, heads + len(every) + 2, report.legend, across, colour=layout.MUTED)
    said = provenance.lines(figures.provenance, made_at)
    _paragraphs(sheet, row, said, across, colour=layout.MUTED)
    _paper(sheet)


def _summary_columns(state: State) -> tuple[str, ...]:
    always = ("Componente", "Actividades", "Programadas al corte")
    return {
        State.CLOSED: (
            *always,
            "Al día, según lo verificado",
            "Al día, según lo reportado",
            "Cumplimiento",
            "Zona",
            "Avance de la vigencia, verificado",
            "Avance de la vigencia, reportado",
        ),
        State.COLLECTING: (
            *always,
            "Reportadas, de las programadas",
            "Al día, según lo reportado",
            "Avance de la vigencia, según lo reportado",
        ),
    }.get(state, always)


def _summary_values(name: str, one: Counts, state: State) -> list[tuple[Value, str]]:
    always: list[tuple[Value, str]] = [
        (name, GENERAL),
        (one.activities, COUNT),
        (one.scheduled, COUNT),
    ]
    if state is State.CLOSED:
        compliance = None if one.few else one.compliance
        return [
            *always,
            (one.fulfilled, COUNT),
            (one.fulfilled_reported, COUNT),
            _share(compliance, one.compliance_words or labels.UNDEFINED),
            (one.zone or labels.UNDEFINED, GENERAL),
            _share(one.attainment, one.attainment_words),
            _share(one.attainment_reported, one.attainment_reported_words),
        ]
    if state is State.COLLECTING:
        return [
            *always,
            (one.scheduled_reported, COUNT),
            (one.fulfilled, COUNT),
            _share(one.attainment, one.attainment_words),
        ]
    return always


_NOTE_WIDTHS: Final = (26.0, 10.0, 56.0, 30.0, 48.0)
_NOTE_HEADS: Final = ("Por qué", "ID", "Actividad", "Responde", "Detalle")


def _notes(sheet: Worksheet, report: Report) -> None:
    """Write what must be known beside the figures, and the place of the signature."""
    across = sum(_NOTE_WIDTHS)
    for place, width in enumerate(_NOTE_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    title = "Lo que debe saberse de estas cifras"
    row = _paragraphs(sheet, 1, [title], across, bold=True, size=14, colour=layout.ENTITY)
    for note in report.notes:
        if note.lines:
            row = _paragraphs(sheet, row, [note.title], across, bold=True)
            row = _paragraphs(sheet, row, note.lines, across)
    named = [(note.title, one) for note in report.notes for one in note.named]
    if named:
        row = _paragraphs(sheet, row + 1, ["Actividades que se deben mirar"], across, bold=True)
        looks = Looks()
        for place, heading in enumerate(_NOTE_HEADS, 1):
            cell = sheet.cell(row, place)
            layout.put(cell, heading)
            cell.font = layout.font(bold=True)
            cell.fill = layout.fill(layout.PALE)
            cell.border = layout.GRID
        for why, one in named:
            row += 1
            texts = (why, one.activity_id, one.activity, one.lead, one.detail)
            for place, text in enumerate(texts, 1):
                looks.put(sheet.cell(row, place), text, GENERAL)
            layout.set_height(sheet, row, layout.lines_in(zip(texts, _NOTE_WIDTHS, strict=True)))
    _signature(sheet, row + 3, report)
    _paper(sheet)


def _signature(sheet: Worksheet, row: int, report: Report) -> None:
    """Write the place of the signature; the name is written by who signs."""
    sheet.row_dimensions[row].height = 60
    for place, (what, said) in enumerate((("Firma", ""), ("Nombre", ""), ("Cargo", report.signer))):
        at = row + place
        layout.put(sheet.cell(at, 1), what)
        sheet.cell(at, 1).font = layout.font(bold=True)
        sheet.cell(at, 1).alignment = Alignment(vertical="bottom")
        sheet.merge_cells(start_row=at, end_row=at, start_column=2, end_column=3)
        layout.put(sheet.cell(at, 2), said)
        for column in (2, 3):
            sheet.cell(at, column).border = layout.UNDERLINE
            if not said:
                sheet.cell(at, column).protection = _OPEN


def _paragraphs(
    sheet: Worksheet,
    row: int,
    texts: Iterable[str],
    across: float,
    *,
    bold: bool = False,
    size: float = 11,
    colour: str = layout.INK,
) -> int:
    """Write texts across the sheet, one below the other; return the next free row."""
    last, width = 1, sheet.column_dimensions["A"].width
    while width < across and last < len(_NOTE_WIDTHS) * 3:
        last += 1
        width += sheet.column_dimensions[get_column_letter(last)].width
    for text in texts:
        cell = sheet.cell(row, 1)
        layout.put(cell, text)
        cell.font = layout.font(bold=bold, size=size, colour=colour)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
        lines = layout.line_count(text, across, size)
        layout.set_height(sheet, row, lines * size / 11, padding=4)
        row += 1
    return row


def _finish(sheet: Worksheet, report: Report, about: Provenance, made_at: dt.datetime) -> None:
    """Protect a sheet, and say on each printed page what it is and where it comes from."""
    warnings = " · ".join(filter(None, (provenance.mark(about), report.notice)))
    layout.footer(sheet, _foot(about, made_at), warnings)
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False  # they may be resized
    sheet.sheet_view.showGridLines = False


def _foot(about: Provenance, made_at: dt.datetime) -> str:
    """Return in one line where the figures come from; all of it stands on the summary."""
    parts = [
        about.entity,
        f"corte {labels.short_date(about.cutoff)}, {about.basis}",
        f"versión {about.version}" if about.version else "",
        f"código {about.code}" if about.code else "",
        f"generado el {labels.numeric_date(made_at)} a las {made_at:%H:%M}",
    ]
    said = " · ".join(filter(None, parts))
    # the entity heads the first page too
    is_long = len(said.replace("&", "&&")) > layout.LONGEST_FOOT
    return " · ".join(filter(None, parts[1:])) if is_long else said
