"""Every figure on screen can be made again from the cells that it cites, and from nothing else.

The arithmetic here is written apart from that of ``pac.progress``: it opens the workbook with
openpyxl, reads the cited cells, and works with a pencil's operations.
"""

from __future__ import annotations

import copy
import datetime as dt
import io
import re
from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import parse_qs, urlparse

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as SheetCell

from pac import labels
from pac.model import Provenance
from pac.progress import figures as measuring
from pac.progress.figures import Choice, Figures, Plan
from pac.progress.groups import members
from pac.progress.trace import Number
from pac.reading import reader
from pac.reading.deadlines import parse_deadline
from pac.reading.targets import parse_target
from pac.reports import cells
from pac.ui import filters, links, tables
from tests import workbooks

CUTOFFS = (dt.date(2023, 4, 30), dt.date(2023, 8, 31), dt.date(2023, 12, 31))
DAYS = (dt.date(2023, 2, 28), dt.date(2023, 4, 30), dt.date(2023, 6, 30), dt.date(2023, 12, 30))
OFFICES = ("Secretaría de Planeación", "Secretaría de Hacienda", "Oficina de Contratación")
TRACKED = "Avance acumulado a la fecha de corte"

ACCUMULATIONS = (None, "Último acumulado", "Suma de periodos", "Se exige en cada fecha")


@st.composite
def books(draw: st.DrawFn) -> tuple[bytes, dt.date]:
    """Return a workbook of a few activities and reports, and a cut-off to look at."""
    rows, reports = [], []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        percent = draw(st.booleans())
        dates = sorted(draw(st.sets(st.sampled_from(DAYS), min_size=1)))
        component = draw(st.integers(1, 3))
        target = draw(st.sampled_from((1, 0.9, 0.5) if percent else (1, 2, 3, 10)))
        row = workbooks.activity(
            ID=f"C{component}-{number:02d}",
            Componente=f"{component}. Componente {component}",
            Actividad=f"Actividad número {number} de la prueba",
            Indicador="Avance",
            Meta=(target, "0%") if percent else target,
            Fechas="; ".join(f"{day:%d/%m/%Y}" for day in dates),
            Responsable=draw(st.sampled_from(OFFICES)),
            Acumulación=draw(st.sampled_from(ACCUMULATIONS)),
        )
        if draw(st.booleans()):
            row["Meta aplicada"] = (0.8, "0%") if percent else 4
        rows.append(row)
        for cutoff in draw(st.sets(st.sampled_from(CUTOFFS))):
            value = draw(st.sampled_from((0, 0.3, 0.9, 1) if percent else (0, 1, 2, 5)))
            verified = draw(st.sampled_from((None, 0, value)))
            reports.append(
                {
                    "ID": row["ID"],
                    "Fecha de corte": cutoff,
                    TRACKED: (value, "0%") if percent else value,
                    "Evidencia": draw(st.sampled_from((None, "Radicado 1"))),
                    "Avance verificado": (verified, "0%") if percent else verified,
                }
            )
    closed = draw(st.sets(st.sampled_from(CUTOFFS)))
    said = "; ".join(f"{day:%d/%m/%Y}" for day in sorted(closed))
    book = workbooks.book(rows, reports, {"Cortes cerrados": said or None})
    return book, draw(st.sampled_from(CUTOFFS))


def measured(book: bytes, choice: Choice) -> Figures:
    read = workbooks.read(book)
    assert read.settings is not None
    plan = Plan(
        read.settings,
        read.activities,
        read.reports,
        read.parties,
        read.sources,
        read.filled,
        read.parameters,
    )
    provenance = Provenance("Municipio", "Plan", 2023, choice.cutoff, "", read.files)
    return measuring.figures(plan, choice, provenance)


@dataclass(frozen=True)
class ByHand:
    """What an activity comes to, worked out from the cells that its page cites."""

    target: Fraction
    due: int
    count: int
    tiers: tuple[Fraction, Fraction, Fraction]

    @property
    def expected(self) -> Fraction:
        return Fraction(self.due, self.count)


class Cells:
    """A workbook of which only the cells that a number cites may be looked at."""

    def __init__(self, book: bytes) -> None:
        self._book = load_workbook(io.BytesIO(book))
        self._cited: list[str] | None = None  # None: any

    def cited_by(self, cited: list[str]) -> Cells:
        """Return the same workbook, of which only these cells may be looked at."""
        seen = copy.copy(self)
        seen._cited = cited
        return seen

    def number(self, address: str) -> Fraction:
        cell = self.at(address)
        assert isinstance(cell.value, int | float), address
        return Fraction(str(cell.value)) * (100 if "%" in cell.number_format else 1)

    def value(self, address: str) -> object:
        return self.at(address).value

    def heading(self, address: str) -> str:
        sheet, place = address.split("!")
        column = re.match("[A-Z]+", place)
        assert column is not None
        return str(self._book[sheet][f"{column[0]}1"].value)

    def at(self, address: str) -> SheetCell:
        assert self._cited is None or address in self._cited, f"{address} is not cited"
        sheet, place = address.split("!")
        return self._book[sheet][place]


