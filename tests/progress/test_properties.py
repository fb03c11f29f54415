"""What holds for every plan and every tracking, whatever they say."""

from __future__ import annotations

import datetime as dt
import itertools
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pac.progress import measure, summary
from tests.progress.tables import activity, plan, report, tracking

YEAR = (dt.date(2023, 1, 1), dt.date(2024, 1, 31))
DAYS = st.dates(*YEAR)
TIERS = ["attainment_reported", "attainment_evidenced", "attainment_verified"]
examples = settings(max_examples=40, deadline=None)  # a busy machine is no failure
IDS = ["C1-01", "C1-02", "C2-01", "C3-01"]


@st.composite
def plans(draw: st.DrawFn) -> pd.DataFrame:
    return plan(
        *(
            activity(
                activity_id,
                target=draw(st.sampled_from([1.0, 3.0, 7.0, 90.0, np.nan])),
                milestones=sorted(draw(st.sets(DAYS, max_size=4))),
                accumulation=draw(st.sampled_from(["latest", "sum", "per_milestone"])),
                start=draw(st.none() | st.just("2023-03-01")),
                lead=draw(st.sampled_from(["Planeación", "Hacienda", ""])),
            )
            for activity_id in IDS
        )
    )


@st.composite
def trackings(draw: st.DrawFn) -> pd.DataFrame:
    quantity = st.floats(0, 100, allow_subnormal=False).map(lambda value: round(value, 2))
    keys = draw(st.lists(st.tuples(st.sampled_from(IDS), DAYS), unique=True, max_size=12))
    return tracking(
        *(
            report(
                activity_id,
                str(day),
                draw(st.none() | quantity),
                evidence=draw(st.sampled_from(["", "Acta 1"])),
                verified=draw(st.none() | quantity),
                completed_on=draw(st.none() | DAYS.map(str)),
            )
            for activity_id, day in keys
        )
    )


def mean(measured: pd.DataFrame) -> float:
    return measured["attainment_reported"].fillna(0.0).mean()


@examples
@given(plans(), trackings(), DAYS, st.booleans())
def test_attainments_are_shares_and_each_tier_is_within_the_one_before(
    activities: pd.DataFrame, reports: pd.DataFrame, cutoff: dt.date, closed: bool
) -> None:
    measured = measure.measure(activities, reports, cutoff, closed=closed)

    for tier in TIERS:
        assert measured[tier].dropna().between(0, 1).all()
    for wider, narrower in itertools.pairwise(TIERS):
        assert not (measured[narrower] > measured[wider]).any()
    assert not (measured["fulfilled"] & ~measured["scheduled"]).any()


@examples
@given(plans(), trackings(), DAYS, st.booleans())
def test_reports_after_the_cutoff_never_matter(
    activities: pd.DataFrame, reports: pd.DataFrame, cutoff: dt.date, closed: bool
) -> None:
    until = reports.loc[reports["as_of"] <= pd.Timestamp(cutoff)]

    pd.testing.assert_frame_equal(
        measure.measure(activities, reports, cutoff, closed=closed),
        measure.measure(activities, until, cutoff, closed=closed),
    )


@examples
@given(plans(), trackings(), DAYS, st.booleans(), st.randoms())
def test_the_order_of_the_reports_never_matters(
    activities: pd.DataFrame, reports: pd.DataFrame, cutoff: dt.date, closed: bool, random: Random
) -> None:
    order = list(range(len(reports)))
    random.shuffle(order)

    pd.testing.assert_frame_equal(
        measure.measure(activities, reports, cutoff, closed=closed),
        measure.measure(activities, reports.iloc[order], cutoff, closed=closed),
    )


@examples
@given(plans(), trackings(), DAYS, st.booleans())
def test_a_part_of_the_plan_measures_as_within_the_whole(
    activities: pd.DataFrame, reports: pd.DataFrame, cutoff: dt.date, closed: bool
) -> None:
    whole = measure.measure(activities, reports, cutoff, closed=closed)
    part = measure.measure(activities.iloc[2:], reports, cutoff, closed=closed)

    pd.testing.assert_frame_equal(whole.iloc[2:], part)


