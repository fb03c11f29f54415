"""Figures as tables of Spanish text: what a person reads, no number left to format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, Literal

import pandas as pd

from pac import labels
from pac.model import PartyKind, Status
from pac.progress import measure, summary
from pac.ui.data import Figures

Role = Literal["lead", "all"]

STATUS_MEANINGS: Final = {
    Status.FULFILLED: "Alcanzó toda su meta.",
    Status.NO_TARGET: "Su meta no se puede leer: no se mide.",
    Status.NO_DATE: "Su fecha no se puede leer: no se sabe cuándo se cumple.",
    Status.OVERDUE: "Pasó su última fecha y le falta.",
    Status.BEHIND: "Pasó alguna de sus fechas y le falta.",
    Status.UNREPORTED: "Pasó alguna de sus fechas y nadie ha reportado.",
    Status.DUE_SOON: "Su próxima fecha está cerca.",
    Status.UNDER_WAY: "Ya empezó y va a tiempo.",
    Status.PLANNED: "Aún no empieza.",
}


def components(figures: Figures) -> pd.DataFrame:
    """Return the figures of each component; without progress, what is due by each cut-off."""
    names = component_names(figures)
    if figures.has_progress:
        return _groups(figures.components, "Componente", names, figures)
    number = figures.measured["component"]
    members = [number == one for one in figures.components.index]
    return _group_calendar("Componente", names, members, figures)


def component_names(figures: Figures) -> list[str]:
    """Return number and full name of each component on screen."""
    return [f"{number}. {name}" for number, name in figures.components["name"].items()]


def parties(figures: Figures, role: Role) -> pd.DataFrame:
    """Return the summaries of the parties that have some activity in that role."""
    every = figures.leads if role == "lead" else figures.takes_part
    return every.loc[every["activities"] > 0]


def offices(figures: Figures, role: Role) -> pd.DataFrame:
    """Return the figures of each office; without progress, what is due by each cut-off."""
    table = parties(figures, role)
    return _parties(table.loc[table["kind"] == PartyKind.OFFICE], "Dependencia", figures, role)


def groups(figures: Figures, role: Role) -> pd.DataFrame:
    """Return those of each group of offices and each committee, which are no office (R11)."""
    table = parties(figures, role)
    table = table.loc[table["kind"] != PartyKind.OFFICE]
    shown = _parties(table, "Grupo o comité", figures, role)
    if not shown.empty:
        shown.insert(1, "Tipo", [kind.capitalize() for kind in table["kind"]])
    return shown


def _parties(table: pd.DataFrame, heading: str, figures: Figures, role: Role) -> pd.DataFrame:
    names = [str(name) for name in table.index]
    if figures.has_progress:
        return _groups(table, heading, names, figures)
    lead, named = figures.measured["lead"], figures.measured["offices"]
    members = [
        (lead == name) | named.map(lambda those, name=name: role == "all" and name in those)
        for name in names
    ]
    return _group_calendar(heading, names, members, figures)


def _groups(
    table: pd.DataFrame, heading: str, names: Sequence[str], figures: Figures
) -> pd.DataFrame:
    """Return the two figures of each group and what they are made of."""
    cuts = figures.levels.cuts
    columns = {
        heading: list(names),
        "Actividades": _numbers(table["activities"]),
        "Programadas": _numbers(table["scheduled"]),
        "Reportadas": _numbers(table["scheduled_reported"]),
        "Al\N{NO-BREAK SPACE}día": _numbers(table["fulfilled"]),
    }
    if figures.closed:
        columns["Cumplimiento"] = [_compliance(row, cuts) for _, row in table.iterrows()]
    columns["Avance de la vigencia"] = [
        labels.percent(share, cuts) for share in table["attainment"]
    ]
    return pd.DataFrame(columns)


def _numbers(counts: pd.Series) -> list[str]:
    return [labels.number(n) for n in counts]


def _compliance(row: pd.Series, cuts: Sequence[float]) -> str:
    if not row["scheduled"]:
        return "no programada"
    word = f"{labels.LEVEL_SYMBOLS[row['level']]} {str(row['level']).capitalize()}"
    if row["few"]:  # of one or two the count says more (R6), and stands beside it
        return word
    return f"{labels.percent(float(row['compliance']), cuts)} {word}"


def _group_calendar(
    heading: str, names: Sequence[str], members: Sequence[pd.Series], figures: Figures
) -> pd.DataFrame:
    """Return how many activities of each group have something due by each cut-off."""
    rows = []
    for name, inside in zip(names, members, strict=True):
        due = figures.due.loc[inside]
        by_cutoff = {
            f"A {labels.short_date(day)}": labels.number(int(due[day].sum()))
            for day in figures.settings.cutoffs
        }
        rows.append({heading: name, "Actividades": labels.number(int(inside.sum())), **by_cutoff})
    return pd.DataFrame(rows)


def calendar(figures: Figures) -> pd.DataFrame:
    """Return what must be done by each cut-off, whatever was reported."""
    due = figures.milestones["due"]
    planned = figures.curve["planned"]
    return pd.DataFrame(
        [
            {
                "Corte": labels.date(day),
                "Actividades programadas": f"{int(figures.due[day].sum())} de {len(figures.due)}",
                "Fechas que habrán llegado": (
                    f"{int((due <= pd.Timestamp(day)).sum())} de {len(due)}"
                ),
                "Avance planeado": labels.percent(
                    float(planned[pd.Timestamp(day)]), figures.levels.cuts
                ),
            }
            for day in figures.settings.cutoffs
        ]
    )


def statuses(figures: Figures) -> pd.DataFrame:
    """Return how many activities are in each state, and what the state means."""
    counts = summary.by_status(figures.measured)
    return pd.DataFrame(
        [
            {
                "Estado": status.capitalize(),
                "Actividades": labels.number(int(counts[status])),
                "Qué quiere decir": STATUS_MEANINGS[status],
            }
            for status in Status
            if counts[status]
        ]
    )


def curve(figures: Figures) -> pd.DataFrame:
    """Return planned and actual attainment at each cut-off, the actual one up to this one."""
    table, cuts = figures.curve, figures.levels.cuts
    days = (day.date() for day in pd.DatetimeIndex(table.index))
    return pd.DataFrame(
        [
            {
                "Fecha": labels.date(day),
                "Planeado": labels.percent(planned, cuts),
                "Real": labels.percent(actual, cuts),
            }
            for day, planned, actual in zip(days, table["planned"], table["actual"], strict=True)
            if day in figures.settings.cutoffs or pd.notna(actual)
        ]
    )


def months(figures: Figures) -> pd.DataFrame:
    """Return the dates of each month by what came of them; without reports, only how many."""
    table, has_progress = figures.months, figures.has_progress
    rows = []
    for month, row in table.iterrows():
        day = pd.Timestamp(str(month))
        said = {
            "Mes": f"{labels.MONTHS[day.month - 1]} de {day.year}".capitalize(),
            "Fechas": labels.number(int(row.sum())),
        }
        if has_progress:
            said |= {
                "Cumplidas": labels.number(int(row["done"])),
                "Pendientes": labels.number(int(row["missing"])),
                "Sin meta": labels.number(int(row["no_target"])),
                "Por venir": labels.number(int(row["to_come"])),
            }
        rows.append(said)
    shown = pd.DataFrame(rows)
    without = has_progress and not table["no_target"].any()
    return shown.drop(columns="Sin meta") if without else shown


def overdue(figures: Figures) -> pd.DataFrame:
    """Return the dates that came and are not met, the oldest first."""
    late = figures.milestones["state"] == measure.DATE_MISSING
    return _dates(figures.milestones.loc[late], figures)


def coming(figures: Figures) -> pd.DataFrame:
    """Return the dates of the next days after the cut-off that are not met yet."""
    until = pd.Timestamp(figures.cutoff) + pd.Timedelta(days=figures.settings.notice_days)
    soon = (figures.milestones["state"] == measure.DATE_TO_COME) & (
        figures.milestones["due"] <= until
    )
    return _dates(figures.milestones.loc[soon], figures)


def _dates(milestones: pd.DataFrame, figures: Figures) -> pd.DataFrame:
    rows = []
    for _, one in milestones.sort_values("due", kind="stable").iterrows():
        activity = figures.measured.loc[one["activity_id"]]
        said = {
            "Fecha": labels.short_date(one["due"]),
            "ID": one["activity_id"],
            "Actividad": activity["activity"],
            "Lidera": activity["lead"] or labels.UNDEFINED,
            "Entrega": f"{one['number']} de {one['count']}",
        }
        if figures.has_progress:
            said["Lleva"] = labels.percent(one["done_share"])
        rows.append(said)
    return pd.DataFrame(rows)


def activities(figures: Figures, listed: Sequence[str]) -> pd.DataFrame:
    """Return one row an activity listed: what was asked, what was done and how it stands."""
    rows = []
    for activity_id, one in figures.measured.loc[list(listed)].iterrows():
        said = {
            "ID": activity_id,
            "Actividad": one["activity"],
            "Meta": labels.quantity(one["applied_target"], one["unit"]),
        }
        if figures.has_progress:
            said["Avance"] = _actual(one)
        said |= {
            "Programado": _expected(one),
            "Estado": one["status"].capitalize(),
            "Lidera": one["lead"] or labels.UNDEFINED,
            "Fechas": dates(one["milestones"]),
        }
        rows.append(said)
    return pd.DataFrame(rows)


def _together(text: str) -> str:
    """Return words that stay on one line."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def _actual(one: pd.Series) -> str:
    if not one["reported"]:
        return "sin reporte"
    quantity = labels.quantity(one["actual"], one["unit"])
    share = labels.percent(one["attainment"])
    return quantity if quantity == share else f"{quantity} ({share})"


