"""The follow-up as a PDF: what it says, on every page, and to whoever cannot see it."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from pac.reports import follow_up, follow_up_pdf
from pac.reports.provenance import Origin
from tests.reports.follow_ups import (
    APRIL,
    AUGUST,
    HOSTILE,
    JANUARY,
    NBSP,
    NOW,
    bare,
    example,
    figures,
    hostile,
)
from tests.reports.pdfs import opened, pages, tags, text


def document(reading, cutoff, shield=None, **more):
    return follow_up_pdf.document(figures(reading, cutoff, **more), NOW, shield)


def plain(said: str) -> str:
    """Return a text as it is read back: without the blanks and hyphens of its lines."""
    return "".join(said.replace(NBSP, " ").replace("-", "").split())


@pytest.fixture(scope="module")
def april():
    return document(example(), APRIL)


def test_it_is_tagged_in_spanish_and_titled(april):
    read = opened(april)
    root = read.trailer["/Root"]

    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert root["/Lang"] == "es-CO"
    assert root["/MarkInfo"]["/Marked"]
    assert read.metadata.title == (
        "Informe de seguimiento de Control Interno. Seguimiento 1, corte 30 de abril de 2023"
    )


def test_its_headings_and_tables_can_be_found_without_seeing_them(april):
    kinds = [one["/S"] for one in tags(april)]

    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == 6 + 3  # components, summary, notes, signature
    assert kinds.count("/Table") == kinds.count("/THead")  # each says what its columns are
    assert kinds.count("/Table") == 6 + 2
    assert kinds.count("/TH") >= 6 * 10


def test_a_page_is_oficio_across(april):
    box = opened(april).pages[0].mediabox

    assert (round(float(box.width)), round(float(box.height))) == (936, 612)


@pytest.mark.parametrize("cutoff", [APRIL, JANUARY])
def test_it_says_everything_that_the_report_says(cutoff):
    report = follow_up.report(figures(example(), cutoff))
    said = plain(text(document(example(), cutoff)))

    wanted = [report.title, report.publication, *report.sentences, *report.legend]
    for component in report.components:
        wanted += [component.name, *(one.words for one in component.counts)]
        for row in component.rows:
            wanted += [row.activity_id + row.activity, row.product, row.responsible]
            for entry in row.entries:
                wanted += [*entry.done.split("\n"), entry.words, entry.beside, entry.remarks]
    for note in report.notes:
        wanted += [note.title, *note.lines]
        wanted += [one.activity_id + one.activity + one.lead + one.detail for one in note.named]
    assert [one for one in wanted if plain(one) not in said] == []


def test_every_page_of_an_open_cutoff_alone_says_that_it_is_preliminary(april):
    for made, is_open in ((april, False), (document(example(), AUGUST), True)):
        for said in pages(made):
            head = said.partition("Informe de seguimiento")[0]
            assert ("Preliminar, según lo reportado" in head) == is_open


def test_every_page_says_whose_it_is_where_it_comes_from_and_that_it_is_invented():
    made = document(example(), APRIL, origin=Origin(("a.xlsx",), "3", "AB12", example=True))

    every = pages(made)
    for number, said in enumerate(every, 1):
        assert f"Página {number} de {len(every)}" in said
        assert "Datos de ejemplo: el avance es inventado" in said
        assert "Municipio de Sesquilé" in said
        assert "Archivo a.xlsx · versión 3 · código AB12 · Generado el 12 de mayo de 2023" in said


def test_without_progress_it_shows_the_plan_and_no_zone():
    said = text(document(bare(), APRIL))

    assert "Sin seguimiento todavía: 14 actividades programadas" in said
    assert "C6-03" in said
    assert "▲" not in said
    assert "0 % (" not in said.replace(NBSP, " ")


def test_texts_of_the_plan_are_shown_letter_by_letter():
    made = document(hostile(), APRIL, origin=Origin((HOSTILE,), HOSTILE, HOSTILE))

    assert plain(text(made)).count(plain(HOSTILE)) > 8


def test_a_text_longer_than_a_page_goes_on_on_the_next_one():
    book = hostile()
    made = document(book, APRIL, reports=book.reports.assign(done="palabra " * 2000))

    assert text(made).count("palabra") == 2000 * 2


def test_hundreds_of_activities_stand_each_in_a_row_of_a_table():
    kinds = [one["/S"] for one in tags(document(hostile(300), APRIL))]

    assert kinds.count("/TR") >= 300 + kinds.count("/Table")


def test_there_is_room_to_sign_under_a_post_and_no_name():
    said = pages(document(hostile(**{"Cargo de quien firma": "Jefe de Control Interno"}), APRIL))

    assert "Nombre: Cargo: Jefe de Control Interno" in said[-1]


def test_the_shield_stands_on_every_page():
    stream = io.BytesIO()
    Image.new("RGB", (300, 400), "red").save(stream, "PNG")

    made = document(example(), APRIL, stream.getvalue())

    assert all(len(page.images) == 1 for page in opened(made).pages)


def test_the_same_figures_at_the_same_moment_are_the_same_file():
    one, other = (document(example(), APRIL) for _ in "ab")

    assert one == other
