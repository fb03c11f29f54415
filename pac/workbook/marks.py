"""What marks say and where: the words of a finding, and the cells that share them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from openpyxl.utils import get_column_letter

from pac.model import Finding, Severity

WORDS: Final = {Severity.ERROR: "Por corregir", Severity.WARNING: "Aviso"}
FILLS: Final = {Severity.ERROR: "FFF8C9C4", Severity.WARNING: "FFFFF2CC"}
EDGES: Final = {Severity.ERROR: "FFB3261E", Severity.WARNING: "FF9A6400"}

_LONGEST_NOTE: Final = 2000  # characters

Place = tuple[int, int]  # row and column
Key = tuple[str, ...]


def by_weight(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings, errors first."""
    return sorted(findings, key=lambda one: one.severity is not Severity.ERROR)


def says(one: Finding) -> str:
    """Return what a message says, without its place and its fix."""
    said = one.message.removesuffix(one.fix).strip()
    if one.cells or one.file:
        said = said.partition(": ")[2] or said
    return said[:1].upper() + said[1:]


def note(found: Sequence[Finding]) -> str:
    """Return what a note says below its first line."""
    said = [f"{WORDS[one.severity]}: {says(one)} {one.fix}".strip() for one in by_weight(found)]
    return "\n\n".join(dict.fromkeys(said))[:_LONGEST_NOTE]


def runs(keyed: Iterable[tuple[Key, Place]]) -> list[tuple[Key, Place, Place]]:
    """Return the runs down a column of cells with the same key: first and last cell of each."""
    found: list[tuple[Key, Place, Place]] = []
    for key, (row, column) in sorted(keyed, key=lambda one: (one[0], one[1][1], one[1][0])):
        if found:
            same, top, bottom = found[-1]
            if same == key and bottom == (row - 1, column):
                found[-1] = (key, top, (row, column))
                continue
        found.append((key, (row, column), (row, column)))
    return found


def address(place: Place) -> str:
    """Return a cell as Excel writes it, such as ``G14``."""
    return f"{get_column_letter(place[1])}{place[0]}"


def area(top: Place, bottom: Place) -> str:
    """Return a run of cells as Excel writes it, such as ``G14:G17``."""
    return address(top) if top == bottom else f"{address(top)}:{address(bottom)}"
