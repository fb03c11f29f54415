"""Workbook bytes to sheets of cells: the first gate, which nothing but a sound .xlsx passes.

The parts of the archive are streamed and only cells that hold something are kept, so that neither
a hundred thousand blank formatted rows nor one stray value in the last column costs memory
(docs/adr/0002). Formulas count by their stored value; one without it is a fault of its cell.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from xml.parsers import expat

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from pac.model import Answer, Cell
from pac.reading.findings import finding
from pac.reading.numbers import PercentDisplay, percent_display

MAX_FILE_BYTES: Final = 10 * 2**20
MAX_UNPACKED_BYTES: Final = 100 * 2**20  # of XML; pictures do not count
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 256
MAX_MERGED_CELLS: Final = 200_000

_UNSEEN: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")  # as Excel stores a carriage return
_ERROR_TEXT: Final = re.compile(
    r"#(?:N/[AD]|[¡!]?(?:REF|VALOR|VALUE|NUM|NULO|NULL|DIV/0)!|¿?(?:NOMBRE|NAME)\?)", re.IGNORECASE
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class NotReadable(Exception):  # noqa: N818 (it carries a finding, it is not an error of ours)
    """The file cannot be read at all; carries the finding that says why."""

    def __init__(self, code: str, name: str, *, size: int = 0, most: int = 0) -> None:
        values = {"size": str(size), "most": str(most)}
        self.finding = finding(code, file=name, values=values)
        super().__init__(self.finding.message)


@dataclass(frozen=True, slots=True)
class Content:
    """What one cell holds, at the anchor where cells are merged."""

    cell: Cell
    value: object  # str, int, float, bool, date, datetime, time; None where blank
    number_format: str = "General"  # only of numbers and dates
    fault: str = ""  # "formula" (without a stored value) or an error such as "#REF!"

    @property
    def blank(self) -> bool:
        """Tell whether there is nothing at all in the cell."""
        return self.value is None and not self.fault

    @property
    def readable(self) -> Content:
        """Return the content, blank where its cell is at fault."""
        return Content(self.cell, None) if self.fault else self

    @property
    def text(self) -> str:
        """Return the content as a person sees it, white space collapsed."""
        return self.fault if self.fault.startswith("#") else shown(self.value, self.number_format)


def shown(value: object, number_format: str = "General") -> str:
    """Return a value as its cell shows it: 0.9 under ``0%`` as ``90%``, a date day first."""
    if value is None:
        return ""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, bool):
        return "VERDADERO" if value else "FALSO"
    if isinstance(value, dt.date):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    if isinstance(value, int | float):
        display = percent_display(number_format)
        scaled = value * 100 if display is PercentDisplay.SCALED else value
        text = f"{scaled:.9f}".rstrip("0").rstrip(".").replace(".", ",")
        with_sign = display in (PercentDisplay.SCALED, PercentDisplay.LITERAL)
        return f"{text}%" if with_sign else text
    return str(value)


@dataclass(frozen=True)
class Sheet:
    """One sheet: its cells by row and column as Excel numbers them, from 1."""

    name: str
    visible: bool
    height: int  # last row with a value, at most MAX_ROWS
    width: int  # last column with a value, at most MAX_COLUMNS
    too_long: bool  # it goes on below MAX_ROWS
    values: dict[tuple[int, int], object]
    formats: dict[tuple[int, int], str]  # only those other than General
    faults: dict[tuple[int, int], str]
    anchors: dict[tuple[int, int], tuple[int, int]]  # merged cell -> the one that holds the value

    def at(self, row: int, column: int) -> Content:
        """Return what a cell holds; for a merged cell, what its anchor holds."""
        anchor = self.anchors.get((row, column)) if self.anchors else None
        place = anchor or (row, column)
        return Content(
            Cell(self.name, *place),
            self.values.get(place),
            self.formats.get(place, "General"),
            self.faults.get(place, "") if self.faults else "",
        )

    def value(self, row: int, column: int) -> object:
        """Return the value that a cell or its anchor holds, None where there is none."""
        return self.values.get(self.anchor(row, column))

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """Return the place that holds what a cell shows: its own, or its anchor's."""
        return self.anchors.get((row, column), (row, column)) if self.anchors else (row, column)

    def is_blank(self, row: int, column: int) -> bool:
        """Tell whether there is nothing at all in a cell or its anchor."""
        place = self.anchor(row, column)
        return self.values.get(place) is None and not self.faults.get(place)

    def row_values(self, row: int) -> list[object]:
        """Return the values of a row from column 1 to the sheet's width."""
        return [self.value(row, column) for column in range(1, self.width + 1)]

    def row(self, row: int) -> list[Content]:
        """Return the contents of a row from column 1 to the sheet's width."""
        return [self.at(row, column) for column in range(1, self.width + 1)]


