"""How the screen shows a sentence, a figure, a chart, a table and the foot of a page.

What comes from the workbook is data: it passes through ``escaped`` here, or through
``st.text``, and never speaks Markdown or HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from typing import Final, Literal

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler
from pandas.io.formats.style_render import CSSDict

from pac import labels, narrative
from pac.charts import theme
from pac.charts.theme import Chart, Palette
from pac.model import Level
from pac.ui import data
from pac.ui.data import Figures

EXAMPLE: Final = "ejemplo"  # key of the session state and name in the URL

_PUNCTUATION: Final = re.compile(r"([!#$&()*+\-./:<=>@\[\\\]^_`{|}~])")

# Not the space that keeps a figure and its unit together.
_BREAKS: Final = re.compile(r"[ \t\r\n\v\f]+")

# What Streamlit still changes in a text whose punctuation is escaped: addresses become links,
# :names: become drawings and -> an arrow. A joiner that has no width keeps them apart.
_JOINER: Final = "\N{WORD JOINER}"
_CHANGED: Final = (
    (re.compile(r"(?i)(https?:)(//)"), rf"\1{_JOINER}\2"),
    (re.compile(r"(?i)\b(www)(\.)"), rf"\1{_JOINER}\2"),
    (re.compile(r"(@)(?=[-\w])"), rf"\1{_JOINER}"),
    (re.compile(r"(:)(?=[\w+-]+:)"), rf"\1{_JOINER}"),
    (re.compile(r"(?<!\S)(<|-|>|~)(->|-|>|=)(?!\S)"), rf"\1{_JOINER}\2"),
)

_LEVEL_COLOURS: Final[dict[Level | None, Literal["green", "orange", "red", "off"]]] = {
    Level.HIGH: "green",
    Level.MEDIUM: "orange",
    Level.LOW: "red",
    None: "off",
}


def escaped(text: str) -> str:
    """Return a text that Streamlit's Markdown shows letter by letter, on one line."""
    for pattern, kept_apart in _CHANGED:
        text = pattern.sub(kept_apart, text)
    return _PUNCTUATION.sub(r"\\\1", _BREAKS.sub(" ", text).strip())


def palette() -> Palette:
    """Return the colours of the theme that the visitor's browser shows."""
    return theme.palette(st.context.theme.type)


def example_switch() -> bool:
    """Offer the invented progress, or say that it is on screen; tell which."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        asked = st.toggle("Ver con datos de ejemplo", key=EXAMPLE, bind="query-params")
        st.caption(
            f"**{theme.EXAMPLE}**: el avance que se muestra es inventado, para probar el tablero."
            if asked
            else "El plan todavía no tiene seguimiento. Con un avance inventado puede ver cómo "
            "se llena el tablero."
        )
    return asked


def opening(title: str, sentence: str, figures: Figures) -> None:
    """Open a page: its question, what of the plan is left out, and the sentence that answers."""
    settings = figures.settings
    named = [settings.entity, settings.instrument, f"vigencia {settings.plan_year}"]
    with st.container(gap=None):
        st.caption(escaped(" · ".join(part for part in named if part)))
        st.title(title, anchor=False)
        if figures.choice.narrows:
            st.caption(f"Solo {escaped(_scope(figures))}.")
        st.header(escaped(sentence), anchor=False)


def nothing_selected(figures: Figures) -> None:
    """Say that the filters leave nothing, and how to go on."""
    opening("Nada que mostrar", narrative.NOTHING_SELECTED, figures)
    st.text("Cambie el componente o la dependencia en el panel, o quite los filtros.")


def _scope(figures: Figures) -> str:
    """Return in words what was chosen of the plan."""
    choice, parts = figures.choice, []
    if choice.component is not None:
        name = figures.components["name"].get(choice.component, "")
        parts.append(f"el componente {choice.component}. {name}".rstrip(". "))
    if choice.office is not None:
        parts.append(f"lo que lidera {choice.office}")
    return ", ".join(parts)


def headline(figures: Figures) -> None:
    """Show the two figures side by side, never mixed: compliance, and the year's attainment."""
    part = " de lo elegido" if figures.choice.narrows else ""
    left, right = st.columns(2, gap="large")
    with left:
        _compliance(figures, part)
    with right:
        total, cuts = figures.total, figures.levels.cuts
        said = narrative.attainment(total, cuts=cuts).partition(": ")[2]
        st.metric(
            f"Avance de la vigencia {figures.settings.plan_year}{part}",
            labels.percent(total.attainment, cuts),
        )
        st.caption(escaped(said[:1].upper() + said[1:]))
    remarks = narrative.remarks(figures.total)
    if remarks:
        st.text(" ".join(remarks))


