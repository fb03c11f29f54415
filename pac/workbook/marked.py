"""The user's own workbook with each finding marked on its cell and listed in a sheet of its own.

A mark is a rule that colours the cell while it says what was found, and a note with what to do.
All else stays as it was, byte by byte (docs/adr/0006).
"""

from __future__ import annotations

import itertools
import math
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from pac.model import Finding, Severity
from pac.workbook import layout
from pac.workbook.marks import EDGES, FILLS, Place, address, area, by_weight, runs
from pac.workbook.notes import add_notes, clear_notes
from pac.workbook.parts import (
    Book,
    BrokenPackage,
    Edit,
    Element,
    Package,
    SheetPart,
    content,
    link_attribute,
    local,
    open_book,
    parsed,
    patched,
    streamed,
    without,
)
from pac.workbook.review import LIST_NAME, OPENING, add_list
from pac.workbook.styles import Styles

_MARKER: Final = b"revision_paac"
_OURS: Final = f'N("{_MARKER.decode()}")=0'  # true, and in each of our rules after any save
_LONGEST_FORMULA: Final = 255  # characters
_MOST_RULES: Final = 1000  # on a sheet; above it, one rule for many cells, which only colours
_AREAS_PER_RULE: Final = 300

_ORDER: Final = (  # of a sheet's parts, as the schema has it
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
_PRIORITY: Final = re.compile(rb"\spriority\s*=\s*[\"'](\d+)")

Formula = tuple[str, ...]  # joined by a cell's address; empty where nothing can be said
Rule = tuple[str, ...]  # a severity, then a formula


def marked(data: bytes, findings: Sequence[Finding]) -> bytes:
    """Return a workbook with its findings marked; a marked one is cleared of its marks first.

    Without findings only earlier marks are taken away; a book without any comes back as it is.
    A finding whose cells are in no sheet of the book is listed without a link.

    Args:
        data: A file that ``pac.reading.workbook.read_workbook`` has taken, which bounds its size.
        findings: Those of this file.

    Raises:
        BrokenPackage: where the file is not one.
    """
    try:
        package = Package(data)
        _unmark(package)
        if findings:
            _mark(package, findings)
        return package.to_bytes()
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        expat.ExpatError,
        LookupError,
        ValueError,
        OSError,
        NotImplementedError,
        RuntimeError,
    ) as problem:
        raise BrokenPackage(str(problem)) from problem


def _mark(package: Package, findings: Sequence[Finding]) -> None:
    book = open_book(package)
    styles = Styles(package, book)
    looks = {severity: styles.add("dxfs", _mark_look(severity)) for severity in Severity}
    marks = _marks(findings)
    for sheet in book.sheets:
        if sheet.part and sheet.name in marks:
            _mark_sheet(package, book, sheet.part, marks[sheet.name], looks)
    add_list(package, book, findings, styles)
    styles.save()


def _marks(findings: Sequence[Finding]) -> dict[str, dict[Place, list[Finding]]]:
    """Return what was found in each cell of each sheet, errors first."""
    marks: dict[str, dict[Place, list[Finding]]] = {}
    for one in by_weight(findings):
        for cell in one.cells:
            marks.setdefault(cell.sheet, {}).setdefault((cell.row, cell.column), []).append(one)
    return marks


# --- one sheet ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Held:
    """What the part of a sheet says of a cell."""

    kind: str = "n"
    raw: str = ""
    formula: bool = False