@dataclass(frozen=True)
class Workbook:
    """The sheets of one file, in its order."""

    name: str  # the file's name
    sheets: tuple[Sheet, ...]


def answered(book: Workbook, answers: Iterable[Answer]) -> Workbook:
    """Return a workbook with what a person answered in place of what some cells hold."""
    for answer in answers:
        for sheet in book.sheets:
            if sheet.name == answer.cell.sheet:
                place = (answer.cell.row, answer.cell.column)
                sheet.values[place] = answer.value
                sheet.formats[place] = answer.number_format
    return book


def read_workbook(data: bytes, name: str) -> Workbook:
    """Read the bytes of an .xlsx file.

    Raises:
        NotReadable: where it is another kind of file, protected, broken, too large or a zip bomb.
    """
    archive = _open_archive(data, name)
    try:
        frame, shared = _read_frame(archive)
        sheets = tuple(_read_sheet(archive, entry, frame, shared) for entry in frame.entries)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        ElementTree.ParseError,
        DefusedXmlException,
        expat.ExpatError,
        LookupError,
        ValueError,
        OSError,
        NotImplementedError,
    ) as problem:
        raise NotReadable("broken_file", name) from problem
    return Workbook(name, sheets)


def _open_archive(data: bytes, name: str) -> zipfile.ZipFile:
    """Return the file as a zip archive after looking at its kind and its sizes only."""
    if not data:
        raise NotReadable("empty_file", name)
    if len(data) > MAX_FILE_BYTES:
        raise NotReadable("too_large", name, size=len(data) // 2**20, most=MAX_FILE_BYTES // 2**20)
    if data.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise NotReadable("password" if encrypted else "old_excel", name)
    if not zipfile.is_zipfile(io.BytesIO(data)):
        raise NotReadable("broken_file" if data.startswith(b"PK") else "not_xlsx", name)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as problem:
        raise NotReadable("broken_file", name) from problem
    names = set(archive.namelist())
    if "mimetype" in names or "xl/workbook.bin" in names:
        raise NotReadable("other_spreadsheet", name)
    if "[Content_Types].xml" not in names:
        raise NotReadable("not_xlsx", name)
    unpacked = sum(i.file_size for i in archive.infolist() if "/media/" not in i.filename)
    if unpacked > MAX_UNPACKED_BYTES:
        raise NotReadable(
            "zip_bomb", name, size=unpacked // 2**20, most=MAX_UNPACKED_BYTES // 2**20
        )
    return archive


@dataclass(frozen=True)
class _Entry:
    name: str
    visible: bool
    part: str


@dataclass(frozen=True)
class _Frame:
    """What the sheets share: their list, the styles' number formats and the calendar."""

    entries: tuple[_Entry, ...]
    formats: tuple[str, ...]
    dates: tuple[bool, ...]  # by style: whether its number is a date
    epoch: dt.datetime


def _read_frame(archive: zipfile.ZipFile) -> tuple[_Frame, list[str]]:
    """Return the frame of the workbook and its shared strings."""
    relations = _relations(archive, "")
    path = next((t for kind, t in relations.values() if kind == "officeDocument"), None)
    if path is None:
        raise KeyError("officeDocument")
    root = ElementTree.fromstring(archive.read(path))
    relations = _relations(archive, path)
    entries = []
    mac = False
    for element in root.iter():
        if _local(element.tag) == "workbookPr":
            mac = element.get("date1904") in ("1", "true")
        if _local(element.tag) == "sheet":
            link = next((v for k, v in element.items() if _local(k) == "id"), "")
            kind, part = relations.get(link, ("", ""))
            if kind == "worksheet":
                visible = element.get("state", "visible") == "visible"
                entries.append(_Entry(element.get("name", ""), visible, part))
    formats = _style_formats(archive, next((t for k, t in relations.values() if k == "styles"), ""))
    strings = next((t for k, t in relations.values() if k == "sharedStrings"), "")
    frame = _Frame(
        tuple(entries),
        formats,
        tuple(bool(is_date_format(f)) for f in formats),
        CALENDAR_MAC_1904 if mac else CALENDAR_WINDOWS_1900,
    )
    return frame, _shared_strings(archive, strings)


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Return the parts that a part refers to: relation id -> (last word of its type, path)."""
    folder, base = posixpath.split(part)
    root = ElementTree.fromstring(archive.read(posixpath.join(folder, "_rels", f"{base}.rels")))
    found = {}
    for relation in root:
        target = relation.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        kind = relation.get("Type", "").rpartition("/")[2]
        found[relation.get("Id", "")] = (kind, posixpath.normpath(path))
    return found


def _style_formats(archive: zipfile.ZipFile, part: str) -> tuple[str, ...]:
    """Return the number format of each cell style, by the style's index."""
    if part not in archive.namelist():
        return ()
    root = ElementTree.fromstring(archive.read(part))
    own = {
        e.get("numFmtId"): e.get("formatCode", "General")
        for e in root.iter()
        if _local(e.tag) == "numFmt"
    }
    styles = next((e for e in root if _local(e.tag) == "cellXfs"), ())
    ids = [e.get("numFmtId") or "0" for e in styles]
    return tuple(own.get(i) or BUILTIN_FORMATS.get(int(i), "General") for i in ids)


def _shared_strings(archive: zipfile.ZipFile, part: str) -> list[str]:
    """Return the texts that cells refer to by number; runs joined, phonetic guides left out."""
    strings: list[str] = []
    if part not in archive.namelist():
        return strings
    pieces: list[str] = []
    depth = {"t": 0, "rPh": 0}

    def start(name: str, _attributes: dict[str, str]) -> None:
        if name in depth:
            depth[name] += 1
        elif name == "si":
            pieces.clear()

    def end(name: str) -> None:
        if name in depth:
            depth[name] -= 1
        elif name == "si":
            strings.append("".join(pieces))

    def text(data: str) -> None:
        if depth["t"] and not depth["rPh"]:
            pieces.append(data)

    _stream(archive, part, start, end, text)
    return strings


def _stream(
    archive: zipfile.ZipFile,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Feed a part to three handlers that get names without their namespace."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def begin(name: str, attributes: dict[str, str]) -> None:
        if ":" in name:  # each name has a prefix, as some programs write it
            parser.StartElementHandler = lambda name, found: start(name.rpartition(":")[2], found)
            parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
        else:
            parser.StartElementHandler = start
        start(name.rpartition(":")[2], attributes)

    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    with archive.open(part) as stream:
        parser.ParseFile(stream)


def _refuse_doctype(*_: object) -> None:
    raise ValueError("a part of a workbook declares no document type")


class _SheetHandler:
    """Collects what the cells of one sheet hold while its part streams by."""

    def __init__(self, frame: _Frame, strings: list[str]) -> None:
        self.frame = frame
        self.strings = strings
        self.values: dict[tuple[int, int], object] = {}
        self.formats: dict[tuple[int, int], str] = {}
        self.faults: dict[tuple[int, int], str] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.too_long = False
        self._row = 0
        self._column = 0
        self._cell: dict[str, str] = {}
        self._formula = False
        self._inside = False  # a value or an inline text
        self._pieces: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":  # blank formatted cells come by the million: do as little as can be
            self._cell = attributes
            self._column += 1
        elif name in ("v", "t"):
            self._inside = True
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
        elif name == "mergeCell":
            left, top, right, bottom = range_boundaries(attributes["ref"])
            self.merged.append((top, left, bottom, right))

    def end(self, name: str) -> None:
        if name == "c":
            if self._pieces or self._formula:
                self._keep("".join(self._pieces))
                self._pieces = []
                self._formula = False
        elif name in ("v", "t"):
            self._inside = False

    def text(self, data: str) -> None:
        if self._inside:
            self._pieces.append(data)

    def _keep(self, raw: str) -> None:
        if "r" in self._cell:
            self._row, self._column = place_of(self._cell["r"])
        place = (self._row, self._column)
        if self._row > MAX_ROWS:
            self.too_long = True
            return
        if self._column > MAX_COLUMNS:
            return
        kind = self._cell.get("t", "n")
        if kind == "e":
            self.faults[place] = raw
            return
        if not raw and kind != "str":
            self.faults[place] = "formula"
            return
        style = int(self._cell.get("s", "0"))
        value = self._value(raw, kind, style)
        if value is None:
            return
        if isinstance(value, str) and "#" in value and _ERROR_TEXT.fullmatch(value.strip()):
            self.faults[place] = value.strip()  # pasted as text from another book
            return
        self.values[place] = value
        if style < len(self.frame.formats) and not isinstance(value, str):
            number_format = self.frame.formats[style]
            if number_format != "General":
                self.formats[place] = number_format

    def _value(self, raw: str, kind: str, style: int) -> object:
        if kind == "s":
            raw = self.strings[int(raw)]
        if kind in ("s", "str", "inlineStr"):
            return _visible(raw)
        if kind == "b":
            return raw.strip() == "1"
        if kind == "d":
            return _iso_date(raw)
        number = float(raw)
        if not math.isfinite(number):
            raise ValueError(raw)
        if style < len(self.frame.dates) and self.frame.dates[style]:
            return _date(number, self.frame.epoch)
        return int(number) if number.is_integer() else number


def place_of(address: str) -> tuple[int, int]:
    """Return row and column of an address such as ``G14``."""
    letters = address.rstrip("0123456789")
    return int(address[len(letters) :]), _column(letters)


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    return int(coordinate_to_tuple(f"{letters}1")[1])


def _iso_date(raw: str) -> object:
    """Return the date that a strict workbook spells out; its text where it is no date."""
    try:
        return dt.datetime.fromisoformat(raw.rstrip("Z"))
    except ValueError:
        return raw


def _visible(text: str) -> str | None:
    """Return a text without marks that nobody sees; None where nothing remains."""
    if "_x" in text:
        text = _ESCAPED.sub(_letter, text)
    if not text.isascii():
        text = text.translate(_UNSEEN)
    return text if text.strip() else None


def _letter(escaped: re.Match[str]) -> str:
    """Return the letter that Excel stores as a number; a blank for what is none in any text."""
    code = int(escaped[1], 16)
    is_one = code in _SPACES or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE
    return chr(code) if is_one else " "


_SPACES: Final = (0x9, 0xA, 0xD)


def _date(serial: float, epoch: dt.datetime) -> object:
    """Return the date of a serial number; the number itself where it is out of Excel's range."""
    try:
        return from_excel(serial, epoch)
    except (ValueError, OverflowError, TypeError):
        return serial


def _read_sheet(
    archive: zipfile.ZipFile, entry: _Entry, frame: _Frame, strings: list[str]
) -> Sheet:
    handler = _SheetHandler(frame, strings)
    _stream(archive, entry.part, handler.start, handler.end, handler.text)
    held = (*handler.values, *handler.faults)
    height = max((row for row, _ in held), default=0)
    width = max((column for _, column in held), default=0)
    anchors: dict[tuple[int, int], tuple[int, int]] = {}
    for top, left, bottom, right in handler.merged:
        bottom, right = min(bottom, height), min(right, width)
        if len(anchors) + (bottom - top + 1) * (right - left + 1) > MAX_MERGED_CELLS:
            continue
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                anchors[row, column] = (top, left)
    return Sheet(
        entry.name,
        entry.visible,
        height,
        width,
        handler.too_long,
        handler.values,
        handler.formats,
        handler.faults,
        anchors,
    )
