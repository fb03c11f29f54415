"""The rows of a matrix that hold activities, among all that offices put around them.

Title rows name a component, headings repeat on each page, a text breaks over two pages, a row
slips to the left, and below the matrix stands who made and approved it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from openpyxl.utils import get_column_letter

from pac.labels import fold
from pac.model import Cell, Target
from pac.reading.deadlines import DeadlineError, parse_deadline
from pac.reading.findings import Collected
from pac.reading.matrix import Layout
from pac.reading.numbers import NOT_APPLICABLE
from pac.reading.offices import looks_like_person
from pac.reading.targets import TargetError, parse_target
from pac.reading.workbook import Content, Sheet

TEXT_FIELDS: Final = ("component", "strategy", "objective", "activity", "indicator", "responsible")
_INHERITED: Final = ("component", "strategy", "objective")
_MEASURED: Final = ("indicator", "target", "deadline", "end", "dates", "responsible")
_PLANNED: Final = (*TEXT_FIELDS, "activity_id", "target", "deadline", "start", "end", "dates")
_NEVER_BROKEN: Final = ("activity_id", "target", "deadline", "end")
_SIGNED: Final = re.compile(
    r"(elabor|revis|aprob|proyect|consolid|digit)(o|ado por|ada por)\b|firmas?\s*:?$|vo\.? ?bo"
    r"|visto bueno"
)
_ASIDE: Final = re.compile(
    r"(actualiz|public)(o|ado por|ada por)\b|notas?\s*[:.]|notas?$|fuentes?\s*:"
    r"|(nombre|cargo|fecha( de (aprobacion|publicacion|elaboracion|actualizacion))?)\s*:"
    r"|(sub)?total(es)?\b|promedio\b|version \d"
)
_HISTORY: Final = re.compile(
    r"(version|fecha)( \d+|no\.?)?$|control de cambios|historial de (cambios|versiones)"
)
_TOTAL: Final = re.compile(r"(sub)?total(es)?\b|promedio\b")
_COMPONENT: Final = re.compile(
    r"^\s*(?:comp(?:onente)?\b\.?\s*)?(?:n[o°º]\.?\s*|nro\.?\s*|#\s*)?"
    r"(\d{1,2}|[ivx]{1,4}(?=[\s.:)–-]|$))?\s*[.:)–—-]*\s*(.*)$",
    re.IGNORECASE | re.DOTALL,
)
_TITLE: Final = re.compile(
    r"((primer|segundo|tercer|cuarto|quinto|sexto|septimo) )?comp(onente|\.)?\s?"
    r"(\W|\d|[ivx]+\b|no\b|$)"
)
_NUMBERED: Final = re.compile(r"\d{1,2}\s*[.):–-]\s*\D")
_STRATEGY_TITLE: Final = re.compile(r"(sub-?componente|estrategia|linea|mecanismo|politica|eje)\b")
_YEAR_ALONE: Final = re.compile(r"(vigencia|ano)?\s*:?\s*20\d\d")
_LONGEST_ID: Final = 15  # characters
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_NUMBER_WORDS: Final = {
    "primer": 1, "segundo": 2, "tercer": 3, "cuarto": 4, "quinto": 5, "sexto": 6, "septimo": 7,
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One activity as its row says it, before it is read."""

    sheet: Sheet
    number: int  # row in the sheet
    layout: Layout
    contents: dict[str, Content]  # by field; for inherited ones, where the text stands
    texts: dict[str, str]
    component: int
    component_text: str  # how the component is called, in its own cell or in a title row
    more: list[int] = field(default_factory=list)  # rows below into which it is merged


def activity_rows(
    sheet: Sheet, layouts: Sequence[Layout], before: Sequence[Row], year: int, collected: Collected
) -> list[Row]:
    """Return the rows of a sheet that hold activities."""
    reader = _Rows(sheet, year, collected)
    reader.begin(layouts, before)
    for index, layout in enumerate(layouts):
        reader.read(layout, new_page=index > 0)
    return reader.rows


