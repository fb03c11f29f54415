"""Who may add versions: accounts of posts, their passwords, and the browsers that signed in."""

from __future__ import annotations

import datetime as dt
import hmac
import json
import re
import secrets
import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from pac.labels import fold
from pac.ledger import codes
from pac.ledger.database import (
    ACCOUNTS,
    EVENTS,
    Damaged,
    Ledger,
    LedgerError,
    canonical,
    read,
    seal,
    sha256,
    write,
)

SHORTEST_PASSWORD: Final = 10  # characters
LONGEST_PASSWORD: Final = 128
LONGEST_WAIT: Final = 30.0  # seconds between two attempts for one name
_LONGEST_POST: Final = 120
_FREE_FAILURES: Final = 3
_FORGET_AFTER: Final = 3600.0  # seconds after the last failure
_MOST_NAMES: Final = 10_000  # remembered by Attempts
_HASHES_AT_ONCE: Final = 2  # of 64 MB and some 50 ms each
_WAIT_TO_HASH: Final = 5.0
_LONGEST_SESSION: Final = 12 * 3600.0
_LONGEST_PAUSE: Final = 2 * 3600.0
_MOST_SESSIONS: Final = 1_000
_NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,38}[a-z0-9])")
_FEWEST_CHARACTERS: Final = 4  # different ones in a password
_OBVIOUS: Final = frozenset(
    fold(word)
    for word in (
        "1234567890", "0123456789", "0987654321", "12345678910", "123456789a", "a123456789",
        "contraseña", "contraseña1", "contraseña123", "password12", "password123", "qwertyuiop",
        "qwerty12345", "abcdefghij", "abcd123456", "administrador", "transparencia",
        "anticorrupcion", "bienvenido", "bienvenido1", "colombia123", "cundinamarca",
        "planeacion1", "controlinterno", "tablero-paac", "tableropaac", "micontraseña",
    )
)  # fmt: skip


class Role(StrEnum):
    """What an account may do, in the words that the screen shows."""

    ADMINISTERS = "administra"
    UPDATES = "actualiza"
    CONTROLS = "controla"


EVERY_ROLE: Final = frozenset(Role)
ADMINISTRATORS: Final = frozenset({Role.ADMINISTERS})


class NotAllowed(LedgerError):  # noqa: N818 (named for what the screen says)
    """Who asks may not do it."""


class AccountError(LedgerError):
    """An account cannot be so."""


class WrongPassword(LedgerError):  # noqa: N818 (named for what the screen says)
    """Name and password do not go together; it is never said which of them is wrong."""


