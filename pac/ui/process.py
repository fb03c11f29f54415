"""What the server process does once, around all sessions: warm up, and own up to errors."""

from __future__ import annotations

import gc
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

import plotly.graph_objects
import plotly.io  # noqa: F401  both warm: the first visitor should not wait for them
import streamlit as st

from pac.api import public, sessions
from pac.ledger import access
from pac.ledger.store import LedgerError
from pac.progress.figures import Choice
from pac.ui import data

FAILED: Final = (
    "No se pudo mostrar esta página. Las cifras no han cambiado. Vuelva a cargarla; si se repite, "
    "avise a quien instaló el tablero: el detalle quedó en la ventana donde se inició."
)


_BARE: Final = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")


@asynccontextmanager
async def warm(_app: st.App) -> AsyncGenerator[None]:
    """Measure the plan before the first visit, and keep what stays out of garbage collection.

    What is imported and read here is never garbage, and looking through it at each collection
    would take longer than a rerun.
    """
    level = _BARE.level
    _BARE.setLevel(logging.ERROR)  # it warns that no visitor is there yet, which is the point
    try:
        source = data.own()
        if source.plan is not None:
            for cutoff in source.plan.settings.cutoffs:
                data.figures(source, Choice(cutoff))
        if data.shows_files():
            public.serve_file(_shown_file)
        else:
            sessions.serve(data.ledger)
            _invite()
    finally:
        _BARE.setLevel(level)
    gc.collect()
    gc.freeze()
    yield


def _shown_file() -> public.Edition | None:
    """Return what a board without versions shows, for whoever takes it away."""
    source = data.own()
    if source.plan is None:
        return None
    figures = data.figures(source, Choice(data.default_cutoff(source)))
    return public.Edition(figures, data.written_at(), source.version)


def _invite() -> None:
    """Print how to create the first account, for whoever can read what the server prints."""
    try:
        if access.has_accounts(data.ledger()):
            return
    except LedgerError:
        return  # every page says so
    address = f"http://localhost:{st.get_option('server.port')}/primera-cuenta"
    print(
        # not by a logger: it must not go where requests are logged
        f"\nPara crear la primera cuenta abra {address} "
        f"y escriba este código: {sessions.setup_code()}\n",
        flush=True,
    )


def say_in_spanish(_error: Exception) -> bool:
    """Show an unforeseen error as a sentence; the log of the process keeps its details."""
    st.error(FAILED)
    return True
