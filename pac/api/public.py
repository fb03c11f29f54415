"""What anybody may take away over HTTP: the public board and the open data; nothing is written.

An answer is made once for a version, a cut-off and a kind, in a thread, and sent from memory to
all others. What it says of its moment is the moment of its version, so that its bytes, and the
tag by which a browser asks whether they changed, are the same whenever and wherever it is made.
"""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import functools
import gzip
import hashlib
import html
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from string import Template
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from pac import labels
from pac.api import sessions
from pac.api.memory import Busy, Memory
from pac.api.sign_in import font
from pac.ledger import editions, store, update
from pac.ledger.database import Ledger, LedgerError
from pac.ledger.store import NoSuchVersion
from pac.progress.figures import Choice, Figures
from pac.reports import open_data, provenance, public
from pac.workdays import COLOMBIA

PUBLIC: Final = "/publico"
API: Final = "/api"

_MEBIBYTE: Final = 1024 * 1024
_MOST_KEPT: Final = 48 * _MEBIBYTE  # of answers, plain and compressed
_MOST_EDITIONS: Final = 8
_LOOKING: Final = ThreadPoolExecutor(4, thread_name_prefix="public-looking")
_MAKING: Final = ThreadPoolExecutor(1, thread_name_prefix="public-making")  # pages go first

# In force: another version may come at any moment. By number: its data stay, but a program that
# was mended may say them otherwise, so nothing is kept for good.
_IN_FORCE: Final = "public, max-age=60, must-revalidate"
_NUMBERED: Final = "public, max-age=86400, must-revalidate"
_FILE: Final = "no-cache"

_METHODS: Final = "GET, HEAD, OPTIONS"
_SAFE: Final = {"x-content-type-options": "nosniff", "referrer-policy": "same-origin"}
_OPEN: Final = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Content-Disposition",
}
# Beside the page's own policy, which is stricter; this one also holds what a page cannot say.
_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'unsafe-inline'",
        "style-src 'unsafe-inline'",
        "img-src data: blob:",
        "font-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)


# What is served


@dataclass(frozen=True)
class Edition:
    """What the answers are made from: a version, or a file that the board shows as it is."""

    figures: Figures  # at the cut-off that the public sees first
    at: dt.datetime  # of the version, in Colombia; of the file, when it was last written
    key: str  # tells its content from any other


@dataclass(frozen=True)
class Kind:
    """One of the files that are given away."""

    path: str
    media_type: str
    what: str  # in its file's name
    extension: str
    make: Callable[[Figures, dt.datetime], bytes]
    attached: bool = True  # a browser keeps it, and does not show it
    packs: bool = True  # gets smaller when compressed

    @property
    def is_page(self) -> bool:
        """Tell whether a person reads it in the browser."""
        return self.media_type.startswith("text/html")


@dataclass(frozen=True)
class Answer:
    """A file as it goes out."""

    plain: bytes
    packed: bytes | None
    tag: str
    name: str

    @property
    def size(self) -> int:
        """Return how much memory it takes."""
        return len(self.plain) + len(self.packed or b"")

    def etag(self, *, packed: bool) -> str:
        """Return its tag; the compressed bytes are others, and have another one."""
        return f'"{self.tag}-gz"' if packed else f'"{self.tag}"'


class Refused(Exception):  # noqa: N818 (named for what it says)
    """Something asked for that is not there, in Spanish."""

    def __init__(
        self, status: int, message: str, *, query: str = "", **there: Sequence[object]
    ) -> None:
        self.status = status
        self.query = query  # what asks for the same version
        self.there = there  # what there is instead, by its Spanish name
        super().__init__(message)


_HERE: Final = Path(__file__).parent
_WIDE: Final = "main { max-width: 46rem; } dt { font-weight: 600; } dd { margin: 0 0 0.75rem; }"
_STYLE: Final = (_HERE / "account_page.css").read_text("utf-8").replace("FONT", font()) + _WIDE
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_OWN_POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; img-src data:; font-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_PAGE: Final = Template((_HERE / "account_page.html").read_text("utf-8"))
_INDEX: Final = Template((_HERE / "open_data.html").read_text("utf-8"))


def _page(heading: str, body: str, alert: str = "") -> str:
    shown = f'<p class="alert" role="alert">{html.escape(alert)}</p>' if alert else ""
    title = html.escape(heading)
    return _PAGE.substitute(title=title, heading=title, style=_STYLE, alert=shown, body=body)


