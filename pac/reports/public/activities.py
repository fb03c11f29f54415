"""Every activity of the public board, with all that is said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from pac import formulas, labels, narrative
from pac.charts import marks
from pac.charts.marks import Mark
from pac.model import Status
from pac.progress import measure, summary, trace
from pac.progress.actual import known
from pac.progress.figures import Figures
from pac.progress.groups import Group, members
from pac.progress.schedule import held_until
from pac.reports import cells, privacy
from pac.reports.public import board, drawing
from pac.reports.table import Table, shares, table, words


@dataclass(frozen=True)
class Report:
    """One report of an activity."""

    day: str
    value: str
    verified: str
    done: str
    evidence: str
    address: str  # of the evidence; blank where it is no address
    reported_by: str
    remarks: str
    control_remarks: str


@dataclass(frozen=True)
class Activity:
    """One activity of the list, with all that is said of it."""

    anchor: str
    activity_id: str
    text: str
    lead: str
    component: int
    states: str  # slugs of its state and of the groups that count it
    status: str
    kind: str  # of the state, for its mark
    done: str
    expected: str
    strip: drawing.Strip | None
    sentence: str
    moved: tuple[str, ...]
    plan: tuple[tuple[str, str], ...]
    dates: Table
    reports: tuple[Report, ...]
    numbers: Table


@dataclass(frozen=True)
class Component:
    """A component with its activities."""

    number: int
    name: str
    activities: tuple[Activity, ...]


@dataclass(frozen=True)
class Option:
    """One choice of a filter."""

    value: str
    text: str


def options(figures: Figures) -> tuple[Option, ...]:
    """Return the states and groups that some activity has, to narrow the list."""
    rows = figures.measured
    numbers = summary.by_status(rows)
    present: list[tuple[Status | Group, int]] = [
        (status, int(numbers[status])) for status in Status if numbers[status]
    ]
    present += [(group, int(members(rows, group).sum())) for group in Group]
    return tuple(
        Option(board.slug(cells.status_name(one)), f"{cells.status_name(one)} ({labels.number(n)})")
        for one, n in present
        if n
    )


def leads(figures: Figures) -> tuple[str, ...]:
    """Return who leads some activity, in the order of the offices' figures."""
    return tuple(str(name) for name in cells.parties(figures).index)


def strip_key(figures: Figures) -> tuple[tuple[str, str], ...]:
    """Return the marks of dates that there are, each with its words."""
    present = set(marks.of(figures.milestones, has_progress=figures.has_progress))
    return tuple((drawing.MARKS[one], one.capitalize()) for one in Mark if one in present)


def listed(figures: Figures, places: dict[str, str]) -> tuple[Component, ...]:
    """Return every activity under its component, with all that is said of it."""
    drawn = drawing.strips(figures)
    states = _states(figures)
    existing = known(figures.plan.reports, figures.cutoff).sort_values("as_of", kind="stable")
    reports = {str(name): own for name, own in existing.groupby("activity_id")}
    dates = {str(name): own for name, own in figures.milestones.groupby("activity_id")}
    post = privacy.screen(figures.plan).post
    made: dict[int, list[Activity]] = {}
    for name, one in figures.measured.iterrows():
        activity_id = str(name)
        made.setdefault(int(one["component"]), []).append(
            Activity(
                places[activity_id],
                activity_id,
                one["activity"],
                one["lead"],
                int(one["component"]),
                states[activity_id],
                cells.status_name(one["status"]),
                board.slug(one["status"]),
                cells.actual(one, figures.cuts) if figures.has_progress else "",
                cells.expected(one, figures.cuts),
                drawn.get(activity_id),
                narrative.activity(one, figures.cutoff, closed=figures.closed, cuts=figures.cuts),
                _moves(figures, activity_id),
                _plan_words(one),
                _dates(figures, dates.get(activity_id, figures.milestones.iloc[:0])),
                _reports(reports.get(activity_id), one, post),
                _numbers(figures, activity_id),
            )
        )
    return tuple(
        Component(number, figures.plan.component_names[number], tuple(activities))
        for number, activities in made.items()
    )


