"""What the orders share: exit codes, the ledger, and what goes to the screen and to the disk."""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from pac.ledger import store, update
from pac.ledger.store import Ledger, Version
from pac.ledger.update import Board
from pac.model import Finding
from pac.reading import reader
from pac.reading.reader import File
from pac.reading.workbook import NotReadable
from pac.workdays import COLOMBIA

PLAN_FILE: Final = Path(__file__).resolve().parents[2] / "data" / "plan_2023.xlsx"
DONE: Final = 0
BLOCKED: Final = 1  # findings block, a code does not hold, or it cannot be done
MISUSED: Final = 2  # the call itself is wrong, as argparse has it
SUPERSEDED: Final = 3  # somebody else updated meanwhile
NOBODY: Final = "Línea de comandos"  # who did it, where the order does not tell
_SQLITE: Final = "sqlite:///"


class Refused(Exception):  # noqa: N818 (named for what it says)
    """An order that is not done, in Spanish, with its exit code."""

    def __init__(self, message: str, code: int = BLOCKED) -> None:
        self.code = code
        super().__init__(message)


def now() -> dt.datetime:
    """Return the moment it is in Colombia."""
    return dt.datetime.now(COLOMBIA)


# The ledger


@contextmanager
def opened(*, begin: bool = True) -> Iterator[Ledger]:
    """Give the ledger of this machine, with its first version; closed afterwards.

    Raises:
        LedgerError: where it cannot be opened.
    """
    ledger = store.open_ledger()
    try:
        if begin and not store.heads(ledger):
            update.begin(ledger, reader.load(PLAN_FILE), now())
        yield ledger
    finally:
        ledger.close()


@contextmanager
def kept() -> Iterator[Ledger | None]:
    """Give the ledger where somebody began one; none is made to look."""
    url = store.configured_url()
    if url.startswith(_SQLITE):
        there = Path(url.removeprefix(_SQLITE).partition("?")[0]).is_file()
    else:
        there = bool(url) or any(store.data_folder().glob("*.sqlite"))
    if not there:
        yield None
        return
    with opened(begin=False) as ledger:
        yield ledger if store.heads(ledger) else None


def board(ledger: Ledger, plan_year: int | None = None) -> Board:
    """Return the board in force.

    Raises:
        Refused: where there is none of that plan year.
    """
    check_year(ledger, plan_year)
    return update.board(ledger, plan_year)


def check_year(ledger: Ledger, plan_year: int | None) -> None:
    """Refuse a plan year that the board does not have.

    Raises:
        Refused: where it has not.
    """
    years = [year for year, _, _ in store.heads(ledger)]
    if plan_year is not None and plan_year not in years:
        known = ", ".join(map(str, years)) or "ninguna"
        raise Refused(f"El tablero no tiene la vigencia {plan_year}. Tiene {known}.")


def numbers_in_force(ledger: Ledger) -> frozenset[int]:
    """Return the newest version of each plan year."""
    return frozenset(number for _, number, _ in store.heads(ledger))


def version_json(one: Version, in_force: Iterable[int]) -> dict[str, Any]:
    """Return a version as the contract of design section 6 names it."""
    return {
        "number": one.number,
        "code": one.code,
        "short_code": one.short_code,
        "parent": one.parent,
        "at": one.at.isoformat(),
        "by": one.by,
        "note": one.note,
        "kind": one.kind,
        "plan_year": one.plan_year,
        "current": one.number in frozenset(in_force),
        "restored_from": one.restored_from,
    }


def version_made(ledger: Ledger, one: Version, *, as_json: bool, said: str) -> int:
    """Say which version an order made."""
    if as_json:
        print_json(version_json(one, numbers_in_force(ledger)))
    else:
        say(said, in_words(one))
    return DONE


def in_words(one: Version) -> str:
    """Return that a version was made, with its code."""
    return f"El tablero está en la versión {one.number}. Código de verificación: {one.short_code}."


def finding_json(one: Finding) -> dict[str, Any]:
    """Return a finding as the contract of design section 6 names it."""
    return {
        "code": one.code,
        "severity": str(one.severity),
        "cells": [str(cell) for cell in one.cells],
        "message": one.message,
    }


# The disk


def read_file(path: Path) -> File:
    """Return a file of the disk, under a name that any encoding has.

    Raises:
        NotReadable: where there is no such file.
    """
    file = reader.load(path)
    return replace(file, name=file.name.encode("utf-8", "replace").decode("utf-8"))


def load(paths: Sequence[Path]) -> list[File]:
    """Return files of the disk.

    Raises:
        Refused: where some are not there, with all of those.
    """
    files, missing = [], []
    for path in paths:
        try:
            files.append(read_file(path))
        except NotReadable as problem:
            missing.append(problem.finding.message)
    if missing:
        raise Refused("\n".join(map(plain, missing)))
    return files


def write(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file whole, or leave what was there.

    Args:
        path: Where.
        data: What.
        private: For the eyes of its owner alone.

    Raises:
        Refused: where it cannot be written.
    """
    draft = path.parent / f".paac-{secrets.token_hex(8)}.tmp"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        try:
            with os.fdopen(os.open(draft, flags, 0o600 if private else 0o666), "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as problem:
        message = (
            f"No se pudo escribir {path}. Revise que la carpeta exista, que pueda escribir en ella "
            "y que el archivo no esté abierto en otro programa."
        )
        raise Refused(plain(message)) from problem


def apart(out: Path, books: Iterable[Path]) -> None:
    """Refuse to write over a book that the order reads.

    Raises:
        Refused: where the two are one file.
    """
    for book in books:
        try:
            same = out.resolve() == book.resolve() or out.samefile(book)
        except (OSError, RuntimeError):  # one of them is not there, or links go round
            same = False
        if same:
            message = f"{out} es uno de los libros que se leen. Escriba el resultado en otro."
            raise Refused(plain(message), MISUSED)


# The screen


def plain(text: str) -> str:
    """Return a text in one line that moves no cursor and turns no direction, whoever wrote it."""
    return "".join(" " if _moves(one) else one for one in text)


def _moves(one: str) -> bool:
    return one in _TURNS or unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp")


_TURNS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def say(*lines: str) -> None:
    """Print lines."""
    for line in lines:
        print(plain(line))


def complain(*lines: str) -> None:
    """Print lines on the error output."""
    for line in lines:
        print(plain(line), file=sys.stderr)


def say_listed(title: str, lines: Sequence[str]) -> None:
    """Print lines below a title; nothing where there are none."""
    if lines:
        say("", title, *(f"  - {line}" for line in lines))


def print_json(content: Mapping[str, Any] | Sequence[Any]) -> None:
    """Print what a program reads."""
    print(json.dumps(content, ensure_ascii=False, indent=2))
