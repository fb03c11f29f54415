from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest

from pac import schema
from pac.progress import measure
from tests.progress.tables import D, activity, plan, report, tracking, verified

APRIL, AUGUST, DECEMBER = D("2023-04-30"), D("2023-08-31"), D("2023-12-31")
THREE = ("2023-04-30", "2023-08-30", "2023-12-30")


def test_the_measured_table_has_the_columns_of_the_contract_in_their_order() -> None:
    activities = plan(activity("C2-01"), activity("C1-01"))

    measured = measure.measure(activities, tracking(), APRIL)

    assert measured.columns.tolist() == [*schema.ACTIVITIES, *schema.MEASURED]
    assert measured.index.tolist() == ["C2-01", "C1-01"]


def test_measured_columns_hold_the_types_of_the_contract_with_and_without_reports() -> None:
    words = {"int": "i", "bool": "b", "float": "f", "datetime64": "M", "str": "O"}
    activities = plan(activity("C1-01"))

    for reports in (tracking(), tracking(report("C1-01", "2023-04-30", 1))):
        measured = measure.measure(activities, reports, APRIL)
        for name, says in schema.MEASURED.items():
            kind = says.replace(":", " ").split()[0]
            assert measured[name].dtype.kind == words[kind], name


def test_measuring_leaves_both_tables_as_they_were() -> None:
    activities = plan(activity("C1-01", milestones=THREE, target=3.0))
    reports = tracking(verified("C1-01", "2023-04-30", 1))
    before = activities.copy(deep=True), reports.copy(deep=True)

    measure.measure(activities, reports, APRIL, closed=True)
    measure.per_milestone_table(activities, reports, APRIL)

    pd.testing.assert_frame_equal(activities, before[0])
    pd.testing.assert_frame_equal(reports, before[1])


def test_a_plan_of_no_activities_measures_to_no_rows() -> None:
    nothing = plan(activity("C1-01")).iloc[:0]

    assert measure.measure(nothing, tracking(), APRIL).empty
    assert measure.per_milestone_table(nothing, tracking(), APRIL).empty


def test_measuring_twice_replaces_the_figures() -> None:
    activities = plan(activity("C1-01"))
    reports = tracking(report("C1-01", "2023-06-30", 1))

    once = measure.measure(activities, reports, AUGUST)
    again = measure.measure(measure.measure(activities, reports, APRIL), reports, AUGUST)

    pd.testing.assert_frame_equal(once, again)


def test_without_any_report_in_the_plan_nothing_is_zero() -> None:
    activities = plan(activity("C1-01", milestones=["2023-03-31"]), activity("C1-02"))

    measured = measure.measure(activities, tracking(), APRIL)

    assert measured["attainment"].isna().all()
    assert measured["ratio"].isna().all()
    assert measured["as_of"].isna().all()
    assert not measured["fulfilled"].any()
    assert not measured["reported"].any()
    assert measured["scheduled"].tolist() == [True, False]


def test_a_report_of_another_part_of_the_plan_is_progress_of_the_plan() -> None:
    whole = plan(activity("C1-01"), activity("C1-02"))
    reports = tracking(report("C1-01", "2023-04-30", 1))

    part = measure.measure(whole.loc[["C1-02"]], reports, APRIL)

    assert part["attainment"].tolist() == [0.0]
    pd.testing.assert_frame_equal(part, measure.measure(whole, reports, APRIL).loc[["C1-02"]])


def test_the_ratio_shows_what_the_attainment_caps() -> None:
    activities = plan(activity("C1-01", target=4.0))

    measured = measure.measure(activities, tracking(report("C1-01", "2023-04-30", 10)), APRIL)

    assert measured.loc["C1-01", ["actual", "ratio", "attainment"]].tolist() == [10.0, 2.5, 1.0]


@pytest.mark.parametrize(
    ("accumulation", "actual"), [("latest", 2.0), ("sum", 3.0), ("per_milestone", 1.0)]
)
def test_the_actual_follows_the_accumulation(accumulation: str, actual: float) -> None:
    activities = plan(
        activity("C1-01", target=3.0, accumulation=accumulation, milestones=["2023-04-15"])
    )
    reports = tracking(report("C1-01", "2023-04-20", 1), report("C1-01", "2023-04-30", 2))

    measured = measure.measure(activities, reports, APRIL)

    assert measured.loc["C1-01", "actual"] == actual
    assert measured.loc["C1-01", "as_of"] == pd.Timestamp("2023-04-30")


def test_the_actual_of_each_date_is_the_newest_that_answered_one() -> None:
    days = ["2023-02-07", "2023-03-07", "2023-12-07"]
    activities = plan(
        activity("C1-01", target=100.0, accumulation="per_milestone", milestones=days)
    )
    reports = tracking(
        report("C1-01", "2023-02-07", 100),
        report("C1-01", "2023-03-10", 80),
        report("C1-01", "2023-04-30", 90),
    )

    measured = measure.measure(activities, reports, APRIL).loc["C1-01"]

    assert (measured["actual"], measured["attainment"]) == (80.0, 0.6)
    assert measured["as_of"] == pd.Timestamp("2023-04-30")


