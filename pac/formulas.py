"""How each number of an activity is made, in words that an official can follow with a pencil."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from pac import labels, narrative, norms
from pac.model import Accumulation
from pac.progress.trace import Number, Step

NUMBERS: Final = {
    Number.TARGET: "Meta que se exige",
    Number.DUE: "Fechas que habían llegado",
    Number.EXPECTED: "Programado",
    Number.ACTUAL: "Avance",
    Number.REPORTED: "Avance de la vigencia, según lo reportado",
    Number.EVIDENCED: "Avance de la vigencia, con evidencia",
    Number.VERIFIED: "Avance de la vigencia, verificado",
}


def value(step: Step, one: pd.Series, cuts: Sequence[float]) -> str:
    """Return what a step comes to, in its unit.

    Args:
        step: One of ``progress.trace.trace``.
        one: The activity's row of what ``measure.measure`` returned.
        cuts: Shares that rounding must not cross.
    """
    if step.number in (Number.TARGET, Number.ACTUAL):
        return labels.quantity(step.value, one["unit"])
    if step.number is Number.DUE:
        if not step.parts[0]:  # nobody knows how many dates there are
            return labels.UNDEFINED
        return f"{labels.number(step.value)} de {labels.number(step.parts[0])}"
    return labels.percent(step.value, cuts)


def formula(step: Step, one: pd.Series, cuts: Sequence[float]) -> str:
    """Return in words how a step is made of what its cells say; arguments as for ``value``."""
    if step.number is Number.TARGET:
        return _target(step, one)
    if step.number is Number.DUE:
        if step.held:
            return "De las fechas que regían para el corte, las que son del corte o anteriores."
        return "Las fechas del plan que son del corte o anteriores." if step.parts[0] else _NO_DATE
    if step.number is Number.EXPECTED:
        return _divided(step.parts[0], step.parts[1]) if step.parts[1] else _NO_DATE
    if step.number is Number.ACTUAL:
        return _actual(step, one)
    return _attainment(step, one, cuts)


_NO_DATE: Final = "La fecha no se puede leer: no se sabe cuándo se cumple."
_NO_TARGET: Final = "La meta no se puede leer: no se mide."
_NO_REPORT: Final = "Sin reporte hasta el corte: cuenta como 0."
_TOO_EARLY: Final = "Lo reportado es anterior a la primera fecha: no cuenta para ninguna."
_NO_PROGRESS: Final = f"{narrative.NO_PROGRESS}."
_CAPPED: Final = " Más de la meta cuenta como 100 %."
_OVER_SHOWN: Final = " Cuenta hasta donde llega lo reportado con evidencia."


def _target(step: Step, one: pd.Series) -> str:
    if not step.value > 0:
        return _NO_TARGET
    if not step.parts:
        return "Lo que dice Meta aplicada, en lugar de la meta del plan."
    target, dates = step.parts
    if step.value == target:
        return "Lo que dice la meta del plan."
    each = labels.quantity(target, one["unit"])
    which = " que regían para el corte" if step.held else ""
    return f"La meta, {each}, en cada una de sus {labels.number(dates)} fechas{which}."


def _actual(step: Step, one: pd.Series) -> str:
    if not step.parts:
        return _nothing(one)
    if one["accumulation"] == Accumulation.SUM:
        added = " + ".join(labels.quantity(part, one["unit"]) for part in step.parts)
        return f"Se suman los periodos: {added}."
    if one["accumulation"] == Accumulation.PER_MILESTONE:
        return "Lo último que se reportó para una de sus fechas."
    return "El último total reportado hasta el corte."


def _nothing(one: pd.Series) -> str:
    """Return why an activity has no report that counts."""
    if one["reported"]:
        return _TOO_EARLY
    # of a plan without any report no share is known, whatever its targets
    known = pd.notna(one["attainment"]) or not one["applied_target"] > 0
    return _NO_REPORT if known else _NO_PROGRESS


def _attainment(step: Step, one: pd.Series, cuts: Sequence[float]) -> str:
    if not one["applied_target"] > 0:
        return _NO_TARGET
    if not step.parts:
        return _nothing(one)
    # an evidenced or verified 0 is a number like any other, and is divided aloud
    if step.number is Number.EVIDENCED and not any(step.parts) and not one["has_evidence"]:
        return "El reporte no trae evidencia: cuenta como 0."
    if step.number is Number.VERIFIED and not any(step.parts) and not one["is_verified"]:
        return "Control Interno no ha verificado ningún avance: cuenta como 0."
    if one["accumulation"] == Accumulation.PER_MILESTONE:
        count = len(one["milestones"])
        added = " + ".join(labels.percent(part, cuts) for part in step.parts)
        inside = f"({added})" if len(step.parts) > 1 else added
        return f"Lo de cada fecha que llegó, entre sus fechas: {inside} ÷ {count}."
    target = one["applied_target"]
    done = [labels.quantity(part, one["unit"]) for part in step.parts]
    inside = f"({' + '.join(done)})" if len(done) > 1 else done[0]
    divided = f"{_SAYS[step.number]}: {inside} ÷ {labels.quantity(target, one['unit'])}."
    return f"{divided}{_limit(step, target)}"


def _limit(step: Step, target: float) -> str:
    """Return why a share is less than its division; blank where it is just that."""
    total = round(sum(step.parts) / target, norms.SHARE_DECIMALS)
    if min(total, 1.0) > step.value:
        return _OVER_SHOWN
    return _CAPPED if total > 1.0 else ""


_SAYS: Final = {
    Number.REPORTED: "Lo reportado entre la meta",
    Number.EVIDENCED: "Lo que tiene evidencia entre la meta",
    Number.VERIFIED: "Lo que Control Interno verificó entre la meta",
}


def _divided(part: float, whole: float) -> str:
    return f"{labels.number(part)} ÷ {labels.number(whole)}."
