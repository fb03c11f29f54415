"""What the charts draw, in which colours and words, whatever the plan says."""

from __future__ import annotations

import datetime as dt
import tomllib

import plotly.graph_objects as go
import pytest

from pac.charts import bars, curve, months, theme
from pac.charts.theme import DARK, LIGHT, Origin, Palette
from pac.progress import measure, summary
from pac.progress.curve import curve as curve_of
from tests import workbooks
from tests.progress.tables import D, activity, all_on_time, plan, plan_2023, tracking, verified

CUTOFFS = [D("2023-04-30"), D("2023-08-31"), D("2023-12-31"), D("2024-01-31")]
LEVELS = bars.Levels(0.6, 0.8)
TEXT, GRAPHIC = 4.5, 3.0


def origin(cutoff: dt.date = CUTOFFS[0], *, example: bool = False) -> Origin:
    return Origin("Municipio de Prueba", "plan.xlsx", cutoff, "según lo reportado", example)


def components(activities, reports, *, closed=True, cutoff=CUTOFFS[0], names=None, colours=LIGHT):
    measured = measure.measure(activities, reports, cutoff, closed=closed)
    table = summary.by_component(measured, closed=closed)
    names = names or [f"{number}. {name}" for number, name in table["name"].items()]
    return bars.compliance_bars(table, names, LEVELS, colours, origin(cutoff))


def all_words(chart) -> list[str]:
    return [one["text"] for one in chart.figure["layout"]["annotations"]]


@pytest.fixture(scope="module")
def real():
    return plan_2023()


@pytest.fixture(scope="module")
def on_time(real):
    return all_on_time(real, CUTOFFS)


def test_a_bar_ends_with_its_percent_symbol_word_and_count(real, on_time):
    words = all_words(components(real, on_time))

    assert "<b>100\N{NO-BREAK SPACE}% ▲ Alto</b><br>7 de 7" in words


def test_a_bar_of_one_or_two_says_the_count_and_no_percent(real, on_time):
    words = all_words(components(real, on_time))

    assert "<b>2 de 2</b><br>▲ Alto" in words
    assert "<b>1 de 1</b><br>▲ Alto" in words


def test_what_is_not_scheduled_is_a_hatched_track_with_those_words(real, on_time):
    chart = components(real, on_time)

    empty = chart.figure["data"][1]
    assert len(empty["y"]) == 2
    assert empty["marker"]["pattern"]["shape"] == "/"
    assert sum("No programada para el corte" in text for text in all_words(chart)) == 2


def test_a_plan_without_progress_has_no_bar_and_says_why(real, on_time):
    chart = components(real, on_time.iloc[:0])

    assert len(chart.figure["data"][0]["y"]) == 0
    assert any("Sin seguimiento todavía: 7 programadas" in text for text in all_words(chart))
    assert "%" not in "".join(all_words(chart))


def test_an_open_cut_off_has_neither_level_nor_threshold(real, on_time):
    chart = components(real, on_time, closed=False)

    assert "<b>7 al día</b><br>7 de 7 reportadas" in all_words(chart)
    assert chart.figure["layout"]["shapes"] == []
    assert "Alto" not in "".join(all_words(chart))


def test_the_three_tiers_are_nested_from_reported_to_verified():
    activities = plan(*(activity(f"C1-0{n}", milestones=("2023-04-30",)) for n in range(1, 5)))
    reports = tracking(
        verified("C1-01", "2023-04-30", 1.0),
        {**verified("C1-02", "2023-04-30", 1.0), "verified": None},
        {**verified("C1-03", "2023-04-30", 1.0), "verified": None, "evidence": ""},
    )

    *_, reported, evidenced, done = components(activities, reports).figure["data"]

    assert (done["base"], done["x"]) == ([0.0], [0.25])
    assert (evidenced["base"], evidenced["x"]) == ([0.25], [0.25])
    assert (reported["base"], reported["x"]) == ([0.5], [0.25])
    assert evidenced["marker"]["pattern"]["shape"] == "/"
    assert done["marker"]["color"] == [LIGHT.low]


def test_each_bar_has_both_thresholds_of_the_workbook(real, on_time):
    measured = measure.measure(real, on_time, CUTOFFS[0], closed=True)
    table = summary.by_component(measured, closed=True, medium_from=0.5, high_from=0.9)

    chart = bars.compliance_bars(table, list(table["name"]), bars.Levels(0.5, 0.9), LIGHT, origin())

    assert [shape["x0"] for shape in chart.figure["layout"]["shapes"][:2]] == [0.5, 0.9]
    assert any(
        "50\N{NO-BREAK SPACE}%" in text for text in chart.figure["layout"]["xaxis"]["ticktext"]
    )


