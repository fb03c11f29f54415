"""What the timeline of activities draws, whatever the plan says."""

from __future__ import annotations

import datetime as dt
import itertools

import plotly.graph_objects as go
import pytest

from pac.charts import marks, theme, timeline
from pac.charts.theme import DARK, LIGHT
from pac.progress import measure
from tests.charts.test_charts import about, all_words
from tests.progress.tables import D, activity, all_on_time, plan, plan_2023, report, tracking

CUTOFF, TODAY = D("2023-08-31"), D("2023-10-15")
NO_REPORTS = tracking()


def drawn(activities, reports, *, cutoff=CUTOFF, today=TODAY, names=None, links=(), colours=LIGHT):
    table = measure.per_milestone_table(activities, reports, cutoff)
    names = names or [f"{name} · Actividad" for name in activities.index]
    return timeline.timeline(
        table,
        names,
        activities["start"],
        today,
        colours,
        about(cutoff),
        has_progress=len(reports) > 0,
        links=links,
    )


def traces(chart) -> dict[str, dict]:
    return {trace["name"]: trace for trace in chart.figure["data"]}


def days_of(chart, name: str) -> set[str]:
    return set(traces(chart)[name]["x"]) if name in traces(chart) else set()


@pytest.fixture(scope="module")
def real():
    return plan_2023()


@pytest.fixture(scope="module")
def some():
    """Return four dates of which one is done, one half done, one missing and one to come."""
    four = ("2023-02-28", "2023-05-31", "2023-08-30", "2023-11-30")
    return plan(
        activity("C1-01", target=4.0, milestones=four),
        activity("C1-02", target=None, applied_target=None, milestones=("2023-03-15",)),
        activity("C1-03", target=2.0, milestones=("2023-12-15",)),
    )


@pytest.fixture(scope="module")
def reported():
    return tracking(report("C1-01", "2023-08-31", 1.5), report("C1-03", "2023-08-31", 1.0))


def test_each_date_has_the_mark_of_what_came_of_it(some, reported):
    chart = drawn(some, reported)

    assert days_of(chart, "cumplida") == {"2023-02-28"}
    assert days_of(chart, "pendiente, hecha en parte") == {"2023-05-31"}
    assert days_of(chart, "pendiente, sin avance") == {"2023-08-30"}
    assert days_of(chart, "sin meta") == {"2023-03-15"}
    assert days_of(chart, "por venir, hecha en parte") == {"2023-12-15"}
    assert days_of(chart, "por venir") == {"2023-11-30"}


def test_what_rounding_leaves_of_a_share_is_no_progress():
    twelve = plan_2023().loc[["C3-13"]]

    chart = drawn(twelve, tracking(report("C3-13", "2023-08-31", 5.0)))

    assert days_of(chart, "cumplida") == set(map(str, twelve["milestones"].iloc[0][:5]))
    assert not any("hecha en parte" in name for name in traces(chart))


def test_marks_differ_by_shape_and_filling_and_not_by_colour_alone(some, reported):
    chart = drawn(some, reported)

    filled, crossed = (traces(chart)[n] for n in ("cumplida", "pendiente, sin avance"))
    empty, half = (traces(chart)[n] for n in ("por venir", "por venir, hecha en parte"))
    assert filled["marker"]["color"] == [LIGHT.actual]
    assert empty["marker"]["symbol"] == filled["marker"]["symbol"] == ["circle"]
    assert empty["marker"]["color"] == [LIGHT.background]
    assert crossed["marker"]["symbol"] == ["x-thin"]
    assert half["marker"]["symbol"] == ["circle", "line-ew", "circle-open"]
    assert half["y"][1] == half["y"][0] - marks.SIZE / 4


def test_every_mark_that_is_drawn_is_in_the_key_and_no_other(some, reported):
    chart = drawn(some, reported)

    words = set(all_words(chart))
    in_key = {mark.value for mark in marks.Mark if mark.capitalize() in words}
    assert in_key == set(traces(chart)) - {"plazo"}
    assert "Ya llegó, sin reporte" not in words


def test_without_any_progress_a_date_that_came_is_unreported_and_not_missing(some):
    chart = drawn(some, NO_REPORTS)

    assert days_of(chart, "ya llegó, sin reporte") == {"2023-02-28", "2023-05-31", "2023-08-30"}
    assert traces(chart)["ya llegó, sin reporte"]["marker"]["line"]["color"][0] == LIGHT.mark
    assert "pendiente" not in str(chart.figure) + chart.alt.lower()


def test_rows_follow_the_order_given_and_not_that_of_the_dates(some, reported):
    turned = some.iloc[::-1]

    words = all_words(drawn(turned, reported))

    names = [text for text in words if "Actividad" in text]
    assert names == [f"<b>C1-0{n}</b> · Actividad" for n in (3, 2, 1)]


