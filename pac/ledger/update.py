"""From files to a new version of the board: what they would change, and the change itself.

``propose`` looks and writes nothing; ``commit`` writes what was looked at, or nothing. Both
know the role for which they work: Control Interno's columns change by its hand only.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from rapidfuzz import fuzz, process

from pac import labels, norms
from pac.labels import fold
from pac.ledger import store
from pac.ledger.access import Actor, NotAllowed, Role
from pac.ledger.difference import (
    CONTROL_KINDS,
    Change,
    Difference,
    difference,
    reason_for,
)
from pac.ledger.store import Ledger, LedgerError, NewVersion, Version
from pac.model import Cell, Finding, Move, Settings, Severity
from pac.progress.measure import measure
from pac.progress.schedule import holding
from pac.progress.summary import summarize
from pac.reading import conventions, questions, reader
from pac.reading.findings import finding, quoted
from pac.reading.questions import Question
from pac.reading.reader import File, Reading
from pac.workbook import contents, merge
from pac.workbook.contents import Contents, Values
from pac.workbook.merge import BOARD, Conflict, Left, Merged, Source
from pac.workdays import COLOMBIA

_BOARD_NAME: Final = "/tablero"  # no upload is called so: their names have no folder
_STAMP_BYTES: Final = 6
_LONGEST_NOTE: Final = 2000
_NEAR: Final = 85.0

Fingerprint = tuple[str, tuple[str, ...], str]


@dataclass(frozen=True)
class Board:
    """The board of one plan year as it stands, or stood."""

    version: Version | None = None  # None before the first version of a plan year
    file: File | None = None
    reading: Reading | None = None
    moves: tuple[Move, ...] = ()

    @property
    def number(self) -> int | None:
        """Return the number of the version."""
        return self.version.number if self.version else None

    @cached_property
    def held(self) -> Contents:
        """Return what its book holds; nothing before the first version."""
        return contents.contents(self.reading) if self.reading else Contents({}, {}, {}, {})

    def content(self, name: str) -> Any:  # noqa: ANN401  what a JSON holds
        """Return what the version keeps under a name, an empty mapping where it keeps nothing."""
        return self.version.content.get(name, {}) if self.version else {}


@dataclass(frozen=True)
class Upload:
    """One file as it was read."""

    file: File
    reading: Reading
    has_plan: bool
    based_on: int | None = None  # the version of the board that it was downloaded from


@dataclass(frozen=True)
class Proposal:
    """What some files would make of the board."""

    uploads: tuple[Upload, ...]
    board: Board
    plan_year: int | None
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    left: tuple[Left, ...] = ()
    workbook: File | None = None  # what results; None where something blocks
    reading: Reading | None = None  # of that
    difference: Difference | None = None
    stamp: str = ""
    silenced: tuple[Mapping[str, Any], ...] = ()  # carried over, whose finding stays the same
    control: bool | None = None

    def resulting(self) -> Reading:
        """Return the book that results as it reads, anew where it was left out to travel light.

        Raises:
            Blocked: where no book results.
        """
        if self.reading is not None:
            return self.reading
        if self.workbook is None:
            raise Blocked("El libro todavía tiene celdas por corregir: el tablero no cambió.")
        return reader.read(self.workbook)

    def light(self) -> Proposal:
        """Return the proposal without the tables, which no sentence about it needs."""
        uploads = tuple(replace(one, reading=_light(one.reading)) for one in self.uploads)
        return replace(self, uploads=uploads, board=replace(self.board, reading=None), reading=None)

    @property
    def stopped_at(self) -> int | None:
        """Return the first gate that stopped a file."""
        gates = [one.reading.stopped_at for one in self.uploads if one.reading.stopped_at]
        return min(gates, default=None)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return what blocks."""
        return tuple(one for one in self.findings if one.severity is Severity.ERROR)

    @property
    def acceptable(self) -> bool:
        """Tell whether the board can be updated with it."""
        return self.workbook is not None and not self.errors

    @cached_property
    def silent(self) -> frozenset[Fingerprint]:
        """Return the findings that somebody silenced with a reason."""
        return frozenset(fingerprint_of(one) for one in self.silenced)

    def loud(self, severity: Severity) -> tuple[Finding, ...]:
        """Return the findings that nobody silenced."""
        return tuple(
            one
            for one in self.findings
            if one.severity is severity and fingerprint(one) not in self.silent
        )


def _light(reading: Reading) -> Reading:
    return replace(
        reading,
        activities=reading.activities[["component"]],
        reports=reading.reports[["activity_id"]],
        sources={},
        filled=frozenset(),
        entries={},
        commitments=(),
        report_rows=frozenset(),
        report_places={},
    )


class Blocked(LedgerError):  # noqa: N818  named for what the screen says
    """Something has to be mended or said before the board can be updated."""


