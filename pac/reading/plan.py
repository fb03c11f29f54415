"""The matrix of the plan: one row an activity, each value with its cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from pac import schema
from pac.labels import fold
from pac.model import Accumulation, Cell, DayKind, Deadline, Party, PartyKind
from pac.reading.deadlines import (
    DeadlineError,
    parse_deadline,
    parse_deadline_pair,
)
from pac.reading.findings import Collected
from pac.reading.matrix import Layout
from pac.reading.offices import kind_of, parse_offices, suggest, unknown_parties
from pac.reading.rows import Row, activity_rows, component_name
from pac.reading.targets import TargetError, parse_target
from pac.reading.workbook import Content, Sheet

MAX_ACTIVITIES: Final = 6_000


@dataclass(frozen=True)
class PlanTable:
    """The activities (schema.ACTIVITIES) with the cell of each of their values."""

    activities: pd.DataFrame
    sources: dict[tuple[str, str], Cell]  # (activity_id, column) -> cell
    rows: dict[str, Row]

    @property
    def filled(self) -> frozenset[tuple[str, str]]:
        """Return those of ``sources`` whose cell is not blank."""
        return frozenset(
            (activity_id, name)
            for activity_id, row in self.rows.items()
            for name, content in row.contents.items()
            if not content.blank
        )


def read_plan(
    places: Sequence[tuple[Sheet, Sequence[Layout]]],
    year: int,
    parties: Sequence[Party] | None,
    days: DayKind,
    collected: Collected,
) -> PlanTable:
    """Read the activities below the headings of one or several sheets (R1, R11-R13, R15)."""
    rows: list[Row] = []
    for sheet, layouts in places:
        rows.extend(activity_rows(sheet, layouts, rows, year, collected))
    if len(rows) > MAX_ACTIVITIES:
        collected.add("too_many_activities", (), found=len(rows), most=MAX_ACTIVITIES)
        rows = rows[:MAX_ACTIVITIES]
    ids = _identify(rows, collected)
    records = []
    sources: dict[tuple[str, str], Cell] = {}
    names = _component_names(rows)
    for activity_id, row in zip(ids, rows, strict=True):
        record = _read_row(activity_id, row, year, parties, days, collected)
        record["component_name"] = names[row.component]
        records.append(record)
        for name, content in row.contents.items():
            sources[activity_id, name] = content.cell
    columns = list(schema.ACTIVITIES)
    table = pd.DataFrame(records, columns=["activity_id", *columns]).set_index("activity_id")
    if records:
        table = table.astype(
            {"component": "int64", "target": "float64", "applied_target": "float64"}
        )
    table["start"] = pd.to_datetime(table["start"])
    return PlanTable(table, sources, dict(zip(ids, rows, strict=True)))


# Identity


def _identify(rows: Sequence[Row], collected: Collected) -> list[str]:
    """Return one ID a row: its own where the matrix has them, else by component and order."""
    own = [_own_id(row, collected) for row in rows]
    if not any(own):
        ids = _ordered_ids([row.component for row in rows])
        if rows:
            collected.convene(("ids_by_order",), rows[0].contents["activity"].cell, ids[0])
        return ids
    free = iter(_ordered_ids([row.component for row in rows], taken=set(own)))
    ids = []
    taken: set[str] = set()  # folded: c1-01 is C1-01
    seen: dict[str, tuple[str, list[Cell]]] = {}
    for row, given in zip(rows, own, strict=True):
        cell = row.contents["activity_id"].cell if "activity_id" in row.contents else None
        activity_id = given or next(free)
        if not given:
            collected.add("missing_id", (cell,) if cell else (), example=activity_id)
        elif cell:
            seen.setdefault(fold(given), (given, []))[1].append(cell)
        if fold(activity_id) in taken:
            activity_id = next(free)
        taken.add(fold(activity_id))
        ids.append(activity_id)
    for given, cells in seen.values():
        if len(cells) > 1:
            example = next(free)
            collected.add("duplicate_id", cells, activities=(given,), found=given, example=example)
    return ids


def _own_id(row: Row, collected: Collected) -> str:
    content = row.contents.get("activity_id")
    if content is None or content.blank:
        return ""
    if isinstance(content.value, float | dt.date):
        collected.add("id_not_text", (content.cell,), found=content.text)
    return content.text


def _ordered_ids(components: Sequence[int], taken: set[str] | None = None) -> list[str]:
    """Return ``C3-10``: the component and the place within it; after those the free ones."""
    counts: dict[int, int] = {}
    ids = []
    for component in components:
        counts[component] = counts.get(component, 0) + 1
        ids.append(f"C{component}-{counts[component]:02d}")
    if taken is None:
        return ids
    spare = [f"C{c}-{n:02d}" for c in counts for n in range(counts[c] + 1, 100 + counts[c])]
    return [name for name in (*ids, *spare) if name not in taken]


def _component_names(rows: Sequence[Row]) -> dict[int, str]:
    names: dict[int, str] = {}
    for row in rows:
        names.setdefault(row.component, component_name(row.component_text))
    return {
        number: name if name and not name.isdigit() else f"Componente {number}"
        for number, name in names.items()
    }


# One activity


def _read_row(
    activity_id: str,
    row: Row,
    year: int,
    parties: Sequence[Party] | None,
    days: DayKind,
    collected: Collected,
) -> dict[str, object]:
    """Return one record of schema.ACTIVITIES, but for the component's name."""
    deadline = _read_deadline(activity_id, row, year, days, collected)
    said = _said_accumulation(activity_id, row, collected)
    offices, lead = _read_offices(activity_id, row, parties, collected)
    record: dict[str, object] = {
        "activity_id": activity_id,
        "component": row.component,
        **{name: row.texts.get(name, "") for name in ("strategy", "objective", "activity")},
        "indicator": row.texts.get("indicator", ""),
        "target_text": row.texts.get("target", ""),
        "deadline_text": deadline_text(row),
        "start": deadline.start if deadline else None,
        "milestones": deadline.milestones if deadline else (),
        "offices": offices,
        "lead": lead,
        "lead_kind": str(kind_of(lead, parties)) if lead else "",
        **_read_target(activity_id, row, deadline, said, collected),
    }
    record["accumulation"] = said or _usual_accumulation(activity_id, row, record, collected)
    return record


