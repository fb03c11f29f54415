"""``actualizar`` and ``unir``: what some books change, and the board or a book with it."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, get_args

from pac import labels
from pac.commands.parser import Orders, answer, one_of, pair, post, whole
from pac.commands.shared import (
    BLOCKED,
    DONE,
    MISUSED,
    Refused,
    apart,
    check_year,
    complain,
    finding_json,
    in_words,
    load,
    now,
    numbers_in_force,
    opened,
    print_json,
    say,
    say_listed,
    version_json,
    write,
)
from pac.ledger import store, update
from pac.ledger.access import operator
from pac.ledger.difference import Change, Kind
from pac.ledger.store import Ledger, Superseded, Version
from pac.ledger.update import NothingChanges, Proposal
from pac.model import Answer, Finding, Severity
from pac.reading import verdict
from pac.reading.findings import CATALOGUE
from pac.reading.reader import File
from pac.workbook import contents, merge

# Whose changes are taken; None takes them all.
_PARTS: Final[dict[str, bool | None]] = {"actualiza": False, "controla": True, "todo": None}
_UNCHANGED: Final = "El tablero no ha cambiado."
_ALL: Final = "*"


def add_to(orders: Orders) -> None:
    """Add the orders to those of the parser."""
    one = orders.add_parser(
        "actualizar", help="lee uno o varios libros y hace con ellos una versión del tablero"
    )
    _add_books(one)
    one.add_argument(
        "--por", type=post, required=True, metavar="CARGO", help="quién actualiza: un cargo"
    )
    one.add_argument("--nota", default="", metavar="TEXTO", help="nota para la versión")
    one.add_argument(
        "--motivo",
        type=pair,
        action="append",
        default=[],
        metavar="CODIGO=TEXTO",
        help="motivo de un cambio: por su código (target_changed:C1-02), su actividad (C1-02) o "
        "su clase (target_changed), o de todos (*). Con el código de un aviso "
        "(fewer_than_dates:C5-06, fewer_than_dates), lo silencia. Se puede repetir",
    )
    one.add_argument(
        "--rol",
        type=one_of(*_PARTS),
        default="actualiza",
        metavar="ROL",
        help="qué se toma de los libros: todo menos lo de Control Interno (actualiza, si no se "
        "dice otra cosa), solo lo de Control Interno (controla), o todo",
    )
    one.add_argument(
        "--base",
        type=whole,
        metavar="N",
        help="la versión que se tenía a la vista: si el tablero va en otra, no cambia y la orden "
        "termina en 3",
    )
    one.add_argument(
        "--simular", action="store_true", help="dice qué cambiaría, y no cambia el tablero"
    )
    one.add_argument("--json", action="store_true", help="escribe JSON")
    one.set_defaults(run=run_update)
    one = orders.add_parser(
        "unir", help="escribe un libro con lo que dice el tablero y lo que cambian otros libros"
    )
    _add_books(one)
    one.add_argument(
        "-o", "--salida", type=Path, required=True, metavar="SALIDA", help="el libro que resulta"
    )
    one.set_defaults(run=run_join)


def _add_books(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "files",
        type=Path,
        nargs="+",
        metavar="LIBRO",
        help="libros con el plan, formatos de las dependencias o solo seguimiento",
    )
    one.add_argument(
        "--respuesta",
        type=answer,
        action="append",
        default=[],
        metavar="DUDA=NUMERO",
        help="respuesta a una de las dudas que la orden enumera. Se puede repetir",
    )
    one.add_argument(
        "--retirar",
        action="store_true",
        help="quita las actividades y los reportes que los libros no traen",
    )
    one.add_argument(
        "--vigencia",
        type=whole,
        metavar="AAAA",
        help="el año del plan, para libros que no lo dicen; sin ella, el último",
    )


def run_update(chosen: argparse.Namespace) -> int:
    """Make a version of what the books change, or say why not."""
    files = load(chosen.files)
    reasons = dict(chosen.motivo)
    control = _PARTS[chosen.rol]
    with opened() as ledger:
        check_year(ledger, chosen.vigencia)
        proposal = _proposed(ledger, files, chosen, control=control)
        silenced = _silenced(proposal, reasons, chosen.por, now())
        if silenced:
            proposal = _proposed(ledger, files, chosen, control=control, silenced=silenced)
        _check_base(ledger, proposal, chosen.base)
        made: Version | None = None
        missing: Sequence[Change] = ()
        if proposal.acceptable and proposal.difference is not None:
            _check_codes(proposal, reasons)
            missing = proposal.difference.open_reasons(reasons)
            if not missing and not chosen.simular:
                made = _committed(ledger, proposal, chosen, reasons)
        in_force = numbers_in_force(ledger)
    if chosen.json:
        print_json(_as_json(proposal, missing, made, in_force))
    else:
        _print(proposal, rol=chosen.rol)
        _print_outcome(proposal, missing, made)
    return DONE if proposal.acceptable and not missing else BLOCKED


def _committed(
    ledger: Ledger, proposal: Proposal, chosen: argparse.Namespace, reasons: Mapping[str, str]
) -> Version | None:
    """Return the version made; None where nothing changes."""
    try:
        return update.commit(
            ledger,
            operator(chosen.por),
            proposal,
            at=now(),
            note=chosen.nota,
            reasons=reasons,
        )
    except NothingChanges:
        return None


def run_join(chosen: argparse.Namespace) -> int:
    """Write the book that results from some books over the board, which does not change."""
    apart(chosen.salida, chosen.files)
    files = load(chosen.files)
    with opened() as ledger:
        check_year(ledger, chosen.vigencia)
        proposal = _proposed(ledger, files, chosen, control=None)
    _print(proposal, rol="todo")
    if not proposal.acceptable:
        complain(f"No se escribió {chosen.salida}.")
        return BLOCKED
    write(chosen.salida, _joined(proposal))
    say(f"El libro que resulta quedó en {chosen.salida}. {_UNCHANGED}")
    return DONE


def _joined(proposal: Proposal) -> bytes:
    """Return the book that results, as one that came from the version in force.

    So that what it leaves blank and the board does not is known as emptied when it is uploaded.
    """
    reading = proposal.resulting()
    stamp = str(proposal.board.content("stamp") or "")
    if reading.settings is None:
        raise Refused("El libro que resulta no se puede leer.")
    return contents.built(contents.contents(reading), reading.settings, stamp)


# Looking


def _proposed(
    ledger: Ledger,
    files: Sequence[File],
    chosen: argparse.Namespace,
    *,
    control: bool | None,
    silenced: Sequence[Mapping[str, Any]] = (),
) -> Proposal:
    """Return what the books would make of the board, with the answers that were given.

    An answer may bring up the next doubt, so it is looked at until no answer is left.

    Raises:
        Refused: where an answer is to no doubt.
    """
    left = dict(chosen.respuesta)
    answers: dict[int, tuple[Answer, ...]] = {}
    decided: dict[str, int] = {}
    while True:
        proposal = update.propose(
            ledger,
            [replace(file, answers=answers.get(n, ())) for n, file in enumerate(files)],
            control=control,
            drop=chosen.retirar,
            chosen=decided,
            silenced=silenced,
            plan_year=chosen.vigencia,
            today=now().date(),
        )
        doubts = {one.name: one for one in _doubts(proposal)}
        given = [name for name in left if name in doubts]
        if left and not given:
            message = f"No hay una duda {', '.join(left)}. Hay: {', '.join(doubts) or 'ninguna'}."
            raise Refused(f"{message} {_UNCHANGED}", MISUSED)
        if not given:
            return proposal
        for name in given:
            one, number = doubts[name], left.pop(name)
            if number > len(one.options):
                message = f"La duda {name} tiene respuestas de 1 a {len(one.options)}."
                raise Refused(f"{message} {_UNCHANGED}", MISUSED)
            if one.answers:
                answers[one.place] = (*answers.get(one.place, ()), *one.answers[number - 1])
            else:
                decided[one.chosen] = number - 1


@dataclass(frozen=True)
class _Doubt:
    """Something that one of several numbered answers decides."""

    name: str  # by which --respuesta calls it
    text: str
    options: tuple[str, ...]
    place: int = 0  # of the file
    answers: tuple[tuple[Answer, ...], ...] = ()  # to read cells by, one an option
    chosen: str = ""  # where there are none: what is decided where books are put together


def _doubts(proposal: Proposal) -> list[_Doubt]:
    places = {one.file.name: n for n, one in enumerate(proposal.uploads)}
    cells = [str(one.cells[0]) for one in proposal.questions]
    doubts = []
    for one, cell in zip(proposal.questions, cells, strict=True):
        name = cell if cells.count(cell) == 1 else f"{one.file} {cell}"
        labelled = tuple(option.label for option in one.options)
        given = tuple(option.answers for option in one.options)
        text = one.text if len(places) == 1 else f"{one.text} ({one.file})"
        doubts.append(_Doubt(name, text, labelled, places[one.file], given))
    for conflict in proposal.conflicts:
        said = tuple(one.answer for one in conflict.said)
        doubts.append(_Doubt(conflict.name, conflict.question, said, chosen=conflict.name))
    for found in proposal.findings:
        if found.code == "reworded_activity":
            name = found.activities[0]
            text = f"¿«{found.found}» es {name} con otras palabras?"
            options = (f"Sí, es {name}", "No, es una actividad nueva")
            key = f"activity {name} {found.suggests}"
            doubts.append(_Doubt(f"{name} {found.suggests}", text, options, chosen=key))
    return doubts


def _silenced(
    proposal: Proposal, reasons: Mapping[str, str], by: str, at: dt.datetime
) -> list[dict[str, Any]]:
    """Return the warnings that a reason names, by code and activity or by code."""
    found = []
    for one in proposal.loud(Severity.WARNING):
        names = [*(f"{one.code}:{each}" for each in one.activities), one.code]
        reason = next((reasons[name] for name in names if name in reasons), None)
        if reason is not None:
            found.append(update.silence(one, reason, by, at))
    return found


def _check_base(ledger: Ledger, proposal: Proposal, base: int | None) -> None:
    """Refuse an update by somebody who saw another version than the one in force.

    Raises:
        Superseded: where there is a newer one.
        Refused, NoSuchVersion: where there never was such a one.
    """
    if base is None or base == proposal.board.number:
        return
    seen, head = store.version(ledger, base), proposal.board.version
    if head is None or seen.plan_year != head.plan_year:
        message = f"La versión {base} es de la vigencia {seen.plan_year}, y los libros de otra."
        raise Refused(f"{message} {_UNCHANGED}", MISUSED)
    raise Superseded(head)


def _check_codes(proposal: Proposal, reasons: Mapping[str, str]) -> None:
    """Refuse a reason that can be for nothing, such as one whose code is misspelt.

    Raises:
        Refused: where there is one.
    """
    known = {_ALL, *get_args(Kind), *CATALOGUE}
    for reading in (proposal.board.reading, proposal.reading):
        known |= set(map(str, reading.activities.index)) if reading else set()
    if proposal.difference is not None:
        known |= {one.subject for one in proposal.difference.changes}
    strange = [name for name in reasons if not {name, name.partition(":")[0]} & known]
    if strange:
        message = (
            f"No se reconoce el código {', '.join(strange)} de --motivo. Es el de una actividad, "
            "un cambio o un aviso, o * para todos los cambios."
        )
        raise Refused(f"{message} {_UNCHANGED}", MISUSED)


# Saying


def _print(proposal: Proposal, *, rol: str) -> None:
    """Print the verdict, what to mend and how, what is not taken, and what changes."""
    readings = [one.reading for one in proposal.uploads]
    loud = [*proposal.loud(Severity.ERROR), *proposal.loud(Severity.WARNING)]
    headline = verdict.of_upload(readings, loud)
    say(headline.removesuffix(_UNCHANGED).rstrip() if proposal.acceptable else headline)
    several = len(proposal.uploads) > 1
    say_listed("Por corregir", [_said(one, several=several) for one in proposal.errors])
    _print_doubts(_doubts(proposal))
    held = proposal.board.reading
    known = {update.fingerprint(one) for one in (held.findings if held else ())}
    warnings = proposal.loud(Severity.WARNING)
    new = [one for one in warnings if update.fingerprint(one) not in known]
    old = len(warnings) - len(new)
    say_listed(
        "Avisos: no impiden actualizar",
        [f"{_said(one, several=several)} ({_code_of(one)})" for one in new]
        + ([f"{labels.count(old, 'aviso', 'avisos')} que el tablero ya tiene"] if old else []),
    )
    if proposal.left:
        whose = "las demás columnas" if rol == "controla" else "las columnas de Control Interno"
        n = labels.count(len(proposal.left), "celda que no se toma", "celdas que no se toman")
        say_listed(
            f"{n}, porque con --rol {rol} no cambian {whose}",
            [
                f"{one.said.place}: {merge.FIELD_NAMES[one.field]} dice "
                f"{merge.shown(one.said.value)}"
                for one in proposal.left
            ],
        )
    if proposal.acceptable and proposal.difference is not None:
        say("", proposal.difference.sentence)


def _said(one: Finding, *, several: bool) -> str:
    return f"{one.file}, {one.message}" if several and one.cells and one.file else one.message


def _code_of(one: Finding) -> str:
    return f"{one.code}:{one.activities[0]}" if len(one.activities) == 1 else one.code


def _print_doubts(doubts: Sequence[_Doubt]) -> None:
    if not doubts:
        return
    say("", "Dudas: repita la orden con una respuesta a cada una, o corrija la celda en su libro")
    for one in doubts:
        say(f"  - {one.text}")
        for number, option in enumerate(one.options, start=1):
            say(f'      --respuesta "{one.name}={number}"   {option}')


def _print_outcome(proposal: Proposal, missing: Sequence[Change], made: Version | None) -> None:
    if made is not None:
        say(in_words(made))
    elif missing:
        complain(
            "Falta el motivo de estos cambios, que tocan lo que ya se dijo en público. Repita la "
            'orden con un --motivo para cada uno, o con uno para todos ("*=…"):'
        )
        for one in {each.name: each for each in missing}.values():
            complain(f'  --motivo "{one.name}=…"   {one.sentence}')
        complain(_UNCHANGED)
    elif proposal.acceptable:
        say(_UNCHANGED)


def _as_json(
    proposal: Proposal,
    missing: Sequence[Change],
    made: Version | None,
    in_force: frozenset[int],
) -> dict[str, Any]:
    difference = proposal.difference if proposal.acceptable else None
    changes = difference.changes if difference else ()
    return {
        "updated": made is not None,
        "acceptable": proposal.acceptable,
        "base": proposal.board.number,
        "findings": [{**finding_json(one), "file": one.file} for one in proposal.findings],
        "doubts": [
            {"name": one.name, "text": one.text, "options": list(one.options)}
            for one in _doubts(proposal)
        ],
        "left": [
            {
                "file": one.said.file,
                "cell": str(one.said.cell or ""),
                "field": one.field,
                "value": merge.shown(one.said.value),
            }
            for one in proposal.left
        ],
        "difference": difference.sentence if difference else None,
        "changes": [
            {
                "code": one.name,
                "kind": one.kind,
                "subject": one.subject,
                "message": one.sentence,
                "needs_reason": one.needs_reason,
                "closed_cutoffs": list(one.closed),
            }
            for one in changes
        ],
        "missing_reasons": list(dict.fromkeys(one.name for one in missing)),
        "version": version_json(made, in_force) if made else None,
    }
