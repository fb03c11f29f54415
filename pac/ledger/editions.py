"""A version of the board as a plan to measure: what its book says and what its versions add."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pac import labels
from pac.ledger import store, update
from pac.ledger.store import Ledger, Version
from pac.ledger.update import Board
from pac.model import Commitment, Later, Move, Party, Publication, Settings
from pac.progress.figures import Choice, Figures, Plan
from pac.reading.offices import parse_offices
from pac.reading.reader import Reading
from pac.reports import provenance
from pac.reports.provenance import Origin
from pac.workbook import contents
from pac.workdays import COLOMBIA


@dataclass(frozen=True)
class Additions:
    """What the versions of a board add to what its book says."""

    moves: tuple[Move, ...] = ()
    later: tuple[Later, ...] = ()
    published: tuple[Publication, ...] = ()
    silenced: tuple[Mapping[str, Any], ...] = ()  # warnings, each with its reason


def additions(held: Board, versions: Sequence[Version]) -> Additions:
    """Return what a board and the versions before it add.

    Args:
        held: The board, as it stands or stood.
        versions: Those of its plan year, in any order.
    """
    return Additions(
        moves=held.moves,
        later=_later(held, versions),
        published=tuple(
            Publication(
                dt.date.fromisoformat(cutoff), dt.date.fromisoformat(one["day"]), one["address"]
            )
            for cutoff, one in sorted(held.content("publications").items())
        ),
        silenced=tuple(held.content("silenced") or ()),
    )


def _later(held: Board, versions: Sequence[Version]) -> tuple[Later, ...]:
    """Return what changed in closed cut-offs, up to a version, oldest first."""
    if held.version is None:
        return ()
    return tuple(
        Later(
            dt.date.fromisoformat(cutoff),
            str(each.number),
            each.at.astimezone(COLOMBIA).date(),
            change["sentence"],
            reason_in(each, change),
        )
        for each in sorted(versions, key=lambda one: one.number)
        if each.number <= held.version.number
        for change in each.content.get("difference", {}).get("changes", ())
        for cutoff in change["closed"]
    )


def reason_in(version: Version, change: Mapping[str, Any]) -> str:
    """Return the reason that a version keeps for a change of its difference."""
    name = f"{change['kind']}:{change['subject']}" if change["subject"] else change["kind"]
    return str(version.content.get("reasons", {}).get(name, ""))


def plan(reading: Reading, added: Additions | None = None) -> Plan | None:
    """Return the plan that a book says; None where a gate stopped its reading.

    Args:
        reading: Of the book.
        added: What the versions of the board add; nothing where it is shown as it is.
    """
    if reading.settings is None or reading.stopped_at is not None:
        return None
    added = added or Additions()
    silent = {update.fingerprint_of(one) for one in added.silenced}
    return Plan(
        settings=reading.settings,
        activities=reading.activities,
        reports=reading.reports,
        parties=reading.parties,
        sources=reading.sources,
        filled=reading.filled,
        parameters=reading.parameters,
        findings=tuple(one for one in reading.findings if update.fingerprint(one) not in silent),
        conventions=reading.conventions,
        moves=added.moves,
        later=added.later,
        published=added.published,
        commitments=commitments(reading),
    )


def commitments(reading: Reading) -> tuple[Commitment, ...]:
    """Return the commitments of a book, in the order of their sheet.

    A row without a question is none: a finding asks for it, as for each date that is not one.
    """
    rows = (_commitment(row, reading.parties) for row in contents.commitments(reading))
    return tuple(one for one in rows if one.question)


def _commitment(row: Mapping[str, Any], parties: Sequence[Party]) -> Commitment:
    """Return a row of the sheet, its offices under the names that the catalogue gives them."""

    def day(name: str) -> dt.date | None:
        value = row.get(name)
        return value if isinstance(value, dt.date) else None

    def text(name: str) -> str:
        return str(row.get(name, "")).strip()

    return Commitment(
        date=day("date"),
        question=text("question"),
        activity_id=text("activity_id"),
        office=labels.listing(parse_offices(text("office"), parties)),
        due=day("due"),
        answer=text("answer"),
    )


def shield(settings: Settings) -> bytes | None:
    """Return the picture of the entity's shield, None where there is none.

    The workbook names a file of the folder of the board's data or of the program's ``data/``. The
    name is only looked for among the files that are there: it is no path.
    """
    wanted = settings.shield.strip()
    for folder in (store.data_folder(), _PROGRAM_DATA):
        if not wanted or not folder.is_dir():
            continue
        for place in folder.iterdir():
            if place.name == wanted and place.is_file() and place.stat().st_size <= _SHIELD_SIZE:
                data = place.read_bytes()
                return data if data.startswith(_PICTURES) else None
    return None


_PROGRAM_DATA: Final = Path(__file__).resolve().parents[2] / "data"
_SHIELD_SIZE: Final = 2_000_000  # bytes
_PICTURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")  # how PNG and JPEG begin


def of_board(held: Board, versions: Sequence[Version], cutoff: dt.date | None) -> Figures:
    """Return the whole plan of a board, measured.

    Args:
        held: The board, as it stands or stood, with a version.
        versions: As for ``additions``.
        cutoff: None for the one that the public sees first (R16).

    Raises:
        ValueError: where the board has no version that can be read.
    """
    if held.version is None or held.reading is None or held.file is None:
        raise ValueError("a board without a version has no figures")
    read = plan(held.reading, additions(held, versions))
    if read is None:
        raise ValueError("a version that cannot be read has no figures")
    origin = Origin(
        held.reading.files,
        str(held.version.number),
        held.version.short_code,
        stamp=f"{held.version.number} {held.version.code}",
    )
    return provenance.figures(read, Choice(cutoff or read.default_cutoff), origin)


def in_ledger(
    ledger: Ledger,
    *,
    plan_year: int | None = None,
    number: int | None = None,
    cutoff: dt.date | None = None,
) -> Figures:
    """Return the whole plan of a version, the one in force by default, measured.

    Raises:
        NoSuchVersion: where there is none.
        ValueError: where there is no board yet.
    """
    held = update.board(ledger, plan_year, number=number)
    versions = store.versions(ledger, held.version.plan_year) if held.version else ()
    return of_board(held, versions, cutoff)
