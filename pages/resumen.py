"""¿Cómo vamos? The two figures, what needs attention, and where the plan stands."""

from pac import narrative
from pac.labels import date
from pac.ui import filters, links, pictures, sections, show, tables

figures = filters.current()
cuts = figures.cuts
listed = filters.listed(figures)

show.opening(
    "¿Cómo vamos?", narrative.compliance(figures.total, figures.cutoff, cuts=cuts), figures
)
if figures.has_progress:
    show.headline(figures)
    show.chart(
        pictures.components,
        figures,
        title=narrative.components(figures.components),
        subtitle=pictures.of_compliance(figures),
        rows=tables.components,
    )
    sections.attention(figures, listed)
    sections.changes(figures, listed)
else:
    show.rescheduled(figures)
    show.table(
        tables.calendar,
        figures,
        title="Lo que debe estar hecho en cada corte",
        note="Para empezar, escriba el avance en la hoja Seguimiento del libro, guárdelo y "
        "vuelva a cargar esta página.",
    )
show.chart(
    pictures.year,
    figures,
    title=narrative.curve(figures.curve, figures.cutoff, cuts=cuts),
    subtitle=f"Avance de la vigencia, en todas las fechas {figures.provenance.basis}: a trazos lo "
    "planeado, en línea llena lo hecho."
    if figures.has_progress
    else "Avance de la vigencia: a trazos, lo planeado.",
    rows=tables.curve,
)
sections.dates(figures, listed, most=5)
sections.gaps(figures)
show.table(
    tables.statuses,
    figures,
    title=narrative.activities(figures.measured),
    note=f"Estado de cada actividad a {date(figures.cutoff)}.",
)
show.follow([("Cómo se calcula cada cifra", links.to(links.METHOD, figures))])