def test_dates_of_activities_that_are_not_shown_are_left_out(some, reported):
    table = measure.per_milestone_table(some, reported, CUTOFF)

    chart = timeline.timeline(
        table, ["C1-03"], some["start"].loc[["C1-03"]], TODAY, LIGHT, about(CUTOFF),
        has_progress=True,
    )  # fmt: skip

    assert list(traces(chart)) == ["por venir, hecha en parte"]
    assert "1 actividad, 1 fecha:" in chart.alt


def lines(chart) -> dict[str, dict]:
    """Return the vertical lines by their day."""
    return {
        shape["x0"]: shape["line"]
        for shape in chart.figure["layout"]["shapes"]
        if shape["type"] == "line"
    }


def test_the_cut_off_and_today_are_two_different_lines_with_their_words(some, reported):
    chart = drawn(some, reported)

    cutoff, today = lines(chart)["2023-08-31"], lines(chart)["2023-10-15"]
    assert (cutoff["color"], cutoff["dash"]) != (today["color"], today["dash"])
    assert cutoff["dash"] == "solid" != today["dash"]
    assert {"<b>corte 31 ago 2023</b>", "hoy 15 oct 2023"} <= set(all_words(chart))


def test_today_is_left_out_where_the_axis_does_not_reach_it(some, reported):
    chart = drawn(some, reported, today=D("2026-11-25"))

    assert set(lines(chart)) == {"2023-08-31"}
    assert not any("hoy" in text for text in all_words(chart))


@pytest.mark.parametrize("today", ["2023-08-31", "2023-09-01", "2023-12-31", "2023-01-01"])
def test_the_words_of_both_lines_never_touch(some, reported, today):
    layout = drawn(some, reported, today=D(today)).figure["layout"]

    start, end = map(dt.datetime.fromisoformat, layout["xaxis"]["range"])
    boxes = []
    for one in layout["annotations"]:
        if one["text"].startswith(("hoy", "<b>corte")):
            at = (dt.datetime.fromisoformat(one["x"]) - start) / (end - start) * 340
            wide = 96
            left = {"left": at, "center": at - wide / 2, "right": at - wide}[one["xanchor"]]
            boxes.append((left, left + wide, one["yshift"]))
    (a, b, low), (c, d, other) = boxes
    assert b < c or d < a or abs(low - other) >= theme.NOTE_SIZE * 1.3
    assert min(a, c) >= 0
    assert max(b, d) <= 344


def test_a_window_is_a_thin_line_from_its_opening_to_its_last_date():
    activities = plan(
        activity("C1-01", start="2023-02-01", milestones=("2023-06-30", "2023-09-30")),
        activity("C1-02"),
    )

    chart = drawn(activities, NO_REPORTS)

    assert traces(chart)["plazo"]["x"] == ["2023-02-01", "2023-09-30", None]


def test_an_activity_without_dates_keeps_its_row_and_says_so():
    activities = plan(activity("C1-01", milestones=()), activity("C1-02"))

    chart = drawn(activities, NO_REPORTS, links=["/uno", "/dos"])

    assert traces(chart)["sin fecha"]["text"] == ["sin fecha"]
    assert traces(chart)["sin fecha"]["customdata"] == ["/uno"]
    assert sum("Actividad" in text for text in all_words(chart)) == 2
    assert "1 actividad sin fecha" in chart.alt


def test_a_plan_without_any_date_or_any_activity_still_has_a_chart():
    nothing = plan(activity("C1-01", milestones=()))

    assert go.Figure(drawn(nothing, NO_REPORTS).figure).data
    assert "0 actividades" in drawn(nothing.iloc[:0], NO_REPORTS).alt


def test_every_mark_of_a_row_leads_where_its_row_does(real):
    reports = all_on_time(real, [D("2023-04-30")])
    links = [f"/actividad?id={name}" for name in real.index]

    chart = drawn(real, reports, links=links)

    bottoms = {
        text["y"]: link
        for text, link in zip(
            [one for one in chart.figure["layout"]["annotations"] if "Actividad" in one["text"]],
            links,
            strict=True,
        )
    }
    led = []
    for trace in chart.figure["data"]:
        if trace["mode"] != "markers":
            continue
        for y, link in zip(trace["y"], trace["customdata"], strict=True):
            assert bottoms[max(bottom for bottom in bottoms if bottom < y)] == link
            led.append(link)
    assert set(led) == set(links)
    assert len(led) >= 85


def test_links_that_are_not_one_a_row_are_a_fault(some, reported):
    with pytest.raises(ValueError, match="2 links for 3 rows"):
        drawn(some, reported, links=["/uno", "/dos"])


def test_tags_in_a_name_or_an_id_are_shown_and_not_obeyed():
    hostile = plan(activity("C1-<i>")).rename({"C1-<i>": "<b>C1</b>"})

    chart = drawn(hostile, NO_REPORTS, names=["<b>C1</b> · <a href='http://b'>y</a>"])

    assert "<b>&lt;b&gt;C1&lt;/b&gt;</b> · &lt;a href='http://b'&gt;y&lt;/a&gt;" in all_words(chart)
    for trace in chart.figure["data"]:
        assert all("<b>C1" not in text for text in trace["hovertext"])
        assert all("<a" not in text for text in trace["hovertext"])


