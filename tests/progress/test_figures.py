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
    ],
)
def test_two_choices_never_share_a_key(one, other):
    assert one.key != other.key
