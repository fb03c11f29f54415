"""¿Cómo se calcula cada cifra? The rules in words, with this plan's own examples."""

from pac.labels import date
from pac.ui import filters, links, sections, show, tables

figures, asked = filters.whole_plan(), filters.current()

show.opening(
    "Cómo se calcula",
    "Cada cifra del tablero sale de celdas del libro por estas reglas, y se puede rehacer a mano.",
    figures,
)
show.table(
    tables.calendar,
    figures,
    title="Lo que debe estar hecho en cada corte",
    note="Lo que pide el plan, se haya reportado o no.",
)
sections.rules(figures)
show.table(
    tables.statuses,
    figures,
    title="Los estados",
    note=f"Cuántas actividades hay en cada uno a {date(figures.cutoff)}.",
)
show.follow(
    [
        ("Ver las lecturas que siguieron una convención", links.to(links.FAULTS, asked)),
        ("Ver una actividad con sus celdas", links.to(links.ACTIVITIES, asked)),
    ]
)
