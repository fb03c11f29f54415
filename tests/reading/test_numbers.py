"""Numbers as offices write them, before anyone asks what they are for."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pac.reading.numbers import (
    DOUBTS,
    DoubtError,
    PercentDisplay,
    as_number,
    find_quantities,
    fold,
    is_blank,
    percent_display,
    read_word,
    shown,
    tidy,
)


def values(text: str) -> list[float]:
    return [quantity.value for quantity in find_quantities(fold(text))]


def doubt_about(text: str) -> str | None:
    """Return why a text's numbers cannot be read; None where they can."""
    try:
        found = find_quantities(fold(text))
    except DoubtError as doubt:
        return doubt.reason
    return "thousands_unclear" if any(quantity.maybe_decimals for quantity in found) else None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("01", 1),
        ("16.5 km", 16.5),
        ("16,5 km", 16.5),
        ("0,25", 0.25),
        ("2.000 metros", 2000),
        ("1.500.000", 1_500_000),
        ("1,500,000", 1_500_000),
        ("1'200.000 pesos", 1_200_000),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("12.345.678,90", 12_345_678.9),
        ("20 mil", 20_000),
        ("3 millones", 3_000_000),
        ("2 mil millones", 2_000_000_000),
        ("un millón", 1_000_000),
        ("uno", 1),
        ("veintiún talleres", 21),
        ("treinta y dos", 32),
        ("ciento veinte", 120),
        ("doscientas", 200),
        ("mil", 1000),
        ("dos mil quinientos", 2500),
        ("-3", -3),
        ("−3", -3),
    ],
)
def test_one_number_is_read_in_spanish(text: str, value: float) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    "text", ["cuatro (4)", "Cuatro (4) informes", "4 (cuatro)", "(4) cuatro", "4 informes (cuatro)"]
)
def test_words_and_digits_that_agree_are_one_number(text: str) -> None:
    assert values(text) == [4]


def test_words_of_tens_join_with_y_and_other_words_do_not() -> None:
    assert values("treinta y tres") == [33]
    assert values("tres y dos") == [3, 2]


def test_an_article_is_told_from_the_number_that_counts() -> None:
    assert [quantity.article for quantity in find_quantities("un informe")] == [True]
    assert [quantity.article for quantity in find_quantities("un (1) informe")] == [False]
    assert [quantity.article for quantity in find_quantities("uno")] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "90%",
        "90 %",
        "90 por ciento",
        "90 porciento",
        "90 por cien",
        "% 90",
        "(90)%",
        "(90) por ciento",
        "noventa por ciento",
        "noventa (90) por ciento",
        "noventa por ciento (90%)",
        "９０％",
        "90%%",
    ],
)
def test_a_percent_is_known_by_its_sign_or_its_words(text: str) -> None:
    (quantity,) = find_quantities(fold(text))

    assert (quantity.value, quantity.percent) == (90, True)


def test_three_decimals_of_a_percent_are_no_thousands() -> None:
    assert values("33,333 %") == [33.333]


def test_a_lone_por_ciento_is_no_hundred() -> None:
    assert values("tanto por ciento") == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1/3", "fraction"),
        ("½", "fraction"),
        ("tres (4)", "contradiction"),
        ("4 (tres)", "contradiction"),
        ("2 000 metros", "thousands_unclear"),
        ("1,000", "thousands_unclear"),
        ("1'000", "thousands_unclear"),
        ("1.000 %", "thousands_unclear"),
        ("1.2.3", "number_unclear"),
        ("1.23.456", "number_unclear"),
        (".5", "number_unclear"),
        ("005", "number_unclear"),
        ("1e-05", "number_unclear"),
        ("9" * 400, "number_unclear"),
    ],
)
def test_a_number_that_can_be_two_is_never_guessed(text: str, reason: str) -> None:
    assert doubt_about(text) == reason
    assert reason in DOUBTS


def test_a_dot_that_may_be_decimal_is_marked_unless_the_words_settle_it() -> None:
    (alone,) = find_quantities("1.000")
    (settled,) = find_quantities("mil (1.000)")

    assert alone.maybe_decimals
    assert (settled.value, settled.maybe_decimals, settled.grouped) == (1000, False, True)


