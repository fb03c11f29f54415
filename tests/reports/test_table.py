"""A table in words and in values, column by column."""

from __future__ import annotations

import datetime as dt

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
