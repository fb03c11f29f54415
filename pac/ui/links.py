"""Addresses within the board: the same choice, on the page that shows what is behind a figure.

A link is an ordinary address, so that it can be sent, opened in another tab or gone back from.
``pac/api/links.js`` opens it without loading the board again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlencode, urlsplit

from pac import labels
from pac.model import Status
from pac.progress.figures import Choice, Figures, Role
from pac.progress.groups import Group

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
VERSIONS: Final = "versiones"
UPDATE: Final = "actualizar"
FORMS: Final = "formatos-de-reporte"
CONTROL: Final = "control-interno"
ACCOUNTS: Final = "cuentas"

# They show no figures of their own: no filters there.
OFFICE_PAGES: Final = (VERSIONS, UPDATE, FORMS, CONTROL, ACCOUNTS)


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
        STATUS: status_name(status) if status else "",
        **(more or {}),
    }
    query = urlencode({name: value for name, value in said.items() if value}, quote_via=quote)
    return f"/{page}?{query}"


def status_name(status: Status | Group | str) -> str:
    """Return a state or a group as the filter and the tables call it.

    *Programada* of R9 is not yet begun; *programadas para el corte* of R5 is something else.
    """
    word = "programada sin empezar" if status == Status.PLANNED else str(status)
    return word[:1].upper() + word[1:]


def activity(activity_id: str, figures: Figures) -> str:
    """Return the address of the page of one activity."""
    return to(ONE, figures, more={ACTIVITY: activity_id})


def external(text: str) -> str:
    """Return the address of another site that a cell holds; blank where it holds anything else.

    Only a whole ``http`` or ``https`` address is one, without a user's name before the site's,
    so that a link can neither run a script nor look like another site.
    """
    said = text.strip()
    if not _ADDRESS.fullmatch(said):
        return ""
    try:
        parts = urlsplit(said)
        named = parts.hostname and "." in parts.hostname
        port = parts.port  # it raises where it is none
    except ValueError:
        return ""
    if not named or "@" in parts.netloc or port == 0:
        return ""
    return quote(said, safe=":/?#!$&'*+,;=%~-._@")


_ADDRESS: Final = re.compile(r"https?://[^\s<>\"\\^`{|}\x00-\x20\x7f]{1,1000}", re.IGNORECASE)