class SlowDown(LedgerError):  # noqa: N818 (named for what the screen says)
    """Too many failed attempts: try again after some seconds."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        whole = max(1, round(seconds + 0.49))
        unit = "segundo" if whole == 1 else "segundos"
        super().__init__(
            f"Hubo varios intentos fallidos. Espere {whole} {unit} y vuelva a intentarlo; "
            "la cuenta no está bloqueada."
        )


@dataclass(frozen=True)
class Actor:
    """Who does something: a post, never a person."""

    post: str
    role: Role | None
    account: str | None
    everything: bool = False  # whoever holds the disk


@dataclass(frozen=True)
class Account:
    """An account as the administrator sees it."""

    name: str
    post: str
    role: Role
    active: bool
    created_at: dt.datetime
    changed_at: dt.datetime


@dataclass(frozen=True)
class Event:
    """Something that was done beside adding a version."""

    id: int
    at: dt.datetime
    kind: str
    by: str
    detail: dict[str, Any]


def operator(post: str) -> Actor:
    """Return the actor of the command line: whoever holds the disk can do everything anyway."""
    return Actor(post, None, None, everything=True)


def check(connection: sa.Connection, actor: Actor, roles: Collection[Role]) -> Actor:
    """Return an actor as the accounts have it now, in the same transaction as what is done.

    Raises:
        NotAllowed: where it has none of the roles, or its account has changed since it signed in.
    """
    if actor.everything and actor.account is None:
        return actor
    if actor.account is not None:
        row = _row(connection, actor.account)
        if row is None or not row["active"]:
            message = (
                "Su cuenta ya no está activa. Pida a quien administra el tablero que la revise."
            )
            raise NotAllowed(message)
        if row["role"] != actor.role:
            message = "El permiso de su cuenta cambió. Vuelva a ingresar."
            raise NotAllowed(message)
        actor = Actor(row["post"], Role(row["role"]), actor.account)
    if actor.role is None or actor.role not in roles:
        message = "Su cuenta no tiene permiso para esto. Pídalo a quien administra el tablero."
        raise NotAllowed(message)
    return actor


def create_account(
    ledger: Ledger,
    actor: Actor,
    name: str,
    post: str,
    role: Role,
    password: str,
    at: dt.datetime,
) -> Account:
    """Create an account, as an administrator.

    Raises:
        AccountError: where the name, the post or the password will not do, or the name is taken.
        NotAllowed: where the actor does not administer.
    """
    row = _new_row(name, post, role, password, at)
    with write(ledger) as connection:
        actor = check(connection, actor, ADMINISTRATORS)
        if _row(connection, row["name"]) is not None:
            message = f"Ya hay una cuenta con el usuario «{row['name']}». Escriba otro."
            raise AccountError(message)
        connection.execute(ACCOUNTS.insert().values(row))
        _record(connection, actor.post, "account", _told("created", row), at)
    return _account(row)


def change_account(
    ledger: Ledger,
    actor: Actor,
    name: str,
    at: dt.datetime,
    *,
    post: str | None = None,
    role: Role | None = None,
    active: bool | None = None,
) -> Account:
    """Change what is given of an account, as an administrator; None leaves it as it is.

    Raises:
        AccountError: where there is no such account, or nobody would administer any more.
        NotAllowed: where the actor does not administer.
    """
    with write(ledger) as connection:
        actor = check(connection, actor, ADMINISTRATORS)
        old = _existing(connection, name)
        new = dict(old)
        if post is not None:
            new["post"] = _checked_post(post)
        if role is not None:
            new["role"] = Role(role).value
        if active is not None:
            new["active"] = int(active)
        if _administers(old) and not _administers(new):
            _check_another_administers(connection, old["name"])
        _replace(connection, new, at)
        _record(connection, actor.post, "account", _told("changed", new), at)
        return _account(new)


def set_password(ledger: Ledger, actor: Actor, name: str, password: str, at: dt.datetime) -> None:
    """Give an account another password: an administrator to any, anybody to their own.

    Raises:
        AccountError: where there is no such account, or the password will not do.
        NotAllowed: where the actor is neither.
    """
    folded = fold(name)
    own = actor.account is not None and actor.account == folded
    with read(ledger) as connection:  # first: hashing is dear, and no lock should wait for it
        check(connection, actor, EVERY_ROLE if own else ADMINISTRATORS)
        row = _existing(connection, folded)
    hashed = _hashed(_checked_password(password, row["name"], row["post"]))
    with write(ledger) as connection:
        actor = check(connection, actor, EVERY_ROLE if own else ADMINISTRATORS)
        row = _existing(connection, folded) | {"password": hashed}
        _replace(connection, row, at)
        _record(connection, actor.post, "account", _told("password", row), at)


def accounts(ledger: Ledger) -> tuple[Account, ...]:
    """Return all accounts, by name."""
    with read(ledger) as connection:
        rows = connection.execute(sa.select(ACCOUNTS).order_by(ACCOUNTS.c.name)).mappings()
        return tuple(_account(dict(row)) for row in rows)


def has_accounts(ledger: Ledger) -> bool:
    """Tell whether the first account has been created."""
    with read(ledger) as connection:
        return connection.execute(sa.select(sa.exists(ACCOUNTS.select()))).scalar_one()


def new_setup_code() -> str:
    """Return a new code for the first account: 80 bits, in groups that can be read aloud."""
    return codes.short(secrets.token_hex(10))


def create_first_account(
    ledger: Ledger,
    given_code: str,
    right_code: str,
    name: str,
    post: str,
    password: str,
    at: dt.datetime,
) -> Actor:
    """Create the first account, which administers, for whoever has the code of the installation.

    Raises:
        NotAllowed: where the code is another.
        AccountError: where there is an account already, or this one will not do.
    """
    given, right = codes.normal(given_code), codes.normal(right_code)
    if not right or not hmac.compare_digest(_bytes(given), _bytes(right)):
        message = "El código de instalación no es ese. Cópielo como lo muestra el servidor."
        raise NotAllowed(message)
    row = _new_row(name, post, Role.ADMINISTERS, password, at)
    with write(ledger) as connection:
        if connection.execute(sa.select(sa.exists(ACCOUNTS.select()))).scalar_one():
            message = "El tablero ya tiene su primera cuenta. Ingrese con ella."
            raise AccountError(message)
        connection.execute(ACCOUNTS.insert().values(row))
        _record(connection, row["post"], "account", _told("first", row), at)
    return Actor(row["post"], Role.ADMINISTERS, row["name"])


class Attempts:
    """The failed attempts to sign in of the whole process, shared by all browsers and threads.

    After 3 failures for a name each further attempt waits 1, 2, 4, ... and at most 30 seconds
    from the last one that was tried; one refused for coming early does not lengthen the wait, so
    that no account is ever locked. Whoever hammers at a name could still take each turn before
    its owner: a browser that signed in before keeps a token (``remember``), and is counted
    on its own. At most two passwords are hashed at once, whatever comes in.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._hashing = threading.BoundedSemaphore(_HASHES_AT_ONCE)
        self._secret = secrets.token_bytes(32)
        self._nobody = _hashed(secrets.token_urlsafe())

    def remember(self, name: str) -> str:
        """Return a token for a browser that has just signed in, to be told apart by later."""
        mark = secrets.token_urlsafe(12)
        return f"{mark}.{self._signature(name, mark)}"

    def _signature(self, name: str, mark: str) -> str:
        return hmac.digest(self._secret, _bytes(f"{fold(name)} {mark}"), "sha256").hex()

    def _key(self, name: str, token: str | None) -> str:
        """Return under what to count: the name, or a browser that is known to have signed in."""
        mark, _, signature = (token or "").partition(".")
        known = hmac.compare_digest(_bytes(signature), _bytes(self._signature(name, mark)))
        return sha256(_bytes(f"{fold(name)} {mark}" if mark and known else fold(name)))

    @contextmanager
    def _turn(self, name: str, token: str | None, now: float) -> Iterator[str]:
        """Count an attempt as failed before it is tried, so that none slips in beside it."""
        key = self._key(name, token)
        with self._lock:
            count, last = self._failures.get(key, (0, now))
            if now - last > _FORGET_AFTER:
                count = 0
            wait = 0.0
            if count >= _FREE_FAILURES:
                steps = min(count - _FREE_FAILURES, 5)
                # a clock set back must not lengthen it
                wait = min(2.0**steps, LONGEST_WAIT) - max(0.0, now - last)
            if wait > 0:
                raise SlowDown(wait)
            self._failures[key] = (count + 1, now)
            self._failures.move_to_end(key)
            while len(self._failures) > _MOST_NAMES:
                self._failures.popitem(last=False)
        if not self._hashing.acquire(timeout=_WAIT_TO_HASH):
            with self._lock:
                count, last = self._failures.get(key, (1, now))
                self._failures[key] = (count - 1, last)  # it was not tried
            raise SlowDown(_WAIT_TO_HASH)
        try:
            yield key
        finally:
            self._hashing.release()

    def _succeeded(self, key: str) -> None:
        with self._lock:
            self._failures.pop(key, None)

    def _is_right(self, hashed: str | None, password: str) -> bool:
        """Tell whether a password is right, taking the same time where there is no account."""
        given = _bytes(_composed(password))
        try:
            PasswordHasher().verify(hashed or self._nobody, given)
        except (VerificationError, InvalidHashError):
            return False
        return hashed is not None


