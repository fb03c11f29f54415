"""What the workbook says of itself: sheets ``Parámetros`` and ``Dependencias``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any, Final

from pac import norms, schema
from pac.labels import fold
from pac.model import Cell, Party, PartyKind, Settings
from pac.reading.deadlines import DeadlineError, parse_deadline
from pac.reading.findings import Collected
from pac.reading.matrix import title_rows
from pac.reading.workbook import Content, Sheet, Workbook

_YEAR_IN_TITLE: Final = re.compile(
    r"\b(?:vigencia|ano|paac|ptep|plan anticorrupcion[a-z ]*|programa de transparencia[a-z ]*|plan)"
    r"\s*(?:fiscal\s*|del?\s*|no\.?\s*)?[-–:_ ]*(20[1-4]\d)\b"
)
_YEAR_IN_NAME: Final = re.compile(r"(?<!\d)(20[1-4]\d)(?!\d)")
_ENTITY: Final = re.compile(
    r"^(?:entidad\s*:?\s*)?((?:alcaldia|municipio|gobernacion|hospital|personeria|concejo|e\.?s\.?e\.?)\b.*)$"
)


def find_sheet(book: Workbook, name: str) -> Sheet | None:
    """Return the sheet of that name, accents and case aside."""
    return next((sheet for sheet in book.sheets if fold(sheet.name) == fold(name)), None)


def parameter_cells(book: Workbook) -> dict[str, Content]:
    """Return the value cell of each known parameter, by its identifier."""
    sheet = find_sheet(book, schema.PARAMETERS)
    if sheet is None:
        return {}
    labels = {fold(row.label): row.name for row in schema.PARAMETER_ROWS}
    found = {}
    for row in range(1, sheet.height + 1):
        name = labels.get(fold(sheet.at(row, 1).text))
        if name:
            found[name] = sheet.at(row, 2)
    return found


def read_settings(book: Workbook, collected: Collected) -> Settings | None:
    """Return the settings, with the defaults of the rules; None where the year is not known."""
    cells = parameter_cells(book)
    year = _plan_year(book, cells, collected)
    if year is None:
        return None
    for content in cells.values():
        if content.fault:
            collected.fault(content.cell, content.fault)
    cells = {name: content.readable for name, content in cells.items()}
    values: dict[str, Any] = {
        name: cells[name].text if name in cells else ""
        for name in ("shield", "format_code", "format_version", "signer", "pqrs_channel")
    }
    entity = cells["entity"].text if "entity" in cells else _entity_in_titles(book)
    instrument = cells["instrument"].text if "instrument" in cells else ""
    version = cells.get("template_version")
    if version and not version.blank and version.text != schema.TEMPLATE_VERSION:
        collected.add(
            "unknown_template",
            (version.cell,),
            found=version.text,
            expected=schema.TEMPLATE_VERSION,
        )
    cutoffs = _dates(cells.get("cutoffs"), "Cortes", year, collected)
    medium_from, high_from = _levels(cells, collected)
    closed = _dates(cells.get("closed_cutoffs"), "Cortes cerrados", year, collected)
    return Settings(
        entity=entity,
        instrument=instrument or "Plan Anticorrupción y de Atención al Ciudadano",
        plan_year=year,
        cutoffs=tuple(sorted({*cutoffs, *closed})) if cutoffs else (),
        closed_cutoffs=closed,
        medium_from=medium_from,
        high_from=high_from,
        days="calendar" if _counts_calendar_days(cells.get("days"), collected) else "working",
        notice_days=_notice(cells.get("notice_days"), collected),
        **values,
    )


def complete_cutoffs(settings: Settings, milestones: Sequence[dt.date]) -> tuple[dt.date, ...]:
    """Return the cut-offs: the workbook's own, else the legal ones and a closing one (R16).

    The closing cut-off is the end of the month of the last milestone, where that falls after
    the vigencia.
    """
    if settings.cutoffs:
        return settings.cutoffs
    legal = norms.legal_cutoffs(settings.plan_year)
    last = max(milestones, default=legal[-1])
    if last <= legal[-1] or last.year > settings.plan_year + 1:
        return tuple(sorted({*legal, *settings.closed_cutoffs}))
    following = (last.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    closing = following - dt.timedelta(days=1)
    return tuple(sorted({*legal, closing, *settings.closed_cutoffs}))


def _plan_year(book: Workbook, cells: dict[str, Content], collected: Collected) -> int | None:
    content = cells.get("plan_year")
    if content and not content.blank:
        if re.fullmatch(r"20\d\d", content.text):
            return int(content.text)
        collected.add(
            "bad_parameter",
            (content.cell,),
            name="Vigencia",
            found=content.text or "una fórmula sin resultado",
            expected="un año",
            example="2023",
        )
        return None
    titled = year_in_titles(book)
    if titled:
        year, cell, text = titled
        collected.convene(("year_from_title",), cell, text)
        return year
    for text in (*(sheet.name for sheet in book.sheets), book.name):
        found = set(_YEAR_IN_NAME.findall(text))
        if len(found) == 1:
            collected.convene(("year_from_name",), None, text)
            return int(found.pop())
    collected.add("missing_year")
    return None


def year_in_titles(book: Workbook) -> tuple[int, Cell, str] | None:
    """Return the first year that a title above a matrix names, with its cell and words.

    "Vigencia:" and 2023 may stand in two cells.
    """
    for row in _title_rows(book):
        cells = list({content.cell: content for content in row if not content.blank}.values())
        for first, second in zip_longest(cells, cells[1:]):
            beside = f"{first.text} {second.text}" if second else first.text
            for text in (first.text, beside):
                match = _YEAR_IN_TITLE.search(fold(text))
                if match:
                    return int(match[1]), first.cell, text
    return None


def _title_rows(book: Workbook) -> Iterator[list[Content]]:
    for sheet in book.sheets:
        for row in title_rows(sheet):
            yield sheet.row(row)


def _entity_in_titles(book: Workbook) -> str:
    for row in _title_rows(book):
        for content in row:
            text = content.text
            if isinstance(content.value, str) and len(text) < 90 and _ENTITY.match(fold(text)):
                return re.sub(r"(?i)^entidad\s*:?\s*|[\s,–-]*vigencia.*$", "", text)
    return ""


def _dates(
    content: Content | None, label: str, year: int, collected: Collected
) -> tuple[dt.date, ...]:
    if content is None or content.blank:
        return ()
    try:
        days = parse_deadline(content.value, year).milestones
    except DeadlineError:
        days = ()
    if days and all(dt.date(year, 1, 1) <= day <= dt.date(year + 1, 3, 31) for day in days):
        return days
    collected.add(
        "bad_parameter",
        (content.cell,),
        name=label,
        found=content.text,
        expected=f"una lista de fechas de la vigencia {year}, separadas por punto y coma",
        example=f"30/04/{year}; 31/08/{year}; 31/12/{year}",
    )
    return ()


def _levels(cells: dict[str, Content], collected: Collected) -> tuple[float, float]:
    """Return the shares from which a level is medium and high."""
    medium = _share(cells.get("medium_from"), "Nivel medio desde", norms.MEDIUM_FROM, collected)
    high = _share(cells.get("high_from"), "Nivel alto desde", norms.HIGH_FROM, collected)
    if medium < high:
        return medium, high
    given = [one for n in ("medium_from", "high_from") if (one := cells.get(n)) and not one.blank]
    collected.add(
        "bad_parameter",
        [one.cell for one in given],
        name="Niveles",
        found=" y ".join(one.text for one in given),
        expected="que el nivel medio empiece antes que el alto",
        example="60% y 80%",
    )
    return norms.MEDIUM_FROM, norms.HIGH_FROM


def _share(content: Content | None, label: str, default: float, collected: Collected) -> float:
    if content is None or content.blank:
        return default
    match = re.fullmatch(r"(\d{1,3}(?:[.,]\d+)?)\s*%", content.text)
    if match and 0 < float(match[1].replace(",", ".")) <= 100:
        return round(float(match[1].replace(",", ".")) / 100, norms.SHARE_DECIMALS)
    collected.add(
        "bad_parameter",
        (content.cell,),
        name=label,
        found=content.text,
        expected="un porcentaje",
        example="60%",
    )
    return default


def _counts_calendar_days(content: Content | None, collected: Collected) -> bool:
    if content is None or content.blank:
        return False
    said = fold(content.text)
    if not said.startswith(("habil", "calendario")):
        collected.add(
            "bad_parameter",
            (content.cell,),
            name="Los días son",
            found=content.text,
            expected="«hábiles» o «calendario»",
            example="hábiles",
        )
    return said.startswith("calendario")


def _notice(content: Content | None, collected: Collected) -> int:
    if content is None or content.blank:
        return norms.NOTICE_DAYS
    if content.text.isdigit() and int(content.text) <= 366:
        return int(content.text)
    collected.add(
        "bad_parameter",
        (content.cell,),
        name="Avisar … días antes",
        found=content.text,
        expected="un número de días",
        example="30",
    )
    return norms.NOTICE_DAYS


def read_parties(book: Workbook, collected: Collected) -> tuple[Party, ...] | None:
    """Return the catalogue of the sheet ``Dependencias``, None where the book has none."""
    sheet = find_sheet(book, schema.OFFICES)
    if sheet is None or sheet.height < 2:
        return None
    kinds = {fold(kind): kind for kind in PartyKind}
    parties: list[Party] = []
    seen: dict[str, Cell] = {}
    for row in range(2, sheet.height + 1):
        cells = [sheet.at(row, column) for column in (1, 2, 3)]
        for content in cells:
            if content.fault:
                collected.fault(content.cell, content.fault)
        name, aliases, kind = (content.readable for content in cells)
        if name.blank:
            continue
        spellings = tuple(part.strip() for part in aliases.text.split(";") if part.strip())
        said = kinds.get(fold(kind.text) or str(PartyKind.OFFICE))
        if said is None:
            collected.add("bad_kind", (kind.cell,), found=kind.text)
            said = PartyKind.OFFICE
        for spelling in {fold(name.text): name.text, **{fold(s): s for s in spellings}}.items():
            if spelling[0] in seen:
                collected.add("duplicate_office", (seen[spelling[0]], name.cell), found=spelling[1])
            seen[spelling[0]] = name.cell
        parties.append(Party(name.text, spellings, said))
    return tuple(parties)
