"""The way in and out: plain forms that work without scripts, and the cookie that they give.

Streamlit can read a cookie but not set one, so these pages are not its own.
"""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import hashlib
import html
import math
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from string import Template
from typing import Final
from urllib.parse import parse_qs, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from pac.api import sessions
from pac.ledger import access
from pac.ledger.access import Actor, NotAllowed, Role, SlowDown, WrongPassword
from pac.ledger.database import LedgerError

Handler = Callable[[Request], Awaitable[Response]]

SIGN_IN: Final = "/ingresar"
SIGN_OUT: Final = "/salir"
FIRST_ACCOUNT: Final = "/primera-cuenta"

# Where each role works; who comes from a page goes back to it instead.
HOMES: Final = {
    Role.ADMINISTERS: "/cuentas",
    Role.UPDATES: "/actualizar",
    Role.CONTROLS: "/control-interno",
}

_KNOWN: Final = "pac_navegador"  # cookie: this browser has signed in before (Attempts.remember)
_KNOWN_FOR: Final = 180 * 24 * 3600
_LARGEST_FORM: Final = 8_192  # bytes
_MOST_FIELDS: Final = 12
_MOST_WAITING: Final = 32  # forms whose password has not been looked at yet
_BUSY: Final = 5.0  # seconds

# Their own threads: those that send the files of the board must not wait for passwords.
_HASHING: Final = ThreadPoolExecutor(4, thread_name_prefix="passwords")
_waiting: Final[set[asyncio.Future[Actor]]] = set()

_HERE: Final = Path(__file__).parent


def font() -> str:
    """Return the address of the font of the board, which Streamlit brings and serves."""
    found = find_spec("streamlit")
    package = Path(found.origin).parent if found and found.origin else _HERE
    fonts = sorted(package.glob("static/static/media/SourceSansVF-Upright*.woff2"))
    return f"/static/media/{fonts[0].name}" if fonts else "data:,"


_STYLE: Final = (_HERE / "account_page.css").read_text("utf-8").replace("FONT", font())
_PAGE, _SIGN_IN, _SIGN_OUT, _FIRST_ACCOUNT = (
    Template((_HERE / f"{name}.html").read_text("utf-8"))
    for name in ("account_page", "sign_in", "sign_out", "first_account")
)
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; img-src data:; "
        "font-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "same-origin",
}


def local(address: str) -> str:
    """Return an address where it is a page of this board; blank where it is anything else."""
    # a browser drops tabs and ends of lines, and reads a backslash as a slash
    if not re.fullmatch(r"/(?![/\\])[^\\\s\x00-\x20\x7f]*", address):
        return ""
    if urlsplit(address).path in (SIGN_IN, SIGN_OUT, FIRST_ACCOUNT):
        return ""
    return address


async def show_sign_in(request: Request) -> Response:
    """Ask for name and password; who is signed in already goes on."""
    asked = local(request.query_params.get("next", ""))
    who = _actor(request)
    if who is not None:
        return _to(asked or _home(who))
    return await _sign_in_page(asked)


async def sign_in(request: Request) -> Response:
    """Let in who has the name and the password."""
    form = await _form(request)
    name, asked = form.get("usuario", ""), local(form.get("next", ""))
    try:
        who = await _with_password(
            lambda: access.sign_in(
                sessions.ledger(),
                sessions.ATTEMPTS,
                name,
                form.get("contrasena", ""),
                time.monotonic(),
                request.cookies.get(_KNOWN),
            )
        )
    except SlowDown as problem:
        answer = await _sign_in_page(asked, name, str(problem), 429)
        answer.headers["retry-after"] = str(max(1, math.ceil(problem.seconds)))
        return answer
    except WrongPassword as problem:
        return await _sign_in_page(asked, name, str(problem), 401)
    return _let_in(request, who, asked)


async def show_sign_out(request: Request) -> Response:
    """Ask whether to sign out: a link alone must not do it."""
    who = _actor(request)
    if who is None:
        return _to(SIGN_IN)
    return _page("Salir", _SIGN_OUT.substitute(post=html.escape(f"{who.post} ({who.role})")))


async def sign_out(request: Request) -> Response:
    """Forget this browser's session."""
    await _form(request)
    sessions.SESSIONS.close(request.cookies.get(sessions.COOKIE, ""))
    answer = _to("/")
    answer.delete_cookie(sessions.COOKIE, path="/", httponly=True, samesite="strict")
    return answer


async def show_first_account(_request: Request) -> Response:
    """Ask for the set-up code and the first account, while there is none."""
    if await _has_accounts():
        return _to(SIGN_IN)
    return _first_account_page({})


async def first_account(request: Request) -> Response:
    """Create the first account and let it in."""
    form = await _form(request)
    if await _has_accounts():
        return _to(SIGN_IN)
    if form.get("contrasena") != form.get("otra_vez"):
        return _first_account_page(form, "Las dos contraseñas no son iguales.", 400)
    try:
        who = await _with_password(
            lambda: access.create_first_account(
                sessions.ledger(),
                form.get("codigo", ""),
                sessions.setup_code(),
                form.get("usuario", ""),
                form.get("cargo", ""),
                form.get("contrasena", ""),
                dt.datetime.now(dt.UTC),
            )
        )
    except SlowDown as problem:
        return _first_account_page(form, str(problem), 429)
    except NotAllowed as problem:
        return _first_account_page(form, str(problem), 403)
    except access.AccountError as problem:
        return _first_account_page(form, str(problem), 400)
    return _let_in(request, who, "")


