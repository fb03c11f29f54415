"""Who is signed in to this process: one state for the sign-in routes and for the pages."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Final

from pac.ledger import access
from pac.ledger.access import Actor, Attempts, Sessions
from pac.ledger.database import CannotOpen, Ledger

COOKIE: Final = "pac_sesion"

SESSIONS: Final = Sessions()
ATTEMPTS: Final = Attempts()

_opens: list[Callable[[], Ledger]] = []  # what opens the ledger, given once the process serves


def serve(opens: Callable[[], Ledger]) -> None:
    """Keep accounts in the ledger that this opens; it is asked each time, and keeps it open."""
    _opens[:] = [opens]


def ledger() -> Ledger:
    """Return where the accounts are.

    Raises:
        LedgerError: where it cannot be opened, or this board keeps none.
    """
    if not _opens:
        message = "Este tablero muestra un archivo del disco y no tiene cuentas."
        raise CannotOpen(message)
    return _opens[0]()


@functools.cache
def setup_code() -> str:
    """Return the code that creates the first account; another one each time the process starts."""
    return access.new_setup_code()


def signed_in(token: str) -> Actor | None:
    """Return who signed in with this browser; None where nobody did, or too long ago."""
    return SESSIONS.actor(token, time.monotonic()) if token else None
