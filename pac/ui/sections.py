"""Parts of a page that choose what to say: each one question, its answer, where it leads."""

from __future__ import annotations

import datetime as dt
from typing import Final

import streamlit as st

from pac import labels, method, narrative
from pac.progress.figures import Figures
from pac.progress.groups import Group, members
from pac.progress.schedule import held_until
from pac.ui import data, filters, links, pictures, show, tables

_FIRST: Final = 5
_ROWS: Final = 60  # of a timeline: more would take the browser seconds to draw
_WINDOW: Final = 640  # pixels, about twelve rows


def attention(figures: Figures, listed: tuple[str, ...]) -> None:
    """Show what needs attention first, and lead to the whole list."""
    rows = figures.attention.loc[figures.attention["activity_id"].isin(listed)]
    show.table(
        tables.attention,
        figures,
        listed,
        _FIRST,
        title="Lo que hay que atender primero",
        note=_noted(narrative.attention(rows), listed, figures),
        none="Nada por atender en lo elegido.",
    )
    if len(rows) > _FIRST:
        with st.expander(f"Ver las {labels.number(len(rows))} por atender"):
            _say_narrowed(listed, figures)
            show.table(
                tables.attention, figures, listed, title="Lo que hay que atender", headed=False
            )


def changes(figures: Figures, listed: tuple[str, ...]) -> None:
    """Say what became of the plan since the previous cut-off; nothing at the first one."""
    if figures.previous is None or figures.total_before is None:
        return
    before, previous, rows = figures.total_before, figures.previous, figures.changes
    sides = narrative.fractions(before, figures.total, previous, figures.cutoff)

    def draw() -> int:
        said = narrative.changes(rows, figures.provenance.basis, before=before, cuts=figures.cuts)
        with st.container(gap=None):
            st.subheader(show.escaped(sides), anchor=False)
            st.text(said)
        return len(rows)

    data.replay("changes", figures, "sentence", draw)
    shown = int(rows.index.isin(listed).sum())
    if shown:
        with st.expander(f"Ver {labels.count(shown, 'actividad', 'actividades')}, una por una"):
            _say_narrowed(listed, figures)
            show.table(
                tables.changes,
                figures,
                listed,
                title="Lo que cambió desde el corte anterior",
                headed=False,
            )


def dates(figures: Figures, listed: tuple[str, ...], most: int | None = None) -> None:
    """Show the dates that came and are missing, and those of the next days; the first ones."""
    came = "están pendientes" if figures.has_progress else "no tienen reporte"
    next_days = f"los {figures.settings.notice_days} días que siguen al corte"
    for make, rows, title, none in (
        (tables.overdue, figures.overdue, f"Fechas que llegaron y {came}", "Ninguna."),
        (tables.coming, figures.coming, f"Fechas de {next_days}", "Ninguna por cumplir."),
    ):
        every = int(rows["activity_id"].isin(listed).sum()) if most else 0
        note = filters.list_note(listed, figures)
        show.table(make, figures, listed, most, title=title, note=note, none=none)
        if most and every > most:
            address = links.to(links.DATES, figures, more=filters.narrowing())
            show.follow([(f"Ver las {labels.number(every)} fechas", address)])


def timeline(figures: Figures, listed: tuple[str, ...]) -> None:
    """Show the dates of the activities listed, one row each; of very many, the first ones."""
    if not listed:
        return
    left_out = len(listed) - _ROWS
    few = (
        f" Se muestran {_ROWS} de {len(listed)}: para ver otras, elija un componente, una "
        "dependencia o un estado."
        if left_out > 0
        else ""
    )
    show.chart(
        pictures.timeline_of,
        figures,
        listed[:_ROWS],
        data.today(),
        title="Línea de tiempo de las actividades",
        subtitle="Una fila por actividad y una marca por fecha. Presione una marca para abrir la "
        f"actividad.{few}",
        height=_WINDOW,
    )
    with st.expander("Ver las fechas de esta gráfica"):
        show.table(
            tables.every_date,
            figures,
            listed[:_ROWS],
            title="Fechas de las actividades",
            headed=False,
        )


def gaps(figures: Figures) -> None:
    """Say what is unreported, without evidence and unverified, and lead to each."""
    if figures.has_progress:
        data.replay("gaps", figures, "", lambda: _draw_gaps(figures))


def _draw_gaps(figures: Figures) -> int:
    with st.container(gap=None):
        st.subheader("Lo que falta por reportar, sustentar y verificar", anchor=False)
        st.text(narrative.gaps(figures.measured))
    said = (
        (Group.UNREPORTED_DUE, "sin reporte"),
        (Group.NO_EVIDENCE, "sin evidencia"),
        (Group.UNVERIFIED, "sin verificar"),
    )
    numbers = [(int(members(figures.measured, one).sum()), one, text) for one, text in said]
    pairs = [
        (f"Ver {labels.number(n)} {text}", links.to(links.ACTIVITIES, figures, status=one))
        for n, one, text in numbers
        if n
    ]
    show.follow(pairs)
    return len(pairs)


