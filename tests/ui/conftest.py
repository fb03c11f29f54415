from __future__ import annotations

import pytest

from pac.ui import data


@pytest.fixture(autouse=True)
def own_plan_of_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start from the plan of the project, whatever the machine's environment says."""
    for name in (data.PLAN_VARIABLE, data.TRACKING_VARIABLE):
        monkeypatch.delenv(name, raising=False)
