"""What the public board says, section by section, in words that are ready to be escaped."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Final
from urllib.parse import quote, urlencode

import pandas as pd

from pac import labels, narrative
from pac.charts import bars as charts
from pac.model import Commitment, PartyKind, Publication, Status
from pac.progress.commitments import in_order
from pac.progress.figures import Figures
from pac.progress.groups import Group, members
from pac.progress.summary import Summary
from pac.reports import cells
from pac.reports.public import drawing
from pac.reports.table import Column, Table, counts, shares, table, words
from pac.workdays import publication_limit

_BESIDE: Final = 56  # characters of a name that fit beside its bar
LISTED: Final = 8  # lines of a list that are seen at once; the others are a step away


@dataclass(frozen=True)
class Link:
    """Words that lead to the list of activities, narrowed to those that a figure counts."""

    text: str
    narrows: str  # component=3&status=vencida, as the script of the page reads it


@dataclass(frozen=True)
class Figure:
    """One of the two figures, with what it rests on."""

    name: str
    value: str
    unit: str = ""
    level: str = ""  # alto, medio, bajo; blank where it has none
    mark: str = ""  # level in symbol, word and percent; or that it is preliminary
    said: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    squares: drawing.Squares | None = None
    columns: drawing.Columns | None = None
    key: tuple[tuple[str, str], ...] = ()  # kind of square, and its words
    alt: str = ""  # of the drawing


@dataclass(frozen=True)
class Bar:
    """How much of what a part of the plan has scheduled is done, in the three tiers."""

    name: str
    narrows: str
    level: str
    verified: str  # percents of the track, each holds the one before
    evidenced: str
    reported: str
    result: str  # at its end
    note: str  # below the result
    empty: str  # instead of the bar


@dataclass(frozen=True)
class Bars:
    """Bars on one track, with the marks of the levels where there are some."""

    rows: tuple[Bar, ...]
    marks: tuple[tuple[str, str, str], ...]  # place, words, and on which side of it they end
    note: str

    @property
    def is_long(self) -> bool:
        """Tell whether some name needs a line of its own."""
        return any(len(row.name) > _BESIDE for row in self.rows)


@dataclass(frozen=True)
class Tiered:
    """The year's attainment in one tier."""

    name: str
    kind: str  # solid, hatched, outlined
    share: str  # of the track
    result: str
    note: str


@dataclass(frozen=True)
class Line:
    """One line of a list: when, which activity, what of it."""

    when: str
    anchor: str
    activity_id: str
    text: str
    note: str


@dataclass(frozen=True)
class Promise:
    """A question or promise of a session."""

    day: str
    question: str
    anchor: str
    activity_id: str
    office: str
    due: str
    answer: str


@dataclass(frozen=True)
class Published:
    """When the follow-up of a cut-off is due, and when and where it was published."""

    cutoff: str
    due: str
    day: str
    text: str
    address: str


@dataclass(frozen=True)
class Change:
    """A change of what a closed cut-off covered."""

    cutoff: str
    when: str
    sentence: str
    reason: str


def slug(text: str) -> str:
    """Return a text as an address and a script name it."""
    return re.sub(r"[^a-z0-9]+", "-", labels.fold(text)).strip("-")


def narrows(
    *, component: int | None = None, office: str = "", status: Status | Group | None = None
) -> str:
    """Return how the list is narrowed, as the fragment of an address says it."""
    said = {
        "componente": "" if component is None else str(component),
        "dependencia": office,
        "estado": "" if status is None else slug(cells.status_name(status)),
    }
    return urlencode({name: value for name, value in said.items() if value}, quote_via=quote)


def anchors(figures: Figures) -> dict[str, str]:
    """Return where each activity stands on the page, no two at one place."""
    made: dict[str, str] = {}
    taken: set[str] = set()
    for place, name in enumerate(figures.measured.index):
        said = "actividad-" + re.sub(r"[^A-Za-z0-9_-]+", "-", str(name))
        made[str(name)] = said if said.lower() not in taken else f"{said}-{place}"
        taken.add(made[str(name)].lower())
    return made


def of_row(row: pd.Series) -> Summary:
    """Return a row of summaries as the value that it was made of."""
    found: dict[str, Any] = {field.name: row[field.name] for field in fields(Summary)}
    for name, value in found.items():
        if isinstance(value, float) and pd.isna(value):
            found[name] = None
    return Summary(**found)


