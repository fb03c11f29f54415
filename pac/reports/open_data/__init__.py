"""The plan and its figures for whoever wants to take them away and check the sums."""

from __future__ import annotations

from pac.reports.open_data.as_json import figures_json, plan_json
from pac.reports.open_data.bundle import activities_csv, bundle

__all__ = ["activities_csv", "bundle", "figures_json", "plan_json"]