class ReasonsMissing(Blocked):
    """Changes that need a written reason have none."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self.changes = tuple(changes)
        said = "; ".join(f"{one.name}: {one.sentence}" for one in changes)
        super().__init__(f"Falta el motivo de {len(changes)} cambios. {said}.")


class NothingChanges(Blocked):
    """The board says all of it already."""

    def __init__(self) -> None:
        super().__init__("Nada cambia: el tablero ya dice lo mismo. No se hizo una versión nueva.")


# The board as it stands


def board(ledger: Ledger, plan_year: int | None = None, number: int | None = None) -> Board:
    """Return the board of a plan year, by default the newest one, or as a version left it.

    Raises:
        NoSuchVersion: where there is no such version.
    """
    if number is not None:
        version: Version | None = store.version(ledger, number)
    else:
        years = [year for year, _, _ in store.heads(ledger)]
        year = plan_year if plan_year is not None else max(years, default=None)
        version = store.head(ledger, year) if year in years and year is not None else None
    if version is None:
        return Board()
    file = workbook_of(ledger, version)
    return Board(version, file, reader.read(file), moves(ledger, version))


def day_of(at: dt.datetime) -> str:
    """Return the day that a moment is in Colombia, in words."""
    return labels.date(_day(at))


def _day(at: dt.datetime) -> dt.date:
    return at.astimezone(COLOMBIA).date()


def workbook_of(ledger: Ledger, version: Version) -> File:
    """Return the complete workbook of a version, under the name that tells which one it is."""
    name = f"{Path(version.workbook.name).stem}_v{version.number}.xlsx"
    return File(name, store.file(ledger, version.workbook.sha256))


def moves(ledger: Ledger, version: Version) -> tuple[Move, ...]:
    """Return every change of dates up to a version, oldest first (R17)."""
    return tuple(
        Move(
            one["activity_id"],
            dt.date.fromisoformat(one["day"]),
            tuple(map(dt.date.fromisoformat, one["before"])),
            tuple(map(dt.date.fromisoformat, one["after"])),
            one["reason"],
            str(each.number),
        )
        for each in store.versions(ledger, version.plan_year)
        if each.number <= version.number
        for one in each.content.get("moves", ())
    )


def begin(ledger: Ledger, file: File, at: dt.datetime) -> Version | None:
    """Make the first version of an empty ledger from a workbook; None where it is not empty."""
    if store.heads(ledger):
        return None
    actor = Actor("Instalación del tablero", None, None, everything=True)
    proposal = propose(ledger, [file], control=None)
    try:
        return commit(ledger, actor, proposal, note="Primera versión", kind="first", at=at)
    except store.Superseded:  # another process was faster
        return None


# Looking


def propose(
    ledger: Ledger,
    files: Sequence[File],
    *,
    control: bool | None = None,
    drop: bool = False,
    chosen: Mapping[str, int] | None = None,
    silenced: Iterable[Mapping[str, Any]] = (),
    plan_year: int | None = None,
    today: dt.date = dt.date.max,
    say: Callable[[str], None] = lambda _: None,
) -> Proposal:
    """Return what the files would make of the board; nothing is written.

    Args:
        ledger: The board's versions.
        files: One or several workbooks, with the answers given to their doubts.
        control: True for Control Interno, False for who updates the rest, None for both.
        drop: What the files do not bring goes.
        chosen: How conflicts were decided: which value, by the conflict's name.
        silenced: Warnings silenced now, beside those carried over.
        plan_year: The plan that tracking without a year belongs to; the newest by default.
        today: Decides which dates had passed when they are moved (R17); all of them by default.
        say: Takes what is being done, in Spanish, step by step.
    """
    files = _named_apart(files)
    say("Abriendo los archivos")
    heads = {year for year, _, _ in store.heads(ledger)}
    plans = [Upload(file, reader.read(file), has_plan=True) for file in files]
    without = {one.file.name for one in plans if _has_no_plan(one.reading)}
    plans = [one for one in plans if one.file.name not in without]
    years = {one.reading.settings.plan_year for one in plans if one.reading.settings}
    year = min(years) if years else plan_year if plan_year in heads else max(heads, default=None)
    now = board(ledger, year) if year in heads else Board()
    plans = [replace(one, based_on=_based_on(ledger, one, year)) for one in plans]
    plan = now.file
    if plans and len(plans) < len(files):
        plan = _with_plans(ledger, plans, now, chosen or {}, control=control) or now.file
    read = {one.file.name: one for one in plans}
    uploads = [
        read.get(file.name) or Upload(file, _read_reports(file, plan), has_plan=False)
        for file in files
    ]
    uploads = [replace(one, based_on=_based_on(ledger, one, year)) for one in uploads]
    say("Revisando cada celda")
    found = [*_own_findings(uploads), *_strangers(uploads, now, years)]
    if drop:
        found += [
            finding("form_drops", file=one.file.name) for one in uploads if one.reading.is_form
        ]
    asked = tuple(
        question
        for one in uploads
        if one.reading.stopped_at is None
        for question in questions.questions(
            one.file.data,
            one.file.name,
            [each for each in found if each.file == one.file.name],
            {str(name): str(text) for name, text in one.reading.activities["activity"].items()},
        )
    )
    first = Proposal(tuple(uploads), now, year, tuple(found), asked, control=control)
    if not uploads or first.errors:
        return _with_silenced(first, silenced)
    say("Uniendo con lo que dice el tablero")
    sources, names, reworded = _sources(ledger, uploads, now, chosen or {})
    found = [_renamed(one, names.get(one.file, {})) for one in found]
    if reworded:
        return _with_silenced(replace(first, findings=(*found, *reworded)), silenced)
    first = replace(first, findings=tuple(found))
    held = now.held
    # the first book of a plan year may say what Control Interno verified in it
    merged = merge.merge(held, sources, control=control, drop=drop, chosen=chosen)
    if merged.conflicts:
        clashes = tuple(_conflict_finding(one) for one in merged.conflicts)
        first = replace(first, findings=(*found, *clashes), conflicts=merged.conflicts)
        return _with_silenced(replace(first, left=merged.left), silenced)
    say("Armando el libro que resulta y comparando")
    return _with_silenced(_resulting(first, merged, today), silenced)


def propose_commitments(
    now: Board, commitments: Sequence[Values], *, today: dt.date = dt.date.max
) -> Proposal:
    """Return what the board would be with these commitments instead of its own.

    Nothing is written; ``commit`` makes a version of it as of an upload.

    Args:
        now: The board that its author saw; a later one supersedes the proposal.
        commitments: All of them, by the names of ``schema.COMMITMENTS_COLUMNS``.
        today: As for ``propose``.

    Raises:
        Blocked: where there is no board yet.
    """
    settings = now.reading.settings if now.reading else None
    if now.reading is None or settings is None:
        raise Blocked("El tablero todavía no tiene un plan.")
    held = replace(contents.contents(now.reading), commitments=tuple(commitments))
    stamp = secrets.token_hex(_STAMP_BYTES)
    file = File(_book_name(settings), contents.built(held, settings, stamp))
    reading = reader.read(file)
    known = {fingerprint(one) for one in now.reading.findings}
    proposal = Proposal(
        (),
        now,
        settings.plan_year,
        tuple(one for one in reading.findings if fingerprint(one) not in known),
        workbook=file,
        reading=reading,
        difference=difference(now.reading, reading, now.moves, today),
        stamp=stamp,
        control=False,
    )
    return _with_silenced(proposal, ())


def _book_name(settings: Settings) -> str:
    """Return how the complete workbook of a plan is called."""
    return f"PAAC_{settings.plan_year}_{labels.slug(settings.entity)}_libro.xlsx"


def _named_apart(files: Sequence[File]) -> list[File]:
    """Return the files under names that differ, name no folder and hide nothing."""
    taken: set[str] = set()
    named = []
    for file in files:
        name = file.name.replace("\\", "/").rpartition("/")[2]
        name = "".join(sign for sign in name if sign.isprintable())[-_LONGEST_NAME:]
        if not name.strip(" ."):
            name = "libro.xlsx"
        stem, dot, ending = name.rpartition(".")
        count = 1
        while name in taken:
            count += 1
            name = f"{stem or ending} ({count}){dot}{ending if stem else ''}"
        taken.add(name)
        named.append(replace(file, name=name))
    return named


_LONGEST_NAME: Final = 120


def _has_no_plan(reading: Reading) -> bool:
    """Tell whether a book is sound and has no plan's matrix: it may have reports."""
    return any(one.code == "no_plan_sheet" for one in reading.findings)


