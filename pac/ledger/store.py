"""The versions of the board: added one after the other, never changed, each chained to its parent.

The code of a version is the SHA-256 of its record, which holds the SHA-256 of its files and the
code of the version before: a code on paper vouches for all that came until then.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from pac.labels import date
from pac.ledger import codes
from pac.ledger.access import EVERY_ROLE, Actor, NotAllowed, check, stamp
from pac.ledger.database import (
    ACCOUNTS,
    EVENTS,
    FILES,
    TABLES,
    VERSIONS,
    CannotOpen,
    Damaged,
    Ledger,
    LedgerError,
    Unavailable,
    canonical,
    configured_url,
    data_folder,
    is_temporary,
    open_ledger,
    read,
    seal,
    sha256,
    write,
)
from pac.reading.reader import File
from pac.workdays import COLOMBIA

__all__ = [
    "CannotOpen",
    "Damaged",
    "FileInfo",
    "Ledger",
    "LedgerError",
    "NewVersion",
    "NoSuchFile",
    "NoSuchVersion",
    "NotAllowed",
    "Problem",
    "Superseded",
    "Unavailable",
    "Version",
    "append",
    "configured_url",
    "data_folder",
    "file",
    "find",
    "find_file",
    "head",
    "heads",
    "is_temporary",
    "open_ledger",
    "verify",
    "version",
    "versions",
    "workbook",
]

_WHOLE: Final = "Base de datos"


@dataclass(frozen=True)
class FileInfo:
    """A file of a version: what it is called, and which bytes it has."""

    name: str
    sha256: str
    size: int  # bytes


@dataclass(frozen=True)
class NewVersion:
    """A version to add."""

    plan_year: int
    parent: int | None  # the version that its author saw; None for the first of a plan
    kind: str
    note: str
    workbook: File
    uploads: tuple[File, ...]
    content: Mapping[str, Any]  # whatever has a JSON
    restored_from: int | None = None


@dataclass(frozen=True)
class Version:
    """A version of the board, as it was added."""

    number: int
    plan_year: int
    parent: int | None
    parent_code: str | None
    code: str
    at: dt.datetime  # in UTC
    by: str  # a post
    role: str  # blank where it was added by whoever runs the server
    note: str
    kind: str
    restored_from: int | None
    workbook: FileInfo
    uploads: tuple[FileInfo, ...]
    content: dict[str, Any]

    @property
    def short_code(self) -> str:
        """Return the code as it is printed."""
        return codes.short(self.code)

    @property
    def files(self) -> tuple[FileInfo, ...]:
        """Return the workbook and the uploads."""
        return (self.workbook, *self.uploads)


@dataclass(frozen=True)
class Problem:
    """Something stored that is not as it was stored once."""

    where: str  # Spanish
    message: str  # Spanish


class NoSuchVersion(LedgerError):  # noqa: N818 (named for what the screen says)
    """There is no version of that number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"No hay una versión {number} del tablero.")


class NoSuchFile(LedgerError):  # noqa: N818 (named for what the screen says)
    """There is no file of that SHA-256."""

    def __init__(self, code: str) -> None:
        super().__init__(f"El tablero no guarda un archivo con la huella {code[:12]}….")


class Superseded(LedgerError):  # noqa: N818 (named for what the screen says)
    """Somebody added a version after the one that the author of this one saw."""

    def __init__(self, head: Version) -> None:
        self.head = head
        here = head.at.astimezone(COLOMBIA)
        super().__init__(
            f"Mientras tanto, {head.by} actualizó el tablero: es la versión {head.number}, del "
            f"{date(here.date())} a las {here:%H:%M} (hora de Colombia). No se guardó nada; revise "
            "esa versión y vuelva a intentarlo."
        )


