"""The plan of a workbook as tables, and each activity's share done at a cut-off."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

STATUSES = ["Cumplida", "Vencida", "En curso", "Sin reporte"]
MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"


@dataclass
class Book:
    """The sheets of the workbook."""

    activities: pd.DataFrame
    reports: pd.DataFrame
    offices: pd.DataFrame


@dataclass
class Figures:
    """The chosen activities at a cut-off, and all their reports."""

    table: pd.DataFrame
    before: pd.DataFrame | None
    reports: pd.DataFrame
    cutoff: pd.Timestamp


@st.cache_data
def read(path: str) -> Book:
    """Read the workbook's sheets; the last date of each deadline counts as its deadline."""
    sheets = pd.read_excel(
        path, sheet_name=["Plan", "Seguimiento", "Dependencias"], engine="openpyxl"
    )
    activities = sheets["Plan"].dropna(subset=["ID"]).copy()
    activities["Meta"] = pd.to_numeric(activities["Meta"], errors="coerce").fillna(1.0)
    activities["Vence"] = activities["Fecha de cumplimiento"].map(_deadline)
    reports = sheets["Seguimiento"].dropna(subset=["ID", "Fecha de corte"]).copy()
    reports["Fecha de corte"] = pd.to_datetime(reports["Fecha de corte"])
    done = "Avance acumulado a la fecha de corte"
    reports["Avance"] = pd.to_numeric(reports[done], errors="coerce")
    return Book(activities, reports, sheets["Dependencias"].dropna(subset=["Dependencia"]))


def measure(book: Book, cutoff: pd.Timestamp, component: str | None, office: str | None) -> Figures:
    """Return the figures of what is chosen, at the cut-off and at the one before it."""
    chosen = book.activities
    if component:
        chosen = chosen[chosen["Componente"] == component]
    if office:
        chosen = chosen[chosen["Responsable"].str.contains(office, case=False, regex=False)]
    days = list(book.reports["Fecha de corte"].unique())
    place = days.index(cutoff)
    return Figures(
        _at(chosen, book.reports, cutoff),
        _at(chosen, book.reports, days[place - 1]) if place else None,
        book.reports[book.reports["ID"].isin(chosen["ID"])],
        cutoff,
    )


def narrow(figures: Figures, status: str | None, words: str) -> pd.DataFrame:
    """Return the activities of a state that hold these words."""
    table = figures.table
    if status:
        table = table[table["Estado"] == status]
    if words:
        table = table[table["Actividad"].str.contains(words, case=False, regex=False)]
    return table


def _at(chosen: pd.DataFrame, reports: pd.DataFrame, cutoff: pd.Timestamp) -> pd.DataFrame:
    columns = ["ID", "Avance", "Evidencia", "Qué se hizo", "Reportado por", "Avance verificado"]
    table = chosen.merge(
        reports.loc[reports["Fecha de corte"] == cutoff, columns], on="ID", how="left"
    )
    table["Hecho"] = (table["Avance"].fillna(0) / table["Meta"]).clip(upper=1)
    table["Programada"] = table["Vence"] <= cutoff
    table["Estado"] = [
        _status(row.Hecho, reported=pd.notna(row.Avance), due=row.Programada)
        for row in table.itertuples()
    ]
    return table


def _status(share: float, *, reported: bool, due: bool) -> str:
    if share >= 1:
        return "Cumplida"
    if due:
        return "Vencida"
    return "En curso" if reported else "Sin reporte"


def _deadline(text: object) -> pd.Timestamp:
    """Return the last day of the month that the text names last; else the year's last day."""
    said = str(text).lower()
    places = {said.rfind(name): number for number, name in enumerate(MONTHS.split(), 1)}
    last = max(places)
    month = places[last] if last >= 0 else 12
    return pd.Timestamp(2023, month, 1) + pd.offsets.MonthEnd()
