"""¿Qué del propio plan conviene revisar, y cómo se leyó lo que admitía dos lecturas?"""

from pac import narrative
from pac.ui import filters, problems, show

figures = filters.whole_plan()

show.opening(
    "Posibles errores del plan",
    narrative.faults(len(problems.plan_faults(figures)), len(figures.measured)),
    figures,
)
show.table(
    problems.faults,
    figures,
    title="Lo que conviene revisar en el plan",
    note="El plan es un acto adoptado: aquí no se corrige, se señala. Cada fila dice la celda, lo "
    "que dice y qué hacer.",
    none="Nada que señalar.",
)
show.table(
    problems.tracking_faults,
    figures,
    title="Lo que conviene revisar en el seguimiento",
    none="Nada que señalar.",
)
show.table(
    problems.conventions,
    figures,
    title="Lecturas que siguieron una convención",
    note="Lo que el plan no dice con todas las palabras se leyó siempre de la misma manera. Si en "
    "una fila no es así, la hoja Plan tiene columnas opcionales para decirlo.",
    none="Ninguna lectura necesitó una convención.",
)
problems.silenced(filters.current_source().edition)