def test_a_report_that_answers_nothing_is_a_report_without_an_actual() -> None:
    activities = plan(activity("C1-01", accumulation="per_milestone"))

    measured = measure.measure(activities, tracking(report("C1-01", "2023-04-30", 1)), APRIL)

    assert measured.loc["C1-01", "reported"]
    assert math.isnan(measured.loc["C1-01", "actual"])
    assert measured.loc["C1-01", "status"] == "en curso"


def test_evidence_and_verification_are_said_only_where_all_that_counts_has_them() -> None:
    activities = plan(*(activity(f"C1-0{n}", target=2.0, accumulation="sum") for n in range(4)))
    reports = tracking(
        verified("C1-00", "2023-03-31", 1),
        verified("C1-00", "2023-04-30", 1),
        verified("C1-01", "2023-03-31", 1),
        report("C1-01", "2023-04-30", 1, evidence="Acta 3"),
        report("C1-02", "2023-03-31", 1, evidence="Acta 4"),
        report("C1-02", "2023-04-30", 1, evidence="   "),
    )

    measured = measure.measure(activities, reports, APRIL)

    assert measured["has_evidence"].tolist() == [True, True, False, False]
    assert measured["is_verified"].tolist() == [True, False, False, False]


def test_a_missing_evidence_is_no_evidence() -> None:
    activities = plan(activity("C1-01"))
    reports = tracking(report("C1-01", "2023-04-30", 1)).assign(evidence=np.nan)

    measured = measure.measure(activities, reports, APRIL)

    assert measured.loc["C1-01", "attainment_evidenced"] == 0.0


def test_of_two_different_reports_of_one_date_the_lower_counts_in_any_order() -> None:
    activities = plan(activity("C1-01"))
    two = tracking(report("C1-01", "2023-04-30", 1), report("C1-01", "2023-04-30", 0.5))

    for reports in (two, two.iloc[::-1]):
        assert measure.measure(activities, reports, APRIL).loc["C1-01", "attainment"] == 0.5


def test_a_target_of_zero_is_no_target() -> None:
    activities = plan(activity("C1-01", applied_target=0.0))

    measured = measure.measure(activities, tracking(report("C1-01", "2023-04-30", 1)), APRIL)

    assert measured.loc["C1-01", "status"] == "sin meta"
    assert math.isnan(measured.loc["C1-01", "ratio"])


def test_a_level_asked_at_each_date_without_readable_dates_counts_nothing() -> None:
    activities = plan(activity("C1-01", accumulation="per_milestone", milestones=[]))

    measured = measure.measure(activities, tracking(report("C1-01", "2023-04-30", 1)), APRIL)

    assert measured.loc["C1-01", ["attainment", "status"]].tolist() == [0.0, "sin fecha"]


def test_next_and_last_milestone_are_those_after_the_cutoff_and_of_the_end() -> None:
    activities = plan(activity("C1-01", milestones=THREE), activity("C1-02", milestones=[]))

    at_april = measure.measure(activities, tracking(), APRIL)
    at_december = measure.measure(activities, tracking(), DECEMBER)

    assert at_april.loc["C1-01", "next_milestone"] == pd.Timestamp("2023-08-30")
    assert at_april.loc["C1-01", "last_milestone"] == pd.Timestamp("2023-12-30")
    assert at_december["next_milestone"].isna().all()
    assert at_april.loc["C1-02", ["next_milestone", "last_milestone"]].isna().all()


def test_the_notice_is_an_argument() -> None:
    activities = plan(activity("C1-01", milestones=["2023-06-30"]))

    assert measure.measure(activities, tracking(), APRIL)["status"].item() == "programada"
    near = measure.measure(activities, tracking(), APRIL, notice_days=61)
    assert near["status"].item() == "por vencer"


def test_the_day_of_completion_shows_only_while_the_activity_is_complete() -> None:
    activities = plan(activity("C1-01"))
    reports = tracking(report("C1-01", "2023-06-30", 1, completed_on="2023-06-20"))

    reported = measure.measure(activities, reports, AUGUST)
    verified_tier = measure.measure(activities, reports, AUGUST, closed=True)

    assert reported["completed_on"].item() == pd.Timestamp("2023-06-20")
    assert verified_tier["completed_on"].isna().all()


def test_what_one_activity_added_completes_no_other() -> None:
    activities = plan(*(activity(f"C1-0{n}", target=2.0, accumulation="sum") for n in (1, 2)))
    reports = tracking(
        report("C1-01", "2023-04-30", 9, completed_on="2023-04-30"),
        report("C1-02", "2023-04-30", 1, completed_on="2023-04-30"),
        report("C1-02", "2023-08-31", 1, completed_on="2023-08-15"),
    )

    measured = measure.measure(activities, reports, AUGUST)

    assert measured["completed_on"].dt.month.tolist() == [4, 8]
    assert measured["late_completion"].tolist() == [False, True]