def deadline_text(row: Row) -> str:
    """Return the words of the plan that say when; of columns marked with X, their headings."""
    texts = row.texts
    if texts.get("deadline"):
        return texts["deadline"]
    if texts.get("end"):
        return f"{texts['start']} a {texts['end']}" if texts.get("start") else texts["end"]
    marked = [column for column in row.layout.marks if not row.sheet.at(row.number, column).blank]
    return ", ".join(row.sheet.at(row.layout.bottom, column).text for column in marked)


def _read_deadline(
    activity_id: str, row: Row, year: int, days: DayKind, collected: Collected
) -> Deadline | None:
    """Return the dates of an activity: from Fechas where filled, else from the plan's words."""
    override = row.contents.get("dates")
    if override and not override.blank:
        return _override_dates(activity_id, override, row, year, days, collected)
    content, deadline = _words_deadline(activity_id, row, year, days, collected)
    if deadline is None or content is None:
        return deadline
    collected.convene(deadline.conventions, content.cell, content.text)
    outside = [day for day in deadline.milestones if not _belongs(day, year, deadline)]
    if outside:
        collected.add(
            "deadline_outside_year",
            (content.cell,),
            activities=(activity_id,),
            found=content.text,
            read=f"{outside[0]:%d/%m/%Y}",
            year=year,
        )
    start = row.contents.get("start")
    if start and not start.blank and "end" not in row.contents and "deadline" in row.contents:
        opened = _single_date(start, year)
        if opened is None:
            collected.add(
                "bad_start", (start.cell,), activities=(activity_id,), found=start.text, year=year
            )
        else:
            deadline = Deadline(opened, deadline.milestones, deadline.conventions)
    return deadline


def _belongs(day: dt.date, year: int, deadline: Deadline) -> bool:
    """Tell whether a date is of the plan year, or rolls over into the next one by R13."""
    rolls = len(deadline.milestones) > 1 or "mes_siguiente" in deadline.conventions
    return day.year == year or (rolls and day.year == year + 1 and day.month <= 3)


def _words_deadline(
    activity_id: str, row: Row, year: int, days: DayKind, collected: Collected
) -> tuple[Content | None, Deadline | None]:
    """Return the cell of the plan's own dates and what they say; report what cannot be read."""
    contents = row.contents
    named = [contents[n] for n in ("deadline", "end") if n in contents and not contents[n].blank]
    content = named[0] if named else None
    words: dict[str, Any] = {"column": "Fechas", "year": year}
    if content is None:
        if row.layout.marks:
            marked = [
                column
                for column in sorted(row.layout.marks)
                if not row.sheet.at(row.number, column).blank
            ]
            if marked:
                ends = sorted({row.layout.marks[column] for column in marked})
                return row.sheet.at(row.number, marked[0]), Deadline(None, tuple(ends), ("marks",))
        place = contents.get("deadline") or contents.get("end") or contents["activity"]
        collected.add("missing_deadline", (place.cell,), activities=(activity_id,), **words)
        return None, None
    try:
        if "end" in contents and content is contents["end"]:
            start = contents.get("start")
            value = start.value if start else None
            deadline = parse_deadline_pair(value, content.value, year, days=days)
        else:
            text = row.texts["deadline"] if isinstance(content.value, str) else content.value
            deadline = parse_deadline(text, year, days=days)
    except DeadlineError as error:
        collected.add(
            "unreadable_deadline",
            (content.cell,),
            activities=(activity_id,),
            found=content.text,
            why=error,
            **words,
        )
        return content, None
    if "start_not_readable" in deadline.conventions:
        start = contents["start"]
        collected.add(
            "unreadable_start",
            (start.cell,),
            activities=(activity_id,),
            found=start.text,
            column="Inicio",
            year=year,
        )
    return content, deadline


