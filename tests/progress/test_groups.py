"""Who is in each group that a figure counts."""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pac.model import Status
from pac.progress import measure, summary
from pac.progress.groups import Group, members
from tests.progress.tables import D, activity, all_on_time, plan, plan_2023, report, tracking
from tests.progress.tables import verified as confirmed
from tests.progress.test_properties import DAYS, IDS, examples, plans, trackings

APRIL, AUGUST = D("2023-04-30"), D("2023-08-31")

# group: the count of Summary that it must equal
COUNTED = {
    Group.SCHEDULED: "scheduled",
    Group.FULFILLED: "fulfilled",
    Group.SCHEDULED_REPORTED: "scheduled_reported",
    Group.DONE: "done",
    Group.PARTIAL: "partial",
    Group.REPORTED: "reported",
    Group.UNREPORTED: "unreported",
    Group.NO_TARGET: "no_target",
    Group.NO_DATE: "no_date",
    Group.NO_LEAD: "no_lead",
    Group.RESCHEDULED: "rescheduled",
}
# group: the two counts of which it is the difference
LEFT = {
    Group.MISSING: ("scheduled", "fulfilled"),
    Group.UNREPORTED_DUE: ("scheduled", "scheduled_reported"),
}


def who(measured: pd.DataFrame, group: Group) -> list[str]:
    return measured.index[members(measured, group)].tolist()


def assert_counted_alike(measured: pd.DataFrame, *, closed: bool) -> None:
    total = summary.summarize(measured, closed=closed)
    counts = {group: int(members(measured, group).sum()) for group in Group}
    for group, field in COUNTED.items():
        assert counts[group] == getattr(total, field), group
    for group, (all_of, part) in LEFT.items():
        assert counts[group] == getattr(total, all_of) - getattr(total, part), group
    assert counts[Group.DONE] == (measured["status"] == Status.FULFILLED).sum()


@pytest.mark.parametrize("part", [0, 9, 40, 400])
@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("cutoff", [APRIL, AUGUST, D("2023-12-31")])
def test_each_figure_of_the_real_plan_counts_the_members_of_its_group(
    cutoff: dt.date, closed: bool, part: int
) -> None:
    activities = plan_2023()
    reports = all_on_time(activities, [APRIL, AUGUST, D("2023-12-31")]).iloc[:part]

    assert_counted_alike(measure.measure(activities, reports, cutoff, closed=closed), closed=closed)


@examples
@given(plans(), trackings(), DAYS, st.booleans())
def test_each_figure_of_any_plan_counts_the_members_of_its_group(
    activities: pd.DataFrame, reports: pd.DataFrame, cutoff: dt.date, closed: bool
) -> None:
    assert_counted_alike(measure.measure(activities, reports, cutoff, closed=closed), closed=closed)


@examples
@given(plans(), trackings(), DAYS, st.booleans())
def test_what_lacks_support_was_reported_and_without_evidence_nothing_is_verified(
    activities: pd.DataFrame, reports: pd.DataFrame, cutoff: dt.date, closed: bool
) -> None:
    measured = measure.measure(activities, reports, cutoff, closed=closed)
    no_evidence = members(measured, Group.NO_EVIDENCE)
    unverified = members(measured, Group.UNVERIFIED)

    assert not (no_evidence & ~unverified).any()
    assert not (unverified & ~measured["reported"]).any()
    assert not (no_evidence & measured["has_evidence"]).any()
    assert not (unverified & measured["is_verified"]).any()
    # whatever a tier takes from a report that is not judged has its activity in the group
    lost = measured["attainment_evidenced"] < measured["attainment_reported"]
    assert not (lost & ~no_evidence).any()


@examples
@given(
    plans(),
    trackings(),
    DAYS,
    st.lists(
        st.sampled_from(["dependencia", "grupo", "comité"]), min_size=len(IDS), max_size=len(IDS)
    ),
)
def test_somebody_answers_where_an_office_or_a_committee_leads_and_nowhere_else(
    activities: pd.DataFrame, reports: pd.DataFrame, cutoff: dt.date, kinds: list[str]
) -> None:
    led = activities.assign(lead_kind=kinds)
    led.loc[led["lead"] == "", "lead_kind"] = ""

    nobody = members(measure.measure(led, reports, cutoff), Group.NOBODY)

    assert (~nobody).equals(led["lead_kind"].isin(["dependencia", "comité"]))


def test_in_the_real_plan_nobody_answers_for_five_and_the_committee_does_for_its_own() -> None:
    measured = measure.measure(plan_2023(), tracking(), APRIL)

    assert who(measured, Group.NOBODY) == ["C1-01", "C1-02", "C1-03", "C1-04", "C1-08"]


class TestSupport:
    def test_who_reports_nothing_done_has_nothing_to_show(self) -> None:
        measured = measure.measure(
            plan(activity("C1-01"), activity("C1-02")),
            tracking(report("C1-01", "2023-04-30", 0), report("C1-02", "2023-04-30", 0.5)),
            APRIL,
        )

        assert who(measured, Group.NO_EVIDENCE) == ["C1-02"]
        assert who(measured, Group.UNVERIFIED) == ["C1-02"]

    def test_a_report_that_answers_no_date_claims_nothing(self) -> None:
        measured = measure.measure(
            plan(activity("C1-01", accumulation="per_milestone")),
            tracking(report("C1-01", "2023-04-30", 1)),
            APRIL,
        )

        assert measured["reported"].all()
        assert who(measured, Group.UNVERIFIED) == []

    def test_without_a_target_a_quantity_still_needs_its_evidence(self) -> None:
        measured = measure.measure(
            plan(*(activity(f"C1-0{n}", target=math.nan) for n in range(3))),
            tracking(
                report("C1-00", "2023-04-30", 2),
                report("C1-01", "2023-04-30", 2, evidence="Acta 1"),
                report("C1-02", "2023-04-30", 0),
            ),
            APRIL,
        )

        assert who(measured, Group.NO_EVIDENCE) == ["C1-00"]
        assert who(measured, Group.UNVERIFIED) == ["C1-00", "C1-01"]

    def test_a_lower_number_of_control_interno_is_a_verification(self) -> None:
        measured = measure.measure(
            plan(activity("C1-01", target=3.0)),
            tracking(confirmed("C1-01", "2023-04-30", 3) | {"verified": 1.0}),
            APRIL,
        )

        assert measured["attainment_verified"].item() < 1.0
        assert who(measured, Group.UNVERIFIED) == []


def test_every_group_of_no_rows_is_empty_and_of_any_rows_a_flag_a_row() -> None:
    measured = measure.measure(plan(activity("C1-01")), tracking(), APRIL)

    for group in Group:
        assert members(measured.iloc[:0], group).empty
        flags = members(measured, group)
        assert flags.dtype == bool
        assert flags.index.equals(measured.index)


def test_the_words_of_groups_and_states_are_told_apart() -> None:
    words = [str(word).casefold() for word in (*Group, *Status)]

    # the list of activities is narrowed by either, and "sin meta" is another thing than its group
    assert len(set(words)) == len(words)
