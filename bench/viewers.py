"""How long active viewers of one server process wait, and what they take of it."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bench import server
from bench.client import UnansweredError, Viewer
from bench.pages import COMPONENT, CUTOFF, PAGES
from bench.report import Figure, Part, progress
from bench.server import Server

VIEWERS: Final = 60
SECONDS: Final = 60.0  # of changes, after all have opened their page
NAIVE_VIEWERS: Final = 5
NAIVE_SECONDS: Final = 25.0
WAIT_LIMIT: Final = 500.0  # milliseconds, of 95 in 100 changes
PAUSE: Final = (4.0, 6.0)  # seconds between two changes of a viewer
OPENING_SECONDS: Final = 6.0  # over which they come in

_SEED: Final = 2023  # the same viewers do the same in every run
_HOW: Final = (
    f"{VIEWERS} viewers, each a websocket of its own, come in over {OPENING_SECONDS:.0f} s and "
    f"then make a change every {PAUSE[0]:.0f} to {PAUSE[1]:.0f} s for {SECONDS:.0f} s: half of "
    "them another cut-off, a quarter another component (or all), a quarter another page. The "
    "process is fresh: what nobody asked for before is measured and drawn meanwhile. The wait "
    "goes from the change to the end of the script. An error is an exception or an apology on "
    "the page, a closed connection, or no answer in 10 s. The reference is `bench/naive` with "
    f"{NAIVE_VIEWERS} viewers for {NAIVE_SECONDS:.0f} s. Clients and server share the cores."
)


@dataclass
class _Crowd:
    """What all viewers of a server met."""

    opened: list[float] = field(default_factory=list)  # milliseconds
    waits: list[float] = field(default_factory=list)  # milliseconds
    errors: Counter[str] = field(default_factory=Counter)
    share: float = 0.0  # of one core
    resident: float = 0.0  # MiB


def measure(*, quick: bool) -> Part:
    """Return how long viewers wait, in milliseconds, and what they take of the server."""
    count, seconds = (20, 12.0) if quick else (VIEWERS, SECONDS)
    progress(f"viewers: {count}")
    with server.board() as ours:
        own = asyncio.run(_watch(ours, count, seconds))
    progress("viewers: reference")
    with server.naive() as naive:
        other = asyncio.run(_watch(naive, NAIVE_VIEWERS, 12.0 if quick else NAIVE_SECONDS))
    remarks = [f"{times} of: {error}" for error, times in (own.errors + other.errors).items()]
    counts = f"{count} viewers, {len(own.waits)} changes"
    figures = [
        Figure(f"wait for a change, p95 ({counts})", "ms", p95(own.waits), p95(other.waits),
               limit=WAIT_LIMIT),
        Figure("wait for a change, median", "ms", statistics.median(own.waits),
               statistics.median(other.waits)),
        Figure("wait for a change, longest", "ms", max(own.waits), max(other.waits)),
        Figure("first page, p95", "ms", p95(own.opened), p95(other.opened)),
        Figure("errors", "", own.errors.total(), other.errors.total(), limit=0),
        Figure("CPU of the server process", "cores", own.share, other.share),
        Figure("memory of the server process", "MiB", own.resident, other.resident),
    ]  # fmt: skip
    return Part("Active viewers of one process", _HOW, f"naive, {NAIVE_VIEWERS}", figures, remarks)


def p95(values: Sequence[float]) -> float:
    """Return what 95 in 100 of the values do not exceed."""
    return sorted(values)[max(0, -(-95 * len(values) // 100) - 1)]


async def _watch(watched: Server, count: int, seconds: float) -> _Crowd:
    crowd = _Crowd()
    start = time.monotonic() + OPENING_SECONDS
    viewers = [
        asyncio.create_task(
            _view(watched.address, number, count, crowd, start=start, seconds=seconds)
        )
        for number in range(count)
    ]
    await asyncio.sleep(OPENING_SECONDS)
    before = watched.cpu_seconds()
    await asyncio.sleep(seconds)
    crowd.share = (watched.cpu_seconds() - before) / seconds
    crowd.resident = watched.resident_mib()
    await asyncio.gather(*viewers)
    if not crowd.waits or not crowd.opened:
        raise RuntimeError(f"no viewer got an answer: {dict(crowd.errors)}")
    return crowd


async def _view(
    address: str, number: int, count: int, crowd: _Crowd, *, start: float, seconds: float
) -> None:
    """Be one viewer: open a page, then change something now and then until the time is over."""
    dice = random.Random(_SEED + number)  # noqa: S311  no secret
    await asyncio.sleep(OPENING_SECONDS * number / count)
    try:
        async with Viewer(address) as viewer:
            opened = await viewer.open(PAGES[number % len(PAGES)].path)
            crowd.opened.append(1000 * opened.seconds)
            crowd.errors.update(opened.errors())
            await asyncio.sleep(max(0.0, start - time.monotonic()) + dice.uniform(0, PAUSE[1]))
            while time.monotonic() < start + seconds:
                wait, errors = await _change(viewer, dice)
                crowd.waits.append(1000 * wait)
                crowd.errors.update(errors)
                await asyncio.sleep(dice.uniform(*PAUSE))
    except (UnansweredError, OSError) as problem:
        crowd.errors[str(problem)] += 1
    except LookupError as problem:
        crowd.errors[f"the page has no such list or page: {problem}"] += 1


async def _change(viewer: Viewer, dice: random.Random) -> tuple[float, list[str]]:
    what = dice.random()
    if what < 0.5:
        run = await viewer.choose(CUTOFF, dice.choice(viewer.options(CUTOFF)))
    elif what < 0.75:
        run = await viewer.choose(COMPONENT, dice.choice([None, *viewer.options(COMPONENT)]))
    else:
        run = await viewer.go(dice.choice(PAGES).path)
    return run.seconds, run.errors()
