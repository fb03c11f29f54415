"""The pages that are measured, by their addresses, and what each one may cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CUTOFF: Final = "Fecha de corte"  # labels of the lists, on the board and on its reference
COMPONENT: Final = "Componente"


@dataclass(frozen=True)
class Page:
    """A page of the board; the naive reference has it under the same address."""

    name: str
    path: str  # with its query
    rerun_limit: float = 40.0  # milliseconds of CPU

    @property
    def address(self) -> str:
        """Return the path as the navigation knows it: no slash, no query."""
        return self.path.lstrip("/").partition("?")[0]


PAGES: Final = (
    Page("Resumen", "/", rerun_limit=60.0),
    Page("Componentes", "/componentes"),
    Page("Dependencias", "/dependencias"),
    Page("Fechas", "/fechas"),
    Page("Actividades", "/actividades"),
    Page("Actividad", "/actividad?actividad=C5-03"),
    Page("Cómo se calcula", "/como-se-calcula"),
    Page("Posibles errores", "/posibles-errores-del-plan"),
)