def _index(figures: Figures, made_at: dt.datetime) -> bytes:
    """Return the page that says what there is, with links to what it speaks of."""
    settings, asked_for = figures.settings, dict(figures.provenance.query)

    def to(kind: Kind, **more: str) -> str:
        query = urlencode({**asked_for, **more})
        return html.escape(f"{kind.path}?{query}" if query else kind.path)

    year = {} if "version" in asked_for else {"vigencia": str(settings.plan_year)}
    cutoffs = [
        f"<li>{html.escape(labels.date(day))}{' (cerrado)' if settings.is_closed(day) else ''}: "
        + ", ".join(
            f'<a href="{to(one, **year, corte=day.isoformat())}">{name}</a>'
            for name, one in _LISTED
        )
        + "</li>"
        for day in settings.cutoffs
    ]
    said = "<br>".join(map(html.escape, provenance.lines(figures.provenance, made_at)))
    body = _INDEX.substitute(
        provenance=said,
        cutoffs="\n".join(cutoffs),
        data=to(DATA),
        activities=to(ACTIVITIES),
        plan=to(PLAN),
        board=to(BOARD),
        kept=to(BOARD, descargar="1"),
    )
    return _page("Datos abiertos", body).encode("utf-8", "replace")


BOARD: Final = Kind(
    PUBLIC, "text/html; charset=utf-8", "publico", "html", public.page, attached=False
)
PLAN: Final = Kind(
    f"{API}/plan.json",
    "application/json; charset=utf-8",
    "plan",
    "json",
    open_data.plan_json,
    attached=False,
)
ACTIVITIES: Final = Kind(
    f"{API}/actividades.csv",
    "text/csv; charset=utf-8; header=present",
    "actividades",
    "csv",
    open_data.activities_csv,
)
DATA: Final = Kind(
    f"{API}/datos.zip", "application/zip", "datos", "zip", open_data.bundle, packs=False
)
INDEX: Final = Kind(f"{API}/", "text/html; charset=utf-8", "indice", "html", _index, attached=False)
KINDS: Final = (BOARD, PLAN, ACTIVITIES, DATA, INDEX)
_LISTED: Final = (("tablero", BOARD), ("JSON", PLAN), ("CSV", ACTIVITIES), ("ZIP", DATA))

_editions: Memory[str, Edition] = Memory(_MAKING, _MOST_EDITIONS)
_answers: Memory[tuple[str, dt.date, str], Answer] = Memory(
    _MAKING, _MOST_KEPT, lambda one: one.size
)
_shown: list[Callable[[], Edition | None]] = []


def serve_file(shows: Callable[[], Edition | None]) -> None:
    """Give away what a board without versions shows; asked each time, None where not readable."""
    _shown[:] = [shows]


def forget() -> None:
    """Forget all that was made."""
    _editions.clear()
    _answers.clear()


# What is asked for


@dataclass(frozen=True)
class Asked:
    """What an address asks for."""

    plan_year: int | None = None
    number: int | None = None
    cutoff: str = ""  # as it is written; blank for the one that the public sees first
    download: bool = False

    @property
    def query(self) -> str:
        """Return the part of an address that asks for the same version."""
        named = {"version": self.number, "vigencia": self.plan_year}
        return urlencode({name: value for name, value in named.items() if value is not None})


def asked(query: QueryParams) -> Asked:
    """Return what a query asks for; what is blank or of somebody else's making asks for nothing.

    Raises:
        Refused: where a value is none.
    """
    return Asked(
        _whole(query, "vigencia", r"\d{4}", "un año, como 2023"),
        _whole(query, "version", r"\d{1,9}", "un número, como 3"),
        query.get("corte", "").strip(),
        query.get("descargar", "").strip().lower() in ("1", "si", "sí"),
    )


def _whole(query: QueryParams, name: str, form: str, expected: str) -> int | None:
    said = query.get(name, "").strip()
    if not said:
        return None
    if not re.fullmatch(form, said, re.ASCII) or not int(said):
        raise Refused(400, f"El parámetro {name} debe ser {expected}.")
    return int(said)


@dataclass(frozen=True)
class _Found:
    """A version that was asked for, and how to read it."""

    key: str
    read: Callable[[], Edition]
    keep: str  # for how long others may keep its answers


