"""What anybody may take away over HTTP, asked over the frame of the board."""

from __future__ import annotations

import asyncio
import csv
import datetime as dt
import gzip
import io
import json
import re
import threading
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from http.client import HTTPResponse
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Message

from pac.api import frame, public, sessions
from pac.api.memory import Busy, Memory
from pac.ledger import editions
from pac.ledger.database import CannotOpen, Ledger, Unavailable
from pac.progress.figures import Figures
from pac.reports import open_data
from pac.reports import public as public_board
from pac.ui import data, process
from pac.workdays import COLOMBIA
from tests import updates
from tests.browser.conftest import serving
from tests.updates import APRIL, AUGUST, typed
from tests.workbooks import ROOT

FILES = ("/publico", "/api/plan.json", "/api/actividades.csv", "/api/datos.zip", "/api/")
MAKES = {
    "/publico": public_board.page,
    "/api/plan.json": open_data.plan_json,
    "/api/actividades.csv": open_data.activities_csv,
    "/api/datos.zip": open_data.bundle,
}
MADE = updates.AT.astimezone(COLOMBIA)
GZIP = {"accept-encoding": "gzip, deflate, br"}
METHODS = ("POST", "PUT", "PATCH", "DELETE", "TRACE", "LOQUESEA")


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> dict:
        return json.loads(self.body)


def board() -> Starlette:
    """Return the frame of the board around a page that is not ours."""

    async def elsewhere(_request: object) -> PlainTextResponse:
        return PlainTextResponse("otra")

    every = ["GET", *METHODS]
    routes = [*frame.ROUTES, Route("/{rest:path}", elsewhere, methods=every)]
    return Starlette(routes=routes, middleware=list(frame.MIDDLEWARE))


APP = board()


async def ask(address: str, method: str = "GET", **headers: str) -> Answer:
    path, _, query = address.partition("?")
    sent: list[Message] = []

    async def receive() -> Message:
        await asyncio.Event().wait()  # a visitor who stays
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    pairs = {name.replace("_", "-"): value for name, value in headers.items()}
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(),
        "query_string": query.encode("utf-8", "surrogateescape"),
        "headers": [(name.encode(), value.encode()) for name, value in pairs.items()],
        "server": ("tablero", 8501), "scheme": "http", "root_path": "", "http_version": "1.1",
        "client": ("127.0.0.1", 1),
    }  # fmt: skip
    await APP(scope, receive, send)
    start, *bodies = sent
    told = {name.decode(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], told, b"".join(one.get("body", b"") for one in bodies))


def get(address: str, method: str = "GET", **headers: str) -> Answer:
    return asyncio.run(ask(address, method, **headers))


@pytest.fixture(scope="module")
def ledger(tmp_path_factory) -> Iterator[Ledger]:
    """Return a board of two versions: the second closes nothing and moves one report."""
    opened = updates.begun(tmp_path_factory.mktemp("ledger"))
    book = updates.edited(
        updates.own_workbook(opened), typed("C2-02", updates.VALUE, 2, as_of=AUGUST)
    )
    updates.accepted(opened, book, at=updates.AT + dt.timedelta(days=1))
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def served(ledger, monkeypatch) -> None:
    """Serve that board."""
    monkeypatch.setattr(sessions, "_opens", [lambda: ledger])
    monkeypatch.setattr(public, "_shown", [])


def figures(ledger: Ledger, number: int, cutoff: dt.date | None = None) -> Figures:
    return editions.in_ledger(ledger, number=number, cutoff=cutoff)


# What is sent


