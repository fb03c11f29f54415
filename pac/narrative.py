"""The figures of ``pac.progress`` in sentences: plain Spanish, for officials and citizens.

Each sentence says what was counted, out of how many and on what it rests. Good news is not
exclaimed and bad news is not softened.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, Literal

import pandas as pd

from pac import labels, norms
from pac.model import Accumulation, Level, PartyKind, Status, Tier
from pac.progress import measure, summary
from pac.progress.summary import Summary

NOTHING_SELECTED: Final = "Ninguna actividad corresponde a lo elegido."
NO_PROGRESS: Final = "Sin seguimiento todavía"
COLLECTING: Final = "En recolección"
NOT_SCHEDULED: Final = "no programada para el corte"

TIERS: Final = {
    Tier.REPORTED: "según lo reportado",
    Tier.EVIDENCED: "según lo que tiene evidencia",
    Tier.VERIFIED: "según lo verificado por Control Interno",
}

# The shares that rounding must not cross (R8), where the workbook sets no other levels.
CUTS: Final = (norms.MEDIUM_FROM, norms.HIGH_FROM, 1.0)

_CARDINALS: Final = (
    "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez",
)  # fmt: skip

_STATES: Final = {
    Status.FULFILLED: ("cumplida", "cumplidas"),
    Status.NO_TARGET: ("sin meta", "sin meta"),
    Status.NO_DATE: ("sin fecha", "sin fecha"),
    Status.OVERDUE: ("vencida", "vencidas"),
    Status.BEHIND: ("atrasada", "atrasadas"),
    Status.UNREPORTED: ("pendiente de reporte", "pendientes de reporte"),
    Status.DUE_SOON: ("por vencer", "por vencer"),
    Status.UNDER_WAY: ("en curso", "en curso"),
    Status.PLANNED: ("programada", "programadas"),
}


def compliance(total: Summary, cutoff: dt.date, *, cuts: Sequence[float] = CUTS) -> str:
    """Return the headline: how much of what was due is done, and on what that rests (R6, R16).

    Args:
        total: The plan, or the part of it that was chosen.
        cutoff: The cut-off looked at.
        cuts: Shares that rounding must not cross: the levels of the workbook, and 1.
    """
    day = labels.date(cutoff)
    if total.activities == 0:
        return NOTHING_SELECTED
    if total.attainment is None:
        programmed = labels.count(
            total.scheduled, "actividad programada", "actividades programadas"
        )
        return f"{NO_PROGRESS}: {programmed} a {day} y ningún reporte."
    if total.scheduled == 0:
        if total.activities == 1:
            return f"La actividad no está programada para el corte del {day}."
        return (
            f"Ninguna de las {labels.number(total.activities)} actividades "
            f"está programada para el corte del {day}."
        )
    basis = TIERS[total.tier]
    if total.level is None:
        return (
            f"{COLLECTING}: {total.scheduled_reported} de {total.scheduled} reportadas "
            f"a {day} y {total.fulfilled} al día, {basis}."
        )
    fraction = f"{total.fulfilled} de {total.scheduled} programadas al día a {day}"
    if total.few:  # a percent of one or two says less than their count (R6)
        return f"{fraction}, {basis}."
    return f"{fraction}: {labels.percent(total.compliance, cuts)}, nivel {total.level}, {basis}."


def attainment(total: Summary, *, cuts: Sequence[float] = CUTS) -> str:
    """Return how much of the whole year's plan is done, never with a level (R7)."""
    if total.activities == 0:
        return NOTHING_SELECTED
    if total.attainment is None:
        return f"{NO_PROGRESS}."
    share, basis = labels.percent(total.attainment, cuts), TIERS[total.tier]
    if total.done == total.partial == 0:
        return f"{share}: ninguna terminada ni con avance parcial, de {total.activities}, {basis}."
    done = (
        labels.count(total.done, "terminada", "terminadas") if total.done else "ninguna terminada"
    )
    partial = total.partial or "ninguna"
    return f"{share}: {done} y {partial} con avance parcial, de {total.activities}, {basis}."


def remarks(total: Summary) -> tuple[str, ...]:
    """Return what is counted as 0 or left out, said aloud beside the figures (R7, R9-R11)."""
    said = []
    if total.attainment is not None and total.unreported:
        said.append(
            _agreeing(
                total.unreported,
                "actividad sin reporte cuenta como 0",
                "actividades sin reporte cuentan como 0",
            )
        )
    if total.no_target:
        said.append(
            _agreeing(
                total.no_target,
                "actividad sin meta legible cuenta como 0 en el avance "
                "y no entra en el cumplimiento",
                "actividades sin meta legible cuentan como 0 en el avance "
                "y no entran en el cumplimiento",
            )
        )
    if total.no_date:
        said.append(
            _agreeing(
                total.no_date,
                "actividad sin fecha legible no entra en el cumplimiento",
                "actividades sin fecha legible no entran en el cumplimiento",
            )
        )
    if total.no_lead:
        said.append(
            _agreeing(
                total.no_lead,
                "actividad no tiene dependencia que la lidere",
                "actividades no tienen dependencia que las lidere",
            )
        )
    if total.tier is Tier.VERIFIED and total.fulfilled < total.fulfilled_reported:
        said.append(
            f"Según lo reportado estarían al día {total.fulfilled_reported}; "
            f"Control Interno verificó {total.fulfilled}."
        )
    return tuple(said)


