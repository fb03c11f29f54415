"""Working days are Monday to Friday without Colombia's holidays (R12, R14)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pac.workdays import (
    is_working_day,
    last_working_day,
    next_working_day,
    nth_working_day,
    publication_day,
    publication_limit,
)

DAYS = st.dates(dt.date(2016, 1, 1), dt.date(2030, 12, 31))

# Ley 51 de 1983: of 2023, with those that move to the next Monday.
HOLIDAYS_OF_2023 = [
    "01-01", "01-09", "03-20", "04-06", "04-07", "05-01", "05-22", "06-12", "06-19", "07-03",
    "07-20", "08-07", "08-21", "10-16", "11-06", "11-13", "12-08", "12-25",
]  # fmt: skip


def test_the_holidays_of_2023_are_no_working_days() -> None:
    year = [dt.date(2023, 1, 1) + dt.timedelta(days=n) for n in range(365)]
    weekdays_off = {day for day in year if day.weekday() < 5 and not is_working_day(day)}
    expected = {dt.date.fromisoformat(f"2023-{day}") for day in HOLIDAYS_OF_2023}

    assert weekdays_off == {day for day in expected if day.weekday() < 5}


def test_offices_do_not_open_at_weekends() -> None:
    assert not is_working_day(dt.date(2023, 7, 1))
    assert not is_working_day(dt.date(2023, 7, 2))
    assert is_working_day(dt.date(2023, 7, 4))


@pytest.mark.parametrize(
    ("cutoff", "day"),
    [("2023-04-30", "2023-05-15"), ("2023-08-31", "2023-09-14"), ("2023-12-31", "2024-01-16")],
)
def test_the_follow_up_is_due_on_the_tenth_working_day_of_the_next_month(
    cutoff: str, day: str
) -> None:
    assert publication_day(dt.date.fromisoformat(cutoff)) == dt.date.fromisoformat(day)


def test_only_the_legal_cutoffs_have_a_day_by_which_their_follow_up_must_be_published() -> None:
    closing = dt.date(2024, 1, 31)

    assert publication_limit(dt.date(2023, 12, 31), 2023) == dt.date(2024, 1, 16)
    assert publication_limit(closing, 2023) is None


def test_the_first_working_day_of_a_month_skips_its_holidays() -> None:
    assert nth_working_day(2023, 7, 1) == dt.date(2023, 7, 4)
    assert nth_working_day(2024, 1, 5) == dt.date(2024, 1, 9)


def test_a_count_longer_than_the_month_goes_on_in_the_next() -> None:
    assert nth_working_day(2023, 2, 21) == dt.date(2023, 3, 1)


@given(day=DAYS)
def test_the_next_and_the_last_working_day_are_the_nearest_ones(day: dt.date) -> None:
    following, before = next_working_day(day), last_working_day(day)

    assert before <= day <= following
    assert is_working_day(before)
    assert is_working_day(following)
    if is_working_day(day):
        assert before == day == following
    between = (before + dt.timedelta(days=n) for n in range(1, (following - before).days))
    assert not any(map(is_working_day, between))
