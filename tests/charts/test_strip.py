"""What the strip of one activity draws, whatever was planned and reported."""

from __future__ import annotations

import itertools

import plotly.graph_objects as go
import pytest

from pac.charts import strip
from pac.charts.theme import LIGHT
from pac.progress import measure
from tests.charts.test_charts import about, all_words
from tests.charts.test_timeline import days_of, lines, traces
from tests.progress.tables import D, activity, plan, report, tracking, verified

CUTOFFS = [D("2023-04-30"), D("2023-08-31"), D("2023-12-31")]
CUTOFF, TODAY = CUTOFFS[1], D("2023-10-15")
TWO = ("2023-04-30", "2023-10-31")


def drawn(says, *reports, cutoff=CUTOFF, today=TODAY, others=()):
    activities = plan(activity("C1-01", **says), *others)
    table = tracking(*reports)
    measured = measure.measure(activities, table, cutoff, closed=True)
    dates = measure.per_milestone_table(activities, table, cutoff, closed=True)
    dates = dates.loc[dates["activity_id"] == "C1-01"]
    return strip.activity_strip(
        measured.loc["C1-01"], table, dates, CUTOFFS, today, LIGHT, about(cutoff)
    )


def points(chart, name: str) -> list[tuple[str, float]]:
    trace = traces(chart)[name]
    return list(zip(trace["x"], trace["y"], strict=True))


def test_what_is_expected_goes_up_in_dashed_steps_to_the_target():
    chart = drawn({"target": 4.0, "milestones": TWO})

    steps = traces(chart)["esperado"]
    assert points(chart, "esperado")[:3] == [
        ("2023-01-01", 0.0), ("2023-04-30", 2.0), ("2023-10-31", 4.0),
    ]  # fmt: skip
    assert steps["line"]["shape"] == "hv"
    assert steps["line"]["dash"]
    assert set(traces(chart)["meta"]["y"]) == {4.0}
    assert "meta: <b>4</b>" in all_words(chart)
    assert "esperado" in all_words(chart)


def test_what_is_asked_on_each_date_has_no_steps_but_the_line_of_its_level():
    chart = drawn(
        {"target": 90.0, "unit": "percent", "accumulation": "per_milestone", "milestones": TWO},
        report("C1-01", "2023-04-30", 80.0),
    )

    assert "esperado" not in traces(chart)
    assert "se exige en cada fecha: <b>90\N{NO-BREAK SPACE}%</b>" in all_words(chart)


def test_what_was_reported_is_an_outline_and_what_was_verified_is_solid():
    chart = drawn(
        {"target": 4.0, "milestones": TWO},
        verified("C1-01", "2023-04-30", 2.0) | {"verified": 1.0},
        report("C1-01", "2023-08-31", 3.0),
    )

    assert points(chart, "reportado") == [("2023-04-30", 2.0), ("2023-08-31", 3.0)]
    assert points(chart, "verificado") == [("2023-04-30", 1.0)]
    assert traces(chart)["reportado"]["marker"]["color"] == LIGHT.background
    assert traces(chart)["verificado"]["marker"]["color"] == LIGHT.actual
    assert traces(chart)["reportado"]["line"]["shape"] == "hv"
    assert {"<b>3</b> reportado", "<b>1</b> verificado"} <= set(all_words(chart))


def test_what_control_interno_confirmed_is_said_once():
    chart = drawn({"target": 4.0, "milestones": TWO}, verified("C1-01", "2023-08-31", 2.0))

    words = all_words(chart)
    assert "<b>2</b> verificado" in words
    assert not any("reportado" in text for text in words if text.startswith("<b>"))


def test_periods_are_added_up():
    chart = drawn(
        {"target": 4.0, "accumulation": "sum", "milestones": TWO},
        verified("C1-01", "2023-04-30", 1.0),
        verified("C1-01", "2023-06-30", 2.0) | {"verified": None},
        verified("C1-01", "2023-08-31", 1.0),
    )

    assert [value for _, value in points(chart, "reportado")] == [1.0, 3.0, 4.0]
    assert points(chart, "verificado") == [("2023-04-30", 1.0), ("2023-08-31", 2.0)]


