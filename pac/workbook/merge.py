"""Several books into one: what each file changes, what two files say differently, what stays.

A change is what a file says otherwise than the version of the board it came from; where it came
from none, otherwise than the board says now, and what it leaves blank changes nothing. Nothing is
decided between two files, or between a file and what somebody else updated meanwhile: that is a
conflict, and a person chooses.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from pac import schema
from pac.labels import date, fold, quantity, short_date
from pac.model import Cell, Party, PartyKind
from pac.workbook.contents import PLAN_FIELDS, Contents, ReportKey, Values
from pac.workbook.layout import Percent, Value

BOARD: Final = ""  # instead of a file's name: what the board says now

# What Control Interno alone changes, and all that it changes.
CONTROL_FIELDS: Final = frozenset({"verified", "control_remarks"})
_ALWAYS: Final = frozenset({"entity", "instrument", "plan_year", "cutoffs"})
CONTROL_PARAMETERS: Final = frozenset({"closed_cutoffs"})

Key = str | ReportKey | tuple[str] | tuple[str, str]
"""An activity or an office, a report, a parameter, a commitment."""
K = TypeVar("K", str, ReportKey, tuple[str, str])


@dataclass(frozen=True)
class Source:
    """One file, and what the board's version said that it came from."""

    file: str
    held: Contents
    base: Contents | None = None  # None: it came from no version that is known


@dataclass(frozen=True)
class Said:
    """One value that a file, or the board, has for a field."""

    file: str
    cell: Cell | None
    value: Value

    @property
    def place(self) -> str:
        """Return the file and the cell that say it, or that the board does."""
        if self.file == BOARD:
            return "el tablero"
        return f"{self.file}, {self.cell}" if self.cell else self.file

    @property
    def answer(self) -> str:
        """Return it as one of the answers to which value holds, with the cell that says it."""
        return f"{shown(self.value)} ({self.place})"


@dataclass(frozen=True)
class Conflict:
    """A field for which there are two values, and no rule that says which one holds."""

    key: Key
    field: str
    said: tuple[Said, ...]

    @property
    def activity(self) -> str:
        """Return the ID of the activity that it is about, blank where it is about none."""
        match self.key:
            case str() if self.field in PLAN_FIELDS:
                return self.key
            case (str(activity_id), dt.date()):
                return activity_id
        return ""

    @property
    def subject(self) -> str:
        """Return the field and what it belongs to, in words."""
        match self.key:
            case str():
                of = f" de {self.key}"
            case (str(subject), dt.date() as as_of):
                of = f" de {subject} ({short_date(as_of)})"
            case (str(subject), _):
                of = f" de «{subject}»"
            case _:  # a setting belongs to the whole board
                of = ""
        return f"«{FIELD_NAMES[self.field]}»{of}"

    @property
    def question(self) -> str:
        """Return it as a question."""
        return f"¿Cuál vale para {self.subject}?"

    @property
    def name(self) -> str:
        """Return what tells it from other conflicts, as text."""
        return " ".join(
            (*map(str, self.key if isinstance(self.key, tuple) else (self.key,)), self.field)
        )


@dataclass(frozen=True)
class Left:
    """A change that was not taken, because another role makes it."""

    key: Key
    field: str
    said: Said


@dataclass(frozen=True)
class Merged:
    """The book that results, and what could not be decided."""

    held: Contents
    conflicts: tuple[Conflict, ...] = ()
    left: tuple[Left, ...] = ()
    origins: Mapping[tuple[object, str], Said] = field(default_factory=dict)  # what was taken


def merge(
    current: Contents,
    sources: Sequence[Source],
    *,
    control: bool | None = None,
    drop: bool = False,
    chosen: Mapping[str, int] | None = None,
) -> Merged:
    """Return the board's contents with what the files change.

    Args:
        current: What the board says now.
        sources: The files, in the order in which they were given; the order decides nothing.
        control: True takes the changes of Control Interno's own columns only, False all others,
            None both.
        drop: Activities and reports that the files do not bring go.
        chosen: For conflicts that a person decided, by their name: which of the values holds.
    """
    work = _Work(control, chosen or {})
    plan = {key: dict(row) for key, row in current.plan.items()}
    reports = {key: dict(row) for key, row in current.reports.items()}
    parameters = dict(current.parameters)
    rows = [
        (s, s.held.plan, s.base.plan if s.base else None, s.held.plan_columns, frozenset[str]())
        for s in sources
    ]
    work.rows(plan, rows)
    known = [
        (
            s,
            s.held.reports,
            s.base.reports if s.base else None,
            s.held.report_columns,
            s.held.report_rows,
        )
        for s in sources
    ]
    work.rows(reports, known)
    work.parameters(parameters, sources)
    offices = _offices(current, sources, work)
    commitments = _commitments(current, sources, work)
    if drop:
        _drop(plan, reports, sources, work)
    reports = {key: row for key, row in reports.items() if row and key[0] in plan}
    held = Contents(
        _in_order(plan, current),
        reports,
        offices,
        parameters,
        commitments,
    )
    return Merged(held, tuple(work.conflicts), tuple(work.left), work.origins)


