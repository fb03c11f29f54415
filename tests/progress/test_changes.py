"""What became of the activities since the previous cut-off."""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pac.progress import measure, summary
from pac.progress.changes import Change, changes
from pac.progress.groups import Group, members
from tests.progress.tables import (
    D,
    activity,
    all_on_time,
    plan,
    plan_2023,
    report,
    tracking,
    verified,
)
from tests.progress.test_properties import DAYS, examples, plans, trackings

APRIL, AUGUST = D("2023-04-30"), D("2023-08-31")
TWO = ("2023-04-30", "2023-08-30")
ELSEWHERE = activity("C9-99", milestones=["2023-12-30"]), report("C9-99", "2023-03-31", 0)


def since_april(*reports: dict, closed: bool = False, **says: object) -> pd.DataFrame:
    """Return what became of one activity; another one is reported, so that there is progress."""
    activities = plan(activity("C1-01", **says), ELSEWHERE[0])
    table = tracking(*reports, ELSEWHERE[1])
    return changes(
        measure.measure(activities, table, APRIL, closed=closed),
        measure.measure(activities, table, AUGUST, closed=closed),
    )


def kind(*reports: dict, closed: bool = False, **says: object) -> str | None:
    table = since_april(*reports, closed=closed, **says)
    assert table.index.isin(["C1-01"]).all()
    return table["kind"].item() if len(table) else None


class TestKinds:
    def test_what_reached_its_target_since_was_finished(self) -> None:
        assert kind(report("C1-01", "2023-08-31", 1)) == "cumplida desde entonces"

    def test_finishing_says_more_than_catching_up(self) -> None:
        late = report("C1-01", "2023-08-31", 1)

        assert kind(late, milestones=["2023-03-31"]) == "cumplida desde entonces"

    def test_who_was_behind_and_now_is_not_caught_up(self) -> None:
        three = ("2023-04-30", "2023-08-30", "2023-12-30")

        caught_up = kind(report("C1-01", "2023-08-31", 2), target=3.0, milestones=three)

        assert caught_up == "se puso al día"

    def test_what_came_due_or_lapsed_and_is_not_done_fell_behind(self) -> None:
        half = report("C1-01", "2023-04-30", 0.5)

        assert kind(half) == "quedó atrasada"
        assert kind(half, milestones=TWO) == "quedó atrasada"

    def test_of_an_open_cutoff_what_nobody_reported_is_not_called_late(self) -> None:
        assert kind() == "quedó pendiente de reporte"
        assert kind(closed=True) == "quedó atrasada"

    def test_who_was_behind_and_is_goes_on_so_whatever_it_advanced(self) -> None:
        some = report("C1-01", "2023-08-31", 0.6)

        assert kind(milestones=["2023-03-31"]) == "sigue pendiente"
        assert kind(some, milestones=TWO) == "sigue pendiente"

    def test_the_rest_that_rose_advanced(self) -> None:
        assert kind(report("C1-01", "2023-08-31", 0.5), milestones=["2023-12-30"]) == "avanzó"
        # from up to date to up to date, by doing what came due
        on_time = [report("C1-01", day, n) for n, day in enumerate(TWO, start=1)]
        assert kind(*on_time, target=3.0, milestones=[*TWO, "2023-12-30"]) == "avanzó"

    def test_a_total_that_fell_is_said_whatever_else_holds(self) -> None:
        fell = [report("C1-01", "2023-04-30", 1), report("C1-01", "2023-08-31", 0.4)]

        for milestones in (["2023-03-31"], ["2023-06-30"], ["2023-12-30"]):
            table = since_april(*fell, milestones=milestones)
            assert table["kind"].item() == "bajó"
            assert table["attainment_before"].item() == 1.0
            assert table["attainment_after"].item() == 0.4
            assert table["behind"].item() is (milestones != ["2023-12-30"])

    def test_what_stayed_as_it_was_and_is_not_late_did_not_change(self) -> None:
        assert kind(milestones=["2023-12-30"]) is None
        assert kind(report("C1-01", "2023-04-30", 1)) is None  # done ahead of its date

    def test_without_a_target_nothing_can_be_compared(self) -> None:
        assert kind(report("C1-01", "2023-08-31", 3), target=math.nan) is None


