"""All of the ledger in one file, and back: to another machine, or from SQLite to PostgreSQL.

The file is a zip without compression (workbooks are compressed already), so that nothing in it
can unfold to more than it is.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from typing import Any, Final

import sqlalchemy as sa

from pac.ledger import codes
from pac.ledger.access import stamp
from pac.ledger.database import (
    ACCOUNTS,
    EVENTS,
    FILES,
    VERSIONS,
    Damaged,
    Ledger,
    LedgerError,
    canonical,
    read,
    seal,
    sha256,
    write,
)
from pac.ledger.store import insert_version, is_empty, problems

_FORMAT: Final = 1
_INDEX: Final = "indice.json"
_READ_ME: Final = "LEAME.txt"
_ACCOUNTS: Final = "cuentas.json"
_EVENTS: Final = "eventos.json"
_MOST_MEMBERS: Final = 200_000
# what a part raises that is not what it should be, such as a list in place of a text
_SENSELESS: Final = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    OverflowError,
    RecursionError,
)
_FILE: Final = re.compile(r"archivos/([0-9a-f]{64})")
_TEXT: Final = """Copia de seguridad del tablero del PAAC
=======================================

Aquí está todo lo que guarda el tablero: cada versión, cada archivo que se subió, las cuentas y las
anotaciones. Guárdela fuera del computador del tablero y trátela como reservada: las contraseñas no
se pueden leer en ella, pero quien la tenga puede intentar adivinarlas.

versiones/   el registro de cada versión. Su código de verificación es el SHA-256 de estos bytes
             (los primeros 80 bits, en letras y números, son el código corto que se imprime).
archivos/    los libros de Excel y lo que se subió. El nombre de cada uno es su SHA-256; para
             abrirlo, cópielo y póngale el nombre y la extensión que da el registro de su versión.
cuentas.json, eventos.json, indice.json   lo demás, y la lista de todo.

