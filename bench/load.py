"""How long a page takes to load in Chromium, warm, and how much it sends, cold."""

from __future__ import annotations

import asyncio
import base64
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, ViewportSize, sync_playwright
from playwright.sync_api import Page as Tab

from bench import recording, server
from bench.client import Viewer
from bench.pages import PAGES, Page
from bench.report import Figure, Part, progress

WARM_RATIO_LIMIT: Final = 1.25
COLD_LIMIT: Final = 3.3  # MB
REPEATS: Final = 5
SIZE: Final[ViewportSize] = {"width": 1366, "height": 768}

_QUIET: Final = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
_TIMEOUT: Final = 60_000  # milliseconds
_SETTLE: Final = 1_500  # milliseconds after which nothing more of a page arrives
_PAUSE: Final = 300  # milliseconds between two loads

# What a page shows, once nothing of it waits any more; else nothing.
_SHOWN: Final = """() => {
    const app = document.querySelector('[data-testid=stApp]')
    const waits = document.querySelector('[data-testid=stSkeleton], [data-testid=stAppSkeleton]')
    if (!app || waits) return null
    const plots = [...document.querySelectorAll('.js-plotly-plot')]
    const drawn = plots.filter(it => it.querySelector('.main-svg .layer-above, .main-svg .plot'))
    const tables = document.querySelectorAll('[data-testid=stTable] tr, [data-testid=stDataFrame]')
    return {plots: plots.length, charts: drawn.length, tables: tables.length,
            ended: app.dataset.testScriptState === 'notRunning', at: performance.now()}
}"""
_LOADED: Final = f"""wanted => {{
    const shown = ({_SHOWN})()
    return shown && shown.charts >= wanted.charts && shown.plots === shown.charts
        && shown.tables >= wanted.tables && shown.at
}}"""
_SETTLED: Final = f"""() => {{
    const shown = ({_SHOWN})()
    return shown && shown.ended && shown.plots === shown.charts && shown.tables + shown.charts > 0
        && shown.at
}}"""

_WARM_HOW: Final = (
    "A page is loaded again in the same browser context, 1366x768, from the start of the "
    "navigation to its last chart: every chart is drawn, every row of its tables is there and "
    "nothing waits as a skeleton (looked at in each animation frame). "
    f"Median of {REPEATS} loads, in turns; where that is over the limit, of as many again and "
    "these. The reference (`bench/same_elements.py`) sends "
    "the very elements that the board sent, recorded in the same run, under the same theme: it "
    "reads, measures and makes nothing, so nothing with the same elements can be faster."
)
_COLD_HOW: Final = (
    "A page is loaded in a new browser context; MB (million bytes) are what Chromium received, "
    "headers included, and the websocket's frames. The reference is `bench/naive` on Streamlit's "
    "defaults, the first page only."
)


@dataclass
class _Side:
    """One address to load, and how long each load took."""

    url: str
    tab: Tab
    wanted: dict[str, int] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)

    def prime(self) -> None:
        """Load it a first time and see what it shows."""
        self.tab.goto(self.url, wait_until="commit")
        self.wanted = settled(self.tab)

    def load(self) -> None:
        """Load it again and note how long that took."""
        self.tab.goto(self.url, wait_until="commit")
        at = self.tab.wait_for_function(
            _LOADED, arg=self.wanted, polling="raf", timeout=_TIMEOUT
        ).json_value()
        self.seconds.append(at / 1000)
        self.tab.wait_for_timeout(_PAUSE)


def measure_warm(*, quick: bool) -> Part:
    """Return how long each page takes to load again, in seconds."""
    figures = []
    with tempfile.TemporaryDirectory() as name, server.board() as ours:
        folder = Path(name)
        asyncio.run(_record(ours.address, folder))  # before playwright, which takes the loop
        with server.same_elements(folder) as same, chromium() as browser:
            for page in PAGES[:2] if quick else PAGES:
                progress(f"warm load: {page.name}")
                addresses = (ours.address + page.path, same.address + page.path)
                figures.append(_warm(page, browser, addresses, 2 if quick else REPEATS))
    return Part("Warm load to the last chart", _WARM_HOW, "same elements", figures)


