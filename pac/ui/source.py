"""Which board is on screen: the one in force, an earlier version, another year, or a draft."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from pac import labels
from pac.ledger.store import LedgerError
from pac.ledger.update import Proposal
from pac.progress.figures import Figures
from pac.reports import cells
from pac.ui import data, links, show
from pac.ui.data import Source

FIRST_PAGE: Final = Path(__file__).resolve().parents[2] / "pages" / "resumen.py"

_DRAFT: Final = "borrador"  # key of the session state: the proposal shown as a draft


def pick() -> Source:
    """Return the board to show, and draw what chooses it where there is a choice.

    Raises:
        LedgerError: where the versions cannot be read.
    """
    if data.shows_files():
        return data.own()
    proposal: Proposal | None = st.session_state.get(_DRAFT)
    if proposal is not None:
        return data.draft(proposal)
    year = _year()
    number = _version(year)
    return data.edition(year, number)


def plan_year() -> int | None:
    """Return the plan year that the visitor chose; None where there is no choice."""
    chosen = st.session_state.get(links.YEAR)
    return int(chosen) if chosen else None


def _year() -> int | None:
    years = data.plan_years()
    if len(years) < 2:
        return None
    options = [str(year) for year in reversed(years)]
    with st.sidebar:
        if st.session_state.get(links.YEAR) not in (None, *options):
            del st.session_state[links.YEAR]
        if not (st.query_params.get(links.YEAR) or st.session_state.get(links.YEAR)):
            own = _year_of(_asked_version())
            if own:  # a version is of one year: its address needs no other word
                st.session_state[links.YEAR] = str(own)
        chosen = st.selectbox(
            "Vigencia",
            options,
            index=None,
            placeholder=options[0],
            key=links.YEAR,
            bind="query-params",
        )
    return int(chosen or options[0])


def _version(year: int | None) -> int | None:
    """Return the version asked for; one that does not exist is said, not hidden."""
    asked = _asked_version()
    if not asked:
        return None
    every = [year] if year else data.plan_years()
    numbers = [str(one.number) for each in every for one in data.versions(each)]
    if asked not in numbers:
        other = _year_of(asked)
        problem = (
            f"La versión {asked} es de la vigencia {other}."
            if other
            else f"No hay una versión «{show.escaped(asked[:20])}» de este tablero."
        )
        st.warning(f"{problem} Se muestra la que está en vigor.")
        return None
    with st.sidebar:
        chosen = st.selectbox(
            "Versión del tablero",
            numbers,
            index=None,
            placeholder="La que está en vigor",
            key=links.VERSION,
            bind="query-params",
        )
    return int(chosen) if chosen else None


def _asked_version() -> str:
    return str(st.query_params.get(links.VERSION) or st.session_state.get(links.VERSION) or "")


def _year_of(version: str) -> int | None:
    """Return the plan year of a version; None where there is no such version."""
    for year in data.plan_years():
        if version in (str(one.number) for one in data.versions(year)):
            return year
    return None


def show_draft(proposal: Proposal) -> None:
    """Show the board as it would be from the next run on."""
    st.session_state[_DRAFT] = proposal


def leave_draft() -> None:
    """Show the board in force from the next run on."""
    st.session_state.pop(_DRAFT, None)


def is_draft() -> bool:
    """Tell whether a draft is on screen."""
    return st.session_state.get(_DRAFT) is not None


def banner(source: Source) -> None:
    """Say above a page that it does not show the board in force."""
    if source.draft:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(
                "**Borrador.** Así quedaría el tablero. Nadie más lo ve: todavía no se ha "
                "actualizado."
            )
            st.button("Salir del borrador", on_click=leave_draft)
            proposal: Proposal | None = st.session_state.get(_DRAFT)
            page = links.CONTROL if proposal is not None and proposal.control else links.UPDATE
            st.markdown(show.linked("Volver a actualizar", f"/{page}"))
        return
    edition = source.edition
    if edition is None or links.VERSION not in dict(source.query):
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"**Versión {edition.number}, del {show.escaped(labels.date(edition.day))}.** "
            "Así estaba el tablero entonces; puede que hoy diga otra cosa."
        )
        st.button("Ver el tablero de hoy", on_click=_today)


def _today() -> None:
    st.session_state[links.VERSION] = None


def changed_after_closing(source: Source, figures: Figures) -> None:
    """Say what of a closed cut-off was changed later, with the reason that was given (R16)."""
    if source.edition is None:
        return
    later = [one for one in figures.plan.later if one.cutoff == figures.cutoff]
    if not later:
        return
    with st.container(border=True):
        n = labels.count(len(later), "cambio", "cambios")
        st.markdown(f"**Este corte tiene {n} después de cerrado.**")
        for one in later:
            said = f"{one.sentence[:1].upper()}{one.sentence[1:]}"
            reason = f" Motivo: {one.reason}" if one.reason else ""
            st.text(f"Versión {one.version}, del {labels.date(one.day)}: {said}.{reason}")


def published(source: Source, figures: Figures) -> None:
    """Say when and where the legal follow-up of the cut-off on screen was published (R14)."""
    if source.edition is None:
        return
    for one in figures.plan.published:
        if one.cutoff == figures.cutoff:
            where = show.linked(one.address, cells.external(one.address))
            said = show.escaped(f"Seguimiento de este corte publicado el {labels.date(one.day)}: ")
            st.caption(f"{said} {where}")


def unavailable(problem: LedgerError) -> None:
    """Say that the versions of the board cannot be read, instead of any page."""
    st.title("El tablero no se puede mostrar", anchor=False)
    st.text(str(problem))
