"""What a careful reader takes from the progress that an office reports (R18)."""

from __future__ import annotations

import csv
import datetime as dt
import pickle
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pac.reading.values import (
    CONVENTIONS,
    LONGEST,
    REASONS,
    Progress,
    ProgressError,
    parse_progress,
)

CASES = Path(__file__).parents[1] / "cases" / "values.csv"
WORDS = "si no cumplida 45% 2 de 3 dos (2) informes sin avance proceso 1.000 - por mes en un 0,5 /"
Unit = Literal["count", "percent"]


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read(case: dict[str, str]) -> Progress | None:
    """Return the reading of a case: a number where it has a cell format, else a text."""
    unit: Unit = "percent" if case["unidad"] == "percent" else "count"
    value = float(case["texto"]) if case["formato"] and case["texto"] else case["texto"]
    return parse_progress(value, case["formato"] or "General", unit, float(case["meta"]))


def refused(value: object, unit: Unit = "count", target: float = 3.0) -> str:
    with pytest.raises(ProgressError) as caught:
        parse_progress(value, "General", unit, target)
    assert str(caught.value)
    return caught.value.reason


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['texto']} {case['meta']}"[:60])
def test_each_progress_of_the_genre_is_read_as_an_official_reads_it(case: dict[str, str]) -> None:
    if case["lectura"] == "dudosa":
        with pytest.raises(ProgressError) as caught:
            read(case)
        assert caught.value.reason == case["código"]
        return
    progress = read(case)
    if case["lectura"] == "vacía":
        assert progress is None
        return
    assert progress is not None
    assert progress.value == float(case["avance"])
    assert ";".join(progress.conventions) == case["código"]
    assert case["lectura"] == ("convención" if progress.conventions else "cierta")


def test_the_cases_repeat_no_cell_and_cover_every_convention() -> None:
    cells = [(case["texto"], case["formato"], case["meta"], case["unidad"]) for case in cases()]
    codes = {code for case in cases() for code in case["código"].split(";")}

    assert len(cells) == len(set(cells))
    assert set(CONVENTIONS) <= codes


def test_every_reason_has_a_case_or_a_cell_that_is_no_text() -> None:
    beyond_text = {"not_a_number", "too_long"}
    codes = {case["código"] for case in cases() if case["lectura"] == "dudosa"}

    assert codes | beyond_text == set(REASONS)


@pytest.mark.parametrize("reason", REASONS)
def test_every_message_quotes_the_cell_and_gives_an_example_in_the_unit(reason: str) -> None:
    message = str(ProgressError(reason, "LO QUE DICE {x}", "percent", 90.0))

    assert "LO QUE DICE {x}" in message
    assert "«" in message.split(":", 1)[1]
    assert "{" not in message.replace("LO QUE DICE {x}", "")


def test_a_bare_number_under_a_percent_target_says_the_target_and_how_to_write_it() -> None:
    with pytest.raises(ProgressError, match=r"«45» puede ser .* la meta es 90 %.*«45%»"):
        parse_progress(45, "General", "percent", 90.0)


@pytest.mark.parametrize("value", [None, "", "  ", "\u00a0", "\n", float("nan")])
@pytest.mark.parametrize("unit", ["count", "percent"])
def test_a_blank_cell_is_no_report_and_no_error(value: object, unit: Unit) -> None:
    assert parse_progress(value, "General", unit, 3.0) is None


@pytest.mark.parametrize(
    "value",
    [True, dt.date(2023, 3, 1), dt.datetime(2023, 3, 1), dt.time(1), float("inf"), 10**400],  # noqa: DTZ001
)
def test_a_cell_that_holds_neither_text_nor_a_number_is_refused(value: object) -> None:
    assert refused(value) == "not_a_number"


@pytest.mark.parametrize("value", [0, 0.45, 1, 45, 100])
def test_no_size_makes_a_bare_number_a_percent(value: float) -> None:
    assert refused(value, "percent", 100.0) == "unit_unclear"


def test_a_percent_format_that_depends_on_the_value_leaves_the_unit_open() -> None:
    with pytest.raises(ProgressError) as caught:
        parse_progress(0.5, "[>=1]0;0%", "percent", 100.0)
    assert caught.value.reason == "unit_unclear"


def test_almost_all_of_a_count_is_not_all_of_it() -> None:
    progress = parse_progress("99%", "General", "count", 1.0)

    assert progress == Progress(0.99, ("share_of_count",))


def test_thirds_rounded_to_whole_points_are_whole_units() -> None:
    thirds = [parse_progress(percent, "0%", "count", 3.0) for percent in (0.33, 0.34, 0.66, 0.67)]

    assert [progress.value for progress in thirds if progress] == [1.0, 1.0, 2.0, 2.0]


def test_more_than_was_planned_is_legal() -> None:
    assert parse_progress(5, "General", "count", 3.0) == Progress(5.0)
    assert parse_progress(1.2, "0%", "percent", 90.0) == Progress(120.0)


def test_a_text_too_long_is_no_progress() -> None:
    assert refused("se hizo 1 informe " * LONGEST) == "too_long"


def test_an_error_survives_being_sent_between_processes() -> None:
    error = ProgressError("negative", "-1", "count", 3.0)

    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 - our own bytes


units = st.sampled_from(["count", "percent"])


@settings(deadline=None)  # a busy machine is no fault of the text
@given(st.text(max_size=80), units)
def test_any_text_gives_a_progress_or_a_reason(text: str, unit: Unit) -> None:
    check(text, "General", unit)


@settings(deadline=None)  # a busy machine is no fault of the text
@given(st.lists(st.sampled_from(WORDS.split()), max_size=8).map(" ".join), units)
def test_any_order_of_the_words_of_the_genre_gives_a_progress_or_a_reason(
    text: str, unit: Unit
) -> None:
    check(text, "General", unit)


@settings(deadline=None)  # a busy machine is no fault of the text
@given(st.one_of(st.floats(), st.integers(), st.booleans(), st.dates(), st.none()), units)
def test_any_cell_gives_a_progress_or_a_reason(value: object, unit: Unit) -> None:
    check(value, "0%", unit)


def check(value: object, number_format: str, unit: Unit) -> None:
    try:
        progress = parse_progress(value, number_format, unit, 4.0)
    except ProgressError as error:
        reason, message = error.reason, str(error)
    else:
        assert progress is None or progress.value >= 0
        assert progress is None or set(progress.conventions) <= set(CONVENTIONS)
        return
    assert reason in REASONS
    assert message


@settings(deadline=None)  # a busy machine is no fault of the text
@given(st.integers(min_value=0, max_value=2000))
def test_a_percent_reads_back_from_a_cell_and_from_its_text(tenths: int) -> None:
    expected = Progress(tenths / 10)

    assert parse_progress(tenths / 1000, "0.0%", "percent", 90.0) == expected
    assert parse_progress(f"{tenths / 10:.1f} %", "General", "percent", 90.0) == expected


@settings(deadline=None)  # a busy machine is no fault of the text
@given(st.integers(min_value=1, max_value=60), st.data())
def test_a_share_rounded_to_a_whole_point_gives_back_its_units(
    target: int, data: st.DataObject
) -> None:
    units = data.draw(st.integers(min_value=0, max_value=target))
    percent = round(100 * units / target)

    progress = parse_progress(percent / 100, "0%", "count", float(target))

    assert progress is not None
    if 0 < percent < 100:
        assert progress.value == units