def _with_plans(
    ledger: Ledger,
    plans: Sequence[Upload],
    now: Board,
    chosen: Mapping[str, int],
    *,
    control: bool | None,
) -> File | None:
    """Return the plan as it would be with the plans uploaded, for reports on what is new in it.

    None where they cannot be put together: then the reports are read against the board's plan.
    """
    settings = next((one.reading.settings for one in plans if one.reading.settings), None)
    if settings is None or any(one.reading.stopped_at is not None for one in plans):
        return None
    sources, _, doubts = _sources(ledger, plans, now, chosen)
    if doubts:
        return None
    merged = merge.merge(now.held, sources, control=control, chosen=chosen)
    return File(_BOARD_NAME, contents.built(replace(merged.held, reports={}), settings, ""))


def _read_reports(file: File, plan: File | None) -> Reading:
    """Read a file that only has reports, against the plan of the board."""
    if plan is None:
        return reader.read(file)
    read = reader.read(replace(plan, name=_BOARD_NAME), file, own_reports=False)
    own = tuple(one for one in read.findings if one.file == file.name)
    reports = read.reports[read.reports["file"] == file.name]
    return replace(
        read, files=(file.name,), findings=own, reports=reports, conventions=(), has_plan=False
    )


def _based_on(ledger: Ledger, upload: Upload, year: int | None) -> int | None:
    """Return the version that a file came from: it says so itself, or it is that very file."""
    stamp = upload.reading.stamp
    if not stamp or year is None:
        return None
    for one in reversed(store.versions(ledger, year)):
        if one.content.get("stamp") == stamp:
            return one.number
    return None


