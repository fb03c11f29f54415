"""The main script: page, filters and navigation around the page that the visitor opened."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pac.ledger.access import Role
from pac.ledger.store import LedgerError
from pac.ui import access, data, filters, links, problems, show, source

# AppTest gives a relative __file__
PAGES = Path(__file__).resolve().parents[2] / "pages"


def office_page(name: str, title: str, address: str, *roles: Role) -> st.Page:
    """Return a page of the offices, in the panel of who may use it only."""
    return st.Page(
        PAGES / name,
        title=title,
        url_path=address,
        visibility="visible" if role in roles else "hidden",
    )


actor = None if data.shows_files() else access.actor()
role = actor.role if actor else None
# one list: under headings, Streamlit puts into its list what is no item of it
page = st.navigation(
    [
        st.Page(PAGES / "resumen.py", title="Resumen", default=True),
        st.Page(PAGES / "componentes.py", title="Componentes", url_path=links.COMPONENTS),
        st.Page(PAGES / "dependencias.py", title="Dependencias", url_path=links.OFFICES),
        st.Page(PAGES / "fechas.py", title="Fechas", url_path=links.DATES),
        st.Page(PAGES / "actividades.py", title="Actividades", url_path=links.ACTIVITIES),
        st.Page(PAGES / "actividad.py", title="Actividad", url_path=links.ONE, visibility="hidden"),
        st.Page(PAGES / "compromisos.py", title="Compromisos", url_path=links.COMMITMENTS),
        st.Page(PAGES / "presentar.py", title="Presentar", url_path=links.PRESENT),
        st.Page(PAGES / "como_se_calcula.py", title="Cómo se calcula", url_path=links.METHOD),
        st.Page(
            PAGES / "posibles_errores.py",
            title="Posibles errores del plan",
            url_path=links.FAULTS,
        ),
        st.Page(PAGES / "versiones.py", title="Versiones", url_path=links.VERSIONS),
        office_page("actualizar.py", "Actualizar el tablero", links.UPDATE, Role.UPDATES),
        office_page("formatos.py", "Formatos de reporte", links.FORMS, Role.UPDATES),
        office_page("control_interno.py", "Control Interno", links.CONTROL, Role.CONTROLS),
        office_page("cuentas.py", "Cuentas y copia de seguridad", links.ACCOUNTS, *Role),
    ],
    expanded=True,
)

st.set_page_config(page_title=f"{page.title} · Tablero PAAC", page_icon="📋", layout="wide")

try:
    plan = source.pick()
except LedgerError as problem:
    source.unavailable(problem)
    st.stop()
source.banner(plan)
if page.url_path in links.OFFICE_PAGES:
    page.run()
    show.short_foot(plan)
    access.badge()
    st.stop()
if plan.plan is None:
    problems.stop(plan.reading)
    st.stop()

example = data.example_for(plan)
shown = example if example and show.example_switch() else plan
problems.warn(shown.reading)
filters.use(shown)
if page.url_path in links.WITHOUT_FILTERS:
    filters.keep()
    page.run()
    show.foot(filters.whole_plan())
    if not data.shows_files():
        access.badge()
    st.stop()
filters.draw(shown, only_cutoff=page.url_path in filters.ONLY_CUTOFF)
is_whole = page.url_path in filters.WHOLE_PLAN
figures = filters.whole_plan() if is_whole else filters.current()
source.changed_after_closing(shown, figures)
if figures.measured.empty:
    show.nothing_selected(figures)
else:
    page.run()
source.published(shown, figures)
show.foot(figures)
if not data.shows_files():
    access.badge()