def components(table: pd.DataFrame) -> str:
    """Return what the components come to.

    Args:
        table: What ``summary.by_component`` returned.
    """
    if table.empty:
        return NOTHING_SELECTED
    activities = labels.count(int(table["activities"].sum()), "actividad", "actividades")
    if table["attainment"].isna().all():
        where = _cardinal(len(table), "componente", "componentes")
        return f"{NO_PROGRESS}: {activities} en {where}."
    programmed = table.loc[table["scheduled"] > 0]
    if programmed.empty:
        return "Ningún componente está programado para el corte."
    if _is_open(programmed):
        complete = int((programmed["scheduled_reported"] == programmed["scheduled"]).sum())
        who = _subject(
            complete, len(programmed), "componente programado", "componentes programados"
        )
        has = "tienen" if _is_plural(complete) else "tiene"
        return f"{COLLECTING}: {_lower(who)} {has} reporte de todo lo programado."
    if len(programmed) == 1:
        only = programmed.iloc[0]
        return f"El único componente programado está en nivel {only['level']}: {only['name']}."
    high = int((programmed["level"] == Level.HIGH).sum())
    who = _subject(high, len(programmed), "componente programado", "componentes programados")
    sentence = f"{who} {'están' if _is_plural(high) else 'está'} en nivel alto"
    for level in (Level.MEDIUM, Level.LOW):
        names = programmed.loc[programmed["level"] == level, "name"].tolist()
        if names:
            sentence += f"; en nivel {level}, {labels.listing(names)}"
    return f"{sentence}."


def offices(table: pd.DataFrame, *, role: Literal["lead", "all"] = "lead") -> str:
    """Return which offices are up to date, which are not, and what nobody answers for (R11).

    Args:
        table: What ``summary.by_office`` returned.
        role: The role with which it was asked.
    """
    if not table["activities"].any():
        return NOTHING_SELECTED
    sentences = [_offices_up_to_date(table.loc[table["kind"] == PartyKind.OFFICE])]
    grouped = int(table.loc[table["kind"] == PartyKind.GROUP, "activities"].sum())
    if role == "all":
        sentences.append(
            "Una actividad de varias dependencias cuenta en cada una: las filas no se suman."
        )
    elif grouped:
        sentences.append(
            _agreeing(
                grouped,
                "actividad está a cargo de un grupo: ninguna dependencia responde por ella",
                "actividades están a cargo de un grupo: ninguna dependencia responde por ellas",
            )
        )
    return " ".join(sentences)


def _offices_up_to_date(table: pd.DataFrame) -> str:
    programmed = table.loc[table["scheduled"] > 0]
    forms = ("dependencia con actividades programadas", "dependencias con actividades programadas")
    if programmed.empty:
        return "Ninguna dependencia tiene actividades programadas para el corte."
    if programmed["attainment"].isna().all():
        return f"{NO_PROGRESS}: {_cardinal(len(programmed), *forms, feminine=True)}."
    if _is_open(programmed):
        complete = int((programmed["scheduled_reported"] == programmed["scheduled"]).sum())
        who = _subject(complete, len(programmed), *forms, feminine=True)
        has = "tienen" if _is_plural(complete) else "tiene"
        return f"{COLLECTING}: {_lower(who)} {has} reporte de todas."
    complete = int((programmed["fulfilled"] == programmed["scheduled"]).sum())
    who = _subject(complete, len(programmed), *forms, feminine=True)
    sentence = f"{who} {'las tienen' if _is_plural(complete) else 'las tiene'} todas al día"
    missing = (programmed["scheduled"] - programmed["fulfilled"]).loc[lambda some: some > 0]
    if len(missing):
        names = [f"{name} ({labels.number(n)})" for name, n in missing.items()]
        sentence += f"; falta lo de {labels.listing(names)}"
    return f"{sentence}."


def deadlines(milestones: pd.DataFrame, cutoff: dt.date) -> str:
    """Return how many dates of the plan have come, what came of them and which is next.

    Args:
        milestones: What ``measure.per_milestone_table`` returned for the cut-off.
        cutoff: The cut-off looked at.
    """
    if milestones.empty:
        return "No hay fechas en lo elegido."
    day = labels.date(cutoff)
    came = milestones.loc[milestones["due"] <= pd.Timestamp(cutoff)]
    to_come = milestones.loc[milestones["due"] > pd.Timestamp(cutoff), "due"]
    total = labels.count(len(milestones), "fecha", "fechas")
    if came.empty:
        sentence = f"A {day} no ha llegado ninguna de {total}"
    else:
        verb = "ha llegado" if len(came) == 1 else "han llegado"
        sentence = f"A {day} {verb} {labels.number(len(came))} de {total}: {_outcome(came)}"
    if len(to_come):
        sentence += f"; la próxima es el {labels.date(to_come.min())}"
    return f"{sentence}."