def _own_findings(uploads: Sequence[Upload]) -> list[Finding]:
    return [
        replace(one, file=one.file or upload.file.name)
        for upload in uploads
        for one in upload.reading.findings
    ]


def _strangers(uploads: Sequence[Upload], now: Board, years: Collection[int]) -> list[Finding]:
    """Return that files are of another entity, or of several plan years."""
    found = []
    expected = now.reading.settings if now.reading else None
    for one in uploads:
        settings = one.reading.settings
        if settings is None or one.reading.stopped_at is not None:
            continue
        cell = one.reading.parameters.get("entity")
        # who changes the entity in the board's own workbook means to
        stranger = one.has_plan and one.based_on is None and settings.entity
        named = expected.entity if expected else ""
        if stranger and named and fold(settings.entity) != fold(named):
            found.append(
                finding(
                    "other_entity",
                    (cell,) if cell else (),
                    file=one.file.name,
                    values={"found": settings.entity, "expected": named},
                )
            )
        if one.has_plan and len(years) > 1 and settings.plan_year != min(years):
            cell = one.reading.parameters.get("plan_year")
            found.append(
                finding(
                    "other_year",
                    (cell,) if cell else (),
                    file=one.file.name,
                    values={"found": str(settings.plan_year), "expected": str(min(years))},
                )
            )
    return found


def _sources(
    ledger: Ledger, uploads: Sequence[Upload], now: Board, chosen: Mapping[str, int]
) -> tuple[list[Source], dict[str, dict[str, str]], list[Finding]]:
    """Return what each file holds with the version it came from, and doubts about activities.

    Between them, by file, the IDs that the board has for those that a matrix without any got by
    its order.
    """
    sources = []
    names: dict[str, dict[str, str]] = {}
    doubts: list[Finding] = []
    bases: dict[int, Contents] = {}
    read = [
        contents.contents(
            one.reading, plan=one.has_plan, file="" if one.has_plan else one.file.name
        )
        for one in uploads
    ]
    known = _Known(ledger, now, [each for each in read if each.own_ids])
    for one, held in zip(uploads, read, strict=True):
        if one.has_plan:
            held = contents.faithful(held, one.reading)
        if one.has_plan and not held.own_ids:
            held, names[one.file.name], doubtful = known.identified(held, one.file.name, chosen)
            doubts += doubtful
        base = None
        if one.based_on is not None:
            if one.based_on not in bases:
                reading = (
                    now.reading
                    if one.based_on == now.number
                    else board(ledger, number=one.based_on).reading
                )
                if reading is not None:
                    bases[one.based_on] = contents.contents(reading)
            base = bases.get(one.based_on)
        sources.append(Source(one.file.name, held, base))
    return sources, names, doubts


class _Known:
    """The activities that have an ID, by which those of matrices without IDs get theirs."""

    def __init__(self, ledger: Ledger, now: Board, others: Iterable[Contents]) -> None:
        self.plan: dict[str, Values] = {**now.held.plan}
        self.board = frozenset(self.plan)
        for held in others:
            self.plan = {**held.plan, **self.plan}
        self.taken = {*self.plan}
        if now.version is not None:  # an ID that went with its activity stays its own
            self.taken |= {
                one["subject"]
                for each in store.versions(ledger, now.version.plan_year)
                for one in each.content.get("difference", {}).get("changes", ())
                if one["kind"] == "activity_added"
            }

    def identified(
        self, held: Contents, file: str, chosen: Mapping[str, int]
    ) -> tuple[Contents, dict[str, str], list[Finding]]:
        """Return the contents of a matrix under the known IDs, by exact text.

        A text that is nearly one of the board's that the file does not bring is asked about: the
        activity may have been reworded, or be another one. It is never matched silently.
        """
        names = self._by_text(held)
        missing = {
            name: fold(str(self.plan[name].get("activity", "")))
            for name in self.plan
            if name in self.board and name not in names.values()
        }
        doubts = []
        for own, row in held.plan.items():
            if own in names:
                continue
            text = str(row.get("activity", ""))
            near = process.extractOne(fold(text), missing, scorer=fuzz.ratio, score_cutoff=_NEAR)
            if near is not None:
                name = str(near[2])
                choice = chosen.get(f"activity {name} {own}")
                if choice == 0:
                    names[own] = name
                    missing.pop(name)
                    continue
                if choice is None:
                    cell = held.cells.get((own, "activity"))
                    made = finding(
                        "reworded_activity",
                        (cell,) if cell else (),
                        file=file,
                        activities=(name,),
                        values={"found": quoted(text), "id": name},
                    )
                    doubts.append(replace(made, suggests=own))
                    continue
            names[own] = self._new_id(own)
            self.taken.add(names[own])
            self.plan[names[own]] = row
        return _under(held, names), names, doubts

    def _by_text(self, held: Contents) -> dict[str, str]:
        """Return the known ID of each activity whose very text is known.

        Of several with one text, the one with the same indicator, else the next in order.
        """
        free: dict[str, list[str]] = {}
        for name, row in self.plan.items():
            free.setdefault(fold(str(row.get("activity", ""))), []).append(name)
        names = {}
        for fields in (("activity", "indicator"), ("activity",)):
            for own, row in held.plan.items():
                alike = free.get(fold(str(row.get("activity", ""))), [])
                for name in alike if own not in names else ():
                    if all(merge.same(row.get(f), self.plan[name].get(f)) for f in fields[1:]):
                        names[own] = name
                        alike.remove(name)
                        break
        return names

    def _new_id(self, own: str) -> str:
        """Return an ID of the component that was never another activity's."""
        component = own.partition("-")[0]
        number = 1
        if not self.board and own not in self.taken:  # the first plan: by its own order
            return own
        while f"{component}-{number:02d}" in self.taken:
            number += 1
        return f"{component}-{number:02d}"