def test_a_plan_of_5000_activities_and_60000_reports_measures_the_same_in_any_order() -> None:
    activities = plan(
        *(
            activity(
                f"C1-{n:04}",
                target=12.0,
                milestones=[f"2023-{month:02}-28" for month in range(1, 13)],
                accumulation=("latest", "sum", "per_milestone")[n % 3],
            )
            for n in range(5000)
        )
    )
    reports = tracking(
        *(
            report(activity_id, f"2023-{month:02}-28", float(month))
            for activity_id in activities.index
            for month in range(1, 13)
        )
    )

    measured = measure.measure(activities, reports, DECEMBER)
    shuffled = measure.measure(activities, reports.sample(frac=1, random_state=1), DECEMBER)

    assert measured["attainment"].iloc[:3].tolist() == [1.0, 1.0, round(78 / 144, 9)]
    pd.testing.assert_frame_equal(measured, shuffled)


class TestEachMilestone:
    def states(
        self,
        activities: pd.DataFrame,
        reports: pd.DataFrame,
        cutoff: dt.date = AUGUST,
        *,
        closed: bool = False,
    ) -> list[tuple[float, str]]:
        table = measure.per_milestone_table(activities, reports, cutoff, closed=closed)
        return list(zip(table["done_share"], table["state"], strict=True))

    def test_the_total_covers_the_milestones_in_order(self) -> None:
        activities = plan(activity("C1-01", target=3.0, milestones=THREE))
        reports = tracking(report("C1-01", "2023-08-31", 1.5))

        assert self.states(activities, reports) == [
            (1.0, "cumplida"),
            (0.5, "pendiente"),
            (0.0, "por venir"),
        ]

    def test_a_milestone_covered_ahead_of_its_date_is_done(self) -> None:
        activities = plan(activity("C1-01", target=3.0, milestones=THREE))
        reports = tracking(report("C1-01", "2023-08-31", 3))

        assert self.states(activities, reports) == [(1.0, "cumplida")] * 3

    def test_a_third_of_three_covers_the_first_in_spite_of_rounding(self) -> None:
        activities = plan(activity("C1-01", target=3.0, milestones=THREE))
        reports = tracking(report("C1-01", "2023-04-30", 1))

        assert self.states(activities, reports, APRIL)[0] == (1.0, "cumplida")

    def test_where_each_date_asks_for_it_each_has_its_own_answer(self) -> None:
        activities = plan(
            activity("C1-00"),
            activity("C1-01", target=100.0, accumulation="per_milestone", milestones=THREE),
        )
        reports = tracking(report("C1-01", "2023-04-30", 40), verified("C1-01", "2023-08-31", 100))

        assert self.states(activities, reports)[1:] == [
            (0.4, "pendiente"),
            (1.0, "cumplida"),
            (0.0, "por venir"),
        ]
        assert self.states(activities, reports, closed=True)[1] == (0.0, "pendiente")

    def test_without_a_target_what_is_due_cannot_be_told(self) -> None:
        activities = plan(activity("C1-01", target=math.nan, milestones=THREE))
        reports = tracking(report("C1-01", "2023-04-30", 1))

        table = measure.per_milestone_table(activities, reports, APRIL)

        assert table["state"].tolist() == ["sin meta", "por venir", "por venir"]
        assert table["done_share"].isna().all()

    def test_without_any_report_nothing_is_covered_and_nothing_is_zero(self) -> None:
        activities = plan(
            activity("C1-01", milestones=THREE),
            activity("C1-02", milestones=THREE, accumulation="per_milestone"),
        )

        table = measure.per_milestone_table(activities, tracking(), APRIL)

        assert table["state"].tolist() == ["pendiente", "por venir", "por venir"] * 2
        assert table["done_share"].isna().all()

    def test_each_row_says_which_milestone_of_how_many(self) -> None:
        activities = plan(
            activity("C1-01", milestones=THREE),
            activity("C1-02", milestones=[]),
            activity("C1-03"),
        )

        table = measure.per_milestone_table(activities, tracking(), APRIL)

        assert table["activity_id"].tolist() == ["C1-01"] * 3 + ["C1-03"]
        assert table["number"].tolist() == [1, 2, 3, 1]
        assert table["count"].tolist() == [3, 3, 3, 1]
        assert table["due"].iloc[1] == pd.Timestamp("2023-08-30")


def test_almost_all_of_a_large_target_is_not_a_date_fulfilled():
    activities = plan(activity("C1-01", target=30_000_000.0, milestones=("2023-04-30",)))
    reports = tracking(verified("C1-01", "2023-04-30", 29_999_999.0))

    dates = measure.per_milestone_table(activities, reports, D("2023-04-30"), closed=True)

    assert dates["state"].tolist() == [measure.DATE_MISSING]
    assert dates["done_share"][0] < 1.0
