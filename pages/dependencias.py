"""¿Qué dependencias van al día y cuáles no?"""

from pac import narrative
from pac.model import PartyKind
from pac.ui import filters, pictures, show, tables

figures = filters.current()
role = filters.role()
table = tables.parties(figures, role)
kinds = set(table["kind"])

show.opening("Dependencias", narrative.offices(table, role=role), figures)
filters.draw_role()
if figures.has_progress and PartyKind.OFFICE in kinds:
    show.chart(
        pictures.offices_that_lead if role == "lead" else pictures.offices_that_take_part,
        figures,
        pictures.title("dependencia", figures),
        pictures.of_compliance(figures),
    )
show.table(
    tables.offices,
    figures,
    role,
    title="Las cifras de cada dependencia"
    if figures.has_progress
    else "Lo que debe estar hecho en cada corte",
    note=filters.role_note(role),
    none="Ninguna dependencia en lo elegido.",
)
if kinds - {PartyKind.OFFICE}:
    show.table(
        tables.groups,
        figures,
        role,
        title="Grupos y comités",
        note="Un grupo no es una dependencia: mientras no se diga quién lidera, nadie responde.",
    )
