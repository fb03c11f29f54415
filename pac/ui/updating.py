"""From the office's files to the board: upload, verdict, doubts, difference, update."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final, NoReturn

import pandas as pd
import streamlit as st
from pandas.io.formats.style_render import CSSDict

from pac import labels
from pac.ledger import apart, update
from pac.ledger.access import Actor
from pac.ledger.difference import Change
from pac.ledger.store import LedgerError, Superseded
from pac.ledger.update import NothingChanges, Proposal, ReasonsMissing
from pac.model import Answer, Finding, Severity
from pac.reading import conventions, questions, verdict
from pac.reading.excerpt import Excerpt, excerpt
from pac.reading.reader import File
from pac.reading.workbook import MAX_FILE_BYTES, read_workbook
from pac.reports.table import Table, table, words
from pac.ui import access, data, links, problems, show, source
from pac.workbook import marked, merge

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_UPLOAD: Final = "subida"  # key of the session state
_DONE: Final = "tablero"  # where the screen says what came of a click

_MOST_EXCERPTS: Final = 4
_MOST_FILES: Final = 60
_SHORT: Final = 10  # characters of a cell that stays on one line: an ID, a date
_AT_ONCE: Final = threading.Semaphore(2)  # large books that are looked at


@dataclass(frozen=True)
class Review:
    """A proposal with what the screen shows of its files."""

    key: str
    proposal: Proposal
    excerpts: tuple[tuple[Finding, Excerpt], ...]
    overtaken: bool = False  # the board was changed after the files were first looked at


@dataclass
class Upload:
    """What a visitor uploaded and answered, until the board is updated with it.

    One object that changes, for the reason that ``access.Desk`` gives. It outlives the upload
    box, which is empty again when the visitor comes back from looking at the draft.
    """

    number: int
    files: tuple[File, ...] = ()
    drop: bool = False
    review: Review | None = None
    before: tuple[Finding, ...] | None = None  # what was found in the files before these
    answers: dict[tuple[str, str], tuple[Answer, ...]] = field(default_factory=dict)
    chosen: dict[str, int] = field(default_factory=dict)  # conflict -> value
    silenced: tuple[dict[str, object], ...] = ()

    def take(self, files: tuple[File, ...]) -> None:
        """Take what is in the upload box now; nothing where it was emptied."""
        self.files = files
        if not files and self.review is not None:
            self.before, self.review = self.review.proposal.findings, None


def current() -> Upload:
    """Return what this visitor has uploaded since the board was last changed here."""
    number = access.desk().done
    found: Upload | None = st.session_state.get(_UPLOAD)
    if found is None or found.number != number:
        found = st.session_state[_UPLOAD] = Upload(number)
    return found


def done() -> None:
    """Say what the last update did, until the visitor goes on."""
    if access.desk().did(_DONE) and source.is_draft():
        source.leave_draft()
        st.rerun()
    access.said(_DONE)


def offer_book() -> None:
    """Offer the complete workbook of the board, to fill in or to correct."""
    held = data.board(source.plan_year())
    st.subheader("1. Parta del libro del tablero", anchor=False)
    if held.file is None or held.version is None:
        st.text("El tablero todavía no tiene un plan: suba el libro completo en el paso 2.")
        return
    st.text(
        f"Es la versión {held.version.number}. Llénelo o corríjalo en Excel. También sirven su "
        "propio libro y los formatos que llenaron las dependencias."
    )
    with st.container(horizontal=True):
        st.download_button(
            "Descargar el libro del tablero",
            data=held.file.data,
            file_name=held.file.name,
            mime=XLSX,
            icon=":material/download:",
            on_click="ignore",
        )
    show.follow([("Formatos para cada dependencia", f"/{links.FORMS}")])


def upload_box(label: str = "Libros de Excel (.xlsx), uno o varios") -> tuple[File, ...]:
    """Draw the upload box, which stays in reach; return what is in it, or was left in it."""
    upload = current()
    key = f"subida {upload.number}"
    given = st.file_uploader(
        label,
        type=["xlsx"],
        accept_multiple_files=True,
        key=key,
        max_upload_size=MAX_FILE_BYTES // 2**20,
        on_change=_take,
        args=(key,),
    )
    if upload.files and not given:
        names = labels.listing([one.name for one in upload.files])
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"Sigue aquí lo que subió: {names}.", width="content")
            st.button("Quitar lo que subió", on_click=upload.take, args=((),), type="tertiary")
    if len(upload.files) > _MOST_FILES:
        st.error(f"Son {len(upload.files)} archivos; suba hasta {_MOST_FILES} a la vez.")
        return ()
    return upload.files


def _take(key: str) -> None:
    access.desk().forget()
    current().take(tuple(File(one.name, one.getvalue()) for one in st.session_state[key]))


def drop_box() -> bool:
    """Ask whether what the files do not bring leaves the board; return the answer."""
    upload = current()
    key = f"quitar {upload.number}"
    st.session_state.setdefault(key, upload.drop)
    upload.drop = st.checkbox(
        "Quitar del tablero lo que estos libros no traen",
        key=key,
        help="Sin marcar, lo que un libro no trae se queda como está.",
    )
    return upload.drop


def review(files: Sequence[File], *, control: bool, drop: bool) -> Review:
    """Return what the files would make of the board; looked at anew when something changes."""
    held = data.board(source.plan_year())
    upload = current()
    answered = [_with_answers(file, upload) for file in files]
    chosen, silenced = upload.chosen, list(upload.silenced)
    parts = [
        *(f"{one.name} {hashlib.sha256(one.data).hexdigest()} {one.answers}" for one in answered),
        f"{held.number} {control} {drop} {sorted(chosen.items())} {silenced}",
    ]
    key = hashlib.sha256("|".join(parts).encode()).hexdigest()
    known = upload.review
    if known is not None and known.key == key:
        return known
    options = {
        "files": answered,
        "control": control,
        "drop": drop,
        "chosen": chosen,
        "silenced": silenced,
        "plan_year": source.plan_year(),
        "today": data.today(),
    }
    place = st.empty()
    with place.status("Revisando…") as status:

        def say(step: str) -> None:
            status.update(label=f"{step}…")

        try:
            if apart.is_large(files):
                with _AT_ONCE:
                    proposal = apart.propose(data.ledger(), data.board, options, say)
            else:
                proposal = update.propose(data.ledger(), **options, say=say)  # type: ignore[arg-type]
        except LedgerError as problem:
            place.error(show.escaped(str(problem)))
            st.stop()
        overtaken = known is not None and (
            known.overtaken or known.proposal.board.number != proposal.board.number
        )
        made = Review(key, proposal, tuple(_excerpts(proposal)), overtaken)
    place.empty()
    if known is not None and _bytes(known.proposal) != _bytes(proposal):
        upload.before = known.proposal.findings
    upload.review = made
    return made


def _bytes(proposal: Proposal) -> list[bytes]:
    return [one.file.data for one in proposal.uploads]


def _with_answers(file: File, upload: Upload) -> File:
    given = upload.answers.items()
    answers = tuple(one for (name, _), those in given if name == file.name for one in those)
    if not answers:
        return file
    return File(file.name, file.data, questions.still_good(file.data, file.name, answers))


def _excerpts(proposal: Proposal) -> Iterable[tuple[Finding, Excerpt]]:
    """Return the sheets around the first cells to mend."""
    books = {}
    left = _MOST_EXCERPTS
    for one in proposal.errors:
        upload = next((each for each in proposal.uploads if each.file.name == one.file), None)
        if upload is None or not one.cells or upload.reading.stopped_at == 1 or not left:
            continue
        if one.file not in books:
            books[one.file] = read_workbook(upload.file.data, upload.file.name)
        found = excerpt(books[one.file], one.cells[0])
        if found is not None:
            left -= 1
            yield one, found


# The verdict


def show_verdict(made: Review, actor: Actor) -> None:
    """Show what was understood, what must be mended and how, and what was read by convention."""
    proposal = made.proposal
    loud = [*proposal.loud(Severity.ERROR), *proposal.loud(Severity.WARNING)]
    st.header(
        show.escaped(verdict.of_upload([one.reading for one in proposal.uploads], loud)),
        anchor=False,
    )
    if not proposal.acceptable:
        _say_who_came_first(made)
    if proposal.stopped_at is not None:
        st.caption(problems.GATES.get(proposal.stopped_at, ""))
    _say_what_was_mended(proposal)
    _understood(proposal)
    _ask(proposal)
    _answered(proposal)
    if proposal.errors:
        st.subheader("Por corregir", anchor=False)
        show.written(problems.rows(proposal.errors), "Qué corregir y en qué celda")
    _marked_copies(proposal)
    if made.excerpts:
        with st.expander("Ver las celdas en su hoja", expanded=True):
            for one, around in made.excerpts:
                _sheet(one, around)
    _warnings(proposal, actor)
    _left(proposal)
    _conventions(proposal)


def _say_who_came_first(made: Review) -> None:
    version = made.proposal.board.version
    if made.overtaken and version is not None:
        st.warning(
            show.escaped(
                f"{version.by} cambió el tablero mientras tanto: va en la versión "
                f"{version.number}. Se comparó de nuevo con ella; mire lo que cambia ahora."
            )
        )


def _say_what_was_mended(proposal: Proposal) -> None:
    before = current().before
    if before is None:
        return
    mended, stay, new = verdict.compared(before, proposal.findings)
    st.text(
        "Frente a lo que subió antes: "
        f"{labels.count(mended, 'corregida', 'corregidas')}, "
        f"{labels.count(stay, 'sigue', 'siguen')}, {labels.count(new, 'nueva', 'nuevas')}."
    )


def _understood(proposal: Proposal) -> None:
    """Show a card a file: what it is taken for."""
    for one in proposal.uploads:
        reading = one.reading
        if reading.stopped_at is not None:
            continue
        activities = labels.count(len(reading.activities), "actividad", "actividades")
        reports = labels.count(len(reading.reports), "reporte", "reportes")
        if one.has_plan:
            components = reading.activities["component"].nunique()
            what = (
                f"plan con {activities} y {labels.count(components, 'componente', 'componentes')}"
            )
            said = f"{what}; {reports}"
        else:
            said = f"solo seguimiento: {reports}"
        year = f"; vigencia {reading.settings.plan_year}" if reading.settings else ""
        based = f"; salió de la versión {one.based_on} del tablero" if one.based_on else ""
        st.caption(show.escaped(f"{one.file.name}: {said}{year}{based}."))


def _ask(proposal: Proposal) -> None:
    """Ask what has two readings; one press answers."""
    reworded = [one for one in proposal.findings if one.code == "reworded_activity"]
    if not (proposal.questions or proposal.conflicts or reworded):
        return
    st.subheader("Dudas que puede resolver aquí", anchor=False)
    st.caption("Si la respuesta es otra, corrija la celda en su libro y súbalo de nuevo.")
    units = [one for one in proposal.questions if one.code == "unit_unclear"]
    if len(units) > 1:
        st.button(
            f"Sí a las {len(units)} dudas de porcentaje",
            help="Responde que sí a cada una de las preguntas de porcentaje de esta lista.",
            on_click=_answer_all,
            args=(tuple((one.file, one.name, one.options[0].answers) for one in units),),
        )
    for question in proposal.questions:
        asked, answers = st.columns([3, 2], vertical_alignment="center")
        with asked, st.container(gap=None):
            st.text(question.text)
            place = problems.places(question.cells)
            st.caption(show.escaped(f"{question.file}, {place}"))
        with answers, st.container(horizontal=True):
            for number, option in enumerate(question.options):
                st.button(
                    show.escaped(option.label),
                    key=f"{question.name} {number}",
                    on_click=_answer,
                    args=(question.file, question.name, option.answers),
                )
    for conflict in proposal.conflicts:
        with st.container(border=True):
            st.text(conflict.question)
            with st.container(horizontal=True):
                for number, said in enumerate(conflict.said):
                    st.button(
                        show.escaped(said.answer),
                        key=f"{conflict.name} {number}",
                        on_click=_choose,
                        args=(conflict.name, number),
                    )
    for one in reworded:
        name = one.activities[0]
        with st.container(border=True):
            st.text(f"¿«{one.found}» es {name} con otras palabras?")
            with st.container(horizontal=True):
                for number, label in enumerate((f"Sí, es {name}", "No, es una actividad nueva")):
                    st.button(
                        show.escaped(label),
                        key=f"activity {name} {one.suggests} {number}",
                        on_click=_choose,
                        args=(f"activity {name} {one.suggests}", number),
                    )


def _answered(proposal: Proposal) -> None:
    """List what was answered, with one way to take it back."""
    said = [
        f"{one.file.name}, {each.said}" for one in proposal.uploads for each in one.file.answers
    ]
    decided = len(current().chosen)
    if not said and not decided:
        return
    n = labels.count(len(said) + decided, "respuesta suya", "respuestas suyas")
    with st.expander(f"{n}, que se escribirán en el libro"):
        for text in said:
            st.text(text)
        st.button("Deshacer las respuestas", on_click=_take_back)


def _take_back() -> None:
    upload = current()
    upload.answers, upload.chosen = {}, {}


def _answer(file: str, question: str, answers: tuple[Answer, ...]) -> None:
    current().answers[file, question] = answers


def _answer_all(given: tuple[tuple[str, str, tuple[Answer, ...]], ...]) -> None:
    for file, question, answers in given:
        _answer(file, question, answers)


def _choose(name: str, number: int) -> None:
    upload = current()
    upload.chosen = {**upload.chosen, name: number}


def _sheet(one: Finding, around: Excerpt) -> None:
    """Show a piece of a sheet as Excel does, the cell to mend marked with words."""
    rows, said = [], one.found
    for number, texts in around.rows:
        row = [str(number)]
        for letter, text in zip(around.letters, texts, strict=True):
            here = f"{letter}{number}" == around.cell.address
            row.append(f"**▶ {show.escaped(text or 'en blanco')}**" if here else show.escaped(text))
            said = said or (text if here else "")
        rows.append(row)
    st.text(f"{one.cells[0]}: {said or 'en blanco'}")
    frame = pd.DataFrame(rows, columns=["Fila", *around.letters])
    styles: list[CSSDict] = [{"selector": "td", "props": "vertical-align: top !important"}]
    styles += [
        {"selector": f"td.row{row}.col{place} *", "props": "white-space: nowrap"}
        for row, texts in enumerate(rows)
        for place, text in enumerate(texts)
        if len(text) <= _SHORT
    ]
    st.table(
        frame.style.set_table_styles(styles),
        border="horizontal",
        hide_index=True,
        alt=f"Hoja {around.cell.sheet} alrededor de {around.cell}",
    )


def _marked_copies(proposal: Proposal) -> None:
    """Offer each file back with its findings marked."""
    for one in proposal.uploads:
        own = [each for each in proposal.findings if each.file == one.file.name]
        if not own or one.reading.stopped_at == 1:
            continue
        st.download_button(
            show.escaped(f"Descargar {one.file.name} con las celdas marcadas"),
            data=partial(marked.marked, one.file.data, own),
            file_name=f"{one.file.name.removesuffix('.xlsx')}_marcado.xlsx",
            mime=XLSX,
            key=f"marcado {one.file.name}",
            icon=":material/download:",
            on_click="ignore",
        )


def _warnings(proposal: Proposal, actor: Actor) -> None:
    """Show the warnings: the new ones, those that the board has already, the silenced ones."""
    reading = proposal.board.reading
    known = {update.fingerprint(one) for one in (reading.findings if reading else ())}
    loud = proposal.loud(Severity.WARNING)
    new = [one for one in loud if update.fingerprint(one) not in known]
    old = [one for one in loud if update.fingerprint(one) in known]
    if new:
        st.subheader("Avisos: no impiden actualizar", anchor=False)
        show.written(problems.rows(new), "Avisos nuevos")
        _silence(new, actor)
    if old:
        n = labels.count(len(old), "aviso", "avisos")
        with st.expander(f"{n} que el tablero ya tiene"):
            show.written(problems.rows(old), "Avisos que el tablero ya tiene")
            _silence(old, actor)
    if proposal.silenced:
        n = labels.count(len(proposal.silenced), "aviso silenciado", "avisos silenciados")
        with st.expander(f"{n}, con su razón"):
            for each in proposal.silenced:
                st.text(f"{each['message']} Razón de {each['by']}: {each['reason']}")


def _silence(findings: Sequence[Finding], actor: Actor) -> None:
    """Offer to silence one of some warnings, with a reason."""
    key = f"silenciar {findings[0].code} {len(findings)}"
    with st.expander("Silenciar un aviso, con su razón"), st.form(key, border=False):
        number = st.selectbox(
            "Aviso", range(len(findings)), format_func=lambda place: findings[place].message[:160]
        )
        reason = st.text_input("Por qué no hace falta corregirlo", max_chars=300)
        if st.form_submit_button("Silenciar este aviso"):
            try:
                one = update.silence(findings[number], reason, actor.post, data.now())
            except update.Blocked as problem:
                st.error(show.escaped(str(problem)))
                return
            upload = current()
            upload.silenced = (*upload.silenced, one)
            st.rerun()


def _left(proposal: Proposal) -> None:
    """Say which changes were not taken, because another role makes them."""
    if not proposal.left:
        return
    who = "Planeación" if proposal.control else "Control Interno"
    n = labels.count(len(proposal.left), "celda que no se toma", "celdas que no se toman")
    with st.expander(f"{n}: solo {who} cambia esas columnas"):
        shown = table(
            words("Archivo", [one.said.file for one in proposal.left]),
            words("Celda", [str(one.said.cell or "") for one in proposal.left]),
            words("Columna", [merge.FIELD_NAMES[one.field] for one in proposal.left]),
            words("Lo que dice", [merge.shown(one.said.value) for one in proposal.left]),
        )
        show.written(shown, "Celdas que no se toman")


def _conventions(proposal: Proposal) -> None:
    read = [
        (one.file.name, listed)
        for one in proposal.uploads
        for listed in conventions.listed(one.reading.conventions)
    ]
    if not read:
        return
    with st.expander("Cómo se leyó lo que admitía dos lecturas"):
        shown = table(
            words("Archivo", [name for name, _ in read]),
            words("Cómo se leyó", [one.message for _, one in read]),
            words("Celdas", [problems.places(one.cells) for _, one in read]),
        )
        show.written(shown, "Cómo se leyó")


# What changes


def show_changes(made: Review) -> None:
    """Show what would change for the public, and offer the board as it would be."""
    difference = made.proposal.difference
    if difference is None:
        return
    st.subheader("3. Mire lo que cambia", anchor=False)
    st.text(difference.sentence)
    if difference.changes:
        with st.expander("Ver los cambios uno por uno"):
            show.written(changes_table(difference.changes[:MOST_LISTED]), "Cambios")
            say_more(len(difference.changes))
        if st.button("Ver el tablero como quedaría", icon=":material/visibility:"):
            source.show_draft(made.proposal)
            st.switch_page(source.FIRST_PAGE)


MOST_LISTED: Final = 500  # changes in a table; a browser shows no more in good time


def say_more(changes: int) -> None:
    """Say how many changes a table leaves out."""
    if changes > MOST_LISTED:
        n = labels.count(changes - MOST_LISTED, "cambio", "cambios")
        st.caption(f"Hay {n} más: el libro completo los trae todos.")


def changes_table(changes: Sequence[Change]) -> Table:
    """Return changes one by one."""
    closed = [
        "sí: " + labels.listing([labels.date(pd.Timestamp(day).date()) for day in one.closed])
        if one.closed
        else "no"
        for one in changes
    ]
    return table(
        words("Actividad", [one.subject for one in changes]),
        words("Qué cambia", [f"{one.sentence[:1].upper()}{one.sentence[1:]}" for one in changes]),
        words("Toca un corte cerrado", closed),
    )


def ask_and_update(made: Review, actor: Actor) -> None:
    """Ask for the reasons and a note, and update the board on a press."""
    difference = made.proposal.difference
    if difference is None:
        return
    _say_who_came_first(made)
    upload = current()
    silenced_now = bool(upload.silenced)
    if not difference.changes and not silenced_now:
        st.info("Estos libros no cambian nada: el tablero ya dice lo mismo.")
        return
    st.subheader("4. Actualice el tablero", anchor=False)
    open_ones = [one for one in difference.changes if one.needs_reason]
    reasons: dict[str, str] = {}
    if open_ones:
        st.text(
            "Estos cambios tocan lo que ya se dijo en público. Escriba el motivo: queda a la "
            "vista de todos en Versiones."
        )
        if len(open_ones) > 1:
            reasons["*"] = st.text_input(
                "Motivo para todos los que no tengan el suyo", max_chars=500, key="motivo *"
            )
        with st.container() if len(open_ones) <= _MANY else st.expander("Un motivo para cada uno"):
            asked = list({each.name: each for each in open_ones}.values())
            for number, one in enumerate(asked, 1):
                # a screen reader says a label letter by letter, its Markdown escapes too
                st.text(f"{one.sentence[:1].upper()}{one.sentence[1:]}.")
                label = "Motivo" if len(asked) == 1 else f"Motivo del cambio {number}"
                reasons[one.name] = st.text_input(label, max_chars=500, key=f"motivo {one.name}")
    note = st.text_input(
        "Nota para esta versión (opcional)",
        max_chars=500,
        key="nota",
        help="Por ejemplo: reportes de abril de todas las dependencias.",
    )
    n = len(difference.changes)
    label = f"Actualizar con {labels.count(n, 'cambio', 'cambios')}" if n else "Guardar los avisos"
    # a second click, or one for a board that has changed since, falls on a button that is gone
    key = f"actualizar {upload.number} {made.proposal.board.number}"
    if st.button(label, type="primary", key=key):
        _update(made, actor, note, {name: text for name, text in reasons.items() if text})


_MANY: Final = 8  # reasons asked in the open


def _update(made: Review, actor: Actor, note: str, reasons: dict[str, str]) -> None:
    upload, ledger = current(), data.ledger()

    def work() -> str:
        version = update.commit(
            ledger, actor, made.proposal, at=data.now(), note=note, reasons=reasons
        )
        return (
            f"El tablero está en la versión {version.number}. "
            f"Código de verificación: {version.short_code}."
        )

    try:
        once(upload.number, work)
    except ReasonsMissing as problem:
        missing = labels.listing([one.sentence for one in problem.changes])
        st.error(show.escaped(f"Falta el motivo: {missing}. El tablero no ha cambiado."))
    except Superseded as problem:
        upload.review = None
        st.error(show.escaped(f"{problem} Al volver a cargar se compara de nuevo."))
        st.button("Comparar de nuevo")
    except (NothingChanges, LedgerError) as problem:
        st.error(show.escaped(str(problem)))


def once(number: int, work: Callable[[], str]) -> NoReturn:
    """Do what a button asks for, keep what to say, and begin the page anew with an empty box.

    A second press of the same button finds it done.

    Args:
        number: What had been done when the button was drawn.
        work: What to do; it returns what to say, and touches nothing of Streamlit.

    Raises:
        LedgerError: what the work raises.
    """
    desk = access.desk()
    with desk.turn:
        if desk.done == number:
            desk.say(_DONE, work())
            desk.done += 1
    source.leave_draft()
    st.rerun()
