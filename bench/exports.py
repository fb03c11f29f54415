"""How long each file takes that is given out, and what readers of it cost the pages."""

from __future__ import annotations

import datetime as dt
import statistics
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser

from bench import load, server
from bench.report import Figure, Part, progress
from pac.ledger import editions, store, update
from pac.progress.figures import Choice
from pac.reading import reader
from pac.reports import exports, provenance
from pac.reports.exports import Asked
from pac.reports.provenance import Origin
from pac.workdays import COLOMBIA
from tools.build_plan_2023 import EXAMPLE_FILE

EXPORT_LIMIT: Final = 2.0  # seconds, warm, for the plan of 54 activities
READABLE_LIMIT: Final = 2.0  # seconds, on a phone of 10 Mbit/s and a processor four times slower
SLOWER_LIMIT: Final = 2.0  # times, what a visitor of the pages waits beside a crowd of readers
SIZE_LIMIT: Final = 3.0  # MB of the public board
_APRIL: Final = dt.date(2023, 4, 30)
_NETWORK: Final = {
    "offline": False,
    "latency": 40,  # ms
    "downloadThroughput": 10e6 / 8,  # bytes/s
    "uploadThroughput": 5e6 / 8,
}


def measure(*, quick: bool) -> Part:
    """Measure every export, the public board on a slow phone, and a crowd beside the pages."""
    tries = 2 if quick else 5
    progress("exports: each file")
    made = _each(tries)
    with tempfile.TemporaryDirectory() as folder:
        ledger = store.open_ledger(f"sqlite:///{Path(folder) / 'tablero.sqlite'}")
        update.begin(ledger, reader.load(EXAMPLE_FILE), dt.datetime.now(dt.UTC))
        ledger.close()
        with server.office(Path(folder)) as office, load.chromium() as browser:
            progress("exports: the public board on a slow phone")
            readable = [_readable(browser, office.address) for _ in range(tries)]
            progress("exports: a crowd of readers beside the pages")
            answer, same, alone, meanwhile = _crowd(browser, office.address, tries * 4)
    return Part(
        "Giving out",
        "Each file of `reports/exports.py`, made warm of the 54 activities with the example's "
        "progress, cut-off of April, median. The public board in Chromium at 390 pixels, 10 "
        "Mbit/s, 40 ms and a processor four times slower, in a new context: from the address to "
        "both figures painted. And 4 readers at once who ask for board and data without a pause, "
        "while a visitor of the pages searches the list of activities.",
        "the same visitor alone",
        (
            *made,
            Figure("public board readable on a phone", "s", statistics.median(readable),
                   limit=READABLE_LIMIT),
            Figure("an answer of /publico or /api, median", "ms", answer * 1000),
            Figure("an answer 304, median", "ms", same * 1000),
            Figure(
                "a visitor's rerun beside the crowd, median",
                "ms",
                statistics.median(meanwhile) * 1000,
                statistics.median(alone) * 1000,
                ratio_limit=SLOWER_LIMIT,
            ),
        ),
    )  # fmt: skip


def _each(tries: int) -> list[Figure]:
    reading = reader.read(reader.load(EXAMPLE_FILE))
    plan = editions.plan(reading)
    if plan is None:
        raise ValueError("the example cannot be read")
    origin = Origin(reading.files, version="2", code="BENCH")
    figures = provenance.figures(plan, Choice(_APRIL), origin)
    made: list[Figure] = []
    for export in exports.EXPORTS:
        part = exports.Part() if export.whole else exports.Part(component=1)
        at = dt.datetime(2023, 5, 10, 8, tzinfo=COLOMBIA)
        seconds = []
        for n in range(tries + 1):  # the first one imports what makes it
            asked = Asked(figures, at + dt.timedelta(seconds=n), part)
            begun = time.perf_counter()
            data = export.make(asked)
            seconds.append(time.perf_counter() - begun)
        name = f"{export.name}.{export.extension}"
        made.append(Figure(name, "s", statistics.median(seconds[1:]), limit=EXPORT_LIMIT))
        if export is exports.PUBLIC:
            made.append(Figure(f"{name}, size", "MB", len(data) / 1e6, limit=SIZE_LIMIT))
    return made


def _readable(browser: Browser, address: str) -> float:
    """Return the seconds until both figures are painted, by the page's own clock."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="es-CO")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", _NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(f"{address}/publico?corte={_APRIL}", wait_until="commit")
    page.get_by_text("Avance de la vigencia").first.wait_for()
    painted = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
    page.wait_for_function(painted)
    seconds = float(page.evaluate(painted)) / 1000
    context.close()
    return seconds


def _crowd(
    browser: Browser, address: str, tries: int
) -> tuple[float, float, list[float], list[float]]:
    """Return what an answer takes, whole and 304, and what a visitor waits without and with it."""
    paths = ("/publico", "/api/plan.json", "/api/actividades.csv", "/api/datos.zip")
    tags = {path: _ask(f"{address}{path}", "")[1] for path in paths}
    whole: list[float] = []
    same: list[float] = []
    ended = threading.Event()

    def reads() -> None:
        while not ended.is_set():
            for path in paths:
                whole.append(_ask(f"{address}{path}", "")[0])
                same.append(_ask(f"{address}{path}", tags[path])[0])

    visitor, searches = load.searching(browser, address)
    searches(1)
    alone = [searches(n) for n in range(2, 2 + tries)]
    readers = [threading.Thread(target=reads, daemon=True) for _ in range(4)]
    for one in readers:
        one.start()
    meanwhile = [searches(n) for n in range(2 + tries, 2 + 2 * tries)]
    ended.set()
    for one in readers:
        one.join()
    visitor.context.close()
    return statistics.median(whole), statistics.median(same), alone, meanwhile


def _ask(address: str, tag: str) -> tuple[float, str]:
    """Return how long an answer took, and its tag."""
    request = urllib.request.Request(address, headers={"If-None-Match": tag} if tag else {})  # noqa: S310
    begun = time.perf_counter()
    try:
        with urllib.request.urlopen(request) as response:  # noqa: S310  the server begun here
            response.read()
            said = response.headers["ETag"]
    except urllib.error.HTTPError as answer:
        if answer.code != 304:
            raise
        said = tag
    return time.perf_counter() - begun, said