@pytest.mark.parametrize(
    ("address", "kind", "how", "name"),
    [
        ("/publico", "text/html; charset=utf-8", "inline", "publico_2023-08-31_v2.html"),
        ("/api/plan.json", "application/json; charset=utf-8", "inline", "plan_2023-08-31_v2.json"),
        (
            "/api/actividades.csv", "text/csv; charset=utf-8; header=present", "attachment",
            "actividades_2023-08-31_v2.csv",
        ),
        ("/api/datos.zip", "application/zip", "attachment", "datos_2023-08-31_v2.zip"),
    ],
)  # fmt: skip
def test_each_file_is_the_report_of_the_version_in_force(ledger, address, kind, how, name):
    answer = get(address)

    assert answer.status == 200
    at = MADE + dt.timedelta(days=1)
    assert answer.body == MAKES[address](figures(ledger, 2), at)
    assert answer.headers["content-type"] == kind
    assert answer.headers["content-disposition"] == f'{how}; filename="PAAC_2023_prueba_{name}"'
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "public, max-age=60, must-revalidate"


def test_the_files_say_the_same_figures():
    told = get("/api/plan.json").json
    wide = csv.DictReader(io.StringIO(get("/api/actividades.csv").body.decode("utf-8-sig")))
    with zipfile.ZipFile(io.BytesIO(get("/api/datos.zip").body)) as archive:
        narrow = archive.read("resultados_actividades.csv").decode("utf-8-sig")

    by_id = {one["id"]: one["attainment"] for one in told["activities"]}
    for rows in (wide, csv.DictReader(io.StringIO(narrow))):
        assert {one["id_actividad"]: float(one["avance"]) for one in rows} == by_id


@pytest.mark.parametrize("address", FILES)
def test_open_data_are_for_every_other_page_and_the_board_is_for_none(address):
    headers = get(address).headers

    assert headers.get("access-control-allow-origin") == (None if address == "/publico" else "*")


def test_the_public_board_goes_through_the_frame_as_it_is_and_under_a_policy():
    answer = get("/publico")

    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'self'" in policy
    assert "http" not in policy
    assert "enlaces.js" not in answer.text


@pytest.mark.parametrize("said", ["1", "sí", "SI"])
def test_the_public_board_can_be_taken_home(said):
    shown, kept = get("/publico"), get(f"/publico?{urlencode({'descargar': said})}")

    assert kept.headers["content-disposition"].startswith("attachment; ")
    assert shown.headers["content-disposition"].startswith("inline; ")
    assert (kept.body, kept.headers["etag"]) == (shown.body, shown.headers["etag"])


def test_the_index_leads_to_every_file_and_every_cut_off():
    page = get("/api/").text
    links = [one.replace("&amp;", "&") for one in re.findall(r'href="(/[^"]+)"', page)]

    assert {"/publico", "/api/plan.json", "/api/actividades.csv", "/api/datos.zip"} <= set(links)
    assert "/api/datos.zip?vigencia=2023&corte=2023-04-30" in links
    assert {get(one).status for one in links if "datos.zip" not in one} == {200}
    assert "style-src 'sha256-" in get("/api/").headers["content-security-policy"]
    assert get("/api").body == get("/api/").body


# Which version and which cut-off


def test_another_cut_off_can_be_asked_for(ledger):
    assert get("/api/plan.json?corte=2023-04-30").body == open_data.plan_json(
        figures(ledger, 2, APRIL), MADE + dt.timedelta(days=1)
    )


def test_a_version_is_given_as_it_was_and_may_be_kept_longer(ledger):
    answer = get("/api/plan.json?version=1")

    assert answer.body == open_data.plan_json(figures(ledger, 1), MADE)
    assert answer.headers["cache-control"] == "public, max-age=86400, must-revalidate"
    assert "v1.json" in answer.headers["content-disposition"]
    assert answer.headers["etag"] != get("/api/plan.json").headers["etag"]
    assert get("/api/plan.json?version=2").headers["etag"] == get("/api/plan.json").headers["etag"]


def test_the_index_of_a_version_leads_to_that_version_and_not_to_the_one_in_force():
    for asked in ("version=1", "vigencia=2023"):
        page = get(f"/api/?{asked}").text.replace("&amp;", "&")
        links = re.findall(r'href="(/(?:api/|publico)[^"]*)"', page)

        assert len(links) > 4
        assert [one for one in links if asked not in one] == []
    assert "versión 1" in get("/api/?version=1").text
    assert "versión 2" in get("/api/").text