@pytest.mark.parametrize(
    ("number_format", "display"),
    [
        ("General", PercentDisplay.NONE),
        ("", PercentDisplay.NONE),
        ("0", PercentDisplay.NONE),
        ("@", PercentDisplay.NONE),
        ('0" informes"', PercentDisplay.NONE),
        ("_-* #,##0_-;-* #,##0_-", PercentDisplay.NONE),
        ("0%", PercentDisplay.SCALED),
        ("0.00%", PercentDisplay.SCALED),
        (r"0.0\ %", PercentDisplay.SCALED),
        ("0%;[Red]-0%", PercentDisplay.SCALED),
        ('"avance" 0%', PercentDisplay.SCALED),
        ('0%" de 100%"', PercentDisplay.SCALED),
        (r"0%\%", PercentDisplay.SCALED),
        ("[Blue]0%", PercentDisplay.SCALED),
        ("0;-0%", PercentDisplay.NONE),
        ('0"%"', PercentDisplay.LITERAL),
        (r"0\%", PercentDisplay.LITERAL),
        ('0"%', PercentDisplay.LITERAL),  # Excel would not save it; a broken file may
        ("[>=1]0;0%", PercentDisplay.UNCLEAR),
        ("[>=1]0%;0.0%", PercentDisplay.SCALED),
    ],
)
def test_a_percent_sign_in_a_format_counts_by_where_it_stands(
    number_format: str, display: PercentDisplay
) -> None:
    assert percent_display(number_format) is display


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "  ",
        "\xa0",
        "\u200b",
        "\n",
        float("nan"),
        np.float64("nan"),
        Decimal("NaN"),
        pd.NaT,
    ],
)
def test_white_space_and_missing_numbers_are_blank(value: object) -> None:
    assert is_blank(value)


@pytest.mark.parametrize("value", [0, "0", "-", False, Decimal(0), dt.date(2023, 1, 1), [], "N/A"])
def test_zero_and_a_dash_are_not_blank(value: object) -> None:
    assert not is_blank(value)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (3, 3.0),
        (2.5, 2.5),
        (np.int64(3), 3.0),
        (Decimal("0.9"), 0.9),
        (Fraction(1, 2), 0.5),
        (True, None),
        ("3", None),
        (dt.date(2023, 1, 1), None),
        (float("inf"), None),
        (10**400, None),
        (Decimal("sNaN"), None),
        (1j, None),
    ],
)
def test_only_finite_numbers_are_numbers(value: object, number: float | None) -> None:
    assert as_number(value) == number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.9, "0,9"),
        (3, "3"),
        (True, "VERDADERO"),
        (False, "FALSO"),
        (dt.date(2023, 3, 1), "01/03/2023"),
        (dt.datetime(2023, 3, 1), "01/03/2023"),  # noqa: DTZ001 - Excel's have no zone
        (dt.datetime(2023, 3, 1, 8, 30), "01/03/2023 08:30"),  # noqa: DTZ001
        ("Por\n definir", "Por definir"),
        ("a" * 100, "a" * 79 + "…"),
    ],
)
def test_a_message_quotes_a_cell_as_an_official_reads_it(value: object, text: str) -> None:
    assert shown(value) == text


def test_a_message_quotes_a_percent_cell_as_it_shows() -> None:
    assert shown(1.5, "0%") == "150 %"
    assert shown("1.5", "0%") == "1.5"


@pytest.mark.parametrize(("word", "value"), [("tres", 3), ("15", 15), ("nuevo", None)])
def test_one_word_is_a_number_or_none(word: str, value: int | None) -> None:
    assert read_word(word) == value


def test_the_noise_of_binary_fractions_is_dropped() -> None:
    assert tidy(0.29 * 100) == 29.0
    assert str(tidy(-0.0)) == "0.0"


@settings(deadline=None)  # a busy machine is no fault of the text
@given(st.text(max_size=200))
def test_any_text_has_numbers_or_a_doubt_and_never_breaks(text: str) -> None:
    doubt = doubt_about(text)

    assert doubt is None or doubt in DOUBTS


@settings(deadline=None)  # a busy machine is no fault of the text
@given(st.text(alphabet='0%"\\[];_*<=>#.G é', max_size=40))
def test_any_number_format_has_a_display(number_format: str) -> None:
    assert percent_display(number_format) in PercentDisplay


@settings(deadline=None)  # a busy machine is no fault of the text
@given(st.integers(min_value=1000, max_value=10**12))
def test_a_number_grouped_the_colombian_way_reads_back(number: int) -> None:
    assert values(f"{number:,}".replace(",", ".") + " pesos") == [number]


@settings(deadline=None)  # a busy machine is no fault of the text
@given(st.decimals(min_value=0, max_value=10**6, places=2, allow_nan=False))
def test_a_number_with_a_decimal_comma_reads_back(number: Decimal) -> None:
    assert values(f"{number:.2f}".replace(".", ",")) == [float(number)]
