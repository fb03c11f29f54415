"""¿Cómo va cada actividad y de qué celdas sale su cifra?"""

import streamlit as st

from pac import narrative
from pac.labels import date
from pac.ui import filters, show, tables

figures = filters.current()
every = figures.measured

show.opening("Actividades", narrative.activities(every), figures)
listed = filters.draw_list(every)
chosen = filters.draw_activity(listed)
if chosen:
    one = figures.activity(chosen)
    cuts = figures.levels.cuts
    st.subheader(show.escaped(f"{chosen} · {one['activity']}"), anchor=False)
    st.text(narrative.activity(one, figures.cutoff, closed=figures.closed, cuts=cuts))
    show.table(tables.plan_words, figures, chosen)
    show.table(tables.how_read, figures, chosen)
    show.table(
        tables.reports,
        figures,
        chosen,
        title=f"Reportes de {chosen} hasta el {date(figures.cutoff)}",
        none="Sin reportes hasta la fecha de corte.",
    )
show.table(
    tables.activities,
    figures,
    tuple(listed.index),
    title=f"{len(listed)} de {len(every)} actividades",
    note=filters.list_note(listed, every),
    none=narrative.NOTHING_SELECTED,
)
