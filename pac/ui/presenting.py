"""What the page Presentar opens and gives away: the same files as the order ``informe``."""

from __future__ import annotations

import datetime as dt
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from pac import labels, narrative
from pac.ledger import editions
from pac.progress.figures import Figures
from pac.reports import exports
from pac.reports.exports import Asked, Export, Part
from pac.ui import data, links, show
from pac.workdays import publication_limit

PART: Final = "parte"  # key of the session state: the component or office of a page
_DOWNLOAD: Final = ":material/download:"


def sentence(figures: Figures) -> str:
    """Return what the page offers for the cut-off on screen."""
    day = labels.date(figures.cutoff)
    if not figures.has_progress:
        return f"Todo lo que sale del plan para el corte del {day}; todavía no hay seguimiento."
    return f"Todo lo que sale de las cifras del corte del {day}, {figures.provenance.basis}."


def session(figures: Figures) -> None:
    """Offer the public board, which is the presentation too, and the slides."""
    _heading(
        "En la sesión",
        "El tablero público es un solo archivo: se presenta con las flechas o el control, y se "
        "abre con doble clic en un salón sin internet.",
    )
    with st.container(horizontal=True):
        if _is_served(figures):
            address = public_address(figures)
            st.link_button(
                "Presentar", f"{address}#presentar", type="primary", icon=":material/slideshow:"
            )
            st.link_button("Abrir el tablero público", address, icon=":material/open_in_new:")
        _offer("Descargar el tablero público (.html)", exports.PUBLIC, figures)
        _offer("Descargar diapositivas (.pptx)", exports.SLIDES, figures)
    if figures.provenance.mark:
        st.caption(
            f"{figures.provenance.mark}: no tiene dirección pública; los archivos que descargue "
            "llevan esa marca."
        )


def public_address(figures: Figures) -> str:
    """Return where the server gives the public board of the cut-off and version on screen."""
    query = {**_edition(figures), "corte": figures.cutoff.isoformat()}
    return f"/publico?{urlencode(query)}"


def _edition(figures: Figures) -> dict[str, str]:
    """Return what an address adds to ask for the plan year and version on screen."""
    return {**dict(figures.provenance.query), "vigencia": str(figures.settings.plan_year)}


def _is_served(figures: Figures) -> bool:
    """Tell whether the public board has an address: neither a draft nor what is invented has."""
    return not figures.provenance.mark


def follow_up(figures: Figures) -> None:
    """Offer the follow-up of Control Interno."""
    if figures.closed:
        state = "Sale de lo verificado por Control Interno, con lo reportado al lado."
    elif figures.has_progress:
        state = f"{narrative.COLLECTING}: sale marcado «Preliminar, según lo reportado»."
    else:
        state = f"{narrative.NO_PROGRESS}: sale marcado como preliminar, sin cifras de avance."
    limit = publication_limit(figures.cutoff, figures.settings.plan_year)
    by = f" Debe publicarse a más tardar el {labels.date(limit)}." if limit else ""
    _heading(
        "Informe de seguimiento de Control Interno",
        f"{state}{by} En el libro solo se escriben las observaciones.",
    )
    with st.container(horizontal=True):
        _offer("Descargar para firmar (.pdf)", exports.FOLLOW_UP_PDF, figures)
        _offer("Descargar para completar (.xlsx)", exports.FOLLOW_UP_BOOK, figures)


def to_read(figures: Figures) -> None:
    """Offer the plan in three pages and its card."""
    _heading("Para leer y compartir", "Cómo va, qué falta, quién responde y para cuándo.")
    with st.container(horizontal=True):
        _offer("El plan en tres páginas (.pdf)", exports.THREE_PAGES, figures)
        _offer("Tarjeta para WhatsApp (.png)", exports.CARD, figures)


def parts(figures: Figures) -> None:
    """Offer the page, the card and the calendar of one component or office."""
    plan = figures.plan
    options = [Part(component=number) for number in plan.component_names]
    options += [Part(office=name) for name in plan.named_parties]
    names = {
        part: labels.component(part.component, plan.component_names[part.component])
        if part.component is not None
        else str(part.office)
        for part in options
    }
    if st.session_state.get(PART) not in (None, *options):
        del st.session_state[PART]
    chosen = st.selectbox(
        "De un componente, una dependencia, un grupo o un comité",
        options,
        index=None,
        format_func=names.__getitem__,
        placeholder="Elija uno para descargar su página",
        key=PART,
    )
    if chosen is None:
        return
    with st.container(horizontal=True):
        _offer("Su página (.pdf)", exports.PAGE, figures, chosen)
        _offer("Su tarjeta (.png)", exports.CARD, figures, chosen)
        if chosen.office is not None:
            _offer("Su calendario (.ics)", exports.CALENDAR, figures, chosen)


def data_and_dates(figures: Figures) -> None:
    """Offer the calendar, the open data and the commitments."""
    _heading(
        "Calendario, datos abiertos y compromisos",
        "El calendario se importa en Outlook o en el teléfono y avisa 15 días antes. Los datos "
        "abiertos traen su diccionario y su licencia.",
    )
    with st.container(horizontal=True):
        _offer("Calendario de todas las fechas (.ics)", exports.CALENDAR, figures)
        _offer("Datos abiertos (.zip)", exports.OPEN_DATA, figures)
        _offer("Anexo de compromisos (.xlsx)", exports.ANNEX, figures)
    ways = [("Compromisos de las sesiones", links.to(links.COMMITMENTS, figures))]
    if _is_served(figures):
        ways.append(("Direcciones de los datos abiertos", f"/api/?{urlencode(_edition(figures))}"))
    show.follow(ways)


def _heading(title: str, note: str) -> None:
    with st.container(gap=None):
        st.subheader(title, anchor=False)
        st.caption(show.escaped(note))


def _offer(text: str, export: Export, figures: Figures, part: Part = Part()) -> None:  # noqa: B008
    """Offer a file that is made when it is asked for."""

    def made() -> bytes:
        shield = editions.shield(figures.settings)
        return export.make(Asked(figures, _now(), part, shield))

    st.download_button(
        text,
        data=made,
        file_name=exports.file_name(export, Asked(figures, _now(), part)),
        mime=export.media_type,
        key=f"{export.name} {export.extension} {part.component} {part.office}",
        icon=_DOWNLOAD,
        on_click="ignore",
    )


def _now() -> dt.datetime:
    """Return the moment to the second, which is what a file keeps of it."""
    return data.now().replace(microsecond=0)
