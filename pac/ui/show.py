"""How the screen shows a sentence, a figure, a chart, a table, a link and the foot of a page.

What comes from the workbook is data: it passes through ``escaped`` here, or through
``st.text``, and never speaks Markdown or HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from typing import Final, Literal

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler
from pandas.io.formats.style_render import CSSDict

from pac import labels, narrative
from pac.charts import theme
from pac.charts.theme import Chart, Palette
from pac.model import Level
from pac.progress.figures import Figures
from pac.progress.groups import Group
from pac.reports import provenance, workbooks
from pac.reports.table import Column, Table
from pac.ui import data, links
from pac.ui.data import Source

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


def linked(text: str, address: str) -> str:
    """Return an escaped text that leads to an address of the board, as Markdown."""
    return f"[{escaped(text)}]({address})" if address else escaped(text)


def follow(pairs: Sequence[tuple[str, str]]) -> None:
    """Show links in one line: what each one shows, and its address."""
    if pairs:
        st.markdown(" · ".join(linked(text, address) for text, address in pairs))


def example_switch() -> bool:
    """Offer the invented progress, or say that it is on screen; tell which."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        asked = st.toggle("Ver con datos de ejemplo", key=links.EXAMPLE, bind="query-params")
        st.caption(
            f"**{theme.EXAMPLE}**: el avance que se muestra es inventado, para probar el tablero."
            if asked
            else "El plan todavía no tiene seguimiento. Con un avance inventado puede ver cómo "
            "se llena el tablero."
        )
    return asked


def opening(title: str, sentence: str, figures: Figures) -> None:
    """Open a page: its question, what of the plan is left out, and the sentence that answers."""
    settings, chosen = figures.settings, figures.provenance.scope
    named = [settings.entity, settings.instrument, f"vigencia {settings.plan_year}"]
    with st.container(gap=None):
        st.caption(escaped(" · ".join(part for part in named if part)))
        st.title(escaped(title), anchor=False)
        if chosen:
            st.caption(f"Solo {escaped(chosen)}.")
        st.header(escaped(sentence), anchor=False)


def nothing_selected(figures: Figures) -> None:
    """Say that the filters leave nothing, and how to go on."""
    opening("Nada que mostrar", narrative.NOTHING_SELECTED, figures)
    choice = figures.choice
    if choice.office and choice.role == "lead":
        st.text(
            f"{choice.office} no lidera actividades en lo elegido. Para ver en cuáles participa, "
            "elija «Participa» en el panel."
        )
    else:
        st.text("Cambie el componente o la dependencia en el panel, o quite los filtros.")


def headline(figures: Figures) -> None:
    """Show the two figures side by side, never mixed: compliance, and the year's attainment."""
    scope = figures.provenance.scope
    part = f" de {scope}".replace(" de el ", " del ") if scope else ""
    left, right = st.columns(2, gap="large")
    with left:
        _compliance(figures, part)
    with right:
        total, cuts = figures.total, figures.cuts
        said = narrative.attainment(total, cuts=cuts).partition(": ")[2]
        _figure(
            f"Avance de la vigencia {figures.settings.plan_year}{part}",
            labels.percent(total.attainment, cuts),
        )
        st.caption(escaped(said[:1].upper() + said[1:]))
        made_of = (
            (total.done, labels.count(total.done, "terminada", "terminadas"), Group.DONE),
            (total.partial, f"{labels.number(total.partial)} con avance parcial", Group.PARTIAL),
        )
        follow(
            [
                (f"Ver {name}", links.to(links.ACTIVITIES, figures, status=one))
                for n, name, one in made_of
                if n
            ]
        )
    remarks = narrative.remarks(figures.total)
    if remarks:
        st.text(" ".join(remarks))
    rescheduled(figures)


def rescheduled(figures: Figures) -> None:
    """Lead to the activities whose dates some version moved (R17); nothing where there are none."""
    n = figures.total.rescheduled
    if n:
        said = labels.count(n, "actividad reprogramada", "actividades reprogramadas")
        address = links.to(links.ACTIVITIES, figures, status=Group.RESCHEDULED)
        follow([(f"Ver {said}", address)])


