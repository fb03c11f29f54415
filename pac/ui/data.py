"""The only cache of the screen: what was read and measured, until a file or the ledger changes.

Nothing that comes from here is ever changed in place: every session shares it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import streamlit as st

from pac.labels import fold
from pac.ledger import apart, editions, store, update
from pac.ledger.store import Ledger, Version
from pac.ledger.update import Board, Proposal
from pac.model import Move
from pac.progress.figures import Choice, Figures, Plan
from pac.reading import reader
from pac.reading.reader import File, Reading
from pac.reading.workbook import NotReadable
from pac.reports import provenance
from pac.reports.provenance import Origin
from pac.workdays import COLOMBIA

_DATA: Final = Path(__file__).resolve().parents[2] / "data"
PLAN_FILE: Final = _DATA / "plan_2023.xlsx"
EXAMPLE_FILE: Final = _DATA / "ejemplo_seguimiento_2023.xlsx"

PLAN_VARIABLE: Final = "PAC_PLAN"
TRACKING_VARIABLE: Final = "PAC_SEGUIMIENTO"


@dataclass(frozen=True)
class Edition:
    """Which version of the board a source is."""

    number: int
    code: str  # short
    day: dt.date
    plan_year: int
    silenced: tuple[Mapping[str, Any], ...] = ()  # warnings, each with its reason


@dataclass(frozen=True)
class Source:
    """What some files say, and the version of those files: another content has another one."""

    version: str
    reading: Reading
    plan: Plan | None  # None where the files could not be read
    example: bool = False
    draft: bool = False
    edition: Edition | None = None  # None where the files are shown as they are, without versions
    query: tuple[tuple[str, str], ...] = ()  # what an address adds to show it

    def known(self) -> Plan:
        """Return the plan of files that were read."""
        if self.plan is None:
            raise ValueError("a plan that was not read cannot be measured")
        return self.plan


def shows_files() -> bool:
    """Tell whether the board shows a file of the disk as it is, and keeps no versions."""
    return bool(os.environ.get(PLAN_VARIABLE) or os.environ.get(TRACKING_VARIABLE))


def ledger() -> Ledger:
    """Return the versions of the board; the first one is made from the plan of the project.

    Raises:
        LedgerError: where it cannot be opened or read.
    """
    opened = _ledger(os.environ.get("PAC_DATA", ""), store.configured_url())
    if not store.heads(opened):
        update.begin(opened, reader.load(PLAN_FILE), now())
    return opened


def plan_years() -> tuple[int, ...]:
    """Return the plan years that the board has."""
    return tuple(year for year, _, _ in store.heads(ledger()))


def version(number: int) -> Version:
    """Return a version of the board.

    Raises:
        NoSuchVersion: where there is none.
    """
    return _version(store_key(), number)


def versions(plan_year: int) -> tuple[Version, ...]:
    """Return the versions of a plan year, newest first."""
    head = next((n for year, n, _ in store.heads(ledger()) if year == plan_year), 0)
    return _versions(store_key(), plan_year, head)


def board(plan_year: int | None = None, number: int | None = None) -> Board:
    """Return the board as it stands, or as a version left it.

    Raises:
        NoSuchVersion: where there is no such version.
    """
    if number is None:
        heads = {year: n for year, n, _ in store.heads(ledger())}
        year = plan_year if plan_year is not None else max(heads, default=0)
        if year not in heads:
            return Board()
        number = heads[year]
    return _board(store_key(), number, version(number).code)


def belonging(file: File) -> str:
    """Return in words which version a file is of, or in what it does not agree.

    It is anybody's file, so it is read in another process, one at a time, once.

    Raises:
        LedgerError: where it could not be read.
    """
    heads = str(store.heads(ledger()))
    return _belonging(store_key(), hashlib.sha256(file.data).hexdigest(), file.name, heads, file)


def rule_changes(number: int) -> tuple[dt.date, ...]:
    """Return the cut-offs whose figures today's rules give otherwise than a version recorded."""
    return _rule_changes(store_key(), number, version(number).code)


def store_key() -> str:
    """Return what tells the ledger of this process from another."""
    return f"{os.environ.get('PAC_DATA', '')}|{store.configured_url()}"


