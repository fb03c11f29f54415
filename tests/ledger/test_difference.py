"""What changes is said in words, complete, and only what a reader would call a change."""

from __future__ import annotations

import pytest

from pac.ledger.difference import Change, Difference, difference, reason_for
from pac.reading import reader
from pac.reading.reader import File
from tests import workbooks
from tests.updates import APRIL, AUGUST, PLAN, REPORTS, VERIFIED, report, small_book
from tests.workbooks import activity, book, read

EXAMPLE = workbooks.ROOT / "data" / "ejemplo_seguimiento_2023.xlsx"


def changed(place: int, **more) -> list:
    """Return the small plan with one activity changed; headings with blanks have a _ there."""
    plan = [dict(row) for row in PLAN]
    plan[place] |= {name.replace("_", " "): value for name, value in more.items()}
    return plan


def between(before: bytes, after: bytes) -> Difference:
    return difference(read(before), read(after))


def to(plan=PLAN, reports=REPORTS, parameters=None, before=None) -> Difference:
    """Return the difference from the small board."""
    return between(before or small_book(), book(plan, reports, parameters))


def said(made: Difference) -> list[tuple[str, str, bool]]:
    return [(one.kind, one.subject, one.needs_reason) for one in made.changes]


def test_the_sentence_is_the_one_that_the_public_reads():
    lowered = [REPORTS[0], report("C1-01", AUGUST, 0.5), *REPORTS[2:]]
    made = to(changed(1, Meta=2)[:3], lowered)

    assert made.sentence == (
        "La meta de C1-02 cambia de 1 a 2; desaparece C2-02; "
        "baja de 2 a 0,5 en C1-01 (31 ago 2023); 1 actividad sin cambio."
    )


def test_nothing_changes_between_a_book_and_itself():
    data = EXAMPLE.read_bytes()
    made = between(data, data)

    assert (made.changes, made.unchanged, made.sentence) == ((), 54, "Nada cambia.")


ALIKE = {
    "rows in another order": lambda: book(PLAN[::-1], REPORTS[::-1]),
    "another format of the same number": lambda: book(changed(2, Meta=(0.9, "0.00%")), REPORTS),
    "a percent as text": lambda: book(PLAN, [*REPORTS[:3], report("C2-01", AUGUST, "50%")]),
    "a number as text": lambda: book(PLAN, [report("C1-01", APRIL, "1"), *REPORTS[1:]]),
    "blanks around": lambda: book(changed(0, Actividad=f"  {PLAN[0]['Actividad']} "), REPORTS),
    "waiting rows": lambda: book(PLAN, [*REPORTS, report("C2-02", APRIL)]),
}


@pytest.mark.parametrize("name", ALIKE)
def test_what_reads_the_same_is_no_difference(name):
    assert between(small_book(), ALIKE[name]()).changes == ()