class _Cells:
    """Picks what some cells hold while their sheet streams by."""

    def __init__(self, wanted: Iterable[Place]) -> None:
        self.found: dict[Place, _Held] = {}
        self._wanted = {f"{get_column_letter(column)}{row}" for row, column in wanted}
        self._row = 0
        self._column = 0
        self._address = ""
        self._kind = ""
        self._formula = False
        self._depth = {"v": 0, "t": 0, "rPh": 0}
        self._pieces: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name == "c":  # they come by the hundred thousand
            self._column += 1
            address = attributes.get("r") or f"{get_column_letter(self._column)}{self._row}"
            if address in self._wanted:
                self._address, self._kind = address, attributes.get("t", "n")
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
        elif self._address:
            if name in self._depth:
                self._depth[name] += 1
            elif name == "f":
                self._formula = True

    def end(self, name: str) -> None:
        if not self._address:
            return
        name = local(name)
        if name in self._depth:
            self._depth[name] -= 1
        elif name == "c":
            held = _Held(self._kind, "".join(self._pieces), self._formula)
            self.found[coordinate_to_tuple(self._address)] = held
            self._address, self._formula, self._pieces = "", False, []

    def text(self, data: str) -> None:
        if self._address and (self._depth["v"] or self._depth["t"]) and not self._depth["rPh"]:
            self._pieces.append(data)


class _Merges:
    """Finds the cell that shows in place of each cell covered by a merge."""

    def __init__(self, wanted: Iterable[Place]) -> None:
        self.anchors: dict[Place, Place] = {}
        self._by_row: dict[int, list[int]] = {}
        for row, column in wanted:
            self._by_row.setdefault(row, []).append(column)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if local(name) != "mergeCell":
            return
        left, top, right, bottom = range_boundaries(attributes["ref"])
        rows: Iterable[int] = range(top, bottom + 1)
        if bottom - top > len(self._by_row):
            rows = [row for row in self._by_row if top <= row <= bottom]
        for row in rows:
            for column in self._by_row.get(row, ()):
                if left <= column <= right and (row, column) != (top, left):
                    self.anchors[row, column] = (top, left)

    def end(self, name: str) -> None:
        """Nothing ends that matters."""

    def text(self, data: str) -> None:
        """Merges hold no text."""


def _mark_sheet(
    package: Package,
    book: Book,
    part: str,
    marks: Mapping[Place, list[Finding]],
    looks: Mapping[Severity, int],
) -> None:
    """Colour the cells of a sheet and give them notes."""
    xml = package.read(part)
    cells, merges = _Cells(marks), _Merges(marks)
    root = parsed(
        xml,
        into=frozenset({"AlternateContent"}),
        visitors={"sheetData": cells, "mergeCells": merges},
    )
    if any(one.kind == "s" for one in cells.found.values()):
        strings = _strings(package, book, cells.found.values())
        for place, held in cells.found.items():
            if held.kind == "s":
                text = strings.get(held.raw.strip())
                cells.found[place] = _Held("str", text) if text is not None else _Held("?", "?")
    shown: dict[Place, list[Finding]] = {}
    for place, found in marks.items():
        shown.setdefault(merges.anchors.get(place, place), []).extend(found)
    rules = {
        place: (
            by_weight(found)[0].severity.value,
            *(_says_still(cells.found.get(place, _Held())) if place in marks else ()),
        )
        for place, found in shown.items()
    }
    edits = [_rules_edit(xml, root, rules, looks)]
    link = add_notes(package, part, root, shown)
    if link:
        at = _place_for(root, "legacyDrawing")
        edits.append(
            (at, at, f"<{root.prefix}legacyDrawing{link_attribute(root, link)}/>".encode())
        )
    package.write(part, patched(xml, edits))


def _strings(package: Package, book: Book, held: Iterable[_Held]) -> dict[str, str]:
    """Return the shared texts that some cells refer to, by their number as written."""
    texts = _Texts({one.raw.strip() for one in held if one.kind == "s"})
    part = book.target("sharedStrings")
    if part in package:
        streamed(package.read(part), texts)
    return texts.found


class _Texts:
    """Picks some of the shared texts while they stream by."""

    def __init__(self, wanted: set[str]) -> None:
        self.found: dict[str, str] = {}
        self._wanted = wanted
        self._count = 0
        self._depth = {"t": 0, "rPh": 0}
        self._pieces: list[str] = []

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        name = local(name)
        if name in self._depth:
            self._depth[name] += 1

    def end(self, name: str) -> None:
        name = local(name)
        if name in self._depth:
            self._depth[name] -= 1
        elif name == "si":
            if str(self._count) in self._wanted:
                self.found[str(self._count)] = "".join(self._pieces)
            self._count += 1
            self._pieces = []

    def text(self, data: str) -> None:
        if self._depth["t"] and not self._depth["rPh"]:
            self._pieces.append(data)