def edition(plan_year: int | None = None, number: int | None = None) -> Source:
    """Return a version of the board as a source of figures; the one in force by default.

    Raises:
        NoSuchVersion, LedgerError: where it cannot be had.
    """
    held = board(plan_year, number)
    if held.version is None:
        return Source("", reader.refused((), NotReadable("missing_file", "plan").finding), None)
    years = plan_years()
    asked = [("version", str(held.version.number))] if number is not None else []
    if number is None and held.version.plan_year != max(years):
        asked = [("vigencia", str(held.version.plan_year))]
    return _edition(store_key(), held.version.number, held.version.code, tuple(asked))


def draft(proposal: Proposal) -> Source:
    """Return the board as it would be after an update that nobody has made."""
    moved = proposal.difference.moves if proposal.difference else ()
    today_moved = tuple(replace(one, day=today()) for one in moved)
    reading, plan = _draft(proposal.stamp, (*proposal.board.moves, *today_moved), proposal)
    return Source(f"borrador {proposal.stamp}", reading, plan, draft=True)


def own() -> Source:
    """Return what the office's own files say, read again only when one of them changes."""
    plan = os.environ.get(PLAN_VARIABLE) or str(PLAN_FILE)
    tracking = os.environ.get(TRACKING_VARIABLE) or ""
    invented = EXAMPLE_FILE.name in (Path(plan).name, Path(tracking).name)
    try:
        return _read(plan, tracking, _stamp(plan), _stamp(tracking), example=invented)
    except NotReadable as problem:
        names = tuple(Path(name).name for name in (plan, tracking) if name)
        return Source("", reader.refused(names, problem.finding), None)


def written_at() -> dt.datetime:
    """Return when the office's own files were last written, in Colombia."""
    names = [os.environ.get(PLAN_VARIABLE) or str(PLAN_FILE), os.environ.get(TRACKING_VARIABLE)]
    written = max(Path(name).stat().st_mtime for name in names if name)
    return dt.datetime.fromtimestamp(int(written), COLOMBIA)


def example_for(source: Source) -> Source | None:
    """Return the invented progress of the same plan; None where it must not be offered.

    That is where the plan has progress of its own, is another entity's or year's, or has
    other activities, or where the example is not there.
    """
    plan = source.plan
    earlier = "version" in dict(source.query)
    if plan is None or source.draft or earlier or plan.reports["value"].notna().any():
        return None
    try:
        example = _read(str(EXAMPLE_FILE), "", _stamp(str(EXAMPLE_FILE)), "", example=True)
    except NotReadable:
        return None
    invented = example.plan
    if invented is None or not (
        invented.settings.plan_year == plan.settings.plan_year
        and fold(invented.settings.entity) == fold(plan.settings.entity)
        and invented.activities.index.equals(plan.activities.index)
    ):
        return None
    return example


def default_cutoff(source: Source) -> dt.date:
    """Return the cut-off that a visitor sees first (R16)."""
    return source.known().default_cutoff


def figures(source: Source, choice: Choice) -> Figures:
    """Return the plan, or the chosen part, measured; once a version and choice."""
    return _figures(f"{source.version}|{choice.key}", choice, source)


def key(figures: Figures) -> str:
    """Return what no other content of the files, or choice, has."""
    return f"{figures.provenance.stamp}|{figures.choice.key}"


def replay(name: str, figures: Figures, details: str, draw: Callable[[], int]) -> int:
    """Draw what only shows the figures; from the second time on, send the same again.

    Returns what ``draw`` did: how many things it drew.

    Streamlit records what a cached function draws. ``draw`` may hold no widget and must
    depend on nothing but the figures and what ``name`` and ``details`` say.
    """
    return _replay(f"{key(figures)}|{name}|{details}", draw)


def today() -> dt.date:
    """Return the day it is in Colombia, which has one time zone and no summer time."""
    return now().date()


def now() -> dt.datetime:
    """Return the moment it is in Colombia."""
    return dt.datetime.now(COLOMBIA)


def _stamp(path: str) -> str:
    """Return what changes when a file does, without opening it."""
    if not path:
        return ""
    try:
        facts = Path(path).stat()
    except OSError:
        return "missing"
    return f"{facts.st_size}-{facts.st_mtime_ns}"


