"""Deadline texts are read as a careful official reads them, or not at all (R12, R13)."""

from __future__ import annotations

import csv
import datetime as dt
import string
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pac.model import DayKind
from pac.reading.deadline_text.words import MONTHS, tokenise
from pac.reading.deadlines import (
    CONVENTIONS,
    LONGEST_TEXT,
    DeadlineError,
    deadline_from_marks,
    parse_deadline,
    parse_deadline_pair,
)

CASES = Path(__file__).parents[1] / "cases" / "deadlines.csv"
# Conventions that no careful reader would even notice: the case file calls these readings certain.
PLAIN = {"year_assumed", "month_alone", "period_named"}


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def dates(text: str) -> tuple[dt.date, ...]:
    return tuple(dt.date.fromisoformat(day) for day in text.split())


def reason(value: object, year: int = 2023) -> str:
    with pytest.raises(DeadlineError) as caught:
        parse_deadline(value, year)
    return caught.value.reason


READABLE = [case for case in cases() if case["lectura"] != "dudosa"]
DOUBTFUL = [case for case in cases() if case["lectura"] == "dudosa"]


@pytest.mark.parametrize("case", READABLE, ids=lambda case: case["texto"][:60])
def test_each_text_of_the_case_file_is_read_as_an_official_reads_it(case: dict[str, str]) -> None:
    deadline = parse_deadline(case["texto"], int(case["vigencia"]))

    assert deadline.milestones == dates(case["fechas"])
    assert deadline.start == (dates(case["inicio"])[0] if case["inicio"] else None)
    noticed = set(deadline.conventions) - PLAIN
    assert bool(noticed) == (case["lectura"] == "convención"), deadline.conventions


@pytest.mark.parametrize("case", DOUBTFUL, ids=lambda case: case["texto"][:60])
def test_each_doubtful_text_of_the_case_file_is_left_unread(case: dict[str, str]) -> None:
    with pytest.raises(DeadlineError):
        parse_deadline(case["texto"], int(case["vigencia"]))


def test_the_case_file_holds_each_text_once_for_each_plan_year() -> None:
    keys = [(case["texto"], case["vigencia"]) for case in cases()]

    assert len(keys) == len(set(keys))


def test_every_convention_that_a_reading_lists_has_its_sentence() -> None:
    used = {
        code
        for case in READABLE
        for code in parse_deadline(case["texto"], int(case["vigencia"])).conventions
    }
    others = {"calendar_days_assumed", "marks", "start_not_readable"}

    assert used | others == set(CONVENTIONS)


# --- what the cell holds


@pytest.mark.parametrize("blank", [None, "", "  \n", float("nan"), pd.NaT, "\u00a0"])
def test_a_blank_cell_says_so(blank: object) -> None:
    assert reason(blank) == "blank"


@pytest.mark.parametrize(
    "value",
    [dt.datetime(2023, 6, 30, 8, tzinfo=dt.UTC), dt.date(2023, 6, 30), pd.Timestamp("2023-06-30")],
)
def test_a_real_date_of_excel_is_one_milestone_and_no_convention(value: object) -> None:
    deadline = parse_deadline(value, 2023)

    assert (deadline.start, deadline.milestones) == (None, (dt.date(2023, 6, 30),))
    assert deadline.conventions == ()
    assert type(deadline.milestones[0]) is dt.date


@pytest.mark.parametrize("value", [2023, 2023.0, np.int64(2023)])
def test_a_year_as_a_number_is_that_whole_year(value: object) -> None:
    deadline = parse_deadline(value, 2023)

    assert deadline.start == dt.date(2023, 1, 1)
    assert deadline.milestones == (dt.date(2023, 12, 31),)
    assert deadline.conventions == ("whole_year",)


@pytest.mark.parametrize("value", [45046, 45046.5, 30, 0, -1, "45046", float("inf"), 1e300])
def test_a_serial_number_of_excel_is_never_guessed(value: object) -> None:
    assert reason(value) == "number"


@pytest.mark.parametrize("value", [True, [], object(), pd.NA])
def test_anything_else_in_a_cell_is_not_understood(value: object) -> None:
    assert reason(value) == "not_understood"


