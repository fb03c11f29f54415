"""The public board as it is opened: from a file, without network, on a phone, in a hall."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from pac.ledger import editions
from pac.progress.figures import Choice
from pac.reading import reader
from pac.reports import provenance, public
from pac.reports.provenance import Origin
from tests.browser.conftest import opened
from tests.workbooks import ROOT

NOW = dt.datetime(2023, 5, 12, 9, 30, tzinfo=dt.UTC)
SCREENS = {"laptop": (1366, 768), "projector": (1920, 1080)}
WIDTHS = {"narrow phone": 320, "phone": 390, "laptop at 200 %": 683, "projector": 1920}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the board of the example as the file that is handed out."""
    reading = reader.read(reader.load(ROOT / "data" / "ejemplo_seguimiento_2023.xlsx"))
    plan = editions.plan(reading)
    assert plan is not None
    origin = Origin(reading.files, version="3", code="7KQ2-ABCD-EFGH-JKMN", example=True)
    figures = provenance.figures(plan, Choice(dt.date(2023, 4, 30)), origin)
    path = tmp_path_factory.mktemp("public") / "tablero publico.html"
    path.write_bytes(public.page(figures, NOW))
    return path


@pytest.fixture(scope="module")
def board(file: Path) -> str:
    return file.as_uri()


@pytest.fixture
def asked() -> list[str]:
    """Return the addresses that the browser asks for."""
    return []


@pytest.fixture
def page(board: str, chromium: Browser, asked: list[str]) -> Iterator[Page]:
    yield from opened(board, chromium, asked=asked)


def slide(page: Page) -> str:
    """Return which slide is on screen."""
    return page.locator("#pagina").inner_text()


def in_list(page: Page) -> list[str]:
    """Return the activities that the list shows."""
    return page.locator("details.activity:visible .id").all_inner_texts()


def test_it_opens_from_a_file_without_network_and_nothing_fails(page, board, asked):
    said: list[str] = []
    failed: list[str] = []
    page.context.set_offline(True)
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: failed.append(request.url))

    page.goto(board)
    page.locator("#tema").click()
    page.get_by_role("link", name="Presentar").click()

    expect(page.locator("#diapositiva-1")).to_be_visible()
    assert {address.split(":")[0] for address in asked} <= {"file", "data"}
    assert [address for address in asked if address.startswith("file")] == [board]
    assert (said, failed) == ([], [])


def test_without_scripts_the_first_screen_of_a_phone_has_both_figures(board, chromium):
    context = chromium.new_context(
        viewport={"width": 390, "height": 667}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(board)

    for text in ("9 de 14", "21,4\N{NO-BREAK SPACE}%"):
        box = page.locator("#inicio .value b", has_text=text).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 667
    # what only a script can do is not offered, and everything else is there
    for selector in (".tools", ".filters", "#presentacion", "#volver"):
        expect(page.locator(selector)).to_be_hidden()
    assert page.locator("details.activity:visible").count() == 54
    page.locator("details.activity").first.locator("summary").click()
    expect(page.locator("details.activity .detail").first).to_be_visible()
    context.close()


# what the dark theme can do wrong that the light one does not
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}


@pytest.mark.parametrize(("theme", "options"), [("light", {}), ("dark", COLOURS)])
def test_axe_finds_nothing_to_mend_on_page_or_slides(board, chromium, theme, options):
    for tab in opened(board, chromium, color_scheme=theme):
        tab.goto(f"{board}#actividad-C5-03")
        tab.evaluate("for (const it of document.querySelectorAll('.body > .fold')) it.open = true")
        found = Axe().run(tab, options=options).response["violations"]
        for number in (1, 2, 14, 20) if theme == "light" else (2,):
            tab.goto(f"{board}#p{number}")
            expect(tab.locator(f"#diapositiva-{number}")).to_be_visible()
            found += Axe().run(tab, context="#presentacion", options=options).response["violations"]

        assert [(it["id"], node["html"][:160]) for it in found for node in it["nodes"]] == []


