"""What the charts draw, in which colours and words, whatever the plan says."""

from __future__ import annotations

import datetime as dt
import itertools
import tomllib
from dataclasses import replace

import plotly.graph_objects as go
import pytest

from pac.charts import bars, curve, months, theme
from pac.charts.theme import DARK, LIGHT, Palette
from pac.model import Provenance
from pac.progress import measure, summary
from pac.progress.curve import curve as curve_of
from tests import workbooks
from tests.progress.tables import D, activity, all_on_time, plan, plan_2023, tracking, verified

CUTOFFS = [D("2023-04-30"), D("2023-08-31"), D("2023-12-31"), D("2024-01-31")]
LEVELS = bars.Levels(0.6, 0.8)
TEXT, GRAPHIC = 4.5, 3.0


def about(cutoff: dt.date = CUTOFFS[0], **says: object) -> Provenance:
    basis = "según lo reportado"
    return Provenance(
        "Municipio de Prueba", "Plan", 2023, cutoff, basis, ("plan.xlsx",), **says
    )  # fmt: skip


def plain(note: str) -> str:
    """Return a foot note in one line, its blanks the usual ones."""
    return note.replace("\N{NO-BREAK SPACE}", " ").replace("<br>", " ")


def components(
    activities, reports, *, closed=True, cutoff=CUTOFFS[0], names=None, colours=LIGHT, links=()
):
    measured = measure.measure(activities, reports, cutoff, closed=closed)
    table = summary.by_component(measured, closed=closed)
    names = names or [f"{number}. {name}" for number, name in table["name"].items()]
    return bars.compliance_bars(table, names, LEVELS, colours, about(cutoff), links=links)


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

    chart = bars.compliance_bars(table, list(table["name"]), bars.Levels(0.5, 0.9), LIGHT, about())

    assert [shape["x0"] for shape in chart.figure["layout"]["shapes"][:2]] == [0.5, 0.9]
    assert any(
        "50\N{NO-BREAK SPACE}%" in text for text in chart.figure["layout"]["xaxis"]["ticktext"]
    )


@pytest.mark.parametrize(
    ("medium", "high", "said"),
    [
        (0.6, 0.8, ["60\N{NO-BREAK SPACE}%<br>medio", "80\N{NO-BREAK SPACE}%<br>alto"]),
        (0.7, 0.8, ["70\N{NO-BREAK SPACE}%<br>medio", "<br><br>80\N{NO-BREAK SPACE}%<br>alto"]),
        (0.8, 0.95, ["80\N{NO-BREAK SPACE}%<br>medio", "95\N{NO-BREAK SPACE}%<br>alto"]),
        (0.9, 1.0, ["90\N{NO-BREAK SPACE}%<br>medio", "<br><br>100\N{NO-BREAK SPACE}%<br>alto"]),
        (0.8, 0.8, ["80\N{NO-BREAK SPACE}%<br>alto"]),
    ],
)
def test_no_threshold_loses_its_words_nor_touches_those_of_another(
    real, on_time, medium, high, said
):
    measured = measure.measure(real, on_time, CUTOFFS[0], closed=True)
    table = summary.by_component(measured, closed=True, medium_from=medium, high_from=high)

    layout = bars.compliance_bars(
        table, list(table["name"]), bars.Levels(medium, high), LIGHT, about()
    ).figure["layout"]

    assert [text for text in layout["xaxis"]["ticktext"] if "<br>" in text] == said
    lines = max(text.count("<br>") + 1 for text in layout["xaxis"]["ticktext"])
    note = 14 + 16 * (theme.foot_note(about()).count("<br>") + 1)
    assert layout["margin"]["b"] - note >= 16 * lines


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
    shown = plain(theme.foot_note(about(example=True)))

    assert shown == (
        "Datos de ejemplo · Municipio de Prueba · corte 30 abr 2023 · "
        "según lo reportado · plan.xlsx"
    )
    assert "ejemplo" not in theme.foot_note(about())


