"""Figures as tables: words for the screen, values for a workbook, and where each one leads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, cast

import pandas as pd

from pac import formulas, labels, narrative
from pac.model import PartyKind, Status
from pac.progress import measure, trace
from pac.progress.actual import known
from pac.progress.changes import Change
from pac.progress.figures import Choice, Figures, party_takes
from pac.progress.groups import Group, members
from pac.progress.schedule import held_until
from pac.reports import cells, in_time
from pac.reports.table import (
    Column,
    Table,
    counts,
    days,
    quantities,
    said,
    shares,
    table,
    words,
)
from pac.ui import links

# Groups: components, offices, groups of offices and committees


def components(figures: Figures) -> Table:
    """Return the figures of each component; without progress, what is due by each cut-off."""
    every = figures.components
    choices = [replace(figures.choice, component=int(number)) for number in every.index]
    names = words("Componente", cells.component_names(figures))
    if figures.has_progress:
        return _groups(every, names, choices, figures)
    number = figures.measured["component"]
    return _group_calendar(names, [number == one for one in every.index], choices, figures)


def component_links(figures: Figures) -> list[str]:
    """Return the address of what each component has scheduled."""
    return [
        _scheduled_link(figures, replace(figures.choice, component=int(number)))
        for number in figures.components.index
    ]


def office_links(figures: Figures) -> list[str]:
    """Return the address of what each office has scheduled."""
    return [
        _scheduled_link(figures, replace(figures.choice, office=str(name)))
        for name in cells.office_summaries(figures).index
    ]


def offices(figures: Figures) -> Table:
    """Return the figures of each office; without progress, what is due by each cut-off."""
    return _parties(cells.office_summaries(figures), "Dependencia", figures)


def groups(figures: Figures) -> Table:
    """Return those of each group of offices and each committee, which are no office (R11)."""
    every = cells.parties(figures)
    every = every.loc[every["kind"] != PartyKind.OFFICE]
    kinds = words("Tipo", [str(kind).capitalize() for kind in every["kind"]])
    shown = _parties(every, "Grupo o comité", figures)
    return Table((shown.columns[0], kinds, *shown.columns[1:]))


def _parties(every: pd.DataFrame, heading: str, figures: Figures) -> Table:
    names = [str(name) for name in every.index]
    kinds = every["kind"]
    said_names = words(heading, [_party(*one) for one in zip(names, kinds, strict=True)])
    choices = [replace(figures.choice, office=name) for name in names]
    if figures.has_progress:
        return _groups(every, said_names, choices, figures)
    inside = [party_takes(figures.measured, name, figures.choice.role) for name in names]
    return _group_calendar(said_names, inside, choices, figures)


def _party(name: str, kind: str) -> str:
    """Return a party's name, marked where it verifies what it reports itself."""
    return f"{name} {_ON_ITSELF}" if narrative.reports_on_itself(name, kind) else name


_ON_ITSELF: Final = "(verifica su propio reporte)"


def _groups(
    every: pd.DataFrame, names: Column, choices: Sequence[Choice], figures: Figures
) -> Table:
    """Return the two figures of each group and what they are made of."""
    cuts = figures.cuts

    def to(group: Group | str) -> list[str]:
        return [
            links.to(links.ACTIVITIES, figures, choice=choice, status=group) for choice in choices
        ]

    def counted(heading: str, column: str, group: Group | str) -> Column:
        numbers = every[column]
        addresses = to(group)
        return counts(heading, numbers).linked(
            address if n else "" for n, address in zip(numbers, addresses, strict=True)
        )

    every = every.assign(missing=every["scheduled"] - every["fulfilled"])
    return table(
        names.linked(to("")),
        counted("Actividades", "activities", ""),
        counted("Programadas", "scheduled", Group.SCHEDULED),
        counted("Reportadas", "scheduled_reported", Group.SCHEDULED_REPORTED),
        counted("Al\N{NO-BREAK SPACE}día", "fulfilled", Group.FULFILLED),
        counted("Faltan", "missing", Group.MISSING),
        *(_compliance(every, cuts) if figures.closed else ()),
        shares("Avance de la vigencia", every["attainment"], cuts),
    )


