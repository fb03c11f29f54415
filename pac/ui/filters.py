"""What the visitor asks to see: drawn once by the main script, kept across pages and in the URL.

Componente and dependencia choose the figures; estado and search narrow the lists, never a figure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

import pandas as pd
import streamlit as st

from pac import labels
from pac.model import Status
from pac.progress.figures import Choice, Figures
from pac.progress.groups import Group, members
from pac.reports import cells
from pac.ui import data, links
from pac.ui.data import Source

T = TypeVar("T")

_LONGEST: Final = 100  # characters of a search
STATUSES: Final = (*Status, *Group)

# Pages that show the whole plan, whatever is chosen of it.
WHOLE_PLAN: Final = (links.ONE, links.METHOD, links.FAULTS, links.PRESENT)
# Of these only the cut-off is chosen in the side panel.
ONLY_CUTOFF: Final = (links.PRESENT,)


def current() -> Figures:
    """Return the figures that the filters ask for."""
    source = current_source()
    return data.figures(source, _choice(source))


_SOURCE: Final = "fuente"  # key of the session state: the files that this run shows


def use(source: Source) -> None:
    """Show these files for the rest of the run, whatever becomes of them meanwhile."""
    st.session_state[_SOURCE] = source


def current_source() -> Source:
    """Return the files that this run shows."""
    source: Source = st.session_state[_SOURCE]
    return source


def whole_plan() -> Figures:
    """Return the figures of the whole plan at the cut-off asked for."""
    source = current_source()
    return data.figures(source, Choice(_choice(source).cutoff))


def draw(source: Source, *, only_cutoff: bool = False) -> None:
    """Draw the filters in the side panel, or the cut-off alone."""
    plan = source.known()
    cutoffs, names = plan.settings.cutoffs, plan.component_names
    with st.sidebar:
        _from_url(links.CUTOFF, cutoffs, dt.date.isoformat)
        usual = data.default_cutoff(source)
        if st.session_state.get(links.CUTOFF) not in cutoffs:
            st.session_state[links.CUTOFF] = usual
        # none by itself, so that an address keeps the one it names even where it is the usual one
        st.selectbox(
            "Fecha de corte",
            cutoffs,
            index=None,
            format_func=labels.date,
            placeholder=labels.date(usual),
            key=links.CUTOFF,
            bind="query-params",
        )
        closed = plan.settings.is_closed(_choice(source).cutoff)
        st.caption("Cerrado por Control Interno." if closed else "Abierto: en recolección.")
        if only_cutoff:
            _keep(*_NARROWERS)
            return
        _from_url(links.COMPONENT, list(names), str)
        st.selectbox(
            "Componente",
            list(names),
            index=None,
            format_func=lambda number: labels.component(number, names[number]),
            placeholder="Todos",
            key=links.COMPONENT,
            bind="query-params",
        )
        st.selectbox(
            "Dependencia",
            list(plan.named_parties),
            index=None,
            placeholder="Todas",
            key=links.OFFICE,
            bind="query-params",
        )
        st.segmented_control(
            "Cuenta lo que la dependencia",
            list(links.ROLES.values()),
            default=links.ROLES["lead"],
            required=True,
            key=links.ROLE,
            bind="query-params",
        )
        st.selectbox(
            "Estado, en las listas",
            [cells.status_name(one) for one in STATUSES],
            index=None,
            placeholder="Todos",
            key=links.STATUS,
            bind="query-params",
        )
        st.text_input(
            "Buscar en las listas",
            key=links.TEXT,
            bind="query-params",
            placeholder="ID, palabras o dependencia",
            max_chars=_LONGEST,
        )
        _say_what_is_left_out(data.figures(source, _choice(source)))


def keep() -> None:
    """Keep what the visitor chose while a page without filters is on screen."""
    _keep(links.CUTOFF, *_NARROWERS)


def _keep(*keys: str) -> None:
    for key in keys:
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


_NARROWERS: Final = (links.COMPONENT, links.OFFICE, links.ROLE, links.STATUS, links.TEXT)


def listed(figures: Figures) -> tuple[str, ...]:
    """Return the activities that the lists show: those chosen, narrowed by estado and search."""
    measured = figures.measured
    kept = pd.Series(data=True, index=measured.index)
    words = set(labels.fold((st.session_state.get(links.TEXT) or "")[:_LONGEST]).split())
    asked = st.session_state.get(links.STATUS)
    for one in STATUSES:
        if asked == cells.status_name(one):
            own = isinstance(one, Group)
            kept &= members(measured, one) if own else measured["status"] == one
    texts = _folded(measured) if words else measured["activity"]
    for word in words:
        kept &= texts.str.contains(word, regex=False)
    return tuple(measured.index[kept])


def narrowed() -> str:
    """Return in words what narrows the lists; blank where nothing does."""
    status, text = (st.session_state.get(key) or "" for key in (links.STATUS, links.TEXT))
    said = [f"estado «{status}»" if status else "", f"búsqueda «{text}»" if text.strip() else ""]
    return " y ".join(part for part in said if part)


def narrowing() -> dict[str, str]:
    """Return what narrows the lists as an address says it, for a link to the same list."""
    return {key: st.session_state.get(key) or "" for key in (links.STATUS, links.TEXT)}


def role_note(figures: Figures) -> str:
    """Return what a table of offices counts; taking part counts an activity more than once."""
    if figures.choice.role == "lead":
        return "Cada actividad cuenta en la dependencia que la lidera."
    return (
        "Cada actividad cuenta en todas las dependencias que la nombran como responsables: "
        "las filas no se suman."
    )


def list_note(shown: Sequence[str], figures: Figures) -> str:
    """Return what a list leaves out, which changes no figure."""
    if not narrowed():
        return ""
    return (
        f"Lista reducida por {narrowed()}: {len(shown)} de {len(figures.measured)} actividades. "
        "Las cifras son de todo lo elegido."
    )


def _folded(measured: pd.DataFrame) -> pd.Series:
    columns = (measured[name] for name in ("activity", "indicator", "lead", "offices"))
    texts = [
        labels.fold(" ".join((str(name), activity, indicator, lead, *offices)))
        for name, activity, indicator, lead, offices in zip(measured.index, *columns, strict=True)
    ]
    return pd.Series(texts, index=measured.index, dtype="str")


def _from_url(key: str, options: Sequence[T], short: Callable[[T], str]) -> None:
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
    plan = source.known()
    cutoff = st.session_state.get(links.CUTOFF)
    component = st.session_state.get(links.COMPONENT)
    office = st.session_state.get(links.OFFICE)
    takes_part = st.session_state.get(links.ROLE) == links.ROLES["all"]
    return Choice(
        cutoff if cutoff in plan.settings.cutoffs else data.default_cutoff(source),
        component if component in plan.component_names else None,
        office if office in plan.named_parties else None,
        "all" if takes_part else "lead",
    )


def _say_what_is_left_out(shown: Figures) -> None:
    """Say below the filters what they leave out, with one way to take them all away."""
    if shown.choice.narrows:
        left_out = shown.every - len(shown.measured)
        st.caption(
            f"Quedan fuera {labels.count(left_out, 'actividad', 'actividades')} "
            f"de {labels.number(shown.every)}."
        )
    if narrowed():
        n = len(listed(shown))
        st.caption(
            f"Las listas muestran {labels.count(n, 'actividad', 'actividades')} "
            f"de {labels.number(len(shown.measured))}; las cifras no cambian."
        )
    if shown.choice.narrows or narrowed() or shown.choice.role != "lead":
        st.button("Quitar filtros", on_click=_clear)


def _clear() -> None:
    for key in (links.COMPONENT, links.OFFICE, links.STATUS):
        st.session_state[key] = None
    st.session_state[links.TEXT] = ""
    st.session_state[links.ROLE] = links.ROLES["lead"]
