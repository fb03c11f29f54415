"""The boards whose figures are compared: real ledgers in folders of their own."""

# ruff: noqa: E501  a table reads best one row a line

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from pac.__main__ import main
from pac.ledger import access, editions, store, update
from pac.progress.figures import Choice, Figures
from pac.reading.reader import File
from pac.reports import provenance
from pac.reports.exports import Asked, Export, Part
from pac.workdays import COLOMBIA
from tests import updates, workbooks
from tests.figures.truth import Truth
from tests.updates import report, typed
from tests.workbooks import activity

D = dt.date
APRIL, AUGUST, DECEMBER, JANUARY = D(2023, 4, 30), D(2023, 8, 31), D(2023, 12, 31), D(2024, 1, 31)
AT = dt.datetime(2023, 9, 5, 10, 0, tzinfo=COLOMBIA)  # when every file is asked for


def says_kind(name: str, kind: str) -> bool:
    """Tell whether what a party is stands beside a name that does not say it itself."""
    return kind != "dependencia" and not name.lower().startswith(kind)


@dataclass
class Case:
    """A version of a board at a cut-off, with the files that were made of it."""

    folder: Path
    number: int
    cutoff: dt.date
    texts: list[Any] = field(default_factory=list)
    _made: dict[tuple[str, str, Part], bytes] = field(default_factory=dict)
    _at: dict[dt.date, Truth] = field(default_factory=dict)

    @cached_property
    def figures(self) -> Figures:
        """Return its figures."""
        ledger = store.open_ledger(address(self.folder))
        try:
            return editions.in_ledger(ledger, number=self.number, cutoff=self.cutoff)
        finally:
            ledger.close()

    @cached_property
    def truth(self) -> Truth:
        """Return what may be said of them."""
        return Truth(self.figures)

    def at(self, day: dt.date) -> Truth:
        """Return what may be said of another cut-off of the same version."""
        if day not in self._at:
            self._at[day] = Truth(provenance.at(self.figures, Choice(day)))
        return self._at[day]

    def made(self, export: Export, part: Part = Part()) -> bytes:  # noqa: B008
        """Return a file, made once."""
        key = (export.name, export.extension, part)
        if key not in self._made:
            self._made[key] = export.make(Asked(self.figures, AT, part))
        return self._made[key]

    @property
    def query(self) -> dict[str, str]:
        """Return what an address asks for to show it."""
        return {"version": str(self.number), "corte": self.cutoff.isoformat()}

    # who is in the plan

    def names(self, scope: str, *, leading: bool = True) -> list[str]:
        """Return the components or parties; of parties those alone that lead something."""
        groups = self.truth.groups.items()
        return [
            key.name
            for key, held in groups
            if key.scope == scope and (held["activities"] or not leading)
        ]

    def with_kinds(self, names: list[str]) -> list[str]:
        """Return parties as they are written where a group or committee says what it is."""
        kinds = {key.name: held.get("kind") for key, held in self.truth.groups.items()}
        return [f"{one} ({kinds[one]})" if says_kind(one, kinds[one]) else one for one in names]

    @property
    def ids(self) -> list[str]:
        """Return the activities, in the plan's order."""
        return [key.name for key in self.truth.activities]


def address(folder: Path) -> str:
    """Return the address of the ledger of a folder."""
    return f"sqlite:///{folder / 'tablero.sqlite'}"


def sesquile(folder: Path) -> Path:
    """Make a board as its officials do: the plan, then the reports, then Control Interno."""
    example = workbooks.ROOT / "data" / "ejemplo_seguimiento_2023.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAC_DATA", str(folder))
        for role in ("actualiza", "controla"):
            said = ["--por", "Prueba", "--nota", "Prueba", "--motivo", "*=Acta 3", "--rol", role]
            assert main(["actualizar", str(example), *said]) == 0
    return folder


def town(folder: Path) -> Path:
    """Make the board of a town whose plan has what plans have: no target, no date, moved dates.

    Two of three done, 66,67 % and 49,96 % are just below its levels: rounding may not lift them.
    """
    begun, moved, closed = (
        dt.datetime(2023, *day, 15, tzinfo=dt.UTC) for day in ((1, 20), (5, 20), (9, 5))
    )
    ledger = updates.new_ledger(folder)
    settings = {
        "Entidad": "Municipio de «Otro» & Más",
        "Instrumento": "Plan <de prueba>",
        "Nivel medio desde": "50%",
        "Nivel alto desde": "66,7%",
    }
    data = workbooks.book(ROWS, REPORTS, settings)
    assert update.begin(ledger, File("plan.xlsx", data), begun) is not None
    book = updates.edited(updates.own_workbook(ledger), typed("C1-02", "Fechas", "31/07/2023"))
    updates.accepted(ledger, book, at=moved)
    update.close(ledger, access.operator("Oficina de Control Interno"), APRIL, at=closed)
    ledger.close()
    return folder