def _compliance(every: pd.DataFrame, cuts: Sequence[float]) -> tuple[Column, ...]:
    """Return share and level; of one or two the count says more, and stands beside it (R6)."""
    levels = [str(level).capitalize() if level else "" for level in every["level"]]
    texts = []
    for (_, row), level in zip(every.iterrows(), levels, strict=True):
        if not row["scheduled"]:
            texts.append("no programada")
            continue
        word = f"{labels.LEVEL_SYMBOLS[row['level']]} {level}"
        share = labels.percent(float(row["compliance"]), cuts)
        texts.append(word if row["few"] else f"{share} {word}")
    return (
        said("Cumplimiento", texts),
        shares("Cumplimiento", every["compliance"], cuts).only_on_sheet(),
        words("Nivel", levels).only_on_sheet(),
    )


def _group_calendar(
    names: Column, members: Sequence[pd.Series], choices: Sequence[Choice], figures: Figures
) -> Table:
    """Return how many activities of each group have something due by each cut-off."""

    def due_by(day: dt.date) -> Column:
        numbers = [int(figures.due.loc[inside, day].sum()) for inside in members]
        then = [replace(choice, cutoff=day) for choice in choices]
        return counts(f"A {labels.short_date(day)}", numbers).linked(
            _scheduled_link(figures, choice) if n else ""
            for n, choice in zip(numbers, then, strict=True)
        )

    return table(
        names,
        counts("Actividades", [int(inside.sum()) for inside in members]),
        *map(due_by, figures.settings.cutoffs),
    )


def _scheduled_link(figures: Figures, choice: Choice) -> str:
    """Return the address of what a choice has scheduled."""
    return links.to(links.ACTIVITIES, figures, choice=choice, status=Group.SCHEDULED)


def office_gaps(figures: Figures, listed: tuple[str, ...]) -> Table:
    """Return what each party that answers has missing: who owes what, and since when."""
    rows = _of(listed, figures.attention)
    missing = members(figures.measured, Group.MISSING)
    rows = rows.loc[missing.reindex(rows["activity_id"]).to_numpy()]
    rank = {name: place for place, name in enumerate(figures.plan.named_parties)}
    rows = rows.assign(rank=rows["lead"].map(rank)).sort_values("rank", kind="stable")
    return _attention_table(rows, figures, lead_first=True)


# The plan in time


def calendar(figures: Figures) -> Table:
    """Return what must be done by each cut-off, whatever was reported."""
    choices = [replace(figures.choice, cutoff=day) for day in figures.settings.cutoffs]
    return in_time.calendar(figures, [_scheduled_link(figures, choice) for choice in choices])


def statuses(figures: Figures) -> Table:
    """Return how many activities are in each state, and what the state means."""
    ways = {status: links.to(links.ACTIVITIES, figures, status=status) for status in Status}
    return in_time.statuses(figures, ways)


def curve(figures: Figures) -> Table:
    """Return planned and actual attainment at each cut-off, the actual one up to this one."""
    return in_time.curve(figures)


def months(figures: Figures) -> Table:
    """Return the dates of each month by what came of them; without reports, only how many."""
    every = figures.months.sum(axis=1)
    return in_time.months(
        figures,
        [
            month_link(figures, day.date()) if n else ""
            for day, n in zip(pd.DatetimeIndex(every.index), every, strict=True)
        ],
    )


def month_link(figures: Figures, month: dt.date) -> str:
    """Return the address of the dates of one month."""
    return links.to(links.DATES, figures, more={links.MONTH: f"{month:%Y-%m}"})


def every_date(figures: Figures, listed: tuple[str, ...]) -> Table:
    """Return every date of the activities listed, with what came of each."""
    return _with_state(_of(listed, figures.milestones).sort_values("due", kind="stable"), figures)


def month_dates(figures: Figures, listed: tuple[str, ...], month: str) -> Table:
    """Return the dates of one month, such as ``2023-04``, with what came of each."""
    every = figures.milestones
    inside = _of(listed, every.loc[every["due"].dt.strftime("%Y-%m") == month])
    return _with_state(inside.sort_values("due", kind="stable"), figures)


def _with_state(shown: pd.DataFrame, figures: Figures) -> Table:
    state = words("Estado de la fecha", [_date_word(state, figures) for state in shown["state"]])
    return Table((*_dates(shown, figures).columns, state))


def overdue(figures: Figures, listed: tuple[str, ...], most: int | None = None) -> Table:
    """Return the dates that came and are not met, the oldest first; at most so many."""
    return _dates(_of(listed, figures.overdue).iloc[:most], figures)