def measure_cold(*, quick: bool) -> Part:
    """Return how much each page sends to a browser that has nothing of it, in MB."""
    figures = []
    with server.board() as ours, server.naive() as naive, chromium() as browser:
        progress("cold load: reference")
        reference, _ = _cold(browser, naive.address + PAGES[0].path)
        for page in PAGES[:1] if quick else PAGES:
            progress(f"cold load: {page.name}")
            sent, seconds = _cold(browser, ours.address + page.path)
            first = page is PAGES[0]
            figures.append(
                Figure(page.name, "MB", sent, reference if first else None, limit=COLD_LIMIT)
            )
            if first:
                figures.append(Figure(f"{page.name}, to the last chart", "s", seconds))
    return Part("Cold load", _COLD_HOW, "naive", figures)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium of the machine, else the one that playwright installed."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(_QUIET))
        try:
            yield browser
        finally:
            browser.close()


def settled(tab: Tab) -> dict[str, int]:
    """Wait until nothing more of a page arrives; return how many charts and rows it shows."""
    tab.wait_for_function(_SETTLED, timeout=_TIMEOUT)
    tab.wait_for_timeout(_SETTLE)
    tab.wait_for_function(_SETTLED, timeout=_TIMEOUT)
    shown = tab.evaluate(_SHOWN)
    return {"charts": shown["charts"], "tables": shown["tables"]}


def _warm(page: Page, browser: Browser, addresses: tuple[str, str], repeats: int) -> Figure:
    contexts = [_context(browser) for _ in addresses]
    try:
        sides = [
            _Side(url, context.new_page()) for url, context in zip(addresses, contexts, strict=True)
        ]
        for side in sides:
            side.prime()
        ours, same = sides
        if ours.wanted != same.wanted:
            raise RuntimeError(f"{page.name}: {ours.wanted} against {same.wanted}")
        figure = _in_turns(page, ours, same, repeats)
        return _in_turns(page, ours, same, repeats) if figure.missed else figure
    finally:
        for context in contexts:
            context.close()


def _in_turns(page: Page, ours: _Side, same: _Side, repeats: int) -> Figure:
    """Load both sides in turns; return what all their loads so far come to."""
    for number in range(repeats):
        for side in (ours, same) if number % 2 else (same, ours):
            side.load()
    value, reference = (statistics.median(side.seconds) for side in (ours, same))
    name = f"{page.name} ({ours.wanted['charts']} charts)"
    return Figure(name, "s", value, reference, ratio_limit=WARM_RATIO_LIMIT)


def _cold(browser: Browser, url: str) -> tuple[float, float]:
    """Return the MB received and the seconds to the last chart."""
    context = _context(browser)
    try:
        tab = context.new_page()
        received: list[int] = []
        wire = context.new_cdp_session(tab)
        wire.on("Network.loadingFinished", lambda it: received.append(it["encodedDataLength"]))
        wire.on("Network.webSocketFrameReceived", lambda it: received.append(_frame(it)))
        wire.send("Network.enable")
        tab.goto(url, wait_until="commit")
        at = tab.wait_for_function(_SETTLED, polling="raf", timeout=_TIMEOUT).json_value()
        settled(tab)
        return sum(received) / 1e6, at / 1000
    finally:
        context.close()


def _frame(event: dict[str, Any]) -> int:
    frame = event["response"]
    data = frame["payloadData"]
    return len(data) if frame["opcode"] == 1 else len(base64.b64decode(data))


def _context(browser: Browser) -> BrowserContext:
    return browser.new_context(viewport=SIZE, locale="es-CO")


async def _record(address: str, folder: Path) -> None:
    for page in PAGES:
        async with Viewer(address) as viewer:
            run = await viewer.open(page.path)
        for error in run.errors():
            raise RuntimeError(f"{page.name}: {error}")
        recording.save(folder, page.address, run.messages)


def searching(browser: Browser, address: str) -> tuple[Tab, Callable[[int], float]]:
    """Return a visitor of the activities, and what searches the n-th word and tells the seconds."""
    visitor = browser.new_context(base_url=address, locale="es-CO").new_page()
    visitor.goto("/actividades")
    box = visitor.get_by_label("Buscar en las listas")
    box.wait_for(timeout=60_000)

    def search(n: int) -> float:
        word = f"C{n % 6 + 1}-0{n % 3 + 1}"
        begun = time.perf_counter()
        box.fill(word)
        box.press("Enter")
        visitor.get_by_text(f"búsqueda «{word}»").first.wait_for(timeout=60_000)
        return time.perf_counter() - begun

    return visitor, search
