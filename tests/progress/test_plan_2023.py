"""The real plan, done on time: figures worked out from its dates alone, without pac.progress."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pandas as pd
import pytest

from pac.progress import measure, summary
from tests.progress.tables import D, all_on_time, plan_2023

CUTOFFS = [D("2023-04-30"), D("2023-08-31"), D("2023-12-31"), D("2024-01-31")]

# cut-off: due, whole and partial activities, attainment: as the design states them
ON_TIME = {
    CUTOFFS[0]: (14, 10, 4, 0.2052),
    CUTOFFS[1]: (24, 17, 7, 0.3827),
    CUTOFFS[2]: (54, 50, 4, 0.9815),
    CUTOFFS[3]: (54, 54, 0, 1.0),
}


@pytest.fixture(scope="module")
def activities() -> pd.DataFrame:
    return plan_2023()


@pytest.fixture(scope="module")
def reports(activities: pd.DataFrame) -> pd.DataFrame:
    return all_on_time(activities, CUTOFFS)


def test_the_table_is_the_plan(activities: pd.DataFrame) -> None:
    by_component = activities.groupby("component").size().tolist()
    dates = [day for days in activities["milestones"] for day in days]

    assert by_component == [8, 5, 13, 10, 15, 3]
    assert (len(dates), sum(day.year == 2024 for day in dates)) == (85, 4)
    assert activities["lead_kind"].value_counts().to_dict() == {
        "dependencia": 48,
        "grupo": 5,
        "comité": 1,
    }


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("cutoff", CUTOFFS)
def test_everything_done_on_time_complies_in_full_with_a_small_part_of_the_year(
    activities: pd.DataFrame, reports: pd.DataFrame, cutoff: dt.date, closed: bool
) -> None:
    due = [
        Fraction(sum(day <= cutoff for day in days), len(days)) for days in activities["milestones"]
    ]
    scheduled, done, partial, attainment = ON_TIME[cutoff]

    total = summary.summarize(
        measure.measure(activities, reports, cutoff, closed=closed), closed=closed
    )

    assert (total.fulfilled, total.scheduled, total.compliance) == (scheduled, scheduled, 1.0)
    assert (total.done, total.partial) == (done, partial)
    assert total.attainment == pytest.approx(float(sum(due) / 54), abs=1e-9)
    assert round(total.attainment, 4) == attainment
    assert total.scheduled_mean == 1.0


def test_the_figures_of_the_components_add_up_to_the_plan(
    activities: pd.DataFrame, reports: pd.DataFrame
) -> None:
    measured = measure.measure(activities, reports, CUTOFFS[0], closed=True)

    table = summary.by_component(measured, closed=True)

    assert table["activities"].tolist() == [8, 5, 13, 10, 15, 3]
    assert table["scheduled"].tolist() == [2, 0, 4, 1, 7, 0]
    assert table["fulfilled"].tolist() == [2, 0, 4, 1, 7, 0]
    assert table["level"].tolist() == ["alto", None, "alto", "alto", "alto", None]


def test_what_the_offices_lead_adds_up_to_the_plan(
    activities: pd.DataFrame, reports: pd.DataFrame
) -> None:
    measured = measure.measure(activities, reports, CUTOFFS[0], closed=True)

    table = summary.by_office(measured, [], closed=True)

    by_kind = table.groupby("kind")["activities"].sum().to_dict()
    assert by_kind == {"dependencia": 48, "grupo": 5, "comité": 1}
    assert table["scheduled"].sum() == 14


def test_the_calendar_has_85_dates_from_january_to_january(
    activities: pd.DataFrame, reports: pd.DataFrame
) -> None:
    table = summary.by_deadline(
        measure.per_milestone_table(activities, reports, CUTOFFS[1], closed=True)
    )

    assert table.sum().to_dict() == {"done": 38, "missing": 0, "to_come": 47, "no_target": 0}
    assert len(table) == 13
    assert table.loc["2023-12-01", "to_come"] == 34


def test_the_planned_curve_passes_through_the_figures_of_doing_all_on_time(
    activities: pd.DataFrame, reports: pd.DataFrame
) -> None:
    table = summary.curve(activities, reports, CUTOFFS, CUTOFFS[3], closed=True)

    at_cutoffs = table.loc[[str(day) for day in CUTOFFS]].round(4)
    assert at_cutoffs["planned"].tolist() == [0.2052, 0.3827, 0.9815, 1.0]
    assert at_cutoffs["actual"].tolist() == [0.2052, 0.3827, 0.9815, 1.0]