def _expected(one: pd.Series) -> str:
    if not one["milestones"]:
        return labels.UNDEFINED
    if one["milestones_due"] == 0:
        return "no programado"
    return labels.percent(one["expected"])


def dates(days: Sequence[dt.date]) -> str:
    """Return the dates of an activity; of many, the first, the last and how many."""
    if not days:
        return labels.UNDEFINED
    if len(days) <= _LISTED:
        return "; ".join(_together(labels.short_date(day)) for day in days)
    first, last = labels.short_date(days[0]), labels.short_date(days[-1])
    return f"{len(days)} fechas, de {first} a {last}"


_LISTED: Final = 4

# What the plan says of an activity, in the order of its matrix, by the name of the column.
_PLAN_WORDS: Final = {
    "component": "Componente",
    "strategy": "Estrategia",
    "objective": "Objetivo",
    "activity": "Actividad",
    "indicator": "Indicador",
    "target": "Meta",
    "deadline": "Fecha de cumplimiento",
    "responsible": "Responsable",
}


def plan_words(figures: Figures, activity_id: str) -> pd.DataFrame:
    """Return what the plan says of an activity and the cell that says it."""
    one, sources = figures.activity(activity_id), figures.source.reading.sources
    texts = {
        "component": f"{one['component']}. {one['component_name']}",
        "target": one["target_text"],
        "deadline": one["deadline_text"],
        "responsible": "; ".join(one["offices"]),
    }
    return pd.DataFrame(
        [
            {
                "En el plan": heading,
                "Dice": texts.get(name, one.get(name)) or labels.UNDEFINED,
                "Celda": str(sources.get((activity_id, name), labels.UNDEFINED)),
            }
            for name, heading in _PLAN_WORDS.items()
        ]
    )


