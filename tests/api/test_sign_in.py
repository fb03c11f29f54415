"""The way in and out, asked as a browser asks, over the frame of the board."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import threading
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette
from starlette.types import Message

from pac.api import frame, sessions, sign_in
from pac.ledger import access
from pac.ledger.access import Role
from pac.ledger.database import CannotOpen, Ledger, open_ledger
from pac.ui import links
from tests.workbooks import ROOT

PASSWORD = "un caballo azul"  # noqa: S105
OTHER = "otra frase larga"
WRONG = "no"
CODE = "7QF3-K2M9-X4TD-9ABC"
AT = dt.datetime(2023, 6, 30, tzinfo=dt.UTC)
OURS = {"sec-fetch-site": "same-origin"}
FORMS = ("/ingresar", "/salir", "/primera-cuenta")


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    set_cookies: list[str]
    body: str

    @property
    def alert(self) -> str:
        found = re.search(r'role="alert">(.*?)</p>', self.body)
        return found[1] if found else ""


@dataclass
class Visitor:
    """A browser: it keeps the cookies that it is given."""

    app: frame.SpanishPage
    cookies: dict[str, str] = field(default_factory=dict)

    async def ask(
        self, method: str, address: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answer:
        path, _, query = address.partition("?")
        given = {"host": "tablero:8501"} | (headers or {})
        if self.cookies:
            given["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        parts = [body[at : at + 4096] for at in range(0, len(body), 4096)] or [b""]
        sent: list[Message] = []

        async def receive() -> Message:
            if not parts:
                await asyncio.Event().wait()  # a visitor who stays
            return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {
            "type": "http", "method": method, "path": path, "raw_path": path.encode(),
            "query_string": query.encode(), "server": ("tablero", 8501), "scheme": "http",
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
            "root_path": "", "http_version": "1.1", "client": ("127.0.0.1", 1),
        }  # fmt: skip
        await self.app(scope, receive, send)
        start, *bodies = sent
        pairs = [(name.decode(), value.decode()) for name, value in start["headers"]]
        given_cookies = [value for name, value in pairs if name == "set-cookie"]
        for line in given_cookies:
            for name, one in SimpleCookie(line).items():
                self.cookies[name] = one.value
                if one["max-age"] == "0":
                    del self.cookies[name]
        text = b"".join(one["body"] for one in bodies).decode()
        return Answer(start["status"], dict(pairs), given_cookies, text)

    def get(self, address: str) -> Answer:
        return asyncio.run(self.ask("GET", address))

    def post(self, address: str, headers: dict[str, str] | None = None, **fields: str) -> Answer:
        return asyncio.run(self.send(address, headers, **fields))

    async def send(
        self, address: str, headers: dict[str, str] | None = None, **fields: str
    ) -> Answer:
        kind = {"content-type": "application/x-www-form-urlencoded"}
        asked = kind | (OURS if headers is None else headers)
        return await self.ask("POST", address, urlencode(fields).encode(), asked)

    def sign_in(self, name: str = "alcaldia", password: str = PASSWORD, **more: str) -> Answer:
        return self.post("/ingresar", usuario=name, contrasena=password, **more)


@pytest.fixture(autouse=True)
def own_state(monkeypatch) -> None:
    """Start as a new process does, and hash with little memory."""
    quick = access.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(access, "PasswordHasher", lambda: quick)
    monkeypatch.setattr(sessions, "SESSIONS", access.Sessions())
    monkeypatch.setattr(sessions, "ATTEMPTS", access.Attempts())
    monkeypatch.setattr(sessions, "setup_code", lambda: CODE)


@pytest.fixture
def ledger(tmp_path, monkeypatch) -> Iterator[Ledger]:
    monkeypatch.setenv("PAC_DATA", str(tmp_path))
    monkeypatch.delenv("PAC_BASE_DE_DATOS", raising=False)
    opened = open_ledger()
    monkeypatch.setattr(sessions, "_opens", [lambda: opened])
    yield opened
    opened.close()


@pytest.fixture
def office(ledger) -> access.Actor:
    """Create an account of each role."""
    boss = access.create_first_account(ledger, CODE, CODE, "alcaldia", "Alcaldía", PASSWORD, AT)
    for name, role in (("planeacion", Role.UPDATES), ("control", Role.CONTROLS)):
        access.create_account(ledger, boss, name, name.capitalize(), role, PASSWORD, AT)
    return boss


@pytest.fixture
def newcomer(ledger) -> Visitor:
    """Return a browser at a board without accounts."""
    assert access.accounts(ledger) == ()
    return Visitor(frame.SpanishPage(Starlette(routes=list(frame.ROUTES))))


@pytest.fixture
def visitor(newcomer, office) -> Visitor:
    """Return a browser at a board with an account of each role."""
    assert office.role is Role.ADMINISTERS
    return newcomer


def first(visitor: Visitor, **changes: str) -> Answer:
    form = {
        "codigo": CODE, "usuario": "planeacion", "cargo": "Secretaría de Planeación",
        "contrasena": PASSWORD, "otra_vez": PASSWORD,
    }  # fmt: skip
    return visitor.post("/primera-cuenta", **(form | changes))


# The first account


def test_the_code_of_the_server_creates_the_first_account_and_lets_it_in(newcomer, ledger):
    assert 'href="/primera-cuenta"' in newcomer.get("/ingresar").body
    assert newcomer.get("/primera-cuenta").status == 200

    answer = first(newcomer, codigo=CODE.lower().replace("-", " "))

    assert (answer.status, answer.headers["location"]) == (303, "/cuentas")
    (made,) = access.accounts(ledger)
    assert (made.name, made.post, made.role) == (
        "planeacion", "Secretaría de Planeación", Role.ADMINISTERS,
    )  # fmt: skip
    assert sessions.signed_in(newcomer.cookies["pac_sesion"]).account == "planeacion"


def test_there_is_one_first_account(newcomer, ledger):
    first(newcomer)

    for answer in (newcomer.get("/primera-cuenta"), first(newcomer, usuario="otra")):
        assert (answer.status, answer.headers["location"]) == (303, "/ingresar")
    assert len(access.accounts(ledger)) == 1
    newcomer.cookies.clear()
    assert "primera-cuenta" not in newcomer.get("/ingresar").body


@pytest.mark.parametrize(
    ("changes", "status", "says"),
    [
        ({"codigo": "otro"}, 403, "El código de instalación no es ese"),
        ({"codigo": ""}, 403, "El código de instalación no es ese"),
        ({"otra_vez": "otra"}, 400, "Las dos contraseñas no son iguales"),
        ({"contrasena": "corta", "otra_vez": "corta"}, 400, "10 caracteres o más"),
        ({"usuario": "á é"}, 400, "El usuario lleva de 3 a 40 letras"),
        ({"cargo": " "}, 400, "Escriba el cargo"),
    ],
)
def test_what_will_not_do_is_said_and_what_was_typed_stays(newcomer, ledger, changes, status, says):
    answer = first(newcomer, **changes)

    assert (answer.status, access.accounts(ledger)) == (status, ())
    assert says in answer.alert
    assert f'value="{changes.get("usuario", "planeacion")}"' in answer.body
    assert PASSWORD not in answer.body
    assert not answer.set_cookies


def test_what_was_typed_is_text_and_no_html(visitor):
    hostile = '"><script>x</script>'

    pages = [
        visitor.sign_in(hostile).body,
        visitor.sign_in("alcaldia", "no", next=f"/a{hostile}").body,
        visitor.get("/ingresar?next=/a%22%3E%3Cscript%3E").body,
    ]

    assert all("<script" not in page for page in pages)
    assert "&quot;&gt;&lt;script&gt;x&lt;/script&gt;" in pages[0]


def test_what_was_typed_for_the_first_account_is_text_too(newcomer):
    assert "<script" not in first(newcomer, usuario='"><script>', cargo='"><script>').body


# In


@pytest.mark.parametrize(
    ("name", "home"),
    [("alcaldia", "/cuentas"), ("planeacion", "/actualizar"), ("control", "/control-interno")],
)
def test_each_role_comes_to_where_it_works(visitor, name, home):
    answer = visitor.sign_in(name)

    assert (answer.status, answer.headers["location"]) == (303, home)
    assert sessions.signed_in(visitor.cookies["pac_sesion"]).account == name


def test_those_places_are_pages_of_the_board():
    pages = (links.ACCOUNTS, links.UPDATE, links.CONTROL)

    assert [sign_in.HOMES[role] for role in Role] == [f"/{page}" for page in pages]


def test_who_came_from_a_page_goes_back_to_it(visitor):
    page = visitor.get("/ingresar?next=/versiones%3Fversion%3D2")

    assert 'name="next" value="/versiones?version=2"' in page.body
    answer = visitor.sign_in(next="/versiones?version=2")
    assert answer.headers["location"] == "/versiones?version=2"


@pytest.mark.parametrize(
    "address",
    [
        "https://ejemplo.invalid/", "//ejemplo.invalid", "/\\ejemplo.invalid",
        "\\\\ejemplo.invalid",
        "/\t/ejemplo.invalid", "\t//ejemplo.invalid", "/\n/ejemplo.invalid", " //ejemplo.invalid",
        "javascript:alert(1)", "ejemplo.invalid", "", "/a\r\nset-cookie: x=1", "/a\\b", "/ingresar",
        "/salir?x=1", "/primera-cuenta",
    ],
)  # fmt: skip
def test_the_way_back_never_leads_elsewhere(visitor, address):
    assert visitor.sign_in(next=address).headers["location"] == "/cuentas"
    again = visitor.get("/ingresar?" + urlencode({"next": address}))
    assert again.headers["location"] == "/cuentas"


def test_the_cookie_is_for_this_board_alone(visitor):
    session, known = visitor.sign_in().set_cookies

    assert session.startswith("pac_sesion=")
    for cookie in (session, known):
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert "Secure" not in cookie
    assert "Path=/;" in session + ";"
    assert "Max-Age" not in session  # gone when the browser closes


@pytest.mark.parametrize("says", ["https", "HTTPS, http"])
def test_over_https_the_cookie_never_travels_in_the_clear(visitor, says):
    headers = OURS | {"x-forwarded-proto": says}

    answer = visitor.post("/ingresar", headers, usuario="alcaldia", contrasena=PASSWORD)

    assert all("Secure" in cookie for cookie in answer.set_cookies)


def test_a_new_way_in_ends_the_session_before(visitor):
    visitor.sign_in()
    before = visitor.cookies["pac_sesion"]

    visitor.sign_in("control")

    assert sessions.signed_in(before) is None
    assert visitor.cookies["pac_sesion"] != before


def test_who_is_in_already_goes_on(visitor):
    visitor.sign_in("planeacion")

    assert visitor.get("/ingresar").headers["location"] == "/actualizar"
    assert visitor.get("/ingresar?next=/formatos").headers["location"] == "/formatos"


@pytest.mark.parametrize("name", ["alcaldia", "nadie", "", "ñ' OR 1=1"])
def test_it_is_never_said_which_of_the_two_is_wrong(visitor, name):
    answer = visitor.sign_in(name, OTHER)

    assert (answer.status, answer.alert) == (401, "Usuario o contraseña no coinciden.")
    assert not answer.set_cookies
    assert OTHER not in answer.body
    assert "<title>No se pudo: Ingresar" in answer.body


def test_an_account_that_is_not_active_does_not_get_in(visitor, office, ledger):
    access.change_account(ledger, office, "control", AT, active=False)

    assert visitor.sign_in("control").status == 401


def test_after_some_failures_one_waits_in_whatever_browser(visitor):
    others = [Visitor(visitor.app) for _ in range(3)]
    assert [one.sign_in(password=WRONG).status for one in others] == [401] * 3

    answer = visitor.sign_in()

    assert answer.status == 429
    assert answer.headers["retry-after"] == "1"
    assert "Espere 1 segundo" in answer.alert
    assert visitor.sign_in("control").status == 303


def test_who_has_signed_in_before_is_not_kept_out_by_who_guesses(visitor):
    visitor.sign_in()
    visitor.post("/salir")
    guesser = Visitor(visitor.app)
    assert [guesser.sign_in(password=WRONG).status for _ in range(4)] == [401, 401, 401, 429]

    assert visitor.sign_in().status == 303


# Out


def test_a_link_alone_does_not_sign_out(visitor):
    visitor.sign_in()

    page = visitor.get("/salir")

    assert 'method="post" action="/salir"' in page.body
    assert "Alcaldía (administra)" in page.body
    assert sessions.signed_in(visitor.cookies["pac_sesion"]) is not None


def test_out_is_out_for_the_server_too(visitor):
    visitor.sign_in()
    token = visitor.cookies["pac_sesion"]

    answer = visitor.post("/salir")

    assert (answer.status, answer.headers["location"]) == (303, "/")
    assert "pac_sesion" not in visitor.cookies
    assert sessions.signed_in(token) is None
    assert visitor.get("/salir").headers["location"] == "/ingresar"


# What is no form of these pages


@pytest.mark.parametrize("address", FORMS)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": "http://tablero:8501"},
        {"origin": "http://ejemplo.invalid"},
        {"origin": "http://tablero:8502"},
        {"origin": "null"},
        {"origin": ""},
    ],
)
def test_another_site_can_send_nothing_in_the_visitor_s_name(visitor, address, headers):
    visitor.sign_in()
    token = visitor.cookies["pac_sesion"]

    answer = visitor.post(address, headers, usuario="control", contrasena=PASSWORD)

    assert answer.status == 403
    assert sessions.signed_in(token).account == "alcaldia"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://tablero:8501"},
        {"origin": "https://www.municipio.invalid", "x-forwarded-host": "www.municipio.invalid"},
    ],
)
def test_a_browser_that_only_says_its_address_gets_in(visitor, headers):
    answer = visitor.post("/ingresar", headers, usuario="alcaldia", contrasena=PASSWORD)

    assert answer.status == 303


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"usuario=" + b"a" * 9000, "application/x-www-form-urlencoded", 413),
        (b"usuario=a", "multipart/form-data; boundary=x", 415),
        (b"usuario=a", "", 415),
        ("usuario=ñ".encode(), "application/x-www-form-urlencoded", 400),
        (b"&".join(b"a=1" for _ in range(50)), "application/x-www-form-urlencoded", 400),
    ],
)
def test_what_is_no_form_is_turned_away(visitor, body, kind, status):
    headers = OURS | {"content-type": kind}

    answer = asyncio.run(visitor.ask("POST", "/ingresar", body, headers))

    assert answer.status == status
    assert answer.alert
    assert 'href="/ingresar"' in answer.body


def test_a_long_password_is_wrong_and_no_more(visitor):
    assert visitor.sign_in(password="a" * 5000).status == 401


# The pages themselves


class Outside(HTMLParser):
    """Every address in a page that a browser would ask for."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = ("src", "href", "action")
        self.found += [value for name, value in attrs if name in names and value]


