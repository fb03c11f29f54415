"""A Streamlit server of this computer's own, on a free port, that ends by itself."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
PLAN_FILE: Final = ROOT / "data" / "ejemplo_seguimiento_2023.xlsx"
NAIVE_FOLDER: Final = ROOT / "bench" / "naive"
SAME_ELEMENTS: Final = ROOT / "bench" / "same_elements.py"

LIFE_SECONDS: Final = 900  # after which a server that nobody stopped stops by itself
START_SECONDS: Final = 60

# What the references need to run beside other work. Without a watcher they use less CPU than by
# default, which is in their favour.
_UNATTENDED: Final = (
    "--server.headless=true",
    "--server.address=127.0.0.1",
    "--server.fileWatcherType=none",
    "--browser.gatherUsageStats=false",
)
_TICKS_A_SECOND: Final = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True)
class Server:
    """A server that answers, and the process that does its work."""

    address: str
    pid: int

    def cpu_seconds(self) -> float:
        """Return the CPU seconds so far, user and system, with child processes."""
        # the process' own CPU clock, which counts in nanoseconds and /proc in steps of 10 ms;
        # its number is what clock_getcpuclockid(3) gives for a process
        own = time.clock_gettime(~self.pid << 3 | 2)
        return own + _ticks(self.pid, own=False) / _TICKS_A_SECOND

    def resident_mib(self) -> float:
        """Return how much memory the process has resident, in MiB."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextmanager
def board() -> Iterator[Server]:
    """Serve the board as an office does, with the plan that has progress."""
    with _serving("app.py", folder=ROOT) as server:
        yield server


@contextmanager
def office(data: Path) -> Iterator[Server]:
    """Serve the board with its versions in a folder."""
    with _serving("app.py", folder=ROOT, PAC_PLAN="", PAC_DATA=str(data)) as server:
        yield server


@contextmanager
def naive() -> Iterator[Server]:
    """Serve the same content as ``bench/naive`` makes it, with Streamlit's defaults."""
    with _serving("app.py", *_UNATTENDED, folder=NAIVE_FOLDER) as server:
        yield server


@contextmanager
def same_elements(recordings: Path) -> Iterator[Server]:
    """Serve recorded pages as constants, under the board's own theme and settings."""
    with _serving(str(SAME_ELEMENTS), folder=ROOT, BENCH_RECORDINGS=str(recordings)) as server:
        yield server


@contextmanager
def _serving(script: str, *options: str, folder: Path, **says: str) -> Iterator[Server]:
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", script, f"--server.port={port}", *options]
    guard = shutil.which("timeout")
    if guard:
        command = [guard, str(LIFE_SECONDS), *command]
    around = {name: value for name, value in os.environ.items() if not name.startswith("PAC_")}
    around |= {"PAC_PLAN": str(PLAN_FILE)} | says
    with (
        tempfile.TemporaryFile("w+") as said,
        subprocess.Popen(  # noqa: S603  this repository's own server
            command, cwd=folder, env=around, stdout=said, stderr=subprocess.STDOUT
        ) as process,
    ):
        try:
            address = f"http://127.0.0.1:{port}"
            if not _answers(address, process):
                said.seek(0)
                raise RuntimeError(f"{script} did not start: {said.read()[-2000:]}")
            yield Server(address, _worker(process.pid) if guard else process.pid)
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _answers(address: str, process: subprocess.Popen[bytes]) -> bool:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):  # noqa: S310  ours
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


def _worker(parent: int) -> int:
    """Return the process that ``timeout`` started and waits for."""
    for one in _processes():
        if int(_stat(one)[1]) == parent:
            return one
    raise RuntimeError("the server's own process is not there")


def others_cpu_seconds() -> float:
    """Return the CPU seconds of this machine so far that this process and its own did not take."""
    busy = sum(int(field) for field in Path("/proc/stat").read_text().split()[1:4])
    return (busy - _ticks(os.getpid())) / _TICKS_A_SECOND


def _ticks(pid: int, *, own: bool = True) -> int:
    """Return the CPU of a process, of its ended children and of those that still run."""
    fields = _stat(pid)
    taken = fields[11:15] if own else fields[13:15]
    return sum(map(int, taken)) + sum(
        _ticks(one) for one in _processes() if int(_stat(one)[1]) == pid
    )


def _processes() -> Sequence[int]:
    return [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit()]


def _stat(pid: int) -> Sequence[str]:
    """Return the fields of /proc/PID/stat that follow the command's name; none once it ended."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ["", "-1", *["0"] * 50]
    return text.rpartition(")")[2].split()
