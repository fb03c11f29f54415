"""All the figures of a plan or of a part of it, as one value."""

from __future__ import annotations

import pandas as pd
import pytest

from pac.model import Party, PartyKind, Provenance, Settings
from pac.progress import figures as measuring
from pac.progress.figures import Choice, Plan
from pac.progress.summary import summarize
from tests.progress.tables import D, activity, all_on_time, plan, plan_2023, report, tracking

APRIL, AUGUST, DECEMBER, JANUARY = map(D, ("2023-04-30", "2023-08-31", "2023-12-31", "2024-01-31"))
CUTOFFS = (APRIL, AUGUST, DECEMBER, JANUARY)


def known(activities, reports, *, closed=(), parties=()) -> Plan:
    settings = Settings("Municipio", "Plan", 2023, CUTOFFS, tuple(closed))
    return Plan(settings, activities, reports, tuple(parties), {}, frozenset(), {})


def figures(of: Plan, choice: Choice):
    provenance = Provenance("Municipio", "Plan", 2023, choice.cutoff, "", ("plan.xlsx",))
    return measuring.figures(of, choice, provenance)


@pytest.fixture(scope="module")
def real():
    activities = plan_2023()
    return known(activities, all_on_time(activities, list(CUTOFFS)), closed=[APRIL])


def test_the_whole_plan_is_what_its_summary_says(real):
    made = figures(real, Choice(APRIL))

    assert (made.total.fulfilled, made.total.scheduled, len(made.measured)) == (14, 14, 54)
    assert made.due.sum().tolist() == [14, 24, 54, 54]
    assert len(made.milestones) == 85


def test_a_component_leaves_the_others_out_of_every_table(real):
    made = figures(real, Choice(APRIL, component=3))

    assert set(made.measured["component"]) == {3}
    assert made.components.index.tolist() == [3]
    assert set(made.milestones["activity_id"]) <= set(made.measured.index)
    assert (made.every, len(made.due)) == (54, 13)
    assert made.total == summarize(made.measured, closed=True)


def test_an_office_is_what_it_leads_or_all_in_which_it_takes_part():
    rows = (
        activity("C1-01", lead="A", offices=("A", "B")),
        activity("C1-02", lead="B", offices=("B",)),
        activity("C1-03", lead="C", offices=("C",)),
    )
    of = known(plan(*rows), tracking())

    leads = figures(of, Choice(APRIL, office="B"))
    takes_part = figures(of, Choice(APRIL, office="B", role="all"))

    assert leads.measured.index.tolist() == ["C1-02"]
    assert takes_part.measured.index.tolist() == ["C1-01", "C1-02"]


def test_no_progress_is_of_the_whole_plan_and_not_of_the_part():
    of = known(
        plan(activity("C1-01"), activity("C2-01")), tracking(report("C1-01", "2023-04-30", 1))
    )

    part = figures(of, Choice(APRIL, component=2))

    assert part.has_progress
    assert part.total.attainment == 0.0


def test_the_first_cut_off_has_none_before_it(real):
    made = figures(real, Choice(APRIL))

    assert (made.previous, made.before, made.total_before) == (None, None, None)


def test_the_cut_off_before_is_compared_in_the_tier_of_this_one_and_summed_in_its_own():
    activities = plan(activity("C1-01", milestones=("2023-04-30",)))
    reports = tracking(report("C1-01", "2023-04-30", 1.0))
    made = figures(known(activities, reports, closed=[APRIL]), Choice(AUGUST))

    assert made.previous == APRIL
    assert made.before["attainment"].tolist() == [1.0]  # as reported, as August is open
    assert made.total_before.fulfilled == 0  # as verified, as April is closed


def test_what_was_read_is_left_as_it_was(real):
    activities, reports = real.activities.copy(deep=True), real.reports.copy(deep=True)

    figures(real, Choice(AUGUST, component=5, office="Oficina de Contratación"))

    pd.testing.assert_frame_equal(real.activities, activities)
    pd.testing.assert_frame_equal(real.reports, reports)


def test_parties_come_by_kind_and_then_by_alphabet():
    rows = (
        activity("C1-01", lead="Oficinas", offices=("Oficinas", "Despacho")),
        activity("C1-02", lead="Álgebra", offices=("Álgebra", "Comité")),
    )
    parties = (
        Party("Oficinas", kind=PartyKind.GROUP),
        Party("Comité", kind=PartyKind.COMMITTEE),
    )

    named = known(plan(*rows), tracking(), parties=parties).named_parties

    assert named == ("Álgebra", "Despacho", "Oficinas", "Comité")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Choice(APRIL), Choice(AUGUST)),
        (Choice(APRIL, component=1), Choice(APRIL, component=11)),
        (Choice(APRIL, office="A"), Choice(APRIL, office="A", role="all")),
        (Choice(APRIL, component=1, office="2"), Choice(APRIL, component=12)),
        (Choice(APRIL), Choice(APRIL, component=0)),
        (Choice(APRIL), Choice(APRIL, office="")),
        (Choice(APRIL, office="A"), Choice(APRIL, office="A|")),
    ],
)
def test_two_choices_never_share_a_key(one, other):
    assert one.key != other.key