def test_every_width_is_read_without_scrolling_sideways(page, board):
    page.goto(f"{board}#actividad-C5-03")
    page.evaluate("for (const it of document.querySelectorAll('.fold')) it.open = true")
    for name, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, name
        cut = page.locator(".marks text").evaluate_all(
            "those => those.filter(it => { const { left, right } = it.getBoundingClientRect();"
            " return left < 0 || right > innerWidth; }).map(it => it.textContent)"
        )
        assert cut == [], name
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{board}#p1")
    for number in range(1, page.locator(".slide").count() + 1):
        page.evaluate("number => { location.hash = `p${number}` }", number)
        expect(page.locator(f"#diapositiva-{number}")).to_be_visible()
        over = page.locator(f"#diapositiva-{number}").evaluate(
            "it => it.scrollWidth - it.clientWidth"
        )
        assert over <= 0, number


@pytest.mark.parametrize("screen", SCREENS)
def test_every_slide_fits_the_screen_of_a_hall(page, board, screen):
    width, height = SCREENS[screen]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{board}#presentar")
    count = page.locator(".slide").count()
    for number in range(1, count + 1):
        expect(page.locator("#pagina")).to_have_text(f"{number} de {count}")
        over = page.locator(f"#diapositiva-{number}").evaluate(
            "it => it.scrollHeight - it.clientHeight"
        )
        assert over <= 0, number
        smallest = page.locator(f"#diapositiva-{number} h1").evaluate(
            "it => parseFloat(getComputedStyle(it).fontSize)"
        )
        assert smallest >= 0.024 * height, number
        page.keyboard.press("PageDown")


def test_a_presentation_runs_from_the_keys_of_a_remote(page, board):
    page.goto(board)
    count = page.locator(".slide").count()
    page.get_by_role("link", name="Presentar").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#diapositiva-1")).to_be_visible()
    seen = [slide(page)]
    for key in ("PageDown", "ArrowRight", " ", "PageUp", "ArrowLeft", "End", "ArrowRight", "Home"):
        page.keyboard.press(key)
        page.wait_for_function(
            "() => location.hash.slice(2) === document.querySelector('#pagina').textContent"
            ".split(' ')[0] || location.hash === '#presentar'"
        )
        seen.append(slide(page))

    assert seen == [f"{n} de {count}" for n in (1, 2, 3, 4, 3, 2, count, count, 1)]
    assert page.evaluate("document.activeElement.tagName") == "H1"
    assert page.title().startswith(f"1 de {count}")
    page.keyboard.press("Escape")
    expect(page.locator("#tablero")).to_be_visible()
    expect(page.locator("#presentacion")).to_be_hidden()


def test_every_slide_has_an_address_and_back_goes_back(page, board):
    page.goto(f"{board}#p5")
    expect(page.locator("#diapositiva-5")).to_be_visible()
    page.locator("#siguiente").click()
    expect(page.locator("#diapositiva-6")).to_be_visible()
    page.go_back()
    expect(page.locator("#diapositiva-5")).to_be_visible()
    page.reload()

    expect(page.locator("#diapositiva-5")).to_be_visible()
    expect(page.locator("#tablero")).to_be_hidden()
    page.goto(f"{board}#p999")
    expect(page.locator(".slide").last).to_be_visible()


def test_an_address_cut_in_the_middle_of_a_letter_opens_the_board(page, board):
    failed: list[str] = []
    page.on("pageerror", lambda problem: failed.append(str(problem)))
    page.goto(f"{board}#actividades%C3")
    page.evaluate("location.hash = '#p2'")

    expect(page.locator("#diapositiva-2")).to_be_visible()
    assert failed == []


def test_whoever_prints_while_presenting_gets_the_board(page, board):
    page.goto(f"{board}#p5")
    expect(page.locator("#diapositiva-5")).to_be_visible()

    sheets = [it.extract_text() for it in PdfReader(io.BytesIO(page.pdf(format="Letter"))).pages]

    assert len(sheets) > 5
    assert "Avance de la vigencia 2023" in sheets[0]
    expect(page.locator("#diapositiva-5")).to_be_visible()


