"""The main script: page, filters and navigation around the page that the visitor opened."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pac.ui import data, filters, links, problems, show

# AppTest gives a relative __file__
PAGES = Path(__file__).resolve().parents[2] / "pages"

page = st.navigation(
    [
        st.Page(PAGES / "resumen.py", title="Resumen", default=True),
        st.Page(PAGES / "componentes.py", title="Componentes", url_path=links.COMPONENTS),
        st.Page(PAGES / "dependencias.py", title="Dependencias", url_path=links.OFFICES),
        st.Page(PAGES / "fechas.py", title="Fechas", url_path=links.DATES),
        st.Page(PAGES / "actividades.py", title="Actividades", url_path=links.ACTIVITIES),
        st.Page(PAGES / "actividad.py", title="Actividad", url_path=links.ONE, visibility="hidden"),
        st.Page(PAGES / "como_se_calcula.py", title="Cómo se calcula", url_path=links.METHOD),
        st.Page(
            PAGES / "posibles_errores.py",
            title="Posibles errores del plan",
            url_path=links.FAULTS,
        ),
    ],
    expanded=True,
)

st.set_page_config(page_title=f"{page.title} · Tablero PAAC", page_icon="📋", layout="wide")

plan = data.own()
if plan.plan is None:
    problems.stop(plan.reading)
    st.stop()

example = data.example_for(plan)
shown = example if example and show.example_switch() else plan
problems.warn(shown.reading)
filters.use(shown)
filters.draw(shown)
is_whole = page.url_path in filters.WHOLE_PLAN
figures = filters.whole_plan() if is_whole else filters.current()
if figures.measured.empty:
    show.nothing_selected(figures)
else:
    page.run()
show.foot(figures)
