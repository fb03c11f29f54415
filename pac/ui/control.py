"""Control Interno's own part: its format, closing a cut-off, and the legal publication."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from pac import labels
from pac.ledger import update
from pac.ledger.access import Actor
from pac.ledger.store import LedgerError
from pac.ui import access, data, show, source, updating
from pac.workbook import contents, forms
from pac.workdays import publication_limit


def offer_form() -> None:
    """Offer Control Interno's own format."""
    board = data.board(source.plan_year())
    reading, version = board.reading, board.version
    if reading is None or reading.settings is None or version is None:
        st.text("El tablero todavía no tiene un plan.")
        st.stop()
        return
    settings = reading.settings
    st.subheader("1. Descargue su formato", anchor=False)
    st.text(
        "Trae lo reportado para leer, y las columnas «Avance verificado» y «Observaciones de "
        "Control Interno» para llenar."
    )
    name = f"PAAC_{settings.plan_year}_{labels.slug(settings.entity)}_control_interno"
    st.download_button(
        "Descargar el formato de Control Interno",
        data=lambda: forms.control_form(
            forms.Standing(
                reading,
                contents.contents(reading),
                settings,
                str(version.content.get("stamp", "")),
                board.moves,
            )
        ),
        file_name=f"{name}_v{version.number}.xlsx",
        mime=updating.XLSX,
        icon=":material/download:",
        on_click="ignore",
    )


def close_box(actor: Actor) -> None:
    """Let Control Interno close a cut-off that has come, or open one again with a reason."""
    board = data.board(source.plan_year())
    if board.reading is None or board.reading.settings is None:
        return
    settings, number = board.reading.settings, access.desk().done
    st.subheader("Cerrar un corte", anchor=False)
    st.text(
        "Al cerrarlo, las cifras legales del corte son las verificadas. Después, cualquier cambio "
        "de lo que cubre exige un motivo y queda marcado a la vista de todos."
    )
    for cutoff in settings.cutoffs:
        closed = settings.is_closed(cutoff)
        with st.container(border=True):
            st.markdown(
                f"**{show.escaped(labels.date(cutoff))}**: "
                + ("cerrado" if closed else "abierto, en recolección")
            )
            if not closed:
                _summary(board, cutoff)
            if cutoff > data.today():
                st.caption("Todavía no llega.")
                continue
            if closed:
                _published(board, actor, cutoff, publication_limit(cutoff, settings.plan_year))
            verb = "Volver a abrir" if closed else "Cerrar"
            with st.expander(f"{verb} este corte"), st.form(f"{verb} {cutoff}", border=False):
                note = st.text_input("Por qué" if closed else "Nota (opcional)", max_chars=500)
                if st.form_submit_button(f"{verb} el corte del {labels.date(cutoff)}"):
                    _close(actor, cutoff, note, number, reopen=closed)


def _summary(board: update.Board, cutoff: dt.date) -> None:
    """Say what closing a cut-off would take as its figures."""
    if board.reading is None:
        return
    reports = board.reading.reports
    own = reports[reports["as_of"] == cutoff.isoformat()]
    reported, verified = (int(own[name].notna().sum()) for name in ("value", "verified"))
    st.caption(
        f"{labels.count(reported, 'avance reportado', 'avances reportados')} a este corte; "
        f"{labels.count(verified, 'verificado', 'verificados')}. Lo que no esté verificado cuenta "
        "como 0 al cerrar."
    )


def _close(actor: Actor, cutoff: dt.date, note: str, number: int, *, reopen: bool) -> None:
    ledger, plan_year = data.ledger(), source.plan_year()

    def work() -> str:
        made = update.close(
            ledger, actor, cutoff, at=data.now(), note=note, plan_year=plan_year, reopen=reopen
        )
        state = "abierto de nuevo" if reopen else "cerrado"
        return (
            f"El corte del {labels.date(cutoff)} está {state}. El tablero está en la versión "
            f"{made.number}. Código de verificación: {made.short_code}."
        )

    try:
        updating.once(number, work)
    except LedgerError as problem:
        st.error(show.escaped(str(problem)))


def _published(board: update.Board, actor: Actor, cutoff: dt.date, due: dt.date | None) -> None:
    """Show when and where the legal follow-up was published, or let it be recorded (R14)."""
    one = board.content("publications").get(cutoff.isoformat())
    if one:
        day = labels.date(dt.date.fromisoformat(one["day"]))
        st.text(f"Seguimiento publicado el {day} en {one['address']}")
    title = "Corregir la publicación" if one else "Registrar la publicación del seguimiento"
    number = access.desk().done
    with st.expander(title), st.form(f"publicar {cutoff} {number}", border=False):
        if due:
            st.text(f"El seguimiento de este corte se publica a más tardar el {labels.date(due)}.")
        day_given = st.date_input(
            "Fecha en que se publicó", value=None, format="DD/MM/YYYY", key=f"día {cutoff}"
        )
        address = st.text_input("Dirección donde quedó", placeholder="https://…", max_chars=500)
        if st.form_submit_button("Registrar la publicación"):
            if not isinstance(day_given, dt.date):
                st.error("Escriba la fecha en que se publicó.")
                return
            _publish(actor, cutoff, day_given, address, number)


def _publish(actor: Actor, cutoff: dt.date, day: dt.date, address: str, number: int) -> None:
    ledger, plan_year = data.ledger(), source.plan_year()

    def work() -> str:
        update.record_publication(
            ledger, actor, cutoff, day, address, at=data.now(), plan_year=plan_year
        )
        return f"Quedó registrada la publicación del corte del {labels.date(cutoff)}."

    try:
        updating.once(number, work)
    except LedgerError as problem:
        st.error(show.escaped(str(problem)))
