"""The only cache of the screen: what was read and measured, until a file changes.

Nothing that comes from here is ever changed in place: every session shares it.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import streamlit as st

from pac import narrative
from pac.labels import fold
from pac.model import Provenance
from pac.progress import figures as measuring
from pac.progress import summary
from pac.progress.figures import Choice, Figures, Plan
from pac.progress.measure import tier_in_force
from pac.reading import reader
from pac.reading.reader import Reading
from pac.reading.workbook import NotReadable

_DATA: Final = Path(__file__).resolve().parents[2] / "data"
PLAN_FILE: Final = _DATA / "plan_2023.xlsx"
EXAMPLE_FILE: Final = _DATA / "ejemplo_seguimiento_2023.xlsx"

PLAN_VARIABLE: Final = "PAC_PLAN"
TRACKING_VARIABLE: Final = "PAC_SEGUIMIENTO"


@dataclass(frozen=True)
class Source:
    """What some files say, and the version of those files: another content has another one."""

    version: str
    reading: Reading
    plan: Plan | None  # None where the files could not be read
    example: bool = False

    def known(self) -> Plan:
        """Return the plan of files that were read."""
        if self.plan is None:
            raise ValueError("a plan that was not read cannot be measured")
        return self.plan


def own() -> Source:
    """Return what the office's own files say, read again only when one of them changes."""
    plan = os.environ.get(PLAN_VARIABLE) or str(PLAN_FILE)
    tracking = os.environ.get(TRACKING_VARIABLE) or ""
    try:
        return _read(plan, tracking, _stamp(plan), _stamp(tracking))
    except NotReadable as problem:
        names = tuple(Path(name).name for name in (plan, tracking) if name)
        return Source("", reader.refused(names, problem.finding), None)


def example_for(source: Source) -> Source | None:
    """Return the invented progress of the same plan; None where it must not be offered.

    That is where the plan has progress of its own, is another entity's or year's, or has
    other activities, or where the example is not there.
    """
    plan = source.plan
    if plan is None or plan.reports["value"].notna().any():
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
    settings = source.known().settings
    return summary.default_cutoff(
        settings.cutoffs, settings.closed_cutoffs, source.reading.last_report
    )


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
    return dt.datetime.now(_COLOMBIA)


_COLOMBIA: Final = dt.timezone(dt.timedelta(hours=-5), "America/Bogota")


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
    return Source("|".join(parts), reading, _plan(reading), example)


def _plan(reading: Reading) -> Plan | None:
    if reading.settings is None or reading.stopped_at is not None:
        return None
    return Plan(
        settings=reading.settings,
        activities=reading.activities,
        reports=reading.reports,
        parties=reading.parties,
        sources=reading.sources,
        filled=reading.filled,
        parameters=reading.parameters,
        findings=reading.findings,
        conventions=reading.conventions,
    )


@st.cache_resource(max_entries=256, show_spinner=False)
def _figures(key: str, _choice: Choice, _source: Source) -> Figures:  # noqa: ARG001  likewise
    plan, choice = _source.known(), _choice
    settings = plan.settings
    closed = settings.is_closed(choice.cutoff)
    made = measuring.figures(
        plan,
        choice,
        Provenance(
            entity=settings.entity,
            instrument=settings.instrument,
            plan_year=settings.plan_year,
            cutoff=choice.cutoff,
            basis=narrative.TIERS[tier_in_force(closed=closed)],
            files=_source.reading.files,
            scope=narrative.scope(choice, plan.component_names),
            example=_source.example,
            stamp=_source.version,
        ),
    )
    if made.has_progress:
        return made
    basis = narrative.NO_PROGRESS.lower()
    return replace(made, provenance=replace(made.provenance, basis=basis))


@st.cache_resource(max_entries=512, show_spinner=False)
def _replay(key: str, _draw: Callable[[], int]) -> int:  # noqa: ARG001  what tells it apart
    return _draw()