def sign_in(
    ledger: Ledger,
    attempts: Attempts,
    name: str,
    password: str,
    now: float,
    token: str | None = None,
) -> Actor:
    """Return who has this name and password.

    After 3 failures an attempt may have to wait, never more than 30 seconds (``Attempts``).

    Args:
        ledger: Where the accounts are.
        attempts: The one of the process.
        name: As typed.
        password: As typed.
        now: Seconds of a clock that only goes on, for the wait.
        token: What ``Attempts.remember`` gave this browser after signing in, if it has one.

    Raises:
        SlowDown: at once, without looking at the password, where the wait is not over.
        WrongPassword: where they do not go together, or the account is not active.
    """
    with attempts._turn(name, token, now) as key:
        row = None
        if _NAME.fullmatch(fold(name)):
            with read(ledger) as connection:
                row = _row(connection, fold(name))
        typed = password if len(password) <= LONGEST_PASSWORD else ""
        right = attempts._is_right(row["password"] if row else None, typed)
        if row is None or not right or not row["active"]:
            message = "Usuario o contraseña no coinciden."
            raise WrongPassword(message)
        attempts._succeeded(key)
        return Actor(row["post"], Role(row["role"]), row["name"])


@dataclass
class _Session:
    actor: Actor
    opened: float
    used: float