RISK, SERVICE = "1. Riesgos «graves» & <b>control</b>", "2. Trámites, servicios y *atención*"
VAGUE, OPEN, MORE = "3. Sin una sola meta", "4. Rendición de cuentas", "5. Iniciativas"
VALUE, VERIFIED = updates.VALUE, updates.VERIFIED

ROWS = (
    activity(ID="C1-01", Componente=RISK, Actividad="Subir & bajar <los> riesgos", Meta=(1, "0%"), Fechas="31/12/2023", Responsable="Oficina de Sistemas"),
    activity(ID="C1-02", Componente=RISK, Actividad="Publicar el mapa", Meta=1, Fechas="30/04/2023"),
    activity(ID="C1-03", Componente=RISK, Actividad="Revisar el mapa", Meta=3),
    activity(ID="C1-05", Componente=RISK, Actividad="Capacitar a los equipos", Meta=1, Fechas="28/02/2023"),
    activity(ID="C2-01", Componente=SERVICE, Actividad="Simplificar algo", Meta="Por definir", Fechas="30/04/2023", Responsable="Secretaría de Hacienda"),
    activity(ID="C2-02", Componente=SERVICE, Actividad="Actualizar los trámites", Meta=2, Fecha_de_cumplimiento="Según cronograma", Responsable="Secretaría de Hacienda"),
    activity(ID="C2-03", Componente=SERVICE, Actividad="Hacer jornadas", Meta=4, Acumulación="Suma de periodos", Responsable="Secretaría de Hacienda"),
    activity(ID="C2-04", Componente=SERVICE, Actividad="Poner en línea un trámite", Meta=1, Fechas="30/04/2023", Responsable="Oficina de Control Interno; Secretaría de Hacienda"),
    activity(ID="C3-01", Componente=VAGUE, Actividad="Mejorar", Meta="Por definir", Fecha_de_cumplimiento="Según cronograma", Responsable="Oficina de Prensa"),
    activity(ID="C4-01", Componente=OPEN, Actividad="Rendir cuentas", Meta=1, Fechas="15/04/2023", Responsable="Secretarías de Despacho"),
    activity(ID="C4-02", Componente=OPEN, Actividad="Aprobar el informe", Meta=1, Fechas="30/04/2023", Responsable="Comité de Archivo"),
    activity(ID="C4-03", Componente=OPEN, Actividad="Sostener el servicio", Meta=(1, "0%"), Fechas="30/06/2023; 30/11/2023", Acumulación="Se exige en cada fecha", Responsable="Secretarías de Despacho"),
    activity(ID="C4-04", Componente=OPEN, Actividad="Publicar el resultado", Meta=2, Fechas="30/11/2023", Responsable="Oficina de Prensa"),
    activity(ID="C5-01", Componente=MORE, Actividad="Responder lo que se pide", Meta=(1, "0%"), Fechas="30/04/2023", Responsable="Oficina de Registro"),
    activity(ID="C5-02", Componente=MORE, Actividad="Atender en término", Meta=(0.9, "0%"), Fechas="31/03/2023; 30/06/2023", Acumulación="Se exige en cada fecha", Responsable="Oficina de Archivo"),
)  # fmt: skip

REPORTS = (
    report("C1-01", APRIL, (0.6667, "0.00%"), **{VERIFIED: (0.6667, "0.00%")}),
    report("C1-01", AUGUST, (0.99999, "0.000%")),
    report("C1-02", AUGUST, 1),
    report("C1-03", APRIL, 1, **{VERIFIED: 1}),
    report("C1-03", AUGUST, 2),
    report("C5-02", APRIL, (0.85, "0%"), **{VERIFIED: (0.8, "0%")}),
    report("C1-05", APRIL, 1, **{VERIFIED: 1}),
    report("C5-01", APRIL, (1, "0%"), **{VERIFIED: (0.4996, "0.00%")}),
    report("C2-01", APRIL, 1),
    report("C2-02", APRIL, 1, **{VERIFIED: 1}),
    report("C2-03", APRIL, 3, **{VERIFIED: 2}),
    report("C2-03", AUGUST, 3),
    report("C2-04", APRIL, 1) | {updates.EVIDENCE: None},
    report("C4-01", APRIL, 0.5, **{VERIFIED: 0.25}),
    report("C4-02", APRIL, 1, **{VERIFIED: 1}),
    report("C4-03", APRIL, (0.9, "0%"), **{VERIFIED: (0.9, "0%")}),
)

BOARDS: dict[str, Callable[[Path], Path]] = {"sesquilé": sesquile, "another town": town}

CASES = {
    "April, closed": ("sesquilé", 3, APRIL),
    "August, open": ("sesquilé", 3, AUGUST),
    "December, nothing closed": ("sesquilé", 2, DECEMBER),
    "January, open": ("sesquilé", 3, JANUARY),
    "no progress": ("sesquilé", 1, APRIL),
    "another town, closed": ("another town", 3, APRIL),
    "another town, open": ("another town", 3, AUGUST),
}
