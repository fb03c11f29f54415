"""The reference of the benchmarks: the board's content as Streamlit's tutorials would make it.

Run from its own folder with ``streamlit run app.py``; PAC_PLAN names the workbook. It reads it with
pandas in ``st.cache_data`` and makes its figures with plotly.express on each rerun. Its numbers are
simpler than the board's and nobody should read them: what counts here is what they cost.
"""

import os

import plan
import streamlit as st
import views

st.set_page_config(page_title="Plan anticorrupción", page_icon="📋", layout="wide")

page = st.navigation(
    [
        st.Page(views.summary, title="Resumen", default=True),
        st.Page(views.components, title="Componentes", url_path="componentes"),
        st.Page(views.offices, title="Dependencias", url_path="dependencias"),
        st.Page(views.dates, title="Fechas", url_path="fechas"),
        st.Page(views.activities, title="Actividades", url_path="actividades"),
        st.Page(views.activity, title="Actividad", url_path="actividad"),
        st.Page(views.method, title="Cómo se calcula", url_path="como-se-calcula"),
        st.Page(views.faults, title="Posibles errores", url_path="posibles-errores-del-plan"),
    ]
)

book = plan.read(os.environ["PAC_PLAN"])
with st.sidebar:
    cutoffs = list(book.reports["Fecha de corte"].unique())
    cutoff = st.selectbox(
        "Fecha de corte", cutoffs, format_func=lambda day: day.strftime("%d/%m/%Y"), key="corte"
    )
    component = st.selectbox(
        "Componente", list(book.activities["Componente"].unique()), index=None, key="componente"
    )
    office = st.selectbox(
        "Dependencia", list(book.offices["Dependencia"]), index=None, key="dependencia"
    )
    st.segmented_control("Rol", ["Lidera", "Participa"], default="Lidera", key="papel")
    status = st.selectbox("Estado", plan.STATUSES, index=None, key="estado")
    words = st.text_input("Buscar", key="texto")

st.session_state["figures"] = plan.measure(book, cutoff, component, office)
st.session_state["listed"] = plan.narrow(st.session_state["figures"], status, words)
page.run()
st.divider()
st.caption(f"Plan Anticorrupción y de Atención al Ciudadano · corte {cutoff:%d/%m/%Y}")