def test_a_text_too_long_for_a_date_is_not_searched_for_one() -> None:
    assert reason("30 de junio " * (LONGEST_TEXT // 10)) == "too_long"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("30 de febrero", "impossible_date"),
        ("13/13/2023", "impossible_date"),
        ("quinto lunes de febrero", "impossible_date"),
        ("1/11/232", "doubtful_year"),
        ("30/06/2053", "doubtful_year"),
        ("Vigencia 2022 y 2023", "doubled_year"),
        ("2022: 30 de junio de 2023", "doubled_year"),
        ("30 de abril de 2022, 31 de agosto y 31 de diciembre de 2024", "doubled_year"),
        ("30 de diciembre 30 de junio", "falls_back"),
        ("del 30 al 15 de junio", "falls_back"),
        ("10 de septiembre, 10 de enero y 10 de junio", "falls_back"),
        ("31 de marzo y 31 de enero", "falls_back"),
        ("lunes 30 de junio", "weekday_disagrees"),
        ("cuando se requiera", "no_date"),
        ("30 de junio, cuando se requiera", "not_understood"),
    ],
)
def test_an_error_names_its_reason(text: str, slug: str) -> None:
    assert reason(text) == slug


def test_an_error_tells_the_official_what_it_found_and_how_to_write_it() -> None:
    with pytest.raises(DeadlineError) as caught:
        parse_deadline("31/11/2023", 2023)

    assert "«31/11/2023»" in str(caught.value)
    assert "por ejemplo «30 de junio de 2023»" in str(caught.value)


def test_the_first_days_are_working_days_unless_the_office_says_otherwise() -> None:
    text = "primeros 10 días de mayo"

    working = parse_deadline(text, 2023)
    calendar = parse_deadline(text, 2023, days="calendar")

    assert working.milestones == (dt.date(2023, 5, 15),)
    assert "working_days_assumed" in working.conventions
    assert calendar.milestones == (dt.date(2023, 5, 10),)
    assert "calendar_days_assumed" in calendar.conventions


def test_a_text_that_says_working_days_is_obeyed_whatever_the_office_says() -> None:
    deadline = parse_deadline("primeros 10 días hábiles de mayo", 2023, days="calendar")

    assert deadline.milestones == (dt.date(2023, 5, 15),)


# --- two columns


@pytest.mark.parametrize(
    ("start", "end", "first", "due"),
    [
        ("3/02/23", "30/04/23", "2023-02-03", "2023-04-30"),
        ("4/05/23", "30/09/23", "2023-05-04", "2023-09-30"),
        (dt.date(2023, 1, 2), dt.date(2023, 12, 30), "2023-01-02", "2023-12-30"),
        ("Enero", "Diciembre", "2023-01-01", "2023-12-31"),
        ("Permanente", "Permanente", "2023-01-01", "2023-12-31"),
        ("1 de noviembre", "31 de enero", "2023-11-01", "2024-01-31"),
        ("1 de febrero", "30 de abril, 31 de agosto", "2023-02-01", "2023-04-30 2023-08-31"),
    ],
)
def test_two_columns_are_a_window(start: object, end: object, first: str, due: str) -> None:
    deadline = parse_deadline_pair(start, end, 2023)

    assert deadline.start == dt.date.fromisoformat(first)
    assert deadline.milestones == dates(due)


@pytest.mark.parametrize("start", ["1/11/232", "Por definir", "30 de enero y 30 de junio"])
def test_a_start_that_is_not_readable_is_left_out_and_listed(start: object) -> None:
    deadline = parse_deadline_pair(start, "30/11/23", 2023)

    assert (deadline.start, deadline.milestones) == (None, (dt.date(2023, 11, 30),))
    assert "start_not_readable" in deadline.conventions


def test_a_blank_start_is_no_start_and_no_convention() -> None:
    deadline = parse_deadline_pair(None, "30/11/23", 2023)

    assert (deadline.start, deadline.conventions) == (None, ())


def test_an_end_that_is_not_readable_is_an_error() -> None:
    with pytest.raises(DeadlineError) as caught:
        parse_deadline_pair("1/02/23", "29/02/23", 2023)

    assert caught.value.reason == "impossible_date"


@pytest.mark.parametrize(
    ("start", "end"), [("1/11/2023", "30/06/2023"), ("noviembre", "junio"), ("1/11/2024", "mayo")]
)
def test_a_start_after_the_end_is_an_error(start: object, end: object) -> None:
    with pytest.raises(DeadlineError) as caught:
        parse_deadline_pair(start, end, 2023)

    assert caught.value.reason == "start_after_end"


# --- marked columns


