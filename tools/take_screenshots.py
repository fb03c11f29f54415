"""Take pictures of every page of the real board into docs/screens, as the README and manual show.

``python -m tools.take_screenshots`` needs Chromium and what requirements-dev.txt installs.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import PLACES, QUIET, opened, serving, shown

TO: Final = Path(__file__).resolve().parent.parent / "docs" / "screens"
FOLLOWING: Final = "corte=2023-08-31"  # an open cut-off of the example
VIEWS: Final = (
    ("claro", 1366, 768, "light"),
    ("oscuro", 1366, 768, "dark"),
    ("proyector", 1920, 1080, "light"),
    ("telefono", 390, 844, "light"),
)
TALLEST: Final = 3000  # pixels that a picture shows of a long page
COLOURS: Final = 256  # enough for a board, and a third of the bytes


def main() -> None:
    """Take them all: each page with the example, and the first ones in other states."""
    TO.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as board,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(QUIET)
        )
        for name, width, height, scheme in VIEWS:
            for place in PLACES:
                query = "&ejemplo=true" if "?" in place else "?ejemplo=true"
                page = place.strip("/").partition("?")[0] or "resumen"
                take(browser, board, f"{page}_{name}", f"{place}{query}", width, height, scheme)
        take(browser, board, "resumen_abierto", f"/?ejemplo=true&{FOLLOWING}", 1366, 768, "light")
        take(browser, board, "resumen_sin_seguimiento", "/", 1366, 768, "light")
        browser.close()


def take(
    browser: Browser, board: str, name: str, place: str, width: int, height: int, scheme: str
) -> None:
    """Take one picture of a whole page, or of its beginning where it is very long."""
    colours = "dark" if scheme == "dark" else "light"
    for page in opened(board, browser, width=width, height=height, color_scheme=colours):
        page.goto(place)
        shown(page, "actividades")
        tall = page.get_by_test_id("stMain").evaluate("it => it.scrollHeight")
        page.set_viewport_size({"width": width, "height": max(height, min(tall, TALLEST))})
        page.wait_for_timeout(800)  # charts draw themselves again
        picture = Image.open(io.BytesIO(page.screenshot()))
        picture.convert("RGB").quantize(COLOURS, Image.Quantize.FASTOCTREE).save(
            TO / f"{name}.png", optimize=True
        )


if __name__ == "__main__":
    main()
