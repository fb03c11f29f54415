"""The versions of the board: what each one changed, its workbook, its code, and going back."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any, Final

import streamlit as st

from pac import labels
from pac.ledger import editions, store, update
from pac.ledger.access import Actor
from pac.ledger.store import LedgerError, Version
from pac.reading.reader import File
from pac.reports.table import table, words
from pac.ui import access, data, links, show, source, updating
from pac.workdays import COLOMBIA

_PAGE: Final = 10  # versions shown at first
_KINDS: Final = {
    "first": "Primera versión",
    "update": "Actualización",
    "restore": "Regreso a una versión anterior",
    "close": "Cierre de un corte",
    "reopen": "Reapertura de un corte",
    "publication": "Publicación del seguimiento",
}


def when(at: dt.datetime) -> str:
    """Return a moment in Colombia's time, in words."""
    here = at.astimezone(COLOMBIA)
    return f"{labels.date(here.date())}, {here:%H:%M}"


def show_versions(actor: Actor | None) -> None:
    """Show every version of the plan year on screen, the newest first."""
    board = data.board(source.plan_year())
    if board.version is None:
        st.text("El tablero todavía no tiene versiones.")
        return
    _rule_changes(board.version.number)
    every = data.versions(board.version.plan_year)
    n = labels.count(len(every), "versión", "versiones")
    st.header(
        show.escaped(
            f"El tablero va en la versión {every[0].number}, del {when(every[0].at)}. "
            f"Tiene {n}; ninguna se borra."
        ),
        anchor=False,
    )
    most = len(every)
    if most > _PAGE and not st.toggle(f"Ver las {most} versiones"):
        every_shown = every[:_PAGE]
    else:
        every_shown = every
    for one in every_shown:
        _version(one, actor, current=one.number == board.number)


def _version(one: Version, actor: Actor | None, *, current: bool) -> None:
    mark = " · está en el tablero" if current else ""
    with st.container(border=True):
        st.subheader(f"Versión {one.number}{mark}", anchor=False)
        kind = _KINDS.get(one.kind, one.kind)
        back = f" a la versión {one.restored_from}" if one.restored_from else ""
        st.caption(
            show.escaped(f"{kind}{back} · {when(one.at)} · {one.by} · código {one.short_code}")
        )
        if one.note and one.note != kind:
            st.text(one.note)
        _difference(one)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.download_button(
                "Descargar el libro completo",
                data=lambda: update.workbook_of(data.ledger(), one).data,
                file_name=_name(one),
                mime=updating.XLSX,
                key=f"libro {one.number}",
                icon=":material/download:",
                type="tertiary",
                on_click="ignore",
            )
            if not current:
                query = f"/?{links.VERSION}={one.number}"
                st.markdown(show.linked("Ver el tablero como estaba", query))
        if actor is not None:
            _for_roles(one, actor, current=current)


def _name(one: Version) -> str:
    return f"{one.workbook.name.removesuffix('.xlsx')}_v{one.number}.xlsx"


def _difference(one: Version) -> None:
    said: dict[str, Any] = one.content.get("difference", {})
    if one.kind == "first":
        st.text("Con ella empieza el tablero.")
        return
    if said.get("sentence") and one.kind != "publication":
        st.text(said["sentence"])
    changes = said.get("changes", ())
    reasons: dict[str, list[str]] = {}
    for change in changes:
        reason = editions.reason_in(one, change)
        if reason:
            reasons.setdefault(reason, []).append(change["subject"])
    for reason, subjects in reasons.items():
        named = ", ".join(dict.fromkeys(filter(None, subjects)))
        st.caption(show.escaped(f"Motivo{f' ({named})' if named else ''}: {reason}"))
    closed = sorted({day for change in changes for day in change["closed"]})
    if closed:
        days = labels.listing([labels.date(dt.date.fromisoformat(day)) for day in closed])
        st.markdown(f":material/warning: **Cambia un corte ya cerrado:** {show.escaped(days)}.")
    if len(changes) > 1:
        with st.expander("Ver los cambios uno por uno"):
            listed = changes[: updating.MOST_LISTED]
            shown = table(
                words("Actividad", [each["subject"] for each in listed]),
                words("Qué cambia", [_capital(each["sentence"]) for each in listed]),
                words("Motivo", [editions.reason_in(one, each) for each in listed]),
            )
            show.written(shown, f"Cambios de la versión {one.number}")
            updating.say_more(len(changes))


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _for_roles(one: Version, actor: Actor, *, current: bool) -> None:
    """Show what is nobody else's: the files as they were uploaded, and going back."""
    if one.uploads:
        with st.expander("Los archivos como los subieron"):
            for number, info in enumerate(one.uploads):
                st.download_button(
                    show.escaped(info.name),
                    data=partial(store.file, data.ledger(), info.sha256),
                    file_name=info.name,
                    mime=updating.XLSX,
                    key=f"subido {one.number} {number}",
                    type="tertiary",
                    icon=":material/download:",
                    on_click="ignore",
                )
    if current:
        return
    number = access.desk().done
    key = f"volver {one.number} {number}"
    with st.expander("Volver a esta versión"), st.form(key, border=False):
        st.text("Se hace una versión nueva que dice lo mismo que esta. Nada se borra.")
        reason = st.text_input("Por qué se vuelve a ella", max_chars=500)
        if st.form_submit_button(f"Volver a la versión {one.number}"):
            _restore(one, actor, reason, number)