def _under(held: Contents, names: Mapping[str, str]) -> Contents:
    """Return contents under other IDs."""
    keys = {**{own: own for own in held.plan}, **names}
    cells: dict[tuple[object, str], Cell] = {}
    for (key, name), cell in held.cells.items():
        match key:
            case str():
                cells[keys[key], name] = cell
            case (str(own), as_of):
                cells[(keys[own], as_of), name] = cell
            case _:  # of a setting
                cells[key, name] = cell
    return replace(
        held,
        plan={keys[own]: {**row, "activity_id": keys[own]} for own, row in held.plan.items()},
        reports={(keys[own], as_of): row for (own, as_of), row in held.reports.items()},
        cells=cells,
        report_places={
            (keys[own], as_of): place for (own, as_of), place in held.report_places.items()
        },
        own_ids=True,
    )


def _renamed(one: Finding, names: Mapping[str, str]) -> Finding:
    """Return a finding that calls the activities by the board's IDs."""
    if all(own == name for own, name in names.items()):
        return one
    return replace(
        one,
        activities=tuple(names.get(each, each) for each in one.activities),
        message=_ID.sub(lambda match: names.get(match[0], match[0]), one.message),
    )


_ID: Final = re.compile(r"\bC\d+-\d+\b")


def _conflict_finding(conflict: Conflict) -> Finding:
    cells = tuple(one.cell for one in conflict.said if one.cell)
    files = [one.file for one in conflict.said if one.file != BOARD]
    made = finding(
        "two_answers",
        cells[:1],
        file=files[0] if files else "",
        activities=(conflict.activity,) if conflict.activity else (),
        values={
            "subject": conflict.subject,
            "found": labels.listing([one.answer for one in conflict.said]),
        },
    )
    return replace(made, suggests=conflict.name)


def _resulting(first: Proposal, merged: Merged, today: dt.date) -> Proposal:
    """Return the proposal with the book that results, read again as any other."""
    settings = next(
        (one.reading.settings for one in first.uploads if one.has_plan and one.reading.settings),
        first.board.reading.settings if first.board.reading else None,
    )
    if settings is None:
        return first
    settings = replace(settings, cutoffs=_cutoffs(first, merged, settings))
    stamp = secrets.token_hex(_STAMP_BYTES)
    file = File(_book_name(settings), contents.built(merged.held, settings, stamp))
    reading = reader.read(file)
    known = {fingerprint(one) for one in first.findings}
    if first.board.reading:
        known |= {fingerprint(one) for one in first.board.reading.findings}
    new = [one for one in reading.findings if fingerprint(one) not in known]
    keys = _keys(reading) if new else {}
    added = tuple(_placed(one, keys, merged) for one in new)
    before = first.board.reading
    return replace(
        first,
        findings=_errors_first((*first.findings, *added)),
        left=merged.left,
        workbook=file,
        reading=reading,
        difference=difference(before, reading, first.board.moves, today),
        stamp=stamp,
    )


def _cutoffs(first: Proposal, merged: Merged, settings: Settings) -> tuple[dt.date, ...]:
    """Return the cut-offs: the board's, unless a file that changes them was taken."""
    known = first.board.reading.settings if first.board.reading else None
    taken = merged.origins.get((("cutoffs",), "cutoffs"))
    if known is None or (taken is not None and taken.file != BOARD):
        own = (
            one.reading.settings
            for one in first.uploads
            if taken is not None and one.file.name == taken.file
        )
        settings = next((one for one in own if one is not None), settings)
        return settings.cutoffs
    return known.cutoffs


def _errors_first(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda one: one.severity is not Severity.ERROR))


