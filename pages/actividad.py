"""¿Cómo va esta actividad y de qué celdas sale cada número?"""

from pac import narrative
from pac.labels import date
from pac.ui import data, filters, pictures, sections, show, tables

figures = filters.whole_plan()
chosen = sections.chosen_activity(figures)

if chosen is not None:
    one = figures.activity(chosen)
    show.opening(
        f"{chosen} · {one['activity']}",
        narrative.activity(one, figures.cutoff, closed=figures.closed, cuts=figures.cuts),
        figures,
    )
    sections.moves(figures, chosen)
    sections.neighbours(figures, chosen)
    show.chart(
        pictures.strip_of,
        figures,
        chosen,
        data.today(),
        title="Sus fechas y sus reportes",
        subtitle=sections.strip_note(figures),
    )
    show.table(
        tables.numbers,
        figures,
        chosen,
        title=f"De dónde sale cada número de {chosen}",
        note=f"Con lo que dicen estas celdas, y nada más, se rehace cada número a "
        f"{date(figures.cutoff)}.",
    )
    show.table(
        tables.activity_dates,
        figures,
        chosen,
        title=f"Fechas de {chosen}",
        none="La fecha no se puede leer.",
    )
    show.table(
        tables.reports,
        figures,
        chosen,
        title=f"Reportes de {chosen} hasta el {date(figures.cutoff)}",
        none="Sin reportes hasta la fecha de corte.",
    )
    show.table(tables.plan_words, figures, chosen, title=f"Lo que dice el plan de {chosen}")
    show.table(tables.how_read, figures, chosen, title=f"Cómo se leyó {chosen}")
