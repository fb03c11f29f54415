"""A real server on a free port of this computer, and a real Chromium without a window."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from pac.ui import data
from tests.workbooks import ROOT

# every page of the board, by its address
PLACES = (
    "/", "/componentes", "/dependencias", "/fechas", "/actividades", "/actividad?actividad=C5-03",
    "/compromisos", "/presentar", "/como-se-calcula", "/posibles-errores-del-plan",
)  # fmt: skip
PATIENCE = 30_000  # milliseconds that a condition may take on a busy machine

expect.set_options(timeout=PATIENCE)

SECONDS = 60
LIFE = "300"  # seconds after which a server that nobody stopped stops by itself
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run the board as an official does and give its address."""
    with serving(tmp_path_factory.mktemp("server")) as address:
        yield address


@contextmanager
def serving(folder: Path, **says: str) -> Iterator[str]:
    """Run the board with these variables of the environment, and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    if shutil.which("timeout"):
        command = ["timeout", LIFE, *command]
    mine = (data.PLAN_VARIABLE, data.TRACKING_VARIABLE, "PAC_BASE_DE_DATOS")
    around = {name: value for name, value in os.environ.items() if name not in mine}
    around |= {"PAC_DATA": str(folder / "data"), **says}
    said = folder / "said.txt"
    with (
        said.open("w") as out,
        subprocess.Popen(
            command, cwd=ROOT, env=around, stdout=out, stderr=subprocess.STDOUT
        ) as server,
    ):
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address, server, said)
            yield address
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


def _wait(address: str, server: subprocess.Popen[bytes], said: Path) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            pytest.fail(f"the server stopped: {said.read_text()}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):  # noqa: S310  ours
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"the server did not answer in {SECONDS} s: {said.read_text()}")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start the Chromium of the machine, else the one that playwright installed.

    For a module and no longer: while playwright runs, its loop is this thread's, and tests
    after it could neither run one of their own nor trust how deep Python counts calls.
    """
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield browser
        browser.close()


def opened(
    board: str,
    chromium: Browser,
    *,
    width: int = 1366,
    height: int = 768,
    color_scheme: Literal["light", "dark"] = "light",
    asked: list[str] | None = None,
) -> Iterator[Page]:
    """Open a tab as an official's browser does; ``asked`` gets the addresses that it asks for."""
    context = chromium.new_context(
        base_url=board,
        viewport={"width": width, "height": height},
        locale="es-CO",
        color_scheme=color_scheme,
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    if asked is not None:
        page.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()


def shown(page: Page, text: str) -> None:
    """Wait until the page is whole: its foot says a text, and nothing is still to come."""
    expect(page.get_by_test_id("stMain").get_by_test_id("stCaptionContainer").last).to_contain_text(
        text
    )
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def unfold(part: Locator) -> None:
    """Open a folded part, and wait until what is in it stops moving.

    A button that moves between press and release loses the click.
    """
    part.locator("summary").click()
    part.evaluate(
        "part => Promise.allSettled(part.getAnimations({ subtree: true }).map(one => one.finished))"
    )
