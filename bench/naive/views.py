"""The pages: one function each, with plotly.express and st.dataframe."""

from __future__ import annotations

import io

import pandas as pd
import plan
import plotly.express as px
import streamlit as st

LIST = ["ID", "Actividad", "Responsable", "Vence", "Estado", "Hecho"]


def table(frame: pd.DataFrame, title: str, *, headed: bool = True) -> None:
    """Show a table and offer it as a file."""
    if headed:
        st.subheader(title)
    st.dataframe(frame, hide_index=True)
    st.download_button("Descargar en Excel", excel(frame), f"{title}.xlsx", key=f"excel {title}")


@st.cache_data
def excel(frame: pd.DataFrame) -> bytes:
    """Return a table as a workbook, made once, as Streamlit's manual advises."""
    held = io.BytesIO()
    frame.to_excel(held, index=False, engine="openpyxl")
    return held.getvalue()


def opening(title: str, sentence: str) -> plan.Figures:
    """Open a page and return its figures."""
    st.title(title)
    st.header(sentence)
    return st.session_state["figures"]


def grouped(figures: plan.Figures, by: str) -> pd.DataFrame:
    """Return how much is done, by component or office."""
    return (
        figures.table.groupby(by)
        .agg(
            Actividades=("ID", "count"),
            Programadas=("Programada", "sum"),
            Cumplidas=("Estado", lambda states: (states == "Cumplida").sum()),
            Avance=("Hecho", "mean"),
        )
        .reset_index()
    )


def bars(figures: plan.Figures, by: str) -> None:
    """Show a bar of what is done for each group."""
    figure = px.bar(
        grouped(figures, by),
        x="Avance",
        y=by,
        orientation="h",
        text="Cumplidas",
        color="Avance",
        range_x=[0, 1],
        title=f"Avance por {by.lower()}",
    )
    figure.update_layout(xaxis_tickformat=".0%")
    st.plotly_chart(figure)


def curve(figures: plan.Figures) -> None:
    """Show the planned and the actual share of the year, month by month and cut-off by cut-off."""
    rows = curve_rows(figures)
    figure = px.line(rows, x="Fecha", y="Avance", color="Serie", markers=True)
    figure.add_vline(x=figures.cutoff)
    st.plotly_chart(figure)


def curve_rows(figures: plan.Figures) -> pd.DataFrame:
    """Return the points of the curve."""
    meta = figures.table.set_index("ID")["Meta"]
    months = pd.date_range("2023-01-31", "2023-12-31", freq="ME")
    planned = [(figures.table["Vence"] <= month).mean() for month in months]
    reports = figures.reports[figures.reports["Fecha de corte"] <= figures.cutoff]
    shares = (reports["Avance"].fillna(0) / reports["ID"].map(meta)).clip(upper=1)
    actual = shares.groupby(reports["Fecha de corte"]).mean()
    return pd.concat(
        [
            pd.DataFrame({"Fecha": months, "Avance": planned, "Serie": "Planeado"}),
            pd.DataFrame({"Fecha": actual.index, "Avance": actual.values, "Serie": "Hecho"}),
        ]
    )


def dates_tables(figures: plan.Figures) -> None:
    """Show the dates that passed and those that come."""
    listed = st.session_state["listed"]
    late = listed[listed["Estado"] == "Vencida"].sort_values("Vence")
    table(late[LIST], "Fechas que llegaron y están pendientes")
    until = figures.cutoff + pd.Timedelta(days=30)
    soon = listed[(listed["Vence"] > figures.cutoff) & (listed["Vence"] <= until)]
    table(soon[LIST], "Fechas de los 30 días que siguen al corte")


def summary() -> None:
    """Show the two figures, what needs attention, and where the plan stands."""
    figures = opening("¿Cómo vamos?", "Cumplimiento del plan a la fecha de corte")
    rows = figures.table
    due = rows[rows["Programada"]]
    done = int((due["Estado"] == "Cumplida").sum())
    left, right = st.columns(2)
    left.metric("Cumplimiento", f"{done} de {len(due)}", f"{done / max(len(due), 1):.0%}")
    left.caption("Programadas a la fecha de corte.")
    right.metric("Avance de la vigencia", f"{rows['Hecho'].mean():.1%}")
    right.caption("De todas las actividades del plan.")
    listed = st.session_state["listed"]
    urgent = listed[listed["Estado"].isin(["Vencida", "Sin reporte"])].sort_values("Vence")
    table(urgent[LIST].head(5), "Lo que hay que atender primero")
    with st.expander("Ver todas las que hay que atender"):
        table(urgent[LIST], "Todo lo que hay que atender", headed=False)
    bars(figures, "Componente")
    with st.expander("Ver las cifras de esta gráfica"):
        table(grouped(figures, "Componente"), "Cifras por componente", headed=False)
    if figures.before is not None:
        both = rows.merge(figures.before[["ID", "Hecho"]], on="ID", suffixes=("", " antes"))
        changed = both[both["Hecho"] != both["Hecho antes"]]
        table(changed[[*LIST, "Hecho antes"]], "Lo que cambió desde el corte anterior")
    curve(figures)
    with st.expander("Ver las cifras de la curva"):
        table(curve_rows(figures), "Curva del año", headed=False)
    dates_tables(figures)
    st.subheader("Lo que falta por reportar, sustentar y verificar")
    st.write(
        f"{int(rows['Avance'].isna().sum())} sin reporte, "
        f"{int(rows['Evidencia'].isna().sum())} sin evidencia y "
        f"{int(rows['Avance verificado'].isna().sum())} sin verificar."
    )
    states = rows["Estado"].value_counts().rename_axis("Estado").reset_index(name="Actividades")
    table(states, "Estado de cada actividad")


