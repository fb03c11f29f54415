"""What a cell of a table says of an activity, a component or an office."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote, urlsplit

import pandas as pd

from pac import labels
from pac.model import PartyKind, Status
from pac.progress.figures import Figures
from pac.progress.groups import Group


def component_names(figures: Figures) -> list[str]:
    """Return number and full name of each component on screen."""
    return [
        labels.component(int(number), name)
        for number, name in zip(figures.components.index, figures.components["name"], strict=True)
    ]


def parties(figures: Figures) -> pd.DataFrame:
    """Return the summaries of the parties that have some activity in the role chosen."""
    every = figures.leads if figures.choice.role == "lead" else figures.takes_part
    shown = every.loc[every["activities"] > 0]
    office = figures.choice.office
    return shown if office is None else shown.loc[shown.index == office]


def office_summaries(figures: Figures) -> pd.DataFrame:
    """Return those of the parties that are offices."""
    shown = parties(figures)
    return shown.loc[shown["kind"] == PartyKind.OFFICE]


def component_of(rows: pd.DataFrame) -> list[str]:
    """Return number and name of the component of each activity."""
    numbered = zip(rows["component"], rows["component_name"], strict=True)
    return [labels.component(number, name) for number, name in numbered]


def together(text: str) -> str:
    """Return words that stay on one line."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def actual(one: pd.Series, cuts: Sequence[float]) -> str:
    """Return how much of an activity is done, in its unit and as a share of its target."""
    if not one["reported"]:
        return "sin reporte"
    quantity = labels.quantity(one["actual"], one["unit"])
    if pd.isna(one["attainment"]):  # without a target to count against there is no share
        return quantity
    share = labels.percent(one["attainment"], cuts)
    if one["attainment"] != one["attainment_reported"]:  # what was reported, and what was verified
        return f"{quantity} ({share} verificado)"
    return quantity if quantity == share else f"{quantity} ({share})"


def expected(one: pd.Series, cuts: Sequence[float]) -> str:
    """Return how much of an activity was due by the cut-off."""
    if not one["milestones"]:
        return labels.UNDEFINED
    if one["milestones_due"] == 0:
        return "no programado"
    return labels.percent(one["expected"], cuts)


def dates(those: Sequence[dt.date]) -> str:
    """Return the dates of an activity; of many, the first, the last and how many."""
    if not those:
        return labels.UNDEFINED
    if len(those) <= _LISTED:
        return "; ".join(together(labels.short_date(day)) for day in those)
    first, last = labels.short_date(those[0]), labels.short_date(those[-1])
    return f"{len(those)} fechas, de {first} a {last}"


_LISTED: Final = 4


def status_name(status: Status | Group | str) -> str:
    """Return a state or a group as the filter and the tables call it.

    *Programada* of R9 is not yet begun; *programadas para el corte* of R5 is something else.
    """
    word = "programada sin empezar" if status == Status.PLANNED else str(status)
    return word[:1].upper() + word[1:]


STATUS_MEANINGS: Final = {
    Status.FULFILLED: "Alcanzó toda su meta.",
    Status.NO_TARGET: "Su meta no se puede leer: no se mide.",
    Status.NO_DATE: "Su fecha no se puede leer: no se sabe cuándo se cumple.",
    Status.OVERDUE: "Pasó su última fecha y le falta.",
    Status.BEHIND: "Pasó alguna de sus fechas y le falta.",
    Status.UNREPORTED: "Pasó alguna de sus fechas y nadie ha reportado.",
    Status.DUE_SOON: "Su próxima fecha está cerca.",
    Status.UNDER_WAY: "Su plazo ya empezó y nada de lo programado le falta.",
    Status.PLANNED: "Su plazo aún no empieza.",
}


def external(text: str) -> str:
    """Return the address of another site that a cell holds; blank where it holds anything else.

    Only a whole ``http`` or ``https`` address is one, without a user's name before the site's,
    so that a link can neither run a script nor look like another site.
    """
    said = text.strip()
    if not _ADDRESS.fullmatch(said):
        return ""
    try:
        parts = urlsplit(said)
        named = parts.hostname and "." in parts.hostname
        port = parts.port  # it raises where it is none
    except ValueError:
        return ""
    if not named or "@" in parts.netloc or port == 0:
        return ""
    return quote(said, safe=":/?#!$&'*+,;=%~-._@")


_ADDRESS: Final = re.compile(r"https?://[^\s<>\"\\^`{|}\x00-\x20\x7f]{1,1000}", re.IGNORECASE)
