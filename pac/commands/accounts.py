"""``cuenta``: the accounts that may change the board."""

from __future__ import annotations

import argparse
import getpass
import sys

from pac.commands.parser import Orders, one_of, post
from pac.commands.shared import (
    DONE,
    MISUSED,
    NOBODY,
    Refused,
    complain,
    now,
    opened,
    print_json,
    say,
)
from pac.labels import fold
from pac.ledger import access
from pac.ledger.access import Account, Actor, Role
from pac.ledger.store import Ledger


def add_to(orders: Orders) -> None:
    """Add the order to those of the parser."""
    one = orders.add_parser(
        "cuenta",
        help="lista las cuentas, crea una o la cambia",
        description="Sin opciones, lista las cuentas. Con --usuario, --cargo y --rol crea una; si "
        "ya existe, la cambia. La contraseña se pregunta; si no hay quien responda, es la primera "
        "línea de la entrada.",
    )
    one.add_argument("--usuario", metavar="USUARIO", help="de qué cuenta")
    one.add_argument("--cargo", type=post, metavar="CARGO", help="el cargo que se muestra")
    one.add_argument(
        "--rol",
        type=one_of(*map(str, Role)),
        metavar="ROL",
        help="administra, actualiza o controla",
    )
    one.add_argument("--clave", action="store_true", help="pregunta una contraseña nueva")
    state = one.add_mutually_exclusive_group()
    state.add_argument("--retirar", action="store_true", help="ya no puede ingresar")
    state.add_argument("--activar", action="store_true", help="puede ingresar de nuevo")
    one.add_argument("--por", type=post, default=NOBODY, metavar="CARGO", help="quién lo hace")
    one.add_argument("--json", action="store_true", help="escribe JSON")
    one.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """List the accounts, create one or change it."""
    asked = chosen.cargo or chosen.rol or chosen.clave or chosen.retirar or chosen.activar
    if chosen.usuario is None and asked:
        raise Refused("Falta --usuario: de qué cuenta.", MISUSED)
    if chosen.usuario is not None and not asked:
        raise Refused("Falta qué hacer con la cuenta: vea cuenta --ayuda.", MISUSED)
    with opened(begin=False) as ledger:
        if chosen.usuario is None:
            shown: tuple[Account, ...] = access.accounts(ledger)
        else:
            shown = (_changed(ledger, chosen, access.operator(chosen.por)),)
        every = access.accounts(ledger)
    if chosen.json:
        print_json([_as_json(one) for one in shown])
        return DONE
    for one in shown:
        state = "" if one.active else " (retirada)"
        say(f"{one.name}: {one.post}, {one.role}{state}")
    if not every:
        say("El tablero todavía no tiene cuentas.")
    elif not any(one.active and one.role is Role.ADMINISTERS for one in every):
        complain("Ninguna cuenta activa administra el tablero: cree una con --rol administra.")
    return DONE


def _changed(ledger: Ledger, chosen: argparse.Namespace, operator: Actor) -> Account:
    """Return an account, created or changed as asked."""
    name = fold(chosen.usuario)
    if name not in {one.name for one in access.accounts(ledger)}:
        if chosen.retirar or chosen.activar or (chosen.clave and not chosen.cargo):
            raise access.AccountError("No hay una cuenta con ese usuario.")
        if not chosen.cargo or not chosen.rol:
            raise Refused("Para una cuenta nueva dé también --cargo y --rol.", MISUSED)
        return access.create_account(
            ledger, operator, chosen.usuario, chosen.cargo, Role(chosen.rol), _password(), now()
        )
    if chosen.clave:
        access.set_password(ledger, operator, chosen.usuario, _password(), now())
        if not (chosen.cargo or chosen.rol or chosen.retirar or chosen.activar):
            return next(one for one in access.accounts(ledger) if one.name == name)
    return access.change_account(
        ledger,
        operator,
        chosen.usuario,
        now(),
        post=chosen.cargo,
        role=Role(chosen.rol) if chosen.rol else None,
        active=False if chosen.retirar else chosen.activar or None,
    )


def _password() -> str:
    """Ask for a password without showing it; where nobody is there, take a line of the input."""
    if not sys.stdin.isatty():
        if hasattr(sys.stdin, "reconfigure"):
            sys.stdin.reconfigure(encoding="utf-8-sig")
        try:
            return sys.stdin.readline().rstrip("\r\n")
        except UnicodeDecodeError as problem:
            raise Refused("La contraseña no llegó en UTF-8. Escríbala en la pantalla.") from problem
    first = getpass.getpass("Contraseña: ")
    if getpass.getpass("Otra vez: ") != first:
        raise Refused("Las dos contraseñas no son iguales. No se guardó nada.")
    return first


def _as_json(one: Account) -> dict[str, object]:
    return {"name": one.name, "post": one.post, "role": str(one.role), "active": one.active}