def _placed(one: Finding, keys: Mapping[Cell, tuple[object, str]], merged: Merged) -> Finding:
    """Return a finding of the resulting book with the cells of the files that it comes from."""
    cells = []
    files = []
    for cell in one.cells:
        said = merged.origins.get(keys.get(cell, ("", "")))
        if said is None or said.cell is None:
            return one
        cells.append(said.cell)
        files.append(said.file)
    if not cells:
        return one
    said_of = one.message.partition(": ")[2]
    message = f"{', '.join(map(str, cells))}: {said_of}"
    return replace(one, cells=tuple(cells), file=files[0], message=message)


def _keys(reading: Reading) -> dict[Cell, tuple[object, str]]:
    """Return what each cell of a book of ours holds: its row and field."""
    keys: dict[Cell, tuple[object, str]] = {
        cell: (name, column) for (name, column), cell in reading.sources.items()
    }
    held = contents.contents(reading)
    keys |= {cell: key for key, cell in held.cells.items()}
    return keys


def _with_silenced(proposal: Proposal, now: Iterable[Mapping[str, Any]]) -> Proposal:
    """Return the proposal with the silenced warnings that it still has."""
    kept = proposal.board.content("silenced") or ()
    present = {fingerprint(one) for one in _shown(proposal) if one.severity is not Severity.ERROR}
    every = {fingerprint_of(one): one for one in (*kept, *now)}
    return replace(proposal, silenced=tuple(one for key, one in every.items() if key in present))


def _shown(proposal: Proposal) -> tuple[Finding, ...]:
    later = proposal.reading.findings if proposal.reading else ()
    return (*proposal.findings, *later)


def fingerprint(one: Finding) -> Fingerprint:
    """Return what makes a finding the same one in another upload, wherever its row stands."""
    return (one.code, one.activities, one.found)


def fingerprint_of(silenced: Mapping[str, Any]) -> Fingerprint:
    """Return the fingerprint of a silenced finding, as a version keeps it."""
    return (silenced["code"], tuple(silenced["activities"]), silenced["found"])


def silence(one: Finding, reason: str, by: str, at: dt.datetime) -> dict[str, Any]:
    """Return a warning silenced with a reason, as a version keeps it.

    Raises:
        Blocked: where it is an error, or the reason is blank.
    """
    if one.severity is Severity.ERROR:
        raise Blocked("Lo que está por corregir no se silencia: se corrige en el libro.")
    if not reason.strip():
        raise Blocked("Escriba por qué no hace falta corregirlo.")
    return {
        "code": one.code,
        "activities": list(one.activities),
        "found": one.found,
        "message": one.message,
        "reason": reason.strip()[:_LONGEST_NOTE],
        "by": by,
        "at": _day(at).isoformat(),
    }


# Writing


def commit(
    ledger: Ledger,
    actor: Actor,
    proposal: Proposal,
    *,
    at: dt.datetime,
    note: str = "",
    reasons: Mapping[str, str] | None = None,
    kind: str = "update",
) -> Version:
    """Make a version of what was proposed.

    Args:
        ledger: The board's versions.
        actor: Who does it; checked again where it is written.
        proposal: What ``propose`` returned.
        at: The moment.
        note: In the actor's words.
        reasons: By kind and activity (``progress_lowered:C1-05``), by either, or for all (``*``).
        kind: ``update``, or ``first``.

    Raises:
        Blocked: where something is to be mended, a reason is missing or nothing changes.
        NotAllowed: where the role does not make such a change.
        Superseded: where somebody updated meanwhile.
    """
    made = proposal.difference
    if not proposal.acceptable or proposal.workbook is None or made is None:
        raise Blocked("El libro todavía tiene celdas por corregir: el tablero no cambió.")
    silences = {fingerprint_of(one) for one in proposal.board.content("silenced") or ()}
    if not made.changes and {fingerprint_of(one) for one in proposal.silenced} == silences:
        raise NothingChanges
    return _append(
        ledger,
        actor,
        proposal.board,
        made,
        File(proposal.workbook.name, proposal.workbook.data),
        proposal.resulting(),
        kind=kind,
        note=note,
        reasons=reasons or {},
        at=at,
        uploads=tuple(File(one.file.name, one.file.data) for one in proposal.uploads),
        content={
            "stamp": proposal.stamp,
            "silenced": list(proposal.silenced),
            "answers": [
                f"{one.file.name}, {answer.said}"
                for one in proposal.uploads
                for answer in one.file.answers
            ],
            "findings": [
                {"code": one.code, "severity": str(one.severity), "message": one.message}
                for one in proposal.findings
            ],
            "conventions": [
                listed.message
                for one in proposal.uploads
                for listed in conventions.listed(one.reading.conventions)
            ],
        },
    )