def _compliance(figures: Figures, part: str) -> None:
    """Show how much of what was due is done; an open cut-off has no level (R16)."""
    total, cuts = figures.total, figures.levels.cuts
    day = labels.date(figures.cutoff)
    label = f"Cumplimiento{part} a {day}"
    if not total.scheduled:
        st.metric(label, labels.UNDEFINED)
        st.caption("Ninguna de estas actividades está programada para el corte.")
    elif total.level is None:
        st.metric(
            f"Reportadas{part}, de las programadas a {day}",
            f"{total.scheduled_reported} de {total.scheduled}",
        )
        st.caption(
            f"{labels.number(total.fulfilled)} al día {figures.basis}. "
            f"{narrative.COLLECTING}: el cumplimiento y su nivel se dan al cerrar el corte."
        )
    else:
        word = f"{labels.LEVEL_SYMBOLS[total.level]} {total.level.capitalize()}"
        share = labels.percent(total.compliance, cuts)
        st.metric(
            label,
            f"{total.fulfilled} de {total.scheduled}",
            delta=word if total.few else f"{share} · {word}",
            delta_color=_LEVEL_COLOURS[total.level],
            delta_arrow="off",
        )
        mean = labels.percent(total.scheduled_mean, cuts)
        st.caption(f"Programadas al día {figures.basis}. Avance promedio de lo programado: {mean}.")


def chart(
    make: Callable[[Figures, Palette], Chart],
    figures: Figures,
    title: str,
    subtitle: str,
    rows: Callable[[Figures], pd.DataFrame] | None = None,
) -> None:
    """Show a chart under the sentence that it proves and what is measured in it.

    Args:
        make: What makes the chart of the figures, in the colours of a theme.
        figures: Those on screen.
        title: What the chart shows, as a sentence.
        subtitle: What is measured in it.
        rows: What makes its table, folded below it; None where the page shows it itself.
    """
    colours = palette()
    mark = f"{theme.EXAMPLE} · " if figures.source.example else ""

    def draw() -> None:
        made = make(figures, colours)
        with st.container(gap=None):
            st.subheader(escaped(title), anchor=False)
            st.caption(escaped(mark + subtitle))
        name = f"PAAC_{figures.settings.plan_year}_{make.__name__}_{figures.cutoff.isoformat()}"
        st.plotly_chart(made.figure, theme=None, config=theme.config(name), alt=made.alt)
        if rows is not None:
            with st.expander("Ver las cifras de esta gráfica"):
                _table(rows(figures), title)

    data.replay(make.__name__, figures, f"{title}|{subtitle}|{colours.background}", draw)


def table(
    make: Callable[..., pd.DataFrame],
    figures: Figures,
    *details: Hashable,
    title: str = "",
    note: str = "",
    none: str = "",
) -> None:
    """Show a table of texts: every cell is data, none is cut.

    Args:
        make: What makes the rows: texts as a person reads them, under Spanish headings.
        figures: Those on screen, the first argument of ``make``.
        details: Its other arguments.
        title: What it shows.
        note: What its figures are.
        none: What to say instead where there are no rows.
    """

    def draw() -> None:
        rows = make(figures, *details)
        if title or note:
            with st.container(gap=None):
                if title:
                    st.subheader(escaped(title), anchor=False)
                if note:
                    st.caption(escaped(note))
        if rows.empty:
            st.text(none)
        else:
            _table(rows, title)

    data.replay(make.__name__, figures, f"{details}|{title}|{note}", draw)


def _table(rows: pd.DataFrame, title: str) -> None:
    st.table(dressed(rows), border="horizontal", hide_index=True, alt=title or None)


def dressed(rows: pd.DataFrame) -> Styler:
    """Return a table whose cells are data: numbers at the right, short texts on one line."""
    styles: list[CSSDict] = []
    for place, (_, column) in enumerate(rows.items()):
        if column.map(_is_number).all() and column.str.contains(r"\d").any():
            right = "text-align: right !important"  # Streamlit aligns each cell by itself
            styles += [{"selector": f"{cell}.col{place}", "props": right} for cell in ("th", "td")]
        if column.str.len().max() <= _SHORT:
            styles.append({"selector": f"td.col{place} *", "props": "white-space: nowrap"})
    shown = rows.map(escaped).set_axis([escaped(str(name)) for name in rows], axis="columns")
    return shown.style.set_table_styles(styles)


def _is_number(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell))


_SHORT: Final = 20
_NUMBER: Final = re.compile(r"[\d.,]+(\s%)?( de [\d.]+)?|–")


def foot(figures: Figures) -> None:
    """Close a page with what its figures come from."""
    settings = figures.settings
    state = "cerrado" if figures.closed else "abierto"
    every = labels.count(figures.every, "actividad", "actividades")
    parts = [
        theme.EXAMPLE if figures.source.example else "",
        settings.entity,
        settings.instrument,
        f"vigencia {settings.plan_year}",
        f"corte {labels.date(figures.cutoff)} ({state}, {figures.origin.basis})",
        f"archivo {figures.files}",
        f"{len(figures.measured)} de {every}",
        f"PQRS: {settings.pqrs_channel}" if settings.pqrs_channel else "",
    ]
    st.divider()
    st.caption(escaped(" · ".join(part for part in parts if part)))
