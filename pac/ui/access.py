"""Who looks at the board: reading is open, some pages are for who signed in."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urlsplit

import streamlit as st

from pac.api import sessions
from pac.ledger.access import Actor, Role
from pac.ui import show

_SAID: Final = "aviso_de_cuentas"  # key of the session state


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
    if who is not None and who.role in roles:
        return who
    if who is None:
        st.title("Ingrese para continuar", anchor=False)
        said()
        st.text("Para esta página ingrese con su cuenta.")
        page = urlsplit(st.context.url or "").path or "/"
        st.markdown(f"[Ingresar](/ingresar?next={quote(page, safe='')})")
    else:
        st.title("Esta página es de otra cuenta", anchor=False)
        st.text(f"La usa quien {' o '.join(roles)}. Usted ingresó como {who.post}: {who.role}.")
        st.markdown("[Ingresar con otra cuenta](/salir)")
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


def say(text: str, *, failed: bool = False) -> None:
    """Keep what came of a click, to be said when the page is drawn again."""
    st.session_state[_SAID] = (text, failed)


def forget() -> None:
    """Drop what came of an earlier click."""
    st.session_state.pop(_SAID, None)


def said() -> None:
    """Show what came of the last click."""
    text, failed = st.session_state.get(_SAID, ("", False))
    if text:
        (st.error if failed else st.success)(show.escaped(text))
