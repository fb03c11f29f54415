"""Who looks at the board: reading is open, some pages are for who signed in."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NoReturn
from urllib.parse import quote, urlsplit

import streamlit as st

from pac.api import sessions
from pac.ledger.access import Actor, Role
from pac.ui import show

_DESK: Final = "cuentas: hecho"  # key of the session state


def token() -> str:
    """Return the token of this browser; blank where it has none."""
    found = st.context.cookies.get(sessions.COOKIE, "")
    return found if isinstance(found, str) else ""  # AppTest has no cookies


def actor() -> Actor | None:
    """Return who is signed in with this browser."""
    return sessions.signed_in(token())


def require(*roles: Role) -> Actor:
    """Return who is signed in with one of these roles; else say who the page is for, and stop."""
    who = actor()
    if who is None or who.role not in roles:
        _turn_away(who, roles)
    return who


def _turn_away(who: Actor | None, roles: Sequence[Role]) -> NoReturn:
    if who is None:
        st.title("Ingrese para continuar", anchor=False)
        said()
        st.text("Para esta página ingrese con su cuenta.")
        st.link_button("Ingresar", f"/ingresar?next={quote(_page(), safe='')}", type="primary")
    else:
        st.title("Su cuenta no usa esta página", anchor=False)
        st.text(f"La usa quien {' o '.join(roles)}. Usted ingresó como {who.post}: {who.role}.")
        st.link_button("Ingresar con otra cuenta", "/salir")
    badge()
    st.stop()


def badge() -> None:
    """Say at the foot of the side panel who is signed in, with the way in or out."""
    who = actor()
    with st.sidebar, st.container(gap=None):
        if who is None:
            st.caption("Para la oficina")
            st.markdown("[Ingresar](/ingresar)")
        else:
            st.caption(show.escaped(f"{who.post} · {who.role}"))
            st.markdown("[Salir](/salir)")
    last = desk()
    if last.said is not None and last.said.page != _page():
        last.forget()


@dataclass(frozen=True)
class _Said:
    text: str
    failed: bool
    place: str
    page: str


@dataclass
class Desk:
    """What came of a visitor's clicks.

    One object that changes, since a second click starts another thread at once, and stops the
    first one where it next touches the state of the session: before it is written.
    """

    done: int = 0  # counts what was done, so that a second click on the same button does nothing
    said: _Said | None = None
    turn: threading.Lock = field(default_factory=threading.Lock)  # one click at a time

    def say(self, place: str, text: str, *, failed: bool = False) -> None:
        """Keep what came of a click, to be said at its place when the page is drawn again."""
        self.said = _Said(text, failed, place, _page())

    def did(self, place: str) -> bool:
        """Tell whether what is said at a place is that something was done."""
        return self.said is not None and not self.said.failed and self.said.place == place

    def forget(self) -> None:
        """Drop what came of an earlier click."""
        self.said = None


def desk() -> Desk:
    """Return what came of this visitor's clicks."""
    found: Desk = st.session_state.setdefault(_DESK, Desk())
    return found


def said(place: str | None = None) -> None:
    """Show what came of the last click, if it was on this page and at this place; None is any."""
    last = desk().said
    if last is not None and last.page == _page() and place in (None, last.place):
        (st.error if last.failed else st.success)(show.escaped(last.text))


def _page() -> str:
    """Return the path of the page on screen."""
    return urlsplit(st.context.url or "").path or "/"