# The two figures


def compliance(total: Summary, figures: Figures, part: str = "") -> Figure:
    """Return how much of what was due is done; an open cut-off has no level (R6, R16).

    Args:
        total: The plan, or a part of it.
        figures: Those of the plan.
        part: How the list is narrowed to that part; blank for all.
    """
    day = labels.date(figures.cutoff)
    name = f"Cumplimiento a {day}" if figures.closed else f"Reportadas, de las programadas a {day}"
    if total.attainment is None:
        return _without_progress(total, figures, part)
    if not total.scheduled:
        return Figure(name, "", mark="Nada programado para el corte")
    links = _of_scheduled(total, part)
    fraction = f"{labels.number(total.fulfilled)} de {labels.number(total.scheduled)}"
    if total.level is None:
        return Figure(
            name,
            f"{labels.number(total.scheduled_reported)} de {labels.number(total.scheduled)}",
            "reportada" if total.scheduled == 1 else "reportadas",
            mark="Preliminar",
            said=(
                f"{labels.number(total.fulfilled)} al día, {figures.provenance.basis}. "
                f"{narrative.COLLECTING}: el cumplimiento y su nivel se dan al cerrar el corte.",
            ),
            links=links,
            **_open_squares(total),
        )
    word = f"{labels.LEVEL_SYMBOLS[total.level]} {total.level.capitalize()}"
    share = labels.percent(total.compliance, figures.cuts)
    mean = labels.percent(total.scheduled_mean, figures.cuts)
    return Figure(
        name,
        fraction,
        "programada al día" if total.scheduled == 1 else "programadas al día",
        level=total.level.value,
        mark=word if total.few else f"{word} · {share}",
        said=(_sentence(figures.provenance.basis), f"Avance promedio de lo programado: {mean}."),
        links=links,
        **_closed_squares(total),
    )


def _without_progress(total: Summary, figures: Figures, part: str) -> Figure:
    return Figure(
        f"Programadas a {labels.date(figures.cutoff)}",
        f"{labels.number(total.scheduled)} de {labels.number(total.activities)}",
        "actividad" if total.activities == 1 else "actividades",
        mark=narrative.NO_PROGRESS,
        said=(
            "Son las que tienen algo por cumplir hasta esa fecha. Cuando haya reportes, aquí se "
            "verá cuántas están al día.",
        ),
        links=_of_scheduled(total, part)[:1],
    )


def _of_scheduled(total: Summary, part: str) -> tuple[Link, ...]:
    missing, unreported = (total.scheduled - n for n in (total.fulfilled, total.scheduled_reported))
    lacking = "que no está al día" if missing == 1 else "que no están al día"
    counted = (
        (
            total.scheduled,
            labels.count(total.scheduled, "programada", "programadas"),
            Group.SCHEDULED,
        ),
        (missing, f"{labels.number(missing)} {lacking}", Group.MISSING),
        (unreported, f"{labels.number(unreported)} sin reporte", Group.UNREPORTED_DUE),
    )
    return tuple(
        Link(f"Ver {said}", "&".join(filter(None, (part, narrows(status=group)))))
        for n, said, group in counted
        if n
    )


def _closed_squares(total: Summary) -> dict[str, Any]:
    verified = total.fulfilled_verified
    evidenced = total.fulfilled_evidenced - verified
    reported = total.fulfilled_reported - total.fulfilled_evidenced
    return _squares(
        (
            (verified, "solid", "al día, verificada", "al día, verificadas"),
            (evidenced, "hatched", "solo con evidencia", "solo con evidencia"),
            (reported, "outlined", "solo según lo reportado", "solo según lo reportado"),
            (
                total.scheduled - total.fulfilled_reported,
                "empty",
                "sin ponerse al día",
                "sin ponerse al día",
            ),
        )
    )


def _open_squares(total: Summary) -> dict[str, Any]:
    return _squares(
        (
            (total.fulfilled, "solid", "al día", "al día"),
            (
                total.scheduled_reported - total.fulfilled,
                "outlined",
                "reportada, no al día",
                "reportadas, no al día",
            ),
            (total.scheduled - total.scheduled_reported, "empty", "sin reporte", "sin reporte"),
        )
    )