CHANGES = {
    "progress reported": (
        {"reports": [*REPORTS, report("C2-02", AUGUST, 1)]},
        [("progress_reported", "C2-02", False)],
    ),
    "progress raised": (
        {"reports": [REPORTS[0], report("C1-01", AUGUST, 3), *REPORTS[2:]]},
        [("progress_raised", "C1-01", False)],
    ),
    "progress lowered": (
        {"reports": [REPORTS[0], report("C1-01", AUGUST, 1.5), *REPORTS[2:]]},
        [("progress_lowered", "C1-01", True)],
    ),
    "lowered to nothing done": (
        {"reports": [*REPORTS[:2], report("C1-02", AUGUST, 0), REPORTS[3]]},
        [("progress_lowered", "C1-02", True)],
    ),
    "report removed": ({"reports": REPORTS[:3]}, [("report_removed", "C2-01", True)]),
    "evidence changed": (
        {"reports": [{**REPORTS[0], "Evidencia": "Acta 9"}, *REPORTS[1:]]},
        [("report_changed", "C1-01", False)],
    ),
    "verified": (
        {"reports": [{**REPORTS[0], VERIFIED: 1}, *REPORTS[1:]]},
        [("verified_changed", "C1-01", False)],
    ),
    "target": ({"plan": changed(1, Meta=2)}, [("target_changed", "C1-02", True)]),
    "unit of the target": (
        {"plan": changed(3, Meta=(1, "0%"))},
        [("target_changed", "C2-02", True)],
    ),
    "applied target": (
        {"plan": changed(3, Meta_aplicada=4)},
        [("target_changed", "C2-02", True)],
    ),
    "target no longer readable": (
        {"plan": changed(3, Meta="Por definir")},
        [("target_changed", "C2-02", True)],
    ),
    "accumulation": (
        {"plan": changed(0, Acumulación="Suma de periodos")},
        [("target_changed", "C1-01", True)],
    ),
    "deadline": (
        {"plan": changed(1, Fecha_de_cumplimiento="31 de julio")},
        [("deadline_changed", "C1-02", True)],
    ),
    "start": (
        {"plan": changed(1, Inicio="01/03/2023")},
        [("deadline_changed", "C1-02", True)],
    ),
    "same date in other words": (
        {"plan": changed(1, Fecha_de_cumplimiento="30/06/2023")},
        [("text_changed", "C1-02", False)],
    ),
    "lead": (
        {"plan": changed(1, Responsable="Secretaría de Hacienda")},
        [("offices_changed", "C1-02", False)],
    ),
    "text": ({"plan": changed(1, Actividad="Otra cosa")}, [("text_changed", "C1-02", False)]),
    "added": (
        {"plan": [*PLAN, activity(ID="C1-03", Actividad="Más", Meta=1)]},
        [("activity_added", "C1-03", False)],
    ),
    "removed": ({"plan": PLAN[:3]}, [("activity_removed", "C2-02", True)]),
    "thresholds": (
        {"parameters": {"Nivel alto desde": "90%"}},
        [("setting_changed", "Nivel alto desde", True)],
    ),
    "the signer": (
        {"parameters": {"Cargo de quien firma": "Alcalde"}},
        [("setting_changed", "Cargo de quien firma", False)],
    ),
    "a cut-off closed": (
        {"parameters": {"Cortes cerrados": "30/04/2023"}},
        [("cutoff_closed", "2023-04-30", False)],
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_is_said_once_and_asks_for_a_reason_where_it_must(name):
    how, expected = CHANGES[name]
    made = to(**how)

    assert said(made) == expected
    assert "nan" not in made.sentence.lower()
    assert made.unchanged == 4 - (expected[0][1] in {row["ID"] for row in PLAN})


def test_a_cut_off_opened_again_needs_a_reason():
    closed = book(PLAN, REPORTS, {"Cortes cerrados": "30/04/2023"})
    assert said(between(closed, small_book())) == [("cutoff_opened", "2023-04-30", True)]


def test_many_of_a_kind_are_counted_and_some_are_named():
    before = workbooks.PLAN_FILE.read_bytes()
    made = between(before, EXAMPLE.read_bytes())

    assert "se reportan 57 avances (C1-01, " in made.sentence
    assert " y 33 más)" in made.sentence


# What a closed cut-off covered

CLOSED = {"Cortes cerrados": "30/04/2023"}


def since_april_closed(plan=PLAN, reports=REPORTS) -> Difference:
    return to(plan, reports, CLOSED, before=book(PLAN, REPORTS, CLOSED))


@pytest.mark.parametrize(
    "how",
    [
        {"reports": [report("C1-01", APRIL, 2), *REPORTS[1:]]},
        {"reports": [{**REPORTS[0], "Evidencia": "Acta 9"}, *REPORTS[1:]]},
        {"reports": [{**REPORTS[0], VERIFIED: 1}, *REPORTS[1:]]},
        {"reports": [*REPORTS, report("C2-02", APRIL, 1)]},
        {"plan": changed(0, Meta=6)},
        {"plan": changed(0, Responsable="Secretaría de Hacienda")},
        {"plan": changed(0, Componente="2. Racionalización de trámites")},
        {"plan": changed(0, Actividad="Comprar un mapa")},
        {"plan": PLAN[:3]},
        {"plan": [*PLAN, activity(ID="C1-03", Actividad="Más", Meta=1)]},
    ],
)
def test_what_a_closed_cut_off_covered_changes_with_a_reason_and_is_marked(how):
    made = since_april_closed(**how)

    assert made.changes
    assert all(one.needs_reason and one.closed == ("2023-04-30",) for one in made.changes)


@pytest.mark.parametrize(
    "how",
    [
        {"reports": [REPORTS[0], report("C1-01", AUGUST, 3), *REPORTS[2:]]},
        {"plan": changed(1, Responsable="Secretaría de Hacienda")},
        {"plan": changed(1, Actividad="Publicar el informe de gestión del año")},
    ],
)
def test_what_no_closed_cut_off_covered_changes_without(how):
    made = since_april_closed(**how)

    assert made.changes
    assert not any(one.needs_reason or one.closed for one in made.changes)


def test_a_closed_cut_off_keeps_a_date_that_had_passed_when_it_was_moved():
    made = since_april_closed(changed(0, Fecha_de_cumplimiento="31 de agosto y 31 de diciembre"))

    assert [(one.kind, one.closed) for one in made.changes if one.kind != "target_changed"] == [
        ("deadline_changed", ())
    ]
    [move] = made.moves
    assert (move.activity_id, len(move.before), len(move.after)) == ("C1-01", 3, 2)


# Reasons

LOWERED = Change("progress_lowered", "C1-05", "baja", needs_reason=True)


@pytest.mark.parametrize("name", ["progress_lowered:C1-05", "C1-05", "progress_lowered", "*"])
def test_a_reason_is_given_by_change_by_activity_by_kind_or_for_all(name):
    assert reason_for(LOWERED, {name: " Error de digitación "}) == "Error de digitación"
    assert Difference((LOWERED,), 0).open_reasons({name: "Error"}) == ()


@pytest.mark.parametrize(
    "reasons", [{}, {"C1-05": "  "}, {"C1-06": "x"}, {"": "x"}, {"progress_raised": "x"}]
)
def test_a_blank_reason_or_one_of_another_change_is_none(reasons):
    assert Difference((LOWERED,), 0).open_reasons(reasons) == (LOWERED,)


def test_the_nearest_reason_holds():
    reasons = {"*": "todo", "progress_lowered": "clase", "progress_lowered:C1-05": "esta"}
    assert reason_for(LOWERED, reasons) == "esta"


def test_the_first_version_says_what_enters():
    made = difference(None, reader.read(File("a.xlsx", small_book())))

    assert made.sentence.startswith("Entran 4 actividades (C1-01, C1-02, C2-01, C2-02)")
    assert made.open_reasons({}) == ()


def test_a_change_of_value_and_of_evidence_in_one_row_is_told_of_both():
    row = {**report("C1-01", AUGUST, 3), "Evidencia": "Acta 9"}
    made = to(reports=[REPORTS[0], row, *REPORTS[2:]])

    assert said(made) == [
        ("progress_raised", "C1-01", False),
        ("report_changed", "C1-01", False),
    ]
    assert "cambia «Evidencia» de C1-01" in made.sentence
