"""What the visitor asks to see: drawn once by the main script, kept across pages and in the URL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

import pandas as pd
import streamlit as st

from pac import labels
from pac.model import Status
from pac.ui import data, show
from pac.ui.data import Choice, Figures, Source
from pac.ui.tables import Role

# Keys of the session state, which are also the names in the URL.
CUTOFF: Final = "corte"
COMPONENT: Final = "componente"
OFFICE: Final = "dependencia"
TEXT: Final = "texto"
STATUS: Final = "estado"
ACTIVITY: Final = "actividad"
ROLE: Final = "papel"

_LEADS: Final = "que lidera"
_TAKES_PART: Final = "en que participa"

T = TypeVar("T")


def current() -> Figures:
    """Return the figures that the filters ask for."""
    plan = data.own()
    example = data.example_for(plan)
    source = example if example and st.session_state.get(show.EXAMPLE) else plan
    return data.figures(source, _choice(source))


def draw(source: Source) -> None:
    """Draw the filters in the side panel."""
    settings, activities = source.reading.settings, source.reading.activities
    if settings is None:
        return
    cutoffs = settings.cutoffs
    names = dict(zip(activities["component"], activities["component_name"], strict=True))
    leads = sorted({name for name in activities["lead"] if name}, key=labels.fold)
    with st.sidebar:
        from_url(CUTOFF, cutoffs, dt.date.isoformat)
        st.selectbox(
            "Fecha de corte",
            cutoffs,
            index=cutoffs.index(data.default_cutoff(source)),
            format_func=labels.date,
            placeholder="Elija una",
            key=CUTOFF,
            bind="query-params",
        )
        closed = settings.is_closed(_choice(source).cutoff)
        st.caption("Cerrado por Control Interno." if closed else "Abierto: en recolección.")
        from_url(COMPONENT, list(names), str)
        st.selectbox(
            "Componente",
            list(names),
            index=None,
            format_func=lambda number: f"{number}. {names[number]}",
            placeholder="Todos",
            key=COMPONENT,
            bind="query-params",
        )
        st.selectbox(
            "Dependencia que lidera",
            leads,
            index=None,
            placeholder="Todas",
            key=OFFICE,
            bind="query-params",
        )
        choice = _choice(source)
        if choice.narrows:
            shown = data.figures(source, choice)
            st.caption(f"Quedan fuera {_left_out(shown)}.")
            st.button("Quitar filtros", on_click=_clear)


def role() -> Role:
    """Return whether offices are shown by what they lead or by all in which they take part."""
    return "all" if st.session_state.get(ROLE) == _TAKES_PART else "lead"


def draw_role() -> None:
    """Draw the switch between leading and taking part."""
    st.segmented_control(
        "Mostrar las actividades",
        [_LEADS, _TAKES_PART],
        default=_LEADS,
        required=True,
        key=ROLE,
        bind="query-params",
    )


def role_note(shown: Role) -> str:
    """Return what a table of offices counts; taking part counts an activity more than once."""
    if shown == "lead":
        return "Cada actividad cuenta en la dependencia que la lidera."
    return (
        "Cada actividad cuenta en todas las dependencias que la nombran como responsables: "
        "las filas no se suman."
    )


def list_note(listed: pd.DataFrame, every: pd.DataFrame) -> str:
    """Return what the search left out of a list, which changes no figure."""
    if len(listed) == len(every):
        return ""
    return "La búsqueda y el estado solo cambian esta lista: las cifras son de todo lo elegido."


def draw_list(measured: pd.DataFrame) -> pd.DataFrame:
    """Draw what narrows the list of activities, never a figure; return the activities left."""
    left, right = st.columns(2)
    with left:
        text = st.text_input(
            "Buscar",
            key=TEXT,
            bind="query-params",
            placeholder="ID, palabras de la actividad o dependencia",
        )
    with right:
        present = [status for status in Status if (measured["status"] == status).any()]
        status = st.selectbox(
            "Estado",
            [str(one) for one in present],
            index=None,
            format_func=str.capitalize,
            placeholder="Todos",
            key=STATUS,
            bind="query-params",
        )
    kept = pd.Series(data=True, index=measured.index)
    if status:
        kept &= measured["status"] == status
    for word in labels.fold(text or "").split():
        kept &= _folded(measured).str.contains(word, regex=False)
    return measured.loc[kept]


def _folded(measured: pd.DataFrame) -> pd.Series:
    texts = (
        " ".join((str(name), row["activity"], row["indicator"], *row["offices"], row["lead"]))
        for name, row in measured.iterrows()
    )
    return pd.Series([labels.fold(text) for text in texts], index=measured.index, dtype="str")


def draw_activity(listed: pd.DataFrame) -> str | None:
    """Draw the choice of one activity among those listed; return its ID."""
    from_url(ACTIVITY, list(listed.index), str)
    chosen: str | None = st.selectbox(
        "Ver el detalle de una actividad",
        list(listed.index),
        index=None,
        format_func=lambda name: f"{name} · {listed.loc[name, 'activity']}",
        placeholder="Elija una",
        key=ACTIVITY,
        bind="query-params",
    )
    return chosen


def from_url(key: str, options: Sequence[T], short: Callable[[T], str]) -> None:
    """Let a link name an option in short, such as ``corte=2023-04-30``, beside its full words.

    To be called before the widget is drawn; it does nothing once the session has a value.
    """
    asked = st.query_params.get(key)
    if asked is None or key in st.session_state:
        return
    for option in options:
        if short(option) == asked:
            st.session_state[key] = option


def _choice(source: Source) -> Choice:
    """Return what the widgets say; what the plan on screen does not have counts as not asked."""
    settings, activities = source.reading.settings, source.reading.activities
    cutoff = st.session_state.get(CUTOFF)
    component = st.session_state.get(COMPONENT)
    office = st.session_state.get(OFFICE)
    return Choice(
        cutoff
        if settings is not None and cutoff in settings.cutoffs
        else data.default_cutoff(source),
        component if (activities["component"] == component).any() else None,
        office if (activities["lead"] == office).any() else None,
    )


def _left_out(shown: Figures) -> str:
    return labels.count(shown.every - len(shown.measured), "actividad", "actividades")


def _clear() -> None:
    for key in (COMPONENT, OFFICE):
        st.session_state[key] = None