class TestMoves:
    THREE = ("2023-03-31", "2023-04-30", "2023-12-30")
    LATER = ("2023-03-31", "2023-11-30", "2023-12-30")

    def became(self, *reports: dict, after: tuple[str, ...] = LATER) -> list[object]:
        """Return what is said of an activity whose dates moved after it missed one in April."""
        before, now = (
            plan(activity("C1-01", target=3.0, milestones=dates), ELSEWHERE[0])
            for dates in (self.THREE, after)
        )
        table = tracking(report("C1-01", "2023-04-30", 1), *reports, ELSEWHERE[1])
        made = changes(
            measure.measure(before, table, APRIL), measure.measure(now, table, AUGUST), {"C1-01"}
        )
        return made.loc["C1-01", ["kind", "behind", "moved"]].tolist()

    def test_nobody_catches_up_by_a_date_that_moved(self) -> None:
        assert self.became() == ["cambió de fecha", False, True]
        assert self.became(report("C1-01", "2023-08-31", 2)) == ["avanzó", False, True]

    def test_what_became_of_it_is_said_first_and_bad_news_is_not_hidden(self) -> None:
        missed = ("2023-03-31", "2023-07-31", "2023-12-30")

        assert self.became(report("C1-01", "2023-08-31", 3)) == [
            "cumplida desde entonces", False, True,
        ]  # fmt: skip
        assert self.became(after=missed) == ["sigue pendiente", True, True]
        assert self.became(report("C1-01", "2023-08-31", 0)) == ["bajó", True, True]

    def test_dates_that_did_not_move_are_no_news(self) -> None:
        assert not since_april(report("C1-01", "2023-08-31", 1))["moved"].any()


def test_in_a_closed_cutoff_a_newer_report_that_nobody_verified_lowers_the_figure() -> None:
    reports = [verified("C1-01", "2023-04-30", 1), report("C1-01", "2023-08-31", 2)]

    assert kind(*reports, target=3.0, milestones=["2023-12-30"]) == "avanzó"
    assert kind(*reports, target=3.0, milestones=["2023-12-30"], closed=True) == "bajó"


def test_kinds_come_in_their_order_and_within_one_in_that_of_the_plan() -> None:
    activities = plan(
        activity("C2-01", milestones=["2023-12-30"]),
        activity("C1-02"),
        activity("C1-01", milestones=["2023-12-30"]),
        activity("C1-03"),
    )
    reports = tracking(
        report("C2-01", "2023-08-31", 0.5),
        report("C1-01", "2023-08-31", 0.5),
        report("C1-03", "2023-04-30", 0.9),
        report("C1-03", "2023-08-31", 0.8),
    )

    table = changes(*(measure.measure(activities, reports, day) for day in (APRIL, AUGUST)))

    assert table.index.tolist() == ["C1-03", "C1-02", "C2-01", "C1-01"]
    order = [word.value for word in Change]
    assert table["kind"].map(order.index).is_monotonic_increasing


def test_without_progress_at_the_earlier_cutoff_nothing_is_a_change() -> None:
    activities = plan(activity("C1-01"), activity("C1-02", milestones=["2023-03-31"]))
    reports = tracking(report("C1-01", "2023-08-31", 1))

    none, some = (measure.measure(activities, reports, day) for day in (APRIL, AUGUST))

    assert changes(none, some).empty
    assert changes(none, none).empty


def test_tables_of_other_activities_are_refused() -> None:
    activities = plan(activity("C1-01"), activity("C1-02"))
    measured = measure.measure(activities, tracking(), APRIL)

    for other in (measured.iloc[:1], measured.iloc[::-1]):
        with pytest.raises(ValueError, match="same activities"):
            changes(measured, other)


