"""The accounts of the board and its backup, for who administers; one's own password, for all."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from pac import labels
from pac.api import sessions
from pac.ledger import access as ledger_access
from pac.ledger import backup, store
from pac.ledger.access import Account, Actor, Event, NotAllowed, Role, WrongPassword
from pac.ledger.store import LedgerError
from pac.reports.table import table, words
from pac.ui import access, data
from pac.ui import show as screen
from pac.workdays import COLOMBIA

# Keys of the session state.
_CHOSEN: Final = "cuentas: elegida"
_COPY: Final = "cuentas: copia"

_MAY: Final = {
    Role.ADMINISTERS: "Crea y cambia cuentas, y descarga la copia de seguridad.",
    Role.UPDATES: "Sube los libros con el avance y actualiza el tablero.",
    Role.CONTROLS: "Control Interno: verifica lo reportado y cierra los cortes.",
}
_NAME_HINT: Final = (
    "El usuario lleva de 3 a 40 letras sin tilde, números, puntos o guiones, como "
    "«control.interno»."
)
_POST_HINT: Final = "El cargo se muestra en público: no escriba nombres de personas."
_PASSWORD_HINT: Final = (
    f"La contraseña lleva {ledger_access.SHORTEST_PASSWORD} caracteres o más; puede ser una frase."
)
_WIDTH: Final = 520  # pixels of a form
_BACKUP: Final = "backup"  # kind of event
_LONGEST_COPY: Final = 120.0  # seconds


def show() -> tuple[Account, ...]:
    """Show every account, and return them."""
    try:
        every = ledger_access.accounts(data.ledger())
    except LedgerError as problem:
        st.error(screen.escaped(str(problem)))
        st.stop()
    active = sum(one.active for one in every)
    n = labels.count(active, "cuenta activa", "cuentas activas")
    st.header(f"El tablero tiene {n}. Para verlo no se necesita cuenta.", anchor=False)
    screen.written(
        table(
            words("Usuario", [one.name for one in every]),
            words("Cargo", [one.post for one in every]),
            words("Permiso", [str(one.role) for one in every]),
            words("Estado", ["activa" if one.active else "desactivada" for one in every]),
            words(
                "Desde",
                [labels.numeric_date(one.created_at.astimezone(COLOMBIA).date()) for one in every],
            ),
        ),
        "Cuentas del tablero",
    )
    return every


def new_box() -> None:
    """Offer to create an account."""
    with st.expander("Crear una cuenta"):
        number = _round()
        with st.form(f"cuenta nueva {number}", border=False, enter_to_submit=False, width=_WIDTH):
            st.caption(f"{_NAME_HINT} {_POST_HINT} {_PASSWORD_HINT}")
            st.text_input("Usuario", autocomplete="off", key=f"usuario {number}")
            st.text_input("Cargo", key=f"cargo {number}")
            _role_choice(Role.UPDATES, f"permiso {number}")
            _password("Contraseña", f"contraseña {number}")
            st.form_submit_button("Crear la cuenta", on_click=_create, args=(number,))
        access.said("new")


def change_box(every: Sequence[Account], actor: Actor) -> None:
    """Offer to change an account, or to give it another password."""
    with st.expander("Cambiar una cuenta"):
        posts = {one.name: one for one in every}
        if st.session_state.get(_CHOSEN) not in posts:
            st.session_state.pop(_CHOSEN, None)
        chosen = st.selectbox(
            "Cuenta",
            list(posts),
            index=None,
            format_func=lambda name: f"{name} · {posts[name].post}",
            placeholder="Elija una",
            key=_CHOSEN,
            width=_WIDTH,
            on_change=access.desk().forget,
        )
        if chosen:
            _change_form(posts[chosen])
            if chosen != actor.account:
                _password_form(posts[chosen])
        access.said("change")


def _change_form(one: Account) -> None:
    number = _round()
    with st.form(f"cambiar {one.name} {number}", border=False, enter_to_submit=False, width=_WIDTH):
        st.caption(f"{_POST_HINT} Una cuenta no se borra: se desactiva, y ya no puede ingresar.")
        st.text_input("Cargo", one.post, key=f"cargo de {one.name} {number}")
        _role_choice(one.role, f"permiso de {one.name} {number}")
        st.checkbox(
            "La cuenta está activa",
            one.active,
            key=f"activa {one.name} {number}",
        )
        st.form_submit_button("Guardar los cambios", on_click=_change, args=(number, one))


def _password_form(one: Account) -> None:
    number = _round()
    with st.form(
        f"contraseña para {one.name} {number}", border=False, enter_to_submit=False, width=_WIDTH
    ):
        st.caption(_PASSWORD_HINT)
        _password(
            f"Contraseña nueva para {one.name}",
            f"contraseña para {one.name} {number}",
        )
        st.form_submit_button("Dar esta contraseña", on_click=_give_password, args=(number, one))


def own_password_box(actor: Actor) -> None:
    """Offer to change one's own password."""
    st.subheader("Su contraseña", anchor=False)
    with st.expander("Cambiar mi contraseña"):
        number = _round()
        with st.form(f"mi contraseña {number}", border=False, enter_to_submit=False, width=_WIDTH):
            _password("Contraseña actual", f"actual {number}", autocomplete="current-password")
            st.caption(_PASSWORD_HINT)
            _password("Contraseña nueva", f"nueva {number}")
            _password("La nueva otra vez", f"otra vez {number}")
            st.form_submit_button(
                "Cambiar mi contraseña", on_click=_change_own, args=(number, actor.account)
            )
        access.said("own")


