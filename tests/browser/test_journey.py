"""A visit as it happens: a real server, a real browser, every page, a link opened again."""

from __future__ import annotations

import gzip
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Locator, Page, expect

from pac.ui import data
from tests import workbooks
from tests.browser.conftest import PLACES, opened, serving, shown
from tests.ui.boards import save
from tests.ui.test_words import HOSTILE

PAGES = (
    "Resumen", "Componentes", "Dependencias", "Fechas", "Actividades", "Compromisos",
    "Presentar", "Cómo se calcula", "Posibles errores del plan",
)  # fmt: skip
ADDRESSES = dict(zip(PAGES[1:], PLACES[1:5] + PLACES[6:], strict=True))
AUGUST = "31 de agosto de 2023"
FOOT = "54 de 54 actividades"

# Words of the framework, or of a program that broke, that no official should meet.
FOREIGN = re.compile(
    r"\b(Traceback|Exception|Error|Choose an option|No results|Deploy|Settings|Search|Loading|"
    r"Running|Please|nan|NaT|None|null|undefined)\b"
)


@pytest.fixture
def asked() -> list[str]:
    """Return the addresses that the browser asks for."""
    return []


@pytest.fixture
def visit(board: str, chromium: Browser, asked: list[str]) -> Iterator[Page]:
    yield from opened(board, chromium, asked=asked)


@pytest.fixture
def phone(board: str, chromium: Browser, asked: list[str]) -> Iterator[Page]:
    yield from opened(board, chromium, width=390, height=844, asked=asked)


def follow(page: Page, name: str) -> None:
    """Press a page's name in the navigation."""
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=name, exact=True).click()
    title = "¿Cómo vamos?" if name == "Resumen" else name
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def press(page: Page, mark: Locator, says: str) -> None:
    """Point at a mark of a chart, read what it says, and press it."""
    mark.scroll_into_view_if_needed()
    place = mark.bounding_box()
    assert place is not None
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    expect(page.locator(".hoverlayer .hovertext").first).to_contain_text(says)
    page.mouse.down()
    page.mouse.up()


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
        expect(visit).to_have_url(re.compile(rf"{ADDRESSES[name]}\?corte="))

    visit.reload()
    expect(visit.get_by_role("heading", level=1)).to_have_text(PAGES[-1])
    shown(visit, AUGUST)

    visit.get_by_test_id("stMain").locator("label", has_text="Ver con datos de ejemplo").click()
    shown(visit, "Datos de ejemplo · ")
    for name in PAGES:
        follow(visit, name)
        shown(visit, "Datos de ejemplo · ")
        only_spanish(visit)

    visit.go_back()
    expect(visit.get_by_role("heading", level=1)).to_have_text(PAGES[-2])
    shown(visit, AUGUST)
    assert not [url for url in asked if not url.startswith((board, "data:", "blob:"))]


def test_a_search_and_an_activity_can_be_sent_as_a_link(visit: Page) -> None:
    visit.goto("/actividades?ejemplo=true&texto=contratacion&corte=2023-04-30")
    shown(visit, "corte 30 de abril de 2023 (cerrado")
    expect(visit.get_by_role("table").get_by_role("row")).to_have_count(3)

    visit.goto("/actividad?ejemplo=true&actividad=C5-03&corte=2023-04-30")
    shown(visit, "corte 30 de abril de 2023 (cerrado")
    expect(visit.get_by_role("cell", name="Plan!G40", exact=True).first).to_be_visible()
    expect(visit.get_by_role("heading", name=re.compile("Reportes de C5-03"))).to_be_visible()


def test_a_chart_speaks_to_those_who_cannot_see_it(visit: Page) -> None:
    visit.goto("/componentes?ejemplo=true")

    chart = visit.get_by_role("figure", name=re.compile(r"Barras\. 1\. Gestión del Riesgo"))
    expect(chart).to_be_visible()
    expect(chart.locator("svg").first).to_be_visible()


def test_a_phone_shows_every_page_without_scrolling_sideways(phone: Page) -> None:
    for name in ("/", *ADDRESSES.values()):
        phone.goto(f"{name}?ejemplo=true")
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
        for page in opened(board, chromium):
            page.goto("/actividad?actividad=C1-01")
            shown(page, "1 de 1 actividad")
            main = page.get_by_test_id("stMain")
            links = "a:not([href^='/actividad'])"
            spoken = main.locator(f"{links}, em, strong, code, img, .katex, [class*=Colored]")
            expect(main.get_by_role("cell", name="http")).not_to_have_count(0)
            expect(spoken).to_have_count(0)
            assert HOSTILE in main.text_content().replace("\N{WORD JOINER}", "")


def test_the_server_sends_spanish_pages_compressed_and_under_a_policy(board: str) -> None:
    for path in ("/", "/fechas"):
        request = urllib.request.Request(board + path, headers={"Accept-Encoding": "gzip"})  # noqa: S310
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310  ours
            assert answer.headers["content-encoding"] == "gzip"
            assert "default-src 'self'" in answer.headers["content-security-policy"]
            page = gzip.decompress(answer.read()).decode()
            assert '<html lang="es">' in page
            assert '<script defer src="./enlaces.js">' in page

    request = urllib.request.Request(board, method="HEAD")  # noqa: S310
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        assert answer.status == 200


