"""The main script: page, filters and navigation around the page that the visitor opened."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pac.ui import data, filters, problems, show

# AppTest gives a relative __file__
PAGES = Path(__file__).resolve().parents[2] / "pages"

page = st.navigation(
    [
        st.Page(PAGES / "resumen.py", title="Resumen", default=True),
        st.Page(PAGES / "componentes.py", title="Componentes"),
        st.Page(PAGES / "dependencias.py", title="Dependencias"),
        st.Page(PAGES / "fechas.py", title="Fechas"),
        st.Page(PAGES / "actividades.py", title="Actividades"),
    ]
)

st.set_page_config(page_title=f"{page.title} · Tablero PAAC", page_icon="📋", layout="wide")

plan = data.own()
if plan.reading.stopped_at is not None:
    problems.stop(plan.reading)
    st.stop()

example = data.example_for(plan)
shown = example if example and show.example_switch() else plan
problems.warn(shown.reading)
filters.draw(shown)
figures = filters.current()
if figures.measured.empty:
    show.nothing_selected(figures)
else:
    page.run()
show.foot(figures)
