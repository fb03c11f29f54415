from __future__ import annotations

import datetime as dt
import math

import pandas as pd
import pytest

from pac.model import Level, Party, PartyKind, Status, Tier
from pac.progress import measure, summary
from tests.progress.tables import D, activity, due, plan, report, tracking, verified

APRIL, AUGUST, DECEMBER = D("2023-04-30"), D("2023-08-31"), D("2023-12-31")
CLOSING = D("2024-01-31")


def measured_at(
    cutoff: dt.date, activities: list[dict], *reports: dict, closed: bool = False
) -> pd.DataFrame:
    return measure.measure(plan(*activities), tracking(*reports), cutoff, closed=closed)


def total(
    cutoff: dt.date,
    activities: list[dict],
    *reports: dict,
    closed: bool = False,
    **levels: float,
) -> summary.Summary:
    measured = measured_at(cutoff, activities, *reports, closed=closed)
    return summary.summarize(measured, closed=closed, **levels)


class TestSummarize:
    def test_compliance_counts_whole_activities_and_the_mean_counts_parts(self) -> None:
        reports = [verified("C1-00", "2023-04-30", 1), verified("C1-01", "2023-04-30", 0.5)]

        result = total(APRIL, [*due(4), activity("C1-99")], *reports, closed=True)

        assert (result.fulfilled, result.scheduled, result.compliance) == (1, 4, 0.25)
        assert result.scheduled_mean == 0.375
        assert result.attainment == 0.3
        assert (result.done, result.partial, result.activities) == (1, 1, 5)
        assert (result.reported, result.unreported, result.scheduled_reported) == (2, 3, 2)

    def test_doing_more_than_asked_does_not_lift_the_means(self) -> None:
        result = total(APRIL, due(2), report("C1-00", "2023-04-30", 50))

        assert (result.attainment, result.scheduled_mean) == (0.5, 0.5)

    def test_work_ahead_of_its_date_does_not_lift_the_mean_of_what_was_due(self) -> None:
        ahead = activity("C1-90", target=2.0, milestones=["2023-04-30", "2023-12-30"])

        result = total(APRIL, [ahead, *due(1)], report("C1-90", "2023-04-30", 2))

        assert (result.scheduled_mean, result.attainment) == (0.5, 0.5)

    def test_without_reports_every_share_is_undefined_and_the_counts_stay(self) -> None:
        result = total(APRIL, due(3), closed=True)

        assert (result.scheduled, result.fulfilled, result.unreported) == (3, 0, 3)
        assert result.compliance is result.scheduled_mean is result.attainment is None
        assert result.level is result.attainment_verified is None

    def test_where_nothing_is_due_compliance_is_undefined_and_never_zero(self) -> None:
        result = total(APRIL, [activity("C1-01")], report("C1-01", "2023-04-30", 0), closed=True)

        assert result.compliance is result.level is result.scheduled_mean is None
        assert result.attainment == 0.0

    def test_an_open_cutoff_has_a_compliance_and_no_level(self) -> None:
        reports = [report("C1-00", "2023-04-30", 1)]

        collecting = total(APRIL, due(1), *reports)
        legal = total(APRIL, due(1), *reports, closed=True)

        assert (collecting.compliance, collecting.level) == (1.0, None)
        assert (legal.compliance, legal.level) == (0.0, Level.LOW)
        assert (collecting.tier, legal.tier) == (Tier.REPORTED, Tier.VERIFIED)

    def test_the_three_tiers_stand_side_by_side_whichever_is_in_force(self) -> None:
        reports = [
            report("C1-00", "2023-04-30", 1),
            report("C1-01", "2023-04-30", 1, evidence="Acta 1"),
            verified("C1-02", "2023-04-30", 1),
            report("C1-03", "2023-04-30", 0),
        ]

        for closed in (False, True):
            result = total(APRIL, due(4), *reports, closed=closed)
            assert result.fulfilled_reported == 3
            assert result.fulfilled_evidenced == 2
            assert result.fulfilled_verified == 1
            assert result.attainment_reported == 0.75
            assert result.attainment_evidenced == 0.5
            assert result.attainment_verified == 0.25

    def test_without_a_target_it_counts_as_zero_in_one_figure_and_is_out_of_the_other(self) -> None:
        activities = [
            *due(1),
            activity("C1-50", target=math.nan, milestones=["2023-04-30"]),
        ]
        reports = [report("C1-00", "2023-04-30", 1), report("C1-50", "2023-04-30", 1)]

        result = total(APRIL, activities, *reports)

        assert (result.scheduled, result.compliance) == (1, 1.0)
        assert (result.attainment, result.no_target) == (0.5, 1)

    def test_without_a_readable_date_it_is_out_of_the_compliance(self) -> None:
        result = total(
            APRIL,
            [*due(1), activity("C1-50", milestones=[])],
            report("C1-50", "2023-04-30", 1),
        )

        assert (result.scheduled, result.compliance, result.no_date) == (1, 0.0, 1)
        assert result.attainment == 0.5

    def test_a_group_without_targets_asks_the_whole_whether_there_is_progress(self) -> None:
        measured = measured_at(
            APRIL,
            [activity("C1-01", target=math.nan), activity("C2-01")],
            report("C2-01", "2023-04-30", 1),
        )

        table = summary.by_component(measured, closed=False)
        alone = summary.summarize(measured.loc[["C1-01"]], closed=False)

        assert table["attainment"].tolist() == [0.0, 1.0]
        assert alone.attainment is None

    def test_no_activities_add_up_to_nothing_defined(self) -> None:
        measured = measured_at(APRIL, due(1), report("C1-00", "2023-04-30", 1)).iloc[:0]

        result = summary.summarize(measured, closed=True)

        assert result.activities == result.scheduled == 0
        assert result.compliance is result.attainment is result.level is None

    def test_few_scheduled_are_said_to_be_few(self) -> None:
        assert total(APRIL, due(2)).few
        assert not total(APRIL, due(3)).few

    def test_an_activity_that_nobody_leads_is_counted(self) -> None:
        assert total(APRIL, [activity("C1-01", lead=""), activity("C1-02")]).no_lead == 1