def _squares(those: Sequence[tuple[int, str, str, str]]) -> dict[str, Any]:
    key = tuple(
        (kind, labels.count(n, singular, plural)) for n, kind, singular, plural in those if n
    )
    return {
        "squares": drawing.squares([(n, kind) for n, kind, _, _ in those]),
        "key": key,
        "alt": f"De las programadas: {labels.listing([said for _, said in key])}.",
    }


def attainment(
    total: Summary, figures: Figures, measured: pd.DataFrame, part: str = ""
) -> Figure | None:
    """Return how much of the year's plan is done, never with a level; None without progress.

    Args:
        total: The plan, or a part of it.
        figures: Those of the plan.
        measured: The activities that ``total`` adds up.
        part: How the list is narrowed to that part; blank for all.
    """
    if total.attainment is None:
        return None
    share = labels.percent(total.attainment, figures.cuts)
    made_of = narrative.attainment(total, cuts=figures.cuts).partition(": ")[2]
    counted = (
        (total.done, labels.count(total.done, "terminada", "terminadas"), Group.DONE),
        (total.partial, f"{labels.number(total.partial)} con avance parcial", Group.PARTIAL),
    )
    return Figure(
        f"Avance de la vigencia {figures.settings.plan_year}",
        share,
        said=(_sentence(made_of),),
        links=tuple(
            Link(f"Ver {said}", "&".join(filter(None, (part, narrows(status=group)))))
            for n, said, group in counted
            if n
        ),
        columns=drawing.columns(measured["attainment"]),
        alt=f"Una columna por actividad, llena hasta donde va: {made_of}",
    )


def _sentence(text: str) -> str:
    said = text[:1].upper() + text[1:]
    return said if said.endswith(".") else f"{said}."


# Parts of the plan


def components(figures: Figures) -> Bars:
    """Return a bar for each component, in the plan's order."""
    every = figures.components
    narrowed = [
        narrows(component=int(number), status=Group.SCHEDULED if scheduled else None)
        for number, scheduled in zip(every.index, every["scheduled"], strict=True)
    ]
    return _bars(every, cells.component_names(figures), narrowed, figures)


def offices(figures: Figures) -> Bars | None:
    """Return a bar for each office that leads something; None where none does."""
    every = cells.office_summaries(figures)
    return _parties(every, figures) if len(every) else None


def groups(figures: Figures) -> Bars | None:
    """Return a bar for each group and committee that leads something; None where none does."""
    every = cells.parties(figures)
    every = every.loc[every["kind"] != PartyKind.OFFICE]
    return _parties(every, figures) if len(every) else None


def _parties(every: pd.DataFrame, figures: Figures) -> Bars:
    names = [
        str(name)
        if kind == PartyKind.OFFICE or labels.fold(str(name)).startswith(labels.fold(kind))
        else f"{name} ({kind})"
        for name, kind in zip(every.index, every["kind"], strict=True)
    ]
    narrowed = [
        narrows(office=str(name), status=Group.SCHEDULED if scheduled else None)
        for name, scheduled in zip(every.index, every["scheduled"], strict=True)
    ]
    return _bars(every, names, narrowed, figures)


def _bars(
    every: pd.DataFrame, names: Sequence[str], narrowed: Sequence[str], figures: Figures
) -> Bars:
    rows = tuple(
        _bar(of_row(row), name, where, figures)
        for (_, row), name, where in zip(every.iterrows(), names, narrowed, strict=True)
    )
    if not figures.has_progress:
        return Bars(rows, (), "")
    day = labels.date(figures.cutoff)
    if figures.closed:
        return Bars(
            rows,
            _marks(figures),
            f"Al día, de lo programado a {day}. Lleno: verificado por Control Interno. Rayado: "
            "solo con evidencia. Contorno: solo según lo reportado.",
        )
    return Bars(
        rows,
        (),
        f"De lo programado a {day}. Lleno: al día según lo reportado. Contorno: reportado, pero "
        "no al día.",
    )


def _marks(figures: Figures) -> tuple[tuple[str, str, str], ...]:
    """Return the marks of the levels; the words of two stand on both sides of them."""
    medium, high = figures.settings.medium_from, figures.settings.high_from
    above = (drawing.place(high), f"alto desde {labels.percent(high)}", "start")
    if medium >= high:
        return (above,)
    below = (drawing.place(medium), f"medio desde {labels.percent(medium)}", "end")
    return (below, above)


