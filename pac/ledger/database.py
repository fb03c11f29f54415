"""The database of the ledger: where it is, its tables, and how it is read and written."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import sqlite3
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.pool import ConnectionPoolEntry

_FOLDER: Final = "tablero-paac"
_FILE: Final = "tablero.sqlite"
_SECRETS: Final = ".streamlit/secrets.toml"
_PROGRAM: Final = Path(__file__).resolve().parents[2]
_WAIT: Final = 30.0  # seconds for another writer to finish
_LOCK: Final = 0x7061_6163  # any number, the same for every writer of a PostgreSQL database
_CONNECTIONS: Final = 20
_TEMPORARY: Final = ("/tmp", "/var/tmp", "/dev/shm")  # noqa: S108 (to warn of them)
_FLEETING: Final = ("tmpfs", "ramfs", "overlay")  # overlay: the root of a container

_METADATA: Final = sa.MetaData()

VERSIONS: Final = Table(
    "versions",
    _METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("plan_year", Integer, nullable=False),
    Column("parent", Integer, ForeignKey("versions.number", name="versions_parent")),
    Column("code", Text, nullable=False),
    Column("record", Text, nullable=False),
)
# at most one version after each, and one first version a plan: the chain cannot fork
Index("versions_one_after", VERSIONS.c.parent, unique=True)
_FIRST: Final = VERSIONS.c.parent.is_(None)
Index(
    "versions_one_first",
    VERSIONS.c.plan_year,
    unique=True,
    sqlite_where=_FIRST,
    postgresql_where=_FIRST,
)
# heads() is asked on every page: it is answered from here, without the records
Index("versions_heads", VERSIONS.c.plan_year, VERSIONS.c.number, VERSIONS.c.code)

FILES: Final = Table(
    "files",
    _METADATA,
    Column("sha256", Text, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

ACCOUNTS: Final = Table(
    "accounts",
    _METADATA,
    Column("name", Text, primary_key=True),
    Column("post", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False),  # argon2id
    Column("active", Integer, nullable=False),  # 1 or 0; as a boolean, 7 would read as 1
    Column("created_at", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    Column("seal", Text, nullable=False),
)

EVENTS: Final = Table(
    "events",
    _METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("kind", Text, nullable=False, index=True),
    Column("by", Text, nullable=False),
    Column("detail", Text, nullable=False),  # canonical JSON
    Column("seal", Text, nullable=False),
)

TABLES: Final = (VERSIONS, FILES, ACCOUNTS, EVENTS)


class LedgerError(Exception):
    """What cannot be done with the ledger, in Spanish, to be shown as it is."""


class CannotOpen(LedgerError):  # noqa: N818 (named for what the screen says)
    """The database is not there, or is not one."""


class Unavailable(LedgerError):  # noqa: N818 (named for what the screen says)
    """The database does not answer, or another writer holds it for too long."""


class Damaged(LedgerError):  # noqa: N818 (named for what the screen says)
    """What is stored is not what was stored once."""


@dataclass(frozen=True)
class Ledger:
    """An open ledger; several threads may share it."""

    engine: sa.Engine

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the ledger is a file of this machine."""
        return self.engine.dialect.name == "sqlite"

    @property
    def place(self) -> Path | None:
        """Return the file of the ledger; None where it lies in a server."""
        return Path(str(self.engine.url.database)) if self.is_sqlite else None

    def close(self) -> None:
        """Let go of the connections that are kept open."""
        self.engine.dispose()


def data_folder() -> Path:
    """Return the folder for what must outlive the program: ``PAC_DATA``, else the user's own."""
    given = os.environ.get("PAC_DATA", "").strip()
    if given:
        return Path(given).expanduser().absolute()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        base = Path(local) if local else Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        shared = os.environ.get("XDG_DATA_HOME", "")
        # the standard says that a relative one is to be ignored
        base = Path(shared) if Path(shared).is_absolute() else Path.home() / ".local" / "share"
    return base / _FOLDER


