"""How long an upload waits for its verdict, and what a large one costs the others meanwhile."""

from __future__ import annotations

import datetime as dt
import io
import statistics
import tempfile
import time
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from playwright.sync_api import Browser, Page, expect

from bench import load, server
from bench.report import Figure, Part, progress
from pac.ledger import access, store, update
from pac.ledger.access import Role
from pac.reading import reader
from tests.workbooks import HEADINGS, PLAN_FILE, TRACKING

ACTIVITIES: Final = 5_000
CUTOFFS: Final = 12
VERDICT_LIMIT: Final = 1.5  # seconds, for the workbook of the 2023 plan
SLOWER_LIMIT: Final = 3.0  # times, what another visitor waits while a large book is looked at
PASSWORD: Final = "una clave muy larga"  # noqa: S105  of a board that lives some minutes
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PATIENCE: Final = 300.0  # seconds
_PAUSE: Final = 300  # milliseconds between two questions of the other visitor


def measure(*, quick: bool) -> Part:
    """Measure a small upload alone, and a visitor while a large one is looked at."""
    tries = 2 if quick else 6
    large = large_book(200 if quick else ACTIVITIES)
    with tempfile.TemporaryDirectory() as folder:
        _begin(Path(folder))
        with server.office(Path(folder)) as office, load.chromium() as browser:
            progress("upload: the plan of 54")
            small = [_verdict(browser, office.address, n) for n in range(tries)]
            progress("upload: a large book, and somebody who looks at the board")
            alone, meanwhile, seconds = _beside(browser, office.address, large, tries * 3)
    return Part(
        "Uploading",
        "In Chromium, warm: from choosing the file to the verdict on screen; and how long a "
        "search in the list of activities takes another visitor, alone and while a book of "
        f"{ACTIVITIES} activities and {ACTIVITIES * CUTOFFS} reports is looked at.",
        "the same visitor alone",
        (
            Figure("verdict, plan of 54", "s", statistics.median(small), limit=VERDICT_LIMIT),
            Figure("verdict, large book", "s", seconds),
            Figure(
                "another visitor's rerun, median",
                "ms",
                statistics.median(meanwhile) * 1000,
                statistics.median(alone) * 1000,
                ratio_limit=SLOWER_LIMIT,
            ),
            Figure(
                "another visitor's rerun, slowest",
                "ms",
                max(meanwhile) * 1000,
                max(alone) * 1000,
                ratio_limit=SLOWER_LIMIT,
            ),
        ),
    )


def _begin(data: Path) -> None:
    now = dt.datetime.now(dt.UTC)
    ledger = store.open_ledger(f"sqlite:///{data / 'tablero.sqlite'}")
    update.begin(ledger, reader.load(PLAN_FILE), now)
    access.create_account(
        ledger, access.operator("bench"), "planeacion", "Planeación", Role.UPDATES, PASSWORD, now
    )
    ledger.close()


def large_book(activities: int) -> bytes:
    """Return a plan of another year with as many reports as a large board has."""
    workbook = Workbook(write_only=True)
    days = [dt.datetime(2024, month, 28) for month in range(1, CUTOFFS + 1)]  # noqa: DTZ001
    plan = workbook.create_sheet("Plan")
    plan.append(list(HEADINGS))
    tracking = workbook.create_sheet("Seguimiento")
    tracking.append(list(TRACKING))
    names = [f"C{n * 6 // activities + 1}-{n:04d}" for n in range(activities)]
    for n, name in enumerate(names):
        component = name[1]
        plan.append(
            (name, f"{component}. Componente {component}", "Estrategia", "Objetivo",
             f"Actividad de la dependencia número {n}", "Número de documentos", CUTOFFS,
             "31 de diciembre", "Secretaría de Planeación")
        )  # fmt: skip
    for done, day in enumerate(days, 1):
        for n, name in enumerate(names):
            address = f"https://ejemplo.invalid/{n}/{done}"
            tracking.append((name, None, day, done, f"Mes {done}", None, address))
    parameters = workbook.create_sheet("Parámetros")
    parameters.append(("Parámetro", "Valor"))
    parameters.append(("Entidad", "Municipio de Sesquilé"))
    parameters.append(("Vigencia", 2024))
    parameters.append(("Cortes", "; ".join(f"{day:%d/%m/%Y}" for day in days)))
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _office(browser: Browser, address: str) -> Page:
    page = browser.new_context(base_url=address, locale="es-CO").new_page()
    page.goto("/ingresar")
    page.get_by_label("Usuario").fill("planeacion")
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Ingresar").click()
    expect(page.get_by_text("2. Suba sus libros")).to_be_visible(timeout=60_000)
    return page


def _upload(page: Page, name: str, content: bytes) -> None:
    file = {"name": name, "mimeType": XLSX, "buffer": content}
    page.locator("input[type=file]").first.set_input_files(file)  # type: ignore[arg-type]


def _verdict(browser: Browser, address: str, number: int) -> float:
    page = _office(browser, address)
    begun = time.perf_counter()
    _upload(page, f"plan {number}.xlsx", PLAN_FILE.read_bytes())
    page.get_by_text(f"Revisamos plan {number}").first.wait_for(timeout=60_000)
    seconds = time.perf_counter() - begun
    page.context.close()
    return seconds


def _beside(
    browser: Browser, address: str, large: bytes, tries: int
) -> tuple[list[float], list[float], float]:
    """Return what a visitor waits alone and beside a large upload, and how long that takes."""
    visitor, asked = load.searching(browser, address)
    asked(1)
    alone = [asked(n) for n in range(2, 2 + tries)]
    page = _office(browser, address)
    begun = time.perf_counter()
    _upload(page, "grande.xlsx", large)
    meanwhile = []
    verdict = page.get_by_text("Revisamos grande").first
    while not verdict.is_visible() and time.perf_counter() - begun < _PATIENCE:
        meanwhile.append(asked(len(meanwhile)))
        visitor.wait_for_timeout(_PAUSE)
    seconds = time.perf_counter() - begun
    page.context.close()
    visitor.context.close()
    return alone, meanwhile, seconds
