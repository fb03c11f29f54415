"""¿Cómo vamos? The two figures, what is counted and left out, and where the plan stands."""

from pac import narrative
from pac.labels import date
from pac.ui import filters, pictures, show, tables

figures = filters.current()
cuts = figures.levels.cuts

show.opening(
    "¿Cómo vamos?", narrative.compliance(figures.total, figures.cutoff, cuts=cuts), figures
)
if figures.has_progress:
    show.headline(figures)
    show.chart(
        pictures.components,
        figures,
        narrative.components(figures.components),
        pictures.of_compliance(figures),
        rows=tables.components,
    )
else:
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
    narrative.curve(figures.curve, figures.cutoff, cuts=cuts),
    "Avance de la vigencia: a trazos lo planeado, en línea llena lo hecho.",
    rows=tables.curve,
)
show.table(
    tables.statuses,
    figures,
    title=narrative.activities(figures.measured),
    note=f"Estado de cada actividad a {date(figures.cutoff)}.",
)