def _compliance(figures: Figures, part: str) -> None:
    """Show how much of what was due is done; an open cut-off has no level (R16)."""
    total, cuts = figures.total, figures.cuts
    day = labels.date(figures.cutoff)
    label = f"Cumplimiento{part} a {day}"
    if not total.scheduled:
        _figure(label, labels.UNDEFINED)
        st.caption("Ninguna de estas actividades está programada para el corte.")
        return
    if total.level is None:
        _figure(
            f"Reportadas{part}, de las programadas a {day}",
            f"{total.scheduled_reported} de {total.scheduled}",
        )
        st.caption(
            f"{labels.number(total.fulfilled)} al día {figures.provenance.basis}. "
            f"{narrative.COLLECTING}: el cumplimiento y su nivel se dan al cerrar el corte."
        )
    else:
        word = f"{labels.LEVEL_SYMBOLS[total.level]} {total.level.capitalize()}"
        share = labels.percent(total.compliance, cuts)
        _figure(
            label,
            f"{total.fulfilled} de {total.scheduled}",
            level=total.level,
            said=word if total.few else f"{share} · {word}",
        )
        mean = labels.percent(total.scheduled_mean, cuts)
        st.caption(
            f"Programadas al día {figures.provenance.basis}. "
            f"Avance promedio de lo programado: {mean}."
        )
    missing, unreported = (total.scheduled - n for n in (total.fulfilled, total.scheduled_reported))
    pairs = [(f"Ver {labels.count(total.scheduled, 'programada', 'programadas')}", Group.SCHEDULED)]
    if missing:
        lacking = "que no está al día" if missing == 1 else "que no están al día"
        pairs.append((f"Ver {labels.number(missing)} {lacking}", Group.MISSING))
    if unreported:
        pairs.append((f"Ver {labels.number(unreported)} sin reporte", Group.UNREPORTED_DUE))
    follow([(text, links.to(links.ACTIVITIES, figures, status=one)) for text, one in pairs])


def _figure(label: str, value: str, *, level: Level | None = None, said: str = "") -> None:
    """Show a figure under its whole name: a metric would cut a long one."""
    with st.container(gap=None):
        st.text(label)
        st.metric(
            escaped(label),
            value,
            delta=said or None,
            delta_color=_LEVEL_COLOURS[level],
            delta_arrow="off",
            label_visibility="collapsed",
        )


def chart(
    make: Callable[..., Chart],
    figures: Figures,
    *details: Hashable,
    title: str,
    subtitle: str,
    rows: Callable[[Figures], Table] | None = None,
    height: int | None = None,
) -> None:
    """Show a chart under the sentence that it proves and what is measured in it.

    Args:
        make: What makes the chart of the figures, in the colours of a theme.
        figures: Those on screen.
        details: Its other arguments, between the figures and the colours.
        title: What the chart shows, as a sentence.
        subtitle: What is measured in it.
        rows: What makes its table, folded below it; None where the page shows it itself.
        height: In pixels, of the window in which a taller chart scrolls.
    """
    colours = palette()
    mark = f"{figures.provenance.mark} · " if figures.provenance.mark else ""

    def draw() -> int:
        made = make(figures, *details, colours)
        with st.container(gap=None):
            st.subheader(escaped(title), anchor=False)
            st.caption(escaped(mark + subtitle))
        if not made.figure["data"]:  # of what has neither a readable date nor a readable target
            st.text("No hay fechas ni cantidades que se puedan dibujar.")
            return 0
        name = file_name(figures, make.__name__, *details)
        is_tall = height is not None and made.figure["layout"]["height"] > height
        with st.container(height=height or 1, border=False) if is_tall else st.container():
            st.plotly_chart(made.figure, theme=None, config=theme.config(name), alt=made.alt)
        return len(made.figure["data"])

    said = f"{details}|{title}|{subtitle}|{height}|{colours.background}"
    data.replay(make.__module__ + make.__name__, figures, said, draw)
    if rows is not None:
        with st.expander("Ver las cifras de esta gráfica"):
            table(rows, figures, title=title, headed=False)


def table(
    make: Callable[..., Table],
    figures: Figures,
    *details: Hashable,
    title: str,
    note: str = "",
    none: str = "",
    headed: bool = True,
) -> None:
    """Show a table of texts, every cell data and none cut, and offer it as an Excel workbook.

    Args:
        make: What makes it.
        figures: Those on screen, the first argument of ``make``.
        details: Its other arguments.
        title: What it shows.
        note: What its figures are.
        none: What to say instead where there are no rows.
        headed: Whether to show title and note above it.
    """
    name = make.__name__

    if headed:
        with st.container(gap=None):
            st.subheader(escaped(title), anchor=False)
            if note:
                st.caption(escaped(note))

    def draw() -> int:
        shown = make(figures, *details)
        if len(shown):
            written(shown, title)
        else:
            st.text(none)
        return len(shown)

    if data.replay(make.__module__ + name, figures, f"{details}|{title}|{none}", draw):
        st.download_button(
            "Descargar en Excel",
            data=lambda: workbooks.workbook(
                make(figures, *details), title, figures.provenance, data.now(), note=note
            ),
            file_name=f"{file_name(figures, name, *details)}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key=f"excel {name} {title}",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
        )