def test_bars_stand_in_the_order_of_the_plan_from_the_top(real, on_time):
    chart = components(real, on_time)

    tops = [one["y"] for one in chart.figure["layout"]["annotations"][1::2]]
    assert tops == sorted(tops)
    assert chart.figure["layout"]["yaxis"]["range"][1] == 0


def test_a_long_name_is_wrapped_and_none_of_it_cut(real, on_time):
    long = "Secretaría de " + "Gobierno y Participación Ciudadana " * 12
    names = [long.strip(), *"abcde"]

    chart = components(real, on_time, names=names)

    shown = all_words(chart)[1].split("<br>")
    assert " ".join(shown) == names[0]
    assert max(map(len, shown)) <= theme.LINE


def test_tags_in_a_name_are_shown_and_not_obeyed(real, on_time):
    names = ["<b>x</b> & <a href='http://b'>y</a>", *"abcde"]

    chart = components(real, on_time, names=names)

    assert all_words(chart)[1].startswith("&lt;b&gt;x&lt;/b&gt; &amp; &lt;a")
    assert all("<a" not in text for text in all_words(chart))
    for trace in chart.figure["data"]:
        assert all("<a" not in text for text in trace["hovertext"])


def test_every_chart_says_its_cut_off_source_and_whether_it_is_an_example():
    shown = origin(example=True).note().replace("<br>", " · ")

    assert shown == (
        "Datos de ejemplo · Municipio de Prueba · plan.xlsx · corte 30 abr 2023 · "
        "según lo reportado"
    )
    assert "ejemplo" not in origin().note()


def test_every_chart_has_words_for_those_who_cannot_see_it(real, on_time):
    alt = components(real, on_time).alt

    assert "1. " in alt
    assert "100\N{NO-BREAK SPACE}% ▲ Alto, 7 de 7" in alt
    assert "<" not in alt


def by_month(activities, reports, cutoff=CUTOFFS[0]):
    table = measure.per_milestone_table(activities, reports, cutoff, closed=True)
    return summary.by_deadline(table)


def test_months_add_up_to_every_date_of_the_plan(real, on_time):
    chart = months.month_columns(by_month(real, on_time), LIGHT, origin())

    assert sum(sum(trace["y"]) for trace in chart.figure["data"]) == 85
    assert [trace["name"] for trace in chart.figure["data"]] == ["Cumplidas", "Por venir"]
    assert len(chart.figure["layout"]["xaxis"]["ticktext"]) == 13
    assert chart.figure["layout"]["xaxis"]["ticktext"][-1] == "ene<br>2024"
    assert "diciembre 2023: 34 por venir" in chart.alt


def test_the_states_of_a_date_differ_by_filling_and_not_by_colour_alone(real, on_time):
    some = on_time.loc[on_time["activity_id"].isin(["C4-01", "C5-08"])]

    chart = months.month_columns(by_month(real, some), LIGHT, origin())

    looks = {
        (trace["marker"].get("pattern", {}).get("shape"), trace["marker"]["color"])
        for trace in chart.figure["data"]
    }
    assert len(looks) == len(chart.figure["data"]) == 3


def test_without_progress_no_date_is_called_missing(real, on_time):
    chart = months.month_columns(
        by_month(real, on_time.iloc[:0]), LIGHT, origin(), has_progress=False
    )

    assert [trace["name"] for trace in chart.figure["data"]] == [
        "Ya llegaron, sin reporte",
        "Por venir",
    ]


@pytest.mark.parametrize(("cutoff", "x"), [(CUTOFFS[0], 3.5), (CUTOFFS[3], 12.5)])
def test_the_cut_off_is_a_line_after_its_month(real, on_time, cutoff, x):
    chart = months.month_columns(by_month(real, on_time, cutoff), LIGHT, origin(cutoff))

    assert chart.figure["layout"]["shapes"][0]["x0"] == x


def test_a_plan_without_dates_still_has_a_chart():
    activities = plan(activity(milestones=()))

    chart = months.month_columns(by_month(activities, tracking()), LIGHT, origin())

    assert chart.figure["data"] == [] or not chart.figure["data"][0]["y"]


