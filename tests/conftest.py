"""No test touches the board of whoever runs it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# a fifth of the suite's time went into looking for cycles among tables that stay
gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which nobody has begun a board."""
    return tmp_path_factory.mktemp("nowhere")


@pytest.fixture(autouse=True)
def no_board_of_the_machine(monkeypatch: pytest.MonkeyPatch, nowhere: Path) -> None:
    """Keep the data of tests in folders of their own."""
    monkeypatch.setenv("PAC_DATA", str(nowhere))
    monkeypatch.delenv("PAC_BASE_DE_DATOS", raising=False)


@pytest.fixture(autouse=True)
def main_module_stays() -> Iterator[None]:
    """Put back the main module, which AppTest replaces: processes of later tests start from it."""
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before