def under(cells: Cells, cited: list[str], heading: str) -> list[str]:
    return [address for address in cited if cells.heading(address) == heading]


def by_hand(book: bytes, figures: Figures, name: str) -> ByHand:
    """Work out an activity from the cells that its page cites, step by step."""
    cells = Cells(book)
    shown = tables.numbers(figures, name)
    said = {
        label: places.split(", ")
        for label, places in zip(shown.screen[0].texts, shown.screen[3].texts, strict=True)
    }
    for label, cited in said.items():
        said[label] = [address for address in cited if address != labels.UNDEFINED]
    due, asked = said["Fechas que habían llegado"], said["Meta que se exige"]
    dates = dates_in(cells.cited_by(due), due)
    target = target_in(cells.cited_by(asked), asked)
    tiers = [
        tier_in(cells.cited_by(said[label]), said[label], tier, figures.cutoff)
        if label in said
        else Fraction(0)
        for tier, label in enumerate(
            (
                "Avance de la vigencia, según lo reportado",
                "Avance de la vigencia, con evidencia",
                "Avance de la vigencia, verificado",
            )
        )
    ]
    reported, evidenced, verified = tiers
    evidenced = min(reported, evidenced)
    return ByHand(
        target,
        sum(day <= figures.cutoff for day in dates),
        len(dates),
        (reported, evidenced, min(evidenced, verified)),
    )


def dates_in(cells: Cells, cited: list[str]) -> list[dt.date]:
    (address,) = under(cells, cited, "Fechas")
    return [
        dt.datetime.strptime(text.strip(), "%d/%m/%Y").date()  # noqa: DTZ007  a calendar day
        for text in str(cells.value(address)).split(";")
    ]


def target_in(cells: Cells, cited: list[str]) -> Fraction:
    instead = under(cells, cited, "Meta aplicada")
    if instead:
        return cells.number(instead[0])
    target = cells.number(under(cells, cited, "Meta")[0])
    return target * len(dates_in(cells, cited)) if under(cells, cited, "Fechas") else target


def tier_in(cells: Cells, cited: list[str], tier: int, cutoff: dt.date) -> Fraction:
    """Return an attainment from its cells: the reports by date, and how they add up."""
    reports = sorted(
        (cells.value(day).date(), row_of(day)) for day in under(cells, cited, "Fecha de corte")
    )
    asked = [one for one in cited if one.startswith(("Plan!", "Parámetros!"))]
    how = [cells.value(one) for one in under(cells, cited, "Acumulación")]
    is_applied_by_dates = not under(cells, cited, "Meta aplicada") and under(cells, cited, "Fechas")
    each = how == ["Se exige en cada fecha"] or (
        not how and under(cells, cited, "Fechas") and is_percent(cells, asked)
    )
    if not reports:
        return Fraction(0)
    goal = (
        cells.number(under(cells, asked, "Meta")[0])
        if each and not under(cells, cited, "Meta aplicada")
        else target_in(cells, asked if is_applied_by_dates else without_dates(cells, asked))
    )

    def counted(row: int) -> Fraction:
        value = cells.number(f"Seguimiento!D{row}")
        verified = cells.value(f"Seguimiento!J{row}") if tier else None
        if tier == 0:
            return value
        has_evidence = verified is not None or bool(cells.value(f"Seguimiento!G{row}"))
        if tier == 1:
            return value if has_evidence else Fraction(0)
        return cells.number(f"Seguimiento!J{row}") if verified is not None else Fraction(0)

    if each:
        dates = dates_in(cells, asked)
        total = Fraction(0)
        for day in dates:
            answer = next((row for on, row in reports if on >= day), None)
            if day <= cutoff and answer is not None:
                capped = min(Fraction(1), counted(answer) / goal)
                above = cells.number(f"Seguimiento!D{answer}") / goal
                total += min(capped, above)
        return total / len(dates)
    quantities = [counted(row) for _, row in reports]
    done = sum(quantities) if how == ["Suma de periodos"] else quantities[-1]
    return min(Fraction(1), done / goal)


def without_dates(cells: Cells, cited: list[str]) -> list[str]:
    return [one for one in cited if cells.heading(one) != "Fechas"]


