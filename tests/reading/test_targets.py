"""What a careful reader takes from the target of an activity (R15)."""

from __future__ import annotations

import csv
import datetime as dt
import pickle
import re
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pac.model import Target
from pac.reading.targets import CONVENTIONS, LONGEST, REASONS, TargetError, parse_target

CASES = Path(__file__).parents[1] / "cases" / "targets.csv"
WORDS = (
    "informe mensual de 3 por trimestre 90% al (2) dos y 1.000 2023 ley cada no hasta en 0,5 / -"
)


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read(case: dict[str, str]) -> Target:
    """Return the reading of a case: a number where it has a cell format, else a text."""
    if case["formato"]:
        return parse_target(float(case["texto"]), case["formato"])
    return parse_target(case["texto"])


def refused(value: object, number_format: str = "General") -> str:
    with pytest.raises(TargetError) as caught:
        parse_target(value, number_format)
    assert str(caught.value)
    return caught.value.reason


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["texto"][:60])
def test_each_text_of_the_genre_is_read_as_an_official_reads_it(case: dict[str, str]) -> None:
    if case["lectura"] == "dudosa":
        with pytest.raises(TargetError) as caught:
            read(case)
        assert caught.value.reason == case["código"]
        return
    target = read(case)
    assert (target.value, target.unit) == (float(case["valor"]), case["unidad"])
    assert ";".join(target.conventions) == case["código"]
    assert case["lectura"] == ("convención" if target.conventions else "cierta")


def test_the_cases_repeat_no_cell_and_cover_every_convention() -> None:
    cells = [(case["texto"], case["formato"]) for case in cases()]
    codes = {code for case in cases() for code in case["código"].split(";")}

    assert len(cells) == len(set(cells))
    assert set(CONVENTIONS) <= codes


def test_every_reason_has_a_case_or_a_cell_that_is_no_text() -> None:
    beyond_text = {"blank", "not_a_number", "too_long"}
    codes = {case["código"] for case in cases() if case["lectura"] == "dudosa"}

    assert codes | beyond_text == set(REASONS)


@pytest.mark.parametrize("reason", REASONS)
def test_every_message_quotes_the_cell_and_says_what_to_write(reason: str) -> None:
    message = str(TargetError(reason, "LO QUE DICE {x}"))

    assert "LO QUE DICE {x}" in message or reason == "blank"
    assert re.search(r"escriba|escríbalo|deje|agregue|dé formato", message)
    assert "«" in message.split(":", 1)[1]


def test_a_bare_decimal_asks_for_a_percent_format_or_a_sign() -> None:
    with pytest.raises(TargetError, match=r"«0,9» puede ser .*90 % o nueve décimas.*«90%»"):
        parse_target(0.9)


@pytest.mark.parametrize("value", [None, "", "   ", "\u00a0", float("nan")])
def test_a_blank_cell_is_said_to_be_blank(value: object) -> None:
    assert refused(value) == "blank"


@pytest.mark.parametrize(
    "value",
    [
        *(True, False, dt.date(2023, 3, 1), dt.time(1, 3), dt.timedelta(1)),
        *(dt.datetime(2023, 3, 1), float("inf"), 10**400, [], b"3"),  # noqa: DTZ001
    ],
)
def test_a_cell_that_holds_neither_text_nor_a_number_is_refused(value: object) -> None:
    assert refused(value) == "not_a_number"


def test_a_number_means_what_its_format_says_and_never_what_its_size_suggests() -> None:
    assert parse_target(1) == Target(1.0, "count")
    assert parse_target(1, "0%") == Target(100.0, "percent")
    assert parse_target(90) == Target(90.0, "count")
    assert parse_target(Decimal("0.5"), "0.00%") == Target(50.0, "percent")
    assert refused(0.5) == "unit_unclear"


@pytest.mark.parametrize("number_format", ["[>=1]0;0%", '[<1]0.0"%";0%'])
def test_a_format_that_shows_a_percent_only_sometimes_leaves_the_unit_open(
    number_format: str,
) -> None:
    assert refused(0.9, number_format) == "unit_unclear"


def test_one_behind_a_percent_sign_that_is_mere_text_may_be_one_or_a_hundred() -> None:
    assert refused(1, '0"%"') == "unit_unclear"


def test_a_bare_number_as_text_in_a_percent_cell_leaves_the_unit_open() -> None:
    assert refused("90", "0%") == "unit_unclear"
    assert parse_target("90%", "0%") == Target(90.0, "percent")
    assert parse_target("3 informes", "0%") == Target(3.0, "count")


def test_a_percent_too_small_to_show_is_no_target() -> None:
    assert refused(1e-13, "0%") == "unit_unclear"


def test_a_text_too_long_is_no_target_and_takes_no_time() -> None:
    assert refused("1 informe " * LONGEST) == "too_long"


@pytest.mark.parametrize("piece", ["de 3 ", "100% y ", "(", "un ", "1.", "a ", "cada 3 ", "2023-"])
def test_no_text_takes_long_to_read(piece: str) -> None:
    text = (piece * LONGEST)[:LONGEST]
    begin = time.process_time()
    check(text, "General")
    assert time.process_time() - begin < 2


def test_an_error_survives_being_sent_between_processes() -> None:
    error = TargetError("zero", "0")

    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 - our own bytes


@settings(deadline=None)  # a busy machine is no fault of the text
@given(st.text(max_size=120), st.sampled_from(["General", "0%", '0"%"']))
def test_any_text_gives_a_target_or_a_reason(text: str, number_format: str) -> None:
    check(text, number_format)


@settings(deadline=None)  # a busy machine is no fault of the text
@given(st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join))
def test_any_order_of_the_words_of_the_genre_gives_a_target_or_a_reason(text: str) -> None:
    check(text, "General")


@settings(deadline=None)  # a busy machine is no fault of the text
@given(st.one_of(st.floats(), st.integers(), st.booleans(), st.dates(), st.none()))
def test_any_cell_gives_a_target_or_a_reason(value: object) -> None:
    check(value, "0.0%")


def check(value: object, number_format: str) -> None:
    try:
        target = parse_target(value, number_format)
    except TargetError as error:
        reason, message = error.reason, str(error)
    else:
        assert target.value > 0
        assert target.unit == "count" or target.value <= 100
        assert set(target.conventions) <= set(CONVENTIONS)
        return
    assert reason in REASONS
    assert message


@settings(deadline=None)  # a busy machine is no fault of the text
@given(st.integers(min_value=1, max_value=999))
def test_a_count_reads_back_with_and_without_its_noun(number: int) -> None:
    assert parse_target(str(number)) == Target(float(number), "count")
    assert parse_target(f"{number} informes publicados") == Target(float(number), "count")


@settings(deadline=None)  # a busy machine is no fault of the text
@given(st.integers(min_value=1, max_value=1000))
def test_a_percent_reads_back_from_a_cell_and_from_both_ways_to_write_it(tenths: int) -> None:
    expected = Target(tenths / 10, "percent")

    assert parse_target(tenths / 1000, "0.0%") == expected
    assert parse_target(f"{tenths / 10:.1f} %") == expected
    assert parse_target(f"{tenths / 10:.1f}%".replace(".", ",")) == expected