class _Rows:
    """Reads the rows of one sheet from the top, carrying down what a blank cell leaves out."""

    def __init__(self, sheet: Sheet, year: int, collected: Collected) -> None:
        self.sheet = sheet
        self.year = year
        self.collected = collected
        self.rows: list[Row] = []
        self.component = 0
        self.title = ""  # how the component is called, in its own cell or in a title
        self.numbers: dict[str, int] = {}  # components without a number, by their text
        self.inherited: dict[str, Content] = {}
        self.columns: dict[str, int] = {}  # of the headings above these
        self.joined: dict[Cell, Content] = {}  # rest of a broken objective -> its first part

    def begin(self, layouts: Sequence[Layout], before: Sequence[Row]) -> None:
        """Take the component from the titles above, the sheet's name or the sheet before."""
        titles = range(1, layouts[0].top)
        titled = [t for number in titles if (t := _titled_component(self.sheet, number))]
        last = before[-1] if before else None
        named = component_number(self.sheet.name)
        if titled:
            self.component, self.title = titled[-1]
        elif "component" in layouts[0].columns:
            if last:
                self.component, self.title = last.component, last.component_text
        elif named:
            self.component, self.title = named, self.sheet.name
        elif last:
            self.component, self.title = last.component + 1, self.sheet.name
            self.collected.convene(("component_by_order",), None, self.sheet.name)

    def read(self, layout: Layout, *, new_page: bool) -> None:
        """Read the rows below one set of headings."""
        if layout.blank_heading:
            cell = Cell(self.sheet.name, layout.bottom, layout.columns["activity"])
            self.collected.convene(("blank_heading",), cell, "")
        end = self._end(layout)
        gone = self.columns.keys() - layout.columns.keys()  # these headings have no such column
        self.inherited = {n: one for n, one in self.inherited.items() if n not in gone}
        self.columns = layout.columns
        for number in range(layout.bottom + 1, layout.last + 1):
            contents = self._contents(layout, number)
            if self._is_title(layout, number, contents):
                continue
            if all(content.blank for content in contents.values()):
                continue
            if number > end or is_aside(contents):
                first = next(one.cell for one in contents.values() if not one.blank)
                self.collected.convene(("row_aside",), first, "")  # no text: it may be a name
            elif shift := _shift(self.sheet, number, layout, self.year):
                _report_shift(self.sheet, number, layout, shift, self.collected)
            else:
                contents = self._sound(contents)
                self._read_row(layout, number, contents, new_page=new_page)
                new_page = False

    def _contents(self, layout: Layout, number: int) -> dict[str, Content]:
        return {name: self.sheet.at(number, column) for name, column in layout.columns.items()}

    def _sound(self, contents: dict[str, Content]) -> dict[str, Content]:
        """Return the contents, blank where a cell is at fault, which is reported."""
        given = contents.get("activity_id")
        activities = (given.text,) if given and not given.fault and given.text else ()
        for content in contents.values():
            if content.fault:
                self.collected.fault(content.cell, content.fault, activities)
        return {name: content.readable for name, content in contents.items()}

    def _end(self, layout: Layout) -> int:
        """Return the last row of the matrix; below it stand notes and who made and approved it.

        Below "Elaboró" the columns hold names and posts: only a target and a date make an activity.
        """
        rows = {n: self._contents(layout, n) for n in range(layout.bottom + 1, layout.last + 1)}
        signed = next((number for number, said in rows.items() if _is_signed(said)), layout.last)
        for number in reversed(rows):
            contents = rows[number]
            marked = any(not self.sheet.at(number, column).blank for column in layout.marks)
            complete = _is_complete(contents, marked=marked)
            if complete and (number <= signed or marked or _reads(contents, self.year)):
                return number
            if _shift(self.sheet, number, layout, self.year):
                return number
        return layout.last

    def _is_title(self, layout: Layout, number: int, contents: dict[str, Content]) -> bool:
        """Tell whether a row is a title inside the matrix, and take over what it names."""
        if _is_merged_down(self.sheet, number, layout.columns):
            return False
        titled = _titled_component(self.sheet, number)
        if titled:
            self.component, self.title = titled
            self.inherited = {}
            return True
        filled = {one.cell: one for one in contents.values() if not one.blank}
        spans = [name for name, one in contents.items() if not one.blank]
        if len(filled) != 1 or len(spans) < 2 or "activity" not in spans:
            return False
        [content] = filled.values()
        if _STRATEGY_TITLE.match(fold(content.text)):
            self.inherited["strategy"] = content
        elif "component" not in layout.columns and _NUMBERED.match(content.text):
            self.component, self.title = component_number(content.text), content.text
            self.inherited = {}
        else:
            self.collected.convene(("row_aside",), content.cell, "")
        return True

    def _read_row(
        self, layout: Layout, number: int, contents: dict[str, Content], *, new_page: bool
    ) -> None:
        if "objective" in contents and contents["objective"].cell in self.joined:
            contents["objective"] = self.joined[contents["objective"].cell]
        own: set[str] = {
            name for name in _INHERITED if name in contents and not contents[name].blank
        }
        if new_page and self.rows and _is_broken_objective(own, contents, self.inherited):
            _join_objective(self.rows, contents["objective"], self.collected)
            self.joined[contents["objective"].cell] = self.rows[-1].contents["objective"]
            contents["objective"] = self.rows[-1].contents["objective"]
        if self.rows and _is_merged_from_above(number, contents):
            self.rows[-1].more.append(number)
            return
        marked = any(not self.sheet.at(number, column).blank for column in layout.marks)
        if self.rows and not marked and _is_continuation(number, contents, self.rows[-1]):
            _continue_row(number, contents, self.rows[-1], self.collected)
            return
        self._inherit(layout, contents, own)
        activity = contents.get("activity")
        if activity is None or activity.blank:
            _report_missing_activity(self.sheet, number, layout, contents, self.collected)
            return
        if NOT_APPLICABLE.fullmatch(fold(activity.text)):
            self.collected.convene(("row_not_applicable",), activity.cell, activity.text)
            return
        said = {name: content.text for name, content in contents.items()}
        above = self.rows[-1] if self.rows else None
        objective = contents.get("objective")
        if above and objective and above.contents.get("objective", activity).cell == objective.cell:
            said["objective"] = above.texts["objective"]
        row = Row(self.sheet, number, layout, contents, said, self.component, self.title)
        self.rows.append(row)

    def _inherit(self, layout: Layout, contents: dict[str, Content], own: set[str]) -> None:
        """Carry component, strategy and objective down, each as far as what stands left of it."""
        if "component" in own:
            number = self._component_of(contents)
            self.title = contents["component"].text
            if number != self.component:
                self.inherited = {}
            self.component = number
        self.component = self.component or 1
        for name in _INHERITED:
            if name in own:
                for other in list(self.inherited):
                    if layout.columns.get(other, 0) > layout.columns[name]:
                        del self.inherited[other]
                self.inherited[name] = contents[name]
        contents |= {n: content for n, content in self.inherited.items() if n not in own}

    def _component_of(self, contents: dict[str, Content]) -> int:
        """Return the component's number.

        One without a number takes the one that its strategy begins with ("3. Mecanismo para
        ..."), else the next in order; both are conventions and are listed.
        """
        content = contents["component"]
        number = component_number(content.text)
        if number:
            return number
        key = fold(content.text)
        if key not in self.numbers:
            strategy = contents.get("strategy")
            leading = re.match(r"\s*(\d{1,2})\s*[.)-]", strategy.text) if strategy else None
            self.numbers[key] = int(leading[1]) if leading else self.component + 1
            self.collected.convene(("component_by_order",), content.cell, content.text)
        return self.numbers[key]