def _role_choice(role: Role, key: str) -> None:
    st.radio(
        "Permiso",
        list(Role),
        index=list(Role).index(role),
        format_func=lambda one: str(one).capitalize(),
        captions=[_MAY[one] for one in Role],
        key=key,
    )


def _password(
    label: str, key: str, *, help_text: str | None = None, autocomplete: str = "new-password"
) -> None:
    st.text_input(label, type="password", help=help_text, autocomplete=autocomplete, key=key)


def _round() -> int:
    return access.desk().done


def _once(place: str, number: int, work: Callable[[Actor], str], *, typed: bool) -> None:
    """Do what a button asks for and keep what to say; a second press of it does nothing.

    Args:
        place: Where to say it.
        number: What had been done when the button was drawn.
        work: What to do; it returns what to say.
        typed: Whether the form holds anything: a second press may fall on the next, empty one.
    """
    desk, who = access.desk(), access.actor()
    with desk.turn:
        if number != desk.done or (desk.did(place) and not typed):
            return
        if who is None:  # the page says that the session ended
            return
        try:
            text = work(who)
        except LedgerError as problem:
            desk.say(place, str(problem), failed=True)
        else:
            desk.done += 1
            desk.say(place, text)


def _create(number: int) -> None:
    state = st.session_state
    name, post, role, password = (
        state[f"{one} {number}"] for one in ("usuario", "cargo", "permiso", "contraseña")
    )

    def work(who: Actor) -> str:
        made = ledger_access.create_account(
            data.ledger(), who, name, post, role, password, data.now()
        )
        return (
            f"Se creó la cuenta «{made.name}», que {made.role}. Entregue la contraseña en persona."
        )

    _once("new", number, work, typed=bool(name or post or password))


def _change(number: int, one: Account) -> None:
    state = st.session_state
    post = " ".join(state[f"cargo de {one.name} {number}"].split())
    role = state[f"permiso de {one.name} {number}"]
    active = state[f"activa {one.name} {number}"]
    changed = (post, role, active) != (one.post, one.role, one.active)

    def work(who: Actor) -> str:
        if not changed:
            return f"La cuenta «{one.name}» sigue igual: no había cambios."
        ledger_access.change_account(
            data.ledger(), who, one.name, data.now(), post=post, role=role, active=active
        )
        sessions.SESSIONS.close_account(one.name)
        return f"Se cambió la cuenta «{one.name}». Si estaba abierta, tiene que volver a ingresar."

    _once("change", number, work, typed=changed)


def _give_password(number: int, one: Account) -> None:
    password = st.session_state[f"contraseña para {one.name} {number}"]

    def work(who: Actor) -> str:
        ledger_access.set_password(data.ledger(), who, one.name, password, data.now())
        sessions.SESSIONS.close_account(one.name)
        return (
            f"La cuenta «{one.name}» tiene contraseña nueva. Entréguela en persona y pida que la "
            "cambien."
        )

    _once("change", number, work, typed=bool(password))