def drawn_curve(activities, reports, cutoff=CUTOFFS[0]):
    table = curve_of(activities, reports, CUTOFFS, cutoff, closed=True)
    return curve.planned_and_actual(table, CUTOFFS, LIGHT, origin(cutoff))


def test_the_plan_goes_in_dashed_steps_and_what_was_done_in_a_solid_line(real, on_time):
    after, before, done = drawn_curve(real, on_time).figure["data"]

    assert before["line"]["shape"] == after["line"]["shape"] == "hv"
    assert before["line"]["dash"]
    assert "dash" not in done["line"]
    assert after["opacity"] < before["opacity"]


def test_nothing_is_drawn_as_done_after_the_cut_off(real, on_time):
    _, before, done = drawn_curve(real, on_time).figure["data"]

    assert max(done["x"]) == max(before["x"]) == "2023-04-30"
    assert done["y"][-1] == pytest.approx(0.2052, abs=5e-5)


def test_each_cut_off_is_a_line_with_its_date(real, on_time):
    chart = drawn_curve(real, on_time)

    assert [shape["x0"] for shape in chart.figure["layout"]["shapes"]] == [
        day.isoformat() for day in CUTOFFS
    ]
    assert {"<b>30 abr</b>", "31 ago", "31 dic", "31 ene"} <= set(all_words(chart))


def test_without_reports_only_the_plan_is_drawn(real, on_time):
    chart = drawn_curve(real, on_time.iloc[:0])

    assert chart.figure["data"][2]["x"] == []
    assert "sin reportes" in chart.alt
    assert not any("Real" in text for text in all_words(chart))


@pytest.mark.parametrize("make", [components, drawn_curve])
def test_plotly_takes_every_figure(real, on_time, make):
    assert go.Figure(make(real, on_time).figure).data


def test_plotly_speaks_spanish_without_asking_anyone():
    config = theme.config("x")

    locale = config["locales"][config["locale"]]
    assert locale["format"]["months"][0] == "enero"
    assert (locale["format"]["decimal"], locale["format"]["thousands"]) == (",", ".")
    assert locale["dictionary"]["Download plot as a PNG"] == "Descargar como PNG"
    assert "http" not in str(config)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def over(colour: str, background: str, opacity: float) -> str:
    """Return what a colour looks like, laid over another."""
    mixed = (
        round(int(colour[p : p + 2], 16) * opacity + int(background[p : p + 2], 16) * (1 - opacity))
        for p in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in mixed)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["text", "note", "actual", "planned", "high", "medium", "low"])
def test_what_is_written_can_be_read(colours: Palette, name: str):
    assert contrast(getattr(colours, name), colours.background) >= TEXT


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["actual", "high", "medium", "low"])
def test_a_bar_stands_out_from_its_empty_track(colours: Palette, name: str):
    assert contrast(getattr(colours, name), colours.track) >= GRAPHIC


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_a_mark_can_be_seen(colours: Palette):
    assert contrast(colours.mark, colours.background) >= GRAPHIC


@pytest.fixture(scope="module")
def screen() -> dict:
    return tomllib.loads((workbooks.ROOT / ".streamlit" / "config.toml").read_text("utf-8"))


@pytest.mark.parametrize(("name", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_charts_and_screen_have_the_same_colours(screen, name, colours):
    said = screen["theme"][name]

    assert said["backgroundColor"] == colours.background
    assert said["textColor"] == colours.text
    assert said["primaryColor"] == said["blueColor"] == colours.actual
    assert (said["greenColor"], said["orangeColor"], said["redColor"]) == (
        colours.high, colours.medium, colours.low,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_small_print_of_the_screen_can_be_read(screen, name):
    said = screen["theme"][name]
    faded = 0.6  # the opacity with which Streamlit writes captions

    for background in (said["backgroundColor"], said["sidebar"]["backgroundColor"]):
        assert contrast(over(said["textColor"], background, faded), background) >= TEXT
    for hue in ("green", "orange", "red", "blue", "gray"):
        assert contrast(said[f"{hue}TextColor"], said[f"{hue}BackgroundColor"]) >= TEXT


def test_the_screen_asks_nobody_outside_and_stays_on_this_computer(screen):
    assert screen["browser"]["gatherUsageStats"] is False
    assert screen["server"]["address"] == "127.0.0.1"
    assert screen["server"]["maxUploadSize"] == 10
    assert screen["client"]["showErrorDetails"] == "none"