def _outcome(came: pd.DataFrame) -> str:
    without = int((came["state"] == measure.DATE_NO_TARGET).sum())
    if came["done_share"].isna().all() and without < len(came):
        return _lower(NO_PROGRESS)
    counts = (
        (int((came["state"] == measure.DATE_DONE).sum()), "cumplida", "cumplidas"),
        (int((came["state"] == measure.DATE_MISSING).sum()), "pendiente", "pendientes"),
        (without, "sin meta", "sin meta"),
    )
    return labels.listing([labels.count(*forms) for forms in counts if forms[0]])


def activities(measured: pd.DataFrame) -> str:
    """Return how many activities are in each state (R9).

    Args:
        measured: What ``measure.measure`` returned, or some of its rows.
    """
    if measured.empty:
        return NOTHING_SELECTED
    counts = summary.by_status(measured)
    states = [
        labels.count(int(counts[state]), *_STATES[state]) for state in Status if counts[state]
    ]
    total = labels.count(len(measured), "actividad", "actividades")
    return f"{total}: {labels.listing(states)}."


def activity(
    measured: pd.Series, cutoff: dt.date, *, closed: bool, cuts: Sequence[float] = CUTS
) -> str:
    """Return how one activity stands: what was done, what was due by then, and its state.

    Args:
        measured: One row of what ``measure.measure`` returned.
        cutoff: The cut-off looked at.
        closed: Whether it is closed.
        cuts: As for ``compliance``.
    """
    if measured["milestone_count"] == 0:
        asked = "sin fecha legible"
    elif measured["milestones_due"] == 0:
        asked = NOT_SCHEDULED
    else:
        expected = labels.percent(float(measured["expected"]), cuts)
        asked = f"programado a {labels.date(cutoff)}: {expected}"
    basis = TIERS[measure.tier_in_force(closed=closed)]
    return f"{_done(measured, basis, cuts)}; {asked}. Estado: {measured['status']}."


def _done(measured: pd.Series, basis: str, cuts: Sequence[float]) -> str:
    unit, target = measured["unit"], float(measured["applied_target"])
    quantity = float(measured["actual"])
    if not measured["reported"]:
        return "Sin reporte"
    if pd.isna(quantity):
        return "Lo reportado es anterior a la primera fecha"
    if not target > 0:
        return f"Reporta {labels.quantity(quantity, unit)}, sin meta legible"
    share = labels.percent(float(measured["attainment"]), cuts)
    done = f"Reporta {labels.quantity(quantity, unit)} de {labels.quantity(target, unit)}"
    if measured["accumulation"] == Accumulation.PER_MILESTONE:
        done += f" ({labels.ACCUMULATIONS[Accumulation.PER_MILESTONE]})"
    return f"{done}: avance de {share}, {basis}"


def curve(table: pd.DataFrame, cutoff: dt.date, *, cuts: Sequence[float] = CUTS) -> str:
    """Return how far the plan is at the cut-off, beside how far it planned to be.

    Args:
        table: What ``summary.curve`` returned for that cut-off.
        cutoff: The cut-off looked at.
        cuts: As for ``compliance``.
    """
    day = pd.Timestamp(cutoff)
    planned, actual = float(table["planned"][day]), float(table["actual"][day])
    beside = f"lo planeado a {labels.date(cutoff)} es {labels.percent(planned, cuts)}"
    if pd.isna(actual):
        return f"{NO_PROGRESS}; {beside}."
    return f"El avance de la vigencia es {labels.percent(actual, cuts)}; {beside}."


def _is_open(table: pd.DataFrame) -> bool:
    """Tell whether a table of summaries is of an open cut-off, whose figures have no level."""
    return bool((table["tier"] == Tier.REPORTED).all())


def _agreeing(n: int, singular: str, plural: str) -> str:
    return f"{labels.count(n, singular, plural)}."


def _is_plural(k: int) -> bool:
    return k > 1


def _cardinal(n: int, singular: str, plural: str, *, feminine: bool = False) -> str:
    """Return a count with its noun, in words up to ten: ``cuatro componentes``."""
    if n == 1:
        return f"{'una' if feminine else 'un'} {singular}"
    return f"{_CARDINALS[n] if n <= 10 else labels.number(n)} {plural}"


def _subject(k: int, n: int, singular: str, plural: str, *, feminine: bool = False) -> str:
    """Return k of n things as the subject of a verb, which is plural where k is above one."""
    some, the, only = ("una", "las", "La única") if feminine else ("uno", "los", "El único")
    none = "Ninguna" if feminine else "Ninguno"
    if n == 1:
        return f"{only} {singular}" if k else f"{only} {singular} no"
    every = f"{the} {_cardinal(n, singular, plural)}"
    if k == n:
        return every[0].upper() + every[1:]
    if k == 0:
        return f"{none} de {every}"
    words = some if k == 1 else _CARDINALS[k] if k <= 10 else labels.number(k)
    return f"{words[0].upper()}{words[1:]} de {every}"


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
