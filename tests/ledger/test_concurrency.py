from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from pac.ledger import access
from pac.ledger.access import AccountError
from pac.ledger.database import Ledger, open_ledger
from pac.ledger.store import Superseded, Version, append, head, verify, versions
from pac.reading.reader import File
from tests.ledger.conftest import AT, PLANNING, new

MANY = 20


def at_once(work: Callable[[int], object]) -> list[object]:
    """Return what each of twenty threads returns or raises, all begun at one moment."""
    ready = threading.Barrier(MANY, timeout=60)

    def one(number: int) -> object:
        ready.wait()
        try:
            return work(number)
        except (Superseded, AccountError) as problem:
            return problem

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(one, range(MANY)))


def append_at_last(ledger: Ledger, note: str) -> Version:
    """Add a version after whichever is the newest, however often others come first."""
    while True:
        newest = head(ledger, 2023)
        try:
            given = new(
                newest.number if newest else None,
                note=note,
                workbook=File("libro.xlsx", note.encode() * 1000),
            )
            return append(ledger, PLANNING, given, AT)
        except Superseded:
            continue


@pytest.mark.parametrize("shared", [True, False], ids=["one ledger", "a ledger each"])
def test_twenty_who_try_again_make_one_straight_chain_and_none_is_lost(url, ledger, shared):
    def work(number: int) -> Version:
        own = ledger if shared else open_ledger(url)
        try:
            return append_at_last(own, f"de {number}")
        finally:
            if not shared:
                own.close()

    added = at_once(work)

    chain = versions(ledger)
    assert [(one.number, one.parent) for one in chain] == [
        (number, number - 1 or None) for number in range(1, MANY + 1)
    ]
    assert sorted(one.note for one in chain) == sorted(f"de {number}" for number in range(MANY))
    assert sorted(added, key=lambda one: one.number) == list(chain)
    assert verify(ledger) == ()


@pytest.mark.parametrize("first", [True, False], ids=["the first", "a later one"])
def test_of_twenty_with_one_parent_one_wins_and_the_others_are_told(ledger, first):
    parent = None if first else append(ledger, PLANNING, new(None), AT).number

    results = at_once(lambda number: append(ledger, PLANNING, new(parent, note=f"{number}"), AT))

    [winner] = [one for one in results if isinstance(one, Version)]
    late = [one for one in results if isinstance(one, Superseded)]
    assert len(late) == MANY - 1
    assert all(one.head == winner for one in late)
    assert head(ledger, 2023) == winner
    assert verify(ledger) == ()


def test_several_processes_make_one_straight_chain(url, ledger):
    script = (
        "import sys\n"
        "from pac.ledger.store import open_ledger\n"
        "from tests.ledger.test_concurrency import append_at_last\n"
        "ledger = open_ledger(sys.argv[1])\n"
        "for number in range(5):\n"
        "    append_at_last(ledger, f'{sys.argv[2]} {number}')\n"
        "ledger.close()\n"
    )
    started = [
        subprocess.Popen([sys.executable, "-W", "error", "-c", script, url, f"proceso {number}"])
        for number in range(4)
    ]

    assert [one.wait(timeout=60) for one in started] == [0] * 4
    chain = versions(ledger)
    assert [(one.number, one.parent) for one in chain] == [
        (number, number - 1 or None) for number in range(1, 21)
    ]
    assert len({one.note for one in chain}) == 20
    assert verify(ledger) == ()


def test_twenty_who_open_a_new_ledger_at_once_find_the_same(url):
    def work(number: int) -> int:
        own = open_ledger(url)
        try:
            return append_at_last(own, f"de {number}").number
        finally:
            own.close()

    assert sorted(at_once(work)) == list(range(1, MANY + 1))


def test_of_twenty_first_accounts_at_once_one_is_created(ledger):
    results = at_once(
        lambda number: access.create_first_account(
            ledger, "7QF3", "7QF3", f"admin{number}", "Alcaldía", "un caballo azul", AT
        )
    )

    [winner] = [one for one in results if isinstance(one, access.Actor)]
    assert [one.name for one in access.accounts(ledger)] == [winner.account]


def test_two_administrators_cannot_put_each_other_out_at_once(ledger):
    """However the two changes fall, one active account still administers."""
    access.create_first_account(ledger, "7QF3", "7QF3", "ana", "Alcaldía", "un caballo azul", AT)
    role = access.Role.ADMINISTERS
    access.create_account(ledger, PLANNING, "eva", "Planeación", role, "otra frase larga", AT)
    names = ("ana", "eva")

    results = at_once(
        lambda number: access.change_account(ledger, PLANNING, names[number % 2], AT, active=False)
    )

    assert any(isinstance(one, AccountError) for one in results)
    assert [one.active for one in access.accounts(ledger)].count(True) == 1
    assert verify(ledger) == ()