def _bar(total: Summary, name: str, narrowed: str, figures: Figures) -> Bar:
    if not total.scheduled or total.attainment is None:
        return Bar(name, narrowed, "", "0", "0", "0", "", "", _empty(total))
    of = total.scheduled
    if total.level is None:
        done = drawing.place(total.fulfilled / of)
        reported = drawing.place(total.scheduled_reported / of)
        result, note = (
            f"{labels.number(total.fulfilled)} al día",
            labels.reported(total.scheduled_reported, of),
        )
        return Bar(name, narrowed, "", done, done, reported, result, note, "")
    word = f"{labels.LEVEL_SYMBOLS[total.level]} {total.level.capitalize()}"
    share = labels.percent(total.compliance, figures.cuts)
    return Bar(
        name,
        narrowed,
        total.level.value,
        drawing.place(total.fulfilled_verified / of),
        drawing.place(total.fulfilled_evidenced / of),
        drawing.place(total.fulfilled_reported / of),
        f"{labels.number(total.fulfilled)} de {labels.number(of)}",
        word if total.few else f"{word} · {share}",
        "",
    )


def _empty(total: Summary) -> str:
    """Return what stands instead of a bar; the section says that there is no progress yet."""
    if not total.scheduled:
        return charts.NOT_SCHEDULED
    programmed = labels.count(total.scheduled, "programada", "programadas")
    return f"{programmed} de {labels.number(total.activities)}"


def component_table(figures: Figures) -> Table:
    """Return the figures of each component."""
    return _groups(figures.components, "Componente", cells.component_names(figures), figures)


def party_table(figures: Figures) -> Table:
    """Return the figures of each office, group and committee that leads something."""
    every = cells.parties(figures)
    made = _groups(
        every, "Dependencia, grupo o comité", [str(name) for name in every.index], figures
    )
    kinds = words("Tipo", [str(kind).capitalize() for kind in every["kind"]])
    return Table((made.columns[0], kinds, *made.columns[1:]))


def _groups(every: pd.DataFrame, heading: str, names: Sequence[str], figures: Figures) -> Table:
    if not figures.has_progress:
        return table(
            words(heading, names),
            counts("Actividades", every["activities"]),
            counts(f"Programadas a {labels.short_date(figures.cutoff)}", every["scheduled"]),
        )
    return table(
        words(heading, names),
        counts("Actividades", every["activities"]),
        counts("Programadas", every["scheduled"]),
        counts("Reportadas", every["scheduled_reported"]),
        counts("Al día", every["fulfilled"]),
        *(_levels(every, figures) if figures.closed else ()),
        shares("Avance de la vigencia", every["attainment"], figures.cuts),
    )


def _levels(every: pd.DataFrame, figures: Figures) -> tuple[Column, ...]:
    said = []
    for _, row in every.iterrows():
        if not row["scheduled"]:
            said.append("no programada")
            continue
        word = f"{labels.LEVEL_SYMBOLS[row['level']]} {str(row['level']).capitalize()}"
        share = labels.percent(float(row["compliance"]), figures.cuts)
        said.append(word if row["few"] else f"{share} {word}")
    return (words("Cumplimiento", said),)


def tiers(figures: Figures) -> tuple[Tiered, ...]:
    """Return the year's attainment in the three tiers; none without progress."""
    total = figures.total
    if total.attainment is None:
        return ()
    those = (
        (
            "Según lo reportado",
            "outlined",
            total.attainment_reported,
            total.fulfilled_reported,
        ),
        (
            "De ello, con evidencia",
            "hatched",
            total.attainment_evidenced,
            total.fulfilled_evidenced,
        ),
        (
            "Verificado por Control Interno",
            "solid",
            total.attainment_verified,
            total.fulfilled_verified,
        ),
    )
    return tuple(
        Tiered(
            name,
            kind,
            drawing.place(share or 0.0),
            labels.percent(share, figures.cuts),
            f"{labels.number(fulfilled)} de {labels.number(total.scheduled)} al día"
            if total.scheduled
            else "",
        )
        for name, kind, share, fulfilled in those
    )


