"""Addresses within the board: the same choice, on the page that shows what is behind a figure.

A link is an ordinary address, so that it can be sent, opened in another tab or gone back from.
``pac/api/links.js`` opens it without loading the board again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlencode

from pac import labels
from pac.model import Status
from pac.progress.figures import Choice, Figures, Role
from pac.progress.groups import Group
from pac.reports import cells

# Keys of the session state, which are also the names in the address.
EXAMPLE: Final = "ejemplo"
CUTOFF: Final = "corte"
COMPONENT: Final = "componente"
OFFICE: Final = "dependencia"
ROLE: Final = "papel"
STATUS: Final = "estado"
TEXT: Final = "texto"
ACTIVITY: Final = "actividad"
MONTH: Final = "mes"
VERSION: Final = "version"
YEAR: Final = "vigencia"

ROLES: Final[dict[Role, str]] = {"lead": "Lidera", "all": "Participa"}

COMPONENTS: Final = "componentes"
OFFICES: Final = "dependencias"
DATES: Final = "fechas"
ACTIVITIES: Final = "actividades"
ONE: Final = "actividad"
METHOD: Final = "como-se-calcula"
FAULTS: Final = "posibles-errores-del-plan"
COMMITMENTS: Final = "compromisos"
PRESENT: Final = "presentar"
VERSIONS: Final = "versiones"
UPDATE: Final = "actualizar"
FORMS: Final = "formatos-de-reporte"
CONTROL: Final = "control-interno"
ACCOUNTS: Final = "cuentas"

# They show no figures of their own: no filters there.
OFFICE_PAGES: Final = (VERSIONS, UPDATE, FORMS, CONTROL, ACCOUNTS)
# They show what no filter narrows.
WITHOUT_FILTERS: Final = (COMMITMENTS,)


def to(
    page: str,
    figures: Figures,
    *,
    choice: Choice | None = None,
    status: Status | Group | str = "",
    more: Mapping[str, str] | None = None,
) -> str:
    """Return the address of a page that shows these figures, or another choice of them.

    Args:
        page: One of the addresses above.
        figures: Those on screen.
        choice: What to choose instead of what is chosen.
        status: State or group to which the lists are narrowed.
        more: Other names and values of the address; a blank value is left out.
    """
    asked = choice or figures.choice
    said = {
        **dict(figures.provenance.query),
        EXAMPLE: "true" if figures.provenance.example else "",
        CUTOFF: labels.date(asked.cutoff),
        COMPONENT: ""
        if asked.component is None
        else labels.component(asked.component, figures.plan.component_names[asked.component]),
        OFFICE: asked.office or "",
        ROLE: ROLES[asked.role] if asked.role != "lead" else "",
        STATUS: cells.status_name(status) if status else "",
        **(more or {}),
    }
    query = urlencode({name: value for name, value in said.items() if value}, quote_via=quote)
    return f"/{page}?{query}"


def activity(activity_id: str, figures: Figures) -> str:
    """Return the address of the page of one activity."""
    return to(ONE, figures, more={ACTIVITY: activity_id})