@examples
@given(plans(), trackings(), DAYS)
def test_doing_more_than_the_target_never_lifts_the_mean(
    activities: pd.DataFrame, reports: pd.DataFrame, cutoff: dt.date
) -> None:
    targets = activities["applied_target"].reindex(reports["activity_id"]).to_numpy()
    met = reports.assign(value=np.where(reports["value"] >= targets, targets, reports["value"]))

    assert mean(measure.measure(activities, reports, cutoff)) == pytest.approx(
        mean(measure.measure(activities, met, cutoff)), abs=1e-9
    )


@examples
@given(plans(), trackings(), DAYS, st.booleans())
def test_both_tables_stay_as_they_were(
    activities: pd.DataFrame, reports: pd.DataFrame, cutoff: dt.date, closed: bool
) -> None:
    before = activities.copy(deep=True), reports.copy(deep=True)

    measured = measure.measure(activities, reports, cutoff, closed=closed)
    summary.by_office(measured, [], closed=closed)

    pd.testing.assert_frame_equal(activities, before[0])
    pd.testing.assert_frame_equal(reports, before[1])


@examples
@given(plans(), trackings(), DAYS, st.booleans())
def test_the_parts_add_up_to_the_plan(
    activities: pd.DataFrame, reports: pd.DataFrame, cutoff: dt.date, closed: bool
) -> None:
    measured = measure.measure(activities, reports, cutoff, closed=closed)
    total = summary.summarize(measured, closed=closed)

    for table, left_out in (
        (summary.by_component(measured, closed=closed), 0),
        (summary.by_office(measured, [], closed=closed), total.no_lead),
    ):
        assert table["activities"].sum() == total.activities - left_out
    components = summary.by_component(measured, closed=closed)
    for count in ("scheduled", "fulfilled", "reported", "done", "partial", "no_target"):
        assert components[count].sum() == getattr(total, count)
    if total.attainment is not None:
        weighted = (components["attainment"] * components["activities"]).sum()
        assert weighted / total.activities == pytest.approx(total.attainment, abs=1e-8)


@examples
@given(plans(), trackings(), DAYS, st.booleans())
def test_the_milestones_of_an_activity_add_up_to_its_attainment(
    activities: pd.DataFrame, reports: pd.DataFrame, cutoff: dt.date, closed: bool
) -> None:
    measured = measure.measure(activities, reports, cutoff, closed=closed)
    table = measure.per_milestone_table(activities, reports, cutoff, closed=closed)

    for activity_id, dates in table.groupby("activity_id"):
        covered = dates["done_share"].sum(skipna=False) / len(dates)
        attainment = measured.loc[activity_id, "attainment"]
        assert covered == pytest.approx(attainment, abs=1e-7, nan_ok=True)


@examples
@given(plans(), trackings(), DAYS, st.booleans())
def test_the_curve_ends_at_the_figures_of_the_cutoff(
    activities: pd.DataFrame, reports: pd.DataFrame, cutoff: dt.date, closed: bool
) -> None:
    measured = measure.measure(activities, reports, cutoff, closed=closed)
    table = summary.curve(activities, reports, [dt.date(2023, 4, 30)], cutoff, closed=closed)

    here = table.loc[pd.Timestamp(cutoff)]
    assert here["planned"] == pytest.approx(measured["expected"].fillna(0.0).mean(), abs=1e-8)
    assert table["planned"].is_monotonic_increasing
    if measured["attainment"].notna().any():
        assert here["actual"] == pytest.approx(measured["attainment"].fillna(0.0).mean(), abs=1e-8)
    assert table.loc[table.index > pd.Timestamp(cutoff), "actual"].isna().all()
