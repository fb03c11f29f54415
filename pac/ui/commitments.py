"""The commitments of the sessions: what waits for an answer, and the form for who updates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from pac import labels, narrative, schema
from pac.ledger import update
from pac.ledger.access import Actor, Role
from pac.ledger.store import LedgerError, Superseded
from pac.ledger.update import Blocked, Board, ReasonsMissing
from pac.model import Commitment, Finding, Severity
from pac.progress.commitments import in_order, is_late
from pac.progress.figures import Figures
from pac.reports import annex, provenance
from pac.ui import access, data, filters, links, show, source, updating
from pac.workbook import contents
from pac.workbook.contents import Values
from pac.workbook.layout import Value

_WRITING: Final = "compromisos: lo que se escribe"  # key of the session state
_LONGEST: Final = 2000  # characters of a question or an answer
_FIRST_DAY, _LAST_DAY = dt.date(2000, 1, 1), dt.date(2100, 12, 31)
_PRIVATE: Final = (
    "No escriba el nombre, el teléfono ni el correo de quien preguntó: esto se publica "
    "(Ley 1581 de 2012)."
)


# What everybody sees


def show_list(figures: Figures) -> None:
    """Show what is open and what was answered, as of today, and offer the annex."""
    every = figures.plan.commitments
    if not every:
        st.text(
            "Aquí se ven las preguntas y promesas de cada sesión de rendición de cuentas hasta que "
            "se respondan. Quien actualiza las escribe en esta página o en la hoja Compromisos del "
            "libro."
        )
        return
    today = data.today()
    data.replay("commitments", figures, today.isoformat(), lambda: _draw(figures, today))
    st.download_button(
        "Descargar anexo",
        data=lambda: annex.annex(figures, data.now()),
        file_name=f"{provenance.file_name(figures, annex.FILE)}.xlsx",
        mime=updating.XLSX,
        icon=":material/download:",
        on_click="ignore",
        help="Un libro de Excel con todos los compromisos y su estado a hoy.",
    )


def _draw(figures: Figures, today: dt.date) -> int:
    every = in_order(figures.plan.commitments)
    day = labels.date(today)
    for heading, note, rows in (
        (
            "Sin responder",
            f"A hoy, {day}. Primero lo de la sesión más antigua.",
            [one for one in every if one.is_open],
        ),
        ("Respondidos", "", [one for one in every if not one.is_open]),
    ):
        if not rows:
            continue
        with st.container(gap=None):
            st.subheader(f"{heading}: {labels.number(len(rows))}", anchor=False)
            if note:
                st.caption(show.escaped(note))
        for one in rows:
            _draw_one(one, figures, today)
    return len(every)


def _draw_one(one: Commitment, figures: Figures, today: dt.date) -> None:
    """Draw a commitment: what was asked, the answer or how it stands, whose it is."""
    stands = narrative.commitment(one, today)
    with st.container(gap=None):
        st.markdown(f"**{show.escaped(one.question)}**")
        if not one.is_open:
            st.markdown(show.escaped(one.answer))
        elif is_late(one, today):
            st.markdown(f":red[{show.escaped(stands)}]")
        else:
            st.markdown(show.escaped(stands))
        known = one.activity_id in figures.plan.activities.index
        address = links.activity(one.activity_id, figures) if known else ""
        promised = "" if one.due is None else f"prometido para el {labels.date(one.due)}"
        said = [
            show.escaped(f"Sesión del {labels.date(one.date)}" if one.date else "Sin fecha"),
            show.linked(one.activity_id, address) if one.activity_id else "",
            show.escaped(one.office),
            "" if one.is_open else show.escaped(promised),
        ]
        # no caption: its links are too pale to read
        st.markdown(f":gray[:small[{' · '.join(filter(None, said))}]]")


# What who updates writes


@dataclass(frozen=True)
class _Doubt:
    """What a form would save and what may be wrong with it, shown before it is saved."""

    form: str
    findings: tuple[Finding, ...]


@dataclass
class _Writing:
    """What a visitor writes, until it is saved.

    One object that changes, for the reason that ``access.Desk`` gives. What the board said when
    the forms were first drawn is kept, so that what somebody else changed since is not undone.
    """

    number: int  # of things done, as the desk counts them
    seen: tuple[Values, ...]
    count: int  # of the commitments when the forms were first drawn
    shown: dict[int, Values] = field(default_factory=dict)  # place -> the row as first shown
    doubt: _Doubt | None = None


class _Overtaken(LedgerError):  # noqa: N818  named for what the screen says
    """Somebody changed the commitments since the form was drawn."""

    def __init__(self, board: Board) -> None:
        self.seen = _rows(board)
        version = board.version
        who = version.by if version else "Otra persona"
        super().__init__(
            f"{who} cambió los compromisos mientras tanto. No se guardó nada y lo que usted "
            "escribió sigue aquí: mire cómo quedó la lista y presione de nuevo."
        )


class _Doubtful(LedgerError):  # noqa: N818  likewise
    """What would be saved has warnings that nobody saw yet."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(" ".join(map(_without_cell, findings)))


