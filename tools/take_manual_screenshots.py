"""Take the pictures of docs/manual.md: a year on a real server, with the example's progress.

``python -m tools.take_manual_screenshots`` needs Chromium and what requirements-dev.txt installs.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import tempfile
from pathlib import Path
from typing import Final

from openpyxl import Workbook, load_workbook
from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from pac.ledger import access, store, update
from pac.ledger.access import Role
from pac.reading import reader
from tests.browser.conftest import QUIET, opened, serving
from tests.workbooks import PLAN_FILE, saved
from tools.build_plan_2023 import EXAMPLE_FILE
from tools.take_screenshots import COLOURS, TO

PASSWORD: Final = "una clave muy larga"  # noqa: S105  of a board that lives a minute
WIDTH: Final = 1366
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ACCOUNTS: Final = (
    ("planeacion", "Secretaría de Planeación", Role.UPDATES),
    ("control", "Oficina de Control Interno", Role.CONTROLS),
    ("sistemas", "Secretaría Administrativa y de Gobierno", Role.ADMINISTERS),
)


def main() -> None:
    """Play the year and take each picture."""
    TO.mkdir(parents=True, exist_ok=True)
    # not where the machine keeps what is temporary: a page warns of that
    with tempfile.TemporaryDirectory(dir=Path.home()) as folder:
        begin(Path(folder) / "data")
        with serving(Path(folder)) as board, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=list(QUIET)
            )
            for page in opened(board, browser, width=WIDTH, height=2400):
                technician(page)
            for page in opened(board, browser, width=WIDTH, height=2400):
                control(page)
            for page in opened(board, browser, width=WIDTH, height=2400):
                enter(page, "sistemas")
                page.goto("/cuentas")
                take(page, "cuentas", "Copia de seguridad", 900)
            browser.close()


def begin(data: Path) -> None:
    """Make the board's first version and its accounts."""
    data.mkdir()
    now = dt.datetime.now(dt.UTC)
    ledger = store.open_ledger(f"sqlite:///{data / 'tablero.sqlite'}")
    update.begin(ledger, reader.load(PLAN_FILE), now)
    for name, post, role in ACCOUNTS:
        access.create_account(
            ledger, access.operator("Instalación"), name, post, role, PASSWORD, now
        )
    ledger.close()


def technician(page: Page) -> None:
    """Take the pictures of who updates."""
    page.goto("/ingresar")
    take(page, "ingresar", "Ingresar", 620)
    enter(page, "planeacion")
    page.goto("/formatos-de-reporte")
    take(page, "formatos", "Quién ha respondido", 1100)
    page.goto("/actualizar")
    upload(page, with_faults())
    take(page, "veredicto", "celdas por corregir antes", 1900)
    page.goto("/actualizar")
    upload(page, example())
    shown(page, "3. Mire lo que cambia")
    take(page, "cambios", "Actualizar con", 1900)
    page.get_by_role("button", name="Ver el tablero como quedaría").click()
    take(page, "borrador", "Así quedaría el tablero", 900)
    page.get_by_role("link", name="Volver a actualizar").click()
    page.get_by_label("Motivo", exact=True).fill("Acta del comité del 3 de mayo")
    page.get_by_role("button", name="Actualizar con").click()
    shown(page, "El tablero está en la versión 2")
    page.goto("/compromisos")
    page.get_by_text("Responder o corregir un compromiso").click()
    shown(page, "Motivo, si cambia")
    take(page, "compromisos", "Descargar anexo", 1900)


def control(page: Page) -> None:
    """Take the pictures of Control Interno, and of the versions that there are by then."""
    enter(page, "control")
    upload(page, example())
    page.get_by_role("button", name="Actualizar con").click()
    shown(page, "El tablero está en la versión 3")
    page.goto("/control-interno")  # the example's book closes April
    shown(page, "versión 3 · código")
    page.get_by_text("Registrar la publicación del seguimiento").first.click()
    shown(page, "se publica a más tardar")
    take(page, "control", "Cerrar un corte", 1700)
    page.goto("/versiones")
    take(page, "versiones", "El tablero va en la versión 3", 1290)
    page.goto("/presentar")
    take(page, "presentar", "Informe de seguimiento", 1000)
    page.goto("/publico")
    take(page, "publico", "Avance de la vigencia", 768)


def workbook() -> Workbook:
    """Return the example's book without the sheet that says what it is."""
    book = load_workbook(EXAMPLE_FILE)
    del book["Datos de ejemplo"]
    return book


def example() -> bytes:
    """Return the book that an office would upload."""
    return saved(workbook())


def with_faults() -> bytes:
    """Return the same book with what offices get wrong."""
    book = workbook()
    sheet = book["Seguimiento"]
    percents = [row for row in range(2, 56) if "%" in sheet.cell(row, 4).number_format]
    for row in [row for row in percents if sheet.cell(row, 4).value][:2]:
        sheet.cell(row, 4).number_format = "General"
    sheet["C9"], sheet["D12"] = "31/02/2023", "en proceso"
    return saved(book)


def enter(page: Page, name: str) -> None:
    """Sign in."""
    page.goto("/ingresar")
    page.get_by_label("Usuario").fill(name)
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Ingresar").click()
    page.wait_for_url(lambda url: "/ingresar" not in url)
    shown(page, "código")


def upload(page: Page, content: bytes) -> None:
    """Put a book into the upload box."""
    file = {"name": "PAAC_2023.xlsx", "mimeType": XLSX, "buffer": content}
    page.locator("input[type=file]").first.set_input_files(file)  # type: ignore[arg-type]
    shown(page, "Revisamos PAAC_2023.xlsx")


def shown(page: Page, text: str) -> None:
    """Wait until a text shows."""
    expect(page.get_by_text(text).first).to_be_visible()


def take(page: Page, name: str, text: str, height: int) -> None:
    """Take one picture of the top of a page, once it shows a text and down to its foot."""
    shown(page, text)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    main = page.get_by_test_id("stMain")
    foot = main.get_by_text(re.compile("vigencia 2023 · (versión|corte) "))
    if main.count():  # the pages of the accounts' forms have none
        expect(foot).to_be_visible()
    page.wait_for_timeout(800)  # what folds and draws itself comes to rest
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    end = foot.bounding_box() if main.count() else None
    height = min(height, int(end["y"] + end["height"]) + 32) if end else height
    picture = picture.crop((0, 0, WIDTH, height)).quantize(COLOURS, Image.Quantize.FASTOCTREE)
    picture.save(TO / f"manual_{name}.png", optimize=True)


if __name__ == "__main__":
    main()