def _actor(request: Request) -> Actor | None:
    return sessions.signed_in(request.cookies.get(sessions.COOKIE, ""))


def _home(who: Actor) -> str:
    return HOMES[who.role] if who.role else "/"


async def _has_accounts() -> bool:
    return await run_in_threadpool(lambda: access.has_accounts(sessions.ledger()))


async def _with_password(work: Callable[[], Actor]) -> Actor:
    """Return what some work with a password returns, while the server answers others.

    Raises:
        SlowDown: where too many wait already.
    """
    if len(_waiting) >= _MOST_WAITING:
        raise SlowDown(_BUSY)
    future = asyncio.get_running_loop().run_in_executor(_HASHING, work)
    _waiting.add(future)
    future.add_done_callback(_waiting.discard)
    return await future


def _let_in(request: Request, who: Actor, asked: str) -> Response:
    sessions.SESSIONS.close(request.cookies.get(sessions.COOKIE, ""))
    token = sessions.SESSIONS.open(who, time.monotonic())
    known = sessions.ATTEMPTS.remember(who.account or "")
    answer = _to(asked or _home(who))
    secure = _is_secure(request)
    answer.set_cookie(
        sessions.COOKIE, token, path="/", secure=secure, httponly=True, samesite="strict"
    )
    answer.set_cookie(
        _KNOWN,
        known,
        max_age=_KNOWN_FOR,
        path=SIGN_IN,
        secure=secure,
        httponly=True,
        samesite="strict",
    )
    return answer


def _is_secure(request: Request) -> bool:
    """Tell whether the browser speaks https, to this server or to one before it."""
    forwarded = request.headers.get("x-forwarded-proto", "").partition(",")[0].strip().lower()
    return request.url.scheme == "https" or forwarded == "https"


async def _form(request: Request) -> dict[str, str]:
    """Return the fields of a form that one of these pages sent.

    Raises:
        HTTPException: where another site sent it, or it is none of these forms.
    """
    if not _is_ours(request):
        raise HTTPException(403, "La solicitud no vino de esta página. Ábrala y repita.")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415, "El formulario llegó en otra forma. Ábralo y repita.")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LARGEST_FORM:
            raise HTTPException(413, "El formulario es demasiado grande. Ábralo y repita.")
    try:
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as problem:
        raise HTTPException(400, "El formulario no se entiende. Ábralo y repita.") from problem
    return {name: values[0] for name, values in fields.items()}


def _is_ours(request: Request) -> bool:
    """Tell whether a form was sent from a page of this board.

    A browser says so itself over https; over plain http in an office's network it only says
    from which address. A server in between may change the host that was asked for.
    """
    said = request.headers.get("sec-fetch-site")
    if said is not None:
        return said == "same-origin"
    host = urlsplit(request.headers.get("origin", "")).netloc.lower()
    asked = {request.headers.get(name, "").lower() for name in ("host", "x-forwarded-host")}
    return bool(host) and host in asked


async def _sign_in_page(asked: str, name: str = "", alert: str = "", status: int = 200) -> Response:
    notice = ""
    if not await _has_accounts():
        notice = (
            '<p class="notice">Este tablero todavía no tiene cuentas. '
            f'<a href="{FIRST_ACCOUNT}">Crear la primera cuenta</a></p>'
        )
    body = _SIGN_IN.substitute(
        notice=notice,
        next=html.escape(asked),
        name=html.escape(name[:80]),
        name_focus="" if name else " autofocus",
        password_focus=" autofocus" if name else "",
    )
    return _page("Ingresar", body, alert, status)


def _first_account_page(form: Mapping[str, str], alert: str = "", status: int = 200) -> Response:
    typed = {
        name: html.escape(form.get(field, "")[:160])
        for name, field in (("code", "codigo"), ("name", "usuario"), ("post", "cargo"))
    }
    body = _FIRST_ACCOUNT.substitute(typed, shortest=access.SHORTEST_PASSWORD)
    return _page("Crear la primera cuenta", body, alert, status)


def _page(heading: str, body: str, alert: str = "", status: int = 200) -> Response:
    shown = f'<p class="alert" role="alert">{html.escape(alert)}</p>' if alert else ""
    page = _PAGE.substitute(
        # what a screen reader says first
        title=html.escape(f"No se pudo: {heading}" if alert else heading),
        heading=html.escape(heading),
        style=_STYLE,
        alert=shown,
        body=body,
    )
    return HTMLResponse(page, status, _HEADERS)


def _to(address: str) -> Response:
    return RedirectResponse(address, 303, _HEADERS)


def _said(handle: Handler) -> Handler:
    """Return a handler that says what went wrong on a page with the way back."""

    async def handled(request: Request) -> Response:
        back = f'<p><a href="{html.escape(request.url.path)}">Volver a intentarlo</a></p>'
        try:
            return await handle(request)
        except HTTPException as problem:
            return _page("No se pudo seguir", back, problem.detail, problem.status_code)
        except LedgerError as problem:
            return _page("No se pudo seguir", back, str(problem), 503)

    return handled


ROUTES: Final = tuple(
    Route(path, _said(handle), methods=[method])
    for path, method, handle in (
        (SIGN_IN, "GET", show_sign_in),
        (SIGN_IN, "POST", sign_in),
        (SIGN_OUT, "GET", show_sign_out),
        (SIGN_OUT, "POST", sign_out),
        (FIRST_ACCOUNT, "GET", show_first_account),
        (FIRST_ACCOUNT, "POST", first_account),
    )
)
