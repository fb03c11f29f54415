"""¿Cómo va cada actividad?"""

from pac import narrative
from pac.ui import filters, show, tables

figures = filters.current()
listed = filters.listed(figures)

show.opening("Actividades", narrative.activities(figures.measured), figures)
show.table(
    tables.activities,
    figures,
    listed,
    title=f"{len(listed)} de {len(figures.measured)} actividades",
    note=filters.list_note(listed, figures)
    or "Presione el ID de una actividad para ver sus fechas, sus reportes y de qué celdas "
    "sale cada número.",
    none=narrative.NOTHING_SELECTED,
)