class Sessions:
    """Who is signed in, by a token that only the browser has; gone when the process ends."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: OrderedDict[str, _Session] = OrderedDict()  # least recently used first

    def open(self, actor: Actor, now: float) -> str:
        """Return a new token for an actor who has just signed in."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._open[sha256(token)] = _Session(actor, now, now)
            while len(self._open) > _MOST_SESSIONS:
                self._open.popitem(last=False)
        return token

    def actor(self, token: str, now: float) -> Actor | None:
        """Return whose token it is; None after 12 hours, or 2 hours without use."""
        key = sha256(_bytes(token))
        with self._lock:
            session = self._open.get(key)
            if session is None:
                return None
            if now - session.opened >= _LONGEST_SESSION or now - session.used >= _LONGEST_PAUSE:
                del self._open[key]
                return None
            session.used = max(session.used, now)
            self._open.move_to_end(key)
            return session.actor

    def close(self, token: str) -> None:
        """Forget one token."""
        with self._lock:
            self._open.pop(sha256(_bytes(token)), None)

    def close_account(self, name: str) -> None:
        """Forget all tokens of an account, such as when its role or its password changes."""
        with self._lock:
            for key in [one for one, it in self._open.items() if it.actor.account == fold(name)]:
                del self._open[key]


def record_event(
    ledger: Ledger, actor: Actor, kind: str, detail: Mapping[str, Any], at: dt.datetime
) -> Event:
    """Keep that something was done.

    Raises:
        NotAllowed: where the actor has no role.
    """
    with write(ledger) as connection:
        actor = check(connection, actor, EVERY_ROLE)
        return _record(connection, actor.post, kind, detail, at)


def events(ledger: Ledger) -> tuple[Event, ...]:
    """Return all events, oldest first."""
    with read(ledger) as connection:
        rows = connection.execute(sa.select(EVENTS).order_by(EVENTS.c.id)).mappings()
        return tuple(_event(dict(row)) for row in rows)


def last_event(ledger: Ledger, kind: str) -> Event | None:
    """Return the newest event of a kind, such as the last backup; None where there is none."""
    query = sa.select(EVENTS).where(EVENTS.c.kind == kind).order_by(EVENTS.c.id.desc()).limit(1)
    with read(ledger) as connection:
        row = connection.execute(query).mappings().first()
    return _event(dict(row)) if row is not None else None


def stamp(at: dt.datetime) -> str:
    """Return a moment as it is stored, in UTC.

    Raises:
        ValueError: where it does not say of which time zone it is.
    """
    if at.tzinfo is None:
        message = "a moment without a time zone says nothing"
        raise ValueError(message)
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _composed(password: str) -> str:
    """Return a password as one keyboard or another would write it."""
    return unicodedata.normalize("NFKC", password)


def _hashed(password: str) -> str:
    return PasswordHasher().hash(_bytes(_composed(password)))


def _new_row(name: str, post: str, role: Role, password: str, at: dt.datetime) -> dict[str, Any]:
    """Return the row of a new account, all of it checked but whether the name is free."""
    name = fold(name)
    if not _NAME.fullmatch(name):
        message = (
            "El usuario lleva de 3 a 40 letras sin tilde, números, puntos o guiones, y empieza y "
            "termina en letra o número, como «control.interno»."
        )
        raise AccountError(message)
    post = _checked_post(post)
    row: dict[str, Any] = {
        "name": name,
        "post": post,
        "role": Role(role).value,
        "password": _hashed(_checked_password(password, name, post)),
        "active": 1,
        "created_at": stamp(at),
        "changed_at": stamp(at),
    }
    return row | {"seal": seal(row)}