def _states(figures: Figures) -> dict[str, str]:
    rows = figures.measured
    said = {
        str(name): [board.slug(cells.status_name(word))] for name, word in rows["status"].items()
    }
    for group in Group:
        for name in rows.index[members(rows, group)]:
            said[str(name)].append(board.slug(group))
    return {name: " ".join(words) for name, words in said.items()}


def _moves(figures: Figures, activity_id: str) -> tuple[str, ...]:
    said = [narrative.rescheduling(one) for one in figures.plan.rescheduled.get(activity_id, ())]
    held = held_until(figures.plan.moves, activity_id, figures.cutoff)
    if held:
        said.append(narrative.earlier_count(held, figures.cutoff))
    return tuple(said)


def _plan_words(one: pd.Series) -> tuple[tuple[str, str], ...]:
    said = (
        ("Estrategia", one["strategy"]),
        ("Objetivo", one["objective"]),
        ("Indicador", one["indicator"]),
        ("Meta", one["target_text"]),
        ("Fecha de cumplimiento", one["deadline_text"]),
        ("Responsables", "; ".join(one["offices"])),
        ("Lidera", one["lead"] or "Nadie: el plan no dice quién"),
    )
    return tuple((name, text or labels.UNDEFINED) for name, text in said)


def _dates(figures: Figures, own: pd.DataFrame) -> Table:
    came = "llegó, sin reporte"
    states = [
        came if state == measure.DATE_MISSING and not figures.has_progress else str(state)
        for state in own["state"]
    ]
    moved = figures.plan.moved_dates
    pairs = zip(own["activity_id"], (day.date() for day in own["due"]), strict=True)
    return table(
        words(
            "Fecha",
            [
                f"{labels.short_date(day)} (reprogramada)"
                if (name, day) in moved
                else labels.short_date(day)
                for name, day in pairs
            ],
        ),
        words("Estado", [state.capitalize() for state in states]),
        shares("Lleva", own["done_share"], figures.cuts) if figures.has_progress else None,
    )


def _reports(
    own: pd.DataFrame | None, one: pd.Series, post: Callable[[str], str]
) -> tuple[Report, ...]:
    if own is None:
        return ()
    unit = str(one["unit"])
    return tuple(
        Report(
            labels.date(row["as_of"].date()),
            labels.quantity(row["value"], unit),
            "sin verificar" if pd.isna(row["verified"]) else labels.quantity(row["verified"], unit),
            row["done"],
            row["evidence"],
            cells.external(row["evidence"]),
            post(row["reported_by"]),  # the file is copied for good: no person's name
            row["remarks"],
            row["control_remarks"],
        )
        for _, row in own.iterrows()
    )


def _numbers(figures: Figures, activity_id: str) -> Table:
    """Return how each number of an activity is made, and from which cells."""
    one = figures.activity(activity_id)
    steps = trace.trace(
        figures.plan, activity_id, figures.cutoff, main_file=figures.provenance.files[0]
    )
    if not figures.has_progress:
        steps = tuple(step for step in steps if step.number in _PLANNED)
    return table(
        words("Número", [formulas.NUMBERS[step.number] for step in steps]),
        words("Vale", [formulas.value(step, one, figures.cuts) for step in steps]),
        words("Cómo sale", [formulas.formula(step, one, figures.cuts) for step in steps]),
        words("Celdas", map(_rests_on, steps)),
    )


def _rests_on(step: trace.Step) -> str:
    """Return the cells of a step and, in words, what the current workbook holds no more (R17)."""
    earlier = (narrative.earlier_dates(step.held),) if step.held else ()
    return ", ".join((*step.cells, *earlier))


_PLANNED: Final = (trace.Number.TARGET, trace.Number.DUE, trace.Number.EXPECTED)