@pytest.mark.parametrize("address", ["/ingresar", "/primera-cuenta"])
def test_a_page_is_spanish_asks_nothing_of_others_and_is_kept_by_nobody(newcomer, address):
    answer = newcomer.get(address)

    assert '<html lang="es">' in answer.body
    assert "<script" not in answer.body
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    outside = Outside()
    outside.feed(answer.body)
    assert all(re.match(r"/(?!/)|data:", one) for one in outside.found)
    assert all(re.match(r"/(?!/)|data:", one) for one in re.findall(r'url\("(.*?)"', answer.body))


def test_what_lets_in_or_out_is_kept_by_nobody(visitor):
    for answer in (visitor.sign_in(), visitor.post("/salir"), visitor.sign_in(password=WRONG)):
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_are_those_of_the_board(scheme):
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    theme = config["theme"][scheme]
    style = (ROOT / "pac" / "api" / "account_page.css").read_text("utf-8")
    light, _, dark = style.partition("@media (prefers-color-scheme: dark)")
    own = dict(re.findall(r"--([\w-]+): (#\w+);", light if scheme == "light" else dark))

    names = {
        "background": "backgroundColor", "text": "textColor", "primary": "primaryColor",
        "note": "grayTextColor", "quiet": "secondaryBackgroundColor", "fault": "redTextColor",
        "fault-background": "redBackgroundColor",
    }  # fmt: skip
    assert {name: own[name] for name in names} == {name: theme[to] for name, to in names.items()}


