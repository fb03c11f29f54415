"""What every answer of the server carries: compressed, in Spanish, and nothing from elsewhere.

Streamlit has no setting for any of the three: it sends its scripts uncompressed, its page says
``lang="en"`` (a screen reader reads Spanish with an English voice, and Chrome offers to
translate it) and it sets no content policy. Its page also gets two small scripts of ours: one
follows the board's own links, one says in Spanish what Streamlit says in English.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pac.api import public, sign_in

# Streamlit needs inline code and eval; everything comes from this server, or is data in the page.
CONTENT_POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss:",  # some browsers do not count a websocket as 'self'
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "frame-ancestors 'self'",
    )
)

# What Streamlit's page says before any script runs, and what it should say.
_SPANISH: Final = (
    (b'<html lang="en">', b'<html lang="es">'),
    (
        b"<title>Streamlit</title>",
        b"<title>Tablero PAAC</title>"
        b'<script defer src="./enlaces.js"></script><script defer src="./palabras.js"></script>',
    ),
    (
        b"You need to enable JavaScript to run this app.",
        b"Para ver el tablero, active JavaScript en su navegador.",
    ),
)

# Streamlit compresses some pages by itself, and what is compressed cannot be mended. Without this
# header it does not; ``GZipMiddleware``, around this, does so for all.
_COMPRESSES: Final = b"accept-encoding"

# They describe the page as it was before its language was mended.
_STALE: Final = ("etag", "last-modified", "content-length")


class Compressed(GZipMiddleware):
    """Compress what goes out, but for what is kept compressed."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if public.answers(scope):
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


class SpanishPage:
    """Send each HTML page in Spanish and under the content policy; leave the rest alone.

    The public board and the open data are Spanish and bring their headers: they go as they are.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or public.answers(scope):
            await self._app(scope, receive, send)
            return
        plain = {**scope, "headers": [one for one in scope["headers"] if one[0] != _COMPRESSES]}
        await self._app(plain, receive, _Mended(send, is_head=scope["method"] == "HEAD"))


class _Mended:
    """A ``send`` that holds a page until it is whole, and sends it mended."""

    def __init__(self, send: Send, *, is_head: bool) -> None:
        self._send = send
        self._is_head = is_head
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["x-content-type-options"] = "nosniff"
        if message["type"] == "http.response.start" and _is_page(message):
            headers = MutableHeaders(scope=message)
            for name in _STALE:
                del headers[name]
            headers.setdefault("content-security-policy", CONTENT_POLICY)  # a page may be stricter
            headers["referrer-policy"] = "same-origin"
            self._start = message
            return
        if self._start is None:
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        page = self._body
        for english, spanish in _SPANISH:
            page = page.replace(english, spanish, 1)
        if not self._is_head:
            MutableHeaders(scope=self._start)["content-length"] = str(len(page))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": page})
        self._start = None


def _is_page(start: Message) -> bool:
    kind = MutableHeaders(scope=start).get("content-type", "")
    return bool(start["status"] == 200 and kind.startswith("text/html"))


async def _script(request: Request) -> FileResponse:
    """Send one of our scripts; a browser asks each time whether it is still the same."""
    return FileResponse(
        _SCRIPTS[request.url.path],
        media_type="text/javascript",
        headers={"cache-control": "no-cache"},
    )


_HERE: Final = Path(__file__).parent
_SCRIPTS: Final = {"/enlaces.js": _HERE / "links.js", "/palabras.js": _HERE / "words.js"}

ROUTES: Final = (
    *(Route(path, _script) for path in _SCRIPTS),
    *sign_in.ROUTES,
    *public.ROUTES,
)

MIDDLEWARE: Final = (
    Middleware(Compressed, minimum_size=1000, compresslevel=6),
    Middleware(SpanishPage),
)