def test_the_example_of_the_rules_is_what_the_code_says() -> None:
    activities = plan_2023()
    on_time = all_on_time(activities, [APRIL, AUGUST])
    stays = (on_time["activity_id"] == "C1-05") & (on_time["as_of"] > pd.Timestamp(APRIL))
    reports = on_time.loc[~stays]

    before, after = (
        measure.measure(activities, reports, day, closed=True) for day in (APRIL, AUGUST)
    )
    totals = [summary.summarize(table, closed=True) for table in (before, after)]
    table = changes(before, after)

    assert [(total.fulfilled, total.scheduled) for total in totals] == [(14, 14), (23, 24)]
    assert {kind: " ".join(rows.index) for kind, rows in table.groupby("kind")} == {
        "cumplida desde entonces": "C1-01 C1-03 C2-03 C3-05 C3-06 C4-03 C4-07",
        "quedó atrasada": "C1-05",
        "avanzó": "C1-06 C3-13 C5-03 C5-06 C5-07 C5-10",
    }
    assert "C1-07" not in table.index  # done by 31 March and still done


dates = st.tuples(DAYS, DAYS).map(sorted)


@examples
@given(plans(), trackings(), dates, st.booleans())
def test_an_activity_has_one_kind_at_most_and_every_one_that_is_behind_has_one(
    activities: pd.DataFrame, reports: pd.DataFrame, days: list[dt.date], closed: bool
) -> None:
    before, after = (measure.measure(activities, reports, day, closed=closed) for day in days)

    table = changes(before, after)

    assert table.index.is_unique
    assert table["kind"].isin([word.value for word in Change]).all()
    if before["attainment"].notna().any():
        behind = after.index[members(after, Group.MISSING)]
        assert set(table.index[table["behind"]]) == set(behind)
        rose = after["attainment"] > before["attainment"]
        fell = after["attainment"] < before["attainment"]
        assert set(after.index[rose | fell]) <= set(table.index)
        assert set(after.index[fell]) == set(table.index[table["kind"] == Change.LOWERED])


@examples
@given(plans(), trackings(), dates, st.booleans())
def test_the_kinds_lead_from_one_fraction_to_the_other(
    activities: pd.DataFrame, reports: pd.DataFrame, days: list[dt.date], closed: bool
) -> None:
    before, after = (measure.measure(activities, reports, day, closed=closed) for day in days)
    then, now = (summary.summarize(table, closed=closed) for table in (before, after))
    if then.attainment is None:
        assert changes(before, after).empty
        return

    table = changes(before, after)
    counts = table["kind"].value_counts()
    was_behind = members(before, Group.MISSING).reindex(table.index)
    recovered = int((was_behind & ~table["behind"]).sum())
    lapsed = int((~was_behind & table["behind"]).sum())

    assert table["behind"].sum() == now.scheduled - now.fulfilled
    missing = then.scheduled - then.fulfilled
    assert missing - recovered + lapsed == now.scheduled - now.fulfilled
    fell = table["kind"] == Change.LOWERED
    started = counts.get(Change.FELL_BEHIND, 0) + counts.get(Change.UNREPORTED, 0)
    assert started == (~was_behind & table["behind"] & ~fell).sum()
    finished = now.done - then.done + (table["attainment_before"].eq(1.0) & fell).sum()
    assert counts.get(Change.FINISHED, 0) == finished


@examples
@given(plans(), trackings(), DAYS, st.booleans())
def test_between_two_tables_that_are_the_same_only_what_was_pending_still_is(
    activities: pd.DataFrame, reports: pd.DataFrame, cutoff: dt.date, closed: bool
) -> None:
    measured = measure.measure(activities, reports, cutoff, closed=closed)
    same = measured.copy(deep=True)

    table = changes(measured, same)

    assert (table["kind"] == Change.STILL_BEHIND).all()
    assert (table["attainment_before"] == table["attainment_after"]).all()
    pd.testing.assert_frame_equal(measured, same)


@examples
@given(plans(), dates, st.booleans())
def test_a_plan_without_any_report_has_no_changes(
    activities: pd.DataFrame, days: list[dt.date], closed: bool
) -> None:
    tables = [measure.measure(activities, tracking(), day, closed=closed) for day in days]

    assert changes(*tables).empty