def _find(one: Asked) -> _Found:
    """Return the version asked for; cheap, for it is looked up for each request.

    Raises:
        Refused: where there is none.
        LedgerError: where the ledger cannot be read.
    """
    if _shown:
        return _file(one)
    ledger = sessions.ledger()
    if one.number is not None:
        code, plan_year = _known(ledger, one.number)
        if one.plan_year not in (None, plan_year):
            message = f"La versión {one.number} es de la vigencia {plan_year}."
            raise Refused(404, message)
        return _Found(code, functools.partial(_read, ledger, one.number), _NUMBERED)
    heads = {year: (number, code) for year, number, code in store.heads(ledger)}
    year = one.plan_year if one.plan_year is not None else max(heads, default=0)
    if year not in heads:
        if not heads:
            raise Refused(404, "El tablero todavía no tiene versiones.")
        raise Refused(404, "El tablero no tiene esa vigencia.", vigencias=sorted(heads))
    number, code = heads[year]
    return _Found(code, functools.partial(_read, ledger, number), _IN_FORCE)


def _file(one: Asked) -> _Found:
    edition = _shown[0]()
    if edition is None:
        raise Refused(503, "El archivo que muestra el tablero no se puede leer.")
    if one.number is not None:
        message = "Este tablero muestra un archivo del disco y no tiene versiones."
        raise Refused(404, message)
    plan_year = edition.figures.settings.plan_year
    if one.plan_year not in (None, plan_year):
        raise Refused(404, "El tablero no tiene esa vigencia.", vigencias=[plan_year])
    return _Found(edition.key, lambda: edition, _FILE)


@functools.lru_cache(maxsize=1024)
def _known(ledger: Ledger, number: int) -> tuple[str, int]:
    """Return the code and the plan year of a version, which never change."""
    version = store.version(ledger, number)
    return version.code, version.plan_year


def _read(ledger: Ledger, number: int) -> Edition:
    held = update.board(ledger, number=number)
    if held.version is None:
        raise NoSuchVersion(number)
    versions = store.versions(ledger, held.version.plan_year)
    figures = editions.of_board(held, versions, None)
    return Edition(figures, held.version.at.astimezone(COLOMBIA), held.version.code)


def _made(kind: Kind, edition: Edition, cutoff: dt.date, query: str) -> Answer:
    figures = provenance.at(edition.figures, Choice(cutoff))
    figures = replace(
        figures, provenance=replace(figures.provenance, query=tuple(parse_qsl(query)))
    )
    if figures.provenance.mark:  # invented, or not yet anybody's: never given away
        raise Refused(404, "Estos datos no son del tablero y no se entregan.")
    plain = kind.make(figures, edition.at)
    return Answer(
        plain,
        gzip.compress(plain, 6, mtime=0) if kind.packs else None,
        hashlib.sha256(plain).hexdigest()[:32],
        f"{provenance.file_name(figures, kind.what)}.{kind.extension}",
    )


# How it is answered


