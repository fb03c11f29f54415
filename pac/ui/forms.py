"""Formats for the offices: who has answered, what to send to each, and where the answers go."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import streamlit as st

from pac import labels, messages
from pac.ledger.update import Board
from pac.messages import Answer
from pac.model import PartyKind, Settings
from pac.progress.figures import Choice, Figures
from pac.reading.reader import Reading
from pac.reports.table import Table, counts, listed, table, words
from pac.ui import data, links, show, source, updating
from pac.workbook import contents
from pac.workbook import forms as books
from pac.workbook.forms import Standing


@dataclass(frozen=True)
class Request:
    """What is asked of the offices: for which cut-off, by when, and what they have answered."""

    board: Board
    reading: Reading
    settings: Settings
    figures: Figures  # of the whole plan at the cut-off
    answer_by: dt.date
    answers: tuple[Answer, ...]

    @property
    def cutoff(self) -> dt.date:
        """Return the cut-off asked about."""
        return self.figures.cutoff

    @property
    def stamp(self) -> str:
        """Return what tells a form of this version when it returns."""
        return str(self.board.content("stamp") or "")


def choose() -> Request:
    """Draw the choice of cut-off and day of answer; stop where there is nothing to ask for."""
    board = data.board(source.plan_year())
    reading = board.reading
    if reading is None or reading.settings is None or board.version is None:
        st.text("El tablero todavía no tiene un plan.")
        show.follow([("Actualizar el tablero", f"/{links.UPDATE}")])
        st.stop()
    settings = reading.settings
    days = books.open_cutoffs(settings)
    if not days:
        st.text(
            "Todos los cortes están cerrados: no hay nada por reportar. Control Interno puede "
            "volver a abrir uno."
        )
        st.stop()
    left, right = st.columns(2)
    with left:
        cutoff = st.selectbox(
            "Corte que se reporta",
            days,
            format_func=_named,
            help="El primero que sigue abierto. Los cerrados no se reportan.",
        )
    with right:
        proposed = st.date_input(
            "Se propone responder a más tardar",
            messages.answer_day(cutoff, data.today()),
            format="DD/MM/YYYY",
            key=f"responder {cutoff}",
            help="El quinto día hábil después del corte; si ya pasó, desde hoy. Cámbielo si "
            "acordaron otro: va en los mensajes.",
        )
    answer_by = proposed if isinstance(proposed, dt.date) else messages.answer_day(cutoff)
    figures = data.figures(data.edition(source.plan_year()), Choice(cutoff))
    answers = messages.answered(figures.measured, figures.previous)
    return Request(board, reading, settings, figures, answer_by, answers)


def _named(cutoff: dt.date) -> str:
    came = "" if cutoff <= data.today() else " (todavía no llega)"
    return f"{labels.date(cutoff)}{came}"


def show_answers(asked: Request) -> None:
    """Show who has answered and what each one lacks."""
    asked_of = [one for one in asked.answers if one.due]
    complete = sum(one.complete for one in asked_of)
    day = labels.date(asked.cutoff)
    if not asked_of:
        sentence = f"Nada está programado para el corte del {day}."
    else:
        verb = "reportó" if complete == 1 else "reportaron"
        sentence = (
            f"{complete} de {labels.count(len(asked_of), 'responsable', 'responsables')} {verb} "
            f"todo lo programado para el corte del {day}."
        )
    st.header(show.escaped(sentence), anchor=False)
    title = "Quién ha respondido"
    with st.container(gap=None):
        st.subheader(title, anchor=False)
        st.caption(
            "Cada actividad la responde quien la lidera. Está respondida si tiene un reporte para "
            "este corte, o si uno anterior ya alcanza lo programado."
        )
    show.written(_answers(asked), title)


def _answers(asked: Request) -> Table:
    answers = asked.answers
    return table(
        words("Quién lidera", [one.name for one in answers]),
        words("Respondió", [_state(one) for one in answers]),
        listed(
            "Falta el reporte de",
            [
                [(name, links.activity(name, asked.figures)) for name in one.missing]
                for one in answers
            ],
        ),
        counts("Programadas", [len(one.due) for one in answers]),
        counts("Respondidas", [len(one.reported) for one in answers]),
        counts("Lidera", [len(one.led) for one in answers]),
    )


def _state(answer: Answer) -> str:
    if not answer.due:
        return "Nada programado"
    if answer.complete:
        return "✓ Sí, todo"
    return "○ Una parte" if answer.reported else "Todavía no"


def offer_all(asked: Request) -> None:
    """Offer the forms of all in one file, and say where they go when they return."""
    with st.container(gap=None):
        st.subheader("Formatos y mensajes", anchor=False)
        st.caption(
            "Cada formato trae solo lo que esa dependencia llena; lo demás está protegido. Al "
            "subirlos juntos se unen, y si dos libros dicen algo distinto de la misma actividad "
            "el tablero lo pregunta."
        )
    st.download_button(
        f"Descargar los {len(asked.answers)} formatos (.zip)"
        if len(asked.answers) > 1
        else "Descargar el formato (.zip)",
        data=lambda: _zip(asked),
        file_name=books.form_name(asked.settings, "", asked.cutoff, asked.board.number),
        mime="application/zip",
        icon=":material/folder_zip:",
        on_click="ignore",
    )
    show.follow([("Subir los formatos que devolvieron", f"/{links.UPDATE}")])


def _zip(asked: Request) -> bytes:
    made = books.forms(_standing(asked), cutoffs=[asked.cutoff])
    return books.forms_zip(made, asked.settings, asked.cutoff, asked.board.number)


def _standing(asked: Request) -> Standing:
    reading = asked.reading
    return Standing(
        reading, contents.contents(reading), asked.settings, asked.stamp, asked.board.moves
    )


def show_offices(asked: Request) -> None:
    """Show for each party its form and the message that goes with it."""
    said = asked.reading.activities["activity"]
    texts = {str(name): str(text) for name, text in said.items()}
    for place, answer in enumerate(asked.answers):
        label = show.escaped(f"{answer.name} · {_summary(answer)}")
        with st.expander(label):
            _office(asked, answer, texts, place)


def _summary(answer: Answer) -> str:
    if not answer.due:
        return "nada programado"
    n = len(answer.missing)
    return f"falta {labels.number(n)} de {len(answer.due)}" if n else "completo"


def _office(asked: Request, answer: Answer, texts: dict[str, str], place: int) -> None:
    st.download_button(
        "Descargar su formato",
        data=lambda: books.form(_standing(asked), answer.name, cutoffs=[asked.cutoff]),
        file_name=books.form_name(asked.settings, answer.name, asked.cutoff, asked.board.number),
        mime=updating.XLSX,
        key=f"formato {place}",
        icon=":material/download:",
        on_click="ignore",
    )
    if answer.kind not in _ADDRESSED:
        st.text(_NOBODY)
        return
    if answer.kind == PartyKind.GROUP:
        st.caption(_GROUP)
    message = messages.office_message(answer, texts, asked.settings, asked.cutoff, asked.answer_by)
    st.caption("Mensaje para WhatsApp o correo. Cópielo con el botón de la esquina.")
    st.code(message, language=None, wrap_lines=True)


_ADDRESSED: Final = frozenset(PartyKind)
_NOBODY: Final = (
    "Nadie responde por estas actividades. Escriba quién las lidera en la columna Lidera de la "
    "hoja Plan, o llene usted su avance."
)
_GROUP: Final = (
    "Es un grupo: ninguna dependencia responde por estas actividades. Acuerden quién llena el "
    "formato, o escriba quién las lidera en la hoja Plan."
)