_Proposed = tuple[
    Said, bool, Value
]  # what a file says, whether its version is known, what that said


class _Work:
    """Takes proposals field by field and keeps what could not be decided."""

    def __init__(self, control: bool | None, chosen: Mapping[str, int]) -> None:  # noqa: FBT001
        self.control = control
        self.chosen = chosen
        self.conflicts: list[Conflict] = []
        self.left: list[Left] = []
        self.origins: dict[tuple[object, str], Said] = {}

    def rows(
        self,
        target: dict[K, Values],
        sources: Iterable[
            tuple[
                Source, Mapping[K, Values], Mapping[K, Values] | None, frozenset[str], frozenset[K]
            ]
        ],
    ) -> None:
        """Put what the files say about rows into ``target``.

        A row that a file does not bring stays; one that it brings blank was emptied.
        """
        proposed: dict[tuple[K, str], list[_Proposed]] = {}
        for source, rows, base, columns, blank in sources:
            for key in {**rows, **(base or {})}:
                row = rows.get(key, {})
                was = base.get(key, {}) if base is not None else None
                if key not in rows and key not in blank:
                    continue
                for name in columns:
                    value, old = row.get(name), was.get(name) if was is not None else None
                    if was is None and value is None:
                        continue
                    if was is not None and same(value, old):
                        continue
                    said = Said(source.file, source.held.cell(key, name), value)
                    proposed.setdefault((key, name), []).append((said, was is not None, old))
        for (key, name), given in proposed.items():
            now = target.get(key, {}).get(name)
            took = self._take(key, name, given, now)
            if took is None:
                continue
            self.origins[key, name] = took
            row = target.setdefault(key, {})
            if took.value is None:
                row.pop(name, None)
            else:
                row[name] = took.value

    def _take(self, key: Key, name: str, given: Sequence[_Proposed], now: Value) -> Said | None:
        """Return what holds of a field that files change; None: what the board says."""
        changed = [one for one in given if not same(one[0].value, now)]
        if not changed:
            return None
        own = name in CONTROL_FIELDS or name in CONTROL_PARAMETERS
        if self.control is not None and own is not self.control:
            self.left.extend(Left(key, name, said) for said, _, _ in changed)
            return None
        sides: list[Said] = []
        for said, _, _ in given:  # a file of its own that says what the board says counts too
            if not any(same(said.value, other.value) for other in sides):
                sides.append(said)
        # somebody else changed it after the version from which the file came
        said_already = any(same(one.value, now) for one in sides)
        if not said_already and any(based and not same(old, now) for _, based, old in changed):
            sides.append(Said(BOARD, None, now))
        if len(sides) == 1:
            return sides[0]
        conflict = Conflict(key, name, tuple(sides))
        choice = self.chosen.get(conflict.name)
        if choice is None or not 0 <= choice < len(sides):
            self.conflicts.append(conflict)
            return None
        return sides[choice]

    def parameters(self, target: dict[str, Value], sources: Sequence[Source]) -> None:
        """Put what the files say about the settings into ``target``."""
        known = (each.parameters for one in sources for each in (one.held, one.base) if each)
        for name in sorted({name for parameters in known for name in parameters}):
            given = []
            for source in sources:
                value = source.held.parameters.get(name)
                old = source.base.parameters.get(name) if source.base else None
                if same(value, old) if source.base else value is None:
                    continue
                if value is None and name in _ALWAYS:
                    continue  # the board cannot be without it
                said = Said(source.file, source.held.cell((name,), name), value)
                given.append((said, source.base is not None, old))
            took = self._take((name,), name, given, target.get(name))
            if took is None:
                continue
            self.origins[(name,), name] = took
            if took.value is None:
                target.pop(name, None)
            else:
                target[name] = took.value


def _drop(
    plan: dict[str, Values],
    reports: dict[ReportKey, Values],
    sources: Sequence[Source],
    work: _Work,
) -> None:
    """Take away what no file brings: activities of files with a plan, reports of those with any.

    Control Interno's own numbers go by its own hand only. What came to the board after the
    version from which a file came stays: who sends the file never saw it.
    """
    planning = [one for one in sources if one.held.plan]
    brought = {key for source in planning for key in source.held.plan}
    if work.control is not True:
        for activity_id in [one for one in plan if one not in brought]:
            if any(not one.base or activity_id in one.base.plan for one in planning):
                del plan[activity_id]
    reporting = [one for one in sources if one.held.reports or one.held.report_rows]
    reported = {key for source in reporting for key in source.held.reports}
    if reporting:
        for key in [key for key in reports if key not in reported]:
            if not any(not one.base or key in one.base.reports for one in reporting):
                continue
            kept = CONTROL_FIELDS if work.control is False else frozenset[str]()
            taken = CONTROL_FIELDS if work.control is True else None
            reports[key] = {
                name: value
                for name, value in reports[key].items()
                if name in kept or (taken is not None and name not in taken)
            }