def offer_forms() -> None:
    """Let who updates add a commitment, answer one or mend it, on the board in force only."""
    actor = access.actor() if not data.shows_files() else None
    shown = filters.current_source()
    earlier = links.VERSION in dict(shown.query)
    if actor is None or actor.role is not Role.UPDATES:
        return
    if shown.draft or shown.example or earlier:
        st.caption("Para agregar o responder compromisos, vuelva al tablero de hoy.")
        return
    board = data.board(source.plan_year())
    if board.reading is None:
        return
    rows, number = _rows(board), access.desk().done
    writing: _Writing | None = st.session_state.get(_WRITING)
    if writing is None or writing.number != number:
        writing = st.session_state[_WRITING] = _Writing(number, rows, len(rows))
    st.subheader("Agregar o responder", anchor=False)
    st.caption(_PRIVATE)
    with st.expander("Agregar un compromiso", expanded=not rows):
        _add(board, writing, actor)
    if rows:
        with st.expander("Responder o corregir un compromiso"):
            _mend(board, writing, actor)


def _rows(board: Board) -> tuple[Values, ...]:
    return contents.commitments(board.reading) if board.reading else ()


def _add(board: Board, writing: _Writing, actor: Actor) -> None:
    form = f"compromiso nuevo {writing.number}"
    with st.form(form, border=False):
        given = _fields(form, board)
        pressed, sure = _buttons("Agregar el compromiso", form, writing)
    if pressed or sure:
        _save(_Wish(form, None, given, sure=sure), writing, actor)


def _mend(board: Board, writing: _Writing, actor: Actor) -> None:
    rows = writing.seen
    order = sorted(range(len(rows)), key=lambda each: _first_asked(rows[each]))
    place = st.selectbox(
        "Compromiso",
        order,
        format_func=lambda one: f"{_session(rows[one])}: {rows[one].get('question', '')}",
        key=f"compromiso elegido {writing.number}",
    )
    if place is None:
        return
    first = writing.shown.setdefault(place, rows[place])
    form = f"compromiso {place} {writing.number}"
    with st.form(form, border=False):
        given = _fields(form, board, first)
        reason = st.text_input(
            "Motivo, si cambia o quita algo que ya estaba escrito",
            max_chars=500,
            key=f"{form} motivo",
            help="Queda a la vista de todos en Versiones. Para responder no hace falta.",
        )
        pressed, sure = _buttons("Guardar", form, writing)
    if pressed or sure:
        _save(_Wish(form, place, given, reason.strip(), sure=sure), writing, actor)


def _first_asked(row: Values) -> tuple[bool, dt.date]:
    """Return what puts the open ones first and, among them, the oldest."""
    day = row.get("date")
    return bool(row.get("answer")), day if isinstance(day, dt.date) else dt.date.max


def _session(row: Values) -> str:
    day = row.get("date")
    return labels.short_date(day) if isinstance(day, dt.date) else "Sin fecha"


def _fields(form: str, board: Board, row: Mapping[str, Value] | None = None) -> Values:
    """Draw what is asked of a commitment and return what is written, blank ones left out.

    The values stand in the session from the first time on, so that they outlive a change of the
    board.
    """
    row = row or {}
    reading = board.reading
    texts: dict[str, str] = {}
    offices: list[str] = []
    if reading is not None:
        texts = {str(name): str(text) for name, text in reading.activities["activity"].items()}
        offices = [party.name for party in reading.parties]
    keys = {column.name: f"{form} {column.name}" for column in schema.COMMITMENTS_COLUMNS}
    for name, key in keys.items():
        usual = "" if name in ("question", "answer") else None
        st.session_state.setdefault(key, row.get(name, usual))
    left, right = st.columns(2)
    with left:
        date = _day("Fecha de la sesión", keys["date"])
    with right:
        due = _day("Para cuándo (opcional)", keys["due"])
    question = st.text_area(
        "Pregunta o compromiso", key=keys["question"], max_chars=_LONGEST, height=80
    )
    activity = st.selectbox(
        "Actividad (opcional)",
        _with(row.get("activity_id"), texts),
        index=None,
        format_func=lambda name: f"{name} · {texts.get(name, '')}".strip(" ·"),
        placeholder="Ninguna",
        key=keys["activity_id"],
    )
    office = st.selectbox(
        "Dependencia que responde",
        _with(row.get("office"), offices),
        index=None,
        placeholder="Elija una",
        key=keys["office"],
    )
    answer = st.text_area(
        "Respuesta (en blanco mientras no la haya)",
        key=keys["answer"],
        max_chars=_LONGEST,
        height=80,
    )
    given: Values = {
        "date": date,
        "question": " ".join(question.split()),
        "activity_id": activity,
        "office": office,
        "due": due,
        "answer": " ".join(answer.split()),
    }
    return {name: value for name, value in given.items() if value}


