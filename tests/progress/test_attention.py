"""What needs attention, and what of it first."""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pac.model import Status
from pac.progress import measure
from pac.progress.attention import Reason, attention
from pac.progress.groups import Group, members
from tests.progress.tables import (
    D,
    activity,
    all_on_time,
    due,
    plan,
    plan_2023,
    report,
    tracking,
    verified,
)
from tests.progress.test_properties import DAYS, examples, plans, trackings

APRIL, AUGUST = D("2023-04-30"), D("2023-08-31")
TWO = ("2023-04-30", "2023-12-30")


def listed(
    activities: list[dict], *reports: dict, cutoff: dt.date = APRIL, closed: bool = False
) -> pd.DataFrame:
    table, tracked = plan(*activities), tracking(*reports)
    return attention(
        measure.measure(table, tracked, cutoff, closed=closed),
        measure.per_milestone_table(table, tracked, cutoff, closed=closed),
    )


def reasons(
    activities: list[dict], *reports: dict, cutoff: dt.date = APRIL, closed: bool = False
) -> dict[str, str]:
    table = listed(activities, *reports, cutoff=cutoff, closed=closed)
    return dict(zip(table["activity_id"], table["reason"], strict=True))


def test_the_most_pressing_reason_comes_first() -> None:
    activities = [
        activity("C1-09", milestones=["2023-05-15"]),
        activity("C1-08", milestones=[]),
        activity("C1-07", target=math.nan),
        activity("C1-06", milestones=TWO, lead="Oficinas", lead_kind="grupo"),
        activity("C1-04", milestones=["2023-12-30"]),
        activity("C1-03", milestones=["2023-04-15"]),
        activity("C1-02", milestones=TWO),
        activity("C1-01", milestones=["2023-04-15"]),
    ]
    reports = [
        report("C1-01", "2023-04-30", 0.5, evidence="Acta 1"),
        report("C1-02", "2023-04-30", 0.2, evidence="Acta 2"),
        report("C1-04", "2023-04-30", 0.2),
        report("C1-06", "2023-04-30", 0.5, evidence="Acta 3"),
    ]

    assert list(reasons(activities, *reports).items()) == [
        ("C1-01", "vencida"),
        ("C1-02", "atrasada"),
        ("C1-03", "pendiente de reporte"),
        ("C1-04", "reportada sin evidencia"),
        ("C1-06", "nadie responde por ella"),
        ("C1-07", "sin meta"),
        ("C1-08", "sin fecha"),
        ("C1-09", "por vencer"),
    ]


def test_within_a_reason_the_oldest_missing_date_comes_first_then_the_order_of_the_plan() -> None:
    activities = [
        activity("C1-01", milestones=["2023-03-31"]),
        activity("C1-04", milestones=["2023-02-28"]),
        activity("C1-02", milestones=["2023-02-28"]),
        activity("C1-03", milestones=["2023-01-31", "2023-04-15"], target=2.0),
    ]
    reports = [report("C1-03", "2023-04-30", 1), report("C1-01", "2023-04-30", 0)]

    table = listed(activities, *reports, closed=True)

    # the first date of C1-03 is missing too: its report is not verified
    assert table["activity_id"].tolist() == ["C1-03", "C1-04", "C1-02", "C1-01"]
    assert table["since"].dt.strftime("%m-%d").tolist() == ["01-31", "02-28", "02-28", "03-31"]


def test_what_comes_due_soonest_is_first_among_those() -> None:
    activities = [
        activity("C1-01", milestones=["2023-05-20"]),
        activity("C1-02", milestones=["2023-05-10"]),
        activity("C1-03", milestones=["2023-12-30"]),
    ]

    table = listed(activities, report("C1-03", "2023-04-30", 0))

    assert table["activity_id"].tolist() == ["C1-02", "C1-01"]
    assert table["until"].dt.day.tolist() == [10, 20]
    assert table["since"].isna().all()


def test_a_date_already_covered_is_not_the_oldest_missing() -> None:
    three = ["2023-02-28", "2023-03-31", "2023-04-30"]
    one = activity("C1-01", target=3.0, milestones=three)

    table = listed([one], report("C1-01", "2023-04-30", 1))

    assert table["since"].item() == pd.Timestamp("2023-03-31")
    assert table["missing"].item() == round(2 / 3, 9)


def test_a_date_that_was_answered_in_part_is_missing_since_then() -> None:
    days = ["2023-02-28", "2023-03-31"]
    level = activity("C1-01", target=100.0, accumulation="per_milestone", milestones=days)

    table = listed([level], report("C1-01", "2023-02-28", 80), report("C1-01", "2023-03-31", 100))

    assert table["since"].item() == pd.Timestamp("2023-02-28")
    assert table["missing"].item() == 0.1


def test_who_is_ahead_of_the_calendar_misses_nothing() -> None:
    ahead = activity("C1-01", milestones=["2023-12-30"])

    table = listed([ahead], report("C1-01", "2023-04-30", 0.5))

    assert table["reason"].tolist() == ["reportada sin evidencia"]
    assert table["missing"].tolist() == [0.0]