def _in_order(plan: Mapping[str, Values], current: Contents) -> dict[str, Values]:
    """Return the activities in the board's order, a new one below the last of its component.

    Those of the first book stand as there.
    """
    if not current.plan:
        return dict(plan)
    order = [key for key in current.plan if key in plan]
    for key in plan:
        if key in current.plan:
            continue
        component = fold(str(plan[key].get("component", "")))
        alike = [
            place
            for place, other in enumerate(order)
            if fold(str(plan[other].get("component", ""))) == component
        ]
        order.insert(alike[-1] + 1 if alike else len(order), key)
    return {key: plan[key] for key in order}


def _office_rows(held: Contents | None, names: Mapping[str, str]) -> dict[str, Values]:
    """Return a catalogue as rows, each under the name that the first book gave its office."""
    offices = held.offices.items() if held else ()
    return {
        names[key]: {
            "name": party.name,
            "aliases": "; ".join(party.aliases) or None,
            "kind": str(party.kind),
        }
        for key, party in offices
    }


def _offices(current: Contents, sources: Sequence[Source], work: _Work) -> dict[str, Party]:
    """Return the catalogue with what the files add or say anew; none goes by being left out."""
    books = [current, *(one.held for one in sources), *(one.base for one in sources if one.base)]
    names: dict[str, str] = {}
    for book in books:
        for key, party in book.offices.items():
            names.setdefault(key, party.name)
    rows = _office_rows(current, names)
    work.rows(
        rows,
        [
            (
                one,
                _office_rows(one.held, names),
                _office_rows(one.base, names) if one.base else None,
                _OFFICE_FIELDS,
                frozenset[str](),
            )
            for one in sources
        ],
    )
    made = [
        Party(
            str(row.get("name", name)),
            tuple(filter(None, str(row.get("aliases") or "").split("; "))),
            PartyKind(str(row.get("kind", PartyKind.OFFICE))),
        )
        for name, row in rows.items()
    ]
    return {fold(party.name): party for party in made}


_OFFICE_FIELDS: Final = frozenset({"name", "aliases", "kind"})
_COMMITMENT_FIELDS: Final = frozenset(column.name for column in schema.COMMITMENTS_COLUMNS)


_Asked = tuple[str, str]  # a commitment: its question, and the day of the session


def _commitment_rows(held: Contents | None, names: Mapping[_Asked, _Asked]) -> dict[_Asked, Values]:
    """Return the commitments as rows, each under the words in which the first book asks."""
    return {names[_asked(row)]: dict(row) for row in (held.commitments if held else ())}


def _asked(row: Values) -> _Asked:
    return (fold(str(row.get("question", ""))), str(row.get("date", "")))


def _commitments(current: Contents, sources: Sequence[Source], work: _Work) -> tuple[Values, ...]:
    """Return the commitments; the same question of the same day is the same one."""
    books = [current, *(one.held for one in sources), *(one.base for one in sources if one.base)]
    names: dict[_Asked, _Asked] = {}
    for book in books:
        for row in book.commitments:
            key = _asked(row)
            names.setdefault(key, (f"«{row.get('question', '')}»", key[1]))
    rows = _commitment_rows(current, names)
    work.rows(
        rows,
        [
            (
                one,
                _commitment_rows(one.held, names),
                _commitment_rows(one.base, names) if one.base else None,
                _COMMITMENT_FIELDS,
                frozenset[_Asked](),
            )
            for one in sources
        ],
    )
    return tuple(rows.values())


def same(one: Value, other: Value) -> bool:
    """Tell whether two values say the same; blanks at the ends and repeated ones say nothing."""
    if isinstance(one, str) and isinstance(other, str):
        return " ".join(one.split()) == " ".join(other.split())
    if isinstance(one, Percent) and isinstance(other, Percent):
        return round(one.value, 9) == round(other.value, 9)
    if isinstance(one, Percent) or isinstance(other, Percent):
        return False
    return one == other


def shown(value: Value) -> str:
    """Return a value as a person reads it."""
    if value is None or value == "":
        return "en blanco"
    if isinstance(value, Percent):
        return quantity(value.value, "percent")
    if isinstance(value, dt.date):
        return date(value)
    if isinstance(value, str):
        return f"«{value}»" if len(value) <= _QUOTED else f"«{value[:_QUOTED].rstrip()}…»"
    return quantity(float(value), "count")


_QUOTED: Final = 80

# How a field is called in a sentence.
FIELD_NAMES: Final = {
    column.name: column.header
    for column in (
        *schema.COMMITMENTS_COLUMNS,
        *schema.OFFICES_COLUMNS,
        *schema.PLAN_COLUMNS,
        *schema.TRACKING_COLUMNS,
    )
} | {row.name: row.label for row in schema.PARAMETER_ROWS}