def _day(label: str, key: str) -> dt.date | None:
    """Ask for a date; what a row says that is none is asked anew."""
    if not isinstance(st.session_state[key], dt.date):
        st.session_state[key] = None
    day = st.date_input(
        label,
        value=None,
        key=key,
        format="DD/MM/YYYY",
        min_value=_FIRST_DAY,
        max_value=_LAST_DAY,
    )
    return day if isinstance(day, dt.date) else None


def _with(own: Value, options: Iterable[str]) -> list[str]:
    """Return options and, where they lack it, what a row says now."""
    every = list(options)
    return every if own is None or own in every else [*every, str(own)]


def _buttons(label: str, form: str, writing: _Writing) -> tuple[bool, bool]:
    """Draw what may be wrong with what was written, and the buttons; tell which was pressed."""
    doubt = writing.doubt if writing.doubt and writing.doubt.form == form else None
    if doubt is not None:
        for one in doubt.findings:
            st.warning(show.escaped(_without_cell(one)))
    with st.container(horizontal=True):
        pressed = st.form_submit_button(label, type="primary")
        sure = doubt is not None and st.form_submit_button("Guardar aunque tenga el aviso")
    return pressed, sure


def _without_cell(one: Finding) -> str:
    """Return what a finding says, without the cell of a workbook that nobody has open."""
    said = one.message.partition(": ")[2]
    return f"{said[:1].upper()}{said[1:]}"


@dataclass(frozen=True)
class _Wish:
    """What somebody asks to save."""

    form: str
    place: int | None  # of the row to write anew; None adds one
    given: Values
    reason: str = ""
    sure: bool = False  # the warnings were seen


def _save(wish: _Wish, writing: _Writing, actor: Actor) -> None:
    missing = [
        what
        for name, what in (("date", "la fecha de la sesión"), ("question", "la pregunta"))
        if name not in wish.given
    ]
    if missing:
        st.error(f"Falta {labels.listing(missing)}.")
        return
    ledger, plan_year = data.ledger(), source.plan_year()

    def work() -> str:
        board = update.board(ledger, plan_year)
        rows = _rows(board)
        if rows != writing.seen:
            raise _Overtaken(board)
        proposal = update.propose_commitments(board, _wished(wish, writing), today=data.today())
        if proposal.errors:
            raise Blocked(" ".join(map(_without_cell, proposal.errors)))
        warnings = proposal.loud(Severity.WARNING)
        if warnings and not (wish.sure and _known(writing.doubt, warnings)):
            raise _Doubtful(warnings)
        version = update.commit(
            ledger,
            actor,
            proposal,
            at=data.now(),
            note=_note(wish.given),
            reasons={"*": wish.reason} if wish.reason else {},
        )
        done = "Quedó agregado el compromiso" if wish.place is None else "Quedó guardado"
        return (
            f"{done}. El tablero está en la versión {version.number}. "
            f"Código de verificación: {version.short_code}."
        )

    try:
        updating.once(writing.number, work)
    except _Overtaken as problem:
        writing.seen = problem.seen
        st.warning(show.escaped(str(problem)))
    except Superseded as problem:
        st.warning(show.escaped(f"{problem} Lo que usted escribió sigue aquí."))
    except _Doubtful as problem:
        writing.doubt = _Doubt(wish.form, problem.findings)
        st.rerun()
    except ReasonsMissing as problem:
        said = labels.listing([one.sentence for one in problem.changes])
        st.error(show.escaped(f"Falta el motivo: {said}. No se guardó nada."))
    except LedgerError as problem:
        st.error(show.escaped(str(problem)))


def _wished(wish: _Wish, writing: _Writing) -> list[Values]:
    """Return all commitments as somebody wishes them.

    Of a row written anew only what its author changed is taken: what it did not touch may have
    been changed by somebody else since.
    """
    rows = [dict(row) for row in writing.seen]
    if wish.place is None:
        return [*rows, dict(wish.given)]
    first = writing.shown[wish.place]
    now = rows[_place_now(first, wish.place, writing)]
    for name in {*first, *wish.given}:
        value = wish.given.get(name)
        if value == first.get(name):
            continue
        if value is None:
            now.pop(name, None)
        else:
            now[name] = value
    return rows


def _place_now(row: Values, place: int, writing: _Writing) -> int:
    """Return where a commitment stands now: where its question is, or where it was if reworded.

    Raises:
        LedgerError: where somebody took it away, so that no other one gets what is its own.
    """
    for now, other in enumerate(writing.seen):
        if all(row.get(name) == other.get(name) for name in ("question", "date")):
            return now
    if len(writing.seen) == writing.count:
        return place
    raise LedgerError("Ese compromiso ya no está en la lista: alguien lo quitó mientras tanto.")


def _known(doubt: _Doubt | None, warnings: Sequence[Finding]) -> bool:
    """Tell whether these warnings were all shown."""
    seen = {update.fingerprint(one) for one in doubt.findings} if doubt else set()
    return all(update.fingerprint(one) in seen for one in warnings)


def _note(given: Values) -> str:
    day = given.get("date")
    said = labels.date(day) if isinstance(day, dt.date) else ""
    return f"Compromisos de la sesión del {said}"