def test_what_is_blank_or_of_another_s_making_asks_for_nothing():
    plain = get("/api/plan.json")

    for query in ("corte=&version=&vigencia=", "utm_source=x&fbclid=y", "corte=%20", "?", "&&="):
        assert get(f"/api/plan.json?{query}").body == plain.body
    assert get("/api/plan.json?vigencia=2023").body == plain.body


@pytest.mark.parametrize(
    "corte",
    ["2023-05-31", "30/04/2023", "2023-4-30", "20230430", "2023-W17-7", "abril", "٢٠٢٣-٠٤-٣٠"],
)
def test_a_cut_off_that_is_none_is_answered_with_those_that_are(corte):
    answer = get(f"/api/plan.json?{urlencode({'corte': corte})}")

    assert answer.status == 400
    assert answer.json["cortes"] == ["2023-04-30", "2023-08-31", "2023-12-31"]
    assert answer.json["error"].startswith("No hay ese corte. Hay: 2023-04-30, 2023-08-31")
    assert answer.headers["cache-control"] == "no-store"


def test_a_citizen_is_told_on_a_page_with_links():
    answer = get("/publico?corte=ayer&version=1")

    assert answer.status == 400
    assert 'role="alert">No hay ese corte.</p>' in answer.text
    assert (
        '<a href="/publico?version=1&amp;corte=2023-04-30">30 de abril de 2023</a>' in answer.text
    )
    assert '<html lang="es">' in answer.text


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("version=9", 404, "9"),
        ("version=x", 400, "El parámetro version debe ser un número, como 3."),
        ("version=0", 400, "El parámetro version debe ser un número, como 3."),
        ("version=-1", 400, "El parámetro version debe ser un número, como 3."),
        ("version=99999999999999999999", 400, "El parámetro version debe ser un número, como 3."),
        ("version=²", 400, "El parámetro version debe ser un número, como 3."),
        ("vigencia=2020", 404, "El tablero no tiene esa vigencia. Hay: 2023."),
        ("vigencia=23", 400, "El parámetro vigencia debe ser un año, como 2023."),
        ("version=1&vigencia=2022", 404, "La versión 1 es de la vigencia 2023."),
    ],
)
def test_what_is_not_there_is_said(query, status, says):
    answer = get(f"/api/plan.json?{query}")

    assert answer.status == status
    assert says in answer.json["error"]


def test_an_address_of_the_api_that_is_none_is_no_page_of_the_board():
    answer = get("/api/plan.xml")

    assert answer.status == 404
    assert answer.json["direcciones"] == list(FILES)


@given(
    query=st.one_of(
        st.text(max_size=60),
        st.dictionaries(
            st.sampled_from(["corte", "version", "vigencia", "descargar", "x"]),
            st.text(max_size=30) | st.sampled_from(["<script>", "../..", "2023-04-30", "1", "%00"]),
        ).map(urlencode),
        st.binary(max_size=40).map(lambda data: "corte=" + data.decode("utf-8", "surrogateescape")),
    ),
    address=st.sampled_from(["/publico", "/api/plan.json"]),
)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_asked_is_answered_and_never_said_again(query, address):
    mark = "zqx<b>"

    answer = get(f"{address}?{query}&corte={mark}")
    plain = get(f"{address}?{query}")

    assert plain.status in (200, 400, 404)
    assert answer.status in (400, 404)
    assert "zqx" not in answer.text


# Asked again


@pytest.mark.parametrize("address", FILES)
@pytest.mark.parametrize("form", ["{}", "W/{}", '"otra", {}', '"a,b" , W/{} ', "*"])
def test_what_somebody_has_already_is_not_sent_again(address, form):
    for headers in ({}, GZIP):
        first = get(address, **headers)

        again = get(address, **headers, if_none_match=form.format(first.headers["etag"]))

        assert (again.status, again.body) == (304, b"")
        for name in ("etag", "cache-control"):
            assert again.headers[name] == first.headers[name]
        assert again.headers.get("vary") == first.headers.get("vary")


