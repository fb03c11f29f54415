"""``respaldo``: all of the board in one file, and back."""

from __future__ import annotations

import argparse
from pathlib import Path

from pac.commands.parser import Orders, post
from pac.commands.shared import DONE, MISUSED, NOBODY, Refused, load, now, opened, say, write
from pac.ledger import access, backup, store


def add_to(orders: Orders) -> None:
    """Add the order to those of the parser."""
    one = orders.add_parser(
        "respaldo",
        help="escribe una copia de seguridad de todo, o la recupera en un tablero vacío",
    )
    either = one.add_mutually_exclusive_group(required=True)
    either.add_argument("out", type=Path, nargs="?", metavar="SALIDA", help="la copia, un .zip")
    either.add_argument(
        "--recuperar",
        type=Path,
        metavar="COPIA",
        help="pone todo lo de una copia en un tablero sin versiones ni cuentas",
    )
    one.add_argument("--por", type=post, default=NOBODY, metavar="CARGO", help="quién la hace")
    one.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Write a backup, or restore one."""
    if chosen.recuperar is not None:
        return _restore(chosen.recuperar)
    with opened() as ledger:
        if ledger.place is not None and chosen.out.resolve() == ledger.place.resolve():
            raise Refused(f"{chosen.out} es el tablero mismo: escriba la copia en otro.", MISUSED)
        at = now()
        newest = max((number for _, number, _ in store.heads(ledger)), default=0)
        data = backup.backup(ledger, at)
        write(chosen.out, data, private=True)
        detail = {"bytes": len(data), "newest": newest}  # as the page of accounts keeps it
        access.record_event(ledger, access.operator(chosen.por), "backup", detail, at)
    say(
        f"La copia, hasta la versión {newest}, quedó en {chosen.out}. Guárdela fuera de este "
        "equipo y trátela como reservada."
    )
    return DONE


def _restore(path: Path) -> int:
    [file] = load([path])
    with opened(begin=False) as ledger:
        number = backup.restore(file.data, ledger)
    said = f"El tablero va en la versión {number}." if number else "No tenía versiones."
    say(f"Se recuperó todo lo de {path}. {said}")
    return DONE