@pytest.mark.parametrize(
    ("compliance", "level"),
    [
        (None, None),
        (0.0, Level.LOW),
        (0.5996, Level.LOW),
        (0.6, Level.MEDIUM),
        (0.7999, Level.MEDIUM),
        (0.1 + 0.7, Level.HIGH),  # 0.7999999999999999
        (1.0, Level.HIGH),
    ],
)
def test_levels_change_at_60_and_80_percent_of_the_unrounded_figure(
    compliance: float | None, level: Level | None
) -> None:
    assert summary.level_of(compliance) is level


def test_levels_follow_the_thresholds_of_the_workbook() -> None:
    reports = [verified("C1-00", "2023-04-30", 1)]

    result = total(APRIL, due(2), *reports, closed=True, medium_from=0.3, high_from=0.5)

    assert result.level is Level.HIGH
    assert summary.level_of(0.4, medium_from=0.3, high_from=0.5) is Level.MEDIUM


class TestByComponent:
    def test_components_keep_the_order_of_the_plan(self) -> None:
        measured = measured_at(APRIL, [activity("C3-01"), activity("C1-01"), activity("C3-02")])

        table = summary.by_component(measured, closed=False)

        assert table.index.tolist() == [3, 1]
        assert table["name"].tolist() == ["Componente 3", "Componente 1"]
        assert table["activities"].tolist() == [2, 1]

    def test_undefined_shares_are_blank_and_undefined_levels_none(self) -> None:
        measured = measured_at(
            APRIL,
            [activity("C1-01", milestones=["2023-04-30"]), activity("C2-01")],
            verified("C1-01", "2023-04-30", 1),
            closed=True,
        )

        table = summary.by_component(measured, closed=True)

        assert table["compliance"].dtype == "float64"
        assert table.loc[1, ["compliance", "level"]].tolist() == [1.0, Level.HIGH]
        assert math.isnan(table.loc[2, "compliance"])
        assert table.loc[2, "level"] is None


class TestByOffice:
    PARTIES = (
        Party("Secretaría de Hacienda"),
        Party("Secretaría de Planeación"),
        Party("Oficinas", kind=PartyKind.GROUP),
        Party("Comité", kind=PartyKind.COMMITTEE),
        Party("Personería"),
    )

    def measured(self) -> pd.DataFrame:
        return measured_at(
            APRIL,
            [
                activity("C1-01", lead="Comité", lead_kind="comité"),
                activity("C1-02", offices=("Secretaría de Planeación", "Oficinas")),
                activity("C1-03", lead="Despacho", offices=("Despacho", "Secretaría de Hacienda")),
                activity("C1-04", lead="", lead_kind="", offices=("Secretaría de Hacienda",)),
                activity("C1-05", lead="Mesa", lead_kind="grupo"),
            ],
            report("C1-01", "2023-04-30", 1),
        )

    def test_offices_come_first_then_groups_then_committees(self) -> None:
        table = summary.by_office(self.measured(), self.PARTIES, closed=False)

        assert table["kind"].to_dict() == {
            "Secretaría de Hacienda": "dependencia",
            "Secretaría de Planeación": "dependencia",
            "Despacho": "dependencia",
            "Oficinas": "grupo",
            "Mesa": "grupo",
            "Comité": "comité",
        }

    def test_who_leads_nothing_has_a_row_of_zeros(self) -> None:
        table = summary.by_office(self.measured(), self.PARTIES, closed=False)

        assert table["activities"].tolist() == [0, 1, 1, 0, 1, 1]
        assert math.isnan(table.loc["Oficinas", "attainment"])

    def test_with_all_roles_an_activity_counts_for_each_that_takes_part(self) -> None:
        table = summary.by_office(self.measured(), self.PARTIES, role="all", closed=False)

        assert table["activities"].tolist() == [2, 1, 1, 1, 1, 1]

    def test_an_activity_without_lead_is_in_no_row_and_in_the_remark_of_the_whole(self) -> None:
        measured = self.measured()

        table = summary.by_office(measured, self.PARTIES, closed=False)

        assert table["activities"].sum() == 4
        assert summary.summarize(measured, closed=False).no_lead == 1