def is_temporary(folder: Path) -> bool:
    """Tell whether a folder may be gone tomorrow: of temporary files, in memory, of a container."""
    place = folder.resolve()
    below = (tempfile.gettempdir(), *_TEMPORARY)
    if any(place.is_relative_to(Path(one).resolve()) for one in below):
        return True
    return _file_system(place) in _FLEETING


def _file_system(place: Path) -> str:
    """Return the kind of file system of a place; blank where the system does not tell."""
    try:
        lines = Path("/proc/mounts").read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ""
    kind, longest = "", -1
    for line in lines:
        _, mount, here, *_ = line.split(" ")
        at = Path(re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), mount))
        if place.is_relative_to(at) and len(at.parts) >= longest:  # later ones lie on top
            kind, longest = here, len(at.parts)
    return kind


def configured_url() -> str:
    """Return the address of the database that whoever installed the board gave.

    ``PAC_BASE_DE_DATOS`` comes first, then ``url`` under ``[base_de_datos]`` in the secrets of
    Streamlit, of the program's folder or of the user's; blank where none names one. The pages,
    the addresses for programs and the command line all ask here, so that they never stand
    before different boards.

    Raises:
        CannotOpen: where the secrets are there and cannot be read.
    """
    url = os.environ.get("PAC_BASE_DE_DATOS", "").strip()
    for place in (_PROGRAM, Path.home()):
        if not url and (place / _SECRETS).is_file():
            url = _url_in(place / _SECRETS)
    return url


def _url_in(secrets: Path) -> str:
    try:
        section = tomllib.loads(secrets.read_text("utf-8")).get("base_de_datos", {})
    except (OSError, ValueError):  # it may hold a password: nothing of it is shown
        message = (
            "El archivo .streamlit/secrets.toml no se pudo leer. Revise que sea un texto TOML, con "
            '[base_de_datos] en una línea y url = "postgresql://…" en la siguiente.'
        )
        raise CannotOpen(message) from None
    return str(section.get("url", "")).strip() if isinstance(section, dict) else ""


def open_ledger(url: str | None = None) -> Ledger:
    """Open the ledger, and create it where there is none.

    Args:
        url: ``sqlite:///`` and a path, or ``postgresql://``; None for ``configured_url()``,
            else a file in ``data_folder()``.

    Raises:
        CannotOpen: where the database cannot be reached or is not one.
    """
    engine = _engine(_address(url or configured_url() or None))
    ledger = Ledger(engine)
    try:
        with engine.connect() as connection:
            names = set(sa.inspect(connection).get_table_names())
        if not {table.name for table in TABLES} <= names:
            with write(ledger) as connection:
                _METADATA.create_all(connection)
    except (sa.exc.SQLAlchemyError, OSError, LedgerError) as problem:
        engine.dispose()
        shown = engine.url.render_as_string(hide_password=True)
        message = (
            f"No se pudo abrir la base de datos del tablero ({shown}). Revise que exista, que se "
            "pueda escribir en ella y que no esté dañada; si lo está, recupere la última copia."
        )
        raise CannotOpen(message) from problem
    return ledger


def _address(url: str | None) -> sa.URL:
    if url is None:
        return sa.URL.create("sqlite", database=str(data_folder() / _FILE))
    try:
        address = sa.make_url(url)
    except sa.exc.ArgumentError:
        message = (
            "La dirección de la base de datos no se entiende. Escriba sqlite:/// y una ruta, o "
            "postgresql://usuario:clave@servidor/base."
        )
        raise CannotOpen(message) from None  # the address may hold a password
    kind = address.drivername.partition("+")[0]
    if kind in ("postgresql", "postgres"):
        return address.set(drivername="postgresql+psycopg")
    if kind != "sqlite":
        message = "La base de datos del tablero es SQLite o PostgreSQL, no otra."
        raise CannotOpen(message)
    if not address.database or address.database == ":memory:":
        message = "Una base de datos en memoria se pierde al apagar: escriba sqlite:/// y una ruta."
        raise CannotOpen(message)
    return address


