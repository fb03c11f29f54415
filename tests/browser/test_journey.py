"""A visit as it happens: a real server, a real browser, every page, a link opened again."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from pac.ui import data
from tests import workbooks
from tests.browser.conftest import serving
from tests.ui.boards import save
from tests.ui.test_words import HOSTILE

PAGES = ("Resumen", "Componentes", "Dependencias", "Fechas", "Actividades")
AUGUST = "31 de agosto de 2023"
FOOT = "54 de 54 actividades"
PATIENCE = 30_000  # milliseconds that a condition may take on a busy machine

# Words of the framework, or of a program that broke, that no official should meet.
FOREIGN = re.compile(
    r"\b(Traceback|Exception|Error|Choose an option|No results|Deploy|Settings|Search|Loading|"
    r"Running|Please|nan|NaT|None|null|undefined)\b"
)

expect.set_options(timeout=PATIENCE)


@pytest.fixture
def asked() -> list[str]:
    """Return the addresses that the browser asks for."""
    return []


@pytest.fixture
def visit(board: str, chromium: Browser, asked: list[str]) -> Iterator[Page]:
    yield from _visit(board, chromium, asked, width=1366, height=768)


@pytest.fixture
def phone(board: str, chromium: Browser, asked: list[str]) -> Iterator[Page]:
    yield from _visit(board, chromium, asked, width=390, height=844)


def _visit(
    board: str, chromium: Browser, asked: list[str], *, width: int, height: int
) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=board, viewport={"width": width, "height": height}, locale="es-CO"
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    yield page
    context.close()


def shown(page: Page, text: str) -> None:
    """Wait until the page is whole: its foot says a text, and nothing is still to come."""
    expect(page.get_by_test_id("stMain").get_by_test_id("stCaptionContainer").last).to_contain_text(
        text
    )
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def follow(page: Page, name: str) -> None:
    """Press a page's name in the navigation."""
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=name, exact=True).click()
    title = "¿Cómo vamos?" if name == "Resumen" else name
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def only_spanish(page: Page) -> None:
    text = page.get_by_test_id("stMain").inner_text()
    assert not FOREIGN.search(text), FOREIGN.search(text)


def test_a_visit_from_the_first_look_to_every_page_and_back_by_its_link(
    visit: Page, board: str, asked: list[str]
) -> None:
    visit.goto("/")
    expect(visit.get_by_role("heading", level=2)).to_have_text(
        "Sin seguimiento todavía: 14 actividades programadas a 30 de abril de 2023 y ningún "
        "reporte."
    )
    shown(visit, FOOT)
    assert visit.locator("html").get_attribute("lang") == "es"

    visit.get_by_test_id("stSidebar").get_by_role("combobox").first.click()
    visit.get_by_role("option", name=AUGUST).click()
    shown(visit, AUGUST)
    expect(visit).to_have_url(re.compile(r"corte="))

    for name in PAGES[1:]:
        follow(visit, name)
        shown(visit, AUGUST)
        only_spanish(visit)
        expect(visit).to_have_url(re.compile(rf"/{name.lower()}\?corte="))

    visit.reload()
    expect(visit.get_by_role("heading", level=1)).to_have_text("Actividades")
    shown(visit, AUGUST)

    visit.get_by_test_id("stMain").locator("label", has_text="Ver con datos de ejemplo").click()
    shown(visit, "Datos de ejemplo · ")
    for name in PAGES:
        follow(visit, name)
        shown(visit, "Datos de ejemplo · ")
        only_spanish(visit)

    visit.go_back()
    expect(visit.get_by_role("heading", level=1)).to_have_text("Fechas")
    shown(visit, AUGUST)
    assert not [url for url in asked if not url.startswith((board, "data:", "blob:"))]


def test_a_search_and_an_activity_can_be_sent_as_a_link(visit: Page) -> None:
    visit.goto("/actividades?ejemplo=true&texto=contratacion&actividad=C5-03&corte=2023-04-30")

    shown(visit, "corte 30 de abril de 2023 (cerrado")
    expect(visit.get_by_text("Plan!G40")).to_be_visible()
    expect(visit.get_by_role("heading", name=re.compile("Reportes de C5-03"))).to_be_visible()


def test_a_chart_speaks_to_those_who_cannot_see_it(visit: Page) -> None:
    visit.goto("/componentes?ejemplo=true")

    chart = visit.get_by_role("figure", name=re.compile(r"Barras\. 1\. Gestión del Riesgo"))
    expect(chart).to_be_visible()
    expect(chart.locator("svg").first).to_be_visible()


def test_a_phone_shows_every_page_without_scrolling_sideways(phone: Page) -> None:
    for name in ("", *(page.lower() for page in PAGES[1:])):
        phone.goto(f"/{name}?ejemplo=true")
        shown(phone, "Datos de ejemplo · ")
        wide = phone.get_by_test_id("stMain").evaluate("it => it.scrollWidth - it.clientWidth")
        cut = phone.evaluate(
            """() => [...document.querySelectorAll('[data-testid=stMetricValue] *')]
                .filter(it => it.scrollWidth > it.clientWidth + 1).map(it => it.textContent)"""
        )
        assert (wide, cut) == (0, []), name


def test_the_words_of_a_workbook_are_shown_letter_by_letter(
    chromium: Browser, tmp_path: Path
) -> None:
    plan = workbooks.book([workbooks.activity(Actividad=HOSTILE, Componente=f"1. {HOSTILE}")])
    path = save(tmp_path, plan, "plan.xlsx")
    with serving(tmp_path, **{data.PLAN_VARIABLE: str(path)}) as board:
        for page in _visit(board, chromium, [], width=1366, height=768):
            page.goto("/actividades?actividad=C1-01")
            shown(page, "1 de 1 actividad")
            main = page.get_by_test_id("stMain")
            spoken = main.locator("a, em, strong, code, img, .katex, [class*=Colored]")
            expect(main.get_by_role("cell", name="http")).not_to_have_count(0)
            expect(spoken).to_have_count(0)
            assert HOSTILE in main.text_content().replace("\N{WORD JOINER}", "")


def test_the_server_sends_spanish_pages_compressed_and_under_a_policy(board: str) -> None:
    for path in ("/", "/fechas"):
        request = urllib.request.Request(board + path, headers={"Accept-Encoding": "gzip"})  # noqa: S310
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310  ours
            assert answer.headers["content-encoding"] == "gzip"
            assert "default-src 'self'" in answer.headers["content-security-policy"]

    request = urllib.request.Request(board, method="HEAD")  # noqa: S310
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        assert answer.status == 200