def test_the_font_is_the_one_that_the_board_uses():
    assert re.search(r'url\("/static/media/SourceSansVF-Upright[^"]+\.woff2"\)', sign_in._STYLE)


# What may go wrong


def test_the_server_answers_others_while_it_looks_at_a_password(visitor, office, monkeypatch):
    looking, go_on = threading.Event(), threading.Event()

    def slow(*_: object) -> access.Actor:
        looking.set()
        assert go_on.wait(20)
        return office

    monkeypatch.setattr(access, "sign_in", slow)

    async def both() -> tuple[Answer, Answer]:
        pending = asyncio.ensure_future(visitor.send("/ingresar", usuario="alcaldia"))
        await asyncio.to_thread(looking.wait, 20)
        meanwhile = await Visitor(visitor.app).ask("GET", "/ingresar")
        assert not pending.done()
        go_on.set()
        return meanwhile, await pending

    meanwhile, answer = asyncio.run(both())

    assert (meanwhile.status, answer.status) == (200, 303)


def test_where_too_many_wait_the_next_is_told_to_come_back(visitor, monkeypatch):
    monkeypatch.setattr(sign_in, "_MOST_WAITING", 0)

    answer = visitor.sign_in()

    assert (answer.status, answer.headers["retry-after"]) == (429, "5")


def test_a_ledger_that_cannot_be_opened_is_said(newcomer):
    def opens() -> Ledger:
        message = "No se pudo abrir la base de datos."
        raise CannotOpen(message)

    sessions.serve(opens)

    for answer in (newcomer.get("/ingresar"), newcomer.sign_in(), first(newcomer)):
        assert (answer.status, answer.alert) == (503, "No se pudo abrir la base de datos.")


def test_a_board_that_shows_a_file_has_no_accounts(newcomer, monkeypatch):
    monkeypatch.setattr(sessions, "_opens", [])

    assert "no tiene cuentas" in newcomer.get("/ingresar").alert
