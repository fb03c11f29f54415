from __future__ import annotations

from pathlib import Path

import pytest

from pac.ui import data


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
