"""From a file to the board in a real browser: verdict, marked copy, update, versions, cut-off."""

from __future__ import annotations

import base64
import datetime as dt
import io
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Browser, Locator, Page, expect

from pac.ledger import access, store, update
from pac.ledger.access import Role
from pac.reading import reader
from pac.reading.reader import File
from pac.ui.data import COLOMBIA
from tests.browser.conftest import PATIENCE, opened, serving, unfold
from tests.workbooks import PLAN_FILE, found, saved

PASSWORD = "una clave muy larga"  # noqa: S105
NOW = dt.datetime.now(dt.UTC)
HOSTILE = (
    "<script>alert(1)</script>",
    "[pulse](javascript:alert(1))",
    '=HYPERLINK("http://malo.example","x")',
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# seconds from an upload of the 54-row workbook to its verdict: one where nothing else runs, and
# far more on a machine that runs the rest of the suite
LIMIT = 6.0

# A page and who opens it.
PLACES = (
    ("/versiones", ""), ("/actualizar", "planeacion"), ("/formatos-de-reporte", "planeacion"),
    ("/control-interno", "control"), ("/cuentas", "sistemas"),
)  # fmt: skip
# What the framework brings and gives no way to change (docs/framework.md), by axe's rule.
FRAMEWORKS_OWN = {"presentation-role-conflict": 'data-testid="stFileUploaderDropzone"'}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a board with an account of each kind."""
    folder = tmp_path_factory.mktemp("office")
    data = folder / "data"
    data.mkdir()
    ledger = store.open_ledger(f"sqlite:///{data / 'tablero.sqlite'}")
    update.begin(ledger, reader.load(PLAN_FILE), NOW)
    for name, post, role in (
        ("planeacion", "Secretaría de Planeación", Role.UPDATES),
        ("control", "Oficina de Control Interno", Role.CONTROLS),
        ("sistemas", "Secretaría Administrativa", Role.ADMINISTERS),
    ):
        access.create_account(
            ledger, access.operator("Instalación"), name, post, role, PASSWORD, NOW
        )
    ledger.close()
    with serving(folder) as address:
        yield address


@pytest.fixture
def visitor(office: str, chromium: Browser) -> Iterator[Page]:
    yield from opened(office, chromium, height=1600)


@pytest.fixture
def technician(office: str, chromium: Browser) -> Iterator[Page]:
    for page in opened(office, chromium, height=1600):
        enter(page, "planeacion")
        yield page


@pytest.fixture
def colleague(office: str, chromium: Browser) -> Iterator[Page]:
    for page in opened(office, chromium, height=1600):
        enter(page, "planeacion")
        yield page


@pytest.fixture
def control(office: str, chromium: Browser) -> Iterator[Page]:
    for page in opened(office, chromium, height=1600):
        enter(page, "control")
        yield page


def enter(page: Page, name: str) -> None:
    page.goto("/ingresar")
    page.get_by_label("Usuario").fill(name)
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Ingresar").click()
    page.wait_for_url(lambda url: "/ingresar" not in url)
    whole(page)


def main(page: Page) -> Locator:
    return page.get_by_test_id("stMain")


def said(page: Page, text: str) -> None:
    expect(main(page).get_by_text(text).first).to_be_visible()


def whole(page: Page) -> None:
    """Wait until the page is drawn to its foot, which names the version and its code."""
    expect(main(page).get_by_test_id("stCaptionContainer").last).to_contain_text("código")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def upload(page: Page, content: bytes, name: str = "libro.xlsx") -> None:
    page.locator("input[type=file]").first.set_input_files(
        {"name": name, "mimeType": XLSX, "buffer": content}
    )


def drop(page: Page, content: bytes, name: str) -> None:
    """Drop a file on the upload box as a hand does."""
    held = page.evaluate_handle(
        """([text, name, type]) => {
            const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
            const data = new DataTransfer();
            data.items.add(new File([bytes], name, { type }));
            return data;
        }""",
        [base64.b64encode(content).decode(), name, XLSX],
    )
    box = page.get_by_test_id("stFileUploaderDropzone")
    for kind in ("dragenter", "dragover", "drop"):
        box.dispatch_event(kind, {"dataTransfer": held})


def taken_out(page: Page) -> None:
    """Take the file out of the upload box."""
    take_out = page.get_by_test_id("stFileUploader").get_by_role("button", name="Quitar")
    take_out.click()
    expect(take_out).to_have_count(0)
    expect(main(page).get_by_text("Revisamos")).to_have_count(0)


def download(page: Page, label: str) -> bytes:
    with page.expect_download() as waited:
        page.get_by_role("button", name=label).first.click()
    return Path(waited.value.path()).read_bytes()


def changed(content: bytes, cells: dict[str, object]) -> bytes:
    """Return a workbook with other texts and numbers in some cells."""
    workbook = load_workbook(io.BytesIO(content))
    for place, value in cells.items():
        sheet, _, address = place.partition("!")
        cell = workbook[sheet][address]
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # a text, whatever it begins with
    return saved(workbook)


def follow(page: Page, name: str) -> None:
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def fold(page: Page, name: str) -> Locator:
    """Open the first folded part with a name."""
    part = main(page).get_by_test_id("stExpander").filter(has_text=name).first
    unfold(part)
    return part


def test_from_faults_to_a_version_that_everybody_sees_and_back(
    technician: Page, visitor: Page, office: str
) -> None:
    page = technician
    dialogs: list[str] = []
    asked: list[str] = []
    for each in (page, visitor):
        each.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        each.on("request", lambda request: asked.append(request.url))
    own = download(page, "Descargar el libro del tablero")
    wrong = changed(own, {"Seguimiento!D2": "mucho", "Seguimiento!D3": -1, "Seguimiento!D4": "N/A"})

    # the verdict names the cells, and the marked copy says the same
    upload(page, wrong)
    said(page, "3 celdas por corregir antes de actualizar")
    for cell in ("D2", "D3", "D4"):
        expect(main(page).get_by_role("cell", name=cell, exact=True).first).to_be_visible()
    expect(page.get_by_role("button", name="Actualizar con")).to_have_count(0)
    marked = download(page, "con las celdas marcadas")
    sheet = load_workbook(io.BytesIO(marked))["Seguimiento"]
    noted = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment}
    assert {"D2", "D3", "D4"} <= noted
    assert not {"D5", "E2", "C2"} & noted
    assert found(reader.read(File("a.xlsx", marked))) == found(reader.read(File("a.xlsx", wrong)))

    # mended in the marked copy
    taken_out(page)
    mended = changed(
        marked,
        {
            "Seguimiento!D2": 1,
            "Seguimiento!D3": 1,
            "Seguimiento!D4": None,
            "Seguimiento!E2": HOSTILE[0],
            "Seguimiento!E3": HOSTILE[1],
            "Seguimiento!G2": "https://ejemplo.gov.co/acta.pdf",
            "Seguimiento!G3": "javascript:alert(1)",
            "Seguimiento!H2": HOSTILE[2],
        },
    )
    upload(page, mended, "![](http:malo.example) <b>libro</b>.xlsx")
    said(page, "3 corregidas, 0 siguen")

    # the draft is this browser's only, and the files are still there after looking at it
    page.get_by_role("button", name="Ver el tablero como quedaría").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("¿Cómo vamos?")
    said(page, "Así quedaría el tablero")
    expect(main(page).get_by_test_id("stCaptionContainer").last).to_contain_text("Borrador")
    visitor.goto("/")
    said(visitor, "versión 1")
    expect(visitor.get_by_text("Borrador")).to_have_count(0)
    page.get_by_role("link", name="Volver a actualizar").click()
    said(page, "Sigue aquí lo que subió")
    said(page, "Revisamos")

    # one version, however often the button is pressed
    page.get_by_role("button", name="Actualizar con 2 cambios").dblclick()
    said(page, "El tablero está en la versión 2. Código de verificación: ")
    expect(page.get_by_text("Así quedaría el tablero")).to_have_count(0)
    expect(page.get_by_text("Sigue aquí")).to_have_count(0)
    code = page.get_by_text("Código de verificación: ").inner_text().strip(" .")[-19:]
    for place in ("/", "/componentes", "/versiones"):
        visitor.goto(place)
        foot = main(visitor).get_by_test_id("stCaptionContainer").last
        expect(foot).to_contain_text(f"versión 2 · código {code}")

    # what the cells say is text
    visitor.goto("/actividad?actividad=C1-01")
    said(visitor, HOSTILE[0])
    link = visitor.get_by_role("link", name="ejemplo.gov.co")
    expect(link).to_have_attribute("href", "https://ejemplo.gov.co/acta.pdf")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", re.compile("noopener"))
    visitor.goto("/actividad?actividad=C1-02")
    said(visitor, "javascript:alert(1)")
    spoken = "a[href^=javascript], a[href*=malo], img[src*=malo], b"
    for each in (page, visitor):
        expect(main(each).locator(spoken)).to_have_count(0)

    # versions: what changed, the board as it was, Back, a code, a file
    visitor.goto("/versiones")
    said(visitor, "El tablero va en la versión 2")
    said(visitor, "C1-01")
    visitor.get_by_role("link", name="Ver el tablero como estaba").click()
    said(visitor, "Así estaba el tablero entonces")
    expect(visitor).to_have_url(re.compile("version=1"))
    visitor.go_back()
    said(visitor, "El tablero va en la versión 2")
    visitor.get_by_label("Código de verificación").fill(code.lower())
    visitor.keyboard.press("Enter")
    said(visitor, "Es el código de la versión 2")
    drop(visitor, own, "PAAC.xlsx")
    said(visitor, "coincide con el libro de la versión 1")
    visitor.goto("/?version=1&corte=2023-04-30")
    said(visitor, "Así estaba el tablero entonces")
    said(visitor, "corte 30 de abril de 2023")
    visitor.get_by_role("button", name="Ver el tablero de hoy").click()
    foot = main(visitor).get_by_test_id("stCaptionContainer").last
    expect(foot).to_contain_text("versión 2 · ")
    expect(visitor.get_by_text("Así estaba el tablero entonces")).to_have_count(0)

    # and back
    follow(page, "Versiones")
    part = fold(page, "Volver a esta versión")
    button = part.get_by_role("button", name="Volver a la versión 1")
    button.click()
    said(page, "Escriba por qué")
    part.get_by_label("Por qué se vuelve a ella").fill("Se subió el libro que no era")
    button.dblclick()
    said(page, "El tablero está en la versión 3, igual a la 1.")
    visitor.goto("/versiones")
    said(visitor, "El tablero va en la versión 3")
    said(visitor, "Se subió el libro que no era")
    visitor.goto("/?version=2")
    said(visitor, "Así estaba el tablero entonces")

    assert dialogs == []
    assert not [url for url in asked if not url.startswith((office, "data:", "blob:"))]


def test_who_comes_second_is_told_and_nothing_of_the_first_is_lost(
    technician: Page, colleague: Page, visitor: Page
) -> None:
    own = download(technician, "Descargar el libro del tablero")
    for page, cells in (
        (technician, {"Seguimiento!D6": 1, "Seguimiento!E6": "Lo primero"}),
        (colleague, {"Seguimiento!D7": 1, "Seguimiento!E7": "Lo segundo"}),
    ):
        upload(page, changed(own, cells))
        expect(page.get_by_role("button", name="Actualizar con 1 cambio")).to_be_visible()
    technician.get_by_role("button", name="Actualizar con 1 cambio").click()
    said(technician, "El tablero está en la versión")

    colleague.get_by_role("button", name="Actualizar con 1 cambio").click()

    said(colleague, "cambió el tablero mientras tanto")
    expect(colleague.get_by_text("El tablero está en la versión")).to_have_count(0)
    colleague.get_by_role("button", name="Actualizar con 1 cambio").click()
    said(colleague, "El tablero está en la versión")
    book = load_workbook(io.BytesIO(download(colleague, "Descargar el libro del tablero")))
    told = {cell.value for cell in book["Seguimiento"]["E"]}
    assert {"Lo primero", "Lo segundo"} <= told
    visitor.goto("/versiones")
    said(visitor, "El tablero va en la versión")


def test_control_interno_verifies_and_closes_and_the_public_sees_it(
    control: Page, visitor: Page
) -> None:
    page = control
    form = download(page, "Descargar el formato de Control Interno")
    sheet = load_workbook(io.BytesIO(form))["Seguimiento"]
    column = [cell.value for cell in sheet[1]].index("Observaciones de Control Interno") + 1
    place = f"Seguimiento!{sheet.cell(2, column).coordinate}"
    visitor.goto("/?corte=2023-04-30")
    said(visitor, "corte 30 de abril de 2023 (abierto")

    upload(page, changed(form, {place: "Revisado en sitio"}), "control.xlsx")
    page.get_by_role("button", name="Actualizar con 1 cambio").click()
    said(page, "El tablero está en la versión")
    fold(page, "Cerrar este corte")
    page.get_by_role("button", name="Cerrar el corte del 30 de abril").dblclick()
    said(page, "El corte del 30 de abril de 2023 está cerrado")

    part = fold(page, "Registrar la publicación del seguimiento")
    part.get_by_label("Dirección donde quedó").fill("https://ejemplo.gov.co/seguimiento")
    part.get_by_role("button", name="Registrar la publicación").click()
    said(page, "Escriba la fecha en que se publicó")
    # a date has a box for the day, the month and the year
    part.get_by_role("spinbutton").first.click()
    page.keyboard.type(f"{NOW.astimezone(COLOMBIA):%d%m%Y}")
    page.keyboard.press("Tab")
    part.get_by_role("button", name="Registrar la publicación").click()
    said(page, "Quedó registrada la publicación")

    visitor.goto("/?corte=2023-04-30")
    said(visitor, "corte 30 de abril de 2023 (cerrado")
    expect(visitor.get_by_text("Cerrado por Control Interno.")).to_be_visible()
    said(visitor, "Seguimiento de este corte publicado")
    link = visitor.get_by_role("link", name="ejemplo.gov.co/seguimiento")
    expect(link).to_have_attribute("href", "https://ejemplo.gov.co/seguimiento")


def test_a_session_that_ended_is_said_and_nothing_is_lost_of_the_board(technician: Page) -> None:
    upload(technician, changed(PLAN_FILE.read_bytes(), {"Seguimiento!D12": 1}))
    button = technician.get_by_role("button", name=re.compile("Actualizar con"))
    expect(button).to_be_visible()
    technician.context.clear_cookies()
    technician.reload()

    said(technician, "Para esta página ingrese con su cuenta.")
    expect(button).to_have_count(0)
    expect(technician.locator("input[type=file]")).to_have_count(0)


def test_an_upload_has_its_verdict_in_a_moment(technician: Page) -> None:
    content = PLAN_FILE.read_bytes()
    seconds: list[float] = []
    for number in range(4):
        technician.goto("/actualizar")
        whole(technician)
        begun = time.perf_counter()
        upload(technician, content, f"plan {number}.xlsx")
        said(technician, "Revisamos plan")
        seconds.append(time.perf_counter() - begun)

    print("seconds to the verdict:", [round(one, 2) for one in seconds])
    assert min(seconds) < LIMIT


@pytest.fixture(scope="module", params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> Literal["light", "dark"]:
    return request.param


@pytest.mark.parametrize(("place", "who"), PLACES)
def test_nobody_is_left_out_of_the_pages_of_the_office(
    office: str, chromium: Browser, place: str, who: str, theme: Literal["light", "dark"]
) -> None:
    asked: list[str] = []
    for page in opened(office, chromium, height=1600, color_scheme=theme, asked=asked):
        if who:
            enter(page, who)
        page.goto(place)
        whole(page)
        if place == "/actualizar":
            faults = {"Seguimiento!D2": "mucho", "Seguimiento!G3": "C:\\actas\\acta.pdf"}
            long = "Matriz de seguimiento al plan anticorrupción y de atención al ciudadano 2023"
            upload(page, changed(PLAN_FILE.read_bytes(), faults), f"{long} versión final.xlsx")
            said(page, "1 celda por corregir")
            whole(page)

        faults_found = [
            (one["id"], node["target"], node["html"][:200])
            for one in Axe().run(page).response["violations"]
            for node in one["nodes"]
            if FRAMEWORKS_OWN.get(one["id"], "\0") not in node["html"]
        ]
        assert faults_found == []

        page.set_viewport_size({"width": 390, "height": 844})
        page.wait_for_function(
            "() => { const it = document.querySelector('[data-testid=stMain]');"
            " return it.scrollWidth <= it.clientWidth }",
            timeout=PATIENCE,
        )
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    assert not [url for url in asked if not url.startswith((office, "data:", "blob:"))]
