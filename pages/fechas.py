"""¿Qué fechas llegaron, qué falta y qué viene?"""

from pac import narrative
from pac.labels import date
from pac.ui import filters, pictures, sections, show, tables

figures = filters.current()
listed = filters.listed(figures)

show.opening("Fechas", narrative.deadlines(figures.milestones, figures.cutoff), figures)
show.chart(
    pictures.deadlines,
    figures,
    title="Fechas del plan, mes por mes",
    subtitle=f"Cada columna cuenta las fechas de un mes; la línea es el corte, "
    f"{date(figures.cutoff)}. Presione una columna para ver sus actividades.",
    rows=tables.months,
)
sections.month(figures, listed)
sections.dates(figures, listed)
sections.timeline(figures, listed)