def test_a_component_and_an_office_narrow_together():
    rows = (
        activity("C1-01", lead="A"), activity("C2-01", lead="A"), activity("C2-02", lead="B"),
    )  # fmt: skip

    both = figures(known(plan(*rows), tracking()), Choice(APRIL, component=2, office="A"))

    assert both.measured.index.tolist() == ["C2-01"]


def test_a_party_that_leads_nothing_has_figures_without_zeros(real):
    none = figures(real, Choice(AUGUST, office="Nadie"))

    assert (none.total.activities, none.total.attainment, none.total.compliance) == (0, None, None)
    assert none.attention.empty
    assert none.changes.empty
    assert none.every == 54


@pytest.mark.parametrize(
    ("choice", "narrows"),
    [
        (Choice(APRIL), False),
        (Choice(APRIL, role="all"), False),
        (Choice(APRIL, component=1), True),
        (Choice(APRIL, office="A"), True),
    ],
)
def test_what_leaves_some_activities_out_is_told(choice, narrows):
    assert choice.narrows is narrows


def test_the_cut_off_before_is_the_nearest_of_the_workbook_and_of_the_same_part(real):
    made = figures(real, Choice(JANUARY, component=5))

    assert made.previous == DECEMBER
    assert made.before.index.equals(made.measured.index)
    assert made.total_before.activities == len(made.measured)
    # a day that is no cut-off of the workbook has one before it all the same
    assert figures(real, Choice(D("2023-06-15"))).previous == APRIL


def test_without_a_cut_off_before_there_are_no_changes(real):
    made = figures(real, Choice(APRIL))

    assert made.changes.empty
    assert {"kind", "attainment_before", "attainment_after", "behind", "moved"} == set(made.changes)


def test_what_needs_attention_and_what_changed_are_of_the_chosen_part():
    rows = (
        activity("C1-01", milestones=("2023-06-30",)),
        activity("C2-01", milestones=("2023-06-30",)),
    )
    of = known(plan(*rows), tracking(report("C1-01", "2023-04-30", 0.0)))

    part = figures(of, Choice(AUGUST, component=2))

    assert part.attention["activity_id"].tolist() == ["C2-01"]
    assert part.changes.index.tolist() == ["C2-01"]


def test_the_cut_off_before_of_a_closed_one_is_compared_as_verified():
    activities = plan(activity("C1-01", milestones=("2023-04-30",)))
    reports = tracking(report("C1-01", "2023-04-30", 1.0))
    made = figures(known(activities, reports, closed=[AUGUST]), Choice(AUGUST))

    assert made.closed
    assert made.before["attainment"].tolist() == [0.0]  # as verified, as August is closed
    assert made.total_before.fulfilled == 1  # as reported, as April is open


def test_overdue_dates_come_oldest_first_and_coming_ones_within_the_notice():
    rows = (
        activity("C1-01", milestones=("2023-04-20", "2023-05-30"), target=2.0),
        activity("C1-02", milestones=("2023-03-01", "2023-05-10", "2023-05-31"), target=3.0),
        activity("C1-03", milestones=("2023-05-15",)),
    )
    of = known(plan(*rows), tracking(report("C1-03", "2023-04-30", 1.0)))

    made = figures(of, Choice(APRIL))

    assert made.overdue["activity_id"].tolist() == ["C1-02", "C1-01"]
    # C1-03 is done ahead of its date; 31 May is a day beyond the thirty of notice
    assert made.coming["due"].dt.strftime("%m-%d").tolist() == ["05-10", "05-30"]


def test_the_notice_of_the_workbook_is_the_one_that_counts():
    settings = Settings("Municipio", "Plan", 2023, CUTOFFS, notice_days=5)
    rows = plan(
        activity("C1-01", milestones=("2023-05-06",)), activity("C1-02", milestones=("2023-05-05",))
    )
    of = Plan(settings, rows, tracking(), (), {}, frozenset(), {})

    made = figures(of, Choice(APRIL))

    assert made.coming["activity_id"].tolist() == ["C1-02"]
    assert made.measured["status"].tolist() == ["programada", "por vencer"]


def test_the_levels_of_the_workbook_are_the_ones_that_rounding_must_not_cross():
    settings = Settings("Municipio", "Plan", 2023, CUTOFFS, medium_from=0.5, high_from=0.9)
    of = Plan(settings, plan(activity("C1-01")), tracking(), (), {}, frozenset(), {})

    assert figures(of, Choice(APRIL)).cuts == (0.5, 0.9, 1.0)


def test_one_activity_of_another_part_is_not_shown_in_this_one(real):
    made = figures(real, Choice(APRIL, component=1))

    assert made.activity("C1-01")["component"] == 1
    with pytest.raises(KeyError):
        made.activity("C2-01")


def test_figures_do_not_share_what_they_measured(real):
    one, other = figures(real, Choice(APRIL)), figures(real, Choice(APRIL))

    one.measured["attainment"] = -1.0
    one.milestones["state"] = "x"

    assert (other.measured["attainment"] >= 0).all()
    assert "x" not in set(other.milestones["state"])
    assert "attainment" not in real.activities


def test_components_come_with_their_names_in_the_order_of_the_plan():
    of = known(plan(activity("C2-01"), activity("C1-01")), tracking())

    assert list(of.component_names.items()) == [(2, "Componente 2"), (1, "Componente 1")]