def test_states_are_counted_in_their_order_with_their_zeros() -> None:
    counts = summary.by_status(measured_at(APRIL, due(2)))

    assert counts.index.tolist() == [status.value for status in Status]
    assert counts["pendiente de reporte"] == 2
    assert counts.sum() == 2


class TestByDeadline:
    def test_months_without_dates_are_there(self) -> None:
        activities = plan(
            activity("C1-01", milestones=["2023-01-31"]),
            activity("C1-02", milestones=["2023-04-15"]),
            activity("C1-03", milestones=["2023-04-30"], target=math.nan),
            activity("C1-04", milestones=["2023-05-31"]),
        )
        reports = tracking(report("C1-02", "2023-04-30", 1))

        table = summary.by_deadline(measure.per_milestone_table(activities, reports, APRIL))

        assert [f"{month:%Y-%m}" for month in table.index] == [
            "2023-01", "2023-02", "2023-03", "2023-04", "2023-05",
        ]  # fmt: skip
        assert table["done"].tolist() == [0, 0, 0, 1, 0]
        assert table["missing"].tolist() == [1, 0, 0, 0, 0]
        assert table["to_come"].tolist() == [0, 0, 0, 0, 1]
        assert table["no_target"].tolist() == [0, 0, 0, 1, 0]

    def test_a_plan_without_readable_dates_has_no_months(self) -> None:
        table = measure.per_milestone_table(
            plan(activity("C1-01", milestones=[])), tracking(), APRIL
        )

        assert summary.by_deadline(table).empty


class TestCurve:
    CUTOFFS = (APRIL, AUGUST, DECEMBER, CLOSING)
    ACTIVITIES = (
        activity("C1-01", target=2.0, milestones=["2023-03-31", "2024-01-10"]),
        activity("C1-02", milestones=[]),
    )

    def test_planned_steps_up_at_each_milestone_and_undated_activities_hold_it_down(self) -> None:
        table = summary.curve(plan(*self.ACTIVITIES), tracking(), self.CUTOFFS, APRIL)

        planned = {f"{day:%Y-%m-%d}": share for day, share in table["planned"].items()}
        assert planned == {
            "2023-01-01": 0.0,
            "2023-03-31": 0.25,
            "2023-04-30": 0.25,
            "2023-08-31": 0.25,
            "2023-12-31": 0.25,
            "2024-01-10": 0.5,
            "2024-01-31": 0.5,
        }
        assert table["actual"].isna().all()

    def test_actual_stops_at_the_cutoff_and_starts_with_the_first_report(self) -> None:
        reports = tracking(
            report("C1-01", "2023-05-15", 1),
            report("C1-01", "2023-12-31", 2),
        )

        table = summary.curve(plan(*self.ACTIVITIES), reports, self.CUTOFFS, AUGUST)

        assert table["actual"].dropna().to_dict() == {
            pd.Timestamp("2023-05-15"): 0.25,
            pd.Timestamp("2023-08-31"): 0.25,
        }

    def test_a_closed_cutoff_draws_what_was_verified(self) -> None:
        reports = tracking(verified("C1-01", "2023-04-30", 1), report("C1-01", "2023-08-31", 2))

        open_curve = summary.curve(plan(*self.ACTIVITIES), reports, self.CUTOFFS, AUGUST)
        closed_curve = summary.curve(
            plan(*self.ACTIVITIES), reports, self.CUTOFFS, AUGUST, closed=True
        )

        assert open_curve["actual"].dropna().tolist() == [0.25, 0.5]
        assert closed_curve["actual"].dropna().tolist() == [0.25, 0.0]


class TestDefaultCutoff:
    CUTOFFS = (APRIL, AUGUST, DECEMBER, CLOSING)

    @pytest.mark.parametrize(
        ("closed", "last_report", "shown"),
        [
            ([], None, APRIL),
            ([], D("2023-03-31"), APRIL),
            ([], D("2023-04-30"), APRIL),
            ([], D("2023-09-15"), AUGUST),
            ([], D("2024-01-31"), DECEMBER),  # the closing one is not legal
            ([APRIL], D("2023-12-31"), APRIL),
            ([APRIL, AUGUST], None, AUGUST),
            ([CLOSING, APRIL], None, CLOSING),
            ([D("2022-12-31")], None, APRIL),  # not one of this plan's
        ],
    )
    def test_the_public_sees_the_last_closed_one_or_the_last_with_reports(
        self, closed: bool, last_report: dt.date | None, shown: dt.date
    ) -> None:
        assert summary.default_cutoff(self.CUTOFFS, closed, last_report) == shown