def test_reports_after_the_cut_off_without_a_value_or_of_others_are_not_drawn():
    chart = drawn(
        {"target": 4.0, "milestones": TWO},
        report("C1-01", "2023-04-30", 1.0),
        report("C1-01", "2023-06-30", None),
        report("C1-01", "2023-12-31", 4.0),
        report("C1-02", "2023-05-31", 3.0),
        others=(activity("C1-02", target=3.0),),
    )

    assert points(chart, "reportado") == [("2023-04-30", 1.0)]
    assert "reportado 1." in chart.alt


def test_of_two_reports_of_one_date_the_lower_one_is_drawn_as_it_is_counted():
    chart = drawn(
        {"target": 4.0, "milestones": TWO},
        report("C1-01", "2023-04-30", 3.0),
        report("C1-01", "2023-04-30", 1.0),
    )

    assert points(chart, "reportado") == [("2023-04-30", 1.0)]


def test_the_last_report_holds_until_the_cut_off():
    chart = drawn({"target": 4.0, "milestones": TWO}, report("C1-01", "2023-04-30", 1.0))

    assert points(chart, "sigue") == [("2023-04-30", 1.0), ("2023-08-31", 1.0)]


def test_more_than_the_target_fits_in_the_plot():
    chart = drawn({"target": 2.0, "milestones": TWO}, verified("C1-01", "2023-08-31", 7.0))

    low, high = chart.figure["layout"]["yaxis"]["range"]
    assert low == 0
    assert high > 7.0
    assert "<b>7</b> verificado" in all_words(chart)
    assert "meta: <b>2</b>" in all_words(chart)


def test_each_date_has_the_mark_of_its_state_below_the_quantities():
    chart = drawn({"target": 4.0, "milestones": TWO}, report("C1-01", "2023-04-30", 1.0))

    chart_of_the_verified = days_of(chart, "pendiente, sin avance")
    assert chart_of_the_verified == {"2023-04-30"}  # closed: nobody verified the 1
    assert days_of(chart, "por venir") == {"2023-10-31"}
    assert all(traces(chart)[name]["yaxis"] == "y2" for name in ("por venir",))
    assert {"Pendiente, sin avance", "Por venir"} <= set(all_words(chart))
    below, above = (chart.figure["layout"][name]["domain"] for name in ("yaxis2", "yaxis"))
    assert below[1] <= above[0]


def test_a_few_dates_are_written_beside_their_marks_and_many_are_not():
    months = tuple(f"2023-{month:02d}-28" for month in range(1, 13))

    assert {"30 abr", "31 oct"} <= set(all_words(drawn({"milestones": TWO, "target": 2.0})))
    assert "28 ene" not in all_words(drawn({"milestones": months, "target": 12.0}))


def test_the_cut_off_the_others_and_today_are_different_lines_with_their_words():
    chart = drawn({"target": 4.0, "milestones": TWO})

    drawn_lines = lines(chart)
    looks = [
        (drawn_lines[day]["color"], drawn_lines[day]["dash"])
        for day in ("2023-08-31", "2023-04-30", "2023-10-15")
    ]
    assert len(set(looks)) == 3
    assert {"<b>corte 31 ago 2023</b>", "30 abr", "31 dic", "hoy 15 oct 2023"} <= set(
        all_words(chart)
    )


def test_today_is_left_out_where_the_axis_does_not_reach_it():
    chart = drawn({"target": 4.0, "milestones": TWO}, today=D("2026-11-25"))

    assert "2026-11-25" not in lines(chart)


def test_without_reports_there_are_the_dates_and_the_target():
    chart = drawn({"target": 4.0, "milestones": TWO})

    assert not {"reportado", "verificado", "sigue"} & set(traces(chart))
    assert "Sin reportes hasta el corte" in all_words(chart)
    assert "sin reportes" in chart.alt
    assert days_of(chart, "ya llegó, sin reporte") == {"2023-04-30"}