@pytest.mark.parametrize("count", [1, 12, 54, 300])
def test_nothing_overlaps_however_many_rows_and_however_long_their_names(count):
    activities = plan(
        *(activity(f"C1-{n:03d}", milestones=("2023-03-31", "2023-11-30")) for n in range(count))
    )
    names = [f"{name} · {'Publicar el plan en la página ' * 14}"[:400] for name in activities.index]

    chart = drawn(activities, NO_REPORTS, names=names)

    layout = chart.figure["layout"]
    boxes = []
    for one in layout["annotations"]:
        if "Publicar" in one["text"]:
            rows = one["text"].count("<br>") + 1
            boxes.append((one["y"] - rows * theme.TEXT_SIZE * 1.3, one["y"]))
    half = marks.SIZE / 2
    middles = {
        y for trace in chart.figure["data"] if trace["mode"] == "markers" for y in trace["y"]
    }
    boxes += [(y - half, y + half) for y in middles]
    again = {y for trace in chart.figure["data"] if trace["name"] == "meses" for y in trace["y"]}
    boxes += [(y - 8, y + 8) for y in again]
    boxes.sort()

    assert len(boxes) == 2 * count + len(again)
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(boxes))
    assert boxes[0][0] >= 0
    assert boxes[-1][1] <= layout["yaxis"]["range"][0]
    assert layout["yaxis"]["range"][1] == 0


def test_a_long_name_is_wrapped_and_none_of_it_cut(some, reported):
    long = "C1-01 · " + "Socializar la política de tratamiento de datos " * 8

    words = all_words(drawn(some, reported, names=[long.strip(), "b", "c"]))

    shown = next(text for text in words if "Socializar" in text).split("<br>")
    assert " ".join(shown).replace("<b>", "").replace("</b>", "") == long.strip()
    assert "…" not in "".join(shown)


def test_the_months_are_written_again_down_a_tall_chart_and_no_line_crosses_them(real):
    chart = drawn(real, NO_REPORTS)

    again = traces(chart)["meses"]
    heights = sorted(set(again["y"]))
    assert len(heights) >= 3
    assert set(again["text"]) <= {"ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep",
                                  "oct", "nov", "dic"}  # fmt: skip
    for shape in chart.figure["layout"]["shapes"]:
        if shape["type"] == "line":
            assert not any(shape["y0"] < y < shape["y1"] for y in heights)
    assert sum(text.startswith("ene<br>") for text in all_words(chart)) == 2  # 2023, 2024


def test_a_plan_over_several_years_writes_no_more_months_than_fit():
    activities = plan(activity(start="2019-01-01", milestones=("2026-12-31",)))

    axis = drawn(activities, NO_REPORTS).figure["layout"]["xaxis"]

    assert len(axis["ticktext"]) <= 14
    assert axis["ticktext"][0] == "ene<br>2019"


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_date_at_the_end_of_the_calendar_does_not_stop_the_chart(day):
    assert drawn(plan(activity(milestones=(day, "2023-06-30"))), NO_REPORTS).figure["data"]


def test_the_alternative_text_counts_first_and_then_names_what_is_pending(some, reported):
    alt = drawn(some, reported).alt

    assert alt == (
        "Línea de tiempo a 31 de agosto de 2023: 3 actividades, 6 fechas: 1 cumplida; "
        "1 pendiente, hecha en parte; 1 pendiente, sin avance; 1 sin meta; "
        "1 por venir, hecha en parte; 1 por venir. Pendientes: C1-01 (2 fechas)."
    )


def test_the_alternative_text_of_a_large_plan_is_short_and_says_how_many_it_leaves_out(real):
    reports = all_on_time(real, [D("2023-01-31")])

    alt = drawn(real, reports, cutoff=D("2023-12-31")).alt

    assert len(alt) <= 600
    assert "54 actividades, 85 fechas" in alt
    left = int(alt.split(" y ")[-1].split()[0])
    named = alt.split("Pendientes: ")[1].count("(")
    pending = measure.per_milestone_table(real, reports, D("2023-12-31"))
    every = pending.loc[pending["state"] == "pendiente", "activity_id"].nunique()
    assert left + named == every
    assert left > 0


def test_what_is_given_is_not_changed(some, reported):
    table = measure.per_milestone_table(some, reported, CUTOFF)
    before, starts = table.copy(deep=True), some["start"].copy(deep=True)

    timeline.timeline(
        table, ["a", "b", "c"], some["start"], TODAY, LIGHT, about(CUTOFF), has_progress=True
    )

    assert table.equals(before)
    assert some["start"].equals(starts)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_plotly_takes_the_figure(real, colours):
    reports = all_on_time(real, [D("2023-04-30")])

    assert go.Figure(drawn(real, reports, colours=colours).figure).data
