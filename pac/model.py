"""The values that travel between the parts: cells, findings, readings, settings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from openpyxl.utils import get_column_letter

from pac import norms

Unit = Literal["count", "percent"]
DayKind = Literal["working", "calendar"]


class Severity(StrEnum):
    """How much a finding weighs: an error blocks updating the board, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Accumulation(StrEnum):
    """How the reports of one activity add up to its actual (R2)."""

    LATEST = "latest"
    SUM = "sum"
    PER_MILESTONE = "per_milestone"


class Tier(StrEnum):
    """How well an attainment is supported (R10), from the weakest claim to the strongest."""

    REPORTED = "reported"
    EVIDENCED = "evidenced"
    VERIFIED = "verified"


class Level(StrEnum):
    """Level of a compliance (R8), in the words that the screen shows."""

    LOW = "bajo"
    MEDIUM = "medio"
    HIGH = "alto"


class Status(StrEnum):
    """State of one activity at a cut-off (R9), in the words that the screen shows."""

    FULFILLED = "cumplida"
    NO_TARGET = "sin meta"
    NO_DATE = "sin fecha"
    OVERDUE = "vencida"
    BEHIND = "atrasada"
    UNREPORTED = "pendiente de reporte"
    DUE_SOON = "por vencer"
    UNDER_WAY = "en curso"
    PLANNED = "programada"


class PartyKind(StrEnum):
    """What answers for an activity: one office, a group of offices or a committee (R11)."""

    OFFICE = "dependencia"
    GROUP = "grupo"
    COMMITTEE = "comité"


@dataclass(frozen=True, order=True, slots=True)
class Cell:
    """One cell of a workbook, by the row number and column letter that Excel shows."""

    sheet: str
    row: int  # from 1
    column: int  # from 1

    @property
    def address(self) -> str:
        """Return column letter and row, such as ``G14``."""
        return f"{get_column_letter(self.column)}{self.row}"

    def __str__(self) -> str:
        """Return the address as Excel writes it in a formula, such as ``Plan!G14``."""
        if self.sheet and not self.sheet.replace("_", "a").isidentifier():
            quoted = self.sheet.replace("'", "''")
            return f"'{quoted}'!{self.address}"
        return f"{self.sheet}!{self.address}" if self.sheet else self.address


@dataclass(frozen=True)
class Finding:
    """One finding of a check: a value to collect and show, never an exception to raise."""

    code: str  # stable, in English; tests and the ledger rely on it; listed in docs/findings.md
    severity: Severity
    cells: tuple[Cell, ...]  # print as Plan!G14; empty where the whole file is at fault
    message: str  # Spanish: where, what it says, what is expected, how to mend it
    activities: tuple[str, ...] = ()  # IDs that it concerns, where known
    found: str = ""  # what the cell says, as text
    fix: str = ""  # what to do, in Spanish; findings with the same code and fix group
    file: str = ""  # name of the file, where known
    suggests: str = ""  # the one other reading there may be: an ID, an ISO date


@dataclass(frozen=True)
class Answer:
    """What a person said that a doubtful cell means; it is read in its place."""

    cell: Cell
    value: str | float | dt.datetime
    number_format: str
    found: str  # what the cell shows; an answer is good for a file that still shows the same
    said: str  # Spanish: the question and the answer, for the record


@dataclass(frozen=True)
class Convention:
    """A reading that needed a convention, with the cell where it was applied."""

    code: str  # stable, in English; its sentence is in pac.reading.checks.CONVENTIONS
    cell: Cell | None
    text: str  # the words that were read


@dataclass(frozen=True)
class Deadline:
    """What a deadline text says (R1, R13)."""

    start: dt.date | None  # opening of a window; None where the text gives none
    milestones: tuple[dt.date, ...]  # rising, at least one, none twice
    conventions: tuple[str, ...] = ()  # codes of pac.reading.checks.CONVENTIONS


@dataclass(frozen=True)
class Target:
    """What a target says (R15)."""

    value: float  # above zero; 90 for 90 %
    unit: Unit
    conventions: tuple[str, ...] = ()  # codes of pac.reading.checks.CONVENTIONS


@dataclass(frozen=True)
class Party:
    """One entry of the catalogue of offices (sheet ``Dependencias``)."""

    name: str  # canonical
    aliases: tuple[str, ...] = ()  # other spellings that mean the same
    kind: PartyKind = PartyKind.OFFICE


@dataclass(frozen=True)
class Settings:
    """What the workbook says of itself (sheet ``Parámetros``), with the defaults of the rules."""

    entity: str
    instrument: str
    plan_year: int
    cutoffs: tuple[dt.date, ...]  # rising; the three legal ones and the closing one (R16)
    closed_cutoffs: tuple[dt.date, ...] = ()
    medium_from: float = norms.MEDIUM_FROM
    high_from: float = norms.HIGH_FROM
    days: DayKind = "working"
    notice_days: int = norms.NOTICE_DAYS
    shield: str = ""
    format_code: str = ""
    format_version: str = ""
    signer: str = ""
    pqrs_channel: str = ""

    def is_closed(self, cutoff: dt.date) -> bool:
        """Tell whether Control Interno has closed a cut-off (R16)."""
        return cutoff in self.closed_cutoffs


@dataclass(frozen=True)
class Move:
    """One change of an activity's dates by a later version of the board (R17)."""

    activity_id: str
    day: dt.date  # on which the version that moved them was made, in Colombia
    before: tuple[dt.date, ...]  # rising; the milestones until then
    after: tuple[dt.date, ...]  # the milestones from then on
    reason: str  # as written by who updated
    version: str = ""  # such as "3": which version moved them


@dataclass(frozen=True)
class Later:
    """A change that a later version made of what a closed cut-off covered (R16)."""

    cutoff: dt.date
    version: str  # which version made it, such as "3"
    day: dt.date  # on which that version was made, in Colombia
    sentence: str  # Spanish, without its final dot
    reason: str  # as written by who updated


@dataclass(frozen=True)
class Publication:
    """When and where the legal follow-up of a cut-off was published (R14)."""

    cutoff: dt.date
    day: dt.date
    address: str


@dataclass(frozen=True)
class Commitment:
    """What was asked or promised in a session (sheet ``Compromisos``)."""

    date: dt.date | None  # of the session
    question: str
    activity_id: str = ""
    office: str = ""
    due: dt.date | None = None
    answer: str = ""  # blank: not answered yet

    @property
    def is_open(self) -> bool:
        """Tell whether nobody answered it yet."""
        return not self.answer


@dataclass(frozen=True)
class Provenance:
    """What an export or a chart says of itself: whose figures, from which files, as of when."""

    entity: str
    instrument: str
    plan_year: int
    cutoff: dt.date
    basis: str  # Spanish: the tier in force, or that there is no progress
    files: tuple[str, ...]
    scope: str = ""  # Spanish: the part of the plan that was chosen; blank for all of it
    version: str = ""  # of the board; blank before it keeps versions
    code: str = ""  # código de verificación, short
    example: bool = False  # the progress is invented
    draft: bool = False  # what the board would be; nobody updated it yet
    stamp: str = ""  # tells one content of the files from another; not for show
    query: tuple[tuple[str, str], ...] = ()  # what an address adds to show these very files

    @property
    def mark(self) -> str:
        """Return what must stand wherever its figures do; blank where nothing must."""
        if self.draft:
            return "Borrador"
        return "Datos de ejemplo" if self.example else ""
