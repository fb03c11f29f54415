"""¿Qué dependencias van al día, qué falta y quién responde?"""

from pac import narrative
from pac.reports import cells
from pac.ui import filters, pictures, sections, show, tables

figures = filters.current()
every = cells.parties(figures)
has_offices = len(cells.office_summaries(figures)) > 0

show.opening("Dependencias", narrative.offices(every, role=figures.choice.role), figures)
if figures.has_progress and has_offices:
    show.chart(
        pictures.offices,
        figures,
        title=pictures.title("dependencia", figures),
        subtitle=pictures.of_compliance(figures),
    )
show.table(
    tables.offices,
    figures,
    title="Las cifras de cada dependencia"
    if figures.has_progress
    else "Lo que debe estar hecho en cada corte",
    note=filters.role_note(figures),
    none="Ninguna dependencia en lo elegido.",
)
if len(every) > len(cells.office_summaries(figures)):
    show.table(
        tables.groups,
        figures,
        title="Grupos y comités",
        note="Un grupo no es una dependencia: mientras no se diga quién lidera, nadie responde.",
    )
sections.office_gaps(figures, filters.listed(figures))
