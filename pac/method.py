"""The rules in words that anybody can check, each with an example of the plan on screen.

docs/rules.md states the same rules with their sources and places in the code; a test holds both
together by their numbers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from pac import labels, narrative, norms
from pac.model import Accumulation, PartyKind
from pac.progress.figures import Figures
from pac.progress.measure import tier_in_force
from pac.workdays import publication_day


@dataclass(frozen=True)
class Rule:
    """One rule as the page shows it."""

    numbers: tuple[str, ...]  # of docs/rules.md
    title: str
    says: str
    example: str  # of the plan on screen; blank where it has none


def rules(figures: Figures) -> tuple[Rule, ...]:
    """Return the rules in the order in which a figure is made, with examples of these figures."""
    return tuple(
        Rule(numbers, title, says, example(figures)) for numbers, title, says, example in _RULES
    )


def _two_figures(figures: Figures) -> str:
    planned = figures.curve["planned"]
    first = figures.settings.cutoffs[0]
    scheduled = int(figures.due[first].sum())
    if not scheduled:
        return ""
    share = labels.percent(float(planned[pd.Timestamp(first)]), figures.cuts)
    every = labels.count(len(figures.due), "actividad", "actividades")
    return (
        f"A {labels.date(first)} este plan tiene {scheduled} de {every} con algo por "
        f"cumplir. Quien las tenga todas al día ha cumplido {scheduled} de {scheduled}, y lleva "
        f"el {share} de la vigencia: las dos cosas son ciertas a la vez."
    )


def _expected(figures: Figures) -> str:
    one = _example(figures, lambda rows: (rows["milestone_count"] > 1) & rows["scheduled"])
    if one is None:
        return ""
    count, due = int(one["milestone_count"]), int(one["milestones_due"])
    said = [labels.short_date(day) for day in one["milestones"][:_NAMED]]
    dates = labels.listing([*said, f"{count - _NAMED} más"] if count > _NAMED else said)
    share = labels.percent(float(one["expected"]), figures.cuts)
    came = "ha llegado" if due == 1 else "han llegado"
    return (
        f"{one.name} tiene {count} fechas ({dates}). A {labels.date(figures.cutoff)} {came} "
        f"{due}: lo programado es {due} ÷ {count} = {share}."
    )


def _target(figures: Figures) -> str:
    one = _example(figures, _is_asked_at_each_date)
    if one is not None:
        unit = one["unit"]
        return (
            f"{one.name} dice {labels.quantity(one['target'], unit)} y tiene "
            f"{int(one['milestone_count'])} fechas: se le pide "
            f"{labels.quantity(one['applied_target'], unit)} en el año."
        )
    one = _example(figures, lambda rows: rows["applied_target"] > 0)
    if one is None:
        return ""
    return f"{one.name} pide {labels.quantity(one['applied_target'], one['unit'])}."


def _is_asked_at_each_date(rows: pd.DataFrame) -> pd.Series:
    """Tell where the target counts once a date, and not because Meta aplicada says more (R1)."""
    count = rows["milestone_count"]
    return (count > 1) & (rows["applied_target"] == rows["target"] * count)


def _reports(figures: Figures) -> str:
    one = _example(
        figures,
        lambda rows: (
            (rows["accumulation"] == Accumulation.PER_MILESTONE)
            & (rows["milestone_count"] > 1)
            & (rows["applied_target"] > 0)
        ),
    )
    if one is None:
        return ""
    return (
        f"En {one.name} la meta, {labels.quantity(one['applied_target'], one['unit'])}, se exige "
        f"en cada una de sus {int(one['milestone_count'])} fechas: lo que faltó en una no lo "
        "repone otra."
    )


def _attainment(figures: Figures) -> str:
    one = _example(
        figures,
        lambda rows: (
            (rows["accumulation"] == Accumulation.LATEST)
            & (rows["actual"] > 0)
            & (rows["actual"] <= rows["applied_target"])
        ),
    )
    if one is None:
        return ""
    done = labels.quantity(one["actual"], one["unit"])
    target = labels.quantity(one["applied_target"], one["unit"])
    share = labels.percent(float(one["attainment_reported"]), figures.cuts)
    return f"{one.name} reporta {done} de {target}: {done} ÷ {target} = {share}."


def _compliance(figures: Figures) -> str:
    total = figures.total
    if total.compliance is None:
        return ""
    share = labels.percent(total.compliance, figures.cuts)
    return (
        f"A {labels.date(figures.cutoff)}, {figures.provenance.basis}: {total.fulfilled} al día ÷ "
        f"{labels.count(total.scheduled, 'programada', 'programadas')} = {share}."
    )


def _group_attainment(figures: Figures) -> str:
    total = figures.total
    if total.attainment is None:
        return ""
    summed = labels.number(float(figures.measured["attainment"].fillna(0.0).sum()), 2)
    share = labels.percent(total.attainment, figures.cuts)
    return f"La suma de los avances es {summed}: {summed} ÷ {total.activities} = {share}."


def _levels(figures: Figures) -> str:
    medium, high, _ = figures.cuts
    return (
        f"Bajo, menos de {labels.percent(medium)}; medio, desde "
        f"{labels.percent(medium)}; alto, desde {labels.percent(high)}."
    )


def _tiers(figures: Figures) -> str:
    total = figures.total
    if total.attainment is None:
        return ""
    reported, evidenced, verified = (
        labels.percent(share, figures.cuts)
        for share in (
            total.attainment_reported, total.attainment_evidenced, total.attainment_verified,
        )
    )  # fmt: skip
    return (
        f"A {labels.date(figures.cutoff)} el avance de la vigencia es {reported} según lo "
        f"reportado, {evidenced} con evidencia y {verified} verificado."
    )


def _states(figures: Figures) -> str:
    return narrative.activities(figures.measured)


def _offices(figures: Figures) -> str:
    kinds = figures.measured["lead_kind"].value_counts()
    said = [
        f"{labels.number(int(kinds[kind]))} {words}"
        for kind, words in (
            (PartyKind.OFFICE, "las lidera una dependencia"),
            (PartyKind.GROUP, "un grupo"),
            (PartyKind.COMMITTEE, "un comité"),
        )
        if kind in kinds.index
    ]
    among = labels.count(len(figures.measured), "actividad", "actividades")
    return f"De {among}, {labels.listing(said)}." if said else ""


def _dates(figures: Figures) -> str:
    instead = {name for name, column in figures.plan.filled if column == "dates"}
    one = _example(
        figures,
        lambda rows: (
            (rows["milestone_count"] > 1)
            & ~rows.index.isin(list(instead))
            & ~rows["rescheduled"]  # the words may be of other dates
        ),
    )
    if one is None:
        return ""
    dates = "; ".join(labels.short_date(day) for day in one["milestones"][:_NAMED])
    more = "…" if int(one["milestone_count"]) > _NAMED else ""
    return f"{one.name} dice «{one['deadline_text']}» y se leyó: {dates}{more}."


def _cutoffs(figures: Figures) -> str:
    said = []
    for day in figures.settings.cutoffs:
        closed = figures.settings.is_closed(day)
        tier = narrative.TIERS[tier_in_force(closed=closed)]
        said.append(f"{labels.date(day)}, {'cerrado' if closed else 'abierto'} ({tier})")
    return f"{'; '.join(said)}."


def _rescheduled(figures: Figures) -> str:
    own = [
        (name, moves)
        for name, moves in figures.plan.rescheduled.items()
        if name in figures.measured.index
    ]
    if not own:
        return ""
    name, moves = own[0]
    # why is on the page of the activity
    return f"{name}. {narrative.rescheduling(replace(moves[-1], reason=''))}"


def _publication(figures: Figures) -> str:
    legal = norms.legal_cutoffs(figures.settings.plan_year)
    said = [f"el de {_month_of(day)}, {labels.date(publication_day(day))}" for day in legal]
    return f"Plazos de este plan: {'; '.join(said)}."


def _month_of(day: dt.date) -> str:
    return labels.MONTHS[day.month - 1]


def _rounding(figures: Figures) -> str:
    high = figures.settings.high_from
    under = high - 0.0004
    return (
        f"Un cumplimiento de {labels.number(under * 100, 2)} % no llega a "
        f"{labels.percent(high)}: se escribe {labels.percent(under, figures.cuts)}."
    )


def _example(figures: Figures, holds: Callable[[pd.DataFrame], pd.Series]) -> pd.Series | None:
    """Return the first activity of which something holds, None where there is none."""
    found = figures.measured.loc[holds(figures.measured)]
    return None if found.empty else found.iloc[0]


_NAMED: Final = 4  # dates of one activity that an example writes out

_RULES: Final[tuple[tuple[tuple[str, ...], str, str, Callable[[Figures], str]], ...]] = (
    (
        ("R5", "R6", "R7"),
        "Dos cifras que no se mezclan",
        "El cumplimiento a la fecha de corte mira lo que ya debía estar hecho: de las actividades "
        "con algo por cumplir hasta esa fecha, cuántas lo tienen todo. El avance de la vigencia "
        "mira el año entero: cuánto del plan completo está hecho. Solo el "
        "cumplimiento tiene nivel.",
        _two_figures,
    ),
    (
        ("R12", "R13"),
        "De las palabras del plan a las fechas",
        "La fecha de cumplimiento se lee como la escribió el plan. Una fecha sin año es de la "
        "vigencia; «a», «hasta» o un guion entre dos fechas dicen un periodo que se cumple el "
        "último día; una lista de fechas pide algo en cada una. «Primeros días» son días hábiles, "
        "salvo que el texto diga otra cosa. Una fecha imposible o dudosa no se adivina: la "
        "actividad queda «sin fecha» y se dice.",
        _dates,
    ),
    (
        ("R1", "R15"),
        "La meta que se exige",
        "La meta es una cantidad o un porcentaje. Sus fechas la reparten por partes iguales. Si la "
        "cantidad es menor que el número de fechas, se pide en cada fecha. Una meta que no se "
        "puede leer no se mide y se dice.",
        _target,
    ),
    (
        ("R4",),
        "Lo programado a un corte",
        "Las fechas que ya llegaron, incluida la del corte, entre todas las de la actividad.",
        _expected,
    ),
    (
        ("R2", "R18"),
        "Qué reporte cuenta",
        "Cuenta el último total reportado hasta el corte, salvo que el libro diga que los periodos "
        "se suman o que la meta se exige en cada fecha. Lo reportado después del corte no existe "
        "para ese corte. Una celda en blanco es «sin reporte», que no es lo mismo que 0.",
        _reports,
    ),
    (
        ("R3",),
        "El avance de una actividad",
        "Lo hecho entre la meta, y nunca más de 100 %: lo que sobra en una actividad no tapa lo "
        "que falta en otra.",
        _attainment,
    ),
    (
        ("R10",),
        "Reportado, con evidencia, verificado",
        "El mismo avance se mide tres veces: lo que la dependencia reporta, lo que además tiene "
        "evidencia, y lo que Control Interno verificó. Cada uno cabe en el anterior.",
        _tiers,
    ),
    (
        ("R5", "R6"),
        "El cumplimiento de un grupo",
        "Las actividades al día entre las programadas. Al día quiere decir que el avance alcanza "
        "lo programado. Donde nada está programado no hay cumplimiento, y eso no es lo mismo que "
        f"cero. Con menos de {norms.FEW_SCHEDULED} programadas se muestra la cuenta y no el "
        "porcentaje.",
        _compliance,
    ),
    (
        ("R8",),
        "El nivel",
        "El cumplimiento es bajo, medio o alto según dos límites que están en el libro. Son las "
        "zonas baja, media y alta del formato legal.",
        _levels,
    ),
    (
        ("R7",),
        "El avance de la vigencia de un grupo",
        "El promedio de los avances de todas sus actividades. Las que no tienen reporte cuentan "
        "como 0, y se dice cuántas son.",
        _group_attainment,
    ),
    (
        ("R9",),
        "El estado de una actividad",
        "La primera frase que sea cierta: cumplida, sin meta, sin fecha, pendiente de reporte, "
        "vencida, atrasada, por vencer, en curso, programada.",
        _states,
    ),
    (
        ("R11",),
        "Quién responde",
        "La dependencia que el libro nombra en «Lidera» o, si no, la primera que nombra el plan. "
        "Las demás participan. Un grupo no es una dependencia: de lo que lidera un grupo no "
        "responde nadie.",
        _offices,
    ),
    (
        ("R16",),
        "Corte abierto y corte cerrado",
        "Un corte está abierto mientras se recogen los reportes: muestra cuántas actividades se "
        "han reportado y no tiene nivel. Cuando Control Interno lo cierra, las cifras son las "
        "verificadas.",
        _cutoffs,
    ),
    (
        ("R17",),
        "Cuando una fecha cambia",
        "Una fecha que ya había pasado cuando otra versión del tablero la cambió sigue contando "
        "para los cortes hasta el día del cambio: cambiarla después no pone al día lo que estaba "
        "atrasado. La actividad queda «reprogramada», con las dos fechas y el motivo, y se cuenta "
        "al lado del cumplimiento.",
        _rescheduled,
    ),
    (
        ("R14",),
        "Cuándo se publica el seguimiento",
        "Control Interno publica el seguimiento en los diez primeros días hábiles del mes que "
        "sigue al corte.",
        _publication,
    ),
    (
        ("R0", "R8"),
        "Cómo se redondea",
        "Los porcentajes se escriben con un decimal, como lo hace Excel, pero nunca se redondean "
        "hacia arriba de un límite ni de 100 %.",
        _rounding,
    ),
)
