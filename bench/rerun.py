"""What a change costs the server, in CPU, with one visitor; beside the naive reference."""

from __future__ import annotations

import asyncio
import statistics
from collections import Counter
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Final

from bench import server
from bench.client import Run, Viewer
from bench.pages import CUTOFF, PAGES, Page
from bench.report import Figure, Part, progress
from bench.server import Server

RATIO_LIMIT: Final = 0.25
ROUNDS: Final = 5
OURS_A_ROUND: Final = 8  # a multiple of the number of cut-offs, so that rounds are alike
NAIVE_A_ROUND: Final = 4
WARM_UP: Final = 8  # changes, each cut-off twice

_PAUSE_SECONDS: Final = 0.06  # between two changes: no visitor is faster
_REST_SECONDS: Final = 0.2  # what the server still does after "script finished" counts too

_COUNTED: Final = {
    "plotly_chart": "charts",
    "table": "tables",
    "dataframe": "tables",
    "metric": "metrics",
    "heading": "headings",
    "download_button": "downloads",
    "selectbox": "filters",
    "text_input": "filters",
    "button_group": "filters",
}

_NAMES: Final = tuple(dict.fromkeys(_COUNTED.values()))

_HOW: Final = (
    "One visitor changes the cut-off, the four in turns, over the frontend's own websocket "
    "protocol, all figures already made once. CPU is user and system time of the whole server "
    "process, divided by the number of changes: "
    f"{ROUNDS} rounds of {OURS_A_ROUND} changes ({NAIVE_A_ROUND} of the reference), of which the "
    "median counts. The reference is `bench/naive`: the same content, read with pandas in "
    "`st.cache_data`, drawn with plotly.express and `st.dataframe` on each rerun, on Streamlit's "
    "defaults."
)


@dataclass
class _Side:
    """One server and the visitor on a page of it."""

    name: str  # of the page
    server: Server
    viewer: Viewer
    a_round: int
    milliseconds: list[float] = field(default_factory=list)  # CPU a change, by round
    waits: list[float] = field(default_factory=list)  # seconds from change to finished

    async def warm_up(self) -> None:
        """Make every figure once; make sure that each cut-off shows a page of its own."""
        runs = await self._change(WARM_UP)
        shown = {tuple(_words(run)) for run in runs}
        if len(shown) != len(self.viewer.options(CUTOFF)):
            raise RuntimeError(f"{len(shown)} pages for {self.viewer.options(CUTOFF)}")

    async def round(self) -> None:
        """Take one round."""
        before = self.server.cpu_seconds()
        runs = await self._change(self.a_round)
        await asyncio.sleep(_REST_SECONDS)
        spent = self.server.cpu_seconds() - before
        self.milliseconds.append(1000 * spent / self.a_round)
        self.waits += [run.seconds for run in runs]

    async def _change(self, times: int) -> list[Run]:
        cutoffs = self.viewer.options(CUTOFF)
        runs = []
        for one in islice(cycle(cutoffs), times):
            runs.append(await self.viewer.choose(CUTOFF, one))
            await asyncio.sleep(_PAUSE_SECONDS)
        for run in runs:
            for error in run.errors():
                raise RuntimeError(f"{self.name}: {error}")
        return runs


def measure(*, quick: bool) -> Part:
    """Return the CPU of one rerun of each page, in milliseconds."""
    with server.board() as ours, server.naive() as reference:
        return asyncio.run(_measure(ours, reference, 1 if quick else ROUNDS))


async def _measure(ours: Server, reference: Server, rounds: int) -> Part:
    figures, holds = [], []
    for page in PAGES:
        progress(f"rerun: {page.name}")
        figure, held = await _page(page, ours, reference, rounds)
        figures.append(figure)
        holds.append(held)
    return Part("CPU of one rerun", _HOW, "naive", figures, ["\n".join(_table(holds))])


async def _page(page: Page, ours: Server, reference: Server, rounds: int) -> tuple[Figure, str]:
    async with Viewer(ours.address) as own, Viewer(reference.address) as other:
        opened = [await viewer.open(page.path) for viewer in (own, other)]
        sides = (
            _Side(page.name, ours, own, OURS_A_ROUND),
            _Side(f"{page.name}, naive", reference, other, NAIVE_A_ROUND),
        )
        for side in sides:
            await side.warm_up()
        for _ in range(rounds):
            for side in sides:
                await side.round()
    value, naive = (statistics.median(side.milliseconds) for side in sides)
    waits = [f"{1000 * statistics.median(side.waits):.0f} ms" for side in sides]
    held = f"| {page.name} | {' | '.join(_holds(run) for run in opened)} | {' | '.join(waits)} |"
    return Figure(page.name, "ms", value, naive, page.rerun_limit, RATIO_LIMIT), held


def _words(run: Run) -> list[str]:
    """Return the sentences of a page, its foot among them, which names the cut-off."""
    words = [(one.markdown.body, one.heading.body) for one in run.elements()]
    return [said for pair in words for said in pair if said]


def _table(holds: list[str]) -> list[str]:
    return [
        f"What the two sides hold ({' / '.join(_NAMES)}), and how long the visitor waits for a "
        "change (median):",
        "",
        "| | board | naive | wait, board | wait, naive |",
        "|---|---|---|---:|---:|",
        *holds,
    ]


def _holds(run: Run) -> str:
    kinds = [element.WhichOneof("type") for element in run.elements()]
    counted = Counter(_COUNTED[kind] for kind in kinds if kind in _COUNTED)
    return " / ".join(str(counted[name]) for name in _NAMES)
