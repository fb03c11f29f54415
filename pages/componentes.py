"""¿Cómo va cada componente?"""

from pac import narrative
from pac.ui import filters, pictures, show, tables

figures = filters.current()

show.opening("Componentes", narrative.components(figures.components), figures)
if figures.has_progress:
    show.chart(
        pictures.components,
        figures,
        title=pictures.title("componente", figures),
        subtitle=pictures.of_compliance(figures),
    )
    show.table(tables.components, figures, title="Las cifras de cada componente")
else:
    show.table(
        tables.components,
        figures,
        title="Lo que debe estar hecho en cada corte",
        note="Actividades de cada componente con algo por cumplir hasta esa fecha.",
    )
