"""The command line, for whoever automates or checks: ``python -m pac revisar|resumen|…``."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Final

from pac.commands import accounts, backups, exports, figures, forms, history, review, updating
from pac.commands.parser import Parser
from pac.commands.shared import BLOCKED, SUPERSEDED, Refused, complain
from pac.ledger.store import LedgerError, Superseded

_INTERRUPTED: Final = 130  # as a shell says that somebody pressed Ctrl+C


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one order; return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # a Windows console is not, by default; a name may hold what no encoding has
            stream.reconfigure(encoding="utf-8", errors="replace")
    chosen = _parser().parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
        sys.stdout.flush()
    except Superseded as problem:
        complain(str(problem))
        return SUPERSEDED
    except Refused as problem:
        complain(*str(problem).splitlines())
        return problem.code
    except LedgerError as problem:
        complain(str(problem))
        return BLOCKED
    except BrokenPipeError:  # whoever read the output has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BLOCKED
    except KeyboardInterrupt:
        complain("Se interrumpió.")
        return _INTERRUPTED
    return code


def _parser() -> Parser:
    parser = Parser(
        prog="python -m pac",
        description="Revisa, mide y actualiza el tablero de un plan anticorrupción (PAAC).",
        epilog="Códigos de salida: 0, hecho; 1, hay algo por corregir o un código no coincide; "
        "2, la orden está mal escrita; 3, alguien actualizó el tablero mientras tanto.",
    )
    orders = parser.add_subparsers(dest="command", required=True, metavar="orden")
    for each in (review, figures, exports, updating, history, forms, accounts, backups):
        each.add_to(orders)
    return parser


if __name__ == "__main__":
    sys.exit(main())