def written(shown: Table, title: str) -> None:
    """Draw a table as it is."""
    st.table(dressed(shown), border="horizontal", hide_index=True, alt=title or None)


def dressed(shown: Table) -> Styler:
    """Return a table whose cells are data: numbers at the right, short texts on one line."""
    styles: list[CSSDict] = [{"selector": "td", "props": "vertical-align: top !important"}]
    for place, column in enumerate(shown.screen):
        if all(map(_is_number, column.texts)) and any(map(_has_digit, column.texts)):
            right = "text-align: right !important"  # Streamlit aligns each cell by itself
            styles += [{"selector": f"{cell}.col{place}", "props": right} for cell in ("th", "td")]
        if max((len(word) for text in column.texts for word in text.split()), default=0) > _LINE:
            # what may break anywhere would else be pressed into a column of one letter
            styles.append({"selector": f"td.col{place}", "props": "min-width: 14rem"})
            styles.append({"selector": f"td.col{place} *", "props": "overflow-wrap: anywhere"})
        if max(map(len, column.texts), default=0) <= _SHORT:
            styles.append({"selector": f"td.col{place} *", "props": "white-space: nowrap"})
    cells = {escaped(one.heading): _cells(one) for one in shown.screen}
    return pd.DataFrame(cells).style.set_table_styles(styles)


def _cells(column: Column) -> list[str]:
    if column.pieces:
        return [
            ", ".join(linked(text, to) for text, to in pieces) or escaped(labels.UNDEFINED)
            for pieces in column.pieces
        ]
    if not column.links:
        return [escaped(text) for text in column.texts]
    return [linked(text, to) for text, to in zip(column.texts, column.links, strict=True)]


def _is_number(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell))


def _has_digit(cell: str) -> bool:
    return any(map(str.isdigit, cell))


_SHORT: Final = 20
_LINE: Final = 30  # characters of a word, such as an address, that is broken to fit
_NUMBER: Final = re.compile(r"[\d.,]+(\s%)?( de [\d.]+)?|–")


def file_name(figures: Figures, made_by: str, *details: Hashable) -> str:
    """Return how a file of these figures is called, without its extension.

    Args:
        figures: Those that it shows.
        made_by: Name of what made its table or chart.
        details: Its other arguments; the ID of an activity is part of the name.
    """
    ids = [one for one in details if isinstance(one, str) and one in figures.measured.index]
    return provenance.file_name(figures, FILES[made_by], ids=ids)


# What a downloaded table or picture is called, by the name of what makes it.
FILES: Final = {
    "activities": "actividades",
    "activity_dates": "fechas",
    "attention": "por_atender",
    "calendar": "calendario",
    "changes": "cambios",
    "coming": "fechas_proximas",
    "components": "componentes",
    "conventions": "convenciones",
    "curve": "curva",
    "deadlines": "meses",
    "every_date": "todas_las_fechas",
    "faults": "posibles_errores",
    "groups": "grupos_y_comites",
    "how_read": "lectura",
    "month_dates": "fechas_del_mes",
    "months": "meses",
    "numbers": "numeros",
    "office_gaps": "lo_que_falta",
    "offices": "dependencias",
    "overdue": "fechas_pendientes",
    "plan_words": "plan",
    "reports": "reportes",
    "statuses": "estados",
    "strip_of": "actividad",
    "timeline_of": "linea_de_tiempo",
    "tracking_faults": "avisos_del_seguimiento",
    "year": "curva",
}


def foot(figures: Figures) -> None:
    """Close a page with what its figures come from."""
    settings, provenance = figures.settings, figures.provenance
    state = "cerrado" if figures.closed else "abierto"
    every = labels.count(figures.every, "actividad", "actividades")
    parts = [
        provenance.mark,
        settings.entity,
        settings.instrument,
        f"vigencia {settings.plan_year}",
        f"corte {labels.date(figures.cutoff)} ({state}, {provenance.basis})",
        f"archivo {' y '.join(provenance.files)}",
        f"versión {provenance.version}" if provenance.version else "",
        f"código {provenance.code}" if provenance.code else "",
        f"{len(figures.measured)} de {every}",
        f"PQRS: {settings.pqrs_channel}" if settings.pqrs_channel else "",
    ]
    st.divider()
    st.caption(escaped(" · ".join(part for part in parts if part)))


def short_foot(source: Source) -> None:
    """Close a page without figures with which board it is about."""
    settings, edition = source.reading.settings, source.edition
    parts = [
        settings.entity if settings else "",
        f"vigencia {settings.plan_year}" if settings else "",
        f"versión {edition.number}" if edition else "",
        f"código {edition.code}" if edition else "",
    ]
    st.divider()
    st.caption(escaped(" · ".join(part for part in parts if part)))