Para recuperarla, instale el tablero y siga el manual, «Recuperar una copia». No cambie nada aquí ni
la vuelva a comprimir: una copia cambiada no se acepta.
"""


class BackupError(LedgerError):
    """A backup cannot be restored."""


def backup(ledger: Ledger, at: dt.datetime) -> bytes:
    """Return all of the ledger as of one moment, as a zip.

    Raises:
        Damaged: where what is stored is not what was stored once: a bad copy must not take the
            place of a good one.
    """
    target = io.BytesIO()
    with read(ledger) as connection, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        found = tuple(problems(connection))
        if found:
            message = (
                "No se hizo la copia porque la base de datos tiene un daño. Conserve las copias "
                f"anteriores. {found[0].where}: {found[0].message}"
            )
            raise Damaged(message)
        members: dict[str, str] = {}

        def add(name: str, data: bytes) -> None:
            entry = zipfile.ZipInfo(name, at.astimezone(dt.UTC).timetuple()[:6])
            archive.writestr(entry, data)
            members[name] = sha256(data)

        add(_READ_ME, _TEXT.encode("utf-8"))
        listed = []
        query = sa.select(VERSIONS.c.number, VERSIONS.c.code, VERSIONS.c.record)
        for number, code, record in connection.execute(query.order_by(VERSIONS.c.number)):
            add(_version_name(number), record.encode("utf-8"))
            listed.append({"number": number, "code": code, "short": codes.short(code)})
        for code in connection.execute(sa.select(FILES.c.sha256).order_by(FILES.c.sha256)):
            data = sa.select(FILES.c.data).where(FILES.c.sha256 == code[0])
            add(f"archivos/{code[0]}", connection.execute(data).scalar_one())
        add(_ACCOUNTS, _table(connection, ACCOUNTS))
        add(_EVENTS, _table(connection, EVENTS))
        index: dict[str, Any] = {
            "format": _FORMAT,
            "at": stamp(at),
            "versions": listed,
            "members": dict(members),
        }
        add(_INDEX, canonical(index | {"seal": seal(index)}).encode("utf-8"))
    return target.getvalue()


def restore(data: bytes, ledger: Ledger) -> int:
    """Put a backup into an empty ledger, all of it or nothing, and return its newest version.

    Codes, accounts and passwords are those of the backup afterwards.

    Raises:
        BackupError: where the file is no backup or was changed, or the ledger is not empty.
    """
    members = _members(data)
    index = _index(members)
    with write(ledger) as connection:
        if not is_empty(connection):
            message = (
                "Una copia solo se recupera en un tablero sin versiones ni cuentas, para no perder "
                "lo que ya hay. Indique una base de datos nueva."
            )
            raise BackupError(message)
        try:
            _insert(connection, members, index)
        except (*_SENSELESS, sa.exc.IntegrityError, sa.exc.DataError) as problem:
            raise _changed() from problem
        found = tuple(problems(connection))
        if found:
            first = found[0]
            message = f"La copia no está completa o fue cambiada. {first.where}: {first.message}"
            raise BackupError(message)
    return max((one["number"] for one in index["versions"]), default=0)


def _version_name(number: int) -> str:
    return f"versiones/{number:06}.json"


def _table(connection: sa.Connection, table: sa.Table) -> bytes:
    """Return the rows of a table as JSON, one a line, to be read by a person too."""
    query = sa.select(table).order_by(*table.primary_key.columns)
    rows = [canonical(dict(row)) for row in connection.execute(query).mappings()]
    return ("[" + ",\n".join(rows) + "]\n").encode("utf-8")


def _changed() -> BackupError:
    return BackupError("La copia está incompleta o fue cambiada, y no se recuperó nada. Use otra.")


def _members(data: bytes) -> dict[str, bytes]:
    """Return the parts of a zip, once it is sure that none is compressed and none there twice."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            plain = all(entry.compress_type == zipfile.ZIP_STORED for entry in entries)
            if _INDEX not in names or not plain:
                message = (
                    "El archivo no es una copia de seguridad de este tablero, o fue comprimido de "
                    "nuevo. Use la copia tal como se descargó."
                )
                raise BackupError(message)
            if len(names) != len(entries) or len(entries) > _MOST_MEMBERS:
                raise _changed()
            return {entry.filename: archive.read(entry) for entry in entries}
    except zipfile.BadZipFile as problem:
        if not data.startswith(b"PK"):
            message = "El archivo no es una copia de seguridad de este tablero (un .zip)."
            raise BackupError(message) from problem
        raise _changed() from problem
    except (OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as problem:
        raise _changed() from problem  # what zipfile raises on parts that make no sense


def _index(members: dict[str, bytes]) -> dict[str, Any]:
    """Return the list of all parts, once each is what it says; no other part is there."""
    try:
        index = json.loads(members[_INDEX])
        whole = canonical(index).encode("utf-8") == members[_INDEX] and index["seal"] == seal(index)
        found = {name: sha256(data) for name, data in members.items() if name != _INDEX}
        whole = whole and found == index["members"]
        expected = {_READ_ME, _ACCOUNTS, _EVENTS}
        expected |= {_version_name(one["number"]) for one in index["versions"]}
        expected |= {name for name in members if _FILE.fullmatch(name)}
        whole = whole and expected == set(found)
        told = index["format"]
    except _SENSELESS as problem:
        raise _changed() from problem
    if whole and told != _FORMAT:
        message = "La copia es de otra versión del programa. Instale la versión que la hizo."
        raise BackupError(message)
    if not whole:
        raise _changed()
    return dict(index)


def _insert(connection: sa.Connection, members: dict[str, bytes], index: dict[str, Any]) -> None:
    """Insert all parts.

    Raises:
        ValueError: or another of ``_SENSELESS``, where a part is not what it should be.
    """
    for name, data in members.items():
        match = _FILE.fullmatch(name)
        if match:
            connection.execute(FILES.insert().values(sha256=match[1], data=data))
    for one in sorted(index["versions"], key=lambda one: int(one["number"])):
        added = insert_version(connection, members[_version_name(one["number"])].decode("utf-8"))
        if (added.number, added.code, added.short_code) != (
            one["number"],
            one["code"],
            one["short"],
        ):
            message = "the index tells of another version"
            raise ValueError(message)
    for name, table in ((_ACCOUNTS, ACCOUNTS), (_EVENTS, EVENTS)):
        for row in json.loads(members[name]):
            if {key: type(value) for key, value in row.items()} != _types(table):
                message = "other columns"
                raise ValueError(message)
            connection.execute(table.insert().values(row))
        if _table(connection, table) != members[name]:
            message = "not as a backup writes it"
            raise ValueError(message)


def _types(table: sa.Table) -> dict[str, type]:
    """Return of which type each column of accounts or events is."""
    return {
        column.name: int if isinstance(column.type, sa.Integer) else str for column in table.columns
    }
