"""The only cache of the screen: what was read and measured, until a file changes.

Nothing that comes from here is ever changed in place: every session shares it.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypedDict, cast

import pandas as pd
import streamlit as st

from pac import narrative
from pac.charts.bars import Levels
from pac.charts.theme import Origin
from pac.labels import fold
from pac.model import Settings
from pac.progress import measure, summary
from pac.progress.curve import curve
from pac.progress.summary import Summary
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
    example: bool = False


@dataclass(frozen=True)
class Choice:
    """What a visitor asks to see."""

    cutoff: dt.date
    component: int | None = None  # its number; None for all
    office: str | None = None  # the one that leads; None for all

    @property
    def key(self) -> str:
        """Return what no other choice has."""
        return f"{self.cutoff}|{self.component or ''}|{self.office or ''}"

    @property
    def narrows(self) -> bool:
        """Tell whether some activities are left out."""
        return self.component is not None or self.office is not None


@dataclass(frozen=True)
class Figures:
    """A plan, or the chosen part of it, measured at one cut-off."""

    source: Source
    settings: Settings
    choice: Choice
    closed: bool
    has_progress: bool  # of the whole plan, at this cut-off
    every: int  # activities of the whole plan
    measured: pd.DataFrame  # schema.ACTIVITIES and schema.MEASURED, of what was chosen
    total: Summary
    components: pd.DataFrame
    leads: pd.DataFrame  # by office, what each one leads
    takes_part: pd.DataFrame  # by office, all in which it takes part
    milestones: pd.DataFrame
    months: pd.DataFrame
    curve: pd.DataFrame
    due: pd.DataFrame  # bool, activities by cut-offs: something due by then (R5)

    @property
    def key(self) -> str:
        """Return what no other content of the files, or choice, has."""
        return f"{self.source.version}|{self.choice.key}"

    @property
    def cutoff(self) -> dt.date:
        """Return the cut-off looked at."""
        return self.choice.cutoff

    @property
    def levels(self) -> Levels:
        """Return from which compliance a level is medium or high."""
        return Levels(self.settings.medium_from, self.settings.high_from)

    @property
    def basis(self) -> str:
        """Return in words what the figures rest on (R10, R16)."""
        return narrative.TIERS[self.total.tier]

    @property
    def files(self) -> str:
        """Return the names of the files that were read."""
        return " y ".join(self.source.reading.files)

    def activity(self, activity_id: str) -> pd.Series:
        """Return the row of one activity on screen."""
        return cast("pd.Series", self.measured.loc[activity_id])

    @property
    def origin(self) -> Origin:
        """Return what a chart says of itself."""
        basis = self.basis if self.has_progress else narrative.NO_PROGRESS.lower()
        return Origin(self.settings.entity, self.files, self.cutoff, basis, self.source.example)


def own() -> Source:
    """Return what the office's own files say, read again only when one of them changes."""
    plan = os.environ.get(PLAN_VARIABLE) or str(PLAN_FILE)
    tracking = os.environ.get(TRACKING_VARIABLE) or ""
    return _read(plan, tracking, _stamp(plan), _stamp(tracking))


def example_for(plan: Source) -> Source | None:
    """Return the invented progress of the same plan; None where it must not be offered.

    That is where the plan has progress of its own, is another entity's or year's, or has
    other activities, or where the example is not there.
    """
    if plan.reading.settings is None or plan.reading.reports["value"].notna().any():
        return None
    example = _read(str(EXAMPLE_FILE), "", _stamp(str(EXAMPLE_FILE)), "", example=True)
    settings = example.reading.settings
    if settings is None or not (
        settings.plan_year == plan.reading.settings.plan_year
        and fold(settings.entity) == fold(plan.reading.settings.entity)
        and example.reading.activities.index.equals(plan.reading.activities.index)
    ):
        return None
    return example


def default_cutoff(source: Source) -> dt.date:
    """Return the cut-off that a visitor sees first (R16)."""
    settings = _settings(source)
    return summary.default_cutoff(
        settings.cutoffs, settings.closed_cutoffs, source.reading.last_report
    )


def figures(source: Source, choice: Choice) -> Figures:
    """Return the plan, or the chosen part, measured; once a version and choice."""
    return _figures(f"{source.version}|{choice.key}", choice, source)


def replay(name: str, figures: Figures, details: str, draw: Callable[[], None]) -> None:
    """Draw what only shows the figures; from the second time on, send the same again.

    Streamlit records what a cached function draws. ``draw`` may hold no widget and must
    depend on nothing but the figures and what ``name`` and ``details`` say.
    """
    _replay(f"{figures.key}|{name}|{details}", draw)


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
    """Read files; the stamps are there so that a changed file is read again."""
    parts = (plan, plan_stamp, tracking, tracking_stamp, str(example))
    version = "|".join(parts)
    paths = [Path(name) for name in (plan, tracking) if name]
    try:
        reading = reader.read(*(reader.load(path) for path in paths))
    except NotReadable as problem:
        reading = reader.refused(tuple(path.name for path in paths), problem.finding)
    return Source(version, reading, example)


class _Levels(TypedDict):
    medium_from: float
    high_from: float


@st.cache_resource(max_entries=256, show_spinner=False)
def _figures(key: str, _choice: Choice, _source: Source) -> Figures:  # noqa: ARG001  likewise
    settings, reading, choice = _settings(_source), _source.reading, _choice
    cutoff, closed = choice.cutoff, settings.is_closed(choice.cutoff)
    levels: _Levels = {"medium_from": settings.medium_from, "high_from": settings.high_from}
    whole = measure.measure(
        reading.activities,
        reading.reports,
        cutoff,
        closed=closed,
        notice_days=settings.notice_days,
    )
    has_progress = bool(whole["reported"].any())
    measured = whole.loc[_chosen(whole, choice)]
    every_date = measure.per_milestone_table(
        reading.activities, reading.reports, cutoff, closed=closed
    )
    milestones = every_date.loc[every_date["activity_id"].isin(measured.index)]
    activities = reading.activities.loc[measured.index]
    return Figures(
        source=_source,
        settings=settings,
        choice=choice,
        closed=closed,
        has_progress=has_progress,
        every=len(whole),
        measured=measured,
        total=summary.summarize(measured, closed=closed, has_progress=has_progress, **levels),
        components=summary.by_component(measured, closed=closed, **levels),
        leads=summary.by_office(measured, reading.parties, closed=closed, **levels),
        takes_part=summary.by_office(
            measured, reading.parties, role="all", closed=closed, **levels
        ),
        milestones=milestones,
        months=summary.by_deadline(milestones),
        curve=curve(activities, reading.reports, settings.cutoffs, cutoff, closed=closed),
        due=pd.DataFrame(
            {
                day: measure.measure(activities, reading.reports, day)["scheduled"]
                for day in settings.cutoffs
            },
            index=activities.index,
        ),
    )


@st.cache_resource(max_entries=512, show_spinner=False)
def _replay(key: str, _draw: Callable[[], None]) -> None:  # noqa: ARG001  what tells it apart
    _draw()


def _chosen(measured: pd.DataFrame, choice: Choice) -> pd.Series:
    chosen = pd.Series(data=True, index=measured.index)
    if choice.component is not None:
        chosen &= measured["component"] == choice.component
    if choice.office is not None:
        chosen &= measured["lead"] == choice.office
    return chosen


def _settings(source: Source) -> Settings:
    if source.reading.settings is None:
        raise ValueError("a plan that was not read cannot be measured")
    return source.reading.settings