def test_without_a_target_there_are_only_the_dates():
    chart = drawn(
        {"target": None, "applied_target": None, "unit": "", "milestones": TWO},
        report("C1-01", "2023-04-30", 1.0),
        report("C1-02", "2023-04-30", 1.0),
        others=(activity("C1-02"),),
    )

    assert set(traces(chart)) == {"sin meta", "por venir"}
    assert strip.NO_TARGET in all_words(chart)
    assert "sin meta legible" in chart.alt


def test_without_a_date_there_are_only_the_reports():
    chart = drawn({"target": 4.0, "milestones": ()}, verified("C1-01", "2023-04-30", 1.0))

    assert set(traces(chart)) == {"meta", "reportado", "verificado", "sigue"}
    assert strip.NO_DATE in all_words(chart)


def test_without_either_it_says_so():
    chart = drawn({"target": None, "applied_target": None, "unit": "", "milestones": ()})

    assert strip.NEITHER in all_words(chart)
    assert go.Figure(chart.figure).layout


@pytest.mark.parametrize("reported", [0.0, 0.1, 1.0, 2.0, 3.7, 4.0, 9.0])
@pytest.mark.parametrize("checked", [0.0, 0.1, 1.0, 2.0, 3.7, 4.0])
def test_the_words_of_both_quantities_never_touch_each_other_nor_leave_the_plot(reported, checked):
    chart = drawn(
        {"target": 4.0, "milestones": TWO},
        verified("C1-01", "2023-08-31", reported) | {"verified": checked},
    )

    layout = chart.figure["layout"]
    top, pixels = layout["yaxis"]["range"][1], strip._QUANTITIES
    boxes = sorted(
        (1 - one["y"] / top) * pixels - one["yshift"]
        for one in layout["annotations"]
        if one["text"].startswith("<b>") and one["text"].endswith(("reportado", "verificado"))
    )
    assert len(boxes) == (1 if reported == checked else 2)
    assert all(later - sooner >= 17 for sooner, later in itertools.pairwise(boxes))
    assert boxes[-1] + 18 <= pixels
    assert boxes[0] >= 0
    said = (1 - 4.0 / top) * pixels  # the words of the target stand above its line
    assert not any(said - 18 < box + 18 and box < said for box in boxes if reported <= 4.0)


def test_the_alternative_text_says_the_same_numbers():
    chart = drawn(
        {"target": 90.5, "unit": "percent", "milestones": TWO},
        verified("C1-01", "2023-04-30", 45.5) | {"verified": 40.0},
    )

    assert chart.alt == (
        "Actividad C1-01 a 31 de agosto de 2023; meta 90,5\N{NO-BREAK SPACE}%; "
        "reportado 45,5\N{NO-BREAK SPACE}%; verificado 40\N{NO-BREAK SPACE}%. "
        "Fechas: 30 abr 2023, pendiente, hecha en parte; 31 oct 2023, por venir."
    )


def test_the_alternative_text_of_many_dates_stays_short():
    days = tuple(str(D("2023-01-02").replace(month=m, day=d)) for m in range(1, 13) for d in (2, 9))

    alt = drawn({"target": 24.0, "milestones": days}).alt

    assert len(alt) <= 600
    assert alt.endswith("más.")


def test_what_is_given_is_not_changed():
    activities = plan(activity("C1-01", target=4.0, milestones=TWO, accumulation="sum"))
    table = tracking(
        report("C1-01", "2023-08-31", 1.0), verified("C1-01", "2023-04-30", 2.0)
    )  # fmt: skip
    one = measure.measure(activities, table, CUTOFF).loc["C1-01"]
    dates = measure.per_milestone_table(activities, table, CUTOFF)
    before = [each.copy(deep=True) for each in (one, table, dates)]

    strip.activity_strip(one, table, dates, CUTOFFS, TODAY, LIGHT, about(CUTOFF))

    assert all(now.equals(then) for now, then in zip((one, table, dates), before, strict=True))