def test_a_figure_of_a_slide_leads_to_its_activities_and_back(page, board):
    page.goto(f"{board}#p1")
    page.locator("#diapositiva-1").get_by_role("link", name="Ver 5 que no están al día").click()

    expect(page.locator("#cuenta")).to_have_text("5 de 54 actividades")
    assert in_list(page) == ["C3-09", "C3-10", "C5-03", "C5-11", "C5-13"]
    assert page.locator("#actividades").evaluate(
        "it => Math.abs(it.getBoundingClientRect().top) < innerHeight / 2"
    )
    page.get_by_role("link", name="Volver a la presentación").click()
    expect(page.locator("#diapositiva-1")).to_be_visible()
    page.go_back()
    expect(page.locator("#cuenta")).to_have_text("5 de 54 actividades")


def test_the_list_is_searched_without_accents_and_keeps_its_address(page, board):
    page.goto(board)
    page.get_by_label("Buscar", exact=True).fill("PUBLICACION mapa")
    found = in_list(page)
    page.get_by_label("Buscar", exact=True).fill("publicación")
    assert set(found) < set(in_list(page))
    page.get_by_label("Componente", exact=True).select_option("1")
    fewer = in_list(page)

    assert set(fewer) >= {"C1-02", "C1-04", "C1-06"}
    assert all(name.startswith("C1-") for name in fewer)
    assert len(fewer) < 8
    expect(page.locator("#cuenta")).to_have_text(f"{len(fewer)} de 54 actividades")
    page.reload()
    assert in_list(page) == fewer
    page.get_by_label("Buscar", exact=True).fill("nada que exista")
    expect(page.get_by_text("Ninguna actividad corresponde a lo buscado.")).to_be_visible()
    page.get_by_role("button", name="Quitar filtros").click()
    assert len(in_list(page)) == 54
    page.get_by_label("Dependencia que lidera").select_option("Oficina de Contratación")
    page.get_by_label("Estado", exact=True).select_option("atrasada")
    assert in_list(page) == ["C5-03"]


def test_the_address_of_an_activity_opens_it_even_where_a_filter_hides_it(page, board):
    page.goto(f"{board}#actividades?componente=1")
    expect(page.locator("#cuenta")).to_have_text("8 de 54 actividades")
    page.evaluate("location.hash = '#actividad-C5-03'")

    expect(page.locator("#actividad-C5-03 .detail")).to_be_visible()
    expect(page.locator("#cuenta")).to_have_text("54 de 54 actividades")


def test_the_switch_changes_the_theme_and_says_which(page, board):
    page.goto(board)
    switch = page.get_by_role("button", name="Modo oscuro")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    switch.click()

    assert page.evaluate(ground) == "rgb(15, 21, 29)"
    assert switch.get_attribute("aria-pressed") == "true"
    page.reload()
    assert page.evaluate(ground) == "rgb(15, 21, 29)"


def test_paper_has_the_tables_and_on_every_sheet_that_the_data_are_an_example(page, board):
    page.goto(board)

    sheets = [it.extract_text() for it in PdfReader(io.BytesIO(page.pdf(format="Letter"))).pages]

    assert len(sheets) < 20
    assert [n for n, text in enumerate(sheets, 1) if "Datos de ejemplo" not in text] == []
    whole = "\n".join(sheets)
    assert "Cifras de cada componente" in whole
    assert "Dos cifras que no se mezclan" in whole
    assert "Presentar" not in whole


def test_a_phone_on_a_slow_line_reads_the_figures_within_two_seconds(file, board, chromium):
    # a file knows no network: the same bytes come from an address that the browser throttles
    for tab in opened(board, chromium, width=390, height=844):
        tab.route(
            "http://tablero.invalid/",
            lambda route: route.fulfill(path=file, content_type="text/html"),
        )
        tools = tab.context.new_cdp_session(tab)
        tools.send("Network.enable")
        line = 10_000_000 / 8
        tools.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": 60,
                "downloadThroughput": line,
                "uploadThroughput": line,
            },
        )
        tools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        tab.goto("http://tablero.invalid/")
        painted = tab.evaluate(
            """() => new Promise(resolve => new PerformanceObserver(list => {
                const last = list.getEntries().pop();
                if (last) resolve(last.startTime);
            }).observe({ type: 'largest-contentful-paint', buffered: true }))"""
        )
        transfer = file.stat().st_size / line * 1000  # were the line not to throttle what is routed
        print(f"figures painted after {painted:.0f} ms, and {transfer:.0f} ms of transfer")

        assert painted + transfer < 4_000
