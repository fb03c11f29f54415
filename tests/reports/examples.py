"""Figures that reports are tried with: the 2023 plan as it stands, and a town hard to show."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Final

from pac.ledger import editions
from pac.progress.figures import Choice, Figures
from pac.reports import provenance
from pac.reports.provenance import Origin
from tests import workbooks

NOW: Final = dt.datetime(2023, 9, 4, 8, 5)  # noqa: DTZ001  # reports are told Colombia's time
_PLAN: Final = Origin(("plan.xlsx",))
APRIL, AUGUST = dt.date(2023, 4, 30), dt.date(2023, 8, 31)
HOSTILE: Final = '=1+1 #strong[x] *a* _b_ $x$ <script>alert("&")</script>'
LONG: Final = (
    "Fortalecimiento de la participación ciudadana y del control social a la gestión pública "
)


def closed() -> Figures:
    """Return the example with progress at a closed cut-off."""
    return _of("ejemplo_seguimiento_2023.xlsx", APRIL, example=True)


def collecting() -> Figures:
    """Return it at an open one."""
    return _of("ejemplo_seguimiento_2023.xlsx", AUGUST, example=True)


def untracked() -> Figures:
    """Return the plan that nobody reported on."""
    return _of("plan_2023.xlsx", APRIL)


@cache
def _of(file: str, cutoff: dt.date, *, example: bool = False) -> Figures:
    data = (workbooks.ROOT / "data" / file).read_bytes()
    return figures(data, cutoff, Origin((file,), "3", "7KQ2-ABCD-EFGH-JKMN", example=example))


def figures(data: bytes, cutoff: dt.date, origin: Origin = _PLAN) -> Figures:
    """Return the figures of a workbook."""
    plan = editions.plan(workbooks.read(data))
    assert plan is not None
    return provenance.figures(plan, Choice(cutoff), origin)


@cache
def large(activities: int = 120, components: int = 10, offices: int = 25) -> Figures:
    """Return a plan in which every name is long and every text hostile."""
    rows, reports = [], []
    for n in range(activities):
        number = n % components + 1
        name = f"C{number}-{n // components + 1:02d}"
        dated = "Según cronograma" if n % 13 == 0 else workbooks.ACTIVITY["Fecha de cumplimiento"]
        rows.append(
            workbooks.activity(
                ID=name,
                Componente=f"{number}. {LONG * 2}{HOSTILE}",
                Actividad=f"{n} {HOSTILE} {LONG * 2}",
                Meta="Por definir" if n % 11 == 0 else 3,
                Fecha_de_cumplimiento=dated,
                Responsable=f"Dependencia {n % offices} {LONG}; Oficina de Apoyo",
            )
        )
        if n % 2:
            reports.append(
                {
                    "ID": name,
                    "Fecha de corte": dt.datetime(2023, 4, 30),  # noqa: DTZ001  # as Excel keeps it
                    "Avance acumulado a la fecha de corte": n % 4,
                }
            )
    book = workbooks.book(rows, reports, {"Entidad": f"Municipio {HOSTILE}"})
    return figures(book, APRIL, Origin(("plan.xlsx",), "3", "7KQ2-ABCD-EFGH-JKMN", draft=True))


def words(text: str) -> str:
    """Return a text as it is read back: with plain blanks."""
    return " ".join(text.split())


KINDS: Final = {
    "closed": closed,
    "collecting": collecting,
    "untracked": untracked,
    "large": large,
}