def append(ledger: Ledger, actor: Actor, new: NewVersion, at: dt.datetime) -> Version:
    """Add a version with its files: all of it, or nothing.

    Raises:
        NotAllowed: where the actor has no role, or no longer the one it signed in with.
        Superseded: where ``new.parent`` is not the newest version of its plan any more.
        NoSuchVersion: where ``new.parent`` or ``new.restored_from`` is none of this plan.
        Damaged: where the newest version was altered: nothing is built on it.
    """
    files = {sha256(one.data): one.data for one in (new.workbook, *new.uploads)}
    with write(ledger) as connection:
        actor = check(connection, actor, EVERY_ROLE)
        parent = _head(connection, new.plan_year)
        if parent is not None and parent.number != new.parent:
            raise Superseded(parent)
        if parent is None and new.parent is not None:
            raise NoSuchVersion(new.parent)
        if new.restored_from is not None:
            _check_of_plan(connection, new.restored_from, new.plan_year)
        newest = connection.execute(sa.select(sa.func.max(VERSIONS.c.number))).scalar()
        record = _record((newest or 0) + 1, new, parent, actor, at)
        _insert_files(connection, files)
        return insert_version(connection, record)


def insert_version(connection: sa.Connection, record: str) -> Version:
    """Insert a version by its record, and return it.

    Raises:
        ValueError: where the record is none.
    """
    added = parse(record)
    row = {
        "number": added.number,
        "plan_year": added.plan_year,
        "parent": added.parent,
        "code": added.code,
        "record": record,
    }
    connection.execute(VERSIONS.insert().values(row))
    return added


def versions(ledger: Ledger, plan_year: int | None = None) -> tuple[Version, ...]:
    """Return the versions of a plan, or of all, oldest first.

    Raises:
        Damaged: where one was altered.
    """
    query = sa.select(VERSIONS).order_by(VERSIONS.c.number)
    if plan_year is not None:
        query = query.where(VERSIONS.c.plan_year == plan_year)
    with read(ledger) as connection:
        return tuple(_version(row) for row in connection.execute(query))


def head(ledger: Ledger, plan_year: int) -> Version | None:
    """Return the newest version of a plan; None where it has none.

    Raises:
        Damaged: where it was altered.
    """
    with read(ledger) as connection:
        return _head(connection, plan_year)


def heads(ledger: Ledger) -> tuple[tuple[int, int, str], ...]:
    """Return plan year, number and code of the newest version of each plan; cheap."""
    newest = sa.select(sa.func.max(VERSIONS.c.number)).group_by(VERSIONS.c.plan_year)
    query = (
        sa.select(VERSIONS.c.plan_year, VERSIONS.c.number, VERSIONS.c.code)
        .where(VERSIONS.c.number.in_(newest))
        .order_by(VERSIONS.c.plan_year)
    )
    with read(ledger) as connection:
        return tuple((year, number, code) for year, number, code in connection.execute(query))


def version(ledger: Ledger, number: int) -> Version:
    """Return the version of a number.

    Raises:
        NoSuchVersion: where there is none.
        Damaged: where it was altered.
    """
    with read(ledger) as connection:
        return _numbered(connection, number)


def file(ledger: Ledger, code: str) -> bytes:
    """Return the file of a SHA-256.

    Raises:
        NoSuchFile: where there is none.
        Damaged: where it was altered.
    """
    with read(ledger) as connection:
        return _file(connection, code)


def workbook(ledger: Ledger, number: int) -> bytes:
    """Return the workbook of a version.

    Raises:
        NoSuchVersion, NoSuchFile: where there is none.
        Damaged: where it was altered.
    """
    with read(ledger) as connection:
        return _file(connection, _numbered(connection, number).workbook.sha256)


def find(ledger: Ledger, code: str) -> Version | None:
    """Return the version of a code as somebody typed it from paper (``codes.matches``).

    None where there is none: also where the versions were rewritten or the newest cut off after
    the paper was printed, which ``verify`` alone cannot tell.
    None as well where so few characters were typed that several have them.

    Raises:
        Damaged: where the version was altered and its code was left.
    """
    query = sa.select(VERSIONS.c.number, VERSIONS.c.code)
    with read(ledger) as connection:
        found = [number for number, own in connection.execute(query) if codes.matches(code, own)]
        return _numbered(connection, found[0]) if len(found) == 1 else None