@pytest.mark.parametrize(
    ("marks", "due"),
    [
        ([True] * 3, "2023-04-30 2023-08-31 2023-12-31"),
        ([False, True], "2023-12-31"),
        ([True, False, False, True], "2023-03-31 2023-12-31"),
        ([False, True, False, False, False, True], "2023-04-30 2023-12-31"),
        ([n == 2 for n in range(1, 13)], "2023-02-28"),
    ],
)
def test_each_marked_column_is_due_on_the_last_day_of_its_period(
    marks: list[bool], due: str
) -> None:
    deadline = deadline_from_marks(marks, 2023)

    assert deadline.milestones == dates(due)
    assert deadline.conventions == ("marks",)


def test_no_mark_is_an_error() -> None:
    with pytest.raises(DeadlineError) as caught:
        deadline_from_marks([False] * 3, 2023)

    assert caught.value.reason == "no_mark"


def test_a_year_is_not_cut_into_five_columns() -> None:
    with pytest.raises(ValueError, match="5 columns"):
        deadline_from_marks([True] * 5, 2023)


# --- whatever comes in

WORDS = (
    "30 31 1 15 2 12 5 2023 2024 23 (5) de del al a y , ; / - . : ( ) hasta desde entre enero "
    "febrero marzo abril junio diciembre dic ene junio/30 mensual trimestral anual permanente "
    "cada mes trimestre semestre año vigencia siguiente siguientes primer I II último día días "
    "hábiles primeros veces por semana quincena viernes fin finalizar antes corte informe inicio "
    "30/06/2023 31/12/23 12/2023 29/02 Dicimbre según a) 1. 2. partir adelante vencido ene-23 "
    "dic-23 dic/24"
)
TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet=string.digits + "/-. de enrojulim,y()", max_size=60),
    st.lists(st.sampled_from([*WORDS.split(), "\n"]), max_size=12).map(" ".join),
)


@given(text=TEXTS, year=st.integers(2016, 2030), days=st.sampled_from(["working", "calendar"]))
def test_whatever_comes_in_is_read_into_rising_dates_or_refused(
    text: str, year: int, days: DayKind
) -> None:
    try:
        deadline = parse_deadline(text, year, days=days)
    except DeadlineError:
        return
    assert deadline.milestones
    assert list(deadline.milestones) == sorted(set(deadline.milestones))
    assert deadline.start is None or deadline.start <= deadline.milestones[0]
    assert set(deadline.conventions) <= set(CONVENTIONS)


DAYS = st.dates(dt.date(2023, 1, 1), dt.date(2023, 12, 31))
FORMATS = [
    lambda d: f"{d.day} de {MONTHS[d.month - 1]} de {d.year}",
    lambda d: f"{MONTHS[d.month - 1].capitalize()} {d.day} de {d.year}",
    lambda d: f"{d.day}/{d.month:02}/{d.year}",
    lambda d: f"{d.day:02}.{d.month:02}.{d.year}",
    lambda d: f"{d.day}-{MONTHS[d.month - 1][:3]}-{d.year % 100}",
    lambda d: d.isoformat(),
]


@given(day=DAYS, write=st.sampled_from(FORMATS))
def test_a_date_comes_back_from_every_way_of_writing_it(
    day: dt.date, write: Callable[[dt.date], str]
) -> None:
    assert parse_deadline(write(day), 2023).milestones == (day,)


@given(first=DAYS, last=DAYS, write=st.sampled_from(FORMATS))
def test_a_window_comes_back_from_every_way_of_writing_its_ends(
    first: dt.date, last: dt.date, write: Callable[[dt.date], str]
) -> None:
    first, last = sorted((first, last))

    deadline = parse_deadline(f"Del {write(first)} al {write(last)}", 2023)

    assert (deadline.start, deadline.milestones) == (first, (last,))


@given(days=st.sets(DAYS, min_size=2, max_size=6), write=st.sampled_from(FORMATS[:4]))
def test_a_list_of_dates_comes_back_in_order(
    days: set[dt.date], write: Callable[[dt.date], str]
) -> None:
    # 1 January and another day joined by a comma are from and to, nothing being due on that day
    days = sorted(days - {dt.date(2023, 1, 1)})

    assert parse_deadline("; ".join(map(write, days)) or "2023", 2023).milestones == (
        tuple(days) or (dt.date(2023, 12, 31),)
    )


def test_no_text_takes_long() -> None:
    hostile = ["1 " * 250, "1-" * 250, "(" * 500, "a1" * 250, "enero 1 " * 62, "30 de " * 80]
    started = time.perf_counter()

    for text in hostile:
        with suppress(DeadlineError):
            parse_deadline(text, 2023)

    assert time.perf_counter() - started < 1


def test_tokens_keep_the_words_of_the_text() -> None:
    assert [token.text for token in tokenise("30 de junio")] == ["30", "de", "junio"]
