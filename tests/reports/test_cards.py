"""The card for WhatsApp: what a mayor reads on a phone in ten seconds."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from pac import labels, narrative
from pac.charts import theme
from pac.progress.figures import Choice
from pac.reports import cards, provenance, typeset
from pac.reports.pages import parts
from tests.reports import examples, pdfs
from tests.reports.examples import APRIL, HOSTILE, NOW, words

SYMBOLS = tuple(labels.LEVEL_SYMBOLS.values())
KINDS = examples.KINDS

DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)  # the smallest PNG

Read = Callable[[Callable[[], bytes]], bytes]


@pytest.fixture
def as_pdf(monkeypatch: pytest.MonkeyPatch) -> Read:
    """Return what sets a card as a PDF instead, whose words can be read back."""
    compile = typeset.compile

    def paper(make: Callable[[], bytes]) -> bytes:
        held: list[bytes] = []

        def kept(template: str, data: Any, **_: Any) -> bytes:
            held.append(compile(template, data))
            return DOT

        with monkeypatch.context() as patched:
            patched.setattr(typeset, "compile", kept)
            make()
        return held[0]

    return paper


def said(as_pdf: Read, make: Callable[[], bytes]) -> str:
    return pdfs.text(as_pdf(make))


@pytest.mark.parametrize("kind", KINDS)
def test_a_card_is_of_the_size_that_is_shown_whole_and_sent_at_once(kind):
    figures = KINDS[kind]()
    party = next(iter(figures.leads.index))

    for made in (
        cards.plan(figures, NOW),
        cards.component(figures, 1, NOW),
        cards.office(figures, party, NOW),
    ):
        picture = Image.open(io.BytesIO(made))
        assert (picture.format, picture.size) == ("PNG", (1080, 1350))
        assert len(made) < 400_000
        assert not picture.has_transparency_data  # in a dark chat too it is on white


def test_its_colours_are_those_of_the_board(closed):
    picture = Image.open(io.BytesIO(cards.plan(closed, NOW))).convert("RGB")

    colours = {colour for n, colour in picture.getcolors(1 << 24) if n > 1000}
    for name in ("actual", "medium", "background", "text"):
        hexed = getattr(theme.LIGHT, name).lstrip("#")
        assert tuple(bytes.fromhex(hexed)) in colours


@pytest.mark.parametrize("kind", ["closed", "large"])
def test_no_letter_is_under_28_pixels(kind, as_pdf):
    figures = KINDS[kind]()
    (page,) = pdfs.opened(as_pdf(lambda: cards.plan(figures, NOW))).pages
    sizes: list[float] = []
    page.extract_text(
        visitor_text=lambda text, _c, matrix, _f, size: (
            sizes.append(size * abs(matrix[3])) if text.strip() else None
        )
    )

    assert min(sizes) * 1080 / float(page.mediabox.width) >= 28


def test_the_card_of_the_plan_has_both_figures_and_who_owes_what(closed, as_pdf):
    total = closed.total

    card = said(as_pdf, lambda: cards.plan(closed, NOW))

    share = words(labels.percent(total.compliance, closed.cuts))
    assert "Plan Anticorrupción y de Atención al Ciudadano 2023" in card
    assert f"Cumplimiento a 30 de abril de 2023 {total.fulfilled} de {total.scheduled}" in card
    assert f"■ Medio · {share}" in card
    attained = words(labels.percent(total.attainment, closed.cuts))
    assert f"Avance de la vigencia 2023: {attained}" in card
    for line in narrative.office_gaps(closed.measured):
        who, _, what = line.partition(": ")
        assert f"{who} {what[0].upper()}{what[1:]}" in card
    assert "Desde el 28 feb 2023." in card
    assert "Lo próximo 8 may 2023 · C3-13" in card


def test_a_card_says_whose_it_is_of_when_and_how_to_check_it(closed, as_pdf):
    for make in (
        lambda: cards.plan(closed, NOW),
        lambda: cards.component(closed, 2, NOW),
        lambda: cards.office(closed, "Oficinas", NOW),
    ):
        card = said(as_pdf, make)
        assert card.count("Municipio de Sesquilé") == 2  # head and foot
        assert "Datos de ejemplo: el avance es inventado" in card
        assert "Plan Anticorrupción y de Atención al Ciudadano 2023" in card
        assert "Corte 30 abr 2023, según lo verificado por Control Interno" in card
        assert "Versión 3 · código 7KQ2-ABCD-EFGH-JKMN · 4 sep 2023, 08:05" in card


def test_the_card_of_a_component_names_what_is_missing_by_when_and_who_answers(closed, as_pdf):
    own = provenance.at(closed, Choice(APRIL, component=5))

    card = said(as_pdf, lambda: cards.component(closed, 5, NOW))

    assert f"{own.total.fulfilled} de {own.total.scheduled} programadas al día" in card
    assert "C5-13 · Vencida" in card
    assert "Era para el 30 mar 2023 · Secretaría Administrativa y de Gobierno" in card
    assert "C3-" not in card


def test_a_component_without_anything_due_shows_what_comes(closed, as_pdf):
    card = said(as_pdf, lambda: cards.component(closed, 2, NOW))

    assert "Nada programado para el corte" in card
    assert "Lo que viene 30 jun 2023 · C2-03" in card
    assert "Qué falta" not in card
    assert not [one for one in SYMBOLS if one in card]


def test_where_all_that_was_due_is_done_the_card_says_so(closed, as_pdf):
    card = said(as_pdf, lambda: cards.office(closed, "Secretaría de Hacienda", NOW))

    assert "Todo lo programado está al día." in card
    assert "Qué falta" not in card


def test_an_open_cut_off_is_preliminary_and_without_level(collecting, as_pdf):
    card = said(as_pdf, lambda: cards.plan(collecting, NOW))

    total = collecting.total
    assert f"{total.scheduled_reported} de {total.scheduled} reportadas Preliminar" in card
    assert "Preliminar, según lo reportado" in card
    assert not [one for one in SYMBOLS if one in card]


def test_without_progress_a_card_says_who_is_to_report_and_no_zero(untracked, as_pdf):
    card = said(as_pdf, lambda: cards.plan(untracked, NOW))

    assert "14 de 54 actividades Sin seguimiento todavía" in card
    assert "Quién debe reportar" in card
    assert "%" not in card


def test_a_party_that_leads_nothing_shows_what_it_takes_part_in(closed, as_pdf):
    card = said(as_pdf, lambda: cards.office(closed, "Oficinas", NOW))

    assert "No lidera ninguna actividad del plan. Participa en 17 actividades" in card
    assert "Cumplimiento a" not in card


def test_one_activity_of_a_party_that_leads_nothing_is_said_as_one(closed, as_pdf, monkeypatch):
    every = parts.supports
    monkeypatch.setattr(parts, "supports", lambda *asked: every(*asked)[:1])
    one = said(as_pdf, lambda: cards.office(closed, "Oficinas", NOW))

    assert "Participa en 1 actividad que no lidera" in one
    assert "De ellas" not in one


def test_a_group_says_that_nobody_answers(collecting, as_pdf):
    card = said(as_pdf, lambda: cards.office(collecting, "Líderes de los procesos", NOW))

    assert "Un grupo no es una dependencia" in card


def test_a_long_list_is_cut_and_says_so(large, as_pdf):
    card = said(as_pdf, lambda: cards.plan(large, NOW))

    owing = len(narrative.office_gaps(large.measured))
    shown = card.count("Falta")
    assert 1 <= shown <= 5
    assert f"y {owing - shown} más, en el tablero" in card


def test_hostile_texts_are_shown_letter_by_letter(large, as_pdf):
    card = said(as_pdf, lambda: cards.component(large, 2, NOW))

    assert HOSTILE.replace(" ", "") in card.replace(" ", "")


def test_what_the_plan_has_not_is_refused(closed):
    with pytest.raises(ValueError, match="no component"):
        cards.component(closed, 9, NOW)
    with pytest.raises(ValueError, match="does not name"):
        cards.office(closed, "Secretaría de Obras", NOW)


def test_the_same_figures_at_the_same_moment_are_the_same_bytes(closed):
    assert cards.plan(closed, NOW) == cards.plan(closed, NOW)