def restore(
    ledger: Ledger, actor: Actor, number: int, *, at: dt.datetime, note: str, reason: str = ""
) -> Version:
    """Make a new version that says what an earlier one said; nothing is erased.

    Raises:
        Blocked: where it is the one in force or there is no reason.
        NotAllowed, NoSuchVersion, Superseded: as ``commit`` does.
    """
    old = board(ledger, number=number)
    if old.version is None or old.reading is None or old.file is None:
        raise Blocked("Esa versión no se puede leer.")
    now = board(ledger, old.version.plan_year)
    if now.version is None or now.number == number:
        raise Blocked(f"La versión {number} es la que está en el tablero.")
    made = difference(now.reading, old.reading, now.moves, _day(at))
    if not made.changes:
        raise NothingChanges
    why = reason.strip() or note.strip()
    if not why:
        raise Blocked("Escriba por qué se vuelve a esa versión.")
    kept: dict[str, Any] = {
        name: old.version.content[name]
        for name in ("stamp", "silenced", "answers", "findings", "conventions")
        if name in old.version.content
    }
    return _append(
        ledger,
        actor,
        now,
        made,
        File(old.version.workbook.name, old.file.data),
        old.reading,
        kind="restore",
        note=note or why,
        reasons={"*": why},
        at=at,
        content=kept,
        restored_from=number,
    )


def close(
    ledger: Ledger,
    actor: Actor,
    cutoff: dt.date,
    *,
    at: dt.datetime,
    note: str = "",
    plan_year: int | None = None,
    reopen: bool = False,
) -> Version:
    """Close a cut-off for Control Interno (R16), or open it again with a reason.

    Raises:
        Blocked: where there is no such cut-off, it has not come yet or is closed already.
        NotAllowed, Superseded: as ``commit`` does.
    """
    now = board(ledger, plan_year)
    settings = now.reading.settings if now.reading else None
    if now.reading is None or settings is None:
        raise Blocked("El tablero todavía no tiene un plan.")
    day = labels.date(cutoff)
    if cutoff not in settings.cutoffs:
        known = labels.listing([one.isoformat() for one in settings.cutoffs])
        raise Blocked(f"{day} no es un corte del plan. Los cortes son {known}.")
    if settings.is_closed(cutoff) is not reopen:
        raise Blocked(f"El corte {day} ya está {'abierto' if reopen else 'cerrado'}.")
    if not reopen and cutoff > _day(at):
        raise Blocked(_not_yet(cutoff))
    if reopen and not note.strip():
        raise Blocked("Escriba por qué se vuelve a abrir el corte.")
    closed = {*settings.closed_cutoffs} ^ {cutoff}
    held = contents.contents(now.reading)
    parameters = {
        **held.parameters,
        "closed_cutoffs": "; ".join(labels.numeric_date(one) for one in sorted(closed)),
    }
    stamp = secrets.token_hex(_STAMP_BYTES)
    file = File(
        _book_name(settings), contents.built(replace(held, parameters=parameters), settings, stamp)
    )
    reading = reader.read(file)
    return _append(
        ledger,
        actor,
        now,
        difference(now.reading, reading, now.moves, _day(at)),
        file,
        reading,
        kind="reopen" if reopen else "close",
        note=note,
        reasons={"*": note},
        at=at,
        content={"stamp": stamp, "silenced": now.content("silenced") or []},
    )


def record_publication(
    ledger: Ledger,
    actor: Actor,
    cutoff: dt.date,
    day: dt.date,
    address: str,
    *,
    at: dt.datetime,
    plan_year: int | None = None,
) -> Version:
    """Record when and where the legal follow-up of a closed cut-off was published (R14).

    Raises:
        Blocked: where the cut-off is open, the day is no such day or the address is none.
        NotAllowed, Superseded: as ``commit`` does.
    """
    now = board(ledger, plan_year)
    if now.version is None or now.reading is None or now.reading.settings is None or not now.file:
        raise Blocked("El tablero todavía no tiene un plan.")
    if not now.reading.settings.is_closed(cutoff):
        raise Blocked("Se registra la publicación de un corte cerrado.")
    if not cutoff <= day <= _day(at):
        raise Blocked("La fecha de publicación va del día del corte a hoy.")
    if not address.strip().startswith(("https://", "http://")):
        raise Blocked("Escriba la dirección completa, que empieza por https://.")
    published = {
        **now.content("publications"),
        cutoff.isoformat(): {"day": day.isoformat(), "address": address.strip()[:_LONGEST_NOTE]},
    }
    said = f"Seguimiento del corte {labels.date(cutoff)}, publicado el {labels.date(day)}"
    return _append(
        ledger,
        actor,
        now,
        Difference((), len(now.reading.activities)),
        File(now.version.workbook.name, now.file.data),
        now.reading,
        kind="publication",
        note=said,
        reasons={},
        at=at,
        content={
            "stamp": now.version.content.get("stamp", ""),
            "silenced": now.content("silenced") or [],
            "publications": published,
        },
    )


_ROLES_BY_KIND: Final[dict[str, frozenset[Role]]] = {
    "close": frozenset({Role.CONTROLS}),
    "reopen": frozenset({Role.CONTROLS}),
    "publication": frozenset({Role.CONTROLS}),
    "restore": frozenset({Role.UPDATES, Role.CONTROLS, Role.ADMINISTERS}),
    "update": frozenset({Role.UPDATES, Role.CONTROLS}),
    "first": frozenset(),
}


