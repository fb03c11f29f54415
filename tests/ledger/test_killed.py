"""A program that dies while it adds a version leaves the old version or the new one, whole."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import time
from multiprocessing.connection import Connection

import pytest
import sqlalchemy as sa

from pac.ledger.database import open_ledger, write
from pac.ledger.store import append, file, head, verify, versions
from pac.reading.reader import File
from tests.ledger.conftest import AT, PLANNING, new

TIMES = {"sqlite": 25, "postgresql": 12}
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["__main__", "tests.ledger.test_killed"])


def big(seed: int) -> bytes:
    """Return some 400 kB that cannot be compressed, the same for the same seed."""
    return hashlib.shake_256(str(seed).encode()).digest(400_000)


def add(url: str, pipe: Connection, seed: int, die_at: int | None) -> None:
    """Add a version after the newest; announce its begin and its end.

    Args:
        url: Of the ledger.
        pipe: To whoever kills.
        seed: For the files.
        die_at: Before which statement of the transaction to die; None to go on.
    """
    ledger = open_ledger(url)
    newest = head(ledger, 2023)
    said = 0

    def count(*_: object) -> None:
        nonlocal said
        if said == die_at:
            os.kill(os.getpid(), signal.SIGKILL)
        said += 1

    sa.event.listen(ledger.engine, "before_cursor_execute", count)
    sa.event.listen(ledger.engine, "commit", count)
    given = new(
        newest.number if newest else None,
        workbook=File("libro.xlsx", big(seed)),
        uploads=(File("parte.xlsx", big(-seed)),),
    )
    pipe.send("begins")
    append(ledger, PLANNING, given, AT)
    pipe.send("ended")
    pipe.recv()  # until killed


def run(url: str, seed: int, delay: float | None, die_at: int | None = None) -> float | None:
    """Run ``add`` in a process that is killed; return how long it took where it came to its end.

    Args:
        url: Of the ledger.
        seed: For the files.
        delay: Seconds from its begin to its kill; None to wait for its end.
        die_at: As for ``add``.
    """
    own, other = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=add, args=(url, other, seed, die_at))
    process.start()
    other.close()
    with own:
        assert own.recv() == "begins"
        begun = time.perf_counter()
        took = None
        try:
            if (delay is None or own.poll(delay)) and own.recv() == "ended":
                took = time.perf_counter() - begun
        except EOFError:
            assert die_at is not None
        process.kill()
        process.join()
    assert process.exitcode == -signal.SIGKILL
    process.close()
    return took


def check_whole(url: str, before: int, ended: bool) -> int:
    """Check what a killed program left, add one version more, and return the newest number."""
    ledger = open_ledger(url)
    try:
        with write(ledger):
            pass  # a server may still be finishing what the dead program asked of it
        assert verify(ledger) == ()
        newest = head(ledger, 2023)
        number = newest.number if newest else 0
        assert number in ((before + 1,) if ended else (before, before + 1))
        for one in versions(ledger)[before:]:
            assert [len(file(ledger, info.sha256)) for info in one.files] == [400_000, 400_000]
        return append(ledger, PLANNING, new(number or None), AT).number
    finally:
        ledger.close()


def test_killed_at_any_moment_the_old_version_or_the_new_one_is_there_whole(kind, url):
    open_ledger(url).close()
    longest = max(run(url, seed, None) or 0.0 for seed in (1, 2, 3))
    ledger = open_ledger(url)
    assert len(versions(ledger)) == 3  # what was said to have ended outlives the kill
    ledger.close()

    number = 3
    for turn in range(TIMES[kind]):
        took = run(url, 10 + turn, 1.2 * longest * turn / TIMES[kind])
        number = check_whole(url, number, took is not None)


@pytest.mark.parametrize("die_at", range(11))
def test_killed_before_any_statement_of_the_transaction_nothing_of_it_is_there(url, die_at):
    """The statements are counted, so that each gap between two of them is tried."""
    open_ledger(url).close()
    run(url, 1, None)

    took = run(url, 2, None, die_at)

    assert took is None or die_at > 7  # SQLite takes 8 statements with its commit
    if took is None:
        ledger = open_ledger(url)
        assert [one.number for one in versions(ledger)] == [1]
        ledger.close()
    check_whole(url, 1, took is not None)
