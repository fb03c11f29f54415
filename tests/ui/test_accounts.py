"""Accounts, one's own password and the backup: what each role sees and can do."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import shutil
import threading
import zipfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pac.api import sessions
from pac.ledger import access as ledger_access
from pac.ledger import store, update
from pac.ledger.access import Actor, Role
from pac.ledger.database import Damaged, Ledger
from pac.reading import reader
from pac.ui import access, accounts, data, links, process
from pac.workdays import COLOMBIA
from tests.ui.boards import go, open_page, said, table
from tests.ui.test_words import HOSTILE

PASSWORD = "un caballo azul"  # noqa: S105
NEW = "otra frase larga"
AT = dt.datetime(2023, 5, 5, 15, 12, tzinfo=dt.UTC)
MAY_5 = "5 de mayo de 2023, 10:12"
NAMES = {"alcaldia": Role.ADMINISTERS, "planeacion": Role.UPDATES, "control": Role.CONTROLS}


class Browser:
    """The cookie of the visitor."""

    token = ""

    def enter(self, name: str) -> Actor:
        """Sign in as an account, past the form."""
        who = Actor(name.capitalize(), NAMES[name], name)
        self.token = sessions.SESSIONS.open(who, 0)
        return who


@pytest.fixture(autouse=True)
def browser(monkeypatch) -> Browser:
    """Start as a new process does, with a visitor who has not signed in."""
    quick = ledger_access.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(ledger_access, "PasswordHasher", lambda: quick)
    monkeypatch.setattr(sessions, "SESSIONS", ledger_access.Sessions())
    monkeypatch.setattr(sessions, "ATTEMPTS", ledger_access.Attempts())
    monkeypatch.setattr(sessions, "signed_in", lambda token: sessions.SESSIONS.actor(token, 1))
    made = Browser()
    monkeypatch.setattr(access, "token", lambda: made.token)
    return made


@pytest.fixture(scope="module")
def stocked(tmp_path_factory) -> Path:
    """Return the folder of a board with its first version, and an account of each role."""
    folder = tmp_path_factory.mktemp("stocked")
    quick = ledger_access.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger_access, "PasswordHasher", lambda: quick)
        opened = store.open_ledger(f"sqlite:///{folder / 'tablero.sqlite'}")
        update.begin(opened, reader.load(data.PLAN_FILE), AT)
        boss = ledger_access.create_first_account(
            opened, "7QF3", "7QF3", "alcaldia", "Alcaldia", PASSWORD, AT
        )
        for name, role in list(NAMES.items())[1:]:
            ledger_access.create_account(opened, boss, name, name.capitalize(), role, PASSWORD, AT)
        opened.close()
    return folder


@pytest.fixture
def ledger(stocked, tmp_path, monkeypatch) -> Ledger:
    """Return a copy of that board."""
    shutil.copytree(stocked, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("PAC_DATA", str(tmp_path))
    return data.ledger()


@pytest.fixture
def boss(ledger, browser) -> Actor:
    assert ledger_access.has_accounts(ledger)
    return browser.enter("alcaldia")


def page() -> AppTest:
    at = open_page("cuentas")
    assert not at.exception
    return at


def field(at: AppTest, label: str, of: str = "text_input"):
    """Return the last field of that name on screen."""
    return [one for one in at.get(of) if one.label == label][-1]


def press(at: AppTest, label: str) -> AppTest:
    (button,) = (one for one in at.button if one.label == label)
    button.click().run()
    assert not at.exception
    return at


def outcome(at: AppTest) -> str:
    """Return what came of the last click, and whether it went well."""
    found = [*(("no", one) for one in at.error), *(("yes", one) for one in at.success)]
    ((went, one),) = found
    return f"{went}: {one.value}".replace("\\", "")


def create(at: AppTest, name: str, post: str = "Secretaría de Salud") -> AppTest:
    field(at, "Usuario").input(name)
    next(one for one in at.text_input if one.label == "Cargo").input(post)
    field(at, "Contraseña").input(PASSWORD)
    return press(at, "Crear la cuenta")


def choose(at: AppTest, name: str) -> AppTest:
    return at.selectbox(key="cuentas: elegida").select(name).run()


# Who may see the page


def test_without_a_role_the_page_says_only_how_to_get_in(ledger):
    at = page()

    assert "Para esta página ingrese con su cuenta." in said(at)
    assert not at.table
    assert not at.get("download_button")
    assert "Ingresar" in [one.value for one in at.sidebar.markdown][-1]
    assert len(ledger_access.accounts(ledger)) == 3


@pytest.mark.parametrize("name", ["planeacion", "control"])
def test_who_does_not_administer_sees_the_own_password_alone(ledger, browser, name):
    browser.enter(name)

    at = page()

    assert not at.table
    assert not at.get("download_button")
    assert [one.label for one in at.button] == ["Cambiar mi contraseña"]
    assert ledger_access.has_accounts(ledger)


def test_a_page_of_another_role_says_which_it_is_for(boss):
    def script() -> None:
        from pac.ledger.access import Role
        from pac.ui import access

        access.require(Role.UPDATES, Role.CONTROLS)
        raise AssertionError

    at = AppTest.from_function(script).run()

    assert not at.exception
    assert f"La usa quien actualiza o controla. Usted ingresó como {boss.post}" in said(at)


def test_the_panel_says_who_is_signed_in_and_the_way_out(boss):
    at = open_page("resumen")

    assert f"{boss.post} · administra" in said(at)
    assert "(/salir)" in [one.value for one in at.sidebar.markdown][-1]


def test_a_session_that_ended_ends_the_page(boss):
    at = page()
    sessions.SESSIONS.close_account(boss.account)

    create(at, "salud")

    assert "Para esta página ingrese con su cuenta." in said(at)
    assert len(ledger_access.accounts(data.ledger())) == 3


# Accounts


def test_every_account_is_listed(boss):
    listed = table(page(), "Permiso")

    assert listed["Usuario"].tolist() == ["alcaldia", "control", boss and "planeacion"]
    assert listed["Permiso"].tolist() == ["administra", "controla", "actualiza"]
    assert set(listed["Estado"]) == {"activa"}
    assert set(listed["Desde"]) == {"05/05/2023"}


def test_an_account_is_created_and_the_form_is_empty_again(boss, ledger):
    at = create(page(), "Salud")

    assert outcome(at).startswith("yes: Se creó la cuenta «salud», que actualiza.")
    made = {one.name: one for one in ledger_access.accounts(ledger)}["salud"]
    assert (made.post, made.role) == ("Secretaría de Salud", Role.UPDATES)
    assert field(at, "Usuario").value == ""
    assert field(at, "Contraseña").value == ""
    assert "salud" in table(at, "Permiso")["Usuario"].tolist()
    assert ledger_access.last_event(ledger, "account").by == boss.post


def test_a_second_click_on_the_next_and_empty_form_changes_nothing(boss, ledger):
    at = create(page(), "salud")
    first = outcome(at)

    press(at, "Crear la cuenta")

    assert outcome(at) == first
    assert len(ledger_access.accounts(ledger)) == 4
    assert boss.account


def test_an_empty_form_says_what_it_needs(boss):
    assert "El usuario lleva de 3 a 40 letras" in outcome(press(page(), "Crear la cuenta"))
    assert boss.account


def test_two_clicks_at_once_do_a_thing_once(boss, monkeypatch):
    desk, done = access.Desk(), []
    monkeypatch.setattr(access, "desk", lambda: desk)
    monkeypatch.setattr(access, "actor", lambda: boss)

    def work(_: Actor) -> str:
        done.append(1)
        return "Hecho."

    def click() -> None:
        accounts._once("new", 0, work, typed=True)

    with desk.turn:  # all wait, as a second click does for the first
        clicks = [threading.Thread(target=click) for _ in range(5)]
        for one in clicks:
            one.start()
    for one in clicks:
        one.join(20)

    assert done == [1]
    assert desk.did("new")


def test_what_will_not_do_is_said_and_what_was_typed_stays(boss):
    at = create(page(), "control", HOSTILE)

    assert "Ya hay una cuenta con el usuario «control»" in outcome(at)
    assert field(at, "Usuario").value == "control"
    assert boss.account


def test_a_message_goes_when_the_visitor_opens_another_page(boss, monkeypatch):
    monkeypatch.setattr(access, "_page", lambda: "/cuentas")
    at = create(page(), "control")
    assert at.session_state[access._DESK].said is not None

    monkeypatch.setattr(access, "_page", lambda: "/")
    go(at, "resumen")

    assert at.session_state[access._DESK].said is None
    assert boss.account


def test_a_post_is_shown_letter_by_letter(boss, ledger):
    at = create(page(), "salud", HOSTILE)

    assert HOSTILE in table(at, "Permiso")["Cargo"].tolist()
    assert HOSTILE in said(choose(at, "salud"))
    assert len(ledger_access.accounts(ledger)) == 4
    assert boss.account


def test_an_account_changes_and_whoever_had_it_open_signs_in_again(boss, ledger, browser):
    browser.enter("control")
    open_elsewhere = browser.token
    boss = browser.enter(boss.account)
    at = choose(page(), "control")
    field(at, "Cargo").input("Oficina de Control Interno")
    field(at, "Permiso", "radio").set_value(Role.UPDATES)
    field(at, "La cuenta está activa", "checkbox").uncheck()

    press(at, "Guardar los cambios")

    assert outcome(at).startswith("yes: Se cambió la cuenta «control».")
    changed = {one.name: one for one in ledger_access.accounts(ledger)}["control"]
    assert (changed.post, changed.role, changed.active) == (
        "Oficina de Control Interno", Role.UPDATES, False,
    )  # fmt: skip
    assert sessions.signed_in(open_elsewhere) is None
    assert table(at, "Permiso")["Estado"].tolist() == ["activa", "desactivada", "activa"]


def test_a_change_of_nothing_writes_nothing(boss, ledger):
    before = ledger_access.last_event(ledger, "account")

    at = press(choose(page(), "control"), "Guardar los cambios")

    assert "sigue igual" in outcome(at)
    assert ledger_access.last_event(ledger, "account") == before
    assert boss.account


def test_somebody_always_administers(boss, ledger):
    at = choose(page(), "alcaldia")
    field(at, "Permiso", "radio").set_value(Role.CONTROLS)

    press(at, "Guardar los cambios")

    assert "Es la única cuenta activa que administra" in outcome(at)
    assert ledger_access.accounts(ledger)[0].role is Role.ADMINISTERS
    assert boss.account


def test_another_password_is_given_and_ends_the_sessions(boss, ledger, browser):
    browser.enter("control")
    open_elsewhere = browser.token
    browser.enter(boss.account)
    at = choose(page(), "control")
    field(at, "Contraseña nueva para control").input(NEW)

    press(at, "Dar esta contraseña")

    assert "tiene contraseña nueva" in outcome(at)
    assert sessions.signed_in(open_elsewhere) is None
    assert ledger_access.sign_in(ledger, sessions.ATTEMPTS, "control", NEW, 0).account == "control"


def test_one_s_own_password_is_not_given_without_the_old_one(boss):
    at = choose(page(), boss.account)

    assert "Dar esta contraseña" not in [one.label for one in at.button]


# One's own password


def own(at: AppTest, old: str = PASSWORD, new: str = NEW, again: str = NEW) -> AppTest:
    field(at, "Contraseña actual").input(old)
    field(at, "Contraseña nueva").input(new)
    field(at, "La nueva otra vez").input(again)
    return press(at, "Cambiar mi contraseña")


@pytest.mark.parametrize("name", NAMES)
def test_everybody_changes_the_own_password_and_signs_in_with_it(ledger, browser, name):
    browser.enter(name)

    at = own(page())

    assert outcome(at) == "yes: Su contraseña cambió. Ingrese con la nueva."
    assert "Para esta página ingrese con su cuenta." in said(at)
    assert sessions.signed_in(browser.token) is None
    assert ledger_access.sign_in(ledger, sessions.ATTEMPTS, name, NEW, 0).account == name


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"old": "no"}, "La contraseña actual no es esa."),
        ({"again": "no"}, "Las dos contraseñas nuevas no son iguales."),
        ({"new": "corta", "again": "corta"}, "10 caracteres o más"),
    ],
)
def test_a_password_that_does_not_change_is_said(ledger, browser, typed, says):
    browser.enter("control")

    at = own(page(), **typed)

    assert says in outcome(at)
    assert sessions.signed_in(browser.token) is not None
    assert ledger_access.sign_in(ledger, sessions.ATTEMPTS, "control", PASSWORD, 0)


# The backup


def test_the_page_says_when_the_last_backup_was_taken_and_by_whom(boss, ledger, monkeypatch):
    assert "Todavía no se ha hecho ninguna." in said(page())
    monkeypatch.setattr(data, "now", lambda: AT.astimezone(COLOMBIA))

    made = accounts.take_backup(boss)

    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert "versiones/000001.json" in archive.namelist()
    event = ledger_access.last_event(ledger, "backup")
    assert (event.by, event.detail) == (boss.post, {"bytes": len(made), "newest": 1})
    at = page()
    assert f"Última copia: {MAY_5}, {boss.post}." in said(at)
    assert "cambió desde entonces" not in said(at)


def test_a_backup_that_lacks_the_newest_version_says_so(boss, ledger):
    ledger_access.record_event(ledger, boss, "backup", {"newest": 0}, AT)

    assert "El tablero cambió desde entonces." in said(page())


@pytest.mark.parametrize("name", ["planeacion", "control", None])
def test_nobody_else_takes_a_backup(ledger, browser, name):
    who = browser.enter(name) if name else None

    with pytest.raises(ledger_access.NotAllowed):
        accounts.take_backup(who)
    assert ledger_access.last_event(ledger, "backup") is None


def test_an_administrator_who_is_none_any_more_takes_no_backup(boss, ledger):
    ledger_access.change_account(ledger, boss, "control", AT, role=Role.ADMINISTERS)
    ledger_access.change_account(ledger, boss, "alcaldia", AT, role=Role.UPDATES)

    with pytest.raises(ledger_access.NotAllowed):
        accounts.take_backup(boss)


def test_why_a_backup_failed_is_kept_for_the_page(boss, browser, monkeypatch):
    def fails(*_: object) -> bytes:
        message = "La base de datos tiene un daño."
        raise Damaged(message)

    monkeypatch.setattr(accounts.backup, "backup", fails)
    copy = accounts._Copy()
    copy.token = browser.token

    with pytest.raises(Damaged):
        copy.make()

    assert copy.done.is_set()
    assert copy.problem == "La base de datos tiene un daño."
    assert boss.account


@pytest.mark.parametrize("temporary", [True, False])
def test_a_folder_that_may_be_gone_tomorrow_is_warned_of(boss, monkeypatch, temporary):
    monkeypatch.setattr(store, "is_temporary", lambda _: temporary)

    warned = [one.value for one in page().warning]

    assert [("es temporal" in text) for text in warned] == [True] * temporary
    assert boss.account


# What the server prints at its start


def start() -> None:
    async def once() -> None:
        async with process.warm(None):
            pass

    asyncio.run(once())


@pytest.fixture
def nobody_serves(monkeypatch) -> None:
    monkeypatch.setattr(sessions, "_opens", [])
    monkeypatch.setattr(process.gc, "freeze", lambda: None)


@pytest.mark.usefixtures("nobody_serves")
def test_the_code_for_the_first_account_is_printed_while_there_is_none(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("PAC_DATA", str(tmp_path))

    start()

    printed = capsys.readouterr().out
    assert "/primera-cuenta y escriba este código: " in printed
    assert sessions.setup_code() in printed
    assert sessions.ledger() is data.ledger()


@pytest.mark.usefixtures("nobody_serves")
def test_no_code_is_printed_once_there_is_an_account(ledger, capsys):
    start()

    assert "código" not in capsys.readouterr().out
    assert sessions.ledger() is ledger


@pytest.mark.usefixtures("nobody_serves")
def test_a_board_that_shows_a_file_invites_nobody(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PAC_DATA", str(tmp_path))
    monkeypatch.setenv(data.PLAN_VARIABLE, str(data.PLAN_FILE))

    start()

    assert "código" not in capsys.readouterr().out
    assert sessions._opens == []
    assert links.ACCOUNTS in links.OFFICE_PAGES
