"""The commitments of the sessions: the table that reports show, and the annex as a workbook.

How a commitment stands is told as of a day, never of the cut-off: an annex takes the day on which
it is made (``progress.commitments`` says why).
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from pac import labels, narrative
from pac.progress.commitments import in_order, standing
from pac.progress.figures import Figures
from pac.reports import workbooks
from pac.reports.table import Table, days, table, words

TITLE: Final = "Compromisos de las sesiones de rendición de cuentas"
FILE: Final = "compromisos"  # what ``provenance.file_name`` calls it


def commitments(figures: Figures, day: dt.date) -> Table:
    """Return one row a commitment: the open ones first, the oldest session first.

    Args:
        figures: Of the plan; what is chosen of it leaves no commitment out.
        day: As of which a date has passed.
    """
    rows = in_order(figures.plan.commitments)
    return table(
        words("Estado", [narrative.commitment_state(one, day) for one in rows]),
        days("Sesión", [one.date for one in rows]),
        words("Pregunta", [one.question for one in rows]),
        words("Actividad", [one.activity_id for one in rows]),
        words("Dependencia", [one.office for one in rows]),
        days("Para cuándo", [one.due for one in rows]),
        words("Respuesta", [one.answer for one in rows]),
    )


def sentence(figures: Figures, day: dt.date) -> str:
    """Return how many commitments there are on a day, and how many wait for an answer."""
    return narrative.commitments(standing(figures.plan.commitments, day))


def annex(figures: Figures, made_at: dt.datetime) -> bytes:
    """Return the commitments as a workbook, as they stand on the day on which it is made.

    Args:
        figures: Of the whole plan.
        made_at: When it was asked for, in Colombia's time.
    """
    day = made_at.date()
    return workbooks.workbook(
        commitments(figures, day),
        TITLE,
        figures.provenance,
        made_at,
        note=f"{sentence(figures, day)} Estado a {labels.date(day)}.",
    )