def test_the_foot_note_names_every_file_and_the_version_where_there_is_one():
    both = replace(about(version="12", code="A1B2"), files=("plan.xlsx", "avance.xlsx"))

    note = plain(theme.foot_note(both))

    assert "· corte 30 abr 2023 · según lo reportado ·" in note
    assert note.endswith("· plan.xlsx y avance.xlsx · versión 12 · código A1B2")


def test_the_foot_note_takes_no_more_lines_than_a_phone_needs():
    lines = theme.foot_note(about(example=True)).split("<br>")

    assert len(lines) == 2
    assert max(map(len, lines)) <= theme.NOTE_LINE
    assert not any(line.startswith("·") for line in lines)


def test_the_foot_note_of_an_example_takes_two_lines_even_when_it_is_verified():
    longest = replace(
        about(example=True),
        entity="Municipio de Sesquilé",
        basis="según lo verificado por Control Interno",
        files=("ejemplo_seguimiento_2023.xlsx",),
    )

    assert theme.foot_note(longest).count("<br>") == 1


def test_tags_in_the_name_of_an_entity_or_file_are_shown_and_not_obeyed():
    hostile = replace(about(), entity="<b>x</b>", files=("<a href='http://b'>y</a>.xlsx",))

    note = theme.foot_note(hostile)

    assert "&lt;b&gt;x&lt;/b&gt;" in note
    assert "<a" not in note


def test_every_chart_has_words_for_those_who_cannot_see_it(real, on_time):
    alt = components(real, on_time).alt

    assert "1. " in alt
    assert "100\N{NO-BREAK SPACE}% ▲ Alto, 7 de 7" in alt
    assert "<" not in alt


def test_a_click_anywhere_in_a_row_leads_where_that_row_does(real, on_time):
    links = [f"/actividades?componente={n}" for n in range(1, 7)]
    tops = components(real, on_time).figure["layout"]["annotations"][1::2]

    chart = components(real, on_time, links=links)

    order = {one["y"]: link for one, link in zip(tops, links, strict=True)}
    rows = sorted(order)
    led = set()
    for trace in chart.figure["data"]:
        assert len(trace["customdata"]) == len(trace["y"])
        for y, link in zip(trace["y"], trace["customdata"], strict=True):
            assert order[max(row for row in rows if row < y)] == link
            led.add(link)
    assert led == set(links)
    assert sum(len(trace["y"]) for trace in chart.figure["data"][:2]) == 6


@pytest.mark.parametrize("links", [["/una"], ["/una"] * 70])
def test_links_that_are_not_one_a_mark_are_a_fault(real, on_time, links):
    with pytest.raises(ValueError, match="zip"):
        components(real, on_time, links=links)
    with pytest.raises(ValueError, match="links for"):
        months.month_columns(by_month(real, on_time), LIGHT, about(), links=links)
    with pytest.raises(ValueError, match="links for"):
        drawn_curve(real, on_time, links=links)


def by_month(activities, reports, cutoff=CUTOFFS[0]):
    table = measure.per_milestone_table(activities, reports, cutoff, closed=True)
    return summary.by_deadline(table)


def test_months_add_up_to_every_date_of_the_plan(real, on_time):
    chart = months.month_columns(by_month(real, on_time), LIGHT, about())

    assert sum(n or 0 for trace in chart.figure["data"] for n in trace["y"]) == 85
    assert [trace["name"] for trace in chart.figure["data"]] == ["Cumplidas", "Por venir"]
    assert len(chart.figure["layout"]["xaxis"]["ticktext"]) == 13
    assert chart.figure["layout"]["xaxis"]["ticktext"][-1] == "ene<br>2024"
    assert "diciembre 2023: 34 por venir" in chart.alt


def test_each_part_of_a_month_leads_where_the_month_does(real, on_time):
    table = by_month(real, on_time.loc[on_time["activity_id"] != "C4-01"])
    links = [f"/fechas?mes={month:%Y-%m}" for month in table.index]

    chart = months.month_columns(table, LIGHT, about(), links=links)

    assert len(chart.figure["data"]) == 3
    assert all(trace["customdata"] == links for trace in chart.figure["data"])


