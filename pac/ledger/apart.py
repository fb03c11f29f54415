"""Work on files in a process of its own, so that a large or hostile book slows down nobody else.

``python -m pac.ledger.apart`` reads from its input what to do, says on its error output what it is
doing, a line a step, and writes the answer. Both ends are this program. The process gives way to
whoever looks at the board, and the system ends it where it takes more than its share.
"""

from __future__ import annotations

import io
import os
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, cast

from pac.ledger import belongs, store, update
from pac.ledger.belongs import Belonging
from pac.ledger.store import Ledger, LedgerError
from pac.ledger.update import Board, Proposal
from pac.reading.reader import File

_ROOT: Final = Path(__file__).resolve().parents[2]
_STEP: Final = "paso: "
_LARGE: Final = 5_000_000  # bytes that files come to when unpacked; a plan of 54 has 0.4 million
_MOST_SECONDS: Final = {"propose": 900, "belonging": 60}  # of the processor
_MOST_MEMORY: Final = 4 * 2**30  # bytes

Say = Callable[[str], None]


def is_large(files: Iterable[File]) -> bool:
    """Tell whether files had better be read elsewhere: by what they come to, not by their size."""
    total = 0
    for file in files:
        try:
            with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
                total += sum(one.file_size for one in archive.infolist())
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            continue  # the first gate refuses it at once
    return total > _LARGE


def propose(
    ledger: Ledger, board_of: Callable[[int | None], Board], options: dict[str, Any], say: Say
) -> Proposal:
    """Do what ``update.propose`` does with these options, elsewhere; the tables stay there.

    Args:
        ledger: The board's versions.
        board_of: Returns the board of a plan year as it stands here.
        options: Those of ``update.propose``.
        say: Takes what is being done, in Spanish, step by step.

    Raises:
        LedgerError: where it could not be done, or somebody updated meanwhile.
    """
    made = cast("Proposal", _done(ledger, "propose", options, say))
    board = board_of(made.plan_year)
    if made.board.number != board.number:
        raise LedgerError(_MOVED)
    return replace(made, board=board)


def belonging(ledger: Ledger, file: File) -> Belonging:
    """Do what ``belongs.belonging`` does, elsewhere.

    Raises:
        LedgerError: where it could not be done.
    """
    return cast("Belonging", _done(ledger, "belonging", {"file": file}, lambda _: None))


def _done(ledger: Ledger, task: str, options: dict[str, Any], say: Say) -> object:
    url = ledger.engine.url.render_as_string(hide_password=False)
    with subprocess.Popen(  # noqa: S603  this program itself
        [sys.executable, "-m", __name__],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PAC_BASE_DE_DATOS": url},
    ) as child:
        if child.stdin is None or child.stdout is None or child.stderr is None:
            raise LedgerError(_FAILED)
        try:
            child.stdin.write(pickle.dumps((task, options)))
            child.stdin.close()
            for line in child.stderr:
                text = line.decode("utf-8", "replace").strip()
                if text.startswith(_STEP):
                    say(text.removeprefix(_STEP))
            data = child.stdout.read()
        except BrokenPipeError:
            data = b""
        except BaseException:  # the visitor went on: nobody waits for it any more
            child.kill()
            raise
    if child.returncode != 0 or not data:
        raise LedgerError(_FAILED)
    return pickle.loads(data)  # noqa: S301  written by the child above


_FAILED: Final = (
    "No se pudo terminar la revisión: puede que el libro sea demasiado grande para este equipo. "
    "El tablero no ha cambiado."
)
_MOVED: Final = "Mientras se revisaba, otra persona actualizó el tablero. Suba los libros de nuevo."


def main() -> None:
    """Do what the input asks for."""
    task, options = pickle.loads(sys.stdin.buffer.read())  # noqa: S301  written by the parent
    _give_way(_MOST_SECONDS[task])

    def say(step: str) -> None:
        sys.stderr.buffer.write(f"{_STEP}{step}\n".encode())
        sys.stderr.buffer.flush()

    ledger = store.open_ledger()
    made: object
    if task == "propose":
        # the parent would stop for everybody while it unpacks large tables
        made = update.propose(ledger, **options, say=say).light()
    else:
        made = belongs.belonging(ledger, **options)
    sys.stderr.flush()
    os.close(sys.stderr.fileno())  # the parent stops listening and reads the answer
    sys.stdout.buffer.write(pickle.dumps(made))
    sys.stdout.buffer.flush()


def _give_way(seconds: int) -> None:
    """Let all others come first, and take no more than so much; Windows knows neither."""
    if sys.platform == "win32":
        return
    import resource

    os.nice(10)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_DATA, (_MOST_MEMORY, _MOST_MEMORY))


if __name__ == "__main__":
    main()