@pytest.mark.parametrize("tag", ['"otra"', "", "db9f", '"', '""', "W/", '"*"'])
def test_who_has_something_else_gets_it_whole(tag):
    assert get("/api/plan.json", if_none_match=tag).status == 200


def test_the_tag_is_the_same_after_a_restart_and_another_for_each_content():
    tags = {}
    for query in ("", "?corte=2023-04-30", "?version=1", "?version=1&corte=2023-04-30"):
        for address in FILES:
            tags[address + query] = get(address + query).headers["etag"]
    assert len(set(tags.values())) == len(tags)

    public.forget()

    for address in ("/publico", "/api/datos.zip?version=1"):
        assert get(address).headers["etag"] == tags[address]


def test_a_new_version_is_seen_at_once(tmp_path, monkeypatch):
    own = updates.begun(tmp_path)
    monkeypatch.setattr(sessions, "_opens", [lambda: own])
    first = get("/api/plan.json")

    book = updates.edited(updates.own_workbook(own), typed("C2-02", updates.VALUE, 1, as_of=AUGUST))
    updates.accepted(own, book)

    again = get("/api/plan.json", if_none_match=first.headers["etag"])
    own.close()
    assert again.status == 200
    assert again.json["provenance"]["version"] == "2"


# Compressed


@pytest.mark.parametrize("address", ["/publico", "/api/plan.json", "/api/actividades.csv"])
def test_who_takes_gzip_gets_the_same_in_less(address):
    plain, packed = get(address), get(address, **GZIP)

    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 2
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["etag"] == plain.headers["etag"][:-1] + '-gz"'
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("accepts", ["", "br", "gzip;q=0", "gzip; q=0.0", "identity", "agzip"])
def test_who_does_not_take_gzip_gets_it_plain(accepts):
    assert "content-encoding" not in get("/api/plan.json", accept_encoding=accepts).headers


def test_a_zip_is_not_compressed_again():
    answer = get("/api/datos.zip", **GZIP)

    assert "content-encoding" not in answer.headers
    assert zipfile.is_zipfile(io.BytesIO(answer.body))


# Methods


@pytest.mark.parametrize("address", FILES)
def test_the_headers_alone_are_those_of_the_whole(address):
    for headers in ({}, GZIP):
        whole, head = get(address, **headers), get(address, "HEAD", **headers)

        assert (head.status, head.body) == (200, b"")
        assert head.headers == whole.headers


@pytest.mark.parametrize("address", FILES)
@pytest.mark.parametrize("method", METHODS)
def test_nothing_but_reading_is_answered(address, method):
    answer = get(address, method)

    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert "solo se lee" in answer.text


def test_a_browser_may_ask_beforehand_for_another_page():
    answer = get("/api/plan.json", "OPTIONS", origin="https://ejemplo.invalid")

    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["access-control-allow-headers"] == "If-None-Match"
    assert "access-control-allow-origin" not in get("/publico", "OPTIONS").headers


# What may go wrong


def test_a_ledger_that_does_not_answer_is_said(monkeypatch):
    def unavailable() -> Ledger:
        message = "La base de datos no responde."
        raise Unavailable(message)

    monkeypatch.setattr(sessions, "_opens", [unavailable])

    answer = get("/api/plan.json")
    assert (answer.status, answer.json) == (503, {"error": "La base de datos no responde."})
    assert answer.headers["retry-after"]
    assert "La base de datos no responde." in get("/publico").text


def test_a_board_without_versions_yet_is_said(tmp_path, monkeypatch):
    empty = updates.new_ledger(tmp_path)
    monkeypatch.setattr(sessions, "_opens", [lambda: empty])

    answer = get("/api/plan.json")

    empty.close()
    assert (answer.status, answer.json) == (
        404,
        {"error": "El tablero todavía no tiene versiones."},
    )


