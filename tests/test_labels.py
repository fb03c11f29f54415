"""Numbers, dates and words as es-CO writes them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from pac import labels

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.20518, "20,5"),
        (0.205, "20,5"),
        (0.3827, "38,3"),
        (1.0, "100"),
        (0.0, "0"),
        (0.5996, "59,9"),  # rounding must not lift it over 60
        (0.7999999999999999, "80"),  # it is 0.8 (R0)
        (0.79996, "79,9"),
        (0.9996, "99,9"),
        (0.12345, "12,3"),
        (0.1235, "12,4"),  # half up, as Excel does
    ],
)
def test_a_percent_has_one_decimal_and_never_crosses_a_threshold_by_rounding(share, text):
    assert labels.percent(share) == f"{text}{NBSP}%"
    assert labels.percent(np.float64(share)) == f"{text}{NBSP}%"


def test_the_thresholds_of_the_workbook_are_the_ones_not_crossed():
    assert labels.percent(0.6999, cuts=(0.7, 0.9, 1.0)) == f"69,9{NBSP}%"


@pytest.mark.parametrize("value", [None, float("nan"), np.nan])
def test_what_is_undefined_is_a_dash_and_never_zero(value):
    assert labels.percent(value) == labels.UNDEFINED


def test_numbers_have_a_decimal_comma_and_dots_of_thousands():
    assert labels.number(1234567.89) == "1.234.567,9"
    assert labels.number(np.int64(2000)) == "2.000"
    assert labels.number(-0.01) == "0"
    assert labels.quantity(0.5, "count") == "0,5"
    assert labels.quantity(90.0, "percent") == f"90{NBSP}%"
    assert labels.quantity(float("nan"), "count") == labels.UNDEFINED
    assert labels.number(float("nan")) == labels.UNDEFINED


def test_dates_are_written_day_first():
    day = dt.date(2023, 4, 30)
    assert labels.date(day) == "30 de abril de 2023"
    assert labels.short_date(day) == "30 abr 2023"
    assert labels.numeric_date(day) == "30/04/2023"


def test_counts_agree_with_their_noun():
    assert labels.count(1, "actividad", "actividades") == "1 actividad"
    assert labels.count(0, "actividad", "actividades") == "0 actividades"


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a y b"),
        (["a", "b", "informes"], "a, b e informes"),
        (["agua", "hielo"], "agua y hielo"),
    ],
)
def test_words_join_as_spanish_does(parts, text):
    assert labels.listing(parts) == text


def test_folding_leaves_out_accents_case_and_repeated_blanks():
    assert labels.fold("  Secretaría\n de  PLANEACIÓN ") == "secretaria de planeacion"


@pytest.mark.parametrize(
    ("entity", "slug"),
    [
        ("Municipio de Sesquilé", "sesquile"),
        ("Alcaldía Municipal de El Peñón", "el_penon"),
        ("Alcaldía del Municipio de Sesquilé", "sesquile"),
        ("Gobernación del Valle del Cauca", "valle_del_cauca"),
        ("Departamento de Cundinamarca", "cundinamarca"),
        ("MUNICIPIO DE\nLA PALMA", "la_palma"),
        ("Delicias", "delicias"),  # begins like "del" and is none
        ("Santa Rosa de Osos", "santa_rosa_de_osos"),
        ("Municipio", "entidad"),
        ("", "entidad"),
        ("../../etc", "etc"),
        ("***", "entidad"),
    ],
)
def test_a_file_is_named_without_accents_blanks_or_paths(entity, slug):
    assert labels.slug(entity) == slug


def test_a_month_is_written_with_its_year():
    assert labels.month(dt.date(2024, 1, 9)) == "enero de 2024"


def test_a_count_among_all_takes_the_noun_of_all_of_them():
    assert labels.up_to_date(12, 14) == "12 de 14 programadas al día"
    assert labels.up_to_date(0, 1) == "0 de 1 programada al día"
    assert labels.reported(1, 14) == "1 de 14 reportadas"
    assert labels.reported(1, 1) == "1 de 1 reportada"
