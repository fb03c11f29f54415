"""The figures of ``pac.progress`` in sentences: plain Spanish, for officials and citizens.

Each sentence says what was counted, out of how many and on what it rests. Good news is not
exclaimed and bad news is not softened.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, Literal

import pandas as pd

from pac import labels
from pac.model import Accumulation, Commitment, Level, Move, PartyKind, Status, Tier
from pac.progress import measure, summary
from pac.progress.attention import Reason
from pac.progress.changes import Change
from pac.progress.commitments import Standing, is_late
from pac.progress.figures import Choice
from pac.progress.groups import Group, members
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

CUTS: Final = labels.CUTS

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
    Status.PLANNED: ("programada sin empezar", "programadas sin empezar"),
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
            f"{COLLECTING}: {labels.reported(total.scheduled_reported, total.scheduled)} "
            f"a {day} y {labels.number(total.fulfilled)} al día, {basis}."
        )
    fraction = f"{labels.up_to_date(total.fulfilled, total.scheduled)} a {day}"
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
    every = labels.number(total.activities)
    if total.done == total.partial == 0:
        return f"{share}: ninguna terminada ni con avance parcial, de {every}, {basis}."
    done = (
        labels.count(total.done, "terminada", "terminadas") if total.done else "ninguna terminada"
    )
    return f"{share}: {done} y {_none(total.partial)} con avance parcial, de {every}, {basis}."


def remarks(total: Summary) -> tuple[str, ...]:
    """Return what is counted as 0 or left out, said aloud beside the figures (R7, R9-R11, R17)."""
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
    if total.rescheduled:
        said.append(
            _agreeing(total.rescheduled, "actividad reprogramada", "actividades reprogramadas")
        )
    if total.tier is Tier.VERIFIED and total.fulfilled < total.fulfilled_reported:
        said.append(
            f"Según lo reportado estarían al día {labels.number(total.fulfilled_reported)}; "
            f"Control Interno verificó {labels.number(total.fulfilled)}."
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
        who = "El componente" if len(table) == 1 else "El único componente programado"
        return f"{who} está en nivel {only['level']}: {only['name']}."
    if programmed["level"].nunique() == 1:
        who = _subject(
            len(programmed), len(programmed), "componente programado", "componentes programados"
        )
        return f"{who} están en nivel {programmed['level'].iloc[0]}."
    high = int((programmed["level"] == Level.HIGH).sum())
    who = _subject(high, len(programmed), "componente programado", "componentes programados")
    sentence = f"{who} {'están' if _is_plural(high) else 'está'} en nivel alto"
    for level in (Level.MEDIUM, Level.LOW):
        names = programmed.loc[programmed["level"] == level, "name"].tolist()
        if names:
            sentence += f"; en nivel {level}, {_named(names)}"
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
        said = labels.listing([f"{name} ({labels.number(n)})" for name, n in missing.items()])
        if len(said) <= _HELD:
            sentence += f"; falta lo de {said}"
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


def rescheduling(move: Move) -> str:
    """Return which dates of an activity moved, when and why (R17).

    Dates that the move left as they were are not said.
    """
    gone = [day for day in move.before if day not in move.after]
    new = [day for day in move.after if day not in move.before]
    if not move.after:
        what = f"de {_days(gone)} a una fecha que no se puede leer"
    elif gone and new:
        what = f"de {_days(gone)} a {_days(new)}"
    else:
        what = f"se quita {_days(gone)}" if gone else f"se agrega {_days(new)}"
    by = f", versión {move.version}" if move.version else ""
    sentence = f"Reprogramada: {what} (el {labels.date(move.day)}{by})."
    reason = " ".join(move.reason.split()).rstrip(".")
    if not reason:
        return sentence
    return f"{sentence} Motivo: {reason}{'' if reason.endswith(_ENDS) else '.'}"


_ENDS: Final = ("?", "!", "…")


def _days(days: Sequence[dt.date]) -> str:
    """Return dates in full; of many, how many they are and the first."""
    if len(days) <= _NAMED:
        return labels.listing([labels.date(day) for day in days])
    return f"{labels.number(len(days))} fechas desde el {labels.date(days[0])}"


def earlier_count(move: Move, cutoff: dt.date) -> str:
    """Return that at a cut-off the dates before a move still count (R17)."""
    gone = sum(day not in move.after for day in move.before)
    one = gone == 1 or len(move.before) == 1
    counted = "cuenta la fecha anterior" if one else "cuentan las fechas anteriores"
    return f"Para el corte del {labels.date(cutoff)} {counted}."


def earlier_dates(move: Move) -> str:
    """Return in words the dates before a move, which no cell of the workbook holds any more."""
    version = move.version
    several = "las fechas que regían" if len(move.before) > 1 else "la fecha que regía"
    known = version.isdecimal() and int(version) > 1
    return f"{several}, versión {int(version) - 1}" if known else several


def fractions(before: Summary, after: Summary, previous: dt.date, cutoff: dt.date) -> str:
    """Return how much of what was due was done at two cut-offs, each in its own tier (R6, R16).

    Args:
        before: The plan, or the part of it that was chosen, at the earlier one.
        after: The same at the later one.
        previous: The earlier cut-off.
        cutoff: The later one.
    """
    same = before.tier is after.tier or before.attainment is None
    sides = [
        f"{_day_and_month(day)} {_fraction(total)}{'' if same else f' {TIERS[total.tier]}'}"
        for total, day in ((before, previous), (after, cutoff))
    ]
    return f"Programadas al día: {' → '.join(sides)}"


def _fraction(total: Summary) -> str:
    if total.attainment is None:
        return "sin seguimiento"
    if not total.scheduled:
        return "nada programado"
    return labels.among(total.fulfilled, total.scheduled)


def _day_and_month(day: dt.date) -> str:
    return f"{day.day} {labels.SHORT_MONTHS[day.month - 1]}"


def changes(
    table: pd.DataFrame,
    basis: str,
    *,
    before: Summary | None = None,
    cuts: Sequence[float] = CUTS,
) -> str:
    """Return how many activities changed since the previous cut-off, by what became of them.

    A total that fell is told apart, with what it was and is.

    Args:
        table: What ``progress.changes.changes`` returned.
        basis: In words, what both cut-offs are compared by.
        before: The same activities at the earlier one; without progress there, there is
            nothing to compare with, which is not the same as no change.
        cuts: As for ``compliance``.
    """
    if before is not None and before.attainment is None:
        return "En el corte anterior no había seguimiento: no hay con qué comparar."
    counts = table["kind"].value_counts()
    said = [
        labels.count(int(counts[kind]), *forms)
        for kind, forms in _CHANGES.items()
        if kind in counts.index
    ]
    fell = table.loc[table["kind"] == Change.LOWERED]
    if not said and fell.empty:
        return "Desde el corte anterior no cambió el avance de ninguna actividad."
    if not said:
        return f"Desde el corte anterior, {basis}, {_lower(_lowered(fell, cuts))}"
    sentence = f"Desde el corte anterior, {basis}: {labels.listing(said)}."
    return sentence if fell.empty else f"{sentence} {_lowered(fell, cuts)}"


def _lowered(table: pd.DataFrame, cuts: Sequence[float]) -> str:
    """Return which totals fell, the first ones with what they were and are."""
    first = table.iloc[:_NAMED]
    columns = (first.index, first["attainment_before"], first["attainment_after"])
    shown = [
        f"{name} (de {labels.percent(then, cuts)} a {labels.percent(now, cuts)})"
        for name, then, now in zip(*columns, strict=True)
    ]
    if len(table) > _NAMED:
        shown.append(f"{labels.number(len(table) - _NAMED)} más")
    behind = int(table["behind"].sum())
    if len(table) == 1:
        return f"Bajó {shown[0]}{' y no está al día' if behind else ''}."
    sentence = f"Bajaron {labels.number(len(table))}: {labels.listing(shown)}"
    if behind:
        sentence += f"; {labels.count(behind, 'no está al día', 'no están al día')}"
    return f"{sentence}."


_NAMED: Final = 3  # so many of a list are named in a sentence; the table beside it has them all

_CHANGES: Final = {
    Change.FINISHED: ("se cumplió", "se cumplieron"),
    Change.CAUGHT_UP: ("se puso al día", "se pusieron al día"),
    Change.UNREPORTED: ("quedó pendiente de reporte", "quedaron pendientes de reporte"),
    Change.FELL_BEHIND: ("quedó atrasada", "quedaron atrasadas"),
    Change.STILL_BEHIND: ("sigue pendiente", "siguen pendientes"),
    Change.ADVANCED: ("avanzó sin terminar", "avanzaron sin terminar"),
    Change.RESCHEDULED: ("cambió de fecha", "cambiaron de fecha"),
}


def attention(table: pd.DataFrame) -> str:
    """Return how many activities need attention, by reason, the most pressing first.

    Args:
        table: What ``progress.attention.attention`` returned.
    """
    counts = table["reason"].value_counts()
    said = [
        labels.count(int(counts[reason]), *_REASONS[reason])
        for reason in Reason
        if reason in counts.index
    ]
    return f"{labels.listing(said)}." if said else ""


_REASONS: Final = {
    Reason.OVERDUE: _STATES[Status.OVERDUE],
    Reason.BEHIND: _STATES[Status.BEHIND],
    Reason.UNREPORTED: _STATES[Status.UNREPORTED],
    Reason.NO_EVIDENCE: ("reportada sin evidencia", "reportadas sin evidencia"),
    Reason.UNVERIFIED: ("reportada sin verificar", "reportadas sin verificar"),
    Reason.NOBODY: ("por la que nadie responde", "por las que nadie responde"),
    Reason.NO_TARGET: _STATES[Status.NO_TARGET],
    Reason.NO_DATE: _STATES[Status.NO_DATE],
    Reason.DUE_SOON: _STATES[Status.DUE_SOON],
}


def gaps(measured: pd.DataFrame) -> str:
    """Return what is due and unreported, and what is reported and not supported (R10).

    What lacks evidence is part of what is not verified, and is said as such.

    Args:
        measured: What ``measure.measure`` returned, or some of its rows.
    """
    if measured.empty:
        return NOTHING_SELECTED
    scheduled = int(members(measured, Group.SCHEDULED).sum())
    reported = int(members(measured, Group.REPORTED).sum())
    unreported = int(members(measured, Group.UNREPORTED_DUE).sum())
    evidence = int(members(measured, Group.NO_EVIDENCE).sum())
    unverified = int(members(measured, Group.UNVERIFIED).sum())
    if scheduled:
        programmed = labels.count(scheduled, "programada", "programadas")
        sentence = f"De {programmed}, {_none(unreported)} sin reporte."
    else:
        sentence = "Nada programado para el corte."
    if not reported:
        return sentence
    with_report = labels.count(reported, "reportada", "reportadas")
    sentence += f" De {with_report}, {_none(unverified)} sin verificar"
    if evidence:
        among = "también" if evidence == unverified == 1 else f"{labels.number(evidence)} de ellas"
        sentence += f", {among} sin evidencia"
    return f"{sentence}."


def office_gaps(measured: pd.DataFrame) -> tuple[str, ...]:
    """Return what is due and not done, one line a party that answers for it (R11).

    Offices come first, then groups and committees, then what nobody leads; none where
    nothing is missing. While the plan has no report, what is due is only unreported.

    Args:
        measured: What ``measure.measure`` returned, or some of its rows.
    """
    missing = measured.loc[members(measured, Group.MISSING)]
    due = Counter(measured.loc[members(measured, Group.SCHEDULED), "lead"])
    kinds = dict(zip(missing["lead"], missing["lead_kind"], strict=True))
    owed: dict[str, list[str]] = {lead: [] for lead in kinds}
    unreported: Counter[str] = Counter()
    columns = (missing.index, missing["lead"], missing["reported"])
    for name, lead, reported in zip(*columns, strict=True):
        owed[lead].append(str(name))
        unreported[lead] += not reported

    ranks = [kind.value for kind in PartyKind]
    known = bool(missing["attainment"].notna().any())
    return tuple(
        _owed(lead, kinds[lead], owed[lead], due[lead], unreported[lead], known=known)
        for lead in sorted(kinds, key=lambda name: (not name, ranks.index(kinds[name] or ranks[0])))
    )


_LISTED: Final = 8  # activities that a line names; of more the table below does


def _owed(
    lead: str, kind: str, names: Sequence[str], due: int, unreported: int, *, known: bool
) -> str:
    who = lead or "Sin dependencia que lidere"
    if kind == PartyKind.GROUP:
        who += ", un grupo por el que nadie responde"
    listed = f" ({labels.listing(names)})" if len(names) <= _LISTED else ""
    if not known:
        return f"{who}: sin reporte de {labels.number(due)}{listed}."
    verb = "falta" if len(names) == 1 else "faltan"
    line = f"{who}: {verb} {labels.number(len(names))} de {labels.number(due)}{listed}"
    if unreported:
        few = "" if unreported == len(names) else f"{labels.number(unreported)} "
        line += f", {few}sin reporte"
    return f"{line}."


def _none(n: int) -> str:
    return labels.number(n) if n else "ninguna"


def reports_on_itself(party: str, kind: str) -> bool:
    """Tell whether a party is the office that verifies, so that it checks its own report.

    A committee on internal control is another body, and verifies nothing (R11).
    """
    return kind == PartyKind.OFFICE and "control interno" in labels.fold(party)


def self_reporting(measured: pd.DataFrame) -> str:
    """Return where Control Interno verifies what it reports itself; blank where it leads nothing.

    Args:
        measured: What ``measure.measure`` returned, or some of its rows.
    """
    parties = zip(measured["lead"], measured["lead_kind"], strict=True)
    led = [name for name, kind in parties if reports_on_itself(name, kind)]
    own = [
        f"{name}, {labels.count(led.count(name), 'actividad', 'actividades')}"
        for name in dict.fromkeys(led)
    ]
    if not own:
        return ""
    return f"Control Interno verifica su propio reporte en lo que lidera: {'; '.join(own)}."


def faults(found: int, activities: int) -> str:
    """Return how much of a plan's own text is worth reviewing."""
    among = labels.count(activities, "actividad", "actividades")
    if not found:
        return f"En {among} no se encontró nada que convenga revisar."
    several = "posible error" if found == 1 else "posibles errores"
    return f"{labels.number(found)} {several} en el texto del plan, de {among}."


