"""The plan in three pages and one page a part: its figures, what is missing, who answers, when."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from pac import labels, narrative
from pac.model import Commitment, Later, Move, PartyKind, Publication
from pac.progress.figures import Choice
from pac.progress.groups import Group, members
from pac.reports import pages, provenance
from pac.reports.pages import drawing, parts
from pac.reports.provenance import Origin
from tests import workbooks
from tests.reports import examples, pdfs
from tests.reports.examples import APRIL, HOSTILE, LONG, NOW, words

SYMBOLS = tuple(labels.LEVEL_SYMBOLS.values())
KINDS = examples.KINDS


@cache
def plan_of(kind: str) -> bytes:
    """Return the three pages of one of them; made once."""
    return pages.plan(KINDS[kind](), NOW)


@pytest.fixture
def large_plan():
    return plan_of("large")


@pytest.fixture
def three_pages():
    return plan_of("closed")


# How many pages, and how they are read aloud


@pytest.mark.parametrize("kind", KINDS)
def test_the_plan_is_three_pages_and_a_part_of_it_one(kind):
    figures = KINDS[kind]()
    party = next(iter(figures.leads.index))

    assert len(pdfs.pages(plan_of(kind))) == 3
    assert len(pdfs.pages(pages.component(figures, 1, NOW))) == 1
    assert len(pdfs.pages(pages.office(figures, party, NOW))) == 1


def test_the_pages_are_carta_upright_tagged_in_spanish_and_have_a_title(three_pages):
    read = pdfs.opened(three_pages)
    root = read.trailer["/Root"]

    assert {(round(one.mediabox.width), round(one.mediabox.height)) for one in read.pages} == {
        (612, 792)
    }
    assert root["/Lang"] == "es-CO"
    assert root["/MarkInfo"]["/Marked"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert read.metadata is not None
    assert read.metadata.title == (
        "Plan Anticorrupción y de Atención al Ciudadano 2023, en tres páginas. "
        "Corte 30 de abril de 2023"
    )


def test_every_page_begins_with_a_heading_and_every_table_has_its_heads(three_pages):
    tags = list(pdfs.tags(three_pages))
    kinds = [one["/S"] for one in tags]

    assert kinds.count("/H1") == 3
    assert kinds.count("/H2") > 6
    for one in tags:
        if one["/S"] == "/Table":
            below = [each["/S"] for each in pdfs._below(one)]
            assert "/TH" in below
            assert "/TD" in below


def test_what_only_a_drawing_shows_is_said_in_its_text(three_pages, closed):
    said = [str(one["/Alt"]) for one in pdfs.tags(three_pages) if one["/S"] == "/Figure"]

    five = closed.components.loc[5]
    assert (
        f"Barra. De {five['scheduled']} programadas: {five['fulfilled_reported']} al día según lo "
        f"reportado, {five['fulfilled_evidenced']} con evidencia y {five['fulfilled_verified']} "
        "según lo verificado."
    ) in said
    (curve,) = [one for one in said if one.startswith("Línea del año.")]
    planned = closed.curve["planned"]
    for day in closed.settings.cutoffs:
        share = labels.percent(float(planned[day.isoformat()]), closed.cuts)
        assert f"{labels.date(day)}: planeado {share}" in curve
    (months,) = [one for one in said if one.startswith("Columnas")]
    assert "Diciembre de 2023: 34 por venir." in months


# The same figures as everywhere


def holds(said: str, *texts: str) -> None:
    for text in texts:
        assert words(text) in said


@pytest.mark.parametrize("kind", ["closed", "collecting"])
def test_the_figures_are_those_of_the_summary(kind):
    figures = KINDS[kind]()
    total, cuts = figures.total, figures.cuts

    first, second, third = pdfs.pages(plan_of(kind))

    fraction = total.fulfilled if figures.closed else total.scheduled_reported
    holds(
        first,
        f"{fraction} de {total.scheduled}",
        labels.percent(total.attainment, cuts),
        narrative.compliance(total, figures.cutoff, cuts=cuts),
        narrative.components(figures.components),
        narrative.curve(figures.curve, figures.cutoff, cuts=cuts),
        *narrative.remarks(total),
    )
    for _, row in figures.components.iterrows():
        holds(first, labels.percent(row["attainment"], cuts))
        if figures.closed and row["scheduled"] and not row["few"]:
            level = f"{labels.LEVEL_SYMBOLS[row['level']]} {row['level'].capitalize()}"
            holds(first, f"{level} · {labels.percent(row['compliance'], cuts)}")
    holds(second, narrative.attention(figures.attention), narrative.gaps(figures.measured))
    holds(third, narrative.deadlines(figures.milestones, figures.cutoff))


@pytest.mark.parametrize("number", [1, 2, 5])
def test_a_component_says_its_own_figures(closed, number):
    own = provenance.at(closed, Choice(APRIL, component=number))

    said = pdfs.text(pages.component(closed, number, NOW))

    holds(
        said,
        narrative.compliance(own.total, APRIL, cuts=closed.cuts),
        labels.percent(own.total.attainment, closed.cuts),
        f"{number}. {closed.components.loc[number, 'name']}",
        f"Sus {own.total.activities} actividades",
    )
    listed = [name for name in own.measured.index if f"{name} " in said]
    left = len(own.measured) - len(listed)
    assert left == 0 or f"y {left} más, en el tablero" in said
    others = closed.measured.index.difference(own.measured.index)
    assert not [name for name in others if f"{name} " in said]


def test_what_is_missing_is_named_with_who_answers_and_by_when(closed):
    second = pdfs.pages(plan_of("closed"))[1]

    due = dict(zip(closed.attention["activity_id"], closed.attention["since"], strict=True))
    for name, one in closed.measured.loc[members(closed.measured, Group.MISSING)].iterrows():
        row = second[second.index(f"{name} {words(one['activity'])[:30]}") :]
        assert words(labels.short_date(due[name])) in row[:400]
        assert words(one["lead"]) in row[:400]
    for line in narrative.office_gaps(closed.measured):
        who, _, what = line.partition(": ")
        assert words(who) in second
        assert words(f"{what[0].upper()}{what[1:]}") in second


def test_what_each_party_owes_is_what_the_sentences_say(collecting):
    lines = narrative.office_gaps(collecting.measured)

    for one, line in zip(parts.owes(collecting), lines, strict=True):
        assert line.startswith(one.who)
        assert line.lower().endswith(one.what.lower())


# What each state of a plan may say


def test_an_open_cut_off_is_preliminary_on_every_page_and_has_no_level(collecting):
    for made in (plan_of("collecting"), pages.component(collecting, 3, NOW)):
        for said in pdfs.pages(made):
            assert "Preliminar, según lo reportado" in said
            assert not [one for one in SYMBOLS if one in said]


def test_a_closed_one_is_not_preliminary(three_pages):
    assert "Preliminar" not in pdfs.text(three_pages)


def test_a_plan_without_progress_shows_what_is_due_and_no_zeros():
    first, second, third = pdfs.pages(plan_of("untracked"))

    assert "14 de 54 actividades" in first
    assert "Sin seguimiento todavía" in first
    assert "Avance de la vigencia" not in first
    assert "Qué hay que cumplir y quién responde" in second
    for said in (first, second, third):
        assert not [one for one in SYMBOLS if one in said]
        assert "nivel alto" not in said
    assert ", lleva" not in third
    assert "0 %" not in second.replace("100 %", "")


@pytest.mark.parametrize(
    ("changes", "mark"),
    [({"example": True}, "Datos de ejemplo"), ({"example": False, "draft": True}, "Borrador")],
)
def test_every_page_says_what_it_comes_from_and_its_mark(closed, changes, mark):
    figures = replace(closed, provenance=replace(closed.provenance, **changes))

    for said in pdfs.pages(pages.plan(figures, NOW)):
        assert mark in said
        for line in provenance.lines(figures.provenance, NOW):
            assert words(line) in said


# Offices, groups and committees


def test_an_office_does_not_add_what_it_only_supports(closed):
    name = "Oficina de Control Interno"
    leads, takes = (
        provenance.at(closed, Choice(APRIL, office=name, role=role)).measured
        for role in ("lead", "all")
    )

    said = pdfs.text(pages.office(closed, name, NOW))

    assert f"Lidera {len(leads)} actividades" in said
    assert f"Participa en {len(takes) - len(leads)} actividades que no lidera" in said
    assert "No se suman a las cifras de arriba" in said
    assert "1 de 1 programada al día a 30 de abril de 2023" in said
    assert words(narrative.self_reporting(leads)) in said


def test_what_an_office_supports_is_all_that_it_does_not_lead(closed):
    for name in closed.leads.index:
        every = provenance.at(closed, Choice(APRIL, office=name, role="all")).measured
        supported = [one.activity_id for one in parts.supports(closed, name)]
        assert sorted(supported) == sorted(every.index[every["lead"] != name])


def test_a_party_that_leads_nothing_has_no_figures(closed):
    said = pdfs.text(pages.office(closed, "Oficinas", NOW))

    assert "No lidera ninguna actividad del plan" in said
    assert "Participa en 17 actividades que no lidera" in said
    assert "Cumplimiento a" not in said
    assert "Ninguna actividad corresponde" not in said


def test_a_group_says_that_nobody_answers(closed):
    said = pdfs.text(pages.office(closed, "Líderes de los procesos", NOW))

    assert "Grupo Líderes de los procesos" in said
    assert "Un grupo no es una dependencia" in said


def test_a_committee_is_no_group(closed):
    name = "Comité de Coordinación de Control Interno"

    assert parts.kind(closed, name) == PartyKind.COMMITTEE
    assert "Un grupo no es" not in pdfs.text(pages.office(closed, name, NOW))


def test_an_office_of_26_activities_says_how_many_are_not_listed(collecting):
    name = "Secretaría Administrativa y de Gobierno"

    said = pdfs.text(pages.office(collecting, name, NOW))

    listed = [one for one in collecting.measured.index if f"{one} " in said]
    assert "Lidera 26 actividades" in said
    assert f"y {26 - len(listed)} más, en el tablero" in said
    pressing = collecting.attention
    owed = set(pressing.loc[pressing["lead"] == name, "activity_id"])
    assert owed <= set(listed)  # what is left out presses least


@pytest.mark.parametrize("number", [0, 7, -1])
def test_a_component_that_the_plan_has_not_is_refused(closed, number):
    with pytest.raises(ValueError, match="no component"):
        pages.component(closed, number, NOW)


def test_a_party_that_the_plan_does_not_name_is_refused(closed):
    with pytest.raises(ValueError, match="does not name"):
        pages.office(closed, "Secretaría de Obras", NOW)


def test_the_plan_is_whole_whatever_was_chosen_of_it(closed, three_pages):
    narrowed = provenance.at(closed, Choice(APRIL, component=2))

    assert pages.plan(narrowed, NOW) == three_pages


# What was promised, published and changed


@pytest.fixture(scope="module")
def told():
    closed = examples.closed()
    plan = replace(
        closed.plan,
        published=(Publication(APRIL, dt.date(2023, 5, 12), "https://ejemplo.invalid/s"),),
        later=(Later(APRIL, "4", dt.date(2023, 6, 2), "Cambió C3-09", "Llegó tarde la prueba"),),
        moves=(
            Move(
                "C3-09",
                dt.date(2023, 6, 1),
                (dt.date(2023, 2, 28),),
                (dt.date(2023, 9, 30),),
                "No había contrato",
                "4",
            ),
        ),
        commitments=(
            Commitment(dt.date(2023, 7, 19), "¿Ya?", office="Secretaría de Planeación"),
            Commitment(dt.date(2023, 7, 19), "¿Cuándo?", "C3-09", "", dt.date(2023, 9, 3)),
            Commitment(dt.date(2023, 7, 19), "¿Dónde?", answer="En la web"),
        ),
    )
    return provenance.figures(plan, Choice(APRIL), Origin(("a.xlsx",)))


def test_the_last_page_says_what_was_published_changed_and_promised(told):
    third = pdfs.pages(pages.plan(told, NOW))[2]

    holds(
        third,
        "se publicó el 12 de mayo de 2023 en https://ejemplo.invalid/s (plazo: 15 de mayo de 2023)",
        "Cambió C3-09 (versión 4, 2 de junio de 2023). Motivo: Llegó tarde la prueba.",
        f"C3-09: {narrative.rescheduling(told.plan.moves[0])}",
        "De 3 compromisos, 2 sin responder; 1 pasó su fecha.",
        "¿Ya?",
        "¿Cuándo? (C3-09)",
        "Sin responder: pasó su fecha, el 3 de septiembre de 2023",
    )
    assert "¿Dónde?" not in third


def test_a_change_may_lose_its_reason_and_never_the_figure_that_it_ends_in(told):
    sentence = "Lo verificado de C1-01 (30 abr 2023) pasa de 0,5 a 0"
    later = Later(APRIL, "5", dt.date(2026, 11, 27), sentence, "Se revisó la evidencia. " * 20)
    figures = replace(told, plan=replace(told.plan, later=(later,)))

    (said,), (moved,) = parts.later(figures), parts.moved(figures)

    assert "Motivo" in said[0]
    assert [one for one in said if "pasa de 0,5 a 0 (versión 5" not in one] == []
    assert said[-1].endswith("2026).")
    assert [one for one in moved if "30 de septiembre de 2023" not in one] == []


def test_the_code_is_copied_with_all_its_hyphens(closed):
    # the foot of this page would end a line within it
    assert closed.provenance.code in pdfs.text(pages.component(closed, 1, NOW))


def test_a_moved_activity_is_marked(told):
    assert "Vencida, reprogramada" in pdfs.pages(pages.plan(told, NOW))[1]


def test_a_part_has_the_commitments_that_concern_it(told):
    office = pdfs.text(pages.office(told, "Secretaría de Planeación", NOW))
    component = pdfs.text(pages.component(told, 3, NOW))
    other = pdfs.text(pages.component(told, 1, NOW))

    assert ("¿Ya?" in office, "¿Cuándo?" in office) == (True, False)
    assert ("¿Ya?" in component, "¿Cuándo?" in component) == (False, True)
    assert "Compromisos por responder" not in other


def test_what_is_not_published_has_its_limit(three_pages):
    assert "no figura como publicado (plazo: 15 de mayo de 2023)" in pdfs.text(three_pages)


def test_no_norm_says_when_the_closing_cutoff_is_published(closed):
    closing = provenance.at(closed, Choice(dt.date(2024, 1, 31)))

    assert "(la norma no le fija plazo)" in parts.publication(closing)


# Other towns


def test_hostile_texts_are_shown_letter_by_letter(large, large_plan):
    for made in (large_plan, pages.component(large, 2, NOW)):
        assert HOSTILE.replace(" ", "") in pdfs.text(made).replace(" ", "")


def test_long_lists_say_how_many_are_on_the_board(large, large_plan):
    first, second, third = pdfs.pages(large_plan)

    urgent = second[second.index("Actividades por atender") :]
    listed = [one for one in large.attention["activity_id"] if f"{one} " in urgent]
    assert f"y {len(large.attention) - len(listed)} más, en el tablero" in second
    assert "más, en el tablero" in third
    for number in large.components.index:
        assert f"{number}. Fortalecimiento" in first  # no component is left out


def test_a_long_name_is_whole_on_its_own_page(large):
    assert f"1. {LONG * 2}{HOSTILE}" in pdfs.text(pages.component(large, 1, NOW))


def test_no_letter_is_too_small_to_read_where_there_is_much_to_say(large_plan):
    sizes: list[float] = []
    for one in pdfs.opened(large_plan).pages:
        one.extract_text(
            visitor_text=lambda text, _c, matrix, _f, size: (
                sizes.append(size * abs(matrix[3])) if text.strip() else None
            )
        )

    assert min(sizes) >= 6.9


def test_a_text_is_cut_between_words_and_only_where_it_must():
    full, shorter, _, shortest = parts.shortened("palabra " * 20)

    assert full == shorter == ("palabra " * 20).strip()
    assert shortest == f"{'palabra ' * 8}palabra…"
    assert len(shortest) <= 80
    assert parts.shortened("x" * 500)[-1] == "x" * 79 + "…"


# Drawings


def test_the_curve_stays_where_it_is_until_something_is_due_or_known(collecting):
    drawn = drawing.curve(collecting)

    for line in (drawn.planned, drawn.later, drawn.actual):
        for (x, y), (next_x, next_y) in pairwise(line):
            assert x == next_x or y == next_y
            assert next_x >= x
    assert drawn.planned[-1] == drawn.later[0]
    known = collecting.curve["actual"].dropna()
    assert [round(1 - y, 9) for _, y in drawn.known] == known.tolist()
    assert [one.text for one in drawn.cutoffs if one.is_chosen] == ["31 ago 2023"]


def test_the_months_hold_every_date_or_say_how_many_are_elsewhere(collecting):
    every = drawing.months(collecting)
    assert sum(sum(row.counts) for row in every.rows) == len(collecting.milestones)
    assert every.left_out == ""

    rows = [workbooks.activity(ID=f"C1-{n}", Fechas=f"30/04/{2023 + n}") for n in range(3)]
    few = drawing.months(examples.figures(workbooks.book(rows), APRIL))
    assert len(few.names) == 14
    assert few.left_out == "1 fecha en otros meses, en el tablero."


# The same every time


def test_the_same_figures_at_the_same_moment_are_the_same_bytes(closed, three_pages):
    later = NOW + dt.timedelta(minutes=1)

    assert pages.plan(closed, NOW) == three_pages
    assert pages.plan(closed, later) != three_pages
    assert pages.component(closed, 3, NOW) == pages.component(closed, 3, NOW)