def _change_own(number: int, name: str) -> None:
    state = st.session_state
    old, new, again = (state[f"{one} {number}"] for one in ("actual", "nueva", "otra vez"))

    def work(who: Actor) -> str:
        if new != again:
            message = "Las dos contraseñas nuevas no son iguales."
            raise ledger_access.AccountError(message)
        try:
            ledger_access.sign_in(data.ledger(), sessions.ATTEMPTS, name, old, time.monotonic())
        except WrongPassword as problem:
            message = "La contraseña actual no es esa."
            raise WrongPassword(message) from problem
        ledger_access.set_password(data.ledger(), who, name, new, data.now())
        sessions.SESSIONS.close_account(name)
        return "Su contraseña cambió. Ingrese con la nueva."

    _once("own", number, work, typed=bool(old or new or again))


class _Copy:
    """A backup that a visitor asks for: made in a thread of the server while the page waits."""

    def __init__(self) -> None:
        self.token = ""
        self.done = threading.Event()
        self.problem = ""

    def make(self) -> bytes:
        """Return the backup, and keep in the ledger that it was taken.

        Raises:
            LedgerError: where it may not or cannot be made.
        """
        self.problem = ""
        try:
            return take_backup(sessions.signed_in(self.token))
        except LedgerError as problem:
            self.problem = str(problem)
            raise
        finally:
            self.done.set()


def take_backup(who: Actor | None) -> bytes:
    """Return all of the ledger in one file, for who administers, and keep that it was taken.

    Raises:
        LedgerError: where it may not or cannot be made.
    """
    if who is None or who.role is not Role.ADMINISTERS:
        message = "Solo quien administra el tablero puede descargar la copia. Vuelva a ingresar."
        raise NotAllowed(message)
    ledger, at = data.ledger(), data.now()
    newest = _newest()
    made = backup.backup(ledger, at)
    detail = {"bytes": len(made), "newest": newest}
    ledger_access.record_event(ledger, who, _BACKUP, detail, at)  # asks again who it is
    return made


def backup_box() -> None:
    """Offer all of the board in one file, and say when that was last done."""
    st.subheader("Copia de seguridad", anchor=False)
    place = data.ledger().place
    if place is not None and store.is_temporary(place.parent):
        st.warning(
            f"La carpeta de datos, {screen.escaped(str(place.parent))}, es temporal: lo que guarda "
            "el tablero puede perderse al reiniciar el equipo. Descargue una copia después de cada "
            "cambio, y pida a quien instaló el tablero que indique otra carpeta."
        )
    last = st.empty()
    copy: _Copy = st.session_state.setdefault(_COPY, _Copy())
    copy.token = access.token()
    failed = st.empty()
    pressed = st.download_button(
        "Descargar la copia de seguridad",
        data=copy.make,
        file_name=f"PAAC_copia_{data.now():%Y-%m-%d_%H%M}.zip",
        mime="application/zip",
        icon=":material/download:",
    )
    st.caption(
        "Trae todas las versiones, los archivos y las cuentas. Guárdela fuera de este equipo y "
        "trátela como reservada."
    )
    if pressed:
        with last, st.spinner("Preparando la copia…"):
            copy.done.wait(_LONGEST_COPY)
        copy.done.clear()
        if copy.problem:
            failed.error(screen.escaped(copy.problem))
    last.text(_last_copy(ledger_access.last_event(data.ledger(), _BACKUP)))


def _last_copy(event: Event | None) -> str:
    if event is None:
        return "Todavía no se ha hecho ninguna."
    at = event.at.astimezone(COLOMBIA)
    newer = _newest() > int(event.detail.get("newest", 0))
    changed = " El tablero cambió desde entonces." if newer else ""
    return f"Última copia: {labels.date(at.date())}, {at:%H:%M}, {event.by}.{changed}"


def _newest() -> int:
    """Return the number of the newest version of the board."""
    return max((number for _, number, _ in store.heads(data.ledger())), default=0)
