"""¿Qué fechas llegaron, qué falta y qué viene?"""

from pac import narrative
from pac.labels import date
from pac.ui import filters, pictures, show, tables

figures = filters.current()

show.opening("Fechas", narrative.deadlines(figures.milestones, figures.cutoff), figures)
show.chart(
    pictures.deadlines,
    figures,
    "Fechas del plan, mes por mes",
    f"Cada columna cuenta las fechas de un mes; la línea es el corte, {date(figures.cutoff)}.",
    rows=tables.months,
)
show.table(
    tables.overdue,
    figures,
    title="Fechas que llegaron y están pendientes"
    if figures.has_progress
    else "Fechas que llegaron, sin reporte",
    none="Ninguna.",
)
show.table(
    tables.coming,
    figures,
    title=f"Fechas de los {figures.settings.notice_days} días que siguen al corte",
    none="Ninguna por cumplir.",
)