class Door:
    """Answers one address over HTTP, whatever the method."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope)
        try:
            response = await self._respond(request)
        except Refused as problem:
            response = self._refusal(problem)
        except NoSuchVersion as problem:
            response = self._refusal(Refused(404, str(problem)))
        except LedgerError as problem:
            response = self._refusal(Refused(503, str(problem)))
        except Busy:
            message = "Hay muchas solicitudes a la vez. Espere unos segundos y repita."
            response = self._refusal(Refused(503, message))
        if request.method == "HEAD":
            response.body = b""
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        kind = self._kind
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=_preflight(kind))
        if request.method not in ("GET", "HEAD"):
            raise Refused(405, "Aquí solo se lee: use GET o HEAD.")
        one = asked(request.query_params)
        found = await asyncio.get_running_loop().run_in_executor(_LOOKING, _find, one)
        edition = await _editions.get(found.key, found.read)
        cutoff = _cutoff(one, edition.figures)
        query = one.query if kind is INDEX else ""  # its links ask for what it was asked for
        key = (found.key, cutoff, f"{kind.path}?{query}")
        make = functools.partial(_made, kind, edition, cutoff, query)
        answer = await _answers.get(key, make)
        return _response(kind, answer, request.headers, found.keep, download=one.download)

    def _refusal(self, problem: Refused) -> Response:
        headers = {"cache-control": "no-store", **_SAFE}
        if problem.status == 405:
            headers["allow"] = _METHODS
        if problem.status == 503:
            headers["retry-after"] = "5"
        message = str(problem)
        if self._kind.is_page:
            headers["content-security-policy"] = _OWN_POLICY
            page = _page("No se pudo mostrar", _ways_on(self._kind, problem), message)
            return HTMLResponse(page, problem.status, headers)
        known = [f"Hay: {', '.join(map(str, held))}." for held in problem.there.values()]
        content = {"error": " ".join([message, *known]), **problem.there}
        return JSONResponse(content, problem.status, {**headers, **_OPEN})


def _cutoff(one: Asked, figures: Figures) -> dt.date:
    """Return the cut-off asked for, or the one that the public sees first.

    Raises:
        Refused: where the plan has no such one, with those that it has.
    """
    if not one.cutoff:
        return figures.cutoff
    known = {day.isoformat(): day for day in figures.settings.cutoffs}
    if one.cutoff not in known:
        raise Refused(400, "No hay ese corte.", query=one.query, cortes=list(known))
    return known[one.cutoff]


def _ways_on(kind: Kind, problem: Refused) -> str:
    """Return links to what there is instead."""
    query = f"{problem.query}&" if problem.query else ""
    listed = [
        f'<li><a href="{html.escape(f"{kind.path}?{query}corte={day}")}">'
        f"{labels.date(dt.date.fromisoformat(str(day)))}</a></li>"
        for day in problem.there.get("cortes", ())
    ]
    ways = f"<p>Cortes:</p><ul>{''.join(listed)}</ul>" if listed else ""
    return f'{ways}<p><a href="{kind.path}">Ver el tablero en vigor</a></p>'


def _preflight(kind: Kind) -> dict[str, str]:
    if kind is BOARD:
        return {"allow": _METHODS, **_SAFE}
    return {
        "allow": _METHODS,
        "access-control-allow-methods": _METHODS,
        "access-control-allow-headers": "If-None-Match",
        "access-control-max-age": "86400",
        **_OPEN,
        **_SAFE,
    }


def _response(kind: Kind, answer: Answer, asks: Headers, keep: str, *, download: bool) -> Response:
    packed = answer.packed is not None and _takes_gzip(asks.get("accept-encoding", ""))
    how = "attachment" if kind.attached or download else "inline"
    headers = {
        "etag": answer.etag(packed=packed),
        "cache-control": keep,
        "content-disposition": f'{how}; filename="{answer.name}"',
        **_SAFE,
        **({} if kind is BOARD else _OPEN),
    }
    if kind.packs:
        headers["vary"] = "Accept-Encoding"
    if kind.is_page:
        headers["content-security-policy"] = _POLICY if kind is BOARD else _OWN_POLICY
    same = _same(asks.get("if-none-match", ""), answer)
    if same:
        headers["etag"] = headers["etag"] if same == "*" else same
        return Response(status_code=304, headers=headers)
    body = (answer.packed if packed else None) or answer.plain
    if packed:
        headers["content-encoding"] = "gzip"
    return Response(body, media_type=kind.media_type, headers=headers)


def _takes_gzip(accepts: str) -> bool:
    """Tell whether somebody reads gzip, by the header Accept-Encoding."""
    for part in accepts.lower().split(","):
        coding, _, weight = part.partition(";")
        if coding.strip() in ("gzip", "x-gzip"):
            return not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight)
    return False


def _same(said: str, answer: Answer) -> str:
    """Return the tag of an answer that a browser says it has; blank where it has another.

    Its plain and its compressed bytes say the same, so either will do.
    """
    if said.strip() == "*":
        return "*"
    tags = re.findall(r'"[^"]*"', said)  # W/ before it makes no difference to reading
    own = (answer.etag(packed=False), answer.etag(packed=True))
    return next((tag for tag in own if tag in tags), "")


async def _nowhere(_request: Request) -> Response:
    content = {"error": "No hay nada en esa dirección.", "direcciones": [k.path for k in KINDS]}
    return JSONResponse(content, 404, {"cache-control": "no-store", **_SAFE, **_OPEN})


def answers(scope: Mapping[str, Any]) -> bool:
    """Tell whether a request is for one of these addresses, whose answers are ready to be sent."""
    path = scope.get("path", "")
    return path.rstrip("/") in (PUBLIC, API) or path.startswith(f"{API}/")


ROUTES: Final[tuple[BaseRoute, ...]] = (
    *(Route(kind.path, Door(kind)) for kind in KINDS),
    Route(f"{PUBLIC}/", Door(BOARD)),
    Route(API, Door(INDEX)),
    Route(f"{API}/{{rest:path}}", _nowhere),
)