def _is_complete(contents: dict[str, Content], *, marked: bool) -> bool:
    """Tell whether a row says enough to be an activity: its ID, or how much, when or by whom.

    Two of those four must stand beside the activity, so that a signature is none.
    """
    if is_aside(contents):
        return False
    given = contents.get("activity_id")
    if given and not given.blank and len(given.text) <= _LONGEST_ID and " " not in given.text:
        return True
    activity = contents.get("activity")
    if activity is None or activity.blank or not re.search("[a-z]{4}", fold(activity.text)):
        return False
    beside = {
        contents[name].cell for name in _MEASURED if name in contents and not contents[name].blank
    }
    return len(beside) + marked > 1 and not looks_like_person(activity.text)


def _is_signed(contents: dict[str, Content]) -> bool:
    first = next((content.text for content in contents.values() if not content.blank), "")
    return bool(_SIGNED.match(fold(first)))


def _reads(contents: dict[str, Content], year: int) -> bool:
    """Tell whether a row says how much, not in mere words, and when."""
    target = contents.get("target")
    when = next((c for n in ("deadline", "end") if (c := contents.get(n)) and not c.blank), None)
    read = _target_if_dated(target, when, year) if target and when else None
    return bool(read and "product_in_words" not in read.conventions)


def _target_if_dated(target: Content, when: Content, year: int) -> Target | None:
    """Return a target beside a date, None where one of them does not read."""
    try:
        parse_deadline(when.value, year)
        return parse_target(target.value, target.number_format)
    except (TargetError, DeadlineError):
        return None


