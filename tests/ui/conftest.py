from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pac.ledger.access import Actor
from pac.ui import access, data


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder whose board has its first version, for tests that change nothing."""
    return tmp_path_factory.mktemp("board")


@pytest.fixture(autouse=True)
def own_plan_of_the_project(monkeypatch: pytest.MonkeyPatch, kept: Path) -> None:
    """Start from the plan of the project, whatever the machine's environment says."""
    for name in (data.PLAN_VARIABLE, data.TRACKING_VARIABLE, "PAC_BASE_DE_DATOS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PAC_DATA", str(kept))


@pytest.fixture
def signs_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[Actor | None], None]:
    """Return what signs somebody in, or nobody, for the pages that open next."""
    return lambda actor: monkeypatch.setattr(access, "actor", lambda: actor)