class TestSupport:
    DUE = (activity("C1-01", milestones=["2023-04-15"]),)

    def reason(self, one: dict, *, closed: bool) -> str | None:
        return reasons([*self.DUE], one, closed=closed).get("C1-01")

    def test_work_that_is_said_to_be_done_lacks_a_paper_and_not_the_work(self) -> None:
        bare = report("C1-01", "2023-04-30", 1)
        shown = report("C1-01", "2023-04-30", 1, evidence="Acta 1")

        assert self.reason(bare, closed=True) == "reportada sin evidencia"
        assert self.reason(shown, closed=True) == "reportada sin verificar"

    def test_while_open_evidence_can_be_asked_for_and_verification_is_still_to_come(self) -> None:
        bare = report("C1-01", "2023-04-30", 1)
        shown = report("C1-01", "2023-04-30", 1, evidence="Acta 1")

        assert self.reason(bare, closed=False) == "reportada sin evidencia"
        assert self.reason(shown, closed=False) is None

    def test_where_control_interno_found_less_it_is_work_that_is_missing(self) -> None:
        less = report("C1-01", "2023-04-30", 1, evidence="Acta 1", verified=0.5)

        assert self.reason(less, closed=True) == "vencida"

    def test_work_that_is_not_even_reported_is_missing_whatever_the_papers(self) -> None:
        half = report("C1-01", "2023-04-30", 0.5)

        assert self.reason(half, closed=True) == self.reason(half, closed=False) == "vencida"

    def test_a_verification_that_costs_nothing_yet_needs_no_attention(self) -> None:
        ahead = activity("C1-01", milestones=["2023-12-30"])
        shown = report("C1-01", "2023-04-30", 0.5, evidence="Acta 1")

        assert reasons([ahead], shown, closed=True) == {}

    def test_enough_evidence_for_what_was_due_leaves_the_verification_to_ask_for(self) -> None:
        added = activity("C1-01", target=2.0, accumulation="sum", milestones=TWO)
        reports = [
            report("C1-01", "2023-03-31", 1, evidence="Acta 1"),
            report("C1-01", "2023-04-30", 0.5),
        ]

        assert reasons([added], *reports, closed=True) == {"C1-01": "reportada sin verificar"}
        assert reasons([added], *reports) == {"C1-01": "reportada sin evidencia"}


def test_what_a_group_leads_needs_somebody_only_while_something_is_left_to_do() -> None:
    led = {"lead": "Oficinas", "lead_kind": "grupo", "milestones": TWO}
    activities = [
        activity("C1-01", **led),
        activity("C1-02", **led),
        activity("C1-03", **led | {"lead_kind": "comité"}),
        activity("C1-04", **led | {"lead": "", "lead_kind": ""}),
        activity("C1-05", **led | {"milestones": ["2023-12-30"]}),
    ]
    reports = [verified(f"C1-0{n}", "2023-04-30", 1 if n == 2 else 0.5) for n in range(1, 6)]

    assert reasons(activities, *reports) == {
        "C1-01": "nadie responde por ella",
        "C1-04": "nadie responde por ella",
    }


def test_without_any_report_what_is_due_waits_for_one_and_what_is_missing_is_not_known() -> None:
    activities = plan_2023()
    milestones = measure.per_milestone_table(activities, tracking(), APRIL)

    table = attention(measure.measure(activities, tracking(), APRIL), milestones)

    waiting = table.loc[table["reason"] == "pendiente de reporte"]
    assert len(waiting) == 14
    assert waiting["since"].iloc[0] == pd.Timestamp("2023-01-31")
    assert waiting["missing"].isna().all()


def test_the_example_of_the_rules_is_what_the_code_says() -> None:
    activities = plan_2023()
    on_time = all_on_time(activities, [APRIL, AUGUST])
    left_out = on_time["activity_id"].isin(["C2-03", "C1-05"])
    shown = on_time.loc[~left_out].reset_index(drop=True)
    shown.loc[shown["activity_id"] == "C3-05", "verified"] = math.nan
    shown.loc[shown["activity_id"] == "C3-06", ["evidence", "verified"]] = ["", math.nan]

    table = attention(
        measure.measure(activities, shown, AUGUST, closed=True),
        measure.per_milestone_table(activities, shown, AUGUST, closed=True),
    )

    assert list(zip(table["activity_id"], table["reason"], strict=True))[:4] == [
        ("C2-03", "vencida"),
        ("C1-05", "atrasada"),
        ("C3-06", "reportada sin evidencia"),
        ("C3-05", "reportada sin verificar"),
    ]
    assert set(table["reason"][4:]) == {"por vencer"}
    assert table["since"].dt.strftime("%m-%d").tolist()[:2] == ["06-30", "04-30"]


def test_dates_of_activities_that_were_not_chosen_are_left_out() -> None:
    activities = plan(*due(3, milestones=["2023-03-31"]))
    reports = tracking(report("C1-00", "2023-04-30", 0))
    measured = measure.measure(activities, reports, APRIL)
    milestones = measure.per_milestone_table(activities, reports, APRIL)

    table = attention(measured.iloc[1:2], milestones)

    assert table["activity_id"].tolist() == ["C1-01"]
    assert attention(measured.iloc[:0], milestones).empty


@examples
@given(plans(), trackings(), DAYS, st.booleans())
def test_every_activity_is_listed_once_at_most_and_all_that_are_behind_are(
    activities: pd.DataFrame, reports: pd.DataFrame, cutoff: dt.date, closed: bool
) -> None:
    measured = measure.measure(activities, reports, cutoff, closed=closed)
    milestones = measure.per_milestone_table(activities, reports, cutoff, closed=closed)
    before = measured.copy(deep=True)

    table = attention(measured, milestones)

    assert table["activity_id"].is_unique
    order = [reason.value for reason in Reason]
    assert table["reason"].map(order.index).is_monotonic_increasing
    behind = measured.index[members(measured, Group.MISSING)]
    assert set(behind) <= set(table["activity_id"])
    own = table.set_index("activity_id")
    assert own.loc[behind, "since"].notna().all()
    for word in (Status.NO_TARGET, Status.NO_DATE, Status.DUE_SOON):
        assert set(measured.index[measured["status"] == word]) <= set(own.index)
    assert own["missing"].dropna().between(0, 1).all()
    pd.testing.assert_frame_equal(measured, before)