def _is_merged_from_above(number: int, contents: dict[str, Content]) -> bool:
    """Tell whether a row only goes on with the activity above: its evidence, its next report."""
    activity = contents.get("activity")
    if activity is None or activity.blank or activity.cell.row == number:
        return False
    plan = (one for name, one in contents.items() if name in _PLANNED and not one.blank)
    return all(one.cell.row < number for one in plan)


def _is_merged_down(sheet: Sheet, number: int, columns: dict[str, int]) -> bool:
    """Tell whether a row belongs to a block merged downwards, and so is no title of its own."""
    column = columns.get("component", columns.get("strategy", 1))
    return sheet.at(number, column).cell.row != number


def _titled_component(sheet: Sheet, number: int) -> tuple[int, str] | None:
    """Return the number and text of the component that a title row names, None where it is none."""
    texts = [content.text for content in sheet.row(number) if not content.blank]
    text = texts[0] if texts else ""
    if len({text for text in texts if not _YEAR_ALONE.fullmatch(fold(text))}) != 1:
        return None
    named = component_number(text) if _TITLE.match(fold(text)) else 0
    return (named, text) if named else None


def component_number(text: str) -> int:
    """Return the number that a component's text carries, 0 where it carries none."""
    folded = fold(text)
    for word, number in _NUMBER_WORDS.items():
        if folded.startswith(f"{word} componente"):
            return number
    match = _COMPONENT.match(text)
    if not match or not match[1]:
        return 0
    found = match[1].lower()
    return int(found) if found.isdigit() else _ROMAN.get(found, 0)


def component_name(text: str) -> str:
    """Return a component's name without its number: "Componente 2. Trámites" -> "Trámites"."""
    match = _COMPONENT.match(text)
    return (match[2].strip() if match else "") or text.strip()


def begins_aside(text: str) -> bool:
    """Tell whether the first text of a row may be that of one that adds up, notes or signs."""
    first = fold(text)
    return bool(_HISTORY.match(first) or _SIGNED.match(first) or _ASIDE.match(first))


def is_aside(contents: dict[str, Content]) -> bool:
    """Tell whether a row adds up, notes, or says who made the plan; such names go nowhere."""
    text = next((one.text for one in contents.values() if not one.blank), "")
    if not begins_aside(text):
        return False
    first = fold(text)
    if _HISTORY.match(first) or _SIGNED.match(first):
        return True
    filled = [name for name, content in contents.items() if not content.blank]
    if len({contents[name].cell for name in filled}) > 4:
        return False
    measured = {"deadline", "end", "dates"} if _TOTAL.match(first) else set(_MEASURED[:-1])
    return not measured & set(filled)


