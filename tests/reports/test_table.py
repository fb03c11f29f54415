"""A table in words and in values, column by column."""

from __future__ import annotations

import datetime as dt

import pytest

from pac.reports import table as tables

NBSP = "\N{NO-BREAK SPACE}"


def test_what_is_missing_is_a_dash_on_screen_and_blank_on_the_sheet():
    for column in (
        tables.words("a", [""]),
        tables.shares("a", [float("nan")], ()),
        tables.quantities("a", [float("nan")], ["count"]),
        tables.days("a", [None]),
    ):
        assert (column.texts, column.values) == (("–",), (None,))


def test_zero_is_not_missing():
    assert tables.counts("a", [0]).texts == ("0",)
    assert tables.shares("a", [0.0], ()).texts == (f"0{NBSP}%",)


def test_a_share_is_cut_at_the_levels_of_its_plan():
    assert tables.shares("a", [0.5996], (0.6, 0.8, 1.0)).texts == (f"59,9{NBSP}%",)


def test_several_texts_of_a_cell_have_each_its_link():
    column = tables.listed("a", [[("C1-01", "/x"), ("C1-02", "/y")], []])

    assert column.texts == ("C1-01, C1-02", "–")
    assert column.pieces[0][1] == ("C1-02", "/y")


def test_a_linked_column_leaves_the_first_one_as_it_was():
    plain = tables.days("a", [dt.date(2023, 4, 30)], full=True)

    linked = plain.linked(["/x"])

    assert (plain.links, linked.links) == ((), ("/x",))
    assert linked.texts == ("30 de abril de 2023",)


def test_screen_and_sheet_take_their_own_columns():
    made = tables.table(
        tables.said("a", ["x"]),
        None,
        tables.counts("b", [1]).only_on_sheet(),
        tables.words("c", ["y"]),
    )

    assert [one.heading for one in made.screen] == ["a", "c"]
    assert [one.heading for one in made.sheet] == ["b", "c"]
    assert len(made) == 1


@pytest.mark.parametrize(
    ("quantity", "unit", "form", "text"),
    [
        (3.0, "count", "#,##0", "3"),
        (2000.0, "count", "#,##0", "2.000"),
        (0.5, "count", "#,##0.0", "0,5"),
        (1.25, "count", "#,##0.00", "1,25"),
        (1 / 3, "count", "#,##0.00", "0,33"),
        (90.0, "percent", "0%", f"90{NBSP}%"),
        (90.5, "percent", "0.0%", f"90,5{NBSP}%"),
        (33.33, "percent", "0.00%", f"33,33{NBSP}%"),
    ],
)
def test_a_quantity_shows_on_the_sheet_the_decimals_that_it_shows_on_screen(
    quantity, unit, form, text
):
    column = tables.quantities("a", [quantity], [unit])

    # an optional decimal (#.##) would leave its separator: "3."
    assert (column.formats, column.texts) == ((form,), (text,))


def test_a_percent_of_a_quantity_is_a_share_on_the_sheet():
    column = tables.quantities("a", [90.0, 33.3], ["percent", "percent"])

    assert column.values == (0.9, 0.333)


def test_quantities_without_a_unit_each_are_refused():
    with pytest.raises(ValueError, match="zip"):
        tables.quantities("a", [1.0, 2.0], ["count"])


def test_every_kind_of_column_has_as_many_texts_values_and_formats():
    for column in (
        tables.words("a", iter(["x", ""])),
        tables.listed("a", iter([[("x", "/x")], []])),
        tables.counts("a", iter([1, 2])),
        tables.shares("a", iter([0.1, float("nan")]), ()),
        tables.quantities("a", iter([1.0, 2.0]), iter(["count", "percent"])),
        tables.days("a", iter([dt.date(2023, 4, 30), None])),
    ):
        assert len(column.texts) == len(column.values) == len(column.formats) == 2


def test_a_share_keeps_on_the_sheet_what_the_screen_rounds():
    column = tables.shares("a", [2 / 3], (0.6, 0.8, 1.0))

    assert (column.values, column.texts) == ((2 / 3,), (f"66,7{NBSP}%",))


def test_a_table_without_columns_has_no_rows():
    assert len(tables.table(None)) == 0