def test_a_version_that_was_altered_is_not_given_away(tmp_path, monkeypatch):
    public.forget()
    own = updates.begun(tmp_path)
    monkeypatch.setattr(sessions, "_opens", [lambda: own])
    with own.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE versions SET record = replace(record, 'first', 'tsrif')")

    answer = get("/api/plan.json")

    own.close()
    assert answer.status == 503
    assert "error" in answer.json


def edition(ledger: Ledger, **about: object) -> public.Edition:
    made = figures(ledger, 1)
    about = {"version": "", "code": ""} | about
    made = replace(made, provenance=replace(made.provenance, **about))
    return public.Edition(made, MADE, f"archivo {about}")


def test_a_board_that_shows_a_file_gives_that_file_and_keeps_nothing_unasked(ledger):
    shown = edition(ledger)
    public.serve_file(lambda: shown)

    answer = get("/api/plan.json")

    assert (answer.status, answer.headers["cache-control"]) == (200, "no-cache")
    assert answer.json["provenance"]["version"] is None
    assert get("/api/plan.json", if_none_match=answer.headers["etag"]).status == 304
    assert get("/api/plan.json?version=1").status == 404
    assert get("/api/plan.json?vigencia=2022").json["vigencias"] == [2023]


def test_a_file_that_cannot_be_read_is_said():
    public.serve_file(lambda: None)

    assert get("/publico").status == 503


@pytest.mark.parametrize("mark", ["example", "draft"])
@pytest.mark.parametrize("address", FILES)
def test_invented_progress_and_drafts_are_never_given_away(ledger, mark, address):
    shown = edition(ledger, **{mark: True})
    public.serve_file(lambda: shown)

    answer = get(address)

    assert answer.status == 404
    assert "no se entregan" in answer.text


@pytest.mark.parametrize(
    ("plan", "tracking", "status"),
    [
        ("plan_2023.xlsx", "", 200),
        ("ejemplo_seguimiento_2023.xlsx", "", 404),
        ("plan_2023.xlsx", "ejemplo_seguimiento_2023.xlsx", 404),
    ],
)
def test_a_board_that_shows_the_example_does_not_give_it_away(monkeypatch, plan, tracking, status):
    monkeypatch.setenv(data.PLAN_VARIABLE, str(ROOT / "data" / plan))
    monkeypatch.setenv(data.TRACKING_VARIABLE, str(ROOT / "data" / tracking) if tracking else "")
    public.serve_file(process._shown_file)

    assert get("/api/plan.json").status == status


def test_nothing_is_given_away_by_a_board_that_opens_nothing(monkeypatch):
    monkeypatch.setattr(sessions, "_opens", [])

    assert get("/api/plan.json").status == 503


# The memory


def test_many_at_once_have_it_made_once_while_others_are_answered(monkeypatch):
    made, go_on = [], threading.Event()
    public.forget()

    def slow(figures: Figures, made_at: dt.datetime) -> bytes:
        made.append(figures.cutoff)
        assert go_on.wait(20)
        return open_data.plan_json(figures, made_at)

    door = next(one.app for one in frame.ROUTES if getattr(one, "path", "") == "/api/plan.json")
    monkeypatch.setattr(door, "_kind", replace(public.PLAN, make=slow))

    async def crowd() -> tuple[list[Answer], Answer]:
        asked = [asyncio.ensure_future(ask("/api/plan.json")) for _ in range(40)]
        while not made:
            await asyncio.sleep(0.01)
        asked[0].cancel()  # who goes away does not take it from the others
        other = await ask("/enlaces.js")
        assert not any(one.done() for one in asked[1:])
        go_on.set()
        return [await one for one in asked[1:]], other

    answers, other = asyncio.run(crowd())

    assert len(made) == 1
    assert other.status == 200
    assert {one.status for one in answers} == {200}
    assert len({one.body for one in answers}) == 1