def _shift(sheet: Sheet, number: int, layout: Layout, year: int) -> int:
    """Return by how many columns a row's cells stand to the left of where they belong, 0 if none.

    The sign: nothing under target, dates and responsible, and moved to the right by the same
    number of columns its cells read as exactly those.
    """
    columns = layout.columns
    needed = [columns.get(name) for name in ("activity", "target", "deadline", "responsible")]
    activity, target, deadline, responsible = needed
    if not (activity and target and deadline and responsible):
        return 0
    if not (sheet.at(number, responsible).blank and sheet.at(number, deadline).blank):
        return 0
    last = max((c.cell.column for c in sheet.row(number) if not c.blank), default=0)
    shift = responsible - last
    if shift < 1 or activity - shift < 1:
        return 0
    moved = [sheet.at(number, column - shift) for column in (activity, target, deadline)]
    if any(content.blank or content.cell.row != number for content in moved):
        return 0
    return shift if _target_if_dated(moved[1], moved[2], year) else 0


def _report_shift(
    sheet: Sheet, number: int, layout: Layout, shift: int, collected: Collected
) -> None:
    cells = [one.cell for one in sheet.row(number) if not one.blank and one.cell.row == number]
    activity = layout.columns["activity"]
    collected.add(
        "shifted_row",
        cells,
        found=sheet.at(number, activity - shift).text,
        columns=f"{shift} columnas" if shift > 1 else "una columna",
        column=get_column_letter(activity),
        source=f"{cells[0].address}:{cells[-1].address}",
        target=f"{replace(cells[0], column=cells[0].column + shift).address}:"
        f"{replace(cells[-1], column=cells[-1].column + shift).address}",
    )


def _is_broken_objective(
    own: set[str], contents: dict[str, Content], inherited: dict[str, Content]
) -> bool:
    """Tell whether a page begins with the rest of the objective that the page before began."""
    if own != {"objective"} or "objective" not in inherited:
        return False
    return _carries_on(inherited["objective"].text, contents["objective"].text)


def _join_objective(rows: list[Row], rest: Content, collected: Collected) -> None:
    """Give the whole objective to every activity that has its first part."""
    anchor = rows[-1].contents["objective"].cell
    whole = f"{rows[-1].texts['objective']} {rest.text}"
    for row in rows:
        if row.contents.get("objective", rest).cell == anchor:
            row.texts["objective"] = whole
    collected.convene(("broken_cell",), rest.cell, rest.text)


def _is_continuation(number: int, contents: dict[str, Content], above: Row) -> bool:
    """Tell whether a row only carries on texts of the row above (a cell broken over two pages)."""
    if any(name in contents and not contents[name].blank for name in _NEVER_BROKEN):
        return False
    own = {name: c.text for name, c in contents.items() if c.cell.row == number and not c.blank}
    return bool(own) and all(
        name in TEXT_FIELDS and name != "component" and _carries_on(above.texts.get(name, ""), text)
        for name, text in own.items()
    )


def _carries_on(before: str, rest: str) -> bool:
    """Tell whether a text begins in the middle of a sentence that another left open."""
    return bool(before) and before[-1] not in ".;:!?" and (rest[:1].islower() or rest[:1] in "(,")


def _continue_row(
    number: int, contents: dict[str, Content], row: Row, collected: Collected
) -> None:
    for name, content in contents.items():
        if not content.blank and content.cell.row == number:
            row.texts[name] = f"{row.texts[name]} {content.text}"
            collected.convene(("broken_cell",), content.cell, content.text)


def _report_missing_activity(
    sheet: Sheet, number: int, layout: Layout, contents: dict[str, Content], collected: Collected
) -> None:
    names = {"target": "meta", "deadline": "fecha", "end": "fecha", "responsible": "responsable"}
    filled = [word for name, word in names.items() if name in contents and not contents[name].blank]
    column = layout.columns.get("activity", layout.columns.get("activity_id", 1))
    identified = "activity_id" in contents and not contents["activity_id"].blank
    if filled or identified:
        cell = Cell(sheet.name, number, column)
        found = " y ".join(filled[:2]) or "ID"
        collected.add("missing_activity", (cell,), found=found, cell=cell.address)