def _checked_post(post: str) -> str:
    plain = " ".join(post.split())
    if not plain or len(plain) > _LONGEST_POST or not plain.isprintable():
        message = (
            f"Escriba el cargo, con {_LONGEST_POST} letras a lo sumo, como «Jefe de Control "
            "Interno». Se muestra en público: no escriba nombres de personas."
        )
        raise AccountError(message)
    return plain


def _checked_password(password: str, name: str, post: str) -> str:
    composed = _composed(password)
    plain = fold(composed)
    if len(composed) < SHORTEST_PASSWORD:
        message = (
            f"La contraseña necesita {SHORTEST_PASSWORD} caracteres o más; puede ser una frase."
        )
    elif len(password) > LONGEST_PASSWORD or len(composed) > LONGEST_PASSWORD:
        message = f"La contraseña lleva {LONGEST_PASSWORD} caracteres a lo sumo."
    elif plain in (fold(name), fold(post)) or plain.replace(" ", "") == fold(post).replace(" ", ""):
        message = "La contraseña no puede ser el usuario ni el cargo. Escriba otra."
    elif plain in _OBVIOUS or len(set(plain)) < _FEWEST_CHARACTERS:
        message = "Esa contraseña es fácil de adivinar. Escriba otra; puede ser una frase."
    else:
        return password
    raise AccountError(message)


def _row(connection: sa.Connection, name: str) -> dict[str, Any] | None:
    """Return the row of an account; None where there is none."""
    query = sa.select(ACCOUNTS).where(ACCOUNTS.c.name == name)
    row = connection.execute(query).mappings().first()
    return _sound(dict(row), f"La cuenta «{name}»") if row is not None else None


def _existing(connection: sa.Connection, name: str) -> dict[str, Any]:
    folded = fold(name)
    row = _row(connection, folded) if _NAME.fullmatch(folded) else None
    if row is None:
        message = "No hay una cuenta con ese usuario."
        raise AccountError(message)
    return row


def _sound(row: dict[str, Any], what: str) -> dict[str, Any]:
    if row["seal"] != seal(row):
        message = (
            f"{what} fue alterada por fuera del tablero. Recupere la última copia de seguridad."
        )
        raise Damaged(message)
    return row


def _administers(row: Mapping[str, Any]) -> bool:
    return bool(row["role"] == Role.ADMINISTERS and row["active"])


def _check_another_administers(connection: sa.Connection, name: str) -> None:
    others = sa.select(ACCOUNTS.c.name).where(
        ACCOUNTS.c.name != name,
        ACCOUNTS.c.role == Role.ADMINISTERS.value,
        ACCOUNTS.c.active == 1,
    )
    if connection.execute(others).first() is None:
        message = (
            "Es la única cuenta activa que administra el tablero. Dé primero ese permiso a otra."
        )
        raise AccountError(message)


def _replace(connection: sa.Connection, row: dict[str, Any], at: dt.datetime) -> None:
    row["changed_at"] = stamp(at)
    row["seal"] = seal(row)
    connection.execute(ACCOUNTS.update().where(ACCOUNTS.c.name == row["name"]).values(row))


def _told(what: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an event says of a change of an account: never its password."""
    return {
        "what": what,
        "name": row["name"],
        "post": row["post"],
        "role": row["role"],
        "active": bool(row["active"]),
    }


def _record(
    connection: sa.Connection, by: str, kind: str, detail: Mapping[str, Any], at: dt.datetime
) -> Event:
    newest = connection.execute(sa.select(sa.func.max(EVENTS.c.id))).scalar()
    row: dict[str, Any] = {
        "id": (newest or 0) + 1,
        "at": stamp(at),
        "kind": kind,
        "by": by,
        "detail": canonical(detail),
    }
    row["seal"] = seal(row)
    connection.execute(EVENTS.insert().values(row))
    return _event(row)


def _account(row: dict[str, Any]) -> Account:
    _sound(row, f"La cuenta «{row['name']}»")
    return Account(
        row["name"],
        row["post"],
        Role(row["role"]),
        bool(row["active"]),
        dt.datetime.fromisoformat(row["created_at"]),
        dt.datetime.fromisoformat(row["changed_at"]),
    )


def _event(row: dict[str, Any]) -> Event:
    _sound(row, f"La anotación {row['id']}")
    at = dt.datetime.fromisoformat(row["at"])
    return Event(row["id"], at, row["kind"], row["by"], json.loads(row["detail"]))