def remember(memory: Memory, key: str, value: str) -> str:
    return asyncio.run(memory.get(key, lambda: value))


def test_what_was_asked_for_longest_ago_is_forgotten_first():
    with ThreadPoolExecutor(1) as pool:
        memory: Memory[str, str] = Memory(pool, 6, len)
        for key in ("a", "b", "c"):
            remember(memory, key, key * 2)
        remember(memory, "a", "otra")  # still there, so not made
        remember(memory, "d", "dd")

        assert remember(memory, "a", "otra") == "aa"
        assert remember(memory, "b", "otra") == "otra"
        assert remember(memory, "e", "e" * 100) == "e" * 100
        assert (
            remember(memory, "e", "otra") == "e" * 100
        )  # too large, and kept while it is the last


def test_what_could_not_be_made_is_said_to_all_and_made_again():
    tried = []

    def fails() -> str:
        tried.append(1)
        message = "no"
        raise CannotOpen(message)

    async def both(memory: Memory[str, str]) -> list[object]:
        asked = [memory.get("a", fails) for _ in range(2)]
        return await asyncio.gather(*asked, return_exceptions=True)

    with ThreadPoolExecutor(1) as pool:
        memory: Memory[str, str] = Memory(pool, 10)
        results = asyncio.run(both(memory))

        assert [type(one) for one in results] == [CannotOpen, CannotOpen]
        assert remember(memory, "a", "sí") == "sí"
    assert len(tried) <= 2


def test_where_too_much_is_in_the_making_the_next_is_told_to_come_back(monkeypatch):
    go_on = threading.Event()

    async def crowd(memory: Memory[str, str]) -> None:
        first = asyncio.ensure_future(memory.get("a", lambda: str(go_on.wait(20))))
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await memory.get("b", lambda: "b")
        go_on.set()
        await first

    with ThreadPoolExecutor(1) as pool:
        asyncio.run(crowd(Memory(pool, 10, most_waiting=1)))
    monkeypatch.setattr(public, "_answers", Memory(public._MAKING, 1, most_waiting=0))
    answer = get("/api/plan.json")
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")


def test_a_version_is_read_once_for_all_its_files(monkeypatch):
    read = []
    real = public._read
    public.forget()
    monkeypatch.setattr(public, "_read", lambda *a: read.append(a) or real(*a))

    for address in FILES:
        get(address)
        get(f"{address}?corte=2023-04-30")

    assert len(read) == 1


# The server and the documents


def over_http(address: str, **headers: str) -> HTTPResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, headers=named)  # noqa: S310  ours
    return urllib.request.urlopen(request, timeout=30)  # noqa: S310


def test_the_real_server_gives_the_files_before_its_own_pages(tmp_path):
    with serving(tmp_path) as address:
        for path, kind in (
            ("/publico", "text/html"),
            ("/api", "text/html"),
            ("/api/plan.json", "application/json"),
            ("/api/datos.zip", "application/zip"),
        ):
            with over_http(address + path, accept_encoding="gzip") as answer:
                body, headers = answer.read(), answer.headers
            assert headers["content-type"].startswith(kind)
            assert headers["etag"].endswith('"')
            assert int(headers["content-length"]) == len(body)
            text = gzip.decompress(body) if headers["content-encoding"] else body
            assert b"Streamlit" not in text
        with pytest.raises(urllib.error.HTTPError) as found:
            over_http(address + path, if_none_match=headers["etag"])
        assert found.value.code == 304
        found.value.close()


def test_the_document_names_every_address_parameter_and_answer():
    text = (ROOT / "docs" / "api.md").read_text("utf-8")

    for name in (*FILES, "corte", "version", "vigencia", "descargar"):
        assert f"`{name}" in text, name
    for status in (200, 304, 400, 404, 405, 503):
        assert f"| {status} |" in text
    for value in (public._IN_FORCE, public._FILE):
        assert value in text
