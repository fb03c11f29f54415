"""Several books into one: nothing is decided for a person, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pac.model import Party
from pac.workbook.contents import Contents
from pac.workbook.layout import Percent
from pac.workbook.merge import BOARD, Source, merge, same
from tests.updates import APRIL, AUGUST, DECEMBER, D

KEY = ("C1-01", APRIL)


def held(plan=None, reports=None, parameters=None, **more) -> Contents:
    """Return contents: a plan of targets by ID, and reports by key."""
    rows = {
        name: {"activity_id": name, "component": f"{name[1]}. Uno", **row}
        for name, row in (plan or {}).items()
    }
    return Contents(rows, reports or {}, {}, parameters or {}, **more)


BOARD_NOW = held(
    {"C1-01": {"target": 3}, "C1-02": {"target": 1}, "C2-01": {"target": Percent(90)}},
    {KEY: {"value": 1, "verified": 1}, ("C2-01", AUGUST): {"value": Percent(50)}},
    {"entity": "Municipio"},
)


def office(*reports, name="a.xlsx", base=None, **more):
    """Return a file of reports alone."""
    return Source(name, held(reports=dict(reports), **more), base)


def test_nothing_given_changes_nothing():
    merged = merge(BOARD_NOW, [])

    assert merged.held.plan == BOARD_NOW.plan
    assert merged.held.reports == BOARD_NOW.reports
    assert merged.held.parameters == BOARD_NOW.parameters


def test_a_row_with_the_same_id_and_cut_off_is_a_change_and_another_is_added():
    merged = merge(BOARD_NOW, [office((KEY, {"value": 2}), (("C1-02", AUGUST), {"value": 1}))])

    assert merged.held.reports[KEY] == {"value": 2, "verified": 1}
    assert merged.held.reports["C1-02", AUGUST] == {"value": 1}
    assert merged.held.reports["C2-01", AUGUST] == {"value": Percent(50)}


def test_a_blank_in_a_file_of_its_own_says_nothing():
    merged = merge(BOARD_NOW, [office((KEY, {"done": "Se revisó"}))])

    assert merged.held.reports[KEY] == {"value": 1, "verified": 1, "done": "Se revisó"}


def test_a_blank_in_a_copy_of_the_board_takes_the_value_away():
    file = Source("a.xlsx", replace(BOARD_NOW, report_rows=frozenset({KEY})), BOARD_NOW)
    emptied = replace(
        file, held=replace(file.held, reports={("C2-01", AUGUST): {"value": Percent(50)}})
    )

    assert KEY not in merge(BOARD_NOW, [emptied]).held.reports
    assert merge(BOARD_NOW, [emptied], control=False).held.reports[KEY] == {"verified": 1}


def test_a_row_that_a_copy_of_the_board_does_not_bring_stays():
    shorter = replace(BOARD_NOW, reports={}, plan={"C1-01": BOARD_NOW.plan["C1-01"]})

    merged = merge(BOARD_NOW, [Source("a.xlsx", shorter, BOARD_NOW)])

    assert merged.held.plan == BOARD_NOW.plan
    assert merged.held.reports == BOARD_NOW.reports


def test_an_old_copy_keeps_what_others_changed_since():
    now = held({"C1-01": {"target": 5}, "C1-02": {"target": 1}}, {KEY: {"value": 2}})
    old = held({"C1-01": {"target": 3}, "C1-02": {"target": 1}}, {KEY: {"value": 1}})
    file = held({"C1-01": {"target": 3}, "C1-02": {"target": 4}}, {KEY: {"value": 1, "done": "x"}})

    merged = merge(now, [Source("a.xlsx", file, old)])

    assert merged.conflicts == ()
    assert [row["target"] for row in merged.held.plan.values()] == [5, 4]
    assert merged.held.reports[KEY] == {"value": 2, "done": "x"}


def test_the_same_cell_changed_by_another_since_is_a_conflict_until_somebody_chooses():
    now, old = held({"C1-01": {"target": 5}}), held({"C1-01": {"target": 3}})
    source = Source("a.xlsx", held({"C1-01": {"target": 4}}), old)

    merged = merge(now, [source])

    [conflict] = merged.conflicts
    assert (conflict.name, [(one.file, one.value) for one in conflict.said]) == (
        "C1-01 target",
        [("a.xlsx", 4), (BOARD, 5)],
    )
    assert merged.held.plan["C1-01"]["target"] == 5
    for choice, target in ((0, 4), (1, 5)):
        chosen = merge(now, [source], chosen={conflict.name: choice})
        assert (chosen.conflicts, chosen.held.plan["C1-01"]["target"]) == ((), target)


@pytest.mark.parametrize("choice", [-1, 2, 99])
def test_a_choice_that_is_none_decides_nothing(choice):
    files = [office((KEY, {"value": 2})), office((KEY, {"value": 3}), name="b.xlsx")]

    assert len(merge(BOARD_NOW, files, chosen={"C1-01 2023-04-30 value": choice}).conflicts) == 1


def test_two_who_change_a_cell_alike_agree_and_three_who_do_not_are_one_conflict():
    a, b, c, d = (office((KEY, {"value": value}), name=f"{value}.xlsx") for value in (2, 2.0, 3, 4))

    assert merge(BOARD_NOW, [a, b]).conflicts == ()
    [conflict] = merge(BOARD_NOW, [a, b, c, d]).conflicts
    assert [one.value for one in conflict.said] == [2, 3, 4]


def test_two_books_that_fill_a_row_differently_are_a_conflict_though_one_repeats_the_board():
    files = [office((KEY, {"value": 1})), office((KEY, {"value": 2}), name="b.xlsx")]

    [conflict] = merge(BOARD_NOW, files).conflicts

    assert [(one.file, one.value) for one in conflict.said] == [("a.xlsx", 1), ("b.xlsx", 2)]
    for choice, value in ((0, 1), (1, 2)):
        merged = merge(BOARD_NOW, files, chosen={conflict.name: choice})
        assert (merged.conflicts, merged.held.reports[KEY]["value"]) == ((), value)


def test_a_copy_of_the_board_that_leaves_a_cell_alone_contradicts_nobody():
    files = [Source("a.xlsx", BOARD_NOW, BOARD_NOW), office((KEY, {"value": 2}), name="b.xlsx")]

    merged = merge(BOARD_NOW, files)

    assert (merged.conflicts, merged.held.reports[KEY]["value"]) == ((), 2)


def test_each_role_takes_its_own_columns_and_lists_the_rest():
    file = Source(
        "a.xlsx",
        held(
            {"C1-01": {"target": 6}},
            {KEY: {"value": 2, "verified": 2, "control_remarks": "Visto"}},
            {"closed_cutoffs": "30/04/2023", "entity": "Otro"},
        ),
    )

    control, others = (merge(BOARD_NOW, [file], control=own) for own in (True, False))

    assert control.held.reports[KEY] == {"value": 1, "verified": 2, "control_remarks": "Visto"}
    assert control.held.plan == BOARD_NOW.plan
    assert control.held.parameters == {"entity": "Municipio", "closed_cutoffs": "30/04/2023"}
    assert {one.field for one in control.left} == {"target", "value", "entity"}
    assert others.held.reports[KEY] == {"value": 2, "verified": 1}
    assert others.held.plan["C1-01"]["target"] == 6
    assert others.held.parameters == {"entity": "Otro"}
    assert {one.field for one in others.left} == {"verified", "control_remarks", "closed_cutoffs"}


def test_what_a_role_does_not_change_is_no_conflict_for_it():
    files = [office((KEY, {"verified": 2})), office((KEY, {"verified": 3}), name="b.xlsx")]

    assert merge(BOARD_NOW, files, control=False).conflicts == ()


# What goes


def test_what_no_file_brings_goes_only_where_asked():
    plan = Source("a.xlsx", held({"C1-01": {"target": 3}}, {KEY: {"value": 1}}))

    kept, gone = (merge(BOARD_NOW, [plan], drop=drop) for drop in (False, True))

    assert list(kept.held.plan) == ["C1-01", "C1-02", "C2-01"]
    assert list(gone.held.plan) == ["C1-01"]
    assert gone.held.reports == {KEY: {"value": 1, "verified": 1}}


def test_reports_alone_take_no_activity_away_and_a_plan_alone_no_report():
    reports = office((("C2-01", AUGUST), {"value": Percent(50)}))
    plan = Source("a.xlsx", held({name: {} for name in BOARD_NOW.plan}))

    assert merge(BOARD_NOW, [reports], drop=True).held.plan == BOARD_NOW.plan
    assert list(merge(BOARD_NOW, [reports], drop=True).held.reports) == [("C2-01", AUGUST)]
    assert merge(BOARD_NOW, [plan], drop=True).held.reports == BOARD_NOW.reports


def test_each_role_takes_away_its_own_alone():
    file = office((("C1-02", AUGUST), {"value": 1}))

    others = merge(BOARD_NOW, [file], drop=True, control=False).held.reports
    control = merge(BOARD_NOW, [file], drop=True, control=True).held.reports

    assert others == {KEY: {"verified": 1}, ("C1-02", AUGUST): {"value": 1}}
    assert control == {KEY: {"value": 1}, ("C2-01", AUGUST): {"value": Percent(50)}}


def test_what_came_to_the_board_after_the_copy_stays_though_the_copy_does_not_bring_it():
    old = held({"C1-01": {"target": 3}, "C1-02": {"target": 1}}, {KEY: {"value": 1}})
    now = replace(BOARD_NOW, reports={**BOARD_NOW.reports, ("C1-01", DECEMBER): {"value": 3}})
    file = replace(old, plan={"C1-01": {"target": 3}}, report_rows=frozenset({KEY}))

    merged = merge(now, [Source("a.xlsx", file, old)], drop=True)

    assert list(merged.held.plan) == ["C1-01", "C2-01"]
    assert ("C1-01", DECEMBER) in merged.held.reports


def test_a_report_goes_with_its_activity():
    file = Source("a.xlsx", held({"C1-01": {}, "C1-02": {}}))

    assert list(merge(BOARD_NOW, [file], drop=True).held.reports) == [KEY]


# Order and lists


def test_a_new_activity_stands_below_the_last_of_its_component():
    file = Source("a.xlsx", held({"C3-01": {}, "C1-09": {}}))

    assert list(merge(BOARD_NOW, [file]).held.plan) == ["C1-01", "C1-02", "C1-09", "C2-01", "C3-01"]


def test_the_first_book_keeps_its_own_order():
    file = held({"C2-01": {}, "C1-01": {}, "C2-02": {}})

    merged = merge(held(), [Source("a.xlsx", file)])

    assert list(merged.held.plan) == ["C2-01", "C1-01", "C2-02"]


def test_an_office_and_a_commitment_are_added_and_none_goes_by_being_left_out():
    planning, finance = Party("Planeación"), Party("Hacienda")
    now = replace(
        BOARD_NOW,
        offices={"planeacion": planning},
        commitments=({"date": D(2023, 6, 1), "question": "¿Cuándo?"},),
    )
    file = replace(
        held(),
        offices={"hacienda": finance},
        commitments=({"date": D(2023, 6, 1), "question": "¿CUÁNDO?", "answer": "En julio"},),
    )

    merged = merge(now, [Source("a.xlsx", file)]).held

    assert [*merged.offices.values()] == [planning, finance]
    assert [one["answer"] for one in merged.commitments] == ["En julio"]


def test_two_books_that_say_an_office_or_an_answer_differently_are_a_conflict():
    asked = {"date": D(2023, 6, 1), "question": "¿Cuándo?"}
    now = replace(BOARD_NOW, offices={"hacienda": Party("Hacienda")}, commitments=(asked,))
    files = [
        replace(
            held(),
            offices={"hacienda": Party("Hacienda", (alias,))},
            commitments=({**asked, "answer": answer},),
        )
        for alias, answer in (("Tesorería", "En julio"), ("Sec. Hacienda", "En agosto"))
    ]
    sources = [Source(f"{n}.xlsx", file) for n, file in enumerate(files)]

    conflicts = merge(now, sources).conflicts

    assert {(one.field, len(one.said)) for one in conflicts} == {("aliases", 2), ("answer", 2)}
    chosen = {one.name: 1 for one in conflicts}
    made = merge(now, sources, chosen=chosen).held
    assert made.offices["hacienda"].aliases == ("Sec. Hacienda",)
    assert made.commitments[0]["answer"] == "En agosto"
    assert merge(now, sources[:1] * 2).conflicts == ()


def test_a_setting_emptied_in_the_boards_own_book_is_emptied_and_in_another_is_not():
    now = replace(BOARD_NOW, parameters={"entity": "Prueba", "signer": "Jefe de Control Interno"})
    emptied = replace(held(), parameters={"entity": "Prueba"})

    assert merge(now, [Source("a.xlsx", emptied, now)]).held.parameters == {"entity": "Prueba"}
    assert merge(now, [Source("a.xlsx", emptied)]).held.parameters == now.parameters
    nameless = replace(held(), parameters={"signer": "Jefe de Control Interno"})
    assert merge(now, [Source("a.xlsx", nameless, now)]).held.parameters == now.parameters


# Properties

VALUES = st.fixed_dictionaries(
    {},
    optional={
        "value": st.integers(0, 5) | st.integers(0, 100).map(Percent),
        "done": st.sampled_from(["Se hizo", "No"]),
        "evidence": st.sampled_from(["https://a.invalid", "Acta 3"]),
    },
).filter(bool)
KEYS = st.tuples(
    st.sampled_from(["C1-01", "C1-02", "C2-01"]), st.sampled_from([APRIL, AUGUST, DECEMBER])
)
REPORTS = st.dictionaries(KEYS, VALUES, max_size=9)


@settings(max_examples=80, deadline=None)
@given(REPORTS, st.randoms(use_true_random=False), st.integers(1, 4))
def test_split_among_offices_and_put_together_again_nothing_changes(reports, chance, parts):
    now = replace(BOARD_NOW, reports=reports)
    pieces = [{} for _ in range(parts)]
    for key, row in reports.items():
        for name, value in row.items():
            pieces[chance.randrange(parts)].setdefault(key, {})[name] = value
    files = [Source(f"{number}.xlsx", held(reports=piece)) for number, piece in enumerate(pieces)]

    for board in (now, BOARD_NOW if not reports else replace(now, reports={})):
        merged = merge(board, files)
        assert merged.conflicts == ()
        assert {key: row for key, row in merged.held.reports.items() if key in reports} == reports


@settings(max_examples=80, deadline=None)
@given(st.lists(REPORTS, min_size=2, max_size=4), REPORTS, st.randoms(use_true_random=False))
def test_the_order_of_the_files_decides_nothing(files, board, chance):
    now = replace(BOARD_NOW, reports=board)
    sources = [
        Source(f"{number}.xlsx", held(reports=reports)) for number, reports in enumerate(files)
    ]
    mixed = chance.sample(sources, len(sources))

    one, other = merge(now, sources), merge(now, mixed)

    assert {each.name for each in one.conflicts} == {each.name for each in other.conflicts}

    assert one.held.reports == other.held.reports


def test_a_share_and_a_count_are_never_the_same_and_blanks_at_the_ends_say_nothing():
    assert not same(Percent(1), 1)
    assert not same(Percent(100), 1)
    assert same(Percent(28.999999999999996), Percent(29))
    assert same(" Acta  3 ", "Acta 3")
    assert not same("acta 3", "Acta 3")
    assert not same(None, 0)