def test_the_states_of_a_date_differ_by_filling_and_not_by_colour_alone(real, on_time):
    some = on_time.loc[on_time["activity_id"].isin(["C4-01", "C5-08"])]

    chart = months.month_columns(by_month(real, some), LIGHT, about())

    looks = {
        (trace["marker"].get("pattern", {}).get("shape"), trace["marker"]["color"])
        for trace in chart.figure["data"]
    }
    assert len(looks) == len(chart.figure["data"]) == 3


def test_without_progress_no_date_is_called_missing(real, on_time):
    chart = months.month_columns(
        by_month(real, on_time.iloc[:0]), LIGHT, about(), has_progress=False
    )

    assert [trace["name"] for trace in chart.figure["data"]] == [
        "Ya llegaron, sin reporte",
        "Por venir",
    ]


@pytest.mark.parametrize(("cutoff", "x"), [(CUTOFFS[0], 3.5), (CUTOFFS[3], 12.5)])
def test_the_cut_off_is_a_line_after_its_month(real, on_time, cutoff, x):
    chart = months.month_columns(by_month(real, on_time, cutoff), LIGHT, about(cutoff))

    assert chart.figure["layout"]["shapes"][0]["x0"] == x


def test_a_plan_without_dates_still_has_a_chart():
    activities = plan(activity(milestones=()))

    chart = months.month_columns(by_month(activities, tracking()), LIGHT, about())

    assert chart.figure["data"] == [] or not chart.figure["data"][0]["y"]


def drawn_curve(activities, reports, cutoff=CUTOFFS[0], links=()):
    table = curve_of(activities, reports, CUTOFFS, cutoff, closed=True)
    return curve.planned_and_actual(table, CUTOFFS, LIGHT, about(cutoff), links=links)


def test_each_point_of_what_was_done_leads_somewhere_and_the_plan_nowhere(real, on_time):
    dates = drawn_curve(real, on_time).figure["data"][2]["x"]
    links = [f"/actividades?corte={day}" for day in dates]

    after, before, done = drawn_curve(real, on_time, links=links).figure["data"]

    assert done["customdata"] == links
    assert "customdata" not in before | after


def test_the_first_month_stands_clear_of_the_foot_of_the_share_axis(real, on_time):
    layout = drawn_curve(real, on_time).figure["layout"]

    start = dt.datetime.fromisoformat(layout["xaxis"]["range"][0])
    first = dt.datetime.fromisoformat(layout["xaxis"]["tickvals"][0])
    end = dt.datetime.fromisoformat(layout["xaxis"]["range"][1])
    phone = 358 - layout["margin"]["l"] - layout["margin"]["r"]

    assert layout["xaxis"]["ticktext"][0] == "ene<br>2023"
    assert (first - start) / (end - start) * phone > 14  # half of "2023"


@pytest.mark.parametrize("cutoff", CUTOFFS)
@pytest.mark.parametrize("shared", [0.0, 0.5, 1.0])
def test_the_names_of_both_lines_never_touch(real, on_time, cutoff, shared):
    some = on_time.assign(value=on_time["value"] * shared, verified=on_time["verified"] * shared)
    layout = drawn_curve(real, some, cutoff).figure["layout"]

    named = [one for one in layout["annotations"] if one["text"] in {"Planeado", "<b>Real</b>"}]

    assert len(named) == 2
    for one, other in itertools.combinations(named, 2):
        assert one["xanchor"] != other["xanchor"] or abs(one["y"] - other["y"]) > 0.09
    assert all(one["yanchor"] == "bottom" or one["y"] > 0.08 for one in named)


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


def test_without_links_no_mark_leads_anywhere(real, on_time):
    for chart in (components(real, on_time), drawn_curve(real, on_time)):
        assert not any("customdata" in trace for trace in chart.figure["data"])


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