def find_file(ledger: Ledger, data: bytes) -> tuple[Version, ...]:
    """Return the versions whose workbook or uploads have just these bytes, oldest first."""
    code = sha256(data)
    query = sa.select(VERSIONS).where(VERSIONS.c.record.contains(code)).order_by(VERSIONS.c.number)
    with read(ledger) as connection:
        near = [_version(row) for row in connection.execute(query)]
    return tuple(one for one in near if code in {info.sha256 for info in one.files})


def verify(ledger: Ledger) -> tuple[Problem, ...]:
    """Return all that is stored and is not as it was stored once; nothing where all is well.

    It reads everything and raises nothing. What it cannot tell: that the newest versions were cut
    off, or that a version and all after it were rewritten with new codes. Codes printed or sent
    before tell: ``find`` does not know them any more.
    """
    try:
        with read(ledger) as connection:
            return tuple(problems(connection))
    except (LedgerError, sa.exc.SQLAlchemyError, OSError):
        return (_unreadable(),)


def problems(connection: sa.Connection) -> Iterator[Problem]:
    """Return what ``verify`` does, as seen by a connection."""
    if connection.dialect.name == "sqlite":
        yield from _damaged_pages(connection)
    files: Counter[str] = Counter()
    for part in (_version_problems, _file_problems, _account_problems, _event_problems):
        try:
            yield from part(connection, files)
        except sa.exc.SQLAlchemyError:
            yield _unreadable()
            if connection.dialect.name != "sqlite":
                return  # PostgreSQL answers nothing more in this transaction