def components() -> None:
    """Show how each component stands."""
    figures = opening("Componentes", "Avance de cada componente")
    bars(figures, "Componente")
    table(grouped(figures, "Componente"), "Las cifras de cada componente")


def offices() -> None:
    """Show how each office stands, and what is missing."""
    figures = opening("Dependencias", "Avance de cada dependencia")
    bars(figures, "Responsable")
    shown = grouped(figures, "Responsable")
    together = shown["Responsable"].str.contains("comité|secretarías|líderes", case=False)
    table(shown[~together], "Las cifras de cada dependencia")
    table(shown[together], "Grupos y comités")
    listed = st.session_state["listed"]
    missing = listed[listed["Programada"] & (listed["Estado"] != "Cumplida")]
    table(missing[[*LIST, "Reportado por"]], "Lo que falta y quién responde")


def dates() -> None:
    """Show which dates came, what is missing and what comes."""
    figures = opening("Fechas", "Fechas del plan y su estado")
    listed = st.session_state["listed"]
    by_month = (
        figures.table.assign(Mes=figures.table["Vence"].dt.strftime("%Y-%m"))
        .groupby(["Mes", "Estado"])["ID"]
        .count()
        .reset_index(name="Fechas")
    )
    st.plotly_chart(px.bar(by_month, x="Mes", y="Fechas", color="Estado", title="Mes por mes"))
    with st.expander("Ver las cifras de esta gráfica"):
        table(by_month, "Fechas por mes", headed=False)
    dates_tables(figures)
    spans = listed.assign(Inicio=pd.Timestamp(2023, 1, 1))
    figure = px.timeline(
        spans, x_start="Inicio", x_end="Vence", y="ID", color="Estado", hover_data=["Actividad"]
    )
    figure.add_vline(x=figures.cutoff)
    figure.update_layout(height=1400)
    with st.container(height=640):
        st.plotly_chart(figure)


def activities() -> None:
    """Show all activities."""
    opening("Actividades", "Cómo va cada actividad")
    listed = st.session_state["listed"]
    table(listed[[*LIST, "Meta", "Avance"]], f"{len(listed)} actividades")


def activity() -> None:
    """Show one activity and its reports."""
    figures: plan.Figures = st.session_state["figures"]
    asked = st.query_params.get("actividad", figures.table["ID"].iloc[0])
    found = figures.table[figures.table["ID"] == asked]
    if found.empty:
        st.warning("El plan no tiene esa actividad.")
        return
    row = found.iloc[0]
    opening(f"{asked} · {row['Actividad']}", f"{row['Estado']}: {row['Hecho']:.0%}")
    reports = figures.reports[
        (figures.reports["ID"] == asked) & (figures.reports["Fecha de corte"] <= figures.cutoff)
    ]
    figure = px.line(reports, x="Fecha de corte", y="Avance", markers=True, title="Sus reportes")
    figure.add_hline(y=row["Meta"])
    st.plotly_chart(figure)
    numbers = found[["Meta", "Avance", "Hecho", "Programada"]].astype(str).T.reset_index()
    numbers.columns = ["Número", "Valor"]
    table(numbers, "De dónde sale cada número")
    table(found[["Fecha de cumplimiento", "Vence"]], "Fechas")
    table(reports[["Fecha de corte", "Avance", "Qué se hizo", "Evidencia"]], "Reportes")
    words = found[["Actividad", "Indicador", "Responsable"]].astype(str).T.reset_index()
    words.columns = ["Columna", "Lo que dice"]
    table(words, "Lo que dice el plan")
    table(found[["Meta", "Vence", "Responsable"]], "Cómo se leyó")


def method() -> None:
    """Explain how the figures are made."""
    figures = opening("Cómo se calcula", "Las reglas del tablero, una por una")
    for place, (name, said) in enumerate(RULES, 1):
        st.subheader(f"{place}. {name}")
        st.write(said)
        st.caption("Ejemplo: una actividad con meta de 4 y avance de 3 va en 75 %.")
    table(grouped(figures, "Componente"), "Las cifras de este corte")
    states = pd.DataFrame({"Estado": plan.STATUSES, "Qué significa": plan.STATUSES})
    table(states, "Los estados")


def faults() -> None:
    """Show what looks wrong in the plan."""
    figures = opening("Posibles errores del plan", "Lo que conviene revisar en el plan")
    rows = figures.table
    without = rows["Lidera"].isna()
    table(rows.loc[without, ["ID", "Actividad", "Responsable"]], "Sin quién lidere")
    unread = rows["Fecha de cumplimiento"].astype(str).str.len() > 40
    table(rows.loc[unread, ["ID", "Fecha de cumplimiento"]], "Fechas por revisar")
    said = rows[["ID", "Fecha de cumplimiento", "Vence", "Meta"]]
    table(said, "Cómo se leyó cada fecha")


RULES = [
    (name, "El cálculo se hace con el avance acumulado y la meta de cada actividad del plan.")
    for name in (
        "Avance", "Cumplimiento", "Avance de la vigencia", "Actividad programada",
        "Actividad cumplida", "Fecha de corte", "Corte cerrado", "Nivel", "Responsable",
        "Grupos y comités", "Meta", "Acumulación", "Días hábiles", "Evidencia", "Verificación",
    )
]  # fmt: skip
