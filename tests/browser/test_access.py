"""Nobody is left out: screen readers, keyboards, phones, large print, light and dark."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE, PLACES, opened, shown

# What the framework brings and gives no way to change, by axe's rule and the element at fault.
FRAMEWORKS_OWN: dict[str, str] = {}

WIDTHS = {"phone": 390, "laptop at 200 %": 683, "laptop": 1366, "projector": 1920}


@pytest.fixture(scope="module", params=["light", "dark"])
def themed(request: pytest.FixtureRequest, board: str, chromium: Browser) -> Iterator[Page]:
    yield from opened(board, chromium, color_scheme=request.param)


@pytest.fixture(scope="module")
def page(board: str, chromium: Browser) -> Iterator[Page]:
    yield from opened(board, chromium)


@pytest.mark.parametrize("place", PLACES)
def test_axe_finds_nothing_of_ours_to_mend(themed: Page, place: str) -> None:
    themed.goto(f"{place}{'&' if '?' in place else '?'}ejemplo=true")
    shown(themed, "Datos de ejemplo · ")

    found = Axe().run(themed).response["violations"]

    ours = [
        (one["id"], node["target"], node["html"][:200])
        for one in found
        for node in one["nodes"]
        if FRAMEWORKS_OWN.get(one["id"], "\0") not in node["html"]
    ]
    assert ours == []


@pytest.mark.parametrize("place", PLACES)
def test_every_width_is_read_without_scrolling_sideways(page: Page, place: str) -> None:
    page.goto(f"{place}{'&' if '?' in place else '?'}ejemplo=true")
    shown(page, "Datos de ejemplo · ")

    for name, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.get_by_test_id("stMain")
        page.wait_for_function(
            "() => { const it = document.querySelector('[data-testid=stMain]');"
            " return it.scrollWidth <= it.clientWidth }",
            timeout=PATIENCE,
        )
        assert wide.evaluate("it => it.scrollWidth - it.clientWidth") <= 0, name
        cut = page.evaluate(
            """() => [...document.querySelectorAll(
                    '[data-testid=stMetricValue] *, [data-testid=stMetricLabel] *')]
                .filter(it => it.scrollWidth > it.clientWidth + 1).map(it => it.textContent)"""
        )
        assert cut == [], name


def test_a_keyboard_reaches_a_link_of_a_table_and_follows_it(page: Page) -> None:
    page.set_viewport_size({"width": 1366, "height": 800})
    page.goto("/actividades?ejemplo=true")
    shown(page, "Datos de ejemplo · ")

    link = page.get_by_role("link", name="C1-05", exact=True)
    link.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("C1-05")


@pytest.mark.parametrize("place", PLACES)
def test_every_chart_has_a_name_and_its_figures_in_a_table(page: Page, place: str) -> None:
    page.goto(f"{place}{'&' if '?' in place else '?'}ejemplo=true")
    shown(page, "Datos de ejemplo · ")

    for chart in page.locator(".js-plotly-plot").all():
        figure = chart.locator("xpath=ancestor-or-self::*[@role='figure']")
        assert len(figure.get_attribute("aria-label") or "") > 20
    charts = page.locator(".js-plotly-plot").count()
    assert page.locator("table").count() >= (1 if charts else 0)