def _override_dates(
    activity_id: str, content: Content, row: Row, year: int, days: DayKind, collected: Collected
) -> Deadline | None:
    try:
        read = parse_deadline(content.value, year, days=days)
    except DeadlineError as error:
        collected.add(
            "bad_dates",
            (content.cell,),
            activities=(activity_id,),
            found=content.text,
            why=error,
            year=year,
        )
        return None
    start = read.start
    begins = row.contents.get("start")
    if begins and not begins.blank:
        start = _single_date(begins, year)
        if start is None:
            collected.add(
                "bad_start", (begins.cell,), activities=(activity_id,), found=begins.text, year=year
            )
    return Deadline(start, read.milestones, read.conventions)


def _single_date(content: Content, year: int) -> dt.date | None:
    """Return the one date that a cell holds, None where it holds anything else."""
    try:
        milestones = parse_deadline(content.value, year).milestones
    except DeadlineError:
        return None
    return milestones[0] if len(milestones) == 1 else None


def _read_target(
    activity_id: str,
    row: Row,
    deadline: Deadline | None,
    accumulation: str,
    collected: Collected,
) -> dict[str, object]:
    """Return target, unit and applied target (R1, R15)."""
    content = row.contents.get("target")
    override = row.contents.get("applied_target")
    value, unit = float("nan"), ""
    column = "Meta aplicada"
    who = (activity_id,)
    if content is None or content.blank:
        if override is None or override.blank:
            place = content or row.contents["activity"]
            collected.add("missing_target", (place.cell,), activities=who, column=column)
    else:
        try:
            target = parse_target(content.value, content.number_format)
        except TargetError as error:
            if override is None or override.blank:
                collected.add(
                    "unreadable_target",
                    (content.cell,),
                    activities=who,
                    found=content.text,
                    why=error,
                    column=column,
                )
        else:
            value, unit = target.value, str(target.unit)
            shared = ("shared_target",) if content.cell.row != row.number else ()
            collected.convene((*target.conventions, *shared), content.cell, content.text)
    applied = value
    dates = len(deadline.milestones) if deadline else 0
    if override and not override.blank:
        try:
            given = parse_target(override.value, override.number_format)
        except TargetError as error:
            collected.add(
                "bad_applied_target",
                (override.cell,),
                activities=who,
                found=override.text,
                why=error,
            )
        else:
            applied, unit = given.value, unit or str(given.unit)
            if unit != given.unit:
                collected.add(
                    "bad_applied_target",
                    (override.cell,),
                    activities=who,
                    found=override.text,
                    why="La meta está en otra unidad.",
                )
                applied = value
    elif (
        unit == "count"
        and value < dates
        and content is not None
        and accumulation != Accumulation.PER_MILESTONE
    ):
        applied = value * dates
        collected.convene(("target_at_each_date",), content.cell, activity_id)
    return {"target": value, "unit": unit, "applied_target": applied}


def _said_accumulation(activity_id: str, row: Row, collected: Collected) -> str:
    """Return what Acumulación says, blank where it says nothing."""
    content = row.contents.get("accumulation")
    if content is None or content.blank:
        return ""
    said = fold(content.text)
    for name, word in schema.ACCUMULATION_WORDS.items():
        if said in (fold(word), name):
            return name
    collected.add(
        "bad_accumulation", (content.cell,), activities=(activity_id,), found=content.text
    )
    return ""


def _usual_accumulation(
    activity_id: str, row: Row, record: dict[str, object], collected: Collected
) -> str:
    """Return how reports add up by R2: a percent due on several dates must hold at each."""
    milestones = record["milestones"]
    several = isinstance(milestones, tuple) and len(milestones) > 1
    if not several or record["unit"] != "percent":
        return str(Accumulation.LATEST)
    place = row.contents.get("target", row.contents["activity"])
    collected.convene(("percent_at_each_date",), place.cell, activity_id)
    return str(Accumulation.PER_MILESTONE)


def _read_offices(
    activity_id: str, row: Row, parties: Sequence[Party] | None, collected: Collected
) -> tuple[tuple[str, ...], str]:
    """Return who takes part and who leads (R11)."""
    content = row.contents.get("responsible")
    who = (activity_id,)
    offices = parse_offices(row.texts.get("responsible", ""), parties)
    named = row.contents.get("lead")
    lead = offices[0] if offices else ""
    if not offices and (named is None or named.blank):
        place = content or row.contents["activity"]
        collected.add("missing_responsible", (place.cell,), activities=who, column="Lidera")
        return (), ""
    if parties and content is not None:
        for name in unknown_parties(offices, parties):
            near = suggest(name, parties)
            hint = f" ¿Es «{near}»?" if near else ""
            collected.add(
                "unknown_office", (content.cell,), activities=who, found=name, suggestion=hint
            )
    if named and not named.blank:
        chosen = parse_offices(named.value, parties)
        if len(chosen) == 1 and (chosen[0] in offices or not offices):
            return offices or chosen, chosen[0]
        collected.add(
            "bad_lead", (named.cell,), activities=who, found=named.text, expected="; ".join(offices)
        )
    if kind_of(lead, parties) is PartyKind.GROUP and content is not None:
        collected.add("led_by_group", (content.cell,), activities=who, found=lead, column="Lidera")
    return offices, lead