def _engine(address: sa.URL) -> sa.Engine:
    if address.get_backend_name() == "postgresql":
        settings = {"client_encoding": "utf8", "application_name": _FOLDER}
        if "connect_timeout" not in address.query:
            settings["connect_timeout"] = "10"
        return sa.create_engine(
            address,
            connect_args=settings,
            pool_size=5,
            max_overflow=_CONNECTIONS - 5,
            pool_pre_ping=True,
        )
    _prepare_file(Path(str(address.database)))
    engine = sa.create_engine(
        address,
        connect_args={"timeout": _WAIT, "check_same_thread": False},
        poolclass=sa.pool.QueuePool,
        pool_size=5,
        max_overflow=_CONNECTIONS - 5,
    )
    sa.event.listen(engine, "connect", _set_up_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_file(path: Path) -> None:
    """Create the file of the ledger and its folder, for the eyes of their owner alone."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError as problem:
        message = (
            f"No se pudo crear {path}. Revise los permisos de la carpeta, o diga otra en PAC_DATA."
        )
        raise CannotOpen(message) from problem


def _set_up_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Make each commit reach the disk, and readers and the writer not wait for each other."""
    connection.isolation_level = None  # the driver would begin transactions on its own
    cursor = connection.cursor()
    try:
        _write_ahead(cursor)
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
    finally:
        cursor.close()


def _write_ahead(cursor: DBAPICursor) -> None:
    """Turn on the write-ahead log; SQLite does not wait by itself where several do so at once."""
    until = time.monotonic() + _WAIT
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as problem:
            if "locked" not in str(problem) or time.monotonic() > until:
                raise
            time.sleep(random.uniform(0.005, 0.05))  # noqa: S311 (no secret)


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("pac_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def read(ledger: Ledger) -> Iterator[sa.Connection]:
    """Give a connection that sees the ledger as of one moment."""
    options = {} if ledger.is_sqlite else {"isolation_level": "REPEATABLE READ"}
    with _understood(), ledger.engine.connect() as plain:
        connection = plain.execution_options(**options)
        with connection.begin():
            yield connection


@contextmanager
def write(ledger: Ledger) -> Iterator[sa.Connection]:
    """Give the one connection that writes: all is kept, or nothing where something is raised.

    Raises:
        Unavailable: where others write for longer than half a minute.
    """
    options: dict[str, Any] = {"pac_writes": True}
    if not ledger.is_sqlite:
        options["isolation_level"] = "READ COMMITTED"  # see what was written before the lock
    with _understood(), ledger.engine.connect() as plain:
        connection = plain.execution_options(**options)
        with connection.begin():
            if not ledger.is_sqlite:
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_WAIT:.0f}s'")
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            yield connection


@contextmanager
def _understood() -> Iterator[None]:
    """Say in Spanish what the database cannot do."""
    try:
        yield
    except (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError) as problem:
        message = (
            "La base de datos del tablero no responde o está ocupada. No se guardó nada; "
            "espere un minuto y vuelva a intentarlo."
        )
        raise Unavailable(message) from problem
    except sa.exc.DatabaseError as problem:
        if type(problem) is not sa.exc.DatabaseError:
            raise  # a fault of the program, not of the database
        message = "La base de datos del tablero está dañada. Recupere la última copia de seguridad."
        raise Damaged(message) from problem


def canonical(value: Mapping[str, Any]) -> str:
    """Return the one JSON text of a value: sorted keys, no blanks, letters as they are.

    Half a surrogate pair, which no file may hold, turns into a question mark.

    Raises:
        ValueError, TypeError: where the value has no JSON, such as NaN or a date.
    """
    once = json.dumps(dict(value), ensure_ascii=False, allow_nan=False)
    plain = json.loads(once.encode("utf-8", "replace"))  # keys are text from here on
    return json.dumps(
        plain, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )


def sha256(data: bytes | str) -> str:
    """Return the SHA-256 of bytes, or of a text's UTF-8 bytes, in hex."""
    return hashlib.sha256(data.encode("utf-8") if isinstance(data, str) else data).hexdigest()


def seal(row: Mapping[str, Any]) -> str:
    """Return the seal of a row of accounts or events: the SHA-256 of all its other columns."""
    return sha256(canonical({name: value for name, value in row.items() if name != "seal"}))
