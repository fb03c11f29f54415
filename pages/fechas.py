"""¿Qué fechas llegaron, qué falta y qué viene?"""

from pac import narrative
from pac.labels import date
from pac.ui import data, filters, pictures, sections, show, tables

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
if listed:
    show.chart(
        pictures.timeline_of,
        figures,
        listed,
        data.today(),
        title="Línea de tiempo de las actividades",
        subtitle="Una fila por actividad y una marca por fecha. Presione una marca para abrir la "
        "actividad.",
        height=640,
    )
