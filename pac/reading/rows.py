"""The rows of a matrix that hold activities, among all that offices put around them.

Title rows name a component, headings repeat on each page, a text breaks over two pages, a row
slips to the left, and below the matrix stands who made and approved it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pac.labels import fold
from pac.model import Cell
from pac.reading.deadlines import DeadlineError, parse_deadline
from pac.reading.findings import Collected
from pac.reading.matrix import Layout
from pac.reading.targets import TargetError, parse_target
from pac.reading.workbook import Content, Sheet

TEXT_FIELDS: Final = ("component", "strategy", "objective", "activity", "indicator", "responsible")
_INHERITED: Final = ("component", "strategy", "objective")
_SIGN_OFF: Final = re.compile(
    r"(consolid|seguimiento (del|al) plan|elabor(o|ado|aci)|revis(o|ado)|aprob(o|ado|aci)"
    r"|proyect(o|ado)|firma|vo\.? ?bo|visto bueno|nombre|cargo|jefe de|publicaci.n"
    r"|fecha de (aprobaci|publicaci|elaboraci)"
    r"|fuente|nota|total|version)"
)
_COMPONENT: Final = re.compile(
    r"^\s*(?:componente\s*)?(?:n[o°º]\.?\s*|nro\.?\s*|#\s*)?(\d{1,2}|[ivx]{1,4}(?=[\s.:)–-]))?\s*[.:)–—-]*\s*(.*)$",
    re.IGNORECASE | re.DOTALL,
)
_TITLE: Final = re.compile(r"((primer|segundo|tercer|cuarto|quinto|sexto|septimo) )?componente\b")
_YEAR_ALONE: Final = re.compile(r"(vigencia|ano)?\s*:?\s*20\d\d")
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


def activity_rows(
    sheet: Sheet, layouts: Sequence[Layout], before: Sequence[Row], collected: Collected
) -> list[Row]:
    """Return the rows of a sheet that hold activities."""
    rows: list[Row] = []
    inherited: dict[str, Content] = {}
    component = before[-1].component if before else 0
    title = before[-1].component_text if before else ""
    joined: dict[Cell, Content] = {}  # the rest of a broken objective -> its first part
    for index, layout in enumerate(layouts):
        columns = layout.columns
        texts = [
            name for name in columns if name in (*TEXT_FIELDS, "activity_id", "target", "deadline")
        ]
        title_rows = range(layouts[index - 1].bottom + 1 if index else 1, layout.top)
        for number in title_rows if not index else ():
            component, title = _titled_component(sheet, number) or (component, title)
        new_page = index > 0
        if layout.blank_heading:
            cell = Cell(sheet.name, layout.bottom, columns["activity"])
            collected.convene(("blank_heading",), cell, "")
        for number in range(layout.bottom + 1, layout.last + 1):
            contents = {name: sheet.at(number, columns[name]) for name in columns}
            if all(content.blank for content in contents.values()):
                continue
            titled = _titled_component(sheet, number)
            if titled and not _is_merged_down(sheet, number, columns):
                component, title = titled
                inherited = {}
                continue
            if _is_sign_off(contents):
                continue
            if _report_shift(sheet, number, layout, collected):
                continue
            if "objective" in contents and contents["objective"].cell in joined:
                contents["objective"] = joined[contents["objective"].cell]
            own: set[str] = {
                name for name in _INHERITED if name in contents and not contents[name].blank
            }
            if new_page and _is_broken_objective(own, contents, inherited):
                _join_objective(rows, contents["objective"], collected)
                joined[contents["objective"].cell] = rows[-1].contents["objective"]
                contents["objective"] = rows[-1].contents["objective"]
            new_page = False
            if _is_continuation(contents, texts):
                _continue_row(rows, contents, collected)
                continue
            if "component" in own:
                number_above = component
                component = _component(contents, component, collected)
                title = contents["component"].text
                if component != number_above:
                    inherited = {}
            elif not component:
                component = 1
            for name in _INHERITED:
                if name in own:
                    inherited[name] = contents[name]
                elif name in contents and name in inherited and "component" not in own:
                    contents[name] = inherited[name]
            if "activity" not in contents or contents["activity"].blank:
                _report_missing_activity(sheet, number, layout, contents, collected)
                continue
            said = {name: content.text for name, content in contents.items()}
            if (
                rows
                and "objective" in said
                and contents["objective"].cell
                == rows[-1].contents.get("objective", contents["activity"]).cell
            ):
                said["objective"] = rows[-1].texts["objective"]
            rows.append(Row(sheet, number, layout, contents, said, component, title))
    return rows


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
    named = _component_number(text) if _TITLE.match(fold(text)) else 0
    return (named, text) if named else None


def _component_number(text: str) -> int:
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


def _component(contents: dict[str, Content], current: int, collected: Collected) -> int:
    """Return the component's number.

    A component without a number takes the one that its strategy begins with ("3. Mecanismo
    para ..."), else the next in order; both are conventions and are listed.
    """
    content = contents["component"]
    number = _component_number(content.text)
    if number:
        return number
    strategy = contents.get("strategy")
    leading = re.match(r"\s*(\d{1,2})\s*[.)-]", strategy.text) if strategy else None
    number = int(leading[1]) if leading else current + 1
    collected.convene(("component_by_order",), content.cell, content.text)
    return number


def _is_sign_off(contents: dict[str, Content]) -> bool:
    """Tell whether a row below the matrix says who made or approved it; such names go nowhere."""
    filled = [name for name, content in contents.items() if not content.blank]
    measured = {"target", "deadline", "end"} & set(filled)
    first = contents[filled[0]].text
    return not measured and len(filled) <= 3 and bool(_SIGN_OFF.match(fold(first)))


def _report_shift(sheet: Sheet, number: int, layout: Layout, collected: Collected) -> bool:
    """Report a row whose cells stand some columns to the left of where they belong.

    The sign: nothing under target, dates and responsible, and moved to the right by the same
    number of columns its cells read as exactly those.
    """
    columns = layout.columns
    needed = [columns.get(name) for name in ("activity", "target", "deadline", "responsible")]
    activity, target, deadline, responsible = needed
    if not (activity and target and deadline and responsible):
        return False
    if not (sheet.at(number, responsible).blank and sheet.at(number, deadline).blank):
        return False
    last = max((c.cell.column for c in sheet.row(number) if not c.blank), default=0)
    shift = responsible - last
    if shift < 1 or activity - shift < 1:
        return False
    moved = [sheet.at(number, column - shift) for column in (activity, target, deadline)]
    if any(content.blank or content.cell.row != number for content in moved):
        return False
    try:
        parse_target(moved[1].value, moved[1].number_format)
        parse_deadline(moved[2].value, 2023)
    except (TargetError, DeadlineError):
        return False
    cells = [
        Cell(sheet.name, number, column)
        for column in range(1, last + 1)
        if not sheet.at(number, column).blank
    ]
    collected.add(
        "shifted_row",
        cells,
        found=moved[0].text,
        columns=f"{shift} columnas" if shift > 1 else "una columna",
        column=Cell("", 1, activity).address.rstrip("1"),
        source=f"{cells[0].address}:{cells[-1].address}",
        target=f"{Cell('', number, cells[0].column + shift).address}:"
        f"{Cell('', number, last + shift).address}",
    )
    return True


def _is_broken_objective(
    own: set[str], contents: dict[str, Content], inherited: dict[str, Content]
) -> bool:
    """Tell whether a page begins with the rest of the objective that the page before began."""
    if own != {"objective"} or "objective" not in inherited:
        return False
    before, rest = inherited["objective"].text, contents["objective"].text
    return before[-1:] not in ".;:!?" and rest[:1].islower()


def _join_objective(rows: list[Row], rest: Content, collected: Collected) -> None:
    """Give the whole objective to every activity that has its first part."""
    anchor = rows[-1].contents["objective"].cell
    whole = f"{rows[-1].texts['objective']} {rest.text}"
    for row in rows:
        if row.contents.get("objective", rest).cell == anchor:
            row.texts["objective"] = whole
    collected.convene(("broken_cell",), rest.cell, rest.text)


def _is_continuation(contents: dict[str, Content], texts: Sequence[str]) -> bool:
    """Tell whether a row only carries on texts of the row above (a cell broken over two pages)."""
    filled = {name for name, content in contents.items() if not content.blank}
    own = {name for name in filled if name in texts}
    if not own or {"target", "activity_id", "component"} & filled:
        return False
    if "deadline" in filled and "activity" in filled:
        return False
    starts = [contents[name].text[:1] for name in own]
    return "indicator" not in own - {"activity", "indicator"} and all(
        start.islower() or start in "(," for start in starts
    )


def _continue_row(rows: list[Row], contents: dict[str, Content], collected: Collected) -> None:
    if not rows:
        return
    for name, content in contents.items():
        if not content.blank and name in rows[-1].texts:
            rows[-1].texts[name] = f"{rows[-1].texts[name]} {content.text}"
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