def how_read(figures: Figures, activity_id: str) -> pd.DataFrame:
    """Return how the plan's words were read, and the cell where another reading is written."""
    one, sources = figures.activity(activity_id), figures.source.reading.sources
    unit = one["unit"]
    start = "" if pd.isna(one["start"]) else labels.short_date(one["start"])
    read = (
        ("Meta que se exige", labels.quantity(one["applied_target"], unit), "applied_target"),
        ("Cómo se acumula", labels.ACCUMULATIONS[one["accumulation"]], "accumulation"),
        ("Empieza", start, "start"),
        (
            "Fechas",
            "; ".join(_together(labels.short_date(day)) for day in one["milestones"]),
            "dates",
        ),
        ("Lidera", one["lead"], "lead"),
    )
    return pd.DataFrame(
        [
            {
                "Se leyó": what,
                "Como": said or labels.UNDEFINED,
                "Si no es así, se escribe en": str(
                    sources.get((activity_id, name), labels.UNDEFINED)
                ),
            }
            for what, said, name in read
            if said or name != "start"
        ]
    )


def reports(figures: Figures, activity_id: str) -> pd.DataFrame:
    """Return the reports of an activity up to the cut-off, with their cells."""
    every = figures.source.reading.reports
    own = every.loc[
        (every["activity_id"] == activity_id) & (every["as_of"] <= pd.Timestamp(figures.cutoff))
    ].sort_values("as_of")
    unit = figures.activity(activity_id)["unit"]
    return pd.DataFrame(
        [
            {
                "A la fecha": labels.short_date(one["as_of"]),
                "Reportado": labels.quantity(one["value"], unit),
                "Celda": one["cell"],
                "Verificado": labels.quantity(one["verified"], unit)
                if pd.notna(one["verified"])
                else "sin verificar",
                "Qué se hizo": one["done"] or labels.UNDEFINED,
                "Evidencia": one["evidence"] or "sin evidencia",
                "Control Interno": one["control_remarks"] or labels.UNDEFINED,
            }
            for _, one in own.iterrows()
        ]
    )