def scope(choice: Choice, component_names: Mapping[int, str]) -> str:
    """Return in words what was chosen of a plan; blank for all of it."""
    parts = []
    if choice.component is not None:
        parts.append(f"el componente {choice.component}. {component_names[choice.component]}")
    if choice.office is not None:
        does = "lo que lidera" if choice.role == "lead" else "aquello en que participa"
        parts.append(f"{does} {choice.office}")
    return ", ".join(part.rstrip(". ") for part in parts)


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


def _named(names: Sequence[str]) -> str:
    """Return names as a listing or, where a sentence cannot hold them, how many they are."""
    said = labels.listing(names)
    if len(said) <= _HELD:
        return said
    return _CARDINALS[len(names)] if len(names) < len(_CARDINALS) else labels.number(len(names))


# Characters of names that a sentence holds and can still be read at a glance.
_HELD: Final = 200


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


def commitments(counts: Standing) -> str:
    """Return how many commitments there are, and how many wait for an answer."""
    if not counts.every:
        return "Todavía no hay compromisos de una sesión."
    late = f"{'pasó' if counts.late == 1 else 'pasaron'} su fecha"
    if counts.every == 1:
        state = (
            f"sin responder{f' y {late}' if counts.late else ''}" if counts.open else "respondido"
        )
        return f"El único compromiso está {state}."
    every, waiting = labels.number(counts.every), labels.number(counts.open)
    if not counts.open:
        return f"Los {every} compromisos están respondidos."
    sentence = f"De {every} compromisos, {waiting} sin responder"
    if counts.late == counts.open:
        also = "" if counts.open == 1 else f"{'los dos' if counts.open == 2 else 'todos'} "
        return f"{sentence}, y {also}{late}."
    return f"{sentence}; {labels.number(counts.late)} {late}." if counts.late else f"{sentence}."


def commitment_state(one: Commitment, day: dt.date) -> str:
    """Return how a commitment stands on a day, where its date is shown beside it."""
    if not one.is_open:
        return "Respondido"
    return "Sin responder, pasó su fecha" if is_late(one, day) else "Sin responder"


def commitment(one: Commitment, day: dt.date) -> str:
    """Return how a commitment stands on a day, with its date and without its answer."""
    if not one.is_open:
        return "Respondido"
    if one.due is None:
        return "Sin responder, sin fecha prometida"
    if is_late(one, day):
        return f"Sin responder: pasó su fecha, el {labels.date(one.due)}"
    return f"Sin responder: para el {labels.date(one.due)}"