def _says_still(held: _Held) -> Formula:
    """Return the formula that holds while a cell says the same; empty where none is simple."""
    if held.formula:
        return ()
    if not held.raw:
        return ("LEN(TRIM(", "))=0")
    if held.kind in ("str", "inlineStr"):
        text = held.raw
        odd = not text.isprintable() or text != " ".join(text.split()) or "_x" in text
        quoted = text.replace('"', '""')
        return () if odd else ("ISTEXT(", "),EXACT(", f',"{quoted}")')
    if held.kind == "n":
        value = float(held.raw)
        if math.isfinite(value):
            near = max(1.0, abs(value)) * 1e-9
            return ("ISNUMBER(", "),ABS(", f"-({value:.15g}))<{near:.3g}".upper())
    return ()


def _rules_edit(
    xml: bytes, root: Element, rules: Mapping[Place, Rule], looks: Mapping[Severity, int]
) -> Edit:
    """Return the edit that adds the rules, with priorities that no other rule has.

    Two rules of one priority on one cell put each other out in Excel. Ours come first where there
    are free numbers; else last, where their edge still shows beside another one's fill.
    """
    areas = runs((rule, place) for place, rule in rules.items())
    most = 1
    if len(areas) > _MOST_RULES:
        areas = runs((rule[:1], place) for place, rule in rules.items())
        most = _AREAS_PER_RULE
    chunks = []
    for rule, those in itertools.groupby(areas, lambda one: one[0]):
        spans = [(top, bottom) for _, top, bottom in those]
        chunks += [(rule, spans[at : at + most]) for at in range(0, len(spans), most)]
    data = root.child("sheetData")
    taken = [int(number) for number in _PRIORITY.findall(xml, data.end if data else 0)]
    first = 1 if min(taken, default=len(chunks) + 1) > len(chunks) else max(taken) + 1
    pieces = []
    p = root.prefix
    for priority, ((severity, *formula), spans) in enumerate(chunks, first):
        text = f"AND({_OURS},{address(spans[0][0]).join(formula)})" if formula else _OURS
        if len(text) > _LONGEST_FORMULA:
            text = _OURS
        ranges = " ".join(area(top, bottom) for top, bottom in spans)
        pieces.append(
            f'<{p}conditionalFormatting sqref="{ranges}"><{p}cfRule type="expression" '
            f'dxfId="{looks[Severity(severity)]}" priority="{priority}"><{p}formula>'
            f"{content(text)}</{p}formula></{p}cfRule></{p}conditionalFormatting>"
        )
    at = _place_for(root, "conditionalFormatting")
    return at, at, "".join(pieces).encode()


def _place_for(root: Element, name: str) -> int:
    """Return where an element goes: behind the last child that the schema puts before it.

    What ``mc:AlternateContent`` holds is what counts of it. Elements of the same name come after.
    """
    before = _ORDER[: _ORDER.index(name)]
    at = root.opened
    for child in root.children:
        if child.local == "AlternateContent":
            held = (e.local for choice in child.children for e in choice.children)
            known = next((one for one in held if one in _ORDER), "")
        else:
            known = child.local
        if known in before:
            at = child.end
    return at


# --- taking marks away --------------------------------------------------------------------------


def _unmark(package: Package) -> None:
    """Take away our lists, rules and notes, and the parts that held nothing else."""
    book = open_book(package)
    lists = [n for n, sheet in enumerate(book.sheets) if _is_list(package, book, sheet)]
    for number, sheet in enumerate(book.sheets):
        if sheet.part in package and number not in lists:
            _clear_rules(package, sheet.part)
            clear_notes(package, sheet.part)
    if len(lists) < len(book.sheets):  # a book keeps one sheet at least
        for number in reversed(lists):
            _remove_sheet(package, number)


