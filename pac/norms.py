"""Dated constants of the rules, each with its source."""

from __future__ import annotations

import datetime as dt
from typing import Final

# Decreto 1081 de 2015, art. 2.1.4.6 (Decreto 124 de 2016) and the guide "Estrategias para la
# construcción del Plan Anticorrupción y de Atención al Ciudadano", versión 2 (2015):
# follow-up with cut-off on 30 April, 31 August and 31 December.
LEGAL_CUTOFFS: Final = ((4, 30), (8, 31), (12, 31))

# The same guide: the follow-up is published within the first ten working days of the next month.
PUBLICATION_WORKING_DAYS: Final = 10

# The same guide, form of follow-up: zona baja 0-59 %, zona media 60-79 %, zona alta 80-100 %.
MEDIUM_FROM: Final = 0.60
HIGH_FROM: Final = 0.80

# Ours: how many days before a milestone an activity is said to be "por vencer" (R9).
NOTICE_DAYS: Final = 30

# Ours: which rules made a figure; it goes up with each change of docs/rules.md that changes one.
RULES_VERSION: Final = 1

# Ours: under this many scheduled activities a group's percent says less than its count (R6).
FEW_SCHEDULED: Final = 3

# Ours: decimals to which each share is rounded before it is compared, levelled or printed (R0).
SHARE_DECIMALS: Final = 9

# The same guide, order of the components of the plan; 6 is optional.
COMPONENTS: Final = {
    1: "Gestión del Riesgo de Corrupción – Mapa de Riesgos de Corrupción",
    2: "Racionalización de Trámites",
    3: "Rendición de cuentas",
    4: "Mecanismos para mejorar la atención al ciudadano",
    5: "Mecanismos para la Transparencia y Acceso a la Información",
    6: "Iniciativas adicionales",
}


def legal_cutoffs(plan_year: int) -> tuple[dt.date, ...]:
    """Return the three legal cut-offs of a plan year."""
    return tuple(dt.date(plan_year, month, day) for month, day in LEGAL_CUTOFFS)