def allowed(kind: str, made: Difference, role: Role | None) -> bool:
    """Tell whether a role may make such a change: Control Interno its own, the others the rest.

    Who administers may go back to any version.
    """
    if role is None or role not in _ROLES_BY_KIND[kind]:
        return False
    if kind == "restore" and role is Role.ADMINISTERS:
        return True
    own = [one.kind in CONTROL_KINDS for one in made.changes]
    return all(own) if role is Role.CONTROLS else not any(own)


def _append(
    ledger: Ledger,
    actor: Actor,
    now: Board,
    made: Difference,
    workbook: File,
    reading: Reading | None,
    *,
    kind: str,
    note: str,
    reasons: Mapping[str, str],
    at: dt.datetime,
    content: Mapping[str, Any],
    uploads: tuple[File, ...] = (),
    restored_from: int | None = None,
) -> Version:
    if reading is None or reading.settings is None:
        raise Blocked("El libro que resulta no se puede leer: el tablero no cambió.")
    if not actor.everything and not allowed(kind, made, actor.role):
        raise NotAllowed(_REFUSALS.get(kind, _REFUSALS["update"]))
    reasons = {name: text.strip()[:_LONGEST_NOTE] for name, text in reasons.items()}
    missing = made.open_reasons(reasons)
    if missing:
        raise ReasonsMissing(missing)
    day = _day(at)
    early = [one.subject for one in made.changes if one.kind == "cutoff_closed"]
    early = [one for one in early if dt.date.fromisoformat(one) > day]
    if early:
        raise Blocked(_not_yet(dt.date.fromisoformat(early[0])))
    moved = tuple(
        replace(one, day=day, reason=_move_reason(one, made, reasons))
        for one in made.moves
        if one.before
    )
    new = NewVersion(
        reading.settings.plan_year,
        now.number,
        kind,
        note.strip()[:_LONGEST_NOTE],
        workbook,
        uploads,
        {
            "rules": norms.RULES_VERSION,
            "figures": figures(reading, (*now.moves, *moved)),
            "publications": now.content("publications"),
            **content,
            "difference": made.as_json(),
            "reasons": {
                one.name: reason_for(one, reasons)
                for one in made.changes
                if (one.needs_reason or one.name in reasons) and reason_for(one, reasons)
            },
            "moves": [
                {
                    "activity_id": one.activity_id,
                    "day": one.day.isoformat(),
                    "before": [each.isoformat() for each in one.before],
                    "after": [each.isoformat() for each in one.after],
                    "reason": one.reason,
                }
                for one in moved
            ],
        },
        restored_from,
    )
    return store.append(ledger, actor, new, at)


_REFUSALS: Final = {
    "close": "Los cortes los cierra Control Interno.",
    "reopen": "Los cortes los vuelve a abrir Control Interno.",
    "publication": "La publicación la registra Control Interno.",
    "restore": "Volver a esa versión cambia lo que dice otra dependencia: lo hace quien "
    "administra.",
    "update": "Su cuenta no cambia esta parte del tablero: el avance lo actualiza Planeación y lo "
    "verificado, Control Interno.",
}


def _not_yet(cutoff: dt.date) -> str:
    day = labels.date(cutoff)
    return f"El corte {day} todavía no llega: se cierra cuando termine el periodo."


def _move_reason(one: Move, made: Difference, reasons: Mapping[str, str]) -> str:
    change = next(
        each
        for each in made.changes
        if each.kind == "deadline_changed" and each.subject == one.activity_id
    )
    return reason_for(change, reasons)


def figures(reading: Reading, moved: Sequence[Move] = ()) -> dict[str, Any]:
    """Return the figures of each cut-off, as a version keeps them."""
    settings = reading.settings
    if settings is None:
        return {}
    kept: dict[str, Any] = {}
    for cutoff in settings.cutoffs:
        closed = settings.is_closed(cutoff)
        measured = measure(
            holding(reading.activities, moved, cutoff, reading.filled),
            reading.reports,
            cutoff,
            closed=closed,
            notice_days=settings.notice_days,
        )
        total = summarize(
            measured,
            closed=closed,
            medium_from=settings.medium_from,
            high_from=settings.high_from,
        )
        kept[cutoff.isoformat()] = {
            "closed": closed,
            "activities": total.activities,
            "scheduled": total.scheduled,
            "fulfilled": total.fulfilled,
            "reported": total.reported,
            "compliance": total.compliance,
            "attainment": total.attainment,
        }
    return kept


def recomputed(version: Version, held: Board) -> dict[str, Any]:
    """Return the cut-offs whose figures today's rules give otherwise than the version recorded."""
    if held.reading is None:
        return {}
    today = figures(held.reading, held.moves)
    said = version.content.get("figures", {})
    return {
        cutoff: {"then": said.get(cutoff), "now": today.get(cutoff)}
        for cutoff in sorted({*said, *today})
        if said.get(cutoff) != today.get(cutoff)
    }