def _is_list(package: Package, book: Book, sheet: SheetPart) -> bool:
    if not LIST_NAME.fullmatch(sheet.name) or sheet.part not in package:
        return False
    cells = _Cells([(1, 1)])
    parsed(package.read(sheet.part), into=frozenset(), visitors={"sheetData": cells})
    held = cells.found.get((1, 1), _Held())
    if held.kind == "s":
        held = _Held("str", _strings(package, book, [held]).get(held.raw.strip(), ""))
    return held.raw.startswith(OPENING)


def _clear_rules(package: Package, part: str) -> None:
    xml = package.read(part)
    if _MARKER not in xml:
        return
    edits = []
    formats = frozenset({"conditionalFormatting"})
    nothing = _Merges(())
    for group in parsed(xml, into=formats, visitors={"sheetData": nothing}).every(*formats):
        ours = [rule for rule in group.every("cfRule") if _is_ours(rule)]
        if ours and len(ours) == len(group.every("cfRule")):
            edits.append(without(group))
        else:
            edits += map(without, ours)
    package.write(part, patched(xml, edits))


def _is_ours(rule: Element) -> bool:
    formula = rule.child("formula")
    return formula is not None and _OURS in "".join(formula.text.split())


_VIEW_TABS: Final = re.compile(rb"(\s(?:activeTab|firstSheet)\s*=\s*[\"'])(\d+)")
_LOCAL_SHEET: Final = re.compile(rb"(\slocalSheetId\s*=\s*[\"'])(\d+)")


def _remove_sheet(package: Package, number: int) -> None:
    """Take a sheet away, and keep right what counts sheets by their number."""
    book = open_book(package)
    xml = package.read(book.part)
    listed = book.root.child("sheets")
    if listed is None:
        return
    edits = [without(listed.children[number])]
    last = len(listed.children) - 2
    shown = [
        n
        for n, e in enumerate(listed.children)
        if n != number and e.get("state") in ("", "visible")
    ]
    near = max((n for n in shown if n < number), default=0)

    def moved(match: re.Match[bytes]) -> bytes:
        old = int(match[2])
        new = near if old == number else old - (old > number)
        return match[1] + b"%d" % min(new, last)

    names = book.root.child("definedNames")
    for one in names.children if names else ():
        tag = xml[one.start : one.opened]
        if one.get("localSheetId") == str(number):
            edits.append(without(one))
        else:
            edits.append((one.start, one.opened, _LOCAL_SHEET.sub(moved, tag)))
    views = book.root.child("bookViews")
    for one in views.children if views else ():
        tag = xml[one.start : one.opened]
        edits.append((one.start, one.opened, _VIEW_TABS.sub(moved, tag)))
    package.write(book.part, patched(xml, edits))
    part = book.sheets[number].part
    inside = {one.target for one in package.relations(part)}
    package.unrelate(book.part, part)
    for target in (part, *inside):
        if target in package:
            package.remove(target)


def _mark_look(severity: Severity) -> str:
    """Return the format of a marked cell: a pale fill, dark text, an edge; legible on all."""
    side = f'<{{p}}color rgb="{EDGES[severity]}"/>'
    sides = "".join(
        f'<{{p}}{name} style="thin">{side}</{{p}}{name}>'
        for name in ("left", "right", "top", "bottom")
    )
    fill = FILLS[severity]
    return (
        f'<{{p}}dxf><{{p}}font><{{p}}color rgb="FF{layout.INK}"/></{{p}}font><{{p}}fill>'
        f'<{{p}}patternFill patternType="solid"><{{p}}fgColor rgb="{fill}"/>'
        f'<{{p}}bgColor rgb="{fill}"/></{{p}}patternFill></{{p}}fill>'
        f"<{{p}}border>{sides}</{{p}}border></{{p}}dxf>"
    )