def tier_links(figures: Figures) -> tuple[Link, ...]:
    """Return what leads to the activities that lack a report, evidence or verification."""
    said = (
        (Group.UNREPORTED_DUE, "sin reporte"),
        (Group.NO_EVIDENCE, "sin evidencia"),
        (Group.UNVERIFIED, "sin verificar"),
    )
    numbers = [(int(members(figures.measured, one).sum()), one, text) for one, text in said]
    return tuple(
        Link(f"Ver {labels.number(n)} {text}", narrows(status=one)) for n, one, text in numbers if n
    )


# The plan in time


def month_key(figures: Figures) -> tuple[tuple[str, str], ...]:
    """Return what the rectangles of the months mean, those that there are."""
    came = (
        ("missing", "Pendientes")
        if figures.has_progress
        else ("unreported", "Ya llegaron, sin reporte")
    )
    said = {
        "done": ("done", "Cumplidas"),
        "missing": came,
        "no_target": ("no_target", "Sin meta legible"),
        "to_come": ("to_come", "Por venir"),
    }
    return tuple(one for column, one in said.items() if figures.months[column].any())


def date_lines(rows: pd.DataFrame, figures: Figures, places: dict[str, str]) -> tuple[Line, ...]:
    """Return dates as lines: when, which activity, which of its dates and how much it has.

    Args:
        rows: Some of ``figures.milestones``.
        figures: Those of the plan.
        places: What ``anchors`` returned.
    """
    own = figures.measured.loc[rows["activity_id"]]
    columns = (
        rows["activity_id"],
        (day.date() for day in rows["due"]),
        rows["number"],
        rows["count"],
        rows["done_share"],
        own["activity"],
        own["lead"],
    )
    return tuple(
        Line(
            labels.short_date(day),
            places[name],
            name,
            text,
            _of_date(name, day, number, count, share, lead, figures),
        )
        for name, day, number, count, share, text, lead in zip(*columns, strict=True)
    )


def _of_date(
    name: str, day: dt.date, number: int, count: int, share: float, lead: str, figures: Figures
) -> str:
    parts = [
        lead or "Sin quien lidere",
        f"entrega {number} de {count}" if count > 1 else "",
        f"lleva {labels.percent(share, figures.cuts)}"
        if figures.has_progress and pd.notna(share)
        else "",
        "reprogramada" if (name, day) in figures.plan.moved_dates else "",
    ]
    return " · ".join(filter(None, parts))


# What was promised, published and changed


def promises(figures: Figures, places: dict[str, str]) -> tuple[Promise, ...]:
    """Return the questions and promises of the sessions, in the order of every list of them."""
    return tuple(_promise(one, places) for one in in_order(figures.plan.commitments))


def _promise(one: Commitment, places: dict[str, str]) -> Promise:
    return Promise(
        labels.date(one.date) if one.date else "",
        one.question,
        places.get(one.activity_id, ""),
        one.activity_id,
        one.office,
        labels.date(one.due) if one.due else "",
        one.answer,
    )


def publications(figures: Figures) -> tuple[Published, ...]:
    """Return when the follow-up of each legal cut-off is due, and where it was published (R14)."""
    known_ones: dict[dt.date, Publication] = {one.cutoff: one for one in figures.plan.published}
    every = sorted({*figures.settings.cutoffs, *known_ones})
    made = []
    for cutoff in every:
        one = known_ones.get(cutoff)
        limit = publication_limit(cutoff, figures.settings.plan_year)
        if one is None and limit is None:
            continue
        made.append(
            Published(
                labels.date(cutoff),
                labels.date(limit) if limit else labels.UNDEFINED,
                labels.date(one.day) if one else "",
                one.address if one else "",
                cells.external(one.address) if one else "",
            )
        )
    return tuple(made)


def later(figures: Figures) -> tuple[Change, ...]:
    """Return what versions changed of cut-offs that were closed (R16)."""
    return tuple(
        Change(
            labels.date(one.cutoff),
            f"versión {one.version}, {labels.date(one.day)}"
            if one.version
            else labels.date(one.day),
            one.sentence,
            one.reason,
        )
        for one in figures.later
    )


def changed(figures: Figures) -> tuple[str, ...]:
    """Return what became of the plan since the cut-off before; nothing at the first one."""
    if figures.previous is None or figures.total_before is None or not figures.has_progress:
        return ()
    before = figures.total_before
    return (
        f"{narrative.fractions(before, figures.total, figures.previous, figures.cutoff)}.",
        narrative.changes(
            figures.changes, figures.provenance.basis, before=before, cuts=figures.cuts
        ),
    )