def coming(figures: Figures, listed: tuple[str, ...], most: int | None = None) -> Table:
    """Return the dates of the next days after the cut-off that are not met; at most so many."""
    return _dates(_of(listed, figures.coming).iloc[:most], figures)


def _of(listed: tuple[str, ...], rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that are of the activities listed."""
    return rows.loc[rows["activity_id"].isin(listed)]


def _dates(shown: pd.DataFrame, figures: Figures) -> Table:
    rows = figures.measured.loc[shown["activity_id"]]
    number, count = shown["number"], shown["count"]
    return table(
        _due(shown, figures),
        ids(shown["activity_id"], figures),
        words("Actividad", rows["activity"]),
        words("Lidera", rows["lead"]),
        said("Entrega", [f"{n} de {of}" for n, of in zip(number, count, strict=True)]),
        counts("Entrega", number).only_on_sheet(),
        counts("De cuántas", count).only_on_sheet(),
        shares("Lleva", shown["done_share"], figures.cuts) if figures.has_progress else None,
    )


def _due(shown: pd.DataFrame, figures: Figures) -> Column:
    """Return the dates of these milestones; one that a version moved says so (R17)."""
    dated = days("Fecha", [day.date() for day in shown["due"]])
    pairs = zip(shown["activity_id"], dated.values, dated.texts, strict=True)
    return replace(
        dated,
        texts=tuple(
            f"{cells.together(text)} {_MOVED}" if (name, day) in figures.plan.moved_dates else text
            for name, day, text in pairs
        ),
    )


_MOVED: Final = "(reprogramada)"


def _date_word(state: str, figures: Figures) -> str:
    if state == measure.DATE_MISSING and not figures.has_progress:
        return "Llegó, sin reporte"
    return state.capitalize()


def ids(names: Iterable[object], figures: Figures) -> Column:
    """Return a column of IDs, each of which leads to the page of its activity."""
    every = [str(name) for name in names]
    return words("ID", every).linked(links.activity(name, figures) for name in every)


# What changed, and what to attend to


def changes(figures: Figures, listed: tuple[str, ...]) -> Table:
    """Return what became of each activity since the previous cut-off."""
    every = figures.changes.loc[figures.changes.index.isin(listed)]
    rows = figures.measured.loc[every.index]
    return table(
        words("Qué pasó", map(_became, every["kind"], every["moved"])),
        ids(every.index, figures),
        words("Actividad", rows["activity"]),
        words("Lidera", rows["lead"]),
        shares("Llevaba", every["attainment_before"], figures.cuts),
        shares("Lleva", every["attainment_after"], figures.cuts),
    )


def _became(kind: str, moved: bool) -> str:  # noqa: FBT001  a column of flags is mapped
    word = kind.capitalize()
    return f"{word}; {Change.RESCHEDULED}" if moved and kind != Change.RESCHEDULED else word


def attention(figures: Figures, listed: tuple[str, ...], most: int | None = None) -> Table:
    """Return what needs attention, the most pressing first; at most so many rows."""
    return _attention_table(_of(listed, figures.attention).iloc[:most], figures)


def _reason(reason: str, status: str) -> str:
    """Return why an activity needs attention, after its state where that is late for it."""
    late = status in (Status.OVERDUE, Status.BEHIND) and status != reason
    return cells.status_name(f"{status}: {reason}" if late else reason)


def _attention_table(rows: pd.DataFrame, figures: Figures, *, lead_first: bool = False) -> Table:
    own = figures.measured.loc[rows["activity_id"]]
    lead = words("Responde" if lead_first else "Lidera", rows["lead"])
    since = [None if pd.isna(day) else day.date() for day in rows["since"]]
    until = [None if pd.isna(day) else day.date() for day in rows["until"]]
    why = [_reason(*one) for one in zip(rows["reason"], own["status"], strict=True)]
    missing = shares("Le falta, del año", rows["missing"], figures.cuts)
    return table(
        lead if lead_first else None,
        words("Por qué", why),
        ids(rows["activity_id"], figures),
        words("Actividad", own["activity"]),
        None if lead_first else lead,
        days("Pendiente desde", since),
        days("Próxima fecha", until),
        missing if figures.has_progress else None,
    )


# Activities


def activities(figures: Figures, listed: tuple[str, ...]) -> Table:
    """Return one row an activity listed: what was asked, what was done and how it stands."""
    rows = figures.measured.loc[list(listed)]
    return table(
        ids(rows.index, figures),
        words("Componente", cells.component_of(rows)).only_on_sheet(),
        words("Actividad", rows["activity"]),
        words("Indicador", rows["indicator"]).only_on_sheet(),
        words("Estado", map(cells.status_name, rows["status"])),
        quantities("Meta", rows["applied_target"], rows["unit"]),
        *(_done(rows, figures) if figures.has_progress else ()),
        said("Programado", [cells.expected(one, figures.cuts) for _, one in rows.iterrows()]),
        shares(
            "Programado", rows["expected"].where(rows["milestones_due"] > 0), figures.cuts
        ).only_on_sheet(),
        words("Lidera", rows["lead"]),
        said(
            "Fechas",
            [
                f"{cells.dates(those)} {_MOVED}" if moved else cells.dates(those)
                for those, moved in zip(rows["milestones"], rows["rescheduled"], strict=True)
            ],
        ),
        words(
            "Fechas",
            ["; ".join(labels.numeric_date(day) for day in those) for those in rows["milestones"]],
        ).only_on_sheet(),
        words(
            "Reprogramada", ["sí" if moved else "" for moved in rows["rescheduled"]]
        ).only_on_sheet()
        if rows["rescheduled"].any()
        else None,
    )


def _done(rows: pd.DataFrame, figures: Figures) -> tuple[Column, ...]:
    return (
        said("Avance", [cells.actual(one, figures.cuts) for _, one in rows.iterrows()]),
        quantities("Avance", rows["actual"], rows["unit"]).only_on_sheet(),
        shares("Avance de la vigencia", rows["attainment"], figures.cuts).only_on_sheet(),
        shares("Según lo reportado", rows["attainment_reported"], figures.cuts).only_on_sheet(),
        shares("Con evidencia", rows["attainment_evidenced"], figures.cuts).only_on_sheet(),
        shares("Verificado", rows["attainment_verified"], figures.cuts).only_on_sheet(),
    )


# One activity

# What the plan says of an activity, in the order of its matrix, by the name of the column.
_PLAN_WORDS: Final = {
    "strategy": "Estrategia",
    "objective": "Objetivo",
    "activity": "Actividad",
    "indicator": "Indicador",
    "target": "Meta",
    "deadline": "Fecha de cumplimiento",
}


def plan_words(figures: Figures, activity_id: str) -> Table:
    """Return what the plan says of an activity and the cell that says it."""
    one, sources = figures.activity(activity_id), figures.plan.sources
    texts = {"target": one["target_text"], "deadline": one["deadline_text"]}
    return table(
        words("En el plan", _PLAN_WORDS.values()),
        words("Dice", [texts.get(name, one.get(name)) or "" for name in _PLAN_WORDS]),
        words("Celda", [str(sources.get((activity_id, name), "")) for name in _PLAN_WORDS]),
    )


def how_read(figures: Figures, activity_id: str) -> Table:
    """Return how the plan's words were read, and the cell where another reading is written.

    It is of the current workbook, also where earlier dates hold for the cut-off (R17).
    """
    one = cast("pd.Series", figures.plan.activities.loc[activity_id])
    sources = figures.plan.sources
    start = "" if pd.isna(one["start"]) else labels.short_date(one["start"])
    dated = "; ".join(cells.together(labels.short_date(day)) for day in one["milestones"])
    read = [
        (
            "Meta que se exige",
            labels.quantity(one["applied_target"], one["unit"]),
            "applied_target",
        ),
        ("Cómo se acumula", labels.ACCUMULATIONS[one["accumulation"]], "accumulation"),
        *([("Empieza", start, "start")] if start else []),
        ("Fechas", dated, "dates"),
        ("Responsables", "; ".join(one["offices"]), "responsible"),
        ("Lidera", one["lead"], "lead"),
    ]
    return table(
        words("Se leyó", [what for what, _, _ in read]),
        words("Como", [said for _, said, _ in read]),
        words(
            "Si no es así, se escribe en",
            [str(sources.get((activity_id, name), "")) for _, _, name in read],
        ),
    )


def activity_dates(figures: Figures, activity_id: str) -> Table:
    """Return the dates of an activity and what came of each."""
    every = figures.milestones
    own = every.loc[every["activity_id"] == activity_id]
    places = [f"{n} de {of}" for n, of in zip(own["number"], own["count"], strict=True)]
    held = held_until(figures.plan.moves, activity_id, figures.cutoff)
    cells = (
        narrative.earlier_dates(held)
        if held
        else ", ".join(trace.date_cells(figures.plan, activity_id))
    )
    return table(
        said("Entrega", places),
        counts("Entrega", own["number"]).only_on_sheet(),
        _due(own, figures),
        words("Estado", [_date_word(state, figures) for state in own["state"]]),
        shares("Lleva", own["done_share"], figures.cuts) if figures.has_progress else None,
        words("Celda", [cells] * len(own)),
    )


def reports(figures: Figures, activity_id: str) -> Table:
    """Return the reports of an activity up to the cut-off, with their cells."""
    own = activity_reports(figures, activity_id)
    units = [figures.activity(activity_id)["unit"]] * len(own)
    verified = quantities("Verificado", own["verified"], units)
    unverified = own["verified"].isna()
    main = figures.provenance.files[0]

    def celled(column: str) -> list[str]:
        return [
            ", ".join(trace.cells(own.iloc[[place]], (column,), main)) for place in range(len(own))
        ]

    return table(
        days("A la fecha", [day.date() for day in own["as_of"]]),
        quantities("Reportado", own["value"], units),
        words("Celda", celled("cell")),
        replace(
            verified,
            texts=tuple(
                "sin verificar" if blank else text
                for blank, text in zip(unverified, verified.texts, strict=True)
            ),
        ),
        words("Qué se hizo", own["done"]),
        replace(
            words("Evidencia", own["evidence"]),
            texts=tuple(text or "sin evidencia" for text in own["evidence"]),
        ).linked(map(cells.external, own["evidence"])),
        words("Reportó", own["reported_by"]),
        words("Control Interno", own["control_remarks"]),
    )


def activity_reports(figures: Figures, activity_id: str) -> pd.DataFrame:
    """Return the reports of an activity that exist at the cut-off, by date (R2)."""
    existing = known(figures.plan.reports, figures.cutoff)
    return existing.loc[existing["activity_id"] == activity_id].sort_values("as_of")


def numbers(figures: Figures, activity_id: str) -> Table:
    """Return where each number of an activity comes from: its value, formula and cells."""
    steps = steps_of(figures, activity_id)
    one = figures.activity(activity_id)
    return table(
        words("Número", [formulas.NUMBERS[step.number] for step in steps]),
        said("Vale", [formulas.value(step, one, figures.cuts) for step in steps]),
        _values(steps, str(one["unit"])).only_on_sheet(),
        words("Cómo sale", [formulas.formula(step, one, figures.cuts) for step in steps]),
        words("Celdas", map(_rests_on, steps)),
    )


def _rests_on(step: trace.Step) -> str:
    """Return the cells of a step and, in words, what the current workbook holds no more (R17)."""
    earlier = (narrative.earlier_dates(step.held),) if step.held else ()
    return ", ".join((*step.cells, *earlier))


def _values(steps: Sequence[trace.Step], unit: str) -> Column:
    """Return what each step comes to as a spreadsheet keeps it: a quantity, a count or a share."""
    each = []
    for step in steps:
        if step.number in (trace.Number.TARGET, trace.Number.ACTUAL):
            each.append(quantities("Vale", [step.value], [unit]))
        elif step.number is trace.Number.DUE:
            each.append(counts("Vale", [int(step.value)]))
        else:
            each.append(shares("Vale", [step.value], ()))
    return Column(
        "Vale",
        tuple(one.texts[0] for one in each),
        tuple(one.values[0] for one in each),
        tuple(one.formats[0] for one in each),
    )


def steps_of(figures: Figures, activity_id: str) -> tuple[trace.Step, ...]:
    """Return the numbers of an activity with their cells, in the order of the calculation."""
    main = figures.provenance.files[0]
    every = trace.trace(figures.plan, activity_id, figures.cutoff, main_file=main)
    if figures.has_progress:
        return every
    planned = (trace.Number.TARGET, trace.Number.DUE, trace.Number.EXPECTED)
    return tuple(step for step in every if step.number in planned)
