"""Dates that a later version of the board moved, and the cut-offs for which they still count."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pac.model import Move, Provenance, Settings
from pac.progress import figures as measuring
from pac.progress import measure
from pac.progress.figures import Choice, Figures, Plan
from pac.progress.groups import Group, members
from pac.progress.schedule import held_until, holding, rescheduled
from pac.progress.summary import curve
from tests import workbooks
from tests.progress.tables import D, activity, plan, plan_2023, report, tracking, verified
from tests.progress.test_properties import DAYS, IDS, examples, plans, trackings

MARCH, APRIL, JUNE, JULY = map(D, ("2023-03-31", "2023-04-30", "2023-06-30", "2023-07-31"))
AUGUST, DECEMBER, JANUARY = map(D, ("2023-08-31", "2023-12-31", "2024-01-31"))
CUTOFFS = (APRIL, AUGUST, DECEMBER, JANUARY)
MAY = D("2023-05-20")


def move(
    before: tuple[dt.date, ...],
    after: tuple[dt.date, ...],
    day: dt.date = MAY,
    name: str = "C1-01",
    **says: str,
) -> Move:
    return Move(name, day, before, after, "Cambió la ley", **says)


def dates(moves: list[Move], cutoff: dt.date) -> tuple[dt.date, ...]:
    """Return the dates of C1-01 that hold for a cut-off, once all those moves were made."""
    table = plan(activity("C1-01", milestones=moves[-1].after), activity("C1-02"))
    return holding(table, moves, cutoff)["milestones"]["C1-01"]


def figures(of: Plan, cutoff: dt.date) -> Figures:
    about = Provenance("Municipio", "Plan", 2023, cutoff, "", ("plan.xlsx",))
    return measuring.figures(of, Choice(cutoff), about)


def known(
    activities: pd.DataFrame,
    reports: pd.DataFrame,
    *moves: Move,
    closed: tuple[dt.date, ...] = (),
    filled: frozenset[tuple[str, str]] = frozenset(),
) -> Plan:
    settings = Settings("Municipio", "Plan", 2023, CUTOFFS, closed)
    return Plan(settings, activities, reports, (), {}, filled, {}, moves=moves)


class TestWhichDatesHold:
    def test_a_date_moved_after_it_passed_counts_up_to_the_day_of_the_move(self) -> None:
        moves = [move((APRIL,), (JULY,))]

        assert dates(moves, APRIL) == dates(moves, MAY) == (APRIL,)
        assert dates(moves, MAY + dt.timedelta(days=1)) == dates(moves, AUGUST) == (JULY,)

    def test_a_date_that_passed_on_the_very_day_of_the_move_had_passed(self) -> None:
        assert dates([move((MAY,), (JULY,))], MAY) == (MAY,)

    def test_a_date_moved_before_it_passed_is_simply_another_date(self) -> None:
        for cutoff in (MARCH, APRIL, MAY, AUGUST):
            assert dates([move((JUNE,), (JULY,))], cutoff) == (JULY,)

    def test_of_several_moves_each_cut_off_has_the_dates_of_its_own_day(self) -> None:
        moves = [
            move((APRIL,), (JUNE,)),
            move((JUNE,), (AUGUST,), D("2023-07-10")),
        ]

        assert dates(moves, APRIL) == (APRIL,)
        assert dates(moves, JUNE) == (JUNE,)
        assert dates(moves, AUGUST) == (AUGUST,)

    def test_a_later_move_in_good_time_does_not_hide_an_earlier_one_that_was_late(self) -> None:
        moves = [
            move((APRIL,), (AUGUST,)),
            move((AUGUST,), (DECEMBER,), D("2023-07-10")),
        ]

        assert dates(moves, APRIL) == (APRIL,)
        assert dates(moves, JUNE) == (DECEMBER,)

    def test_a_move_that_was_taken_back_leaves_the_past_as_it_was_said(self) -> None:
        moves = [
            move((APRIL,), (DECEMBER,)),
            move((DECEMBER,), (APRIL,), D("2023-09-10")),
        ]

        assert dates(moves, APRIL) == dates(moves, AUGUST) == (APRIL,)

    def test_two_moves_of_one_day_count_in_their_order(self) -> None:
        moves = [move((APRIL,), (JUNE,)), move((JUNE,), (AUGUST,))]

        assert dates(moves, APRIL) == (APRIL,)
        assert dates(moves, JUNE) == (AUGUST,)

    def test_where_one_of_four_dates_moves_the_other_three_stay(self) -> None:
        four, others = (MARCH, JUNE, AUGUST, DECEMBER), (JUNE, AUGUST, DECEMBER)
        moved = [move(four, (JUNE, JULY, AUGUST, DECEMBER))]

        assert dates(moved, APRIL) == four
        assert dates(moved, AUGUST) == (JUNE, JULY, AUGUST, DECEMBER)
        # of those that are left only one that had passed matters
        assert dates([move(four, (MARCH, *others[:2], JANUARY))], APRIL)[-1] == JANUARY

    def test_a_date_that_was_taken_away_still_counts_and_one_that_was_added_does_not(self) -> None:
        assert dates([move((APRIL, DECEMBER), (DECEMBER,))], APRIL) == (APRIL, DECEMBER)
        assert dates([move((DECEMBER,), (APRIL, DECEMBER))], APRIL) == (APRIL, DECEMBER)

    def test_a_missed_date_is_not_mended_by_dates_that_are_added_or_taken_away(self) -> None:
        # what was due on 30 April would be a half and not the whole, or the whole and not a half
        assert dates([move((APRIL,), (APRIL, DECEMBER))], APRIL) == (APRIL,)
        assert dates([move((APRIL, DECEMBER), (APRIL,))], APRIL) == (APRIL, DECEMBER)
        assert dates([move((APRIL,), (APRIL, DECEMBER))], AUGUST) == (APRIL, DECEMBER)
        assert dates([move((JUNE,), (JUNE, DECEMBER))], APRIL) == (JUNE, DECEMBER)

    def test_a_deadline_that_could_not_be_read_and_now_can_is_no_move(self) -> None:
        moves = [move((), (APRIL,))]

        assert dates(moves, APRIL) == (APRIL,)
        assert held_until(moves, "C1-01", APRIL) is None
        assert not rescheduled(moves)

    def test_a_deadline_that_can_no_longer_be_read_was_moved(self) -> None:
        moves = [move((APRIL,), ())]

        assert dates(moves, APRIL) == (APRIL,)
        assert dates(moves, AUGUST) == ()
        assert [*rescheduled(moves)] == ["C1-01"]

    def test_moves_of_other_activities_and_of_some_that_left_the_plan_change_nothing(self) -> None:
        table = plan(activity("C1-02", milestones=(APRIL,)))
        gone = [move((APRIL,), (JULY,), name="C9-99")]

        assert holding(table, gone, APRIL) is table
        assert figures(known(table, tracking(), *gone), APRIL).total.rescheduled == 0

    def test_the_move_that_ended_the_dates_is_told(self) -> None:
        first, second = move((APRIL,), (JUNE,)), move((JUNE,), (AUGUST,), D("2023-07-10"))

        assert held_until([first, second], "C1-01", APRIL) is first
        assert held_until([first, second], "C1-01", JUNE) is second
        assert held_until([first, second], "C1-01", AUGUST) is None

    def test_dates_that_were_brought_back_stand_in_the_workbook_again(self) -> None:
        moves = [move((APRIL,), (JUNE,)), move((JUNE,), (APRIL,), D("2023-07-10"))]

        assert held_until(moves, "C1-01", APRIL) is None
        assert held_until(moves, "C1-01", JUNE) is moves[1]

    def test_the_table_that_was_read_stays_as_it_was(self) -> None:
        table = plan(activity("C1-01", milestones=(JULY,)), activity("C1-02"))
        before = table.copy(deep=True)

        held = holding(table, [move((APRIL,), (JULY,))], APRIL)

        pd.testing.assert_frame_equal(table, before)
        assert held.dtypes.equals(table.dtypes)
        pd.testing.assert_frame_equal(held.loc[["C1-02"]], table.loc[["C1-02"]])


class TestWhatFollowsFromTheNumberOfDates:
    """What R1 and R2 make of it must be made again; tests below hold them to the reader."""

    def asked(self, after: int, before: int, filled: tuple[str, ...] = (), **says: object):
        """Return target and accumulation at 30 April, before one of so many dates passed."""
        then = (MARCH, *(D(f"2023-{n + 6:02}-30") for n in range(1, before)))
        now = tuple(D(f"2023-{n + 6:02}-15") for n in range(after))
        table = plan(activity("C1-01", milestones=now, **says))
        cells = frozenset(("C1-01", name) for name in filled)
        row = holding(table, [move(then, now)], APRIL, cells).loc["C1-01"]
        return row["applied_target"], row["accumulation"]

    def test_a_count_that_holds_once_per_date_holds_for_the_dates_of_then(self) -> None:
        assert self.asked(4, 3, target=1.0, applied_target=4.0) == (3.0, "latest")
        assert self.asked(1, 4, target=1.0) == (4.0, "latest")
        assert self.asked(4, 1, target=1.0, applied_target=4.0) == (1.0, "latest")
        assert self.asked(4, 4, target=1.0, applied_target=4.0) == (4.0, "latest")
        assert self.asked(3, 4, target=12.0) == (12.0, "latest")  # shared, not once per date

    def test_what_the_workbook_says_itself_stays(self) -> None:
        written = ("applied_target",)

        assert self.asked(4, 3, target=1.0, applied_target=7.0) == (7.0, "latest")
        # also where it says just what R1 would
        assert self.asked(1, 4, written, target=1.0) == (1.0, "latest")
        assert self.asked(4, 3, written, target=1.0, applied_target=4.0) == (4.0, "latest")

    def test_a_level_asked_for_at_each_date_is_not_multiplied(self) -> None:
        level = {"target": 1.0, "accumulation": "per_milestone"}

        assert self.asked(1, 4, ("accumulation",), **level) == (1.0, "per_milestone")

    def test_a_percent_of_several_dates_is_asked_for_at_each_of_those_of_then(self) -> None:
        percent = {"target": 90.0, "unit": "percent"}

        assert self.asked(1, 2, **percent) == (90.0, "per_milestone")
        assert self.asked(1, 2, ("accumulation",), **percent) == (90.0, "latest")
        assert self.asked(2, 1, accumulation="per_milestone", **percent) == (90.0, "latest")
        assert self.asked(2, 1, accumulation="sum", **percent) == (90.0, "sum")

    def test_a_target_that_cannot_be_read_still_cannot(self) -> None:
        applied, _ = self.asked(1, 4, target=math.nan, unit="")

        assert math.isnan(applied)

    @pytest.mark.parametrize("target", [1, 2, 5, (0.9, "0%"), (1, "0%"), "Por definir"])
    @pytest.mark.parametrize("said", [None, "Suma de periodos", "Se exige en cada fecha"])
    @pytest.mark.parametrize("applied", [None, 1, 3])
    @pytest.mark.parametrize("counts", [(1, 3), (3, 1), (2, 4), (4, 2), (3, 3)])
    def test_it_is_what_the_reader_made_of_the_workbook_of_then(
        self, target: object, said: str | None, applied: int | None, counts: tuple[int, int]
    ) -> None:
        percent = isinstance(target, tuple)

        def read(days: list[str]):
            row = workbooks.activity(
                Meta=target,
                Fechas="; ".join(days),
                Acumulación=said,
                Meta_aplicada=(applied / 4, "0%") if percent and applied else applied,
            )
            return workbooks.read(workbooks.book([row]))

        then, now = (
            read([f"{day}/{month:02}/2023" for month in range(1, n + 1)])
            for n, day in zip(counts, (15, 28), strict=True)
        )
        moved = move(*(one.activities["milestones"]["C1-01"] for one in (then, now)))

        held = holding(now.activities, [moved], APRIL, now.filled)

        same = ["milestones", "target", "applied_target", "unit", "accumulation"]
        pd.testing.assert_frame_equal(held[same], then.activities[same])


class TestFigures:
    LATE = plan(activity("C1-01", milestones=(JULY,)), activity("C1-02", milestones=(APRIL,)))
    DONE = tracking(verified("C1-02", "2023-04-30", 1), report("C1-01", "2023-08-31", 1))

    def made(self, cutoff: dt.date, *, closed: tuple[dt.date, ...] = ()) -> Figures:
        moves = (move((APRIL,), (JULY,)),)
        return figures(known(self.LATE, self.DONE, *moves, closed=closed), cutoff)

    def test_a_closed_cut_off_is_what_it_was_before_the_move(self) -> None:
        made = self.made(APRIL, closed=(APRIL,))

        assert (made.total.fulfilled, made.total.scheduled) == (1, 2)
        assert made.activity("C1-01")["status"] == "vencida"
        assert made.overdue["due"].tolist() == [pd.Timestamp(APRIL)]
        assert made.attention["since"].tolist() == [pd.Timestamp(APRIL)]
        assert made.components["scheduled"].tolist() == [2]

    def test_it_is_counted_as_rescheduled_at_every_cut_off(self) -> None:
        for cutoff in CUTOFFS:
            made = self.made(cutoff)
            assert made.total.rescheduled == 1
            assert made.components["rescheduled"].tolist() == [1]
            assert made.measured.index[members(made.measured, Group.RESCHEDULED)].tolist() == [
                "C1-01"
            ]

    def test_each_cut_off_of_the_calendar_and_the_curve_has_the_dates_of_its_own_day(self) -> None:
        for made in (self.made(APRIL), self.made(AUGUST)):
            assert made.due[made.due.index == "C1-01"].to_numpy().tolist() == [[True] * 4]
            assert made.came.to_numpy().tolist() == [[2, 2], [2, 2], [2, 2], [2, 2]]
            planned = made.curve["planned"]
            assert planned[pd.Timestamp(APRIL)] == 1.0
            assert planned[pd.Timestamp(MAY) + pd.Timedelta(days=1)] == 0.5
            assert planned[pd.Timestamp(JULY)] == 1.0
        assert self.made(APRIL).curve["actual"].dropna().tolist() == [0.5]

    def test_a_move_long_after_the_year_makes_the_curve_no_longer(self) -> None:
        late = move((APRIL,), (JULY,), dt.date(2026, 11, 27))

        made = figures(known(self.LATE, self.DONE, late), APRIL)

        assert made.curve.index[-1].date() == max(*CUTOFFS, DECEMBER)
        assert made.curve["planned"][pd.Timestamp(APRIL)] == 1.0

    def test_against_the_cut_off_before_each_has_its_own_dates_and_the_move_is_said(self) -> None:
        later = plan(activity("C1-01", milestones=(DECEMBER,)), activity("C1-02"))
        reports = tracking(report("C1-02", "2023-04-30", 1))
        of = known(later, reports, move((APRIL,), (DECEMBER,)))

        made = figures(of, AUGUST)

        assert made.before["milestones"]["C1-01"] == (APRIL,)
        assert made.total_before.scheduled == 1
        # it was behind, and is no longer asked for: nothing else would say why
        assert made.changes["kind"].to_dict() == {"C1-01": "cambió de fecha"}
        assert figures(of, DECEMBER).changes["kind"].to_dict() == {
            "C1-01": "quedó pendiente de reporte"
        }

    def test_what_moved_between_two_cut_offs_says_so_beside_whatever_became_of_it(self) -> None:
        made = self.made(AUGUST)

        assert made.changes.loc["C1-01", ["kind", "moved"]].tolist() == [
            "cumplida desde entonces", True,
        ]  # fmt: skip
        assert not self.made(DECEMBER).changes["moved"].any()

    def test_a_move_on_the_day_of_a_cut_off_is_said_at_the_next_one(self) -> None:
        of = known(self.LATE, self.DONE, move((APRIL,), (JULY,), APRIL))

        assert figures(of, AUGUST).changes["moved"].tolist() == [True]
        of = known(self.LATE, self.DONE, move((APRIL,), (JULY,), AUGUST))
        assert not figures(of, AUGUST).changes["moved"].any()

    def test_the_dates_that_moved_are_marked_and_the_others_are_not(self) -> None:
        moved = move((MARCH, JUNE), (JUNE, JULY))
        of = known(plan(activity("C1-01", milestones=moved.after)), tracking(), moved)

        assert of.moved_dates == {("C1-01", MARCH), ("C1-01", JULY)}


def test_the_example_of_the_rules_is_what_the_code_says() -> None:
    activities = plan_2023()
    name, day = "C1-07", D("2023-05-15")
    later = activities.copy()
    later.at[name, "milestones"] = (JUNE,)
    moves = [move((MARCH,), (JUNE,), day, name)]

    def at(cutoff: str) -> pd.Series:
        table = holding(later, moves, D(cutoff))
        return measure.measure(table, tracking(), D(cutoff)).loc[name]

    assert activities.loc[name, "milestones"] == (MARCH,)
    for cutoff, scheduled in (
        ("2023-04-30", True), ("2023-05-15", True), ("2023-05-16", False), ("2023-06-29", False),
        ("2023-06-30", True),
    ):  # fmt: skip
        assert at(cutoff)["scheduled"] == scheduled, cutoff
    assert not at("2023-04-30")["fulfilled"]


@st.composite
def two_versions(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame, list[Move], dt.date]:
    """Return a plan, the same with other dates, the moves and the day on which they were made."""
    before, day = draw(plans()), draw(DAYS)
    after = before.copy()
    moves = []
    new = []
    for name, own in before["milestones"].items():
        left = sorted(draw(st.sets(DAYS, max_size=4))) if draw(st.booleans()) else own
        new.append(tuple(left))
        if tuple(left) != own:
            moves.append(move(own, tuple(left), day, name))
    after["milestones"] = pd.Series(new, index=before.index, dtype="object")
    return before, after, moves, day


def passed(one: Move) -> bool:
    came = [day for day in one.before if day <= one.day]
    return bool(came) and (
        len(one.before) != len(one.after) or any(d not in one.after for d in came)
    )


@examples
@given(two_versions(), trackings(), st.booleans(), st.data())
def test_a_cut_off_up_to_the_move_of_a_missed_date_has_the_figures_of_the_version_before(
    versions: tuple[pd.DataFrame, pd.DataFrame, list[Move], dt.date],
    reports: pd.DataFrame,
    closed: bool,
    data: st.DataObject,
) -> None:
    before, after, moves, day = versions
    cutoff = data.draw(DAYS)
    assume(cutoff <= day)
    late = {one.activity_id for one in moves if passed(one)}
    other = {one.activity_id for one in moves} - late
    written = frozenset((name, what) for name in IDS for what in ("applied_target", "accumulation"))

    made, was = (
        measure.measure(table, reports, cutoff, closed=closed)
        for table in (holding(after, moves, cutoff, written), before)
    )

    same = [name not in other for name in before.index]
    pd.testing.assert_frame_equal(made.loc[same], was.loc[same])
    now = measure.measure(after, reports, cutoff, closed=closed)
    pd.testing.assert_frame_equal(made.loc[sorted(other)], now.loc[sorted(other)])


@examples
@given(two_versions(), trackings(), DAYS, st.booleans())
def test_after_the_day_of_the_move_only_the_new_dates_count(
    versions: tuple[pd.DataFrame, pd.DataFrame, list[Move], dt.date],
    reports: pd.DataFrame,
    cutoff: dt.date,
    closed: bool,
) -> None:
    _, after, moves, day = versions
    assume(cutoff > day)

    assert holding(after, moves, cutoff) is after
    made = figures(known(after, reports, *moves, closed=(cutoff,) if closed else ()), cutoff)
    without = measure.measure(after, reports, cutoff, closed=closed)
    pd.testing.assert_frame_equal(
        made.measured.drop(columns="rescheduled"), without.drop(columns="rescheduled")
    )


@examples
@given(two_versions(), trackings(), st.sampled_from(CUTOFFS), st.booleans())
def test_the_curve_goes_through_the_figures_of_every_cut_off(
    versions: tuple[pd.DataFrame, pd.DataFrame, list[Move], dt.date],
    reports: pd.DataFrame,
    cutoff: dt.date,
    closed: bool,
) -> None:
    _, after, moves, _ = versions

    table = curve(after, reports, CUTOFFS, cutoff, closed=closed, moves=moves)

    assert table.index.is_monotonic_increasing
    assert table.index.is_unique
    for day in CUTOFFS:
        held = holding(after, moves, day)
        measured = measure.measure(held, reports, day, closed=closed)
        here = table.loc[pd.Timestamp(day)]
        assert here["planned"] == pytest.approx(measured["expected"].fillna(0).mean(), abs=1e-8)
        if day <= cutoff and measured["attainment"].notna().any():
            attained = measured["attainment"].fillna(0).mean()
            assert here["actual"] == pytest.approx(attained, abs=1e-8)
    assert not np.isnan(table["planned"]).any()
