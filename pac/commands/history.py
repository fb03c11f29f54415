"""``versiones``, ``verificar``, ``restaurar`` and ``cerrar``: the versions of the board."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import Final

from pac import labels
from pac.commands.parser import Orders, date, post, whole
from pac.commands.shared import (
    BLOCKED,
    DONE,
    NOBODY,
    load,
    now,
    numbers_in_force,
    opened,
    print_json,
    say,
    version_json,
    version_made,
)
from pac.ledger import store, update
from pac.ledger.access import operator
from pac.ledger.belongs import belonging
from pac.ledger.store import Ledger, LedgerError, Problem, Version

_KINDS: Final = {
    "first": "Primera versión",
    "update": "Actualización",
    "restore": "Regreso a una versión anterior",
    "close": "Cierre de un corte",
    "reopen": "Reapertura de un corte",
    "publication": "Publicación del seguimiento",
}
_FILES: Final = (".xlsx", ".xls", ".xlsm", ".zip")


def add_to(orders: Orders) -> None:
    """Add the orders to those of the parser."""
    one = orders.add_parser("versiones", help="lista las versiones del tablero, la última al final")
    one.add_argument("--json", action="store_true", help="escribe JSON")
    one.set_defaults(run=run_list)
    one = orders.add_parser(
        "verificar", help="comprueba todo lo guardado, o a qué versión pertenece un libro o código"
    )
    one.add_argument(
        "what",
        nargs="?",
        metavar="LIBRO|CODIGO",
        help="un archivo, o un código de verificación; sin él, todo lo guardado",
    )
    one.add_argument("--json", action="store_true", help="escribe JSON")
    one.set_defaults(run=run_verify)
    one = orders.add_parser("restaurar", help="hace una versión nueva que dice lo de una anterior")
    one.add_argument("number", type=whole, metavar="N", help="la versión a la que se vuelve")
    one.add_argument("--por", type=post, default=NOBODY, metavar="CARGO", help="quién vuelve")
    one.add_argument(
        "--nota", "--motivo", default="", metavar="TEXTO", help="por qué se vuelve; es público"
    )
    one.add_argument("--json", action="store_true", help="escribe JSON")
    one.set_defaults(run=run_restore)
    one = orders.add_parser("cerrar", help="cierra un corte por Control Interno, o lo reabre")
    one.add_argument("cutoff", type=date, metavar="CORTE", help="la fecha, como 2023-04-30")
    one.add_argument("--por", type=post, required=True, metavar="CARGO", help="quién lo cierra")
    one.add_argument("--nota", default="", metavar="TEXTO", help="nota; para reabrir, el motivo")
    one.add_argument("--reabrir", action="store_true", help="lo vuelve a abrir")
    one.add_argument("--json", action="store_true", help="escribe JSON")
    one.set_defaults(run=run_close)


def run_list(chosen: argparse.Namespace) -> int:
    """Print every version, oldest first."""
    with opened() as ledger:
        every = store.versions(ledger)
        in_force = numbers_in_force(ledger)
    if chosen.json:
        print_json([version_json(one, in_force) for one in every])
        return DONE
    for one in every:
        _print_version(one, current=one.number in in_force)
    return DONE


def _print_version(one: Version, *, current: bool) -> None:
    mark = " (está en el tablero)" if current else ""
    kind = _KINDS.get(one.kind, one.kind)
    back = f", la {one.restored_from}" if one.restored_from else ""
    say(
        f"Versión {one.number}{mark}. {kind}{back}. {update.day_of(one.at)}, "
        f"vigencia {one.plan_year}. {one.by}. Código {one.short_code}"
    )
    if one.note and one.note != kind:
        say(f"    Nota: {one.note}")
    changed = one.content.get("difference", {}).get("sentence", "")
    if changed and one.kind not in ("first", "publication"):
        say(f"    {changed}")


def run_verify(chosen: argparse.Namespace) -> int:
    """Check all that is stored, and tell to which version a file or a code belongs.

    A code does not hold where what it vouches for was changed, so that all is checked each time.
    """
    in_force: frozenset[int] = frozenset()
    version: Version | None = None
    said, strange = "", ""
    problems: tuple[Problem, ...] = ()
    try:
        with opened(begin=chosen.what is not None) as ledger:
            problems = store.verify(ledger)
            if chosen.what is not None:
                in_force = numbers_in_force(ledger)
                version, said, strange = _belongs(ledger, chosen.what)
    except LedgerError as problem:
        problems = problems or (Problem("Base de datos", str(problem)),)
    own = (Problem(chosen.what, strange),) if strange else ()
    if chosen.json:
        print_json(
            {
                "ok": not (own or problems),
                "problems": [
                    {"where": one.where, "message": one.message} for one in (*own, *problems)
                ],
                "version": version_json(version, in_force) if version else None,
            }
        )
    else:
        say(*filter(None, (said, strange)))
        if problems:
            say("No todo está como se guardó:")
            say(*(f"  - {one.where}: {one.message}" for one in problems))
        elif chosen.what is None:
            say("Todo está como se guardó.")
    return BLOCKED if own or problems else DONE


def _belongs(ledger: Ledger, what: str) -> tuple[Version | None, str, str]:
    """Return the version of a file or code, what holds in words, and what does not."""
    if _is_file(what):
        [file] = load([Path(what)])
        known = belonging(ledger, file)
        if known.agrees:
            return known.version, known.sentence, ""
        return known.version, "", known.sentence
    found = store.find(ledger, what)
    if found is not None:
        day = update.day_of(found.at)
        return found, f"Es el código de la versión {found.number}, del {day}.", ""
    if what.lower().endswith(_FILES) or "/" in what or "\\" in what:
        return None, "", f"No existe el archivo {what}."
    return None, "", "Ninguna versión de este tablero tiene ese código."


def _is_file(what: str) -> bool:
    try:
        return Path(what).is_file()
    except OSError:  # such as a text longer than any name
        return False


def run_restore(chosen: argparse.Namespace) -> int:
    """Make a version that says what an earlier one said."""
    note = chosen.nota.strip() or f"Se vuelve a la versión {chosen.number}; no se escribió por qué."
    with opened() as ledger:
        made = update.restore(ledger, operator(chosen.por), chosen.number, at=now(), note=note)
        said = f"Se volvió a lo que decía la versión {chosen.number}. Nada se borró."
        return version_made(ledger, made, as_json=chosen.json, said=said)


def run_close(chosen: argparse.Namespace) -> int:
    """Close a cut-off for Control Interno, or open it again."""
    with opened() as ledger:
        made = update.close(
            ledger,
            operator(chosen.por),
            chosen.cutoff,
            at=now(),
            note=chosen.nota,
            plan_year=_year_of(ledger, chosen.cutoff),
            reopen=chosen.reabrir,
        )
        verb = "se volvió a abrir" if chosen.reabrir else "quedó cerrado"
        said = f"El corte {labels.date(chosen.cutoff)} {verb}."
        return version_made(ledger, made, as_json=chosen.json, said=said)


def _year_of(ledger: Ledger, cutoff: dt.date) -> int | None:
    """Return the newest plan year that has a cut-off; None where none does."""
    for year in sorted((year for year, _, _ in store.heads(ledger)), reverse=True):
        reading = update.board(ledger, year).reading
        if reading is not None and reading.settings and cutoff in reading.settings.cutoffs:
            return year
    return None