def is_percent(cells: Cells, cited: list[str]) -> bool:
    places = under(cells, cited, "Meta") or under(cells, cited, "Meta aplicada")
    sheet = cells.at(places[0])
    return "%" in sheet.number_format


def row_of(address: str) -> int:
    return int(re.sub(r"\D", "", address.split("!")[1]))


def nearly(shown: float, exact: Fraction) -> bool:
    return abs(shown - float(exact)) < 1e-8


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(books())
def test_every_number_of_an_activity_is_made_again_from_its_cells(made):
    book, cutoff = made
    figures = measured(book, Choice(cutoff))

    for name, one in figures.measured.iterrows():
        hand = by_hand(book, figures, str(name))
        assert nearly(one["applied_target"], hand.target)
        assert one["milestones_due"] == hand.due
        assert nearly(one["expected"], hand.expected)
        if figures.has_progress:
            tiers = ("reported", "evidenced", "verified")
            for tier, exact in zip(tiers, hand.tiers, strict=True):
                assert nearly(one[f"attainment_{tier}"], exact), (name, tier)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(books())
def test_every_figure_of_a_group_is_made_again_from_the_activities_behind_it(made):
    book, cutoff = made
    figures = measured(book, Choice(cutoff))
    if not figures.has_progress:
        return
    tier = 2 if figures.closed else 0
    hand = {str(name): by_hand(book, figures, str(name)) for name in figures.measured.index}

    def al_dia(name: str) -> bool:
        return hand[name].due > 0 and hand[name].tiers[tier] >= hand[name].expected

    shown = tables.components(figures)
    by_heading = {one.heading.replace("\N{NO-BREAK SPACE}", " "): one for one in shown.sheet}
    for place, number in enumerate(figures.components.index):
        inside = [name for name in hand if name.startswith(f"C{number}-")]
        due = [name for name in inside if hand[name].due > 0]
        met = [name for name in inside if al_dia(name)]
        row = {heading: column.values[place] for heading, column in by_heading.items()}
        assert row["Actividades"] == len(inside)
        assert row["Programadas"] == len(due)
        assert row["Al día"] == len(met)
        assert row["Faltan"] == len(due) - len(met)
        mean = sum((hand[name].tiers[tier] for name in inside), Fraction(0)) / len(inside)
        assert nearly(row["Avance de la vigencia"], mean)
        if figures.closed and due:
            assert nearly(row["Cumplimiento"], Fraction(len(met), len(due)))

        # and the link of each count leads to just those activities
        for heading, names in (("Programadas", due), ("Al día", met)):
            if names:
                assert behind(book, by_heading[heading].links[place]) == names


def behind(book: bytes, address: str) -> list[str]:
    """Return the activities that the page behind a link lists."""
    asked = {name: value for name, (value,) in parse_qs(urlparse(address).query).items()}
    days = {labels.date(day): day for day in (*CUTOFFS, dt.date(2024, 1, 31))}
    number = asked.get(links.COMPONENT)
    figures = measured(
        book,
        Choice(
            days[asked[links.CUTOFF]],
            int(number.partition(".")[0]) if number else None,
            asked.get(links.OFFICE),
        ),
    )
    kept = figures.measured
    for one in filters.STATUSES:
        if asked.get(links.STATUS) == cells.status_name(one):
            kept = kept.loc[members(kept, one)]
    return [str(name) for name in kept.index]


@pytest.mark.parametrize("cutoff", CUTOFFS)
def test_the_real_plan_is_asked_what_its_cited_cells_say(cutoff):
    path = workbooks.ROOT / "data" / "ejemplo_seguimiento_2023.xlsx"
    book = path.read_bytes()
    read = reader.read(reader.load(path))
    assert read.settings is not None
    figures = measured(book, Choice(cutoff))
    cells = Cells(book)

    for name in figures.measured.index:
        one = figures.activity(str(name))
        steps = {step.number: step for step in tables.steps_of(figures, str(name))}
        for number, step in steps.items():
            assert step.cells or not one["reported"], (name, number)
        *deadline, year = steps[Number.DUE].cells
        dates = parse_deadline(cells.value(deadline[0]), int(cells.number(year))).milestones
        assert one["milestones_due"] == sum(day <= cutoff for day in dates)
        assert nearly(one["expected"], Fraction(int(one["milestones_due"]), len(dates)))
        cell = cells.at(steps[Number.TARGET].cells[0])
        target = parse_target(cell.value, cell.number_format).value
        assert one["applied_target"] in (target, target * len(dates))
        for address in under(cells, list(steps[Number.ACTUAL].cells), TRACKED):
            assert cells.value(address) is not None
