"""What every answer carries, whatever answers it."""

from __future__ import annotations

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route
from starlette.types import Message

from pac.api import frame

PAGE = '<!DOCTYPE html><html lang="en"><head><title>Streamlit</title></head>í</html>'

SCRIPTS = '<script defer src="./enlaces.js"></script><script defer src="./palabras.js"></script>'


async def page(_request: Request) -> HTMLResponse:
    return HTMLResponse(PAGE, headers={"etag": "x"})


async def in_parts(_request: Request) -> StreamingResponse:
    return StreamingResponse(iter([PAGE[:20], PAGE[20:]]), media_type="text/html")


async def figures(_request: Request) -> JSONResponse:
    return JSONResponse({"page": PAGE})


async def missing(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("no", 404)


async def empty(_request: Request) -> HTMLResponse:
    return HTMLResponse("")


@pytest.fixture
def app() -> frame.SpanishPage:
    routes = [Route(f"/{one.__name__}", one) for one in (page, in_parts, figures, missing, empty)]
    return frame.SpanishPage(Starlette(routes=routes))


async def ask(app: frame.SpanishPage, path: str, method: str = "GET") -> tuple[Message, bytes]:
    sent: list[Message] = []
    answered = asyncio.Event()

    async def receive() -> Message:
        await answered.wait()  # a visitor who stays until the answer has come
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            answered.set()

    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(),
        "query_string": b"", "headers": [], "server": ("testserver", 80), "scheme": "http",
        "root_path": "", "http_version": "1.1", "client": ("testclient", 1),
    }  # fmt: skip
    await app(scope, receive, send)
    start, *bodies = sent
    return start, b"".join(one["body"] for one in bodies)


def run(app: frame.SpanishPage, path: str, method: str = "GET") -> tuple[int, dict, bytes]:
    start, body = asyncio.run(ask(app, path, method))
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], headers, body


@pytest.mark.parametrize("path", ["/page", "/in_parts"])
def test_a_page_is_in_spanish_and_under_the_policy(app, path):
    status, headers, body = run(app, path)

    assert (status, body.decode()) == (
        200,
        PAGE.replace('"en"', '"es"')
        .replace("Streamlit", "Tablero PAAC")
        .replace("</title>", f"</title>{SCRIPTS}"),
    )
    assert headers["content-length"] == str(len(body))
    assert headers["content-security-policy"] == frame.CONTENT_POLICY
    assert "etag" not in headers


def test_the_policy_lets_nothing_in_from_elsewhere():
    assert "http" not in frame.CONTENT_POLICY
    assert "*" not in frame.CONTENT_POLICY


def test_what_is_no_page_goes_through_untouched(app):
    status, headers, body = run(app, "/figures")

    assert (status, b'lang=\\"en\\"' in body) == (200, True)
    assert "content-security-policy" not in headers
    assert run(app, "/missing")[0] == 404


def test_a_question_for_the_headers_alone_is_answered(app):
    status, headers, _ = run(app, "/page", "HEAD")

    assert status == 200
    assert "content-length" not in headers  # of the page as it was before
    assert headers["content-security-policy"] == frame.CONTENT_POLICY


def test_an_empty_page_stays_empty(app):
    assert run(app, "/empty")[2] == b""


@pytest.mark.parametrize(("path", "holds"), [("/enlaces.js", "popstate"), ("/palabras.js", "Open")])
def test_a_script_of_the_page_is_sent_as_it_is(path, holds):
    board = frame.SpanishPage(Starlette(routes=list(frame.ROUTES)))

    status, headers, body = run(board, path)

    assert (status, headers["cache-control"]) == (200, "no-cache")
    assert headers["content-type"].startswith("text/javascript")
    assert holds in body.decode()
