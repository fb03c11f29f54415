"""From the code that the server prints to the accounts of an office, in a real browser."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import opened, serving, shown, unfold

PASSWORD = "un caballo azul"  # noqa: S105
PAGES = ("/ingresar", "/primera-cuenta")
NOT_YET = "Para esta página ingrese con su cuenta."


@pytest.fixture(scope="module", params=["light", "dark"])
def themed(request: pytest.FixtureRequest, board: str, chromium: Browser) -> Iterator[Page]:
    yield from opened(board, chromium, color_scheme=request.param)


# A panel with headings is a list with headings in it (docs/framework.md).
FRAMEWORKS_OWN = "[data-testid=stSidebarNav]"


def faults(page: Page) -> list[tuple[str, list[str]]]:
    """Return what axe finds on a page and is not the framework's own."""
    context = {"include": [["html"]], "exclude": [[FRAMEWORKS_OWN]]}
    found = Axe().run(page, context=context).response["violations"]
    return [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_in_light_or_dark_on_any_width(themed: Page, address: str) -> None:
    said: list[str] = []
    themed.on("console", lambda message: said.append(message.text))
    for width in (390, 1366, 1920):
        themed.set_viewport_size({"width": width, "height": 800})
        themed.goto(address)

        assert faults(themed) == []
        assert themed.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert said == []  # nothing that the policy of the page keeps out


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_where_something_went_wrong(themed: Page, address: str) -> None:
    themed.goto(address)
    for field in themed.locator("input:not([type=hidden])").all():
        field.fill("no es esta 1")

    themed.get_by_role("button").click()

    expect(themed.get_by_role("alert")).to_be_visible()
    assert themed.title().startswith("No se pudo: ")
    assert faults(themed) == []


def test_the_forms_work_without_scripts(board: str, chromium: Browser) -> None:
    context = chromium.new_context(base_url=board, java_script_enabled=False)
    page = context.new_page()
    page.goto("/ingresar")
    page.get_by_label("Usuario").fill("planeacion")
    page.get_by_label("Contraseña").fill("no es esta")

    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_have_text("Usuario o contraseña no coinciden.")
    expect(page.get_by_label("Usuario")).to_have_value("planeacion")
    context.close()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Run a board for the accounts alone; give its address and what the server prints."""
    folder = tmp_path_factory.mktemp("office")
    with serving(folder) as address:
        yield address, folder / "said.txt"


@pytest.fixture
def visit(office: tuple[str, Path], chromium: Browser) -> Iterator[Page]:
    yield from opened(office[0], chromium, height=1600)


def enter(page: Page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("Usuario").fill(name)
    page.get_by_label("Contraseña").fill(password)
    page.get_by_role("button", name="Ingresar").click()


def badge(page: Page, text: str) -> None:
    expect(page.get_by_test_id("stSidebar").get_by_text(text, exact=True)).to_be_visible()


def box(page: Page, name: str) -> None:
    """Open a folded part of the page."""
    unfold(page.get_by_test_id("stExpander").filter(has_text=name))


def test_from_the_printed_code_to_an_office_with_accounts(
    office: tuple[str, Path], visit: Page
) -> None:
    page, printed = visit, office[1].read_text("utf-8")
    (code,) = re.findall(r"escriba este código: (\S+)", printed)
    main, panel = page.get_by_test_id("stMain"), page.get_by_test_id("stSidebar")

    # nobody yet: the page says how to get in, and the link is followed in the same tab
    page.goto("/cuentas")
    expect(main.get_by_text(NOT_YET)).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(0)
    main.get_by_role("link", name="Ingresar").click()
    expect(page).to_have_url(re.compile(r"/ingresar\?next=%2Fcuentas$"))
    page.get_by_role("link", name="Crear la primera cuenta").click()

    # a wrong code, then the right one
    page.get_by_label("Código de instalación").fill("AAAA-BBBB-CCCC-DDDD")
    page.get_by_label("Usuario").fill("planeacion")
    page.get_by_label("Cargo").fill("Secretaría de Planeación")
    for label in ("Contraseña", "La contraseña otra vez"):
        page.get_by_label(label, exact=True).fill(PASSWORD)
    page.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_contain_text("El código de instalación no es ese")
    page.get_by_label("Código de instalación").fill(code.lower())
    for label in ("Contraseña", "La contraseña otra vez"):
        page.get_by_label(label, exact=True).fill(PASSWORD)
    page.get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cuentas y copia de seguridad")
    badge(page, "Secretaría de Planeación · administra")

    # an account, by two clicks as one may do
    box(page, "Crear una cuenta")
    expect(main.get_by_label("Mostrar la contraseña").first).to_be_visible()
    main.get_by_label("Usuario", exact=True).fill("control.interno")
    main.get_by_label("Cargo", exact=True).fill("Jefe de Control Interno")
    main.get_by_text("Controla", exact=True).click()
    main.get_by_label("Contraseña", exact=True).fill(PASSWORD)
    main.get_by_role("button", name="Crear la cuenta").dblclick()
    # two clicks make one account, and what the first one said stays
    expect(main.get_by_role("table").get_by_role("row")).to_have_count(1 + 2)
    expect(main.get_by_text("Se creó la cuenta «control.interno», que controla.")).to_be_visible()
    expect(main.get_by_label("Usuario", exact=True)).to_have_count(1)  # the old form is gone
    expect(main.get_by_label("Usuario", exact=True)).to_have_value("")
    expect(main.get_by_text("Ya hay una cuenta")).to_have_count(0)
    box(page, "Cambiar una cuenta")
    box(page, "Cambiar mi contraseña")
    expect(main.get_by_label("Contraseña actual")).to_be_visible()
    assert faults(page) == []

    # a reload keeps the session; another page and back drops the message
    page.reload()
    badge(page, "Secretaría de Planeación · administra")
    expect(main.get_by_role("table").get_by_role("row")).to_have_count(1 + 2)

    # the backup, and the page says at once that it was taken
    expect(main.get_by_text("Todavía no se ha hecho ninguna.")).to_be_visible()
    with page.expect_download() as download:
        main.get_by_role("button", name="Descargar la copia de seguridad").click()
    name = download.value.suggested_filename
    assert re.fullmatch(r"PAAC_copia_\d{4}-\d\d-\d\d_\d{4}\.zip", name)
    with zipfile.ZipFile(download.value.path()) as archive:
        assert "cuentas.json" in archive.namelist()
    expect(
        main.get_by_text(re.compile(r"Última copia: .*, Secretaría de Planeación\."))
    ).to_be_visible()

    # out, by a form and not by a link alone
    panel.get_by_role("link", name="Salir").click()
    expect(page).to_have_url(re.compile(r"/salir$"))
    page.get_by_role("button", name="Salir").click()
    shown(page, "54 de 54 actividades")
    expect(panel.get_by_role("link", name="Ingresar")).to_be_visible()
    page.goto("/cuentas")
    expect(main.get_by_text(NOT_YET)).to_be_visible()

    # in as the other account, after a wrong password
    panel.get_by_role("link", name="Ingresar").click()
    enter(page, "control.interno", "no es esta")
    expect(page.get_by_role("alert")).to_have_text("Usuario o contraseña no coinciden.")
    enter(page, "control.interno")
    expect(page).to_have_url(re.compile(r"/control-interno$"))
    badge(page, "Jefe de Control Interno · controla")
    page.goto("/actualizar")
    expect(main.get_by_text("La usa quien actualiza.")).to_be_visible()
    page.goto("/cuentas")
    expect(main.get_by_role("heading", name="Su contraseña")).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(0)
    expect(main.get_by_role("button", name="Descargar la copia de seguridad")).to_have_count(0)

    # a password of one's own
    box(page, "Cambiar mi contraseña")
    main.get_by_label("Contraseña actual").fill(PASSWORD)
    for label in ("Contraseña nueva", "La nueva otra vez"):
        main.get_by_label(label).fill(PASSWORD[::-1])
    main.get_by_role("button", name="Cambiar mi contraseña").click()
    expect(main.get_by_text("Su contraseña cambió. Ingrese con la nueva.")).to_be_visible()
    main.get_by_role("link", name="Ingresar").click()
    enter(page, "control.interno", PASSWORD[::-1])
    badge(page, "Jefe de Control Interno · controla")

    assert len(page.context.pages) == 1
    printed = office[1].read_text("utf-8")
    assert printed.count(code) == 1
    assert PASSWORD not in printed
