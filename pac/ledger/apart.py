"""A proposal made in a process of its own, so that a large book slows down nobody else.

``python -m pac.ledger.apart`` reads what to propose from its input, says on its error output what
it is doing, a line a step, and writes the proposal. Both ends are this program.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from pac.ledger import store, update
from pac.ledger.store import Ledger, LedgerError
from pac.ledger.update import Board, Proposal

_ROOT: Final = Path(__file__).resolve().parents[2]
_STEP: Final = "paso: "
_PATIENCE: Final = 900  # seconds


def propose(
    ledger: Ledger, board: Board, options: dict[str, Any], say: Callable[[str], None]
) -> Proposal:
    """Do what ``update.propose`` does with these options, elsewhere; the tables stay there.

    Raises:
        LedgerError: where it could not be done, or ``board`` is not in force any more.
    """
    url = ledger.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", __name__]
    with subprocess.Popen(  # noqa: S603  this program itself
        command,
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PAC_BASE_DE_DATOS": url},
    ) as child:
        if child.stdin is None or child.stdout is None or child.stderr is None:
            raise LedgerError(_FAILED)
        child.stdin.write(pickle.dumps(options))
        child.stdin.close()
        for line in child.stderr:
            text = line.decode("utf-8", "replace").strip()
            if text.startswith(_STEP):
                say(text.removeprefix(_STEP))
        data = child.stdout.read()
        if child.wait(_PATIENCE) != 0 or not data:
            raise LedgerError(_FAILED)
    made: Proposal = pickle.loads(data)  # noqa: S301  written by the child above
    if made.board.number != board.number:
        raise LedgerError(_MOVED)
    return replace(made, board=board)


_FAILED: Final = (
    "No se pudo terminar la revisión: puede que el libro sea demasiado grande para este equipo. "
    "El tablero no ha cambiado."
)


_MOVED: Final = "Mientras se revisaba, otra persona actualizó el tablero. Suba los libros de nuevo."


def main() -> None:
    """Propose what the input asks for."""
    if hasattr(os, "nice"):
        os.nice(10)  # whoever looks at the board comes first
    options = pickle.loads(sys.stdin.buffer.read())  # noqa: S301  written by the parent

    def say(step: str) -> None:
        sys.stderr.buffer.write(f"{_STEP}{step}\n".encode())
        sys.stderr.buffer.flush()

    proposal = update.propose(store.open_ledger(), **options, say=say)
    sys.stderr.close()  # the parent stops listening and reads the answer
    # the parent would stop for everybody while it unpacks large tables
    sys.stdout.buffer.write(pickle.dumps(proposal.light()))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