def test_a_bar_leads_to_what_is_behind_it_to_its_cells_and_back(visit: Page) -> None:
    visit.goto("/?ejemplo=true")
    shown(visit, "Datos de ejemplo · ")
    # the tracks of what is scheduled are drawn first: components 1, 3, 4 and 5
    bar = visit.locator(".js-plotly-plot .barlayer .trace").first.locator(".point").nth(1)

    press(visit, bar, "3. Mecanismos")

    expect(visit.get_by_role("heading", level=1)).to_have_text("Actividades")
    shown(visit, "13 de 54 actividades")
    expect(visit.get_by_role("table").get_by_role("row")).to_have_count(1 + 4)
    assert "componente=3" in visit.url

    visit.get_by_role("link", name="C3-09", exact=True).click()
    expect(visit.get_by_role("heading", level=1)).to_contain_text("C3-09")
    expect(visit.get_by_role("cell", name="Plan!G23", exact=True).first).to_be_visible()
    expect(visit.get_by_role("cell", name=re.compile(r"Seguimiento!D\d+")).first).to_be_visible()
    assert len(visit.context.pages) == 1

    visit.go_back()
    expect(visit.get_by_role("heading", level=1)).to_have_text("Actividades")
    shown(visit, "13 de 54 actividades")
    visit.go_back()
    expect(visit.get_by_role("heading", level=1)).to_have_text("¿Cómo vamos?")
    shown(visit, "54 de 54 actividades")


def test_back_returns_to_the_view_that_was_left_with_its_filters(visit: Page) -> None:
    visit.goto("/actividades?ejemplo=true")
    shown(visit, "54 de 54 actividades")
    visit.get_by_test_id("stSidebar").get_by_role("combobox").nth(1).click()
    visit.get_by_role("option", name=re.compile("^6")).click()
    shown(visit, "3 de 54 actividades")
    expect(visit).to_have_url(re.compile("componente="))
    visit.get_by_role("link", name="C6-02", exact=True).click()
    expect(visit.get_by_role("heading", level=1)).to_contain_text("C6-02")

    visit.go_back()

    expect(visit.get_by_role("heading", level=1)).to_have_text("Actividades")
    shown(visit, "3 de 54 actividades")
    follow(visit, "Resumen")
    shown(visit, "3 de 54 actividades")


def test_what_narrows_the_lists_goes_along_to_an_activity_and_back(visit: Page) -> None:
    visit.goto("/actividades?ejemplo=true&estado=Vencida&texto=estrategia")
    shown(visit, "Datos de ejemplo · ")
    rows = visit.get_by_role("table").get_by_role("row")
    expect(rows).to_have_count(1 + 2)
    visit.get_by_role("link", name="C3-09", exact=True).click()
    expect(visit.get_by_role("heading", level=1)).to_contain_text("C3-09")

    visit.get_by_role("link", name="Todas las actividades").click()

    expect(visit.get_by_role("heading", level=1)).to_have_text("Actividades")
    expect(rows).to_have_count(1 + 2)


def test_a_column_of_the_months_and_a_mark_of_the_timeline_lead_on(visit: Page) -> None:
    visit.goto("/fechas?ejemplo=true")
    shown(visit, "Datos de ejemplo · ")
    march = visit.locator(".js-plotly-plot .barlayer .trace").first.locator(".point").nth(2)

    press(visit, march, "marzo de 2023")

    expect(visit.get_by_role("heading", name="Fechas de marzo de 2023")).to_be_visible()
    shown(visit, "Datos de ejemplo · ")
    timeline = visit.locator(".js-plotly-plot").nth(1)
    press(visit, timeline.locator(".scatterlayer .point").first, "C")

    expect(visit.get_by_role("heading", level=1)).to_have_text(re.compile(r"^C\d-\d\d · "))


def test_what_the_framework_says_in_english_is_said_in_spanish(visit: Page) -> None:
    visit.goto("/actividades?ejemplo=true")
    shown(visit, "Datos de ejemplo · ")
    panel = visit.get_by_test_id("stSidebar")

    expect(visit.get_by_role("link", name="Ir al contenido")).to_have_count(1)
    expect(visit.get_by_role("navigation", name="Páginas")).to_be_visible()
    panel.get_by_role("textbox", name="Buscar en las listas").press_sequentially("mapa")
    expect(panel.get_by_text("Presione Enter para aplicar")).to_be_visible()
    panel.get_by_role("combobox").nth(1).click()
    visit.keyboard.type("zzz")
    expect(visit.get_by_text("Sin resultados")).to_be_visible()
    english = visit.evaluate(
        """() => [...document.querySelectorAll('[aria-label], [title], [placeholder]')]
            .flatMap(it => ['aria-label', 'title', 'placeholder'].map(a => it.getAttribute(a)))
            .filter(text => /\\b(the|open|close|sidebar|pages|clear|menu|select)\\b/i.test(text))"""
    )
    assert english == []


def test_a_table_is_downloaded_as_excel_with_real_numbers(visit: Page, tmp_path: Path) -> None:
    visit.goto("/componentes?ejemplo=true")
    shown(visit, "Datos de ejemplo · ")

    with visit.expect_download() as waiting:
        visit.get_by_role("button", name="Descargar en Excel").click()

    name = waiting.value.suggested_filename
    assert name == "PAAC_2023_sesquile_componentes_2023-04-30_ejemplo.xlsx"
    waiting.value.save_as(tmp_path / name)
    sheet = load_workbook(tmp_path / name).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    headings = next(row for row in rows if row[0] == "Componente")
    first = rows[rows.index(headings) + 1]
    assert dict(zip(headings, first, strict=True))["Programadas"] == 2
    assert any("Datos de ejemplo" in str(row[0]) for row in rows)
