"""The named groups of activities that the figures count: who is in each, in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

import pandas as pd

from pac.model import PartyKind, Tier


class Group(StrEnum):
    """A group of activities that some figure counts, in the words that the screen shows."""

    SCHEDULED = "Programadas para el corte"
    FULFILLED = "Programadas y al día"
    MISSING = "Programadas que no están al día"
    SCHEDULED_REPORTED = "Programadas con reporte"
    UNREPORTED_DUE = "Programadas sin reporte"
    DONE = "Terminadas"
    PARTIAL = "Con avance parcial"
    REPORTED = "Con reporte"
    UNREPORTED = "Sin reporte"
    NO_EVIDENCE = "Reportadas sin evidencia"
    UNVERIFIED = "Reportadas sin verificar"
    NO_TARGET = "Sin meta legible"
    NO_DATE = "Sin fecha legible"
    NO_LEAD = "Sin quien lidere"
    NOBODY = "Sin quien responda"
    RESCHEDULED = "Reprogramadas"


def members(measured: pd.DataFrame, group: Group) -> pd.Series[bool]:
    """Tell which activities are in a group, each as often as ``Summary`` counts it (R5-R11, R17).

    *Sin evidencia* and *sin verificar* are what claims more than its evidence, or than
    Control Interno's number, supports: who reports 0, or reports before the first date of
    a target that holds at each, claims nothing. What lacks evidence is not verified either.

    *Sin quien responda* is what a group leads, or nobody. A committee answers: it is one
    body that can be asked, and R11 warns of groups alone.

    Args:
        measured: What ``measure.measure`` returned, or some of its rows.
        group: The one asked for.
    """
    return _RULES[group](measured).astype(bool).rename(None)


def _unsupported(measured: pd.DataFrame, tier: Tier, supported: str) -> pd.Series[bool]:
    """Tell what reports more than a tier counts; without a target, what reports some quantity."""
    reported = measured["attainment_reported"]
    more = (measured[f"attainment_{tier}"] < reported) | (
        reported.isna() & (measured["actual"] > 0)
    )
    return more & ~measured[supported]


_RULES: Final[Mapping[Group, Callable[[pd.DataFrame], pd.Series[bool]]]] = {
    Group.SCHEDULED: lambda rows: rows["scheduled"],
    Group.FULFILLED: lambda rows: rows["fulfilled"],
    Group.MISSING: lambda rows: rows["scheduled"] & ~rows["fulfilled"],
    Group.SCHEDULED_REPORTED: lambda rows: rows["scheduled"] & rows["reported"],
    Group.UNREPORTED_DUE: lambda rows: rows["scheduled"] & ~rows["reported"],
    Group.DONE: lambda rows: rows["attainment"] == 1.0,
    Group.PARTIAL: lambda rows: (rows["attainment"] > 0.0) & (rows["attainment"] < 1.0),
    Group.REPORTED: lambda rows: rows["reported"],
    Group.UNREPORTED: lambda rows: ~rows["reported"],
    Group.NO_EVIDENCE: lambda rows: _unsupported(rows, Tier.EVIDENCED, "has_evidence"),
    Group.UNVERIFIED: lambda rows: _unsupported(rows, Tier.VERIFIED, "is_verified"),
    Group.NO_TARGET: lambda rows: ~(rows["applied_target"] > 0),
    Group.NO_DATE: lambda rows: rows["milestone_count"] == 0,
    Group.NO_LEAD: lambda rows: rows["lead"] == "",
    Group.NOBODY: lambda rows: (rows["lead"] == "") | (rows["lead_kind"] == PartyKind.GROUP),
    Group.RESCHEDULED: lambda rows: rows["rescheduled"],
}