def parse(record: str) -> Version:
    """Return the version that a record tells of.

    Raises:
        ValueError: where it is no record.
    """
    try:
        told = json.loads(record)
        if canonical(told) != record:
            message = "not canonical"
            raise ValueError(message)
        return Version(
            number=_whole(told["number"]),
            plan_year=_whole(told["plan_year"]),
            parent=None if told["parent"] is None else _whole(told["parent"]),
            parent_code=None if told["parent_code"] is None else str(told["parent_code"]),
            code=sha256(record),
            at=dt.datetime.fromisoformat(told["at"]).astimezone(dt.UTC),
            by=str(told["by"]),
            role=str(told["role"]),
            note=str(told["note"]),
            kind=str(told["kind"]),
            restored_from=None if told["restored_from"] is None else _whole(told["restored_from"]),
            workbook=_info(told["workbook"]),
            uploads=tuple(_info(one) for one in told["uploads"]),
            content=dict(told["content"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        message = "not a record of a version"
        raise ValueError(message) from problem


def _record(
    number: int, new: NewVersion, parent: Version | None, actor: Actor, at: dt.datetime
) -> str:
    return canonical(
        {
            "number": number,
            "plan_year": new.plan_year,
            "parent": parent.number if parent else None,
            "parent_code": parent.code if parent else None,
            "at": stamp(at),
            "by": actor.post,
            "role": actor.role.value if actor.role else "",
            "note": new.note,
            "kind": new.kind,
            "restored_from": new.restored_from,
            "workbook": _told(new.workbook),
            "uploads": [_told(one) for one in new.uploads],
            "content": dict(new.content),
        }
    )


def _told(one: File) -> dict[str, Any]:
    return {"name": one.name, "sha256": sha256(one.data), "size": len(one.data)}


def _info(told: Mapping[str, Any]) -> FileInfo:
    return FileInfo(str(told["name"]), str(told["sha256"]), _whole(told["size"]))


def _whole(value: object) -> int:
    if type(value) is not int:
        message = "not a whole number"
        raise ValueError(message)
    return value


def _insert_files(connection: sa.Connection, files: Mapping[str, bytes]) -> None:
    """Insert the files that are not there yet."""
    query = sa.select(FILES.c.sha256).where(FILES.c.sha256.in_(list(files)))
    there = set(connection.execute(query).scalars())
    for code, data in files.items():
        if code not in there:
            connection.execute(FILES.insert().values(sha256=code, data=data))


def _check_of_plan(connection: sa.Connection, number: int, plan_year: int) -> None:
    query = sa.select(VERSIONS.c.plan_year).where(VERSIONS.c.number == number)
    if connection.execute(query).scalar() != plan_year:
        raise NoSuchVersion(number)


def _head(connection: sa.Connection, plan_year: int) -> Version | None:
    newest = (
        sa.select(sa.func.max(VERSIONS.c.number))
        .where(VERSIONS.c.plan_year == plan_year)
        .scalar_subquery()
    )
    row = connection.execute(sa.select(VERSIONS).where(VERSIONS.c.number == newest)).first()
    return _version(row) if row is not None else None


def _numbered(connection: sa.Connection, number: int) -> Version:
    row = connection.execute(sa.select(VERSIONS).where(VERSIONS.c.number == number)).first()
    if row is None:
        raise NoSuchVersion(number)
    return _version(row)


def _version(row: sa.Row[Any]) -> Version:
    """Return the version of a row, once it is sure that nobody touched it."""
    try:
        read_back = parse(row.record)
    except ValueError:
        read_back = None
    if read_back is None or _columns(read_back) != (
        row.number,
        row.plan_year,
        row.parent,
        row.code,
    ):
        message = (
            f"La versión {row.number} fue alterada por fuera del tablero, y no se muestra. "
            "Recupere la última copia de seguridad."
        )
        raise Damaged(message)
    return read_back


def _columns(one: Version) -> tuple[int, int, int | None, str]:
    return one.number, one.plan_year, one.parent, one.code


def _file(connection: sa.Connection, code: str) -> bytes:
    data = connection.execute(sa.select(FILES.c.data).where(FILES.c.sha256 == code)).scalar()
    if data is None:
        raise NoSuchFile(code)
    if not isinstance(data, bytes) or sha256(data) != code:
        message = (
            f"El archivo con la huella {code[:12]}… fue alterado por fuera del tablero, y no se "
            "entrega. Recupere la última copia de seguridad."
        )
        raise Damaged(message)
    return data


def _unreadable() -> Problem:
    message = (
        "No se puede leer una parte de la base de datos: está dañada o no responde. Recupere la "
        "última copia de seguridad."
    )
    return Problem(_WHOLE, message)


def _damaged_pages(connection: sa.Connection) -> Iterator[Problem]:
    """Return what SQLite itself finds wrong with its file."""
    try:
        said = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
    except sa.exc.SQLAlchemyError:
        yield _unreadable()
        return
    if said != ["ok"]:
        message = (
            "El archivo de la base de datos está dañado. Recupere la última copia de seguridad. "
            f"SQLite dice: {said[0]}"
        )
        yield Problem(_WHOLE, message)


def _rows(connection: sa.Connection, table: sa.Table) -> Iterator[dict[str, Any]]:
    """Return the rows of a table, texts by their bytes, so that broken ones can be read too."""
    columns = [
        _raw(connection, column).label(column.name)
        if isinstance(column.type, sa.Text | sa.LargeBinary)
        else column
        for column in table.columns
    ]
    order = list(table.primary_key.columns)
    query = sa.select(*columns).order_by(*order)
    result = connection.execute(query, execution_options={"yield_per": 16})
    for row in result.mappings():
        yield {name: _text(table, name, value) for name, value in row.items()}


def _raw(connection: sa.Connection, column: sa.Column[Any]) -> sa.ColumnElement[bytes]:
    if isinstance(column.type, sa.LargeBinary) and connection.dialect.name != "sqlite":
        return column
    if connection.dialect.name == "sqlite":
        return sa.cast(column, sa.LargeBinary)
    return sa.type_coerce(sa.func.convert_to(column, "UTF8"), sa.LargeBinary)


def _text(table: sa.Table, name: str, value: object) -> object:
    if isinstance(value, bytes) and isinstance(table.c[name].type, sa.Text):
        return value.decode("utf-8", "replace")
    return value


def _version_problems(connection: sa.Connection, files: Counter[str]) -> Iterator[Problem]:
    """Return what is wrong with the versions; count the files that they need."""
    seen: dict[object, tuple[object, object]] = {}  # number -> plan year and code
    parents: Counter[object] = Counter()
    firsts: Counter[object] = Counter()
    expected = 1
    for row in _rows(connection, VERSIONS):
        number, parent = row["number"], row["parent"]
        where = f"Versión {number}"
        if number != expected:
            yield Problem(where, f"Falta la versión {expected}: los números no son seguidos.")
        expected = number + 1 if isinstance(number, int) else expected + 1
        told = _told_by(row)
        if told is None:
            message = (
                "El registro no es el que se guardó: no corresponde a su código de verificación."
            )
            yield Problem(where, message)
        else:
            files.update({info.sha256: 1 for info in told.files})
            if _columns(told)[:3] != (number, row["plan_year"], parent):
                message = "El número, la vigencia o la versión anterior no son los del registro."
                yield Problem(where, message)
            yield from _parent_problems(where, told, seen)
            yield from _size_problems(connection, where, told)
        if parent is None:
            firsts[row["plan_year"]] += 1
        else:
            parents[parent] += 1
        seen[number] = (row["plan_year"], row["code"])
    for parent, count in parents.items():
        if count > 1:
            yield Problem(
                f"Versión {parent}", f"Hay {count} versiones que la siguen: debe ser una."
            )
    for year, count in firsts.items():
        if count > 1:
            message = f"Hay {count} versiones sin versión anterior: debe ser una."
            yield Problem(f"Vigencia {year}", message)


def _told_by(row: Mapping[str, Any]) -> Version | None:
    """Return what the record of a row tells; None where it is not the one of its code."""
    try:
        told = parse(row["record"])
    except ValueError:
        return None
    return told if told.code == row["code"] else None


def _parent_problems(
    where: str, told: Version, seen: Mapping[object, tuple[object, object]]
) -> Iterator[Problem]:
    if told.parent is None and told.parent_code is None:
        return
    parent = seen.get(told.parent)
    if parent is None:
        yield Problem(where, f"No existe la versión anterior que nombra, la {told.parent}.")
    elif parent != (told.plan_year, told.parent_code):
        message = (
            f"La versión anterior, la {told.parent}, no es la misma que cuando se guardó esta."
        )
        yield Problem(where, message)


def _size_problems(connection: sa.Connection, where: str, told: Version) -> Iterator[Problem]:
    for info in dict.fromkeys(told.files):
        query = sa.select(sa.func.length(FILES.c.data)).where(FILES.c.sha256 == info.sha256)
        size = connection.execute(query).scalar()
        if size is None:
            yield Problem(where, f"Falta su archivo «{info.name}».")
        elif size != info.size:
            yield Problem(where, f"Su archivo «{info.name}» no mide lo que dice el registro.")


def _file_problems(connection: sa.Connection, files: Counter[str]) -> Iterator[Problem]:
    """Return the files that are not what they were, and those that nobody asked for."""
    for row in _rows(connection, FILES):
        where = f"Archivo {str(row['sha256'])[:12]}…"
        if not isinstance(row["data"], bytes) or sha256(row["data"]) != row["sha256"]:
            yield Problem(where, "No es el que se guardó: no corresponde a su huella.")
        elif row["sha256"] not in files:
            yield Problem(where, "Ninguna versión lo usa.")


def _account_problems(connection: sa.Connection, _: Counter[str]) -> Iterator[Problem]:
    for row in _rows(connection, ACCOUNTS):
        if row["seal"] != seal(row):
            yield Problem(f"Cuenta «{row['name']}»", "Fue cambiada por fuera del tablero.")


def _event_problems(connection: sa.Connection, _: Counter[str]) -> Iterator[Problem]:
    for expected, row in enumerate(_rows(connection, EVENTS), start=1):
        where = f"Anotación {row['id']}"
        if row["seal"] != seal(row):
            yield Problem(where, "Fue cambiada por fuera del tablero.")
        if row["id"] != expected:
            yield Problem(where, f"Falta alguna antes: esta debía ser la {expected}.")


def is_empty(connection: sa.Connection) -> bool:
    """Tell whether nothing at all is stored."""
    return not any(
        connection.execute(sa.select(sa.exists(table.select()))).scalar_one() for table in TABLES
    )