@st.cache_resource(max_entries=8, show_spinner="Leyendo el plan…")
def _read(
    plan: str,
    tracking: str,
    plan_stamp: str,
    tracking_stamp: str,
    *,
    example: bool = False,
) -> Source:
    """Read files; the stamps are there so that a changed file is read again.

    Raises:
        NotReadable: where a file is not there or may not be opened: another program may hold it,
            and let it go without changing it, so this is asked anew each time.
    """
    parts = (plan, plan_stamp, tracking, tracking_stamp, str(example))
    paths = [Path(name) for name in (plan, tracking) if name]
    reading = reader.read(*(reader.load(path) for path in paths))
    return Source("|".join(parts), reading, editions.plan(reading), example)


@st.cache_resource(show_spinner=False)
def _ledger(folder: str, url: str) -> Ledger:  # noqa: ARG001  tells one from another
    return store.open_ledger(url or None)


@st.cache_resource(max_entries=64, show_spinner=False)
def _version(key: str, number: int) -> Version:  # noqa: ARG001  likewise
    return store.version(ledger(), number)


@st.cache_resource(max_entries=8, show_spinner=False)
def _versions(key: str, plan_year: int, head: int) -> tuple[Version, ...]:  # noqa: ARG001  likewise
    return tuple(reversed(store.versions(ledger(), plan_year)))


_ONE_AT_A_TIME: Final = threading.Semaphore(1)


@st.cache_resource(max_entries=64, show_spinner="Comparando…")
def _belonging(key: str, sha256: str, name: str, heads: str, _file: File) -> str:  # noqa: ARG001
    with _ONE_AT_A_TIME:
        return apart.belonging(ledger(), _file).sentence


@st.cache_resource(max_entries=64, show_spinner=False)
def _rule_changes(key: str, number: int, code: str) -> tuple[dt.date, ...]:
    held = _board(key, number, code)
    changed = update.recomputed(held.version, held) if held.version else {}
    return tuple(map(dt.date.fromisoformat, changed))


@st.cache_resource(max_entries=8, show_spinner="Leyendo el plan…")
def _board(key: str, number: int, code: str) -> Board:  # noqa: ARG001  likewise
    return update.board(ledger(), number=number)


@st.cache_resource(max_entries=8, show_spinner=False)
def _edition(key: str, number: int, code: str, query: tuple[tuple[str, str], ...]) -> Source:
    held = _board(key, number, code)
    version = held.version
    if version is None or held.reading is None:
        raise ValueError("a version that was not read cannot be shown")
    shown = Edition(
        number,
        version.short_code,
        version.at.astimezone(COLOMBIA).date(),
        version.plan_year,
        tuple(held.content("silenced") or ()),
    )
    every = versions(version.plan_year)
    plan = editions.plan(held.reading, editions.additions(held, every))
    return Source(f"{number} {code} {query}", held.reading, plan, edition=shown, query=query)


@st.cache_resource(max_entries=4, show_spinner="Armando el borrador…")
def _draft(
    stamp: str,  # noqa: ARG001  what tells it apart
    moved: tuple[Move, ...],
    _proposal: Proposal,
) -> tuple[Reading, Plan | None]:
    reading = _proposal.resulting()
    added = replace(
        editions.additions(_proposal.board, ()), moves=moved, silenced=_proposal.silenced
    )
    return reading, editions.plan(reading, added)


@st.cache_resource(max_entries=256, show_spinner=False)
def _figures(key: str, _choice: Choice, _source: Source) -> Figures:  # noqa: ARG001  likewise
    return provenance.figures(
        _source.known(),
        _choice,
        Origin(
            files=_source.reading.files,
            version=str(_source.edition.number) if _source.edition else "",
            code=_source.edition.code if _source.edition else "",
            example=_source.example,
            draft=_source.draft,
            stamp=_source.version,
            query=_source.query,
        ),
    )


@st.cache_resource(max_entries=512, show_spinner=False)
def _replay(key: str, _draw: Callable[[], int]) -> int:  # noqa: ARG001  what tells it apart
    return _draw()