def _restore(one: Version, actor: Actor, reason: str, number: int) -> None:
    ledger = data.ledger()

    def work() -> str:
        made = update.restore(ledger, actor, one.number, at=data.now(), note=reason)
        return (
            f"El tablero está en la versión {made.number}, igual a la {one.number}. "
            f"Código de verificación: {made.short_code}."
        )

    try:
        updating.once(number, work)
    except LedgerError as problem:
        st.error(show.escaped(str(problem)))


def verify_box() -> None:
    """Let anybody check a code or a file against the versions of the board."""
    st.subheader("Verificar un código o un archivo", anchor=False)
    st.text(
        "Escriba el código de verificación de una página o de un documento, o suba el libro que "
        "le entregaron."
    )
    code = st.text_input("Código de verificación", max_chars=80, placeholder="7QF3-K2M9-X4TD-9ABC")
    if code.strip():
        _say_code(code)
    given = st.file_uploader(
        "Libro de Excel (.xlsx)", type=["xlsx"], key="verificar", max_upload_size=10
    )
    if given is not None:
        _say_file(File(given.name, given.getvalue()))
    with st.expander("Qué prueba un código y qué no"):
        st.text(
            "El código se calcula sobre todo lo que guarda la versión: los archivos, las cifras, "
            "los motivos, quién y cuándo, y el código de la versión anterior. Si alguien cambia "
            "una sola letra de una versión, su código y los de todas las siguientes ya no "
            "coinciden. Por eso un código impreso o enviado hoy sirve de testigo de todo lo que el "
            "tablero decía hasta hoy."
        )
        st.text(
            "Lo que no prueba: que lo reportado sea cierto, ni quién estaba frente al computador. "
            "Quien tenga el equipo del servidor podría rehacer todas las versiones con códigos "
            "nuevos; eso lo descubre quien conserve un código anterior, no el tablero solo."
        )


def _say_file(file: File) -> None:
    try:
        said = data.belonging(file)
    except LedgerError as problem:
        said = str(problem)
    st.text(said)


def _say_code(code: str) -> None:
    found = store.find(data.ledger(), code)
    if found is None:
        st.warning(
            "Ninguna versión de este tablero tiene ese código. Revise que esté completo; si lo "
            "está, lo que acompaña no es de este tablero o el tablero fue cambiado."
        )
        return
    st.success(show.escaped(f"Es el código de la versión {found.number}, del {when(found.at)}."))
    st.markdown(show.linked("Ver el tablero como estaba", f"/?{links.VERSION}={found.number}"))


def _rule_changes(number: int) -> None:
    """Say where today's rules give another figure than a version recorded."""
    changed = data.rule_changes(number)
    if changed:
        days = labels.listing([labels.date(day) for day in changed])
        st.warning(
            show.escaped(
                f"Las reglas de cálculo cambiaron después de la versión {number}: las cifras de "
                f"{days} hoy dan otra cosa que las que se registraron con ella."
            )
        )


def verify_all() -> None:
    """Let who signed in check every version, file and account that is stored."""
    st.subheader("Verificar todo lo guardado", anchor=False)
    st.text("Lee cada versión, cada archivo y cada cuenta, y dice si algo fue cambiado por fuera.")
    if not st.button("Verificar todo"):
        return
    found = store.verify(data.ledger())
    if not found:
        st.success("Todo está como se guardó.")
        return
    shown = table(
        words("Dónde", [one.where for one in found]),
        words("Qué pasa", [one.message for one in found]),
    )
    show.written(shown, "Lo que no está como se guardó")