def office_gaps(figures: Figures, listed: tuple[str, ...]) -> None:
    """Show what is missing and who answers for it, and who reports on itself."""
    own = narrative.self_reporting(figures.measured)

    def draw() -> int:
        lines = narrative.office_gaps(figures.measured)
        with st.container(gap="xsmall"):
            st.subheader("Lo que falta y quién responde", anchor=False)
            if own:
                st.caption(show.escaped(own))
            for line in lines:
                st.text(line)
        return len(lines)

    data.replay("office_gaps", figures, "", draw)
    _say_narrowed(listed, figures)
    show.table(
        tables.office_gaps,
        figures,
        listed,
        title="Lo que falta y quién responde",
        headed=False,
        none="Nada de lo programado está pendiente."
        if figures.has_progress
        else "Sin seguimiento todavía: aún no se sabe qué falta.",
    )


def month(figures: Figures, listed: tuple[str, ...]) -> None:
    """Show the dates of the month that the address asks for, if it asks for one."""
    asked = st.query_params.get(links.MONTH, "")
    try:
        day = dt.date.fromisoformat(f"{asked}-01")
    except ValueError:
        return
    show.table(
        tables.month_dates,
        figures,
        listed,
        asked,
        title=f"Fechas de {labels.month(day)}",
        note=filters.list_note(listed, figures),
        none=f"No hay fechas en {labels.month(day)}.",
    )
    show.follow([("Quitar el mes", links.to(links.DATES, figures))])


def chosen_activity(figures: Figures) -> str | None:
    """Return the activity that the address names; where there is none, say how to choose one."""
    asked = st.query_params.get(links.ACTIVITY, "")
    by_id = {labels.fold(str(name)): str(name) for name in figures.measured.index}
    chosen = by_id.get(labels.fold(asked))
    if chosen is None:
        known = f"El plan no tiene la actividad «{asked}»." if asked else "Elija una actividad."
        show.opening("Actividad", known, figures)
        show.follow([("Ver todas las actividades", links.to(links.ACTIVITIES, filters.current()))])
    return chosen


def strip_note(figures: Figures) -> str:
    """Return what the strip of an activity shows."""
    day = labels.date(figures.cutoff)
    if not figures.has_progress:
        return "A trazos, lo que el plan pide en el tiempo; abajo, una marca por fecha."
    return (
        f"A trazos, lo que el plan pide; en línea llena, lo reportado hasta el {day}; relleno, lo "
        "que Control Interno verificó."
    )


def moves(figures: Figures, chosen: str) -> None:
    """Say how versions of the board moved an activity's dates, and which ones count here (R17)."""
    held = held_until(figures.plan.moves, chosen, figures.cutoff)
    for move in figures.plan.rescheduled.get(chosen, ()):
        said = [narrative.rescheduling(move)]
        if move is held:
            said.append(narrative.earlier_count(move, figures.cutoff))
        st.markdown(show.escaped(" ".join(said)))


def neighbours(figures: Figures, chosen: str) -> None:
    """Lead to the activities before and after this one, and back to the list."""
    order = [str(name) for name in figures.measured.index]
    place = order.index(chosen)
    asked = filters.current()  # what the visitor chose goes along
    every = links.to(links.ACTIVITIES, asked, more=filters.narrowing())
    pairs = [("Todas las actividades", every)]
    if place:
        name = order[place - 1]
        pairs.append((f"Anterior: {name}", links.activity(name, asked)))
    if place + 1 < len(order):
        name = order[place + 1]
        pairs.append((f"Siguiente: {name}", links.activity(name, asked)))
    show.follow(pairs)
    own = narrative.self_reporting(figures.measured.loc[[chosen]])
    if own:
        st.caption(show.escaped(own))


def rules(figures: Figures) -> None:
    """Show each rule in words, with an example of the plan on screen."""

    def draw() -> int:
        every = method.rules(figures)
        for rule in every:
            with st.container(gap="xsmall"):
                st.subheader(rule.title, anchor=False)
                st.text(rule.says)
                if rule.example:
                    st.markdown(f"**En este plan:** {show.escaped(rule.example)}")
        return len(every)

    data.replay("rules", figures, "", draw)


def _say_narrowed(listed: tuple[str, ...], figures: Figures) -> None:
    note = filters.list_note(listed, figures)
    if note:
        st.caption(show.escaped(note))


def _noted(said: str, listed: tuple[str, ...], figures: Figures) -> str:
    return " ".join(part for part in (said, filters.list_note(listed, figures)) if part)
